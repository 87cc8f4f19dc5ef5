/** Edits that write cache markers, in the spelling of each SDK, as data: what stands before and behind a text, and what is added to a mapping. */
import type { ArgumentSlot, Edit, Location, PromptCall, Segment } from '../ir.ts';
import type { BlockPlace, MappingPlace, MarkerSpelling } from '../ir-caching.ts';
import { slotEdits } from './insert.ts';

/** A marker as data that is written in the style of the place: keys and texts with their quotes. */
type Data = boolean | string | { readonly [key: string]: Data };

interface Spelling {
  /** Entry that is added to a block or message. */
  readonly entry: (provider: string) => Readonly<Record<string, Data>>;
  /** A text becomes a list with one block that has this entry for its text, and these around it; undefined when it becomes one mapping. */
  readonly block?: Readonly<Record<string, Data>>;
  readonly wrap: 'list' | 'mapping';
  readonly textKey: string;
  /** Forms of places in which the marker can be written. */
  readonly forms: readonly BlockPlace['form'][];
  /** Entries of a message take the marker themselves, so that its content stays as it is. */
  readonly onMessage?: true;
  /** The marker is an item of its own behind the block. */
  readonly item?: Data;
  /** Argument that the request needs besides, with its value. */
  readonly argument?: readonly [name: string, value: Data];
}

const EPHEMERAL = { type: 'ephemeral' } as const;
const blocks = (forms: readonly BlockPlace['form'][]): Spelling => ({
  entry: () => ({ cache_control: EPHEMERAL }),
  block: { type: 'text' },
  wrap: 'list',
  textKey: 'text',
  forms,
});
const openai = (type: string): Spelling => ({
  entry: () => ({ prompt_cache_breakpoint: { mode: 'explicit' } }),
  block: { type },
  wrap: 'list',
  textKey: 'text',
  forms: ['content', 'block'],
  argument: ['prompt_cache_options', { mode: 'explicit' }],
});

/** How each API wants its markers (facts of `sdk-calls.md` 5.1 and of the SDKs' documentation, 2026-11-21). */
const spellings: Readonly<Record<MarkerSpelling, Spelling | undefined>> = {
  anthropic: blocks(['argument', 'content', 'block']),
  'chat-blocks': blocks(['content', 'block']),
  langchain: blocks(['content', 'block']),
  bedrock: { ...blocks(['block']), item: { cachePoint: { type: 'default' } } },
  'ai-sdk': {
    entry: (provider): Readonly<Record<string, Data>> =>
      provider === 'bedrock'
        ? { providerOptions: { bedrock: { cachePoint: { type: 'default' } } } }
        : { providerOptions: { anthropic: { cacheControl: EPHEMERAL } } },
    block: { role: 'system' },
    wrap: 'mapping',
    textKey: 'content',
    forms: ['argument', 'content', 'block'],
    onMessage: true,
  },
  'openai-chat': openai('text'),
  'openai-responses': openai('input_text'),
  // Set by an argument: see {@link argumentEdits}.
  'pydantic-ai': undefined,
};

/** Edits that put a marker behind a segment; undefined where the place does not allow it. */
export function markSegment(call: PromptCall, segment: Segment): readonly Edit[] | undefined {
  const spelling = spellingOf(call);
  const { place } = segment;
  if (spelling === undefined || place === undefined || segment.marker !== undefined || !spelling.forms.includes(place.form))
    return undefined;
  // The AI SDK's user messages take texts and parts; only system texts are wrapped.
  if (place.form === 'argument' && spelling.onMessage === true && segment.role !== 'system') return undefined;
  const own = markPlace(call, spelling, place);
  const more =
    spelling.argument === undefined ? [] : call.caching?.mode === 'explicit' ? [] : argumentEdits(call.caching?.slot, ...spelling.argument);
  return own === undefined || more === undefined ? undefined : [...own, ...more];
}

/** Edits that put a marker behind the last tool; undefined where the tools are not written out. */
export function markTools(call: PromptCall): readonly Edit[] | undefined {
  const spelling = spellingOf(call);
  const place = call.caching?.toolPlace;
  const possible = call.caching?.spelling === 'anthropic' || call.caching?.spelling === 'bedrock';
  return spelling === undefined || place === undefined || !possible ? undefined : markPlace(call, spelling, place);
}

/** Edits that mark the request as a whole, so that the marker moves along with the conversation; only the Claude API takes that. */
export function markRequest(call: PromptCall): readonly Edit[] | undefined {
  if (call.caching?.spelling !== 'anthropic' || call.provider !== 'anthropic') return undefined;
  return argumentEdits(call.caching.slot, 'cache_control', EPHEMERAL);
}

/** Edits that add an argument to the call, for settings that are data. */
export function argumentEdits(slot: ArgumentSlot | undefined, name: string, value: Data): readonly Edit[] | undefined {
  if (slot === undefined || slot.style === 'json') return undefined;
  const python = slot.style === 'keyword';
  const text = `${name}${python ? '=' : ': '}${render(value, python ? '"' : 'bare', python)}`;
  return slotEdits(slot, text);
}

/** The edit that cuts a marker out; undefined when its place is not known. */
export function removeMarker(removal: Location | undefined): readonly Edit[] | undefined {
  return removal === undefined ? undefined : [{ ...removal, newText: '' }];
}

function spellingOf(call: PromptCall): Spelling | undefined {
  const name = call.caching?.spelling;
  return name === undefined ? undefined : spellings[name];
}

function markPlace(call: PromptCall, spelling: Spelling, place: BlockPlace): readonly Edit[] | undefined {
  const python = isPython(place.text.uri);
  if (spelling.item !== undefined) {
    if (place.item === undefined || place.mapping === undefined) return undefined;
    return [insertion(place.text.uri, place.item.end, `, ${render(spelling.item, place.mapping.keys, python)}`)];
  }
  const entry = spelling.entry(call.provider ?? 'anthropic');
  if (place.form === 'block' || (place.form === 'content' && spelling.onMessage === true)) {
    return place.mapping === undefined ? undefined : [addEntry(place.mapping, entry, python)];
  }
  const keys = python ? '"' : 'bare';
  const { uri, start, end } = place.text;
  const head = [...Object.entries(spelling.block ?? {})]
    .map(([key, value]) => `${keyText(key, keys)}: ${render(value, keys, python)}, `)
    .join('');
  const [open, close] = brackets(spelling.wrap, keys);
  const tail = entriesText(entry, keys, python);
  return [insertion(uri, start, `${open}${head}${keyText(spelling.textKey, keys)}: `), insertion(uri, end, `, ${tail}${close}`)];
}

function brackets(wrap: Spelling['wrap'], keys: MappingPlace['keys']): readonly [string, string] {
  const pad = keys === 'bare' ? ' ' : '';
  return wrap === 'list' ? [`[{${pad}`, `${pad}}]`] : [`{${pad}`, `${pad}}`];
}

function addEntry(place: MappingPlace, entry: Readonly<Record<string, Data>>, python: boolean): Edit {
  return insertion(place.uri, place.offset, `, ${entriesText(entry, place.keys, python)}`);
}

function entriesText(entries: Readonly<Record<string, Data>>, keys: MappingPlace['keys'], python: boolean): string {
  return Object.entries(entries)
    .map(([key, value]) => `${keyText(key, keys)}: ${render(value, keys, python)}`)
    .join(', ');
}

function render(value: Data, keys: MappingPlace['keys'], python: boolean): string {
  if (typeof value === 'boolean') return python ? (value ? 'True' : 'False') : String(value);
  if (typeof value === 'string') return keys === 'bare' ? `'${value}'` : `${keys}${value}${keys}`;
  const pad = keys === 'bare' ? ' ' : '';
  return `{${pad}${entriesText(value, keys, python)}${pad}}`;
}

function keyText(key: string, keys: MappingPlace['keys']): string {
  return keys === 'bare' ? key : `${keys}${key}${keys}`;
}

function insertion(uri: string, offset: number, newText: string): Edit {
  return { uri, start: offset, end: offset, newText };
}

/** Python and notebooks write mappings with quoted keys; everything else that has places is JavaScript. */
function isPython(uri: string): boolean {
  return /\.(py|pyi|ipynb)$/i.test(uri);
}
