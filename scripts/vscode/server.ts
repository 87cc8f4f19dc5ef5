import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, copyFileSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { atExit, temporaryDirectory } from './cleanup.ts';
import type { VsCodeInstall } from './install-vscode.ts';
import { artifactsDirectory } from './paths.ts';
import { cleanEnvironment, CommandError, endGroup, killGroup, lastLines, runCommand } from './processes.ts';
import type { Settings } from './settings.ts';

/** What to serve and how. */
export interface ServerOptions {
  readonly install: VsCodeInstall;
  /** Absolute path of a packaged extension that is installed before the start. */
  readonly vsix?: string;
  /** The user's settings. */
  readonly settings: Settings;
  /** The user's settings for this machine: those of scope `machine` are taken from here, for a server counts as another machine. */
  readonly machineSettings?: Settings;
  /** Whether every folder that is opened counts as trusted. When false, folders open in Restricted Mode. */
  readonly trusted: boolean;
  /** TCP port; a free one when not given. */
  readonly port?: number;
  /** For tests only: takes extensions under development from the URL's payload, and ends some minutes after its last window. */
  readonly acceptTests?: boolean;
}

/** One entry of the workbench's payload, such as `["skipWelcome", "true"]`. */
export type PayloadEntry = readonly [key: string, value: string];

/** A running server. Its data, log and installed extensions lie in a temporary folder that ends with it. */
export interface VsCodeServer {
  readonly port: number;
  /** Folder with the installed extensions. */
  readonly extensionsDirectory: string;
  /** The user's `settings.json`; the running editor takes changes over. */
  readonly settingsFile: string;
  /** Settles when the server's process ends, with its exit code or signal; never rejects. */
  readonly ended: Promise<number | string>;
  /** Address that opens the workbench with `folder` (absolute path). Holds the secret that the server asks for. */
  url(folder: string, payload?: readonly PayloadEntry[]): string;
  /** The URI under which the workbench knows a file of this machine. */
  remoteUri(path: string): string;
  /** Copies the server's log to `artifacts/<name>.log` and returns that path. */
  saveLog(name: string): string;
  /** Ends the server and every process it started, and removes its folder. Harmless when called twice. */
  stop(): Promise<void>;
}

const readyWithinMs = 30_000;

/**
 * Starts VS Code's server on 127.0.0.1 and waits until it answers. Throws when the VSIX cannot be installed, when the port is
 * taken, or when the server ends or stays silent for 30 s; nothing is left running then.
 */
export async function startServer(options: ServerOptions): Promise<VsCodeServer> {
  const run = temporaryDirectory('vscode');
  try {
    return await startIn(run, options);
  } catch (error) {
    run.remove();
    throw error;
  }
}

async function startIn(run: { readonly path: string; remove(): void }, options: ServerOptions): Promise<VsCodeServer> {
  const data = join(run.path, 'data');
  const extensionsDirectory = join(run.path, 'extensions');
  const settingsFile = join(data, 'data', 'User', 'settings.json');
  const logFile = join(run.path, 'server.log');
  const tokenFile = join(run.path, 'token');
  const token = randomBytes(16).toString('hex');
  mkdirSync(extensionsDirectory, { recursive: true });
  mkdirSync(join(data, 'data', 'User'), { recursive: true });
  writeFileSync(settingsFile, `${JSON.stringify(options.settings, undefined, 2)}\n`);
  if (options.machineSettings !== undefined) {
    mkdirSync(join(data, 'data', 'Machine'), { recursive: true });
    writeFileSync(join(data, 'data', 'Machine', 'settings.json'), `${JSON.stringify(options.machineSettings, undefined, 2)}\n`);
  }
  // Without a secret every web page in the user's browser could reach the server, and with it the user's files.
  writeFileSync(tokenFile, token, { mode: 0o600 });

  const common = [
    join('out', 'server-main.js'),
    '--accept-server-license-terms',
    '--telemetry-level=off',
    `--server-data-dir=${data}`,
    `--extensions-dir=${extensionsDirectory}`,
  ];
  if (options.vsix !== undefined) await installExtension(options.install, common, options.vsix);

  const port = await freePort(options.port ?? 0);
  const args = [...common, '--host=127.0.0.1', `--port=${port}`, `--connection-token-file=${tokenFile}`];
  if (options.trusted) args.push('--disable-workspace-trust');
  // The second switch lets a server end by itself if the process that should end it is killed.
  if (options.acceptTests) args.push('--enable-smoke-test-driver', '--enable-remote-auto-shutdown', '--reconnection-grace-time=30');
  const log = openSync(logFile, 'a');
  const child = spawn(options.install.node, args, {
    cwd: options.install.directory,
    env: cleanEnvironment(),
    stdio: ['ignore', log, log],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  closeSync(log);
  const forget = atExit(() => {
    killGroup(child);
  });
  const ended = new Promise<number | string>((resolve) => {
    child.on('error', (error) => {
      resolve(error.message);
    });
    child.on('exit', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  try {
    await untilReady(port, token, ended, logFile);
  } catch (error) {
    await endGroup(child, 1000);
    forget();
    throw error;
  }
  return {
    port,
    extensionsDirectory,
    settingsFile,
    ended,
    url(folder, payload = []) {
      const query = new URLSearchParams({ folder: decodeURIComponent(pathToFileURL(folder).pathname), tkn: token });
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      return `http://127.0.0.1:${port}/?${query.toString().replaceAll('%2F', '/')}`;
    },
    remoteUri: (path) => `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`,
    saveLog(name) {
      mkdirSync(artifactsDirectory, { recursive: true });
      const copy = join(artifactsDirectory, `${name}.log`);
      copyFileSync(logFile, copy);
      return copy;
    },
    stop: once(() => stop(child, run, forget)),
  };
}

async function stop(child: ChildProcess, run: { remove(): void }, forget: () => void): Promise<void> {
  await endGroup(child, 3000);
  forget();
  run.remove();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= work());
}

async function installExtension(install: VsCodeInstall, common: readonly string[], vsix: string): Promise<void> {
  const args = [...common, `--install-extension=${vsix}`, '--force'];
  let said: string;
  try {
    const { stdout, stderr } = await runCommand(install.node, args, {
      cwd: install.directory,
      env: cleanEnvironment(),
      timeoutMs: 120_000,
    });
    // The command ends with 0 for some failures as well; only this sentence is proof.
    if (stdout.includes('was successfully installed')) return;
    said = stderr + stdout;
  } catch (error) {
    said = error instanceof CommandError ? error.output : String(error);
  }
  throw new Error(`VS Code did not install ${vsix}. It said:\n${essence(said, 8)}`);
}

/** The last lines of a server's log, without what it always says because its native modules are not built. */
function essence(log: string, count: number): string {
  const noise = /^\s*(at |→|'|\]|\}|tries: \[|Error: Could not locate the bindings file)/;
  return lastLines(
    log
      .split('\n')
      .filter((line) => !noise.test(line))
      .join('\n'),
    count,
  );
}

async function untilReady(port: number, token: string, ended: Promise<number | string>, logFile: string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  let end: number | string | undefined;
  void ended.then((value) => {
    end = value;
  });
  while (Date.now() < deadline) {
    if (end !== undefined) {
      throw new Error(`VS Code's server ended at its start (${end}). The end of its log:\n${essence(readFileSync(logFile, 'utf8'), 20)}`);
    }
    if (await answers(port, token)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const log = readFileSync(logFile, 'utf8');
  throw new Error(`VS Code's server did not answer within ${readyWithinMs / 1000} s. The end of its log:\n${essence(log, 20)}`);
}

async function answers(port: number, token: string): Promise<boolean> {
  const origin = `http://127.0.0.1:${port}`;
  try {
    if (!(await fetch(`${origin}/version`)).ok) return false;
    // Only our own server knows the secret; it redirects to the address without it.
    return (await fetch(`${origin}/?tkn=${token}`, { redirect: 'manual' })).status === 302;
  } catch (error) {
    // fetch reports every network failure as TypeError; until the server listens, refusal is what we expect.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** A TCP port on 127.0.0.1 that nothing uses at this moment: `wanted`, or any when that is 0. Throws when `wanted` is in use. */
async function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.message})`;
      reject(new Error(`Port ${wanted} on 127.0.0.1 ${reason}. Choose another one.`, { cause: error }));
    });
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('The operating system gave no free TCP port on 127.0.0.1.'));
      });
    });
  });
}
