/** What was billed, in words. The bill of a model is never worded as the bill of one call. */
import type { BilledBasis, BilledTraffic } from '../cost/billed.ts';
import { dayOf } from '../pricing/calendar.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { grouped } from '../grouped.ts';

const VERBS: Readonly<Record<BilledBasis, string>> = {
  reported: 'billed',
  notional: 'estimated by the source',
  computed: 'at list price',
};

/**
 * The parts of a line. For a call's own tag `billed $0.0045 avg`, `1,284 calls today`, `$5.78`; for its model one part, because a line's own parts are
 * the call's: `all of gpt-4o billed $0.0045 avg, 1,284 calls today, $5.78, shared by 3 calls here`.
 */
export function billedParts(traffic: BilledTraffic): string[] {
  const { averageMicroUsd, requestsToday, microUsdToday, basis, by, names, sharedBy } = traffic;
  const verb = VERBS[basis];
  const average = averageMicroUsd === undefined ? `${verb}, average unknown` : `${verb} ${formatMicroUsd(averageMicroUsd)} avg`;
  const today = [
    ...(requestsToday === undefined ? [] : [`${grouped(requestsToday)} ${requestsToday === 1 ? 'call' : 'calls'} today`]),
    ...(microUsdToday === undefined ? [] : [formatMicroUsd(microUsdToday)]),
  ];
  if (today.length === 0) today.push(`as of ${dayOf(traffic.asOf)}`);
  const shared = sharedBy === undefined || sharedBy < 2 ? [] : [`shared by ${grouped(sharedBy)} calls here`];
  if (by === 'tag') return [average, ...today, ...shared];
  return [[`all of ${names.join(', ')} ${average}`, ...today, ...shared].join(', ')];
}

/** Where what was billed comes from: the source, the name that it was found by, and when it last answered. */
export function billedSource({ source, by, names, asOf }: BilledTraffic): string {
  const time = new Date(asOf).toISOString().slice(0, 16).replace('T', ' ');
  return `${source}, ${by} ${names.join(', ')}, read ${time} UTC`;
}

/** The same for a number of calls per day that stands for a declared one. */
export function volumeSource(traffic: BilledTraffic): string {
  const whole = traffic.by === 'model' ? 'the only call here that sends to it' : 'billed per day';
  return `${whole}: ${billedSource(traffic)}`;
}
