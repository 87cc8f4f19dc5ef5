import type { FileFacts } from '../facts.ts';
import { BatchCounter, batchLine, batchSummary } from './batches.ts';
import type { CostedCall } from './findings.ts';
import type { Lens } from './lenses.ts';
import { runLine, runSummary } from './prompt-runs.ts';

/** The line that stands above a file of batch requests. */
export function summaryLens(facts: FileFacts, text: string, calls: readonly CostedCall[]): Lens[] {
  const run = runSummary(calls);
  if (run !== undefined) return [{ offset: 0, title: runLine(run), anchor: '', calleeEnd: 0 }];
  if (facts.language !== 'jsonl' || calls.length === 0) return [];
  const counter = new BatchCounter();
  counter.push(text);
  const summary = batchSummary(counter.finish(), calls);
  return summary === undefined ? [] : [{ offset: 0, title: batchLine(summary), anchor: '{', calleeEnd: 0 }];
}
