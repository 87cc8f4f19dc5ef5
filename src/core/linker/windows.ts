/** Where a list of messages is cut to its newest ones, so that it begins with another one on every turn: in the call, or in what its list is made by. */
import type { CallExpr, Effect, Expr, MemberExpr, NameExpr, Scope, Span } from '../facts.ts';
import type { HistoryEdit } from '../ir-caching.ts';
import type { Evaluator } from './evaluate.ts';
import { attributeKey } from './flow.ts';
import { conversationArguments } from './message-arguments.ts';
import { behind, newestInFunction, newestRows, newestSlice, pushedWithin, readersNamed, trimmedLists } from './newest-rows.ts';
import { cutsSeldom, cutsSeldomAround, isSeldomBySpan, numberAt, numberOf, numberWritten } from './window-limits.ts';
import { givenFor, means } from './window-callers.ts';
import { allButNewest, freshInCopy, freshInEach, olderChangedBy, olderChangedIn, type OlderChanged } from './window-changes.ts';
import {
  asksForLimit,
  CONVERSATION_NAME,
  cutOf,
  cutOfLoop,
  holderOf,
  KEEPING_NEWEST,
  limitGoingBack,
  listsOf,
  SAME_ELEMENTS,
  SAME_MESSAGES,
  within,
} from './window-shapes.ts';
import { cutSearch } from './window-cuts.ts';
import { boundTo, isKeptAs, STARTING, trimmersIn } from './window-stores.ts';
import { sourceSearch } from './window-sources.ts';
import { conversationInFront, firstMessages } from './window-texts.ts';
import { constantText, locate, optionsOf, type LinkedFile } from './value.ts';

/** Expressions that are followed for one call: what is not found by then is not reported. */
const MAX_STEPS = 300;
/** Expressions that are evaluated for it: to learn what an object is, few are enough. */
const MAX_EVALUATED = 1500;
/** Functions within functions that are followed. */
const MAX_DEPTH = 7;
/** Functions that give the messages that they are given in another form. */
const FORMATTING =
  /^_?(to|as|format|convert|map|build|make)\w*(messages|history|conversation|turns|contents|input)|(messages|history|turns)_?(to|for)_?/i;
/** Messages from which on a list that is called a conversation is more than the context of one question. */
const LONG_ENOUGH = 10;

/**
 * Places where what an expression gives is cut to its newest elements, or where the oldest one is taken away. A list that is cut seldom and by
 * much is none: it keeps its beginning for many turns.
 *
 * @param isDoubtful true for a request of which it is not seen that it sends a conversation: only what is named as one counts
 * @param callersAreCalls true where callers of the function around are calls of their own, which are told what they cut
 * @param call the call that sends the messages, where the text of one of them may hold the conversation
 */
export function windowsIn(
  evaluator: Evaluator,
  file: LinkedFile,
  messages: Expr,
  isDoubtful: boolean,
  callersAreCalls = true,
  call?: CallExpr,
): HistoryEdit[] {
  const found = new Map<string, HistoryEdit>();
  const seen = new Set<object>();
  let steps = 0;
  /** Messages that stand in a list beside the one that is followed: `[first, second, *messages[-8:]]`. */
  let beside = 0;
  /** Callers that are calls of their own, around what is followed. */
  let handedIn = 0;
  /** Functions that send the conversation, or call one that does: who calls another one has only what it gives back. */
  const senders = new Set(around(file, messages));
  /** Functions that make the conversation in the state of a graph, around what is followed. */
  let reduced = 0;
  /** Loops around what is followed that take the role of each message from a row: whatever its table is called, it holds turns. */
  let rowsAreTurns = 0;

  const note = (where: LinkedFile, span: Span, keeps: number | undefined, kind: HistoryEdit['kind'] = 'dropped'): void => {
    if (isDoubtful && (keeps === undefined || keeps < LONG_ENOUGH)) return;
    if (isSeldomBySpan(where, span)) return;
    // What a caller cuts before it hands it in is told at the caller.
    if (handedIn > 0 && callersAreCalls && where.facts.uri !== file.facts.uri) return;
    if (isDoubtful && reduced === 0 && !CONVERSATION_NAME.test(where.text.slice(span.start, span.end))) return;
    const at = locate(where, span);
    found.set(`${at.uri} ${at.start}`, { kind, at, ...(keeps === undefined ? {} : { keeps }) });
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
      case 'index': {
        sources.posted(where, expr, depth);
        sources.ofState(where, expr, depth);
        if (expr.object.kind === 'name' && expr.index.kind === 'text') ofOptions(where, expr.object, expr.index.value, depth);
        slice(where, expr, block);
        const rows = newestSlice(where, expr);
        if (rows !== undefined) note(where, rows.at, rows.keeps);
        sources.keptUnder(where, where.text.slice(expr.object.start, expr.object.end), expr.index, depth);
        go(expr.object);
        return;
      }
      case 'list': {
        if (rewrites(where, expr, block)) return;
        const before = beside;
        beside += expr.items.filter((item) => !item.spread).length;
        for (const { value } of expr.items) if (value.kind !== 'dict') go(value);
        beside = before;
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
        if (!rewrites(where, expr, block)) expr.operands.forEach(go);
        return;
      }
      case 'conditional': {
        const own = new Set(found.keys());
        go(expr.then);
        go(expr.otherwise);
        // `messages[-10:] if len(messages) > 40 else messages` cuts seldom.
        for (const [key, edit] of found)
          if (
            !own.has(key) &&
            edit.at.uri === where.facts.uri &&
            within(edit.at, expr) &&
            cutsSeldom(evaluator, where, expr.test, edit.keeps)
          )
            found.delete(key);
        return;
      }
      case 'fallback': {
        expr.options.forEach(go);
        return;
      }
      case 'comprehension': {
        older(where, olderChangedBy(where, expr));
        const fresh = freshInEach(where, expr);
        if (fresh !== undefined) note(where, fresh, undefined, 'stamped');
        const own = tellsRole(where, expr) ? 1 : 0;
        rowsAreTurns += own;
        go(expr.iterable);
        rowsAreTurns -= own;
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
        else if (binding.import !== undefined) sources.imported(where, binding.import, depth);
        else if (binding.value !== undefined && (binding.kind === 'assign' || binding.kind === 'augment' || binding.kind === 'unpack'))
          follow(where, binding.value, binding.block, depth);
      // Functions that stand beside each other have lists of the same name.
      const own = evaluator.effectsOn(where, name).filter((effect) => within(effect, scope));
      changes(where, own, depth);
      inOlder(where, scope, name);
      sources.byHelpers(where, scope, name, depth);
      return;
    }
  };

  const inOlder = (where: LinkedFile, scope: Scope, name: string): void => {
    for (const change of CONVERSATION_NAME.test(name) ? olderChangedIn(where, scope, name) : []) older(where, change);
  };

  /** Older messages that are changed while the newest stay as they are: `[...old.slice(0, -6).map(clear), ...old.slice(-6)]`. */
  const rewrites = (where: LinkedFile, whole: Expr, block: number): boolean => {
    const kept = whole.kind === 'list' || whole.kind === 'join' ? allButNewest(where, whole) : undefined;
    const cuts = kept === undefined ? undefined : new RegExp(`\\[\\s*-\\s*${kept}\\s*:|slice\\(\\s*-\\s*${kept}\\s*\\)`);
    if (kept === undefined || cuts?.test(where.text.slice(whole.start, whole.end)) !== true) return false;
    if (!cutsSeldomAround(evaluator, where, block, numberWritten(where, kept))) older(where, { at: whole, kept });
    return true;
  };

  const older = (where: LinkedFile, change: OlderChanged | undefined): void => {
    if (change !== undefined) note(where, change.at, numberWritten(where, change.kept), 'cleared');
  };

  /** What the callers of a function give. */
  const ofParameter = (where: LinkedFile, scope: Scope, name: string, depth: number): void => {
    if (scope.name === '' || !CONVERSATION_NAME.test(name)) return;
    for (const { file: from, call, value } of givenFor(evaluator, where, scope, name)) ofCaller(from, call, value, where, scope, depth + 1);
  };

  /** What a caller hands in; a caller that surely means this function, and shows that it hands in a conversation, tells what it cuts itself. */
  const ofCaller = (from: LinkedFile, call: CallExpr, value: Expr, where: LinkedFile, scope: Scope, depth: number): void => {
    const sends = senders.has(scope);
    if (sends) for (const one of around(from, call)) senders.add(one);
    const tells = sends && conversationArguments(from, call).includes(value) && means(evaluator, from, call.callee, where, scope);
    if (tells) handedIn++;
    follow(from, value, call.block, depth);
    if (tells) handedIn--;
  };

  const ofMember = (where: LinkedFile, expr: MemberExpr, depth: number): void => {
    if (expr.object.kind === 'self') {
      ofAttribute(where, expr.object.scope, expr.name, depth);
      return;
    }
    sources.posted(where, expr, depth);
    sources.ofState(where, expr, depth);
    // What a client of a database wraps its rows in: `const { data } = await client.from('messages')…`.
    if (/^(data|rows|docs|results|items)$/.test(expr.name) && (expr.object.kind === 'call' || expr.object.kind === 'name'))
      follow(where, expr.object, expr.object.kind === 'call' ? expr.object.block : -1, depth);
    if (expr.object.kind === 'name') ofOptions(where, expr.object, expr.name, depth);
    if (CONVERSATION_NAME.test(expr.name)) ofField(where, expr.object, expr.name, depth);
    for (const object of optionsOf(evaluator.evaluate(expr.object, evaluator.frameOf(where))))
      if (object.kind === 'instance') ofAttribute(object.file, object.scope, expr.name, depth + 1);
  };

  /** `options.messages`, `params["messages"]`, and what a function takes out of the one object that it is given. */
  const ofOptions = (where: LinkedFile, object: NameExpr, key: string, depth: number): void => {
    const scope = CONVERSATION_NAME.test(key) ? holderOf(where, object.name, object.scope) : undefined;
    if (scope === undefined) return;
    for (const { file: from, call, value } of givenFor(evaluator, where, scope, object.name))
      for (const options of value.kind === 'dict' ? [value] : boundTo(from, value))
        for (const entry of options.kind === 'dict' ? options.entries : [])
          if (entry.key?.kind === 'text' && entry.key.value === key) ofCaller(from, call, entry.value, where, scope, depth + 1);
  };

  /** What a file does to the conversations in a field of its records: `history.messages.shift()`. */
  const ofField = (where: LinkedFile, object: Expr, name: string, depth: number): void => {
    for (const { effects } of where.facts.scopes)
      for (const effect of effects) {
        const { kind, target, key } = effect;
        if (kind === 'other' && target.kind === 'member' && target.name === name && target.object.kind !== 'self') dropped(where, effect);
        if (kind === 'set' && target.kind === 'name' && key?.kind === 'text' && key.value === name)
          follow(where, effect.value, effect.block, depth + 1);
      }
    for (const { at, keeps } of pushedWithin(evaluator, where, name)) note(where, at, keeps);
    // The list of a class of the file, where the object is taken from a store of such.
    for (const { kind, id, name: own } of where.facts.scopes)
      if (kind === 'class' && evaluator.effectsOn(where, attributeKey(id, name)).length > 0 && isKeptAs(where, object, own))
        ofAttribute(where, id, name, depth + 1);
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
      const fresh = effect.kind === 'append' ? freshInCopy(where, effect) : undefined;
      if (fresh !== undefined) note(where, fresh, undefined, 'stamped');
      if (effect.kind !== 'append' && effect.kind !== 'extend' && effect.kind !== 'prepend') continue;
      const { blocks, scopes } = where.facts;
      const holder = scopes[effect.scope];
      const limit = holder === undefined ? undefined : limitGoingBack(where, effect, holder);
      if (limit !== undefined) noteLimit(where, limit, limit);
      for (let at = effect.block; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
        const header = blocks[at]?.kind === 'for' ? blocks[at]?.header : undefined;
        const own = tellsRole(where, effect.value) ? 1 : 0;
        rowsAreTurns += own;
        for (const list of header === undefined ? [] : listsOf(header)) {
          const loop = blocks[at];
          const cut = loop === undefined || list.kind === 'number' ? undefined : cutOfLoop(where, loop, list);
          if (cut !== undefined) note(where, header ?? list, numberAt(evaluator, where, list, cut.kept));
          if (effect.kind !== 'prepend' || list.kind === 'call') follow(where, list, blocks[at]?.parent ?? -1, depth);
        }
        rowsAreTurns -= own;
      }
      // `history.forEach((turn) => messages.push(turn))`
      const each = where.facts.calls.find(({ args }) =>
        args.some(({ value }) => value.kind === 'function' && value.scope === effect.scope),
      );
      if (each?.callee.kind === 'member' && each.callee.name === 'forEach') follow(where, each.callee.object, each.block, depth);
    }
  };

  const ofCall = (where: LinkedFile, call: CallExpr, depth: number): void => {
    const { callee } = call;
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
    const cut = slice(where, call, call.block);
    if (cut !== undefined) {
      follow(where, cut, call.block, depth);
      return;
    }
    // `history.reduceRight((kept, turn) => (used + size(turn) > budget ? kept : [turn, ...kept]), [])`
    if (callee.kind === 'member' && name === 'reduceRight' && asksForLimit(where.text.slice(call.start, call.end), '')) {
      note(where, callee, undefined);
      follow(where, callee.object, call.block, depth);
      return;
    }
    if (callee.kind === 'member' && (name === 'slice' || SAME_MESSAGES.has(name))) {
      const own = name === 'map' && tellsRole(where, call) ? 1 : 0;
      rowsAreTurns += own;
      follow(where, callee.object, call.block, depth);
      rowsAreTurns -= own;
      if (name === 'concat') for (const { value } of call.args) follow(where, value, call.block, depth);
      return;
    }
    sources.posted(where, call, depth);
    sources.ofState(where, call, depth);
    sources.stored(where, call, depth);
    const rows = newestRows(evaluator, where, call, rowsAreTurns > 0);
    if (rows !== undefined && !cutsSeldomAround(evaluator, where, call.block, undefined)) {
      note(where, rows.at, rows.keeps);
      return;
    }
    for (const source of behind(where, call)) follow(where, source, call.block, depth);
    if (callee.kind === 'member' && /^(get|setdefault|at)$/.test(name)) {
      sources.keptUnder(where, where.text.slice(callee.object.start, callee.object.end), call.args[0]?.value, depth);
      const first = call.args[1]?.value;
      if (first?.kind === 'call') follow(where, first, call.block, depth);
      if (callee.object.kind === 'member') {
        ofMember(where, callee.object, depth);
        return;
      }
    }
    if (SAME_ELEMENTS.has(name)) {
      const [first] = call.args;
      if (first !== undefined) follow(where, first.value, call.block, depth);
      return;
    }
    // What a store begins each conversation with: `defaultdict(lambda: deque(maxlen=20))`.
    if (name === 'defaultdict' && call.args[0] !== undefined) follow(where, call.args[0].value, call.block, depth);
    for (const trimmed of trimmedLists(evaluator, where, call, rowsAreTurns > 0)) note(where, trimmed.at, trimmed.keeps);
    if (name === 'deque') {
      const limit = call.args.find((argument) => argument.kind === 'keyword' && argument.name === 'maxlen')?.value;
      if (limit !== undefined && limit.kind !== 'null') note(where, call, numberOf(evaluator, where, limit));
      return;
    }
    // What the middleware of an agent sends instead: `handler(request.override(messages=shorten(request.messages)))`.
    if (name === 'override' || name === 'handler')
      for (const { name: given, value } of call.args)
        if (given === 'messages' || value.kind === 'call') follow(where, value, call.block, depth);
    // `trimmer = trim_messages(…)`, and `trimmer.invoke(history)`
    if (callee.kind === 'member' && STARTING.has(name))
      for (const trimmer of trimmersIn(where, callee.object)) {
        ofCall(where, trimmer, depth);
        for (const { value } of call.args.slice(0, 1)) follow(where, value, call.block, depth);
      }
    const made = optionsOf(evaluator.evaluate(callee, evaluator.frameOf(where)));
    if (callee.kind === 'member' && made.every(({ kind }) => kind === 'unknown'))
      for (const { file: holder, scope } of readersNamed(evaluator, name)) returns(holder, scope, depth + 1);
    for (const option of made) {
      if (option.kind === 'external' && KEEPING_NEWEST.test(`${option.path}()`)) {
        const strategy = call.args.find((argument) => argument.name === 'strategy')?.value;
        const text = strategy === undefined ? 'last' : constantText(evaluator.evaluate(strategy, evaluator.frameOf(where)));
        if (text === 'last' && !cutsSeldomAround(evaluator, where, call.block, undefined)) note(where, call, undefined);
      }
      if (option.kind === 'function') {
        // What the function does to a conversation that it is given is done to the list, and what it returns comes from it.
        returns(option.file, option.file.facts.scopes[option.scope], depth + 1);
        const makes = FORMATTING.test(name);
        for (const { value } of call.args)
          if (value.kind === 'name' || value.kind === 'member' ? CONVERSATION_NAME.test(value.name) || makes : makes && isCut(where, value))
            follow(where, value, call.block, depth + 1);
      }
    }
  };

  const { slice, dropped, noteLimit } = cutSearch(evaluator, note, () => beside);
  const sources = sourceSearch(evaluator, {
    follow: (where, expr, block, depth) => {
      follow(where, expr, block, depth);
    },
    named: (where, name, depth) => {
      ofName(where, name, 0, depth);
    },
    reduced: (where, scope, depth) => {
      reduced++;
      returns(where, scope, depth);
      reduced--;
    },
    helper: (where, scope, name, depth) => {
      const own = evaluator.effectsOn(where, name).filter((effect) => within(effect, scope));
      changes(where, own, depth);
      inOlder(where, scope, name);
    },
    dropped,
    removed: (where, call, kept) => {
      const keeps = numberWritten(where, kept);
      if (!cutsSeldomAround(evaluator, where, call.block, keeps)) note(where, call, keeps);
    },
  });
  if (!evaluator.isSpent)
    evaluator.within(MAX_EVALUATED, () => {
      follow(file, messages, -1, 0);
      if (call !== undefined)
        for (const first of firstMessages(file, messages)) conversationInFront(evaluator, file, first, call, { follow });
    });
  return [...found.values()].sort((a, b) => a.at.start - b.at.start);
}

/** True for a message whose role is taken from a row: `{"role": row.role, …}`, `(row) => ({ role: row.role })`. */
function tellsRole({ text }: LinkedFile, { start, end }: Span): boolean {
  return /\brole["']?\s*[:=]\s*\w+(?:\.|\[["']|\.get\(["'])role\b/.test(text.slice(Math.max(start, end - MAX_MESSAGE), end));
}

/** Units of a message that are looked at. */
const MAX_MESSAGE = 400;

/** True for a slice of a list. */
function isCut(where: LinkedFile, value: Expr): boolean {
  return cutOf(where, value) !== undefined;
}

/** The functions around a place. */
function around({ facts }: LinkedFile, span: Span): readonly Scope[] {
  return facts.scopes.filter((scope) => (scope.kind === 'function' || scope.kind === 'lambda') && within(span, scope));
}
