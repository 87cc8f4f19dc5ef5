/** Request methods that are handed to something which calls them: `retry(client.chat.completions.create, model=…)`. */
import type { CallExpr, Expr } from '../facts.ts';
import type { PromptCall } from '../ir.ts';
import { callerParameters } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import { optionsOf, type Frame, type LinkedFile } from './value.ts';

/** A method among the arguments of a call, and the arguments that it is called with. */
export interface HandedMethod {
  readonly method: Expr;
  /** The call whose arguments reach the method: the one that it is handed to, or the call of what comes out of that. */
  readonly call: CallExpr;
  /** How many positional arguments of that call come before those of the method. */
  readonly skip: number;
}

/** The first argument that is called like a method which sends prompts: of a call, or of the call that makes what is called (`watch(create)(…)`). */
export function handedMethod(call: CallExpr, lastNames: ReadonlySet<string>): HandedMethod | undefined {
  const position = positionOf(call, lastNames);
  const method = call.args[position]?.value;
  if (method !== undefined) return { method, call, skip: position + 1 };
  if (call.callee.kind !== 'call') return undefined;
  const inner = call.callee.args[positionOf(call.callee, lastNames)]?.value;
  return inner && { method: inner, call, skip: 0 };
}

function positionOf({ args }: CallExpr, lastNames: ReadonlySet<string>): number {
  return args.findIndex(({ kind, value }) => kind === 'positional' && value.kind === 'member' && lastNames.has(value.name));
}

/**
 * False when nothing says that the method is called here: it comes with no prompt and no model (`instructor.from_litellm(litellm.acompletion)`,
 * `print(client.messages.create)`), or is handed to a function of the project that only looks at it.
 */
export function isSent(evaluator: Evaluator, { call, skip }: HandedMethod, frame: Frame, prompt: PromptCall): boolean {
  const empty =
    prompt.segments.length === 0 && prompt.messages === 'absent' && prompt.system === 'absent' && prompt.model.state === 'missing';
  if (!empty) return true;
  const behind = call.args.slice(skip).some(({ kind }) => kind !== 'keyword');
  if (skip === 0 || !behind) return false;
  const functions = optionsOf(evaluator.evaluate(call.callee, frame)).filter((option) => option.kind === 'function');
  return functions.some((option) => {
    const parameter = callerParameters(option.file, option.scope)[skip - 1];
    return parameter !== undefined && (parameter.kind !== 'normal' || mayCall(option.file, option.scope, parameter.name));
  });
}

/** False when a function does nothing with a parameter but look at it. */
function mayCall({ facts }: LinkedFile, scope: number, parameter: string): boolean {
  const within = (inner: number): boolean => {
    for (let at = inner; at >= 0; at = facts.scopes[at]?.parent ?? -1) if (at === scope) return true;
    return false;
  };
  const isIt = (expr: Expr): boolean => expr.kind === 'name' && expr.name === parameter;
  const uses = facts.calls.filter((call) => within(call.scope) && (isIt(call.callee) || call.args.some(({ value }) => isIt(value))));
  return uses.some((call) => isIt(call.callee) || !INSPECTIONS.has(lastName(call.callee)));
}

function lastName(expr: Expr): string {
  return expr.kind === 'member' || expr.kind === 'name' ? expr.name : '';
}

/** Functions that look at a function and do not call it. */
const INSPECTIONS: ReadonlySet<string> = new Set([
  ...['signature', 'getfullargspec', 'getargspec', 'getsource', 'getdoc', 'getmodule', 'unwrap'],
  ...['iscoroutinefunction', 'isasyncgenfunction', 'isgeneratorfunction', 'isfunction', 'ismethod', 'isclass', 'isroutine'],
  ...['callable', 'getattr', 'hasattr', 'isinstance', 'type', 'id', 'str', 'repr', 'print', 'vars', 'dir', 'get_type_hints'],
]);
