/** What the command line asks git. No shell, no hooks, no programs that a repository's attributes name; revisions are resolved to hashes first. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from './errors.ts';

/** Largest answer of git that is read, in bytes. */
const MAX_BYTES = 512_000_000;

/** Settings of a repository that would start programs or change the form of answers. */
const QUIET = [
  '--no-pager',
  '--literal-pathspecs',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.quotePath=false',
  '-c',
  'core.hooksPath=/dev/null',
];

/** A range of lines, 1-based, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Changed lines by file (relative to the folder, forward slashes); `all` for a file that git does not know yet. */
export type ChangedLines = ReadonlyMap<string, readonly LineRange[] | 'all'>;

/** Runs git in a folder. Throws {@link UsageError} when git is missing or refuses. */
function git(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  try {
    return execFileSync('git', [...QUIET, ...args], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: MAX_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', ...env },
    });
  } catch (error) {
    const { code, stderr } = error as { readonly code?: string; readonly stderr?: string };
    if (code === 'ENOENT') throw new UsageError('This needs git, which was not found.');
    const reason = (stderr ?? '').trim().split('\n')[0] ?? '';
    throw new UsageError(`git ${args[0] ?? ''} failed: ${reason === '' ? String(error) : reason}`);
  }
}

/** The hash of a revision that somebody typed. Throws {@link UsageError} when there is none. */
export function commitOf(folder: string, revision: string): string {
  try {
    return git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).trim();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const inside = error.message.includes('not a git repository') ? ' This folder is in no git repository.' : '';
    throw new UsageError(`There is no commit ${JSON.stringify(revision)}.${inside || ' Name a branch, a tag or a hash.'}`);
  }
}

/** The last commit that two commits have in common; the first one when their histories have nothing in common. */
export function mergeBase(folder: string, one: string, other: string): string {
  try {
    return git(folder, ['merge-base', one, other]).trim();
  } catch (error) {
    if (error instanceof UsageError) return one;
    throw error;
  }
}

/** Lines below a folder that differ from what a revision and the present have in common: in commits, in the index, on disk, in new files. */
export function changedLines(folder: string, revision: string): ChangedLines {
  const base = mergeBase(folder, commitOf(folder, revision), commitOf(folder, 'HEAD'));
  const form = [
    '--unified=0',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--relative',
    '--src-prefix=a/',
    '--dst-prefix=b/',
  ];
  const changed = new Map<string, LineRange[] | 'all'>(changesIn(git(folder, ['diff', ...form, base, '--'])));
  const fresh = git(folder, ['ls-files', '--others', '--exclude-standard', '-z']).split('\0');
  for (const file of fresh) if (file !== '') changed.set(file, 'all');
  return changed;
}

/** Changed lines of a patch without context, by the new name of each file. */
export function changesIn(patch: string): Map<string, LineRange[]> {
  const changed = new Map<string, LineRange[]>();
  let ranges: LineRange[] | undefined;
  let added = 0;
  let removed = 0;
  for (const line of patch.split('\n')) {
    if (removed > 0 && line.startsWith('-')) removed--;
    else if (added > 0 && line.startsWith('+')) added--;
    else if (line.startsWith('+++ ')) {
      const name = unquoted(line.slice(4).replace(/\t$/, ''));
      ranges = name.startsWith('b/') ? [] : undefined;
      if (ranges !== undefined) changed.set(name.slice(2), ranges);
    } else {
      const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
      if (hunk === null) continue;
      removed = Number(hunk[1] ?? 1);
      added = Number(hunk[3] ?? 1);
      const first = Number(hunk[2]);
      // Where lines were only taken out, the lines around the gap are what has changed.
      ranges?.push(added === 0 ? { first, last: first + 1 } : { first, last: first + added - 1 });
    }
  }
  return changed;
}

/** A name as git quotes it: `"a\tb"` with escapes of C. */
function unquoted(name: string): string {
  if (!name.startsWith('"')) return name;
  const bytes: number[] = [];
  const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
  for (const [whole, octal, letter] of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gs)) {
    if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(escapes[letter] ?? letter.charCodeAt(0));
    else bytes.push(...Buffer.from(whole));
  }
  return Buffer.from(bytes).toString('utf8');
}

/**
 * Writes the files of a commit into a new folder and returns the folder in it that corresponds to `folder`. Nothing in the repository
 * changes; large files that git keeps elsewhere stay pointers.
 */
export function writeTree(folder: string, commit: string, into: string): string {
  const tree = path.join(into, 'tree');
  // The reader of sources respects .gitignore inside of repositories only.
  mkdirSync(path.join(tree, '.git'), { recursive: true });
  const prefix = git(folder, ['rev-parse', '--show-prefix']).trimEnd();
  const top = git(folder, ['rev-parse', '--show-toplevel']).trimEnd();
  const env = { GIT_INDEX_FILE: path.join(into, 'index') };
  git(top, ['read-tree', commit], env);
  const plain = ['-c', 'filter.lfs.smudge=', '-c', 'filter.lfs.process=', '-c', 'filter.lfs.required=false'];
  git(top, [...plain, 'checkout-index', '--all', '--quiet', `--prefix=${tree}/`], env);
  const inside = path.join(tree, prefix);
  mkdirSync(inside, { recursive: true });
  return inside;
}
