/** From the cost of one request to the cost of a run and of a month, by what is declared about how often a call runs. */
import type { PromptCall } from '../ir.ts';
import type { CallAssumptions } from '../project-config/assumptions.ts';
import type { Declared } from '../project-config/models.ts';
import type { ModelCost, MoneyRange } from './call-cost.ts';

/** Days of a month in every figure per month. */
export const DAYS_PER_MONTH = 30;

/** Money of a call beyond one request. All in micro-dollars, per candidate model in the order of `CallCost.models`. */
export interface Projection {
  /** Requests per run: 1 unless the call is in a loop or an agent and the turns are declared. */
  readonly turns: Declared<number> | undefined;
  readonly callsPerDay: Declared<number> | undefined;
  readonly cacheReuse: Declared<number> | undefined;
  /** One run, all its turns; undefined for a model without a price. */
  readonly run: readonly (number | undefined)[];
  /** One month; undefined without a price or without calls per day. */
  readonly month: readonly (number | undefined)[];
  /**
   * A run of all the turns that the source or the framework allows, where nobody declares how many there are. Loops are left early and agents
   * stop when they are done, so this is a limit: neither `run`, nor months, nor budgets are made of it.
   */
  readonly longest: { readonly turns: Declared<number>; readonly run: readonly (number | undefined)[] } | undefined;
  /** True when each turn also sends what the turns before it said, which is not counted: several turns cost more than what is said here. */
  readonly growing: boolean;
}

/** The projection of a call. Without declared numbers a run is one cold request. */
export function projectionOf(call: PromptCall, models: readonly ModelCost[], assumed: CallAssumptions): Projection {
  const { times, source, growing } = call.repeat;
  const repeats = call.repeat.kind === 'loop' || call.repeat.kind === 'agent' || call.kind === 'agent';
  const turns = repeats ? assumed.turns : undefined;
  const reuse = assumed.cacheReuse?.value ?? 0;
  const run = models.map((model) => runOf(model, turns?.value ?? 1, reuse));
  const perDay = assumed.callsPerDay?.value;
  const month = run.map((cost) => (cost === undefined || perDay === undefined ? undefined : Math.round(cost * perDay * DAYS_PER_MONTH)));
  const limited = repeats && turns === undefined && times !== undefined && Number.isSafeInteger(times) && times > 1;
  const longest = limited
    ? { turns: { value: times, from: source ?? 'the source' }, run: models.map((model) => rounded(runOf(model, times, reuse))) }
    : undefined;
  return { turns, callsPerDay: assumed.callsPerDay, cacheReuse: assumed.cacheReuse, run: run.map(rounded), month, longest, growing };
}

/** The first request finds the cache warm as often as declared; the turns after it follow at once and find it warm if anything is cached. */
function runOf({ cold, warm }: ModelCost, turns: number, reuse: number): number | undefined {
  if (cold === undefined) return undefined;
  const again = (warm ?? cold).mid;
  return reuse * again + (1 - reuse) * cold.mid + (turns - 1) * again;
}

function rounded(microUsd: number | undefined): number | undefined {
  return microUsd === undefined ? undefined : Math.round(microUsd);
}

/** Lowest and highest of some amounts, in micro-dollars; undefined when none is known. */
export function spread(amounts: readonly (number | undefined)[]): Pick<MoneyRange, 'low' | 'high'> | undefined {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === 0 ? undefined : { low: Math.min(...known), high: Math.max(...known) };
}
