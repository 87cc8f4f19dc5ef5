/**
 * Who bills requests that go to a host. Exact hosts and declared suffixes only; an unknown host is an unknown provider.
 * Sources: each vendor's API reference, 2026-11-21.
 */
const hosts: ReadonlyMap<string, string> = new Map([
  ['api.openai.com', 'openai'],
  ['api.anthropic.com', 'anthropic'],
  ['api.deepseek.com', 'deepseek'],
  ['api.x.ai', 'xai'],
  ['openrouter.ai', 'openrouter'],
  ['api.groq.com', 'groq'],
  ['api.together.xyz', 'together'],
  ['api.together.ai', 'together'],
  ['api.fireworks.ai', 'fireworks'],
  ['api.mistral.ai', 'mistral'],
  ['api.moonshot.ai', 'moonshotai'],
  ['api.moonshot.cn', 'moonshotai-cn'],
  ['api.minimax.io', 'minimax'],
  ['api.z.ai', 'zai'],
  ['api.cerebras.ai', 'cerebras'],
  ['api.perplexity.ai', 'perplexity'],
  ['generativelanguage.googleapis.com', 'google'],
  ['aiplatform.googleapis.com', 'vertex'],
  ['api.cohere.com', 'cohere'],
  ['api.cohere.ai', 'cohere'],
  ['ai-gateway.vercel.sh', 'vercel-ai-gateway'],
]);

/** Hosts with a part of the user's own: account, region or resource. */
const hostPatterns: readonly (readonly [pattern: RegExp, provider: string])[] = [
  [/^(?:us|eu)\.api\.openai\.com$/, 'openai'],
  [/^(?:us|eu)(?:-[a-z0-9-]+)?\.api\.x\.ai$/, 'xai'],
  [/\.(openai|services\.ai|cognitiveservices)\.azure\.com$/, 'azure'],
  [/^bedrock-runtime(-fips)?\.[^.]+\.amazonaws\.com$/, 'bedrock'],
  [/^[^.]+-aiplatform\.googleapis\.com$/, 'vertex'],
];

/** A provider, or the reason why there is none. */
export interface HostMatch {
  readonly provider: string | undefined;
  readonly reason: string;
}

/** The provider behind a base URL; unknown hosts, local hosts and broken URLs have none. */
export function providerOfUrl(url: string): HostMatch {
  const host = /^[a-z][a-z+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url.trim())?.[1]?.toLowerCase();
  if (host === undefined) return { provider: undefined, reason: `base URL ${shorten(url)} has no host` };
  const known = hosts.get(host);
  if (known !== undefined) return { provider: known, reason: `base URL on ${host}` };
  const own = hostPatterns.find(([pattern]) => pattern.test(host));
  if (own !== undefined) return { provider: own[1], reason: `base URL on ${host}` };
  if (host === 'localhost' || host === '127.0.0.1' || host.endsWith('.local'))
    return { provider: undefined, reason: `base URL on this machine (${host}): a local model or a gateway` };
  return { provider: undefined, reason: `base URL on ${shorten(host)}, which is in no price list` };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
