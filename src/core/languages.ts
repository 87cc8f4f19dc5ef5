import type { FrontEnd } from './frontends/front-end.ts';
import { frontEndFor } from './frontends/index.ts';
import type { Host } from './host.ts';

/** Loads what languages need before their files can be parsed. */
export interface Languages {
  /** Loads a language once. Resolves to what went wrong, in plain words; it is told to the log once and remembered. */
  prepare(frontEnd: FrontEnd): Promise<string | undefined>;
  /** Loads the languages of some files; one problem per language that cannot be analysed. */
  prepareAll(uris: readonly string[]): Promise<string[]>;
}

/** Grammars come from the host. */
export function createLanguages(host: Pick<Host, 'readGrammar' | 'log'>): Languages {
  const preparing = new Map<FrontEnd, Promise<string | undefined>>();
  const prepare = (frontEnd: FrontEnd): Promise<string | undefined> => {
    if (frontEnd.prepare === undefined || frontEnd.ready?.() === true) return Promise.resolve(undefined);
    let result = preparing.get(frontEnd);
    if (result === undefined) {
      result = frontEnd.prepare(host.readGrammar).then(
        () => undefined,
        (error: unknown) => {
          const problem = `Files of the language ${frontEnd.language} are not analysed: its grammar cannot be loaded (${error instanceof Error ? error.message : String(error)}). Reinstalling Pennylint restores it.`;
          host.log(problem);
          return problem;
        },
      );
      preparing.set(frontEnd, result);
    }
    return result;
  };
  const prepareAll = async (uris: readonly string[]): Promise<string[]> => {
    const needed = new Set(uris.map((uri) => frontEndFor(uri, undefined)).filter((frontEnd) => frontEnd !== undefined));
    const problems = await Promise.all([...needed].map(prepare));
    return problems.filter((problem) => problem !== undefined);
  };
  return { prepare, prepareAll };
}
