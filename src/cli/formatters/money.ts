import { formatMicroUsd } from '../../core/index.ts';

/** US dollars as people read them. */
export function usdText(usd: number): string {
  return formatMicroUsd(Math.round(usd * 1e6));
}
