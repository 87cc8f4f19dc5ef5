/** What a request names to steer the cache, beside markers: a key, and a stored cache. */
import type { CallExpr } from '../facts.ts';
import type { Location } from '../ir.ts';
import type { VaryingParameter } from '../ir-caching.ts';
import { enclosingLoop } from './flow.ts';
import type { Request } from './request.ts';
import { locate, optionsOf, volatilityOf, type LinkedFile } from './value.ts';

/** Where APIs and SDKs take the key by which requests find the machine that holds their prefix (OpenAI, Mistral, xAI; read 2026-11-21). */
const KEYS = [
  'prompt_cache_key',
  'promptCacheKey',
  'extra_body.prompt_cache_key',
  'providerOptions.openai.promptCacheKey',
  'model_kwargs.prompt_cache_key',
];

/** A cache key that is another one in every request, so that none finds what another has stored; undefined for one that stays. */
export function scatteringKey(request: Request): VaryingParameter | undefined {
  const key = request.read(KEYS);
  if (key === undefined || volatilityOf(key) !== 'per-request') return undefined;
  const holes = key.kind === 'text' ? key.parts.filter((part) => part.kind === 'hole') : key.kind === 'unknown' ? [key] : [];
  const changes = holes.some(({ source, granularity }) => source === 'random' || (source === 'time' && granularity !== 'day'));
  return changes ? { name: 'prompt_cache_key', at: key.at } : undefined;
}

/** Where a request names a stored cache. */
const STORED = ['config.cached_content', 'config.cachedContent', 'cached_content', 'cachedContent'];

/** The call that creates a stored cache which only one request uses; undefined for one that others may use too. */
export function cacheOfOneRequest(file: LinkedFile, call: CallExpr, request: Request): Location | undefined {
  const { facts, text } = file;
  const named = request.read(STORED);
  for (const value of named === undefined ? [] : optionsOf(named)) {
    if (value.kind !== 'external' || !value.path.includes('.caches.create()')) continue;
    const made = value.calls.at(-1);
    const scope = facts.scopes[call.scope];
    if (made === undefined || made.frame.file !== file || made.call.scope !== call.scope || scope?.kind !== 'function') continue;
    if (enclosingLoop(facts, made.call.block) !== enclosingLoop(facts, call.block)) continue;
    const binding = [...scope.bindings.values()]
      .flat()
      .find(({ value: bound }) => bound !== undefined && bound.start <= made.call.start && made.call.end <= bound.end);
    if (binding === undefined) continue;
    // Whoever else gets it may send more requests with it; deleting and reading its own fields is no request.
    const body = text.slice(scope.start, scope.end);
    const elsewhere = [...body.matchAll(new RegExp(`(?<![\\w$.])${binding.name.replaceAll('$', '\\$')}(?![\\w$])`, 'g'))].filter(
      ({ index }) => {
        const at = scope.start + index;
        const line = body.slice(body.lastIndexOf('\n', index) + 1, !body.includes('\n', index) ? undefined : body.indexOf('\n', index));
        return !(binding.start <= at && at < binding.end) && !(call.start <= at && at < call.end) && !/delete|print|log/.test(line);
      },
    );
    if (elsewhere.length === 0) return locate(file, made.call);
  }
  return undefined;
}
