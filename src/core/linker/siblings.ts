import type { FileFacts, Language } from '../facts.ts';
import { frontEndFor } from '../frontends/index.ts';
import type { ProjectFiles } from './project.ts';

/** Files that may declare a name which a file sees without importing it, nearest first. */
export type Siblings = (from: FileFacts, name: string) => readonly string[];

/** How names are seen across files: in one folder (Go), or wherever they are declared, when nothing else has the name. */
const scopes: Readonly<Partial<Record<Language, 'folder' | 'project'>>> = {
  go: 'folder',
  java: 'folder',
  kotlin: 'project',
  csharp: 'project',
  ruby: 'project',
  php: 'folder',
  baml: 'project',
};

/** True for a language in which a file sees names of other files without importing them. */
export function seesSiblings(language: Language): boolean {
  return scopes[language] !== undefined;
}

/** Declarations of the file's own level, found by text: what is found is proven when the file is parsed. */
const declarations =
  /^[ \t]*(?:(?:public|private|protected|internal|static|final|abstract|sealed|partial|readonly|data|open|export|async|suspend|inline|const)\s+)*(?:class|interface|record|enum|struct|object|module|type|func|fun|function|const val|const|var|val|def)\s+(?:\([^)]*\)\s*)?(?:\w+::)*([A-Za-z_]\w*)/gm;

/** Types that get methods in a file. */
const receivers = /^func\s*\(\s*\w*\s*\*?(\w+)[^)]*\)/gm;

const constants = /^[ \t]*([A-Z]\w*)\s*=[^=]/gm;

const clients = /^[ \t]*client[ \t]*<[ \t]*llm[ \t]*>[ \t]*(\w+)/gm;

/** Builds the look-up of a project when it is first asked for. */
export function createSiblings(files: ProjectFiles): Siblings {
  const byName = new Map<string, string[]>();
  for (const uri of files.uris) {
    const language = frontEndFor(uri, undefined)?.language;
    if (language === undefined || scopes[language] === undefined) continue;
    const text = files.read(uri) ?? '';
    const names = new Set([...text.matchAll(declarations)].map((match) => match[1] ?? ''));
    if (language === 'go') for (const match of text.matchAll(receivers)) names.add(match[1] ?? '');
    if (language === 'ruby') for (const match of text.matchAll(constants)) names.add(match[1] ?? '');
    if (language === 'baml') for (const match of text.matchAll(clients)) names.add(match[1] ?? '');
    for (const name of names) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [uri]);
      else known.push(uri);
    }
  }
  return (from, name) => {
    const reach = scopes[from.language];
    const found = byName.get(name);
    if (reach === undefined || found === undefined) return [];
    const folder = from.uri.slice(0, from.uri.lastIndexOf('/') + 1);
    const language = (uri: string): boolean => frontEndFor(uri, undefined)?.language === from.language;
    const here = found.filter((uri) => uri.startsWith(folder) && !uri.slice(folder.length).includes('/') && language(uri));
    if (reach === 'folder') return here;
    const shared = (uri: string): number => {
      let length = 0;
      while (length < uri.length && uri[length] === from.uri[length]) length++;
      return length;
    };
    return found
      .filter(language)
      .sort((a, b) => shared(b) - shared(a))
      .slice(0, 4);
  };
}
