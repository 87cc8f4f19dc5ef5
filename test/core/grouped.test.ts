import assert from 'node:assert/strict';
import fc from 'fast-check';
import { grouped } from '../../src/core/grouped.ts';

describe('grouped numbers', () => {
  it('equal those of the platform', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.integer({ min: -2_000, max: 2_000 }), fc.double()), (value) => {
        assert.equal(grouped(value), (value === 0 ? 0 : value).toLocaleString('en-US'));
      }),
      { numRuns: 5_000 },
    );
    assert.deepEqual([999, 1_000, -1_234_567, 12_345.6789].map(grouped), ['999', '1,000', '-1,234,567', '12,345.679']);
  });
});
