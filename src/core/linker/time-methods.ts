/** Methods that write a time as text. */
import type { CallExpr } from '../facts.ts';
import { argumentAt } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { coarser, formatGranularity, layoutGranularity, timeVolatility } from './known-code.ts';
import { constantText, unknown, type Frame, type Value } from './value.ts';

const timeMethods: ReadonlySet<string> = new Set([
  'Format',
  'ToString',
  'to_s',
  'to_string',
  'strftime',
  'format',
  'isoformat',
  'date',
  'toISOString',
  'toJSON',
  'toString',
  'toUTCString',
  'toLocaleString',
  'toLocaleTimeString',
  'toLocaleDateString',
  'toDateString',
  'slice',
  'substring',
  'split',
  'getTime',
  'valueOf',
]);

/** What a method of a time gives: a time as text, with the precision that its format keeps. Undefined for anything else. */
export function timeMethod(
  evaluator: Evaluator,
  callee: Value & { readonly kind: 'unknown' },
  call: CallExpr,
  frame: Frame,
): Value | undefined {
  if (callee.source !== 'time' || call.callee.kind !== 'member') return undefined;
  const { name } = call.callee;
  if (!timeMethods.has(name)) return undefined;
  const receiver = evaluator.evaluate(call.callee.object, frame);
  const base = receiver.kind === 'unknown' ? receiver : callee;
  const first = argumentAt(evaluator, call, 0, frame);
  const format = first === undefined ? undefined : constantText(first);
  let granularity = base.granularity ?? 'second';
  // `toISOString().slice(0, 10)` and `.split("T")[0]` keep the day only.
  const cut = (name === 'slice' || name === 'substring') && call.args[1]?.value.kind === 'number' && call.args[1].value.value <= 10;
  const dayPart = name === 'split' && format === 'T';
  if (name === 'date' || name === 'toDateString' || name === 'toLocaleDateString' || cut || dayPart) granularity = 'day';
  else if (format !== undefined && /^(Format|ToString|format)$/.test(name)) granularity = coarser(granularity, layoutGranularity(format));
  else if (name === 'strftime' && format !== undefined) granularity = coarser(granularity, formatGranularity(format));
  const volatility = base.volatility === 'per-process' ? 'per-process' : timeVolatility(granularity);
  return unknown(frame.file, call, base.reason, { source: 'time', granularity, volatility });
}
