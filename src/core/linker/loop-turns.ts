/** Variables of loops: whose turns change them, and what is left of that where the loop is over. */
import type { HolePart, Segment } from '../ir.ts';
import type { LoopTurns } from '../ir-caching.ts';
import type { FileFacts } from '../facts.ts';
import { encloses } from './flow.ts';
import type { LinkedFile, UnknownValue, Value } from './value.ts';

/** What a value keeps of the one that it is taken out of or computed from: the loop, and the parameter whose method gave it. */
export function sameOrigin({
  parameter,
  givenBy: earlier,
  converted,
  loop,
}: UnknownValue): Pick<UnknownValue, 'givenBy' | 'converted' | 'loop'> {
  const givenBy = parameter ?? earlier;
  return {
    ...(converted === undefined ? {} : { converted }),
    ...(givenBy === undefined ? {} : { givenBy }),
    ...(loop === undefined ? {} : { loop }),
  };
}

/** The loop that a value comes from, for a value taken out of it. */
export function sameLoop({ loop }: UnknownValue): Pick<UnknownValue, 'loop'> {
  return loop === undefined ? {} : { loop };
}

/** The loop that one of some values comes from, for what is computed from them. */
export function loopAmong(values: readonly Value[]): (Pick<UnknownValue, 'source'> & { loop?: LoopTurns }) | Record<string, never> {
  const loop = values.map((value) => loopIn(value)).find((one) => one !== undefined);
  return loop === undefined ? {} : { loop, source: 'loop' };
}

/** The loop that a value comes from, or the first of its elements or pieces. */
export function loopIn(value: Value, depth = 0): LoopTurns | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (value.kind === 'unknown') return value.loop;
  if (value.kind === 'text') return value.parts.find((part): part is HolePart => part.kind === 'hole' && part.loop !== undefined)?.loop;
  return heldBy(value)
    .map((one) => loopIn(one, depth + 1))
    .find((one) => one !== undefined);
}

function heldBy(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'list':
      return value.items.map((item) => item.value);
    case 'dict':
      return [...value.entries.values()].map((entry) => entry.value);
    case 'choice':
      return value.options;
    default:
      return [];
  }
}

/** What a function gives when its own loops are over: a text made of all elements changes as often as their list, not with every turn. */
export function outOfFunction(value: Value, { facts }: LinkedFile, scope: number): Value {
  return settled(value, ({ uri, block }) => uri === facts.uri && facts.blocks[bodyOf(facts, block)]?.scope === scope, 0);
}

/** A value with the variables of loops settled that are over where it is used. */
export function behindLoop(value: Value, file: LinkedFile, block: number): Value {
  return settled(value, isOverAt(file, block), 0);
}

/** The segments of a call, with the variables of loops settled that were over before the call is made. */
export function behindLoops(segments: readonly Segment[], file: LinkedFile, block: number): readonly Segment[] {
  const isOver = isOverAt(file, block);
  return segments.map((segment) => {
    const parts = segment.parts.map((part) => (part.kind === 'hole' ? settledHole(part, isOver) : part));
    return parts.every((part, index) => part === segment.parts[index]) ? segment : { ...segment, parts };
  });
}

/** Tells loops of the same function, or of one around it, that do not go around a block. */
function isOverAt({ facts }: LinkedFile, block: number): (loop: LoopTurns) => boolean {
  return (loop) => loop.uri === facts.uri && encloses(facts, bodyOf(facts, loop.block), block) && !encloses(facts, loop.block, block);
}

/** Lists within lists, and texts within mappings, are looked into this far. */
const MAX_DEPTH = 4;

function settled(value: Value, isOver: (loop: LoopTurns) => boolean, depth: number): Value {
  if (depth > MAX_DEPTH) return value;
  switch (value.kind) {
    case 'unknown':
      return settledUnknown(value, isOver);
    case 'text':
      return { ...value, parts: value.parts.map((part) => (part.kind === 'hole' ? settledHole(part, isOver) : part)) };
    case 'list':
      return { ...value, items: value.items.map((item) => ({ ...item, value: settled(item.value, isOver, depth + 1) })) };
    case 'dict': {
      const entries = [...value.entries].map(
        ([key, entry]) => [key, { ...entry, value: settled(entry.value, isOver, depth + 1) }] as const,
      );
      return { ...value, entries: new Map(entries) };
    }
    case 'choice':
      return { ...value, options: value.options.map((option) => settled(option, isOver, depth + 1)) };
    default:
      return value;
  }
}

function settledUnknown(value: UnknownValue, isOver: (loop: LoopTurns) => boolean): UnknownValue {
  if (value.loop === undefined || !isOver(value.loop)) return value;
  const { loop, ...rest } = value;
  return { ...rest, ...left(loop, isOver) };
}

function settledHole(part: HolePart, isOver: (loop: LoopTurns) => boolean): HolePart {
  if (part.loop === undefined || !isOver(part.loop)) return part;
  const { loop, ...rest } = part;
  return { ...rest, ...left(loop, isOver) };
}

/** What is left to say of an element when all of them have been gone through. */
function left(
  { over, outer }: LoopTurns,
  isOver: (loop: LoopTurns) => boolean,
): Pick<HolePart, 'volatility' | 'source'> & { loop?: LoopTurns } {
  if (outer !== undefined) return isOver(outer) ? left(outer, isOver) : { volatility: 'per-request', source: 'loop', loop: outer };
  return { volatility: over, source: over === 'unknown' ? 'unknown' : 'state' };
}

/** The block of the function, or of the file, around a block. */
function bodyOf({ blocks }: FileFacts, from: number): number {
  let at = from;
  while (at >= 0 && blocks[at]?.kind !== 'body') at = blocks[at]?.parent ?? -1;
  return at;
}
