import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');

interface Answer {
  readonly clients: readonly {
    readonly client: string;
    readonly always: { readonly tokens: number; readonly basis: string };
    readonly model: { readonly id: string; readonly from: string | null } | null;
    readonly cost: { readonly firstTurnUsd: string; readonly turns100ColdUsd: string } | null;
    readonly files: readonly { readonly file: string; readonly state: string; readonly tokens: { readonly tokens: number } }[];
  }[];
  readonly problems: readonly { readonly message: string }[];
}

describe('pennylint context', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-context-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, content: string): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }

  function run(args: readonly string[]): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
    return spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' });
  }

  it('reads what clients read: links, and files that git ignores', () => {
    write('.git/HEAD', 'ref: refs/heads/main\n');
    write('.gitignore', 'CLAUDE.local.md\n');
    write('AGENTS.md', 'Everybody reads this.\n');
    symlinkSync('AGENTS.md', path.join(folder, 'CLAUDE.md'));
    symlinkSync('/etc/hostname', path.join(folder, 'GEMINI.md'));
    write('CLAUDE.local.md', 'Mine.\n');
    write('README.md', 'For people.\n');
    const { stdout, status } = run(['context', '--model', 'gpt-4o', '--format', 'json']);
    assert.equal(status, 0);
    const { clients } = JSON.parse(stdout) as Answer;
    const claude = clients.find(({ client }) => client === 'claude-code');
    assert.deepEqual(
      claude?.files.map(({ file, state }) => `${file} ${state}`),
      ['CLAUDE.md always', 'AGENTS.md left-out', 'CLAUDE.local.md always'],
    );
    assert.equal(claude.always.basis, 'exact');
    assert.equal(
      claude.always.tokens,
      claude.files.filter(({ state }) => state === 'always').reduce((sum, { tokens }) => sum + tokens.tokens, 0),
    );
    assert.ok(claude.cost !== null && Number(claude.cost.turns100ColdUsd) > 0);
    assert.equal(
      clients.some(({ client }) => client === 'gemini-cli'),
      false,
    );
  });

  it('prints text for one client, and says when the model is not known', () => {
    write('AGENTS.md', 'Short.\n');
    const { stdout, status } = run(['context', '--client', 'codex']);
    assert.equal(status, 0);
    assert.match(stdout, /^Codex: ≈\d+ tokens on every turn · model unknown\n {2}on every turn\n {4}AGENTS\.md +≈\d+\n/);
    assert.match(run(['context', '--client', 'cursor']).stdout, /^Cursor: /);
    assert.match(run(['context', '--client', 'gemini-cli']).stdout, /^No files found that Gemini CLI loads/);
    assert.equal(run(['context', '--client', 'nobody']).status, 2);
  });

  it('tells what cannot be read, and is no worse for it', () => {
    write('CLAUDE.md', 'a '.repeat(300_000));
    write('.claude/skills/a/SKILL.md', '---\nname: a\ndescription: b: c\n---\nBody.\n');
    const { stdout, status } = run(['inspect', '--format', 'json']);
    assert.equal(status, 3);
    assert.deepEqual(
      (JSON.parse(stdout) as Answer).problems.map(({ message }) => message),
      [
        'front matter: Nested mappings are not allowed in compact mappings',
        'the file has 600,000 characters; more than 320,000 of instructions are not read; nothing of it is counted',
      ],
    );
    assert.match(run(['inspect']).stdout, /problem: its front matter is not valid YAML/);
  });
});
