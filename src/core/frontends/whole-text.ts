import type { FactsBuilder } from './facts-builder.ts';

/** Longest text that is read in one go, in UTF-16 units: every reader of text is done with as much within 50 ms. */
export const MAX_WHOLE_TEXT = 1_000_000;

/** True for a text that is too long to be read in one go; the facts say so. */
export function isTooLong(text: string, out: FactsBuilder): boolean {
  if (text.length <= MAX_WHOLE_TEXT) return false;
  const message = `the file has ${text.length.toLocaleString('en-US')} characters; more than ${MAX_WHOLE_TEXT.toLocaleString('en-US')} are not read`;
  out.problems.push({ message, unread: true, span: undefined });
  return true;
}
