/** Values as text: short in its place, exact in the hint. */
import { exactUsd, formatMicroUsd } from '../core/pricing/format.ts';
import type { Figure, FigureUnit, MoneyBasis } from '../core/spend/index.ts';

/** A value with at most three significant digits; `–` for none. */
export function shortValue(value: number | null, unit: FigureUnit): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (unit === 'microUsd') return formatMicroUsd(value);
  if (unit === 'microUsdPerHour') return `${formatMicroUsd(value)}/h`;
  if (unit === 'ratio') return percent(value);
  return shortCount(value);
}

/** A value with every digit and its unit; empty for none. */
export function exactValue(value: number | null, unit: FigureUnit): string {
  if (value === null || !Number.isFinite(value)) return '';
  if (unit === 'microUsd') return `$${exactUsd(value)}`;
  if (unit === 'microUsdPerHour') return `$${exactUsd(value)} per hour`;
  if (unit === 'ratio') return `${(value * 100).toFixed(2)} %`;
  return `${value.toLocaleString('en-US')} ${unit}`;
}

/** A fraction as a percentage: one decimal under ten. */
export function percent(ratio: number): string {
  const value = ratio * 100;
  return `${value !== 0 && Math.abs(value) < 9.95 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US')} %`;
}

/** `1,284`, `12.9k`, `4.1M`. */
export function shortCount(value: number): string {
  const [divisor, sign] = value >= 999.5e6 ? [1e9, 'G'] : value >= 999_500 ? [1e6, 'M'] : value >= 10_000 ? [1e3, 'k'] : [1, ''];
  return divisor === 1 ? Math.round(value).toLocaleString('en-US') : `${Number((value / divisor).toPrecision(3))}${sign}`;
}

/** `4 s`, `12 min`, `3 h`, `2 days`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** Time of day, with the date when it is another day than `now`. In the zone of this page. */
export function moment(at: number, now: number): string {
  const date = new Date(at);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return date.toDateString() === new Date(now).toDateString()
    ? time
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/** Where money comes from, in few words. */
export const BASIS_WORDS: Readonly<Record<MoneyBasis, string>> = {
  reported: 'as the gateway counts it',
  notional: 'estimated by the source at list prices',
  computed: 'tokens × list price',
};

/** The hint of a figure: exact value, formula, why there is none, what must be known. */
export function hintOf({ value, unit, formula, reason, notes }: Figure): readonly string[] {
  const exact = exactValue(value, unit);
  return [...(exact === '' ? [] : [exact]), ...(reason === null ? [] : [reason]), `= ${formula}`, ...notes];
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
