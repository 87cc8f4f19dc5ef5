import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');

/** A file of the same project that marks a prompt of its own. */
const marked = `import Anthropic from '@anthropic-ai/sdk';
const client = new Anthropic();
export const ask = (text: string, question: string) =>
  client.messages.create({
    model: 'claude-opus-5',
    max_tokens: 500,
    system: [{ type: 'text', text, cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: question }],
  });
`;

const agent = (system: string): string => `import Anthropic from '@anthropic-ai/sdk';
import { TOOLS } from './tools';
import { build } from './prompt';

const client = new Anthropic();
${system}
const send = async (params: Anthropic.MessageCreateParams) => client.messages.create(params);

export async function run(question: string) {
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: question }];
  for (let step = 0; step < 10; step++) {
    const answer = await send({ model: 'claude-opus-5', max_tokens: 500, system: prompt(), tools: TOOLS, messages });
    if (answer.stop_reason !== 'tool_use') return answer;
    messages.push({ role: 'assistant', content: answer.content }, { role: 'user', content: await resultsOf(answer) });
  }
  const last = [...messages, { role: 'user' as const, content: 'Sum up.' }];
  return send({ model: 'claude-opus-5', max_tokens: 500, system: prompt(), messages: last });
}
`;

/** Lines of the findings of `unstable-tools` in a program of two files. */
function found(code: string): number[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'pennylint-tools-'));
  try {
    writeFileSync(path.join(folder, 'marked.ts'), marked);
    writeFileSync(path.join(folder, 'agent.ts'), code);
    const { stdout, stderr } = spawnSync(process.execPath, [cli, 'check', '--format', 'json'], { cwd: folder, encoding: 'utf8' });
    assert.equal(stderr, '');
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { readonly rule: string; readonly line: number }[] };
    return diagnostics.filter(({ rule }) => rule === 'unstable-tools').map(({ line }) => line);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('tools that a wrapper is not given again', function () {
  this.timeout(60_000);

  it('are told where the file marks its prompt', () => {
    const code = agent(
      "const prompt = (): Anthropic.TextBlockParam[] => [{ type: 'text', text: build(), cache_control: { type: 'ephemeral' } }];",
    );
    assert.deepEqual(found(code), [17]);
  });

  it('are not told where only another file of the project marks one', () => {
    assert.deepEqual(found(agent('const prompt = (): string => build();')), []);
  });
});
