import assert from 'node:assert/strict';
import { testService } from '../support/service.ts';

/** Places of `oversized-prompt` in a project of instruction files. */
function oversized(files: Readonly<Record<string, string>>): string[] {
  return found('oversized-prompt', files);
}

/** Files of a project for which a rule has a finding. */
function found(rule: string, files: Readonly<Record<string, string>>): string[] {
  const service = testService();
  const texts = new Map(Object.entries(files).map(([name, text]) => [`file:///app/${name}`, text]));
  const uris = [...texts.keys()];
  service.analyzeProject({ uris, read: (uri) => texts.get(uri) }, uris);
  return uris.filter((uri) => service.diagnostics(uri).some(({ code }) => code === rule)).map((uri) => uri.slice(12));
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

  it('are not told of where they are a part of a skill', () => {
    const skill = '---\nname: tidy\ndescription: Tidies up.\n---\nRead AGENTS.md.\n';
    assert.deepEqual(oversized({ '.agents/skills/tidy/SKILL.md': skill, '.agents/skills/tidy/AGENTS.md': long }), []);
  });
});

describe('models of prompt files', () => {
  it('are names of an API only where the client sends them to one', () => {
    const agent = '---\nname: reviewer\ndescription: Reviews.\nmodel: claude-3-7-sonnet-latest\n---\nRead the change.\n';
    assert.deepEqual(found('retired-model', { '.claude/agents/reviewer.md': agent, 'agents/reviewer.agent.md': agent }), [
      '.claude/agents/reviewer.md',
    ]);
  });
});

describe('skills', () => {
  it('are told of from half above their limit, and with what makes them shorter', () => {
    const skill = '---\nname: tidy\ndescription: Tidies up.\n---\nKeep it tidy.\n';
    const words = (number: number): string => `${skill}${'Name the sources of each claim. '.repeat(number)}`;
    assert.deepEqual(oversized({ '.claude/skills/a/SKILL.md': words(900), '.claude/skills/b/SKILL.md': words(1200) }), [
      '.claude/skills/b/SKILL.md',
    ]);
  });
});

describe('templates that include others', () => {
  it('are not told of for what another template weighs', () => {
    const heavy = long.repeat(2);
    assert.deepEqual(
      oversized({ 'prompts/rules.jinja2': heavy, 'prompts/ask.jinja2': "You answer questions.\n{% include 'rules.jinja2' %}\n" }),
      ['prompts/rules.jinja2'],
    );
    assert.deepEqual(oversized({ 'prompts/rules.jinja2': 'Be brief.', 'prompts/ask.jinja2': `{% include 'rules.jinja2' %}\n${heavy}` }), [
      'prompts/ask.jinja2',
    ]);
  });
});
