/** Money of a normalised block, by the price book at the block's time. What has no price makes the whole amount unknown. */
import { costOfUsage, exactUsd, formatMicroUsd, isStandardTier, platformOf, type PriceBook, type PricedLookup } from '../pricing/index.ts';
import type { UsageContext } from './locate.ts';
import type { UsageNote } from './conventions.ts';
import type { NormalisedUsage, RequestUsage } from './normalise.ts';

/** What a usage block cost. */
export interface UsagePrice {
  /** Exact to the micro-dollar; null = something billed has no known price, and the notes say what. */
  readonly microUsd: number | null;
  /** What the tokens alone cost, where that can be said; equals `microUsd` when nothing else is billed. */
  readonly tokensMicroUsd: number | null;
  /** What the provider itself reports, in micro-dollars (fractions possible); null when it reports nothing. */
  readonly reportedMicroUsd: number | null;
  /** `exact` = counts and prices as published; `assumed` = a number rests on an assumption that the notes name. */
  readonly basis: 'exact' | 'assumed';
  readonly notes: readonly UsageNote[];
}

/** Where prices come from, and the moment of a block that has no time. */
export interface PricingHost {
  readonly prices: PriceBook;
  /** UTC milliseconds. */
  readonly now: number;
}

/** Prices one block. Never throws; notes of the reading are included. */
export function priceUsage(usage: NormalisedUsage, context: UsageContext, { prices, now }: PricingHost): UsagePrice {
  const notes: UsageNote[] = [...usage.notes];
  const at = context.at ?? now;
  if (context.timeProblem !== undefined) note(notes, 'assumption', `${context.timeProblem} The prices are those of now.`);
  const billed = [...usage.billed, ...(context.billed ?? []).filter(({ kind }) => !usage.billed.some((item) => item.kind === kind))];
  const serviceTier = tierOf(usage.serviceTier, context, notes);
  const region = usage.region ?? context.region;
  const provider = sellerOf(context, usage.profile);
  let micro: number | null = 0;
  for (const request of usage.requests) {
    const cost = priceRequest(request, { provider, model: request.model ?? context.model, at, serviceTier, region }, usage, prices, notes);
    micro = cost === undefined || micro === null ? null : micro + cost;
  }
  const apart = billed.filter(({ within }) => within !== null);
  const tokensMicroUsd = apart.length > 0 ? null : micro;
  if (billed.length > 0) {
    const items = billed.map(({ kind, count }) => `${count} ${kind}`).join(', ');
    const tokens = tokensMicroUsd === null ? '' : ` The tokens alone cost $${exactUsd(tokensMicroUsd)}.`;
    note(notes, 'unknown', `No price is listed for ${items}.${tokens}`);
  }
  const unknown = notes.some(({ weight }) => weight === 'unknown');
  const microUsd = unknown || micro === null || !Number.isSafeInteger(micro) ? null : micro;
  const reported = usage.reportedUsd ?? context.reportedUsd;
  const reportedMicroUsd = reported === undefined ? null : reported * 1e6;
  if (reportedMicroUsd !== null) note(notes, 'information', comparison(reportedMicroUsd, microUsd));
  const assumed = notes.some(({ weight }) => weight !== 'information');
  return { microUsd, tokensMicroUsd, reportedMicroUsd, basis: assumed ? 'assumed' : 'exact', notes: distinct(notes) };
}

interface Circumstances {
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly at: number;
  readonly serviceTier: string | undefined;
  readonly region: string | undefined;
}

function priceRequest(
  request: RequestUsage,
  { provider, model, at, serviceTier, region }: Circumstances,
  usage: NormalisedUsage,
  prices: PriceBook,
  notes: UsageNote[],
): number | undefined {
  if (model === undefined) {
    note(notes, 'information', 'No price: nothing says which model was called.');
    return undefined;
  }
  const lookup = prices.lookup({ provider, model, at });
  if (lookup.state === 'unpriced') {
    const close = lookup.suggestions.length === 0 ? '' : ` Similar names: ${lookup.suggestions.join(', ')}.`;
    note(notes, 'information', `${lookup.message}${close}`);
    return undefined;
  }
  for (const text of lookup.notes) note(notes, 'information', text);
  const { inputUncached, cacheRead, cacheWrite, output } = request;
  const cost = costOfUsage(lookup, { inputUncached, cacheRead, cacheWrite, output }, { serviceTier, region, at });
  note(notes, 'information', sourceOf(lookup));
  if (cost.state === 'unpriced') {
    note(notes, 'information', cost.reason);
    return undefined;
  }
  for (const text of cost.notes) note(notes, cost.estimate ? 'assumption' : 'information', text);
  const prompt = Object.values(cacheWrite).reduce((sum, tokens) => sum + tokens, inputUncached + cacheRead);
  const [tier] = lookup.record.tiers;
  if (usage.requestCount > 1 && usage.requests.length === 1 && tier !== undefined && prompt > tier.promptAbove) {
    note(
      notes,
      'unknown',
      `The block sums up ${usage.requestCount} requests, so it cannot be said which of them crossed ${tier.promptAbove} prompt tokens.`,
    );
  }
  return cost.microUsd;
}

function sourceOf({ matched, source, asOf, stale }: PricedLookup): string {
  return `Price of ${matched.provider}/${matched.id} as of ${asOf}${stale ? ', possibly out of date' : ''} (${source.name}).`;
}

/** The response knows the tier that was used; that it came out of a batch is known only around it. */
function tierOf(block: string | undefined, { serviceTier, otherTier }: UsageContext, notes: UsageNote[]): string | undefined {
  const around = serviceTier?.toLowerCase();
  const used = around === 'batch' ? around : (block ?? around);
  const other = [block, otherTier?.toLowerCase()].find(
    (tier) => tier !== undefined && tier !== used && !(isStandardTier(tier) && isStandardTier(used ?? '')),
  );
  if (other !== undefined) note(notes, 'information', `Service tier ${used ?? 'standard'}, not ${other}.`);
  return used;
}

/** Names that callers give for a provider but that only name the client library; who sells is then told by the model. */
const CLIENTS: readonly string[] = [
  'langchain',
  'langgraph',
  'ai-sdk',
  'vercel-ai-sdk',
  'pydantic-ai',
  'opentelemetry',
  'openai-agents',
  'claude-code',
  'codex',
];

/** Profiles whose shape only one seller uses. */
const SELLERS: Readonly<Record<string, string>> = {
  openrouter: 'openrouter',
  'openrouter-generation': 'openrouter',
  groq: 'groq',
  deepseek: 'deepseek',
  'bedrock-converse': 'bedrock',
  ollama: 'ollama',
};

function sellerOf({ provider, model }: UsageContext, profile: string): string | undefined {
  const name = provider?.trim().toLowerCase();
  if (name === undefined || name === '' || CLIENTS.includes(name)) return Object.hasOwn(SELLERS, profile) ? SELLERS[profile] : undefined;
  // "vercel" is the gateway only where the model has its maker in front, as all ids there have; else it is the SDK.
  if (platformOf(name)?.key === 'vercel-ai-gateway' && model?.includes('/') !== true) return undefined;
  return provider;
}

/** Reported and computed money side by side; they may differ by rounding of one micro-dollar. */
function comparison(reported: number, computed: number | null): string {
  const said = `The provider reports ${dollars(reported)}`;
  if (computed === null) return `${said}.`;
  const gap = reported - computed;
  if (Math.abs(gap) <= 1) return `${said}, the same.`;
  const percent = computed === 0 ? '' : `, ${Math.abs((gap / computed) * 100).toFixed(1)} % ${gap > 0 ? 'more' : 'less'} than computed`;
  return `${said}${percent}.`;
}

function dollars(microUsd: number): string {
  return Number.isInteger(microUsd) ? `$${exactUsd(microUsd)}` : formatMicroUsd(microUsd);
}

function note(notes: UsageNote[], weight: UsageNote['weight'], text: string): void {
  notes.push({ text, weight });
}

function distinct(notes: readonly UsageNote[]): readonly UsageNote[] {
  return notes.filter(({ text }, index) => notes.findIndex((other) => other.text === text) === index);
}
