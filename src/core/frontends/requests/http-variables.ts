import type { Expr, Span } from '../../facts.ts';
import type { TextHole } from '../data/mapped-text.ts';

/** Values that REST Client and the JetBrains HTTP client fill in themselves, by the name behind `{{$`. Sources: their documentation, 2026-11-21. */
const systemVariables: ReadonlyMap<string, string> = new Map([
  ['guid', 'http.random()'],
  ['uuid', 'http.random()'],
  ['randomInt', 'http.random()'],
  ['random', 'http.random()'],
  ['timestamp', 'http.time()'],
  ['isoTimestamp', 'http.time()'],
  ['datetime', 'http.time()'],
  ['localDatetime', 'http.time()'],
]);

/** What gives meaning to the variables of a file. */
export interface HttpVariables {
  /** Set by `@name = value` in the file. */
  readonly set: ReadonlySet<string>;
  /** Asked for when the request is sent. */
  readonly asked: ReadonlySet<string>;
  /** Requests with a name, whose answers others can use. */
  readonly requests: ReadonlySet<string>;
}

/** The `{{…}}` of a stretch of source; offsets of the holes are relative to `start`. */
export function httpHoles(source: string, start: number, end: number, variables: HttpVariables): TextHole[] {
  const holes: TextHole[] = [];
  for (const match of source.slice(start, end).matchAll(/\{\{([^{}\r\n]*)\}\}/g)) {
    const from = match.index;
    const to = from + match[0].length;
    holes.push({ from, to, value: variableExpr((match[1] ?? '').trim(), { start: start + from, end: start + to }, variables) });
  }
  return holes;
}

function variableExpr(written: string, span: Span, variables: HttpVariables): Expr {
  const name = written.replace(/^%/, '');
  const of = (code: string, reason: string): Expr => ({ kind: 'unknown', reason, code, ...span });
  if (name.startsWith('$')) {
    const own = /^\$([A-Za-z]+)/.exec(name)?.[1] ?? '';
    const code = systemVariables.get(own);
    if (code === undefined) return of('http.variable', 'a variable of the environment');
    return of(code === 'http.time()' && isDay(name) ? 'http.time(day)' : code, `${own} of the HTTP client`);
  }
  if (variables.set.has(name)) return { kind: 'name', name, scope: 0, block: 0, ...span };
  if (variables.asked.has(name)) return of('http.input()', `${name} is asked for`);
  if (variables.requests.has(/^\w+/.exec(name)?.[0] ?? '')) return of('http.response', 'part of an earlier answer');
  return of('http.variable', `variable ${name} is set outside of this file`);
}

/** True for a date format without a time of day. */
function isDay(written: string): boolean {
  const format = /["']([^"']+)["']/.exec(written)?.[1];
  return format !== undefined && !/[Hhmsx]/.test(format);
}
