import type { Branch, Certainty, HolePart, Location, MediaPart, Part, Readable, Role, Segment } from '../ir.ts';
import { alternativeForms, asPerhaps, sharedSegments } from './alternative-blocks.ts';
import { isMarkerOnly, markerIn } from './cache-markers.ts';
import type { BlockPlace, CacheMarker } from '../ir-caching.ts';
import { callsBeside, exchangeIn, type Exchange } from './exchanges.ts';
import { toJson } from './json.ts';
import { inBranches, withCertainty } from './text.ts';
import { entryPlace } from './written.ts';
import {
  choice,
  constantText,
  locate,
  optionsOf,
  partsOf,
  type ChoiceValue,
  type DictValue,
  type LinkedFile,
  type ListItemValue,
  type Value,
} from './value.ts';

/** Messages as far as they can be read. */
export interface ReadMessages {
  readonly segments: readonly Segment[];
  /** True when turns are sent that the source does not show. */
  readonly history: boolean;
}

const roles: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['human', 'user'],
  ['assistant', 'assistant'],
  ['ai', 'assistant'],
  ['model', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** Reads a message list, or a text that stands for one user message. */
export function readMessages(value: Value | undefined, file: LinkedFile, mayBeText: boolean): ReadMessages {
  if (value === undefined || value.kind === 'null') return { segments: [], history: false };
  if (value.kind === 'choice') {
    const options = value.options.filter((option) => option.kind !== 'null' && constantText(option) !== '');
    if (options.some(({ kind }) => kind === 'list' || kind === 'text')) return readAlternatives(options, file, mayBeText);
  }
  if (value.kind === 'text') return { segments: [segment('user', value.parts)], history: false };
  if (value.kind !== 'list') {
    const parts = partsOf(value, file);
    if (mayBeText) return { segments: parts.length === 0 ? [] : [segment('user', parts)], history: false };
    return { segments: parts.length === 0 ? [] : [segment('other', parts, 'repeated')], history: true };
  }
  const segments = value.items.flatMap((item) => readMessage(item, file).map((one) => withBranches(one, item.branches)));
  const isMessage = ({ value }: ListItemValue): boolean =>
    value.kind === 'dict' || value.kind === 'text' || isOptional(value) || (builtMessage(value) ?? pairOf(value)) !== undefined;
  const unseen = value.items.some((item) => item.spread || item.certainty === 'repeated' || !isMessage(item));
  return { segments, history: unseen || value.growing };
}

/** A message that may be there: `wanted && { role: 'system', content: rules }`. */
function isOptional(value: Value): boolean {
  if (value.kind !== 'choice') return false;
  return value.options.some(({ kind }) => kind === 'dict') && value.options.every(({ kind }) => kind === 'dict' || kind === 'null');
}

function readMessage(item: ListItemValue, file: LinkedFile): Segment[] {
  const certainty: Certainty = item.spread ? 'repeated' : item.certainty;
  const { value } = item;
  if (value.kind === 'dict' && !item.spread) {
    const own = value.entries.has('role') ? undefined : exchangeIn(value);
    if (own !== undefined) return [exchangeSegment(own.kind === 'call' ? 'assistant' : 'tool', own, certainty, file)];
    const roleValue = (value.entries.get('role') ?? value.entries.get('type'))?.value;
    const role = roleValue === undefined ? 'other' : roleOf(roleValue);
    const key = ['content', 'parts', 'text'].find((name) => value.entries.has(name));
    const content = key === undefined ? undefined : value.entries.get(key)?.value;
    const calls = callsBeside((name) => value.entries.get(name)?.value);
    if (key === undefined || content === undefined)
      return calls.length === 0 ? [segment(role, partsOf(value, file), certainty)] : withCalls([], calls, certainty, file);
    const marker = markerIn(file, value);
    const place = key === 'content' && item.converted !== true ? entryPlace(file, value, key, 'content', item.writtenAt) : undefined;
    const read = readContent(role, content, certainty, file, { marker, place });
    const name = value.entries.get('name')?.value;
    return role === 'tool' ? asResult(read, name === undefined ? undefined : constantText(name)) : withCalls(read, calls, certainty, file);
  }
  const built = builtMessage(value) ?? (item.spread ? undefined : pairOf(value));
  if (built !== undefined) {
    const { given } = built;
    const content = readContent(built.role, built.content, certainty, file, { place: builtPlace(value, file) });
    if (built.role === 'tool') return asResult(content, undefined);
    const isLangChain = value.kind === 'external' && /^(npm:@?langchain|langchain)/.test(value.path);
    const read = isLangChain ? withLostMarker(content, given, file) : content;
    return given === undefined
      ? read
      : withCalls(
          read,
          callsBeside((name) => given.get(name)),
          certainty,
          file,
        );
  }
  if (value.kind === 'choice') {
    const isPlain = value.options.every((option) => option.kind === 'dict');
    const shared = isPlain ? sharedSegments(value.options.map((option) => readMessage({ ...item, value: option }, file))) : undefined;
    if (shared !== undefined) return shared;
    const dict = value.options.find((option) => option.kind === 'dict');
    if (dict !== undefined) return readMessage({ ...item, value: dict, certainty: certainty === 'always' ? 'maybe' : certainty }, file);
  }
  return [segment('other', partsOf(value, file), certainty)];
}

/** Lists or texts of which one is sent: what begins and ends them alike is always sent, of the rest the longest stands for the others. */
function readAlternatives(options: readonly Value[], file: LinkedFile, mayBeText: boolean): ReadMessages {
  const lists = options.filter(({ kind }) => kind === 'list' || kind === 'text').map((option) => readMessages(option, file, mayBeText));
  const rest = options.find(({ kind }) => kind !== 'list' && kind !== 'text');
  const merged = alternativeForms(lists.map(({ segments }) => segments));
  return {
    segments: rest === undefined ? merged : [...merged.map(asPerhaps), segment(mayBeText ? 'user' : 'other', partsOf(rest, file), 'maybe')],
    history: (rest !== undefined && !mayBeText) || lists.some(({ history }) => history),
  };
}

/** The role that a text names, or each of several texts: `reasoning ? "developer" : "system"`. */
function roleOf(value: Value): Role {
  const named = optionsOf(value).map((option): Role => roles.get(constantText(option) ?? '') ?? 'other');
  return named.every((role) => role === named[0]) ? (named[0] ?? 'other') : 'other';
}

/** Classes of message objects by their last name, as LangChain, LlamaIndex, Mistral and others call them. */
const messageClasses: ReadonlyMap<string, Role> = new Map([
  ['SystemMessage', 'system'],
  ['HumanMessage', 'user'],
  // @langchain before 0.1
  ['HumanChatMessage', 'user'],
  ['SystemChatMessage', 'system'],
  ['AIChatMessage', 'assistant'],
  ['UserMessage', 'user'],
  ['AIMessage', 'assistant'],
  ['AssistantMessage', 'assistant'],
  ['ToolMessage', 'tool'],
]);

/** A message that is an object (`SystemMessage("…")`) or a pair (`("system", "…")`). */
function builtMessage(
  value: Value,
): { readonly role: Role; readonly content: Value; readonly given?: ReadonlyMap<string, Value> } | undefined {
  if (value.kind === 'list' && value.form === 'tuple') return pairOf(value);
  if (value.kind !== 'external') return undefined;
  const role = messageClasses.get(/([A-Za-z]+)\(\)$/.exec(value.path)?.[1] ?? '');
  const call = value.calls[value.calls.length - 1];
  if (role === undefined || call?.arguments === undefined) return undefined;
  const content = call.arguments.get('content') ?? call.arguments.get('0');
  return content === undefined ? undefined : { role, content, given: call.arguments };
}

/** A message that is a role with its content: `("system", "…")`, and `["system", "…"]` where lists are written for pairs. */
function pairOf(value: Value): { readonly role: Role; readonly content: Value; readonly given?: undefined } | undefined {
  if (value.kind !== 'list' || value.form === 'set' || value.items.length !== 2 || value.growing) return undefined;
  if (value.items.some(({ spread, certainty }) => spread || certainty === 'repeated')) return undefined;
  const [first, second] = value.items.map((item) => item.value);
  const role = first === undefined ? undefined : roles.get(constantText(first) ?? '');
  return role === undefined || second === undefined ? undefined : { role, content: second };
}

/**
 * Segments of a message of LangChain, whose `additional_kwargs` its package for Anthropic does not hand on: a marker in them is not sent (reviews of
 * rocketride-server#806, read 2026-11-22). Its package for Vertex AI does.
 */
function withLostMarker(read: readonly Segment[], given: ReadonlyMap<string, Value> | undefined, file: LinkedFile): Segment[] {
  const further = given?.get('additional_kwargs');
  const lostMarker = further?.kind === 'dict' ? markerIn(file, further) : undefined;
  return lostMarker === undefined ? [...read] : read.map((one, index) => (index === read.length - 1 ? { ...one, lostMarker } : one));
}

/** Calls of tools behind what a message says; an empty text beside them is not sent. */
function withCalls(said: readonly Segment[], calls: readonly Exchange[], certainty: Certainty, file: LinkedFile): Segment[] {
  if (calls.length === 0) return [...said];
  const text = said.filter(({ parts }) => parts.some((part) => part.kind !== 'text' || part.text !== ''));
  const segments = calls.map((call, index) =>
    exchangeSegment('assistant', call, certainty, file, text.length + index > 0, index === 0 ? calls.length : undefined),
  );
  return [...text, ...segments];
}

/** The content of a message that holds the result of a tool. */
function asResult(segments: readonly Segment[], name: string | undefined): Segment[] {
  return segments.map((one, index) => (index === 0 && one.exchange === undefined ? { ...one, exchange: { kind: 'result', name } } : one));
}

/** A call or a result as a segment: arguments and results are text, or JSON as it is sent. */
function exchangeSegment(
  role: Role,
  { kind, name, payload }: Exchange,
  certainty: Certainty,
  file: LinkedFile,
  continues = false,
  calls?: number,
  marker?: CacheMarker,
): Segment {
  const exchange = { kind, name, ...(calls === undefined ? {} : { calls }) };
  return { ...segment(role, payloadParts(role, payload, certainty, file), certainty, marker), continues, exchange };
}

function payloadParts(role: Role, payload: Value | undefined, certainty: Certainty, file: LinkedFile): readonly Part[] {
  if (payload === undefined || payload.kind === 'null') return [];
  if (
    payload.kind === 'list' &&
    payload.items.every(({ value }) => value.kind === 'dict' && (value.entries.has('type') || value.entries.has('text')))
  )
    return readContent(role, payload, certainty, file).flatMap(({ parts }) => parts);
  if (payload.kind !== 'dict' && payload.kind !== 'list') return partsOf(payload, file);
  const { json, complete } = toJson(payload);
  if (!complete) return partsOf(payload, file);
  return [{ kind: 'text', text: json, at: payload.at, map: [0, payload.at.start], certainty }];
}

/** The place of the content in `SystemMessage("…")`, when it is written in the file that is looked at. */
function builtPlace(value: Value, file: LinkedFile): BlockPlace | undefined {
  if (value.kind !== 'external' || value.at.uri !== file.facts.uri) return undefined;
  const call = value.calls.at(-1)?.call;
  const argument = call?.args.find((one) => (one.kind === 'keyword' ? one.name === 'content' : one.kind === 'positional'))?.value;
  if (argument === undefined || argument.kind === 'dict') return undefined;
  return { form: 'content', text: locate(file, argument), mapping: undefined, item: undefined };
}

/** What stands around a content: the marker of its message, and where it is written. */
export interface ContentSource {
  readonly marker?: CacheMarker | undefined;
  readonly place?: BlockPlace | undefined;
}

/** Reads the content of one message or a system argument: text, or a list of blocks. */
export function readContent(role: Role, content: Value, certainty: Certainty, file: LinkedFile, source: ContentSource = {}): Segment[] {
  if (content.kind === 'null') return [];
  const message = builtMessage(content);
  if (message !== undefined) return readContent(role, message.content, certainty, file, source);
  // A system text that is a message of its own.
  if (role === 'system' && content.kind === 'dict' && constantText(content.entries.get('role')?.value ?? content) === 'system')
    return readMessage({ value: content, spread: false, certainty }, file);
  if (content.kind === 'choice' && content.options.every(({ kind }) => kind === 'text' || kind === 'list')) {
    const shared = content.options.some(({ kind }) => kind === 'list')
      ? sharedSegments(content.options.map((option) => readContent(role, option, certainty, file, source)))
      : undefined;
    if (shared !== undefined) return shared;
    if (content.options.some(({ kind }) => kind === 'list')) return alternativeContent(role, content, certainty, file, source);
  }
  if (content.kind !== 'list') return [segment(role, partsOf(content, file), certainty, source.marker, source.place)];
  const segments: Segment[] = [];
  for (const item of content.items) {
    const inner: Certainty = item.spread ? 'repeated' : item.certainty === 'always' ? certainty : item.certainty;
    const before = segments.length;
    if (item.value.kind === 'text') segments.push(segment(role, item.value.parts, inner));
    else if (item.value.kind === 'dict' && isMarkerOnly(item.value)) markLast(segments, markerIn(file, item.value, item, content));
    else if (item.value.kind === 'dict') segments.push(readBlock(role, item.value, inner, file, item.writtenAt));
    else segments.push(segment(role, partsOf(item.value, file), inner));
    const added = segments[before];
    if (added !== undefined) segments[before] = withBranches(added, item.branches);
  }
  for (let i = 1; i < segments.length; i++) segments[i] = { ...segments[i]!, continues: true };
  markLast(segments, source.marker);
  return segments;
}

/** Contents of which one is sent: block by block a choice of texts where they have as many, else what all of them share and the longest of the rest. */
function alternativeContent(role: Role, content: ChoiceValue, certainty: Certainty, file: LinkedFile, source: ContentSource): Segment[] {
  const forms = content.options.map((option) => readContent(role, option, certainty, file, source));
  const [first = [], ...others] = forms;
  const isText = (form: readonly Segment[]): boolean => form.every(({ parts }) => parts.every(({ kind }) => kind !== 'media'));
  if (!forms.every(isText) || others.some(({ length }) => length !== first.length)) return [...alternativeForms(forms)];
  return first.map((segment, index) => {
    const alike = forms.map((form) => form[index] ?? segment);
    const options = alike.map(({ parts }): Value => ({
      kind: 'text',
      parts: parts.filter((part) => part.kind !== 'media'),
      at: content.at,
    }));
    const marker = alike.find((one) => one.marker !== undefined)?.marker;
    const isMarked = alike.every((one) => one.marker !== undefined);
    const { breakpoint: _first, place: _place, marker: _marker, ...plain } = segment;
    return {
      ...plain,
      parts: partsOf(choice(options, content.at), file),
      breakpoint: marker?.at,
      ...(marker === undefined ? {} : { marker: isMarked ? marker : { ...marker, certainty: 'maybe' as const } }),
    };
  });
}

/** Puts a marker on the last segment so far: it marks what stands before it. */
function markLast(segments: Segment[], marker: CacheMarker | undefined): void {
  const last = segments[segments.length - 1];
  if (marker !== undefined && last !== undefined) segments[segments.length - 1] = { ...last, marker, breakpoint: marker.at };
}

function readBlock(role: Role, block: DictValue, certainty: Certainty, file: LinkedFile, item: Location | undefined): Segment {
  const type = block.entries.get('type')?.value;
  const name = type === undefined ? undefined : constantText(type);
  const marker = markerIn(file, block);
  const text = block.entries.get('text')?.value;
  if (text !== undefined && (name === undefined || name === 'text' || name === 'input_text' || name === 'output_text')) {
    return segment(role, partsOf(text, file), certainty, marker, entryPlace(file, block, 'text', 'block', item));
  }
  const exchange = exchangeIn(block);
  if (exchange !== undefined) return exchangeSegment(role, exchange, certainty, file, false, undefined, marker);
  // What a model has thought is sent back with a signature, which is not text.
  const thought = name === 'thinking' ? block.entries.get('thinking')?.value : undefined;
  if (thought !== undefined) return segment(role, partsOf(thought, file), certainty, marker);
  // Gemini and Bedrock name the kind of a block by its key.
  const medium =
    name === undefined
      ? ['inlineData', 'inline_data', 'fileData', 'file_data', 'image', 'document', 'video', 'audio'].find((key) => block.entries.has(key))
      : /image|audio|file|document|video/.test(name)
        ? name
        : undefined;
  if (medium !== undefined) {
    const media: MediaPart = { kind: 'media', media: medium, at: block.at };
    return segment(role, [media], certainty, marker);
  }
  const json = toJson(block);
  if (json.complete)
    return segment(role, [{ kind: 'text', text: json.json, at: block.at, map: [0, block.at.start], certainty }], certainty, marker);
  return segment(role, partsOf(block, file), certainty, marker);
}

function withBranches(one: Segment, branches: readonly Branch[] | undefined): Segment {
  if (branches === undefined) return one;
  return { ...one, parts: one.parts.map((part) => (part.kind === 'media' ? part : (inBranches([part], branches)[0] ?? part))) };
}

function segment(role: Role, parts: readonly Part[], certainty: Certainty = 'always', marker?: CacheMarker, place?: BlockPlace): Segment {
  const sure = parts.map((part) => (part.kind === 'media' ? part : (withCertainty([part], certainty)[0] ?? part)));
  const plain: Segment = { role, parts: sure, certainty, continues: false, breakpoint: marker?.at };
  return { ...plain, ...(marker === undefined ? {} : { marker }), ...(place === undefined ? {} : { place }) };
}

/** How much of some segments can be read. */
export function readable(segments: readonly Segment[]): Readable {
  const parts = segments.flatMap((one) => one.parts);
  if (parts.length === 0) return 'absent';
  const isSaid = (text: string): boolean => text.trim() !== '';
  const hasText = parts.some((part) => (part.kind === 'text' ? isSaid(part.text) : part.kind === 'hole' && part.oneOf?.texts.some(isSaid)));
  const hasHole = parts.some((part) => part.kind !== 'text' || part.certainty !== 'always');
  if (!hasHole) return 'static';
  return hasText ? 'skeleton' : 'runtime';
}

/** Holes of some segments, in order. */
export function holesOf(segments: readonly Segment[]): HolePart[] {
  return segments.flatMap((one) => one.parts).filter((part): part is HolePart => part.kind === 'hole');
}
