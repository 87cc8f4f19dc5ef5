/** The tables: by model, provider, team, user, tag, session. */
import type { SpendRow, SpendSnapshot } from '../core/spend/index.ts';
import { exactValue, percent, shortCount, shortValue } from './format.ts';
import { DIMENSIONS, PERIODS, type Dimension, type PanelState } from './state.ts';
import { accentOf } from './view-chart.ts';
import { demoMark, hint } from './view-figures.ts';
import { h, type VNode } from './vnode.ts';

const WORDS: Readonly<Record<Dimension, string>> = {
  model: 'Model',
  provider: 'Provider',
  team: 'Team',
  user: 'User',
  tag: 'Tag',
  task: 'Session',
};

/** The section of the tables. */
export function tableView(state: PanelState, snapshot: SpendSnapshot): VNode {
  const { dimension, period } = state.choices;
  const { rows, reason } = snapshot.tables[period][dimension];
  const choice = (event: 'dimension' | 'period', value: string, words: string, pressed: boolean): VNode =>
    h('button', { type: 'button', event: { [event]: value }, aria: { pressed: String(pressed) } }, words);
  return h(
    'section',
    { key: 'tables', class: 'tables' },
    h(
      'div',
      { class: 'line' },
      h('h2', {}, demoMark(snapshot.demo), `By ${WORDS[dimension].toLowerCase()}`),
      h(
        'div',
        { class: 'choices', role: 'group', aria: { label: 'Period of the table' } },
        ...PERIODS.map((each) => choice('period', each, each === 'today' ? 'Today' : 'Month', each === period)),
      ),
    ),
    h(
      'div',
      { class: 'choices', role: 'group', aria: { label: 'What the table goes by' } },
      ...DIMENSIONS.map((each) => choice('dimension', each, WORDS[each], each === dimension)),
    ),
    rows.length === 0
      ? h('p', { key: 'reason', class: 'quiet' }, reason ?? 'Nothing in this time.')
      : h(
          'table',
          { key: 'table' },
          h('caption', { class: 'unseen' }, `Spend by ${WORDS[dimension].toLowerCase()}, ${period === 'today' ? 'today' : 'this month'}`),
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              h('th', { scope: 'col' }, WORDS[dimension]),
              h('th', { scope: 'col', class: 'number' }, 'Spend'),
              h('th', { scope: 'col', class: 'number' }, 'Share'),
              h('th', { scope: 'col', class: 'number wide' }, 'Calls'),
              h('th', { scope: 'col', class: 'number wide' }, 'Cached'),
            ),
          ),
          h('tbody', {}, ...rows.map((row, index) => tableRow(state, row, dimension, snapshot.demo, index))),
        ),
  );
}

function tableRow(state: PanelState, row: SpendRow, dimension: Dimension, demo: boolean, index: number): VNode {
  const { name, kind, microUsd, share, calls, failed, inputTokens, outputTokens, cacheHitRate } = row;
  const id = `row-${index}`;
  const lines = [
    name,
    ...(microUsd === null ? ['Unpriced: no price is known.'] : [exactValue(microUsd, 'microUsd')]),
    ...(calls === null
      ? []
      : [`${calls.toLocaleString('en-US')} calls${failed === null ? '' : `, ${failed.toLocaleString('en-US')} failed`}`]),
    ...(inputTokens === null ? [] : [`${inputTokens.toLocaleString('en-US')} input tokens`]),
    ...(outputTokens === null ? [] : [`${outputTokens.toLocaleString('en-US')} output tokens`]),
    ...(cacheHitRate === null ? ['Cache hit rate: not told by this source.'] : [`${percent(cacheHitRate)} of input from the cache`]),
  ];
  return h(
    'tr',
    { key: `${dimension}:${kind}:${name}`, class: `hinted ${kind}`, tabindex: '0', aria: { describedby: id } },
    h(
      'th',
      { scope: 'row' },
      dimension === 'model' ? h('span', { class: accentOf(state, row), aria: { hidden: 'true' } }) : undefined,
      demoMark(demo),
      h('span', { class: 'name' }, name),
      hint(id, lines),
    ),
    h('td', { class: 'number' }, microUsd === null ? 'unpriced' : shortValue(microUsd, 'microUsd')),
    h('td', { class: 'number', numbers: { share } }, percent(share)),
    h('td', { class: 'number wide' }, calls === null ? '–' : shortCount(calls)),
    h('td', { class: 'number wide' }, cacheHitRate === null ? '–' : percent(cacheHitRate)),
  );
}
