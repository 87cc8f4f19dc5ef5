import type { CallCost, ModelCost, RoleTokens } from '../cost/call-cost.ts';
import type { PromptCall } from '../ir.ts';
import { formatMicroUsd, ratesFor } from '../pricing/index.ts';
import { escapeMarkdown as escape, markdownCode as code } from './markdown.ts';
import { formatTokens, modelLabel, projectionParts } from './wording.ts';

/** The hover of a call as Markdown: what is sent, what it costs, and where each number comes from. */
export function callHover(call: PromptCall, cost: CallCost): string {
  const [model] = cost.models;
  const lines: string[] = [`**${headline(call, model)}**`, ''];
  if (call.free) lines.push('This request is not billed.', '');
  lines.push('| part | tokens | same every time? |', '|---|---:|---|');
  for (const role of cost.roles) lines.push(roleRow(role));
  lines.push(`| **input** | **${formatTokens(cost.input, cost.open)}** | ${band(cost)} |`, '');
  lines.push(...costLines(call, cost));
  if (model !== undefined) lines.push(...cacheLines(model), ...priceLines(model));
  lines.push(...unknownLines(call, cost));
  return lines.join('\n');
}

function headline(call: PromptCall, model: ModelCost | undefined): string {
  const billed = model?.lookup.state === 'priced' && model.lookup.matched.provider !== '*' ? model.lookup.matched.provider : undefined;
  const provider = call.provider ?? billed ?? 'provider unknown';
  return `${escape(modelLabel(call))} · ${escape(provider)}${model === undefined || model.lookup.state === 'priced' ? '' : ' · unpriced'}`;
}

function roleRow(role: RoleTokens): string {
  const name = role.role === 'overhead' ? 'message frame' : role.role;
  const stable =
    role.role === 'overhead'
      ? ''
      : role.open
        ? role.cacheable > 0
          ? `first ${role.cacheable.toLocaleString('en-US')}`
          : 'changes'
        : 'yes';
  return `| ${name} | ${formatTokens(role.tokens, role.open)} | ${stable} |`;
}

function band(cost: CallCost): string {
  if (cost.input.basis === 'exact') return 'exact count';
  const { low, high } = cost.input;
  return `${cost.input.basis}, ${low.toLocaleString('en-US')}–${high.toLocaleString('en-US')}`;
}

function costLines(call: PromptCall, cost: CallCost): string[] {
  const result: string[] = [];
  for (const model of cost.models) {
    if (model.cold === undefined) continue;
    const name = cost.models.length > 1 ? `${escape(model.model)}: ` : '';
    const warm = model.warm === undefined ? '' : `, ${formatMicroUsd(model.warm.mid)} with a warm cache`;
    const worst =
      model.worst === undefined
        ? ''
        : `; at most ${formatMicroUsd(model.worst)} with ${(model.worstOutput ?? 0).toLocaleString('en-US')} output tokens`;
    result.push(`${name}≈${formatMicroUsd(model.cold.mid)}${cost.open ? '+' : ''} per call${warm}${worst}.`);
  }
  if (result.length > 0 && call.answers) {
    const from = cost.expectedOutputFrom ?? 'setting `pennylint.expectedOutputTokens`';
    result.push(`Assumes ${cost.expectedOutput.toLocaleString('en-US')} output tokens (${from}).`, '');
  }
  if (result.length > 0) result.push(...projectionLines(cost));
  return result;
}

/** Run and month, each with where its numbers are declared. */
function projectionLines(cost: CallCost): string[] {
  const parts = projectionParts(cost);
  if (parts.length === 0) return [];
  const { turns, callsPerDay, cacheReuse, longest } = cost.projection;
  const places = [turns, longest?.turns, callsPerDay, cacheReuse].flatMap((one) => (one === undefined ? [] : [one.from]));
  const reuse = cacheReuse === undefined ? '' : `, ${(cacheReuse.value * 100).toLocaleString('en-US')} % of them with a warm cache`;
  return [`${parts.map(escape).join('; ')}${reuse} (${[...new Set(places)].map(escape).join(', ')}).`, ''];
}

function cacheLines(model: ModelCost): string[] {
  const { cache } = model;
  if (model.lookup.state !== 'priced') return [];
  const from = cache.rule === undefined ? '' : ` (${cache.rule.provider} caching rules as of ${cache.rule.asOf})`;
  if (cache.lacking !== undefined) return [`Nothing is read from the cache: ${cache.lacking}${from}.`, ''];
  return [`A repeated request reads ${cache.readTokens.toLocaleString('en-US')} tokens from the cache${from}.`, ''];
}

/** Price and its source for one model. */
export function priceLines(model: ModelCost): string[] {
  const { lookup } = model;
  if (lookup.state === 'unpriced') {
    const names = lookup.suggestions.map((name) => code(name)).join(', ');
    return [`No price: ${escape(lookup.message)}${names === '' ? '' : ` Known names that look like it: ${names}.`}`, ''];
  }
  const rates = ratesFor(lookup.record, model.pricedAt, model.input.tokens);
  const perMillion = (pico: number): string => `$${pico / 1e6}`;
  const read = rates.read === null ? '' : `, cached ${perMillion(rates.read)}`;
  const steps = lookup.matched.id === model.model ? '' : ` as ${code(lookup.matched.id)}`;
  const tariff =
    model.tariff === undefined
      ? ''
      : ` The ${model.tariff} price of the service applies: a factor of ${lookup.record.service[model.tariff]?.factor ?? 1}.`;
  const behind = model.standsFor === undefined ? '' : ` (${escape(model.standsFor.from)})`;
  const stale = lookup.stale ? ` – ${lookup.ageDays} days old` : '';
  // A declared price holds because somebody wrote it down; the place says more than a day would.
  const own = lookup.source.kind === 'workspace';
  const from = own ? escape(lookup.source.source) : `${escape(lookup.source.name)}, ${lookup.asOf}${stale}`;
  return [
    `Price per million tokens${steps}${behind}: input ${perMillion(rates.in)}${read}, output ${perMillion(rates.out)}. Source: ${from}.${tariff}`,
    '',
  ];
}

function unknownLines(call: PromptCall, cost: CallCost): string[] {
  const result: string[] = [];
  if (call.model.state === 'computed' && call.model.declared !== undefined) result.push(`Model: ${escape(call.model.reason)}.`);
  else if (call.model.state === 'computed') result.push(`Model: ${escape(call.model.reason)} (${code(call.model.expression)}).`);
  if (call.provider === undefined && !call.providerByModel) result.push(`Provider: ${escape(call.providerReason)}.`);
  if (call.history) result.push('Earlier turns are sent too; they are not counted.');
  else if (cost.open) result.push('Values that are filled in at run time are not counted.');
  return result;
}
