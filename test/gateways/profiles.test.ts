import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  AT,
  checkProfile,
  detectProfile,
  FIELDS,
  PageReader,
  profileById,
  profiles,
  readExposition,
  type Figure,
} from '../../src/core/spend/index.ts';
import { matchesGolden } from '../support/golden.ts';
import { meter, snapshot, START } from '../support/spend.ts';

const folder = import.meta.dirname;
const recorded = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'page.txt')));

describe('profiles', () => {
  it('have a recorded page each', () => {
    assert.deepEqual([...recorded].sort(), profiles.map(({ id }) => id).sort());
  });

  for (const id of recorded) {
    it(`${id}: the page is recognised and read as expected`, () => {
      const text = readFileSync(path.join(folder, id, 'page.txt'), 'utf8');
      const read = readExposition(text);
      assert.ok('samples' in read && read.malformed === 0);
      assert.equal(detectProfile(read.samples.map(({ name }) => name))?.id, id);
      const reader = new PageReader(profileById(id));
      const head = `process_start_time_seconds ${START / 1000 - 60}\n`;
      reader.read(head, START);
      const result = reader.read(head + text, START + 10_000);
      assert.equal(result.state, 'read');
      const lines = result.amounts.map(({ dims, amounts }) => {
        const told = FIELDS.filter((field) => amounts[AT[field]] !== 0).map((field) => `${field} ${amounts[AT[field]]}`);
        return `${JSON.stringify(dims)}\n  ${told.join(', ')}`;
      });
      const budgets = result.budgets.map(({ name, limit, spent }) => `budget ${name}: ${spent} of ${limit}`);
      const known = `knows ${[...reader.known].sort().join(', ')}`;
      matchesGolden(path.join(folder, id, 'page.expected.txt'), `${[...lines, ...budgets, known].join('\n')}\n`);
    });
  }

  it('say what a source cannot tell, in words', () => {
    for (const id of recorded) {
      const of = meter({ profile: profileById(id)! });
      const head = `process_start_time_seconds ${START / 1000 - 60}\n`;
      of.readPage(head, START);
      of.readPage(head + readFileSync(path.join(folder, id, 'page.txt'), 'utf8'), START + 10_000);
      const made = snapshot(of, START + 10_000);
      for (const [name, figure] of Object.entries(made) as [string, Figure | null][]) {
        if (typeof figure !== 'object' || figure === null || !('formula' in figure)) continue;
        assert.ok(figure.formula.length > 3, `${id} ${name}`);
        assert.equal(figure.value === null, figure.reason !== null, `${id} ${name}: a value or a reason`);
        if (figure.value !== null) assert.ok(Number.isFinite(figure.value), `${id} ${name}`);
      }
      assert.deepEqual(JSON.parse(JSON.stringify(made)), made, 'plain JSON');
    }
  });

  it('of users are data: checked in words, never run', () => {
    const good = checkProfile({
      id: 'mine',
      money: 'reported',
      metrics: [{ names: ['my_cost_total'], adds: ['reported'], factor: 1e6 }],
      labels: { model: ['m'] },
    });
    assert.ok('profile' in good);
    const of = meter({ profile: good.profile });
    of.readPage('process_start_time_seconds 1\nmy_cost_total{m="x"} 1\n', START);
    of.readPage('process_start_time_seconds 1\nmy_cost_total{m="x"} 1.25\n', START + 10_000);
    assert.equal(snapshot(of, START + 10_000).today.value, 250_000);
    for (const [data, problem] of [
      [null, /is an object/],
      [{ id: 'X' }, /"id" must be/],
      [{ id: 'x', metrics: [] }, /at least one metric/],
      [{ id: 'x', metrics: [{ names: ['(a+)+$'], adds: ['input'] }] }, /simple pattern/],
      [{ id: 'x', metrics: [{ names: ['a'], adds: ['bananas'] }] }, /there is no field bananas/],
      [{ id: 'x', metrics: [{ names: ['a'], adds: [], factor: -1 }] }, /factor/],
      [{ id: 'x', url: 'http://evil', metrics: [{ names: ['a'], adds: ['input'] }] }, /"url" is not a part/],
      [{ id: 'x', metrics: [{ names: ['a'], adds: ['input'] }], labels: { model: 'm' } }, /labels.model/],
    ] as const) {
      const checked = checkProfile(data);
      assert.ok('problems' in checked);
      assert.match(checked.problems.join(' '), problem);
    }
  });
});
