import { add, type TokenRange } from '../cost/call-cost.ts';
import type { Location, Part, PromptCall } from '../ir.ts';
import type { CacheMarker } from '../ir-caching.ts';
import { shortestMarkedPrefix } from '../providers/cache-rules.ts';
import { asSure, cachedCall, isCached, NOTHING, type CachedCall } from './cache-prefix.ts';
import { lastWordOf } from './hole-names.ts';
import { markSegment, removeMarker } from './marker-edits.ts';
import { isCaller } from './prompt-text.ts';
import { defineRule, type RuleContext } from './rule.ts';

/** Finds cache markers that do nothing: on prefixes that are too short to be cached, in the spelling of another provider, or where none is sent. */
export const inertBreakpoint = defineRule({
  id: 'inert-breakpoint',
  summary: "A cache marker does nothing: its prefix is below the model's minimum, or no such marker is sent or taken.",
  category: 'cache',
  severity: 'information',
  messages: {
    found: 'This marks {{tokens}} tokens for the cache. {{model}} caches from {{minimum}} tokens on and ignores the marker.',
    anyModel:
      'This marks {{tokens}} tokens for the cache. No model that takes such markers caches fewer than {{minimum}}: whichever answers, the marker is ignored.',
    lost: 'LangChain does not hand on to Anthropic what stands in `additional_kwargs`: the request has no such marker. A block of the content has to carry it.',
    foreign: '`{{key}}` is no marker of {{model}}: {{instead}}.',
  },
  check(call, context) {
    if (call.caching === undefined) return;
    const cached = cachedCall(call, context);
    reportLost(call, cached, context);
    for (const { marker, end } of markersOf(call)) {
      // One of several callers of a function that marks what it is given says nothing of the others.
      if (isCaller(call) && !isWithin(marker.at, call.at)) continue;
      // One that is set on some runs only is left to its condition.
      const edits = marker.certainty === 'always' ? removeMarker(marker.removal) : undefined;
      const fixes = edits === undefined ? [] : [{ title: 'Remove the marker', safety: 'safe' as const, edits }];
      const instead = cached === undefined ? undefined : isForeign(call, cached, marker);
      if (cached !== undefined && instead !== undefined) {
        const data = { key: marker.key ?? '', model: cached.model.model, instead };
        const impact = { tokens: undefined, microUsdPerCall: 0, basis: 'assumed' as const };
        context.report({ at: marker.at, messageId: 'foreign', data, impact, fixes });
        continue;
      }
      if (cached?.rule.explicit === false) continue;
      const tokens = atMost(call, end, cached, context);
      const minimum =
        cached?.shortest ?? Math.min(shortestMarkedPrefix(), ...context.cost.models.flatMap(({ cache }) => cache.rule?.minTokens ?? []));
      if (tokens === undefined || tokens.high >= minimum) continue;
      const data = { tokens: tokens.tokens.toLocaleString('en-US'), minimum: minimum.toLocaleString('en-US') };
      const impact = { tokens: tokens.tokens, microUsdPerCall: 0, basis: tokens.basis };
      if (cached === undefined) context.report({ at: marker.at, messageId: 'anyModel', data, impact, fixes });
      else context.report({ at: marker.at, messageId: 'found', data: { ...data, model: cached.model.model }, impact, fixes });
    }
  },
});

/** Markers that no request carries: of LangChain's package for Anthropic. Its packages for other clouds are others, and some hand them on. */
function reportLost(
  call: PromptCall,
  cached: CachedCall | undefined,
  context: Parameters<NonNullable<(typeof inertBreakpoint)['check']>>[1],
): void {
  if (call.provider !== 'anthropic' || (cached === undefined ? !isCached(call, context) : !cached.rule.explicit)) return;
  for (const segment of call.segments) {
    const { lostMarker, marker } = segment;
    if (lostMarker === undefined || marker !== undefined || (isCaller(call) && !isWithin(lostMarker.at, call.at))) continue;
    const edits = markSegment(call, segment);
    context.report({
      at: lostMarker.at,
      messageId: 'lost',
      data: {},
      severity: asSure(call, context, 'information'),
      impact: { tokens: undefined, microUsdPerCall: undefined, basis: 'assumed' },
      fixes: edits === undefined ? [] : [{ title: 'Let the content carry the marker', safety: 'safe', edits }],
    });
  }
}

/** Markers of blocks with the number of segments in front of them. */
function markersOf({ caching, segments }: PromptCall): { readonly marker: CacheMarker; readonly end: number }[] {
  const own = segments.flatMap(({ marker }, index) => (marker === undefined ? [] : [{ marker, end: index + 1 }]));
  return [...(caching?.toolMarkers ?? []).map((marker) => ({ marker, end: 0 })), ...own];
}

/** OpenAI's own marker, on its models that take one (caching.md 4.1). */
const OPENAI_MARKER = 'prompt_cache_breakpoint';
/** Markers of Claude models, which those who speak OpenAI's language for others pass on or leave out. */
const CLAUDE_MARKERS: ReadonlySet<string> = new Set(['cache_control', 'cacheControl', 'cachePoint']);

/** What to know instead of a marker that OpenAI's models do not know; undefined where it is theirs, or nobody knows whose it is. */
function isForeign({ provider }: PromptCall, { rule }: CachedCall, { key }: CacheMarker): string | undefined {
  if ((provider !== 'openai' && provider !== 'azure') || key === undefined || !CLAUDE_MARKERS.has(key)) return undefined;
  if (rule.explicit) return `it takes \`${OPENAI_MARKER}\``;
  return rule.discount ? 'it caches by itself and takes none' : 'it caches nothing';
}

/** Tokens that a value has at most, by the last word of its name: one word, or a few. */
const WORD_TOKENS = 8;
const FEW_TOKENS = 48;
const WORDS = new Set('year month day weekday hour age gender count number max min limit lang language locale currency country'.split(' '));
const FEW_WORDS = new Set('date today time now timestamp datetime name timezone zone tz version id uuid city'.split(' '));

/** The most tokens that a part can have which is no text; undefined where nothing says that it is short. */
function mostTokensOf(part: Part): number | undefined {
  if (part.kind !== 'hole' || part.certainty === 'repeated') return undefined;
  const word = lastWordOf(part.expression);
  if (WORDS.has(word)) return WORD_TOKENS;
  return part.source === 'time' || FEW_WORDS.has(word) ? FEW_TOKENS : undefined;
}

/** Tokens of the tools and of the first segments, by the high end of the count; undefined where what is not seen may be long. */
function atMost(call: PromptCall, end: number, cached: CachedCall | undefined, context: RuleContext): TokenRange | undefined {
  const { tools } = call;
  if (tools.state !== 'absent' && !(tools.state === 'present' && tools.complete)) return undefined;
  const segments = call.segments.slice(0, end);
  const parts = segments.flatMap((segment) => segment.parts);
  if (segments.some(({ certainty }) => certainty === 'repeated')) return undefined;
  if (!parts.every((part) => (part.kind === 'text' ? part.certainty !== 'repeated' : mostTokensOf(part) !== undefined))) return undefined;
  const model = cached?.model ?? context.cost.models[0];
  const target = { provider: call.provider ?? 'anthropic', model: model?.standsFor?.value ?? model?.model };
  const ofTools = context.cost.roles.find(({ role }) => role === 'tools')?.tokens ?? NOTHING;
  return parts.reduce(
    (sum, part) =>
      part.kind === 'text'
        ? add(sum, context.count(part.text, target))
        : { ...sum, high: sum.high + (mostTokensOf(part) ?? 0), basis: 'assumed' },
    tools.state === 'absent' ? NOTHING : ofTools,
  );
}

function isWithin(inner: Location, outer: Location): boolean {
  return inner.uri === outer.uri && outer.start <= inner.start && inner.end <= outer.end;
}
