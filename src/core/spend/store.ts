/**
 * The store of a meter as text: a head line with version, length and checksum, then JSON. A text that was cut off, mixed up or made by
 * another version is told from a whole one, so that half a ledger is never taken for a ledger.
 */
import { FIELDS, type Amounts } from './amounts.ts';
import { dayBucket, DIMENSIONS, foldRows, timeBucket, type DayBucket, type TimeBucket } from './ledger.ts';
import type { Meter } from './meter.ts';
import type { Field } from './amounts.ts';
import { profileById } from './profiles/index.ts';

/** Raised when the meaning of the body changes; older stores are then begun anew. */
export const STORE_VERSION = 1;
/** Longest text that is written, in UTF-16 units (the text is ASCII, so also bytes). */
export const MAX_STORE = 5_000_000;

/** The store of a meter. Never longer than {@link MAX_STORE}: the finest and oldest detail goes first, sums of days last. */
export function encodeStore(meter: Meter): string {
  let body = '';
  for (let level = 0; level <= 4; level++) {
    body = ascii(JSON.stringify(stateOf(meter, level)));
    if (body.length < MAX_STORE - 100) break;
  }
  return `pennylint-spend ${STORE_VERSION} ${body.length} ${checksum(body)}\n${body}\n`;
}

/** Takes up a store into a new meter, or says why it cannot be used; then the meter is untouched. Never throws. */
export function decodeStore(
  text: string,
  meter: Meter,
): { readonly state: 'restored' } | { readonly state: 'unusable'; readonly reason: string } {
  const unusable = (reason: string) => ({ state: 'unusable' as const, reason });
  const head = /^pennylint-spend (\d{1,4}) (\d{1,9}) ([0-9a-f]{8})\n/.exec(text.slice(0, 100));
  if (head === null) return unusable('The file is not a store of Pennylint, or its beginning is missing.');
  const [line, version, length, sum] = head;
  if (Number(version) !== STORE_VERSION) return unusable(`The file was written by another version (${version ?? ''}).`);
  const body = text.slice(line.length, line.length + Number(length));
  if (body.length !== Number(length) || checksum(body) !== sum) return unusable('The file is damaged or was cut off.');
  let state: unknown;
  try {
    state = JSON.parse(body);
  } catch (error) {
    return unusable(`The file is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isState(state)) return unusable('The file has another shape than expected.');
  if (state.id !== meter.options.id) return unusable('The file belongs to another source.');
  restore(state, meter);
  return { state: 'restored' };
}

/** Fields by position that are not zero: `[position, value, position, value, …]`. */
type Packed = readonly number[];
type PackedRows = Readonly<Record<string, Packed>>;

interface PackedTime {
  readonly k: number;
  readonly m: PackedRows;
  readonly t?: Packed;
  readonly n?: number;
}

interface PackedDay {
  readonly k: string;
  readonly s: Packed;
  readonly t: Packed;
  readonly n: number;
  readonly by: Readonly<Record<string, PackedRows>>;
}

interface State {
  readonly id: string;
  readonly fields: readonly string[];
  readonly profile: string | null;
  readonly since: number;
  readonly lastReadAt: number;
  readonly refusedAt: number;
  /** Missing in stores of versions before 2026-11-22. */
  readonly readTimes?: readonly number[];
  readonly demo: boolean;
  readonly known: readonly string[];
  readonly names: readonly (readonly [string, string])[];
  readonly told: readonly string[];
  readonly minutes: readonly PackedTime[];
  readonly hours: readonly PackedTime[];
  readonly days: readonly PackedDay[];
  readonly utcDays: readonly PackedDay[];
  readonly gaps: readonly { readonly from: number; readonly to: number; readonly a: Packed }[];
  readonly seen: Readonly<Record<string, readonly string[]>>;
  readonly counters: readonly SavedSet[];
  readonly windows: readonly (readonly [string, number, number, Packed])[];
  readonly closed: { readonly short: number; readonly long: number };
  readonly ids: readonly number[];
  readonly announced: readonly string[];
  readonly memory: Readonly<Record<string, string>>;
}

interface SavedSet {
  readonly at: number;
  readonly start: number | null;
  readonly complete: boolean;
  readonly series: string;
}

const MAX_SAVED_IDS = 20_000;

function stateOf(meter: Meter, level: number): State {
  const { ledger } = meter;
  const names = [24, 12, 8, 4, 0][level] ?? 0;
  return {
    id: meter.options.id,
    fields: FIELDS,
    profile: meter.profile?.id ?? null,
    since: meter.since,
    lastReadAt: meter.lastReadAt,
    refusedAt: meter.refusedAt,
    readTimes: [...meter.readTimes],
    demo: meter.demo,
    known: [...meter.pages.known],
    names: meter.pages.names,
    told: [...meter.told],
    minutes: packTimes(ledger.minutes, level < 3 ? 1440 : 60, 10),
    hours: packTimes(ledger.hours, level < 4 ? 2000 : 168, level < 2 ? 10 : 4),
    days: packDays(ledger.days, names),
    utcDays: packDays(ledger.utcDays, level < 1 ? names : 4),
    gaps: ledger.gaps.map(({ from, to, amounts }) => ({ from, to, a: pack(amounts) })),
    seen: Object.fromEntries([...ledger.seenTasks].map(([key, tasks]) => [key, level < 2 ? [...tasks] : []])),
    counters: [meter.pages.counters, meter.counters].map((set): SavedSet => {
      const { at, processStart, complete, series } = set.save();
      return { at, start: processStart, complete, series: toBase64(new Uint8Array(series.buffer, 0, series.byteLength)) };
    }),
    windows: [...meter.windows].map(([key, { from, to, amounts }]) => [key, from, to, pack(amounts)] as const),
    closed: meter.closed,
    ids: [...meter.ids].slice(-MAX_SAVED_IDS),
    announced: [...meter.announced],
    memory: Object.fromEntries(meter.memory),
  };
}

function packTimes(buckets: ReadonlyMap<number, TimeBucket>, newest: number, keep: number): readonly PackedTime[] {
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .slice(-newest)
    .map(([k, bucket]) => {
      const models = folded(bucket.models, keep);
      return { k, m: packRows(models), ...(bucket.tasks === 0 ? {} : { t: pack(bucket.tasked), n: bucket.tasks }) };
    });
}

function packDays(days: ReadonlyMap<string, DayBucket>, names: number): readonly PackedDay[] {
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, bucket]) => ({
      k,
      s: pack(bucket.total),
      t: pack(bucket.tasked),
      n: bucket.tasks,
      by: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, packRows(folded(bucket.by[dimension], names))])),
    }));
}

/** At most so many rows and the rest; the ledger's own are left as they are. */
function folded(rows: ReadonlyMap<string, Amounts>, keep: number): ReadonlyMap<string, Amounts> {
  if (rows.size <= keep) return rows;
  const copies = new Map([...rows].map(([name, amounts]) => [name, Float64Array.from(amounts)] as const));
  foldRows(copies, keep);
  return copies;
}

function packRows(rows: ReadonlyMap<string, Amounts>): PackedRows {
  // A null prototype: a row may be called `__proto__`.
  const packed: Record<string, Packed> = Object.create(null) as Record<string, Packed>;
  for (const [name, amounts] of rows) packed[name] = pack(amounts);
  return packed;
}

/** Exact: the ledger must not drift from one start to the next. */
function pack(amounts: Amounts): Packed {
  const packed: number[] = [];
  amounts.forEach((value, field) => {
    if (value !== 0) packed.push(field, value);
  });
  return packed;
}

function restore(state: State, meter: Meter): void {
  const { ledger } = meter;
  meter.since = state.since;
  meter.lastReadAt = state.lastReadAt;
  meter.refusedAt = state.refusedAt;
  meter.readTimes.push(...(state.readTimes ?? []));
  meter.pages.demo = state.demo;
  const fields = new Set<string>(FIELDS);
  for (const field of state.known) if (fields.has(field)) meter.pages.known.add(field as Field);
  for (const field of state.told) if (fields.has(field)) meter.told.add(field as Field);
  const amounts = (into: Amounts, packed: Packed | undefined): void => {
    for (let i = 0; packed !== undefined && i + 1 < packed.length; i += 2) {
      const at = FIELDS.indexOf(state.fields[packed[i]!] as Field);
      if (at >= 0 && Number.isFinite(packed[i + 1])) into[at]! += packed[i + 1]!;
    }
  };
  const rows = (into: Map<string, Amounts>, packed: PackedRows | undefined): void => {
    for (const [name, values] of Object.entries(packed ?? {})) {
      const sum = new Float64Array(FIELDS.length);
      amounts(sum, values);
      into.set(name, sum);
    }
  };
  for (const [buckets, saved] of [
    [ledger.minutes, state.minutes],
    [ledger.hours, state.hours],
  ] as const) {
    for (const { k, m, t, n } of saved) {
      const bucket = timeBucket(buckets, k);
      rows(bucket.models, m);
      for (const values of Object.values(m)) amounts(bucket.total, values);
      amounts(bucket.tasked, t);
      bucket.tasks = n ?? 0;
    }
  }
  for (const [days, saved] of [
    [ledger.days, state.days],
    [ledger.utcDays, state.utcDays],
  ] as const) {
    for (const { k, s, t, n, by } of saved) {
      const bucket = dayBucket(days, k);
      amounts(bucket.total, s);
      amounts(bucket.tasked, t);
      bucket.tasks = n;
      for (const dimension of DIMENSIONS) rows(bucket.by[dimension], by[dimension]);
    }
  }
  for (const { from, to, a } of state.gaps) {
    const sum = new Float64Array(FIELDS.length);
    amounts(sum, a);
    ledger.gaps.push({ from, to, amounts: sum });
  }
  for (const [key, tasks] of Object.entries(state.seen)) ledger.restoreSeen(key, tasks);
  const [pages, others] = state.counters;
  // Counters of another profile mean other things.
  const profile = meter.options.profile?.id;
  if (profile === undefined && state.profile !== null) meter.adopted = profileById(state.profile);
  if (pages !== undefined && (profile === undefined || profile === state.profile)) {
    meter.pages.counters.restore(saved(pages));
    if (pages.at > 0) meter.pages.restoreNames(state.names);
  }
  if (others !== undefined) meter.counters.restore(saved(others));
  for (const [key, from, to, packed] of state.windows) {
    const sum = new Float64Array(FIELDS.length);
    amounts(sum, packed);
    meter.windows.set(key, { from, to, amounts: sum });
  }
  meter.restoreClosed(state.closed);
  for (const id of state.ids) meter.ids.add(id);
  for (const key of state.announced) meter.announced.add(key);
  for (const [key, value] of Object.entries(state.memory)) meter.memory.set(key, value);
}

function saved({ at, start, complete, series }: SavedSet) {
  const bytes = fromBase64(series);
  const numbers = new Float64Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 8));
  return { at, processStart: start, complete, series: numbers };
}

/** The checksum has proven that Pennylint wrote the text, so only the outline is looked at. */
function isState(value: unknown): value is State {
  if (typeof value !== 'object' || value === null) return false;
  const state = value as Readonly<Record<string, unknown>>;
  const lists = [
    'fields',
    'known',
    'names',
    'told',
    'minutes',
    'hours',
    'days',
    'utcDays',
    'gaps',
    'counters',
    'windows',
    'ids',
    'announced',
  ];
  const objects = ['seen', 'memory', 'closed'];
  return (
    typeof state.id === 'string' &&
    ['since', 'lastReadAt', 'refusedAt'].every((key) => Number.isFinite(state[key])) &&
    lists.every((key) => Array.isArray(state[key])) &&
    objects.every((key) => typeof state[key] === 'object' && state[key] !== null)
  );
}

/** Text in ASCII, so that its length is its number of bytes. */
function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** CRC-32 (IEEE 802.3) as eight hexadecimal digits. */
function checksum(text: string): string {
  let sum = 0xffffffff;
  for (let i = 0; i < text.length; i++) sum = (sum >>> 8) ^ CRC[(sum ^ text.charCodeAt(i)) & 0xff]!;
  return ((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}

const CRC: Uint32Array = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  const units = new Uint8Array(BASE64_UNITS);
  // Whole groups of three per part, so that only the last one is padded.
  for (let from = 0; from < bytes.length; from += (BASE64_UNITS / 4) * 3) {
    const end = Math.min(bytes.length, from + (BASE64_UNITS / 4) * 3);
    let at = 0;
    for (let i = from; i < end; i += 3) {
      const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
      for (const shift of BASE64_SHIFTS) units[at++] = DIGITS.charCodeAt((word >> shift) & 63);
    }
    parts.push(String.fromCharCode(...units.subarray(0, at)));
  }
  const pad = (3 - (bytes.length % 3)) % 3;
  const text = parts.join('');
  return pad === 0 ? text : text.slice(0, -pad) + '='.repeat(pad);
}

const BASE64_UNITS = 8192;
const BASE64_SHIFTS: readonly number[] = [18, 12, 6, 0];

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const clean = text.replace(/[^A-Za-z0-9+/]/g, '');
  const bytes = new Uint8Array(Math.floor((clean.length * 3) / 4));
  let at = 0;
  for (let i = 0; i < clean.length; i += 4) {
    let word = 0;
    for (let k = 0; k < 4; k++) word = (word << 6) | Math.max(0, DIGITS.indexOf(clean[i + k] ?? 'A'));
    for (let shift = 16; shift >= 0; shift -= 8) if (at < bytes.length) bytes[at++] = (word >> shift) & 0xff;
  }
  return bytes;
}
