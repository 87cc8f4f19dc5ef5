import type { Argument, CallExpr, Expr, FileFacts } from '../facts.ts';

/** A call of a named function. */
export interface NamedCall {
  /** The call as the function sees it. */
  readonly call: CallExpr;
  /** The call as it is written. */
  readonly written: CallExpr;
}

/** Methods of a function that call it: `ask.remote(prompt)` of Modal and Ray, `ask.delay(prompt)` of Celery, `ask.call(this, prompt)`. */
const CALLING: ReadonlySet<string> = new Set(['call', 'remote', 'local', 'spawn', 'delay', 'with_retry']);

/** Functions that call the function they are given, with the arguments behind it: last names, as the libraries have them (2026-11). */
const HANDING: ReadonlySet<string> = new Set([
  'to_thread',
  'submit',
  'run_in_executor',
  'run_sync',
  'sync_to_async',
  'retry_async',
  'retry_call',
  'call_with_retry',
  'run_with_retry',
  'with_retry',
  'withRetry',
  'retry',
  'add_task',
  'enqueue',
  'call_soon',
  'setTimeout',
  'setImmediate',
  'limit',
  'limiter',
  'throttle',
  'schedule',
]);

/** Functions that give a function with its first arguments bound. */
const BINDING: ReadonlySet<string> = new Set(['partial']);

/** Calls of a file by the last name of the function that runs: called, called by a method of it, or handed to something that calls it. */
export function callsByName(facts: FileFacts): ReadonlyMap<string, readonly NamedCall[]> {
  const result = new Map<string, NamedCall[]>();
  const add = (name: string | undefined, named: NamedCall): void => {
    if (name === undefined) return;
    const known = result.get(name);
    if (known === undefined) result.set(name, [named]);
    else known.push(named);
  };
  const isScript = facts.language === 'typescript' || facts.language === 'javascript';
  for (const call of facts.calls) {
    const name = lastName(call.callee);
    add(name, { call, written: call });
    if (name === undefined) {
      for (const other of namesOfComputed(call.callee)) add(other, { call, written: call });
      continue;
    }
    const mapped = MAPPING.has(name) ? mappedCall(call) : THREADS.has(name) ? threadCall(call) : undefined;
    if (mapped !== undefined) add(lastName(mapped.callee), { call: mapped, written: call });
    if (CALLING.has(name) && call.callee.kind === 'member') {
      // JavaScript's own `call` takes `this` first.
      const args = name === 'call' && isScript ? call.args.slice(1) : call.args;
      add(lastName(call.callee.object), { call: { ...call, callee: call.callee.object, args }, written: call });
    }
    if (!HANDING.has(name)) continue;
    const position = call.args.findIndex((argument) => functionOf(argument) !== undefined);
    const handed = call.args[position] === undefined ? undefined : functionOf(call.args[position]);
    if (handed !== undefined)
      add(lastName(handed.callee), {
        call: { ...call, callee: handed.callee, args: [...handed.args, ...call.args.slice(position + 1)] },
        written: call,
      });
  }
  return result;
}

/** Names by which a computed callee is found: `handlers["ask"](…)`, `getattr(bot, "say")(…)`, `maker()(…)`. */
function namesOfComputed(callee: Expr): string[] {
  if (callee.kind === 'index') {
    const key = callee.index.kind === 'text' ? callee.index.value : undefined;
    return [lastName(callee.object), key].filter((name) => name !== undefined);
  }
  if (callee.kind !== 'call') return [];
  const name = lastName(callee.callee);
  const second = callee.args[1]?.value;
  if (name === 'getattr' && second?.kind === 'text') return [second.value];
  const holder = name === 'get' && callee.callee.kind === 'member' ? lastName(callee.callee.object) : undefined;
  return [name, holder].filter((one) => one !== undefined);
}

/** Functions that call a function with each element of what they are given. */
const MAPPING: ReadonlySet<string> = new Set([
  ...['map', 'imap', 'imap_unordered', 'starmap', 'thread_map', 'process_map', 'amap', 'gather_map'],
  ...['forEach', 'flatMap', 'pMap', 'mapAsync', 'mapSeries', 'mapLimit', 'eachLimit'],
]);

/** The call that a mapping makes for one element: `pool.map(ask, prompts)`, `prompts.map(ask)`. */
function mappedCall(call: CallExpr): CallExpr | undefined {
  const handed = call.args.find((argument) => functionOf(argument) !== undefined);
  const last = call.args.length === 1 ? undefined : call.args.findLast(isFunctionName);
  // `pMap(prompts, ask)`: both are names, and the function is the one behind.
  const callee = lastName(call.callee) === 'pMap' && last !== undefined ? last : handed;
  if (callee === undefined) return undefined;
  const others = call.args.filter((argument) => argument !== callee && argument.kind === 'positional').map((argument) => argument.value);
  const lists = others.length === 0 && call.callee.kind === 'member' ? [call.callee.object] : others;
  const args = lists.map((list): Argument => {
    const { start, end } = list;
    const index: Expr = { kind: 'unknown', reason: 'each element', start, end };
    return { kind: 'positional', value: { kind: 'index', object: list, index, start, end }, start, end };
  });
  const { callee: called, args: bound } = functionOf(callee) ?? { callee: callee.value, args: [] };
  return { ...call, callee: called, args: [...bound, ...args] };
}

/** Classes and functions that run a function elsewhere, with its arguments as a list. */
const THREADS: ReadonlySet<string> = new Set(['Thread', 'Process', 'Timer', 'apply', 'apply_async', 'map_async']);

/** The call that a thread makes: `Thread(target=ask, args=(prompt,))`, `pool.apply_async(ask, (prompt,))`. */
function threadCall(call: CallExpr): CallExpr | undefined {
  const target = call.args.find((argument) => argument.name === 'target') ?? call.args.find(isFunctionName);
  const list = call.args.find((argument) => argument.name === 'args' || argument.value.kind === 'list')?.value;
  const named = call.args.find((argument) => argument.name === 'kwargs')?.value;
  if (target === undefined || (list?.kind !== 'list' && named === undefined)) return undefined;
  const positional = (list?.kind === 'list' ? list.items : []).map(({ value, spread }): Argument => ({
    kind: spread ? 'spread' : 'positional',
    value,
    start: value.start,
    end: value.end,
  }));
  const keywords: Argument[] = named === undefined ? [] : [{ kind: 'keyword-spread', value: named, start: named.start, end: named.end }];
  return { ...call, callee: target.value, args: [...positional, ...keywords] };
}

/** The function that an argument names, with the arguments that are bound to it: `ask`, `partial(ask, model="…")`. */
function functionOf(argument: Argument): Pick<CallExpr, 'callee' | 'args'> | undefined {
  if (isFunctionName(argument)) return { callee: argument.value, args: [] };
  const { value } = argument;
  const [first, ...args] = value.kind === 'call' ? value.args : [];
  if (value.kind !== 'call' || first === undefined || !isFunctionName(first)) return undefined;
  return BINDING.has(lastName(value.callee) ?? '') ? { callee: first.value, args } : undefined;
}

function isFunctionName(argument: Argument): boolean {
  return argument.kind === 'positional' && (argument.value.kind === 'name' || argument.value.kind === 'member');
}

function lastName(expr: Expr): string | undefined {
  return expr.kind === 'member' || expr.kind === 'name' ? expr.name : undefined;
}

/**
 * Names that a file imports anywhere, as the module that exports them spells them, each with the names that they have at the module level of
 * this file.
 */
export function importedNames(facts: FileFacts): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const scope of facts.scopes) {
    for (const bindings of scope.bindings.values()) {
      for (const { import: target, name } of bindings) {
        if (target?.name === undefined) continue;
        const names = result.get(target.name) ?? [];
        if (names.length === 0) result.set(target.name, names);
        if (scope.id === 0 && !names.includes(name)) names.push(name);
      }
    }
  }
  return result;
}
