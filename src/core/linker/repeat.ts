/** Why a call may run more than once: loops, retries, and the steps that a framework takes by itself. */
import type { CallExpr, Expr } from '../facts.ts';
import type { Repeat, ToolSet } from '../ir.ts';
import type { ApiShape } from '../providers/profile.ts';
import { bindArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { enclosingLoop, endsWhenDone, isRetryLoop } from './flow.ts';
import { property, type Request } from './request.ts';
import { locate, optionsOf, type Frame, type LinkedFile, type Value } from './value.ts';

/** A call that runs once when its function does. */
const once: Repeat = { kind: 'no', loop: undefined, bounded: true, times: undefined, source: undefined, growing: false, at: undefined };

/** Why a call may run more than once, from the loops and decorators of its own function. */
export function repeatOf(evaluator: Evaluator, file: LinkedFile, call: CallExpr): Repeat {
  const { facts } = file;
  const loop = enclosingLoop(facts, call.block);
  const block = facts.blocks[loop];
  if (block === undefined) return retryDecorator(evaluator, file, call) ?? once;
  const kind = block.kind === 'for' || block.kind === 'while' ? block.kind : 'comprehension';
  const bounded = kind !== 'while' || block.exits || (block.header?.kind === 'operation' && /[<>]/.test(block.header.operator));
  const times = block.header === undefined ? undefined : timesOf(evaluator, block.header, evaluator.frameOf(file));
  return {
    kind: isRetryLoop(facts, loop) || endsWhenDone(file, loop, call) ? 'retry' : 'loop',
    loop: kind,
    bounded,
    times,
    source: times === undefined ? undefined : 'the loop',
    growing: false,
    at: { uri: facts.uri, start: block.start, end: block.end },
  };
}

/**
 * The steps that a framework takes by itself: it sends the conversation again after each call of a tool.
 *
 * @param around what the call's own function says; it counts when the framework repeats nothing
 */
export function stepsOf(evaluator: Evaluator, shape: ApiShape, request: Request, tools: ToolSet, around: Repeat, at: Repeat['at']): Repeat {
  const { steps } = shape;
  if (steps === undefined || (tools.state === 'absent' && !steps.withoutTools)) return around;
  const given = request.read(steps.arguments);
  const times = given === undefined ? steps.standard?.times : stepLimit(evaluator, given);
  if (times === 1) return around;
  const bounded = given !== undefined || times !== undefined;
  const source = given !== undefined ? steps.arguments[0] : steps.standard?.source;
  return { kind: 'agent', loop: undefined, bounded, times, source, growing: true, at };
}

/** The number in a step limit: plain, or in the call that makes it (`stepCountIs(5)`); the smallest of several. */
function stepLimit(evaluator: Evaluator, value: Value): number | undefined {
  const options = value.kind === 'list' ? value.items.map((item) => item.value) : optionsOf(value);
  const numbers = options.flatMap((option): number[] => {
    if (option.kind === 'number') return [Number(option.value)];
    if (option.kind !== 'external' || !/\.(stepCountIs|isStepCount)\(\)$/.test(option.path)) return [];
    const count = property(evaluator, option, '0');
    return count?.kind === 'number' ? [Number(count.value)] : [];
  });
  return numbers.length === 0 ? undefined : Math.min(...numbers);
}

/** `@retry(stop=stop_after_attempt(3))` of tenacity, `@backoff.on_exception(…, max_tries=5)`: only what failed is sent again. */
function retryDecorator(evaluator: Evaluator, file: LinkedFile, call: CallExpr): Repeat | undefined {
  const { scopes } = file.facts;
  for (let at = call.scope; at >= 0; at = scopes[at]?.parent ?? -1) {
    for (const decorator of scopes[at]?.decorators ?? []) {
      const value = evaluator.evaluate(decorator, evaluator.frameOf(file));
      if (value.kind !== 'external' || !/^(tenacity\.(retry|AsyncRetrying)|backoff\.on_(exception|predicate))\b/.test(value.path)) continue;
      const stop = property(evaluator, value, 'stop');
      // `stop_after_delay(60)` counts seconds.
      const counts = stop?.kind === 'external' && /\bstop_after_attempt\b/.test(stop.path);
      const limit = counts ? property(evaluator, stop, '0') : stop === undefined ? property(evaluator, value, 'max_tries') : undefined;
      const times = limit?.kind === 'number' ? Number(limit.value) : undefined;
      return {
        kind: 'retry',
        loop: undefined,
        bounded: times !== undefined,
        times,
        source: times === undefined ? undefined : 'the retry decorator',
        growing: false,
        at: locate(file, decorator),
      };
    }
  }
  return undefined;
}

/** How often a loop with this header runs, when the source says it: a list, `range(…)`, a counter below a number. */
function timesOf(evaluator: Evaluator, header: Expr, frame: Frame): number | undefined {
  if (header.kind === 'operation') {
    const limit = header.operands[1];
    const value = limit === undefined || !/^<=?$/.test(header.operator) ? undefined : evaluator.evaluate(limit, frame);
    // A counter that a `for` header compares begins at zero in all but rare programs; a `while` may begin anywhere.
    return value?.kind === 'number' && header.operands[0]?.kind === 'name'
      ? Number(value.value) + (header.operator === '<=' ? 1 : 0)
      : undefined;
  }
  if (header.kind === 'call' && header.callee.kind === 'name' && header.callee.name === 'range') {
    const [first, second, third] = bindArguments(evaluator, header, frame).positional.map((value) =>
      value.kind === 'number' ? Number(value.value) : undefined,
    );
    if (first === undefined || header.args.length > 3) return undefined;
    if (header.args.length === 1) return Math.max(0, first);
    const step = header.args.length === 2 ? 1 : third;
    return second === undefined || step === undefined || step === 0 ? undefined : Math.max(0, Math.ceil((second - first) / step));
  }
  const inner = sameLength(header);
  if (inner !== undefined) return timesOf(evaluator, inner, frame);
  const value = evaluator.evaluate(header, frame);
  if (value.kind === 'dict') return value.open ? undefined : value.entries.size;
  return value.kind === 'list' && !value.growing && value.items.every((item) => !item.spread) ? value.items.length : undefined;
}

/** What a call goes through that gives as many items as it gets: `enumerate(items)`, `Object.entries(items)`; undefined for all others. */
function sameLength(header: Expr): Expr | undefined {
  if (header.kind !== 'call') return undefined;
  const { callee } = header;
  if (callee.kind === 'name' && /^(?:enumerate|reversed|sorted|list|tuple|tqdm)$/.test(callee.name)) return header.args[0]?.value;
  if (callee.kind !== 'member' || !/^(?:entries|values|keys|items)$/.test(callee.name)) return undefined;
  if (header.args.length === 0) return callee.object;
  return callee.object.kind === 'name' && callee.object.name === 'Object' ? header.args[0]?.value : undefined;
}
