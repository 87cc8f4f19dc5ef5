/** Moves whole pieces of a text that is put together: operands of a concatenation, adjacent literals, elements of a joined list. */
import type { Span } from '../facts.ts';
import type { Edit, HolePart, Part, Segment } from '../ir.ts';

/** More text than this around a hole is not moved along with it, in UTF-16 units: it is what should stay in front. */
const MAX_MOVED = 300;
/** Where a piece may end without tearing a sentence. */
const BOUNDARY = /(\n|[.!?]\s+|\n\s+)$/;
/** Stands for a hole in the text of an operand. */
const HOLE = '\uFFFC';

interface Operand extends Span {
  readonly uri: string;
  text: string;
  hasHole: boolean;
}

/** Edits that move the operands of a hole behind the last one; undefined where the text is not put together from pieces that stand side by side. */
export function moveOperands(segment: Segment, hole: HolePart, textOf: (uri: string) => string | undefined): readonly Edit[] | undefined {
  const uri = hole.placement?.container.uri ?? hole.at.uri;
  const source = textOf(uri);
  if (source === undefined) return undefined;
  return moveElements(segment, hole, source, uri) ?? moveSummands(segment, hole, source, uri);
}

/** `"\n".join([a, b, c])`: the element goes to the end of the list. */
function moveElements(segment: Segment, hole: HolePart, source: string, uri: string): readonly Edit[] | undefined {
  const container = hole.placement?.form === 'join' ? hole.placement.container : joinAround(segment, hole);
  if (container === undefined) return undefined;
  const within = (part: Part): boolean =>
    part.kind !== 'media' &&
    part.placement?.form === 'join' &&
    part.placement.container.start === container.start &&
    part.placement.container.uri === uri;
  const all: Operand[] = [];
  for (const part of segment.parts) {
    if (part.kind === 'media' || !within(part) || part.placement === undefined) continue;
    const { start, end } = part.placement.hole;
    if (part.certainty !== 'always') return undefined;
    addTo(all, { uri, start, end, text: part.kind === 'text' ? part.text : HOLE, hasHole: part === hole });
  }
  if (!gapsMatch(source, all, /^\s*,\s*$/)) return undefined;
  const index = all.findIndex((operand) => operand.hasHole || (operand.start <= hole.at.start && hole.at.end <= operand.end));
  const [own, next, last] = [all[index], all[index + 1], all.at(-1)];
  if (own === undefined || next === undefined || last === undefined || own.text.length > MAX_MOVED) return undefined;
  return [
    { uri, start: own.start, end: next.start, newText: '' },
    { uri, start: last.end, end: last.end, newText: `, ${source.slice(own.start, own.end)}` },
  ];
}

/** The joined list around a hole that is written inside of one of its elements. */
function joinAround(segment: Segment, hole: HolePart) {
  const index = segment.parts.indexOf(hole);
  for (const part of [segment.parts[index - 1], segment.parts[index + 1]]) {
    if (part === undefined || part.kind === 'media' || part.placement?.form !== 'join') continue;
    const { container, hole: element } = part.placement;
    if (container.uri === hole.at.uri && element.start <= hole.at.start && hole.at.end <= element.end) return container;
  }
  return undefined;
}

/** `a + b + c` and adjacent literals: the operands of a line or sentence go behind the last one. */
function moveSummands(segment: Segment, hole: HolePart, source: string, uri: string): readonly Edit[] | undefined {
  const all: Operand[] = [];
  for (const part of segment.parts) {
    const span = operandOf(part);
    if (span === undefined || span.uri !== uri || part.kind === 'media' || part.certainty !== 'always') return undefined;
    addTo(all, { uri, start: span.start, end: span.end, text: part.kind === 'text' ? part.text : HOLE, hasHole: part === hole });
  }
  const plus = gapsMatch(source, all, /^\s*\+\s*$/);
  if (all.length < 2 || (!plus && !gapsMatch(source, all, /^\s+$/))) return undefined;
  const index = all.findIndex((operand) => operand.hasHole);
  let first = index;
  while (first > 0 && !BOUNDARY.test(all[first - 1]?.text ?? '')) first--;
  let last = index;
  while (last < all.length - 1 && !BOUNDARY.test(all[last]?.text ?? '')) last++;
  const [head, tail, next, end] = [all[first], all[last], all[last + 1], all.at(-1)];
  const moved = all.slice(first, last + 1);
  if (head === undefined || tail === undefined || next === undefined || end === undefined) return undefined;
  if (moved.reduce((sum, operand) => sum + operand.text.length, 0) > MAX_MOVED) return undefined;
  const glue = plus ? ' + ' : ' ';
  const separator = BOUNDARY.test(end.text) ? '' : `${glue}"\\n"`;
  return [
    { uri, start: head.start, end: next.start, newText: '' },
    { uri, start: end.end, end: end.end, newText: `${separator}${glue}${source.slice(head.start, tail.end)}` },
  ];
}

/** The operand that a part belongs to: the literal it stands in, the whole string around a hole, or the expression that gives it. */
function operandOf(part: Part) {
  if (part.kind === 'media') return undefined;
  const { placement } = part;
  if (placement === undefined) return part.at;
  return placement.form === 'join' ? { uri: placement.container.uri, ...placement.hole } : placement.container;
}

function addTo(all: Operand[], next: Operand): void {
  const last = all.at(-1);
  // Pieces of one literal lie inside of its span.
  if (last !== undefined && next.start >= last.start && next.end <= last.end) {
    last.text += next.text;
    last.hasHole ||= next.hasHole;
  } else if (last !== undefined && last.start >= next.start && last.end <= next.end) {
    all[all.length - 1] = { ...next, text: last.text + next.text, hasHole: last.hasHole || next.hasHole };
  } else all.push({ ...next });
}

function gapsMatch(source: string, all: readonly Operand[], gap: RegExp): boolean {
  return all.length > 1 && all.every((operand, at) => at === 0 || gap.test(source.slice(all[at - 1]?.end ?? 0, operand.start)));
}
