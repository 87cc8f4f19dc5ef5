/** Work in small steps: a generator that gives way after each; whoever runs it decides when to pause. */
export type Steps<T> = Generator<undefined, T>;

/** Runs work in steps without giving way. */
export function atOnce<T>(work: Steps<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Longest time that core works without giving way, in ms. */
const SLICE_MS = 20;

/**
 * Runs work in steps and pauses when a slice of time is used up; undefined when it is of no use any more.
 *
 * @param isOver asked after each pause: somebody has cancelled, or what is worked on has changed
 */
export async function inSlices<T>(
  work: Steps<T>,
  { elapsed, pause }: { readonly elapsed: () => number; readonly pause: () => Promise<void> },
  isOver: () => boolean,
): Promise<{ readonly value: T } | undefined> {
  let sliceStart = elapsed();
  for (;;) {
    const step = work.next();
    if (step.done === true) return { value: step.value };
    if (elapsed() - sliceStart < SLICE_MS) continue;
    await pause();
    sliceStart = elapsed();
    if (isOver()) return undefined;
  }
}
