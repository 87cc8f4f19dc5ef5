/** The vocabulary that the build ships: o200k_base as gpt-tokenizer publishes it, packed so that it is read without parsing. */
import ranks from 'gpt-tokenizer/bpeRanks/o200k_base';
import { packRanks } from '../src/core/tokens/byte-ranks.ts';

/** The package that the vocabulary is taken from, for its notice. */
export const VOCABULARY_PACKAGE = 'gpt-tokenizer';

/** The bytes of `o200k.bin`: 1.6 MB. */
export function packedVocabulary(): Uint8Array {
  const encoder = new TextEncoder();
  return packRanks(ranks.map((entry) => (typeof entry === 'string' ? encoder.encode(entry) : Uint8Array.from(entry))));
}
