/** Hints at the end of long prompt texts and at the cache boundary, for who has asked for them. */
import type { TokenCount } from '../tokens/index.ts';
import type { CostedCall } from './findings.ts';
import { marksOf } from './prompt-marks.ts';
import { isInstruction } from './prompt-wording.ts';
import { grouped } from '../grouped.ts';

/** Shortest text that gets a hint, in UTF-16 units: about a hundred tokens of English. */
export const MIN_HINTED_TEXT = 400;

/** A hint behind a place in the text. */
export interface PromptHint {
  /** UTF-16 offset in the program. */
  readonly offset: number;
  readonly label: string;
  /** True for a hint that belongs to what follows. */
  readonly before: boolean;
  readonly tooltip: string;
}

/** Counts a text for the model of a call. */
export type CountFor = (text: string, costed: CostedCall) => TokenCount;

/** The hints of some calls that stand in one document, one per place, in the order of the text. */
export function promptHints(calls: readonly CostedCall[], uri: string, count: CountFor): PromptHint[] {
  const hints = new Map<number, PromptHint>();
  for (const costed of calls) {
    const { call, cost } = costed;
    // Above a file of instructions its tokens stand anyway.
    if (isInstruction(call)) continue;
    const model = cost.models[0]?.model;
    const basis = model === undefined ? 'counted for no model in particular' : `counted for ${model}`;
    for (const part of call.segments.flatMap(({ parts }) => parts)) {
      if (part.kind !== 'text' || part.at.uri !== uri || part.text.length < MIN_HINTED_TEXT || hints.has(part.at.end)) continue;
      const tokens = count(part.text, costed);
      const number = `${tokens.basis === 'exact' ? '' : '≈'}${grouped(tokens.tokens)} tokens`;
      hints.set(part.at.end, { offset: part.at.end, label: number, before: false, tooltip: `${number}, ${tokens.basis}, ${basis}` });
    }
    const boundary = marksOf(costed).find((mark) => mark.boundary);
    if (boundary?.at.uri === uri && !hints.has(boundary.at.start))
      hints.set(boundary.at.start, { offset: boundary.at.start, label: 'cache ends', before: true, tooltip: boundary.words });
  }
  return [...hints.values()].sort((a, b) => a.offset - b.offset);
}
