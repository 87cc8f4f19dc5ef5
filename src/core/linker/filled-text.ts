/** What is known of a text that stands elsewhere, from the values that are put into it. */
import type { CallExpr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { layoutGranularity, timeVolatility } from './known-code.ts';
import { constantText, strongest, unknown, type Frame, type UnknownValue, type Value } from './value.ts';

/** Methods that put values into a text. */
const FILLING: ReadonlySet<string> = new Set(['format', 'format_map', 'replace', 'replaceAll', 'render', 'substitute', 'safe_substitute']);

/** A text that is not known, with values put into it: it changes when one of them is a time or random. */
export function filledText(evaluator: Evaluator, callee: UnknownValue, call: CallExpr, frame: Frame): Value | undefined {
  if (call.callee.kind !== 'member' || !FILLING.has(call.callee.name) || callee.source === 'time') return undefined;
  const changing = call.args.map(({ value }) => evaluator.evaluate(value, frame)).flatMap(changingPart)[0];
  if (changing === undefined) return undefined;
  const { volatility, source, granularity } = changing;
  return unknown(frame.file, call, callee.reason, { volatility: strongest([volatility, callee.volatility]), source, granularity });
}

/** A time or random value in a value. */
export function changingPart(value: Value): Pick<UnknownValue, 'volatility' | 'source' | 'granularity'>[] {
  const isChanging = ({ volatility, source }: Pick<UnknownValue, 'volatility' | 'source'>): boolean =>
    (source === 'time' || source === 'random') && volatility === 'per-request';
  switch (value.kind) {
    case 'unknown':
      return isChanging(value) ? [{ volatility: value.volatility, source: value.source, granularity: value.granularity }] : [];
    case 'text':
      return value.parts.flatMap((part) =>
        part.kind === 'hole' && isChanging(part)
          ? [{ volatility: part.volatility, source: part.source, granularity: part.granularity }]
          : [],
      );
    case 'dict':
      return [...value.entries.values()].flatMap((entry) => changingPart(entry.value));
    default:
      return [];
  }
}

/** Names of foreign functions that make a text of what they are given. */
const MAKING_TEXT =
  /(^|[.:])_?[a-z]\w*(prompt|text|context|message|instructions|format|render|describe)\w*\(\)$|(^|[.:])(format|render|describe|replace|replaceAll|substitute)\w*\(\)$/i;

/** The text that a foreign function makes of a time or a random value; undefined for functions of which that is not known. */
export function textOfForeign(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): Value | undefined {
  if (!MAKING_TEXT.test(path) || /(^|[.:])[A-Z]\w*\(\)$/.test(path)) return undefined;
  const values = call.args.map(({ value }) => evaluator.evaluate(value, frame));
  const changing = values.flatMap(changingPart)[0];
  if (changing === undefined) return undefined;
  const layout = values.map(constantText).find((text) => text !== undefined);
  if (changing.source !== 'time' || layout === undefined) return unknown(frame.file, call, 'made of what changes', changing);
  const granularity = layoutGranularity(layout);
  return unknown(frame.file, call, 'made of the time', { source: 'time', granularity, volatility: timeVolatility(granularity) });
}
