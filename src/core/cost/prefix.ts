import type { HolePart, Part, PromptCall, Segment, TextPart, Volatility } from '../ir.ts';

/** A stretch of a segment: constant text, or a hole. Stretches are counted one by one, so that edits recount little. */
export interface Stretch {
  readonly segment: Segment;
  readonly text: string;
  readonly hole: HolePart | undefined;
  /** False for text that may be missing or repeated, and for what changes between requests. */
  readonly stable: boolean;
  /** True for what is not counted, because a longer text of another branch stands for it. */
  readonly excluded?: true;
}

/**
 * What branches add that exclude each other: of one statement only one branch runs. The longest is counted.
 *
 * @returns the texts and values of all others
 */
export function excludedParts(segments: readonly Segment[]): ReadonlySet<Part> {
  const lengths = new Map<string, Map<number, number>>();
  const parts = segments.flatMap((segment) => segment.parts);
  for (const segment of segments)
    for (const part of segment.parts) {
      if (part.kind === 'media' || part.branches === undefined) continue;
      const length = part.kind === 'text' ? part.text.length : Math.max(0, ...(part.oneOf?.texts ?? []).map((one) => one.length));
      // Of two that are as long, the system text is the usual one: some models take none.
      const weight = length + (segment.role === 'system' ? 0.5 : 0);
      for (const { group, branch } of part.branches) {
        const known = lengths.get(group) ?? new Map<number, number>();
        lengths.set(group, known.set(branch, (known.get(branch) ?? 0) + weight));
      }
    }
  const longest = new Map([...lengths].map(([group, all]) => [group, [...all].reduce((most, one) => (one[1] > most[1] ? one : most))[0]]));
  const isExcluded = (part: Part): boolean =>
    part.kind !== 'media' && part.branches?.some(({ group, branch }) => longest.get(group) !== branch) === true;
  return longest.size === 0 ? NONE : new Set(parts.filter(isExcluded));
}

const NONE: ReadonlySet<Part> = new Set();

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
export function isOpen({ text, hole, stable, excluded }: Stretch): boolean {
  return text === '' && !stable && hole?.oneOf?.open !== false && (hole !== undefined || excluded !== true);
}

/** The stretches of a call in the provider's cache order; neighbouring texts of a segment are merged. Media have no stretch. */
export function stretchesOf(call: PromptCall): Stretch[] {
  const result: Stretch[] = [];
  const excluded = excludedParts(call.segments);
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
      if (excluded.has(part)) {
        flush();
        result.push({ segment, text: '', hole: part.kind === 'hole' ? part : undefined, stable: false, excluded: true });
      } else if (part.kind === 'text') {
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
