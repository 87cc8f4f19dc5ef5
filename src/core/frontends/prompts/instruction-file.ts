import type { DictExpr, Expr, FileFacts, PromptFact, Span } from '../../facts.ts';
import { filePattern, formatOfPath, instructionFormats } from '../../prompt-files/formats.ts';
import { MappedTextBuilder, verbatimText } from '../data/mapped-text.ts';
import { FactsBuilder, keyText } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { textExpr } from '../requests/template.ts';
import { textParser } from '../text-parser.ts';
import { splitFrontMatter } from './front-matter.ts';
import { codeSpans, commentSpans, importsOf } from './imports.ts';

/** Markdown that coding agents load on their own: instructions, rules, skills, commands, agents. */
export const instructionFile: FrontEnd = {
  language: 'prompt',
  languageIds: [],
  extensions: [],
  files: filePattern(instructionFormats.flatMap(({ globs }) => globs)) ?? /(?!)/,
  lineComment: undefined,
  parser: textParser,
  mayConcern: (text) => text.trim() !== '',
  facts: (uri, tree) => instructionFacts(uri, tree.text),
};

/** Facts of one file; the path alone says what it is. */
export function instructionFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  const format = formatOfPath(instructionFormats, uri);
  if (format === undefined || text.trim() === '') return out.finish(uri, 'prompt', false);
  const { start, body } = splitFrontMatter(text);
  const code = codeSpans(text, body);
  const comments = commentSpans(text, body, code);
  const written = withoutSpans(text, body, comments);
  const head = { start, end: Math.min(text.length, start + Math.max(1, text.slice(start).search(/[\r\n]|$/))) };
  const fact: PromptFact = {
    kind: 'prompt-file',
    format: format.id,
    piece: 'body',
    head,
    api: 'text',
    body: fields(body, [['text', written]]),
    sent: 'every-turn',
    includes: importsOf(
      text,
      body,
      [...code, ...comments].sort((a, b) => a.start - b.start),
    ),
    scope: 0,
    block: 0,
    start,
    end: text.length,
  };
  out.prompts.push(fact);
  return out.finish(uri, 'prompt', false);
}

/** A stretch of text as an expression, without some stretches inside of it. */
function withoutSpans(text: string, body: Span, spans: readonly Span[]): Expr {
  if (spans.length === 0) return textExpr(verbatimText(text, body.start, body.end));
  const builder = new MappedTextBuilder();
  let at = body.start;
  for (const span of spans) {
    builder.add(text.slice(at, span.start), at);
    at = span.end;
  }
  builder.add(text.slice(at, body.end), at);
  return textExpr(builder.finish(body.start));
}

/** A mapping with some fields, as if they were written in the source. */
export function fields(span: Span, entries: readonly (readonly [name: string, value: Expr])[]): DictExpr {
  return {
    kind: 'dict',
    entries: entries.map(([name, value]) => ({ key: keyText(name, value.start), value })),
    start: span.start,
    end: span.end,
  };
}
