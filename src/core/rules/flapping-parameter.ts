import { reachesMinimum } from './cache-gates.ts';
import { asSure, historyImpact, isCached, isReused, missReasonOf, whereCached, wholeImpact } from './cache-prefix.ts';
import { defineRule } from './rule.ts';

/** Finds parameters that are part of the cache key and are chosen anew on turns of one conversation. */
export const flappingParameter = defineRule({
  id: 'flapping-parameter',
  summary: 'A parameter that is part of the cache key is chosen anew on turns of the same conversation.',
  category: 'cache',
  severity: 'hint',
  messages: {
    found:
      '`{{name}}` is chosen on every turn of this conversation. When it changes, the conversation is not read from the cache.{{where}}',
    key: '`{{name}}` is another one in every request. It says which requests are sent to the same machine, so none finds what another has stored. Use one key per prompt or per user.{{where}}',
  },
  check(call, context) {
    if (call.caching === undefined || !isCached(call, context)) return;
    const { scattered } = call.caching;
    if (scattered !== undefined && isReused(call.caching, context) && reachesMinimum(call, context))
      context.report({
        at: scattered.at,
        messageId: 'key',
        data: { name: scattered.name, where: whereCached(call, context) },
        severity: asSure(call, context, 'warning'),
        impact: wholeImpact(context.cost.models[0]),
        ...missReasonOf(call, 'parameter', scattered.name),
      });
    for (const { name, at } of call.caching.varying) {
      const cause = name === 'model' || name === 'modelId' ? 'model' : 'parameter';
      context.report({
        at,
        messageId: 'found',
        data: { name, where: whereCached(call, context) },
        severity: 'hint',
        impact: historyImpact(context),
        ...missReasonOf(call, cause, name),
      });
    }
  },
});
