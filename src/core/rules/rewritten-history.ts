import { formatMicroUsd } from '../pricing/index.ts';
import { USUAL_MINIMUM } from './cache-gates.ts';
import { asSure, historyImpact, isCached, missReasonOf, whereCached } from './cache-prefix.ts';
import { defineRule, type Impact, type RuleContext } from './rule.ts';

/** Finds conversations whose earlier turns are changed after they were sent. */
export const rewrittenHistory = defineRule({
  id: 'rewritten-history',
  summary: 'Earlier turns of a conversation are changed after they were sent, so the cache is lost from there on.',
  category: 'cache',
  severity: 'warning',
  messages: {
    inserted:
      'A message is put in front of the conversation on every turn: nothing of what was sent before is read from the cache again{{cost}}.{{where}}',
    replaced:
      'An earlier message is replaced on every turn by another one: everything behind it is sent again at the full price{{cost}}.{{where}}',
    dropped:
      'Only the newest messages are kept{{kept}}, so the conversation begins with another one on every turn: once the limit is reached, no earlier turn is read from the cache{{cost}}. Drop many at once, and seldom.{{where}}',
  },
  check(call, context) {
    if (call.caching === undefined || !isCached(call, context)) return;
    for (const { kind, at, keeps } of call.caching.edits) {
      if (keeps !== undefined && staysShort(keeps, context)) continue;
      // What a wrapper does to every conversation is told where it stands.
      if (at.uri !== call.uri && call.via.some(({ uri }) => uri === at.uri)) continue;
      const impact = historyImpact(context, keeps);
      context.report({
        at,
        messageId: kind,
        data: { where: whereCached(call, context), kept: keeps === undefined ? '' : ` (${String(keeps)})`, cost: costOf(impact, keeps) },
        impact,
        // A window of turns also keeps the prompt short: whether the cache would be worth more is not known.
        severity: kind === 'dropped' ? 'hint' : asSure(call, context, 'warning'),
        related: [{ at: call.calleeAt, message: 'sent by this call' }],
        // What a helper in another file cuts is told once to all who send it.
        ...(at.uri === call.uri ? {} : { group: `${at.uri} ${at.start}` }),
        ...missReasonOf(call, 'messages'),
      });
    }
  },
});

/** What one request loses, and on what that rests: to be put behind a statement. */
function costOf({ tokens, microUsdPerCall }: Impact, keeps: number | undefined): string {
  if (tokens === undefined || tokens === 0) return '';
  const money = microUsdPerCall === undefined || microUsdPerCall <= 0 ? '' : `, ≈${formatMicroUsd(microUsdPerCall)}`;
  const basis = keeps === undefined ? 'at turn 10, its length is assumed' : 'their length is assumed';
  return ` (≈${tokens.toLocaleString('en-US')} tokens${money} per request; ${basis})`;
}

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
