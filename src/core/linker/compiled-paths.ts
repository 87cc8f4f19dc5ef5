import type { Language } from '../facts.ts';
import { isSdkModule } from './foreign-names.ts';
import type { ProjectFiles } from './project.ts';

const endings: Readonly<Partial<Record<Language, readonly string[]>>> = {
  go: ['.go'],
  java: ['.java', '.kt'],
  kotlin: ['.kt', '.java'],
  php: ['.php'],
  ruby: ['.rb'],
  rust: ['.rs'],
  csharp: ['.cs'],
};

/** True for the languages whose imports this file resolves. */
export function isCompiled(language: Language): boolean {
  return endings[language] !== undefined;
}

/** Finds the file that an import of Go, Java, Kotlin, PHP, Ruby or Rust means, among the files of a project. */
export function createCompiledResolver(files: ProjectFiles): (folder: string, language: Language, module: string) => string | undefined {
  const byName = new Map<string, string[]>();
  const byFolder = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, uri: string): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [uri]);
    else known.push(uri);
  };
  for (const uri of files.uris) {
    const slash = uri.lastIndexOf('/');
    add(byName, uri.slice(slash + 1), uri);
    const folder = uri.slice(0, slash);
    add(byFolder, folder.slice(folder.lastIndexOf('/') + 1), uri);
  }
  return (folder, language, module) => {
    const segments = module.split(/[./\\:]+/).filter((segment) => segment !== '' && !/^v\d+$/.test(segment));
    const last = segments.at(-1) ?? '';
    if (language === 'ruby') return rubyFile(folder, module, byName);
    if (language === 'go') return isSdkModule(language, module) ? undefined : goPackage(module, byFolder);
    if (language === 'rust') return rustModule(folder, module, byName);
    for (const ending of endings[language] ?? []) {
      // The folders of a class are its package, in any source root; the last two must agree.
      const wanted = segments.slice(-2).join('/');
      const found = (byName.get(`${last}${ending}`) ?? []).filter(
        (uri) => segments.length < 2 || uri.slice(0, -ending.length).toLowerCase().endsWith(wanted.toLowerCase()),
      );
      if (found.length > 0) return nearest(found, folder);
    }
    return undefined;
  };
}

/** A package of Go is a folder; the file that is linked stands for it, and its siblings hold the other names. */
function goPackage(module: string, byFolder: ReadonlyMap<string, readonly string[]>): string | undefined {
  const segments = module.replace(/\/v\d+$/, '').split('/');
  // Modules of the project have a host in front as foreign ones do: at least the last two folders must agree, or the one below the root.
  const found = (byFolder.get(segments.at(-1) ?? '') ?? []).filter((uri) => uri.endsWith('.go') && !uri.endsWith('_test.go'));
  for (let length = Math.min(segments.length, 4); length >= 2; length--) {
    const tail = `/${segments.slice(-length).join('/')}/`;
    const match = found.find((uri) => uri.slice(0, uri.lastIndexOf('/') + 1).endsWith(tail));
    if (match !== undefined) return match;
  }
  return undefined;
}

function rubyFile(folder: string, module: string, byName: ReadonlyMap<string, readonly string[]>): string | undefined {
  const last = module.slice(module.lastIndexOf('/') + 1).replace(/\.rb$/, '');
  const tail = module.replace(/^(\.\.?\/)+/, '').replace(/\.rb$/, '');
  return nearest(
    (byName.get(`${last}.rb`) ?? []).filter((uri) => uri.endsWith(`/${tail}.rb`)),
    folder,
  );
}

function rustModule(folder: string, module: string, byName: ReadonlyMap<string, readonly string[]>): string | undefined {
  const match = /^(crate|super|self)\./.exec(module);
  const segments = module.split('.').filter((segment) => !['crate', 'super', 'self'].includes(segment));
  const last = segments.at(-1);
  if (match === null || last === undefined) return undefined;
  const tail = segments.join('/');
  return nearest(
    [
      ...(byName.get(`${last}.rs`) ?? []).filter((uri) => uri.endsWith(`/${tail}.rs`)),
      ...(byName.get('mod.rs') ?? []).filter((uri) => uri.endsWith(`/${tail}/mod.rs`)),
    ],
    folder,
  );
}

function nearest(candidates: readonly string[], folder: string): string | undefined {
  const shared = (uri: string): number => {
    let length = 0;
    while (length < uri.length && uri[length] === folder[length]) length++;
    return length;
  };
  return [...candidates].sort((a, b) => shared(b) - shared(a) || a.length - b.length)[0];
}
