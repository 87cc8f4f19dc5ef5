/**
 * Shapes of price data. Sources speak in US dollars per one million tokens, because every provider publishes prices that way;
 * everything computed speaks in integer pico-dollars per token (1 $/M = 1,000,000 pico-dollars per token), so that sums are exact.
 */

/** How far a figure can be trusted. `official` = the provider's own page; `declared` = written down by the user or reported by a gateway. */
export type Confidence = 'official' | 'third-party' | 'measured' | 'guess' | 'declared';

/**
 * How a service discount combines with cache prices.
 * - `multiply`: the factor applies to every bucket, cached or not.
 * - `cache-wins`: cache reads keep their own price and get no service factor.
 * - `no-cache`: the service has no cache, so reads and writes are plain input.
 * - `larger-discount`: the rule is not known; a bucket gets the better of the two discounts and the result is an estimate.
 */
export type Stacking = 'multiply' | 'cache-wins' | 'no-cache' | 'larger-discount';

/** Token prices in US dollars per 1M tokens. `read: null` = no cache read price is listed. A write map key is a lifetime (`5m`, `12h`, `any`). */
export interface PriceRates {
  readonly in?: number;
  readonly out?: number;
  readonly read?: number | null;
  readonly writes?: Readonly<Record<string, number>> | null;
}

/** Prices of the whole request once its prompt (uncached + read + written tokens) is strictly longer than `promptAbove` tokens. */
export interface PriceTier extends PriceRates {
  readonly promptAbove: number;
}

/** Days of the week in UTC, as used by {@link PriceWindow}. */
export type UtcDay = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat';

/** Prices inside a weekly window. Times are `HH:MM` in UTC, half-open; `to` not after `from` means that the window ends on the next day. */
export interface PriceWindow extends PriceRates {
  readonly utcDays: readonly UtcDay[];
  readonly from: string;
  readonly to: string;
  /** UTC dates (`YYYY-MM-DD`) on which the window does not open. */
  readonly exceptDays?: readonly string[];
}

/** Price of a service tier (batch, flex, priority, fast …) as a factor on the standard price. */
export interface ServicePrice {
  readonly factor: number;
  /** Factor on output tokens where it differs from `factor`. */
  readonly outFactor?: number;
  /** Overrides the record's own rule for this service. */
  readonly stacking?: Stacking;
  readonly confidence?: Confidence;
}

/**
 * What one source says about one model on one platform. Every price field is optional: records of several sources are merged
 * field by field. A record whose id contains `*` adds fields to models that another record prices; it can never price a model itself.
 */
export interface PriceRecord extends PriceRates {
  /** Platform key (see platforms.ts), or `*` for any platform; `*` makes sense in a user's own prices only. */
  readonly provider: string;
  /** Exact, case-sensitive model id on that platform, or a pattern with `*` as the only wildcard. */
  readonly id: string;
  /** Other names of exactly this model on this platform, for example an Azure deployment name. */
  readonly aliases?: readonly string[];
  /** Write prices as multiples of the input price of the same tier or window. An absolute price in `writes` wins. */
  readonly writeFactors?: Readonly<Record<string, number>>;
  readonly tiers?: readonly PriceTier[];
  readonly windows?: readonly PriceWindow[];
  /** First and last UTC day (`YYYY-MM-DD`, inclusive) on which this record holds. */
  readonly from?: string;
  readonly until?: string;
  readonly service?: Readonly<Record<string, ServicePrice>>;
  /** Factor on all prices for requests that are pinned to a region. */
  readonly region?: Readonly<Record<string, number>>;
  readonly stacking?: Stacking;
  /** Longest output in tokens, and the context window in tokens; null = not known. */
  readonly maxOutput?: number | null;
  readonly context?: number | null;
  /** US dollars per 1M tokens per hour for explicit caches. */
  readonly storagePerMTokHour?: number | null;
  /** Address or name of the place where the figures were read, and the day. */
  readonly source: string;
  readonly asOf: string;
  readonly confidence: Confidence;
  readonly note?: string;
}

/** Where prices come from, strongest first. The order of this list is the order of precedence. */
export const PRICE_SOURCE_KINDS = ['user', 'workspace', 'gateway', 'refreshed', 'overlay', 'snapshot'] as const;

/** One of {@link PRICE_SOURCE_KINDS}. */
export type PriceSourceKind = (typeof PRICE_SOURCE_KINDS)[number];

/** A named collection of records. Records are checked when a price book is made of them; bad ones are left out and reported. */
export interface PriceSource {
  readonly kind: PriceSourceKind;
  /** Short name for people, for example `pennylint.yaml`. */
  readonly name: string;
  readonly records: readonly PriceRecord[];
}

/** Prices in integer pico-dollars per token. `read: null` = none listed; an empty `writes` = writes cost plain input. */
export interface ResolvedRates {
  readonly in: number;
  readonly out: number;
  readonly read: number | null;
  readonly writes: Readonly<Record<string, number>>;
}

/** A {@link PriceTier} in pico-dollars per token. */
export interface ResolvedTier {
  readonly promptAbove: number;
  readonly rates: ResolvedRates;
}

/** A {@link PriceWindow} in pico-dollars per token, with times in minutes of the UTC day. */
export interface ResolvedWindow {
  readonly utcDays: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly exceptDays: readonly string[];
  readonly rates: ResolvedRates;
}

/** Where one field of a {@link ResolvedPrice} was found. */
export interface PriceOrigin {
  readonly kind: PriceSourceKind;
  readonly name: string;
  readonly source: string;
  readonly asOf: string;
  readonly confidence: Confidence;
}

/** Everything known about the price of one model on one platform at one time. All prices in pico-dollars per token. */
export interface ResolvedPrice {
  readonly provider: string;
  readonly id: string;
  readonly rates: ResolvedRates;
  /** Ascending by threshold. */
  readonly tiers: readonly ResolvedTier[];
  readonly windows: readonly ResolvedWindow[];
  readonly service: Readonly<Record<string, ServicePrice>>;
  readonly region: Readonly<Record<string, number>>;
  readonly stacking: Stacking;
  readonly maxOutput: number | null;
  readonly context: number | null;
  /** Pico-dollars per token per hour; null = no storage price is known. */
  readonly storage: number | null;
  /** First UTC day on which these token prices are known to have applied, or null when no change before is known. */
  readonly since: string | null;
  /** First UTC day on which another token price is known to apply, or null. */
  readonly nextChange: string | null;
  /** Origin per field; the key of a write price is `writes.<ttl>`. */
  readonly origins: Readonly<Record<string, PriceOrigin>>;
  readonly notes: readonly string[];
}
