/** Which files are worth parsing: a look at their text, before any parser runs. */
import { sdkProfiles } from '../providers/index.ts';
import { packageOf } from './paths.ts';
import type { ProjectFiles } from './project.ts';

/**
 * Files of a project that may hold calls of an SDK, in the project's order: files that import one and name one of its methods, files with a
 * method name that is unmistakable, and files that import a module of the project that imports an SDK (the client may be made there) and
 * name one of its methods. Files that only call wrappers are not among them; those are found by the wrappers' names.
 */
export function candidateFiles(files: ProjectFiles): string[] {
  const importers = new Map<string, Set<string>>();
  const found = new Set<string>();
  const rest: string[] = [];
  for (const uri of files.uris) {
    const text = files.read(uri);
    if (text === undefined) continue;
    const packages = importedPackages(text);
    for (const name of packages) addTo(importers, stemOf(uri), name);
    if (namesMethodOf(packages, text) || UNMISTAKABLE.test(text)) found.add(uri);
    else rest.push(uri);
  }
  if (importers.size > 0) {
    const stems = [...importers.keys()].map(escape).join('|');
    const imports = new RegExp(`(?:\\b(?:from|import)\\s[^\\n;]*?\\b|['"](?:[^'"\\n]*/)?)(${stems})(?:\\.\\w+)?(?=['"\\s,;)]|$)`, 'g');
    for (const uri of rest) {
      const text = files.read(uri) ?? '';
      const packages = new Set<string>();
      for (const match of text.matchAll(imports)) for (const name of importers.get(match[1] ?? '') ?? []) packages.add(name);
      if (namesMethodOf(packages, text)) found.add(uri);
    }
  }
  return files.uris.filter((uri) => found.has(uri));
}

/** Method paths that nothing but an SDK has. */
const UNMISTAKABLE =
  /\b(?:completions\.(?:create|parse|stream)|messages\.(?:create|stream|parse)|responses\.(?:create|parse|stream)|generate_content|generateContent|converse|invoke_model|chat\.complete)\b/;

/** Last names of the methods, functions and constructors that each package brings; packages of npm begin with `npm:`. */
const methodNames: ReadonlyMap<string, ReadonlySet<string>> = namesByPackage();

const namePatterns: ReadonlyMap<string, RegExp> = new Map(
  [...methodNames].map(([name, methods]) => [name, new RegExp(`(?<![\\w$])(?:${[...methods].map(escape).join('|')})(?![\\w$])`)]),
);

const importPattern = new RegExp(
  `\\b(?:from|import)\\s+(${alternatives('')})\\b|['"](${alternatives('npm:')})['"/]`,
  'g',
);

function importedPackages(text: string): ReadonlySet<string> {
  const result = new Set<string>();
  for (const [, dotted, npm] of text.matchAll(importPattern)) result.add(dotted ?? `npm:${npm ?? ''}`);
  return result;
}

function namesMethodOf(packages: ReadonlySet<string>, text: string): boolean {
  for (const name of packages) if (namePatterns.get(name)?.test(text) === true) return true;
  return false;
}

function namesByPackage(): Map<string, Set<string>> {
  const result = new Map<string, Set<string>>();
  for (const profile of sdkProfiles) {
    const methods = profile.apis.flatMap((api) => (api.methods ?? []).map(lastOf));
    const roots = [...profile.clients.flatMap((client) => client.classes), ...profile.moduleClients.map(({ module }) => module)];
    for (const root of roots) for (const method of methods) addTo(result, packageName(root), method);
    for (const path of profile.apis.flatMap((api) => api.callees ?? [])) addTo(result, packageName(path), lastOf(path));
  }
  return result;
}

function packageName(path: string): string {
  return path.startsWith('npm:') ? `npm:${packageOf(path.slice(4)).replace(/\.[A-Za-z].*$/, '')}` : (path.split('.', 1)[0] ?? path);
}

function alternatives(prefix: '' | 'npm:'): string {
  return [...methodNames.keys()]
    .filter((name) => name.startsWith('npm:') === (prefix !== ''))
    .map((name) => escape(name.slice(prefix.length)))
    .sort((a, b) => b.length - a.length)
    .join('|');
}

/** The name by which other files import a file: its own, or that of its folder. */
function stemOf(uri: string): string {
  const segments = uri.split('/');
  const name = (segments.at(-1) ?? '').replace(/\.\w+$/, '');
  return name === 'index' || name === '__init__' ? (segments.at(-2) ?? name) : name;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
