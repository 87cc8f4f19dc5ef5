/** Cache markers that code puts on the first messages of a conversation, where they stay while it grows. */
import type { Block, Effect, Expr } from '../facts.ts';
import type { Location } from '../ir.ts';
import { locate, type LinkedFile } from './value.ts';

/** Keys under which markers are written (2026-11-22). */
const MARKER_KEYS: ReadonlySet<string> = new Set(['cache_control', 'cacheControl', 'cachePoint', 'cache_point']);
const CONVERSATION = /messag|hist|convers|turns/i;
/** A loop that begins at the end, or goes through the last elements. */
const FROM_THE_END = /\[\s*-|\(\s*-|revers|::\s*-1|\blen\(|\.length\b|--/i;
/** A loop through the first elements. */
const FIRST_ONES = /\[\s*:\s*\w+\s*\]|\.slice\(\s*0\s*,|\.take\(|islice\(/;
/** A condition that holds for the first elements only: a counter below a number. */
const COUNTED = /\w\s*<=?\s*\w/;

/** Where markers are set in a loop over a conversation that ends after the first few messages; undefined when no code of the file does that. */
export function frontMarkers(file: LinkedFile): Location | undefined {
  for (const { effects } of file.facts.scopes)
    for (const effect of effects) {
      if (effect.kind !== 'set' || effect.key?.kind !== 'text' || !MARKER_KEYS.has(effect.key.value)) continue;
      if (stopsAfterTheFirst(file, effect)) return locate(file, effect);
    }
  return undefined;
}

function stopsAfterTheFirst(file: LinkedFile, effect: Effect): boolean {
  const { blocks, scopes } = file.facts;
  const name = rootOf(effect.target);
  const conditions: Block[] = [];
  for (let at = effect.block; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
    const block = blocks[at];
    if (block?.kind === 'branch') conditions.push(block);
    if (block?.kind !== 'for' || block.header === undefined) continue;
    const header = file.text.slice(block.header.start, block.header.end);
    const isElement = scopes[effect.scope]?.bindings.get(name)?.some(({ kind }) => kind === 'loop') === true;
    if (!isElement || !CONVERSATION.test(header) || FROM_THE_END.test(header)) return false;
    const tests = conditions.map((one) => (one.header === undefined ? '' : file.text.slice(one.header.start, one.header.end)));
    // What asks how many there are, or which role has spoken, may well find the last one.
    if (tests.some((test) => FROM_THE_END.test(test))) return false;
    const ends = block.exits && /\bbreak\b/.test(file.text.slice(block.start, block.end));
    return FIRST_ONES.test(header) || ends || tests.some((test) => COUNTED.test(test));
  }
  return false;
}

/** The name that a chain of members and elements begins with. */
function rootOf(expr: Expr): string {
  let at = expr;
  while (at.kind === 'member' || at.kind === 'index') at = at.object;
  return at.kind === 'name' ? at.name : '';
}
