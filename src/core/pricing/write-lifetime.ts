/**
 * The lifetime that a list means when it has one price for writing to the cache: facts of the providers' caching pages. `any` where a
 * provider has no lifetimes.
 */
export function writeLifetime(platform: string, id: string): string {
  if (platform === 'openai' || platform === 'azure-openai') return '30m';
  if (platform === 'anthropic' || platform === 'minimax') return '5m';
  if (/(?:^|[./~])anthropic[./]|(?:^|\.)amazon\.nova|^~?(?:qwen|alibaba|minimax)\//.test(id)) return '5m';
  if (/(?:^|[./~])openai[./]/.test(id)) return '30m';
  return 'any';
}
