/** List prices per token, for money that a source does not count itself. */
import { costOfUsage, platformOf, UNKNOWN_TTL, type PriceBook, type PricedLookup } from '../pricing/index.ts';
import { AT, tokensOf, type Amounts } from './amounts.ts';
import { OTEL_PROVIDERS } from './profiles/index.ts';

/** Micro-dollars per token by kind of token, and what had to be assumed. */
export interface UnitRates {
  readonly input: number;
  readonly cacheRead: number;
  /** Writes whose lifetime is not known: the cheapest write price. */
  readonly cacheWrite: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  readonly notes: readonly string[];
  /** Day of the price list, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** Finds prices per token and puts money on tokens. */
export interface Rates {
  /** Undefined when the model is unpriced; then {@link reason} says why. `at` in UTC milliseconds. */
  find(provider: string | undefined, model: string | undefined, at: number): UnitRates | undefined;
  /**
   * Fills `computed`, `saved` and, for tokens of unpriced models, `unpricedTokens`. Amounts may be negative (money taken back). Sums of
   * many calls know no prompt length, so the price of short prompts applies.
   */
  price(amounts: Amounts, provider: string | undefined, model: string | undefined, at: number): void;
}

/** Rates over a price book; answers are kept per model and minute. */
export function createRates(prices: PriceBook): Rates {
  const known = new Map<string, UnitRates | null>();
  let minute = -1;
  const find: Rates['find'] = (provider, model, at) => {
    if (model === undefined) return undefined;
    const now = Math.floor(at / 60_000);
    if (now !== minute) known.clear();
    minute = now;
    const key = `${provider ?? ''}\n${model}`;
    let rates = known.get(key);
    if (rates === undefined) {
      rates = unitRates(prices, provider, model, at) ?? null;
      known.set(key, rates);
    }
    return rates ?? undefined;
  };
  return {
    find,
    price(amounts, provider, model, at) {
      const tokens = tokensOf(amounts);
      if (tokens === 0 && amounts[AT.cacheRead] === 0 && amounts[AT.cacheWrite] === 0) return;
      const rates = find(provider, model, at);
      if (rates === undefined) {
        amounts[AT.unpricedTokens] = tokens;
        return;
      }
      const read = amounts[AT.cacheRead]!;
      const longWrite = amounts[AT.cacheWrite1h]!;
      const write = amounts[AT.cacheWrite]! - longWrite;
      const plain = amounts[AT.input]! - read - write - longWrite;
      const written = write * rates.cacheWrite + longWrite * rates.cacheWrite1h;
      amounts[AT.computed] = plain * rates.input + read * rates.cacheRead + written + amounts[AT.output]! * rates.output;
      amounts[AT.saved] = read * (rates.input - rates.cacheRead) - (written - (write + longWrite) * rates.input);
    },
  };
}

/** Tokens that one price is asked for: then the answer in whole micro-dollars is exact to a pico-dollar per token. */
const MILLION = 1_000_000;

function unitRates(prices: PriceBook, provider: string | undefined, model: string, at: number): UnitRates | undefined {
  const named = provider === undefined ? undefined : (OTEL_PROVIDERS[provider.toLowerCase()] ?? provider);
  // A name that is no platform (a deployment's, for example) says nothing about the price.
  const seller = named !== undefined && platformOf(named) !== undefined ? named : undefined;
  const lookup = prices.lookup({ provider: seller, model, at });
  if (lookup.state === 'unpriced') return undefined;
  const short: PricedLookup = { ...lookup, record: { ...lookup.record, tiers: [] } };
  const notes = new Set(lookup.notes);
  if (lookup.record.tiers.length > 0)
    notes.add(`${model}: long prompts are dearer; their number is not known, so the short price is used.`);
  const cost = (bucket: 'inputUncached' | 'cacheRead' | 'output' | 'write', ttl = UNKNOWN_TTL): number | undefined => {
    const usage = {
      inputUncached: bucket === 'inputUncached' ? MILLION : 0,
      cacheRead: bucket === 'cacheRead' ? MILLION : 0,
      cacheWrite: bucket === 'write' ? { [ttl]: MILLION } : {},
      output: bucket === 'output' ? MILLION : 0,
    };
    const answer = costOfUsage(short, usage, { at });
    if (answer.state === 'unpriced') return undefined;
    for (const note of answer.notes) notes.add(`${model}: ${note}`);
    return answer.microUsd / MILLION;
  };
  const input = cost('inputUncached');
  const output = cost('output');
  if (input === undefined || output === undefined) return undefined;
  const base = new Set(notes);
  const cacheRead = cost('cacheRead') ?? input;
  const cacheWrite = cost('write') ?? input;
  const cacheWrite1h = cost('write', '1h') ?? cacheWrite;
  return { input, output, cacheRead, cacheWrite, cacheWrite1h, notes: [...base], asOf: lookup.asOf };
}
