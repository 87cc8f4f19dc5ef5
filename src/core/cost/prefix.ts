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

/** True when a segment is a message that each turn of a loop or conversation adds to the history. */
export function isAppended(call: PromptCall, segment: Segment): boolean {
  return segment.certainty === 'repeated' && (call.history || call.repeat.growing);
}

/** True when an appended message is written behind the call, so that the first request does not have it yet. */
export function appendedAfter(call: PromptCall, { parts }: Segment): boolean {
  const [part] = parts;
  // Through a variable the text may stand anywhere; only a place behind the call in the repeated statements themselves says something.
  const { at: around } = call.repeat;
  return (
    part !== undefined &&
    around !== undefined &&
    part.at.uri === call.at.uri &&
    around.uri === call.at.uri &&
    part.at.start >= call.at.end &&
    part.at.end <= around.end
  );
}

/**
 * True when a stretch is the same for all turns of one run, though not for every request: text of a branch, the question that the run is about.
 * An agent builds its prompt once; in a loop, values made before it and parameters of the function around it stay.
 */
export function isStableInRun(call: PromptCall, { hole, segment, stable }: Stretch): boolean {
  if (stable) return true;
  if (segment.certainty === 'repeated') return false;
  if (call.repeat.kind === 'agent') return true;
  if (hole === undefined) return true;
  return (
    isStable(hole.volatility) ||
    hole.volatility === 'per-day' ||
    hole.volatility === 'per-session' ||
    (hole.volatility === 'unknown' && hole.source === 'parameter')
  );
}

/** True for what adds to a count when the program runs. */
export function isOpen({ text, hole, stable }: Stretch): boolean {
  return text === '' && !stable && hole?.oneOf?.open !== false;
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
