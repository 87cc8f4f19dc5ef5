/** Operators on constants, and formats of interpolated values. */
import { coarser, formatGranularity, timeVolatility } from './known-code.ts';
import type { Value } from './value.ts';

/** A value as a format specification (`:%Y-%m-%d`) renders it: a time is only as precise as its format. */
export function applyFormat(value: Value, format: string): Value {
  if (value.kind !== 'unknown' || value.source !== 'time' || value.granularity === undefined) return value;
  const spec = /:(.*)$/s.exec(format)?.[1] ?? '';
  if (!spec.includes('%')) return value;
  const granularity = coarser(value.granularity, formatGranularity(spec));
  return { ...value, granularity, volatility: value.volatility === 'per-process' ? 'per-process' : timeVolatility(granularity) };
}

/** The result of an operator on two numbers; undefined for other operators and results that are no numbers. */
export function arithmetic(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '//':
      return b === 0 ? undefined : Math.floor(a / b);
    case '/':
      return b === 0 ? undefined : a / b;
    case '**': {
      const power = a ** b;
      return Number.isFinite(power) ? power : undefined;
    }
    default:
      return undefined;
  }
}
