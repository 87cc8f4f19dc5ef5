/** Source files of a workspace on disk: what to read, what to leave out, how to decode. Node; used by the command line and the server. */
import { lstatSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ignore, { type Ignore } from 'ignore';
import { frontEnds } from '../core/index.ts';

export { readGrammar } from './grammars.ts';

/** A path that was named does not exist. */
export class MissingPathError extends Error {}

/** Something that could not be read or analysed. */
export interface FileProblem {
  /** Path relative to the root, with forward slashes. */
  readonly file: string;
  readonly message: string;
}

/** A file to analyse. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Largest file that is read, in bytes; beyond it a file is data, not source. */
const MAX_BYTES = 8_000_000;

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
]);

const extensions = frontEnds.flatMap((frontEnd) => frontEnd.extensions);

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
    const files = stat.isDirectory() ? walk(absolute, ignoreRulesAbove(absolute), problems, root) : [absolute];
    for (const file of files) {
      if (seen.has(file)) continue;
      seen.add(file);
      const text = read(file, root, problems);
      if (text !== undefined) yield { file: relative(root, file), text };
    }
  }
}

/** Text of a configuration file that says what imports mean, by its URI; undefined for any other file, or when it cannot be read. */
export function readConfiguration(uri: string): string | undefined {
  if (!/\/(tsconfig|jsconfig|package)\.json$/.test(uri)) return undefined;
  try {
    return readFileSync(fileURLToPath(uri), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** True for a path inside a folder that is never searched, such as `node_modules`. */
export function isSkipped(file: string): boolean {
  return file.split(/[\\/]/).some((segment) => SKIPPED_FOLDERS.has(segment));
}

/** Text of one source file; undefined when it is gone, too large, binary or not readable. */
export function readSource(file: string): string | undefined {
  return read(file, path.dirname(file), []);
}

/** A path relative to the root with forward slashes; `.` for the root itself. */
export function relative(root: string, file: string): string {
  const result = path.relative(root, file).split(path.sep).join('/');
  return result === '' ? '.' : result;
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
    } else if (
      entry.isFile() &&
      extensions.some((extension) => entry.name.toLowerCase().endsWith(extension)) &&
      !isIgnored(full, false, rules)
    ) {
      yield full;
    }
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

function read(file: string, root: string, problems: FileProblem[]): string | undefined {
  const name = relative(root, file);
  try {
    const { size } = lstatSync(file);
    if (size > MAX_BYTES) {
      problems.push({
        file: name,
        message: `the file has ${(size / 1e6).toFixed(1)} MB; more than ${MAX_BYTES / 1e6} MB are not analysed`,
      });
      return undefined;
    }
    return decode(readFileSync(file), name, problems);
  } catch (error) {
    problems.push({ file: name, message: `the file cannot be read: ${reason(error)}` });
    return undefined;
  }
}

/** Bytes as the editor reads them: UTF-8 or UTF-16 by byte order mark, the mark itself dropped. Undefined (and a problem) for binary files. */
export function decode(bytes: Buffer, name: string, problems: FileProblem[]): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, 8192).includes(0)) {
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
