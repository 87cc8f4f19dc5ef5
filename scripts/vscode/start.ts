// Builds and packages the extension and shows it in a real editor with the example workspace: npm start
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ensureVsCode } from './install-vscode.ts';
import { repositoryRoot } from './paths.ts';
import { startServer } from './server.ts';
import { quietSettings } from './settings.ts';
import { inCi, runMain } from './test-run.ts';
import { buildVsix } from './vsix.ts';

const usage = `Usage: npm start -- [options]
  --port N     TCP port on 127.0.0.1 (default: a free one)
  --no-open    do not open the browser
  --help       show this text`;

await runMain(async () => {
  const { port, open, help } = readArguments();
  if (help) {
    console.log(usage);
    return 0;
  }
  const folder = join(repositoryRoot, 'examples', 'workspace');
  if (!existsSync(folder)) throw new Error(`The example workspace ${folder} does not exist. Is this a complete checkout?`);

  console.log('Building and packaging Pennylint');
  const vsix = await buildVsix();
  const install = await ensureVsCode();
  const server = await startServer({
    install,
    vsix,
    settings: quietSettings,
    machineSettings: { 'pennylint.spend.sources': [{ kind: 'demo' }] },
    trusted: true,
    ...(port === undefined ? {} : { port }),
  });
  const interrupted = untilInterrupted();
  try {
    const url = server.url(folder);
    console.log(
      `\nVS Code ${install.version} with Pennylint is running. Open:\n\n  ${url}\n\nThe demo gateway is connected: see Spend in the view of Pennylint. Press Ctrl-C to stop.`,
    );
    if (open) openInBrowser(url);
    const end = await Promise.race([interrupted, server.ended]);
    if (end !== 'interrupted') throw new Error(`VS Code's server ended by itself (${end}). Its log: ${server.saveLog('vscode-server')}`);
    console.log('\nStopped.');
    return 0;
  } finally {
    await server.stop();
  }
});

function readArguments(): { port: number | undefined; open: boolean; help: boolean } {
  const options = {
    port: { type: 'string' },
    open: { type: 'boolean', default: true },
    help: { type: 'boolean', default: false },
  } as const;
  try {
    const { values } = parseArgs({ options, allowNegative: true });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536))
      throw new Error(`"${values.port}" is not a port number.`);
    return { port, open: values.open && hasScreen(), help: values.help };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${usage}`, { cause: error });
  }
}

/** Settles at the first Ctrl-C or SIGTERM; a second one ends this process at once. Before the call, the first one does. */
async function untilInterrupted(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => {
      resolve('interrupted');
    });
    process.once('SIGTERM', () => {
      resolve('interrupted');
    });
  });
}

function hasScreen(): boolean {
  if (inCi()) return false;
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function openInBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', (error) => {
    console.log(`No browser could be opened (${error.message}); open the address above yourself.`);
  });
  child.unref();
}
