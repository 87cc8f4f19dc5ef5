import path from 'node:path';
import { batchLine, batchSummary, exactUsd, type BatchSummary, type LanguageService } from '../../core/index.ts';
import { countBatch } from '../../files/batches.ts';
import type { FileProblem } from '../../files/index.ts';
import type { AnalysedFile } from '../workspace.ts';

/** A file of batch requests in `inspect --format json`. */
export interface BatchJson {
  readonly file: string;
  readonly requests: number;
  /** Requests that stand among the calls; what is said about all of them is concluded from these. */
  readonly read: number;
  /** Input tokens of the smallest and the largest of those. */
  readonly inputTokens: readonly [number, number];
  readonly totalUsd: readonly [number, number] | null;
  readonly tariff: 'batch' | null;
  readonly basis: 'assumed';
}

/** A file of batch requests as `inspect` prints it. */
export interface Batch {
  readonly json: BatchJson;
  /** The same for people. */
  readonly text: string;
}

/** Sums up the files of batch requests among some files; each is read from the disk to its end. */
export async function batchesOf(
  root: string,
  files: readonly AnalysedFile[],
  service: LanguageService,
  problems: FileProblem[],
): Promise<Batch[]> {
  const result: Batch[] = [];
  for (const { file, uri } of files) {
    if (!/\.(jsonl|ndjson)$/i.test(file)) continue;
    try {
      const summary = batchSummary(await countBatch(path.resolve(root, file)), service.calls(uri));
      if (summary !== undefined) result.push({ json: toJson(file, summary), text: `${file}\n  ${batchLine(summary)}` });
    } catch (error) {
      problems.push({ file, message: `the file cannot be read to its end: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  return result;
}

function toJson(file: string, { requests, read, inputTokens, total, batchPrice }: BatchSummary): BatchJson {
  const usd = (microUsd: number): number => Number(exactUsd(microUsd));
  return {
    file,
    requests,
    read,
    inputTokens,
    totalUsd: total === undefined ? null : [usd(total.low), usd(total.high)],
    tariff: batchPrice ? 'batch' : null,
    basis: 'assumed',
  };
}
