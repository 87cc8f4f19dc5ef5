/** Which assignments of a name reach a use of it, and what the name holds by them. */
import type { Binding, FileFacts, Scope } from '../facts.ts';
import { atMost } from './at-most.ts';
import { branchesOf, isReachedOnce } from './branches.ts';
import type { Evaluator } from './evaluate.ts';
import { branchBefore, certaintyOf, enclosingTurns, encloses, exclusive, sharedLoop, type Use } from './flow.ts';
import { certaintyOfLoop, messageLoop, type MessageLoop } from './message-turns.ts';
import { augmented, bindingValue, isOwn } from './names.ts';
import { isPlain, presentOr, renamed, standingInBranch, standsIn, takesPresent } from './stand-ins.ts';
import { choice, oneOfMany, type Frame, type Value } from './value.ts';

/** A name of a scope that is used somewhere. */
export interface Asked {
  readonly scope: Scope;
  /** All statements that bind the name, in the order of the text. */
  readonly bindings: readonly Binding[];
  readonly use: Use;
  /** The use stands in the function of the scope, so that the order of statements counts. */
  readonly same: boolean;
  /** What the name holds before any of them: the parameter. */
  readonly entry: Value | undefined;
  readonly frame: Frame;
}

/** What a name holds where it is used. */
export interface Reaching {
  readonly value: Value;
  /** True when no earlier assignment can be seen past these. */
  readonly complete: boolean;
  /** Block of the last assignment. */
  readonly since: number;
  /** Where the value only stands in for what was there before, if that is missing: the texts that count as missing. */
  readonly standsIn?: readonly string[] | undefined;
}

/** What a name holds by the assignments that reach a use; undefined when none does. */
export function reaching(evaluator: Evaluator, asked: Asked): Reaching | undefined {
  return reach(evaluator, asked, asked.bindings.length - 1, 0, 0);
}

const MAX_ALTERNATIVES = 10;

/**
 * @param from index of the last binding that may reach the use
 * @param first index of the first one: those before it are hidden by the ones from there on
 * @param found alternatives that were found already
 */
function reach(evaluator: Evaluator, asked: Asked, from: number, first: number, found: number): Reaching | undefined {
  const { scope, bindings, use, same, frame } = asked;
  const { file } = frame;
  const { facts } = file;
  for (let i = from; i >= first; i--) {
    const binding = bindings[i];
    if (binding === undefined || binding.kind === 'declare' || binding.kind === 'delete') continue;
    const around = encloses(facts, binding.block, use.block);
    let sure = false;
    if (same) {
      const behind = (binding.value?.end ?? binding.end) > use.offset && binding.kind !== 'loop' && binding.kind !== 'with';
      const later = behind || binding.start > use.offset;
      if (later && !comesAround(facts, bindings, binding, use)) continue;
      if (exclusive(facts, binding.block, use.block)) continue;
      const reached = later ? undefined : around || isReachedOnce(evaluator, file, binding.block, frame);
      if (reached === false) continue;
      sure = reached === true && onlyBranches(facts, binding.block, use.block);
    }
    const loop =
      same && !around && (binding.kind === 'assign' || binding.kind === 'augment')
        ? messageLoop(evaluator, file, binding, frame, use)
        : undefined;
    if (binding.kind === 'augment') {
      const before = asked.entry === undefined ? undefined : { value: asked.entry, complete: true, since: 0 };
      const earlier = reach(evaluator, asked, i - 1, first, found) ?? before;
      const inTurns =
        loop === undefined || earlier === undefined || certaintyOfLoop(file, loop, use, earlier.since) !== 'always'
          ? undefined
          : addedInTurns(evaluator, loop, binding, earlier.value, frame);
      if (earlier !== undefined && inTurns !== undefined) return { ...earlier, value: inTurns };
      const certainty = certaintyOf(facts, binding.block, use.block, earlier?.since ?? 0, sure);
      return {
        value: augmented(
          evaluator,
          earlier?.value,
          binding,
          certainty,
          frame,
          same ? branchBefore(facts, binding.block, use.block) : undefined,
        ),
        complete: earlier?.complete ?? false,
        since: earlier?.since ?? 0,
      };
    }
    const last = loop === undefined ? undefined : lastAssigned(evaluator, loop, binding);
    if (last?.length === 0) continue;
    if (last !== undefined) {
      const [whole] = last;
      const value = choice(
        last.map((one) => one.value),
        whole!.value.at,
      );
      if (last.at(-1)?.sure === true)
        return { value, complete: onlyBranches(facts, facts.blocks[loop!.block]?.parent ?? -1, use.block), since: binding.block };
      const earlier = reach(evaluator, asked, i - 1, first, found + 1);
      return earlier === undefined
        ? { value, complete: false, since: binding.block }
        : { value: choice([value, earlier.value], value.at), complete: earlier.complete, since: earlier.since };
    }
    // A value made before the loop that the use stands in is the same on every turn of it.
    const useLoop = same ? enclosingTurns(facts, use.block) : -1;
    const own = bindingValue(evaluator, scope, binding, frame);
    const value = useLoop >= 0 && !encloses(facts, useLoop, binding.block) ? atMost(own, 'per-session') : own;
    const complete = same
      ? sure || (around && (binding.value?.end ?? binding.end) <= use.offset)
      : facts.blocks[binding.block]?.kind === 'body' && isOwn(file, scope, binding);
    const loopTarget = binding.kind === 'loop' && around;
    if (complete || loopTarget) return { value, complete: true, since: binding.block };
    if (found >= MAX_ALTERNATIVES) return { value: choice([value, oneOfMany(value.at)], value.at), complete: true, since: binding.block };
    const hiding = same ? firstOfAllBranches(facts, bindings, i, use) : undefined;
    const earlier = reach(evaluator, asked, i - 1, Math.max(first, hiding ?? 0), found + 1);
    const alone = same && hiding === undefined && isPlain(value);
    const before = earlier ?? (asked.entry === undefined ? undefined : { value: asked.entry, complete: true, since: 0 });
    const other = alone && before !== undefined ? renamed(file, binding, before.value, value) : undefined;
    if (before !== undefined && other !== undefined) return { ...before, value: other };
    const inPlace = alone ? standsIn(file, binding) : undefined;
    if (earlier === undefined) return { value, complete: hiding !== undefined, since: binding.block, standsIn: inPlace?.words };
    const both = hiding === undefined ? undefined : standingInBranch(file, bindings[hiding]!, binding);
    const standing = inPlace ?? both ?? (alone ? takesPresent(file, binding) : undefined);
    const either = [value, earlier.value] as const;
    const [given, standard] = standing?.which === 'last' ? [earlier.value, value] : either;
    return {
      value:
        standing !== undefined && either.every(isPlain)
          ? presentOr(given, [standard], standing.words, frame, value.at)
          : choice(either, value.at),
      complete: earlier.complete || hiding !== undefined,
      since: earlier.since,
      standsIn: inPlace && earlier.standsIn && [...inPlace.words, ...earlier.standsIn],
    };
  }
  return undefined;
}

/** What a statement in a loop through known messages assigns, the last turn first, up to one that surely does; undefined where messages that are not seen may do it. */
function lastAssigned(
  evaluator: Evaluator,
  { turns }: MessageLoop,
  binding: Binding,
): { readonly value: Value; readonly sure: boolean }[] | undefined {
  const { value: written } = binding;
  if (written === undefined) return undefined;
  const found: { value: Value; sure: boolean }[] = [];
  for (const { frame, item, runs } of [...turns].reverse()) {
    if (runs === false) continue;
    if (frame === undefined) return undefined;
    const value = evaluator.once(
      binding,
      () => undefined,
      () => evaluator.evaluate(written, frame),
    );
    if (value === undefined) return undefined;
    const sure = runs === true && item.certainty === 'always';
    found.push({ value, sure });
    if (sure) break;
  }
  return found;
}

/** A text with what `+=` adds to it in a loop through known messages. */
function addedInTurns(evaluator: Evaluator, { turns }: MessageLoop, binding: Binding, earlier: Value, frame: Frame): Value | undefined {
  if (earlier.kind !== 'text') return undefined;
  let value: Value = earlier;
  for (const { frame: own, item, runs } of turns) {
    if (runs === false) continue;
    const certainty = own === undefined ? 'repeated' : runs === true || item.certainty === 'repeated' ? item.certainty : 'maybe';
    value = augmented(evaluator, value, binding, certainty, own ?? frame);
  }
  return value;
}

/** True when nothing but branches stands between a statement and a use behind it: what runs there runs once, and is not tried. */
function onlyBranches(facts: FileFacts, block: number, use: number): boolean {
  for (let at = block; at >= 0 && !encloses(facts, at, use); at = facts.blocks[at]?.parent ?? -1)
    if (facts.blocks[at]?.kind !== 'branch' && facts.blocks[at]?.kind !== 'with') return false;
  return true;
}

/**
 * Index of the first of the assignments that stand in all branches of one statement (`if … else …`), one of which runs: what was assigned before
 * is not seen. Undefined when some branch assigns nothing.
 */
function firstOfAllBranches(facts: FileFacts, bindings: readonly Binding[], index: number, use: Use): number | undefined {
  const block = facts.blocks[bindings[index]?.block ?? -1];
  if (block?.kind !== 'branch' || block.end > use.offset || !encloses(facts, block.parent, use.block)) return undefined;
  const branches = branchesOf(facts, block.group);
  if (branches.filter(({ header }) => header === undefined).length !== 1 || branches.length < 2) return undefined;
  const own = bindings.map((one, i) => ({ i, block: facts.blocks[one.block], one }));
  const assigning = own.filter(({ block: at, one, i }) => at?.group === block.group && one.kind === 'assign' && i <= index);
  return branches.every((branch) => assigning.some((one) => one.block === branch)) ? assigning[0]?.i : undefined;
}

/** True for an assignment behind a use that the use sees on the next turn of a loop: none that every turn makes stands before it. */
function comesAround(facts: FileFacts, bindings: readonly Binding[], { block }: Binding, use: Use): boolean {
  const loop = sharedLoop(facts, block, use.block);
  if (loop < 0) return false;
  return !bindings.some(
    (other) =>
      (other.kind === 'assign' || other.kind === 'unpack') &&
      (other.value?.end ?? other.end) <= use.offset &&
      encloses(facts, loop, other.block) &&
      encloses(facts, other.block, use.block),
  );
}
