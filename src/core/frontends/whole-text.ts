import type { FactsBuilder } from './facts-builder.ts';
import { grouped } from '../grouped.ts';

/** Longest text of data that is read in one go, in UTF-16 units: every reader is done with as much within 50 ms. */
export const MAX_WHOLE_TEXT = 1_000_000;

/** The same for files of requests and commands, and for templates without a head. */
export const MAX_SCRIPT_TEXT = 500_000;

/** The same for a text that is one prompt. Nobody writes prompts of that length; the longest skill measured has 300,000. */
export const MAX_PROMPT_TEXT = 320_000;

/** The same for templates of messages, which are taken apart in one step. */
export const MAX_TEMPLATE_TEXT = 250_000;

/** True for a text that is too long to be read in one go; the facts say so. */
export function isTooLong(text: string, out: FactsBuilder, limit = MAX_WHOLE_TEXT): boolean {
  if (text.length <= limit) return false;
  const message = `the file has ${grouped(text.length)} characters; more than ${grouped(limit)} are not read`;
  out.problems.push({ message, unread: true, span: undefined });
  return true;
}
