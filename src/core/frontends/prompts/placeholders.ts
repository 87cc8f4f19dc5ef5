/** What commands, skills and prompt files of editors fill in, as holes with their places. */
import type { Span } from '../../facts.ts';
import type { TextHole } from '../data/mapped-text.ts';

/** One syntax of placeholders. */
export interface PlaceholderSyntax {
  readonly pattern: RegExp;
  /** Path of `linker/known-code.ts` that says what fills it in. */
  readonly code: string;
  readonly reason: string;
}

const argumentsOfCommand: PlaceholderSyntax = { pattern: /\$ARGUMENTS(?:\[\d{1,3}\])?/g, code: 'prompt.input', reason: 'arguments' };

/** Claude commands: arguments, and shell commands whose output is put in. Source: facts of 2026-11-21, see `prompt-files/clients.ts`. */
export const commandSyntax: readonly PlaceholderSyntax[] = [
  argumentsOfCommand,
  { pattern: /\$\d(?!\w)/g, code: 'prompt.input', reason: 'argument' },
  { pattern: /(?<=^|[\s(])!`[^`\r\n]{1,500}`/gm, code: 'prompt.command()', reason: 'output of a shell command' },
];

/** Skills: their folder is a path of a few tokens, so it counts as text that is not known. */
export const skillSyntax: readonly PlaceholderSyntax[] = [
  argumentsOfCommand,
  { pattern: /\$\{CLAUDE_SKILL_DIR\}/g, code: 'prompt.file()', reason: 'folder of the skill' },
];

/**
 * Commands of Gemini CLI: arguments, output of a shell command (braces inside of it in pairs), content of a file or folder.
 * Source: geminicli.com/docs/cli/custom-commands, 2026-11.
 */
export const geminiSyntax: readonly PlaceholderSyntax[] = [
  { pattern: /\{\{args\}\}/g, code: 'prompt.input', reason: 'arguments' },
  { pattern: /!\{(?:[^{}]|\{[^{}]{0,300}\}){1,500}\}/g, code: 'prompt.command()', reason: 'output of a shell command' },
  { pattern: /@\{[^{}\r\n]{1,300}\}/g, code: 'prompt.file()', reason: 'content of a file' },
];

/** Prompt files of VS Code: `${input:name}`, `${file}`, `${selection}` and others. */
export const editorSyntax: readonly PlaceholderSyntax[] = [
  { pattern: /\$\{input:[^{}\r\n]{1,200}\}/g, code: 'prompt.input', reason: 'input' },
  {
    pattern:
      /\$\{(?:file|fileBasename|fileDirname|fileBasenameNoExtension|selection|selectedText|workspaceFolder|workspaceFolderBasename)\}/g,
    code: 'prompt.context',
    reason: 'what is open in the editor',
  },
];

/** The placeholders of a stretch of text, in order; where two overlap, the first one counts. */
export function placeholders(text: string, { start, end }: Span, syntaxes: readonly PlaceholderSyntax[]): TextHole[] {
  const found = syntaxes.flatMap(({ pattern, code, reason }) =>
    [...text.slice(start, end).matchAll(pattern)].map((match): TextHole => {
      const from = start + match.index;
      const to = from + match[0].length;
      return { from, to, value: { kind: 'unknown', reason, code, start: from, end: to } };
    }),
  );
  let last = start;
  return found
    .sort((a, b) => a.from - b.from)
    .filter(({ from, to }) => {
      if (from < last) return false;
      last = to;
      return true;
    });
}
