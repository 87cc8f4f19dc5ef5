/** Methods that write a time as text. */
import type { CallExpr } from '../facts.ts';
import { argumentAt } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { coarser, formatGranularity, layoutGranularity, timeVolatility } from './known-code.ts';
import { loopAmong } from './loop-turns.ts';
import { constantText, unknown, volatilityOf, type ExternalValue, type Frame, type Value } from './value.ts';
import type { Granularity } from '../ir.ts';

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
  if (name === 'date' || name === 'toDateString' || cut || dayPart) granularity = 'day';
  else if (name.startsWith('toLocale'))
    granularity = coarser(granularity, shown(argumentAt(evaluator, call, 1, frame), name === 'toLocaleDateString' ? 'day' : 'second'));
  else if (format !== undefined && /^(Format|ToString|format)$/.test(name)) granularity = coarser(granularity, layoutGranularity(format));
  else if (name === 'strftime' && format !== undefined) granularity = coarser(granularity, formatGranularity(format));
  const volatility = base.volatility === 'per-process' ? 'per-process' : timeVolatility(granularity);
  return unknown(frame.file, call, base.reason, { source: 'time', granularity, volatility });
}

/** What `new Intl.DateTimeFormat(locale, options).format(time)` of a script gives; undefined for another call. */
export function localTime(evaluator: Evaluator, callee: ExternalValue, call: CallExpr, frame: Frame): Value | undefined {
  if (callee.path !== 'global.Intl.DateTimeFormat().format' && callee.path !== 'global.Intl.DateTimeFormat().formatToParts')
    return undefined;
  const [made] = callee.calls;
  const time = argumentAt(evaluator, call, 0, frame);
  if (made === undefined || (time !== undefined && (time.kind !== 'unknown' || time.source !== 'time'))) return undefined;
  const granularity = coarser(time?.granularity ?? 'second', shown(argumentAt(evaluator, made.call, 1, made.frame), 'day'));
  const volatility = time?.volatility === 'per-process' ? 'per-process' : timeVolatility(granularity);
  return unknown(frame.file, call, 'Intl.DateTimeFormat', { source: 'time', granularity, volatility });
}

/** Options of scripts that ask for a part of a time, from the finest on (ECMA-402, `DateTimeFormat`). */
const PARTS: readonly (readonly [options: readonly string[], granularity: Granularity])[] = [
  [['second', 'fractionalSecondDigits'], 'second'],
  [['timeStyle', 'minute'], 'minute'],
  [['hour', 'dayPeriod'], 'hour'],
  [['dateStyle', 'day', 'weekday', 'month', 'year', 'era'], 'day'],
];

/** Precision of a time that is written with some options; the standard one where they ask for no part of it, or are not seen. */
function shown(options: Value | undefined, standard: Granularity): Granularity {
  if (options?.kind !== 'dict' || options.open) return standard;
  const style = options.entries.get('timeStyle')?.value;
  // The short style of a time has no seconds, the others have.
  if (style !== undefined && constantText(style) !== 'short') return 'second';
  return PARTS.find(([names]) => names.some((name) => options.entries.has(name)))?.[1] ?? standard;
}

/** Functions of scripts that give the time of now, or the one that they are given. */
const READS_TIME: ReadonlySet<string> = new Set(['global.Date()', 'npm:dayjs.default()', 'npm:moment.default()']);

/** A time that is made of something else than now (`new Date(booking.start)`): it changes as that does. Undefined for another call. */
export function givenTime(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): Value | undefined {
  if (!READS_TIME.has(path) || call.args.length === 0) return undefined;
  const given = argumentAt(evaluator, call, 0, frame);
  if (given === undefined) return undefined;
  if (given.kind === 'unknown' && given.source === 'time') return given;
  const volatility = volatilityOf(given);
  return unknown(frame.file, call, 'a time that is given', {
    volatility: volatility === 'constant' ? 'per-process' : volatility,
    ...(given.kind === 'unknown' ? { source: given.source } : {}),
    ...loopAmong([given]),
  });
}
