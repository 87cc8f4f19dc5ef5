import type { Language } from './facts.ts';
import { isBundle } from './minified.ts';

/** Text longer than this is not analysed, in UTF-16 units: prompts of such a size are data. */
export const MAX_TEXT_LENGTH = 4_000_000;

/** Why a text is not analysed, in words; undefined when it is. */
export function refusalOf(text: string, language: Language): string | undefined {
  if (text.length > MAX_TEXT_LENGTH)
    return `the file has ${text.length.toLocaleString('en-US')} characters; more than ${MAX_TEXT_LENGTH.toLocaleString('en-US')} are not analysed`;
  if (text.slice(0, 8192).includes('\0')) return 'the file is binary';
  return isBundle(text, language) ? 'the file is minified code' : undefined;
}
