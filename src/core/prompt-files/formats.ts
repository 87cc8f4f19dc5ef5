/**
 * Kinds of files that hold prompts or tools, by their paths. Data only. What is in them is read by front ends, when it is sent is said by
 * the facts, and which client loads which of them stands in `clients.ts`.
 * Sources: the clients' own documentation, 2026-11-21.
 */

import { storedPromptFormats, templateFormats, tomlFormats } from './template-formats.ts';

/** A kind of prompt file. */
export interface PromptFormat {
  /** Stable name, used in facts and in JSON. */
  readonly id: string;
  /** As people call it. */
  readonly title: string;
  /**
   * Paths of such files, in the language of an editor's document patterns: every pattern begins with a folder at any depth. Empty for
   * formats that only their content tells.
   */
  readonly globs: readonly string[];
  /**
   * Paths, relative to the workspace, from which clients load such a file on their own; the first group is the folder in which they do.
   * Undefined for files that somebody names.
   */
  readonly home?: RegExp;
  /** Name of the folder beside which mentioned files are looked for; undefined where they stand beside the file itself. */
  readonly mentionsBeside?: string;
}

/** A file of that name in any folder, or in a folder of a client's there. */
function inFolder(names: string): RegExp {
  return new RegExp(`^((?:.*/)?)${names}$`);
}

/** Markdown that coding agents load on their own. A path belongs to the first format that matches. */
export const instructionFormats: readonly PromptFormat[] = [
  { id: 'claude-local', title: 'CLAUDE.local.md', globs: ['**/CLAUDE.local.md'], home: inFolder('CLAUDE\\.local\\.md') },
  { id: 'claude-rules', title: 'Claude rule', globs: ['**/.claude/rules/**/*.md'], home: inFolder('\\.claude/rules/(?:.*/)?[^/]+\\.md') },
  {
    id: 'skill',
    title: 'Skill',
    globs: ['**/[Ss][Kk][Ii][Ll][Ll].md'],
    home: inFolder('\\.(?:claude|github|agents|cursor|codex|gemini)/skills/(?:.*/)?[^/]+'),
  },
  {
    id: 'claude-agent',
    title: 'Claude subagent',
    globs: ['**/.claude/agents/**/*.md'],
    home: inFolder('\\.claude/agents/(?:.*/)?[^/]+\\.md'),
  },
  {
    id: 'claude-command',
    title: 'Claude command',
    globs: ['**/.claude/commands/**/*.md'],
    home: inFolder('\\.claude/commands/(?:.*/)?[^/]+\\.md'),
    mentionsBeside: '.claude',
  },
  { id: 'claude-md', title: 'CLAUDE.md', globs: ['**/CLAUDE.md'], home: inFolder('(?:\\.claude/)?CLAUDE\\.md') },
  { id: 'agents-override', title: 'AGENTS.override.md', globs: ['**/AGENTS.override.md'], home: inFolder('AGENTS\\.override\\.md') },
  { id: 'agents-md', title: 'AGENTS.md', globs: ['**/AGENTS.md'], home: inFolder('(?:\\.claude/)?AGENTS\\.md') },
  { id: 'gemini-md', title: 'GEMINI.md', globs: ['**/GEMINI.md'], home: inFolder('GEMINI\\.md') },
  {
    id: 'copilot-instructions',
    title: 'Copilot instructions',
    globs: ['**/.github/copilot-instructions.md'],
    home: inFolder('\\.github/copilot-instructions\\.md'),
  },
  {
    id: 'instructions',
    title: 'Instructions',
    globs: ['**/*.instructions.md'],
    home: inFolder('\\.(?:github/instructions|claude/rules)/(?:.*/)?[^/]+'),
  },
  {
    id: 'custom-agent',
    title: 'Custom agent',
    globs: ['**/*.agent.md', '**/*.chatmode.md', '**/.github/agents/*.md'],
    home: inFolder('\\.github/agents/[^/]+'),
  },
  { id: 'prompt-md', title: 'Prompt file', globs: ['**/*.prompt.md'], home: inFolder('\\.github/prompts/[^/]+') },
  { id: 'cursor-rule', title: 'Cursor rule', globs: ['**/.cursor/rules/**/*.mdc'], home: inFolder('\\.cursor/rules/(?:.*/)?[^/]+') },
  // Cursor reads `.mdc` alone there (cursor.com/docs/rules).
  { id: 'cursor-other', title: 'Markdown among Cursor rules', globs: ['**/.cursor/rules/**/*.md'] },
  { id: 'cursorrules', title: '.cursorrules', globs: ['**/.cursorrules'], home: inFolder('\\.cursorrules') },
];

/** Definitions of tools. Their content says what they are; the paths are those of files that editors take for something else than JSON. */
export const toolFormats: readonly PromptFormat[] = [
  { id: 'tool-definitions', title: 'Tools', globs: ['**/__toolsnaps__/*.snap'] },
  { id: 'mcp-listing', title: 'MCP tools', globs: [] },
  { id: 'mcp-config', title: 'MCP servers', globs: [] },
  { id: 'tools-in-code', title: 'Tools', globs: [] },
  { id: 'tool-folder', title: 'Tools of a folder', globs: [] },
];

/** Every format; another kind of file is another list here. */
export const promptFormats: readonly PromptFormat[] = [
  ...instructionFormats,
  ...templateFormats,
  ...tomlFormats,
  ...storedPromptFormats,
  ...toolFormats,
];

const byId: ReadonlyMap<string, PromptFormat> = new Map(promptFormats.map((format) => [format.id, format]));

const byPath = filePattern([...instructionFormats, ...templateFormats, ...tomlFormats].flatMap(({ globs }) => globs)) ?? /(?!)/;

/** True for a path (or URI) that alone says that a file holds a prompt, or servers of tools. */
export function isPromptPath(path: string): boolean {
  return byPath.test(path);
}

/** The format of an id; undefined for an id that nobody declares. */
export function promptFormat(id: string): PromptFormat | undefined {
  return byId.get(id);
}

const patterns = new Map<PromptFormat, RegExp | undefined>(promptFormats.map((format) => [format, filePattern(format.globs)]));

/** The first of some formats that a path (or URI) belongs to. */
export function formatOfPath(formats: readonly PromptFormat[], path: string): PromptFormat | undefined {
  return formats.find((format) => patterns.get(format)?.test(path));
}

/**
 * One pattern for the paths and URIs that some globs match; undefined for no globs. Globs are ours: folders at any depth in front,
 * `**`, `*`, `{a,b}`, `[Aa]`.
 */
export function filePattern(globs: readonly string[]): RegExp | undefined {
  if (globs.length === 0) return undefined;
  const sources = globs.map((glob) =>
    glob
      .replace(/^\*\*\//, '')
      .replace(/[.+^$()|\\]/g, '\\$&')
      .replace(/\*\*\/|\*|\{[^{}]*\}/g, (part) =>
        part === '**/' ? '(?:[^?]*/)?' : part === '*' ? '[^/?]*' : `(?:${part.slice(1, -1).split(',').join('|')})`,
      ),
  );
  return new RegExp(`(?:^|/)(?:${sources.join('|')})$`);
}
