import type { HolePart, PromptCall } from '../ir.ts';
import { moveBlock } from './relocate-blocks.ts';
import { moveOperands } from './relocate-operands.ts';
import { moveInText } from './relocate-text.ts';
import type { Fix } from './rule.ts';

/**
 * Moves a hole, with the line, sentence, operand or block it stands in, behind the stable text: to the end of its string, of the concatenation
 * or list that the string is a part of, or of the blocks or messages of the same role. All other text keeps its bytes and its order, so the
 * stable text becomes one prefix. Undefined where that would tear a sentence, or where the pieces do not stand side by side.
 *
 * @param saving what the move is worth, to be put behind the title; empty when that is not known
 */
export function relocate(call: PromptCall, hole: HolePart, textOf: (uri: string) => string | undefined, saving: string): Fix | undefined {
  if (hole.certainty !== 'always') return undefined;
  const segment = call.segments.find((candidate) => candidate.parts.includes(hole));
  if (segment === undefined) return undefined;
  const edits = moveInText(segment, hole, textOf) ?? moveOperands(segment, hole, textOf) ?? moveBlock(call, segment, textOf);
  return edits === undefined
    ? undefined
    : { title: `Move \`${hole.expression}\` behind the stable prefix${saving}`, safety: 'review', edits };
}
