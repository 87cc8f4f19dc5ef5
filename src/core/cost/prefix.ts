import type { HolePart, PromptCall, Segment, TextPart, Volatility } from '../ir.ts';

/** A stretch of a segment: constant text, or a hole. Stretches are counted one by one, so that edits recount little. */
export interface Stretch {
  readonly segment: Segment;
  readonly text: string;
  readonly hole: HolePart | undefined;
  /** False for text that may be missing or repeated, and for what changes between requests. */
  readonly stable: boolean;
}

/** True when a value is the same for every request that could share a cache entry. */
export function isStable(volatility: Volatility): boolean {
  return volatility === 'constant' || volatility === 'per-process';
}

/** The stretches of a call in the provider's cache order; neighbouring texts of a segment are merged. Media have no stretch. */
export function stretchesOf(call: PromptCall): Stretch[] {
  const result: Stretch[] = [];
  for (const segment of call.segments) {
    let run: TextPart[] = [];
    const flush = (): void => {
      if (run.length > 0)
        result.push({
          segment,
          text: run.map((part) => part.text).join(''),
          hole: undefined,
          stable: run.every((part) => part.certainty === 'always'),
        });
      run = [];
    };
    for (const part of segment.parts) {
      if (part.kind === 'text') {
        if (run[0] !== undefined && (run[0].certainty === 'always') !== (part.certainty === 'always')) flush();
        run.push(part);
      } else {
        flush();
        if (part.kind === 'hole')
          result.push({ segment, text: '', hole: part, stable: isStable(part.volatility) && part.certainty === 'always' });
        else result.push({ segment, text: '', hole: undefined, stable: false });
      }
    }
    flush();
  }
  return result;
}
