/** Source files of a workspace on disk: what to read, what to leave out, how to decode. Node; used by the command line and the server. */
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ignore, { type Ignore } from 'ignore';
import { frontEndFor, isPromptPath, MAX_TEXT_LENGTH, NOTEBOOK_ENDING, notebookProgram, readNotebook, type Program } from '../core/index.ts';

export { readGrammar } from './grammars.ts';
export { readVocabulary } from './vocabulary.ts';

/** A path that was named does not exist. */
export class MissingPathError extends Error {
  override readonly name = 'MissingPathError';
}

/** Something that could not be read or analysed. */
export interface FileProblem {
  /** Path relative to the root, with forward slashes. */
  readonly file: string;
  readonly message: string;
  /** 1-based, where the problem has a place of its own. */
  readonly line?: number;
  readonly column?: number;
  /** True when the file was analysed all the same, as far as it could be read. */
  readonly partial?: true;
}

/** A file to analyse. */
export interface SourceFile {
  readonly file: string;
  /** What is analysed: the file's text, or the joined code of a notebook. */
  readonly text: string;
  /** Set for notebooks: the joined code with its cells. */
  readonly program?: Program;
  /** True when `text` is only the beginning of the file. */
  readonly cut?: true;
}

/** Largest file that is read, in bytes; beyond it a file is data, not source. */
const MAX_BYTES = 8_000_000;

/** The same for notebooks, which hold the output of their programs as well. */
const MAX_NOTEBOOK_BYTES = 64_000_000;
/** Of a file of JSON lines only the beginning is read, in bytes: the lines are alike. */
const HEAD_BYTES = 1_000_000;

/** What decides whether a file of data is worth reading at all, in bytes. */
const SNIFFED_BYTES = 65_536;

/** Folders that hold other people's code or machine output. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  '.venv',
  'venv',
  '.tox',
  '.mypy_cache',
  '.ruff_cache',
  '.pytest_cache',
  'site-packages',
  '.eggs',
  '.ipynb_checkpoints',
]);

/** True for a file that some front end reads, by its path. */
function isSourcePath(file: string): boolean {
  const given = file.split(path.sep).join('/');
  const lower = given.toLowerCase();
  if (lower.endsWith(NOTEBOOK_ENDING)) return true;
  const frontEnd = frontEndFor(given, undefined);
  return frontEnd !== undefined && frontEnd.otherFiles?.test(lower) !== true;
}

/** False for a file of data that holds nothing to analyse; programs always count. */
function concerns(file: string, text: string): boolean {
  const frontEnd = frontEndFor(file, undefined);
  return frontEnd?.mayConcern === undefined || frontEnd.mayConcern(text, file.split(path.sep).join('/'));
}

/**
 * Source files under some paths, one by one, in a stable order. Folders are searched with `.gitignore` respected (inside a repository) and links not followed;
 * a file that is named is read whatever it is called. Throws {@link MissingPathError} for a path that does not exist.
 */
export function* sourceFiles(root: string, paths: readonly string[], problems: FileProblem[]): Generator<SourceFile> {
  const seen = new Set<string>();
  for (const given of paths.length === 0 ? ['.'] : paths) {
    const absolute = path.resolve(root, given);
    const stat = lstatSync(absolute, { throwIfNoEntry: false });
    if (stat === undefined) throw new MissingPathError(`There is no file or folder ${given}.`);
    const named = !stat.isDirectory();
    const files = named ? [absolute] : walk(absolute, ignoreRulesAbove(absolute), problems, root);
    for (const file of files) {
      if (seen.has(file)) continue;
      seen.add(file);
      if (/\.(jsonl|ndjson)$/i.test(file)) {
        const lines = readLines(file, root, problems);
        if (lines !== undefined && (named || concerns(file, lines.text))) yield lines;
        continue;
      }
      const data = !named && frontEndFor(file, undefined)?.mayConcern !== undefined;
      const large = data && (lstatSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES;
      if (large && !concerns(file, readHead(file, SNIFFED_BYTES).toString('utf8'))) continue;
      // Of data that cannot be read nobody expects anything, unless its name says what it is.
      const silent = data && !large && !isPromptPath(file.split(path.sep).join('/'));
      const source = read(file, root, silent ? [] : problems);
      if (source !== undefined && (!data || concerns(file, source.text))) yield source;
    }
  }
}

/** Largest text file that is read because a program reads it, in bytes. */
const MAX_TEXT_BYTES = 1_000_000;

/**
 * Reads text that programs read (prompts, templates, data), by URI. Undefined for files outside of the roots, hidden files (`.env`), binary or
 * large ones, and what cannot be read.
 *
 * @param roots folders that may be read, absolute paths; a link that leaves them is not followed
 */
export function companionReader(roots: readonly string[]): (uri: string) => string | undefined {
  const real = roots.flatMap((root) => realPath(root) ?? []);
  return (uri) =>
    readSmall(uri, (file) => {
      const target = realPath(file);
      const inside = target !== undefined && real.some((root) => target.startsWith(root.endsWith(path.sep) ? root : root + path.sep));
      if (!inside || path.basename(file).startsWith('.') || path.basename(target).startsWith('.')) return undefined;
      return decode(readFileSync(target), file, []);
    });
}

/**
 * A configuration that says what imports mean (`tsconfig.json`, `jsconfig.json`, `package.json`, and what they extend), by URI. It may stand
 * above the folder that is analysed: only its mappings are used, its text is never part of a prompt. Undefined for other names.
 */
export function readConfiguration(uri: string): string | undefined {
  return /\/(package|[jt]sconfig([.-][\w.-]+)?)\.json$/.test(uri) ? readSmall(uri, (file) => readFileSync(file, 'utf8')) : undefined;
}

/** Reads a file unless it is gone, a folder or too large. */
function readSmall(uri: string, read: (file: string) => string | undefined): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const file = fileURLToPath(uri);
    const stat = lstatSync(file, { throwIfNoEntry: false });
    return stat === undefined || stat.isDirectory() || stat.size > MAX_TEXT_BYTES ? undefined : read(file);
  } catch (error) {
    // Gone, not allowed, or no path at all: the program may still find it, this reader does not.
    if (error instanceof TypeError || error instanceof URIError || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

/** True for a path inside a folder that is never searched, such as `node_modules`. */
export function isSkipped(file: string): boolean {
  return file.split(/[\\/]/).some((segment) => SKIPPED_FOLDERS.has(segment));
}

/** One source file; undefined when it is gone, too large, binary or not readable, or holds nothing to analyse. */
export function readSource(file: string): SourceFile | undefined {
  const source = read(file, path.dirname(file), []);
  return source !== undefined && isSourcePath(file) && concerns(file, source.text) ? source : undefined;
}

/** A path relative to the root with forward slashes; `.` for the root itself. */
export function relative(root: string, file: string): string {
  const folder = root.endsWith(path.sep) ? root : root + path.sep;
  // Nearly every file stands below the root and is written in full: the library would take both paths apart again.
  const plain = file.length > folder.length && file.startsWith(folder) && !file.includes('..', folder.length);
  const result = (plain ? file.slice(folder.length) : path.relative(root, file)).split(path.sep).join('/');
  return result === '' ? '.' : result;
}

/** Files that clients load although git ignores them. */
const PERSONAL = /^(?:CLAUDE\.local|AGENTS\.override)\.md$/;

/** True for a prompt file that is a link to a file below the root: `CLAUDE.md` → `AGENTS.md`. Clients follow such links. */
function isLinkedPrompt(file: string, root: string): boolean {
  if (frontEndFor(file.split(path.sep).join('/'), undefined)?.language !== 'prompt') return false;
  const target = realPath(file);
  const folder = realPath(root);
  return target !== undefined && folder !== undefined && target.startsWith(folder + path.sep) && lstatSync(target).isFile();
}

interface IgnoreRule {
  readonly folder: string;
  readonly rules: Ignore;
}

function* walk(folder: string, inherited: readonly IgnoreRule[] | undefined, problems: FileProblem[], root: string): Generator<string> {
  const own = inherited === undefined ? undefined : ignoreRuleIn(folder);
  const rules = own === undefined ? inherited : [...(inherited ?? []), own];
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    problems.push({ file: relative(root, folder), message: `the folder cannot be read: ${reason(error)}` });
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (SKIPPED_FOLDERS.has(entry.name) || isIgnored(full, true, rules)) continue;
      yield* walk(full, rules, problems, root);
    } else if (entry.isFile() && isSourcePath(full) && (PERSONAL.test(entry.name) || !isIgnored(full, false, rules))) {
      yield full;
    } else if (entry.isSymbolicLink() && isLinkedPrompt(full, root)) yield full;
  }
}

/** Rules of the folders above, up to the repository's root. Outside of a repository nothing is ignored: `.gitignore` speaks to git alone. */
function ignoreRulesAbove(folder: string): IgnoreRule[] | undefined {
  const result: IgnoreRule[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    if (at !== folder) {
      const rule = ignoreRuleIn(at);
      if (rule !== undefined) result.unshift(rule);
    }
    if (lstatSync(path.join(at, '.git'), { throwIfNoEntry: false }) !== undefined) return result;
    if (path.dirname(at) === at) return undefined;
  }
}

function ignoreRuleIn(folder: string): IgnoreRule | undefined {
  const file = path.join(folder, '.gitignore');
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > 1_000_000) return undefined;
  return { folder, rules: ignore().add(readFileSync(file, 'utf8')) };
}

function isIgnored(file: string, isFolder: boolean, rules: readonly IgnoreRule[] | undefined): boolean {
  return (rules ?? []).some(({ folder, rules: own }) => own.ignores(`${relative(folder, file)}${isFolder ? '/' : ''}`));
}

function read(file: string, root: string, problems: FileProblem[]): SourceFile | undefined {
  const name = relative(root, file);
  const isNotebook = name.toLowerCase().endsWith(NOTEBOOK_ENDING);
  const limit = isNotebook ? MAX_NOTEBOOK_BYTES : MAX_BYTES;
  try {
    const { size } = statSync(file);
    if (size > limit) {
      problems.push({ file: name, message: `the file has ${(size / 1e6).toFixed(1)} MB; more than ${limit / 1e6} MB are not analysed` });
      return undefined;
    }
    const text = readPlain(file) ?? decode(readFileSync(file), name, problems);
    if (text === undefined) return undefined;
    const source = isNotebook ? notebookSource(file, name, text, problems) : { file: name, text };
    if (source === undefined || source.text.length <= MAX_TEXT_LENGTH) return source;
    const [length, most] = [source.text.length, MAX_TEXT_LENGTH].map((count) => count.toLocaleString('en-US'));
    problems.push({ file: name, message: `the file has ${length} characters; more than ${most} are not analysed` });
    return undefined;
  } catch (error) {
    problems.push({ file: name, message: `the file cannot be read: ${reason(error)}` });
    return undefined;
  }
}

function notebookSource(file: string, name: string, text: string, problems: FileProblem[]): SourceFile | undefined {
  const notebook = readNotebook(text);
  if ('problem' in notebook) {
    problems.push({ file: name, message: notebook.problem });
    return undefined;
  }
  const uri = pathToFileURL(file).href;
  const program = notebookProgram(
    notebook.cells.map(({ index, languageId, text: code }) => ({ uri, index, languageId, version: 1, text: code })),
  );
  return { file: name, text: program.text, program };
}

/** The beginning of a file of lines, cut behind a line. */
function readLines(file: string, root: string, problems: FileProblem[]): SourceFile | undefined {
  const name = relative(root, file);
  try {
    const cut = lstatSync(file).size > HEAD_BYTES;
    const bytes = readHead(file, HEAD_BYTES);
    if (bytes.subarray(0, EDITOR_LOOKS_AT).includes(0)) return undefined;
    const end = cut ? bytes.lastIndexOf(10) + 1 : bytes.length;
    const text = decode(end > 0 ? bytes.subarray(0, end) : bytes, name, problems);
    return text === undefined ? undefined : { file: name, text, ...(cut ? { cut: true } : {}) };
  } catch (error) {
    problems.push({ file: name, message: `the file cannot be read: ${reason(error)}` });
    return undefined;
  }
}

/**
 * The text of a file in plain UTF-8; undefined for bytes that have to be looked at: another encoding, damaged, binary. Node reads and decodes
 * such a file in one step, a third of the time of opening, reading and decoding: a scan reads thousands.
 */
function readPlain(file: string): string | undefined {
  const text = readFileSync(file, 'utf8');
  if (text.includes('\uFFFD') || text.slice(0, EDITOR_LOOKS_AT).includes('\0')) return undefined;
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function readHead(file: string, length: number): Buffer {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(handle, buffer, 0, length, 0));
  } finally {
    closeSync(handle);
  }
}

/** So many bytes at the beginning decide whether a file is binary (`encoding.ts` of VS Code); sources hold a zero byte at times, within a string. */
const EDITOR_LOOKS_AT = 512;

/** Bytes as the editor reads them: UTF-8 or UTF-16 by byte order mark, the mark itself dropped. Undefined (and a problem) for binary files. */
export function decode(bytes: Buffer, name: string, problems: FileProblem[]): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, EDITOR_LOOKS_AT).includes(0)) {
    problems.push({ file: name, message: 'the file is binary' });
    return undefined;
  }
  return new TextDecoder('utf-8').decode(bytes);
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return 'no permission';
  return error instanceof Error ? error.message : String(error);
}
