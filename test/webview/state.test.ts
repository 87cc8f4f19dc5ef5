import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SpendChart } from '../../src/core/spend/index.ts';
import type { Picture } from '../../src/shared/spend-messages.ts';
import { checkPanelMessage } from '../../src/shared/spend-messages.ts';
import { highest, stack } from '../../src/webview/chart-data.ts';
import { age, exactValue, percent, shortCount, shortValue } from '../../src/webview/format.ts';
import { ACCENTS, chartOf, initialState, reduce, type PanelEvent } from '../../src/webview/state.ts';
import { meter, snapshot, START } from '../support/spend.ts';

function picture(models: readonly string[], selected = 'a'): Picture {
  const of = meter();
  for (const minute of [0, 1, 2]) {
    const rows = models.map((model, index) => `litellm_spend_metric_total{model="${model}"} ${minute * (index + 1)}`);
    of.readPage(['process_start_time_seconds 1', ...rows, ''].join('\n'), START + minute * 60_000);
  }
  return { type: 'picture', sources: [], selected, snapshot: snapshot(of, START + 121_000), problems: [] };
}

describe('state of the spend panel', () => {
  it('gives each model a colour that it keeps', () => {
    const first = reduce(initialState(undefined), { type: 'message', message: picture(['m1', 'm2', 'm3']), at: START });
    const { accents } = first.choices;
    assert.equal(new Set(Object.values(accents)).size, 3);
    const second = reduce(first, { type: 'message', message: picture(['m9', 'm3', 'm1', 'm2']), at: START });
    for (const [model, accent] of Object.entries(accents)) assert.equal(second.choices.accents[model], accent);
    assert.equal(initialState(second.choices).choices.accents.m1, accents.m1, 'also when the page is made anew');
  });

  it('takes the clock of the editor’s machine for ages', () => {
    const state = reduce(initialState(undefined), { type: 'message', message: picture(['m']), at: START + 121_000 + 5_000 });
    assert.equal(state.clockAhead, 5_000);
  });

  it('reads single bars by keyboard, within the chart', () => {
    let state = reduce(initialState(undefined), { type: 'message', message: picture(['m']), at: START });
    const bars = chartOf(state)!.series[0]!.values.length;
    state = reduce(state, { type: 'step', by: -1 });
    assert.equal(state.bar, bars - 1);
    state = reduce(state, { type: 'step', by: 1 });
    assert.equal(state.bar, bars - 1);
    state = reduce(state, { type: 'step', by: -Infinity });
    assert.equal(state.bar, 0);
    assert.equal(reduce(state, { type: 'range', value: 'day' }).bar, undefined);
    assert.equal(reduce(initialState(undefined), { type: 'step', by: 1 }).bar, undefined);
  });

  it('stays the same for what it does not know', () => {
    const state = initialState({ range: 'decade', accents: { a: 99, b: 'x', c: 2 }, period: 7 });
    assert.deepEqual(state.choices, { range: 'hour', period: 'today', dimension: 'model', accents: { c: 2 } });
    for (const event of ['range', 'period', 'dimension'].map((type) => ({ type, value: '__proto__' }) as PanelEvent))
      assert.equal(reduce(state, event), state);
  });

  it('uses every colour before one twice', () => {
    const names = Array.from({ length: ACCENTS + 3 }, (_, index) => `m${index}`);
    const { accents } = reduce(initialState(undefined), { type: 'message', message: picture(names), at: START }).choices;
    const used = Array.from({ length: ACCENTS }, (_, accent) => Object.values(accents).filter((each) => each === accent).length);
    assert.ok(Math.max(...used) - Math.min(...used) <= 1, used.join());
  });
});

describe('messages of the panel', () => {
  it('are taken only in the forms that the panel sends', () => {
    assert.deepEqual(checkPanelMessage({ type: 'action', action: 'connect', more: 1 }), { type: 'action', action: 'connect' });
    assert.deepEqual(checkPanelMessage({ type: 'select', source: 'demo' }), { type: 'select', source: 'demo' });
    assert.deepEqual(checkPanelMessage({ type: 'ready' }), { type: 'ready' });
    const wrong = [
      null,
      'ready',
      { type: 'action', action: 'workbench.action.quit' },
      { type: 'select' },
      { type: 'action', action: ['connect'] },
      { type: 'select', source: 'x'.repeat(9999) },
    ];
    for (const value of wrong) assert.equal(checkPanelMessage(value), undefined);
  });
});

describe('bars of the chart', () => {
  it('stand on each other, and what was not read is not drawn as zero', () => {
    const chart: SpendChart = {
      unit: 'microUsd',
      start: 0,
      stepMs: 1000,
      knownFrom: 1500,
      series: [
        { name: 'a', kind: 'named', values: [1, 2, 3] },
        { name: 'b', kind: 'named', values: [10, 20, 30] },
      ],
    };
    assert.deepEqual(stack(chart), {
      times: [0, 1, 2],
      tops: [
        [null, 22, 33],
        [null, 2, 3],
      ],
      order: [1, 0],
    });
    assert.equal(highest(stack(chart)), 33);
    assert.equal(highest(stack({ ...chart, series: [] })), 0);
  });

  it('have the sum of all series on top', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(1e9), { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 7 }), (all) => {
        const series = all.map((values, index) => ({ name: `m${index}`, kind: 'named' as const, values }));
        const { tops } = stack({ unit: 'calls', start: 0, stepMs: 1, knownFrom: 0, series });
        tops[0]!.forEach((top, bar) => {
          assert.equal(
            top,
            all.reduce((sum, values) => sum + values[bar]!, 0),
          );
        });
      }),
    );
  });
});

describe('values of the panel', () => {
  it('are short, with the exact value beside', () => {
    assert.equal(shortValue(12_403_210, 'microUsd'), '$12.4');
    assert.equal(exactValue(12_403_210, 'microUsd'), '$12.40321');
    assert.equal(shortValue(830_000, 'microUsdPerHour'), '$0.83/h');
    assert.equal(shortValue(null, 'tokens'), '–');
    assert.equal(percent(0.004), '0.4 %');
    assert.equal(percent(0.0999), '10 %');
    assert.deepEqual([999, 9_999, 12_940, 999_600, 4_120_000, 1.2e9].map(shortCount), ['999', '9,999', '12.9k', '1M', '4.12M', '1.2G']);
    assert.deepEqual([4_000, 600_000, 7_200_000, 2e8].map(age), ['4 s', '10 min', '2 h', '2 days']);
  });
});
