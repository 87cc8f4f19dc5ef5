import type { CallExpr, Expr } from '../facts.ts';
import { bindArguments } from './arguments.ts';
import { builtObject } from './builder-chains.ts';
import { constantKey, type Evaluator } from './evaluate.ts';
import { fillPlaceholders } from './format.ts';
import { foreignValue } from './foreign-names.ts';
import { formatFunctions, joinFunctions, newObjects, otherVolatile, timeMembers } from './known-code-others.ts';
import { timeVolatility } from './known-code.ts';
import { joinList, nthArgument } from './methods.ts';
import { formatPlaceholders, percentPlaceholders } from './text.ts';
import {
  locate,
  textValue,
  unknown,
  type DictEntryValue,
  type ExternalValue,
  type Frame,
  type LinkedFile,
  type ListItemValue,
  type Value,
} from './value.ts';

/**
 * The result of a foreign call of the compiled languages, Ruby and PHP that is more than a path: formatted and joined text, new lists,
 * finished builders. Undefined for all others.
 */
export function foreignCall(evaluator: Evaluator, path: string, callee: ExternalValue, call: CallExpr, frame: Frame): Value | undefined {
  if (!/^(go|java|cs|rb|php|rs):/.test(path)) return undefined;
  const { file } = frame;
  const at = locate(file, call);
  const format = formatFunctions.get(path);
  if (format !== undefined) {
    const { positional } = bindArguments(evaluator, call, frame);
    const template = positional[format.template];
    if (template?.kind !== 'text') return template ?? unknown(file, call, 'formatted text', { source: 'call' });
    const find = format.style === 'braces' ? formatPlaceholders : percentPlaceholders;
    return fillPlaceholders(template, find, nthArgument(evaluator, call, frame, format.template + 1), file, at, undefined);
  }
  const join = joinFunctions.get(path);
  if (join !== undefined) {
    const { positional } = bindArguments(evaluator, call, frame);
    const list = positional[join.list];
    const separator = positional[join.separator] ?? textValue('', at);
    return list?.kind === 'list' && separator.kind === 'text'
      ? joinList(list, separator, call, frame)
      : unknown(file, call, 'joined text', { source: 'call' });
  }
  const made = newObjects.get(path);
  if (made !== undefined) return newObject(evaluator, made, call, frame);
  const bound = { call, frame };
  return builtObject(path, [...callee.calls, bound], at);
}

/** Lists and mappings that a function of the language's library makes of its arguments. */
function newObject(evaluator: Evaluator, made: 'list' | 'dict' | 'copy', call: CallExpr, frame: Frame): Value {
  const at = locate(frame.file, call);
  const { positional, open } = bindArguments(evaluator, call, frame);
  if (made === 'dict') {
    const entries = new Map<string, DictEntryValue>();
    positional.forEach((value, position) => {
      // `mapOf("a" to 1)` gives pairs, `Map.of("a", 1)` keys and values in turn.
      if (value.kind === 'list' && value.form === 'tuple' && value.items.length === 2) {
        const [key, entry] = value.items;
        const name = key === undefined ? undefined : constantKey(key.value);
        if (name !== undefined && entry !== undefined) entries.set(name, { value: entry.value, keyAt: value.at, certainty: 'always' });
      } else if (position % 2 === 1) {
        const name = constantKey(positional[position - 1]!);
        if (name !== undefined) entries.set(name, { value, keyAt: value.at, certainty: 'always' });
      }
    });
    return { kind: 'dict', entries, open, at };
  }
  const [first] = positional;
  if (made === 'copy' && (positional.length === 0 || first?.kind === 'list' || first?.kind === 'number'))
    return first?.kind === 'list' ? first : { kind: 'list', items: [], form: 'list', growing: false, at };
  const items = positional.map((value): ListItemValue => ({ value, spread: false, certainty: 'always' }));
  return { kind: 'list', items, form: 'list', growing: open, at };
}

/** A member of foreign code that is more than a path: a constant, or the time (`DateTime.Now`). */
export function foreignMember(object: ExternalValue, name: string, whole: Expr, file: LinkedFile): Value | undefined {
  if (!/^(go|java|cs|rb|php|rs):/.test(object.path)) return undefined;
  const path = `${object.path}.${name}`;
  const source = timeMembers.has(path) ? otherVolatile.get(`${path}()`) : undefined;
  if (source !== undefined) {
    const granularity = source.granularity;
    return unknown(file, whole, path, {
      ...source,
      volatility: granularity === undefined ? source.volatility : timeVolatility(granularity),
    });
  }
  if (object.calls.length > 0) return undefined;
  const value = foreignValue(path, locate(file, whole));
  return value.kind === 'text' ? value : undefined;
}
