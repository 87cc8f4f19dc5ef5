/**
 * POML: a prompt in markup. What is sent is its text; captions, marks of lists and tables are written by POML itself and are not in the file.
 * Sources: microsoft/poml, docs/language (speakers, standalone, meta), 2026-11-22.
 */
import type { Expr, HoleExpr, PromptFact, Span, TextExpr } from '../../facts.ts';
import { readJson } from '../data/json.ts';
import { MappedTextBuilder, verbatimText } from '../data/mapped-text.ts';
import type { FactsBuilder } from '../facts-builder.ts';
import { textExpr } from '../requests/template.ts';
import { dict, list, message, slice, sourceText } from './lower.ts';
import { markupOf, type Attribute, type Markup } from './poml-markup.ts';
import { firstLine } from './prompty.ts';
import { withSender } from './stored-prompts.ts';
import { grouped } from '../../grouped.ts';

type Speaker = 'system' | 'user' | 'assistant';

/** Elements that say who speaks in them. */
const speakers: ReadonlyMap<string, Speaker> = new Map([
  ['systemmsg', 'system'],
  ['systemmessage', 'system'],
  ['usermsg', 'user'],
  ['usermessage', 'user'],
  ['humanmsg', 'user'],
  ['humanmessage', 'user'],
  ['aimsg', 'assistant'],
  ['aimessage', 'assistant'],
  ['assistantmsg', 'assistant'],
]);

const bySpeaker: ReadonlyMap<string, Speaker> = new Map([
  ['system', 'system'],
  ['human', 'user'],
  ['user', 'user'],
  ['ai', 'assistant'],
  ['assistant', 'assistant'],
]);

/** Elements of which nothing is sent as text. */
const unsent: ReadonlySet<string> = new Set([
  'let',
  'stylesheet',
  'meta',
  'outputschema',
  'responseschema',
  'tooldefinition',
  'tool',
  'runtime',
]);

/** Elements whose content comes from elsewhere, or is drawn up by POML. */
const drawn: ReadonlySet<string> = new Set([
  ...['document', 'doc', 'include', 'img', 'image', 'audio', 'table', 'folder', 'tree', 'webpage', 'object', 'obj', 'dataobj'],
  ...['toolrequest', 'toolresponse', 'conversation', 'msgcontent'],
]);

/** What POML writes for its own escapes, and XML for its. */
const escapes: ReadonlyMap<string, string> = new Map([
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['hash', '#'],
  ['lbrace', '{'],
  ['rbrace', '}'],
]);

/** Tags and texts that are read; the grammar has nothing else. */
const MAX_MARKS = 40_000;

/** Levels of elements that are told apart; what stands deeper belongs to the element around it. */
const MAX_DEPTH = 200;

/** Reads a file. A text without tags is sent as it stands, by the user. */
export function pomlFacts(text: string, out: FactsBuilder): void {
  const reader = new PomlReader(text);
  const marks = markupOf(text, MAX_MARKS);
  reader.read(marks);
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const whole: Span = { start, end: text.length };
  const fact: PromptFact = {
    kind: 'prompt-file',
    format: 'poml',
    piece: 'body',
    head: firstLine(whole, sourceText(text, start, text.length)),
    api: 'openai-chat',
    ...(reader.biller === undefined ? {} : { biller: reader.biller }),
    body: withSender(
      dict(whole, {
        model: reader.model,
        messages: list(whole, reader.messages()),
        max_tokens: reader.limit,
        tools: reader.tools.length === 0 ? undefined : list(whole, reader.tools),
        response_format: reader.schema,
      }),
    ),
    sent: 'per-call',
    note: 'captions, marks of lists and tables that POML writes are not counted',
    template: 'expression',
    includes: [],
    scope: 0,
    block: 0,
    ...whole,
  };
  out.prompts.push(fact);
  if (marks.length >= MAX_MARKS)
    out.problems.push({ message: `more than ${grouped(MAX_MARKS)} tags and texts are not read`, span: undefined });
  else if (reader.unclosed !== undefined) out.problems.push({ message: 'an element is never closed', span: reader.unclosed });
}

interface Element {
  readonly name: string;
  readonly speaker: Speaker | undefined;
  readonly at: Span;
  /** True where examples are written as turns of a conversation. */
  readonly chat: boolean;
}

/** One stretch of what is sent, by whom; undefined for text of which nobody is said to speak. */
interface Stretch {
  readonly speaker: Speaker | undefined;
  readonly builder: MappedTextBuilder;
  readonly start: number;
  /** Ends of lines that it ends with: more than two say nothing. */
  ends: number;
}

class PomlReader {
  model: Expr | undefined;
  limit: Expr | undefined;
  biller: Expr | undefined;
  schema: Expr | undefined;
  readonly tools: Expr[] = [];
  /** The first element that nothing closes. */
  unclosed: Span | undefined;
  private readonly text: string;
  private readonly open: Element[] = [];
  private readonly stretches: Stretch[] = [];

  constructor(text: string) {
    this.text = text;
  }

  read(marks: readonly Markup[]): void {
    const closes = closingMarks(marks);
    for (let at = 0; at < marks.length; at++) {
      const mark = marks[at];
      if (mark === undefined) break;
      if (mark.kind === 'text') this.write(mark);
      else if (mark.kind === 'close') this.close(mark.name);
      else {
        const close = mark.closed ? at : closes.get(at);
        const skips = unsent.has(mark.name) || drawn.has(mark.name) || this.attribute(mark.attributes, 'if', 'for') !== undefined;
        if (skips && close !== undefined) {
          this.skip(mark, { start: mark.end, end: mark.closed ? mark.end : (marks[close]?.start ?? mark.end) });
          at = close;
        } else if (!mark.closed) {
          if (close === undefined) this.unclosed ??= { start: mark.start, end: mark.end };
          else if (this.open.length < MAX_DEPTH) this.open.push(this.element(mark.name, mark.attributes, mark));
        }
      }
    }
  }

  /** Text without a speaker is the user's once a user has spoken, or when nobody is said to speak; before that it is the system's. */
  messages(): Expr[] {
    const labelled = this.stretches.some(({ speaker }) => speaker !== undefined);
    let standard: Speaker = labelled ? 'system' : 'user';
    return this.stretches.flatMap(({ speaker, builder, start }): Expr[] => {
      if (speaker === 'user') standard = 'user';
      const content = trimmedContent(textExpr(builder.finish(start)));
      return content === undefined ? [] : [message(speaker ?? standard, content)];
    });
  }

  private element(name: string, attributes: readonly Attribute[], at: Span): Element {
    const around = this.open.at(-1);
    const written = this.attribute(attributes, 'speaker');
    const chatAttribute = this.attribute(attributes, 'chat');
    const chat = chatAttribute === undefined ? (around?.chat ?? true) : !this.valueOf(chatAttribute).includes('false');
    const inExample = chat && around?.name === 'example';
    const speaker =
      (written === undefined ? undefined : bySpeaker.get(this.valueOf(written).toLowerCase())) ??
      speakers.get(name) ??
      (inExample && name === 'input' ? 'user' : inExample && name === 'output' ? 'assistant' : around?.speaker);
    return { name, speaker, at: { start: at.start, end: at.end }, chat };
  }

  private close(name: string): void {
    const at = this.open.findLastIndex((element) => element.name === name);
    if (at >= 0) this.open.length = at;
  }

  /** Text with white space in one: POML folds it. Escapes become what they stand for. */
  private write({ start, end }: Span): void {
    const stretch = this.stretch(start);
    const { builder } = stretch;
    const piece = /[^\S ]\s*| \s+|[#&]([a-z]{2,6});/g;
    const written = this.text.slice(start, end);
    let done = 0;
    for (const match of written.matchAll(piece)) {
      const decoded = match[1] === undefined ? (match[0].includes('\n') ? '\n' : ' ') : escapes.get(match[1]);
      if (decoded === undefined) continue;
      if (match.index > done) stretch.ends = 0;
      builder.add(written.slice(done, match.index), start + done);
      done = match.index + match[0].length;
      stretch.ends = decoded === '\n' ? stretch.ends + 1 : 0;
      const newline = decoded === '\n' ? match[0].indexOf('\n') : 0;
      if (stretch.ends <= 2) builder.add(decoded, start + match.index + newline);
    }
    if (done < written.length) stretch.ends = 0;
    builder.add(written.slice(done), start + done);
  }

  private stretch(start: number): Stretch {
    const speaker = this.open.at(-1)?.speaker;
    const last = this.stretches.at(-1);
    if (last !== undefined && last.speaker === speaker) return last;
    const stretch: Stretch = { speaker, builder: new MappedTextBuilder(), start, ends: 0 };
    this.stretches.push(stretch);
    return stretch;
  }

  /** An element of which no text is sent as it stands: settings and tools, or a value that POML makes. */
  private skip(mark: Extract<Markup, { kind: 'open' }>, inside: Span): void {
    const { name, attributes, start } = mark;
    if (name === 'runtime') this.settings(attributes);
    else if (name === 'tool' || name === 'tooldefinition') this.tools.push(this.tool(attributes, inside, mark));
    else if (name === 'outputschema' || name === 'responseschema') this.schema = this.json(inside);
    else if (!unsent.has(name)) {
      const repeated = this.attribute(attributes, 'for');
      const condition = this.attribute(attributes, 'if');
      const source = this.attribute(attributes, 'src');
      const reason =
        repeated !== undefined
          ? `repeated for ${this.valueOf(repeated)}`
          : condition !== undefined
            ? `only if ${this.valueOf(condition)}`
            : source !== undefined
              ? `content of ${this.valueOf(source)}`
              : `drawn up as ${name}`;
      const stretch = this.stretch(start);
      stretch.ends = 0;
      stretch.builder.hole('\uFFFC', { kind: 'unknown', reason, start, end: Math.max(mark.end, inside.end) });
    }
  }

  private settings(attributes: readonly Attribute[]): void {
    const limit = this.attribute(attributes, 'maxtokens', 'maxoutputtokens', 'maxcompletiontokens');
    const model = this.attribute(attributes, 'model');
    const provider = this.attribute(attributes, 'provider');
    if (limit !== undefined) this.limit = this.numberAt(limit);
    if (model !== undefined) this.model = this.filled(model);
    if (provider !== undefined) this.biller = sourceText(this.text, provider.start, provider.end);
  }

  private tool(attributes: readonly Attribute[], inside: Span, at: Span): Expr {
    const name = this.attribute(attributes, 'name');
    const description = this.attribute(attributes, 'description');
    return dict(
      { start: at.start, end: Math.max(at.end, inside.end) },
      {
        name: name === undefined ? undefined : this.filled(name),
        description: description === undefined ? undefined : this.filled(description),
        parameters: this.json(inside),
      },
    );
  }

  /** JSON between two tags; an expression is known when it is rendered. */
  private json(inside: Span): Expr {
    const written = this.text.slice(inside.start, inside.end);
    const value = /^\s*\{(?!\{)/.test(written) ? readJson(verbatimText(this.text, inside.start, inside.end)).value : undefined;
    return value ?? { kind: 'unknown', reason: 'a schema that an expression makes', start: inside.start, end: inside.end };
  }

  private filled({ start, end }: Span): Expr {
    return this.text.slice(start, end).includes('{{')
      ? { kind: 'unknown', reason: 'filled in', start, end }
      : sourceText(this.text, start, end);
  }

  private numberAt(at: Attribute): Expr {
    const { start, end } = at;
    const value = Number(this.valueOf(at));
    return Number.isFinite(value) && value > 0
      ? { kind: 'number', value, start, end }
      : { kind: 'unknown', reason: 'filled in', start, end };
  }

  private attribute(attributes: readonly Attribute[], ...names: readonly string[]): Attribute | undefined {
    return attributes.find(({ name }) => names.includes(name));
  }

  private valueOf({ start, end }: Span): string {
    return this.text.slice(start, Math.min(end, start + 60)).trim();
  }
}

/** The place of the mark that closes each one that opens; an element whose end is missing has none. */
function closingMarks(marks: readonly Markup[]): ReadonlyMap<number, number> {
  const closes = new Map<number, number>();
  const open = new Map<string, number[]>();
  marks.forEach((mark, at) => {
    if (mark.kind === 'text' || (mark.kind === 'open' && mark.closed)) return;
    const known = open.get(mark.name);
    if (mark.kind === 'open') {
      if (known === undefined) open.set(mark.name, [at]);
      else known.push(at);
    } else {
      const begin = known?.pop();
      if (begin !== undefined) closes.set(begin, at);
    }
  });
  return closes;
}

/** Content without white space at its ends; undefined when nothing is left. */
function trimmedContent(content: Expr): Expr | undefined {
  const parts = content.kind === 'template' ? content.parts : content.kind === 'text' ? [content] : undefined;
  if (parts === undefined) return content;
  const kept = parts.flatMap((part, index): (TextExpr | HoleExpr)[] => {
    if (part.kind !== 'text') return [part];
    const from = index === 0 ? part.value.length - part.value.trimStart().length : 0;
    const to = index === parts.length - 1 ? part.value.trimEnd().length : part.value.length;
    return to <= from ? [] : [slice(part, from, to)];
  });
  const [first] = kept;
  if (first === undefined) return undefined;
  if (kept.length === 1) return first.kind === 'text' ? first : first.value;
  return { kind: 'template', parts: kept, start: first.start, end: kept.at(-1)?.end ?? first.end };
}
