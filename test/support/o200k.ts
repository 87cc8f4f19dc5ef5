import { packedVocabulary } from '../../scripts/vocabulary.ts';
import { createO200kCount } from '../../src/core/tokens/o200k.ts';

/** The exact o200k_base count, with the vocabulary as the build packs it. */
export const countO200k = createO200kCount(packedVocabulary());
