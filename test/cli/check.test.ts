import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { changesIn } from '../../src/cli/git.ts';
import { cellText, githubText } from '../../src/cli/formatters/reports.ts';
import type { ReportedFinding } from '../../src/cli/fingerprint.ts';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
const head = 'from openai import OpenAI\nclient = OpenAI()\n';
const streamed = `stream = client.chat.completions.create(model="gpt-6-luna", max_completion_tokens=900, messages=[], stream=True)
for chunk in stream:
    if chunk.choices and chunk.choices[0].delta.content:
        print(chunk.choices[0].delta.content)
    if chunk.usage:
        print(chunk.usage.total_tokens)
`;
const open = 'client.responses.create(model="gpt-4.1", input="Hi")\n';
/** Each such call is told by itself. */
const asked = `client.chat.completions.create(model="gpt-6-luna", max_completion_tokens=900, messages=[{"role": "user", "content": "Return JSON with the keys a and b."}])
`;
/** The same of another model: one model is told once per file. */
const other = open.replace('gpt-4.1', 'gpt-5.1');

interface Diagnostic {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
}

interface Related extends Diagnostic {
  readonly related: readonly object[];
}

describe('check and diff', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-check-'));
    write('pennylint.yaml', 'rules: { unbounded-output: hint }\n');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function run(...args: readonly string[]): { code: number | null; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  }
  function write(name: string, content: string | Buffer): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
  function git(...args: readonly string[]): void {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
  }
  function commitAll(): void {
    git('add', '-A');
    git('commit', '-qm', 'state');
  }
  function found(...args: readonly string[]): Diagnostic[] {
    const { out, err } = run('check', '--format', 'json', ...args);
    assert.ok(out.startsWith('{'), err);
    return (JSON.parse(out) as { diagnostics: Diagnostic[] }).diagnostics;
  }

  it('tells what stands in a linked file once, and of a link alone when only that is asked for', () => {
    writeFileSync(
      path.join(folder, 'AGENTS.md'),
      `# Rules\n\n${'Use tabs, never spaces, in all files that people edit by hand. '.repeat(700)}\n`,
    );
    symlinkSync('AGENTS.md', path.join(folder, 'CLAUDE.md'));
    const files = (...args: readonly string[]): string[] => [
      ...new Set(
        (JSON.parse(run('check', '--format', 'json', ...args).out) as { diagnostics: Diagnostic[] }).diagnostics.map(({ file }) => file),
      ),
    ];
    assert.deepEqual(files(), ['AGENTS.md']);
    assert.deepEqual(files('CLAUDE.md'), ['CLAUDE.md']);
  });

  it('tells in text once what is true of several places, and names them; JSON has each', () => {
    write('a.py', `${head}\n${asked}${asked.replace('Return JSON', 'Answer with JSON')}`);
    write('b.py', `${head}# b\n${asked}`);
    write('c.py', `${head}${open}${open}`);
    const { out } = run('check');
    assert.match(out, /^a\.py:4:1 warning [^\n]*\("Return JSON"\)[^\n]*\n {2}and 2 more places: line 5; b\.py:4:1$/m);
    assert.match(out, /^c\.py:3:1 hint [^\n]*gpt-4\.1\)\. \[unbounded-output\]\n {2}and one more place: line 4$/m);
    assert.match(out, /^4 findings, /m);
    assert.deepEqual(
      found().map(({ file, line }) => [file, line]),
      [['a.py', 4], ['a.py', 5], ['b.py', 4], ['c.py', 3]], // prettier-ignore
    );
  });

  it('tells findings of files with the same text once, names the copies, and counts many by rule', () => {
    for (const name of ['a.py', 'b/c.py', 'd.py']) write(name, `${head}${open}`);
    write('e.py', `${head}${open}x = 1\n`);
    const { out } = run('check');
    assert.match(out, /^a\.py:3:1 hint .* The same in copies of this file: b\/c\.py, d\.py\. \[unbounded-output\]$/m);
    assert.match(out, /^e\.py:3:1 hint [^\n]*answer\S* [^\n]*\[unbounded-output\]$/m);
    assert.match(out, /^2 findings, 0 of them/m);
    assert.doesNotMatch(out, /By rule/);
    assert.deepEqual(
      (JSON.parse(run('check', '--format', 'json').out) as { diagnostics: { copies?: string[] }[] }).diagnostics.map(
        ({ copies }) => copies,
      ),
      [['b/c.py', 'd.py'], undefined],
    );
    for (const format of ['github', 'sarif', 'markdown'])
      assert.match(run('check', '--format', format).out, /The same in copies of this file/);
    write('a.py', `${head}${open}${asked.repeat(10)}`);
    assert.match(run('check').out, /^By rule: json-without-schema 10, unbounded-output 3\. `pennylint explain RULE`/m);
  });

  it('applies safe fixes until none is left, keeps every other byte, and says so', () => {
    const text = `\uFEFF${head}${streamed}${streamed}# naïve 😀\r\nx = 1  # pennylint: ignore[unbounded-output] gone\n`;
    write('a.py', text);
    write('b.py', `${head}${open}`);
    const { code, out } = run('check', '--fix');
    assert.equal(code, 0);
    assert.match(out, /3 fixes applied in 1 file\. 1 finding with a fix that needs a look/);
    const fixed = read('a.py');
    assert.equal(fixed.split('"include_usage": True').length, 3);
    assert.ok(fixed.startsWith(`\uFEFF${head}`) && fixed.endsWith('# naïve 😀\r\nx = 1\n'), fixed);
    assert.equal(read('b.py'), `${head}${open}`, 'a fix that changes the meaning is not applied');
    assert.match(run('check', '--fix').out, /0 fixes applied in 0 files/);
    assert.equal(read('a.py'), fixed);
    assert.match(run('check', '--fix', '--review').out, /1 fix applied in 1 file/);
    assert.match(read('b.py'), /max_output_tokens=/);
    assert.equal(run('check', '--review').code, 2);
  });

  it('leaves files alone that it could not write back as they are', () => {
    const bytes = Buffer.concat([Buffer.from(`${head}${streamed}# `), Buffer.from([0xe9, 0x0a])]);
    write('a.py', bytes);
    const { out } = run('check', '--fix');
    assert.match(out, /a\.py: not fixed: it is not written in UTF-8\./);
    assert.ok(readFileSync(path.join(folder, 'a.py')).equals(bytes));
  });

  it('fixes the cells of a notebook and nothing else of it', () => {
    const cell = (source: string | string[]): object => ({
      cell_type: 'code',
      execution_count: 1,
      metadata: {},
      outputs: [{ text: ['é\n'] }],
      source,
    });
    const prose = { cell_type: 'markdown', metadata: {}, source: ['# Täglich\n'] };
    const notebook = (call: string): string =>
      `${JSON.stringify({ cells: [prose, cell(head.split(/(?<=\n)/)), cell(['# über\n', ...call.split(/(?<=\n)/)])], metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
    write('a.ipynb', notebook(streamed));
    assert.match(run('check', '--fix').out, /1 fix applied in 1 file/);
    const fixed = read('a.ipynb');
    assert.notEqual(fixed, notebook(streamed));
    assert.equal(fixed.replace(/, stream_options=\{\\"include_usage\\": True\}/, ''), notebook(streamed));
    assert.match(run('check', '--fix').out, /0 fixes applied in 0 files/);
    assert.equal(read('a.ipynb'), fixed);
  });

  it('--changed shows what stands on changed lines, in new files too, and runs nothing that a name says', () => {
    git('init', '-q');
    write('a.py', `${head}${open}${other}`);
    write('name with "quotes" ü.py', `${head}${open}`);
    commitAll();
    git('branch', 'base');
    write('a.py', `${head}${open}y = 1\n${other.replace('Hi', 'Ho')}`);
    write('name with "quotes" ü.py', `${head}${open.replace('Hi', 'Ho')}`);
    commitAll();
    write('new.py', `${head}${open}`);
    assert.deepEqual(
      found('--changed', 'base').map(({ file, line }) => [file, line]),
      [
        ['a.py', 5],
        ['name with "quotes" ü.py', 3],
        ['new.py', 3],
      ],
    );
    mkdirSync(path.join(folder, 'sub'));
    assert.equal(found('--changed', 'HEAD').length, 1);
    for (const revision of ['nothing', '--output=stolen', '$(touch stolen)', 'base; touch stolen', '-h', '']) {
      const { code, err } = run('check', `--changed=${revision}`);
      assert.deepEqual([code, err.startsWith('pennylint: There is no commit')], [2, true], err);
    }
    assert.ok(!existsSync(path.join(folder, 'stolen')));
  });

  it('--changed outside of a repository is wrong use', () => {
    write('a.py', `${head}${open}`);
    const { code, err } = run('check', '--changed', 'main');
    assert.equal(code, 2);
    assert.match(err, /commit "main"/);
  });

  it('reads patches with any names and any text in them', () => {
    const patch = [
      '--- "a/t\\tab\\303\\274.py"',
      '+++ "b/t\\tab\\303\\274.py"',
      '@@ -3,2 +3,1 @@ x',
      '-+++ b/fake.py',
      '-old',
      '+++ b/other.py',
    ];
    const more = [
      '--- a/gone.py',
      '+++ /dev/null',
      '@@ -1,1 +0,0 @@',
      '-x',
      '--- a/b c.py',
      '+++ b/b c.py\t',
      '@@ -4,0 +5,3 @@',
      '+a',
      '+b',
      '+c',
    ];
    assert.deepEqual(Object.fromEntries(changesIn([...patch, ...more].join('\n'))), {
      't\tabü.py': [{ first: 3, last: 3 }],
      'b c.py': [{ first: 5, last: 7 }],
    });
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => {
        changesIn(lines.join('\n'));
      }),
      { numRuns: 300, seed: 6 },
    );
  });

  it('--baseline hides what was accepted, wherever it has moved, and nothing else', () => {
    write('a.py', `${head}${asked}${asked}`);
    const first = run('check', '--baseline', 'accepted.json', '--fail-on', 'hint');
    assert.equal(first.code, 0);
    assert.match(first.out, /accepted\.json now holds 2 findings/);
    write('a.py', `import os\n\n${head}if True:\n    ${asked}\n${asked}${asked}`);
    const second = run('check', '--baseline', 'accepted.json', '--fail-on', 'hint');
    assert.equal(second.code, 1, 'a third one of the same kind is new');
    assert.match(second.out, /1 finding, 1 of them/);
    write('a.py', `${head}${asked}`);
    const third = run('check', '--baseline', 'accepted.json', '--fail-on', 'hint');
    assert.equal(third.code, 0);
    assert.match(third.out, /1 finding of the baseline not shown\. 1 of its entries are gone/);
    const before = read('accepted.json');
    run('check', '--baseline', 'accepted.json', '--update-baseline');
    assert.notEqual(read('accepted.json'), before);
    for (const broken of [
      '',
      '[]',
      '{"schemaVersion":2,"findings":[]}',
      '{"schemaVersion":1,"findings":[{"fingerprint":3}]}',
      '['.repeat(100_000),
    ]) {
      write('broken.json', broken);
      const { code, err } = run('check', '--baseline', 'broken.json');
      assert.equal(code, 2);
      assert.match(err, /broken\.json is no baseline of Pennylint/);
    }
  });

  it('names the cause in another file in every form, and takes a change there for one of the finding', () => {
    write('history/store.py', 'def newest(messages):\n    # ü😀\n    recent = messages[-20:]; return recent\n');
    const ask = 'messages=[*newest(messages), {"role": "user", "content": question}]';
    write(
      'app.py',
      `${head}from history.store import newest\n\ndef reply(messages, question):\n    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=500, ${ask})\n`,
    );
    const [one, ...others] = (JSON.parse(run('check', '--format', 'json').out) as { diagnostics: Related[] }).diagnostics;
    assert.deepEqual(others, []);
    assert.deepEqual([one?.rule, one?.file, one?.line], ['rewritten-history', 'app.py', 6]);
    assert.deepEqual(one?.related, [
      { file: 'history/store.py', line: 3, column: 14, endLine: 3, endColumn: 28, cell: null, message: 'cause' },
    ]);
    assert.match(run('check').out, /^app\.py:6:12 hint .* \[rewritten-history\]\n {2}cause: history\/store\.py:3:14\n/);
    assert.match(run('check', '--format', 'github').out, / \(cause: history\/store\.py:3:14\)\n$/);
    assert.match(run('check', '--format', 'markdown').out, / \(cause: history\/store\.py:3:14\)/);
    const log = JSON.parse(run('check', '--format', 'sarif').out) as { runs: { results: { relatedLocations: unknown }[] }[] };
    assert.deepEqual(log.runs[0]?.results[0]?.relatedLocations, [
      {
        id: 0,
        physicalLocation: {
          artifactLocation: { uri: 'history/store.py', uriBaseId: 'ROOT' },
          region: { startLine: 3, startColumn: 14, endLine: 3, endColumn: 28 },
        },
        message: { text: 'cause' },
      },
    ]);
    git('init', '-q');
    commitAll();
    assert.deepEqual(found('--changed', 'HEAD'), []);
    write('history/store.py', read('history/store.py').replace('-20', '-30'));
    assert.deepEqual(
      found('--changed', 'HEAD').map(({ rule, file }) => [rule, file]),
      [['rewritten-history', 'app.py']],
    );
  });

  it('writes SARIF that names rules, places and fingerprints', () => {
    write('src/ü a.py', `${head}${open}`);
    write('bad.py', Buffer.from([0x61, 0x00, 0x62]));
    const { out, code } = run('check', '--format', 'sarif');
    assert.equal(code, 3);
    const log = JSON.parse(out) as {
      version: string;
      runs: {
        tool: { driver: { name: string; rules: { id: string }[] } };
        results: Record<string, unknown>[];
        invocations: { executionSuccessful: boolean; toolExecutionNotifications: { message: { text: string } }[] }[];
      }[];
    };
    const [one] = log.runs;
    assert.equal(log.version, '2.1.0');
    assert.deepEqual(
      one?.tool.driver.rules.map(({ id }) => id),
      ['unbounded-output'],
    );
    const [result] = one.results;
    assert.deepEqual(
      { ...result, message: undefined, partialFingerprints: undefined, properties: undefined },
      {
        ruleId: 'unbounded-output',
        ruleIndex: 0,
        level: 'note',
        message: undefined,
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'src/%C3%BC%20a.py', uriBaseId: 'ROOT' },
              region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 24 },
            },
          },
        ],
        partialFingerprints: undefined,
        properties: undefined,
      },
    );
    assert.deepEqual(one.invocations[0]?.executionSuccessful, false);
    assert.equal(one.invocations[0].toolExecutionNotifications[0]?.message.text, 'the file is binary');
  });

  const finding: ReportedFinding = {
    rule: 'unbounded-output',
    severity: 'warning',
    file: 'a,b:c\n%.py',
    line: 1,
    column: 2,
    endLine: 1,
    endColumn: 3,
    cell: null,
    message: 'x\r\n::error::fake % `a|b` <img> @all',
    impact: null,
    related: [],
    fixes: [],
    lineText: '',
  };

  it('escapes annotations of GitHub and tables of Markdown, whatever names and messages say', () => {
    assert.equal(
      githubText([finding], []),
      '::warning file=a%2Cb%3Ac%0A%25.py,line=1,endLine=1,col=2,endColumn=3,title=Pennylint unbounded-output::x%0D%0A::error::fake %25 `a|b` <img> @all\n',
    );
    assert.equal(cellText(finding.message), 'x ::error::fake % `a\\|b` &#60;img&#62; \\@all');
    fc.assert(
      fc.property(fc.string(), fc.string(), (message, file) => {
        assert.equal(
          githubText([{ ...finding, message, file }], [])
            .trimEnd()
            .split(/\r|\n/).length,
          1,
        );
        const cell = cellText(message);
        const outside = cell.replace(/\\\\/g, '').replace(/`[^`]*`/g, '');
        assert.ok(!/(?<!\\)\||[\r\n<]/.test(outside) && !/(?<!\\)\|/.test(cell.replace(/\\\\/g, '')), cell);
      }),
      { numRuns: 500, seed: 6 },
    );
    write('a.py', `${head}${open}`);
    assert.match(run('check', '--format', 'markdown').out, /\| hint \| `a\.py:3:1` \| .*\(`unbounded-output`\) \| ≈\$0\.262 per call \|/);
    assert.match(
      run('check', '--format', 'github').out,
      /^::notice file=a\.py,line=3,endLine=3,col=1,endColumn=24,title=Pennylint unbounded-output::/,
    );
  });

  it('diff is silent about what only moved, and tells what costs more, on disk and between commits', () => {
    git('init', '-q');
    write('a.py', `${head}${open}`);
    write('pennylint.yaml', 'version: 1\ndefaults:\n  callsPerDay: 100\n');
    commitAll();
    git('tag', 'one');
    write('a.py', `import os\n\n${head}x = 1\n${open}`);
    assert.deepEqual(run('diff', 'HEAD'), { code: 0, out: '', err: '' });
    assert.deepEqual(run('diff', 'HEAD', '--format', 'markdown'), { code: 0, out: '', err: '' });
    rmSync(path.join(folder, 'a.py'));
    write('moved/b.py', `${head}${open}`);
    assert.equal(run('diff', 'HEAD').out, '');
    write('moved/b.py', `${head}${open.replace('gpt-4.1', 'gpt-4.1-mini')}`);
    const cheaper = run('diff', 'HEAD');
    assert.equal(cheaper.code, 0);
    assert.match(cheaper.out, /Per month: −\$/);
    rmSync(path.join(folder, 'moved'), { recursive: true });
    write('a.py', `${head}${open.replace('"Hi"', JSON.stringify('Hi there. '.repeat(900)))}`);
    write('c.py', `${head}${open}`);
    const text = run('diff', 'HEAD').out.split('\n');
    assert.match(
      text[0] ?? '',
      /^~ a\.py:3:1 client\.responses\.create: ≈\$0\.00242 → ≈\$[\d.]+ per call \(\+\$[\d.]+\), 9 → [\d,]+ tokens in$/,
    );
    assert.match(text[1] ?? '', /^\+ c\.py:3:1 client\.responses\.create: ≈\$0\.00242 per call$/);
    assert.match(text[2] ?? '', /^Per month: \+\$[\d.]+\.$/);
    commitAll();
    const json = JSON.parse(run('diff', 'one', 'HEAD', '--format', 'json').out) as { changes: { kind: string }[]; head: string };
    assert.deepEqual(
      json.changes.map(({ kind }) => kind),
      ['changed', 'added'],
    );
    assert.match(json.head, /^[0-9a-f]{40}$/);
    assert.equal(run('diff', 'HEAD').out, '');
    assert.equal(run('diff').code, 2);
    assert.equal(run('diff', 'nothing').code, 2);
    execFileSync('git', ['diff', '--exit-code'], { cwd: folder });
  });

  it('diff fails when a budget is broken', () => {
    git('init', '-q');
    write('pennylint.yaml', 'version: 1\nbudgets:\n  perCallTokens: 50\n');
    write('a.py', `${head}${open}`);
    commitAll();
    write('a.py', `${head}${open.replace('"Hi"', JSON.stringify('Hi there. '.repeat(90)))}`);
    const { code, out } = run('diff', 'HEAD');
    assert.equal(code, 1);
    assert.match(out, /a\.py:3:1 error This request has .* the budget for one request is 50 .*\[over-budget\]/);
    assert.match(out, /Per month: not known/);
    commitAll();
    assert.deepEqual(run('diff', 'HEAD'), { code: 0, out: '', err: '' });
  });
});
