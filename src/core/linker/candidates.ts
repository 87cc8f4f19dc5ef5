/** Which files are worth parsing: a look at their text, before any parser runs. */
import type { Language } from '../facts.ts';
import { frontEndFor } from '../frontends/index.ts';
import { sdkProfiles } from '../providers/index.ts';
import { PACKAGE_SOURCES } from './foreign-names.ts';
import { mentionsOf } from './mentions.ts';
import { packageOf, parentOf } from './paths.ts';
import type { ProjectFiles } from './project.ts';

/**
 * Files of a project that may hold calls of an SDK, in the project's order: files that import one and name one of its methods, files with a
 * method name that is unmistakable, and files that import a module of the project that imports an SDK (the client may be made there) and
 * name one of its methods, or ask something that is called like a model (`llm.invoke(…)`) where the project makes clients with that method: one
 * may be handed in. Go, Java, Kotlin, C#, Ruby, PHP and Rust see many names without an import: of them, files count that mention an SDK.
 * Files that only call wrappers are not among them; those are found by the wrappers' names.
 */
export function candidateFiles(files: ProjectFiles): string[] {
  const makers = new Map<string, Set<string>>();
  // Modules that pass an SDK's names on: `export * from 'ai'`.
  const passers = new Map<string, Set<string>>();
  const found = new Set<string>();
  const rest: string[] = [];
  for (const uri of files.uris) {
    const text = files.read(uri);
    if (text === undefined) continue;
    const frontEnd = frontEndFor(uri, undefined);
    const concern = frontEnd?.mayConcern ?? (frontEnd === undefined || IMPORTING.has(frontEnd.language) ? undefined : mayMention);
    if (concern !== undefined) {
      if (concern(text, uri)) found.add(uri);
      continue;
    }
    const packages = importedPackages(text);
    for (const name of packages) if (patternsOf.get(name)?.client?.().test(text) === true) addTo(makers, stemOf(uri), [name]);
    for (const [, name] of packages.size === 0 ? [] : text.matchAll(PASSED_ON))
      addTo(passers, stemOf(uri), [`npm:${packageOf(name ?? '')}`]);
    if (some(packages, (name) => patternsOf.get(name)?.method().test(text)) || UNMISTAKABLE.test(text)) found.add(uri);
    else rest.push(uri);
  }
  // Files of one folder see each other's types without an import: `a.model.Generate(…)` where another file declares the field.
  const folders = new Set([...found].filter((uri) => seesFolder(uri)).map(parentOf));
  for (const uri of files.uris)
    if (!found.has(uri) && seesFolder(uri) && folders.has(parentOf(uri)) && asksModel().test(files.read(uri) ?? '')) found.add(uri);
  const made = new Set([...makers.values()].flatMap((names) => [...names]));
  const askedOf = (isScript: boolean): ((text: string) => boolean) | undefined => {
    const names = [...made].filter((name) => name.startsWith('npm:') === isScript);
    return handedIn(new Set(names.flatMap((name) => patternsOf.get(name)?.handedIn ?? [])));
  };
  const [askedInScripts, askedInPython] = [askedOf(true), askedOf(false)];
  for (const uri of makers.size + passers.size > 0 ? rest : []) {
    const text = files.read(uri) ?? '';
    const asked = uri.endsWith('.py') || uri.endsWith('.ipynb') ? askedInPython : askedInScripts;
    if (asked?.(text) === true) {
      found.add(uri);
      continue;
    }
    const packages = new Set<string>();
    const passed = new Set<string>();
    for (const stem of importedStems(text)) {
      for (const name of makers.get(stem) ?? []) packages.add(name);
      for (const name of passers.get(stem) ?? []) passed.add(name);
    }
    const asks = some(packages, (name) => patternsOf.get(name)?.request?.().test(text));
    if (asks || some(passed, (name) => patternsOf.get(name)?.method().test(text))) found.add(uri);
  }
  return files.uris.filter((uri) => found.has(uri));
}

/** What a script exports of a package as it is. */
const PASSED_ON = /\bexport\s+(?:\*|\{[^{}]{0,2000}\})\s*from\s*['"]([^'"\n.][^'"\n]{0,200})['"]/g;

/** Languages whose files name what they import from a package. */
const IMPORTING: ReadonlySet<Language> = new Set(['python', 'typescript', 'javascript']);

/** True for a file that sees what others of its folder declare: of Go, Java, Kotlin and C#. */
function seesFolder(uri: string): boolean {
  return /\.(?:go|java|kts?|cs)$/.test(uri);
}

/** A call of a method that some SDK of these languages has. */
const asksModel = once(() => requestOf(new Set(sdkProfiles.flatMap(methodsOfFolders))));

function methodsOfFolders({ clients, apis }: (typeof sdkProfiles)[number]): string[] {
  const isOfFolders = clients.some(({ classes }) => classes.some((path) => /^(?:go|java|cs):/.test(path)));
  return isOfFolders
    ? apis
        .flatMap((api) => (api.methods ?? []).map((method) => method.replaceAll('()', '').split('.').slice(-1)[0] ?? ''))
        .filter((name) => name !== '')
    : [];
}

/** Made when the first file of such a language is met. */
const mentioned = once(() => mentionsOf(sdkProfiles));

function mayMention(text: string): boolean {
  return mentioned().test(text) || UNMISTAKABLE.test(text);
}

/** Method paths that nothing but an SDK has, and paths of addresses that nothing but their APIs have. */
const UNMISTAKABLE =
  /\/chat\/completions\b|\/v1\/(?:messages|completions|responses|embeddings)\b|:(?:streamG|g)enerateContent\b|:11434\/api\/|\b(?:completions\.(?:create|parse|stream)|messages\.(?:create|stream|parse)|responses\.(?:create|parse|stream)|generate_content|generateContent|converse|invoke_model|chat\.complete|chat\(\)->create|a?embed_(?:query|documents)|embed(?:Query|Documents))\b/;

/** Import specifiers of scripts, and what stands behind `from` and `import` in Python. Each match is bounded, so that no text is slow. */
const specifiers =
  /\b(?:from|import|require)[ \t]*\(?[ \t]*(?:['"]([^'"\n]{1,300})['"]|([\w.]{1,200})(?:[ \t]+import[ \t]+([\w, \t]{1,500}))?)/g;

/** Last segments of the modules that a text imports, and the names that it imports from packages. */
function importedStems(text: string): ReadonlySet<string> {
  const result = new Set<string>();
  for (const [, specifier, module, names] of text.matchAll(specifiers)) {
    const last = (specifier ?? module ?? '').split(specifier === undefined ? '.' : '/').at(-1) ?? '';
    result.add(specifier === undefined ? last : last.replace(/\.\w+$/, ''));
    for (const name of names?.split(',') ?? []) result.add(name.trim().split(/[ \t]/, 1)[0] ?? '');
  }
  return result;
}

/** What to look for in files that import a package. Each pattern is made when the first file asks for it: a project uses few of the packages. */
interface Patterns {
  /** The last name of a method, function or constructor of the package. */
  readonly method: () => RegExp;
  /** A client is made. */
  readonly client: (() => RegExp) | undefined;
  /** A request by a client: the last two names of a method, or the only one. */
  readonly request: (() => RegExp) | undefined;
  /** Methods of one name: something that is called like a model or client may be asked by them where it is handed in. */
  readonly handedIn: readonly string[];
}

/** Words in the names of variables and attributes that hold models, clients and what is built of them. */
const MODEL_WORDS = 'llm|model|chain|client|runnable|chat|gpt|claude|gemini';

/** The SDKs of Python and of scripts. */
const importedProfiles = sdkProfiles.map(({ clients, moduleClients, apis }) => ({
  classes: clients.flatMap((client) => client.classes).filter(isImported),
  modules: moduleClients.map(({ module }) => module).filter(isImported),
  methods: apis.flatMap((api) => api.methods ?? []),
  callees: apis.flatMap((api) => api.callees ?? []).filter(isImported),
}));

/** Patterns by package; packages of npm begin with `npm:`. */
const patternsOf: ReadonlyMap<string, Patterns> = patternsByPackage();

const importPattern = new RegExp(
  `\\b(?:from|import)\\s+(?:[\\w.]{1,60}[ \\t]*,[ \\t]*){0,8}(${alternatives('')})\\b|['"](?:${PACKAGE_SOURCES})?(${alternatives('npm:')})['"/@?]`,
  'g',
);

function importedPackages(text: string): ReadonlySet<string> {
  const result = new Set<string>();
  for (const [, dotted, npm] of text.matchAll(importPattern)) result.add(dotted ?? `npm:${npm ?? ''}`);
  return result;
}

function some(names: Iterable<string>, test: (name: string) => boolean | undefined): boolean {
  for (const name of names) if (test(name) === true) return true;
  return false;
}

/** False for a path of another language's package: `go:…`, `java:…`. */
function isImported(path: string): boolean {
  return path.startsWith('npm:') || !path.includes(':');
}

function patternsByPackage(): Map<string, Patterns> {
  const methods = new Map<string, Set<string>>();
  const clients = new Map<string, Set<string>>();
  const requests = new Map<string, Set<string>>();
  for (const profile of importedProfiles) {
    const last = profile.methods.map(lastOf);
    const lastTwo = profile.methods.map((method) => method.split('.').slice(-2).join('.'));
    const made = profile.classes.map(packageName);
    profile.classes.forEach((path, at) => {
      addTo(clients, made[at] ?? '', [lastOf(path.replace(/\.default$/, '').replace(/^npm:.*\//, ''))]);
    });
    for (const name of new Set(made)) addTo(requests, name, lastTwo);
    for (const name of new Set([...made, ...profile.modules.map(packageName)])) addTo(methods, name, last);
    for (const path of profile.callees) addTo(methods, packageName(path), [lastOf(path)]);
  }
  return new Map(
    [...methods].map(([name, own]): [string, Patterns] => {
      const [made, sent] = [clients.get(name), requests.get(name)];
      return [
        name,
        {
          method: once(() => word(own)),
          // A default import has any name: whatever is made counts then.
          client: made === undefined ? undefined : once(() => (name.startsWith('npm:') ? /\bnew\s+\w/ : word(made))),
          request: sent === undefined ? undefined : once(() => requestOf(sent)),
          handedIn: made === undefined ? [] : [...(sent ?? [])].filter((path) => !path.includes('.')),
        },
      ];
    }),
  );
}

function word(names: ReadonlySet<string>): RegExp {
  return new RegExp(`(?<![\\w$])(?:${[...names].map(escape).join('|')})(?![\\w$])`);
}

function requestOf(paths: ReadonlySet<string>): RegExp {
  return new RegExp(`\\.\\s*(?:${[...paths].map((path) => escape(path).replace('\\.', '\\s*\\.\\s*')).join('|')})\\s*[(<]`);
}

/** Says whether a text asks something that is called like a model or client by a method of one of these names; undefined without names. */
function handedIn(names: ReadonlySet<string>): ((text: string) => boolean) | undefined {
  if (names.size === 0) return undefined;
  const called = `\\.\\s*(?:${[...names].map(escape).join('|')})\\s*\\(`;
  // Few texts call a method of such a name, and to look for it takes a third of the time that it takes to look for all words of models.
  const method = new RegExp(called, 'i');
  const whole = new RegExp(`(?:${MODEL_WORDS})\\w*(?:\\(\\))?\\s*${called}`, 'i');
  return (text) => method.test(text) && whole.test(text);
}

/** `make`, asked once at most. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function packageName(path: string): string {
  return path.startsWith('npm:') ? `npm:${packageOf(path.slice(4)).replace(/\.[A-Za-z].*$/, '')}` : (path.split('.', 1)[0] ?? path);
}

function alternatives(prefix: '' | 'npm:'): string {
  return [...patternsOf.keys()]
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

function addTo(map: Map<string, Set<string>>, key: string, values: Iterable<string>): void {
  let set = map.get(key);
  if (set === undefined) map.set(key, (set = new Set()));
  for (const value of values) set.add(value);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
