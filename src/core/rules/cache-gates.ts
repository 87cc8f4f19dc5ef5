/** Conditions under which a cache rule may speak at all: below the model's minimum nothing is cached, whatever the source does. */
import type { HolePart, PromptCall } from '../ir.ts';
import { isStable } from '../cost/prefix.ts';
import type { RuleContext } from './rule.ts';

/** Shortest cacheable prefix where the model is not known: that of most models (`providers/data/cache-rules.json`, 2026-11-21). */
export const USUAL_MINIMUM = 1024;

/** True when the request is long enough to be cached, or grows until it is. */
export function reachesMinimum(call: PromptCall, { cost }: Pick<RuleContext, 'cost'>): boolean {
  if (call.history || call.repeat.growing || call.caching?.reuse.some(({ kind }) => kind === 'conversation') === true) return true;
  const minimum = Math.max(...cost.models.map(({ cache }) => cache.rule?.minTokens ?? USUAL_MINIMUM), 0) || USUAL_MINIMUM;
  return cost.input.low >= minimum;
}

/** True when text that is the same in every request stands behind a hole, or earlier turns do. */
export function standsBeforeStableText(call: PromptCall, hole: HolePart): boolean {
  const index = call.segments.findIndex((segment) => segment.parts.includes(hole));
  const own = call.segments[index];
  if (own === undefined) return false;
  const behind = [...own.parts.slice(own.parts.indexOf(hole) + 1), ...call.segments.slice(index + 1).flatMap((segment) => segment.parts)];
  return (
    call.history ||
    behind.some((part) => (part.kind === 'text' && part.text.trim() !== '') || (part.kind === 'hole' && isStable(part.volatility)))
  );
}
