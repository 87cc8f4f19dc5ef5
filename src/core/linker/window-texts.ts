/** Conversations that stand as text at the front of a prompt: `f"{history_text}\nUser: {question}"`, cut to the newest turns. */
import type { CallExpr, Expr, Scope } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { constantText, type LinkedFile } from './value.ts';
import { CONVERSATION_NAME, listsOf } from './window-shapes.ts';

/** What the search in texts needs of the search in lists. */
export interface ListWalk {
  follow(where: LinkedFile, list: Expr, block: number, depth: number): void;
}

/** Texts within texts that are looked at for one message. */
const MAX_STEPS = 40;
/** Methods and functions that make one text of the turns of a conversation. */
const JOINING = /^(join|map|stringify|dumps|str|format|strip|trim|reduce|slice|list|filter)$/;

/**
 * Looks for a conversation in the text of a message, in front of everything else that changes: behind such a thing nothing is cached anyway. Only in
 * code that adds to a conversation what it has sent, so a summary or a title of one is none.
 *
 * @param call the call that sends the message
 */
export function conversationInFront(evaluator: Evaluator, where: LinkedFile, message: Expr, call: CallExpr, walk: ListWalk): void {
  const text = contentOf(message);
  const holder = functionAround(where, call.scope);
  if (text === undefined || holder === undefined || !remembers(where, holder)) return;
  let steps = 0;
  const seen = new Set<Expr>();

  /** True where everything in an expression is the same in every request, so that what stands behind it may be cached. */
  const passes = (expr: Expr): boolean => {
    if (seen.has(expr) || ++steps > MAX_STEPS) return false;
    seen.add(expr);
    switch (expr.kind) {
      case 'text':
      case 'number':
        return true;
      case 'template':
        return expr.parts.every((part) => part.kind === 'text' || passes(part.value));
      case 'join':
        return expr.operands.every(passes);
      case 'conditional':
        return [passes(expr.then), passes(expr.otherwise)].every(Boolean);
      case 'name':
        return named(expr.name, expr.scope);
      case 'call':
        turnsOf(expr);
        return false;
      default:
        return constantText(evaluator.evaluate(expr, evaluator.frameOf(where))) !== undefined;
    }
  };

  const named = (name: string, from: number): boolean => {
    const { scopes } = where.facts;
    for (let at = from; at >= 0; at = scopes[at]?.parent ?? -1) {
      const bindings = scopes[at]?.bindings.get(name)?.filter(({ kind }) => kind === 'assign' || kind === 'augment');
      if (bindings === undefined || bindings.length === 0) continue;
      // One of several texts: each is what a request may begin with.
      return bindings.map(({ kind, value }) => kind === 'assign' && value !== undefined && passes(value)).every(Boolean);
    }
    return false;
  };

  /** Lists in a call that makes a text of them. */
  const turnsOf = (made: CallExpr): void => {
    const { callee } = made;
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
    if (!JOINING.test(name) && !CONVERSATION_NAME.test(name)) return;
    const given = [...made.args.map(({ value }) => value), ...(callee.kind === 'member' ? [callee.object] : [])];
    for (const one of given) {
      const list = one.kind === 'comprehension' ? listsOf(one.iterable)[0] : one;
      if (list === undefined || list.kind === 'text' || list.kind === 'function') continue;
      const written = where.text.slice(list.start, list.end);
      if (CONVERSATION_NAME.test(written)) {
        walk.follow(where, list, made.block, 1);
        return;
      }
      if (list.kind === 'name') named(list.name, list.scope);
      else if (list.kind === 'call') turnsOf(list);
    }
  };

  passes(text);
}

/** The text of a message; the expression itself where it is no message. */
function contentOf(message: Expr): Expr | undefined {
  if (message.kind !== 'dict') return message.kind === 'list' ? undefined : message;
  return message.entries.find(({ key }) => key?.kind === 'text' && key.value === 'content')?.value;
}

function functionAround({ facts }: LinkedFile, from: number): Scope | undefined {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) if (facts.scopes[at]?.kind === 'function') return facts.scopes[at];
  return undefined;
}

/** True for a function that adds something to a conversation. */
function remembers({ facts, text }: LinkedFile, { start, end }: Scope): boolean {
  return facts.scopes.some(({ effects }) =>
    effects.some(
      ({ kind, target, ...at }) =>
        (kind === 'append' || kind === 'extend') &&
        at.start >= start &&
        at.end <= end &&
        CONVERSATION_NAME.test(text.slice(target.start, target.end)),
    ),
  );
}

/** The first message of a user in a list that is written out, behind system messages only; a text that is sent as it is. */
export function firstMessages(where: LinkedFile, messages: Expr): readonly Expr[] {
  switch (messages.kind) {
    case 'template':
    case 'join':
      return [messages];
    case 'name':
      return boundTo(where, messages.name, messages.scope).flatMap((one) => (one.kind === 'name' ? [] : firstMessages(where, one)));
    case 'list': {
      const first = messages.items.find(({ value }) => !/^(system|developer)$/.test(roleOf(value)))?.value;
      return first !== undefined && roleOf(first) === 'user' ? [first] : [];
    }
    default:
      return [];
  }
}

function boundTo({ facts }: LinkedFile, name: string, from: number): readonly Expr[] {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const bindings = facts.scopes[at]?.bindings.get(name);
    if (bindings !== undefined) return bindings.flatMap(({ value }) => value ?? []);
  }
  return [];
}

/** The role of a message that is written out; empty for everything else. */
function roleOf(message: Expr): string {
  const value =
    message.kind === 'dict' ? message.entries.find(({ key }) => key?.kind === 'text' && key.value === 'role')?.value : undefined;
  return value?.kind === 'text' ? value.value : '';
}
