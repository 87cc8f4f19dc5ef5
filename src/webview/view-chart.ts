/** Around the chart: its title, ranges, what the bar that is pointed at holds, and its legend. The chart itself is drawn by `chart.ts`. */
import type { SpendChart, SpendSnapshot } from '../core/spend/index.ts';
import { moment, shortValue } from './format.ts';
import { RANGES, type PanelState, type Range } from './state.ts';
import { demoMark } from './view-figures.ts';
import { h, type VNode } from './vnode.ts';

const RANGE_WORDS: Readonly<Record<Range, string>> = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' };
const STEP_WORDS: Readonly<Record<Range, string>> = { hour: 'minute', day: '15 minutes', week: 'hour', month: 'day' };
const UNIT_WORDS: Readonly<Record<SpendChart['unit'], string>> = { microUsd: 'Spend', tokens: 'Tokens', calls: 'Calls' };

/** The number of the colour of a series; the last one is for everything without a name of its own. */
export function accentOf(state: PanelState, series: { readonly name: string; readonly kind: string }): string {
  const accent = series.kind === 'named' ? state.choices.accents[series.name] : undefined;
  return accent === undefined ? 'accent accent-other' : `accent accent-${accent}`;
}

/** The section of the chart. */
export function chartView(state: PanelState, snapshot: SpendSnapshot, now: number): VNode {
  const { range } = state.choices;
  const chart = snapshot.charts[range];
  const title = `${UNIT_WORDS[chart.unit]} per ${STEP_WORDS[range]}`;
  const sums = chart.series.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const total = sums.reduce((sum, value) => sum + value, 0);
  const late =
    chart.knownFrom !== null && chart.knownFrom > chart.start
      ? `Read since ${moment(chart.knownFrom, now)}; before that nothing is known.`
      : '';
  return h(
    'section',
    { key: 'chart', class: 'chart' },
    h(
      'div',
      { class: 'line' },
      h('h2', {}, demoMark(snapshot.demo), title),
      h(
        'div',
        { class: 'choices', role: 'group', aria: { label: 'Range of the chart' } },
        ...RANGES.map((each) =>
          h('button', { type: 'button', event: { range: each }, aria: { pressed: String(each === range) } }, RANGE_WORDS[each]),
        ),
      ),
    ),
    h('div', {
      key: 'plot',
      id: 'plot',
      class: 'plot',
      tabindex: '0',
      role: 'img',
      opaque: true,
      aria: {
        label: `${title}, stacked by model, ${shortValue(total, chart.unit)} in all. Left and right arrow keys read single bars. ${late}`,
        describedby: 'bar',
      },
    }),
    h('p', { key: 'bar', id: 'bar', class: 'quiet bar', role: 'status' }, barWords(state, chart, now) ?? late),
    chart.series.length === 0
      ? h('p', { key: 'nothing', class: 'quiet' }, 'Nothing in this time.')
      : h(
          'ul',
          { key: 'legend', class: 'legend', aria: { label: 'Models in the chart' } },
          ...chart.series.map((series, index) => {
            const value = state.bar === undefined ? sums[index]! : (series.values[state.bar] ?? 0);
            return h(
              'li',
              { key: `${series.kind}:${series.name}` },
              h('span', { class: accentOf(state, series), aria: { hidden: 'true' } }),
              h('span', { class: 'name' }, series.name),
              h('span', { class: 'number' }, shortValue(value, chart.unit)),
            );
          }),
        ),
  );
}

/** The bar that is pointed at, in words. */
function barWords(state: PanelState, chart: SpendChart, now: number): string | undefined {
  if (state.bar === undefined) return undefined;
  const begin = chart.start + state.bar * chart.stepMs;
  const end = begin + chart.stepMs;
  const when = moment(begin, now);
  if (chart.knownFrom === null || end <= chart.knownFrom) return `${when}: not known; it was not read then.`;
  const sum = chart.series.reduce((all, { values }) => all + (values[state.bar ?? 0] ?? 0), 0);
  return `${when}: ${shortValue(sum, chart.unit)}${end > now ? ' so far' : ''}`;
}
