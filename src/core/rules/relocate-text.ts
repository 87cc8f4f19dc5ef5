import type { Span } from '../facts.ts';
import type { Edit, HolePart, Location, Part, Segment } from '../ir.ts';

/** Moves a hole with its line or sentence to the end of the string it is written in; undefined where the string does not end the segment. */
export function moveInText(segment: Segment, hole: HolePart, textOf: (uri: string) => string | undefined): readonly Edit[] | undefined {
  const { placement } = hole;
  if (placement === undefined || placement.form === 'join') return undefined;
  const { container } = placement;
  const source = textOf(container.uri);
  const last = segment.parts[segment.parts.length - 1];
  const contentEnd = last === undefined ? undefined : spanWithin(container, last)?.end;
  if (source === undefined || contentEnd === undefined) return undefined;
  const contentStart = contentStartOf(source, container);
  if (contentStart === undefined || contentEnd <= placement.hole.end) return undefined;
  if (placement.form === 'format' && isPositional(source, segment, placement.hole, container)) return undefined;
  // The text part of a literal that is filled in later reaches over its closing quotes.
  const end = Math.min(contentEnd, contentEndOf(source, container));
  const unit = unitAround(source, contentStart, end, placement.hole.start, placement.hole.end);
  if (unit === undefined || !segment.parts.some((part) => part.kind === 'text' && (spanWithin(container, part)?.start ?? -1) >= unit.end))
    return undefined;
  const moved = source.slice(unit.start, unit.end);
  const separator = unit.separator === '\n' ? (source.slice(unit.start, end).includes('\r\n') ? '\r\n' : '\n') : unit.separator;
  const tail = source.slice(unit.end, end);
  const insert =
    unit.separator === '\n'
      ? withOwnLine(tail, moved, separator)
      : `${tail.endsWith(' ') || tail.endsWith('\\n') ? '' : separator}${moved.trim()}`;
  return [
    { uri: container.uri, start: unit.start, end: unit.end, newText: '' },
    { uri: container.uri, start: end, end, newText: insert },
  ];
}

/** True for `{}` and `%s` beside another one: which argument fills it depends on its place. */
function isPositional(source: string, segment: Segment, hole: Span, container: Location): boolean {
  const named = /^(\{[A-Za-z_]|%\(|\{\{|<|\$)/;
  if (named.test(source.slice(hole.start, hole.end))) return false;
  const others = segment.parts.filter(
    (part) => part.kind !== 'media' && part.placement?.form === 'format' && part.placement.container.start === container.start,
  );
  const holes = new Set(others.map((part) => (part.kind === 'media' ? 0 : part.placement?.hole.start)));
  return holes.size > 1;
}

/** Where a part stands inside a string: as written, or by the placeholder it comes through; undefined when it stands elsewhere. */
function spanWithin(container: Location, part: Part): Span | undefined {
  const placement = part.kind === 'media' ? undefined : part.placement;
  if (
    placement !== undefined &&
    placement.container.uri === container.uri &&
    placement.container.start === container.start &&
    placement.container.end === container.end
  )
    return placement.hole;
  const inside = part.at.uri === container.uri && part.at.start >= container.start && part.at.end <= container.end;
  return inside ? part.at : undefined;
}

/** A moved line goes on a line of its own; if the text ends with a line break (and the indentation of the closing quotes) so does the result. */
function withOwnLine(tail: string, moved: string, lineBreak: string): string {
  const line = moved.replace(/\r?\n$/, '');
  const closing = /(\r?\n)[ \t]*$/.test(tail);
  return closing ? `${line}${lineBreak}` : `${lineBreak}${line}`;
}

interface Unit {
  readonly start: number;
  /** Behind the line break or the space that follows. */
  readonly end: number;
  readonly separator: '\n' | '\\n' | ' ';
}

/** The whole line or sentence around the hole; undefined when the hole is woven into a sentence with other lines. */
function unitAround(source: string, from: number, to: number, start: number, end: number): Unit | undefined {
  const before = source.slice(from, start);
  const after = source.slice(end, to);
  const multiLine = source.slice(from, to).includes('\n');
  if (multiLine) {
    const lineStart = from + before.lastIndexOf('\n') + 1;
    const breakAt = after.indexOf('\n');
    if (breakAt < 0) return undefined;
    const line = source.slice(lineStart, end + breakAt);
    // A line that goes on from the one above or into the one below is part of a longer sentence.
    if (/^\s*[a-z,;)]/.test(line) || /[,(]\s*$/.test(line) || /\\$/.test(line)) return undefined;
    const sentence = sentenceAround(source, lineStart, end + breakAt, start, end);
    if (sentence !== undefined) return sentence;
    return { start: lineStart, end: end + breakAt + 1, separator: '\n' };
  }
  const escapedStart = before.lastIndexOf('\\n');
  const escapedEnd = after.indexOf('\\n');
  if (escapedEnd >= 0) return { start: escapedStart < 0 ? from : from + escapedStart + 2, end: end + escapedEnd + 2, separator: '\\n' };
  return sentenceAround(source, from, to, start, end);
}

/** The sentence around the hole, when the stretch holds more than one; undefined when it does not. */
function sentenceAround(source: string, from: number, to: number, start: number, end: number): Unit | undefined {
  const before = source.slice(from, start);
  const after = source.slice(end, to);
  const startMatch = [...before.matchAll(/[.!?:]\s+(?=[^.!?]*$)/g)].pop();
  const endMatch = /[.!?](\s+|$)/.exec(after);
  if (endMatch === null) return undefined;
  const sentenceStart = startMatch === undefined ? from : from + startMatch.index + startMatch[0].length;
  const sentenceEnd = end + endMatch.index + endMatch[0].length;
  const whole = sentenceStart === from && sentenceEnd >= to;
  if (whole || (sentenceStart === from && /^\s*$/.test(source.slice(sentenceEnd, to)))) return undefined;
  return { start: sentenceStart, end: sentenceEnd, separator: ' ' };
}

/** Files that are text from end to end: prompts and templates. */
const TEXT_FILE = /\.(md|mdc|txt|prompt|prompty|j2|jinja2?|hbs|mustache|liquid|tmpl|poml|ya?ml)$/i;
const OPENING = /^[rRbBuUfFtT]*('''|"""|'|"|`)/;

function contentStartOf(source: string, container: Location): number | undefined {
  const match = OPENING.exec(source.slice(container.start, container.start + 8));
  if (match !== null && !TEXT_FILE.test(container.uri)) return container.start + match[0].length;
  return TEXT_FILE.test(container.uri) ? container.start : undefined;
}

/** The end of the text in front of the closing quotes. */
function contentEndOf(source: string, container: Location): number {
  const quotes = TEXT_FILE.test(container.uri) ? undefined : OPENING.exec(source.slice(container.start, container.start + 8))?.[1];
  return quotes !== undefined && source.slice(container.start, container.end).endsWith(quotes)
    ? container.end - quotes.length
    : container.end;
}
