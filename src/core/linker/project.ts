import type { CallExpr, FileFacts, Scope } from '../facts.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DATA_FILES, dataFacts } from '../frontends/data/index.ts';
import { startFacts } from '../frontends/front-end.ts';
import { frontEndFor } from '../frontends/index.ts';
import { parseAll } from '../frontends/lezer.ts';
import { isBundle } from '../minified.ts';
import { fileProgram, type Program } from '../program.ts';
import { aliasesOf, type Aliases } from './aliases.ts';
import { callsByName, importedNames, type NamedCall } from './call-index.ts';
import { joinPaths } from './file-paths.ts';
import type { FileText } from './file-text.ts';
import { foreignPackages, genericNames } from './foreign-packages.ts';
import { LinedFiles } from './lined-files.ts';
import type { ModuleResolver } from './modules.ts';
import { createPathResolver, parentOf, type PathResolver } from './paths.ts';
import { createSetters, type Setters } from './setters.ts';
import { createSiblings, seesSiblings, type Siblings } from './siblings.ts';
import type { Frame, LinkedFile } from './value.ts';
import { mayCall } from './word-filter.ts';
import { heirPattern, TextSearches } from './text-searches.ts';

/** Files that belong together, as the shell holds them. */
export interface ProjectFiles {
  /** URIs of all source files, in a stable order. */
  readonly uris: readonly string[];
  /** Text of a file (source, or a text that programs read); undefined when it cannot or must not be read. */
  read(uri: string): string | undefined;
  /** Text of a configuration that says what imports mean; it may stand above the project. Where it is not given, {@link read} is asked. */
  readonly configuration?: (uri: string) => string | undefined;
  /** The program of a file that is not analysed as it stands: a notebook, whose joined code {@link read} returns; undefined for all others. */
  readonly program?: (uri: string) => Program | undefined;
  /** Facts of a file that were read from its text already; undefined for all others. */
  readonly facts?: (uri: string) => FileFacts | undefined;
}

/** A call of a function with the file it stands in. */
export interface LinkedCall {
  readonly file: LinkedFile;
  /** The call as the function sees it: with its own name as the callee, and the arguments that reach it. */
  readonly call: CallExpr;
  /** The call as it is written; another one where the function is handed to something that calls it (`to_thread(ask, prompt)`). */
  readonly written: CallExpr;
}

/** Texts from this length on are parsed in steps where there is somebody to give way to, in UTF-16 units: some 10 ms of work. */
const LONG_TEXT = 20_000;

/** Files with one address that are read: a page or two, the server, a client. */
const MAX_HOLDING = 8;

/** Several files linked together. Files are parsed when something asks for them, and only once. */
export class Project implements ModuleResolver {
  readonly files: ProjectFiles;
  /** Frames of functions whose parameters hand something in, by parameter; filled while wrappers are looked for. */
  readonly injected = new Map<string, readonly Frame[]>();
  private readonly paths: PathResolver;
  private neighbours: Siblings | undefined;
  private globals: readonly string[] | undefined;
  private readonly searches: TextSearches;
  /** Answers of {@link holdsAny} by what a text has to pass, until a file changes. */
  private readonly held = new Map<((text: string) => boolean) | undefined, Map<string, boolean>>();
  /** Answers of {@link callsTo}, until a file changes. */
  private readonly callers = new Map<string, readonly LinkedCall[]>();
  /** Answers of {@link callsWhere}, until a file changes. */
  private readonly callersImporting = new Map<string, readonly LinkedCall[]>();
  private readonly imports = new WeakMap<LinkedFile, ReadonlyMap<string, readonly string[]>>();
  /** Files with a class that names another one as its base, by the name of that one. */
  private readonly heirsByName = new Map<string, readonly string[]>();
  private setters: Setters | undefined;
  private readonly linked = new Map<string, LinkedFile | undefined>();
  private readonly texts = new Map<string, FileText | undefined>();
  /** Files whose text holds an address, until a file changes. */
  private readonly addressed = new Map<string, readonly string[]>();
  /** Files of which a place was asked, with their lines. */
  private readonly lined = new LinedFiles();
  /** Files of a folder with one ending, by both. */
  private readonly folders = new Map<string, readonly string[]>();
  private readonly dataFiles = new Map<string, LinkedFile | undefined>();
  private readonly aliases = new WeakMap<LinkedFile, Aliases>();
  private readonly callsByName = new WeakMap<LinkedFile, ReadonlyMap<string, readonly NamedCall[]>>();

  constructor(files: ProjectFiles) {
    this.files = files;
    this.searches = new TextSearches(files.uris, (uri) => this.textOf(uri));
    this.paths = createPathResolver(files, foreignPackages, genericNames);
  }

  /** A file of the project with its facts; undefined when nobody reads its language or it cannot be read. */
  file(uri: string): LinkedFile | undefined {
    if (this.linked.has(uri)) return this.linked.get(uri);
    const program = this.readable(uri);
    const linked =
      program === undefined
        ? undefined
        : this.link(program, this.files.facts?.(uri) ?? program.frontEnd.facts(uri, parseAll(program.frontEnd.parser, program.text).tree));
    this.linked.set(uri, linked);
    return linked;
  }

  /** Parses a long file in small steps, giving way after each; {@link file} has it then. What is short is parsed when somebody asks. */
  *parseInSteps(uri: string): Generator<undefined, void> {
    const program = this.linked.has(uri) ? undefined : this.readable(uri);
    if (program === undefined || program.text.length < LONG_TEXT || this.files.facts?.(uri) !== undefined) return;
    const pending = program.frontEnd.parser.start(program.text, undefined, []);
    let result = pending.step();
    for (; result === undefined; result = pending.step()) yield undefined;
    yield undefined;
    const reading = startFacts(program.frontEnd, uri, result.tree);
    let read = reading.step();
    for (; read === undefined; read = reading.step()) yield undefined;
    if (!this.linked.has(uri)) this.linked.set(uri, this.link(program, read.facts));
  }

  private textOf(uri: string): string | undefined {
    return this.linked.get(uri)?.text ?? this.files.read(uri);
  }

  /** The program of a file whose language can be parsed now. */
  private readable(uri: string): Program | undefined {
    const program = this.program(uri);
    return program?.frontEnd.ready?.() === false ? undefined : program;
  }

  private link({ frontEnd, text }: Program, facts: FileFacts): LinkedFile {
    const seen = frontEnd.language === 'csharp' ? this.globalUsings() : [];
    return { facts: withStars(facts, seen), text };
  }

  /** What is analysed of a file; undefined when nobody reads its language or it cannot be read. */
  program(uri: string): Program | undefined {
    const given = this.files.program?.(uri);
    if (given !== undefined) return given;
    const frontEnd = frontEndFor(uri, undefined);
    const text = frontEnd === undefined ? undefined : this.files.read(uri);
    if (frontEnd === undefined || text === undefined || isBundle(text, frontEnd.language)) return undefined;
    return fileProgram(frontEnd, TextDocument.create(uri, frontEnd.language, 1, text));
  }

  /**
   * A file with its lines, so that places in it can be shown: a source, a notebook, data, or a text that programs read. As it was when it was
   * linked; undefined when it cannot be read.
   */
  withLines(uri: string): Pick<Program, 'pieces'> | undefined {
    const given = this.files.program?.(uri);
    if (given !== undefined) return given;
    const text = (this.linked.get(uri) ?? this.dataFiles.get(uri) ?? this.texts.get(uri))?.text ?? this.files.read(uri);
    if (text === undefined) return undefined;
    return this.lined.of(uri, text);
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
    this.held.clear();
    this.callers.clear();
    this.callersImporting.clear();
    this.heirsByName.clear();
    this.addressed.clear();
    this.setters = undefined;
    this.searches.update(uri, file.text);
    this.linked.set(uri, file);
    this.injected.clear();
    this.dataFiles.delete(uri);
  }

  resolve(from: FileFacts, module: string, name?: string): LinkedFile | undefined {
    const uri = this.paths.resolve(from.uri, from.language, module, setsSearchPath(from), name);
    return uri === undefined || uri === from.uri ? undefined : this.file(uri);
  }

  /** A data file beside another file, or below its folder: a path that leads out of it is not followed. */
  data(from: FileFacts, path: string): LinkedFile | undefined {
    const steps = path.split('/').filter((step) => step !== '' && step !== '.');
    if (path.startsWith('/') || path.includes('\\') || path.includes(':') || steps.includes('..') || !DATA_FILES.test(path))
      return undefined;
    const uri = `${from.uri.slice(0, from.uri.lastIndexOf('/'))}/${steps.map(encodeURIComponent).join('/')}`;
    return this.dataAt(uri);
  }

  dataAt(uri: string): LinkedFile | undefined {
    if (!DATA_FILES.test(uri)) return undefined;
    if (!this.dataFiles.has(uri)) {
      const text = this.files.read(uri);
      this.dataFiles.set(uri, text === undefined ? undefined : { facts: dataFacts(uri, text), text });
    }
    return this.dataFiles.get(uri);
  }

  alike(from: FileFacts): readonly LinkedFile[] {
    const cut = from.uri.lastIndexOf('/') + 1;
    const [folder, ending] = [from.uri.slice(0, cut), from.uri.slice(from.uri.lastIndexOf('.'))];
    let uris = this.folders.get(folder + ending);
    if (uris === undefined) {
      uris = this.files.uris.filter((uri) => uri.startsWith(folder) && uri.endsWith(ending) && !uri.includes('/', cut)).sort();
      this.folders.set(folder + ending, uris);
    }
    return uris.flatMap((uri) => this.file(uri) ?? []);
  }

  importedData(from: FileFacts, module: string): LinkedFile | undefined {
    for (const uri of this.paths.targets(from.uri, module)) {
      const found = this.dataAt(uri);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  siblings(from: FileFacts, name: string): readonly LinkedFile[] {
    if (!seesSiblings(from.language)) return [];
    this.neighbours ??= createSiblings(this.files);
    return this.neighbours(from, name)
      .map((uri) => (uri === from.uri ? undefined : this.file(uri)))
      .filter((file) => file?.facts.scopes[0]?.bindings.has(name) === true)
      .filter((file) => file !== undefined);
  }

  heirs(from: LinkedFile, name: string): readonly LinkedFile[] {
    let uris = this.heirsByName.get(name);
    if (uris === undefined) {
      const pattern = heirPattern(name);
      uris = [...this.searches.mentioning(name)].filter((uri) => pattern.test(this.textOf(uri) ?? ''));
      this.heirsByName.set(name, uris);
    }
    const { language } = from.facts;
    const isScript = language === 'typescript' || language === 'javascript';
    const others = uris.slice(0, MAX_HEIRS).flatMap((uri) => (uri === from.facts.uri ? [] : (this.file(uri) ?? [])));
    return [from, ...others.filter(({ facts }) => facts.language === language || (isScript && /^(type|java)script$/.test(facts.language)))];
  }

  setting(from: LinkedFile, holder: string, name: string): readonly LinkedFile[] {
    this.setters ??= createSetters(
      (word) => this.searches.mentioning(word),
      (uri) => this.textOf(uri) ?? '',
    );
    return this.setters(holder, name).flatMap((uri) => (uri === from.facts.uri ? [] : (this.file(uri) ?? [])));
  }

  /** Calls of the whole project whose callee ends in a name, or in a name under which a file imports it. Found by text before anything is parsed. */
  callsTo(name: string, only?: LinkedFile): readonly LinkedCall[] {
    const known = only === undefined ? this.callers.get(name) : undefined;
    if (known !== undefined) return known;
    const result: LinkedCall[] = [];
    for (const uri of only === undefined ? this.searches.mentioning(name) : mayCall(only.text, name) ? [only.facts.uri] : []) {
      const file = only ?? this.file(uri);
      if (file !== undefined) result.push(...this.callsIn(file, name));
    }
    if (only === undefined) this.callers.set(name, result);
    return result;
  }

  /** {@link callsTo}, in the files that import `imported`. Who imports a name spells it, so other files are not parsed for this. */
  callsWhere(name: string, imported: string): readonly LinkedCall[] {
    const key = `${name}\0${imported}`;
    let known = this.callersImporting.get(key);
    if (known === undefined) {
      known = [...this.searches.mentioning(name)].flatMap((uri): readonly LinkedCall[] => {
        const file = imported === 'default' || this.searches.importing(imported).has(uri) ? this.file(uri) : undefined;
        return file !== undefined && this.importsOf(file).has(imported) ? this.callsIn(file, name) : [];
      });
      this.callersImporting.set(key, known);
    }
    return known;
  }

  /**
   * Has the programs read that {@link callsTo}, or {@link callsWhere} with `imported`, looks into, giving way after each: names like `run` are in
   * hundreds of files.
   */
  *readCallersOf(name: string, imported?: string): Generator<undefined, void> {
    if (imported === undefined ? this.callers.has(name) : this.callersImporting.has(`${name}\0${imported}`)) return;
    for (const uri of this.searches.mentioning(name)) {
      if (this.linked.has(uri) || (imported !== undefined && imported !== 'default' && !this.searches.importing(imported).has(uri)))
        continue;
      yield* this.parseInSteps(uri);
      this.file(uri);
      yield undefined;
    }
  }

  private importsOf(file: LinkedFile): ReadonlyMap<string, readonly string[]> {
    let names = this.imports.get(file);
    if (names === undefined) {
      names = importedNames(file.facts);
      this.imports.set(file, names);
    }
    return names;
  }

  private callsIn(file: LinkedFile, name: string): LinkedCall[] {
    const index = this.indexOf(file);
    const others =
      this.importsOf(file)
        .get(name)
        ?.filter((one) => one !== name) ?? [];
    return [name, ...others].flatMap((spelling) => (index.get(spelling) ?? []).map((named) => ({ file, ...named })));
  }

  methodsNamed(name: string): readonly { readonly file: LinkedFile; readonly scope: Scope }[] {
    const uris = this.searches.mentioning(name);
    if (uris.size > MAX_HOLDERS) return [];
    return [...uris].flatMap((uri) => {
      const file = this.file(uri);
      const { scopes } = file?.facts ?? { scopes: [] };
      // A function that nobody can call by its name alone is a method: of a class, or of an object that a factory makes.
      const own = scopes.filter(
        ({ kind, name: called, parent }) =>
          kind === 'function' && called === name && (scopes[parent]?.kind === 'class' || scopes[parent]?.bindings.has(name) === false),
      );
      return file === undefined ? [] : own.map((scope) => ({ file, scope }));
    });
  }

  holdsAny(words: readonly string[], passes?: (text: string) => boolean): boolean {
    const known = this.held.get(passes) ?? new Map<string, boolean>();
    this.held.set(passes, known);
    const key = words.join(' ');
    let answer = known.get(key);
    if (answer === undefined) {
      const holds = (word: string) => (text: string) => text.includes(word) && passes?.(text) !== false;
      answer = words.some((word) => this.searches.where(word, holds(word)).size > 0);
      known.set(key, answer);
    }
    return answer;
  }

  /**
   * A text file of the project. A relative path is looked for beside the source file and in the folders above it: the folder in which a program
   * is started is not known, and the nearest file of that name is what its author meant.
   */
  textFile(from: FileFacts, path: string): FileText | undefined {
    if (!/^[A-Za-z][\w+.-]*:/.test(path)) {
      if (path.startsWith('/') || path === '') return undefined;
      for (let folder = parentOf(from.uri), up = 0; up < 8 && folder.length > 'file:///'.length; folder = parentOf(folder), up++) {
        const found = this.fileAt(joinPaths([folder, path.split('/').map(encodeURIComponent).join('/')]) ?? '');
        if (found !== undefined) return found;
      }
      return undefined;
    }
    return this.fileAt(path);
  }

  fileAt(uri: string): FileText | undefined {
    let known = this.texts.get(uri);
    if (known === undefined && !this.texts.has(uri)) {
      const text = this.files.read(uri);
      known = text === undefined ? undefined : { uri, text };
      this.texts.set(uri, known);
    }
    return known;
  }

  /** Programs whose text holds an address (`/api/chat`), found by its last word before anything is parsed; none when more than a few do. */
  holding(address: string): readonly LinkedFile[] {
    let uris = this.addressed.get(address);
    if (uris === undefined) {
      const word = /(\w+)\W*$/.exec(address)?.[1];
      uris = word === undefined ? [] : [...this.searches.where(word, (text) => text.includes(address))];
      this.addressed.set(address, uris);
    }
    return uris.length > MAX_HOLDING ? [] : uris.flatMap((uri) => this.file(uri) ?? []);
  }

  /** True for a name that at most so many files hold. */
  isRare(name: string, files: number): boolean {
    return this.searches.mentioning(name).size <= files;
  }

  /** What a name leads to, in every file that holds it or in one. */
  aliasesOf(name: string, only?: LinkedFile): readonly { readonly file: LinkedFile; readonly aliases: Aliases }[] {
    return (only === undefined ? [...this.searches.mentioning(name)].map((uri) => this.file(uri)) : [only]).flatMap((file) => {
      if (file === undefined) return [];
      let aliases = this.aliases.get(file);
      if (aliases === undefined) {
        aliases = aliasesOf(file.facts);
        this.aliases.set(file, aliases);
      }
      return [{ file, aliases }];
    });
  }

  private indexOf(file: LinkedFile): ReadonlyMap<string, readonly NamedCall[]> {
    let index = this.callsByName.get(file);
    if (index === undefined) {
      index = callsByName(file.facts);
      this.callsByName.set(file, index);
    }
    return index;
  }
}

/** Files that may hold the methods of one name; a name in more of them says nothing. */
const MAX_HOLDERS = 12;

/** Files with classes built on one name that are read. */
const MAX_HEIRS = 40;

function withStars(facts: FileFacts, modules: readonly string[]): FileFacts {
  return modules.length === 0 ? facts : { ...facts, starExports: [...facts.starExports, ...modules] };
}

/** True for a Python file that puts folders on the search path: `sys.path.insert(0, str(ROOT))`. */
function setsSearchPath(facts: FileFacts): boolean {
  if (facts.language !== 'python') return false;
  let answer = settingPath.get(facts);
  if (answer === undefined) {
    answer = facts.calls.some(({ callee }) => {
      if (callee.kind !== 'member' || !/^(insert|append|extend)$/.test(callee.name) || callee.object.kind !== 'member') return false;
      return callee.object.name === 'path' && callee.object.object.kind === 'name' && callee.object.object.name === 'sys';
    });
    settingPath.set(facts, answer);
  }
  return answer;
}

const settingPath = new WeakMap<FileFacts, boolean>();
