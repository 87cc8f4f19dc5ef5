/** Functions that are handed to a thread or another loop, of which the result is awaited: `await asyncio.to_thread(build, question)`. */
import type { CallExpr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import type { Frame, Value } from './value.ts';

/**
 * Paths of what runs a function with the arguments behind it, with its position (Python 3.14: asyncio; anyio 4, Starlette 0.4x and FastAPI:
 * their documentation, 2026-11).
 */
const RUNNING: readonly (readonly [path: RegExp, position: number])[] = [
  [/^asyncio\.to_thread\(\)$/, 0],
  [/^asyncio\.get_(?:running|event)_loop\(\)\.run_in_executor\(\)$/, 1],
  [/^anyio\.to_thread\.run_sync\(\)$/, 0],
  [/^(?:starlette|fastapi)\.concurrency\.run_in_threadpool\(\)$/, 0],
];

/** What a function gives that runs elsewhere; undefined for the call of anything else. */
export function ranElsewhere(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): Value | undefined {
  const position = RUNNING.find(([pattern]) => pattern.test(path))?.[1];
  const handed = position === undefined ? undefined : call.args[position];
  if (handed === undefined || position === undefined || handed.kind !== 'positional') return undefined;
  return evaluator.evaluate({ ...call, callee: handed.value, args: call.args.slice(position + 1) }, frame);
}
