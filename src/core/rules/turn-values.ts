/** Values of a system text that are other ones on every turn of a conversation: nothing behind them is read from the cache. */
import type { HolePart, PromptCall } from '../ir.ts';
import { differsByTurn } from './hole-names.ts';

/** Values that differ on every turn of one conversation; a whole user message is not one of them. */
export function growsEachTurn(hole: HolePart): boolean {
  if (hole.turn === true || (hole.volatility === 'per-request' && hole.loop?.counts === true)) return true;
  return (
    hole.volatility === 'per-request' &&
    (hole.source === 'time' || hole.source === 'random') &&
    hole.granularity !== 'hour' &&
    hole.granularity !== 'day'
  );
}

/** Names that say that a text is made anew for every turn, or counts the turns. */
const MADE_ANEW =
  /\bdynamic_?(prompt|section|block|part)s?\b|context\b|knowledge|memories|retriev|datetime|\b(?!max|min)\w*?(turns|turn_?(count|number|no|index)|message_?count)\b/i;
const LIMIT = /\b(max|min)|limit/i;

/** True where a value of the system text, in front of the conversation, is another one on every turn: of what stands behind it nothing is cached. */
export function changesBeforeConversation({ segments }: PromptCall): boolean {
  const end = segments.findIndex(({ role }) => role !== 'system');
  return segments
    .slice(0, end < 0 ? undefined : end)
    .flatMap(({ parts }) => parts)
    .some((part) => part.kind === 'hole' && (growsEachTurn(part) || isMadeAnew(part)));
}

function isMadeAnew({ expression, volatility, source, granularity }: HolePart): boolean {
  // A day, or an hour, is the same for all turns of a conversation; so is what is bound once.
  if (volatility === 'per-day' || volatility === 'constant' || volatility === 'per-process') return false;
  if (source === 'time' && (granularity === 'hour' || granularity === 'day')) return false;
  if (MADE_ANEW.test(expression) && !LIMIT.test(expression)) return true;
  return volatility === 'unknown' && differsByTurn(expression);
}
