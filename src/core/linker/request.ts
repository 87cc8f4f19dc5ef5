import type { CallExpr } from '../facts.ts';
import type { ArgumentNames } from '../providers/profile.ts';
import { bindArguments, type BoundArguments } from './arguments.ts';
import { boundOf, chainedMessages, stepsOf, stepValue, type BuilderStep } from './chains.ts';
import type { Evaluator } from './evaluate.ts';
import { choice, locate, optionsOf, type BoundCall, type DictValue, type Frame, type Value } from './value.ts';

/** The arguments of a request, by name, position or path. */
export interface Request {
  /** The value of the first place that is set; null counts as not set. */
  read(names: ArgumentNames): Value | undefined;
  /** The values of all places that are set. */
  readAll(names: ArgumentNames): Value[];
  has(name: string): boolean;
  /** True when arguments exist that the source does not name here. */
  readonly open: boolean;
  /** Values that are spread into the arguments and hold what the source does not name. */
  readonly spreads: readonly Value[];
}

/** What stands around the arguments of a request that is written as a chain of calls. */
export interface RequestChain {
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
export function bindRequest(evaluator: Evaluator, call: CallExpr, frame: Frame, skip = 0, chain: RequestChain = {}): Request {
  const bound = boundOf(evaluator, { call, frame, ...(chain.steps === undefined ? {} : { steps: chain.steps }) });
  const along = stepsOf(chain.calls ?? []);
  const positional = bound.positional.slice(skip);
  const spreads: Value[] = call.args
    .filter((argument) => argument.kind === 'keyword-spread')
    .map((argument) => evaluator.evaluate(argument.value, frame));
  const named = new Map([...bound.named].map(([name, { value }]) => [name, value]));
  let { open } = bound;
  const first = positional[0];
  if (first !== undefined && takesOptions.has(frame.file.facts.language)) {
    const options = optionsOf(first).filter((option): option is DictValue => option.kind === 'dict');
    for (const option of options) {
      open ||= option.open;
      for (const [key, { value }] of option.entries) {
        const earlier = named.get(key);
        named.set(key, earlier === undefined ? value : choice([earlier, value], value.at));
      }
    }
    if (first.kind === 'unknown' || first.kind === 'choice' || (first.kind === 'dict' && first.open)) spreads.push(first);
    if (first.kind === 'unknown') open = true;
  }
  // An object that holds arguments and comes from elsewhere may hold any of them.
  for (const position of new Set((chain.places ?? []).flatMap((place) => /^(\d+)\./.exec(place)?.[1] ?? []))) {
    const given = positional[Number(position)];
    if (given?.kind !== 'unknown') continue;
    spreads.push(given);
    open = true;
  }
  const get = (place: string): Value | undefined => {
    const [head = '', ...rest] = place.split('.');
    if (head === '@messages') return chainedMessages(evaluator, along, locate(frame.file, call));
    if (head.endsWith('()')) {
      const found = stepValue(evaluator, along, head.slice(0, -2), rest[0] ?? '0');
      return rest
        .slice(1)
        .reduce<Value | undefined>((value, key) => (value === undefined ? undefined : property(evaluator, value, key)), found);
    }
    const start = /^\d+$/.test(head) ? positional[Number(head)] : named.get(head);
    return rest.reduce<Value | undefined>((value, key) => (value === undefined ? undefined : property(evaluator, value, key)), start);
  };
  const isSet = (value: Value | undefined): value is Value => value !== undefined && value.kind !== 'null';
  return {
    read: (names) => names.map(get).find(isSet),
    readAll: (names) => names.map(get).filter(isSet),
    has: (name) => named.has(name),
    open,
    spreads,
  };
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
      return stepValue(evaluator, stepsOf(value.calls), name, position);
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
