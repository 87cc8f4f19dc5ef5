/** Compresses the prompt of a call where it is written: in strings of programs, prompt files, requests. */
import type { Span } from '../facts.ts';
import { toSource } from '../frontends/source-map.ts';
import type { Edit, PromptCall, Segment, TextPart } from '../ir.ts';
import { compressText, type Compression } from './compress-text.ts';
import { HOLE, type Change, type RewriteClass } from './rewrite.ts';

/** Texts longer than this are not compressed, in UTF-16 units: prompts of such a size are data. */
export const MAX_COMPRESSED = 400_000;

/** A part of the call and where it stands in the joined text. */
interface PlacedPart extends Span {
  readonly part: TextPart;
}

/** The instructions of a call as one text. Between segments stands a line with a hole, in place of each hole one too. */
export interface JoinedPrompt {
  readonly text: string;
  readonly parts: readonly PlacedPart[];
  /** Stretches that are not always sent. */
  readonly optional: readonly Span[];
}

/** What compressing a call needs from outside. */
export interface CompressCallOptions {
  readonly count: (text: string) => number;
  readonly classes: ReadonlySet<RewriteClass>;
  /** Source of a document; undefined when it is not known, and its text is then left alone. */
  readonly textOf: (uri: string) => string | undefined;
}

/** The compression of a call with the edits that make it. */
export interface CallCompression extends Compression {
  readonly prompt: JoinedPrompt;
  readonly edits: readonly Edit[];
}

/** The instructions of a call; answers of the model and what led to them are examples, and stay as they are. */
export function joinedPrompt(call: PromptCall): JoinedPrompt {
  const last = call.segments.findLastIndex(({ role }) => role === 'assistant');
  const texts = call.segments.filter(({ role }, index) => role === 'system' || (role === 'user' && index > last));
  let text = '';
  const parts: PlacedPart[] = [];
  const optional: Span[] = [];
  for (const [index, segment] of texts.entries()) {
    if (index > 0) text += `\n${HOLE}\n`;
    for (const part of segment.parts) {
      const start = text.length;
      text += part.kind === 'text' ? part.text : HOLE;
      const end = text.length;
      if (part.kind === 'text') parts.push({ part, start, end });
      if (!isAlways(segment, part)) optional.push({ start, end });
    }
  }
  return { text, parts, optional };
}

function isAlways(segment: Segment, part: Segment['parts'][number]): boolean {
  return segment.certainty === 'always' && (part.kind === 'media' || part.certainty === 'always');
}

/** Compresses the instructions of a call; undefined when there are none, or too many. Never throws. */
export function compressCall(call: PromptCall, { count, classes, textOf }: CompressCallOptions): CallCompression | undefined {
  const prompt = joinedPrompt(call);
  if (prompt.parts.length === 0 || prompt.text.length > MAX_COMPRESSED || call.file?.piece === 'listing') return undefined;
  const editOf = (change: Change): Edit | undefined => editInSource(call, prompt, change, textOf);
  const bare = (text: string): number => count(text.replaceAll(HOLE, ''));
  const compression = compressText(prompt.text, {
    count: bare,
    classes,
    allows: (change) => editOf(change) !== undefined,
    optional: prompt.optional,
  });
  const edits = compression.changes.map(editOf);
  // What could be made one by one cannot be made together: nothing is better than a half.
  if (edits.some((edit) => edit === undefined)) return { ...compression, prompt, ...nothing(compression), edits: [] };
  return { ...compression, prompt, edits: edits.filter((edit) => edit !== undefined) };
}

function nothing({ tokensBefore }: Compression): Pick<Compression, 'changes' | 'tokensAfter' | 'saved'> {
  return { changes: [], tokensAfter: tokensBefore, saved: [] };
}

/** Where a stretch of the joined text stands; undefined when it does not stand in one place. */
export function placeInSource({ parts }: JoinedPrompt, { start, end }: Span): { readonly part: TextPart; readonly span: Span } | undefined {
  const found = parts.find((part) => part.start <= start && end <= part.end && part.start < part.end);
  if (found === undefined) return undefined;
  const { part } = found;
  return { part, span: { start: toSource(part.map, start - found.start), end: toSource(part.map, end - found.start - 1) + 1 } };
}

/**
 * A change of the joined text as an edit of the source; undefined where the source says the text in another way than character by character (or
 * by a known escape), or where the edit would make something new of what stands beside it.
 */
export function editInSource(
  call: PromptCall,
  prompt: JoinedPrompt,
  change: Change,
  textOf: (uri: string) => string | undefined,
): Edit | undefined {
  // No engine fills in what stands in such a file, and no quotes end it.
  const isPlain = call.kind === 'prompt-file' && call.file?.template === undefined && /\.(?:md|mdc|txt|cursorrules)$/i.test(call.uri);
  const found = prompt.parts.find((part) => part.start <= change.start && change.end <= part.end && part.start < part.end);
  const source = found === undefined ? undefined : textOf(found.part.at.uri);
  if (found === undefined || source === undefined) return undefined;
  const { part } = found;
  const from = change.start - found.start;
  const to = change.end - found.start;
  const start = toSource(part.map, from);
  const end = to === part.text.length ? endOfPart(part, source) : toSource(part.map, to);
  const decoded = part.text.slice(from, to);
  const written = source.slice(start, end);
  if (end < start || !saysTheSame(part, from, to, end, source)) return undefined;
  const { newText } = change;
  const verbatim = written === decoded || written.replaceAll('\r\n', '\n') === decoded;
  if (newText !== '' && !isPlain && !/^[\w ,.;-]*$/.test(newText) && !(verbatim && /^[\w ,.;:()\n-]*$/.test(newText))) return undefined;
  if (newText.includes('\n') && !verbatim) return undefined;
  if (!isPlain && joins(source[start - 1] ?? '', newText, source[end] ?? '')) return undefined;
  const lineBreak = newText.includes('\n') && source.includes('\r\n') ? '\r\n' : '\n';
  return { uri: part.at.uri, start, end, newText: newText.replace(/\r?\n/g, lineBreak) };
}

/** Source offset behind the last character of a part. */
function endOfPart({ map, text }: TextPart, source: string): number {
  const last = toSource(map, text.length - 1);
  const behind = toSource(map, text.length);
  // Without an entry behind it the last character may stand for an escape of unknown length.
  return source[last] === text.at(-1) ? last + 1 : behind;
}

/** True when each character stands in the source by itself, or as an escape of it, one behind the other. */
function saysTheSame({ map, text }: TextPart, from: number, to: number, end: number, source: string): boolean {
  for (let at = from; at < to; at++) {
    const start = toSource(map, at);
    const next = at + 1 === to ? end : toSource(map, at + 1);
    const written = source.slice(start, next);
    const wanted = text[at] ?? '';
    if (written === wanted) continue;
    if (wanted === '\n' && /^\r?\n[ \t]*$/.test(written)) continue;
    if (/^(?:\\[nrtbf"'`\\/$]|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]+\}|\{\{|\}\})$/.test(written)) continue;
    // The halves of a pair in one escape, or anything else that is not understood.
    return false;
  }
  return true;
}

/** True when two characters that come to stand side by side could mean something that neither means alone. */
function joins(before: string, newText: string, after: string): boolean {
  const meets = (a: string, b: string): boolean =>
    a === '\\' || a === '$' || /^(?:\{\{|\}\}|""|''|``|\{%|%\}|\{#|#\}|#\{|<%|%>|<<|>>|\/\/|\/\*|\*\/|\\.|<!|--)$/.test(a + b);
  return newText === '' ? meets(before, after) : meets(before, newText[0] ?? '') || meets(newText.at(-1) ?? '', after);
}
