/** The tables of a call's hover: what is sent, and what the turns of a conversation cost. */
import { priceFor, type CallCost, type ModelCost, type RoleTokens } from '../cost/call-cost.ts';
import { costOfTurn, fullFrom, SHOWN_TURNS } from '../cost/turns.ts';
import type { PromptCall } from '../ir.ts';
import { costOfUsage, formatMicroUsd } from '../pricing/index.ts';
import { count } from './markdown.ts';
import { formatCost, formatTokens, isFree } from './wording.ts';

/** One row per role: tokens, whether they are the same every time, and their share of a cold request. */
export function segmentTable(call: PromptCall, cost: CallCost): string[] {
  const [model] = cost.models.filter(({ cold }) => cold !== undefined);
  const money = model === undefined ? undefined : shares(model);
  const head =
    money === undefined
      ? ['| part | tokens | same every time? |', '|---|---:|---|']
      : ['| part | tokens | same every time? | $ cold |', '|---|---:|---|---:|'];
  const cell = (text: string): string => (money === undefined ? '' : ` ${text} |`);
  const rows = cost.roles.map((role) => `${roleRow(role, call)}${cell(money?.input(role.tokens.tokens) ?? '')}`);
  const input = `| **input** | **${formatTokens(cost.input, cost.open)}** | ${band(cost)} |${cell(`**${money?.input(cost.input.tokens) ?? ''}**`)}`;
  const output = money === undefined || !call.answers ? [] : [`| output | ${count(cost.expectedOutput)} | assumed |${cell(money.output)}`];
  return [...head, ...rows, input, ...output];
}

/** The cost of the turns 1, 5, 10 and 50, with and without caching; empty for a call that does not send its history along. */
export function turnTable(call: PromptCall, model: ModelCost): string[] {
  const { turns: plan } = model;
  if (plan === undefined || model.cold === undefined) return [];
  const limit = call.repeat.times;
  const full = fullFrom(plan);
  const turns = [...new Set(SHOWN_TURNS.map((turn) => Math.min(turn, limit ?? turn)))];
  const rows = turns.flatMap((turn) => {
    const cost = costOfTurn(plan, turn, (usage) => priceFor(model, usage));
    if (cost === undefined) return [];
    const beyond = full !== undefined && turn >= full ? ' (window full)' : '';
    const cached = plan.caching.kind === 'none' && cost.cached === cost.uncached ? '–' : `≈${formatCost(cost.cached, isFree(model))}`;
    const totals = `≈${formatCost(cost.totalCached, isFree(model))}${cost.totalCached === cost.totalUncached ? '' : ` (${formatCost(cost.totalUncached, isFree(model))} without cache)`}`;
    return [`| ${turn} | ≈${count(cost.input)}${beyond} | ≈${formatCost(cost.uncached, isFree(model))} | ${cached} | ${totals} |`];
  });
  return rows.length === 0
    ? []
    : ['| turn | input | this turn, uncached | cached | all turns so far |', '|---:|---:|---:|---:|---|', ...rows, ''];
}

/** What parts of a cold request cost, so that they add up to the whole but for rounding. */
function shares(model: ModelCost): { input(tokens: number): string; readonly output: string } | undefined {
  const { lookup, coldUsage, input, pricedAt, tariff, region } = model;
  const bill = costOfUsage(lookup, coldUsage, { at: pricedAt, serviceTier: tariff, region });
  if (bill.state === 'unpriced') return undefined;
  // Parts cost less than a micro-dollar; only the whole is rounded to one.
  const of = (isOutput: boolean): number =>
    bill.lines.reduce((sum, line) => sum + ((line.bucket === 'output') === isOutput ? (line.tokens * line.picoUsdPerToken) / 1e6 : 0), 0);
  const [prompt, answer] = [of(false), of(true)];
  return {
    input: (tokens) => (tokens === 0 || input.tokens === 0 ? '' : formatMicroUsd((prompt * tokens) / input.tokens)),
    output: answer === 0 ? '' : formatMicroUsd(answer),
  };
}

function roleRow(role: RoleTokens, call: PromptCall): string {
  const frame = call.responseSchema === undefined ? 'message frame' : 'message frame, response schema';
  const name = role.role === 'overhead' ? frame : role.role;
  const stable =
    role.role === 'overhead'
      ? ''
      : role.open
        ? role.cacheable > 0
          ? `first ${count(role.cacheable)}`
          : 'changes'
        : (chosenOf(role, call) ?? (role.cacheable === 0 && role.tokens.tokens > 0 ? 'behind a change' : 'yes'));
  return `| ${name} | ${formatTokens(role.tokens, role.open)} | ${stable} |`;
}

/** Of a part that is one of several texts, which of them is counted; undefined for any other. */
function chosenOf({ role }: RoleTokens, { segments }: PromptCall): string | undefined {
  const holes = segments.filter((one) => one.role === role).flatMap(({ parts }) => parts.filter((part) => part.kind === 'hole'));
  const [only] = holes.flatMap(({ oneOf }) => oneOf ?? []);
  if (only === undefined) return undefined;
  return holes.length === 1 ? `the longest of ${count(only.texts.length)} texts` : 'the longest of several texts';
}

function band(cost: CallCost): string {
  if (cost.input.basis === 'exact') return 'exact count';
  const { low, high } = cost.input;
  return `${cost.input.basis}, ${count(low)}–${count(high)}`;
}
