import assert from 'node:assert/strict';
import { promptRanges, type Location } from '../../src/core/index.ts';
import { analysed } from '../support/service.ts';
import { assertEffort } from '../support/effort.ts';

/** The stretches of the only call of a text, as text. */
function rangesOf(text: string, uri: string): { boundary: unknown; behind: string[]; duplicates: string[][] } {
  const [costed] = analysed(text, uri).calls(uri);
  assert.ok(costed !== undefined);
  const { boundary, behind, duplicates } = promptRanges(costed.call);
  const written = (at: Location): string => text.slice(at.start, at.end);
  return {
    boundary: boundary === undefined ? undefined : [written(boundary.at), boundary.because, boundary.expression],
    behind: behind.map(written),
    duplicates: duplicates.map(({ first, again, length }) => [written(first), written(again), String(length)]),
  };
}

const rule = 'Never promise a refund before the order was looked up in the system. Always answer in the language of the customer.';

describe('stretches of prompts', () => {
  it('finds where the cached part of a template ends', () => {
    const text = '\uFEFFYou are 😀 kind.\r\nToday is {{ now() }}.\r\nRules follow.\r\n';
    assert.deepEqual(rangesOf(text, 'file:///app/prompts/a.j2'), {
      boundary: ['{{ now() }}', 'per-request', 'now()'],
      behind: ['.\r\nRules follow.\r\n'],
      duplicates: [],
    });
    assert.deepEqual(rangesOf('Static text.', 'file:///app/prompts/a.txt').boundary, undefined);
    assert.deepEqual(rangesOf('A {% if x %}b{% endif %} c', 'file:///app/prompts/a.j2').boundary, ['b', 'maybe', undefined]);
  });

  it('finds it in calls of programs', () => {
    const text = `import openai\nfrom datetime import datetime\nopenai.OpenAI().chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": f"Now {datetime.now()} go"}])\n`;
    assert.deepEqual(rangesOf(text, 'file:///app/main.py').boundary, ['{datetime.now()}'.slice(1, -1), 'per-request', 'datetime.now()']);
  });

  it('finds text that is sent twice, through escapes and indentation', () => {
    const [first = '', second = ''] = rule.split(/(?<=system\.) /);
    const yaml = `model: openai/gpt-4o\nmodelParameters: {maxTokens: 5}\nmessages:\n  - role: system\n    content: |\n      ${first}\n      ${second}\n      Done.\n  - role: user\n    content: "Well.\\n${first}\\n${second}\\n{{x}}"\n`;
    const { duplicates } = rangesOf(yaml, 'file:///app/a.prompt.yml');
    assert.deepEqual(duplicates, [[`${first}\n      ${second}`, `${first}\\n${second}`, String(first.length + second.length)]]);
  });

  it('says nothing about branches of which one is sent, and about short lines', () => {
    assert.deepEqual(rangesOf(`{% if a %}${rule}{% else %}${rule}{% endif %}`, 'file:///app/prompts/a.j2').duplicates, []);
    assert.deepEqual(rangesOf('- yes\n- no\n'.repeat(40), 'file:///app/prompts/a.txt').duplicates, []);
  });

  it('takes no longer for text that is all alike', () => {
    assertEffort(60, 'sentences', () => {
      rangesOf('The same sentence again. '.repeat(20_000), 'file:///app/prompts/a.txt');
    });
  });
});
