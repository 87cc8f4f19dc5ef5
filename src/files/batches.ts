/** Files of batch requests that are too long to be read whole. */
import { createReadStream } from 'node:fs';
import { BatchCounter, type BatchCount } from '../core/index.ts';

/** Bytes per step: a step takes a few milliseconds, and the process gives way between two. */
const STEP_BYTES = 1 << 18;

/** Counts the requests of a file of JSON lines, step by step and in bounded memory. Rejects when the file cannot be read. */
export async function countBatch(file: string): Promise<BatchCount> {
  const counter = new BatchCounter();
  const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: STEP_BYTES });
  for await (const piece of stream) counter.push(String(piece));
  return counter.finish();
}
