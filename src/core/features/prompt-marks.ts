/** What an editor can mark in a text: the stable start of prompts, what ends it, what stands behind it for nothing, and text that is sent twice. */
import { isStable } from '../cost/prefix.ts';
import type { Location, Part, PromptCall, Segment } from '../ir.ts';
import type { CostedCall } from './findings.ts';
import { promptRanges, type CacheBoundary } from './prompt-ranges.ts';
import { grouped } from '../grouped.ts';

/**
 * - `stable`: the same in every request, and nothing that changes stands before it.
 * - `changing`: differs between requests; the first such place of a prompt is its cache boundary.
 * - `behind`: constant, but behind the boundary, where no cache can reach it.
 * - `duplicate`: was sent before in the same request.
 */
export type PromptMarkKind = 'stable' | 'changing' | 'behind' | 'duplicate';

/** One marked stretch. */
export interface PromptMark {
  readonly kind: PromptMarkKind;
  readonly at: Location;
  /** Why it is marked, one sentence. */
  readonly words: string;
  /** True for the place at which the cache of a prompt ends. */
  readonly boundary: boolean;
}

/** Order in which a stretch that several calls send is marked: what costs something goes before what is well. */
const WEIGHT: Readonly<Record<PromptMarkKind, number>> = { changing: 0, behind: 1, duplicate: 2, stable: 3 };

/** The marks in one document of some calls, in the order of the text. A stretch has one mark, and a duplicate may lie within another one. */
export function promptMarks(calls: readonly CostedCall[], uri: string): PromptMark[] {
  const marks = new Map<string, PromptMark>();
  for (const costed of calls) {
    for (const mark of marksOf(costed)) {
      if (mark.at.uri !== uri || mark.at.end <= mark.at.start) continue;
      const key = `${mark.at.start}-${mark.at.end}`;
      const known = marks.get(key);
      if (known === undefined || WEIGHT[mark.kind] < WEIGHT[known.kind]) marks.set(key, mark);
      else if (mark.boundary && !known.boundary && known.kind === mark.kind) marks.set(key, mark);
    }
  }
  return [...marks.values()].sort((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
}

/** All marks of one call, in whatever documents. */
export function marksOf({ call, cost }: CostedCall): PromptMark[] {
  const { boundary, duplicates } = promptRanges(call);
  const lacking = cost.models[0]?.cache.lacking?.replaceAll('`', '');
  const kept =
    lacking === undefined
      ? 'The same in every request: a cache can keep it.'
      : `The same in every request, but nothing is read from the cache: ${lacking}.`;
  const marks: PromptMark[] = [];
  let reached = false;
  for (const { part, at } of call.segments.flatMap((segment) =>
    segment.parts.map((part) => ({ part, at: shownAt(part, segment, call) })),
  )) {
    const changes = part.kind === 'media' || part.certainty !== 'always' || (part.kind === 'hole' && !isStable(part.volatility));
    if (changes) {
      const first = !reached && boundary !== undefined;
      reached = true;
      if (at !== undefined) marks.push({ kind: 'changing', at, words: changeWords(part, first ? boundary : undefined), boundary: first });
    } else if (part.kind === 'text' && part.text.trim() !== '') {
      marks.push(
        reached
          ? {
              kind: 'behind',
              at: part.at,
              words: 'Constant, but behind something that changes: no cache can keep it here.',
              boundary: false,
            }
          : { kind: 'stable', at: part.at, words: kept, boundary: false },
      );
    }
  }
  const twice = duplicates.map(({ again, length }): PromptMark => ({
    kind: 'duplicate',
    at: again,
    words: `Sent twice in one request: ${grouped(length)} characters stand before it already.`,
    boundary: false,
  }));
  return [...marks, ...twice];
}

/**
 * Where a part is seen in the prompt: a value at the place where it is filled in, not where it comes from, which may be the head of a function.
 * Undefined when the source shows no such place.
 */
function shownAt(part: Part, segment: Segment, call: PromptCall): Location | undefined {
  if (part.kind !== 'hole') return part.at;
  if (part.placement !== undefined) return { uri: part.placement.container.uri, ...part.placement.hole };
  const { uri, start, end } = call.at;
  if (part.at.uri === uri && part.at.start >= start && part.at.end <= end) return part.at;
  if (segment.parts.length === 1 && segment.place !== undefined) return segment.place.text;
  return part.source === 'parameter' ? undefined : part.at;
}

function changeWords(part: Part, boundary: CacheBoundary | undefined): string {
  const end = boundary === undefined ? '' : ' What a cache can keep ends here.';
  if (part.kind === 'media') return `Not text: an image or file.${end}`;
  if (part.certainty === 'maybe') return `A branch decides whether this is sent.${end}`;
  if (part.certainty === 'repeated') return `A loop or collection decides how often this is sent.${end}`;
  if (part.kind === 'text') return `Changes between requests.${end}`;
  const often: Readonly<Record<string, string>> = {
    'per-day': 'Changes every day.',
    'per-session': 'Changes with every session.',
    'per-request': 'Changes with every request.',
  };
  return `${often[part.volatility] ?? 'May change between requests: the source does not tell.'}${end}`;
}
