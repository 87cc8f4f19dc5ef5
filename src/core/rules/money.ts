/** Money of tokens for the impact of findings. */
import type { ModelCost } from '../cost/call-cost.ts';
import { ratesFor } from '../pricing/index.ts';

/** Micro-dollars of some uncached input tokens; undefined without a price. */
export function inputMoney(model: ModelCost | undefined, tokens: number, promptTokens: number): number | undefined {
  if (model?.lookup.state !== 'priced') return undefined;
  return Math.round((ratesFor(model.lookup.record, model.pricedAt, promptTokens).in * tokens) / 1e6);
}

/** Micro-dollars of some output tokens; undefined without a price. */
export function outputMoney(model: ModelCost | undefined, tokens: number, promptTokens: number): number | undefined {
  if (model?.lookup.state !== 'priced') return undefined;
  return Math.round((ratesFor(model.lookup.record, model.pricedAt, promptTokens).out * tokens) / 1e6);
}
