import type { ParameterRef } from '../ir.ts';
import type { Argument, CallExpr, Parameter } from '../facts.ts';
import { CallArguments, type ArgumentValues } from './call-arguments.ts';
import type { Evaluator } from './evaluate.ts';
import {
  choice,
  locate,
  optionsOf,
  type DictEntryValue,
  type DictValue,
  type Frame,
  type ListItemValue,
  type UnknownValue,
  type Value,
} from './value.ts';

/** Arguments of a call by position and by name; `open` when spreads may add more. */
export interface BoundArguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, { readonly value: Value; readonly argument: Argument | undefined }>;
  readonly open: boolean;
  /** What is spread behind the positional arguments and not known: `*args`. */
  readonly spread?: UnknownValue;
}

/** Evaluates the arguments of a call, dict spreads included. */
export function bindArguments(evaluator: Evaluator, call: CallExpr, frame: Frame): BoundArguments {
  const positional: Value[] = [];
  const named = new Map<string, { readonly value: Value; readonly argument: Argument | undefined }>();
  let open = false;
  let spread: UnknownValue | undefined;
  for (const argument of call.args) {
    const value = evaluator.evaluateEntry(argument.value, frame);
    if (argument.kind === 'positional') positional.push(value);
    else if (argument.kind === 'keyword') named.set(argument.name ?? '', { value, argument });
    else if (argument.kind === 'spread') {
      if (value.kind === 'list' && !value.growing && value.items.every((item) => !item.spread))
        positional.push(...value.items.map((item) => item.value));
      else open = true;
      if (value.kind === 'unknown') spread ??= value;
    } else {
      const entries = new Map<string, DictEntryValue>();
      if (spreadInto(entries, value)) {
        open = true;
        // What one of several values names is better than nothing.
        if (entries.size === 0) for (const option of optionsOf(value)) spreadInto(entries, option);
      }
      for (const [key, entry] of entries) {
        const earlier = named.get(key);
        const merged =
          earlier !== undefined && earlier.argument === undefined ? choice([earlier.value, entry.value], entry.keyAt) : entry.value;
        named.set(key, { value: entry.certainty === 'always' ? merged : unsure(merged), argument: undefined });
      }
    }
  }
  return { positional, named, open, ...(spread === undefined ? {} : { spread }) };
}

/** A value that may be absent. */
export function unsure(value: Value): Value {
  return choice([value, { kind: 'null', value: null, at: value.at }], value.at);
}

/** Argument values by parameter name. */
export function bindParameters(evaluator: Evaluator, params: readonly Parameter[], call: CallExpr, frame: Frame): ArgumentValues {
  const spreads = call.args.some(({ kind }) => kind !== 'positional' && kind !== 'keyword');
  return spreads ? bindSpread(evaluator, params, call, frame) : new CallArguments(evaluator, params, call, frame);
}

function bindSpread(evaluator: Evaluator, params: readonly Parameter[], call: CallExpr, frame: Frame): ReadonlyMap<string, Value> {
  const bound = bindArguments(evaluator, call, frame);
  const result = new Map<string, Value>();
  const normal = params.filter((parameter) => parameter.kind === 'normal');
  bound.positional.forEach((value, position) => {
    const parameter = normal[position];
    if (parameter !== undefined) result.set(parameter.name, value);
  });
  const others = params.find((parameter) => parameter.kind === 'rest');
  if (others !== undefined && !bound.open) {
    const items = bound.positional.slice(normal.length).map((value): ListItemValue => ({ value, spread: false, certainty: 'always' }));
    result.set(others.name, { kind: 'list', items, form: 'tuple', growing: false, at: locate(frame.file, call) });
  }
  // Arguments that a function hands on as they come: each parameter is one of them.
  const { spread } = bound;
  if (spread?.parameter !== undefined)
    for (const parameter of normal.slice(bound.positional.length))
      if (!bound.named.has(parameter.name))
        result.set(parameter.name, { ...spread, parameter: { ...spread.parameter, name: `${spread.parameter.name}[]` } });
  const rest = params.find((parameter) => parameter.kind === 'keyword-rest');
  const extra = new Map<string, DictEntryValue>();
  for (const [name, { value }] of bound.named) {
    if (params.some((parameter) => parameter.name === name && parameter.kind !== 'keyword-rest')) result.set(name, value);
    else extra.set(name, { value, keyAt: value.at, certainty: 'always' });
  }
  if (rest !== undefined) result.set(rest.name, { kind: 'dict', entries: extra, open: bound.open, at: locate(frame.file, call) });
  return result;
}

/** The value of a positional argument; undefined when there are fewer. */
export function argumentAt(evaluator: Evaluator, call: CallExpr, position: number, frame: Frame): Value | undefined {
  const argument = call.args.filter((candidate) => candidate.kind === 'positional')[position];
  return argument === undefined ? undefined : evaluator.evaluate(argument.value, frame);
}

/** The parameter that a spread value is, or that its own unnamed entries come from. */
export function restOf(spread: Value): ParameterRef | undefined {
  for (const option of optionsOf(spread)) {
    if (option.kind === 'dict' && option.rest !== undefined) return option.rest;
    if ((option.kind === 'unknown' || option.kind === 'external') && option.parameter !== undefined) return option.parameter;
  }
  return undefined;
}

/** What is known of a mapping: all of it, or what statements put into one that comes from elsewhere. */
export function mappingOf(value: Value): DictValue | undefined {
  return value.kind === 'dict' ? value : value.kind === 'unknown' ? value.put : undefined;
}

/**
 * Adds the entries of a mapping that is spread into another. A choice between mappings (`...(memory ? { memory } : {})`) adds entries that
 * may be absent; a choice with anything else in it says nothing about any entry. Returns true when the spread may hold entries that the
 * source does not name.
 */
export function spreadInto(entries: Map<string, DictEntryValue>, spread: Value): boolean {
  const options = optionsOf(spread).map((option) => mappingOf(option) ?? option);
  if (options.some((option) => option.kind !== 'dict' && option.kind !== 'null')) return true;
  const dicts = options.filter((option) => option.kind === 'dict');
  for (const key of new Set(dicts.flatMap((dict) => [...dict.entries.keys()]))) {
    const found = dicts.flatMap((dict) => dict.entries.get(key) ?? []);
    const [first] = found;
    if (first === undefined) continue;
    const earlier = found.length === options.length ? undefined : entries.get(key);
    const all = earlier === undefined ? found : [...found, earlier];
    const sure = (earlier !== undefined || found.length === options.length) && all.every((entry) => entry.certainty === 'always');
    const value = choice(
      all.map((entry) => entry.value),
      first.keyAt,
    );
    entries.set(key, { value, keyAt: first.keyAt, certainty: sure ? 'always' : 'maybe' });
  }
  return dicts.some((dict) => dict.open);
}
