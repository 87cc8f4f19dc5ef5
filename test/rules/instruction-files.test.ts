import assert from 'node:assert/strict';
import { testService } from '../support/service.ts';

/** Places of `oversized-prompt` in a project of instruction files. */
function oversized(files: Readonly<Record<string, string>>): string[] {
  const service = testService();
  const texts = new Map(Object.entries(files).map(([name, text]) => [`file:///app/${name}`, text]));
  const uris = [...texts.keys()];
  service.analyzeProject({ uris, read: (uri) => texts.get(uri) }, uris);
  return uris.filter((uri) => service.diagnostics(uri).some(({ code }) => code === 'oversized-prompt')).map((uri) => uri.slice(12));
}

const long = `# Rules\n${'Name the sources of each claim, and keep to the subject of the question.\n'.repeat(500)}`;

describe('instruction files that import others', () => {
  it('are not told of for what another instruction file weighs', () => {
    assert.deepEqual(oversized({ 'AGENTS.md': long, 'CLAUDE.md': '@AGENTS.md\n' }), ['AGENTS.md']);
  });

  it('are told of for their own weight, and for what only they load', () => {
    assert.deepEqual(oversized({ 'AGENTS.md': 'Be brief.\n', 'CLAUDE.md': `@AGENTS.md\n${long}` }), ['CLAUDE.md']);
    assert.deepEqual(oversized({ 'docs/rules.md': long, 'CLAUDE.md': '@docs/rules.md\n' }), ['CLAUDE.md']);
  });
});
