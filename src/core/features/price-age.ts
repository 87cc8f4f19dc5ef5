/** The age of a price, in the words of every surface. */
import type { ModelCost } from '../cost/call-cost.ts';
import type { PricedLookup } from '../pricing/index.ts';

/** `price 41 days old` for the oldest price of some models that is possibly out of date; nothing when none is. */
export function ageParts(models: readonly Pick<ModelCost, 'lookup'>[]): string[] {
  const ages = models.flatMap(({ lookup }) => (lookup.state === 'priced' && lookup.stale ? [lookup.ageDays] : []));
  return ages.length === 0 ? [] : [`price ${Math.max(...ages)} days old`];
}

/** What stands behind the day of a price: ` – 41 days old, possibly out of date`; empty for a fresh one. */
export function ageWords({ stale, ageDays }: Pick<PricedLookup, 'stale' | 'ageDays'>): string {
  return stale ? ` – ${ageDays} days old, possibly out of date` : '';
}
