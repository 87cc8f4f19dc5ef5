/** Methods of texts and lists: what is still known behind them. */
import type { CallExpr, Span } from '../facts.ts';
import type { HolePart } from '../ir.ts';
import { argumentAt, bindArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { changingPart } from './filled-text.ts';
import { fillPlaceholders } from './format.ts';
import { behindLoop, loopAmong } from './loop-turns.ts';
import { filledByPattern } from './regex-templates.ts';
import { itemAt } from './members.ts';
import { messagesMapped, messagesReduced } from './same-messages.ts';
import { filtered, firstTaken } from './selected.ts';
import { dedent, formatPlaceholders, inBranches, joinParts, percentPlaceholders, place, strip, withCertainty } from './text.ts';
import { unorderedIn, unorderedText } from './unordered.ts';
import {
  constantText,
  locate,
  partsOf,
  strongest,
  textValue,
  unknown,
  volatilityOf,
  type Frame,
  type ListItemValue,
  type ListValue,
  type TextValue,
  type UnknownValue,
  type Value,
} from './value.ts';

/** Longest text that `repeat` makes, in UTF-16 units. */
const MAX_REPEATED = 100_000;

/** Methods that give a list or a text of a list; undefined for all others. */
export function listMethod(evaluator: Evaluator, list: ListValue, name: string, call: CallExpr, frame: Frame): Value | undefined {
  const at = locate(frame.file, call);
  switch (name) {
    case 'copy':
    case 'flat':
    case 'reverse':
      return list;
    case 'filter':
      return filtered(evaluator, list, call, frame);
    case 'find':
      return firstTaken(evaluator, list, call, frame);
    case 'at': {
      const index = argumentAt(evaluator, call, 0, frame);
      return index?.kind === 'number' && !list.growing ? itemAt(list, Number(index.value)) : undefined;
    }
    case 'pop':
    case 'shift':
    case 'popleft':
      return firstTakenOff(list, call);
    case 'map':
      return messagesMapped(list, frame.file, call.args[0]?.value);
    case 'reduce':
      return messagesReduced(list, frame.file, call.args[0]?.value);
    case 'concat': {
      const { positional, open } = bindArguments(evaluator, call, frame);
      const added = positional.flatMap((value): readonly ListItemValue[] =>
        value.kind === 'list' ? value.items : [{ value, spread: value.kind === 'unknown', certainty: 'always' }],
      );
      return { ...list, items: [...list.items, ...added], growing: list.growing || open };
    }
    case 'join': {
      const separator = argumentAt(evaluator, call, 0, frame) ?? textValue(',', at);
      return separator.kind === 'text' ? joinList(list, separator, call, frame) : undefined;
    }
    default:
      return undefined;
  }
}

/** `messages.pop(0)`, `messages.shift()`: the first element, where it is known; undefined for the last one. */
function firstTakenOff({ items: [first] }: ListValue, { args, callee }: CallExpr): Value | undefined {
  const [only] = args;
  const isFirst =
    callee.kind === 'member' && callee.name === 'pop' ? only?.value.kind === 'number' && only.value.value === 0 : only === undefined;
  return !isFirst || first === undefined || first.spread || first.certainty !== 'always' ? undefined : first.value;
}

/** The result of a method of a text. */
export function textMethod(evaluator: Evaluator, text: TextValue, name: string, call: CallExpr, frame: Frame): Value {
  const { file } = frame;
  const at = locate(file, call);
  switch (name) {
    case 'strip':
    case 'lstrip':
    case 'rstrip':
    case 'trim':
    case 'trimStart':
    case 'trimEnd':
      return call.args.length > 0
        ? text
        : joinParts(
            strip(text.parts, name === 'strip' || name === 'trim' ? 'both' : name === 'lstrip' || name === 'trimStart' ? 'left' : 'right'),
            at,
          );
    case 'trimIndent':
    case 'trimMargin':
    case 'stripIndent':
      return joinParts(strip(dedent(text.parts), 'both'), at);
    case 'formatted':
      return fillPlaceholders(text, percentPlaceholders, nthArgument(evaluator, call, frame, 0), file, at, undefined);
    case 'encode':
    case 'decode':
    case 'expandtabs':
    case 'toString':
    case 'valueOf':
      return text;
    case 'concat': {
      const { positional } = bindArguments(evaluator, call, frame);
      return joinParts([...text.parts, ...positional.flatMap((value) => partsOf(value, file))], at);
    }
    case 'format':
    case 'format_map': {
      const { positional, named } = bindArguments(evaluator, call, frame);
      const mapping = name === 'format_map' && positional[0]?.kind === 'dict' ? positional[0] : undefined;
      const argument = (key: string | number | undefined, position: number): Value | undefined => {
        if (typeof key === 'string') return mapping?.entries.get(key)?.value ?? named.get(key)?.value;
        return positional[position];
      };
      return fillPlaceholders(text, formatPlaceholders, argument, file, at, undefined);
    }
    case 'repeat': {
      const times = argumentAt(evaluator, call, 0, frame);
      const whole = constantText(text);
      const length = times?.kind === 'number' && whole !== undefined ? whole.length * Number(times.value) : Number.NaN;
      return length >= 0 && length <= MAX_REPEATED && whole !== undefined && times?.kind === 'number'
        ? textValue(whole.repeat(Number(times.value)), at)
        : unknown(file, call, 'repeated text');
    }
    case 'join':
      return joined(evaluator, text, call, frame);
    case 'replaceAll':
    case 'replace': {
      const { positional } = bindArguments(evaluator, call, frame);
      const filled = filledByPattern(evaluator, text, call.args[0]?.value, call.args[1]?.value, call, frame);
      if (filled !== undefined) return filled;
      const search = positional[0] === undefined ? undefined : constantText(positional[0]);
      const replacement = positional[1];
      if (search === undefined || search === '' || replacement === undefined)
        return unknown(file, call, 'replaced text', {
          volatility: volatilityOf(text) === 'constant' ? 'unknown' : volatilityOf(text),
          ...loopAmong([text]),
        });
      const find = (source: string): { from: number; to: number; name: string; literal: undefined }[] => occurrences(source, search);
      return fillPlaceholders(text, find, () => replacement, file, at, undefined);
    }
    default: {
      const constant = constantText(text);
      if (constant !== undefined && (name === 'upper' || name === 'lower'))
        return textValue(name === 'upper' ? constant.toUpperCase() : constant.toLowerCase(), at);
      return unknown(file, call, `text after ${name}`, { volatility: volatilityOf(text), ...loopAmong([text]) });
    }
  }
}

function occurrences(text: string, search: string): { from: number; to: number; name: string; literal: undefined }[] {
  const result: { from: number; to: number; name: string; literal: undefined }[] = [];
  for (let at = text.indexOf(search); at >= 0 && result.length < 1000; at = text.indexOf(search, at + search.length)) {
    result.push({ from: at, to: at + search.length, name: search, literal: undefined });
  }
  return result;
}

/** Arguments of a call from a position on, for filling placeholders one after the other. */
export function nthArgument(evaluator: Evaluator, call: CallExpr, frame: Frame, from: number) {
  const { positional } = bindArguments(evaluator, call, frame);
  return (name: string | number | undefined, position: number): Value | undefined =>
    positional[from + (typeof name === 'number' ? name : position)];
}

function joined(evaluator: Evaluator, separator: TextValue, call: CallExpr, frame: Frame): Value {
  const list = argumentAt(evaluator, call, 0, frame);
  const data = call.args[0]?.value;
  const unordered = data === undefined ? undefined : unorderedIn(frame.file, data);
  if (unordered !== undefined) return unorderedText(frame.file, call, unordered, list);
  if (list?.kind !== 'list')
    return unknown(frame.file, call, 'joined text', {
      volatility: list === undefined ? 'unknown' : volatilityOf(list),
      ...(list === undefined ? {} : loopAmong([list])),
      source: list?.kind === 'unknown' && (list.source === 'random' || list.source === 'time') ? list.source : 'call',
    });
  return joinList(list, separator, call, frame);
}

/** The elements of a list with a separator between them, as one text. */
export function joinList(list: ListValue, separator: TextValue, call: CallExpr, frame: Frame): Value {
  const at = locate(frame.file, call);
  const parts = list.items.flatMap((item, position) => {
    const own = item.spread ? partsOf(allOf(item.value, call, frame), frame.file) : partsOf(item.value, frame.file);
    const placed = place(own, { form: 'join', container: at, hole: spanOf(item.writtenAt ?? item.value.at) });
    // What is added on a condition or in a loop may be left out, and the separator with it.
    const sure = withCertainty(position === 0 ? placed : [...separator.parts, ...placed], item.spread ? 'always' : item.certainty);
    return inBranches(sure, item.branches);
  });
  return joinParts(parts, at);
}

/** The texts of all elements: they change as often as the list that is gone through. */
function allOf(element: Value, call: CallExpr, frame: Frame): UnknownValue {
  const value = behindLoop(element, frame.file, call.block);
  const volatility = volatilityOf(value);
  const source =
    value.kind === 'unknown' ? value.source : (changingPart(value)[0]?.source ?? (volatility === 'per-request' ? 'loop' : 'state'));
  // Text without a hole says nothing of how many elements there are.
  const isSame = value !== element && (volatility === 'constant' || volatility === 'per-process');
  // `", ".join(names)` of Python, `names.join(", ")` of scripts.
  const [first] = call.args;
  const object = call.callee.kind === 'member' ? call.callee.object : call;
  const iterable = first === undefined || first.value.kind === 'text' ? object : first.value;
  const from = partsOf(value, frame.file).find((part): part is HolePart => part.kind === 'hole' && part.elementOf !== undefined)?.elementOf;
  return unknown(frame.file, iterable, 'repeated text', {
    ...(from === undefined ? {} : { converted: from }),
    volatility: isSame ? volatility : strongest([volatility, 'unknown']),
    ...(volatility === 'per-request' ? loopAmong([value]) : {}),
    source,
  });
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
