import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
const source = `from openai import OpenAI
client = OpenAI()
client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi 😀"}], max_tokens=500); client.responses.create(model="gpt-9-unknown", input="x")
`;

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('command line', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-cli-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function run(args: readonly string[], input = ''): Run {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, input, encoding: 'utf8' });
    return { code: status, out: stdout, err: stderr };
  }

  function write(name: string, content: string | Buffer): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }

  it('inspects calls as the JSON contract says', () => {
    write('src/a.py', source);
    const { code, out } = run(['inspect', '--format', 'json']);
    assert.equal(code, 0);
    const { schemaVersion, root, calls, problems } = JSON.parse(out) as {
      schemaVersion: number;
      root: string;
      calls: Record<string, unknown>[];
      problems: unknown[];
    };
    assert.equal(schemaVersion, 1);
    assert.ok(path.isAbsolute(root));
    assert.deepEqual(problems, []);
    assert.equal(calls.length, 2);
    const [first, second] = calls;
    const pick = (call: Record<string, unknown> | undefined, keys: readonly string[]): unknown =>
      Object.fromEntries(keys.map((key) => [key, call?.[key]]));
    assert.deepEqual(
      pick(first, [
        'file',
        'line',
        'column',
        'endLine',
        'cell',
        'kind',
        'callee',
        'sdk',
        'provider',
        'via',
        'maxTokens',
        'system',
        'tools',
        'repeated',
      ]),
      {
        file: 'src/a.py',
        line: 3,
        column: 1,
        endLine: 3,
        cell: null,
        kind: 'direct',
        callee: 'client.chat.completions.create',
        sdk: 'openai',
        provider: 'openai',
        via: [],
        maxTokens: { state: 'known', value: 500 },
        system: { state: 'absent', staticChars: 0, staticTokens: 0, holes: [] },
        tools: { state: 'absent', count: 0, tokens: 0 },
        repeated: 'no',
      },
    );
    assert.equal((first?.model as { state: string }).state, 'known');
    const price = (first?.model as { price: Record<string, unknown> }).price;
    assert.deepEqual([price.input, price.output], [2.5, 10]);
    assert.match(String(price.asOf), /^\d{4}-\d\d-\d\d$/);
    assert.equal((first?.messages as { staticTokens: number }).staticTokens, 2);
    // The column is counted in UTF-16 units: the emoji before it has two.
    assert.equal(second!.column, source.split('\n')[2]!.indexOf('client.responses') + 1);
    assert.deepEqual(second!.cost, null);
    assert.equal((second!.model as { price: unknown }).price, null);
  });

  it('compares models for the call on a line', () => {
    write('src/a.py', source);
    const text = run(['compare', 'src/a.py:3']);
    assert.equal(text.code, 0);
    const [head, first, ...others] = text.out.split('\n');
    assert.match(head ?? '', /^model +input +\$ per call +cached +as of$/);
    assert.match(first ?? '', /^openai\/gpt-4o +≈\d+ +\$0\.00302 +– +\d{4}-\d\d-\d\d +in use$/);
    assert.ok(others.length >= 8 && others.length < 25);
    assert.match(
      text.out,
      /Assumes 300 output tokens for every model; list prices; quality is not compared\.\n\d+ more models with --all\.\n$/,
    );
    const all = run(['compare', 'src/a.py:3', '--all']).out;
    assert.ok(all.split('\n').length > 60);
    assert.match(all, /quality is not compared\.\n$/);
    const json = JSON.parse(run(['compare', 'src/a.py:3', '--format', 'json']).out) as { models: Record<string, unknown>[] };
    assert.deepEqual([json.models[0]?.model, json.models[0]?.group, json.models[0]?.monthUsd], ['gpt-4o', 'current', null]);
    const missing = run(['compare', 'src/a.py:1']);
    assert.deepEqual([missing.code, missing.err], [2, 'pennylint: There is no call in src/a.py on line 1. Calls begin on the lines 3.\n']);
  });

  it('says where calls of a notebook stand: in which cell, and in which line of it', () => {
    const code = (text: string): unknown => ({ cell_type: 'code', source: text.split(/(?<=\n)/), outputs: [] });
    const cells = [
      { cell_type: 'markdown', source: ['# Title\n', 'text'] },
      code('!pip install openai\nfrom openai import OpenAI\nclient = OpenAI()'),
      { cell_type: 'raw', source: 'raw' },
      code('NAME = "gpt-4.1"\n'),
      code('# 😀\nx = 1; client.responses.create(\n  model=NAME,\n  input=f"Hi {NAME} {unknown}")'),
    ];
    write('a.ipynb', JSON.stringify({ cells, metadata: { language_info: { name: 'python' } }, nbformat: 4 }));
    write('pennylint.yaml', 'rules: { unbounded-output: hint }\n');
    write('r.ipynb', JSON.stringify({ cells, metadata: { language_info: { name: 'R' } }, nbformat: 4 }));
    const inspected = run(['inspect', '--format', 'json']);
    const { calls, problems } = JSON.parse(inspected.out) as {
      calls: { file: string; cell: number; line: number; column: number; endLine: number; messages: { holes: unknown[] } }[];
      problems: unknown[];
    };
    assert.deepEqual(problems, []);
    assert.deepEqual(
      calls.map(({ file, cell, line, column, endLine }) => [file, cell, line, column, endLine]),
      [['a.ipynb', 4, 2, 8, 4]],
    );
    assert.deepEqual(calls[0]?.messages.holes, [{ file: 'a.ipynb', line: 4, cell: 4, expression: 'unknown', volatility: 'unknown' }]);
    assert.match(run(['inspect']).out, /^a\.ipynb:cell 4:2:8 client\.responses\.create /);
    const checked = run(['check', '--format', 'json']);
    const { diagnostics } = JSON.parse(checked.out) as { diagnostics: Record<string, unknown>[] };
    assert.deepEqual(
      diagnostics.map(({ rule, cell, line, column, endLine, endColumn }) => [rule, cell, line, column, endLine, endColumn]),
      [['unbounded-output', 4, 2, 8, 2, 31]],
    );
    assert.match(run(['check']).out, /^a\.ipynb:cell 4:2:8 hint /);
  });

  it('reads large notebooks, whose outputs do not count, and says what is wrong with broken ones', () => {
    const source = 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4o", input="x")';
    const outputs = [{ data: { 'image/png': 'A'.repeat(9_000_000) } }];
    write('large.ipynb', JSON.stringify({ cells: [{ cell_type: 'code', outputs, source }] }));
    write('cut.ipynb', JSON.stringify({ cells: [{ cell_type: 'code', source }] }).slice(0, -20));
    write('list.ipynb', '[1, 2]');
    write('long.ipynb', JSON.stringify({ cells: [{ cell_type: 'code', source: '#'.repeat(4_000_001) }] }));
    const { code, out } = run(['inspect', '--format', 'json']);
    assert.equal(code, 3);
    const { calls, problems } = JSON.parse(out) as { calls: { file: string }[]; problems: { file: string; message: string }[] };
    assert.deepEqual(
      calls.map(({ file }) => file),
      ['large.ipynb'],
    );
    assert.deepEqual(
      problems.map(({ file, message }) => `${file}: ${message}`),
      [
        'cut.ipynb: the notebook cannot be read: the file ends where the end of a string is expected; is it complete?',
        'list.ipynb: the notebook cannot be read: it does not begin as a notebook does, with {',
        'long.ipynb: the file has 4,000,003 characters; more than 4,000,000 are not analysed',
      ],
    );
  });

  it('reads the scripts of components', () => {
    const call = "import OpenAI from 'openai';\nawait new OpenAI().responses.create({ model: 'gpt-4o', input: 'x' });\n";
    write('a.vue', `<template><p/></template>\n<script setup lang="ts">\n${call}</script>\n`);
    write('b.svelte', `<script>\n${call}</script>\n<p/>\n`);
    write('c.astro', `---\n${call}---\n<p/>\n`);
    const { calls } = JSON.parse(run(['inspect', '--format', 'json']).out) as { calls: { file: string; line: number; cell: unknown }[] };
    assert.deepEqual(
      calls.map(({ file, line, cell }) => [file, line, cell]),
      [
        ['a.vue', 4, null],
        ['b.svelte', 3, null],
        ['c.astro', 3, null],
      ],
    );
  });

  it('checks with exit codes: 1 for findings at or above --fail-on, 0 below', () => {
    write('a.py', source);
    write('pennylint.yaml', 'rules: { unbounded-output: hint }\n');
    assert.equal(run(['check']).code, 0);
    const failing = run(['check', '--fail-on', 'hint', '--format', 'json']);
    assert.equal(failing.code, 1);
    const { diagnostics } = JSON.parse(failing.out) as { diagnostics: Record<string, unknown>[] };
    assert.deepEqual(
      diagnostics.map(({ rule, severity, file, line, impact }) => ({ rule, severity, file, line, impact })),
      [
        {
          rule: 'unpriced-model',
          severity: 'hint',
          file: 'a.py',
          line: 3,
          impact: { tokens: 8, usdPerCall: null, usdPerMonth: null, basis: 'assumed' },
        },
      ],
    );
    write('a.py', source.replace('gpt-9-unknown', 'gpt-4.1'));
    const priced = JSON.parse(run(['check', '--format', 'json']).out) as { diagnostics: Record<string, unknown>[] };
    assert.deepEqual(priced.diagnostics[0]?.fixes, [
      {
        title: 'Limit the output to 1,000 tokens (fits free text), instead of up to $0.262 per answer',
        safety: 'review',
      },
    ]);
  });

  it('is silent in tests unless asked', () => {
    write('tests/test_a.py', source);
    assert.match(run(['check', '--fail-on', 'hint']).out, /^0 findings/);
    assert.equal(run(['check', '--fail-on', 'hint', '--tests']).code, 1);
  });

  it('counts tokens of files and of standard input', () => {
    write('p.txt', 'hello world');
    assert.deepEqual(JSON.parse(run(['count', 'p.txt', '--model', 'gpt-4o', '--format', 'json']).out), {
      tokens: 2,
      low: 2,
      high: 2,
      basis: 'exact',
      encoding: 'o200k_base',
      model: 'gpt-4o',
    });
    assert.match(run(['count', '-', '--model', 'claude-opus-5'], 'hello world').out, /tokens \(\d+–\d+\), calibrated/);
  });

  it('says what responses cost, one line per line, byte for byte', () => {
    const records = [
      '{"provider":"anthropic","model":"claude-opus-5-5","timestamp":"2026-11-20T10:00:00Z","usage":{"input_tokens":50,"cache_read_input_tokens":1820,"cache_creation_input_tokens":300,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":200},"output_tokens":25}}',
      'broken',
      '',
      '{"model":"in-house-7b","timestamp":"2026-11-20T10:00:00Z","usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}',
    ];
    write('log.jsonl', records.join('\n'));
    const { code, out, err } = run(['usage', 'log.jsonl', '--format', 'json']);
    assert.equal(code, 3);
    assert.match(err, /^log\.jsonl:2: This is not JSON: /);
    const [first, second, third, ...rest] = out.split('\n');
    assert.deepEqual(rest, ['']);
    assert.equal(
      first,
      '{"inputUncached":50,"cacheRead":1820,"cacheWrite":{"5m":100,"1h":200,"30m":0,"12h":0},"output":25,"reasoning":0,"usd":"0.003164","basis":"exact","notes":["Reasoning, if any, is part of the output; this API does not count it apart.","Price of anthropic/claude-opus-5-5 as of 2026-11-10 (@earendil-works/pi-ai 1.5.2)."]}',
    );
    assert.match(second!, /^\{"inputUncached":null,.*"usd":null,"basis":null,"notes":\["line 2: This is not JSON: /);
    assert.equal(
      third,
      '{"inputUncached":10,"cacheRead":0,"cacheWrite":{"5m":0,"1h":0,"30m":0,"12h":0},"output":5,"reasoning":0,"usd":null,"basis":"exact","notes":["No price is known for \\"in-house-7b\\"."]}',
    );
  });

  it('takes provider and model of a response from its options, and UTF-16 from Windows shells', () => {
    const body = '{"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}';
    const plain = run(['usage', '-', '--provider', 'openai', '--model', 'gpt-4o'], body);
    assert.equal(plain.code, 0);
    assert.match(plain.out, /^\$0\.0035 · in: 1,000 uncached · out: 100 · gpt-4o · Price of openai\/gpt-4o as of /);
    write('body.json', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(body, 'utf16le')]));
    assert.equal(run(['usage', 'body.json', '--provider', 'openai', '--model', 'gpt-4o']).out, plain.out);
  });

  it('lists the price list, and suggests names for a misspelt filter', () => {
    const { code, out } = run(['models', 'openai/gpt-6.1-terra', '--format', 'json']);
    assert.equal(code, 0);
    const { models } = JSON.parse(out) as { models: Record<string, unknown>[] };
    const openai = models.filter(({ provider }) => provider === 'openai');
    assert.equal(openai.length, 1);
    const { source, service, ...rest } = openai[0]!;
    assert.match(String(source), /^https:/);
    assert.equal((service as Record<string, number>).batch, 0.5);
    assert.deepEqual(rest, {
      provider: 'openai',
      id: 'gpt-6.1-terra',
      input: 1,
      cacheRead: 0.05,
      cacheWrite: { '12h': 2.5, '30m': 1.25 },
      output: 5,
      tiers: [{ promptAbove: 272000, input: 2, cacheRead: 0.1, cacheWrite: { '12h': 5, '30m': 2.5 }, output: 7.5 }],
      hours: 0,
      context: 1050000,
      maxOutput: 128000,
      from: null,
      nextChange: null,
      asOf: '2026-11-10',
      confidence: 'third-party',
      stale: rest.stale,
    });
    assert.match(
      run(['models', 'GPT-6.1-terra']).out,
      /^\$ per 1M tokens .*\nopenai\/gpt-6\.1-terra +1 +0\.05 +.*\n {2}prompt above 272,000 +2 +0\.1 /,
    );
    const sonnet = JSON.parse(run(['models', 'anthropic/claude-sonnet-5-5', '--format', 'json']).out) as { models: { from: unknown }[] };
    assert.equal(sonnet.models[0]?.from, '2026-10-07');
    const misspelt = run(['models', 'gpt-6.1-tera']);
    assert.equal(misspelt.code, 2);
    assert.match(misspelt.err, /No model in the price list holds "gpt-6\.1-tera"\. Did you mean .*gpt-6\.1-terra/);
    assert.ok((JSON.parse(run(['models', '--format', 'json']).out) as { models: unknown[] }).models.length > 1000);
  });

  it('asks the provider only when told, with the key of its environment variable', async () => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(`${request.url ?? ''} ${String(request.headers['x-api-key'])}`);
      response.setHeader('content-type', 'application/json');
      response.end('{"input_tokens":9}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const count = (args: readonly string[], key: string): Promise<Run> =>
      new Promise((resolve) => {
        const env = { ...process.env, ANTHROPIC_API_KEY: key };
        const child = execFile(process.execPath, [cli, 'count', '-', ...args], { cwd: folder, env }, (error, out, err) => {
          resolve({ code: error === null ? 0 : Number(error.code), out, err });
        });
        child.stdin?.end('hello');
      });
    const asked = ['--model', 'claude-opus-5-5', '--ask-provider', '--base-url', base, '--format', 'json'];
    assert.deepEqual(JSON.parse((await count(asked, 'test-key')).out), {
      tokens: 9,
      low: 9,
      high: 9,
      basis: 'calibrated',
      encoding: `counted by ${base}`,
      model: 'claude-opus-5-5',
    });
    assert.deepEqual(requests, ['/v1/messages/count_tokens test-key']);
    const { code, err } = await count(asked, '');
    assert.equal(code, 2);
    assert.match(err, /needs a key of Anthropic in ANTHROPIC_API_KEY/);
    assert.equal((await count(['--model', 'claude-opus-5-5'], 'test-key')).code, 0);
    assert.equal(requests.length, 1);
    await new Promise((resolve) => server.close(resolve));
  });

  it('says what is wrong with wrong use, and exits with 2', () => {
    for (const [args, message] of [
      [['frobnicate'], /There is no command frobnicate/],
      [['check', '--frmat', 'json'], /--frmat/],
      [['check', '--format', 'xml'], /--format is xml; it must be one of text, json/],
      [['inspect', 'missing.py'], /There is no file or folder missing\.py/],
      [['explain', 'nothing'], /There is no rule nothing\. Known: /],
      [['count', 'missing.txt'], /missing\.txt cannot be read/],
      [['count', '-', '--ask-provider'], /--ask-provider needs --model/],
      [['count', '-', '--ask-provider', '--model', 'grok-4.5'], /knows anthropic, openai, gemini/],
      [['usage', 'missing.json'], /missing\.json cannot be read/],
      [['usage', 'a', 'b'], /usage takes one file/],
    ] as const) {
      const { code, err, out } = run(args);
      assert.equal(code, 2, args.join(' '));
      assert.match(err, message);
      assert.equal(out, '');
    }
  });

  it('explains rules with their pages', () => {
    assert.match(run(['explain', 'volatile-prefix']).out, /^# volatile-prefix\n/);
  });

  it('survives bad input, reports it and exits with 3', () => {
    write('binary.py', Buffer.from([0x6f, 0x70, 0x65, 0x6e, 0x61, 0x69, 0, 1, 2]));
    write('huge.py', Buffer.alloc(9_000_000, 'openai '));
    write('invalid.py', Buffer.concat([Buffer.from('# openai '), Buffer.from([0xff, 0xfe, 0xc3, 0x28])]));
    write('fine.py', source);
    const { code, out } = run(['inspect', '--format', 'json']);
    assert.equal(code, 3);
    const { calls, problems } = JSON.parse(out) as { calls: unknown[]; problems: { file: string; message: string }[] };
    assert.equal(calls.length, 2);
    assert.deepEqual(
      problems.map(({ file, message }) => `${file}: ${message}`),
      ['binary.py: the file is binary', 'huge.py: the file has 9.0 MB; more than 8 MB are not analysed'],
    );
  });

  it('reads a source with a zero byte within a string, as the editor does', () => {
    write('zero.py', Buffer.from(`${'# a comment\n'.repeat(50)}${source}\nSEPARATOR = "\0"\n`));
    const { code, out } = run(['inspect', '--format', 'json']);
    assert.equal(code, 0);
    assert.ok((JSON.parse(out) as { calls: { file: string }[] }).calls.some(({ file }) => file === 'zero.py'));
  });

  it('gives right positions under BOM, CRLF, lone carriage returns and emoji', () => {
    const call = 'client.responses.create(model="gpt-4o", input="x")';
    const head = ['from openai import OpenAI', '# 😀 é', 'client = OpenAI()'];
    for (const [name, text] of [
      ['bom.py', `\uFEFF${[...head, call].join('\n')}`],
      ['crlf.py', [...head, call].join('\r\n')],
      ['cr.py', [...head, call].join('\r')],
    ] as const) {
      write(name, text);
      const { calls } = JSON.parse(run(['inspect', name, '--format', 'json']).out) as { calls: { line: number; column: number }[] };
      assert.deepEqual(
        calls.map(({ line, column }) => [line, column]),
        [[4, 1]],
        name,
      );
    }
    write('utf16.py', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from([...head, call].join('\n'), 'utf16le')]));
    assert.match(run(['inspect', 'utf16.py']).out, /^utf16\.py:4:1 /);
  });

  it('respects .gitignore and skips installed packages', () => {
    write('.gitignore', 'ignored/\n*.gen.py\n');
    mkdirSync(path.join(folder, '.git'));
    for (const name of ['ignored/a.py', 'b.gen.py', 'node_modules/c.py', '.venv/lib/d.py', 'kept/e.py']) write(name, source);
    const { calls } = JSON.parse(run(['inspect', '--format', 'json']).out) as { calls: { file: string }[] };
    assert.deepEqual([...new Set(calls.map(({ file }) => file))], ['kept/e.py']);
    // Outside of a repository the file means nothing.
    rmSync(path.join(folder, '.git'), { recursive: true });
    const all = JSON.parse(run(['inspect', '--format', 'json']).out) as { calls: { file: string }[] };
    assert.deepEqual([...new Set(all.calls.map(({ file }) => file))], ['b.gen.py', 'ignored/a.py', 'kept/e.py']);
  });

  it('has the version of the manifest', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    assert.equal(run(['--version']).out.trim(), version);
  });
});
