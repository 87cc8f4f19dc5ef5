/**
 * What a piece of work takes, told as a ratio to a fixed piece of work on the same machine at the same moment. Tests bound work by it: a number of
 * milliseconds says as much about the machine, and what else runs on it, as about the code.
 */
import assert from 'node:assert/strict';

/** A text as prompts are, of about a million UTF-16 units. */
const PEER_TEXT = 'Always answer in the language of the customer, and say please to {{name}}.\n'.repeat(14_000);

/** Times that work is done again where it took more than it may: what runs for the first time is compiled first, and machines have slow moments. */
const TRIES = 4;

/** The unit as it was last measured: measuring takes longer than most work that is held to it. */
let lastUnit: number | undefined;

/** Time of the processor for this thread, in milliseconds: neither other work on the machine counts, nor what V8 does beside it. */
export function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * The unit of effort in milliseconds of this thread, measured now: to go once through a million UTF-16 units and to count the words. It is the least
 * of a few runs, and some 30 ms on a machine of 2024.
 */
export function unitOfEffort(): number {
  let least = Infinity;
  for (let run = 0; run < 4; run++) {
    const before = threadTime();
    const { words, hash } = walk(PEER_TEXT);
    least = Math.min(least, threadTime() - before);
    assert.ok(words > 10 && hash !== 0);
  }
  return least;
}

/** Holds `work` to at most so many units of effort, at its best of a few runs. `what` names it where it takes more. */
export function assertEffort(most: number, what: string, work: () => void): void {
  assertSpent(most, what, () => {
    const before = threadTime();
    work();
    return threadTime() - before;
  });
}

/** The same for work that tells by itself how many milliseconds of this thread count. */
export function assertSpent(most: number, what: string, spent: () => number): void {
  const told: string[] = [];
  for (let run = 0; run < TRIES; run++) {
    const took = spent();
    lastUnit = run === 0 ? (lastUnit ?? unitOfEffort()) : unitOfEffort();
    if (took <= most * lastUnit) return;
    told.push(`${took.toFixed(0)} ms, a unit is ${lastUnit.toFixed(0)} ms`);
  }
  assert.fail(`${what}: more than ${most} units of effort (${told.join('; ')})`);
}

/** Work that nobody can leave out: every unit is looked at, and every word is kept. */
function walk(text: string): { readonly words: number; readonly hash: number } {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (hash * 31 + text.charCodeAt(at)) | 0;
  const seen = new Map<string, number>();
  for (const word of text.split(/[^a-z]+/i)) seen.set(word, (seen.get(word) ?? 0) + 1);
  return { words: seen.size, hash };
}
