import type { MoneyRange } from '../cost/call-cost.ts';
import { isBatchLine } from '../frontends/requests/jsonl-file.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { ageParts } from './price-age.ts';
import type { CostedCall } from './findings.ts';
import { grouped } from '../grouped.ts';

/** What was counted in a file of batch requests. */
export interface BatchCount {
  /** Lines that hold a request. */
  readonly requests: number;
  /** UTF-16 units of those lines. */
  readonly units: number;
}

/** Longest line that is looked at whole, in UTF-16 units; of a longer one the beginning decides. */
const MAX_LINE = 100_000;

/**
 * Counts the requests of a batch file piece by piece, in bounded memory: no more than the beginning of one line is kept. Each piece is a
 * small step, so whoever reads the file decides when to give way.
 */
export class BatchCounter {
  private requests = 0;
  private units = 0;
  private line = '';
  private length = 0;

  /** The next piece of the text. */
  push(piece: string): void {
    let at = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', at)) {
      this.extend(piece, at, end);
      this.endLine();
      at = end + 1;
    }
    this.extend(piece, at, piece.length);
  }

  /** The result; the text is over. */
  finish(): BatchCount {
    this.endLine();
    return { requests: this.requests, units: this.units };
  }

  private extend(piece: string, from: number, to: number): void {
    if (this.line.length < MAX_LINE) this.line += piece.slice(from, Math.min(to, from + MAX_LINE));
    this.length += to - from;
  }

  private endLine(): void {
    if (isBatchLine(this.line)) {
      this.requests++;
      this.units += this.length;
    }
    this.line = '';
    this.length = 0;
  }
}

/** A batch file as a whole, judged by its first requests. */
export interface BatchSummary {
  readonly requests: number;
  /** Requests that were read; what is said about all of them is concluded from these. */
  readonly read: number;
  /** Input tokens of the smallest and the largest request that was read. */
  readonly inputTokens: readonly [least: number, most: number];
  /** All requests together, micro-dollars; undefined when one that was read has no price. */
  readonly total: MoneyRange | undefined;
  /** True when all prices are those of the batch service. */
  readonly batchPrice: boolean;
  /** Age of the oldest price, where it is possibly out of date, in words. */
  readonly age: readonly string[];
}

/** Sums a batch file up; undefined when none of its requests could be read. */
export function batchSummary(count: BatchCount, calls: readonly CostedCall[]): BatchSummary | undefined {
  const read = calls.filter(({ call }) => call.serviceTier === 'batch');
  if (read.length === 0) return undefined;
  const tokens = read.map(({ cost }) => cost.input.tokens);
  const costs = read.map(({ cost }) => cost.models.find((model) => model.cold !== undefined));
  const requests = Math.max(count.requests, read.length);
  const sum = (pick: (money: MoneyRange) => number): number =>
    Math.round((costs.reduce((total, model) => total + (model?.cold === undefined ? 0 : pick(model.cold)), 0) * requests) / read.length);
  const priced = costs.every((model) => model !== undefined);
  return {
    requests,
    read: read.length,
    inputTokens: [Math.min(...tokens), Math.max(...tokens)],
    total: priced ? { low: sum(({ low }) => low), mid: sum(({ mid }) => mid), high: sum(({ high }) => high) } : undefined,
    batchPrice: costs.every((model) => model?.tariff === 'batch'),
    age: ageParts(costs.flatMap((model) => model ?? [])),
  };
}

/** A batch file in one line. */
export function batchLine(summary: BatchSummary): string {
  const { requests, read, inputTokens, total, batchPrice, age } = summary;
  const [least, most] = inputTokens.map((tokens) => grouped(tokens));
  const all = total === undefined ? 'unpriced' : `≈${formatMicroUsd(total.mid)} in all`;
  const from = read < requests ? `, from the first ${read}` : '';
  return `${grouped(requests)} ${requests === 1 ? 'request' : 'requests'} · ${all}${total !== undefined && batchPrice ? ' at the batch price' : ''}${from}${age.map((words) => ` · ${words}`).join('')} · ≈${least === most ? least : `${least}–${most}`} in each`;
}
