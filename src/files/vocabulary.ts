import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The packed vocabulary of o200k_base for `createO200kCount`: the file `o200k.bin` beside the built program, which `scripts/vocabulary.ts` makes.
 * Rejects when it is missing.
 */
export async function readVocabulary(): Promise<Uint8Array> {
  const here = import.meta.dirname;
  // The bundler may put this module into the folder of chunks; run from source, it takes what was built last.
  const file = [path.join(here, NAME), path.join(here, '..', NAME), path.join(here, '../../dist', NAME)].find((candidate) =>
    existsSync(candidate),
  );
  if (file === undefined)
    throw new Error(`the file ${NAME}, which tokens are counted with, is missing beside the program; install Pennylint again`);
  return readFile(file);
}

const NAME = 'o200k.bin';
