/** Where SDKs and APIs hold what decides a request's bill beside model and tokens. Data. */
import type { ArgumentNames } from './profile.ts';

/** Lists and texts of tags (LiteLLM: docs.litellm.ai/docs/proxy/cost_tracking, header and body; OpenRouter has none). */
export const TAG_TEXTS: ArgumentNames = [
  'extra_body.metadata.tags',
  'metadata.tags',
  'extra_headers.x-litellm-tags',
  'headers.x-litellm-tags',
  'defaultHeaders.x-litellm-tags',
];

/** Mappings whose constants gateways list as `key=value` (LiteLLM custom labels `metadata_*`, Portkey `x-portkey-metadata`). */
export const TAGS: ArgumentNames = ['metadata', 'extra_body.metadata'];

/** Residency of one request (Anthropic: `inference_geo`, platform.claude.com, data residency, 2026). */
export const REGIONS: ArgumentNames = [
  'inference_geo',
  'inferenceGeo',
  'extra_body.inference_geo',
  'providerOptions.anthropic.inferenceGeo',
];

/** Lifetime of all entries that a request writes (OpenAI: `prompt_cache_options.ttl`, SDK 7.57.0). */
export const CACHE_TTL: ArgumentNames = [
  'prompt_cache_options.ttl',
  'extra_body.prompt_cache_options.ttl',
  'providerOptions.openai.promptCacheOptions.ttl',
];

/** Whether tools must be used (OpenAI, Anthropic, AI SDK). */
export const TOOL_CHOICE: ArgumentNames = ['tool_choice', 'toolChoice'];

/** Thinking of Claude. */
export const THINKING: ArgumentNames = ['thinking', 'providerOptions.anthropic.thinking'];

/** An explicit cache (Gemini: `cachedContents`, ai.google.dev/gemini-api/docs/caching, 2026-10-23). */
export const CACHED_CONTENT: ArgumentNames = [
  'config.cached_content',
  'config.cachedContent',
  'cached_content',
  'cachedContent',
  'providerOptions.google.cachedContent',
];

/** Hosts by which providers sell residency: OpenAI (`us.api.openai.com`, `eu.api.openai.com`), xAI (`us-east-1.api.x.ai`). */
const HOSTS: Readonly<Record<string, RegExp>> = {
  openai: /^(us|eu)\.api\.openai\.com$/,
  xai: /^(us|eu)(?:-[a-z0-9-]+)?\.api\.x\.ai$/,
};

/** The region that an address stands for, as the price book spells it; undefined for a global one. */
export function regionOfUrl(provider: string, url: string): string | undefined {
  const host = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url.trim())?.[1]?.toLowerCase();
  return host === undefined || !Object.hasOwn(HOSTS, provider) ? undefined : HOSTS[provider]?.exec(host)?.[1];
}
