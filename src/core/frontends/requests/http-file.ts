import type { Expr, FileFacts } from '../../facts.ts';
import { readJson } from '../data/json.ts';
import { MappedTextBuilder, verbatimText, type MappedText } from '../data/mapped-text.ts';
import { FactsBuilder } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { textParser } from '../text-parser.ts';
import { isTooLong, MAX_SCRIPT_TEXT } from '../whole-text.ts';
import { commentFact } from './comment.ts';
import { httpHoles, type HttpVariables } from './http-variables.ts';
import { looksLikeJson, textExpr } from './template.ts';

/** What an address of some API for language models looks like: a cheap test before a file is read. */
export const apiAddress =
  /completions|\/messages\b|generateContent|GenerateContent|\/responses\b|\/embeddings\b|embedContent|\/converse\b|\/invoke\b|rawPredict|RawPredict|\/interactions\b|\/v\d\/chat\b|\/api\/(?:chat|generate|embed)\b/;

/** Files of HTTP requests, as REST Client and the JetBrains HTTP client write them. */
export const httpFile: FrontEnd = {
  language: 'http',
  languageIds: ['http', 'rest'],
  extensions: ['.http', '.rest'],
  lineComment: '#',
  parser: textParser,
  mayConcern: (text) => apiAddress.test(text),
  facts(uri, tree) {
    const out = new FactsBuilder(tree.text.length);
    return isTooLong(tree.text, out, MAX_SCRIPT_TEXT) ? out.finish(uri, 'http', false) : new HttpReader(tree.text).facts(uri);
  },
};

interface Line {
  readonly start: number;
  /** Offset of the line break. */
  readonly end: number;
  readonly text: string;
}

const requestLine =
  /^\s*(?:(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE|GRPC|GRAPHQL|WEBSOCKET)\s+)?(\S.*?)(?:\s+HTTP\/[\d.]+)?\s*$/i;

class HttpReader {
  private readonly text: string;
  private readonly lines: readonly Line[];
  private readonly out: FactsBuilder;
  private readonly variables: HttpVariables;

  constructor(text: string) {
    this.text = text;
    this.lines = linesOf(text);
    this.out = new FactsBuilder(text.length);
    this.variables = this.readVariables();
  }

  facts(uri: string): FileFacts {
    let first = 0;
    for (let i = 0; i <= this.lines.length; i++) {
      if (i < this.lines.length && this.lines[i]?.text.startsWith('###') !== true) continue;
      this.section(first, i);
      first = i + 1;
    }
    return this.out.finish(uri, 'http', false);
  }

  /** Names that the whole file knows, wherever they are set. */
  private readVariables(): HttpVariables {
    const all = (pattern: RegExp): ReadonlySet<string> => new Set([...this.text.matchAll(pattern)].map((match) => match[1] ?? ''));
    const variables = {
      set: all(/^[ \t\uFEFF]*@([\w.-]+)[ \t]*=/gm),
      asked: all(/^[ \t]*(?:#|\/\/)[ \t]*@prompt[ \t]+([\w.-]+)/gm),
      requests: all(/^[ \t]*(?:#|\/\/)[ \t]*@name[ \t]+([\w.-]+)/gm),
    };
    for (const line of this.lines) this.definition(line, variables);
    return variables;
  }

  private definition(line: Line, variables: HttpVariables): void {
    const match = /^([ \t]*@([\w.-]+)[ \t]*=[ \t]*)(.*?)[ \t]*$/.exec(line.text);
    if (match === null) return;
    const start = line.start + (match[1]?.length ?? 0);
    const written = match[3] ?? '';
    const span = { start, end: start + written.length };
    const number = /^\d{1,15}(\.\d+)?$/.test(written);
    const value: Expr = number
      ? { kind: 'number', value: Number(written), ...span }
      : textExpr(verbatimText(this.text, span.start, span.end, httpHoles(this.text, span.start, span.end, variables)));
    this.out.bind(0, { name: match[2] ?? '', kind: 'assign', value, annotation: undefined, block: 0, start: line.start, end: span.end });
  }

  /** One request with what stands around it: the lines `[from, to)`. */
  private section(from: number, to: number): void {
    let at = from;
    for (; at < to; at++) {
      const line = this.lines[at]!;
      if (this.comment(line) || line.text.trim() === '' || /^\s*@[\w.-]+\s*=/.test(line.text)) continue;
      if (/^\s*<\s*\{%/.test(line.text)) {
        while (at < to && !(this.lines[at]?.text ?? '').includes('%}')) at++;
        continue;
      }
      if (/^\s*<\s/.test(line.text)) continue;
      break;
    }
    const first = this.lines[at];
    const match = at < to && first !== undefined ? requestLine.exec(first.text) : null;
    if (first === undefined || match === null) return;
    const url = new MappedTextBuilder();
    const target = match[2] ?? '';
    const urlStart =
      first.start + first.text.indexOf(target, (match[1]?.length ?? 0) + (match[1] === undefined ? 0 : first.text.indexOf(match[1])));
    this.addUrl(url, urlStart, target);
    const headStart = first.start + first.text.search(/\S/);
    const headEnd = urlStart + target.length;
    // A long address may go on in indented lines.
    for (at++; at < to && /^[ \t]+[/?&]/.test(this.lines[at]?.text ?? ''); at++) {
      const more = this.lines[at]!;
      const written = more.text.trim();
      this.addUrl(url, more.start + more.text.indexOf(written), written);
    }
    while (at < to && this.lines[at]?.text.trim() !== '') this.comment(this.lines[at++]!);
    const body = this.body(at, to);
    this.out.requests.push({
      start: headStart,
      end: body?.end ?? headEnd,
      head: { start: headStart, end: headEnd },
      method: (match[1] ?? 'GET').toUpperCase(),
      url: textExpr(url.finish(urlStart)),
      body: body?.value,
      bodyFile: body?.file,
      verbatim: true,
      batched: false,
      scope: 0,
      block: 0,
    });
  }

  private addUrl(url: MappedTextBuilder, start: number, written: string): void {
    let at = 0;
    for (const hole of httpHoles(this.text, start, start + written.length, this.variables)) {
      url.add(written.slice(at, hole.from), start + at);
      url.hole(written.slice(hole.from, hole.to), hole.value);
      at = hole.to;
    }
    url.add(written.slice(at), start + at);
  }

  /** The body in the lines `[from, to)`: up to a response handler or the next request. */
  private body(from: number, to: number): { readonly value?: Expr; readonly file?: string; readonly end: number } | undefined {
    let first = from;
    while (first < to && this.lines[first]?.text.trim() === '') first++;
    let last = first;
    while (last < to && !/^(?:>|<>)/.test(this.lines[last]?.text ?? '')) last++;
    while (last > first && (this.lines[last - 1]?.text.trim() === '' || this.comment(this.lines[last - 1]!))) last--;
    if (last === first) return undefined;
    const { start, text } = this.lines[first]!;
    const { end } = this.lines[last - 1]!;
    const file = /^<@?\w*\s+(\S.*?)\s*$/.exec(text)?.[1];
    if (file !== undefined) return { file, end };
    const source: MappedText = verbatimText(this.text, start, end, httpHoles(this.text, start, end, this.variables));
    if (!looksLikeJson(source.text.replace(/^(\s*(\/\/|#).*\n)+/, ''))) {
      const [only] = source.holes;
      const whole = only !== undefined && source.text.trim() === source.text.slice(only.from, only.to);
      return whole ? { value: only.value, end } : { end };
    }
    const { value, comments } = readJson(source);
    for (const comment of comments) this.keepComment(comment.start, comment.end);
    return value === undefined ? { end } : { value, end };
  }

  /** True for a comment line; one that speaks to Pennylint is kept. */
  private comment(line: Line): boolean {
    if (!/^\s*(#|\/\/)/.test(line.text)) return false;
    this.keepComment(line.start + line.text.search(/\S/), line.end);
    return true;
  }

  private keepComment(start: number, end: number): void {
    const fact = commentFact(this.text, start, end);
    if (fact !== undefined && !this.out.comments.some((other) => other.start === start)) this.out.comments.push(fact);
  }
}

function linesOf(text: string): Line[] {
  const result: Line[] = [];
  const pattern = /\r\n|\n|\r/g;
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let match = pattern.exec(text); ; match = pattern.exec(text)) {
    const end = match?.index ?? text.length;
    result.push({ start, end, text: text.slice(start, end) });
    if (match === null) return result;
    start = match.index + match[0].length;
  }
}
