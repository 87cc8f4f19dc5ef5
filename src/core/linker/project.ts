import type { CallExpr, FileFacts } from '../facts.ts';
import { frontEndFor } from '../frontends/index.ts';
import { parseAll } from '../frontends/lezer.ts';
import type { ModuleResolver } from './evaluate.ts';
import { sdkProfiles } from '../providers/index.ts';
import { modelObjectPackages } from '../providers/model-objects.ts';
import { createPathResolver, packageOf, type PathResolver } from './paths.ts';
import { createSiblings, type Siblings } from './siblings.ts';
import type { LinkedFile } from './value.ts';

/** Files that belong together, as the shell holds them. */
export interface ProjectFiles {
  /** URIs of all source files, in a stable order. */
  readonly uris: readonly string[];
  /** Text of a file (source or configuration); undefined when it cannot be read. */
  read(uri: string): string | undefined;
}

/** A call with the file it stands in. */
export interface LinkedCall {
  readonly file: LinkedFile;
  readonly call: CallExpr;
}

/** Packages whose names projects give to their own folders as well. */
const GENERIC_NAMES: ReadonlySet<string> = new Set(['agents']);

/** Packages of the SDK profiles. */
const foreignPackages: ReadonlySet<string> = new Set([
  ...modelObjectPackages,
  ...sdkProfiles
    .flatMap((profile) => [
      ...profile.clients.flatMap((client) => client.classes),
      ...profile.moduleClients.map(({ module }) => module),
      ...profile.apis.flatMap((api) => api.callees ?? []),
    ])
    .filter((path) => path.startsWith('npm:') || !path.includes(':'))
    .map((path) => (path.startsWith('npm:') ? packageOf(path.slice(4)).replace(/\.[A-Za-z].*$/, '') : (path.split('.', 1)[0] ?? path)))
    // Everyday words that projects use for folders of their own.
    .filter((name) => !GENERIC_NAMES.has(name)),
]);

/** Several files linked together. Files are parsed when something asks for them, and only once. */
export class Project implements ModuleResolver {
  readonly files: ProjectFiles;
  private readonly paths: PathResolver;
  private neighbours: Siblings | undefined;
  private globals: readonly string[] | undefined;
  /** Answers of {@link callsTo}, until a file changes. */
  private readonly callers = new Map<string, readonly LinkedCall[]>();
  private readonly linked = new Map<string, LinkedFile | undefined>();
  private readonly callsByName = new Map<LinkedFile, ReadonlyMap<string, readonly CallExpr[]>>();

  constructor(files: ProjectFiles) {
    this.files = files;
    this.paths = createPathResolver(files, foreignPackages);
  }

  /** A file of the project with its facts; undefined when nobody reads its language or it cannot be read. */
  file(uri: string): LinkedFile | undefined {
    if (this.linked.has(uri)) return this.linked.get(uri);
    const frontEnd = frontEndFor(uri, undefined);
    const text = frontEnd === undefined ? undefined : this.files.read(uri);
    const seen = frontEnd?.language === 'csharp' ? this.globalUsings() : [];
    const linked =
      frontEnd === undefined || text === undefined || frontEnd.ready?.() === false
        ? undefined
        : { facts: withStars(frontEnd.facts(uri, parseAll(frontEnd.parser, text).tree), seen), text };
    this.linked.set(uri, linked);
    return linked;
  }

  /** Namespaces that every file of a C# project opens: `global using OpenAI.Chat;`. */
  private globalUsings(): readonly string[] {
    this.globals ??= [
      ...new Set(
        this.files.uris
          .filter((uri) => uri.endsWith('.cs'))
          .flatMap((uri) =>
            [...(this.files.read(uri) ?? '').matchAll(/^\s*global\s+using\s+([\w.]+)\s*;/gm)].map((match) => match[1] ?? ''),
          ),
      ),
    ];
    return this.globals;
  }

  /** Replaces what is known about a file: its text has changed in an editor. */
  update(uri: string, file: LinkedFile): void {
    this.callers.clear();
    this.linked.set(uri, file);
  }

  resolve(from: FileFacts, module: string): LinkedFile | undefined {
    const uri = this.paths.resolve(from.uri, from.language, module);
    return uri === undefined || uri === from.uri ? undefined : this.file(uri);
  }

  siblings(from: FileFacts, name: string): readonly LinkedFile[] {
    this.neighbours ??= createSiblings(this.files);
    return this.neighbours(from, name)
      .map((uri) => (uri === from.uri ? undefined : this.file(uri)))
      .filter((file) => file?.facts.scopes[0]?.bindings.has(name) === true)
      .filter((file) => file !== undefined);
  }

  /** Calls of the whole project whose callee ends in a name, or in a name under which a file imports it. Found by text before anything is parsed. */
  callsTo(name: string, only?: LinkedFile): readonly LinkedCall[] {
    const known = only === undefined ? this.callers.get(name) : undefined;
    if (known !== undefined) return known;
    const result: LinkedCall[] = [];
    for (const uri of only === undefined ? this.files.uris : [only.facts.uri]) {
      const text = only?.text ?? this.linked.get(uri)?.text ?? this.files.read(uri);
      if (text === undefined || !text.includes(name)) continue;
      const file = only ?? this.file(uri);
      if (file === undefined) continue;
      const index = this.indexOf(file);
      for (const spelling of spellings(file.facts, name)) for (const call of index.get(spelling) ?? []) result.push({ file, call });
    }
    if (only === undefined) this.callers.set(name, result);
    return result;
  }

  private indexOf(file: LinkedFile): ReadonlyMap<string, readonly CallExpr[]> {
    let index = this.callsByName.get(file);
    if (index === undefined) {
      index = callsByLastName(file.facts);
      this.callsByName.set(file, index);
    }
    return index;
  }
}

function withStars(facts: FileFacts, modules: readonly string[]): FileFacts {
  return modules.length === 0 ? facts : { ...facts, starExports: [...facts.starExports, ...modules] };
}

function callsByLastName(facts: FileFacts): ReadonlyMap<string, readonly CallExpr[]> {
  const result = new Map<string, CallExpr[]>();
  for (const call of facts.calls) {
    const { callee } = call;
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : undefined;
    if (name === undefined) continue;
    const known = result.get(name);
    if (known === undefined) result.set(name, [call]);
    else known.push(call);
  }
  return result;
}

/** A name and the aliases under which a file imports it. */
function spellings(facts: FileFacts, name: string): ReadonlySet<string> {
  const result = new Set([name]);
  for (const bindings of facts.scopes[0]?.bindings.values() ?? []) {
    for (const binding of bindings) if (binding.import?.name === name) result.add(binding.name);
  }
  return result;
}
