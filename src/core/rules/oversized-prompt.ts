import { HOLE, scanText } from '../compress/index.ts';
import { agentClients } from '../prompt-files/clients.ts';
import { formatOfPath, instructionFormats } from '../prompt-files/formats.ts';
import type { Location, PromptCall } from '../ir.ts';
import { number, promptView, type PromptView } from './compression.ts';
import { defineRule } from './rule.ts';

/** Limits of a kind of prompt in tokens, as percentiles of real ones (2026-11-21: 900 public prompts and instruction files). */
interface SizeLimit {
  readonly what: string;
  readonly information: number;
  readonly warning: number;
  readonly basis: string;
  /** How far above its limit a text is told of: tokenizers differ by about a tenth, and nobody rewrites a text for a few hundred tokens. */
  readonly margin: number;
  /** What makes it shorter. */
  readonly advice: string;
}

const alwaysOn: SizeLimit = {
  what: 'This file is sent on every turn',
  information: 5000,
  warning: 10_000,
  basis: '90 % of public instruction files are below {{limit}}',
  margin: 1.25,
  advice: 'Move what few tasks need into skills or rules for certain paths',
};
const onUse: SizeLimit = {
  what: 'This text stays in the conversation once it is loaded',
  information: 5000,
  warning: 10_000,
  basis: '95 % of public skills and agents are below {{limit}}',
  // Only who uses it pays for it.
  margin: 1.5,
  advice: 'Move what few tasks need into files that it names, which are read when they are needed',
};
const application: SizeLimit = {
  what: 'These instructions are sent with every call',
  information: 7000,
  warning: 10_000,
  basis: 'three of four published product prompts are below 7,000',
  margin: 1.25,
  advice: 'Send what few requests need only with those',
};

/** Sections that are named. */
const HEAVIEST = 3;

/** Instruction files that a skill carries along: no client loads them by itself, because nobody works in that folder. */
const PART_OF_SKILL = /\/skills\/[^/]+\/(?:AGENTS|CLAUDE|GEMINI)\.md$/;

/** Finds prompts that are longer than most of their kind, and files that a client cuts off. */
export const oversizedPrompt = defineRule({
  id: 'oversized-prompt',
  summary: 'A prompt or instruction file is longer than nearly all of its kind, or longer than what its client loads.',
  category: 'size',
  severity: 'information',
  messages: {
    large: '{{what}}: {{tokens}} tokens{{imports}}{{money}}; {{basis}}. {{advice}}. Heaviest: {{sections}}.',
    cut: '{{client}} loads {{limit}} of instructions at most ({{source}}); this file has {{size}}, and the rest is left out without a word.',
  },
  check(call, context) {
    const view = promptView(call, context);
    if (view === undefined) return;
    const isFile = call.kind === 'prompt-file';
    if (isFile && PART_OF_SKILL.test(call.uri)) return;
    const { report, cost } = context;
    for (const { client, limit, source, size } of isFile ? cuts(call, view) : [])
      report({ at: call.calleeAt, messageId: 'cut', severity: 'warning', data: { client, limit, source, size }, impact: view.impact(0) });
    const limit = limitOf(call);
    const tokens = cost.roles.filter(({ role }) => isFile || role === 'system').reduce((sum, { tokens: range }) => sum + range.tokens, 0);
    if (limit === undefined || tokens < limit.information * limit.margin || onlyNamesAnother(call)) return;
    if (isFile && view.tokens(partials(call)) >= limit.information) return;
    const sections = heaviest(view).slice(0, HEAVIEST);
    const imports = call.file?.includes.filter(({ state }) => state === 'loaded').length ?? 0;
    report({
      at: call.calleeAt,
      messageId: 'large',
      data: {
        what: limit.what,
        tokens: number(tokens),
        imports: imports === 0 ? '' : ` with ${number(imports)} imported ${imports === 1 ? 'file' : 'files'}`,
        money: view.money(tokens),
        basis: limit.basis.replace('{{limit}}', number(limit.information)),
        advice: limit.advice,
        sections: sections.map(({ title, tokens: weight }) => `${title} (${number(weight)})`).join(', '),
      },
      severity: tokens >= limit.warning ? 'warning' : 'information',
      related: sections.flatMap(({ at, title, tokens: weight }) =>
        at === undefined ? [] : [{ at, message: `${title}: ${number(weight)} tokens` }],
      ),
      impact: view.impact(tokens - limit.information),
    });
  },
});

function limitOf({ kind, file }: PromptCall): SizeLimit | undefined {
  if (kind !== 'prompt-file') return kind === 'direct' || kind === 'agent' || kind === 'request' ? application : undefined;
  if (file?.sent === 'every-turn') return file.condition === undefined && file.folder === '' ? alwaysOn : onUse;
  return file?.sent === 'per-call' ? application : onUse;
}

/** True for a file that holds little but the import of one other instruction file (`@AGENTS.md`), which is told of where it stands. */
function onlyNamesAnother({ file, segments, uri }: PromptCall): boolean {
  const loaded = file?.includes.filter(({ state }) => state === 'loaded') ?? [];
  const [other] = loaded;
  if (other?.uri === undefined || loaded.length > 1 || formatOfPath(instructionFormats, other.uri) === undefined) return false;
  const parts = segments.flatMap((segment) => segment.parts.filter((part) => part.kind === 'text'));
  const units = (texts: typeof parts): number => texts.reduce((sum, { text }) => sum + text.length, 0);
  return units(parts.filter(({ at }) => at.uri === uri)) * 10 < units(parts);
}

/** The text that a template takes from other templates, which are prompt files and told of themselves; what clients import is not. */
function partials({ file, segments, uri }: PromptCall): string {
  const imported = new Set(file?.includes.map((include) => include.uri));
  return segments
    .flatMap(({ parts }) => parts)
    .map((part) => (part.kind === 'text' && part.at.uri !== uri && !imported.has(part.at.uri) ? part.text : ''))
    .join('');
}

/** What clients leave out of a file by itself; chains of files are told by the context budget. */
function cuts({ file, segments, uri }: PromptCall, view: PromptView): { client: string; limit: string; source: string; size: string }[] {
  if (file?.piece !== 'body' || file.folder === undefined) return [];
  const own = segments
    .flatMap(({ parts }) => parts)
    .filter((part) => part.kind === 'text' && part.at.uri === uri)
    .map((part) => (part.kind === 'text' ? part.text : ''))
    .join('');
  const bytes = utf8Length(own.replaceAll(HOLE, ''));
  return agentClients.flatMap(({ title, limits: { chain } }) => {
    if (chain?.formats.includes(file.format) !== true || bytes <= chain.bytes || view.prompt.text === '') return [];
    return [{ client: title, limit: `${number(chain.bytes)} bytes`, source: chain.source, size: number(bytes) }];
  });
}

interface Section {
  readonly title: string;
  readonly tokens: number;
  readonly at: Location | undefined;
}

/** Longest heading that is shown whole, in UTF-16 units. */
const LONGEST_TITLE = 50;

/** A heading as it is named: without the marks of bold and code, and not too long. */
function titleOf(heading: string): string {
  const title = heading
    .replaceAll(HOLE, '…')
    .replace(/\*\*|__|`/g, '')
    .trim();
  return title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1).trim()}…` : title;
}

/** Sections of a prompt by weight: below headings of the first two levels, or between tags on lines of their own. */
function heaviest({ prompt: { text }, tokens, at }: PromptView): Section[] {
  const { fences } = scanText(text);
  const marks = [...text.matchAll(/^(?:(#{1,2})[ \t]+([^\n]+)|<([A-Za-z][\w-]*)>)[ \t]*$/gm)].filter(
    ({ index }) => !fences.some(({ start, end }) => start <= index && index < end),
  );
  const starts = [0, ...marks.map(({ index }) => index)];
  return starts
    .map((start, index): Section => {
      const end = starts[index + 1] ?? text.length;
      const mark = marks[index - 1];
      const title = mark === undefined ? 'the beginning' : `“${titleOf(mark[2] ?? `<${mark[3] ?? ''}>`)}”`;
      const firstLine = text.slice(start, end).split('\n', 1)[0]?.length ?? 0;
      return { title, tokens: tokens(text.slice(start, end).replaceAll(HOLE, '')), at: at({ start, end: start + Math.max(1, firstLine) }) };
    })
    .filter((section) => section.tokens > 0)
    .sort((a, b) => b.tokens - a.tokens);
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
