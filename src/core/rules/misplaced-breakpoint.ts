import type { PromptCall } from '../ir.ts';
import type { CacheMarker, Caching } from '../ir-caching.ts';
import { asSure, cachedCall, historyImpact, isCached, readingImpact, tokensOf } from './cache-prefix.ts';
import { removeMarker } from './marker-edits.ts';
import { isCaller } from './prompt-text.ts';
import { defineRule, type RuleContext } from './rule.ts';

/** Platforms that answer 400 to a marker they do not take (caching.md 3). */
const STRICT: ReadonlySet<string> = new Set(['anthropic', 'bedrock', 'vertex']);

/** Finds cache markers that the provider rejects, or that cannot work where they stand. */
export const misplacedBreakpoint = defineRule({
  id: 'misplaced-breakpoint',
  summary: 'Cache markers stand where the provider rejects them, or in an order or number that it does not take.',
  category: 'cache',
  severity: 'warning',
  messages: {
    rejectedCount: '{{count}} cache markers in one request: {{model}} takes {{limit}} and answers HTTP 400.',
    droppedCount: '{{count}} cache markers in one request: {{model}} writes only the last {{limit}}.',
    order: 'A marker of {{first}} stands before one of {{second}}: the longer lifetime must come first.',
    lifetime: '{{model}} has no cache entries of {{ttl}}; it takes {{known}}.',
    conflict: 'The marker of the request has the lifetime {{first}}, its last block {{second}}: the API answers HTTP 400.',
    front:
      'These markers stand on the first messages and never move: what comes behind them is paid in full on every turn{{cost}}. Put one on the last message of each request, and leave the earlier ones where they are.',
    platform: 'A marker on the request as a whole is for the Claude API alone; {{provider}} takes markers on blocks.',
  },
  check(call, context) {
    checkFront(call, context);
    const cached = cachedCall(call, context);
    if (cached === undefined || !cached.rule.explicit) return;
    const { caching, rule, model } = cached;
    // What the markers are there for: reading the prefix up to the last of them.
    const end = call.segments.findLastIndex(({ marker }) => marker !== undefined) + 1 || call.segments.length;
    const impact = readingImpact(model, tokensOf(call, call.segments.slice(0, end), model, context));
    const strict = STRICT.has(rule.provider);
    const severity = strict ? 'error' : 'warning';
    const blocks = blockMarkers(call, caching);
    const sure = blocks.filter(({ certainty }) => certainty === 'always');
    const { automatic } = caching;
    const count = sure.length + (automatic?.certainty === 'always' ? 1 : 0);
    const limit = (rule.maxBreakpoints ?? Number.POSITIVE_INFINITY) - (rule.automatic && caching.mode !== 'explicit' && !strict ? 1 : 0);
    const [first] = sure;
    if (count > limit && first !== undefined) {
      const edits = removeMarker(first.removal);
      context.report({
        at: first.at,
        messageId: strict ? 'rejectedCount' : 'droppedCount',
        data: { count: String(count), model: model.model, limit: String(limit) },
        severity,
        impact,
        fixes: edits === undefined ? [] : [{ title: 'Remove the first marker', safety: 'review', edits }],
      });
    }
    const standard = rule.defaultTtl ?? '';
    for (const marker of [...sure, ...(automatic === undefined ? [] : [automatic])]) {
      const { ttl } = marker;
      if (ttl === undefined || ttl === 'computed' || rule.ttls.length === 0 || rule.ttls.includes(ttl)) continue;
      context.report({
        at: marker.at,
        messageId: 'lifetime',
        data: { model: model.model, ttl, known: rule.ttls.join(' or ') },
        severity,
        impact,
      });
    }
    const early = strict ? sure.findIndex((marker, at) => sure.slice(at + 1).some((later) => longer(later, marker, standard))) : -1;
    const late = sure.slice(early + 1).find((later) => sure[early] !== undefined && longer(later, sure[early], standard));
    if (early >= 0 && sure[early] !== undefined && late !== undefined) {
      const data = { first: sure[early].ttl ?? standard, second: late.ttl ?? standard };
      context.report({
        at: late.at,
        messageId: 'order',
        data,
        severity,
        impact,
        related: [{ at: sure[early].at, message: 'the shorter one' }],
      });
    }
    if (automatic === undefined || automatic.certainty !== 'always' || !strict) return;
    if (rule.provider !== 'anthropic') {
      const edits = removeMarker(automatic.removal);
      context.report({
        at: automatic.at,
        messageId: 'platform',
        data: { provider: rule.provider === 'bedrock' ? 'Amazon Bedrock' : 'Google Cloud' },
        severity,
        impact,
        fixes: edits === undefined ? [] : [{ title: 'Remove the marker', safety: 'review', edits }],
      });
    }
    const last = call.segments.at(-1)?.marker;
    if (
      last !== undefined &&
      last.ttl !== 'computed' &&
      automatic.ttl !== 'computed' &&
      (last.ttl ?? standard) !== (automatic.ttl ?? standard)
    )
      context.report({
        at: automatic.at,
        messageId: 'conflict',
        data: { first: automatic.ttl ?? standard, second: last.ttl ?? standard },
        severity,
        impact,
      });
  },
});

/** Markers that code sets on the first messages only: where several providers are served, those that take markers lose the rest. */
function checkFront(call: PromptCall, context: RuleContext): void {
  const at = call.caching?.frontMarkers;
  if (at === undefined || isCaller(call) || !isCached(call, context)) return;
  if (context.cost.models.some(({ cache }) => cache.rule !== undefined && !cache.rule.explicit)) return;
  const impact = historyImpact(context);
  const lost = impact.tokens === undefined ? '' : ` (≈${impact.tokens.toLocaleString('en-US')} tokens at turn 10; their length is assumed)`;
  context.report({ at, messageId: 'front', data: { cost: lost }, severity: asSure(call, context, 'information'), impact });
}

/** Markers in the provider's order. */
function blockMarkers(call: PromptCall, caching: Caching): CacheMarker[] {
  return [...caching.toolMarkers, ...call.segments.flatMap(({ marker }) => marker ?? [])];
}

/** True when the first marker lives longer than the second. Only `5m` and `1h` stand in one request. */
function longer(a: CacheMarker, b: CacheMarker, standard: string): boolean {
  return (a.ttl ?? standard) === '1h' && (b.ttl ?? standard) === '5m';
}
