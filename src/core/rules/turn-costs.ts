/** What a conversation costs that sends all earlier turns again. */
import type { ModelCost } from '../cost/call-cost.ts';
import { ratesFor } from '../pricing/index.ts';

/** Micro-dollars of the request of one turn. */
export interface TurnCost {
  readonly uncached: number;
  /** With everything but the last turn read from the cache; undefined where the model has no cache price, or the prompt is too short. */
  readonly cached: number | undefined;
}

/** What is assumed about a conversation, in tokens. */
export interface Conversation {
  /** What every turn sends, without the turns before it. */
  readonly base: number;
  /** What each turn adds to the next ones: question and answer. */
  readonly growth: number;
  readonly output: number;
}

/** The cost of turn `turn`, counted from 1; undefined without a price. */
export function costAtTurn(model: ModelCost | undefined, { base, growth, output }: Conversation, turn: number): TurnCost | undefined {
  if (model?.lookup.state !== 'priced') return undefined;
  const sent = base + growth * (turn - 1);
  const rates = ratesFor(model.lookup.record, model.pricedAt, sent);
  const money = (fresh: number, read: number): number =>
    Math.round((rates.in * fresh + (rates.read ?? 0) * read + rates.out * output) / 1e6);
  const old = sent - Math.min(sent, growth);
  const minimum = model.cache.rule?.minTokens;
  const caches = rates.read !== null && minimum !== undefined && old >= minimum;
  return { uncached: money(sent, 0), cached: caches ? money(sent - old, old) : undefined };
}
