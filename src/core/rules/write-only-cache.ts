import { add } from '../cost/call-cost.ts';
import type { HolePart, PromptCall, Segment } from '../ir.ts';
import type { CacheMarker, Caching } from '../ir-caching.ts';
import {
  cachedCall,
  isReused,
  isStableSegment,
  missingMarkers,
  missReasonOf,
  partTokens,
  reuseOf,
  savingOf,
  savingText,
  stableSegments,
  stableStart,
  tokensOf,
  type CachedCall,
} from './cache-prefix.ts';
import { nameSays } from './hole-names.ts';
import { argumentEdits, markSegment, removeMarker } from './marker-edits.ts';
import { defineRule, type Fix, type Impact, type RuleContext } from './rule.ts';

/** Finds requests that pay for writing to the cache what no later request can read. */
export const writeOnlyCache = defineRule({
  id: 'write-only-cache',
  summary: 'Every request pays for writing to the cache, and none can read what was written.',
  category: 'cache',
  saves: true,
  severity: 'warning',
  messages: {
    implicit:
      '{{model}} writes every request to the cache up to the end of its last message. That message is new each time ({{why}}), so {{tokens}} stable tokens are written at the higher price and never read.',
    marker: 'The marker is behind `{{hole}}`, which is new in every request: what is written to the cache here is never read.',
    unproven: 'The marker is behind `{{hole}}`: if that is another one in every request, what is written to the cache here is never read.',
    before:
      'Nothing behind the marker changes, only `{{hole}}` in front of it: a request with another value does not read what is written to the cache here.',
    resource:
      'This cache is created for one request. Creating it costs as much as sending its content, and keeping it costs more: create it once and use it again, or send the content itself.',
  },
  check(call, context) {
    const created = call.caching?.ownResource;
    if (created !== undefined) {
      const related = [{ at: call.calleeAt, message: 'the only request that uses it' }];
      // How long the content is stands elsewhere.
      const impact: Impact = { tokens: undefined, microUsdPerCall: undefined, basis: 'assumed' };
      context.report({ at: created, messageId: 'resource', data: {}, impact, related });
    }
    const cached = cachedCall(call, context);
    if (cached === undefined || !isReused(cached.caching, context) || isConversation(call, cached)) return;
    if (cached.rule.automatic && cached.rule.explicit && cached.rule.writeSurcharge) checkImplicit(call, cached, context);
    if (cached.rule.explicit) for (const segment of call.segments) checkMarker(call, cached, segment, context);

    function checkImplicit(of: PromptCall, { caching, model, minimum }: CachedCall, { report }: typeof context): void {
      if ((caching.mode ?? 'implicit') !== 'implicit' || !(missingMarkers(of, caching) || isMarkedAsWhole(of, caching))) return;
      const stable = stableSegments(of);
      const changing = of.segments.slice(stable.length);
      if (changing.length === 0 || !changing.some(isFresh)) return;
      const tokens = add(tokensOf(of, stable, model, context), partTokens(of, stableStart(of), model, context));
      if (tokens.low < minimum) return;
      const microUsdPerCall = savingOf(
        model,
        { cacheWrite: { [cached?.rule.defaultTtl ?? '30m']: tokens.tokens } },
        { cacheRead: tokens.tokens },
      );
      const impact: Impact = { tokens: tokens.tokens, microUsdPerCall, basis: tokens.basis };
      report({
        at: of.calleeAt,
        messageId: 'implicit',
        data: { model: model.model, why: reuseOf(caching, context), tokens: tokens.tokens.toLocaleString('en-US') },
        impact,
        fixes: implicitFixes(of, stable, impact, context),
        ...missReasonOf(of, 'messages'),
      });
    }
  },
});

/** True where the only marker is the one of the request, which the API puts on the last block. */
function isMarkedAsWhole(call: PromptCall, { automatic, byFramework, markersUnseen, toolMarkers }: Caching): boolean {
  const others = toolMarkers.length > 0 || call.segments.some(({ breakpoint }) => breakpoint !== undefined);
  return automatic?.certainty === 'always' && byFramework === undefined && markersUnseen === 'none' && !others;
}

/** Earlier turns are sent again: what is written at the end of one request is read by the next. */
function isConversation(call: PromptCall, { caching }: CachedCall): boolean {
  return call.history || call.repeat.growing || caching.reuse.some(({ kind }) => kind === 'conversation' || kind === 'agent');
}

/** True for a segment that is not the same in the next request. A value of unknown source in a function that is called again is new. */
function isFresh(segment: Segment): boolean {
  return segment.parts.some(
    (part) =>
      part.kind === 'hole' && (part.volatility === 'per-request' || part.volatility === 'per-session' || part.source === 'parameter'),
  );
}

function implicitFixes(call: PromptCall, stable: readonly Segment[], impact: Impact, context: RuleContext): Fix[] {
  const last = stable.at(-1);
  const marked = last === undefined ? undefined : markSegment(call, last);
  const saving = savingText(impact, context);
  const automatic = call.caching?.automatic;
  if (automatic !== undefined) {
    const removed = removeMarker(automatic.removal);
    if (marked === undefined || removed === undefined) return [];
    return [{ title: `Mark the stable prefix instead of the request${saving}`, safety: 'safe', edits: [...marked, ...removed] }];
  }
  if (marked !== undefined) return [{ title: `Mark the stable prefix and write nothing else${saving}`, safety: 'safe', edits: marked }];
  const off = argumentEdits(call.caching?.slot, 'prompt_cache_options', { mode: 'explicit' });
  return off === undefined ? [] : [{ title: 'Write nothing to the cache', safety: 'safe', edits: off }];
}

function checkMarker(
  call: PromptCall,
  { caching, model, minimum }: CachedCall,
  segment: Segment,
  context: Parameters<NonNullable<(typeof writeOnlyCache)['check']>>[1],
): void {
  // One that is set on a condition is in vain whenever it is set.
  const marker: CacheMarker | undefined = segment.marker;
  if (marker === undefined) return;
  const end = call.segments.indexOf(segment) + 1;
  const holes = call.segments
    .slice(0, end)
    .flatMap(({ parts }) => parts)
    .filter((part): part is HolePart => part.kind === 'hole' && part.certainty === 'always');
  const proven = holes.find(({ volatility }) => volatility === 'per-request');
  const named = proven ?? holes.find((one) => one.volatility === 'unknown' && /^(fresh|turn)$/.test(nameSays(one.expression) ?? ''));
  const own = segment.parts.every((part) => part.kind === 'text') ? end - 1 : end;
  const before = named === undefined && caching.loops === 0 && isAlike(call, own) ? holes.find(isHandedIn) : undefined;
  const hole = named ?? before;
  // In nested loops a value of the outer one stays for several requests.
  if (hole === undefined || (hole.source === 'loop' && caching.loops > 1)) return;
  const stable = stableSegments(call);
  const prefix = tokensOf(call, stable, model, context);
  const others = call.segments.some((other) => other !== segment && other.marker !== undefined && isStableSegment(other));
  const removed = removeMarker(marker.removal);
  const last = stable.at(-1);
  const moved = removed === undefined || others || last === undefined || prefix.low < minimum ? undefined : markSegment(call, last);
  const written = tokensOf(call, call.segments.slice(0, end), model, context);
  const ttl = marker.ttl === undefined || marker.ttl === 'computed' ? '5m' : marker.ttl;
  const microUsdPerCall = savingOf(model, { cacheWrite: { [ttl]: written.tokens } }, { inputUncached: written.tokens });
  const impact: Impact = { tokens: written.tokens, microUsdPerCall, basis: written.basis };
  const saving = savingText(impact, context);
  const fixes: Fix[] =
    removed === undefined
      ? []
      : moved === undefined
        ? [{ title: `Remove the marker${saving}`, safety: 'safe', edits: removed }]
        : [{ title: `Move the marker behind the stable text${saving}`, safety: 'safe', edits: [...moved, ...removed] }];
  context.report({
    at: marker.at,
    messageId: before !== undefined ? 'before' : proven === undefined ? 'unproven' : 'marker',
    ...(proven === undefined ? { severity: before === undefined ? ('hint' as const) : ('information' as const) } : {}),
    data: { hole: hole.expression },
    impact,
    fixes,
    ...missReasonOf(call, segment.role === 'system' ? 'system' : 'messages'),
  });
}

/** True where all that is sent behind a number of segments, and something is, is the same in every request: what differs stands in front. */
function isAlike({ segments, tools }: PromptCall, end: number): boolean {
  const behind = segments.slice(end);
  return behind.length > 0 && tools.state !== 'runtime' && behind.every(({ parts }) => parts.every((part) => part.kind === 'text'));
}

/** True for a value that whoever calls the function decides. */
function isHandedIn({ source, volatility }: HolePart): boolean {
  return source === 'parameter' && volatility === 'unknown';
}
