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
  'map_async',
  'apply_async',
  'retry_async',
  'retry_call',
  'call_with_retry',
  'run_with_retry',
  'with_retry',
  'withRetry',
  'retry',
]);

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
    if (name === undefined) continue;
    if (CALLING.has(name) && call.callee.kind === 'member') {
      // JavaScript's own `call` takes `this` first.
      const args = name === 'call' && isScript ? call.args.slice(1) : call.args;
      add(lastName(call.callee.object), { call: { ...call, callee: call.callee.object, args }, written: call });
    }
    if (!HANDING.has(name)) continue;
    const position = call.args.findIndex((argument) => isFunctionName(argument));
    const handed = call.args[position];
    if (handed !== undefined)
      add(lastName(handed.value), { call: { ...call, callee: handed.value, args: call.args.slice(position + 1) }, written: call });
  }
  return result;
}

function isFunctionName(argument: Argument): boolean {
  return argument.kind === 'positional' && (argument.value.kind === 'name' || argument.value.kind === 'member');
}

function lastName(expr: Expr): string | undefined {
  return expr.kind === 'member' || expr.kind === 'name' ? expr.name : undefined;
}
