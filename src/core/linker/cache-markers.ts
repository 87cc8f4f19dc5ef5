/** Cache markers in the source, in every spelling that SDKs have for them. */
import type { Location } from '../ir.ts';
import type { CacheMarker } from '../ir-caching.ts';
import { constantText, type DictValue, type LinkedFile, type ListItemValue, type ListValue, type Value } from './value.ts';
import { removalOf } from './written.ts';

/** Paths in a block, message or tool at which a marker stands. */
const MARKERS: readonly (readonly string[])[] = [
  ['cache_control'],
  ['cacheControl'],
  ['prompt_cache_breakpoint'],
  ['cachePoint'],
  ...['providerOptions', 'experimental_providerMetadata', 'providerMetadata'].flatMap((options) => [
    [options, 'anthropic', 'cacheControl'],
    [options, 'bedrock', 'cachePoint'],
    [options, 'openai', 'promptCacheBreakpoint'],
    [options, 'openrouter', 'cacheControl'],
  ]),
];

/** True for an item of a list that is nothing but a marker: `{"cachePoint": {"type": "default"}}`. */
export function isMarkerOnly(value: DictValue): boolean {
  return value.entries.size === 1 && value.entries.has('cachePoint');
}

/**
 * The marker that a block, a message or a tool carries; undefined when it carries none.
 *
 * @param item the item of the list, when the whole item is the marker, with that list
 */
export function markerIn(file: LinkedFile, holder: DictValue, item?: ListItemValue, list?: ListValue): CacheMarker | undefined {
  for (const path of MARKERS) {
    const found = entryAt(holder, path);
    if (found === undefined) continue;
    const [key = ''] = path;
    const removal = item !== undefined ? itemRemoval(file, item, list) : found.alone ? removalOf(file, holder, key) : undefined;
    const marker = markerOf(found.value, removal, path.at(-1));
    if (marker !== undefined) return found.sure && item?.certainty !== 'maybe' ? marker : { ...marker, certainty: 'maybe' };
  }
  return undefined;
}

/**
 * A marker by its value; undefined for `null`.
 *
 * @param key the key that it stands under, where that says whose marker it is
 */
export function markerOf(value: Value, removal: Location | undefined, key?: string): CacheMarker | undefined {
  if (value.kind === 'null' || (value.kind === 'boolean' && value.value === false)) return undefined;
  const ttl = value.kind === 'dict' ? value.entries.get('ttl')?.value : undefined;
  const known = value.kind === 'dict' && !value.open;
  const ttlText = ttl === undefined ? (known ? undefined : 'computed') : (constantText(ttl) ?? 'computed');
  const certainty = value.kind === 'choice' ? 'maybe' : 'always';
  return { at: value.at, removal, ttl: ttlText, certainty, ...(key === undefined ? {} : { key }) };
}

interface MarkerEntry {
  readonly value: Value;
  readonly sure: boolean;
  /** True when the first key of the path holds nothing else. */
  readonly alone: boolean;
}

function entryAt(holder: DictValue, path: readonly string[]): MarkerEntry | undefined {
  let at: Value = holder;
  let sure = true;
  let alone = true;
  for (const key of path) {
    if (at.kind !== 'dict') return undefined;
    const entry = at.entries.get(key);
    if (entry === undefined) return undefined;
    sure &&= entry.certainty === 'always';
    alone &&= at === holder || (at.entries.size === 1 && !at.open);
    at = entry.value;
  }
  return { value: at, sure, alone };
}

/** The item with the comma in front of it. */
function itemRemoval(file: LinkedFile, item: ListItemValue, list: ListValue | undefined): Location | undefined {
  const at = item.writtenAt;
  const before = list?.items[list.items.indexOf(item) - 1]?.writtenAt;
  if (at === undefined || before === undefined || at.uri !== file.facts.uri || before.uri !== at.uri || before.end > at.start)
    return undefined;
  return /^\s*,\s*$/.test(file.text.slice(before.end, at.start)) ? { uri: at.uri, start: before.end, end: at.end } : undefined;
}
