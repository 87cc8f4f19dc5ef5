import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, createLanguageService, notebookProgram, safeEdits, type Finding } from '../../src/core/index.ts';
import { analysed, hostFor, testConfig } from '../support/service.ts';
import { applyLspEdits } from '../support/edits.ts';

const head = 'from openai import OpenAI\nclient = OpenAI()\n';
const call = 'client.responses.create(model="gpt-4.1", input="Hi")';
const limited = 'client.responses.create(model="gpt-4.1", input="Hi", max_output_tokens=9)';

function findings(text: string, uri = 'file:///app/main.py', settings = {}): readonly Finding[] {
  return analysed(text, uri, settings).findings(uri);
}

const rulesOf = (text: string, uri?: string, settings?: object): string[] => findings(text, uri, settings).map(({ rule }) => rule);

describe('suppressions', () => {
  it('work through their last day, and then the finding is shown and says so', () => {
    // The tests stand still on 2026-11-21.
    assert.deepEqual(rulesOf(`${head}${call}  # pennylint: ignore[unbounded-output] pilot, until: 2026-11-21\n`), []);
    const [expired, ...others] = findings(`${head}${call}  # pennylint: ignore[unbounded-output] pilot (until: 2026-11-20)\n`);
    assert.deepEqual(others, []);
    assert.match(expired?.message ?? '', /\(Shown again: it was ignored until 2026-11-20\.\)$/);
    for (const day of ['tomorrow', '2026-13-01', '2026-02-30', '20270131']) {
      const [shown] = findings(`${head}${call}  # pennylint: ignore until: ${day}\n`);
      assert.match(shown?.message ?? '', new RegExp(`\`until: ${day}\` is no date`));
    }
    // A sentence with the word in it is a reason.
    assert.deepEqual(rulesOf(`${head}${call}  # pennylint: ignore[unbounded-output] until the pilot ends\n`), []);
  });

  it('stand above a line in any number', () => {
    const text = `${head}# pennylint: ignore[unbounded-output] short\n# pennylint: ignore[retired-model] later\n${call}\n`;
    assert.deepEqual(
      findings(text).map(({ rule, message }) => [rule, message]),
      [['unused-suppression', 'There is no finding of `retired-model` on this line or the next to suppress.']],
    );
  });

  it('are called unused only where everything is known', () => {
    const unused = `${head}${limited}  # pennylint: ignore[unbounded-output] short\n`;
    assert.deepEqual(rulesOf(unused), ['unused-suppression']);
    assert.deepEqual(rulesOf(`${unused}def broken(:\n`), [], 'broken syntax');
    assert.deepEqual(rulesOf(unused, 'file:///app/tests/test_a.py'), [], 'tests are not judged');
    assert.deepEqual(rulesOf(unused, undefined, { rules: { 'unbounded-output': 'off' } }), [], 'a rule that is off');
    assert.deepEqual(rulesOf(unused, undefined, { rules: { 'unused-suppression': 'off' } }), [], 'this rule is off');
    const service = createLanguageService({ ...hostFor(), awaitsIndex: () => true });
    service.open({ uri: 'file:///app/a.py', languageId: 'python', version: 1, text: unused });
    service.analyzeNow('file:///app/a.py');
    assert.deepEqual(service.findings('file:///app/a.py'), [], 'the index is not there yet');
    const ignored = analysed(unused, 'file:///app/main.py', {}, testConfig('ignore: main.py\n'));
    assert.deepEqual(ignored.findings('file:///app/main.py'), [], 'the file is left out');
    assert.deepEqual(rulesOf(`# pennylint: ignore-file[unused-suppression] ours\n${unused}`), [], 'named by another comment');
    assert.deepEqual(rulesOf(`# pennylint: ignore-file everything\n${unused}`), ['unused-suppression', 'unused-suppression']);
  });

  it('hold in YAML, Markdown, JSON with comments and by path in pennylint.yaml', () => {
    const yaml = (comment: string): string =>
      `${comment}model: gpt-4\nmessages:\n  - role: system\n    content: |\n      # pennylint: ignore[retired-model] text of the prompt\n      Be kind.\n`;
    assert.deepEqual(rulesOf(yaml(''), 'file:///app/a.prompt.yml'), ['retired-model']);
    assert.deepEqual(rulesOf(yaml('# pennylint: ignore-file[retired-model] soon\n'), 'file:///app/a.prompt.yml'), []);
    const json =
      '// pennylint: ignore-file[unbounded-output] a sample\n{"model": "gpt-4.1", "messages": [{"role": "user", "content": "x"}]}';
    assert.deepEqual(rulesOf(json, 'file:///app/a.jsonc'), []);
    const config = testConfig('rules:\n  unbounded-output:\n    paths:\n      "*.json": off\n      "b.json": error\n');
    const body = '{"model": "gpt-4.1", "messages": [{"role": "user", "content": "x"}]}';
    const severities = (uri: string): string[] =>
      analysed(body, uri, { rules: {} }, config)
        .findings(uri)
        .map(({ severity }) => severity);
    assert.deepEqual(severities('file:///app/a.json'), []);
    assert.deepEqual(severities('file:///app/b.json'), ['error']);
    const budget = testConfig('budgets:\n  perCallTokens: 1\n');
    const memo = (comment: string): readonly Finding[] => {
      const uri = 'file:///app/AGENTS.md';
      return analysed(`${comment}# Rules\n\nBe kind to everybody.\n`, uri, {}, budget).findings(uri);
    };
    assert.deepEqual(
      memo('').map(({ rule }) => rule),
      ['over-budget'],
    );
    assert.deepEqual(memo('<!-- pennylint: ignore-file[over-budget] it is what it is -->\n'), []);
  });

  it('are offered as comments that the language takes, and the finding is then gone', () => {
    const texts: readonly [uri: string, text: string][] = [
      ['file:///app/main.py', `${head}${call}\n`],
      ['file:///app/main.py', `${head}if True:\n    ${call}\n`],
      ['file:///app/main.ts', "import OpenAI from 'openai';\nawait new OpenAI().responses.create({ model: 'gpt-4.1', input: 'x' });\n"],
      ['file:///app/a.prompt.yml', 'model: gpt-4\nmessages:\n  - role: system\n    content: Be kind.\n'],
      ['file:///app/main.go', 'package a\n'],
    ];
    let applied = 0;
    for (const [uri, text] of texts) {
      const service = analysed(text, uri);
      for (const diagnostic of service.diagnostics(uri)) {
        for (const action of service.codeActions(uri, diagnostic.range, ['quickfix'])) {
          if (!action.title.startsWith('Ignore')) continue;
          const rule = String(action.diagnostics?.[0]?.code);
          const [change] = action.edit?.documentChanges ?? [];
          assert.ok(change !== undefined && 'edits' in change);
          const result = applyLspEdits(text, change.edits);
          assert.ok(!rulesOf(result, uri).includes(rule), result);
          applied++;
        }
      }
    }
    assert.ok(applied >= 8, `only ${applied} comments`);
  });

  it('are not offered inside of a string, where they would become part of the prompt', () => {
    const text = `from datetime import datetime\n${head}def ask(question):\n    system = f"""You are a clerk.\nIt is {datetime.now():%H:%M}.\n${'A long and stable text follows here. '.repeat(400)}\n"""\n    return client.responses.create(model="gpt-6.1-terra", instructions=system, input=question, max_output_tokens=5)\n`;
    const uri = 'file:///app/main.py';
    const service = analysed(text, uri);
    const [volatile] = service.diagnostics(uri).filter(({ code }) => code === 'volatile-prefix');
    assert.ok(volatile !== undefined);
    const titles = service.codeActions(uri, volatile.range, ['quickfix']).map(({ title }) => title);
    assert.ok(titles.includes('Ignore volatile-prefix in this file'));
    assert.ok(!titles.includes('Ignore volatile-prefix here'));
  });

  it('ask the client for a reason where it can ask', () => {
    const uri = 'file:///app/main.py';
    const service = createLanguageService({ ...hostFor(), asksReason: () => true });
    service.open({ uri, languageId: 'python', version: 7, text: `${head}${call}\n` });
    service.analyzeNow(uri);
    const [diagnostic] = service.diagnostics(uri);
    assert.ok(diagnostic !== undefined);
    const actions = service.codeActions(uri, diagnostic.range, ['quickfix']);
    const here = actions.find(({ title }) => title === 'Ignore unbounded-output here…');
    assert.deepEqual(here?.command?.arguments, [
      {
        uri,
        version: 7,
        position: { line: 2, character: 0 },
        before: '# pennylint: ignore[unbounded-output] ',
        after: '\n',
        rule: 'unbounded-output',
      },
    ]);
    assert.equal(here.edit, undefined);
  });

  it('are removed without touching anything else, in files and in cells', () => {
    const rule = fc.constantFrom('[unbounded-output]', '[volatile-prefix, unbounded-output]', '', '[nonsense-of-mine]');
    const place = fc.constantFrom('own', 'end', 'file');
    const lineBreak = fc.constantFrom('\n', '\r\n');
    let removed = 0;
    fc.assert(
      fc.property(rule, place, lineBreak, fc.boolean(), fc.constantFrom('', ' why', ' until: 2027-01-31'), (ids, where, end, last, why) => {
        const comment = `# pennylint: ignore${where === 'file' ? '-file' : ''}${ids}${why}`;
        const lines = [...head.trimEnd().split('\n'), 'if True:', `    ${limited}`];
        const plain = [...lines];
        if (where === 'end') lines[3] = `    ${limited}  ${comment}`;
        else if (where === 'own') lines.splice(3, 0, `    ${comment}`);
        else lines.unshift(comment);
        const join = (all: readonly string[]): string => all.join(end) + (last ? end : '');
        const source = join(lines);
        const found = findings(source);
        assert.deepEqual(
          found.map((one) => one.rule),
          ['unused-suppression'],
        );
        const result = applyEdits(source, safeEdits(found));
        assert.equal(result, join(plain));
        removed++;
      }),
      { numRuns: 100, seed: 6 },
    );
    assert.equal(removed, 100);
    const cells = [head, `${limited}  # pennylint: ignore[unbounded-output] x`, `# pennylint: ignore[unbounded-output] y`];
    const program = notebookProgram(cells.map((text, index) => ({ uri: `cell:${index}`, index, languageId: 'python', version: 1, text })));
    const service = createLanguageService(hostFor());
    service.openNotebook({
      uri: 'file:///app/a.ipynb',
      cells: cells.map((text, index) => ({ uri: `cell:${index}`, index, languageId: 'python', version: 1, text })),
    });
    service.analyzeNow('file:///app/a.ipynb');
    const edits = safeEdits(service.findings('file:///app/a.ipynb'));
    const expected = program.text
      .replace('  # pennylint: ignore[unbounded-output] x', '')
      .replace('# pennylint: ignore[unbounded-output] y', '');
    assert.equal(applyEdits(program.text, edits), expected);
  });
});
