/**
 * A vocabulary of byte strings and their ranks, packed into bytes so that it can be looked up where it stands: reading it makes no object per
 * entry and hashes nothing.
 *
 * `PLR2`, the number of entries and of buckets (4 bytes each, little endian), the size of each bucket (1 byte), then for each entry in the order
 * of the buckets its length (1 byte) and its rank (3 bytes, little endian), then the bytes of the entries in the same order. An entry stands in
 * the bucket that its hash names.
 */

/** Ranks of byte strings. */
export interface ByteRanks {
  /** Rank of `bytes[start, end)`, 0 for the first entry; 2^31 − 1 if it is not in the vocabulary. */
  rankOf(bytes: Uint8Array, start: number, end: number): number;
}

/** Packs entries, in the order of their ranks. Throws for an empty entry, for one of more than 255 bytes and for more than 2^24 entries. */
export function packRanks(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > 0xffffff) throw new RangeError(`${entries.length} entries are too many to be packed.`);
  const buckets = 2 ** Math.max(1, Math.ceil(Math.log2(entries.length / 2 + 1)));
  const inBuckets: number[][] = Array.from({ length: buckets }, () => []);
  entries.forEach((entry, rank) => {
    if (entry.length === 0 || entry.length > 255) throw new RangeError(`Entry ${rank} has ${entry.length} bytes; 1 to 255 can be packed.`);
    inBuckets[hashOf(entry, 0, entry.length) & (buckets - 1)]?.push(rank);
  });
  const order = inBuckets.flat();
  const lengths = HEAD + buckets;
  const ranks = lengths + order.length;
  const texts = ranks + 3 * order.length;
  const packed = new Uint8Array(texts + entries.reduce((sum, { length }) => sum + length, 0));
  packed.set(MAGIC);
  const view = new DataView(packed.buffer);
  view.setUint32(MAGIC.length, entries.length, true);
  view.setUint32(MAGIC.length + 4, buckets, true);
  inBuckets.forEach(({ length }, bucket) => {
    if (length > 255) throw new RangeError('Too many entries have the same hash.');
    packed[HEAD + bucket] = length;
  });
  let to = texts;
  order.forEach((rank, at) => {
    const entry = entries[rank] ?? new Uint8Array();
    packed[lengths + at] = entry.length;
    packed.set([rank & 0xff, (rank >> 8) & 0xff, rank >> 16], ranks + 3 * at);
    packed.set(entry, to);
    to += entry.length;
  });
  return packed;
}

/** The ranks in `packed`, as `packRanks` wrote it; keeps it and adds 2 MB for a vocabulary of 200,000. Throws for bytes that it did not write. */
export function createByteRanks(packed: Uint8Array): ByteRanks {
  const { entries, buckets } = headOf(packed);
  const lengths = HEAD + buckets;
  const ranks = lengths + entries;
  // Where the bytes of each entry start, and which entry is the first of each bucket.
  const starts = new Int32Array(entries);
  let end = ranks + 3 * entries;
  for (let at = 0; at < entries; at++) {
    starts[at] = end;
    end += packed[lengths + at] ?? 0;
  }
  const firsts = new Int32Array(buckets + 1);
  let sum = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    firsts[bucket] = sum;
    sum += packed[HEAD + bucket] ?? 0;
  }
  firsts[buckets] = sum;
  if (end !== packed.length || sum !== entries) throw new RangeError('This vocabulary is cut off or damaged.');

  const rankOf = (bytes: Uint8Array, start: number, stop: number): number => {
    const length = stop - start;
    const bucket = hashOf(bytes, start, stop) & (buckets - 1);
    const last = firsts[bucket + 1] ?? 0;
    for (let at = firsts[bucket] ?? 0; at < last; at++) {
      if (packed[lengths + at] !== length) continue;
      const from = starts[at] ?? 0;
      let same = 0;
      while (same < length && packed[from + same] === bytes[start + same]) same++;
      if (same < length) continue;
      const rank = ranks + 3 * at;
      return (packed[rank] ?? 0) | ((packed[rank + 1] ?? 0) << 8) | ((packed[rank + 2] ?? 0) << 16);
    }
    return ABSENT;
  };
  return { rankOf };
}

const ABSENT = 0x7fffffff;
/** `PLR2`. */
const MAGIC = [0x50, 0x4c, 0x52, 0x32];
const HEAD = MAGIC.length + 8;

function headOf(packed: Uint8Array): { readonly entries: number; readonly buckets: number } {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const known = packed.length >= HEAD && MAGIC.every((byte, at) => packed[at] === byte);
  const [entries, buckets] = known ? [view.getUint32(MAGIC.length, true), view.getUint32(MAGIC.length + 4, true)] : [0, 0];
  if (buckets === 0 || (buckets & (buckets - 1)) !== 0 || HEAD + buckets + 4 * entries > packed.length)
    throw new RangeError('These bytes are no packed vocabulary.');
  return { entries, buckets };
}

/** FNV-1a over some bytes, with its upper half folded in, because only the lower bits are used. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
