/** What a call costs beside tokens, in words. */
import { hostedTools, storagePerMillionHour } from '../cost/beside-tokens.ts';
import type { ModelCost } from '../cost/call-cost.ts';
import type { PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { escapeMarkdown as escape, markdownCode as code } from './markdown.ts';

/** Lines of a hover: the price of one use of each tool that the provider runs, and an explicit cache that the request reads. */
export function besideLines(call: PromptCall, model: ModelCost): string[] {
  const lines: string[] = [];
  const hosted = hostedTools(call, model);
  if (hosted.length > 0) {
    const parts = hosted.map(({ tool, price }) => {
      if (price === undefined) return `${code(tool)} at a price that is not known`;
      const money = price.usd === 0 ? 'no price of its own' : `${formatMicroUsd(price.usd * 1e6)} per ${price.unit}`;
      return `${code(tool)} ${money}${price.note === undefined ? '' : ` (${escape(price.note)})`}`;
    });
    const sources = [...new Set(hosted.flatMap(({ price }) => (price === undefined ? [] : [`${price.source}, ${price.asOf}`])))];
    const from = sources.length === 0 ? '' : ` Source: ${escape(sources.join('; '))}.`;
    lines.push(`Not counted, because the run decides how often: ${parts.join('; ')}.${from}`, '');
  }
  if (call.billing?.cachedContent !== undefined) {
    const storage = storagePerMillionHour(model);
    const price = storage === undefined ? 'at a price that is not known' : `${formatMicroUsd(storage)} per million tokens and hour`;
    lines.push(`Sends an explicit cache along that is made elsewhere: its tokens are not counted here. Keeping it costs ${price}.`, '');
  }
  return lines;
}

/** The part of a line that says that more than tokens is billed: `+ web_search $0.01 each`; undefined when nothing is. */
export function besidePart(call: PromptCall, model: ModelCost | undefined): string | undefined {
  const parts = hostedTools(call, model)
    .filter(({ price }) => price?.usd !== 0)
    .map(({ tool, price }) => (price === undefined ? `${tool} at an unknown price` : `${tool} ${formatMicroUsd(price.usd * 1e6)} each`));
  return parts.length === 0 ? undefined : `+ ${parts.join(', ')}`;
}
