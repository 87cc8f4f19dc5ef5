import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { frontEnds } from '../../src/core/frontends/index.ts';
import { applyEdits, rules, type LanguageService, type ProjectConfig } from '../../src/core/index.ts';
import { readGrammar } from '../../src/files/index.ts';
import { readPage, type PageCase } from '../support/pages.ts';
import { testConfig, testService } from '../support/service.ts';

const folder = new URL('../../src/core/rules/', import.meta.url);
const HEADINGS = ['Why it costs', 'Incorrect', 'Correct', 'When to ignore it'];
const extensions: Readonly<Record<string, string>> = { python: 'py' };

/** Rules as they are without a word of the user's. */
const DEFAULTS = { rules: {} };

/** A page's code as the only file of a project, so that its own wrappers are followed too. */
function analysed(code: string, uri: string, config: ProjectConfig | undefined): LanguageService {
  const service = testService(DEFAULTS, [], config);
  service.open({ uri, languageId: undefined, version: 1, text: code });
  service.analyzeProject({ uris: [uri], read: (asked) => (asked === uri ? code : undefined) }, [uri]);
  return service;
}

/** Rule and line of every finding, in order. */
function found(code: string, language: string, config: ProjectConfig | undefined): { rule: string; line: number; message: string }[] {
  const uri = `file:///app/page.${extensions[language] ?? language}`;
  const service = analysed(code, uri, config);
  const lines = service.document(uri)?.lines;
  return service.findings(uri).map(({ rule, at, message }) => ({ rule, line: (lines?.positionAt(at.start).line ?? -1) + 1, message }));
}

/** The text after the first fix of every finding of a rule, applied until nothing is left to fix. */
function fixedText(code: string, language: string, rule: string, config: ProjectConfig | undefined): string {
  const uri = `file:///app/page.${extensions[language] ?? language}`;
  let text = code;
  for (let pass = 0; pass < 10; pass++) {
    const fix = analysed(text, uri, config)
      .findings(uri)
      .filter((finding) => finding.rule === rule)
      .flatMap((finding) => finding.fixes.slice(0, 1))[0];
    if (fix === undefined) return text;
    text = applyEdits(text, fix.edits);
  }
  assert.fail('the fixes do not come to an end');
}

describe('rule pages', () => {
  before(async () => {
    for (const frontEnd of frontEnds) if (frontEnd.extensions.includes('.go')) await frontEnd.prepare?.(readGrammar);
  });

  it('stand beside every rule, and only beside rules', () => {
    const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
    assert.deepEqual(pages.sort(), rules.map((rule) => `${rule.id}.md`).sort());
  });

  it('belong to rules in alphabetical order', () => {
    const ids = rules.map((rule) => rule.id);
    assert.deepEqual(ids, [...ids].sort());
  });

  for (const rule of rules) {
    describe(rule.id, () => {
      const page = readPage(readFileSync(new URL(`${rule.id}.md`, folder), 'utf8'));

      it('has the title, summary and headings of its rule', () => {
        assert.equal(page.title, rule.id);
        assert.equal(page.summary, rule.summary);
        assert.deepEqual(page.headings, HEADINGS);
      });

      it('shows at least one incorrect and one correct case', () => {
        assert.ok(page.cases.some((one) => one.section === 'Incorrect' && one.expected.length > 0));
        assert.ok(page.cases.some((one) => one.section === 'Correct'));
      });

      const config = page.config === undefined ? undefined : testConfig(page.config);
      for (const one of page.cases) testCase(rule.id, one, config);
    });
  }
});

function testCase(rule: string, one: PageCase, config: ProjectConfig | undefined): void {
  it(`line ${one.pageLine}: ${one.section.toLowerCase()}`, () => {
    const findings = found(one.code, one.language, config).filter((finding) => finding.rule === rule);
    const printed = findings.map(({ rule: id, line }) => `${id}:${line}`);
    assert.deepEqual(
      printed,
      [...one.expected].sort((a, b) => a.line - b.line).map(({ rule: id, line }) => `${id}:${line}`),
    );
    for (const { line, part } of one.expected) {
      const message = findings.find((finding) => finding.line === line)?.message ?? '';
      if (part !== undefined) assert.ok(message.includes(part), `line ${line}: "${message}" does not contain "${part}"`);
    }
    if (one.section === 'Incorrect') assert.ok(one.expected.length > 0, 'an incorrect case must report something');
    if (one.fixed === undefined) return;
    const fixed = fixedText(one.code, one.language, rule, config);
    assert.equal(fixed, one.fixed);
    assert.deepEqual(
      found(fixed, one.language, config).filter((finding) => finding.rule === rule),
      [],
      'the fixed text must be clean',
    );
  });
}
