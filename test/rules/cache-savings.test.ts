import assert from 'node:assert/strict';
import { frontEndFor } from '../../src/core/frontends/index.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { cacheRules, median, printed, savings } from '../bench/cache-savings.ts';
import { analysed } from '../support/service.ts';

describe('what the fixes of the cache rules save on programs with faults', () => {
  const all = savings();

  it(`is at least 45 % of the bill in the middle of ${all.length} programs: ${(median(all) * 100).toFixed(1)} %`, () => {
    assert.ok(all.length >= 20);
    assert.ok(median(all) >= 0.45, printed(all));
  });

  it('is never less than nothing, and the changed programs parse and have nothing left to fix', () => {
    for (const { name, share, text } of all) {
      assert.ok(share >= 0, `${name} got dearer`);
      const uri = `file:///app/${name}`;
      const parser = frontEndFor(uri, undefined)?.parser;
      assert.ok(parser !== undefined && !parseAll(parser, text).tree.hasErrors(), text);
      const left = analysed(text, uri)
        .findings(uri)
        .filter(({ rule, fixes }) => cacheRules.has(rule) && fixes.length > 0);
      assert.deepEqual(left, [], name);
    }
  });
});
