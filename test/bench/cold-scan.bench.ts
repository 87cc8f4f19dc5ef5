/**
 * A cold `inspect` of a repository of 2,000 scripts against the `ast-grep` command line with three patterns and against ESLint with the TypeScript
 * parser, once with one rule and once with the rules that both recommend, in the same run. The sources are those of installed packages, with modules between them that call models.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchRow } from './keystroke.bench.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FILES = 2000;
const RUNS = 5;
/** Packages whose scripts are like those that people write, not bundled into one line. */
const PACKAGES = ['eslint', '@typescript-eslint', 'mocha', 'yaml', 'vscode-languageserver', 'vscode-languageserver-protocol', 'espree'];

/** Of the files that are made, every fifth calls a model. */
const CALLING = `import OpenAI from 'openai';
const client = new OpenAI();
export async function answer(question) {
  const messages = [{ role: 'system', content: 'Answer in one sentence.' }, { role: 'user', content: question }];
  return client.chat.completions.create({ model: 'gpt-4o-mini', messages, max_tokens: 200 });
}
`;
const PLAIN = `import { readFile } from 'node:fs/promises';
export async function load(name, { limit = 10 } = {}) {
  const rows = JSON.parse(await readFile(name, 'utf8'));
  return rows.filter((row) => row.kind === 'message').slice(0, limit).map(({ id, text }) => ({ id, text: text.trim() }));
}
`;

/** Rows of the table, wall time and time of the processor. Throws when the command line has not been built, or a peer fails. */
export function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pennylint-cold-'));
  try {
    const { count, calling } = fill(path.join(folder, 'src'));
    writeFileSync(path.join(folder, 'rules.yml'), RULES);
    writeFileSync(path.join(folder, 'one-rule.config.mjs'), oneRule());
    writeFileSync(path.join(folder, 'recommended.config.mjs'), recommendedRules());
    const cli = path.join(root, 'dist/cli.mjs');
    if (!existsSync(cli)) throw new Error('There is no dist/cli.mjs. Run `npm run build` first.');
    const commands = {
      ours: [process.execPath, cli, 'inspect', '--format', 'json', 'src'],
      astGrep: [astGrep(), 'scan', '-r', 'rules.yml', '--json=compact', 'src'],
      eslint: eslint('one-rule.config.mjs'),
      recommended: eslint('recommended.config.mjs'),
    };
    const times = { ours: new Times(), astGrep: new Times(), eslint: new Times(), recommended: new Times() };
    // In turns, so that whatever else the machine does hits all of them.
    for (let i = 0; i < RUNS; i++) {
      times.ours.add(timed(commands.ours, folder, [0]));
      check('ours', (JSON.parse(output(folder)) as { readonly calls: readonly unknown[] }).calls.length, calling);
      times.astGrep.add(timed(commands.astGrep, folder, [0, 1]));
      check('ast-grep', (JSON.parse(output(folder)) as readonly unknown[]).length, calling);
      if (i < 2) times.eslint.add(timed(commands.eslint, folder, [0, 1]));
      if (i < 2) times.recommended.add(timed(commands.recommended, folder, [0, 1]));
    }
    const rows = (['wall', 'user'] as const).flatMap((clock) =>
      (
        [
          ['astGrep', 'ast-grep, 3 patterns'],
          ['eslint', 'ESLint, 1 rule'],
          ['recommended', 'ESLint, recommended rules'],
        ] as const
      ).map(([peer, peerName]) =>
        row(`cold inspect of ${count} files, ${clock} min`, times.ours.least(clock), times[peer].least(clock), peerName),
      ),
    );
    console.log(`cold inspect, medians in ms: ours ${times.ours.text()}, ast-grep ${times.astGrep.text()}, ESLint ${times.eslint.text()}`);
    return Promise.resolve(rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const RULES = `id: calls
language: JavaScript
rule: {any: [{pattern: "$C.chat.completions.create($$$)"}, {pattern: "generateText($$$)"}, {pattern: "$C.messages.create($$$)"}]}
`;

function eslint(config: string): readonly string[] {
  return [process.execPath, path.join(root, 'node_modules/eslint/bin/eslint.js'), '-c', config, '-f', 'json', 'src'];
}

/** The least that ESLint can do: parse, and look for one statement. */
function oneRule(): string {
  return `import tseslint from ${module('typescript-eslint/dist/index.js')};
export default [{ files: ['**/*.js'], languageOptions: { parser: tseslint.parser }, rules: { 'no-debugger': 'error' } }];
`;
}

/** What its users run: the rules that ESLint and its TypeScript plugin recommend. */
function recommendedRules(): string {
  return `import tseslint from ${module('typescript-eslint/dist/index.js')};
import js from ${module('@eslint/js/src/index.js')};
export default [js.configs.recommended, ...tseslint.configs.recommended];
`;
}

function module(file: string): string {
  return JSON.stringify(path.join(root, 'node_modules', file));
}

function output(folder: string): string {
  return readFileSync(path.join(folder, 'out.json'), 'utf8');
}

function check(who: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${who}: ${found} calls instead of ${expected}`);
}

/** Writes the repository; returns the number of its files, and of those that call a model. */
function fill(folder: string): { readonly count: number; readonly calling: number } {
  mkdirSync(folder);
  let count = 0;
  let calling = 0;
  const write = (make: (file: string) => void): void => {
    const parent = path.join(folder, `part${Math.floor(count / 50)}`);
    mkdirSync(parent, { recursive: true });
    make(path.join(parent, `module${count}.js`));
    count++;
  };
  for (const name of PACKAGES) {
    const from = path.join(root, 'node_modules', name);
    const found = readdirSync(from, { recursive: true, encoding: 'utf8' }).sort();
    for (const file of found) {
      const source = path.join(from, file);
      if (count >= FILES * 0.8 || !/\.[cm]?js$/.test(file) || !statSync(source).isFile()) continue;
      write((target) => {
        cpSync(source, target);
      });
    }
  }
  while (count < FILES)
    write((target) => {
      const calls = count % 5 === 0;
      if (calls) calling++;
      writeFileSync(target, calls ? CALLING : PLAIN);
    });
  return { count, calling };
}

/** The binary of the platform: the package's own launcher would be measured as well. */
function astGrep(): string {
  const folder = path.join(root, 'node_modules/@ast-grep');
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name, process.platform === 'win32' ? 'ast-grep.exe' : 'ast-grep');
    if (name !== 'cli' && existsSync(file)) return file;
  }
  throw new Error('@ast-grep/cli has no binary for this platform.');
}

interface Time {
  readonly wall: number;
  /** Time of the processor outside of the system. */
  readonly user: number;
}

/** Times of one command, in ms. */
class Times {
  private readonly all: Time[] = [];

  add(time: Time): void {
    this.all.push(time);
  }

  least(clock: keyof Time): number {
    return Math.min(...this.all.map((time) => time[clock]));
  }

  text(): string {
    return (['wall', 'user'] as const).map((clock) => `${this.median(clock).toFixed(0)} ${clock}`).join(' / ');
  }

  private median(clock: keyof Time): number {
    const sorted = this.all.map((time) => time[clock]).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }
}

/** Runs a command; a shell says how long its processor worked. */
function timed(command: readonly string[], cwd: string, expected: readonly number[]): Time {
  const script = 'TIMEFORMAT="%R %U"; time "$@" >out.json';
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...command], { cwd, encoding: 'utf8' });
  const [, wall, user] = /([\d.]+) ([\d.]+)\s*$/.exec(stderr) ?? [];
  if (!expected.includes(status ?? -1) || wall === undefined || user === undefined)
    throw new Error(`${command.join(' ')} ended with ${status ?? 'a signal'}: ${stderr.slice(0, 500)}`);
  return { wall: Number(wall) * 1000, user: Number(user) * 1000 };
}

function row(name: string, ours: number, peer: number, peerName: string): BenchRow {
  return { name, ours, peer, unit: 'ms', ratio: peer / ours, peerName };
}
