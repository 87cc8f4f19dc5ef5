/** What rules ask of the constant text of a prompt. */
import type { PromptCall, Role, TextPart } from '../ir.ts';

/** Longest text that is looked at, in UTF-16 units: what a prompt asks for stands at its begin or end. */
const LONGEST = 60_000;

/** Texts that give instructions, in the order in which they are sent. */
export function instructionParts(call: PromptCall, roles: readonly Role[] = ['system', 'user']): TextPart[] {
  return call.segments
    .filter((segment) => roles.includes(segment.role))
    .flatMap((segment) => segment.parts)
    .filter((part): part is TextPart => part.kind === 'text');
}

/** The instructions of a call as one text; holes are a blank. */
export function instructionText(call: PromptCall): string {
  const text = call.segments
    .filter((segment) => segment.role === 'system' || segment.role === 'user')
    .map((segment) => segment.parts.map((part) => (part.kind === 'text' ? part.text : ' ')).join(''))
    .join('\n');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)}\n${text.slice(-LONGEST / 2)}`;
}

/** True for a call that passes on what its own callers say: what stands in the source is looked at where it stands. */
export function isCaller(call: PromptCall): boolean {
  return call.kind === 'wrapper';
}
