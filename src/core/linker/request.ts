import type { CallExpr } from '../facts.ts';
import type { ArgumentNames } from '../providers/profile.ts';
import { bindArguments, mappingOf, unsure, type BoundArguments } from './arguments.ts';
import { boundOf, chainedMessages, stepsAlong, stepValue, type BuilderStep } from './builder-chains.ts';
import type { Evaluator } from './evaluate.ts';
import { choice, locate, optionsOf, type BoundCall, type DictValue, type Frame, type Value } from './value.ts';

/** The arguments of a request, by name, position or path. */
export interface Request {
  /** The value of the first place that is set; null counts as not set. */
  read(names: ArgumentNames): Value | undefined;
  /** The values of all places that are set; of an argument and its members only the members. */
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
  /** Steps of the builder that made the object. */
  readonly steps?: readonly BuilderStep[] | undefined;
  /** Calls along the callee: `model().0` is the argument of such a call, `@messages` the messages that they add. */
  readonly calls?: readonly BoundCall[];
  /** Places that will be asked for: those inside of an object that is not known make the request open. */
  readonly places?: ArgumentNames;
}

/** Languages in which a first argument that is a mapping stands for named arguments. */
const takesOptions: ReadonlySet<string> = new Set(['typescript', 'javascript', 'php', 'ruby']);

/**
 * Binds the arguments of a call. Scripts pass one object of options: its keys count as names.
 *
 * @param skip leading positional arguments that are not the request's own (`retry(create, model=…)`)
 */
export function bindRequest(evaluator: Evaluator, call: CallExpr, frame: Frame, skip = 0, how: RequestForm = {}): Request {
  const bound = boundOf(evaluator, { call, frame, ...(how.steps === undefined ? {} : { steps: how.steps }) });
  const along = stepsAlong(how.calls ?? []);
  const positional = bound.positional.slice(skip);
  const spreads: Value[] = call.args
    .filter((argument) => argument.kind === 'keyword-spread')
    .map((argument) => evaluator.evaluate(argument.value, frame));
  const named = new Map([...bound.named].map(([name, { value }]) => [name, value]));
  let { open } = bound;
  const first = positional[0];
  if (first !== undefined && takesOptions.has(frame.file.facts.language)) {
    const options = optionsOf(first).flatMap((option) => mappingOf(option) ?? []);
    for (const option of options) {
      open ||= option.open;
      for (const [key, entry] of option.entries) {
        const earlier = named.get(key);
        const value = entry.certainty === 'always' ? entry.value : unsure(entry.value);
        named.set(key, earlier === undefined ? value : choice([earlier, value], value.at));
      }
    }
    // `new Agent(component, { … })`: all that is asked for stands in the second one.
    const isSecond = how.places !== undefined && how.places.length > 0 && how.places.every((place) => place.startsWith('1.'));
    if ((how.promptFirst !== true && !isSecond) || options.length > 0) {
      const typed = first.kind === 'external' && first.parameter !== undefined;
      if (first.kind === 'unknown' || first.kind === 'choice' || typed || (first.kind === 'dict' && first.open)) spreads.push(first);
      // An object of a foreign type, or one of several values: what it holds is decided elsewhere.
      open ||= optionsOf(first).some((option) => option.kind === 'unknown' || option.kind === 'external' || option.kind === 'instance');
    }
  }
  for (const name of how.defaults ?? []) {
    const more = named.get(name);
    for (const option of more === undefined ? [] : optionsOf(more)) {
      if (option.kind !== 'dict') open ||= option.kind !== 'null';
      else for (const [key, entry] of option.entries) if (!named.has(key)) named.set(key, entry.value);
    }
  }
  // An object that holds arguments and comes from elsewhere may hold any of them.
  for (const position of new Set((how.places ?? []).flatMap((place) => /^(\d+)\./.exec(place)?.[1] ?? []))) {
    const given = positional[Number(position)];
    if (given?.kind !== 'unknown') continue;
    spreads.push(given);
    open = true;
  }
  const startOf = (place: string): PlaceStart => {
    const [head = '', ...path] = place.split('.');
    if (head === '@messages') return { value: chainedMessages(evaluator, along, locate(frame.file, call)), path: [] };
    if (head.endsWith('()')) return { value: stepValue(evaluator, along, head.slice(0, -2), path[0] ?? '0'), path: path.slice(1) };
    return { value: /^\d+$/.test(head) ? positional[Number(head)] : named.get(head), path };
  };
  return requestOf(evaluator, startOf, named, open, spreads);
}

/** Where the way to a place begins, and the names along it. */
interface PlaceStart {
  readonly value: Value | undefined;
  readonly path: readonly string[];
}

function requestOf(
  evaluator: Evaluator,
  startOf: (place: string) => PlaceStart,
  named: ReadonlyMap<string, Value>,
  open: boolean,
  spreads: readonly Value[],
): Request {
  const get = (place: string): Value | undefined => {
    const { value: start, path } = startOf(place);
    return path.reduce<Value | undefined>((value, key) => (value === undefined ? undefined : property(evaluator, value, key)), start);
  };
  return {
    read: (names) => firstSet(names, get),
    readAll: (names) => {
      const set = names.flatMap((name) => {
        const value = get(name);
        return isSet(value) ? [{ name, value }] : [];
      });
      // An argument that holds what is asked for in one of its members is not itself what is asked for.
      return set.filter(({ name }) => !set.some((other) => other.name.startsWith(`${name}.`))).map(({ value }) => value);
    },
    has: (name) => named.has(name),
    mayHold: (names) =>
      names.length > 0 &&
      (open ||
        names.some((place) => {
          const { value, path } = startOf(place);
          return value !== undefined && mayHold(evaluator, value, path);
        })),
    open,
    spreads,
  };
}

function isSet(value: Value | undefined): value is Value {
  return value !== undefined && value.kind !== 'null';
}

/**
 * The value of the first place that is set. One that may be left out is completed by the names behind it, which stand in the other branch:
 * `...(reasoning ? { max_completion_tokens: 9000 } : { max_tokens: 500 })`.
 */
function firstSet(names: ArgumentNames, get: (place: string) => Value | undefined): Value | undefined {
  let found: Value | undefined;
  for (const name of names) {
    if (found !== undefined && !NAMED.test(name)) continue;
    const value = get(name);
    if (!isSet(value)) continue;
    found = found === undefined ? value : choice([...optionsOf(found), ...optionsOf(value)].filter(isSet), found.at);
    if (!optionsOf(found).some(({ kind }) => kind === 'null')) return found;
  }
  return found;
}

/** A place that is one argument, by its name. */
const NAMED = /^[A-Za-z_]\w*$/;

/** What a class makes, called like a function; in Rust by its function `new`, with the steps behind it that set what it holds. */
const CONSTRUCTED = /(^|[.:])[A-Z]\w*\(\)$|^rs:.*[.:][A-Z]\w*\.(new|default)\(\)(\.\w+\(\))*$/;

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
      if (made === undefined || (value.kind === 'external' && !CONSTRUCTED.test(value.path))) return true;
      const { positional, open } = boundOf(evaluator, made);
      const own = property(evaluator, value, key);
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
      const bound: BoundArguments = boundOf(evaluator, last);
      if (key === '@messages') return chainedMessages(evaluator, last.steps ?? [], value.at);
      const own = bound.named.get(key)?.value ?? (/^\d+$/.test(key) ? bound.positional[Number(key)] : undefined);
      if (own !== undefined) return own;
      const options = bound.positional.find((argument): argument is DictValue => argument.kind === 'dict');
      const option = options?.entries.get(key)?.value;
      if (option !== undefined || !/^(go|java|cs|rb|php|rs):/.test(value.path)) return option;
      // `Request::new(model, messages).with_system(text)`: the steps that made the object.
      const [name = key, position = '0'] = key.split(':');
      return stepValue(evaluator, stepsAlong(value.calls), name, position);
    }
    case 'instance':
      return value.construction === undefined
        ? undefined
        : bindArguments(evaluator, value.construction.call, value.construction.frame).named.get(key)?.value;
    case 'choice': {
      const found = value.options.flatMap((option) => property(evaluator, option, key) ?? []);
      return found.length === 0 ? undefined : choice(found, value.at);
    }
    case 'unknown':
      return value.inner === undefined ? undefined : property(evaluator, value.inner, key);
    default:
      return undefined;
  }
}
