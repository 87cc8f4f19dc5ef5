import type { TextEditSpan } from '../frontends/syntax-tree.ts';
import type { CostedCall } from './findings.ts';
import { costLine } from './wording.ts';

/** The cost line of one call, anchored at the first token of its callee. */
export interface Lens {
  readonly offset: number;
  readonly title: string;
  /** Last name of the callee, to recognise the call while its syntax is broken. */
  readonly anchor: string;
  /** End of the call's first line matters for hints at the end of a line; this is the end of the callee. */
  readonly calleeEnd: number;
}

/** The lenses of some calls. */
export function lensesOf(calls: readonly CostedCall[]): Lens[] {
  return calls.map(({ call, cost, billed }) => ({
    offset: call.at.start,
    title: costLine(call, cost, billed),
    anchor: call.callee.slice(call.callee.lastIndexOf('.') + 1),
    calleeEnd: call.calleeAt.end,
  }));
}

/** Moves lenses along with edits, so that they stay with their line until the next analysis. */
export function moveLenses(lenses: readonly Lens[], edit: TextEditSpan): Lens[] {
  const by = edit.insertedLength - (edit.end - edit.start);
  const move = (offset: number): number => (offset >= edit.end ? offset + by : offset > edit.start ? edit.start : offset);
  return lenses.map((lens) => ({ ...lens, offset: move(lens.offset), calleeEnd: move(lens.calleeEnd) }));
}

/**
 * Lenses after an analysis. While the syntax is broken a call may be missing only because somebody is typing: an earlier lens stays as long as
 * its line still names the callee and no new lens stands on it.
 */
export function keepLenses(fresh: readonly Lens[], earlier: readonly Lens[], text: string, broken: boolean): Lens[] {
  if (!broken) return [...fresh];
  const lineOf = (offset: number): [number, number] => {
    const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
    const end = text.slice(offset).search(/[\r\n]/);
    return [start, end < 0 ? text.length : offset + end];
  };
  const kept = earlier.filter((lens) => {
    const [start, end] = lineOf(lens.offset);
    if (fresh.some((other) => other.offset >= start && other.offset <= end)) return false;
    return text.slice(start, end).includes(lens.anchor);
  });
  return [...fresh, ...kept].sort((a, b) => a.offset - b.offset);
}
