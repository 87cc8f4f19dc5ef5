/** A choice between texts as parts: what is sent in any case, what may be, and what is decided when the program runs. */
import type { HolePart, OneOf, TextPart } from '../ir.ts';
import { loopAmong } from './loop-turns.ts';
import { slicePart, withCertainty } from './text.ts';
import {
  holeAt,
  strongest,
  type ChoiceValue,
  type LinkedFile,
  type ListItemValue,
  type ListValue,
  type TextValue,
  type Value,
} from './value.ts';

/** One text or nothing: `extra if wanted else ""`. Undefined for any other choice. */
export function optionalParts({ options }: ChoiceValue): readonly (TextPart | HolePart)[] | undefined {
  const texts = options.filter((option): option is TextValue => option.kind === 'text' && option.parts.some(isSomething));
  const [text] = texts;
  if (text === undefined || texts.length > 1) return undefined;
  const isNothing = options.every((option) => option === text || option.kind === 'null' || option.kind === 'text');
  return isNothing ? withCertainty(text.parts, 'maybe') : undefined;
}

/** The elements that a value gives a list: those of a list, or of a list that may be there (`wanted ? [message] : []`). Undefined for anything else. */
export function spreadItems(value: Value): readonly ListItemValue[] | undefined {
  if (value.kind === 'list') return value.items;
  if (value.kind !== 'choice') return undefined;
  const lists = value.options.filter(
    (option): option is ListValue => option.kind === 'list' && (option.items.length > 0 || option.growing),
  );
  const [list] = lists;
  const isNothing = ({ kind }: Value): boolean => kind === 'list' || kind === 'null';
  if (list === undefined || lists.length > 1 || list.growing || !value.options.every(isNothing)) return undefined;
  return list.items.map((item) => (item.certainty === 'always' ? { ...item, certainty: 'maybe' } : item));
}

function isSomething(part: TextPart | HolePart): boolean {
  return part.kind === 'hole' || part.text !== '';
}

/** Texts that begin alike are written as their common beginning and a hole for the rest; undefined when they have none worth it. */
export function sharedParts(value: ChoiceValue, file: LinkedFile): readonly (TextPart | HolePart)[] | undefined {
  const [first, ...others] = value.options;
  if (first?.kind !== 'text' || others.length === 0) return undefined;
  let shared: readonly (TextPart | HolePart)[] = first.parts;
  for (const other of others) {
    if (other.kind !== 'text') return undefined;
    shared = commonParts(shared, other.parts);
  }
  if (shared.length === 0) return undefined;
  const added = addedTo(shared, value);
  if (added !== undefined) return [...shared, ...withCertainty(added, 'maybe')];
  const rest = value.options.flatMap((option) => (option.kind === 'text' ? option.parts : []));
  const volatility = strongest([...rest.map((part) => (part.kind === 'hole' ? part.volatility : 'constant')), 'unknown']);
  const holes = rest.filter((part): part is HolePart => part.kind === 'hole' && !shared.includes(part));
  const cause = holes.find((one) => one.volatility === volatility) ?? holes[0];
  return [
    ...shared,
    {
      ...holeAt(file, value.at, volatility, cause?.source ?? 'state', cause?.granularity),
      ...(volatility === 'per-request' ? loopAmong([value]) : {}),
      ...oneOf(value, shared),
    },
  ];
}

/** `f"{RULES}\n{extra}" if extra else RULES`: what one of the texts goes on with, where all others end with what they share; undefined for any other choice. */
function addedTo(shared: readonly (TextPart | HolePart)[], { options }: ChoiceValue): readonly (TextPart | HolePart)[] | undefined {
  const others = options.flatMap((option) => (option.kind === 'text' ? [option.parts] : [])).filter((parts) => !isThat(parts, shared));
  const [longer] = others;
  const whole = longer === undefined || others.length > 1 ? undefined : behind(longer, shared);
  return whole === undefined || whole.length === 0 ? undefined : whole;
}

function isThat(parts: readonly (TextPart | HolePart)[], shared: readonly (TextPart | HolePart)[]): boolean {
  return knownText(parts) === knownText(shared) && parts.filter(isHole).length === shared.filter(isHole).length;
}

/** The parts of a text behind its beginning. */
function behind(parts: readonly (TextPart | HolePart)[], beginning: readonly (TextPart | HolePart)[]): (TextPart | HolePart)[] {
  let left = knownText(beginning).length;
  let holes = beginning.filter(isHole).length;
  return parts.flatMap((part): readonly (TextPart | HolePart)[] => {
    if (part.kind === 'hole') return holes-- > 0 ? [] : [part];
    const taken = Math.min(left, part.text.length);
    left -= taken;
    if (taken === part.text.length) return taken === 0 && holes <= 0 ? [part] : [];
    return [taken === 0 ? part : slicePart(part, taken, part.text.length)];
  });
}

function isHole({ kind }: TextPart | HolePart): boolean {
  return kind === 'hole';
}

/** What a hole for a choice can say of its size, where all that there is to choose from is text or nothing. */
export function oneOf({ options }: ChoiceValue, shared: readonly (TextPart | HolePart)[] = []): { readonly oneOf: OneOf } | undefined {
  const begin = knownText(shared).length;
  const texts: string[] = [];
  let open = false;
  let optional = false;
  for (const option of options) {
    if (option.kind !== 'text' && option.kind !== 'null') return undefined;
    const parts = option.kind === 'text' ? option.parts : [];
    texts.push(knownText(parts).slice(begin));
    open ||= parts.some((part) => part.kind === 'hole' && !shared.includes(part));
    optional ||= !parts.some(isSomething);
  }
  return texts.some((text) => text !== '') ? { oneOf: { texts, open, optional } } : undefined;
}

function knownText(parts: readonly (TextPart | HolePart)[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

function commonParts(a: readonly (TextPart | HolePart)[], b: readonly (TextPart | HolePart)[]): (TextPart | HolePart)[] {
  const result: (TextPart | HolePart)[] = [];
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (part.kind === 'hole') {
      if (other?.kind !== 'hole' || other.expression !== part.expression || other.at.uri !== part.at.uri) break;
      result.push(part);
      continue;
    }
    if (other?.kind !== 'text') break;
    if (other.text !== part.text) {
      let length = 0;
      while (length < part.text.length && part.text[length] === other.text[length]) length++;
      // A few letters that happen to be the same are no common beginning.
      if (length >= MIN_SHARED) result.push(slicePart(part, 0, length));
      break;
    }
    result.push(part);
  }
  return result;
}

/** Characters that texts must have in common at their beginning to be told apart only behind it. */
const MIN_SHARED = 20;
