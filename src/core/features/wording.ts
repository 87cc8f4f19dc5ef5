import type { CallCost, ModelCost, TokenRange } from '../cost/call-cost.ts';
import { spread } from '../cost/projection.ts';
import type { PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { instructionLine, isInstruction } from './prompt-wording.ts';

/** A token count for people: `1,312`, with `≈` when it is not exact and `+` when more is added at run time. */
export function formatTokens(tokens: TokenRange, open: boolean): string {
  const number = tokens.tokens.toLocaleString('en-US');
  return `${tokens.basis === 'exact' ? '' : '≈'}${number}${open ? '+' : ''}`;
}

/** The model as a call names it, in a few words. */
export function modelLabel(call: PromptCall): string {
  const { model } = call;
  if (model.state === 'missing') return 'no model set';
  const names = model.candidates.map((candidate) => candidate.value);
  const [first] = names;
  if (first === undefined) return 'model unknown';
  const more = names.length > 1 ? ` or ${names.length - 1} more` : '';
  const suffix = model.state !== 'computed' ? '' : model.declared === undefined ? ' by default' : ` (${model.declared.from})`;
  return `${first}${more}${suffix}`;
}

/** The one line that stands above a call. */
export function costLine(call: PromptCall, cost: CallCost): string {
  if (isInstruction(call)) return instructionLine(call, cost);
  const priced = cost.models.filter((model) => model.cold !== undefined);
  const [first] = priced;
  const parts: string[] = [];
  if (call.free) parts.push('not billed');
  else if (first?.cold !== undefined) parts.push(moneyLine(priced, cost.open), ...projectionParts(cost));
  else if (cost.models.length === 0) parts.push(call.model.state === 'missing' ? 'no model set' : 'model unknown');
  else parts.push('unpriced');
  if (first?.tariff !== undefined) parts.push(`${first.tariff} price`);
  const cacheable =
    first !== undefined && first.cache.readTokens > 0 ? ` (${first.cache.readTokens.toLocaleString('en-US')} cacheable)` : '';
  parts.push(`${formatTokens(cost.input, cost.open)} in${cacheable}`);
  if (cost.outputLimit !== undefined) parts.push(`≤${cost.outputLimit.toLocaleString('en-US')} out`);
  else if (call.maxTokens.state === 'missing' && call.outputLimit.parameter !== undefined && !call.outputLimit.required)
    parts.push('no output limit');
  if (cost.models.length > 0) parts.push(modelLabel(call));
  if (call.kind === 'wrapper') parts.push(`via ${call.callee.slice(call.callee.lastIndexOf('.') + 1)}()`);
  if (call.usedBy !== undefined) parts.push(`used by ${call.usedBy} ${call.usedBy === 1 ? 'caller' : 'callers'}`);
  return parts.join(' · ');
}

/**
 * Run and month, where somebody declared how often a call runs: `×20 turns ≈$0.31`, `≈$12.4/month at 1,000 calls/day`; for a limit of the
 * source `at most 10 turns ≈$0.15`.
 */
export function projectionParts({ projection, open }: CallCost): string[] {
  const { turns, callsPerDay, longest, growing } = projection;
  const run = spread(projection.run);
  const month = spread(projection.month);
  const most = longest === undefined ? undefined : spread(longest.run);
  const more = open || growing ? '+' : '';
  const monthly = open || (growing && turns !== undefined && turns.value > 1) ? '+' : '';
  return [
    ...(turns === undefined || turns.value === 1 || run === undefined
      ? []
      : [`×${turns.value.toLocaleString('en-US')} turns ≈${moneySpread(run)}${more}`]),
    ...(longest === undefined || most === undefined
      ? []
      : [`at most ${longest.turns.value.toLocaleString('en-US')} turns ≈${moneySpread(most)}${more}`]),
    ...(callsPerDay === undefined || month === undefined
      ? []
      : [`≈${moneySpread(month)}${monthly}/month at ${callsPerDay.value.toLocaleString('en-US')} calls/day`]),
  ];
}

function moneySpread({ low, high }: { readonly low: number; readonly high: number }): string {
  return high > low ? `${formatMicroUsd(low)}–${formatMicroUsd(high)}` : formatMicroUsd(low);
}

function moneyLine(priced: readonly ModelCost[], open: boolean): string {
  const colds = priced.flatMap((model) => (model.cold === undefined ? [] : [model.cold.mid]));
  const low = Math.min(...colds);
  const high = Math.max(...colds);
  const plus = open ? '+' : '';
  if (high > low) return `≈${formatMicroUsd(low)}–${formatMicroUsd(high)}${plus}/call`;
  const warm = priced[0]?.warm?.mid;
  if (warm !== undefined && warm < low) return `≈${formatMicroUsd(low)}${plus} cold → ${formatMicroUsd(warm)}${plus} cached`;
  return `≈${formatMicroUsd(low)}${plus}/call`;
}
