/** Moves a whole block or message of a list behind the stable ones of the same role. */
import type { Edit, PromptCall, Segment } from '../ir.ts';
import { isStableSegment } from './cache-prefix.ts';

/** Edits that move a block or message; undefined where there is no stable one of its role behind it in the same list. */
export function moveBlock(call: PromptCall, segment: Segment, textOf: (uri: string) => string | undefined): readonly Edit[] | undefined {
  const own = segment.place?.item;
  const index = call.segments.indexOf(segment);
  if (own === undefined || segment.marker !== undefined || segment.place?.form === 'argument' || isMultiBlock(call, index))
    return undefined;
  const source = textOf(own.uri);
  if (source === undefined) return undefined;
  let at = own;
  let next: typeof own | undefined;
  for (const later of call.segments.slice(index + 1)) {
    const item = later.place?.item;
    if (later.role !== segment.role || item === undefined || item.uri !== own.uri || !isStableSegment(later)) break;
    if (later.place?.form !== segment.place?.form || !/^\s*,\s*$/.test(source.slice(at.end, item.start))) break;
    next ??= item;
    at = item;
  }
  if (next === undefined) return undefined;
  return [
    { uri: own.uri, start: own.start, end: next.start, newText: '' },
    { uri: own.uri, start: at.end, end: at.end, newText: `, ${source.slice(own.start, own.end)}` },
  ];
}

/** True for a message of several blocks, each of which has the place of its own block only. */
function isMultiBlock(call: PromptCall, index: number): boolean {
  const isMessage = call.segments[index]?.place?.form === 'content';
  return isMessage && call.segments[index + 1]?.continues === true;
}
