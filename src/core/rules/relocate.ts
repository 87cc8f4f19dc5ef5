import type { Span } from '../facts.ts';
import type { HolePart, Location, Part, PromptCall } from '../ir.ts';
import type { Fix } from './rule.ts';

/**
 * Moves a hole, with the line or sentence it stands in, to the end of the string it is written in. All other text keeps its bytes and its
 * order, so the stable text becomes one prefix. Undefined where the string does not end the segment, or where cutting would tear a sentence.
 *
 * @param saving money per call for the title, already formatted
 */
export function relocate(
  call: PromptCall,
  hole: HolePart,
  textOf: (uri: string) => string | undefined,
  saving: string | undefined,
): Fix | undefined {
  const { placement } = hole;
  if (placement === undefined || placement.form !== 'template' || hole.certainty !== 'always') return undefined;
  const { container } = placement;
  const source = textOf(container.uri);
  const segment = call.segments.find((candidate) => candidate.parts.includes(hole));
  const last = segment?.parts[segment.parts.length - 1];
  const contentEnd = last === undefined ? undefined : spanWithin(container, last)?.end;
  if (source === undefined || segment === undefined || contentEnd === undefined) return undefined;
  const contentStart = contentStartOf(source, container.start);
  if (contentStart === undefined || contentEnd <= placement.hole.end) return undefined;
  const unit = unitAround(source, contentStart, contentEnd, placement.hole.start, placement.hole.end);
  if (unit === undefined || !segment.parts.some((part) => part.kind === 'text' && (spanWithin(container, part)?.start ?? -1) >= unit.end))
    return undefined;
  const moved = source.slice(unit.start, unit.end);
  const title = `Move \`${hole.expression}\` behind the stable text${saving === undefined ? '' : ` – saves ${saving} per call`}`;
  const separator = unit.separator === '\n' ? (source.slice(unit.start, contentEnd).includes('\r\n') ? '\r\n' : '\n') : unit.separator;
  const tail = source.slice(unit.end, contentEnd);
  const insert =
    unit.separator === '\n'
      ? withOwnLine(tail, moved, separator)
      : `${tail.endsWith(' ') || tail.endsWith('\\n') ? '' : separator}${moved.trim()}`;
  return {
    title,
    safety: 'review',
    edits: [
      { uri: container.uri, start: unit.start, end: unit.end, newText: '' },
      { uri: container.uri, start: contentEnd, end: contentEnd, newText: insert },
    ],
  };
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

function contentStartOf(source: string, start: number): number | undefined {
  const match = /^[rRbBuUfFtT]*('''|"""|'|"|`)/.exec(source.slice(start, start + 8));
  return match === null ? undefined : start + match[0].length;
}
