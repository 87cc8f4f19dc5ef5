import type { CallExpr, Effect, Expr } from '../facts.ts';
import type { Branch, Certainty } from '../ir.ts';
import { sdkProfiles } from '../providers/index.ts';
import { withMember } from './builder-chains.ts';
import { constantKey, type Evaluator } from './evaluate.ts';
import { isReachedOnce } from './branches.ts';
import { branchBefore, certaintyOf, exclusive, shareLoop, type Use } from './flow.ts';
import { hasTypes } from './foreign-names.ts';
import { property } from './request.ts';
import { certaintyOfLoop, itemOf, messageLoop, perhaps, type MessageLoop } from './message-turns.ts';
import { messagesAppended } from './same-messages.ts';
import { settingBlock } from './set-when-there.ts';
import { withCertainty } from './text.ts';
import {
  choice,
  locate,
  unknown,
  type DictEntryValue,
  type DictValue,
  type Frame,
  type LinkedFile,
  type ListItemValue,
  type ListValue,
  type UnknownValue,
  type Value,
} from './value.ts';

/** Where a list or mapping is used, for deciding which changes have happened by then. */
export interface ChangeContext {
  readonly use: Use;
  readonly since: number;
  readonly same: boolean;
  /** Scope of the name; the use may stand in a function within it. */
  readonly owner: number;
  readonly frame: Frame;
}

/**
 * A list or mapping after the statements that change it.
 *
 * @param running the function that asks, where nothing else is known of the use: its own statements see its arguments
 */
export function changed(
  evaluator: Evaluator,
  value: Value,
  effects: readonly Effect[],
  file: LinkedFile,
  context: ChangeContext | undefined,
  running?: Frame,
): Value {
  if (effects.length === 0) return value;
  if (value.kind === 'choice')
    return { ...value, options: value.options.map((option) => changed(evaluator, option, effects, file, context, running)) };
  if (value.kind === 'unknown') return effects.some(putsField) ? { ...value, ...filled(evaluator, value, effects, file, context) } : value;
  if (value.kind !== 'list' && value.kind !== 'dict' && !(value.kind === 'external' && hasTypes(value.path))) return value;
  let result: Value = value;
  // Copied once for all changes: a state of hundreds of entries is set by hundreds of statements.
  const entries = value.kind === 'dict' ? new Map(value.entries) : NO_ENTRIES;
  for (const effect of effects) {
    if (effect.target.kind === 'self') continue;
    const elsewhere = context === undefined || !context.same || (effect.scope !== context.use.scope && effect.scope !== context.owner);
    const reaches =
      elsewhere ||
      (effect.end <= context.use.offset && !exclusive(file.facts, effect.block, context.use.block)) ||
      shareLoop(file.facts, effect.block, context.use.block);
    if (!reaches) continue;
    const frame = context?.frame ?? evaluator.frameOf(file);
    const outside = running !== undefined && effect.scope === running.scope ? running : evaluator.frameOf(file);
    const reached = elsewhere ? undefined : isReachedOnce(evaluator, file, effect.block, frame);
    if (reached === false) continue;
    const certainty =
      elsewhere || laterTurn(file, effect, context)
        ? 'repeated'
        : certaintyOf(file.facts, settingBlock(file, effect), context.use.block, context.since, reached === true);
    const through: readonly ListItemValue[] | undefined =
      result.kind === 'list' ? messagesAppended(evaluator, file, effect, elsewhere ? outside : frame) : undefined;
    if (result.kind === 'list' && through !== undefined) {
      result = { ...result, items: [...result.items, ...through] };
      continue;
    }
    const loop: MessageLoop | undefined =
      result.kind === 'list' && !elsewhere && effect.kind === 'append'
        ? messageLoop(evaluator, file, effect, frame, context.use)
        : undefined;
    if (result.kind === 'list' && loop !== undefined && certaintyOfLoop(file, loop, context!.use, context!.since) === 'always') {
      const own: readonly ListItemValue[] | undefined = evaluator.once(
        effect,
        () => undefined,
        () => appendedIn(evaluator, loop, effect, frame),
      );
      if (own !== undefined) {
        result = { ...result, items: [...result.items, ...own] };
        continue;
      }
    }
    const added = evaluator.once(
      effect,
      () => unknown(file, effect.value, 'depends on itself', { source: 'state' }),
      () => evaluator.evaluate(effect.value, elsewhere ? outside : frame),
    );
    result =
      result.kind === 'dict'
        ? put(result, entries, effect, added, certainty, evaluator, frame)
        : applied(
            result,
            effect,
            added,
            certainty,
            evaluator,
            frame,
            elsewhere ? undefined : branchBefore(file.facts, effect.block, context.use.block),
          );
  }
  return result;
}

/** What a loop through known messages appends: each of them that the statement takes, or what it makes of it. */
function appendedIn(evaluator: Evaluator, { name, turns }: MessageLoop, { value }: Effect, frame: Frame): readonly ListItemValue[] {
  return turns
    .filter(({ runs }) => runs !== false)
    .map((turn) => {
      const isItself = value.kind === 'name' && value.name === name;
      return isItself ? (turn.runs === true ? turn.item : perhaps(turn.item)) : itemOf(evaluator, turn, value, frame);
    });
}

const NO_ENTRIES = new Map<string, DictEntryValue>();

/** Names of what a request holds, in all SDKs. */
const FIELDS: ReadonlySet<string> = new Set(
  sdkProfiles
    .flatMap(({ apis }) =>
      apis.flatMap(({ model, system, messages, tools, maxTokens }) => [model, system, messages, tools, maxTokens].flat()),
    )
    .filter((place) => /^[a-z]\w*$/i.test(place)),
);

/** True for `params["messages"] = …` and `params.update(messages=…)`. */
function putsField({ kind, key, value }: Effect): boolean {
  if (kind === 'set') return key?.kind === 'text' && FIELDS.has(key.value);
  return (
    kind === 'merge' && value.kind === 'dict' && value.entries.some((entry) => entry.key?.kind === 'text' && FIELDS.has(entry.key.value))
  );
}

/** What statements put into a mapping of which nothing else is known: `params = deepcopy(self.params)`, `params["messages"] = messages`. */
function filled(
  evaluator: Evaluator,
  value: UnknownValue,
  effects: readonly Effect[],
  file: LinkedFile,
  context: ChangeContext | undefined,
): Pick<UnknownValue, 'put'> {
  const empty: DictValue = { kind: 'dict', entries: new Map(), open: true, at: value.at };
  const fill = (): Value => changed(evaluator, empty, effects, file, context);
  // Wherever an attribute is asked for, what the statements of its file put into it is the same.
  const put = context === undefined ? evaluator.onceFor(effects, () => guarded(evaluator, effects, empty, fill)) : fill();
  return put.kind === 'dict' && put.entries.size > 0 ? { put: { ...put, at: value.at } } : {};
}

/** Statements that put something into one mapping, of which each may ask what the others have put. */
const MAX_ENTANGLED = 24;

/** Fills a mapping; what many statements put into it is not asked for while it is being filled: each would ask for all the others. */
function guarded(evaluator: Evaluator, effects: readonly Effect[], empty: DictValue, fill: () => Value): Value {
  return effects.length <= MAX_ENTANGLED ? fill() : evaluator.once(effects, () => empty, fill);
}

/** True when the statement comes after the use in the text and so has run only on an earlier turn of their loop. */
function laterTurn(file: LinkedFile, effect: Effect, context: ChangeContext): boolean {
  return (
    effect.start > context.use.offset ||
    (shareLoop(file.facts, effect.block, context.use.block) && !shareLoop(file.facts, effect.block, context.since))
  );
}

/** `random.shuffle(examples)`, and `examples.sort(() => Math.random() - 0.5)`. */
function isShuffled({ value }: Effect, { file }: Frame): boolean {
  if (value.kind !== 'call' || value.callee.kind !== 'member') return false;
  if (value.callee.name === 'shuffle') return true;
  return value.callee.name === 'sort' && file.text.slice(value.start, value.end).includes('Math.random()');
}

function withoutFirst(list: ListValue): ListValue {
  const [first, ...others] = list.items;
  return first === undefined || first.spread || first.certainty !== 'always' ? list : { ...list, items: others };
}

/** `messages.pop(0)`, `messages.shift()`. */
function takesFirst(call: Expr): call is CallExpr {
  if (call.kind !== 'call' || call.callee.kind !== 'member') return false;
  const [only, more] = call.args;
  if (call.callee.name === 'shift') return only === undefined;
  return call.callee.name === 'pop' && only?.value.kind === 'number' && only.value.value === 0 && more === undefined;
}

function applied(
  value: Value,
  effect: Effect,
  added: Value,
  certainty: Certainty,
  evaluator: Evaluator,
  frame: Frame,
  branch: Branch | undefined,
): Value {
  if (value.kind === 'list') {
    const growing = value.growing || certainty === 'repeated';
    const excluding = branch !== undefined && certainty === 'maybe' ? { branches: [branch] } : {};
    const item: ListItemValue = { value: added, spread: false, certainty, ...excluding };
    const many: readonly ListItemValue[] = withCertainty<ListItemValue>(
      added.kind === 'list' ? added.items : [{ value: added, spread: true, certainty }],
      certainty,
      branch,
    );
    if (effect.kind === 'other' && takesFirst(effect.value)) return certainty === 'always' ? withoutFirst(value) : value;
    if (effect.kind === 'other')
      return isShuffled(effect, frame)
        ? unknown(frame.file, effect.value, 'shuffled', { volatility: 'per-request', source: 'random' })
        : value;
    if (effect.kind === 'append') return { ...value, items: [...value.items, item], growing };
    if (effect.kind === 'extend')
      return { ...value, items: [...value.items, ...many], growing: growing || (added.kind === 'list' && added.growing) };
    if (effect.kind === 'prepend') {
      const position = effect.key === undefined ? undefined : evaluator.evaluate(effect.key, frame);
      const at = position?.kind === 'number' ? Math.max(0, Number(position.value)) : value.items.length;
      return { ...value, items: [...value.items.slice(0, at), item, ...value.items.slice(at)], growing };
    }
    return value;
  }
  if (value.kind === 'external' && effect.kind === 'append' && effect.key !== undefined) {
    const key = constantKey(evaluator.evaluate(effect.key, frame)) ?? '';
    const before = property(evaluator, value, key);
    const items = before?.kind === 'list' ? before.items : [];
    const growing = (before?.kind === 'list' && before.growing) || certainty === 'repeated';
    return withMember(value, key, {
      kind: 'list',
      items: [...items, { value: added, spread: false, certainty }],
      form: 'list',
      growing,
      at: added.at,
    });
  }
  if (value.kind === 'external' && effect.kind === 'set' && effect.key !== undefined) {
    const key = constantKey(evaluator.evaluate(effect.key, frame));
    const absent: Value = { kind: 'null', value: null, at: added.at };
    return key === undefined ? value : withMember(value, key, certainty === 'always' ? added : choice([added, absent], added.at));
  }
  return value;
}

/** A mapping after a statement that sets entries of it; `entries` are its own, and changed in place. */
function put(
  value: DictValue,
  entries: Map<string, DictEntryValue>,
  effect: Effect,
  added: Value,
  certainty: Certainty,
  evaluator: Evaluator,
  frame: Frame,
): DictValue {
  const sure = certainty === 'always' ? 'always' : 'maybe';
  if (effect.kind === 'set' && effect.key !== undefined) {
    const key = constantKey(evaluator.evaluate(effect.key, frame));
    if (key === undefined) return { ...value, open: true };
    const earlier = entries.get(key);
    const merged = sure === 'always' || earlier === undefined ? added : choice([added, earlier.value], added.at);
    entries.set(key, {
      value: merged,
      keyAt: locate(frame.file, effect.key),
      certainty: earlier?.certainty === 'always' ? 'always' : sure,
    });
    return { ...value, entries };
  }
  if (effect.kind !== 'merge') return value;
  if (added.kind !== 'dict') return { ...value, open: true };
  for (const [key, entry] of added.entries) entries.set(key, sure === 'always' ? entry : { ...entry, certainty: sure });
  return { ...value, entries, open: value.open || added.open };
}
