/** Prices: which source says what, which one counts, and what a request costs. See price-book.ts for the way in. */
export { bundledPriceSources } from './bundled.ts';
export { costOfStorage, costOfUsage, isStandardTier, ratesFor, UNKNOWN_TTL } from './cost-of-usage.ts';
export type { CostLine, CostOptions, PricedUsage, TokenUsage, UnpricedUsage, UsageCost } from './cost-of-usage.ts';
export { declaredPriceSource } from './declared.ts';
export { exactUsd, formatMicroUsd } from './format.ts';
export { ID_STEPS, modelIdCandidates } from './model-id.ts';
export type { IdStep, ModelCandidate } from './model-id.ts';
export { PLATFORMS, platformKey, platformOf } from './platforms.ts';
export type { Platform, PlatformRole } from './platforms.ts';
export { createPriceBook, STALE_AFTER_DAYS } from './price-book.ts';
export type { PriceBook, PricedLookup, PriceLookup, PriceQuery, UnpricedLookup, UnpricedReason } from './price-book.ts';
export { PRICE_SOURCE_KINDS } from './price-record.ts';
export type {
  Confidence,
  PriceOrigin,
  PriceRates,
  PriceRecord,
  PriceSource,
  PriceSourceKind,
  PriceTier,
  PriceWindow,
  ResolvedPrice,
  ResolvedRates,
  ResolvedTier,
  ResolvedWindow,
  ServicePrice,
  Stacking,
  UtcDay,
} from './price-record.ts';
export { decodePriceList, PRICE_LIST_FORMATS } from './price-lists.ts';
export type { DecodedList, ListOrigin, PriceListFormat } from './price-lists.ts';
export { createPriceShelf } from './price-shelf.ts';
export type { PriceShelf } from './price-shelf.ts';
export { userPriceSource, userPriceProblem, USER_PRICE_KEYS } from './user-prices.ts';
export type { UserPrice } from './user-prices.ts';
export { similarNames } from './similar-names.ts';
