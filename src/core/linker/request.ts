import type { CallExpr } from '../facts.ts';
import type { ArgumentNames } from '../providers/profile.ts';
import { bindArguments, unsure, type BoundArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { choice, optionsOf, type DictValue, type Frame, type Value } from './value.ts';

/** The arguments of a request, by name, position or path. */
export interface Request {
  /** The value of the first place that is set; null counts as not set. */
  read(names: ArgumentNames): Value | undefined;
  /** The values of all places that are set. */
  readAll(names: ArgumentNames): Value[];
  has(name: string): boolean;
  /** True when one of the places may be set although the source does not show it: the arguments, or the object on the way to it, come from elsewhere. */
  mayHold(names: ArgumentNames): boolean;
  /** True when arguments exist that the source does not name here. */
  readonly open: boolean;
  /** Values that are spread into the arguments and hold what the source does not name. */
  readonly spreads: readonly Value[];
}

/** What is special about the arguments of a request. */
export interface RequestForm {
  /** True when the first argument may be the prompt itself (`model.invoke(prompt)`): an unknown one is no object of options. */
  readonly promptFirst?: boolean;
  /** Arguments that are mappings of further arguments. */
  readonly defaults?: ArgumentNames;
}

/**
 * Binds the arguments of a call. Scripts pass one object of options: its keys count as names.
 *
 * @param skip leading positional arguments that are not the request's own (`retry(create, model=…)`)
 */
export function bindRequest(evaluator: Evaluator, call: CallExpr, frame: Frame, skip = 0, how: RequestForm = {}): Request {
  const bound = bindArguments(evaluator, call, frame);
  const positional = bound.positional.slice(skip);
  const spreads: Value[] = call.args
    .filter((argument) => argument.kind === 'keyword-spread')
    .map((argument) => evaluator.evaluate(argument.value, frame));
  const named = new Map([...bound.named].map(([name, { value }]) => [name, value]));
  let { open } = bound;
  const first = positional[0];
  if (first !== undefined && frame.file.facts.language !== 'python') {
    const options = optionsOf(first).filter((option): option is DictValue => option.kind === 'dict');
    for (const option of options) {
      open ||= option.open;
      for (const [key, entry] of option.entries) {
        const earlier = named.get(key);
        const value = entry.certainty === 'always' ? entry.value : unsure(entry.value);
        named.set(key, earlier === undefined ? value : choice([earlier, value], value.at));
      }
    }
    if (how.promptFirst === true && options.length === 0) return requestOf(evaluator, named, positional, open, spreads);
    const typed = first.kind === 'external' && first.parameter !== undefined;
    if (first.kind === 'unknown' || first.kind === 'choice' || typed || (first.kind === 'dict' && first.open)) spreads.push(first);
    // An object of a foreign type, or one of several values: what it holds is decided elsewhere.
    open ||= optionsOf(first).some((option) => option.kind === 'unknown' || option.kind === 'external' || option.kind === 'instance');
  }
  for (const name of how.defaults ?? []) {
    const more = named.get(name);
    for (const option of more === undefined ? [] : optionsOf(more)) {
      if (option.kind !== 'dict') open ||= option.kind !== 'null';
      else for (const [key, entry] of option.entries) if (!named.has(key)) named.set(key, entry.value);
    }
  }
  return requestOf(evaluator, named, positional, open, spreads);
}

function requestOf(
  evaluator: Evaluator,
  named: ReadonlyMap<string, Value>,
  positional: readonly Value[],
  open: boolean,
  spreads: readonly Value[],
): Request {
  const startOf = (head: string): Value | undefined => (/^\d+$/.test(head) ? positional[Number(head)] : named.get(head));
  const get = (place: string): Value | undefined => {
    const [head = '', ...rest] = place.split('.');
    const start = startOf(head);
    return rest.reduce<Value | undefined>((value, key) => (value === undefined ? undefined : property(evaluator, value, key)), start);
  };
  const isSet = (value: Value | undefined): value is Value => value !== undefined && value.kind !== 'null';
  return {
    read: (names) => names.map(get).find(isSet),
    readAll: (names) => names.map(get).filter(isSet),
    has: (name) => named.has(name),
    mayHold: (names) =>
      names.length > 0 &&
      (open ||
        names.some((place) => {
          const [head = '', ...rest] = place.split('.');
          const start = startOf(head);
          return start !== undefined && mayHold(evaluator, start, rest);
        })),
    open,
    spreads,
  };
}

/** True when a value may have a property, by its path, that the source does not show. */
function mayHold(evaluator: Evaluator, value: Value, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return false;
  switch (value.kind) {
    case 'dict': {
      const entry = value.entries.get(key);
      return entry === undefined ? value.open : mayHold(evaluator, entry.value, rest);
    }
    case 'external':
    case 'instance': {
      const made = value.kind === 'instance' ? value.construction : value.calls.at(-1);
      // What a function of foreign code returns is not what it is given; a class is called like one.
      if (made === undefined || (value.kind === 'external' && !/(^|\.)[A-Z]\w*\(\)$/.test(value.path))) return true;
      const { named, positional, open } = bindArguments(evaluator, made.call, made.frame);
      const own = named.get(key)?.value;
      if (own !== undefined) return mayHold(evaluator, own, rest);
      return open || positional.some((argument) => argument.kind === 'dict' && mayHold(evaluator, argument, path));
    }
    case 'choice':
      return value.options.some((option) => mayHold(evaluator, option, path));
    case 'unknown':
      return value.inner === undefined || mayHold(evaluator, value.inner, path);
    default:
      return false;
  }
}

/** A property of a value: an entry of a mapping, or an argument of the call that made an object. */
export function property(evaluator: Evaluator, value: Value, key: string): Value | undefined {
  switch (value.kind) {
    case 'dict':
      return value.entries.get(key)?.value;
    case 'list':
      return /^\d+$/.test(key) ? value.items[Number(key)]?.value : undefined;
    case 'external': {
      const last = value.calls[value.calls.length - 1];
      if (last === undefined || !value.path.endsWith('()')) return undefined;
      const bound: BoundArguments = bindArguments(evaluator, last.call, last.frame);
      const own = bound.named.get(key)?.value ?? (/^\d+$/.test(key) ? bound.positional[Number(key)] : undefined);
      if (own !== undefined) return own;
      const options = bound.positional.find((argument): argument is DictValue => argument.kind === 'dict');
      return options?.entries.get(key)?.value;
    }
    case 'instance':
      return value.construction === undefined
        ? undefined
        : bindArguments(evaluator, value.construction.call, value.construction.frame).named.get(key)?.value;
    case 'choice':
      return value.options.map((option) => property(evaluator, option, key)).find((found) => found !== undefined);
    case 'unknown':
      return value.inner === undefined ? undefined : property(evaluator, value.inner, key);
    default:
      return undefined;
  }
}
