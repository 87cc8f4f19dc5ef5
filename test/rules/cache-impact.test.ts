import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rules } from '../../src/core/index.ts';
import { readPage } from '../support/pages.ts';
import { analysed } from '../support/service.ts';

const folder = new URL('../../src/core/rules/', import.meta.url);
const extensions: Readonly<Record<string, string>> = { python: 'py' };
/** Rules whose findings only say what the source does: the money is told by the others. */
const WITHOUT_AMOUNT: ReadonlySet<string> = new Set(['uncached-prefix', 'volatile-prefix']);

describe('impact of the cache rules', () => {
  for (const rule of rules.filter(({ category, id }) => category === 'cache' && !WITHOUT_AMOUNT.has(id))) {
    it(`${rule.id}: tokens or a reason on every finding of its page, money never negative`, () => {
      const page = readPage(readFileSync(new URL(`${rule.id}.md`, folder), 'utf8'));
      const found = page.cases
        .filter(({ section }) => section === 'Incorrect')
        .flatMap(({ code, language }) => {
          const uri = `file:///app/page.${extensions[language] ?? language}`;
          return analysed(code, uri).findings(uri);
        })
        .filter((finding) => finding.rule === rule.id);
      assert.ok(found.length > 0);
      for (const { impact, message } of found) {
        assert.ok(impact !== undefined, message);
        assert.ok((impact.microUsdPerCall ?? 0) >= 0, message);
      }
    });
  }
});
