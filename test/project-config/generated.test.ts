import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { configKeyTable, configSchemaText } from '../../scripts/config-schema.ts';
import {
  bundledPriceSources,
  createPriceBook,
  configCompletion,
  configHover,
  lineIndex,
  loadProjectConfig,
  rules,
} from '../../src/core/index.ts';
import { TODAY } from '../support/service.ts';

const ruleIds = rules.map((rule) => rule.id);
const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const load = (text: string) => loadProjectConfig('file:///pennylint.yaml', 'pennylint.yaml', text, { prices: [], today: '2026-11-21' });

describe('what is generated from the shape of pennylint.yaml', () => {
  it('is up to date (npm run gen)', () => {
    assert.equal(read('schemas/pennylint.schema.json'), configSchemaText());
    assert.ok(read('docs/configuration.md').includes(configKeyTable()), 'the table of keys is stale');
  });

  it('is contributed to editors', () => {
    const { contributes } = JSON.parse(read('package.json')) as { contributes: Record<string, readonly { readonly url: string }[]> };
    for (const point of ['jsonValidation', 'yamlValidation']) assert.equal(contributes[point]?.[0]?.url, './schemas/pennylint.schema.json');
  });

  it('has an example that is right', () => {
    const examples = [...read('docs/configuration.md').matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '');
    assert.equal(examples.length, 1);
    for (const example of examples) {
      const { config, problems } = load(example);
      assert.deepEqual(problems, []);
      assert.deepEqual(Object.keys(config?.reading ?? {}), ['version', 'models', 'defaults', 'callSites', 'budgets', 'rules', 'ignore']);
    }
  });

  it('makes a template that is right, also when everything is switched on', () => {
    const source = read('src/client/commands/createConfig.ts');
    const template = /const TEMPLATE = `(.*?)`;/s.exec(source)?.[1] ?? '';
    for (const text of [template, template.replace(/^# (?=[a-zA-Z]+:| {2})/gm, '')]) assert.deepEqual(load(text).problems, []);
    assert.ok((load(template.replace(/^# (?=[a-zA-Z]+:| {2})/gm, '')).config?.reading.models?.length ?? 0) > 0);
  });
});

describe('completion and hover in pennylint.yaml', () => {
  const prices = createPriceBook(bundledPriceSources());

  /** Labels and the document after the first item is taken; `|` is the cursor. */
  function complete(marked: string): { labels: string[]; after: string; details: (string | undefined)[] } {
    const offset = marked.indexOf('|');
    const text = marked.replace('|', '');
    const lines = lineIndex(text);
    const items = configCompletion({ text, lines, prices, at: TODAY }, lines.positionAt(offset));
    const [first] = items;
    const edit = first?.textEdit;
    const after =
      edit === undefined || !('range' in edit)
        ? ''
        : text.slice(0, lines.offsetAt(edit.range.start)) + edit.newText + text.slice(lines.offsetAt(edit.range.end));
    return { labels: items.map(({ label }) => label), after, details: items.map(({ detail }) => detail) };
  }

  const severities = ['off', 'hint', 'information', 'warning', 'error'];
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['version: 1\nmodels:\n  a: gpt-4o\ndefaults: {}\ncallSites: []\nrules: {}\n|', ['budgets', 'ignore', 'include']],
    ['rules:\n  |', ruleIds],
    ['rules:\n  volatile-prefix: off\n  over-budget: off\n  un|', ruleIds.filter((id) => id !== 'volatile-prefix' && id !== 'over-budget')],
    ['rules:\n  volatile-prefix: |', severities],
    ['rules:\n  volatile-prefix:\n    severity: e|', severities],
    ['rules:\n  volatile-prefix:\n    paths:\n      "a/**": |', severities],
    ['rules: { volatile-prefix: { sev|', ['severity', 'options', 'paths']],
    ['rules: { volatile-prefix: { severity: |', severities],
    ['callSites:\n  - ignore:\n      - |', ruleIds],
    ['callSites:\n  - ignore: [|', ruleIds],
    ['budgets:\n  workflows:\n    chat:\n      files: a\n      |', ['functions', 'perRunUsd', 'perRunTokens', 'perMonthUsd']],
    ['# a comm|', []],
    ['nothing:\n  |', []],
  ];
  for (const [marked, labels] of cases) {
    it(`offers ${labels.length === 0 ? 'nothing' : labels.slice(0, 3).join(', ')} at ${JSON.stringify(marked.slice(-30))}`, () => {
      assert.deepEqual(complete(marked).labels, labels);
    });
  }

  it('offers model ids with their prices', () => {
    for (const marked of ['models:\n  mine: |', 'callSites:\n  - model: gpt|', 'models:\n  mine: { model: "|']) {
      const { labels, details } = complete(marked);
      assert.equal(details[labels.indexOf('gpt-4o')], '$2.5 in / $10 out per M', marked);
    }
  });

  it('replaces what is typed, and no more', () => {
    assert.equal(complete('rules:\n  volat|\nignore: a\n').after, `rules:\n  ${ruleIds[0] ?? ''}: \nignore: a\n`);
    assert.equal(complete('callSites:\n- files: a\n  igno|').after, 'callSites:\n- files: a\n  functions:');
    assert.equal(complete('rules: { volatile-prefix: wa| }').after, 'rules: { volatile-prefix: off }');
  });

  it('explains keys, and what a model costs', () => {
    const at = (marked: string): string | undefined => {
      const offset = marked.indexOf('|');
      const text = marked.replace('|', '');
      const lines = lineIndex(text);
      const hover = configHover({ text, lines, prices, at: TODAY }, lines.positionAt(offset));
      return (hover?.contents as { value: string } | undefined)?.value;
    };
    assert.match(at('bud|gets: {}') ?? '', /^Limits\./);
    assert.match(at('defaults:\n  calls|PerDay: 3') ?? '', /^How often a call runs/);
    assert.match(at('models:\n  prod: gpt-|4o\n') ?? '', /^\*\*gpt-4o\*\* · input \$2\.5, cached \$1\.25, output \$10 per million tokens/);
    assert.match(at('models:\n  gpt-|4o: { input: 1 }\n') ?? '', /^\*\*gpt-4o\*\*/);
    assert.equal(at('models:\n  prod: gpt-|9-unknown\n'), undefined);
    assert.equal(at('# bud|gets\n'), undefined);
  });
});
