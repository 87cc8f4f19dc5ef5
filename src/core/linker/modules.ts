import type { Location } from '../ir.ts';
import type { CallExpr, FileFacts, ImportTarget, NameExpr, Scope, Span } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { importedData } from './data-files.ts';
import { joinPaths } from './file-paths.ts';
import { fileValue, type FileText } from './file-text.ts';
import { genericNames } from './foreign-packages.ts';
import { foreignPath, foreignValue, isSdkName } from './foreign-names.ts';
import { lazyExport } from './lazy-exports.ts';
import { resolveName } from './names.ts';
import { parentOf } from './paths.ts';
import { locate, unknown, type Frame, type LinkedFile, type Value } from './value.ts';

const MAX_IMPORT_DEPTH = 8;

/** Where names that are imported come from. */
export interface ModuleResolver {
  /** The linked file that an import means, or undefined for foreign code; what is imported of it says more where its name is an everyday word. */
  resolve(from: FileFacts, module: string, name?: string): LinkedFile | undefined;
  /**
   * A text file of the project (not source code).
   *
   * @param path absolute as a URI, or relative to the folder in which the program is started, which the source does not tell
   */
  textFile?(from: FileFacts, path: string): FileText | undefined;
  /** The text of a file of the project by its URI; undefined when it cannot or must not be read. */
  fileAt?(uri: string): FileText | undefined;
  /** A data file by its path from another file; its content is what it exports as `default`. Undefined when it cannot be read. */
  data?(from: FileFacts, path: string): LinkedFile | undefined;
  /** The files of a file's own folder that end like it, itself among them, in the order of their names. */
  alike?(from: FileFacts): readonly LinkedFile[];
  /** A data file by its URI; as {@link data}. */
  dataAt?(uri: string): LinkedFile | undefined;
  /** The data file that an import of a script means (`./prompts.json`, `@/prompts.json`); as {@link data}. */
  importedData?(from: FileFacts, module: string): LinkedFile | undefined;
  /** The other files that declare a name which is seen without an import, of the same package or namespace; nearest first. */
  siblings?(from: FileFacts, name: string): readonly LinkedFile[];
  /** Calls of the whole project whose callee ends in a name, in files that import something under another name or the same. */
  callsWhere?(name: string, imported: string): readonly { readonly file: LinkedFile; readonly written: CallExpr }[];
  /** True for a name that at most so many files hold. */
  isRare?(name: string, files: number): boolean;
  /** Programs whose text holds an address; none when more than a few do. */
  holding?(address: string): readonly LinkedFile[];
  /** Calls of the whole project whose callee ends in a name. */
  callsTo?(name: string): readonly { readonly file: LinkedFile; readonly written: CallExpr }[];
  /** Reads what {@link callsWhere} looks into, giving way after each file. */
  readCallersOf?(name: string, imported: string): Generator<undefined, void>;
  /** Methods of classes of the project by their name, of a few files at most. */
  methodsNamed?(name: string): readonly { readonly file: LinkedFile; readonly scope: Scope }[];
  /** True when a text of the project holds one of some words, and passes. */
  holdsAny?(words: readonly string[], passes?: (text: string) => boolean): boolean;
  /** Files that may hold classes built on a class of that name, its own file among them. */
  heirs?(from: LinkedFile, name: string): readonly LinkedFile[];
  /** Other files that set a member of an object that all files share: `app.state.client = …`. */
  setting?(from: LinkedFile, holder: string, name: string): readonly LinkedFile[];
}

/** What an import means: a name of a linked file, a linked module, or foreign code. */
export function importedValue(evaluator: Evaluator, file: LinkedFile, target: ImportTarget, at: Span, frame: Frame): Value {
  const { module, name } = target;
  const location = locate(file, at);
  // Before anything else: a file of text may be one that a front end reads too.
  const text = importedText(evaluator, file, target);
  if (text !== undefined) return fileValue(text, location);
  const data = importedData(evaluator, file, target, frame);
  if (data !== undefined) return data;
  const linked = evaluator.modules.resolve(file.facts, module, name);
  if (linked !== undefined) {
    if (name === undefined) return { kind: 'module', file: linked, at: location };
    const found = exportedName(evaluator, linked, name, frame);
    if (found !== undefined) return found;
  }
  if (name !== undefined) {
    // `from package import module`
    const inner = evaluator.modules.resolve(file.facts, module.endsWith('.') ? `${module}${name}` : `${module}.${name}`);
    if (inner !== undefined) return { kind: 'module', file: inner, at: location };
  }
  // A folder of the project that is called like an SDK, and holds no such name: the SDK is meant.
  const named = linked !== undefined && genericNames.has(module) && linked.facts.starExports.length === 0;
  if ((linked !== undefined && !named) || module.startsWith('.')) return unknown(file, at, `import from ${module}`);
  return foreignValue(foreignPath(file.facts.language, module, name), location);
}

/** Endings of files that bundlers hand to a script as text; any other needs `?raw`. */
const TEXT_ENDINGS = /\.(txt|md|markdown|prompt|xml|html|hbs|handlebars|mustache|ejs|njk|liquid|jinja2?|j2)$/i;

/** `import prompt from './prompt.md?raw'`: the text of a file. */
function importedText(evaluator: Evaluator, file: LinkedFile, { module, name }: ImportTarget): FileText | undefined {
  if (name !== 'default' || !/^\.{1,2}\//.test(module)) return undefined;
  const [path = '', query = ''] = module.split('?', 2);
  if (!TEXT_ENDINGS.test(path) && !/^(raw|text|inline)\b/.test(query)) return undefined;
  const joined = joinPaths([parentOf(file.facts.uri), path.split('/').map(encodeURIComponent).join('/')]);
  return joined === undefined ? undefined : evaluator.modules.textFile?.(file.facts, joined);
}

/** The value of a name that a linked file exports; undefined when it exports no such name. */
export function exportedName(evaluator: Evaluator, file: LinkedFile, name: string, frame: Frame): Value | undefined {
  const { facts } = file;
  if (frame.depth > MAX_IMPORT_DEPTH) return undefined;
  const inner: Frame = { ...evaluator.frameOf(file), depth: frame.depth + 1 };
  const local = (own: string): Value => {
    const end = facts.scopes[0]?.end ?? 0;
    const expr: NameExpr = { kind: 'name', name: own, scope: 0, block: 0, start: end, end };
    return resolveName(evaluator, expr, inner);
  };
  if (facts.exports === undefined) {
    if (facts.scopes[0]?.bindings.has(name) === true) return local(name);
  } else {
    const fact = facts.exports.get(name);
    if (fact?.kind === 'local') return local(fact.name);
    if (fact?.kind === 'from') return importedValue(evaluator, file, fact, { start: 0, end: 0 }, inner);
  }
  const lazy = lazyExport(facts, name);
  if (lazy !== undefined) return importedValue(evaluator, file, lazy, { start: 0, end: 0 }, inner);
  // A package is a folder of files.
  const sibling = facts.language === 'go' ? evaluator.modules.siblings?.(facts, name)[0] : undefined;
  if (sibling !== undefined && sibling !== file) return exportedName(evaluator, sibling, name, inner);
  for (const module of facts.starExports) {
    const next = evaluator.modules.resolve(facts, module);
    const found = next === undefined || next === file ? undefined : exportedName(evaluator, next, name, inner);
    if (found !== undefined) return found;
  }
  return passedOn(facts, name, locate(file, { start: 0, end: 0 }));
}

/** A name of an SDK whose names a module passes on as they are: `export * from 'openai'`. */
function passedOn({ language, starExports }: FileFacts, name: string, at: Location): Value | undefined {
  const path = starExports
    .filter((module) => !module.startsWith('.'))
    .map((module) => foreignPath(language, module, name))
    .find(isSdkName);
  return path === undefined ? undefined : foreignValue(path, at);
}
