/** How texts are searched for what they call, import and build on, before anything is parsed. */
import { frontEndFor } from '../frontends/index.ts';
import { hashOfWord, mayCall, mayImport, mayImportByList, WordFilter } from './word-filter.ts';

/** Text whose words are noted during one search, in UTF-16 units: noting takes as long as a dozen searches, and most projects need fewer. */
const NOTED_PER_SEARCH = 1_000_000;

/** Searches of the programs of a project by a word; each is made once, and an edit looks at its own file alone. */
export class TextSearches {
  /** Files that may call functions: those of data do not. */
  private readonly programs: ReadonlySet<string>;
  private readonly textOf: (uri: string) => string | undefined;
  private readonly callers = new Map<string, Set<string>>();
  private readonly importers = new Map<string, Set<string>>();
  /** What the words of each text are, for those that were noted. */
  private readonly words = new Map<string, WordFilter>();

  constructor(uris: readonly string[], textOf: (uri: string) => string | undefined) {
    this.programs = new Set(uris.filter((uri) => frontEndFor(uri, undefined)?.mayConcern === undefined));
    this.textOf = textOf;
  }

  /** Programs whose text may call a name. */
  mentioning(name: string): ReadonlySet<string> {
    let uris = this.callers.get(name);
    if (uris === undefined) {
      uris = this.where(name, (text) => mayCall(text, name));
      this.callers.set(name, uris);
    }
    return uris;
  }

  /** Programs whose text may import a name. */
  importing(name: string): ReadonlySet<string> {
    let uris = this.importers.get(name);
    if (uris === undefined) {
      uris = this.where(name, (text, uri) => importPattern(uri)(text, name));
      this.importers.set(name, uris);
    }
    return uris;
  }

  /** Programs that hold a word, and whose text passes; not remembered. */
  where(word: string, passes: (text: string, uri: string) => boolean): Set<string> {
    const hash = hashOfWord(word);
    const uris = new Set<string>();
    let room = NOTED_PER_SEARCH;
    for (const uri of this.programs) {
      let words = this.words.get(uri);
      if (words?.mayHold(hash) === false) continue;
      const text = this.textOf(uri);
      if (text === undefined) continue;
      if (words === undefined && room > 0) {
        room -= text.length;
        words = new WordFilter(text);
        this.words.set(uri, words);
      }
      if (words?.mayHold(hash) !== false && passes(text, uri)) uris.add(uri);
    }
    return uris;
  }

  /** Looks again at a file whose text has changed. */
  update(uri: string, text: string): void {
    if (!this.programs.has(uri)) return;
    const words = new WordFilter(text);
    this.words.set(uri, words);
    const imports = importPattern(uri);
    const again = (known: ReadonlyMap<string, Set<string>>, passes: (text: string, name: string) => boolean): void => {
      for (const [name, uris] of known) {
        if (words.mayHold(hashOfWord(name)) && passes(text, name)) uris.add(uri);
        else uris.delete(uri);
      }
    };
    again(this.callers, mayCall);
    again(this.importers, imports);
  }
}

/** How a file's text is asked whether it imports a name. */
function importPattern(uri: string): typeof mayImport {
  const language = frontEndFor(uri, undefined)?.language;
  return language === 'python' || language === 'typescript' || language === 'javascript' ? mayImportByList : mayImport;
}

/** A class or interface whose head mentions a name as its base, in Python and in scripts. */
export function heirPattern(name: string): RegExp {
  const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\b(?:class\\s[^{:]{0,200}|interface\\s[^{]{0,200})(?<![\\w$])${word}(?![\\w$])`);
}
