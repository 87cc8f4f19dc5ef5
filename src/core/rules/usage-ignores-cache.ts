import type { CallCost } from '../cost/call-cost.ts';
import type { PromptCall } from '../ir.ts';
import { ratesFor } from '../pricing/index.ts';
import { missingMarkers } from './cache-prefix.ts';
import { isLocal } from './prompt-text.ts';
import { defineRule, pricedModel } from './rule.ts';

/** Finds code that turns usage into money as if nothing were cached. */
export const usageIgnoresCache = defineRule({
  id: 'usage-ignores-cache',
  summary: 'Code turns the usage of an answer into money and ignores what was read from or written to the cache.',
  category: 'metering',
  severity: 'warning',
  messages: {
    includes:
      '`{{field}}` includes tokens read from the cache{{price}}: this sum is too high wherever caching works. Take `cached_tokens` out and price them apart.',
    apart:
      '`{{field}}` is priced as if nothing were cached: by the API it either leaves out cache reads and writes, or includes reads{{price}}. Price cache reads and writes by fields of their own.',
  },
  check(call, { cost, report }) {
    const model = pricedModel(cost);
    const rates = model?.lookup.state === 'priced' ? ratesFor(model.lookup.record, model.pricedAt, 0) : undefined;
    // Without a cache price there is nothing to ignore.
    if (rates !== undefined && rates.read === null) return;
    // Nor where nothing is billed.
    if (cachesNothing(call, cost) || isLocal(call, cost)) return;
    const price =
      rates === undefined || rates.read === null || rates.in === 0
        ? ''
        : `, which cost ${String(Math.round((rates.read / rates.in) * 100))} % of the price on ${model?.model ?? ''}`;
    for (const { at, field, includesCache } of call.around?.usageArithmetic ?? []) {
      report({
        at,
        messageId: includesCache === true ? 'includes' : 'apart',
        data: { field, price },
        impact: { tokens: undefined, microUsdPerCall: undefined, basis: 'assumed' },
      });
    }
  },
});

/** APIs whose models cache only what is marked, whichever it is; of Bedrock's all but Nova (vendors' guides, 2026-11-21). */
const EXPLICIT: ReadonlySet<string> = new Set(['anthropic-messages', 'bedrock-converse']);

/** True where the models cache only what is marked, and the call marks nothing: all of its input has one price. */
function cachesNothing({ caching, ...call }: PromptCall, { models }: CallCost): boolean {
  const rules = models.flatMap(({ cache }) => cache.rule ?? []);
  const onlyMarked = rules.length === 0 ? EXPLICIT.has(call.api) : rules.every(({ automatic, explicit }) => explicit && !automatic);
  return onlyMarked && caching !== undefined && missingMarkers({ ...call, caching }, caching);
}
