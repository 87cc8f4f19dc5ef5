import type { Found, Known, Location } from '../ir.ts';
import { constantText, optionsOf, type UnknownValue, type Value } from './value.ts';

/** Reads texts out of a value. */
export function knownText(value: Value | undefined): Known<string> {
  return known(value, (option) => constantText(option));
}

/** Reads the ids of models out of a value; an empty text or `"None"` is none: it holds the place of what is decided elsewhere. */
export function knownModel(value: Value | undefined): Known<string> {
  return known(value, (option) => {
    const text = constantText(option);
    return text === undefined || /^(none|null|undefined)?$/i.test(text) ? undefined : text;
  });
}

/** Reads numbers out of a value, those among them that stand as text: `int(os.getenv("LIMIT", "800"))`. */
export function knownNumber(value: Value | undefined): Known<number> {
  return known(value, (option) => {
    if (option.kind === 'number') return Number(option.value);
    const text = constantText(option);
    return text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
  });
}

/** Reads a limit out of a value. One that is left out in some of the cases bounds nothing, unless requests need it (`required`). */
export function knownLimit(value: Value | undefined, required: boolean): Known<number> {
  const limit = knownNumber(value);
  const without =
    !required && limit.state === 'known' && value !== undefined ? optionsOf(value).find(({ kind }) => kind === 'null') : undefined;
  if (without === undefined) return limit;
  return { state: 'computed', candidates: [], expression: '…', reason: 'left out in some of the cases', at: without.at };
}

/** A value that an argument list may or may not contain. */
export function perhaps<T>(at: Location, expression: string): Known<T> {
  return { state: 'computed', candidates: [], expression, reason: 'the arguments are put together elsewhere', at };
}

/**
 * `known` when every option is a constant; `computed` as soon as one option is decided elsewhere, with candidates only if each such option
 * names a default; `missing` for nothing but null.
 */
function known<T>(value: Value | undefined, accept: (option: Value) => T | undefined): Known<T> {
  if (value === undefined) return { state: 'missing' };
  const found: Found<T>[] = [];
  // Options that are not constants: unknown ones, and values of another kind.
  const open: UnknownValue[] = [];
  const other: Value[] = [];
  // Constants that stand only because a caller leaves a parameter out.
  const omitted: Value[] = [];
  // Options that are decided elsewhere and name no default.
  let unnamed = 0;
  const add = (option: Value): void => {
    const accepted = accept(option);
    if (accepted !== undefined) {
      if ((option.kind === 'text' || option.kind === 'number') && option.byDefault === true) omitted.push(option);
      if (!found.some((candidate) => candidate.value === accepted)) found.push({ value: accepted, at: option.at });
    } else if (option.kind === 'unknown') {
      open.push(option);
      if (option.fallback === undefined) unnamed++;
      else optionsOf(option.fallback).forEach(add);
    } else if (option.kind !== 'null') {
      other.push(option);
      unnamed++;
    }
  };
  optionsOf(value).forEach(add);
  const [first] = [...open, ...other, ...omitted];
  if (first === undefined) return found.length === 0 ? { state: 'missing' } : { state: 'known', candidates: found };
  const byDefault = open.length === 0 && other.length === 0;
  const expression = open[0]?.expression ?? '…';
  const reason = open[0]?.reason ?? (byDefault ? 'default of a parameter' : 'decided at run time');
  return { state: 'computed', candidates: unnamed > 0 ? [] : found, expression, reason, at: first.at };
}
