import { asSure, isCached, isReused, missReasonOf, readingImpact, textTokens } from './cache-prefix.ts';
import { reachesMinimum, standsBeforeStableText } from './cache-gates.ts';
import { defineRule } from './rule.ts';

/** Finds data without an order that is written into the prefix. */
export const unstableSerialization = defineRule({
  id: 'unstable-serialization',
  summary: 'Data without an order is written into the prefix: its text differs from process to process.',
  category: 'cache',
  severity: 'information',
  messages: {
    found:
      '`{{hole}}` writes a set into the prompt. Its order differs from process to process, so what stands behind it is cached once for each of them.',
  },
  check(call, context) {
    const { caching } = call;
    if (caching === undefined || !isCached(call, context) || !isReused(caching, context) || !reachesMinimum(call, context)) return;
    const [model] = context.cost.models;
    for (const [index, segment] of call.segments.entries()) {
      for (const part of segment.parts) {
        if (part.kind !== 'hole' || part.unordered === undefined || !standsBeforeStableText(call, part)) continue;
        // Data that differs in every request has no order to keep.
        if (part.volatility === 'per-request' || part.volatility === 'per-session') continue;
        const { at, sorted } = part.unordered;
        const own = { ...segment, parts: segment.parts.slice(segment.parts.indexOf(part) + 1) };
        const behind = [own, ...call.segments.slice(index + 1)];
        context.report({
          at,
          messageId: 'found',
          data: { hole: part.expression },
          severity: asSure(call, context, 'information'),
          ...(model === undefined ? {} : { impact: readingImpact(model, textTokens(call, behind, model, context)) }),
          fixes:
            sorted === undefined
              ? []
              : [
                  {
                    title: 'Sort it',
                    safety: 'safe',
                    edits: [
                      { uri: at.uri, start: at.start, end: at.start, newText: sorted[0] },
                      { uri: at.uri, start: at.end, end: at.end, newText: sorted[1] },
                    ],
                  },
                ],
          ...missReasonOf(call, segment.role === 'system' ? 'system' : 'messages'),
        });
      }
    }
  },
});
