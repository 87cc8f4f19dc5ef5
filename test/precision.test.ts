import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BAR, precisionOf, precisionTable, type Judged } from '../scripts/precision.ts';
import { replaceBetween } from '../scripts/manifest.ts';
import { rules } from '../src/core/index.ts';

const { judged } = JSON.parse(readFileSync(new URL('ecosystem/precision.json', import.meta.url), 'utf8')) as { judged: readonly Judged[] };
const page = readFileSync(new URL('../docs/precision.md', import.meta.url), 'utf8');

describe('precision of the rules', () => {
  it('stands in docs/precision.md as the data says (npm run gen)', () => {
    assert.equal(page, replaceBetween(page, 'precision', precisionTable(judged)));
  });

  it('is recorded once per rule, with a day and figures that add up', () => {
    const ids = judged.map(({ rule }) => rule);
    assert.deepEqual(ids, [...new Set(ids)].sort());
    for (const one of judged) {
      assert.ok(
        rules.some(({ id }) => id === one.rule),
        one.rule,
      );
      assert.match(one.date, /^\d{4}-\d\d-\d\d$/);
      assert.ok(one.true >= 0 && one.false >= 0 && one.true + one.false <= one.found, one.rule);
    }
  });

  it('below the bar leaves no rule a warning, unless it was mended since', () => {
    for (const one of judged) {
      const share = precisionOf(one);
      if (share === undefined || share >= BAR || one.decision.startsWith('mended')) continue;
      const rule = rules.find(({ id }) => id === one.rule);
      assert.ok(
        rule?.severity === 'off' || rule?.severity === 'hint',
        `${one.rule} has ${Math.floor(share * 100)} % and is shown as ${rule?.severity ?? '?'}`,
      );
    }
  });
});
