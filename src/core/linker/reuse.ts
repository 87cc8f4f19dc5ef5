/** Why a prefix is believed to be sent more than once within the lifetime of a cache entry. */
import type { CallExpr, Expr, FileFacts, Scope } from '../facts.ts';
import type { Repeat } from '../ir.ts';
import type { Reuse } from '../ir-caching.ts';
import type { CallPlace, Evaluator } from './evaluate.ts';
import { enclosingTurns } from './flow.ts';
import { handlerDecorators } from './known-code.ts';
import type { LinkedFile } from './value.ts';

/** Callers of callers are looked at this far. */
const MAX_LEVELS = 3;
/** Methods that register a function for every request, by the object's usual names (2026-11). */
const ROUTES: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'all', 'use', 'on', 'handle', 'route', 'serve']);
/** Functions that a platform calls for every request, by their names and number of parameters. */
const ENTRY_POINTS = /^(lambda_handler|handler|onRequest|fetch|GET|POST|PUT|PATCH|DELETE)$/;
/** Decorators that register a function for every request, message or task, where the object's own type is not known. */
const HANDLING =
  /^(get|post|put|patch|delete|route|api_route|websocket|on_message|on_event|message|message_handler|event|command|task|activity|tool)$/;
/** Functions that start several requests at once. */
const AT_ONCE: ReadonlySet<string> = new Set(['gather', 'all', 'allSettled', 'as_completed']);

/** What is known about the repetition of a call. */
export interface Repetition {
  readonly reuse: readonly Reuse[];
  readonly atOnce: boolean;
}

/**
 * Reasons in the call's own file: loops, handlers of requests, callers of its function. A loop that only repeats what failed is none.
 *
 * @param conversation true when the request carries earlier turns
 */
export function repetitionOf(evaluator: Evaluator, file: LinkedFile, call: CallExpr, repeat: Repeat, conversation: boolean): Repetition {
  const reuse: Reuse[] = [];
  const add = (one: Reuse): void => {
    if (!reuse.some((other) => other.kind === one.kind)) reuse.push(one);
  };
  if (conversation) add({ kind: 'conversation', why: 'every turn of the conversation' });
  if (repeat.kind === 'agent' && repeat.times !== 1) add({ kind: 'agent', why: 'every step of the agent' });
  if (evaluator.rerunsPerRequest(file)) add({ kind: 'handler', why: 'every request that is handled' });
  const seen = new Set<string>();
  const visit = (where: LinkedFile, block: number, scopeId: number, from: CallExpr, level: number): void => {
    const { facts: around } = where;
    if (enclosingTurns(around, block) >= 0) add({ kind: 'loop', why: 'every turn of the loop' });
    const scope = functionAround(around, scopeId);
    const key = `${scope?.id ?? -1} ${around.uri}`;
    if (scope === undefined || seen.has(key)) return;
    seen.add(key);
    if (isHandler(evaluator, where, scope)) add({ kind: 'handler', why: 'every request that is handled' });
    // A function inside of another one runs in the loops around it.
    if (enclosingTurns(around, scope.block) >= 0) add({ kind: 'loop', why: 'every turn of the loop' });
    const callers = callersOf(evaluator, where, scope).filter((one) => one.call !== from);
    if (callers.length > 1) add({ kind: 'callers', why: `${callers.length} places that call ${scope.name}`, of: namesOf(scope) });
    // Who calls it is not seen: what runs once is called in its own file, or runs at the top of it.
    const open = scope.kind === 'function' && callers.length === 0 && scope.name !== '' && !NOT_PUBLIC.test(scope.name);
    if (open && scope.decorators.every((decorator) => decorator.kind === 'name'))
      add({ kind: 'callers', why: `every call of ${scope.name}`, of: namesOf(scope) });
    if (level >= MAX_LEVELS) return;
    for (const caller of callers) visit(caller.file, caller.call.block, caller.call.scope, caller.call, level + 1);
    if (callers.length === 0 && scope.parent > 0) visit(where, scope.block, scope.parent, from, level + 1);
  };
  visit(file, call.block, call.scope, call, 0);
  const atOnce = callsNamed(evaluator, file, AT_ONCE).some(({ argList }) => argList.start <= call.start && call.end <= argList.end);
  return { reuse, atOnce };
}

/**
 * Reasons why a definition of an agent is run more than once: what the functions that run it say. One that its file only defines is run from
 * elsewhere.
 */
export function runsOf(evaluator: Evaluator, file: LinkedFile, definition: CallExpr, repeat: Repeat): readonly Reuse[] {
  const { facts } = file;
  const bindings = [...(facts.scopes[definition.scope]?.bindings.values() ?? [])].flat();
  const name = bindings.find(({ value }) => value?.start === definition.start && value.end === definition.end)?.name;
  if (name === undefined || facts.scopes[definition.scope]?.kind !== 'module') return [];
  const isAgent = (expr: Expr): boolean => expr.kind === 'name' && expr.name === name;
  const runs = facts.calls.filter(
    ({ callee, args }) => (callee.kind === 'member' && isAgent(callee.object)) || args.some(({ value }) => isAgent(value)),
  );
  if (runs.length === 0) return [{ kind: 'callers', why: `every run of ${name}` }];
  return runs.flatMap((run) => repetitionOf(evaluator, file, run, repeat, false).reuse);
}

/** Calls of a file whose callee ends in one of some names. */
export function callsNamed(evaluator: Evaluator, file: LinkedFile, names: Iterable<string>): CallExpr[] {
  const index = evaluator.callsIn(file);
  return [...names].flatMap((name) =>
    (index.get(name) ?? []).flatMap(({ call, written }) => (call === written && lastName(call.callee) === name ? [call] : [])),
  );
}

function namesOf({ name, params }: Scope): readonly string[] {
  return [name, ...params.map((parameter) => parameter.name)];
}

/** Functions that run once by their names, and those that only make something. */
const NOT_PUBLIC = /^(main|_main|__main__|run_demo|demo|example\w*|test_\w*|setup|__init__|constructor)$/;

/** Calls by the function's name, in its own file and in files that import it or its class. */
export function callersOf(evaluator: Evaluator, file: LinkedFile, scope: Scope): readonly CallPlace[] {
  let known = evaluator.callPlaces.get(scope);
  if (known === undefined) {
    known = findCallers(evaluator, file, scope);
    evaluator.callPlaces.set(scope, known);
  }
  return known;
}

/** Reads the files in small steps that {@link repetitionOf} looks into for the callers of a function, and for their callers. */
export function* readCallersAround(evaluator: Evaluator, file: LinkedFile, scopeId: number, level = 0): Generator<undefined, void> {
  const scope = functionAround(file.facts, scopeId);
  const names = scope === undefined || level > MAX_LEVELS || evaluator.callPlaces.has(scope) ? undefined : soughtNames(file, scope);
  if (names === undefined || evaluator.modules.readCallersOf === undefined) return;
  yield* evaluator.modules.readCallersOf(names.name, names.imported);
  for (const { file: other, call } of scope === undefined ? [] : callersOf(evaluator, file, scope))
    yield* readCallersAround(evaluator, other, call.scope, level + 1);
}

/** The name that calls of a function end in, and the one that their files import; undefined for functions that are not called by a name. */
function soughtNames(file: LinkedFile, { name, parent }: Scope): { readonly name: string; readonly imported: string } | undefined {
  if (name === '' || name === '__call__' || name === '__init__') return undefined;
  const holder = file.facts.scopes[parent];
  return { name, imported: holder?.kind === 'class' ? holder.name : name };
}

function findCallers(evaluator: Evaluator, file: LinkedFile, scope: Scope): CallPlace[] {
  const names = soughtNames(file, scope);
  if (names === undefined) return [];
  const { name, imported } = names;
  const own = (evaluator.callsIn(file).get(name) ?? []).map(({ written }) => ({ file, call: written }));
  const others = (evaluator.modules.callsWhere?.(name, imported) ?? [])
    .filter(({ file: other }) => other.facts.uri !== file.facts.uri)
    .map(({ file: other, written }) => ({ file: other, call: written }));
  return [...own, ...others];
}

function functionAround(facts: FileFacts, from: number): Scope | undefined {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope?.kind === 'function' || scope?.kind === 'lambda') return scope;
  }
  return undefined;
}

function lastName(expr: Expr): string {
  return expr.kind === 'member' || expr.kind === 'name' ? expr.name : '';
}

function isHandler(evaluator: Evaluator, file: LinkedFile, scope: Scope): boolean {
  for (const decorator of scope.decorators) {
    const callee = decorator.kind === 'call' ? decorator.callee : decorator;
    const value = evaluator.evaluate(callee, evaluator.frameOf(file));
    if (value.kind === 'external' && handlerDecorators.some((pattern) => pattern.test(`${value.path}()`))) return true;
    if (callee.kind === 'member' && HANDLING.test(callee.name)) return true;
  }
  if (ENTRY_POINTS.test(scope.name) && scope.params.length >= 1) return true;
  // `app.post('/chat', async (request, response) => …)`
  return callsNamed(evaluator, file, ROUTES).some(
    ({ callee, args, argList }) =>
      callee.kind === 'member' &&
      argList.start <= scope.start &&
      scope.end <= argList.end &&
      args.some(({ value }) => value.kind === 'function' && value.scope === scope.id) &&
      (args[0]?.value.kind === 'text' || callee.name === 'serve'),
  );
}
