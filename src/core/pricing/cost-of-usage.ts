/** Usage × price. One request in, integer micro-dollars out, with the arithmetic laid open per bucket. */
import { isInside } from './calendar.ts';
import type { PriceLookup } from './price-book.ts';
import type { ResolvedPrice, ResolvedRates, ServicePrice, Stacking } from './price-record.ts';

/** Tokens of one request, each counted in exactly one bucket. `output` includes reasoning. */
export interface TokenUsage {
  readonly inputUncached: number;
  readonly cacheRead: number;
  /** Written tokens by lifetime (`5m`, `1h`, …). Use {@link UNKNOWN_TTL} when the lifetime was not reported. */
  readonly cacheWrite: Readonly<Record<string, number>>;
  readonly output: number;
}

/** Circumstances that change the price. Take them from the response where it states them. */
export interface CostOptions {
  /** As the provider spells it: `batch`, `flex`, `priority`, `fast`, …; none, `default`, `auto` or `standard` = standard price. */
  readonly serviceTier?: string | undefined;
  /** Region or residency the request was pinned to, for example `us`. Not for Bedrock, where it is part of the model id. */
  readonly region?: string | undefined;
  /** Time of the request in UTC milliseconds; the same that was used for the lookup. */
  readonly at: number;
}

/** One row of the bill. `microUsd` values are rounded so that they add up to the total. */
export interface CostLine {
  /** `input`, `cacheRead`, `cacheWrite.<ttl>` or `output`. */
  readonly bucket: string;
  readonly tokens: number;
  readonly picoUsdPerToken: number;
  readonly microUsd: number;
}

/** What the request costs. `estimate` = a price or rule had to be assumed; the notes say which. */
export interface PricedUsage {
  readonly state: 'priced';
  readonly microUsd: number;
  readonly lines: readonly CostLine[];
  readonly notes: readonly string[];
  readonly estimate: boolean;
}

/** Why a request has no cost: the model is unpriced, or this service tier or cache lifetime is. */
export interface UnpricedUsage {
  readonly state: 'unpriced';
  readonly reason: string;
}

/** Answer of {@link costOfUsage}. */
export type UsageCost = PricedUsage | UnpricedUsage;

/** Key in {@link TokenUsage.cacheWrite} for written tokens whose lifetime was not reported. */
export const UNKNOWN_TTL = 'unknown';

/**
 * The cost of one request, rounded half up to a micro-dollar once, at the end. Unpriced, never 0, when the lookup is unpriced,
 * a count is not a whole number from 0 to 2^53−1, or the service tier or write lifetime used has no price.
 *
 * Order: window by time, then tier by total prompt tokens (the whole request moves), then service factor, then region factor.
 */
export function costOfUsage(lookup: PriceLookup, usage: TokenUsage, options: CostOptions): UsageCost {
  if (lookup.state === 'unpriced') return { state: 'unpriced', reason: lookup.message };
  const writes = Object.entries(usage.cacheWrite).filter(([, tokens]) => tokens !== 0);
  const prompt = writes.reduce((sum, [, tokens]) => sum + tokens, usage.inputUncached + usage.cacheRead);
  const counts = [usage.inputUncached, usage.cacheRead, usage.output, prompt, ...writes.map(([, tokens]) => tokens)];
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    return { state: 'unpriced', reason: 'Token counts must be whole numbers of 0 or more.' };
  }
  const bill = new Bill(lookup.record, options, prompt);
  if (bill.reason !== undefined) return { state: 'unpriced', reason: bill.reason };
  bill.add('input', usage.inputUncached, bill.inputRate());
  if (usage.cacheRead > 0) bill.add('cacheRead', usage.cacheRead, bill.readRate());
  for (const [ttl, tokens] of writes) {
    const rate = bill.writeRate(ttl);
    if (rate === undefined) return { state: 'unpriced', reason: `No price is listed for ${ttl} cache writes of ${lookup.record.id}.` };
    bill.add(`cacheWrite.${ttl}`, tokens, rate);
  }
  bill.add('output', usage.output, bill.outputRate());
  return bill.total();
}

/** Token prices in force at a moment for a prompt of that many tokens, in pico-dollars per token, before service and region. */
export function ratesFor(price: ResolvedPrice, at: number, promptTokens: number): ResolvedRates {
  const base = price.windows.find((window) => isInside(window, at))?.rates ?? price.rates;
  return price.tiers.findLast((tier) => promptTokens > tier.promptAbove)?.rates ?? base;
}

/** Cost of keeping an explicit cache, in micro-dollars, half up; undefined when no storage price is known or an argument is negative. */
export function costOfStorage(lookup: PriceLookup, tokens: number, hours: number): number | undefined {
  if (lookup.state === 'unpriced' || lookup.record.storage === null || !(tokens >= 0) || !(hours >= 0)) return undefined;
  const micro = Math.floor((tokens * hours * lookup.record.storage) / 1e6 + 0.5);
  return Number.isSafeInteger(micro) ? micro : undefined;
}

/** Whether a service tier, in any spelling, is the one without a factor of its own. */
export function isStandardTier(tier: string): boolean {
  return STANDARD.includes(tier.trim().toLowerCase());
}

/** Names under which APIs report that nothing special was used: OpenAI, Anthropic, Google, Groq and Bedrock in turn. */
const STANDARD: readonly string[] = ['', 'default', 'auto', 'standard', 'standard_only', 'unspecified', 'on_demand'];

class Bill {
  readonly reason: string | undefined;
  readonly #rates: ResolvedRates;
  readonly #service: ServicePrice | undefined;
  readonly #stacking: Stacking;
  readonly #region: number;
  /** Fields of the price that are assumptions. */
  readonly #guessed: ReadonlySet<string>;
  readonly #notes = new Set<string>();
  readonly #rows: { readonly bucket: string; readonly tokens: number; readonly rate: number }[] = [];
  #estimate = false;

  constructor(price: ResolvedPrice, { serviceTier, region, at }: CostOptions, prompt: number) {
    const tier = (serviceTier ?? '').trim().toLowerCase();
    this.#rates = ratesFor(price, at, prompt);
    const special = !isStandardTier(tier);
    this.#service = special && Object.hasOwn(price.service, tier) ? price.service[tier] : undefined;
    this.reason = special && this.#service === undefined ? `No ${tier} price is listed for ${price.id}.` : undefined;
    this.#stacking = this.#service?.stacking ?? price.stacking;
    this.#region = this.#regionFactor(price, region);
    this.#guessed = new Set(
      Object.entries(price.origins)
        .filter(([, origin]) => origin.confidence === 'guess')
        .map(([field]) => field),
    );
    if (this.#guessed.has('in')) this.#assume('The input price is an assumption.');
    if (this.#guessed.has('out')) this.#assume('The output price is an assumption.');
    const assumedTier = this.#service?.confidence === 'guess' || (special && this.#guessed.has(`service.${tier}`));
    if (assumedTier) this.#assume(`The ${tier} price is an assumption.`);
  }

  add(bucket: string, tokens: number, rate: number): void {
    if (tokens > 0) this.#rows.push({ bucket, tokens, rate });
  }

  inputRate(): number {
    return this.#scaled(this.#rates.in, this.#service?.factor);
  }

  outputRate(): number {
    return this.#scaled(this.#rates.out, this.#service?.outFactor ?? this.#service?.factor);
  }

  readRate(): number {
    const { in: input, read } = this.#rates;
    const factor = this.#service?.factor;
    if (read === null) {
      this.#assume('No cache read price is listed: reads are priced as input.');
      return this.#scaled(input, factor);
    }
    if (this.#guessed.has('read')) this.#assume('The cache read price is an assumption.');
    if (factor === undefined || this.#stacking === 'multiply') return this.#scaled(read, factor);
    if (this.#stacking === 'cache-wins') {
      this.#notes.add('Cache reads keep their own price; the service discount does not add to it.');
      return this.#scaled(read, undefined);
    }
    if (this.#stacking === 'no-cache') {
      this.#notes.add('This service tier has no cache discount: cached tokens are priced as input.');
      return this.#scaled(input, factor);
    }
    this.#assume('Whether cache and service discounts add up is not known: the larger one is used.');
    return Math.min(this.#scaled(read, undefined), this.#scaled(input, factor));
  }

  /** Undefined when this model charges for writes but lists no price for this lifetime. */
  writeRate(ttl: string): number | undefined {
    const factor = this.#service?.factor;
    const listed = this.#listedWrite(ttl);
    if (listed === undefined || factor === undefined) return listed === undefined ? undefined : this.#scaled(listed, undefined);
    return this.#scaled(this.#stacking === 'no-cache' ? this.#rates.in : listed, factor);
  }

  /** Each line gets the rise of the rounded running total, so that lines always add up to the amount shown. */
  total(): UsageCost {
    let pico = 0n;
    let before = 0;
    const lines: CostLine[] = [];
    for (const { bucket, tokens, rate } of this.#rows) {
      pico += BigInt(tokens) * BigInt(rate);
      const now = Number((pico + 500_000n) / 1_000_000n);
      lines.push({ bucket, tokens, picoUsdPerToken: rate, microUsd: now - before });
      before = now;
    }
    if (!Number.isSafeInteger(before)) return { state: 'unpriced', reason: 'The amount is too large to be exact.' };
    return { state: 'priced', microUsd: before, lines, notes: [...this.#notes], estimate: this.#estimate };
  }

  #listedWrite(ttl: string): number | undefined {
    const { writes, in: input } = this.#rates;
    const key = Object.hasOwn(writes, ttl) ? ttl : 'any';
    if (Object.hasOwn(writes, key)) {
      if (this.#guessed.has(`writes.${key}`)) this.#assume(`The ${ttl} cache write price is an assumption.`);
      return writes[key];
    }
    const prices = Object.values(writes);
    if (prices.length === 0) return input;
    if (ttl !== UNKNOWN_TTL) return undefined;
    this.#assume('The lifetime of the written tokens is not known: the cheapest write price is used.');
    return Math.min(...prices);
  }

  #regionFactor(price: ResolvedPrice, region: string | undefined): number {
    const name = (region ?? '').trim().toLowerCase();
    if (name === '' || name === 'global' || name === 'not_available') return 1;
    if (Object.hasOwn(price.region, name)) return price.region[name] ?? 1;
    this.#notes.add(`No regional price is listed for "${name}": the list price is used.`);
    return 1;
  }

  #assume(note: string): void {
    this.#notes.add(note);
    this.#estimate = true;
  }

  #scaled(rate: number, factor: number | undefined): number {
    return Math.round(rate * (factor ?? 1) * this.#region);
  }
}
