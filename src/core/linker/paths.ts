import type { Language } from '../facts.ts';
import { createCompiledResolver, isCompiled } from './compiled-paths.ts';
import type { ProjectFiles } from './project.ts';

/** Finds the file that an import means, by the languages' own rules, among the files of a project. */
export interface PathResolver {
  /**
   * URI of the imported file, or undefined for foreign code.
   *
   * @param anywhere true for a file that puts folders on Python's search path itself: a module by its bare name may stand in any of them
   * @param name what is imported of the module
   */
  resolve(from: string, language: Language, module: string, anywhere?: boolean, name?: string): string | undefined;
  /** Where a file that a script imports by its whole name may stand, relative or by an alias of `tsconfig.json`; most likely first. */
  targets(from: string, module: string): readonly string[];
}

/**
 * Builds the look-up tables of a project.
 *
 * @param foreign packages that are foreign code, even in a repository that has a folder of that name
 * @param generic packages, and names of what they export, that are foreign code where a folder of that name lies within a package: there it has a
 *   longer name
 */
export function createPathResolver(files: ProjectFiles, foreign: ReadonlySet<string>, generic: ReadonlyMap<string, RegExp>): PathResolver {
  const uris = new Set(files.uris);
  const suffixes = pythonSuffixes(files.uris);
  const remembered = new Map<string, string | undefined>();
  const aliases = createAliasResolver(files, uris);
  const compiled = createCompiledResolver(files);
  return {
    targets(from, module) {
      const [plain = ''] = module.split('?', 1);
      return plain.startsWith('.') ? [join(parentOf(from), plain)] : aliases(parentOf(from), plain);
    },
    resolve(from, language, module, anywhere = false, name = '') {
      const folder = parentOf(from);
      const isGeneric = generic.get(module)?.test(name) === true;
      const key = `${folder}\0${module}${anywhere ? '\0' : ''}${isGeneric ? '\0\0' : ''}`;
      if (remembered.has(key)) return remembered.get(key);
      const found =
        language === 'python'
          ? resolvePython(folder, module, uris, suffixes, foreign, isGeneric, anywhere)
          : isCompiled(language)
            ? compiled(folder, language, module)
            : foreign.has(packageOf(module))
              ? undefined
              : resolveScript(folder, module, uris, aliases);
      remembered.set(key, found);
      return found;
    },
  };
}

/** Name of the npm package that a module specifier begins with. */
export function packageOf(module: string): string {
  return /^(@[^/]+\/[^/]+|[^/]+)/.exec(module)?.[0] ?? module;
}

/** The folder of a URI. */
export function parentOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}

/** Python files by the ends of their dotted paths: `a/b/c.py` is found as `c`, `b.c` and `a.b.c`. */
function pythonSuffixes(uris: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const uri of uris) {
    const match = /^(.*?)(\/__init__)?\.pyi?$/.exec(uri);
    if (match === null) continue;
    const segments = (match[1] ?? '').split('/');
    for (let length = 1; length <= Math.min(8, segments.length); length++) {
      const key = segments.slice(-length).join('.');
      const known = result.get(key);
      if (known === undefined) result.set(key, [uri]);
      else known.push(uri);
    }
  }
  return result;
}

function resolvePython(
  folder: string,
  module: string,
  uris: ReadonlySet<string>,
  suffixes: ReadonlyMap<string, readonly string[]>,
  foreign: ReadonlySet<string>,
  isGeneric: boolean,
  anywhere: boolean,
): string | undefined {
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  const path = module
    .slice(dots)
    .split('.')
    .filter((segment) => segment !== '');
  if (dots > 0) {
    let base = folder;
    for (let up = 1; up < dots; up++) base = parentOf(base);
    return pythonFile([base, ...path].join('/'), uris);
  }
  // A module beside the importing file, or beside one of the folders around it. A folder called like an SDK somewhere above is not what an
  // import of the SDK means; only a file right beside a script hides it. In a package nothing does: absolute imports begin at its root.
  const levels = !foreign.has(path[0] ?? '') ? 12 : uris.has(`${folder}/__init__.py`) ? 0 : 1;
  for (let base = folder, up = 0; base.length > 'file:///'.length && up < levels; base = parentOf(base), up++) {
    if (isGeneric && /\/[A-Za-z_]\w*$/.test(base) && uris.has(`${base}/__init__.py`)) continue;
    const found = pythonFile([base, ...path].join('/'), uris);
    if (found !== undefined) return found;
  }
  if (levels < 12) return undefined;
  const candidates = suffixes.get(path.join('.')) ?? [];
  if (path.length < 2 && (!anywhere || candidates.length > 1)) return undefined;
  return nearest(candidates, folder);
}

function pythonFile(path: string, uris: ReadonlySet<string>): string | undefined {
  return [`${path}.py`, `${path}/__init__.py`].find((candidate) => uris.has(candidate));
}

/** The candidate that shares the longest path with a folder. */
function nearest(candidates: readonly string[], folder: string): string | undefined {
  const shared = (uri: string): number => {
    let length = 0;
    while (length < uri.length && uri[length] === folder[length]) length++;
    return length;
  };
  return [...candidates].sort((a, b) => shared(b) - shared(a) || a.length - b.length)[0];
}

const SCRIPT_ENDINGS: readonly string[] = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte', '.astro'];

function resolveScript(folder: string, module: string, uris: ReadonlySet<string>, aliases: AliasResolver): string | undefined {
  const plain = module.replace(/\?.*$/, '');
  if (plain.startsWith('.')) return scriptFile(join(folder, plain), uris);
  for (const target of aliases(folder, plain)) {
    const found = scriptFile(target, uris);
    if (found !== undefined) return found;
  }
  return undefined;
}

function scriptFile(path: string, uris: ReadonlySet<string>): string | undefined {
  if (uris.has(path)) return path;
  // `./x.js` in the source of a TypeScript project means `./x.ts`.
  const bare = path.replace(/\.[cm]?jsx?$/, '');
  for (const base of bare === path ? [path] : [path, bare]) {
    for (const ending of SCRIPT_ENDINGS) if (uris.has(`${base}${ending}`)) return `${base}${ending}`;
  }
  for (const ending of SCRIPT_ENDINGS) if (uris.has(`${path}/index${ending}`)) return `${path}/index${ending}`;
  return undefined;
}

function join(folder: string, relative: string): string {
  const segments = folder.split('/');
  for (const segment of relative.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}

/** Paths that a bare module may mean inside the project: `tsconfig` paths, `@/` and `~/`, SvelteKit's `$lib/`, workspace packages. */
type AliasResolver = (folder: string, module: string) => readonly string[];

function createAliasResolver(files: ProjectFiles, uris: ReadonlySet<string>): AliasResolver {
  const folders = new Set<string>();
  for (const uri of uris)
    if (SCRIPT_ENDINGS.some((ending) => uri.endsWith(ending)))
      for (let at = parentOf(uri); at.length > 8 && !folders.has(at); at = parentOf(at)) folders.add(at);
  const configs = new Map<string, readonly PathMapping[]>();
  const packages = new Map<string, string>();
  let loaded = false;
  const load = (): void => {
    loaded = true;
    const known = new Map<string, readonly PathMapping[]>();
    for (const folder of folders) {
      const mappings = ['tsconfig.json', 'jsconfig.json'].flatMap((name) => pathsOf(files, `${folder}/${name}`, known, 0));
      if (mappings.length > 0) configs.set(folder, mappings);
      const name = /"name"\s*:\s*"([^"]+)"/.exec(configuration(files, `${folder}/package.json`) ?? '')?.[1];
      if (name !== undefined) packages.set(name, folder);
    }
  };
  return (folder, module) => {
    if (!loaded) load();
    const result: string[] = [];
    for (let at = folder; at.length > 8; at = parentOf(at)) {
      for (const { prefix, targets } of configs.get(at) ?? []) {
        if (module.startsWith(prefix)) for (const target of targets) result.push(`${target}${module.slice(prefix.length)}`);
      }
      if (module.startsWith('$lib/')) result.push(`${at}/src/${module.slice(1)}`);
      if (/^[@~]\//.test(module)) for (const inner of ['', '/src', '/app']) result.push(`${at}${inner}/${module.slice(2)}`);
    }
    for (const [name, target] of packages) {
      if (module === name) result.push(`${target}/src`, target);
      else if (module.startsWith(`${name}/`)) {
        const inner = module.slice(name.length);
        // What is built is not there: `@app/core/dist/models.js` comes from `src/models.ts`.
        result.push(`${target}/src${inner.replace(BUILT, '')}`, `${target}${inner}`);
      }
    }
    return result;
  };
}

function configuration(files: ProjectFiles, uri: string): string | undefined {
  return files.configuration === undefined ? files.read(uri) : files.configuration(uri);
}

/** Folders into which packages are built. */
const BUILT = /^\/(?:dist|lib|build|out)(?:\/(?:esm|cjs|src))?(?=\/)/;

interface PathMapping {
  readonly prefix: string;
  readonly targets: readonly string[];
}

/** Configurations that extend another one are followed this far. */
const MAX_EXTENDS = 5;

/** The paths of a configuration: its own, or those of the file that it extends, which stand relative to that file. */
function pathsOf(files: ProjectFiles, uri: string, known: Map<string, readonly PathMapping[]>, depth: number): readonly PathMapping[] {
  const remembered = known.get(uri);
  if (remembered !== undefined || depth > MAX_EXTENDS) return remembered ?? [];
  const text = configuration(files, uri);
  const folder = parentOf(uri);
  const own = readPaths(text, folder);
  const found = own.length > 0 ? own : extendedBy(text).flatMap((base) => pathsOf(files, join(folder, base), known, depth + 1));
  known.set(uri, found);
  return found;
}

/** Configurations of the project that a configuration extends: one of an npm package is not there. */
function extendedBy(text: string | undefined): readonly string[] {
  if (text === undefined || text.length > MAX_CONFIG) return [];
  const [, one, list] = /"extends"\s*:\s*(?:"([^"]+)"|\[([^\]]*)\])/.exec(text) ?? [];
  const names = one === undefined ? [...(list ?? '').matchAll(/"([^"]+)"/g)].map(([, name = '']) => name) : [one];
  return names.filter((name) => name.startsWith('.')).map((name) => (name.endsWith('.json') ? name : `${name}.json`));
}

/** Length of a configuration that is read, in UTF-16 units. */
const MAX_CONFIG = 100_000;

/** `compilerOptions.paths` with a trailing `*`, read leniently: the file may hold comments and trailing commas. */
function readPaths(text: string | undefined, folder: string): PathMapping[] {
  if (text === undefined || text.length > MAX_CONFIG) return [];
  const block = /"paths"\s*:\s*\{([^}]*)\}/.exec(text)?.[1];
  if (block === undefined) return [];
  const base = join(folder, /"baseUrl"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? '.');
  return [...block.matchAll(/"([^"]+)"\s*:\s*\[([^\]]*)\]/g)].map(([, key = '', list = '']) => ({
    prefix: key.replace(/\*$/, ''),
    targets: [...list.matchAll(/"([^"]+)"/g)].map(([, target = '']) =>
      target.endsWith('*') ? `${join(base, target.slice(0, -1))}/` : join(base, target),
    ),
  }));
}
