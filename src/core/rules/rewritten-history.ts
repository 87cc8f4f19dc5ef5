import { USUAL_MINIMUM } from './cache-gates.ts';
import { asSure, historyImpact, isCached, missReasonOf, whereCached } from './cache-prefix.ts';
import { defineRule, type RuleContext } from './rule.ts';

/** Finds conversations whose earlier turns are changed after they were sent. */
export const rewrittenHistory = defineRule({
  id: 'rewritten-history',
  summary: 'Earlier turns of a conversation are changed after they were sent, so the cache is lost from there on.',
  category: 'cache',
  severity: 'warning',
  messages: {
    inserted:
      'A message is put in front of the conversation on every turn: nothing of what was sent before is read from the cache again.{{where}}',
    replaced: 'An earlier message is replaced on every turn by another one: everything behind it is sent again at the full price.{{where}}',
    dropped:
      'Only the newest messages are kept{{kept}}, so the conversation begins with another one on every turn: once the limit is reached, no earlier turn is read from the cache. Drop many at once, and seldom.{{where}}',
  },
  check(call, context) {
    if (call.caching === undefined || !isCached(call, context)) return;
    for (const { kind, at, keeps } of call.caching.edits) {
      if (keeps !== undefined && staysShort(keeps, context)) continue;
      // What a wrapper does to every conversation is told where it stands.
      if (at.uri !== call.uri && call.via.some(({ uri }) => uri === at.uri)) continue;
      context.report({
        at,
        messageId: kind,
        data: { where: whereCached(call, context), kept: keeps === undefined ? '' : ` (${String(keeps)})` },
        impact: historyImpact(context),
        // A window of turns also keeps the prompt short: whether the cache would be worth more is not known.
        severity: kind === 'dropped' ? 'hint' : asSure(call, context, 'warning'),
        related: [{ at: call.calleeAt, message: 'sent by this call' }],
        ...missReasonOf(call, 'messages'),
      });
    }
  },
});

/** Messages of a window below which nothing of it is worth caching: the newest question and the turn before it. */
const FEW_MESSAGES = 4;

/** True for a window that, with turns of the usual length, stays below the shortest prefix that is cached: an assumption. */
function staysShort(keeps: number, { cost, settings }: RuleContext): boolean {
  if (keeps < FEW_MESSAGES) return true;
  const minimums = cost.models.map(({ cache }) => cache.rule?.minTokens ?? USUAL_MINIMUM);
  const minimum = minimums.length === 0 ? USUAL_MINIMUM : Math.min(...minimums);
  const each = (cost.expectedOutput + settings.turnTokens) / 2;
  return cost.input.tokens + keeps * each < minimum;
}
