import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { matchesGolden } from './support/golden.ts';

const folder = path.resolve(import.meta.dirname, 'projects');
const cli = path.resolve(import.meta.dirname, '../dist/cli.mjs');

describe('projects of several files', () => {
  for (const name of readdirSync(folder)) {
    it(`${name}: prints every call with the way it takes`, () => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [cli, 'inspect', '--format', 'json'], {
        cwd: path.join(folder, name),
        encoding: 'utf8',
      });
      assert.equal(stderr, '');
      assert.equal(status, 0);
      const { calls } = JSON.parse(stdout) as { calls: Call[] };
      matchesGolden(path.join(folder, name, 'expected.txt'), calls.map(print).join(''));
    });
  }

  it('finds nothing in look-alikes', () => {
    const { stdout } = spawnSync(process.execPath, [cli, 'inspect'], { cwd: path.join(folder, 'look-alikes'), encoding: 'utf8' });
    assert.equal(stdout, 'No calls of language models found.\n');
  });
});

interface Call {
  readonly file: string;
  readonly line: number;
  readonly cell: number | null;
  readonly kind: string;
  readonly callee: string;
  readonly sdk: string;
  readonly provider: string | null;
  readonly via: readonly { readonly file: string; readonly line: number; readonly cell: number | null }[];
  readonly model: { readonly state: string; readonly values: readonly string[] };
  readonly maxTokens: { readonly state: string; readonly value: number | null };
  readonly system: { readonly state: string; readonly staticChars: number };
  readonly messages: { readonly state: string };
  readonly tools: { readonly state: string; readonly count: number; readonly tokens: number };
  readonly repeated: string;
  readonly turns: {
    readonly atMost: number | null;
    readonly bounded: boolean;
    readonly growing: boolean;
    readonly source: string | null;
  } | null;
}

function place({ file, line, cell }: { readonly file: string; readonly line: number; readonly cell: number | null }): string {
  return `${file}:${cell === null ? '' : `cell ${cell}:`}${line}`;
}

function print(call: Call): string {
  const via = call.via.length === 0 ? '' : ` via ${call.via.map(place).join(' → ')}`;
  const turns =
    call.turns === null
      ? ''
      : ` (${call.turns.atMost ?? '?'} times${call.turns.bounded ? '' : ', no bound'}${call.turns.growing ? ', growing' : ''}${call.turns.source === null ? '' : `: ${call.turns.source}`})`;
  const tools = call.tools.state === 'absent' ? '' : `; tools ${call.tools.state} ${call.tools.count} (${call.tools.tokens} tokens)`;
  return [
    `${place(call)} ${call.kind} ${call.callee} [${call.sdk}, ${call.provider ?? '?'}]${via}`,
    `  model ${call.model.state} ${call.model.values.join(' | ')}; limit ${call.maxTokens.state} ${call.maxTokens.value ?? ''}; system ${call.system.state} ${call.system.staticChars}; messages ${call.messages.state}; repeated ${call.repeated}${turns}${tools}`,
    '',
  ].join('\n');
}
