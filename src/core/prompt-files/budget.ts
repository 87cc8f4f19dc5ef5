/** What the prompt files of a workspace add to every turn of a coding agent. Pure. */
import { add, type CallCost, type TokenRange } from '../cost/call-cost.ts';
import type { Location, PromptCall, Segment } from '../ir.ts';
import type { PromptFile } from '../ir-files.ts';
import { ageWords } from '../features/price-age.ts';
import type { PricedLookup } from '../pricing/index.ts';
import type { AgentClient, ClientLoad } from './clients.ts';
import { promptFormat } from './formats.ts';
import { asShown, whyNotLoaded } from './skills.ts';

/** A prompt of a workspace with its path there. */
export interface PlacedPrompt {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  readonly call: PromptCall;
}

/** What a client does with one prompt. `always`: on every turn; `joins`: later, and stays; `left-out`: it does not load it. */
export interface ContextEntry {
  readonly path: string;
  readonly at: Location;
  /** What kind of file it is, as people call it. */
  readonly title: string;
  readonly piece: PromptFile['piece'];
  readonly state: 'always' | 'joins' | 'left-out';
  /** When it joins or why it is left out; undefined for `always`. */
  readonly reason: string | undefined;
  /** What is sent, files that are loaded with it included; without what is cut. */
  readonly tokens: TokenRange;
  /** Files that are loaded with it. */
  readonly imports: number;
  /** What is wrong with the file, where a client may take it for something else. */
  readonly problem: string | undefined;
  /** What a limit of the client cuts off. */
  readonly cut: { readonly tokens: TokenRange; readonly reason: string } | undefined;
}

/** Text of some length that stands in more than one of the files that are sent on every turn. */
export interface RepeatedText {
  readonly first: Location;
  readonly again: Location;
  /** What the second time costs. */
  readonly tokens: TokenRange;
}

/** Finds text that is sent twice among some segments; places are in the source. */
export type FindRepeats = (segments: readonly Segment[]) => readonly (Pick<RepeatedText, 'first' | 'again'> & { readonly text: string })[];

/** Micro-dollars of what is sent on every turn. A turn is one request. */
export interface ContextCost {
  readonly firstTurn: number;
  /** A turn that reads it from the cache; undefined where nothing is known about the model's cache. */
  readonly cachedTurn: number | undefined;
  /** 100 turns, each with a cold cache. */
  readonly cold100: number;
  /** 100 turns of one session; undefined where nothing is known about the model's cache. */
  readonly cached100: number | undefined;
}

/** The context budget of one client. */
export interface ContextBudget {
  readonly client: AgentClient;
  readonly entries: readonly ContextEntry[];
  /** Sum of the entries that are `always`. */
  readonly always: TokenRange;
  /** What of it is said twice in different files, the longest first. */
  readonly repeated: readonly RepeatedText[];
  readonly model: { readonly id: string; readonly from: string | undefined } | undefined;
  /** Source of the price and its day, in words; undefined without a price. */
  readonly priceFrom: string | undefined;
  /** Undefined when the model or its price is not known. */
  readonly cost: ContextCost | undefined;
}

/**
 * The budget of one client for a session that begins in the workspace's own folder.
 *
 * @param costOf the cost of a call as it stands; the calls have their models filled in
 * @param repeatsIn finds what is sent twice
 */
export function contextBudget(
  client: AgentClient,
  prompts: readonly PlacedPrompt[],
  costOf: (call: PromptCall) => CallCost,
  repeatsIn: FindRepeats,
): ContextBudget {
  const chosen = client.loads.flatMap((load) => asShown(client.skills, ofLoad(load, prompts)));
  const seen: Seen = { texts: new Map(), files: new Map() };
  const bytes = new Map<string, number>();
  const entries: ContextEntry[] = [];
  const sent: PlacedPrompt[] = [];
  // Folders above come first: what they use up of a limit is gone for those below.
  for (const prompt of chosen) {
    const state = stateOf(client, prompt, prompts);
    const { path, call } = prompt;
    const { file } = call;
    if (state === undefined || file === undefined) continue;
    const { kept, lost, reason } = limited(client, prompt, bytes);
    const always = state.state === 'always';
    const isBody = file.piece === 'body';
    const known = isBody && state.state !== 'left-out' ? kept.map((segment) => earlier(segment, always, seen)) : [];
    const fresh = kept.filter((_, index) => known[index] === undefined);
    const repeated = fresh.length === 0 ? known[0] : undefined;
    const segments = repeated === undefined ? fresh : kept;
    if (always && isBody) remember(fresh, path, seen);
    entries.push({
      path,
      at: call.calleeAt,
      title: promptFormat(file.format)?.title ?? file.format,
      piece: file.piece,
      state: repeated === undefined ? state.state : 'left-out',
      reason: repeated === undefined ? state.reason : `the same text is loaded from ${repeated}`,
      tokens: costOf({ ...call, segments }).input,
      imports: file.includes.filter((include) => include.state === 'loaded').length,
      problem: file.problem,
      cut: reason === undefined ? undefined : { tokens: costOf({ ...call, segments: lost }).input, reason },
    });
    if (state.state === 'always' && repeated === undefined) sent.push({ path, call: { ...call, segments } });
  }
  return { client, entries, repeated: repeatedIn(sent, costOf, repeatsIn), ...together(sent, costOf) };
}

/** Repeats that are told; nobody reads a longer list. */
const MAX_REPEATS = 20;

function repeatedIn(sent: readonly PlacedPrompt[], costOf: (call: PromptCall) => CallCost, repeatsIn: FindRepeats): RepeatedText[] {
  const call = sent[0]?.call;
  if (call === undefined) return [];
  const found = repeatsIn(sent.flatMap((one) => one.call.segments)).filter(({ first, again }) => first.uri !== again.uri);
  return [...found]
    .sort((a, b) => b.text.length - a.text.length)
    .slice(0, MAX_REPEATS)
    .map(({ first, again, text }) => {
      const part = { kind: 'text', text, at: again, map: [0, again.start], certainty: 'always' } as const;
      const segment: Segment = { role: 'system', parts: [part], certainty: 'always', continues: false, breakpoint: undefined };
      return { first, again, tokens: costOf({ ...call, segments: [segment] }).input };
    });
}

const nothing: TokenRange = { low: 0, tokens: 0, high: 0, basis: 'exact' };

/** All that is sent on every turn as one prompt of the model that its files name. */
function together(
  sent: readonly PlacedPrompt[],
  costOf: (call: PromptCall) => CallCost,
): Omit<ContextBudget, 'client' | 'entries' | 'repeated'> {
  const first = sent.find(({ call }) => call.model.state !== 'missing' && call.model.candidates.length > 0) ?? sent[0];
  if (first === undefined) return { always: nothing, model: undefined, priceFrom: undefined, cost: undefined };
  const { models, input } = costOf({ ...first.call, segments: sent.flatMap(({ call }) => call.segments) });
  const [model] = models;
  const declared = first.call.model.state === 'computed' ? first.call.model.declared?.from : undefined;
  const cold = model?.cold?.mid;
  const warm = model?.warm?.mid;
  return {
    always: sent.length === 0 ? nothing : add(nothing, input),
    model:
      model === undefined ? undefined : { id: model.model, from: declared === undefined ? undefined : `${declared}, for ${first.path}` },
    priceFrom: model?.lookup.state === 'priced' ? priceSource(model.lookup) : undefined,
    cost:
      cold === undefined
        ? undefined
        : { firstTurn: cold, cachedTurn: warm, cold100: cold * 100, cached100: warm === undefined ? undefined : cold + warm * 99 },
  };
}

/** A declared price holds because somebody wrote it down; any other has a day. */
function priceSource(lookup: PricedLookup): string {
  const { source, asOf } = lookup;
  return source.kind === 'workspace' ? source.source : `${source.name}, ${asOf}${ageWords(lookup)}`;
}

function ofLoad(load: ClientLoad, prompts: readonly PlacedPrompt[]): PlacedPrompt[] {
  const own = prompts.filter(({ path, call }) => call.file?.format === load.format && load.only?.test(path) !== false);
  const depth = ({ call }: PlacedPrompt): number => (call.file?.folder ?? '').split('/').length + (call.file?.folder === '' ? -1 : 0);
  return own.sort((a, b) => depth(a) - depth(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.call.at.start - b.call.at.start));
}

type State = Pick<ContextEntry, 'state' | 'reason'>;

/** What the client does with a prompt; undefined for files that are there for somebody to install. */
function stateOf(client: AgentClient, { path, call }: PlacedPrompt, all: readonly PlacedPrompt[]): State | undefined {
  const { file } = call;
  if (file?.sent === 'never') return { state: 'left-out', reason: file.note };
  if (file?.folder === undefined) return undefined;
  const { folder, format, sent, condition, note } = file;
  const load = client.loads.find((one) => one.format === format && one.only?.test(path) !== false);
  const inFolder = (wanted: string, where: string): PlacedPrompt | undefined =>
    all.find((other) => other.call.file?.format === wanted && other.call.file.folder === where);
  const instead = load?.unless?.map((wanted) => inFolder(wanted, '')).find((found) => found !== undefined);
  if (instead !== undefined) return { state: 'left-out', reason: `not read where there is ${instead.path}` };
  const rivals = load?.oneOf === undefined ? [] : client.loads.filter((one) => one.oneOf === load.oneOf).map((one) => one.format);
  const better = rivals
    .slice(0, rivals.indexOf(format))
    .map((wanted) => inFolder(wanted, folder))
    .find((found) => found !== undefined);
  if (better !== undefined) return { state: 'left-out', reason: `not read where there is ${better.path}` };
  const skipped = client.skills === undefined || file.skill === undefined ? undefined : whyNotLoaded(client.skills, file.skill);
  if (skipped !== undefined) return { state: 'left-out', reason: skipped };
  if (sent === 'on-path')
    return { state: 'joins', reason: condition === undefined ? 'when files beside it are read' : `when files match ${condition}` };
  if (sent !== 'every-turn') return { state: 'joins', reason: note === undefined ? 'when used' : `when used, ${note}` };
  return folder === '' ? { state: 'always', reason: undefined } : { state: 'joins', reason: client.nested.replace('{folder}', folder) };
}

/** What is sent already: texts by themselves and files by their URIs, each with the path that brought it. */
interface Seen {
  readonly texts: Map<string, string>;
  readonly files: Map<string, string>;
}

/** The path that has brought a segment before; undefined for one that is new. Copies count once among what is sent on every turn. */
function earlier(segment: Segment, always: boolean, seen: Seen): string | undefined {
  const [part] = segment.parts;
  const text = textOf([segment]).trim();
  if (part === undefined || text === '') return undefined;
  return seen.files.get(part.at.uri) ?? (always ? seen.texts.get(text) : undefined);
}

function remember(segments: readonly Segment[], path: string, seen: Seen): void {
  for (const segment of segments) {
    const [part] = segment.parts;
    if (part === undefined) continue;
    seen.texts.set(textOf([segment]).trim(), path);
    seen.files.set(part.at.uri, path);
  }
}

function textOf(segments: readonly Segment[]): string {
  return segments
    .flatMap((segment) => segment.parts)
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'hole' ? part.expression : ''))
    .join('');
}

interface Limited {
  readonly kept: readonly Segment[];
  readonly lost: readonly Segment[];
  /** Undefined when nothing is cut. */
  readonly reason: string | undefined;
}

/** What the client's limits leave of a prompt. `bytes` are those that each folder's files have used of the limit of the chain. */
function limited({ limits }: AgentClient, { call }: PlacedPrompt, bytes: Map<string, number>): Limited {
  const { file, segments } = call;
  const whole: Limited = { kept: segments, lost: [], reason: undefined };
  if (file === undefined) return whole;
  const { chain, description, file: size } = limits;
  if (size?.formats.includes(file.format) === true && file.piece === 'body' && utf8Length(textOf(segments)) > size.bytes)
    return { kept: [], lost: segments, reason: `files over ${size.bytes.toLocaleString('en-US')} bytes are skipped (${size.source})` };
  if (description?.formats.includes(file.format) === true && file.piece === 'listing') {
    // The name does not count.
    const parts = segments[0]?.parts ?? [];
    const most =
      description.units +
      (parts[1]?.kind === 'text' && parts[1].text === ': ' ? textOf([{ ...segments[0]!, parts: parts.slice(0, 2) }]).length : 0);
    if (textOf(segments).length <= most) return whole;
    const reason = `a description is cut at ${description.units.toLocaleString('en-US')} characters (${description.source})`;
    return { ...split(segments, most), reason };
  }
  if (chain?.formats.includes(file.format) !== true || file.piece !== 'body' || file.folder === undefined) return whole;
  const { folder } = file;
  const above = [...bytes].filter(([other]) => other !== folder && (other === '' || folder.startsWith(`${other}/`)));
  const left = Math.max(0, chain.bytes - above.reduce((sum, [, used]) => sum + used, 0));
  const text = textOf(segments);
  const own = utf8Length(text);
  bytes.set(folder, Math.min(own, left));
  if (own <= left) return whole;
  const reason = `together with the folders above, text beyond ${chain.bytes.toLocaleString('en-US')} bytes is not loaded (${chain.source})`;
  return { ...split(segments, unitsWithin(text, left)), reason };
}

/** Cuts segments of plain text behind so many UTF-16 units. */
function split(segments: readonly Segment[], units: number): Pick<Limited, 'kept' | 'lost'> {
  const kept: Segment[] = [];
  const lost: Segment[] = [];
  let left = units;
  for (const segment of segments) {
    const before: Segment['parts'][number][] = [];
    const behind: Segment['parts'][number][] = [];
    for (const part of segment.parts) {
      if (part.kind !== 'text') (left > 0 ? before : behind).push(part);
      else {
        if (left > 0) before.push({ ...part, text: part.text.slice(0, left) });
        if (part.text.length > left) behind.push({ ...part, text: part.text.slice(left) });
        left = Math.max(0, left - part.text.length);
      }
    }
    if (before.length > 0) kept.push({ ...segment, parts: before });
    if (behind.length > 0) lost.push({ ...segment, parts: behind });
  }
  return { kept, lost };
}

/** Bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  return utf8Until(text, Infinity).bytes;
}

/** UTF-16 units of a text that fit into so many bytes of UTF-8. */
function unitsWithin(text: string, limit: number): number {
  return utf8Until(text, limit).units;
}

function utf8Until(text: string, limit: number): { readonly bytes: number; readonly units: number } {
  let bytes = 0;
  let units = 0;
  while (units < text.length) {
    const point = text.codePointAt(units) ?? 0;
    const more = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (bytes + more > limit) break;
    bytes += more;
    units += point > 0xffff ? 2 : 1;
  }
  return { bytes, units };
}
