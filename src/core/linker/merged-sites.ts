/** Sites of which several objects or methods may run: their models and providers are alternatives. */
import type { Known, ParameterRef } from '../ir.ts';
import type { CallSite } from './call-sites.ts';

/** A site of which another method may run instead, with a model, a limit and a provider of its own. */
export function withOpenModel<T extends Pick<CallSite, 'prompt'>>(site: T): T {
  const { model, maxTokens, calleeAt, callee } = site.prompt;
  const reason = 'chosen with the class of the object';
  return {
    ...site,
    prompt: {
      ...site.prompt,
      model:
        model.state === 'computed'
          ? { ...model, candidates: [] }
          : { state: 'computed', candidates: [], expression: callee, reason, at: calleeAt },
      // A limit that one class has says nothing about the others.
      maxTokens: maxTokens.state === 'known' ? { state: 'computed', candidates: [], expression: callee, reason, at: calleeAt } : maxTokens,
      provider: undefined,
      providerReason: reason,
    },
  };
}

/** True for a site of which neither the model nor who bills it is known: what another one says changes neither. */
export function isOpenSite({ prompt: { model, provider } }: CallSite): boolean {
  return model.state === 'computed' && model.candidates.length === 0 && provider === undefined;
}

/** A site of an object that is made where none is handed in (`client or default_client()`): what is known of it is what goes without saying. */
export function withModelAsDefault(site: CallSite): CallSite {
  const { model, calleeAt, callee } = site.prompt;
  const reason = 'unless another object is handed in';
  if (model.state !== 'known') return site;
  return {
    ...site,
    prompt: { ...site.prompt, model: { state: 'computed', candidates: model.candidates, expression: callee, reason, at: calleeAt } },
  };
}

/** A site that may also send what another one does: their models are alternatives, and the SDKs of both are named. */
export function withModelsOf(site: CallSite, other: CallSite): CallSite {
  const sdk = sdksOf(site, other);
  const [a, b] = [site.prompt.model, other.prompt.model];
  if (a.state === 'missing' || b.state === 'missing') return { ...site, prompt: { ...site.prompt, sdk } };
  const model = oneOf(a, b);
  const [limit, otherLimit] = [site.prompt.maxTokens, other.prompt.maxTokens];
  const maxTokens = limit.state === 'missing' || otherLimit.state === 'missing' ? limit : oneOf(limit, otherLimit);
  const bothKnown = [site, other].every(({ prompt }) => prompt.provider !== undefined || prompt.providerByModel);
  const sameProvider = site.prompt.provider === other.prompt.provider;
  const provider = sameProvider ? site.prompt.provider : undefined;
  const providerReason = sameProvider
    ? site.prompt.providerReason
    : SEVERAL_CLIENTS + [...new Set([...providersOf(site), ...providersOf(other)])].join(SEVERAL);
  return {
    ...site,
    prompt: {
      ...site.prompt,
      sdk,
      model,
      maxTokens,
      provider,
      providerReason,
      providerByModel: sameProvider ? site.prompt.providerByModel : bothKnown,
    },
  };
}

/** What two ways say of one value. What one of them takes from elsewhere has no default because the other names one. */
function oneOf<T>(a: Given<T>, b: Given<T>): Given<T> {
  const runtime = [a, b].some((known) => known.state === 'computed' && known.candidates.length === 0);
  const all = [...a.candidates, ...b.candidates.filter((candidate) => !a.candidates.some((known) => known.value === candidate.value))];
  const candidates = runtime ? [] : all;
  return a.state === 'known' && b.state === 'computed' ? { ...b, candidates } : { ...a, candidates };
}

type Given<T> = Exclude<Known<T>, { readonly state: 'missing' }>;

/** What {@link withModelsOf} says of sites that are billed by different providers, before their names. */
const SEVERAL_CLIENTS = 'one of several clients: ';

function providersOf({ prompt: { provider, providerReason } }: Pick<CallSite, 'prompt'>): readonly string[] {
  if (provider !== undefined) return [provider];
  return providerReason.startsWith(SEVERAL_CLIENTS) ? providerReason.slice(SEVERAL_CLIENTS.length).split(SEVERAL) : ['unknown'];
}

/** One caller on two ways to a model, with the texts of the way on which more of them is known. */
export function together(one: CallSite, other: CallSite): CallSite {
  if (one.onlyChosen !== other.onlyChosen) {
    const [usual, chosen] = one.onlyChosen === true ? [other, one] : [one, other];
    return { ...usual, prompt: { ...usual.prompt, sdk: sdksOf(usual, chosen) }, feeds: feedsOfBoth(usual, chosen) };
  }
  const [seen, otherSeen] = [one, other].map(({ prompt }) => prompt.system === 'static' || prompt.system === 'skeleton');
  const isBetter = seen === otherSeen ? unitsOfText(other) > unitsOfText(one) : otherSeen;
  const site = isBetter === true ? withModelsOf(other, one) : withModelsOf(one, other);
  return { ...site, feeds: feedsOfBoth(one, other) };
}

function feedsOfBoth(one: CallSite, other: CallSite): CallSite['feeds'] {
  return [...one.feeds, ...other.feeds.filter((feed) => !one.feeds.some((known) => isSameFeed(known, feed)))];
}

function sdksOf(one: Pick<CallSite, 'prompt'>, other: Pick<CallSite, 'prompt'>): string {
  return [...new Set([...one.prompt.sdk.split(SEVERAL), ...other.prompt.sdk.split(SEVERAL)])].join(SEVERAL);
}

function isSameFeed(one: ParameterRef, other: ParameterRef): boolean {
  return one.uri === other.uri && one.scope === other.scope && one.name === other.name;
}

/** How much is known of the texts of a site, in UTF-16 units. */
function unitsOfText({ prompt: { segments } }: CallSite): number {
  return segments.reduce((sum, { parts }) => sum + parts.reduce((all, part) => all + (part.kind === 'text' ? part.text.length : 0), 0), 0);
}

/** What stands between the names of several SDKs. */
const SEVERAL = ', ';
