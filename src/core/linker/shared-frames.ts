/** Frames of functions that are entered more than once with the same arguments: so is all that is found out in them. */
import type { Block, CallExpr, Expr, Scope } from '../facts.ts';
import type { Frame, FunctionValue, InstanceValue, Value } from './value.ts';

/** Objects of one method whose frames are kept. */
const MAX_FRAMES = 8;

const NO_ARGUMENTS: ReadonlyMap<string, Value> = new Map();

/** Calls whose frames are kept. */
const MAX_CALLS = 256;

/** The frames that were made, the latest ones of each function. */
export class SharedFrames {
  private readonly known = new WeakMap<Scope, Frame[]>();
  private readonly entered = new Map<CallExpr, { readonly from: Frame; readonly callee: FunctionValue; readonly frame: Frame }[]>();

  /** The frame of a function for a call in another frame, made the first time that it is asked for. */
  at(callee: FunctionValue, call: CallExpr, from: Frame, make: () => Frame): Frame {
    const frames = this.entered.get(call) ?? [];
    // The latest ones last.
    this.entered.delete(call);
    this.entered.set(call, frames);
    for (const oldest of this.entered.keys()) {
      if (this.entered.size <= MAX_CALLS) break;
      this.entered.delete(oldest);
    }
    const kept = frames.find((one) => one.from === from && isSameFunction(one.callee, callee));
    if (kept !== undefined) return kept.frame;
    const frame = make();
    frames.push({ from, callee, frame });
    if (frames.length > MAX_FRAMES) frames.shift();
    return frame;
  }

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

function isSameFunction(one: FunctionValue, other: FunctionValue): boolean {
  if (one === other) return true;
  if (one.file !== other.file || one.scope !== other.scope || one.closure !== other.closure) return false;
  return one.bound?.call === other.bound?.call && one.bound?.frame === other.bound?.frame && isSame(one.self, other.self);
}

/** True for objects of which the same is known: of one class, made by the same call or not seen to be made. */
function isSame(one: InstanceValue | undefined, other: InstanceValue | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined || one.file !== other.file || one.scope !== other.scope) return false;
  if (one.parameter !== other.parameter) return false;
  const [a, b] = [one.construction, other.construction];
  return a === b || (a !== undefined && b !== undefined && a.call === b.call && a.frame === b.frame && a.steps === b.steps);
}

/** What was found out in one frame. */
export class FrameValues {
  readonly values = new Map<Expr, Value>();
  /** Values of whole questions that a limit cut off. */
  readonly answers = new Map<Expr, Value>();
  /** Which branches run. */
  readonly taken = new Map<Block, boolean | undefined>();
}
