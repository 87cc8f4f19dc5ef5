import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');

const bomb = [
  'messages:\n  - role: user\n    content: hi\na0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
].join('\n');
const batched = '{"custom_id":"1","url":"/v1/chat/completions","body":{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}}';

/** Files that are prompts, or would be, and what is told of each; `:0` where nothing of the file was analysed. */
const told: readonly (readonly [file: string, content: string | Buffer, message: RegExp, line: number | undefined, partial: boolean])[] = [
  ['a.yaml', bomb, /values of YAML/, 1, false],
  ['deep.yaml', `model: x\nmessages:\n  ${'['.repeat(100_000)}`, /nested too deeply; nothing of it is counted/, 1, false],
  ['promptfooconfig.yaml', 'prompts:\n  - "hello\nproviders: [openai:gpt-4o]\n', /the YAML is broken: .*quote/, 4, false],
  ['deep.json', `{"model":"gpt-4o","messages":[],"x":${'['.repeat(100_000)}`, /nested too deeply/, 1, false],
  ['.mcp.json', '{"mcpServers": {"a": {"command": "x"', /ends before all of its brackets/, 1, true],
  ['batch.jsonl', `${batched}\n${batched.slice(0, -3)}\n`, /ends before all of its brackets/, 2, true],
  ['.gemini/commands/a.toml', 'description = "x"\nprompt = """hello\nx', /the TOML is broken: a text is not closed/, 2, false],
  ['CLAUDE.md', Buffer.from('Hello\nyou \xff there', 'latin1'), /not valid UTF-8/, 2, true],
  ['AGENTS.md', Buffer.from('Hello \0 you'), /the file is binary/, undefined, false],
  ['.claude/skills/a/SKILL.md', '---\nname: a\ndescription: Use it: when\n---\nBody', /front matter/, 2, true],
];

/** Files that are nobody's prompt, or fixtures. */
const silent: readonly (readonly [file: string, content: string | Buffer])[] = [
  ['tsconfig.json', '{"compilerOptions": {'],
  ['settings.json', '{"prompt": "Name:", "message": "x", "model": "m", "nested": {'],
  ['values/cluster.yaml', 'template:\n  - a: [\nfoo'],
  ['chart/prompt.yaml', '{{- if .Values.x }}\nprompts:\n  - a: [\nproviders: x\n{{- end }}'],
  ['tests/bomb.yaml', bomb],
  ['tests/fixtures/req.json', `{"model":"gpt-4o","messages":${'['.repeat(100_000)}`],
  ['data/records.json', `[{"model": "x", "messages": [{"role": "user"}]},${'['.repeat(100_000)}`],
  ['data/latin.json', Buffer.from('{"model": "x", "prompt": "\xe9"}', 'latin1')],
  ['notes.md', Buffer.from('caf\xe9', 'latin1')],
];

interface Problem {
  readonly file: string;
  readonly message: string;
  readonly line?: number;
  readonly partial?: boolean;
}

describe('files that cannot be read', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-problems-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(files: readonly (readonly [file: string, content: string | Buffer, ...rest: unknown[]])[]): void {
    for (const [file, content] of files) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), content);
    }
  }

  const run = (...args: string[]): { readonly stdout: string; readonly stderr: string; readonly status: number | null } =>
    spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' });

  it('gives one clear problem for each prompt, in both commands and forms', () => {
    write([...told, ...silent]);
    const inspected = run('inspect', '--format', 'json');
    const { problems } = JSON.parse(inspected.stdout) as { readonly problems: readonly Problem[] };
    assert.deepEqual(problems.map(({ file }) => file).sort(), told.map(([file]) => file).sort());
    for (const [file, , message, line, partial] of told) {
      const problem = problems.find((one) => one.file === file);
      assert.match(problem?.message ?? '', message, file);
      assert.equal(problem?.line, line, file);
      assert.equal(problem?.partial === true, partial, file);
    }
    const checked = JSON.parse(run('check', '--format', 'json').stdout) as { readonly problems: readonly Problem[] };
    assert.deepEqual(checked.problems, problems);
    for (const command of ['check', 'inspect']) {
      const { stderr, status } = run(command);
      assert.equal(status, 3);
      assert.equal(stderr.trimEnd().split('\n').length, told.length);
    }
  });

  it('fails only where something was not analysed at all', () => {
    write(told.filter(([, , , , partial]) => partial));
    assert.equal(run('check').status, 0);
    const sarif = JSON.parse(run('check', '--format', 'sarif').stdout) as {
      readonly runs: readonly { readonly invocations: readonly { readonly executionSuccessful: boolean }[] }[];
    };
    assert.equal(sarif.runs[0]?.invocations[0]?.executionSuccessful, true);
    assert.match(run('check', '--format', 'github').stdout, /::warning file=CLAUDE\.md,line=2/);
    write(told);
    assert.equal(run('check').status, 3);
    assert.match(run('check', '--format', 'github').stdout, /::error file=a\.yaml,line=1,title=Pennylint::Not analysed/);
  });

  it('says when it counts characters that were damaged', () => {
    write(told);
    const text = run('count', 'CLAUDE.md');
    assert.match(text.stderr, /^CLAUDE\.md: the file is not valid UTF-8/);
    assert.equal(text.status, 0);
    assert.match(run('count', 'CLAUDE.md', '--format', 'json').stdout, /"problems":\[\{"file":"CLAUDE\.md"/);
    assert.equal(run('count', 'a.yaml').stderr, '');
  });
});
