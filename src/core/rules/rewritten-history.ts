import { historyImpact, isCached, missReasonOf } from './cache-prefix.ts';
import { defineRule } from './rule.ts';

/** Finds conversations whose earlier turns are changed after they were sent. */
export const rewrittenHistory = defineRule({
  id: 'rewritten-history',
  summary: 'Earlier turns of a conversation are changed after they were sent, so the cache is lost from there on.',
  category: 'cache',
  severity: 'warning',
  messages: {
    inserted: 'A message is put in front of the conversation on every turn: nothing of what was sent before is read from the cache again.',
    replaced: 'An earlier message is replaced on every turn by another one: everything behind it is sent again at the full price.',
    dropped:
      'The oldest turn is dropped one at a time: from then on every request differs from the one before at its beginning, and nothing is read from the cache.',
  },
  check(call, context) {
    if (call.caching === undefined || !isCached(call, context)) return;
    for (const { kind, at } of call.caching.edits)
      context.report({
        at,
        messageId: kind,
        data: {},
        impact: historyImpact(context),
        // A window of turns also keeps the prompt short: whether the cache would be worth more is not known.
        ...(kind === 'dropped' ? { severity: 'hint' } : {}),
        related: [{ at: call.calleeAt, message: 'sent by this call' }],
        ...missReasonOf(call, 'messages'),
      });
  },
});
