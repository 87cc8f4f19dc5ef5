import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver-types';
import { findingsAnswer } from '../../src/server/findings.ts';
import { withinLimit } from '../../src/server/publisher.ts';
import { FINDINGS, type FindingsAnswer } from '../../src/shared/messages.ts';
import { startTestClient, type TestClient } from '../support/lsp.ts';

const head = 'from openai import OpenAI\nclient = OpenAI()\n';
const open = 'client.responses.create(model="gpt-4.1", input="Hi")\n';
const fixed = 'client.responses.create(model="gpt-4.1", input="Hi", max_output_tokens=9)';

describe('findings of the workspace', () => {
  let folder: string;
  let client: TestClient;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-findings-'));
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  it('are those of files that nobody has open too, by rule, and follow what is typed', async () => {
    // Two models: of one, the second call would be told with the first.
    writeFileSync(path.join(folder, 'a.py'), head + open + open.replace('gpt-4.1', 'gpt-5.1'));
    writeFileSync(path.join(folder, 'b.py'), `${head}${fixed}  # pennylint: ignore[unbounded-output] gone\n`);
    client = await startTestClient({}, [folder]);
    const ask = (): Promise<FindingsAnswer> => client.connection.sendRequest(FINDINGS);
    const answer = await ask();
    assert.equal(answer.summary, '3 findings in 2 files');
    assert.deepEqual(
      answer.rules.map(({ rule, findings, left }) => [
        rule,
        findings.map(({ uri, range }) => [path.basename(uri), range.start.line]),
        left,
      ]),
      [
        ['unbounded-output', [['a.py', 2], ['a.py', 3]], 0], // prettier-ignore
        ['unused-suppression', [['b.py', 2]], 0],
      ],
    );
    assert.deepEqual(answer.savings, [], 'a worst case is no saving');
    const uri = pathToFileURL(path.join(folder, 'a.py')).href;
    client.open(uri, `${head}${fixed}\n`);
    await client.diagnostics(uri, 1);
    assert.equal((await ask()).summary, '1 finding in 1 file');
    assert.deepEqual(client.errors, []);
  });

  it('lead to their cause in a file that nobody has open', async () => {
    const store = path.join(folder, 'store.py');
    writeFileSync(store, '# ü😀\ndef newest(messages):\n    return messages[-20:]\n');
    const text = `${head}from store import newest\n\ndef reply(messages, question):\n    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=500, messages=[*newest(messages), {"role": "user", "content": question}])\n`;
    writeFileSync(path.join(folder, 'app.py'), text);
    client = await startTestClient({}, [folder]);
    await client.connection.sendRequest(FINDINGS);
    const uri = pathToFileURL(path.join(folder, 'app.py')).href;
    client.open(uri, text);
    const [one] = await client.diagnostics(uri, 1);
    assert.deepEqual(
      [one?.code, one?.relatedInformation],
      [
        'rewritten-history',
        [
          {
            location: { uri: pathToFileURL(store).href, range: { start: { line: 2, character: 11 }, end: { line: 2, character: 25 } } },
            message: 'cause',
          },
        ],
      ],
    );
    assert.deepEqual(client.errors, []);
  });

  it('say savings per month where the volume is declared, and per 1,000 calls where it is not', async () => {
    client = await startTestClient();
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const one = { rule: 'uncached-prefix', severity: 'warning', message: 'x', uri: 'file:///a.py', range } as const;
    const answer = findingsAnswer({
      files: 1,
      findings: [
        { ...one, saving: { perCall: 4000, perMonth: undefined } },
        { ...one, saving: { perCall: 10, perMonth: 3_000_000 } },
        { ...one, saving: undefined },
        ...Array.from({ length: 700 }, () => ({ ...one, rule: 'other', saving: { perCall: 1, perMonth: undefined } })),
      ],
    });
    assert.deepEqual(
      answer.savings.slice(0, 3).map(({ saves }) => saves),
      ['≈$3/month', '≈$4 per 1,000 calls', '≈$0.001 per 1,000 calls'],
    );
    assert.deepEqual(
      answer.rules.map(({ rule, findings, left }) => [rule, findings.length, left]),
      [
        ['other', 500, 200],
        ['uncached-prefix', 3, 0],
      ],
    );
    assert.equal(answer.summary, '703 findings in 1 file');
  });

  it('keep to what the list of problems takes, the gravest first, and say what is missing', async () => {
    client = await startTestClient();
    const make = (severity: 1 | 2 | 3 | 4, line: number): Diagnostic => ({
      severity,
      message: String(line),
      range: { start: { line, character: 0 }, end: { line, character: 1 } },
    });
    const many = Array.from({ length: 5000 }, (_, line) => make(line % 500 === 499 ? 1 : 4, line));
    const shown = withinLimit(many);
    assert.equal(shown.length, 1000);
    assert.equal(shown.filter(({ severity }) => severity === 1).length, 10);
    assert.match(JSON.stringify(shown.at(-1)?.message), /^"4,001 more findings in this file/);
    assert.deepEqual(withinLimit(many.slice(0, 1000)), many.slice(0, 1000));
  });
});
