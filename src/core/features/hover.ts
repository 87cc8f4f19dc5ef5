/** The hover of a call: what is sent, what it costs and why, on one screen. Every number says where it comes from. */
import { breakEvenOf, priceFor, refOf, type ModelCost } from '../cost/call-cost.ts';
import { fullFrom } from '../cost/turns.ts';
import type { Settings } from '../config.ts';
import type { PromptCall } from '../ir.ts';
import type { PricedLookup } from '../pricing/index.ts';
import type { ProjectConfig } from '../project-config/project.ts';
import { billedParts, billedSource } from './billed-wording.ts';
import { neighbours, type ComparedModel, type ModelComparison } from './compare-models.ts';
import type { TokenCounter } from '../tokens/index.ts';
import type { CostedCall } from './findings.ts';
import { besideLines } from './beside-wording.ts';
import { segmentTable, turnTable } from './hover-tables.ts';
import { count, escapeMarkdown as escape, markdownCode as code } from './markdown.ts';
import { mediaSentence } from './media-wording.ts';
import { priceLines } from './price-lines.ts';
import { isRoute, routeHover } from './route-wording.ts';
import { isToolSet, toolSetHover, toolTable } from './tool-wording.ts';
import { formatCost, isFree, modelLabel, projectionParts } from './wording.ts';

/** What the hover needs besides the call. */
export interface HoverInputs {
  /** The same call on other models; undefined to leave them out. */
  readonly comparison?: ModelComparison;
  /** Link that opens a setting; undefined when the client has none. */
  settingLink?(key: keyof Settings): string | undefined;
  /** The pennylint.yaml in force, to link what it declares. */
  readonly config?: Pick<ProjectConfig, 'uri' | 'label'> | undefined;
  /** Counts what the hover of a tool set shows beside the call's own numbers. */
  readonly counter: TokenCounter;
}

/** Models that are shown one by one; more are a range. */
const MAX_MODELS = 4;

/** The hover of a call as Markdown. */
export function callHover(costed: CostedCall, inputs: HoverInputs): string {
  const { call, cost, billed } = costed;
  if (isToolSet(call)) return toolSetHover(call, cost, inputs.counter);
  if (isRoute(call)) return routeHover(call, cost);
  const [model] = cost.models;
  const lines: string[] = [`**${headline(call, model)}**`, ''];
  if (billed !== undefined) lines.push(`${escape(billedParts(billed).join(' · '))} (${escape(billedSource(billed))}).`, '');
  if (call.free) lines.push('This request is not billed.', '');
  lines.push(...segmentTable(call, cost), '');
  lines.push(...costLines(costed, inputs));
  if (model !== undefined) lines.push(...besideLines(call, model));
  if (model !== undefined) lines.push(...levelLine(model), ...cacheLines(model), ...turnTable(call, model), ...worstRunLine(costed));
  if (inputs.comparison !== undefined) lines.push(...neighbourLine(inputs.comparison));
  if (model !== undefined) lines.push(...priceLines(model));
  if ((cost.toolSet?.tools.length ?? 0) > 1) lines.push(...toolTable(cost));
  lines.push(...unknownLines(costed));
  return lines.join('\n');
}

function headline(call: PromptCall, model: ModelCost | undefined): string {
  const billed = model?.lookup.state === 'priced' && model.lookup.matched.provider !== '*' ? model.lookup.matched.provider : undefined;
  const provider = call.provider ?? billed ?? 'provider unknown';
  return `${escape(modelLabel(call))} · ${escape(provider)}${model === undefined || model.lookup.state === 'priced' ? '' : ' · unpriced'}`;
}

function costLines({ call, cost }: CostedCall, inputs: HoverInputs): string[] {
  const result: string[] = [];
  const priced = cost.models.filter((model) => model.cold !== undefined);
  for (const model of priced.slice(0, MAX_MODELS)) {
    if (model.cold === undefined) continue;
    const name = cost.models.length > 1 ? `${escape(model.model)}: ` : '';
    const warm = model.warm === undefined ? '' : `, ${formatCost(model.warm.mid, isFree(model))} with a warm cache`;
    const worst =
      model.worst === undefined ? '' : `; ${atMost(model.worst, model, cost.open)} with ${count(model.worstOutput ?? 0)} output tokens`;
    result.push(
      `${name}≈${formatCost(model.cold.mid, isFree(model))}${cost.open ? '+' : ''} per call${warm}${worst}.${cost.models.length > 1 ? '  ' : ''}`,
    );
  }
  if (priced.length > MAX_MODELS) {
    const colds = priced.flatMap(({ cold }) => (cold === undefined ? [] : [cold.mid]));
    result.push(
      `… ${priced.length - MAX_MODELS} more; all from ${formatCost(Math.min(...colds), priced.every(isFree))} to ${formatCost(Math.max(...colds), priced.every(isFree))} per call.`,
    );
  }
  if (result.length === 0) return [];
  const assumed: string[] = [];
  if (call.answers) {
    const from = cost.expectedOutputFrom ?? 'setting `pennylint.expectedOutputTokens`';
    assumed.push(`Assumes ${count(cost.expectedOutput)} output tokens (${linked(from, 'expectedOutputTokens', inputs)}).`);
  }
  const growth = cost.projection.growth ?? cost.models.find((model) => model.turns !== undefined)?.turns?.growth;
  if (growth !== undefined) {
    const other = linked(growth.otherFrom ?? 'setting `pennylint.turnTokens`', 'turnTokens', inputs);
    const pieces = [
      ...(growth.answer === 0 ? [] : [`${count(growth.answer)} of the answer`]),
      ...(growth.shown === 0 ? [] : [`${count(growth.shown)} that the source appends`]),
      ...(growth.other === 0 ? [] : [`${count(growth.other)} of what comes in (${other})`]),
    ];
    assumed.push(`Each turn adds ≈${count(growth.tokens)} tokens to the next one${pieces.length === 0 ? '' : `: ${pieces.join(', ')}`}.`);
  }
  if (assumed.length > 0) result.push(assumed.join(' '));
  return [...result, '', ...projectionLines({ call, cost }, inputs)];
}

/** A ceiling; where not all of the input is seen, what is known of one. */
function atMost(microUsd: number, model: ModelCost, open: boolean): string {
  const money = formatCost(microUsd, isFree(model));
  return open ? `${money}+` : `at most ${money}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Run and month, each with where its numbers are declared. */
function projectionLines({ cost }: Pick<CostedCall, 'call' | 'cost'>, inputs: HoverInputs): string[] {
  const parts = projectionParts(cost);
  if (parts.length === 0) return [];
  const { turns, callsPerDay, cacheReuse, longest } = cost.projection;
  const places = [turns, longest?.turns, callsPerDay, cacheReuse].flatMap((one) => (one === undefined ? [] : [one.from]));
  const reuse = cacheReuse === undefined ? '' : `, ${count(cacheReuse.value * 100)} % of them with a warm cache`;
  return [
    `${parts.map(escape).join('; ')}${reuse} (${[...new Set(places)].map((from) => linked(from, undefined, inputs)).join(', ')}).`,
    '',
  ];
}

/** A place of an assumption, as a link where it can be opened. */
function linked(from: string, key: keyof Settings | undefined, inputs: HoverInputs): string {
  const { config } = inputs;
  if (key !== undefined && from.startsWith('setting ')) {
    const link = inputs.settingLink?.(key);
    return link === undefined ? from : `[${from}](${link})`;
  }
  const line = config === undefined || !from.startsWith(`${config.label} line `) ? undefined : /\d+$/.exec(from)?.[0];
  return line === undefined || config === undefined ? escape(from) : `[${escape(from)}](${config.uri}#L${line})`;
}

/** What the service's other price levels would cost. */
function levelLine(model: ModelCost): string[] {
  const { lookup, coldUsage, warmUsage, tariff } = model;
  if (lookup.state !== 'priced') return [];
  const levels = new Map<string, string[]>();
  for (const level of [...(tariff === undefined ? [] : ['standard']), ...Object.keys(lookup.record.service)]) {
    const cold = level === tariff ? undefined : priceFor(model, coldUsage, level);
    if (cold === undefined) continue;
    const warm = warmUsage === undefined ? undefined : priceFor(model, warmUsage, level);
    const text = `${formatCost(cold, isFree(model))}${warm === undefined || warm >= cold ? '' : ` cold, ${formatCost(warm, isFree(model))} cached`}`;
    levels.set(text, [...(levels.get(text) ?? []), level]);
  }
  if (levels.size === 0) return [];
  const parts = [...levels].map(([text, names]) => `${names.map(escape).join(' or ')} ${text}`);
  const sources = new Set(
    Object.keys(lookup.record.service).map((level) => {
      const guessed =
        lookup.record.service[level]?.confidence === 'guess' || lookup.record.origins[`service.${level}`]?.confidence === 'guess';
      return guessed ? `${level} is an assumption` : '';
    }),
  );
  sources.delete('');
  return [`The same call as ${parts.join('; ')}${sources.size === 0 ? '' : ` (${[...sources].join(', ')})`}.`, ''];
}

function cacheLines(model: ModelCost): string[] {
  const { cache, lookup, turns } = model;
  if (lookup.state !== 'priced') return [];
  const from = cache.rule === undefined ? '' : ` (${cache.rule.provider} caching rules as of ${cache.rule.asOf})`;
  const pays = payLine(model, lookup);
  if (cache.lacking === undefined) return [`A repeated request reads ${count(cache.readTokens)} tokens from the cache${from}.${pays}`, ''];
  // A conversation reads the turn before it, whatever a request of another conversation would read.
  if (turns !== undefined && turns.caching.kind !== 'none')
    return [`Another conversation reads nothing: ${code2(cache.lacking)}${from}.${pays}`, ''];
  return [`Nothing is read from the cache: ${code2(cache.lacking)}${from}.${pays}`, ''];
}

function payLine(model: ModelCost, lookup: PricedLookup): string {
  const even = breakEvenOf(lookup, model.pricedAt, model.input.tokens);
  if (even.length === 0) return '';
  const parts = even.map(({ ttl, writeFactor, requests }) => {
    const factor = `${Number(writeFactor.toFixed(2))}×`;
    return requests === undefined
      ? `a ${ttl} entry (write ${factor}) never pays`
      : `a ${ttl} entry (write ${factor}) pays from request ${requests} on`;
  });
  return ` By the price of writing, ${parts.join(', ')}.`;
}

/** The ceiling of a loop: every turn as long as it may be. */
function worstRunLine({ cost }: CostedCall): string[] {
  const { projection, models } = cost;
  const worst = projection.worstRun?.[0];
  const turns = projection.turns?.value ?? projection.longest?.turns.value;
  const [model] = models;
  const full = model?.turns === undefined ? undefined : fullFrom(model.turns);
  const room =
    full === undefined || model?.turns?.context === undefined || turns === undefined || full > turns
      ? ''
      : ` From turn ${count(full)} on the context window of ${count(model.turns.context)} tokens is full.`;
  if (worst === undefined || turns === undefined) return [];
  return [
    `${capital(cost.open ? `${formatCost(worst, models.every(isFree))}+` : `at most ${formatCost(worst, models.every(isFree))}`)} when each of ${count(turns)} turns answers with ${count(model?.worstOutput ?? 0)} tokens.${room}`,
    '',
  ];
}

/** The two nearest cheaper and dearer models. */
function neighbourLine(comparison: ModelComparison): string[] {
  const near = neighbours(comparison, 2);
  const current = comparison.models.find(({ group }) => group === 'current');
  if (near.length === 0 || current === undefined) return [];
  const name = ({ model, provider, cold, cached, stale, free }: ComparedModel): string => {
    const place = provider === current.provider ? '' : ` (${escape(provider)})`;
    const warm = cached === undefined ? '' : `, ${formatCost(cached, free)} cached`;
    return `${code(model)}${place} ${formatCost(cold, free)}${warm}${stale ? ', price possibly out of date' : ''}`;
  };
  const cheaper = near.filter(({ cold }) => cold < current.cold).map(name);
  const dearer = near.filter(({ cold }) => cold > current.cold).map(name);
  const parts = [
    ...(cheaper.length === 0 ? [] : [`cheaper: ${cheaper.join(' · ')}`]),
    ...(dearer.length === 0 ? [] : [`dearer: ${dearer.join(' · ')}`]),
  ];
  return [`The same call elsewhere – ${parts.join('; ')}. Tokens and list price of each model; quality is not compared.`, ''];
}

function unknownLines({ call, cost }: CostedCall): string[] {
  const result: string[] = [];
  const [model] = cost.models;
  const media = mediaSentence(call, refOf(call.provider, model?.standsFor?.value ?? model?.model));
  if (media !== undefined) result.push(escape(media));
  if (call.model.state === 'computed' && call.model.declared !== undefined) result.push(`Model: ${escape(call.model.reason)}.`);
  else if (call.model.state === 'computed') result.push(`Model: ${escape(call.model.reason)} (${code(call.model.expression)}).`);
  if (call.provider === undefined && !call.providerByModel) result.push(`Provider: ${escape(call.providerReason)}.`);
  if (call.history) result.push('Earlier turns are sent too; they are not counted.');
  else if (cost.open && (media === undefined || call.segments.some(({ parts }) => parts.some(({ kind }) => kind === 'hole'))))
    result.push('Values that are filled in at run time are not counted.');
  return result;
}

/** Words with expressions in backquotes: the expressions become code, the rest plain text. */
function code2(words: string): string {
  return words
    .split('`')
    .map((piece, index) => (index % 2 === 1 ? code(piece) : escape(piece)))
    .join('');
}
