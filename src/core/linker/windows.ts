/** Where a list of messages is cut to its newest ones, so that it begins with another one on every turn: in the call, or in what its list is made by. */
import type { Block, CallExpr, Effect, Expr, Scope, Span } from '../facts.ts';
import type { HistoryEdit } from '../ir-caching.ts';
import type { Evaluator } from './evaluate.ts';
import { attributeKey } from './flow.ts';
import { callerParameters } from './calls.ts';
import { newestInFunction, newestRows, readersNamed } from './newest-rows.ts';
import { callersOf } from './reuse.ts';
import { constantText, locate, optionsOf, type LinkedFile } from './value.ts';

/** Expressions that are followed for one call: what is not found by then is not reported. */
const MAX_STEPS = 300;
/** Functions within functions that are followed. */
const MAX_DEPTH = 5;
/** Callers of one function that are asked what they give. */
const MAX_CALLERS = 6;
/** Messages by which one turn makes a conversation longer: a question and its answer. */
const TURN_MESSAGES = 2;
/** Messages in front of a conversation that stay when old ones are taken away: rules, and a first exchange. */
const KEPT_IN_FRONT = 5;
/** Names of lists that hold a conversation, where anything else may stand as well: in texts, among the arguments of a function. */
const CONVERSATION_NAME = /hist|messag|convers|chat|dialog|turns|memory/i;

/** Foreign calls that keep the newest messages, as they are documented on 2026-11-22; all leave out the oldest one at a time. */
const KEEPING_NEWEST = /(^|[.:])(trim_messages|trimMessages)\(\)$/;
/** Methods that give the same messages, in another form or in part. */
const SAME_MESSAGES: ReadonlySet<string> = new Set([
  'map',
  'filter',
  'concat',
  'flat',
  'flatMap',
  'toReversed',
  'reverse',
  'copy',
  'values',
]);
/** Functions that give the elements of their argument. */
const SAME_ELEMENTS: ReadonlySet<string> = new Set([
  'list',
  'tuple',
  'reversed',
  'deepcopy',
  'convertToModelMessages',
  'convertToCoreMessages',
  'from',
  'structuredClone',
]);
/** Words by which a condition asks how long a conversation is. */
const LENGTH_WORDS = /\blen\b|length|count|size|token|max|limit|budget|window|total/i;

/**
 * Places where what an expression gives is cut to its newest elements, or where the oldest one is taken away. A list that is cut seldom and by
 * much is none: it keeps its beginning for many turns.
 */
export function windowsIn(evaluator: Evaluator, file: LinkedFile, messages: Expr): HistoryEdit[] {
  const found = new Map<string, HistoryEdit>();
  const seen = new Set<object>();
  let steps = 0;
  /** Messages that stand in a list beside the one that is followed: `[first, second, *messages[-8:]]`. */
  let beside = 0;

  const note = (where: LinkedFile, span: Span, keeps: number | undefined): void => {
    const at = locate(where, span);
    found.set(`${at.uri} ${at.start}`, { kind: 'dropped', at, ...(keeps === undefined ? {} : { keeps }) });
  };

  const follow = (where: LinkedFile, expr: Expr, block: number, depth: number): void => {
    if (seen.has(expr) || depth > MAX_DEPTH || ++steps > MAX_STEPS) return;
    seen.add(expr);
    const go = (next: Expr): void => {
      follow(where, next, block, depth);
    };
    switch (expr.kind) {
      case 'name': {
        ofName(where, expr.name, expr.scope, depth);
        return;
      }
      case 'member': {
        ofMember(where, expr, depth);
        return;
      }
      case 'index':
        if (expr.index.kind === 'unknown') slice(where, expr, expr.object, where.text.slice(expr.object.end, expr.end), block);
        {
          go(expr.object);
          return;
        }
      case 'list': {
        const before = beside;
        beside += expr.items.filter((item) => !item.spread).length;
        for (const { value } of expr.items) if (value.kind !== 'dict') go(value);
        beside = before;
        for (const { value } of expr.items) ofMessage(where, value, block, depth);
        return;
      }
      // What a hook gives instead of the messages: `{"llm_input_messages": …}`.
      case 'dict':
        for (const { key, value } of expr.entries) if (key?.kind === 'text' && /messages$/i.test(key.value)) go(value);
        return;
      case 'function': {
        returns(where, where.facts.scopes[expr.scope], depth + 1);
        return;
      }
      case 'join': {
        expr.operands.forEach(go);
        return;
      }
      case 'conditional': {
        const own = new Set(found.keys());
        go(expr.then);
        go(expr.otherwise);
        // `messages[-10:] if len(messages) > 40 else messages` cuts seldom.
        for (const [key, edit] of found)
          if (!own.has(key) && edit.at.uri === where.facts.uri && within(edit.at, expr) && cutsSeldom(where, expr.test, edit.keeps))
            found.delete(key);
        return;
      }
      case 'fallback': {
        expr.options.forEach(go);
        return;
      }
      case 'comprehension': {
        go(expr.iterable);
        return;
      }
      case 'call': {
        ofCall(where, expr, depth);
        return;
      }
      default:
        return;
    }
  };

  /** A conversation that is sent as the text of one message. */
  const ofMessage = (where: LinkedFile, message: Expr, block: number, depth: number): void => {
    if (message.kind !== 'dict') return;
    for (const { key, value } of message.entries) if (key?.kind === 'text' && key.value === 'content') inText(where, value, block, depth);
  };

  const inText = (where: LinkedFile, expr: Expr, block: number, depth: number): void => {
    if (depth > MAX_DEPTH || ++steps > MAX_STEPS) return;
    const go = (next: Expr): void => {
      inText(where, next, block, depth + 1);
    };
    switch (expr.kind) {
      case 'template':
        for (const part of expr.parts) if (part.kind === 'hole') go(part.value);
        return;
      case 'join': {
        expr.operands.forEach(go);
        return;
      }
      case 'name':
        return where.facts.scopes[expr.scope]?.bindings.get(expr.name)?.forEach((binding) => {
          if (binding.kind === 'assign' && binding.value !== undefined && binding.value !== expr) go(binding.value);
        });
      case 'call': {
        const lists = [...expr.args.map(({ value }) => value), ...(expr.callee.kind === 'member' ? [expr.callee.object] : [])];
        for (const list of lists)
          if (list.kind !== 'text' && CONVERSATION_NAME.test(where.text.slice(list.start, list.end))) follow(where, list, block, depth + 1);
        return;
      }
      default:
        return;
    }
  };

  const ofName = (where: LinkedFile, name: string, from: number, depth: number): void => {
    const { scopes } = where.facts;
    for (let at = from; at >= 0; at = scopes[at]?.parent ?? -1) {
      const scope = scopes[at];
      if (scope === undefined || (scope.kind === 'class' && at !== from)) continue;
      const bindings = scope.bindings.get(name);
      if (scope.params.some((parameter) => parameter.name === name)) ofParameter(where, scope, name, depth);
      if (bindings === undefined && !scope.params.some((parameter) => parameter.name === name)) continue;
      for (const binding of bindings ?? [])
        if (binding.kind === 'function' && binding.defines !== undefined) returns(where, scopes[binding.defines], depth + 1);
        else if (binding.value !== undefined && (binding.kind === 'assign' || binding.kind === 'augment' || binding.kind === 'unpack'))
          follow(where, binding.value, binding.block, depth);
      // Functions that stand beside each other have lists of the same name.
      const own = evaluator.effectsOn(where, name).filter((effect) => within(effect, scope));
      changes(where, own, depth);
      return;
    }
  };

  /** What the callers of a function give. */
  const ofParameter = (where: LinkedFile, scope: Scope, name: string, depth: number): void => {
    if (scope.kind !== 'function' || !CONVERSATION_NAME.test(name)) return;
    const position = callerParameters(where, scope.id).findIndex((one) => one.name === name);
    for (const { file: from, call } of callersOf(evaluator, where, scope).slice(0, MAX_CALLERS)) {
      const named = call.args.find((argument) => argument.kind === 'keyword' && argument.name === name);
      const given = (named ?? call.args.filter((argument) => argument.kind === 'positional')[position])?.value;
      if (given !== undefined) follow(from, given, call.block, depth + 1);
    }
  };

  const ofMember = (where: LinkedFile, expr: Extract<Expr, { readonly kind: 'member' }>, depth: number): void => {
    if (expr.object.kind === 'self') {
      ofAttribute(where, expr.object.scope, expr.name, depth);
      return;
    }
    for (const object of optionsOf(evaluator.evaluate(expr.object, evaluator.frameOf(where))))
      if (object.kind === 'instance') ofAttribute(object.file, object.scope, expr.name, depth + 1);
  };

  const ofAttribute = (where: LinkedFile, scope: number, name: string, depth: number): void => {
    const effects = evaluator.effectsOn(where, attributeKey(scope, name));
    // A list itself, or the lists of a store by the id of their conversation.
    for (const effect of [...effects, ...evaluator.effectsOn(where, `${attributeKey(scope, name)}[]`)])
      if (effect.kind === 'set' && (effect.target.kind === 'self' || effect.key !== undefined || effect.target.kind === 'index'))
        follow(where, effect.value, effect.block, depth);
    changes(where, effects, depth);
    // A property gives what its code returns.
    const defined = where.facts.scopes[scope]?.bindings.get(name)?.at(-1)?.defines;
    if (defined !== undefined) returns(where, where.facts.scopes[defined], depth + 1);
  };

  const returns = (where: LinkedFile, scope: Scope | undefined, depth: number): void => {
    const rows = scope === undefined ? undefined : newestInFunction(evaluator, where, scope);
    if (rows !== undefined) note(where, rows.at, rows.keeps);
    for (const result of scope?.returns ?? []) follow(where, result.value, result.block, depth);
  };

  /** What statements do to a list: elements that come from elsewhere, and the oldest that are taken away. */
  const changes = (where: LinkedFile, effects: readonly Effect[], depth: number): void => {
    for (const effect of effects) {
      if (effect.kind === 'other') dropped(where, effect);
      if (effect.kind === 'extend') follow(where, effect.value, effect.block, depth);
      if (effect.kind === 'append') ofMessage(where, effect.value, effect.block, depth);
      if (effect.kind !== 'append' && effect.kind !== 'extend') continue;
      const { blocks } = where.facts;
      for (let at = effect.block; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
        const header = blocks[at]?.kind === 'for' ? blocks[at]?.header : undefined;
        for (const list of header === undefined ? [] : listsOf(header)) follow(where, list, blocks[at]?.parent ?? -1, depth);
      }
      // `history.forEach((turn) => messages.push(turn))`
      const around = where.facts.calls.find(({ args }) =>
        args.some(({ value }) => value.kind === 'function' && value.scope === effect.scope),
      );
      if (around?.callee.kind === 'member' && around.callee.name === 'forEach') follow(where, around.callee.object, around.block, depth);
    }
  };

  const ofCall = (where: LinkedFile, call: CallExpr, depth: number): void => {
    const { callee } = call;
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
    if (callee.kind === 'member' && name === 'slice')
      slice(where, call, callee.object, where.text.slice(call.argList.start, call.argList.end), call.block);
    if (callee.kind === 'member' && (name === 'slice' || SAME_MESSAGES.has(name))) {
      follow(where, callee.object, call.block, depth);
      if (name === 'concat') for (const { value } of call.args) follow(where, value, call.block, depth);
      return;
    }
    const rows = newestRows(evaluator, where, call);
    if (rows !== undefined && !cutsSeldomAround(where, call.block, undefined)) {
      note(where, rows.at, rows.keeps);
      return;
    }
    if (callee.kind === 'member' && /^(get|setdefault|at)$/.test(name) && callee.object.kind === 'member') {
      ofMember(where, callee.object, depth);
      return;
    }
    if (SAME_ELEMENTS.has(name)) {
      const [first] = call.args;
      if (first !== undefined) follow(where, first.value, call.block, depth);
      return;
    }
    if (name === 'deque') {
      const limit = call.args.find((argument) => argument.kind === 'keyword' && argument.name === 'maxlen')?.value;
      if (limit !== undefined && limit.kind !== 'null') note(where, call, numberOf(where, limit));
      return;
    }
    const made = optionsOf(evaluator.evaluate(callee, evaluator.frameOf(where)));
    if (callee.kind === 'member' && made.every(({ kind }) => kind === 'unknown'))
      for (const { file: holder, scope } of readersNamed(evaluator, name)) returns(holder, scope, depth + 1);
    for (const option of made) {
      if (option.kind === 'external' && KEEPING_NEWEST.test(`${option.path}()`)) {
        const strategy = call.args.find((argument) => argument.name === 'strategy')?.value;
        const text = strategy === undefined ? 'last' : constantText(evaluator.evaluate(strategy, evaluator.frameOf(where)));
        if (text === 'last' && !cutsSeldomAround(where, call.block, undefined)) note(where, call, undefined);
      }
      if (option.kind === 'function') {
        // What the function does to a conversation that it is given is done to the list, and what it returns comes from it.
        returns(option.file, option.file.facts.scopes[option.scope], depth + 1);
        for (const { value } of call.args)
          if ((value.kind === 'name' || value.kind === 'member') && CONVERSATION_NAME.test(value.name))
            follow(where, value, call.block, depth + 1);
      }
    }
  };

  /** `history[-10:]`, `history.slice(-10)`: `written` is what stands in the brackets, with them. */
  const slice = (where: LinkedFile, whole: Expr, list: Expr, written: string, block: number): void => {
    const kept = /^[[(]\s*-\s*([\w.$()]+(?:\s*[*+]\s*[\w.$]+)*)\s*:?\s*[\])]$/.exec(written)?.[1];
    if (kept === undefined) return;
    const number = /^[\d_]+$/.test(kept) ? Number(kept.replaceAll('_', '')) : numberNamed(where, kept);
    const stays = number === undefined ? undefined : number + beside;
    if (!cutsSeldomAround(where, block, stays, list, kept)) note(where, whole, number);
  };

  /** `pop(0)`, `shift()`, `splice(0, 2)`, `del messages[1:3]` where the list has become too long. */
  const dropped = (where: LinkedFile, effect: Effect): void => {
    const { value } = effect;
    const count =
      value.kind === 'call'
        ? takenFromFront(value)
        : value.kind === 'index'
          ? deletedFromFront(where.text.slice(value.object.end, value.end))
          : undefined;
    const { blocks } = where.facts;
    const around = blocks[effect.block];
    if (count === undefined || around === undefined) return;
    const asks = LENGTH_WORDS.test(headerOf(where, around));
    if ((around.kind === 'branch' && asks && count <= TURN_MESSAGES) || (around.kind === 'while' && asks))
      note(where, effect, /\blen\(|\.(length|size)\b/.test(headerOf(where, around)) ? limitOf(where, around.header) : undefined);
  };

  const cutsSeldomAround = (where: LinkedFile, from: number, keeps: number | undefined, list?: Expr, kept?: string): boolean => {
    const { blocks } = where.facts;
    for (let at = from; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
      const block = blocks[at];
      if (block?.kind !== 'branch' || block.header === undefined) continue;
      const text = where.text.slice(block.header.start, block.header.end);
      if (kept !== undefined && text.includes(kept)) continue;
      if (list !== undefined && !/[<>]/.test(text) && !LENGTH_WORDS.test(text)) continue;
      if (cutsSeldom(where, block.header, keeps)) return true;
    }
    return false;
  };

  /** True for a condition under which so much is cut that the next cut is turns away, and for one on something else than the number of messages. */
  const cutsSeldom = (where: LinkedFile, test: Expr, keeps: number | undefined): boolean => {
    const text = where.text.slice(test.start, test.end);
    if (!/[<>]/.test(text)) return LENGTH_WORDS.test(text);
    const limit = limitOf(where, test);
    return limit === undefined || keeps === undefined ? true : limit - keeps > TURN_MESSAGES;
  };

  const limitOf = (where: LinkedFile, header: Expr | undefined): number | undefined => {
    if (header?.kind !== 'operation' || !/^[<>]=?$/.test(header.operator)) return undefined;
    const numbers = header.operands.flatMap((operand) => numberOf(where, operand) ?? []);
    return numbers.length === 1 ? numbers[0] : undefined;
  };

  const numberOf = (where: LinkedFile, expr: Expr): number | undefined => {
    const value = evaluator.evaluate(expr, evaluator.frameOf(where));
    const number = optionsOf(value.kind === 'unknown' && value.fallback !== undefined ? value.fallback : value)[0];
    return number?.kind === 'number' ? Number(number.value) : undefined;
  };

  /** The number that a name of the module or an attribute set in the file stands for. */
  const numberNamed = (where: LinkedFile, written: string): number | undefined => {
    const values = where.facts.scopes.flatMap((scope) => scope.bindings.get(written.slice(written.lastIndexOf('.') + 1)) ?? []);
    const [only] = values;
    return values.length === 1 && only?.value?.kind === 'number' ? only.value.value : undefined;
  };

  follow(file, messages, -1, 0);
  return [...found.values()].sort((a, b) => a.at.start - b.at.start);
}

/** Elements that a call takes from the front of its list, or from behind a first one that stays; undefined for other calls. */
function takenFromFront(call: CallExpr): number | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const [first, second] = call.args.map(({ value }) => (value.kind === 'number' ? value.value : undefined));
  switch (call.callee.name) {
    case 'shift':
    case 'popleft':
      return call.args.length === 0 ? 1 : undefined;
    case 'pop':
      return first !== undefined && first >= 0 && first <= KEPT_IN_FRONT ? 1 : undefined;
    case 'splice':
      return first !== undefined && first >= 0 && first <= KEPT_IN_FRONT ? second : undefined;
    default:
      return undefined;
  }
}

/** Elements that `del list[…]` takes from the front or from behind the first few, by what stands in the brackets. */
function deletedFromFront(written: string): number | undefined {
  const [, from, colon, to] = /^\[\s*(\d*)\s*(:?)\s*(\d*)\s*\]$/.exec(written) ?? [];
  if (from === undefined || Number(from) > KEPT_IN_FRONT || (colon === '' && from === '')) return undefined;
  if (colon === '') return 1;
  return to === undefined || to === '' ? undefined : Number(to) - Number(from);
}

/** What a `for` goes through: a list, or one whose length it counts up to (`i < turns.length`, `range(len(turns))`). */
function listsOf(header: Expr): Expr[] {
  switch (header.kind) {
    case 'operation':
      return header.operands.flatMap(listsOf);
    case 'member':
      return [header.name === 'length' ? header.object : header];
    case 'call': {
      const counts = header.callee.kind === 'name' && /^(range|len|enumerate|reversed|list)$/.test(header.callee.name);
      return counts ? header.args.flatMap(({ value }) => listsOf(value)) : [header];
    }
    default:
      return [header];
  }
}

function headerOf({ text }: LinkedFile, { header }: Block): string {
  return header === undefined ? '' : text.slice(header.start, header.end);
}

function within(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
