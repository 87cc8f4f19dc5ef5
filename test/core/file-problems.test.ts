import assert from 'node:assert/strict';
import { analysed } from '../support/service.ts';

const shown = (uri: string, text: string): readonly string[] =>
  analysed(text, uri)
    .diagnostics(uri)
    .filter(({ code }) => code === undefined)
    .map(
      ({ severity, message, range }) =>
        `${range.start.line}:${range.start.character}-${range.end.line} ${severity ?? 0} ${typeof message === 'string' ? message : message.value}`,
    );

describe('problems of files in the editor', () => {
  it('stand at their place, one for a file', () => {
    assert.deepEqual(shown('file:///app/.claude/skills/a/SKILL.md', '---\nname: a\ndescription: x: y\n---\nBody \uFFFD'), [
      '1:0-1 3 Front matter: Nested mappings are not allowed in compact mappings.',
    ]);
    assert.deepEqual(shown('file:///app/CLAUDE.md', 'one\ntwo \uFFFD').length, 1);
    assert.match(shown('file:///app/CLAUDE.md', 'one\ntwo \uFFFD')[0] ?? '', /^1:4-1 3 The file is not valid UTF-8/);
    assert.match(shown('file:///app/promptfooconfig.yaml', 'prompts: ["a\nproviders: [x]')[0] ?? '', /^1:14-1 2 The YAML is broken/);
  });

  it('are left to those who tell them already, and to those whom they concern', () => {
    assert.deepEqual(shown('file:///app/.mcp.json', '{"mcpServers": {"a": {"command": "x"'), []);
    assert.deepEqual(shown('file:///app/a.yaml', 'template: [x\nfoo'), []);
    assert.deepEqual(shown('file:///app/tests/promptfooconfig.yaml', 'prompts: ["a\nproviders: [x]'), []);
    assert.deepEqual(shown('file:///app/main.py', 'def f(:\n  x \uFFFD'), []);
  });
});
