/** Loops through messages that are known, turn by turn: `for m in messages: if m["role"] == "system": system = m["content"]`. */
import type { Binding, ComprehensionExpr, Expr, Span } from '../facts.ts';
import { holds, isReached } from './branches.ts';
import type { Evaluator } from './evaluate.ts';
import { certaintyOf, encloses, type Use } from './flow.ts';
import { asMappings, becomesMessage, converted, roleOf } from './message-forms.ts';
import {
  locate,
  optionsOf,
  textValue,
  type DictValue,
  type Frame,
  type LinkedFile,
  type ListItemValue,
  type ListValue,
  type Value,
} from './value.ts';

/** Messages of one list that are looked at. */
const MAX_MESSAGES = 24;

/** A turn of such a loop. */
export interface MessageTurn {
  readonly item: ListItemValue;
  /** The frame in which the loop's variable is the message; undefined for earlier turns that the source does not show. */
  readonly frame: Frame | undefined;
  /** Whether the statement runs; undefined when that is decided at run time. */
  readonly runs: boolean | undefined;
}

/** The turns of the loop that a statement stands in, nothing but branches between them. */
export interface MessageLoop {
  /** The loop, an index into the blocks of the file. */
  readonly block: number;
  /** The loop's variable. */
  readonly name: string;
  readonly turns: readonly MessageTurn[];
}

/**
 * The loop through known messages that a statement stands in; undefined for any other statement, and where the use that is asked about stands in
 * the loop as well. Only asked of functions whose caller is known: messages are handed in.
 */
export function messageLoop(
  evaluator: Evaluator,
  file: LinkedFile,
  statement: { readonly block: number; readonly start: number },
  frame: Frame,
  use: Pick<Use, 'block'> | undefined,
): MessageLoop | undefined {
  const { blocks, scopes } = file.facts;
  let block = statement.block;
  while (blocks[block]?.kind === 'branch') block = blocks[block]?.parent ?? -1;
  const loop = blocks[block];
  if (loop?.kind !== 'for' || loop.header === undefined || frame.args === undefined || frame.scope !== loop.scope) return undefined;
  if (use !== undefined && encloses(file.facts, block, use.block)) return undefined;
  if (!saysOfMessages(file, loop)) return undefined;
  const isVariable = (one: Binding): boolean => one.kind === 'loop' && one.block === block && one.position === undefined;
  const name = [...(scopes[loop.scope]?.bindings ?? [])].find(([, all]) => all[0]?.kind === 'loop' && all.some(isVariable))?.[0];
  const list = name === undefined ? undefined : messagesGiven(evaluator, evaluator.evaluate(loop.header, frame), loop.header, frame);
  if (name === undefined || list === undefined) return undefined;
  const { args } = frame;
  const within = (value: Value): Frame => ({ ...frame, args: { get: (asked) => (asked === name ? value : args.get(asked)) } });
  const runs = (own: Frame): boolean | undefined =>
    leftBefore(evaluator, file, block, statement.start, own) ? false : isReached(evaluator, file, statement.block, own);
  return { block, name, turns: turnsOf(list, within, runs) };
}

/** How sure it is that a loop runs at all, seen from a use behind it. */
export function certaintyOfLoop(file: LinkedFile, loop: MessageLoop, use: Use, since: number): ReturnType<typeof certaintyOf> {
  return certaintyOf(file.facts, file.facts.blocks[loop.block]?.parent ?? -1, use.block, since);
}

/**
 * What a comprehension or `map` over known messages gives: the messages that its condition takes, in another form or what is made of each. Undefined
 * where the messages are not known.
 */
export function throughMessages(evaluator: Evaluator, expr: ComprehensionExpr, frame: Frame): ListValue | undefined {
  const { file } = frame;
  const { element, condition } = expr;
  if (!saysOfMessages(file, expr)) return undefined;
  const scope = file.facts.scopes[expr.scope];
  const variables = scope?.kind === 'comprehension' ? [...scope.bindings.keys()] : (scope?.params.map(({ name }) => name) ?? []);
  const [name] = variables;
  const whole = evaluator.evaluate(expr.iterable, frame);
  // `[self.system_message(text) for text in texts]`
  const list = becomesMessage(element) && isTexts(whole) ? whole : messagesGiven(evaluator, whole, expr.iterable, frame);
  if (list === undefined || scope === undefined || name === undefined) return undefined;
  if (scope.kind === 'comprehension' && variables.length > 1) return undefined;
  const within = (value: Value): Frame => ({ ...frame, args: new Map([[name, value]]), scope: scope.id, outer: frame });
  if (list === whole && isTexts(list) && condition === undefined) {
    const made = list.items.map(({ value, ...item }): ListItemValue => ({ ...item, value: evaluator.evaluate(element, within(value)) }));
    return { ...list, items: made.map(({ writtenAt: _, ...item }) => item) };
  }
  const runs = (own: Frame): boolean | undefined => (condition === undefined ? true : holds(evaluator, condition, own));
  const taken = turnsOf(list, within, runs).filter((turn) => turn.runs !== false);
  const kept = taken.map(({ item, runs: sure }) => (sure === true ? item : perhaps(item)));
  if (becomesMessage(element)) return converted({ ...list, items: kept });
  if (element.kind === 'name' && element.name === name) return { ...list, items: kept };
  const items = taken.map((turn) => itemOf(evaluator, turn, element, frame));
  return { kind: 'list', items, form: 'list', growing: false, at: locate(file, expr) };
}

/** What one turn adds to a list. */
export function itemOf(evaluator: Evaluator, { frame: own, item, runs }: MessageTurn, added: Expr, frame: Frame): ListItemValue {
  if (own === undefined) return { value: evaluator.evaluate(added, frame), spread: true, certainty: 'repeated' };
  const certainty = runs === true ? item.certainty : item.certainty === 'always' ? 'maybe' : item.certainty;
  return { value: evaluator.evaluate(added, own), spread: false, certainty };
}

/** An element that is only there when something else holds. */
export function perhaps(item: ListItemValue): ListItemValue {
  return item.certainty === 'always' && !item.spread ? { ...item, certainty: 'maybe' } : item;
}

/** False for code that has nothing to do with messages, and need not be looked into. */
function saysOfMessages({ text }: LinkedFile, { start, end }: Span): boolean {
  return end - start <= MAX_LENGTH && /role|content|system/i.test(text.slice(start, end));
}

/** Units of a loop or comprehension that is looked into. */
const MAX_LENGTH = 4000;

/** True for a list of texts that stand in the source. */
function isTexts(value: Value): value is ListValue {
  return (
    value.kind === 'list' &&
    value.items.length > 0 &&
    value.items.length <= MAX_MESSAGES &&
    value.items.every((item) => !item.spread && item.certainty === 'always' && item.value.kind === 'text')
  );
}

/**
 * The known messages that a value is. Of several lists the one with most text, as messages that may not be there: a function that ends early
 * without a system text gives another one.
 */
function messagesGiven(evaluator: Evaluator, value: Value, written: Expr, frame: Frame): ListValue | undefined {
  const lists = optionsOf(value).flatMap((option) => messagesIn(asMappings(evaluator, option, written, frame)) ?? []);
  const [first, ...others] = lists;
  if (first === undefined || value.kind !== 'choice') return first;
  const longest = others.reduce((most, list) => (textIn(list) > textIn(most) ? list : most), first);
  return { ...longest, items: longest.items.map(perhaps) };
}

/** Units of text that are known of the messages of a list. */
function textIn({ items }: ListValue): number {
  const unitsOf = (value: Value): number =>
    value.kind === 'text'
      ? value.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0)
      : value.kind === 'dict'
        ? [...value.entries.values()].reduce((sum, entry) => sum + unitsOf(entry.value), 0)
        : 0;
  return items.reduce((sum, { value }) => sum + unitsOf(value), 0);
}

function messagesIn(value: Value): ListValue | undefined {
  const list = value.kind === 'list' ? value : undefined;
  if (list === undefined || list.items.length > MAX_MESSAGES) return undefined;
  return list.items.some(({ value: item, spread }) => !spread && roleOf(item) !== undefined) ? list : undefined;
}

function turnsOf(list: ListValue, within: (value: Value) => Frame, runs: (own: Frame) => boolean | undefined): MessageTurn[] {
  const hasSystem = list.items.some(({ value }) => /^(system|developer)$/.test(roleOf(value) ?? ''));
  // Earlier turns that are not seen are those of user and model, where the list has a system text of its own.
  const unseen = hasSystem ? ['user', 'assistant'].map((role) => runs(within(messageOf(role, list)))) : [];
  const ofUnseen = unseen[0] === unseen[1] ? unseen[0] : undefined;
  return list.items.map((item): MessageTurn => {
    if (item.spread || item.value.kind !== 'dict') return { item, frame: undefined, runs: ofUnseen };
    const own = within(item.value);
    return { item, frame: own, runs: runs(own) };
  });
}

function messageOf(role: string, { at }: ListValue): DictValue {
  return { kind: 'dict', entries: new Map([['role', { value: textValue(role, at), keyAt: at, certainty: 'always' }]]), open: true, at };
}

/** True when a branch of the loop in front of a statement is taken, and ends the turn. */
function leftBefore(evaluator: Evaluator, file: LinkedFile, loop: number, start: number, frame: Frame): boolean {
  return file.facts.blocks.some(
    (one, index) =>
      one.kind === 'branch' &&
      one.parent === loop &&
      one.end <= start &&
      /\b(?:continue|return|break)\b[^\n]*?;?\s*\}?\s*$/.test(file.text.slice(one.start, one.end)) &&
      isReached(evaluator, file, index, frame) === true,
  );
}
