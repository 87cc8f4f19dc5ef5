/** Moves the facts of a stretch of source to where it stands after an edit. */
import type { Block, Scope } from '../facts.ts';
import type { Extent, FactsBuilder } from './facts-builder.ts';

/** How far facts move: offsets in UTF-16 units, the others in places of their lists. */
export interface Shift {
  readonly offset: number;
  readonly scope: number;
  readonly block: number;
  readonly group: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** All objects of some facts that hold an offset or a number of a scope or block, each once, by what they hold. */
export interface MovableParts {
  readonly spans: { start: number; end: number }[];
  readonly maps: { map: readonly number[] }[];
  /** Numbers of the module itself never move, so only others are here. */
  readonly inScopes: { scope: number }[];
  readonly inBlocks: { block: number }[];
  readonly defining: { defines: number }[];
  readonly scopes: Writable<Scope>[];
  readonly blocks: Writable<Block>[];
}

/** What has to be moved of everything that a builder has collected between two extents. */
export function movableParts(out: FactsBuilder, from: Extent, to: Extent): MovableParts {
  const scopes = out.scopes.slice(from.scopes, to.scopes);
  const blocks = out.blocks.slice(from.blocks, to.blocks);
  const result: MovableParts = { spans: [], maps: [], inScopes: [], inBlocks: [], defining: [], scopes, blocks };
  const seen = new Set<object>();
  const waiting: object[] = [scopes, blocks, ...out.listsBetween(from, to)];
  const visit = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) waiting.push(value);
  };
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (Array.isArray(part)) part.forEach(visit);
    else if (part instanceof Map) part.forEach(visit);
    else if (!seen.has(part)) {
      seen.add(part);
      sort(part, result);
      for (const key in part) if (key !== 'map') visit((part as Readonly<Record<string, unknown>>)[key]);
    }
  }
  return result;
}

function sort(part: object, { spans, maps, inScopes, inBlocks, defining }: MovableParts): void {
  const has = part as Partial<{ start: number; scope: number; block: number; parent: number; defines: number; map: readonly number[] }>;
  if (has.start !== undefined) spans.push(part as { start: number; end: number });
  if (has.map !== undefined) maps.push(part as { map: readonly number[] });
  if (has.defines !== undefined) defining.push(part as { defines: number });
  // Scopes and blocks are lists of their own.
  if (has.parent !== undefined) return;
  if (has.scope !== undefined && has.scope > 0) inScopes.push(part as { scope: number });
  if (has.block !== undefined && has.block > 0) inBlocks.push(part as { block: number });
}

/** Moves facts in place. Maps of texts are replaced, because calls that were rebuilt before hold them. */
export function moveParts(parts: MovableParts, { offset, scope, block, group }: Shift): void {
  if (offset !== 0) {
    for (const span of parts.spans) {
      span.start += offset;
      span.end += offset;
    }
    for (const text of parts.maps) text.map = text.map.map((place, i) => (i % 2 === 0 ? place : place + offset));
  }
  if (scope !== 0) {
    for (const part of parts.inScopes) part.scope += scope;
    for (const part of parts.defining) part.defines += scope;
  }
  if (block !== 0) for (const part of parts.inBlocks) part.block += block;
  for (const one of parts.scopes) {
    one.id += scope;
    if (one.parent > 0) one.parent += scope;
    if (one.block > 0) one.block += block;
  }
  for (const one of parts.blocks) {
    if (one.parent > 0) one.parent += block;
    if (one.scope > 0) one.scope += scope;
    one.group += group;
  }
}
