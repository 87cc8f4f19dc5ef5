/** Reads what a request says about its own bill: tags, region, lifetime of its cache entries, an explicit cache that it reads. */
import type { BillingTerms } from '../ir-billing.ts';
import type { Found } from '../ir.ts';
import { CACHED_CONTENT, CACHE_TTL, regionOfUrl, REGIONS, TAG_TEXTS, TAGS, THINKING, TOOL_CHOICE } from '../providers/billing-terms.ts';
import type { Request } from './request.ts';
import { constantText, optionsOf, type Value } from './value.ts';

/**
 * The terms of a request.
 *
 * @param baseUrl the address that the client of the call is given; undefined when it is given none
 */
export function billingTermsOf(request: Request, baseUrl: Value | undefined, provider: string | undefined): BillingTerms {
  const ttl = request.read(CACHE_TTL);
  return {
    tags: tagsOf(request),
    region: foundText(request.read(REGIONS)) ?? regionOf(baseUrl, provider),
    cacheTtl: ttl === undefined ? undefined : { value: constantText(ttl) ?? 'computed', at: ttl.at },
    toolChoice: toolChoiceOf(request.read(TOOL_CHOICE)),
    thinking: thinkingOf(request.read(THINKING)),
    cachedContent: request.read(CACHED_CONTENT)?.at,
  };
}

function foundText(value: Value | undefined): Found<string> | undefined {
  const text = value === undefined ? undefined : constantText(value);
  return value === undefined || text === undefined ? undefined : { value: text.trim().toLowerCase(), at: value.at };
}

/** Some providers sell residency by address: `https://eu.api.openai.com/v1`. */
function regionOf(baseUrl: Value | undefined, provider: string | undefined): Found<string> | undefined {
  const text = baseUrl === undefined ? undefined : constantText(baseUrl);
  if (baseUrl === undefined || text === undefined || provider === undefined) return undefined;
  const region = regionOfUrl(provider, text);
  return region === undefined ? undefined : { value: region, at: baseUrl.at };
}

/** `auto`, `none`, `required`, `{ type: 'any' }`, `{ type: 'tool', name }`, `{ type: 'function', function: { name } }`. */
function toolChoiceOf(value: Value | undefined): BillingTerms['toolChoice'] {
  if (value === undefined) return undefined;
  const entry = (from: Value, key: string): Value | undefined => (from.kind === 'dict' ? from.entries.get(key)?.value : undefined);
  const text = (from: Value | undefined): string | undefined => (from === undefined ? undefined : constantText(from));
  const kind = text(value) ?? text(entry(value, 'type'));
  const inner = entry(value, 'function');
  const name = text(entry(value, 'name')) ?? (inner === undefined ? undefined : text(entry(inner, 'name')));
  if (name !== undefined) return { name };
  return kind === 'auto' || kind === 'none' ? kind : kind === 'any' || kind === 'required' ? 'any' : undefined;
}

function thinkingOf(value: Value | undefined): BillingTerms['thinking'] {
  const type = value?.kind === 'dict' ? value.entries.get('type')?.value : undefined;
  const kind = type === undefined ? undefined : constantText(type);
  return kind === 'enabled' || kind === 'adaptive' ? kind : undefined;
}

function tagsOf(request: Request): string[] {
  const tags = new Set<string>();
  for (const value of request.readAll(TAG_TEXTS).flatMap(optionsOf)) {
    // One text may hold several, as in the header of LiteLLM.
    const texts =
      value.kind === 'list' ? value.items.map(({ value: item }) => constantText(item)) : (constantText(value)?.split(',') ?? []);
    for (const text of texts) if (text !== undefined && text.trim() !== '') tags.add(`tag=${text.trim()}`);
  }
  for (const value of request.readAll(TAGS).flatMap(optionsOf)) {
    if (value.kind !== 'dict') continue;
    for (const [key, entry] of value.entries) {
      const text = constantText(entry.value);
      if (text !== undefined && text.trim() !== '') tags.add(`${key}=${text.trim()}`);
    }
  }
  return [...tags];
}
