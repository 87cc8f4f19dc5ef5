import type { PromptCall } from '../ir.ts';
import type { HistoryEdit } from '../ir-caching.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { USUAL_MINIMUM } from './cache-gates.ts';
import { asSure, historyImpact, isCached, isUnmarked, missReasonOf, whereCached } from './cache-prefix.ts';
import { defineRule, type Impact, type RuleContext } from './rule.ts';
import { changesBeforeConversation } from './turn-values.ts';

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
    cleared:
      'Older messages are changed on every turn{{kept}}: from the one that is changed on, the conversation is sent again at the full price{{cost}}, and markers behind it find no entry. Change many at once, and seldom.{{where}}',
    stamped:
      'Something that is another one in every request is written into every earlier message: nothing of the conversation is read from the cache again{{cost}}. Keep what each message said when it was first sent.{{where}}',
  },
  check(call, context) {
    if (call.caching === undefined || !isCached(call, context) || isUnmarked(call, context)) return;
    const isLostBefore = changesBeforeConversation(call);
    const tightest = Math.min(...call.caching.edits.flatMap(({ kind, keeps }) => (kind === 'dropped' ? (keeps ?? []) : [])));
    let told = false;
    for (const { kind, at, keeps } of call.caching.edits) {
      // What changes the prefix in front of the conversation is told first, by `volatile-prefix`.
      if (isLostBefore && kind !== 'inserted' && kind !== 'replaced') continue;
      if (keeps === undefined && kind === 'dropped' && isHandedInWhole(call)) continue;
      // Of several windows in a row the narrowest one moves.
      if (kind === 'dropped' && keeps !== undefined && (keeps > tightest || told)) continue;
      if (kind === 'dropped' && keeps !== undefined && (keeps > FOR_SAFETY || staysShort(keeps, call, context))) continue;
      if (kind === 'cleared' && keeps !== undefined && keeps < fewFor(call)) continue;
      // What a wrapper does to every conversation is told where it stands.
      if (at.uri !== call.uri && call.via.some(({ uri }) => uri === at.uri)) continue;
      const impact = historyImpact(context, keeps);
      told ||= kind === 'dropped' && keeps !== undefined;
      context.report({
        at,
        messageId: kind,
        data: { where: whereCached(call, context), kept: keptWords(kind, keeps), cost: costOf(impact, keeps) },
        impact,
        // A window of turns, and results that are cleared, also keep the prompt short: whether the cache would be worth more is not known.
        severity: kind === 'dropped' || kind === 'cleared' ? 'hint' : asSure(call, context, 'warning'),
        related: [{ at: call.calleeAt, message: 'sent by this call' }],
        // What a helper in another file cuts is told once to all who send it.
        ...(at.uri === call.uri ? {} : { group: `${at.uri} ${at.start}` }),
        ...missReasonOf(call, 'messages'),
      });
    }
  },
});

/** The newest messages that stay, as the statement says them. */
function keptWords(kind: HistoryEdit['kind'], keeps: number | undefined): string {
  if (keeps === undefined) return '';
  return kind === 'cleared' ? `, all but the newest ${String(keeps)}` : ` (${String(keeps)})`;
}

/** What one request loses, and on what that rests: to be put behind a statement. */
function costOf({ tokens, microUsdPerCall }: Impact, keeps: number | undefined): string {
  if (tokens === undefined || tokens === 0) return '';
  const money = microUsdPerCall === undefined || microUsdPerCall <= 0 ? '' : `, ≈${formatMicroUsd(microUsdPerCall)}`;
  const basis = keeps === undefined ? 'at turn 10, its length is assumed' : 'their length is assumed';
  return ` (≈${tokens.toLocaleString('en-US')} tokens${money} per request; ${basis})`;
}

/** True for a request of which all messages come from a caller: what stands in front of the conversation, and how often it changes, is not seen. */
function isHandedInWhole({ kind, uri, segments }: PromptCall): boolean {
  return (
    kind === 'request' &&
    segments.every(({ parts }) =>
      // What another file puts into its list, turn by turn, is a conversation that is seen.
      parts.every((part) => part.kind === 'hole' && part.source === 'parameter' && part.certainty === 'repeated' && part.at.uri === uri),
    )
  );
}

/** Messages above which a window is there for safety: few conversations reach it. */
const FOR_SAFETY = 100;

/** Messages of a window below which nothing of it is worth caching: the newest question and three turns before it. */
const FEW_MESSAGES = 7;

/** Messages of a window that is small beside a long system text: an assumption. */
const SMALL_WINDOW = 10;

/** The same for calls of which only a few words are wanted: classifiers and routers, which are shown some turns as context. */
const FEW_OF_A_CLASSIFIER = 8;

/** Output tokens up to which a call is taken for such a one: an assumption. */
const SHORT_ANSWER = 300;

/** Messages below which a window of this call is silent. */
function fewFor({ maxTokens }: PromptCall): number {
  return maxTokens.state === 'known' && maxTokens.candidates.every(({ value }) => value <= SHORT_ANSWER)
    ? FEW_OF_A_CLASSIFIER
    : FEW_MESSAGES;
}

/** True for a window that, with turns of the usual length, stays below the shortest prefix that is cached: an assumption. */
function staysShort(keeps: number, call: PromptCall, { cost, settings }: RuleContext): boolean {
  if (keeps < fewFor(call)) return true;
  const minimums = cost.models.map(({ cache }) => cache.rule?.minTokens ?? USUAL_MINIMUM);
  const minimum = minimums.length === 0 ? USUAL_MINIMUM : Math.min(...minimums);
  const each = (cost.expectedOutput + settings.turnTokens) / 2;
  // A few messages behind a long text that is read from the cache are the smaller part of what is sent.
  if (keeps <= SMALL_WINDOW && cost.input.tokens >= Math.max(minimum, keeps * each)) return true;
  return cost.input.tokens + keeps * each < minimum;
}
