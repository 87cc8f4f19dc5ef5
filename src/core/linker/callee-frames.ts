/** Frames in which functions run: with the arguments of the calls that enter them. */
import type { CallExpr, Parameter } from '../facts.ts';
import { bindParameters } from './arguments.ts';
import type { ArgumentValues } from './call-arguments.ts';
import { callerParameters } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import type { BoundCall, Frame, FunctionValue } from './value.ts';

/** The frame in which the body of a function runs for a call of it. */
export function calleeFrame(evaluator: Evaluator, callee: FunctionValue, call: CallExpr, frame: Frame): Frame {
  const params = callerParameters(callee.file, callee.scope);
  const isAlike = params.length === 0 && callee.bound === undefined && callee.closure === undefined;
  const shared = isAlike ? evaluator.frames.of(callee, frame.depth + 1) : undefined;
  if (shared !== undefined) return shared;
  const args =
    callee.bound === undefined ? bindParameters(evaluator, params, call, frame) : afterBound(evaluator, callee.bound, params, call, frame);
  return { file: callee.file, args, scope: callee.scope, self: callee.self, depth: frame.depth + 1, outer: callee.closure };
}

/** {@link calleeFrame}, the same for whoever asks when nothing is being evaluated. */
export function enteredFrame(evaluator: Evaluator, callee: FunctionValue, call: CallExpr, frame: Frame): Frame {
  const make = (): Frame => calleeFrame(evaluator, callee, call, frame);
  return evaluator.isIdle ? evaluator.frames.at(callee, call, frame, make) : make();
}

/** Arguments of a function of which some are bound already: those come first. */
function afterBound(evaluator: Evaluator, bound: BoundCall, params: readonly Parameter[], call: CallExpr, frame: Frame): ArgumentValues {
  const before = bindParameters(evaluator, params, bound.call, bound.frame);
  const taken = bound.call.args.filter((argument) => argument.kind === 'positional').length;
  const normal = params.filter((parameter) => parameter.kind === 'normal');
  const rest = params.filter((parameter) => !normal.slice(0, taken).includes(parameter));
  const behind = bindParameters(evaluator, rest, call, frame);
  return { get: (name) => behind.get(name) ?? before.get(name) };
}
