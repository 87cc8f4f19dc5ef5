import type { PromptCall } from '../ir.ts';
import type { CacheMarker } from '../ir-caching.ts';
import { cachedCall, tokensOf, type CachedCall } from './cache-prefix.ts';
import { removeMarker } from './marker-edits.ts';
import { defineRule } from './rule.ts';

/** Finds cache markers on prefixes that are too short to be cached. */
export const inertBreakpoint = defineRule({
  id: 'inert-breakpoint',
  summary: "A cache marker stands on a prefix below the model's minimum, where it is silently ignored.",
  category: 'cache',
  severity: 'information',
  messages: {
    found: 'This marks {{tokens}} tokens for the cache. {{model}} caches from {{minimum}} tokens on and ignores the marker.',
  },
  check(call, context) {
    const cached = cachedCall(call, context);
    if (cached === undefined || !cached.rule.explicit) return;
    for (const { marker, end } of markersOf(call, cached)) {
      // What is not seen may make the prefix long enough.
      const segments = call.segments.slice(0, end);
      const shown = call.tools.state === 'absent' || (call.tools.state === 'present' && call.tools.complete);
      const known = segments.every(({ parts, certainty }) => certainty === 'always' && parts.every((part) => part.kind === 'text'));
      if (!shown || !known || marker.certainty !== 'always') continue;
      const tokens = tokensOf(call, segments, cached.model, context);
      if (tokens.high >= cached.shortest) continue;
      const edits = removeMarker(marker.removal);
      context.report({
        at: marker.at,
        messageId: 'found',
        data: {
          tokens: tokens.tokens.toLocaleString('en-US'),
          model: cached.model.model,
          minimum: cached.shortest.toLocaleString('en-US'),
        },
        impact: { tokens: tokens.tokens, microUsdPerCall: 0, basis: tokens.basis },
        fixes: edits === undefined ? [] : [{ title: 'Remove the marker', safety: 'safe', edits }],
      });
    }
  },
});

/** Markers with the number of segments in front of them. */
function markersOf(call: PromptCall, { caching }: CachedCall): { readonly marker: CacheMarker; readonly end: number }[] {
  const own = call.segments.flatMap(({ marker }, index) => (marker === undefined ? [] : [{ marker, end: index + 1 }]));
  return [...caching.toolMarkers.map((marker) => ({ marker, end: 0 })), ...own];
}
