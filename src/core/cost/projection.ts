/** From the cost of one request to the cost of a run and of a month, by what is declared about how often a call runs. */
import type { PromptCall } from '../ir.ts';
import type { CallAssumptions } from '../project-config/assumptions.ts';
import type { Declared } from '../project-config/models.ts';
import { priceFor, type ModelCost, type MoneyRange } from './call-cost.ts';
import { costOfRun, resentShare, type Growth } from './turns.ts';

/** Days of a month in every figure per month. */
export const DAYS_PER_MONTH = 30;

/** Money of a call beyond one request. All in micro-dollars, per candidate model in the order of `CallCost.models`. */
export interface Projection {
  /** Requests per run: 1 unless the call is in a loop or an agent and the turns are declared. */
  readonly turns: Declared<number> | undefined;
  readonly callsPerDay: Declared<number> | undefined;
  readonly cacheReuse: Declared<number> | undefined;
  /** One run, all its turns, each with what the turns before it said where the call sends that along; undefined for a model without a price. */
  readonly run: readonly (number | undefined)[];
  /** One month; undefined without a price or without calls per day. */
  readonly month: readonly (number | undefined)[];
  /**
   * A run of all the turns that the source or the framework allows, where nobody declares how many there are. Loops are left early and agents
   * stop when they are done, so this is a limit: neither `run`, nor months, nor budgets are made of it.
   */
  readonly longest: { readonly turns: Declared<number>; readonly run: readonly (number | undefined)[] } | undefined;
  /**
   * The same turns, declared or allowed, when every one of them answers as long as it may and nothing is cached: no run costs more by what the
   * source shows. Undefined without turns; an entry is undefined where no output limit is known.
   */
  readonly worstRun: readonly (number | undefined)[] | undefined;
  /** Share of all input tokens of those turns that had been sent in an earlier one, 0 to 1, for the first candidate; undefined for a prompt that does not grow. */
  readonly resent: number | undefined;
  /** What each turn adds to the prompt, for the first candidate with a price; undefined for a prompt that does not grow. */
  readonly growth: Growth | undefined;
}

/** The projection of a call. Without declared numbers a run is one cold request. */
export function projectionOf(call: PromptCall, models: readonly ModelCost[], assumed: CallAssumptions): Projection {
  const { times, source } = call.repeat;
  const repeats = call.repeat.kind === 'loop' || call.repeat.kind === 'agent' || call.makesAgent === true;
  const turns = repeats ? assumed.turns : undefined;
  const reuse = assumed.cacheReuse?.value ?? 0;
  const run = models.map((model) => runOf(call, model, turns?.value ?? 1, reuse));
  const perDay = assumed.callsPerDay?.value;
  const month = run.map((cost) => (cost === undefined || perDay === undefined ? undefined : Math.round(cost * perDay * DAYS_PER_MONTH)));
  const limited = repeats && turns === undefined && times !== undefined && Number.isSafeInteger(times) && times > 1;
  const longest = limited
    ? { turns: { value: times, from: source ?? 'the source' }, run: models.map((model) => rounded(runOf(call, model, times, reuse))) }
    : undefined;
  const count = turns?.value ?? longest?.turns.value;
  const plan = growsInRun(call) ? models.find((model) => model.turns !== undefined)?.turns : undefined;
  return {
    turns,
    callsPerDay: assumed.callsPerDay,
    cacheReuse: assumed.cacheReuse,
    run: run.map(rounded),
    month,
    longest,
    worstRun: count === undefined ? undefined : models.map((model) => worstOf(call, model, count)),
    resent: plan === undefined || count === undefined || count < 2 ? undefined : resentShare(plan, count),
    growth: plan?.growth,
  };
}

/** Only what repeats by itself grows within a run; a chat that sends its history along has a run of one request. */
function growsInRun({ repeat }: PromptCall): boolean {
  return repeat.growing && (repeat.kind === 'loop' || repeat.kind === 'agent');
}

/** The first request finds the cache warm as often as declared; the turns after it follow at once and find it warm if anything is cached. */
function runOf(call: PromptCall, model: ModelCost, turns: number, reuse: number): number | undefined {
  const { cold, warm, turns: plan } = model;
  if (cold === undefined) return undefined;
  const again = (warm ?? cold).mid;
  if (plan === undefined || turns < 2 || !growsInRun(call)) return reuse * again + (1 - reuse) * cold.mid + (turns - 1) * again;
  const all = costOfRun(plan, turns, (usage) => priceFor(model, usage), true);
  return all === undefined ? undefined : all - reuse * (cold.mid - again);
}

function worstOf(call: PromptCall, model: ModelCost, turns: number): number | undefined {
  const { worst, worstOutput, turns: plan, input } = model;
  if (worst === undefined || worstOutput === undefined) return undefined;
  if (plan === undefined || !growsInRun(call)) return worst * turns;
  const { growth } = plan;
  const answer = growth.answer === 0 ? 0 : worstOutput;
  const longest = {
    ...plan,
    first: input.high,
    output: worstOutput,
    growth: { ...growth, tokens: growth.tokens - growth.answer + answer },
  };
  const [plain, writing] = [false, true].map((cached) => costOfRun(longest, turns, (usage) => priceFor(model, usage), cached));
  return plain === undefined || writing === undefined ? undefined : Math.max(plain, writing);
}

function rounded(microUsd: number | undefined): number | undefined {
  return microUsd === undefined ? undefined : Math.round(microUsd);
}

/** Lowest and highest of some amounts, in micro-dollars; undefined when none is known. */
export function spread(amounts: readonly (number | undefined)[]): Pick<MoneyRange, 'low' | 'high'> | undefined {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === 0 ? undefined : { low: Math.min(...known), high: Math.max(...known) };
}
