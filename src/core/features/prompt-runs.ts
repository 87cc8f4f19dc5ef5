/** Words for files that say how often their prompts are sent: evaluations with tests and repeats. */
import type { CallCost } from '../cost/call-cost.ts';
import type { PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { ageParts } from './price-age.ts';
import type { CostedCall } from './findings.ts';
import { grouped } from '../grouped.ts';

/** One run of a file as a whole. */
export interface RunSummary {
  readonly requests: number;
  /** Requests that have a price, and their cost together without a cache, in micro-dollars. */
  readonly priced: number;
  readonly microUsd: number;
  /** True when more is sent than is seen. */
  readonly open: boolean;
  /** Different models and different prompts among the requests. */
  readonly models: number;
  readonly prompts: number;
  /** Age of the oldest price, where it is possibly out of date, in words. */
  readonly age: readonly string[];
}

/** How often a prompt is sent in one run, and what that costs without a cache: `×10 (5 tests × 2 repeats) ≈$0.002`; nothing for most files. */
export function runParts(call: PromptCall, cost: CallCost): string[] {
  const times = call.file?.times;
  if (times === undefined) return [];
  const cold = cost.models.find((model) => model.cold !== undefined)?.cold?.mid;
  const money = cold === undefined ? '' : ` ≈${formatMicroUsd(cold * times.count)}${cost.open ? '+' : ''}`;
  return [`×${grouped(times.count)} (${times.from})${money}`];
}

/** Sums up the calls of a file; undefined unless it says of all of them how often they are sent. */
export function runSummary(calls: readonly CostedCall[]): RunSummary | undefined {
  if (calls.length < 2 || calls.some(({ call }) => call.file?.times === undefined)) return undefined;
  const count = ({ call }: CostedCall): number => call.file?.times?.count ?? 0;
  const colds = calls.map(({ cost }) => cost.models.find((model) => model.cold !== undefined)?.cold?.mid);
  const sum = (of: (index: number) => number): number => calls.reduce((total, one, index) => total + count(one) * of(index), 0);
  const models = new Set(calls.map(({ call }) => call.calleeAt.start)).size;
  return {
    requests: sum(() => 1),
    priced: sum((index) => (colds[index] === undefined ? 0 : 1)),
    microUsd: Math.round(sum((index) => colds[index] ?? 0)),
    open: calls.some(({ cost }) => cost.open),
    models,
    // Each provider is asked every prompt.
    prompts: Math.round(calls.length / models),
    age: ageParts(calls.flatMap(({ cost }) => cost.models)),
  };
}

/** A run in one line. */
export function runLine({ requests, priced, microUsd, open, models, prompts, age }: RunSummary): string {
  const of = priced === requests ? 'in all' : `for the ${grouped(priced)} that have a price`;
  const all = priced === 0 ? 'unpriced' : `≈${formatMicroUsd(microUsd)}${open ? '+' : ''} ${of}, without a cache`;
  const matrix = `${prompts} ${prompts === 1 ? 'prompt' : 'prompts'} × ${models} ${models === 1 ? 'provider' : 'providers'}`;
  return [`${grouped(requests)} requests a run`, all, ...age, matrix].join(' · ');
}
