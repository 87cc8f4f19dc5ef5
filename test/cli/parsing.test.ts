import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parserScript, readAhead } from '../../src/cli/parsing.ts';
import { factsOf } from '../../src/core/linker/ahead.ts';

const PYTHON = `from openai import OpenAI
client = OpenAI()
def ask(question, *, model="gpt-4o", **rest):
    return client.chat.completions.create(model=model, messages=[{"role": "user", "content": f"Answer: {question}"}], **rest)
`;
const SCRIPT = `import OpenAI from 'openai';
export const ask = async (question: string): Promise<unknown> => new OpenAI().responses.create({ model: 'gpt-4o', input: \`\${question}?\` });
`;

/** Programs of different length, together long enough for threads. */
function programs(): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let i = 0; i < 60; i++) {
    texts.set(`file:///work/a${String(i)}.py`, PYTHON.repeat(1 + i * 5));
    texts.set(`file:///work/b${String(i)}.ts`, `// ${String(i)}\n${SCRIPT.repeat(1 + i)}`);
  }
  texts.set('file:///work/broken.py', 'def f(:\n  """never closed');
  texts.set('file:///work/notes.md', '# No program');
  texts.set('file:///work/min.js', `var a=${'b(c),'.repeat(20_000)}d;`);
  return texts;
}

describe('programs that are parsed ahead', function () {
  this.timeout(30_000);
  const texts = programs();
  const read = (uri: string): string | undefined => texts.get(uri);

  before(function () {
    // With one core there is nobody to share the work with.
    if (availableParallelism() < 2) this.skip();
  });

  it('are read by several threads as by one', async () => {
    const found = await readAhead([...texts.keys(), 'file:///work/missing.py'], read, parserScript());
    assert.deepEqual(
      [...texts.keys()].filter((uri) => !found.has(uri)),
      ['file:///work/notes.md', 'file:///work/min.js'],
    );
    for (const [uri, facts] of found) assert.deepEqual(facts, factsOf(uri, texts.get(uri) ?? ''), uri);
  });

  it('are left to this thread when there is little to read, or no code for others', async () => {
    assert.equal((await readAhead(['file:///work/a1.py', 'file:///work/b1.ts'], read, parserScript())).size, 0);
    assert.equal((await readAhead([...texts.keys()], read, undefined)).size, 0);
  });

  it('are not waited for when a thread fails', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pennylint-parser-'));
    try {
      for (const [name, code] of [
        ['throws.mjs', 'throw new Error("broken");'],
        ['ends.mjs', 'import { parentPort } from "node:worker_threads"; parentPort.once("message", () => process.exit());'],
      ] as const) {
        writeFileSync(join(folder, name), code);
        const found = await readAhead([...texts.keys()], read, pathToFileURL(join(folder, name)));
        for (const [uri, facts] of found) assert.deepEqual(facts, factsOf(uri, texts.get(uri) ?? ''), uri);
        assert.ok(found.size > 0 && found.size < texts.size, `${name}: ${String(found.size)}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
