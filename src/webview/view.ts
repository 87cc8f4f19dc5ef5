/** What stands on the panel, top to bottom, as a function of its state. */
import type { Anomaly, BudgetState, SpendSnapshot } from '../core/spend/index.ts';
import { STALE_WORDS } from '../core/spend/snapshot.ts';
import type { PanelAction, Picture, SourceLine } from '../shared/spend-messages.ts';
import { age, exactValue, moment, percent, shortValue } from './format.ts';
import type { PanelState } from './state.ts';
import { chartView } from './view-chart.ts';
import { demoMark, figureGrid, hero, hint } from './view-figures.ts';
import { tableView } from './view-table.ts';
import { h, type VNode } from './vnode.ts';

/** The whole panel. `now`: this page's clock in milliseconds. */
export function panelView(state: PanelState, now: number): readonly VNode[] {
  const { picture, empty } = state;
  if (picture === undefined) return [emptyView(empty ?? { why: 'starting', words: '' })];
  if (picture.snapshot === null) return [emptyView({ why: 'starting', words: '' }), ...problems(picture)];
  const there = now - state.clockAhead;
  const snapshot = aged(picture.snapshot, there);
  const unread = snapshot.connection.lastReadAt === null;
  const old = snapshot.connection.state === 'stale' || snapshot.connection.state === 'error';
  const body: readonly (VNode | undefined)[] = unread
    ? [...(snapshot.connection.state === 'connecting' ? [skeleton()] : [])]
    : [
        h('div', { key: 'figures', class: old ? 'figures old' : 'figures' }, hero(snapshot), budgets(snapshot, there)),
        chartView(state, snapshot, there),
        h('div', { key: 'more', class: old ? 'old' : '' }, figureGrid(snapshot)),
        anomalies(snapshot, there),
        h('div', { key: 'tables', class: old ? 'old' : '' }, tableView(state, snapshot)),
        remarks(snapshot),
      ];
  return [connection(snapshot, there), ...problems(picture), ...body, ...others(picture), foot()].filter((node) => node !== undefined);
}

/** Nothing has come for a while, not even the word that nothing came: the process hangs, or the machine slept. Then nothing is live. */
function aged(snapshot: SpendSnapshot, now: number): SpendSnapshot {
  const { connection } = snapshot;
  const { state, lastReadAt, staleAfterMs } = connection;
  if (state !== 'live' || lastReadAt === null || now - lastReadAt <= staleAfterMs) return snapshot;
  return { ...snapshot, connection: { ...connection, state: 'stale', words: STALE_WORDS } };
}

const EMPTY: Readonly<
  Record<NonNullable<PanelState['empty']>['why'], { readonly words: string; readonly actions: readonly (readonly [PanelAction, string])[] }>
> = {
  'nothing-connected': {
    words: 'No gateway is connected. Connect one to see what your models cost while they run.',
    actions: [
      ['connect', 'Connect Spend Source'],
      ['otlp', 'Receive OpenTelemetry'],
      ['demo', 'Try with Demo Data'],
    ],
  },
  untrusted: {
    words:
      'Restricted Mode: Pennylint asks no gateway in a folder that you do not trust. Costs of calls in the code are shown all the same.',
    actions: [['trust', 'Manage Workspace Trust']],
  },
  starting: { words: 'Connecting…', actions: [] },
  'process-ended': {
    words: 'The process that reads spend ended and is not started again.',
    actions: [
      ['retry', 'Start It Again'],
      ['log', 'Show Output'],
    ],
  },
};

function emptyView({ why, words }: NonNullable<PanelState['empty']>): VNode {
  const { words: usual, actions } = EMPTY[why];
  return h(
    'section',
    { key: `empty-${why}`, class: 'empty', aria: { label: 'Spend' } },
    h('p', {}, usual),
    ...(words === '' ? [] : [h('p', { class: 'quiet' }, words)]),
    ...actions.map(([action, title], index) => button(action, title, index === 0 ? 'primary' : 'secondary')),
  );
}

const STATE_WORDS: Readonly<Record<SpendSnapshot['connection']['state'], string>> = {
  connecting: 'Connecting',
  live: 'Live',
  stale: 'Silent',
  error: 'Not read',
  'several-workers': 'Not counted',
  confirming: 'Checking',
};

function connection(snapshot: SpendSnapshot, now: number): VNode {
  const { state, words, advice, lastReadAt, error } = snapshot.connection;
  const { name, gateway } = snapshot.source;
  const read = lastReadAt === null ? '' : `read ${age(now - lastReadAt)} ago`;
  const said = words === 'Live.' || words === 'Connecting.' ? '' : words;
  const unauthorized = error === 'unauthorized' || error === 'forbidden';
  return h(
    'header',
    { key: 'connection', class: `connection ${state}` },
    h(
      'div',
      { class: 'line' },
      h('span', { class: 'dot', aria: { hidden: 'true' } }),
      demoMark(snapshot.demo),
      h('strong', {}, STATE_WORDS[state]),
      h('span', { class: 'name' }, gateway === null || name.includes(gateway) ? name : `${name} (${gateway})`),
      h('span', { class: 'quiet age' }, read),
    ),
    // Said once when it changes, not at every reading.
    h(
      'div',
      { role: 'status', class: 'words' },
      said === '' ? '' : said,
      advice === null ? undefined : h('span', { class: 'quiet' }, ` ${advice}`),
    ),
    error === null
      ? undefined
      : h(
          'div',
          { class: 'actions' },
          button('retry', 'Try Again', 'primary'),
          unauthorized ? button('changeKey', 'Change Key', 'secondary') : button('manage', 'Manage', 'secondary'),
        ),
  );
}

function budgets(snapshot: SpendSnapshot, now: number): readonly VNode[] {
  return snapshot.budgets.map((budget, index) => budgetBar(budget, index, snapshot.demo, now));
}

function budgetBar(budget: BudgetState, index: number, demo: boolean, now: number): VNode {
  const { name, spent, limit, ratio, level, projected, resetsAt, formula, reason } = budget;
  const id = `budget-${index}`;
  const known = spent !== null && ratio !== null;
  const state = !known ? 'unknown' : level >= 1 ? 'over' : level >= 0.8 ? 'near' : '';
  const expected = projected === null ? undefined : `expected ${shortValue(projected, 'microUsd')}`;
  const words = [
    known ? `${exactValue(spent, 'microUsd')} of ${exactValue(limit, 'microUsd')}` : (reason ?? 'Not known.'),
    `= ${formula}`,
    ...(projected === null ? [] : [`Expected at the end of the period: ${exactValue(projected, 'microUsd')}.`]),
    ...(resetsAt === null ? [] : [`Begins anew ${moment(resetsAt, now)}.`]),
  ];
  return h(
    'div',
    { key: id, class: `budget hinted ${state}`, tabindex: '0', role: 'group', aria: { label: name, describedby: id } },
    h(
      'div',
      { class: 'line' },
      h('span', { class: 'label' }, demoMark(demo), name),
      h('span', { class: 'number' }, known ? `${shortValue(spent, 'microUsd')} / ${shortValue(limit, 'microUsd')}` : '–'),
      h('span', { class: 'number' }, known ? percent(ratio) : 'not known'),
    ),
    known
      ? h(
          'div',
          { class: 'track', aria: { hidden: 'true' }, numbers: { used: Math.min(1, ratio) } },
          h('span', { class: 'used' }),
          ...[0.5, 0.8, 1].map((at) => h('span', { class: 'mark', numbers: { at } })),
          projected === null ? undefined : h('span', { class: 'expected', numbers: { at: Math.min(1, projected / limit) } }),
        )
      : undefined,
    state === 'over' ? h('div', { class: 'words' }, 'The budget is used up.') : undefined,
    expected === undefined ? undefined : h('div', { class: 'quiet' }, expected),
    hint(id, words),
  );
}

function anomalies({ anomalies: all, demo }: SpendSnapshot, now: number): VNode | undefined {
  if (all.length === 0) return undefined;
  const row = ({ words, startedAt, formula, baseline, unit }: Anomaly, index: number): VNode => {
    const id = `anomaly-${index}`;
    return h(
      'li',
      { class: 'hinted', tabindex: '0', aria: { describedby: id } },
      demoMark(demo),
      words,
      h('span', { class: 'quiet' }, ` Since ${moment(startedAt, now)}.`),
      hint(id, [`Usual: ${exactValue(unit === 'ratio' ? baseline : Math.round(baseline), unit)}`, `= ${formula}`]),
    );
  };
  return h('section', { key: 'anomalies', class: 'anomalies' }, h('h2', {}, 'Out of the ordinary'), h('ul', {}, ...all.map(row)));
}

function remarks({ warnings, notes, today, unpricedCalls, unpricedTokens }: SpendSnapshot): VNode | undefined {
  const unpriced = [unpricedCalls, unpricedTokens]
    .filter(({ value }) => value !== null && value > 0)
    .map(({ value, unit, formula }) => `${shortValue(value, unit)} ${formula}; they are in no sum of money.`);
  const strong = [...new Set([...warnings, ...unpriced])];
  const quiet = [...new Set([...today.notes, ...notes])];
  if (strong.length + quiet.length === 0) return undefined;
  return h(
    'section',
    { key: 'remarks', class: 'remarks' },
    h('h2', {}, 'To know'),
    h(
      'ul',
      {},
      ...strong.map((words) => h('li', { class: 'warning' }, words)),
      ...quiet.map((words) => h('li', { class: 'quiet' }, words)),
    ),
  );
}

function problems({ problems: all }: Picture): readonly VNode[] {
  return all.length === 0
    ? []
    : [h('ul', { key: 'problems', class: 'problems', role: 'status' }, ...all.map((words) => h('li', {}, words)))];
}

/** Further sources: shown beside the one in full, never added to it. */
function others({ sources, selected }: Picture): readonly VNode[] {
  if (sources.length < 2) return [];
  const row = ({ id, name, ledger, demo, state, today, burnRate }: SourceLine): VNode =>
    h(
      'li',
      { key: id },
      h(
        'button',
        { class: 'source', type: 'button', event: { select: id }, aria: { pressed: String(id === selected) } },
        h('span', { class: `name ${state}` }, demoMark(demo), name, ledger ? h('span', { class: 'quiet' }, ' · ledger') : undefined),
        h('span', { class: 'number' }, state === 'live' ? shortValue(today.value, 'microUsd') : STATE_WORDS[state]),
        h('span', { class: 'number quiet wide' }, shortValue(burnRate.value, 'microUsdPerHour')),
      ),
    );
  return [
    h(
      'section',
      { key: 'sources', class: 'sources' },
      h('h2', {}, 'Sources'),
      h('p', { class: 'quiet' }, 'Each counts for itself; nothing is added up, for the same money may be in several.'),
      h('ul', {}, ...sources.map(row)),
    ),
  ];
}

function skeleton(): VNode {
  const bar = (): VNode => h('div', { class: 'bone' });
  return h(
    'div',
    { key: 'skeleton', class: 'skeleton', aria: { hidden: 'true' } },
    h('div', { class: 'bone large' }),
    bar(),
    bar(),
    h('div', { class: 'bone chart' }),
    bar(),
    bar(),
    bar(),
  );
}

function foot(): VNode {
  return h(
    'div',
    { key: 'foot', class: 'foot' },
    button('connect', 'Connect…', 'link'),
    button('budgets', 'Budgets…', 'link'),
    button('manage', 'Manage…', 'link'),
  );
}

function button(action: PanelAction, title: string, kind: 'primary' | 'secondary' | 'link'): VNode {
  return h('button', { class: kind, type: 'button', event: { action } }, title);
}
