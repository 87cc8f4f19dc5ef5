import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Packages that the grammar files come from, for running from source; a built Pennylint has copies of its own. */
const packages: readonly string[] = ['web-tree-sitter/', '@vscode/tree-sitter-wasm/wasm/', '@tree-sitter-grammars/tree-sitter-kotlin/'];

/**
 * The bytes of a grammar file, from the folder `grammars` beside the built program, or from the packages that it is built from. Rejects
 * when there is no such file.
 */
export async function readGrammar(file: string): Promise<Uint8Array> {
  if (!/^[\w-]+\.wasm$/.test(file)) throw new Error(`${file} is no name of a grammar`);
  const here = import.meta.dirname;
  // The bundler may put this module into the folder of chunks.
  const built = [path.join(here, 'grammars', file), path.join(here, '..', 'grammars', file)].find((candidate) => existsSync(candidate));
  if (built !== undefined) return readFile(built);
  const { resolve } = createRequire(import.meta.url);
  for (const name of packages) {
    const folder = resolve
      .paths(name)
      ?.map((base) => path.join(base, name, file))
      .find((candidate) => existsSync(candidate));
    if (folder !== undefined) return readFile(folder);
  }
  throw new Error(`the file grammars/${file} is missing`);
}
