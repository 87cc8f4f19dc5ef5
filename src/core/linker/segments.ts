import type { Certainty, HolePart, Location, MediaPart, Part, Readable, Role, Segment } from '../ir.ts';
import { toJson } from './json.ts';
import { withCertainty } from './text.ts';
import { constantText, optionsOf, partsOf, type DictValue, type LinkedFile, type ListItemValue, type Value } from './value.ts';

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
    const option = optionsOf(value).find((candidate) => candidate.kind === 'list' || candidate.kind === 'text');
    if (option !== undefined) return readMessages(option, file, mayBeText);
  }
  if (value.kind === 'text') return { segments: [segment('user', value.parts)], history: false };
  if (value.kind !== 'list') {
    const parts = partsOf(value, file);
    if (mayBeText) return { segments: parts.length === 0 ? [] : [segment('user', parts)], history: false };
    return { segments: parts.length === 0 ? [] : [segment('other', parts, 'repeated')], history: true };
  }
  const segments = value.items.flatMap((item) => readMessage(item, file));
  const isMessage = (item: ListItemValue): boolean =>
    item.value.kind === 'dict' || item.value.kind === 'text' || builtMessage(item.value) !== undefined;
  const unseen = value.items.some((item) => item.spread || item.certainty === 'repeated' || !isMessage(item));
  return { segments, history: unseen || value.growing };
}

function readMessage(item: ListItemValue, file: LinkedFile): Segment[] {
  const certainty: Certainty = item.spread ? 'repeated' : item.certainty;
  const { value } = item;
  if (value.kind === 'dict' && !item.spread) {
    const roleValue = (value.entries.get('role') ?? value.entries.get('type'))?.value;
    const roleText = roleValue === undefined ? undefined : constantText(roleValue);
    const role = roleText === undefined ? 'other' : (roles.get(roleText) ?? 'other');
    const content = value.entries.get('content')?.value ?? value.entries.get('parts')?.value ?? value.entries.get('text')?.value;
    const cacheControl = value.entries.get('cache_control')?.value.at;
    if (content === undefined) return [segment(role, partsOf(value, file), certainty)];
    return readContent(role, content, certainty, file, cacheControl);
  }
  const built = builtMessage(value);
  if (built !== undefined) return readContent(built.role, built.content, certainty, file);
  if (value.kind === 'choice') {
    const dict = value.options.find((option) => option.kind === 'dict');
    if (dict !== undefined) return readMessage({ ...item, value: dict, certainty: certainty === 'always' ? 'maybe' : certainty }, file);
  }
  return [segment('other', partsOf(value, file), certainty)];
}

/** Classes of message objects by their last name, as LangChain, LlamaIndex, Mistral and others call them. */
const messageClasses: ReadonlyMap<string, Role> = new Map([
  ['SystemMessage', 'system'],
  ['HumanMessage', 'user'],
  ['UserMessage', 'user'],
  ['AIMessage', 'assistant'],
  ['AssistantMessage', 'assistant'],
  ['ToolMessage', 'tool'],
]);

/** A message that is an object (`SystemMessage("…")`) or a pair (`("system", "…")`). */
function builtMessage(value: Value): { readonly role: Role; readonly content: Value } | undefined {
  if (value.kind === 'list' && value.form === 'tuple' && value.items.length === 2) {
    const [first, second] = value.items.map((item) => item.value);
    const role = first === undefined ? undefined : roles.get(constantText(first) ?? '');
    return role === undefined || second === undefined ? undefined : { role, content: second };
  }
  if (value.kind !== 'external') return undefined;
  const role = messageClasses.get(/([A-Za-z]+)\(\)$/.exec(value.path)?.[1] ?? '');
  const call = value.calls[value.calls.length - 1];
  if (role === undefined || call?.arguments === undefined) return undefined;
  const content = call.arguments.get('content') ?? call.arguments.get('0');
  return content === undefined ? undefined : { role, content };
}

/** Reads the content of one message or a system argument: text, or a list of blocks. */
export function readContent(role: Role, content: Value, certainty: Certainty, file: LinkedFile, breakpoint?: Location): Segment[] {
  if (content.kind === 'null') return [];
  const message = builtMessage(content);
  if (message !== undefined) return readContent(role, message.content, certainty, file, breakpoint);
  if (content.kind !== 'list') return [segment(role, partsOf(content, file), certainty, breakpoint)];
  const segments: Segment[] = [];
  for (const item of content.items) {
    const inner: Certainty = item.spread ? 'repeated' : item.certainty === 'always' ? certainty : item.certainty;
    if (item.value.kind === 'text') segments.push(segment(role, item.value.parts, inner));
    else if (item.value.kind === 'dict') segments.push(readBlock(role, item.value, inner, file));
    else segments.push(segment(role, partsOf(item.value, file), inner));
  }
  for (let i = 1; i < segments.length; i++) segments[i] = { ...segments[i]!, continues: true };
  const last = segments[segments.length - 1];
  if (breakpoint !== undefined && last !== undefined) segments[segments.length - 1] = { ...last, breakpoint };
  return segments;
}

function readBlock(role: Role, block: DictValue, certainty: Certainty, file: LinkedFile): Segment {
  const type = block.entries.get('type')?.value;
  const name = type === undefined ? undefined : constantText(type);
  const breakpoint = (block.entries.get('cache_control') ?? block.entries.get('prompt_cache_breakpoint'))?.value.at;
  const text = block.entries.get('text')?.value;
  if (text !== undefined && (name === undefined || name === 'text' || name === 'input_text' || name === 'output_text')) {
    return segment(role, partsOf(text, file), certainty, breakpoint);
  }
  if (name !== undefined && /image|audio|file|document|video/.test(name)) {
    const media: MediaPart = { kind: 'media', media: name, at: block.at };
    return { role, parts: [media], certainty, continues: false, breakpoint };
  }
  // Gemini and Bedrock name the kind of a block by its key.
  const medium = ['inlineData', 'inline_data', 'fileData', 'file_data', 'image', 'document', 'video', 'audio'].find((key) =>
    block.entries.has(key),
  );
  if (name === undefined && medium !== undefined) {
    const media: MediaPart = { kind: 'media', media: medium, at: block.at };
    return { role, parts: [media], certainty, continues: false, breakpoint };
  }
  const json = toJson(block);
  if (json.complete)
    return segment(role, [{ kind: 'text', text: json.json, at: block.at, map: [0, block.at.start], certainty }], certainty, breakpoint);
  return segment(role, partsOf(block, file), certainty, breakpoint);
}

function segment(role: Role, parts: readonly Part[], certainty: Certainty = 'always', breakpoint?: Location): Segment {
  const sure = parts.map((part) => (part.kind === 'media' ? part : (withCertainty([part], certainty)[0] ?? part)));
  return { role, parts: sure, certainty, continues: false, breakpoint };
}

/** How much of some segments can be read. */
export function readable(segments: readonly Segment[]): Readable {
  const parts = segments.flatMap((one) => one.parts);
  if (parts.length === 0) return 'absent';
  const hasText = parts.some((part) => part.kind === 'text' && part.text.trim() !== '');
  const hasHole = parts.some((part) => part.kind !== 'text' || part.certainty !== 'always');
  if (!hasHole) return 'static';
  return hasText ? 'skeleton' : 'runtime';
}

/** Holes of some segments, in order. */
export function holesOf(segments: readonly Segment[]): HolePart[] {
  return segments.flatMap((one) => one.parts).filter((part): part is HolePart => part.kind === 'hole');
}
