/** What coding agents load of a workspace, as data: for a session that begins in the workspace's own folder, with default settings. */

import type { SkillLoading } from './skills.ts';

/** A kind of file that a client loads. */
export interface ClientLoad {
  /** Id of a format in `formats.ts`. */
  readonly format: string;
  /** Paths in the workspace that count; all of the format when left out. */
  readonly only?: RegExp;
  /** Of several formats with the same value, the first one that a folder has is loaded there. */
  readonly oneOf?: string;
  /** Formats; when the workspace's own folder has a file of one of them, this one is not loaded anywhere. */
  readonly unless?: readonly string[];
}

/** What is cut off without a word to the person. */
export interface ClientLimits {
  /** Bytes that the files of some formats have together, from the workspace's folder down to that of the session. */
  readonly chain?: { readonly formats: readonly string[]; readonly bytes: number; readonly source: string };
  /** UTF-16 units of a description in the listing of some formats. */
  readonly description?: { readonly formats: readonly string[]; readonly units: number; readonly source: string };
  /** Bytes beyond which a file is skipped. */
  readonly file?: { readonly formats: readonly string[]; readonly bytes: number; readonly source: string };
}

/** A coding agent. */
export interface AgentClient {
  readonly id: string;
  readonly title: string;
  /** In the order of loading. */
  readonly loads: readonly ClientLoad[];
  readonly limits: ClientLimits;
  /** How it reads the front matter of skills; undefined where nobody has said: it is taken for what its lines say. */
  readonly skills?: SkillLoading;
  /** When a file in a folder below joins; `{folder}` stands for the folder. */
  readonly nested: string;
  /** What is sent besides and not counted here, and what is not known, in words. */
  readonly notes: readonly string[];
  readonly sources: readonly string[];
  /** Day of the facts, `YYYY-MM-DD`. */
  readonly asOf: string;
}

const asOf = '2026-11-22';
const ownFolder = 'Not counted: its own prompt and tools, MCP servers, and files outside of the workspace';
/** Skills in folders of some names; `between` are the folders under `skills` above the file. */
const skillFolders = (names: string, between = '[^/]+/'): RegExp => new RegExp(`(?:^|/)\\.(?:${names})/skills/${between}[^/]+$`);

/** The clients, in the order in which they are shown. */
export const agentClients: readonly AgentClient[] = [
  {
    id: 'claude-code',
    title: 'Claude Code',
    loads: [
      { format: 'claude-md' },
      { format: 'agents-md', unless: ['claude-md', 'claude-local'] },
      { format: 'claude-rules' },
      { format: 'claude-local' },
      { format: 'claude-agent' },
      { format: 'skill', only: skillFolders('claude') },
      { format: 'claude-command' },
    ],
    limits: {
      description: { formats: ['skill', 'claude-command'], units: 1536, source: 'changelog of Claude Code, 2.1.105' },
      file: { formats: ['claude-md', 'claude-local'], bytes: 4_194_304, source: 'documentation as quoted by others' },
    },
    skills: {
      mendable: 'lines',
      broken: 'nothing',
      undescribed: 'first-line',
      named: false,
      source: 'Claude Code 2.1.88 as others have rebuilt it, and its `plugin validate`',
    },
    nested: 'when files in {folder} are read',
    notes: [
      `${ownFolder} (~/.claude/CLAUDE.md, plugins, memory).`,
      'AGENTS.md is read where there is no CLAUDE.md, as the setting instructionFiles has it by default.',
      'The whole listing of skills may be cut at 1 or 2 % of the context window; sources differ.',
    ],
    sources: ['https://code.claude.com/docs/en/memory', 'https://github.com/anthropics/claude-code/blob/main/CHANGELOG.md'],
    asOf,
  },
  {
    id: 'codex',
    title: 'Codex',
    loads: [
      { format: 'agents-override', oneOf: 'agents' },
      { format: 'agents-md', oneOf: 'agents', only: /^(?!(?:.*\/)?\.claude\/)/ },
      { format: 'skill', only: skillFolders('agents|codex', '(?:[^/.][^/]*/){1,6}') },
    ],
    skills: {
      mendable: 'skipped',
      broken: 'skipped',
      undescribed: 'skipped',
      named: false,
      longest: 1024,
      source: 'openai/codex, core-skills/src/loader.rs',
    },
    limits: {
      chain: {
        formats: ['agents-override', 'agents-md'],
        bytes: 32_768,
        source: 'project_doc_max_bytes, developers.openai.com/codex/guides/agents-md',
      },
    },
    nested: 'in sessions that begin in {folder}',
    notes: [
      `${ownFolder} (~/.codex/AGENTS.md).`,
      'The listing of skills is cut at about 2 % of the context window; their paths are listed too and not counted.',
    ],
    sources: ['https://developers.openai.com/codex/guides/agents-md', 'https://developers.openai.com/codex/skills'],
    asOf,
  },
  {
    id: 'copilot',
    title: 'Copilot in VS Code',
    loads: [
      { format: 'copilot-instructions' },
      { format: 'agents-md', only: /^(?!(?:.*\/)?\.claude\/)/ },
      { format: 'instructions', only: /(?:^|\/)\.github\/instructions\// },
      { format: 'custom-agent' },
      { format: 'skill', only: skillFolders('github|agents|claude') },
      { format: 'prompt-md' },
    ],
    limits: {},
    nested: 'when files in {folder} are worked on',
    notes: [
      `${ownFolder} (user instructions, those of the organisation).`,
      'Whether AGENTS.md is read beside copilot-instructions.md depends on the harness; it is counted.',
    ],
    sources: ['https://code.visualstudio.com/docs/agents/reference/custom-instructions-reference'],
    asOf,
  },
  {
    id: 'cursor',
    title: 'Cursor',
    loads: [
      { format: 'cursorrules' },
      { format: 'cursor-rule' },
      { format: 'cursor-other' },
      { format: 'agents-md', only: /^(?!(?:.*\/)?\.claude\/)/ },
      { format: 'skill', only: skillFolders('agents|cursor|claude|codex') },
    ],
    limits: {},
    nested: 'when files in {folder} are worked on',
    notes: [`${ownFolder} (user and team rules), and the names of subagents in .cursor/agents and .claude/agents.`],
    sources: ['https://cursor.com/docs/rules', 'https://cursor.com/docs/skills'],
    asOf,
  },
  {
    id: 'gemini-cli',
    title: 'Gemini CLI',
    loads: [{ format: 'gemini-md' }, { format: 'skill', only: skillFolders('gemini|agents', '(?:[^/]+/)?') }],
    limits: {},
    skills: {
      mendable: 'lines',
      broken: 'lines',
      undescribed: 'skipped',
      named: true,
      source: 'google-gemini/gemini-cli, core/src/skills/skillLoader.ts',
    },
    nested: 'when a tool reads {folder}',
    notes: [`${ownFolder} (~/.gemini/GEMINI.md). Mentions of files are not followed.`],
    sources: ['https://geminicli.com/docs/cli/gemini-md', 'https://geminicli.com/docs/cli/skills'],
    asOf,
  },
];
