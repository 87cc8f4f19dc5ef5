import type { DictExpr, Expr, FileFacts, IncludeFact, PromptFact, Sent, Span, TextExpr } from '../../facts.ts';
import { filePattern, formatOfPath, instructionFormats } from '../../prompt-files/formats.ts';
import type { SkillHead } from '../../prompt-files/skills.ts';
import { MappedTextBuilder } from '../data/mapped-text.ts';
import { FactsBuilder, keyText } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { textExpr } from '../requests/template.ts';
import { textParser } from '../text-parser.ts';
import { MAX_PROMPT_TEXT } from '../whole-text.ts';
import { splitFrontMatter } from './front-matter.ts';
import { lineHeader, noHeader, yamlHeader, type Header } from './header.ts';
import { codeSpans, commentSpans, importsOf } from './imports.ts';
import { commandSyntax, editorSyntax, placeholders, skillSyntax, type PlaceholderSyntax } from './placeholders.ts';
import { grouped } from '../../grouped.ts';

/** Markdown that coding agents load on their own: instructions, rules, skills, commands, agents. */
export const instructionFile: FrontEnd = {
  language: 'prompt',
  languageIds: [],
  extensions: [],
  files: filePattern(instructionFormats.flatMap(({ globs }) => globs)) ?? /(?!)/,
  lineComment: undefined,
  blockComment: ['<!--', '-->'],
  parser: textParser,
  mayConcern: (text, uri) => text.trim() !== '' || uri.endsWith(HIDING),
  facts: (uri, tree) => instructionFacts(uri, tree.text),
};

/** Files that hide others even when they are empty. Source: openai/codex, core/src/agents_md.rs, 2026-11. */
const HIDING = '/AGENTS.override.md';

/** When the body of a file is sent. */
interface Sending {
  readonly sent: Sent;
  readonly condition?: string | undefined;
  readonly note?: string;
}

/** How a format is read. */
interface Reader {
  /** How its front matter is written; `none` where a text that begins with `---` is text. */
  readonly head: 'none' | 'yaml' | 'lines';
  /** True where name and description are listed on every turn, so that the model can choose. */
  readonly listed: (header: Header) => boolean;
  readonly sending: (header: Header) => Sending;
  readonly placeholders?: readonly PlaceholderSyntax[];
  /** True where `@path` loads a file along. */
  readonly imports?: true;
  /** True where the client takes HTML comments out. Source: Claude Code's changelog, 2.1.72, for CLAUDE.md. */
  readonly strips?: true;
}

const always = (): Sending => ({ sent: 'every-turn' });
const never = (): boolean => false;
const plain: Reader = { head: 'none', listed: never, sending: always };
const chosen = (header: Header): boolean =>
  header.text('disable-model-invocation') !== 'true' && (header.get('description') !== undefined || header.get('name') !== undefined);

/** Readers by format. Sources: documentation of the clients, 2026-11-21, see `prompt-files/clients.ts`. */
const readers: Readonly<Record<string, Reader>> = {
  'claude-md': { ...plain, imports: true, strips: true },
  'claude-local': { ...plain, imports: true, strips: true },
  'claude-rules': { head: 'yaml', listed: never, sending: (header) => onPaths(header, 'paths') },
  skill: { head: 'yaml', listed: chosen, sending: () => ({ sent: 'on-use' }), placeholders: skillSyntax },
  'claude-agent': { head: 'yaml', listed: chosen, sending: () => ({ sent: 'on-use', note: 'in a conversation of its own' }) },
  'claude-command': {
    head: 'yaml',
    listed: chosen,
    sending: () => ({ sent: 'on-use' }),
    placeholders: commandSyntax,
    imports: true,
  },
  instructions: { head: 'yaml', listed: never, sending: (header) => onPaths(header, 'applyTo', 'on-use') },
  'custom-agent': { head: 'yaml', listed: chosen, sending: () => ({ sent: 'on-use', note: 'then on every turn while it is selected' }) },
  'prompt-md': { head: 'yaml', listed: never, sending: () => ({ sent: 'on-use' }), placeholders: editorSyntax },
  'cursor-other': { ...plain, sending: () => ({ sent: 'never', note: 'Cursor reads only .mdc files in this folder' }) },
  'cursor-rule': { head: 'lines', listed: (header) => cursorMode(header) === 'listed', sending: cursorSending },
};

/** Facts of one file; the path alone says what it is. Never throws. */
export function instructionFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  const format = formatOfPath(instructionFormats, uri);
  if (format === undefined || (text.trim() === '' && !uri.endsWith(HIDING)) || isReadme(format.id, uri))
    return out.finish(uri, 'prompt', false);
  const reader = readers[format.id] ?? plain;
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const firstLine = lineAt(text, start);
  const common = { kind: 'prompt-file', format: format.id, api: 'text', scope: 0, block: 0, start, end: text.length } as const;
  if (text.length > MAX_PROMPT_TEXT) {
    const problem = `the file has ${grouped(text.length)} characters; more than ${grouped(MAX_PROMPT_TEXT)} of instructions are not read`;
    out.problems.push({ message: problem, span: firstLine, unread: true });
    const unread: Expr = { kind: 'unknown', reason: problem, start, end: text.length };
    const body = fields(firstLine, [['text', unread]]);
    out.prompts.push({ ...common, piece: 'body', head: firstLine, body, ...reader.sending(noHeader), note: problem, includes: [] });
    return out.finish(uri, 'prompt', false);
  }
  const split = splitFrontMatter(text);
  const { head } = reader.head === 'none' ? { head: undefined } : split;
  if (head === undefined && format.id === 'skill' && !/\/skills\/[^/]+\/[^/]+$/.test(uri)) return out.finish(uri, 'prompt', false);
  const body = head === undefined ? { start, end: text.length } : split.body;
  const header = head === undefined ? noHeader : reader.head === 'yaml' ? yamlHeader(text, head) : lineHeader(text, head);
  if (reader.head !== 'none' && split.unclosed)
    out.problems.push({ message: 'front matter: it has no closing ---, so all of it is text', span: firstLine });
  if (header.problem !== undefined) out.problems.push({ message: `front matter: ${header.problem}`, span: head });
  const broken = {
    ...(header.problem === undefined ? {} : { problem: problemOf(header, header.problem) }),
    ...(format.id === 'skill' ? { skill: skillHead(header, head !== undefined) } : {}),
  };
  const listing = reader.listed(header) ? listingOf(header) : undefined;
  if (listing !== undefined) {
    const own = { ...common, piece: 'listing', head: firstLine, end: head?.end ?? text.length, sent: 'every-turn' } as const;
    out.prompts.push({ ...own, ...broken, body: fields(firstLine, [['text', listing]]), includes: [] });
  }
  const code = codeSpans(text, body);
  const comments = commentSpans(text, body, code);
  for (const span of comments) noteComment(out, text, span);
  if (uri.endsWith(HIDING) && text.trim() === '') {
    const nothing: Expr = { kind: 'text', value: '', map: [0, start], start, end: start };
    const note = 'empty: Codex loads no instructions of this folder, AGENTS.md beside it neither';
    out.prompts.push({
      ...common,
      piece: 'body',
      head: firstLine,
      body: fields(firstLine, [['text', nothing]]),
      sent: 'every-turn',
      note,
      includes: [],
    });
  } else if (text.slice(body.start, body.end).trim() !== '') {
    const { condition, ...sending } = reader.sending(header);
    const model = modelOf(header);
    const written = sentText(text, body, reader.strips === true ? comments : [], placeholders(text, body, reader.placeholders ?? []));
    const hidden = [...code, ...comments].sort((a, b) => a.start - b.start);
    const includes: readonly IncludeFact[] = reader.imports === true ? importsOf(text, body, hidden) : [];
    const fact: PromptFact = {
      ...common,
      piece: 'body',
      start: listing === undefined ? start : body.start,
      head: listing === undefined ? firstLine : firstWords(text, body),
      body: fields(body, [...(model === undefined ? [] : [['model', model] as const]), ['text', written]]),
      ...sending,
      ...(condition === undefined ? {} : { condition }),
      ...broken,
      includes,
    };
    out.prompts.push(fact);
  }
  return out.finish(uri, 'prompt', false);
}

function problemOf({ state }: Header, problem: string): string {
  return state === 'unread' ? 'its front matter is too long to be read as YAML' : `its front matter is not valid YAML: ${problem}`;
}

function skillHead(header: Header, hasHead: boolean): SkillHead {
  const description = (header.text('description') ?? '').trim().replace(/\s+/g, ' ');
  const state = !hasHead ? 'missing' : header.state === 'unread' ? 'sound' : header.state;
  const hidden = header.text('disable-model-invocation') === 'true';
  return { state, hasName: header.get('name') !== undefined, description: Array.from(description).length, hidden };
}

/** Files for people among files for models. Source for agents: VS Code's `promptFileLocations.ts`. */
function isReadme(format: string, uri: string): boolean {
  return (format === 'custom-agent' || format === 'cursor-other') && uri.endsWith('/README.md');
}

/** Rules that join when certain files are worked on. `**` is every file. */
function onPaths(header: Header, key: string, otherwise: Sent = 'every-turn'): Sending {
  const patterns = header.text(key);
  if (patterns === undefined) return { sent: otherwise };
  const every = patterns.split(',').some((pattern) => /^(?:\*\*|\*|\*\*\/\*)$/.test(pattern.trim()));
  return every ? { sent: 'every-turn' } : { sent: 'on-path', condition: patterns };
}

/** Modes of Cursor's rules. Source: cursor.com/docs/rules; the string `"true"` does not count there (third party). */
function cursorMode(header: Header): 'always' | 'paths' | 'listed' | 'manual' {
  if (header.bare('alwaysApply') === 'true') return 'always';
  if (header.get('globs') !== undefined) return 'paths';
  return header.get('description') === undefined ? 'manual' : 'listed';
}

function cursorSending(header: Header): Sending {
  switch (cursorMode(header)) {
    case 'always':
      return { sent: 'every-turn' };
    case 'paths':
      return { sent: 'on-path', condition: header.text('globs') };
    case 'listed':
      return { sent: 'on-use' };
    case 'manual':
      return { sent: 'on-use', note: 'only when a person names the rule' };
  }
}

/** `name: description when_to_use`, as the model is shown it. What the client writes between them has no place in the source. */
function listingOf(header: Header): Expr | undefined {
  const pieces = ['name', 'description', 'when_to_use'].flatMap((key) => {
    const value = header.get(key);
    return value?.kind === 'text' ? [{ key, value }] : [];
  });
  const operands = pieces.flatMap(({ key, value }, index): TextExpr[] => {
    const before = pieces[index - 1];
    if (before === undefined) return [value];
    const { end } = before.value;
    return [{ kind: 'text', value: before.key === 'name' && key !== 'name' ? ': ' : ' ', map: [0, end], start: end, end }, value];
  });
  const [first] = operands;
  const last = operands.at(-1);
  return first === undefined || last === undefined
    ? undefined
    : { kind: 'join', operands, adjacent: false, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

/** The model that a head names. Clients have names of their own for models, which say no version. */
function modelOf(header: Header): Expr | undefined {
  const value = header.get('model');
  if (value?.kind !== 'text' || value.value === 'inherit') return undefined;
  if (/^[a-z][\w.:/-]*-[\w.:/-]*\d[\w.:/-]*$/.test(value.value)) return value;
  return { kind: 'unknown', reason: `the client decides which model ${value.value} is`, start: value.start, end: value.end };
}

/** A stretch of text as an expression, without what the client takes out, with holes where it puts something in. */
function sentText(text: string, body: Span, removed: readonly Span[], holes: ReturnType<typeof placeholders>): Expr {
  const builder = new MappedTextBuilder();
  let at = body.start;
  const copy = (to: number): void => {
    if (to > at) builder.add(text.slice(at, to), at);
    at = Math.max(at, to);
  };
  const marks = [
    ...removed.map((span) => ({ ...span, hole: undefined })),
    ...holes.map((hole) => ({ start: hole.from, end: hole.to, hole })),
  ];
  for (const { start, end, hole } of marks.sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    copy(start);
    if (hole !== undefined) builder.hole(text.slice(start, end), hole.value);
    at = end;
  }
  copy(body.end);
  return textExpr(builder.finish(body.start));
}

/** A comment that speaks to Pennylint. */
function noteComment(out: FactsBuilder, text: string, { start, end }: Span): void {
  const inner = text.slice(start + 4, end - 3).trim();
  if (!inner.startsWith('pennylint:')) return;
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  out.comments.push({ text: inner, ownLine: text.slice(lineStart, start).trim() === '', start, end });
}

/** The line that begins at an offset, without its end; at least one unit where there is one. */
function lineAt(text: string, start: number): Span {
  const length = text.slice(start, start + 2000).search(/[\r\n]/);
  return { start, end: Math.min(text.length, length < 0 ? start + 2000 : start + Math.max(1, length)) };
}

/** The first line of a stretch that holds words. */
function firstWords(text: string, body: Span): Span {
  const lead = /\S/.exec(text.slice(body.start, body.end))?.index ?? 0;
  return lineAt(text, body.start + lead);
}

/** A mapping with some fields, as if they were written in the source. */
export function fields(span: Span, entries: readonly (readonly [name: string, value: Expr])[]): DictExpr {
  const { start, end } = span;
  return { kind: 'dict', entries: entries.map(([name, value]) => ({ key: keyText(name, value.start), value })), start, end };
}
