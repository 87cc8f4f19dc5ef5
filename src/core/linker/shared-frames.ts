/** Frames of functions that take no arguments: for one object they are the same whoever calls, and so is all that is found out in them. */
import type { Scope } from '../facts.ts';
import type { Frame, FunctionValue, InstanceValue, Value } from './value.ts';

/** Objects of one method whose frames are kept. */
const MAX_FRAMES = 8;

const NO_ARGUMENTS: ReadonlyMap<string, Value> = new Map();

/** The frames that were made, the latest ones of each function. */
export class SharedFrames {
  private readonly known = new WeakMap<Scope, Frame[]>();

  /** The frame of a function without parameters that is called at a depth; undefined for one that is no function of its file. */
  of({ file, scope, self }: FunctionValue, depth: number): Frame | undefined {
    const own = file.facts.scopes[scope];
    if (own === undefined) return undefined;
    let frames = this.known.get(own);
    if (frames === undefined) this.known.set(own, (frames = []));
    const kept = frames.find((frame) => frame.file === file && frame.depth === depth && isSame(frame.self, self));
    if (kept !== undefined) return kept;
    const frame: Frame = { file, args: NO_ARGUMENTS, scope, self, depth };
    frames.push(frame);
    if (frames.length > MAX_FRAMES) frames.shift();
    return frame;
  }
}

/** True for objects of which the same is known: of one class, made by the same call or not seen to be made. */
function isSame(one: InstanceValue | undefined, other: InstanceValue | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined || one.file !== other.file || one.scope !== other.scope) return false;
  if (one.parameter !== other.parameter) return false;
  const [a, b] = [one.construction, other.construction];
  return a === b || (a !== undefined && b !== undefined && a.call === b.call && a.frame === b.frame && a.steps === b.steps);
}
