/** What a meter knows of traffic by model and by tag, for whoever shows it beside the code. */
import type { BilledReport, BilledRow } from '../cost/billed.ts';
import { addAmounts, AT, noAmounts, tokensOf, type Amounts } from './amounts.ts';
import { sumsOf } from './figures.ts';
import { DAY, OTHER, UNNAMED, utcDay, type DayBucket } from './ledger.ts';
import type { Meter } from './meter.ts';

/** Complete days that the mean number of requests rests on, at most. */
const DAYS = 30;

/** The report of a meter at a moment (UTC ms); undefined for the demo, whose money is invented, and while nothing has been counted. */
export function billedReportOf(meter: Meter, now: number): BilledReport | undefined {
  if (meter.demo || meter.lastReadAt === 0) return undefined;
  const { ledger } = meter;
  const sums = sumsOf(meter, now);
  const days = sums.utcOnly ? ledger.utcDays : ledger.days;
  const today = sums.utcOnly ? utcDay(now) : ledger.dayOf(now);
  const complete = completeDays(today, sums.utcOnly ? utcDay(sums.knownFrom) : ledger.dayOf(sums.knownFrom), days);
  const rows = (dimension: 'model' | 'tag'): BilledRow[] => {
    const all = [...days].map(([day, { by }]) => ({ day, names: by[dimension] }));
    const names = new Set(all.flatMap((one) => [...one.names.keys()]).filter((name) => name !== OTHER && name !== UNNAMED));
    return [...names].map((name) => {
      const whole = noAmounts();
      const past = noAmounts();
      // On a day with more names than are kept, a name that is missing may be among the others.
      let folded = false;
      for (const one of all) {
        const amounts = one.names.get(name);
        if (amounts === undefined) {
          folded ||= one.names.has(OTHER) && complete.has(one.day);
          continue;
        }
        addAmounts(whole, amounts);
        if (complete.has(one.day)) addAmounts(past, amounts);
      }
      const current = days.get(today)?.by[dimension].get(name) ?? noAmounts();
      return {
        name,
        requestsToday: requestsOf(meter, current),
        microUsdToday: moneyOf(meter, current),
        requests: requestsOf(meter, whole),
        microUsd: moneyOf(meter, whole),
        requestsPerDay: complete.size === 0 || folded ? null : perDay(requestsOf(meter, past), complete.size),
      };
    });
  };
  const start = sums.utcOnly ? Date.parse(`${today}T00:00:00Z`) : sums.startOfDay;
  const [models, tags] = [rows('model'), rows('tag')];
  if (models.length === 0 && tags.length === 0) return undefined;
  return {
    schemaVersion: 1,
    source: meter.options.name,
    basis: sums.basis,
    asOf: meter.lastReadAt,
    // A day on which clocks change is an hour longer or shorter; half a day on, the next one has begun for sure.
    todayEnds: sums.utcOnly ? start + DAY : ledger.startOfDay(start + 1.5 * DAY),
    models,
    tags,
  };
}

/** Days before today, without the first one, of which only a part is known. */
function completeDays(today: string, first: string, days: ReadonlyMap<string, DayBucket>): ReadonlySet<string> {
  const since = [first, ...days.keys()].filter((day) => day !== '1970-01-01').sort()[0] ?? today;
  const found = new Set<string>();
  for (let back = 1; back <= DAYS; back++) {
    const day = utcDay(Date.parse(`${today}T12:00:00Z`) - back * DAY);
    if (day <= since) break;
    found.add(day);
  }
  return found;
}

function requestsOf(meter: Meter, amounts: Amounts): number | null {
  return meter.knows('calls') ? Math.max(0, Math.round(amounts[AT.calls]!)) : null;
}

/** Money of a row; null where calls have no price: they are never shown as free. */
function moneyOf(meter: Meter, amounts: Amounts): number | null {
  const money = amounts[AT[meter.money]]!;
  const unpriced = amounts[AT.unpricedTokens]! > 0 || amounts[AT.unpricedCalls]! > 0;
  if (money <= 0 && (unpriced || amounts[AT.calls]! > 0 || tokensOf(amounts) > 0)) return null;
  return Math.max(0, Math.round(money));
}

function perDay(requests: number | null, days: number): number | null {
  return requests === null ? null : requests / days;
}
