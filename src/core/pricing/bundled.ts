/**
 * The prices that ship with Pennylint: a generated snapshot (scripts/build-prices.ts) and a hand-kept overlay with what the
 * snapshot cannot know. Both files are data; this file only turns their compact rows into records.
 */
import overlay from './data/overlay.json' with { type: 'json' };
import snapshot from './data/snapshot.json' with { type: 'json' };
import type { PriceRecord, PriceSource, PriceTier } from './price-record.ts';

/** The overlay and the snapshot, for {@link createPriceBook}. Decodes anew on every call (about a millisecond), so keep the book. */
export function bundledPriceSources(): readonly PriceSource[] {
  return [
    { kind: 'overlay', name: 'Pennylint price overlay', records: overlayRecords(overlay) },
    { kind: 'snapshot', name: `${snapshot.package} ${snapshot.version}`, records: snapshotRecords(snapshot) },
  ];
}

/** Writes by lifetime, in $ per 1M tokens, as in the snapshot file. */
type Writes = Readonly<Record<string, number>> | null;

/** `[in, out, read, writes, context, maxOutput, tiers?]`; a tier is `[promptAbove, in, out, read, writes]`. */
type SnapshotRow =
  | readonly [number, number, number | null, Writes, number | null, number | null]
  | readonly [number, number, number | null, Writes, number | null, number | null, readonly TierRow[]];

type TierRow = readonly [number, number, number, number | null, Writes];

interface Snapshot {
  readonly source: string;
  readonly asOf: string;
  readonly providers: Readonly<Record<string, Readonly<Record<string, SnapshotRow>>>>;
}

type OverlayRow = Omit<PriceRecord, 'id'> & { readonly models: readonly string[] };

function snapshotRecords(file: unknown): readonly PriceRecord[] {
  const { providers, source, asOf } = file as Snapshot;
  return Object.entries(providers).flatMap(([provider, rows]) =>
    Object.entries(rows).map(([id, [input, output, read, writes, context, maxOutput, tiers]]): PriceRecord => ({
      provider,
      id,
      in: input,
      out: output,
      read,
      ...(writes === null ? {} : { writes }),
      context,
      maxOutput,
      ...(tiers === undefined ? {} : { tiers: tiers.map(tierOf) }),
      source,
      asOf,
      confidence: 'third-party',
    })),
  );
}

function tierOf([promptAbove, input, output, read, writes]: TierRow): PriceTier {
  return { promptAbove, in: input, out: output, read, writes };
}

/** One overlay row may speak of several models; each becomes a record of its own. */
function overlayRecords(file: unknown): readonly PriceRecord[] {
  const { rows } = file as { readonly rows: readonly OverlayRow[] };
  return rows.flatMap(({ models, ...row }) => models.map((id): PriceRecord => ({ ...row, id })));
}
