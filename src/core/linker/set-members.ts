/** Members that statements set on objects which nothing else is known about, and on the one object of a class that a class keeps. */
import type { CallExpr, Effect, Expr, Scope } from '../facts.ts';
import { argumentAt } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { attributeKey } from './flow.ts';
import {
  choice,
  constantText,
  locate,
  oneOfMany,
  unknown,
  type ExternalValue,
  type Frame,
  type LinkedFile,
  type ListValue,
  type Value,
  type ListItemValue,
} from './value.ts';

/** Statements that are looked at for one member. */
const MAX_SETS = 4;

/** Objects that frameworks keep for their users' own data. */
const HOLDERS = /^(flask\.g|streamlit\.session_state|global\.(globalThis|window|global))$|\.app\.state$/;

/**
 * What a file puts on an object of foreign code: `threading.local()`, `app.state`, `st.session_state`, `globalThis`. Undefined for a member
 * that no statement sets, and for SDKs, whose functions are sometimes replaced.
 */
export function memberSet(evaluator: Evaluator, object: ExternalValue, name: string, whole: Expr, frame: Frame): Value | undefined {
  if (whole.kind !== 'member' || (object.calls.length === 0 && !HOLDERS.test(object.path))) return undefined;
  const key = holderKey(whole.object);
  if (key === undefined) return undefined;
  const effects = evaluator.effectsOn(frame.file, key);
  const own = effects.length === 0 ? undefined : valueOf(evaluator, frame.file, effects, name, whole, frame);
  if (own !== undefined || !SHARED.test(object.path) || !/^\w+$/.test(name)) return own;
  for (const other of evaluator.modules.setting?.(frame.file, key, name) ?? []) {
    const found = valueOf(evaluator, other, evaluator.effectsOn(other, key), name, whole, frame);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Holders that are one object for all files of a program. */
const SHARED = /^global\.(globalThis|window|global)$|\.app\.state$/;

/** Operands of `a ?? b` without members of the global object on which nothing is seen to be put: `globalThis.client ?? new OpenAI()`. */
export function withoutUnset(values: readonly Value[]): readonly Value[] {
  const others = values.filter((value) => value.kind !== 'external' || !GLOBAL_MEMBER.test(value.path));
  return others.length === 0 ? values : others;
}

const GLOBAL_MEMBER = /^global\.(globalThis|window|global)\.\w+$/;

/** The key under which the effects of a file know a holder: its name, `app.state` also behind a request. */
function holderKey(holder: Expr): string | undefined {
  if (holder.kind === 'name') return holder.name;
  const own = selfAttribute(holder);
  if (own !== undefined || holder.kind !== 'member') return own;
  const { object } = holder;
  return object.kind === 'name' || object.kind === 'member' ? `${object.name}.${holder.name}` : undefined;
}

/** What `__new__` sets on the object that it makes: `cls._instance.client = OpenAI()`. */
export function setWhenMade(
  evaluator: Evaluator,
  file: LinkedFile,
  classScope: number,
  name: string,
  whole: Expr,
  frame: Frame,
): Value | undefined {
  const maker = file.facts.scopes[classScope]?.bindings.get('__new__')?.at(-1)?.defines;
  const effects = maker === undefined ? undefined : file.facts.scopes[maker]?.effects;
  return effects === undefined ? undefined : valueOf(evaluator, file, effects, name, whole, frame);
}

/**
 * What a file sets on one of its classes or functions by its name, as those do that make a client when the first object is made and keep it for
 * all of them: `Service.client = OpenAI()`. Beside it stands what the body of the class gives it, unless that is nothing.
 */
export function setOnClass(
  evaluator: Evaluator,
  file: LinkedFile,
  scope: Scope,
  name: string,
  whole: Expr,
  frame: Frame,
): Value | undefined {
  const effects = evaluator.effectsOn(file, scope.name);
  return effects.length === 0 ? undefined : valueOf(evaluator, file, effects, name, whole, frame);
}

/** What a `Map` holds for a key, by its constructor and by what the file puts into it; one of all where the key is not known. */
export function mapEntry(evaluator: Evaluator, object: Value, call: CallExpr, frame: Frame): Value | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const asked = argumentAt(evaluator, call, 0, frame);
  const key = asked === undefined ? undefined : constantText(asked);
  const values = (mapEntries(evaluator, object, call.callee.object, frame) ?? [])
    .filter(({ own }) => key === undefined || own === undefined || own === key)
    .map(({ value }) => value);
  return values.length === 0 ? undefined : choice(values, locate(frame.file, call));
}

/** All that a `Map` holds, as a list; undefined for anything else, and for one into which nothing is seen to be put. */
export function mapValues(evaluator: Evaluator, object: Value, written: Expr, frame: Frame): ListValue | undefined {
  const entries = mapEntries(evaluator, object, written, frame) ?? [];
  const items = entries.map(({ value }): ListItemValue => ({ value, spread: false, certainty: 'maybe' }));
  return items.length === 0 ? undefined : { kind: 'list', items, form: 'list', growing: true, at: locate(frame.file, written) };
}

/** Entries of a `Map`, with their keys where these are constants. */
function mapEntries(
  evaluator: Evaluator,
  object: Value,
  target: Expr,
  { file }: Frame,
): readonly { readonly own: string | undefined; readonly value: Value }[] | undefined {
  if (object.kind !== 'external' || !/^global\.(Weak)?Map\(\)$/.test(object.path)) return undefined;
  const [made] = object.calls;
  const given = made === undefined ? undefined : argumentAt(evaluator, made.call, 0, made.frame);
  const written = (given?.kind === 'list' ? given.items : []).flatMap(({ value }) =>
    value.kind === 'list' && value.items.length === 2 ? [value.items.map((item) => item.value)] : [],
  );
  const outside = evaluator.frameOf(file);
  const put = file.facts.calls
    .filter(({ callee, args }) => callee.kind === 'member' && callee.name === 'set' && args.length === 2 && isSame(callee.object, target))
    .slice(0, MAX_SETS)
    .map(({ args }) => args.map((argument) => evaluator.evaluate(argument.value, outside)));
  return [...written, ...put].flatMap(([name, value]) =>
    value === undefined ? [] : [{ own: name === undefined ? undefined : constantText(name), value }],
  );
}

function isSame(a: Expr, b: Expr): boolean {
  if (a.kind === 'name' && b.kind === 'name') return a.name === b.name;
  const [one, other] = [selfAttribute(a), selfAttribute(b)];
  return one !== undefined && one === other;
}

function selfAttribute(object: Expr): string | undefined {
  return object.kind === 'member' && object.object.kind === 'self' ? attributeKey(object.object.scope, object.name) : undefined;
}

function valueOf(
  evaluator: Evaluator,
  file: LinkedFile,
  effects: readonly Effect[],
  name: string,
  whole: Expr,
  frame: Frame,
): Value | undefined {
  const sets = effects.filter(({ kind, key }) => kind === 'set' && key?.kind === 'text' && key.value === name);
  const values = sets
    .slice(0, MAX_SETS)
    .map((effect) =>
      evaluator.once(
        effect,
        (): Value => unknown(file, effect, 'depends on itself'),
        () => evaluator.evaluate(effect.value, evaluator.frameOf(file)),
      ),
    )
    .filter((value) => value.kind !== 'unknown' || value.parameter !== undefined)
    .map((value) => (value.kind === 'list' && isAddedTo(file, name) ? withLater(file, value, whole) : value));
  const at = locate(frame.file, whole);
  if (values.length === 0) return undefined;
  return choice(sets.length > MAX_SETS ? [...values, oneOfMany(at)] : values, at);
}

/** True where a file adds to a list that it keeps on an object: `st.session_state.messages.append(…)`. */
function isAddedTo({ facts }: LinkedFile, name: string): boolean {
  return facts.scopes.some(({ effects }) =>
    effects.some(
      ({ kind, target }) =>
        (kind === 'append' || kind === 'extend' || kind === 'prepend') && target.kind === 'member' && target.name === name,
    ),
  );
}

/** A list as it is later: what it begins with, and what was added by earlier runs of the program's code. */
function withLater(file: LinkedFile, list: ListValue, whole: Expr): ListValue {
  const later = unknown(file, whole, 'added earlier', { source: 'state', volatility: 'per-request' });
  return { ...list, items: [...list.items, { value: later, spread: true, certainty: 'repeated' }], growing: true };
}
