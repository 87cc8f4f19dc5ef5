/** Cuts of lists that are followed: slices, elements that are taken away at the front, and the limits under which that is done. */
import type { Block, Effect, Expr, Span } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './value.ts';
import { cutsSeldomAround, leftBelow, numberAt, numberWritten, TURN_MESSAGES } from './window-limits.ts';
import {
  asksForLimit,
  asksWhatIsFirst,
  blockAsking,
  cutOf,
  headerOf,
  keptBySplice,
  leavingWhenItFits,
  LENGTH_WORDS,
  takenOrDeleted,
} from './window-shapes.ts';

/** Looks at one expression or statement, and notes what it cuts. */
export interface CutSearch {
  readonly slice: (where: LinkedFile, whole: Expr, block: number) => Expr | undefined;
  readonly dropped: (where: LinkedFile, effect: Effect) => void;
  readonly noteLimit: (where: LinkedFile, span: Span, header: Expr) => void;
}

/** `sys.getsizeof(messages) > 4000`: eight bytes for each message, whatever it says, so that hundreds are kept. */
const SIZE_OF_LIST = /\bgetsizeof\(\s*\w*(?:messages|history|turns)\s*\)/i;

/**
 * The search that goes with one search in lists.
 *
 * @param beside messages that stand beside the list that is followed
 */
export function cutSearch(
  evaluator: Evaluator,
  note: (where: LinkedFile, span: Span, keeps: number | undefined) => void,
  beside: () => number,
): CutSearch {
  /** `history[-10:]`, `history.slice(-10)`, `history[2:]` when it has become too long; gives the list that is cut. */
  const slice = (where: LinkedFile, whole: Expr, block: number): Expr | undefined => {
    const cut = cutOf(where, whole);
    if (cut === undefined) return undefined;
    const { list, kept, skips } = cut;
    if (skips !== undefined) {
      const around = where.facts.blocks[block];
      if (around !== undefined && skips <= TURN_MESSAGES && asksForLimit(headerOf(where, around), where.text.slice(list.start, list.end)))
        tooLong(where, whole, around, skips);
      return list;
    }
    const number = numberAt(evaluator, where, whole, kept);
    const stays = number === undefined ? undefined : number + beside();
    if (!cutsSeldomAround(evaluator, where, block, stays, list, kept)) note(where, whole, number);
    return list;
  };

  /** `pop(0)`, `shift()`, `splice(0, 2)`, `del messages[1:3]` where the list has become too long. */
  const dropped = (where: LinkedFile, effect: Effect): void => {
    const { value } = effect;
    const left = value.kind === 'call' ? keptBySplice(where, value) : undefined;
    if (left !== undefined) {
      const keeps = numberWritten(where, left);
      if (!cutsSeldomAround(evaluator, where, effect.block, keeps, undefined, left)) note(where, effect, keeps);
      return;
    }
    const count = takenOrDeleted(where, value);
    const around = blockAsking(where, effect);
    if (count !== undefined && around !== undefined) tooLong(where, effect, around, count);
  };

  /** Elements are taken away because the list has become too long: the oldest turn each time, or as many as are too much. */
  const tooLong = (where: LinkedFile, span: Span, around: Block, count: number): void => {
    const header = headerOf(where, around);
    if (!LENGTH_WORDS.test(header) || SIZE_OF_LIST.test(header) || asksWhatIsFirst(header)) return;
    if (around.header !== undefined && ((around.kind === 'branch' && count <= TURN_MESSAGES) || around.kind === 'while'))
      noteLimit(where, span, (around.kind === 'while' ? leavingWhenItFits(where, around) : undefined) ?? around.header);
  };

  /** A limit of messages, or of tokens; one that is as high as what models take is there for safety. */
  const noteLimit = (where: LinkedFile, span: Span, header: Expr): void => {
    const left = leftBelow(evaluator, where, header);
    if (left !== undefined) note(where, span, left.keeps);
  };

  return { slice, dropped, noteLimit };
}
