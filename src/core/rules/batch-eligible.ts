import type { PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { defineRule, pricedModel } from './rule.ts';

/** Fewer requests than this are not worth a job. */
const FEWEST = 20;
/** Half a dollar per thousand requests, in micro-dollars per request: less does not pay for the work of changing over. */
const WORTHWHILE = 500;

/** Batch services by provider (vendors' batch guides, 2026-11-21). */
const SERVICES: Readonly<Record<string, string>> = {
  openai: 'the Batch API (`client.batches`, or `service_tier="flex"` without a file)',
  azure: 'a Global Batch deployment',
  anthropic: '`client.messages.batches`',
  gemini: '`client.batches`',
  vertex: 'batch prediction jobs',
  bedrock: 'batch inference jobs',
  mistral: 'the batch API (`client.batch.jobs`)',
  groq: 'the batch API',
};

/** Finds requests that a batch job could send at a lower price. */
export const batchEligible = defineRule({
  id: 'batch-eligible',
  summary: 'Independent requests are sent one by one over a collection, where a batch job costs less.',
  category: 'model',
  saves: true,
  severity: 'off',
  messages: {
    found:
      'One request per item of a collection, and nobody waits: {{service}} takes {{discount}} % off{{stacking}}, ≈{{saving}} per request, for answers within a day.',
  },
  check(call, { cost, report }) {
    const { repeat, provider, around } = call;
    // Comprehensions fan out, mostly because somebody waits for all of it.
    const overItems = repeat.kind === 'loop' && repeat.loop === 'for' && !repeat.growing;
    if (!overItems || call.makesAgent === true || call.kind === 'request' || call.stream || call.history || call.serviceTier !== undefined)
      return;
    if (around === undefined || around.interactive || around.carriesOver || call.tools.state !== 'absent' || !call.answers || call.free)
      return;
    if (repeat.times !== undefined && repeat.times < FEWEST) return;
    const model = pricedModel(cost);
    const service = provider === undefined || !Object.hasOwn(SERVICES, provider) ? undefined : SERVICES[provider];
    if (service === undefined || model?.lookup.state !== 'priced' || model.cold === undefined || !dependsOnItemOnly(call)) return;
    const { batch } = model.lookup.record.service;
    if (batch === undefined || batch.factor >= 1) return;
    const saving = Math.round(model.cold.mid * (1 - batch.factor));
    if (saving < WORTHWHILE) return;
    const stacking = batch.stacking ?? model.lookup.record.stacking;
    report({
      at: call.calleeAt,
      messageId: 'found',
      data: {
        service,
        discount: String(Math.round((1 - batch.factor) * 100)),
        stacking: stacking === 'multiply' ? ', on top of what caching saves' : stacking === 'no-cache' ? ', without caching' : '',
        saving: formatMicroUsd(saving),
      },
      ...(repeat.at === undefined ? {} : { related: [{ at: repeat.at, message: 'the collection' }] }),
      impact: { tokens: cost.input.tokens, microUsdPerCall: saving, basis: 'assumed' },
    });
  },
});

/** True when the item of the collection is what makes one request differ from the next, and nothing that the loop remembers. */
function dependsOnItemOnly(call: PromptCall): boolean {
  const holes = call.segments.flatMap((segment) => segment.parts).filter((part) => part.kind === 'hole');
  return (
    holes.some((hole) => hole.source === 'loop') &&
    holes.every((hole) => hole.source !== 'state' && hole.source !== 'input' && hole.certainty !== 'repeated')
  );
}
