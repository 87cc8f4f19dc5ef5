/** What a call costs beside tokens, as far as it can be said before it runs: the price of one use, never how often something is used. */
import type { PromptCall } from '../ir.ts';
import { hostedToolOf, perUsePrice, type PerUsePrice } from '../pricing/per-use.ts';
import type { ModelCost } from './call-cost.ts';

/** A tool that the provider runs, with the price of one use; undefined where none is known. */
export interface HostedTool {
  readonly tool: string;
  readonly price: PerUsePrice | undefined;
}

/** The tools of a call that its provider runs and bills by use, each once. */
export function hostedTools(call: PromptCall, model: ModelCost | undefined): readonly HostedTool[] {
  if (model?.lookup.state !== 'priced' || call.tools.tools.length === 0) return [];
  const { provider, id } = model.lookup.matched;
  const kinds = new Set(call.tools.tools.flatMap(({ json }) => hostedToolOf(json) ?? []));
  return [...kinds].map((tool) => ({ tool, price: perUsePrice(provider, id, tool) }));
}

/** What keeping tokens in an explicit cache costs per million and hour, in micro-dollars; undefined where no price is known. */
export function storagePerMillionHour({ lookup }: ModelCost): number | undefined {
  return lookup.state === 'priced' && lookup.record.storage !== null ? lookup.record.storage : undefined;
}
