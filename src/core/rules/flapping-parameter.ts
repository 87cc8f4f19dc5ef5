import { historyImpact, isCached, missReasonOf } from './cache-prefix.ts';
import { defineRule } from './rule.ts';

/** Finds parameters that are part of the cache key and are chosen anew on turns of one conversation. */
export const flappingParameter = defineRule({
  id: 'flapping-parameter',
  summary: 'A parameter that is part of the cache key is chosen anew on turns of the same conversation.',
  category: 'cache',
  severity: 'information',
  messages: {
    found: '`{{name}}` is chosen on every turn of this conversation. When it changes, the conversation is not read from the cache.',
  },
  check(call, context) {
    if (call.caching === undefined || !isCached(call, context)) return;
    for (const { name, at } of call.caching.varying) {
      const cause = name === 'model' || name === 'modelId' ? 'model' : 'parameter';
      context.report({ at, messageId: 'found', data: { name }, impact: historyImpact(context), ...missReasonOf(call, cause, name) });
    }
  },
});
