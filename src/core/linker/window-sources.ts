/** Conversations that are kept or cut elsewhere: by a helper that fills a list, in a file or the browser, in the state of a graph. */
import type { CallExpr, Effect, Expr, ImportTarget, Scope, Span } from '../facts.ts';
import { callerParameters } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import { postedAs } from './posted-fields.ts';
import { optionsOf, type LinkedFile } from './value.ts';
import { allButNewest } from './window-changes.ts';
import { startedWith } from './window-runs.ts';
import { CONVERSATION_NAME } from './window-shapes.ts';

/** What the search elsewhere needs of the search in lists. */
export interface SourceWalk {
  follow(where: LinkedFile, expr: Expr, block: number, depth: number): void;
  /** A name of a module. */
  named(where: LinkedFile, name: string, depth: number): void;
  /** What a function gives that makes the conversation in a graph's state. */
  reduced(where: LinkedFile, scope: Scope, depth: number): void;
  /** What a function does to a list that it is given. */
  helper(where: LinkedFile, scope: Scope, parameter: string, depth: number): void;
  /** A statement that takes elements away. */
  dropped(where: LinkedFile, effect: Effect): void;
  /** Messages that a graph takes out of its state: all but the newest, as written. */
  removed(where: LinkedFile, call: CallExpr, kept: string): void;
}

/** Finds the places elsewhere where a conversation is made shorter. */
export interface SourceSearch {
  /** Functions that are given a list and change it: `add_history(messages, history)`. */
  byHelpers(where: LinkedFile, scope: Scope, name: string, depth: number): void;
  /** A conversation that a call reads from a file or the browser's storage: what the same file writes there. */
  stored(where: LinkedFile, call: CallExpr, depth: number): void;
  /** A field of what a request posts: what pages of the project put there. */
  posted(where: LinkedFile, expr: Expr, depth: number): void;
  /** A field of the state of a graph, which nodes and reducers cut. */
  ofState(where: LinkedFile, expr: Expr, depth: number): void;
  /** One of many conversations, by the id of its user or channel: what the same file keeps in their place. `store` as written, and the id. */
  keptUnder(where: LinkedFile, store: string, key: Expr | undefined, depth: number): void;
  /** A list of another file: what that file does to it. */
  imported(where: LinkedFile, target: ImportTarget, depth: number): void;
}

/** Calls that read a value that was written as JSON. */
const READING_JSON = /^(loads?|parse|safe_load|readJson(Sync)?|readJSON(Sync)?|getItem)$/;
/** Calls that write one, with the position of the value. */
const WRITING_JSON: ReadonlyMap<string, number> = new Map([
  ['dump', 0],
  ['dumps', 0],
  ['stringify', 0],
  ['writeJson', 1],
  ['writeJsonSync', 1],
  ['writeJSONSync', 1],
]);
/** Calls around that keep what was written. */
const KEEPING = /^(setItem|writeFile|writeFileSync|write|write_text|h?set|setex|put)$/i;
/** Where a value is read from, as written: `localStorage.getItem(KEY)`. */
const READ_PLACE = /\b(?:getItem|readFileSync|readFile|h?get)\(\s*([^,()]+)/;
/** Imports within imports that are followed. */
const MAX_IMPORTS = 3;
/** What is written for people to look at. */
const FOR_PEOPLE = /log|debug|export|print|trace|report|backup/i;

/** The search that goes with one search in lists. */
export function sourceSearch(evaluator: Evaluator, walk: SourceWalk): SourceSearch {
  const byHelpers: SourceSearch['byHelpers'] = (where, scope, name, depth) => {
    if (!CONVERSATION_NAME.test(name)) return;
    for (const call of where.facts.calls) {
      if (call.start < scope.start || call.end > scope.end || call.args.length === 0) continue;
      const position = call.args
        .filter(({ kind }) => kind === 'positional')
        .findIndex(({ value }) => value.kind === 'name' && value.name === name);
      if (position < 0) continue;
      for (const option of optionsOf(evaluator.evaluate(call.callee, evaluator.frameOf(where)))) {
        if (option.kind !== 'function') continue;
        const given = callerParameters(option.file, option.scope)[position]?.name;
        const made = option.file.facts.scopes[option.scope];
        if (given === undefined || made === undefined || made.id === scope.id) continue;
        walk.helper(option.file, made, given, depth + 1);
      }
    }
  };

  const stored: SourceSearch['stored'] = (where, call, depth) => {
    if (
      !READING_JSON.test(lastName(call.callee)) ||
      !/open\(|file|path|getItem|read|\.h?get\(/i.test(where.text.slice(call.start, call.end))
    )
      return;
    const read = READ_PLACE.exec(where.text.slice(call.start, call.end))?.[1]?.trim();
    for (const write of where.facts.calls) {
      const value = write.args[WRITING_JSON.get(lastName(write.callee)) ?? -1]?.value;
      if (value === undefined) continue;
      const around = where.facts.calls.find(
        (one) => one !== write && one.argList.start <= write.start && write.end <= one.argList.end && KEEPING.test(lastName(one.callee)),
      );
      if (around === undefined && lastName(write.callee) !== 'dump' && !lastName(write.callee).startsWith('write')) continue;
      const place = around?.args[0]?.value;
      const isSamePlace = place !== undefined && read !== undefined && where.text.slice(place.start, place.end) === read;
      if (!CONVERSATION_NAME.test(where.text.slice(value.start, value.end)) && !isSamePlace) continue;
      const holder = functionAround(where, write.scope)?.name ?? '';
      if (FOR_PEOPLE.test(holder) || FOR_PEOPLE.test(where.text.slice((around ?? write).start, (around ?? write).end))) continue;
      walk.follow(where, value, write.block, depth + 1);
    }
  };

  const posted: SourceSearch['posted'] = (where, expr, depth) => {
    for (const { file, call, value } of postedAs(evaluator, where, expr)) walk.follow(file, value, call.block, depth + 1);
  };

  const ofState: SourceSearch['ofState'] = (where, expr, depth) => {
    const [state, key] = fieldOf(expr);
    if (state?.kind !== 'name' || key === undefined || !CONVERSATION_NAME.test(key)) return;
    const scope = functionAround(where, state.scope);
    const parameter = scope?.params.find(({ name }) => name === state.name);
    if (parameter === undefined) return;
    const declared = parameter.annotation === undefined ? undefined : evaluator.evaluate(parameter.annotation, evaluator.frameOf(where));
    const others = declared === undefined ? [] : optionsOf(declared).flatMap((one) => (one.kind === 'class' ? [one.file] : []));
    for (const file of new Set([where, ...others])) {
      removals(file, depth);
      for (const reducer of reducersOf(file, key)) walk.reduced(file, reducer, depth + 1);
    }
    for (const { file, call, value } of startedWith(evaluator, 'StateGraph', key)) walk.follow(file, value, call.block, depth + 1);
  };

  const removals = (file: LinkedFile, depth: number): void => {
    for (const call of file.facts.calls) {
      if (lastName(call.callee) !== 'RemoveMessage') continue;
      const holder = functionAround(file, call.scope);
      const statement = holder?.returns.find((one) => one.start <= call.start && call.end <= one.end)?.value;
      const bound = [...(holder?.bindings.values() ?? [])]
        .flat()
        .find(({ value }) => value !== undefined && value.start <= call.start && call.end <= value.end);
      const around = statement ?? bound?.value;
      const kept = around === undefined ? undefined : allButNewest(file, around);
      if (kept !== undefined) walk.removed(file, call, kept);
      // `[RemoveMessage(id=REMOVE_ALL_MESSAGES), *messages[-20:]]`
      else if (holder !== undefined) walk.reduced(file, holder, depth + 1);
    }
  };

  const lookedAt = new Set<string>();
  const keptUnder: SourceSearch['keptUnder'] = (where, name, id, depth) => {
    const { facts, text } = where;
    const place = constantKey(id);
    const once = `${facts.uri} ${name} ${place ?? ''}`;
    if (lookedAt.has(once)) return;
    lookedAt.add(once);
    const written = (span: Span): string => text.slice(span.start, span.end);
    const entryKey = (value: Expr): Expr | undefined =>
      value.kind === 'index' ? value.index : value.kind === 'call' ? value.args[0]?.value : undefined;
    const isEntry = (value: Expr): boolean => {
      if (value.kind === 'fallback') return value.options.some(isEntry);
      const object =
        value.kind === 'index'
          ? value.object
          : value.kind === 'call' && value.callee.kind === 'member' && /^(get|setdefault|at)$/.test(value.callee.name)
            ? value.callee.object
            : undefined;
      return object !== undefined && written(object) === name && constantKey(entryKey(value)) === place;
    };
    const isSame = (key: Expr | undefined): boolean => id !== undefined && key !== undefined && written(key) === written(id);
    const holds = (value: Expr, key: Expr | undefined): boolean =>
      CONVERSATION_NAME.test(name) || CONVERSATION_NAME.test(written(value)) || isSame(key);
    // `histories.set(id, history.slice(-20))`
    for (const call of facts.calls) {
      const value = call.args[1]?.value;
      if (value === undefined || call.callee.kind !== 'member' || call.callee.name !== 'set' || written(call.callee.object) !== name)
        continue;
      if (holds(value, call.args[0]?.value)) walk.follow(where, value, call.block, depth + 1);
    }
    for (const scope of facts.scopes) {
      for (const effect of scope.effects) {
        const { kind, key, target, value, block } = effect;
        const under = target.kind === 'index' ? target.index : key;
        if (under === undefined || constantKey(under) !== place) continue;
        if (written(target.kind === 'index' ? target.object : target) !== name) continue;
        // `histories[id] = histories[id][-20:]`, `histories[id].pop(0)`
        if (kind === 'set' && holds(value, under)) walk.follow(where, value, block, depth + 1);
        if (kind === 'other' && target.kind === 'index' && holds(target, under)) walk.dropped(where, effect);
      }
      // `history = histories[id]`, and then `history.pop(0)`
      for (const [own, bindings] of scope.bindings)
        if (bindings.some(({ value }) => value !== undefined && isEntry(value) && holds(value, entryKey(value))))
          walk.helper(where, scope, own, depth + 1);
    }
  };

  const imported: SourceSearch['imported'] = (where, { module, name }, depth) => {
    if (name === undefined || !CONVERSATION_NAME.test(name) || depth > MAX_IMPORTS) return;
    const from = evaluator.modules.resolve(where.facts, module);
    const fact = from?.facts.exports?.get(name);
    const own = fact === undefined ? name : fact.kind === 'local' ? fact.name : undefined;
    if (from === undefined || own === undefined || from === where) return;
    walk.named(from, own, depth + 1);
    keptUnder(from, own, undefined, depth + 1);
  };

  return { byHelpers, stored, posted, ofState, keptUnder, imported };
}

/** `state["messages"]`, `state.get("messages")`, `state.messages`: the object and the field. */
export function fieldOf(expr: Expr): readonly [object: Expr | undefined, field: string | undefined] {
  if (expr.kind === 'member') return [expr.object, expr.name];
  if (expr.kind === 'index') return [expr.object, expr.index.kind === 'text' ? expr.index.value : undefined];
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.callee.name !== 'get') return [undefined, undefined];
  const [first] = expr.args;
  return [expr.callee.object, first?.value.kind === 'text' ? first.value.value : undefined];
}

/** Functions by which a field of a graph's state takes in what is new: `messages: Annotated[list, newest]`, `Annotation({ reducer: … })`. */
function reducersOf({ facts, text }: LinkedFile, field: string): Scope[] {
  const name = new RegExp(`\\b${field}\\s*:\\s*Annotated\\[[^\\n]*,\\s*(\\w+)\\s*\\]`).exec(text)?.[1];
  const annotation = new RegExp(`\\b${field}\\s*:\\s*Annotation\\b[^]{0,200}?\\breducer\\s*:`).exec(text);
  const at = annotation === null ? undefined : annotation.index + annotation[0].length;
  return facts.scopes.filter(
    (scope) =>
      (name !== undefined && scope.kind === 'function' && scope.name === name) ||
      (at !== undefined && (scope.kind === 'lambda' || scope.kind === 'function') && scope.start >= at && scope.start <= at + 2),
  );
}

function functionAround({ facts }: LinkedFile, from: number): Scope | undefined {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope?.kind === 'function' || (scope?.kind === 'lambda' && scope.params.length > 0 && scope.parent === 0)) return scope;
  }
  return undefined;
}

function lastName(callee: Expr): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}

/** The key of an entry that is written out; undefined for one that is an id. */
function constantKey(key: Expr | undefined): string | undefined {
  return key?.kind === 'text' ? key.value : undefined;
}
