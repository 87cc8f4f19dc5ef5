import type { Language } from 'web-tree-sitter';
import type { ReadGrammar } from '../front-end.ts';
import type { Parser } from '../syntax-tree.ts';
import { wasmParser } from './parser.ts';

/** File of the parser's own code, which all grammars share. */
export const RUNTIME_FILE = 'web-tree-sitter.wasm';

/** A tree-sitter grammar that is loaded when its language is first met. Loaded code stays for the life of the process, as modules do. */
export interface WasmGrammar {
  /** Answers with an empty, incomplete tree as long as the grammar is not loaded. */
  readonly parser: Parser;
  /** Loads parser and grammar once; a failure is not kept, so that a later call tries again. Rejects with the reason. */
  prepare(read: ReadGrammar): Promise<void>;
  ready(): boolean;
}

/**
 * A grammar by the name of its file.
 *
 * @param bridge rewrites what the grammar does not know, without moving anything: the result has the same length
 */
export function wasmGrammar(file: string, bridge: (text: string) => string = (text) => text): WasmGrammar {
  let language: Language | undefined;
  let loading: Promise<void> | undefined;
  const load = async (read: ReadGrammar): Promise<void> => {
    const { Edit: edit, Language: loader, Parser: base } = await runtime(read);
    const bytes = await read(file);
    const loaded = await loader.load(bytes);
    parser.use(new base(), loaded, edit);
    language = loaded;
  };
  const parser = wasmParser(bridge);
  return {
    parser,
    ready: () => language !== undefined,
    async prepare(read) {
      loading ??= load(read);
      try {
        await loading;
      } catch (error) {
        loading = undefined;
        throw error;
      }
    },
  };
}

type Runtime = typeof import('web-tree-sitter');

let started: Promise<Runtime> | undefined;

/** The parser's code, which its package itself keeps once per process. */
async function runtime(read: ReadGrammar): Promise<Runtime> {
  started ??= start(read);
  try {
    return await started;
  } catch (error) {
    started = undefined;
    throw error;
  }
}

async function start(read: ReadGrammar): Promise<Runtime> {
  const [library, bytes] = await Promise.all([import('web-tree-sitter'), read(RUNTIME_FILE)]);
  // A copy whose buffer holds nothing else: that is what the loader expects.
  await library.Parser.init({ wasmBinary: new Uint8Array(bytes).buffer });
  return library;
}
