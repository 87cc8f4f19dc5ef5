import assert from 'node:assert/strict';
import type { ContextBudget, ContextEntry } from '../../src/core/index.ts';
import { countO200k } from '../support/o200k.ts';
import { testConfig, testService } from '../support/service.ts';

const root = 'file:///app/';

function budgets(texts: Readonly<Record<string, string>>, model?: string, config?: string): ReadonlyMap<string, ContextBudget> {
  const files = new Map(Object.entries(texts).map(([path, text]) => [root + encodeURI(path), text]));
  const service = testService({}, [], config === undefined ? undefined : testConfig(config));
  service.analyzeProject({ uris: [...files.keys()], read: (uri) => files.get(uri) }, [...files.keys()]);
  return new Map(service.contextBudgets(root, model).map((budget) => [budget.client.id, budget]));
}

function states(budget: ContextBudget | undefined): string[] {
  return (budget?.entries ?? []).map(({ path, piece, state }: ContextEntry) => `${path}${piece === 'listing' ? ' listing' : ''} ${state}`);
}

describe('context budget', () => {
  it('counts per client what is sent on every turn, and nothing twice', () => {
    const all = budgets(
      {
        'CLAUDE.md': 'Own words. @AGENTS.md @docs/a.md\n',
        'AGENTS.md': 'Everybody reads this.\n',
        'docs/a.md': 'Only by mention.\n',
        '.claude/rules/copy.md': 'Everybody reads this.\n',
        'packages/a/CLAUDE.md': 'Below. @../../docs/a.md\n',
        '.github/copilot-instructions.md': 'Everybody reads this.\n',
      },
      'gpt-4o',
    );
    const claude = all.get('claude-code');
    assert.deepEqual(states(claude), [
      'CLAUDE.md always',
      'packages/a/CLAUDE.md joins',
      'AGENTS.md left-out',
      '.claude/rules/copy.md left-out',
    ]);
    const expected = ['Own words. @AGENTS.md @docs/a.md\n', 'Everybody reads this.\n', 'Only by mention.\n'];
    assert.equal(
      claude?.always.tokens,
      expected.reduce((sum, text) => sum + countO200k(text), 0),
    );
    assert.equal(claude.always.basis, 'exact');
    assert.equal(claude.entries[1]?.tokens.tokens, countO200k('Below. @../../docs/a.md\n'), 'what the root has loaded is not loaded again');
    assert.deepEqual(states(all.get('codex')), ['AGENTS.md always']);
    assert.deepEqual(states(all.get('copilot')), ['.github/copilot-instructions.md always', 'AGENTS.md left-out']);
    assert.deepEqual([...all.keys()], ['claude-code', 'codex', 'copilot', 'cursor']);
  });

  it('tells what is said twice in different files of one client', () => {
    const rule = 'Never change the schema of the database without a migration that can be taken back. Write a test for both directions.';
    const texts = {
      'CLAUDE.md': `# Rules\n\n${rule}\n\n${rule}\n`,
      '.claude/rules/database.md': `Some words.\n\n${rule}\n`,
      '.claude/rules/on-path.md': `---\npaths: src/**\n---\n${rule}\n`,
      'AGENTS.md': rule,
    };
    const all = budgets(texts, 'gpt-4o');
    const found = all.get('claude-code')?.repeated.map(({ first, again, tokens }) => [first.uri, again.uri, tokens.tokens]);
    assert.deepEqual(found, [[`${root}CLAUDE.md`, `${root}.claude/rules/database.md`, countO200k(rule)]]);
    assert.deepEqual(all.get('codex')?.repeated, []);
  });

  it('lists skills where each client looks for them', () => {
    const skill = '---\nname: x\ndescription: y\n---\nz';
    const folders = ['.claude', '.agents', '.cursor', '.codex', '.gemini', '.github'];
    const all = budgets(Object.fromEntries(folders.map((folder) => [`${folder}/skills/x/SKILL.md`, skill])));
    const listed = [...all].map(([id, budget]) => [
      id,
      budget.entries.filter(({ state }) => state === 'always').map(({ path }) => path.slice(0, path.indexOf('/'))),
    ]);
    assert.deepEqual(listed, [
      ['claude-code', ['.claude']],
      ['codex', ['.agents', '.codex']],
      ['copilot', ['.agents', '.claude', '.github']],
      ['cursor', ['.agents', '.claude', '.codex', '.cursor']],
      ['gemini-cli', ['.agents', '.gemini']],
    ]);
  });

  it('reads AGENTS.md in Claude Code where there is no CLAUDE.md', () => {
    const texts = { 'AGENTS.md': 'a', 'packages/a/CLAUDE.md': 'b' };
    assert.deepEqual(states(budgets(texts).get('claude-code')), ['packages/a/CLAUDE.md joins', 'AGENTS.md always']);
    assert.deepEqual(states(budgets({ ...texts, 'CLAUDE.local.md': 'c' }).get('claude-code')), [
      'packages/a/CLAUDE.md joins',
      'AGENTS.md left-out',
      'CLAUDE.local.md always',
    ]);
  });

  it('cuts the chain of Codex at 32,768 bytes, folders above first', () => {
    const codex = budgets(
      { 'AGENTS.md': 'äh '.repeat(5_000), 'a/AGENTS.md': 'bb '.repeat(7_000), 'a/b/AGENTS.md': 'late', 'c/AGENTS.md': 'fits' },
      'gpt-4o',
    ).get('codex');
    const entry = (path: string): ContextEntry | undefined => codex?.entries.find((one) => one.path === path);
    assert.equal(entry('AGENTS.md')?.cut, undefined);
    assert.equal(entry('a/AGENTS.md')?.tokens.tokens, countO200k('bb '.repeat(4_256)));
    assert.equal(entry('a/AGENTS.md')?.cut?.tokens.tokens, countO200k('bb '.repeat(2_744)));
    assert.equal(entry('a/b/AGENTS.md')?.tokens.tokens, 0);
    assert.equal(entry('a/b/AGENTS.md')?.cut?.tokens.tokens, countO200k('late'));
    assert.equal(entry('c/AGENTS.md')?.cut, undefined);
    const root = budgets({ 'AGENTS.md': '😀 '.repeat(8_000) }, 'gpt-4o').get('codex');
    assert.equal(root?.always.tokens, countO200k('😀 '.repeat(6_553)));
  });

  it('prefers the override of Codex, folder by folder', () => {
    const codex = budgets({ 'AGENTS.md': 'a', 'AGENTS.override.md': 'b', 'x/AGENTS.md': 'c' }).get('codex');
    assert.deepEqual(states(codex), ['AGENTS.override.md always', 'AGENTS.md left-out', 'x/AGENTS.md joins']);
    // One that is empty is found first, too, and then nothing of its folder is loaded.
    const hidden = budgets({ 'AGENTS.md': 'a', 'AGENTS.override.md': '\n', 'x/AGENTS.md': 'c' }).get('codex');
    assert.deepEqual(states(hidden), ['AGENTS.override.md always', 'AGENTS.md left-out', 'x/AGENTS.md joins']);
    assert.equal(hidden?.always.tokens, 0);
  });

  it('loads a skill with a bad head as each client does', () => {
    const skills: Readonly<Record<string, string>> = {
      sound: '---\nname: sound\ndescription: Fine\n---\nBody',
      colon: '---\nname: colon\ndescription: Use it: when asked\n---\n# Title\nBody',
      broken: '---\nname: [broken\n  description: x\n---\n\n# First line\nBody',
      headless: '# Only a body\nand more',
      nameless: '---\ndescription: No name\n---\nBody',
      silent: '---\nname: silent\n---\nBody of it',
      long: `---\nname: long\ndescription: ${'x'.repeat(1025)}\n---\nBody`,
      'group/deep': '---\nname: deep\ndescription: Deeper\n---\nBody',
    };
    const texts = Object.fromEntries(
      Object.entries(skills).flatMap(([name, text]) => [
        [`.agents/skills/${name}/SKILL.md`, text],
        [`.claude/skills/${name}/SKILL.md`, text],
      ]),
    );
    const all = budgets(texts, 'gpt-4o');
    const listed = (id: string): string[] =>
      (all.get(id)?.entries ?? [])
        .filter(({ piece, state }) => piece === 'listing' && state === 'always')
        .map(({ path }) => path.replace(/^\.\w+\/skills\/|\/SKILL\.md$/g, ''))
        .sort();
    assert.deepEqual(listed('codex'), ['group/deep', 'nameless', 'sound']);
    assert.deepEqual(listed('gemini-cli'), ['colon', 'long', 'sound']);
    assert.deepEqual(listed('claude-code'), ['broken', 'colon', 'headless', 'long', 'nameless', 'silent', 'sound']);
    const why = (id: string, name: string): string | undefined =>
      all.get(id)?.entries.find(({ path }) => path === `.agents/skills/${name}/SKILL.md`)?.reason;
    assert.match(why('codex', 'colon') ?? '', /skipped: its front matter is not valid YAML/);
    assert.match(why('codex', 'long') ?? '', /more than 1,024 characters/);
    assert.match(why('codex', 'headless') ?? '', /no front matter/);
    assert.match(why('gemini-cli', 'nameless') ?? '', /no name/);
    const shown = (name: string): number | undefined =>
      all.get('claude-code')?.entries.find(({ path, piece }) => path.includes(`/${name}/`) && piece === 'listing')?.tokens.tokens;
    assert.equal(shown('broken'), countO200k('broken: First line'));
    assert.equal(shown('headless'), countO200k('headless: Only a body'));
    assert.equal(shown('colon'), countO200k('colon: Use it: when asked'));
  });

  it('cuts the description of a skill, not its name', () => {
    const skill = `---\nname: long\ndescription: ${'x '.repeat(1000)}end\n---\nBody.\n`;
    const claude = budgets({ '.claude/skills/long/SKILL.md': skill }, 'gpt-4o').get('claude-code');
    const [listing] = claude?.entries ?? [];
    assert.equal(listing?.tokens.tokens, countO200k(`long: ${'x '.repeat(768)}`));
    assert.match(listing.cut?.reason ?? '', /1,536 characters/);
    assert.deepEqual(states(claude), ['.claude/skills/long/SKILL.md listing always', '.claude/skills/long/SKILL.md joins']);
  });

  it('leaves out what somebody has to install', () => {
    assert.equal(budgets({ 'skills/x/SKILL.md': '---\nname: x\ndescription: y\n---\nz' }).size, 0);
    assert.equal(budgets({ 'a/b.instructions.md': '---\napplyTo: "**"\n---\nz' }).size, 0);
  });

  it('has money only where the model is known, and says from where', () => {
    const texts = { 'CLAUDE.md': 'word '.repeat(1000) };
    assert.equal(budgets(texts).get('claude-code')?.cost, undefined);
    assert.equal(budgets(texts).get('claude-code')?.model, undefined);
    const config = 'version: 1\ncallSites:\n  - files: [CLAUDE.md]\n    model: claude-sonnet-5\n';
    const { model, cost, always } = budgets(texts, undefined, config).get('claude-code') ?? assert.fail('no budget');
    assert.deepEqual(model, { id: 'claude-sonnet-5', from: 'pennylint.yaml line 4, for CLAUDE.md' });
    assert.ok(cost?.cachedTurn !== undefined && cost.cached100 !== undefined);
    // Anthropic: writing costs 1.25 and reading 0.1 times the price of input.
    assert.equal(cost.firstTurn / cost.cachedTurn > 12 && cost.firstTurn / cost.cachedTurn < 13, true);
    assert.equal(cost.cold100, cost.firstTurn * 100);
    assert.equal(cost.cached100, cost.firstTurn + 99 * cost.cachedTurn);
    assert.ok(always.tokens > 900);
  });
});
