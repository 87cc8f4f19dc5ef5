/** Which assignments reach a use: questions about blocks, answered from the facts of one file alone. */
import type { Block, Effect, FileFacts, Span } from '../facts.ts';
import type { Branch, Certainty } from '../ir.ts';

/** True when control that reaches `inner` has passed through `outer`: `outer` is the same block or encloses it. */
export function encloses(facts: FileFacts, outer: number, inner: number): boolean {
  for (let at = inner; at >= 0; at = facts.blocks[at]?.parent ?? -1) if (at === outer) return true;
  return false;
}

/** True when two places lie in different branches of the same statement, so that one run sees only one of them. */
export function exclusive(facts: FileFacts, a: number, b: number): boolean {
  const ancestors = new Map<number, number>();
  for (let at = a; at >= 0; at = facts.blocks[at]?.parent ?? -1) {
    const block = facts.blocks[at];
    if (block?.kind === 'branch') ancestors.set(block.group, at);
  }
  for (let at = b; at >= 0; at = facts.blocks[at]?.parent ?? -1) {
    const block = facts.blocks[at];
    if (block?.kind !== 'branch') continue;
    const other = ancestors.get(block.group);
    if (other !== undefined && other !== at) return true;
  }
  return false;
}

/** True for `for`, `while` and comprehensions. */
export function isLoop(block: Block | undefined): boolean {
  return block?.kind === 'for' || block?.kind === 'while' || block?.kind === 'comprehension';
}

/** Innermost loop of the same function around a block; -1 when there is none. */
export function enclosingLoop(facts: FileFacts, from: number): number {
  for (let at = from; at >= 0; at = facts.blocks[at]?.parent ?? -1) {
    const block = facts.blocks[at];
    if (isLoop(block)) return at;
    if (block?.kind === 'body') return -1;
  }
  return -1;
}

/** True for a loop that only repeats a request that failed, by the name of its variable. */
export function isRetryLoop(facts: FileFacts, loop: number): boolean {
  const scope = facts.scopes[facts.blocks[loop]?.scope ?? -1];
  for (const bindings of scope?.bindings.values() ?? [])
    for (const { kind, block, name } of bindings) if (kind === 'loop' && block === loop && /attempt|retr|tries/i.test(name)) return true;
  return false;
}

/**
 * True for a `while` that is left as soon as the call has worked: a `return` or `break` behind it, in the same block or in one around it.
 * What brings another turn is an error. Asked of the text, by its indentation: facts do not keep where a loop is left.
 */
export function endsWhenDone({ facts, text }: { readonly facts: FileFacts; readonly text: string }, loop: number, call: Span): boolean {
  const block = facts.blocks[loop];
  if (block?.kind !== 'while') return false;
  const before = text.slice(text.lastIndexOf('\n', call.start) + 1, call.start);
  let least = indentOf(before);
  // The rest of the line on which the call ends belongs to its statement.
  for (const line of text
    .slice(call.end, Math.min(block.end, call.end + LONGEST_BODY))
    .split('\n')
    .slice(1)) {
    if (line.trim() === '') continue;
    if (/\bcontinue\b/.test(line)) return false;
    least = Math.min(least, indentOf(line));
    if (/^\s*(?:return|break)\b/.test(line) && indentOf(line) === least) return true;
  }
  return false;
}

/** Longest code behind a call that is looked at, in UTF-16 units. */
const LONGEST_BODY = 5000;

function indentOf(line: string): number {
  return /^\s*/.exec(line)?.[0].length ?? 0;
}

/** Innermost loop around a block that sends something new on every turn; -1 when there is none. */
export function enclosingTurns(facts: FileFacts, from: number): number {
  let loop = enclosingLoop(facts, from);
  while (loop >= 0 && isRetryLoop(facts, loop)) loop = enclosingLoop(facts, facts.blocks[loop]?.parent ?? -1);
  return loop;
}

/** True when a loop of the same function holds both places: a later statement then comes before an earlier one on the next turn. */
export function shareLoop(facts: FileFacts, a: number, b: number): boolean {
  return sharedLoop(facts, a, b) >= 0;
}

/** The innermost loop of the same function that holds both places; -1 when there is none. */
export function sharedLoop(facts: FileFacts, a: number, b: number): number {
  let loop = enclosingLoop(facts, a);
  while (loop >= 0 && !encloses(facts, loop, b)) loop = enclosingLoop(facts, facts.blocks[loop]?.parent ?? -1);
  return loop;
}

/**
 * The outermost branch between a statement and a use behind it, where the statement has others: one of them runs. Undefined where nothing excludes it.
 */
export function branchBefore(facts: FileFacts, block: number, use: number): Branch | undefined {
  let found: Block | undefined;
  let index = -1;
  for (let at = block; at >= 0 && !encloses(facts, at, use); at = facts.blocks[at]?.parent ?? -1) {
    const here = facts.blocks[at];
    if (here === undefined || here.kind === 'body' || isLoop(here)) break;
    if (here.kind === 'branch') [found, index] = [here, at];
  }
  if (found === undefined || !facts.blocks.some((other, at) => other.kind === 'branch' && other.group === found.group && at !== index))
    return undefined;
  return { group: `${facts.uri} ${String(found.group)}`, branch: index };
}

/**
 * How sure a statement in `block` has run, and how often, when control reaches `use`, counted since `since` (the block in which the value
 * that it changes was made).
 *
 * @param taken the branches around it are known to be those that run
 */
export function certaintyOf(facts: FileFacts, block: number, use: number, since: number, taken = false): Certainty {
  let result: Certainty = 'always';
  for (let at = block; at >= 0 && !encloses(facts, at, since); at = facts.blocks[at]?.parent ?? -1) {
    const here = facts.blocks[at];
    if (here === undefined || here.kind === 'body') break;
    if (isLoop(here)) return 'repeated';
    if (((here.kind === 'branch' && !taken) || here.kind === 'handler') && !encloses(facts, at, use)) result = 'maybe';
  }
  return result;
}

/** Effects by the first name of their target, for quick look-up. */
export function effectsByName(facts: FileFacts): ReadonlyMap<string, readonly Effect[]> {
  const result = new Map<string, Effect[]>();
  for (const scope of facts.scopes) {
    for (const effect of scope.effects) {
      const key = targetKey(effect);
      if (key === undefined) continue;
      const known = result.get(key);
      if (known === undefined) result.set(key, [effect]);
      else known.push(effect);
    }
  }
  return result;
}

/**
 * `name` for a plain name, `class#attribute` for an attribute of the own instance, either with `[]` for an entry; `name.member` for what is set on
 * a member; undefined for anything deeper.
 */
export function targetKey(effect: Effect): string | undefined {
  const { target } = effect;
  if (target.kind === 'index') {
    const of = targetKey({ ...effect, target: target.object, kind: 'other' });
    return of === undefined || of.endsWith('[]') ? undefined : `${of}[]`;
  }
  if (target.kind === 'name') return target.name;
  if (target.kind === 'member' && target.object.kind === 'self') return attributeKey(target.object.scope, target.name);
  if (target.kind === 'member' && target.object.kind === 'name' && effect.kind === 'set') return `${target.object.name}.${target.name}`;
  if (target.kind === 'self' && effect.kind === 'set' && effect.key?.kind === 'text') return attributeKey(target.scope, effect.key.value);
  return undefined;
}

/** Key of an attribute of a class of this file. */
export function attributeKey(classScope: number, name: string): string {
  return `${classScope}#${name}`;
}

/** Place at which a name is used. */
export interface Use {
  readonly offset: number;
  readonly block: number;
  readonly scope: number;
}
