/** What a response's usage block says and cost: every provider's counts in one form. See read-usage.ts for text, normalise.ts for one block. */
export { locateUsage } from './locate.ts';
export type { LocatedUsage, UsageContext } from './locate.ts';
export { normaliseUsage } from './normalise.ts';
export type { BilledItem, NormalisedUsage, RequestUsage, UnreadUsage } from './normalise.ts';
export type { UsageNote } from './conventions.ts';
export { priceUsage } from './price-usage.ts';
export type { PricingHost, UsagePrice } from './price-usage.ts';
export type { BilledKind, UsageProfile } from './profile.ts';
export { USAGE_PROFILES } from './profiles/index.ts';
export { MAX_USAGE_TEXT, readUsage } from './read-usage.ts';
export type { ReadOptions, UsageAnswer, UsageProblem } from './read-usage.ts';
export type { UsageHints } from './recognise.ts';
