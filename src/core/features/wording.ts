import type { BilledTraffic } from '../cost/billed.ts';
import type { CallCost, ModelCost, TokenRange } from '../cost/call-cost.ts';
import { spread } from '../cost/projection.ts';
import type { PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { besidePart } from './beside-wording.ts';
import { billedParts } from './billed-wording.ts';
import { ageParts } from './price-age.ts';
import { runParts } from './prompt-runs.ts';
import { instructionLine, isInstruction } from './prompt-wording.ts';
import { isRoute, routeLine } from './route-wording.ts';
import { isToolSet, toolSetLine } from './tool-wording.ts';
import { grouped } from '../grouped.ts';

/** A token count for people: `1,312`, with `≈` when it is not exact and `+` when more is added at run time. */
export function formatTokens(tokens: TokenRange, open: boolean): string {
  const number = grouped(tokens.tokens);
  return `${tokens.basis === 'exact' ? '' : '≈'}${number}${open ? '+' : ''}`;
}

/** The model as a call names it, in a few words. */
export function modelLabel(call: PromptCall): string {
  const { model } = call;
  if (model.state === 'missing') return 'no model set';
  const names = model.candidates.map((candidate) => candidate.value);
  const [first] = names;
  if (first === undefined) return 'model unknown';
  if (call.kind === 'wrapper' && names.length > 1) return `${names.length} models configured`;
  const more = names.length > 1 ? ` or ${names.length - 1} more` : '';
  const suffix = model.state !== 'computed' ? '' : model.declared === undefined ? ' by default' : ` (${model.declared.from})`;
  return `${first}${more}${suffix}`;
}

/** The one line that stands above a call; what was billed for its own tag stands where the prediction stands otherwise, what was billed for its model beside it. */
export function costLine(call: PromptCall, cost: CallCost, billed?: BilledTraffic): string {
  if (isInstruction(call)) return instructionLine(call, cost);
  if (isToolSet(call)) return toolSetLine(call, cost);
  if (isRoute(call)) return routeLine(call, cost);
  const priced = cost.models.filter((model) => model.cold !== undefined);
  const [first] = priced;
  const parts: string[] = [];
  const own = billed?.by === 'tag' ? billed : undefined;
  if (own !== undefined) parts.push(...billedParts(own));
  else if (call.free) parts.push('not billed');
  else if (first?.cold !== undefined) parts.push(moneyLine(priced, cost.open), ...projectionParts(cost));
  else if (cost.models.length === 0) parts.push(call.model.state === 'missing' ? 'no model set' : 'model unknown');
  else parts.push('unpriced');
  parts.push(...runParts(call, cost));
  if (billed?.by === 'model') parts.push(...billedParts(billed));
  const beside = own === undefined ? besidePart(call, first) : undefined;
  if (beside !== undefined) parts.push(beside);
  if (first?.tariff !== undefined) parts.push(`${first.tariff} price`);
  if (first?.region !== undefined) parts.push(`${first.region} price`);
  if (own === undefined) parts.push(...ageParts(priced));
  const cacheable = first !== undefined && first.cache.readTokens > 0 ? ` (${grouped(first.cache.readTokens)} cacheable)` : '';
  parts.push(`${formatTokens(cost.input, cost.open)} in${cacheable}`);
  if (cost.outputLimit !== undefined) parts.push(`≤${grouped(cost.outputLimit)} out`);
  else if (call.maxTokens.state === 'missing' && call.outputLimit.parameter !== undefined && !call.outputLimit.required)
    parts.push('no output limit');
  const way = call.kind === 'wrapper' ? [`via ${call.callee.slice(call.callee.lastIndexOf('.') + 1)}()`] : [];
  const label = cost.models.length > 0 ? [modelLabel(call)] : [];
  parts.push(...(cost.models.length > 1 ? [...way, ...label] : [...label, ...way]));
  if (call.file?.name !== undefined) parts.push(call.file.name);
  if (call.usedBy !== undefined) parts.push(`used by ${call.usedBy} ${call.usedBy === 1 ? 'caller' : 'callers'}`);
  return parts.join(' · ');
}

/** Whether a price is declared as nothing, as for a model on machines of one's own. Lists never say so. */
export function isFree({ lookup }: ModelCost): boolean {
  return lookup.state === 'priced' && lookup.record.rates.in === 0 && lookup.record.rates.out === 0;
}

/** The cost of a request, in micro-dollars. One that is not free never looks like nothing, however little it is. */
export function formatCost(microUsd: number, free: boolean): string {
  return formatMicroUsd(microUsd === 0 && !free ? 0.5 : microUsd);
}

/**
 * Run and month, where somebody declared how often a call runs: `×20 turns ≈$0.31`, `≈$12.4/month at 1,000 calls/day`; for a limit of the
 * source `at most 10 turns ≈$0.15`. A prompt that grows says how much of its input is sent again: `(61 % re-sent)`.
 */
export function projectionParts({ projection, open, models }: CallCost): string[] {
  const free = models.every(isFree);
  const { turns, callsPerDay, longest, growth, resent } = projection;
  const run = spread(projection.run);
  const month = spread(projection.month);
  const most = longest === undefined ? undefined : spread(longest.run);
  const more = open || growth !== undefined ? '+' : '';
  const again = resent === undefined ? '' : ` (${Math.round(resent * 100)} % re-sent)`;
  const monthly = open || (growth !== undefined && turns !== undefined && turns.value > 1) ? '+' : '';
  return [
    ...(turns === undefined || turns.value === 1 || run === undefined
      ? []
      : [`×${grouped(turns.value)} turns ≈${moneySpread(run, free)}${more}${again}`]),
    ...(longest === undefined || most === undefined
      ? []
      : [`at most ${grouped(longest.turns.value)} turns ≈${moneySpread(most, free)}${more}${again}`]),
    ...(callsPerDay === undefined || month === undefined
      ? []
      : [`≈${moneySpread(month, free)}${monthly}/month at ${grouped(callsPerDay.value)} calls/day`]),
  ];
}

function moneySpread({ low, high }: { readonly low: number; readonly high: number }, free: boolean): string {
  return high > low ? `${formatCost(low, free)}–${formatCost(high, free)}` : formatCost(low, free);
}

function moneyLine(priced: readonly ModelCost[], open: boolean): string {
  const colds = priced.flatMap((model) => (model.cold === undefined ? [] : [model.cold.mid]));
  const low = Math.min(...colds);
  const high = Math.max(...colds);
  const plus = open ? '+' : '';
  const free = priced.every(isFree);
  if (high > low) return `≈${formatCost(low, free)}–${formatCost(high, free)}${plus}/call`;
  const warm = priced[0]?.warm?.mid;
  if (warm !== undefined && warm < low) return `≈${formatCost(low, free)}${plus} cold → ${formatCost(warm, free)}${plus} cached`;
  return `≈${formatCost(low, free)}${plus}/call`;
}
