/** Content that is no text, in words: named with what is published about it, and not counted. */
import type { PromptCall } from '../ir.ts';
import { mediumOf, mediumTokens, type Medium, type ModelRef } from '../tokens/index.ts';

const NAMES: Readonly<Record<Medium, readonly [one: string, several: string]>> = {
  image: ['1 image', 'images'],
  file: ['1 file', 'files'],
  audio: ['1 recording', 'recordings'],
  video: ['1 video', 'videos'],
};

/** A sentence that says what of a call is not counted because it is no text; undefined when all is text. */
export function mediaSentence(call: PromptCall, ref: ModelRef): string | undefined {
  const counts = new Map<Medium, number>();
  for (const { parts } of call.segments)
    for (const part of parts) if (part.kind === 'media') counts.set(mediumOf(part.media), (counts.get(mediumOf(part.media)) ?? 0) + 1);
  if (counts.size === 0) return undefined;
  const said = [...counts].map(([medium, count]) => {
    const [one, several] = NAMES[medium];
    const known = mediumTokens(medium, ref);
    const words = known === undefined ? 'how many tokens is not known' : `${known.words} (${known.source})`;
    return `${count === 1 ? one : `${count} ${several}`}${count === 1 ? '' : ', each'}: ${words}`;
  });
  return `Not counted, because their size is not in the source – ${said.join('; ')}.`;
}
