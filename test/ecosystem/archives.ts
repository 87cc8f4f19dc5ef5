/**
 * Archives of packages: fetched by the registries' own clients, so that whatever registry a machine is configured for is the one that is
 * asked; kept outside of the repository; verified each time.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { titleOf, type PinnedPackage } from './packages.ts';

const run = promisify(execFile);

/** Longest time a registry's client may take, in ms. */
const FETCH_MS = 300_000;

/** Folder of the archives, outside of the repository. */
export function cacheFolder(): string {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'pennylint', 'ecosystem');
}

/**
 * Fetches what is not in the cache yet. Never throws: the result says for each package that could not be fetched why, by its title.
 */
export async function fetchArchives(packages: readonly PinnedPackage[], cache = cacheFolder()): Promise<ReadonlyMap<string, string>> {
  mkdirSync(cache, { recursive: true });
  const failures = new Map<string, string>();
  const absent = packages.filter((pinned) => mismatch(pinned, path.join(cache, pinned.archive)) !== undefined);
  const fetchAll = async (registry: PinnedPackage['registry']): Promise<void> => {
    const wanted = absent.filter((pinned) => pinned.registry === registry);
    if (wanted.length === 0) return;
    if ((await fetchTogether(registry, wanted, cache)) === undefined) return;
    // One package that cannot be had keeps the client from saving the others: ask for each alone.
    for (const pinned of wanted) {
      const failure = await fetchTogether(registry, [pinned], cache);
      if (failure !== undefined) failures.set(titleOf(pinned), failure);
    }
  };
  await Promise.all([fetchAll('npm'), fetchAll('pypi')]);
  for (const pinned of absent) {
    if (failures.has(titleOf(pinned))) continue;
    const reason = mismatch(pinned, path.join(cache, pinned.archive));
    if (reason !== undefined) failures.set(titleOf(pinned), reason);
  }
  return failures;
}

/** Why a file is not the archive that was pinned; undefined when it is. */
export function mismatch({ archive, sha256 }: Pick<PinnedPackage, 'archive' | 'sha256'>, file: string): string | undefined {
  if (!existsSync(file)) return `the registry's client saved no file ${archive}`;
  const actual = createHash('sha256').update(readFileSync(file)).digest('hex');
  return actual === sha256 ? undefined : `${archive} has the SHA-256 ${actual}, pinned is ${sha256}`;
}

/**
 * Unpacks an archive into a folder. Python's own modules do it: they keep every path inside the folder (`data` filter of PEP 706 for
 * tarballs, cleaned names for wheels). Throws an error with their message when an archive wants out, or is broken.
 */
export async function unpack(archive: string, folder: string): Promise<void> {
  const how = archive.endsWith('.whl')
    ? ['-m', 'zipfile', '-e', archive, folder]
    : ['-m', 'tarfile', '--filter', 'data', '-e', archive, folder];
  try {
    await run('python3', how);
  } catch (error) {
    throw new Error(`${path.basename(archive)} could not be unpacked: ${lastLines(error)}`, { cause: error });
  }
}

/** The folder that holds the sources: the only folder of an npm tarball, all of a wheel. */
export function sourceRoot(pinned: PinnedPackage, folder: string): string {
  const [only, ...others] = readdirSync(folder);
  return pinned.registry === 'npm' && only !== undefined && others.length === 0 ? path.join(folder, only) : folder;
}

/** Undefined when the client succeeded, else the end of what it said. */
async function fetchTogether(
  registry: PinnedPackage['registry'],
  wanted: readonly PinnedPackage[],
  cache: string,
): Promise<string | undefined> {
  // Saved beside the cache's files first: a client that is interrupted leaves nothing half-written under a final name.
  const landing = mkdtempSync(path.join(cache, 'landing-'));
  try {
    if (registry === 'npm') {
      const names = wanted.map(({ name, version }) => `${name}@${version}`);
      await run('npm', ['pack', '--silent', '--pack-destination', landing, ...names], { timeout: FETCH_MS, cwd: landing });
    } else {
      const names = wanted.map(({ name, version }) => `${name}==${version}`);
      await run('python3', [...PIP_DOWNLOAD, '--dest', landing, ...names], { timeout: FETCH_MS, cwd: landing });
    }
    for (const name of readdirSync(landing)) renameSync(path.join(landing, name), path.join(cache, name));
    return undefined;
  } catch (error) {
    return lastLines(error);
  } finally {
    rmSync(landing, { recursive: true, force: true });
  }
}

/** Wheels that run anywhere, whatever Python this is: the same file on every machine, and no code of the package runs, as it does for sdists. */
const PIP_DOWNLOAD: readonly string[] = [
  ...['-m', 'pip', 'download', '--quiet', '--no-input', '--disable-pip-version-check', '--no-deps', '--ignore-requires-python'],
  ...['--only-binary', ':all:', '--python-version', '3.12', '--implementation', 'py', '--abi', 'none', '--platform', 'any'],
];

function lastLines(error: unknown): string {
  const { stderr, message } = error as { readonly stderr?: string; readonly message?: string };
  const said = (stderr === undefined || stderr.trim() === '' ? (message ?? String(error)) : stderr).trim();
  return said.split('\n').slice(-3).join(' / ');
}
