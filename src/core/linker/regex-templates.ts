/** Templates of a program's own making: `re.sub(r'{{(\w+)}}', fill, template)`, `template.replace(/\{(\w+)\}/g, fill)`. */
import type { CallExpr, Expr } from '../facts.ts';
import { argumentAt } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { fillPlaceholders } from './format.ts';
import { constantText, locate, optionsOf, type DictValue, type Frame, type TextValue, type Value } from './value.ts';

/** Brackets that people put around names, in the order in which a pattern is compared with them. */
const BRACKETS: readonly (readonly [open: string, close: string])[] = [
  ['{{', '}}'],
  ['${', '}'],
  ['{', '}'],
  ['[[', ']]'],
  ['<<', '>>'],
  ['<%=', '%>'],
  ['%', '%'],
];

/** Longest pattern that is looked at, in UTF-16 units. */
const MAX_PATTERN = 120;
/** Placeholders of one text that are filled. */
const MAX_PLACEHOLDERS = 200;

/**
 * A text whose placeholders a function fills in, each by its name; undefined where the pattern is not one of names in brackets, or what takes their
 * place is the same text everywhere. The pattern itself is never run.
 *
 * @param pattern the regular expression, as an argument
 * @param fill the function, as an argument
 */
export function filledByPattern(
  evaluator: Evaluator,
  text: Value | undefined,
  pattern: Expr | undefined,
  fill: Expr | undefined,
  call: CallExpr,
  frame: Frame,
): Value | undefined {
  if (text?.kind !== 'text' || pattern === undefined || fill === undefined) return undefined;
  const brackets = bracketsOf(evaluator, pattern, frame);
  if (brackets === undefined || optionsOf(evaluator.evaluate(fill, frame)).every(({ kind }) => kind !== 'function')) return undefined;
  const [open, close] = brackets;
  const find = (source: string): { from: number; to: number; name: string; literal: undefined }[] => placeholders(source, open, close);
  const stores = storesOf(evaluator, fill, call, frame);
  const valueOf = (name: string | number | undefined): Value | undefined =>
    typeof name === 'string' ? stores.map(({ entries }) => entries.get(name)?.value).find((value) => value !== undefined) : undefined;
  const filled: TextValue = fillPlaceholders(text, find, valueOf, frame.file, locate(frame.file, call), undefined);
  return filled;
}

/** `re.sub(pattern, fill, text)`. */
export function substituted(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): Value | undefined {
  if (path !== 're.sub()' && path !== 'regex.sub()') return undefined;
  const [pattern, fill] = call.args;
  return filledByPattern(evaluator, argumentAt(evaluator, call, 2, frame), pattern?.value, fill?.value, call, frame);
}

/** The brackets around the names that a regular expression looks for; undefined for any other expression. */
function bracketsOf(evaluator: Evaluator, pattern: Expr, frame: Frame): readonly [string, string] | undefined {
  const value = evaluator.evaluate(pattern, frame);
  const constant = value.kind === 'unknown' ? undefined : constantText(value);
  const written =
    value.kind === 'unknown' && value.at.uri === frame.file.facts.uri ? frame.file.text.slice(value.at.start, value.at.end) : '';
  const source = (constant ?? /^\/(.*)\/\w*$/s.exec(written)?.[1] ?? '').replace(/\\(?=[^\w\s])/g, '');
  if (source === '' || source.length > MAX_PATTERN) return undefined;
  return BRACKETS.find(([open, close]) => {
    if (!source.startsWith(open) || !source.endsWith(close)) return false;
    const inner = source.slice(open.length, source.length - close.length);
    // Each alternative begins with another character, so the time is in proportion to the pattern.
    return /^(?:\\[sw][*+]?\??|[() ]|\?:|\?P?<\w+>|\[\^?\]?[^\]]*\][*+]?\??|\.[*+]\??)+$/.test(inner);
  });
}

function placeholders(text: string, open: string, close: string): { from: number; to: number; name: string; literal: undefined }[] {
  const result: { from: number; to: number; name: string; literal: undefined }[] = [];
  for (let from = text.indexOf(open); from >= 0 && result.length < MAX_PLACEHOLDERS; from = text.indexOf(open, from)) {
    const end = text.indexOf(close, from + open.length);
    const name = end < 0 || end - from > 80 ? '' : text.slice(from + open.length, end).trim();
    if (/^[A-Za-z_$][\w$.-]*$/.test(name)) {
      result.push({ from, to: end + close.length, name, literal: undefined });
      from = end + close.length;
    } else from += open.length;
  }
  return result;
}

/** Mappings that the function looks names up in: `lambda m: variables.get(m.group(1))`, `(_, key) => variables[key]`. */
function storesOf(evaluator: Evaluator, fill: Expr, call: CallExpr, frame: Frame): DictValue[] {
  const code = frame.file.text.slice(fill.start, Math.min(fill.end, fill.start + 400));
  const names = new Set([...code.matchAll(/([A-Za-z_$][\w$]*)\s*(?:\?\.)?(?:\[|\.get\()/g)].map(([, name = '']) => name));
  return [...names].flatMap((name) => {
    const value = evaluator.evaluate(
      { kind: 'name', name, scope: call.scope, block: call.block, start: call.start, end: call.start },
      frame,
    );
    return optionsOf(value).filter((option): option is DictValue => option.kind === 'dict');
  });
}
