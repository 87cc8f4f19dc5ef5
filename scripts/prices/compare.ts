/** Comparisons that tell a person what a new snapshot changes, and where hand-kept rows have become superfluous. */
import type { Row, Rows } from './snapshot-rows.ts';

/** What differs between two snapshots. `steep` changes (more than ×1.5 either way) need a person's consent. */
export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly steep: readonly string[];
}

interface OverlayTier {
  readonly promptAbove: number;
  readonly in: number;
  readonly out: number;
  readonly read?: number | null;
}

/** Above this factor, up or down, a change is more often an error in the data than a new price. */
const STEEP = 1.5;

/** Changes from the committed rows to the new ones, one readable line each. */
export function compareRows(before: Rows, after: Rows): Changes {
  const [added, removed, changed, steep]: [string[], string[], string[], string[]] = [[], [], [], []];
  for (const [name, row] of flat(after)) {
    const old = flat(before).get(name);
    if (old === undefined) {
      added.push(name);
      continue;
    }
    const [from, to] = [prices(old), prices(row)];
    for (const field of new Set([...from.keys(), ...to.keys()])) {
      const [was, is] = [from.get(field), to.get(field)];
      if (was === is) continue;
      const line = `${name} ${field}: ${was === undefined ? 'none' : String(was)} → ${is === undefined ? 'none' : String(is)}`;
      const ratio = was === undefined || is === undefined ? 1 : is / was;
      (ratio > STEEP || ratio < 1 / STEEP ? steep : changed).push(line);
    }
  }
  for (const name of flat(before).keys()) if (!flat(after).has(name)) removed.push(name);
  return { added, removed, changed, steep };
}

/** Names (`platform/id field`) of undated overlay values that the snapshot now says by itself. */
export function superfluousOverlay(overlayRows: unknown, rows: Rows): readonly string[] {
  if (!Array.isArray(overlayRows)) return [];
  const found: string[] = [];
  const known = flat(rows);
  for (const raw of overlayRows) {
    const overlay = new Map<string, unknown>(Object.entries(raw as object));
    if (overlay.has('from') || overlay.has('until') || overlay.has('windows')) continue;
    for (const id of overlay.get('models') as readonly string[]) {
      const name = `${String(overlay.get('provider'))}/${id}`;
      const row = known.get(name);
      if (row === undefined) continue;
      const [input, output, read, writes, context, maxOutput, tiers] = row;
      const same: Readonly<Record<string, unknown>> = { in: input, out: output, read, context, maxOutput };
      for (const [field, value] of Object.entries(same)) {
        if (overlay.has(field) && overlay.get(field) === value) found.push(`${name} ${field}`);
      }
      for (const [ttl, price] of Object.entries(overlay.get('writes') ?? {})) {
        if (writes?.[ttl] === price) found.push(`${name} writes.${ttl}`);
      }
      const own = overlay.get('tiers') as readonly OverlayTier[] | undefined;
      const asRows = own?.map((tier) => [tier.promptAbove, tier.in, tier.out, tier.read ?? null]);
      if (asRows !== undefined && JSON.stringify(asRows) === JSON.stringify(tiers?.map((tier) => tier.slice(0, 4)))) {
        found.push(`${name} tiers`);
      }
    }
  }
  return found;
}

/** Rows by `platform/id`. */
export function flat(rows: Rows): ReadonlyMap<string, Row> {
  return new Map([...rows].flatMap(([platform, models]) => [...models].map(([id, row]) => [`${platform}/${id}`, row] as const)));
}

function prices([input, output, read, writes, , , tiers]: Row): ReadonlyMap<string, number> {
  const list: [string, number | null | undefined][] = [
    ['in', input],
    ['out', output],
    ['read', read],
  ];
  for (const [ttl, price] of Object.entries(writes ?? {})) list.push([`write ${ttl}`, price]);
  for (const [above, tierIn, tierOut, tierRead, tierWrites] of tiers ?? []) {
    list.push([`in above ${String(above)}`, tierIn], [`out above ${String(above)}`, tierOut], [`read above ${String(above)}`, tierRead]);
    for (const [ttl, price] of Object.entries(tierWrites ?? {})) list.push([`write ${ttl} above ${String(above)}`, price]);
  }
  return new Map(list.filter((item): item is [string, number] => typeof item[1] === 'number'));
}
