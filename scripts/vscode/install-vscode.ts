import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { atExit } from './cleanup.ts';
import { cacheDirectory, repositoryRoot } from './paths.ts';
import { CommandError, cleanEnvironment, runCommand } from './processes.ts';

/** The npm package that carries VS Code's server and web workbench. Change all three fields together. */
const pinned = {
  package: 'code-server@4.139.1',
  tarball: 'code-server-4.139.1.tgz',
  integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
} as const;

/** Tarball, unpacked files and npm's own cache together need about 1 GB for a moment. */
const bytesNeeded = 1_200_000_000;

/** A VS Code that is ready to run. */
export interface VsCodeInstall {
  /** Folder of the server: holds `out/server-main.js`. */
  readonly directory: string;
  /** Version of VS Code itself, such as "1.139.1". */
  readonly version: string;
  /** Path of the Node binary (24 or newer) that runs the server. */
  readonly node: string;
}

/**
 * Installs the pinned VS Code into the cache folder unless it is there already, and returns where it is.
 * Several processes may do this at once; an interrupted installation leaves nothing that a later one would use.
 * `log` receives progress lines. Throws an error in plain words when npm, tar, Node 24, the network or disk space is missing.
 */
export async function ensureVsCode(log: (line: string) => void = console.log): Promise<VsCodeInstall> {
  const node = await findNode();
  const cache = cacheDirectory();
  const target = join(cache, `${pinned.package.replace('@', '-')}-${process.platform}-${process.arch}`);
  if (!(await isComplete(target))) await install(cache, target, log);
  const directory = serverDirectory(target);
  const manifest: unknown = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8'));
  return { directory, version: String((manifest as { version?: unknown }).version), node };
}

function serverDirectory(target: string): string {
  return join(target, 'package', 'lib', 'vscode');
}

function markerFile(target: string): string {
  return join(target, 'complete.json');
}

async function isComplete(target: string): Promise<boolean> {
  try {
    const marker: unknown = JSON.parse(await readFile(markerFile(target), 'utf8'));
    return (marker as { integrity?: unknown }).integrity === pinned.integrity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw new Error(`The VS Code cache at ${target} cannot be read: ${(error as Error).message}. Delete that folder and run again.`, {
      cause: error,
    });
  }
}

async function install(cache: string, target: string, log: (line: string) => void): Promise<void> {
  const started = performance.now();
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  await checkSpace(cache);
  const work = join(cache, `installing-${process.pid}-${randomBytes(4).toString('hex')}`);
  const forget = atExit(() => {
    rmSync(work, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });
  await mkdir(work);
  try {
    log(`Installing VS Code for tests (${pinned.package}, about 600 MB, once) into ${cache}`);
    await npm(['pack', pinned.package, '--ignore-scripts', '--loglevel=error'], work);
    await verify(join(work, pinned.tarball));
    log(`  downloaded and verified after ${seconds()}`);
    await unpack(work);
    await rm(join(work, pinned.tarball));
    log(`  unpacked after ${seconds()}`);
    // The package's lock file lacks one peer dependency that the server never loads; without this flag `npm ci` refuses it.
    // Scripts stay off: the native modules they would build are not needed, and one of them needs system headers.
    await npm(['ci', '--legacy-peer-deps', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], serverDirectory(work));
    await access(join(serverDirectory(work), 'out', 'server-main.js'));
    await writeFile(markerFile(work), `${JSON.stringify({ package: pinned.package, integrity: pinned.integrity })}\n`);
    await moveIntoPlace(work, target);
    log(`  ready after ${seconds()}`);
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    forget();
  }
}

async function moveIntoPlace(work: string, target: string): Promise<void> {
  try {
    await rename(work, target);
    return;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes(code)) throw error;
    // Another process was faster; its result is as good as ours.
    if (await isComplete(target)) return;
    if (!(await exists(target))) throw error;
  }
  // What is there lacks its marker: somebody deleted a part of it. Put the fresh one in its place.
  const broken = join(dirname(target), `installing-broken-${randomBytes(4).toString('hex')}`);
  await rename(target, broken);
  await rename(work, target);
  await rm(broken, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Removes what installations left behind that were killed hard. Six hours: no running one is that old. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith('installing-')) continue;
    const path = join(cache, name);
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (age > 6 * 3600 * 1000) await rm(path, { recursive: true, force: true });
  }
}

async function checkSpace(cache: string): Promise<void> {
  const { bavail, bsize } = await statfs(cache);
  const free = bavail * bsize;
  if (free >= bytesNeeded) return;
  throw new Error(
    `Too little disk space for VS Code in ${cache}: ${Math.round(free / 1e6)} MB free, ${bytesNeeded / 1e6} MB needed. ` +
      'Free some space, or name another folder in PENNYLINT_VSCODE_CACHE.',
  );
}

async function verify(tarball: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const actual = `sha512-${hash.digest('base64')}`;
  if (actual === pinned.integrity) return;
  throw new Error(
    `${pinned.package} is not the package that this version of Pennylint expects: its integrity is ${actual}, not ` +
      `${pinned.integrity}. Nothing of it was run. Check which npm registry is configured.`,
  );
}

async function unpack(work: string): Promise<void> {
  try {
    // A relative name: some tar programs on Windows take "C:" for a host.
    await runCommand('tar', ['-xzf', pinned.tarball], { cwd: work, timeoutMs: 300_000 });
  } catch (error) {
    throw new Error(
      `VS Code could not be unpacked in ${work}. The program "tar" is needed (part of Linux, macOS and Windows 10 and newer). ` +
        (error as Error).message,
      { cause: error },
    );
  }
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  // Inside "npm run", npm says where it is; that is certain to be the npm that installed the repository.
  const script = process.env.npm_execpath;
  const own = script !== undefined && /npm-cli\.[cm]?js$/.test(script);
  // On Windows npm itself is a batch file, which only the command interpreter can start.
  const onPath = process.platform === 'win32' ? ['cmd.exe', '/d', '/c', 'npm'] : ['npm'];
  const [command = 'npm', ...first] = own ? [process.execPath, script] : onPath;
  try {
    await runCommand(command, [...first, ...args], { cwd, env: cleanEnvironment(), timeoutMs: 900_000 });
  } catch (error) {
    const output = error instanceof CommandError ? error.output : '';
    const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(output);
    throw new Error(
      `npm could not install VS Code (${pinned.package}). ` +
        (offline
          ? "The npm registry cannot be reached; this one installation needs it. Connect, or check npm's registry and proxy settings, and run again. "
          : '') +
        (error as Error).message,
      { cause: error },
    );
  }
}

/** The running Node when it is new enough, else the one among the repository's dependencies. Throws when neither is. */
async function findNode(): Promise<string> {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const bundled = join(repositoryRoot, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (await exists(bundled)) return bundled;
  throw new Error(
    `VS Code's server needs Node 24 or newer; this is Node ${process.versions.node}, and the repository's own Node is not at ` +
      `${bundled}. Run "npm ci" in ${repositoryRoot} with install scripts enabled, or use Node 24.`,
  );
}
