import { messageSteps } from '../providers/message-objects.ts';
import { bindArguments, type BoundArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { choice, type BoundCall, type DictEntryValue, type ExternalValue, type ListItemValue, type Value } from './value.ts';

/**
 * Objects that are made step by step: `Params.builder().model(m).addUserMessage(t).build()`. The finished object looks like one that a
 * constructor made with named arguments.
 */

/** One step of a builder. */
export interface BuilderStep {
  readonly name: string;
  /** The call that the step is. */
  readonly bound?: BoundCall;
  /** A value that was written to the finished object. */
  readonly value?: Value;
}

/** Where builders begin: the class is what stands in front. Ends with `Args` or `Builder`: the class whose default is filled. */
const beginnings: readonly RegExp[] = [
  /^((?:java|rs|cs):.+?)\.(?:builder|newBuilder)\(\)((?:\.\w+\(\))*)$/,
  /^(rs:.+?(?:Args|Builder))\.(?:default|new)\(\)((?:\.\w+\(\))*)$/,
  /^(java:.+?)\.Builder\(\)((?:\.\w+\(\))*)$/,
  /^(cs:.+?\.Kernel)\.CreateBuilder\(\)((?:\.\w+\(\))*)$/,
  /^(php:.+?\.factory)\(\)((?:\.\w+\(\))*)$/,
];

const endings: ReadonlySet<string> = new Set(['build', 'make', 'Build']);

/**
 * The finished object of a chain of steps, or undefined when `path` (that of a call, `()` included) is no end of one.
 *
 * @param calls the calls along the path
 */
export function builtObject(path: string, calls: readonly BoundCall[], at: ExternalValue['at']): ExternalValue | undefined {
  const dot = path.lastIndexOf('.');
  if (!endings.has(path.slice(dot + 1, -2))) return undefined;
  const before = path.slice(0, dot);
  for (const beginning of beginnings) {
    const match = beginning.exec(before);
    if (match === null) continue;
    const names = [...(match[2] ?? '').matchAll(/\.(\w+)\(\)/g)].map((step) => step[1] ?? '');
    const chain = calls.slice(calls.length - 1 - names.length, -1);
    const first = calls[calls.length - 2 - names.length];
    const origin = first ?? calls.at(-1);
    if (chain.length !== names.length || origin === undefined) return undefined;
    const steps = names.map((name, i): BuilderStep => ({ name, bound: chain[i]! }));
    return { kind: 'external', path: `${match[1] ?? ''}()`, calls: [{ ...origin, steps }], at };
  }
  return undefined;
}

/** Arguments of a call, or of the steps that made an object. Options that are calls (`option.WithBaseURL(url)`) count by their names. */
export function boundOf(evaluator: Evaluator, bound: BoundCall): BoundArguments {
  const own = bindArguments(evaluator, bound.call, bound.frame);
  const named = new Map(own.named);
  for (const step of bound.steps ?? []) {
    const { name } = step;
    const value = valueOfStep(evaluator, step);
    if (value !== undefined) named.set(name, { value, argument: undefined });
  }
  for (const value of own.positional) {
    const option = value.kind === 'external' ? /[./](With[A-Z]\w*)\(\)$/.exec(value.path)?.[1] : undefined;
    const call = value.kind === 'external' ? value.calls.at(-1) : undefined;
    if (option === undefined || call === undefined) continue;
    const [given] = bindArguments(evaluator, call.call, call.frame).positional;
    if (given !== undefined) named.set(option, { value: given, argument: undefined });
  }
  return { ...own, named };
}

/** The messages that a chain of steps adds, in order: as mappings with role and content, or as they were given. */
export function chainedMessages(evaluator: Evaluator, steps: readonly BuilderStep[], at: Value['at']): Value | undefined {
  const items: ListItemValue[] = [];
  for (const step of steps) {
    const role = messageSteps.get(step.name);
    if (role === undefined) continue;
    const value = valueOfStep(evaluator, step);
    if (value === undefined) continue;
    if (role === 'message') items.push({ value, spread: false, certainty: 'always' });
    else if (role === 'messages') {
      if (value.kind === 'list') items.push(...value.items);
      else items.push({ value, spread: true, certainty: 'always' });
    } else items.push({ value: messageValue(role, value, value.at), spread: false, certainty: 'always' });
  }
  return items.length === 0 ? undefined : { kind: 'list', items, form: 'list', growing: false, at };
}

function valueOfStep(evaluator: Evaluator, { bound, value }: BuilderStep): Value | undefined {
  return bound === undefined ? value : bindArguments(evaluator, bound.call, bound.frame).positional[0];
}

/** A foreign object after one of its members was set. */
export function withMember(object: ExternalValue, name: string, value: Value): ExternalValue {
  const last = object.calls.at(-1);
  if (last === undefined || !object.path.endsWith('()')) return object;
  return { ...object, calls: [...object.calls.slice(0, -1), { ...last, steps: [...(last.steps ?? []), { name, value }] }] };
}

/** A message as a mapping. */
export function messageValue(role: string, content: Value, at: Value['at']): Value {
  const roleText: Value = { kind: 'text', parts: [{ kind: 'text', text: role, at, map: [0, at.start], certainty: 'always' }], at };
  const entry = (value: Value): DictEntryValue => ({ value, keyAt: at, certainty: 'always' });
  return {
    kind: 'dict',
    entries: new Map([
      ['role', entry(roleText)],
      ['content', entry(content)],
    ]),
    open: false,
    at,
  };
}

/** Steps of a chain of calls by their methods' names. */
export function stepsAlong(calls: readonly BoundCall[]): readonly BuilderStep[] {
  return calls.flatMap((bound): BuilderStep[] => {
    const { callee } = bound.call;
    const own = callee.kind === 'member' ? [{ name: callee.name, bound }] : [];
    return [...(bound.steps ?? []), ...own];
  });
}

/** The value that the last step of a name was given; several steps of one name are alternatives only if they are texts that differ. */
export function stepValue(evaluator: Evaluator, steps: readonly BuilderStep[], name: string, key: string): Value | undefined {
  const found = steps.filter((step) => step.name === name).at(-1);
  if (found === undefined) return undefined;
  if (found.bound === undefined) return key === '0' ? found.value : undefined;
  const { positional, named } = bindArguments(evaluator, found.bound.call, found.bound.frame);
  const value = /^\d+$/.test(key) ? positional[Number(key)] : named.get(key)?.value;
  return value === undefined ? undefined : choice([value], value.at);
}
