import assert from 'node:assert/strict';
import path from 'node:path';
import { createRates, DEMO_METRIC, refuse, type SpendSnapshot, type UserBudget } from '../../src/core/spend/index.ts';
import { bundledPriceSources, createPriceBook } from '../../src/core/index.ts';
import type { Picture } from '../../src/shared/spend-messages.ts';
import { initialState, reduce, type PanelState } from '../../src/webview/state.ts';
import { panelView } from '../../src/webview/view.ts';
import { printNode, textOf, type VNode } from '../../src/webview/vnode.ts';
import { matchesGolden } from '../support/golden.ts';
import { meter, snapshot, START } from '../support/spend.ts';

const MINUTE = 60_000;
const HOSTILE = '<script>alert(1)</script>\u202e"&';

/** Text of a page of metrics after so many minutes. */
function page(minute: number, more = ''): string {
  const rows = [
    ['gpt-4o', 'checkout', 0.02],
    ['claude-sonnet-4-5', HOSTILE, 0.05],
  ] as const;
  const lines = rows.flatMap(([model, team, usd]) => {
    const labels = `model="${model}",team_alias="${team.replace(/"/g, '\\"')}"`;
    return [
      `litellm_spend_metric_total{${labels}} ${usd * minute}`,
      `litellm_input_tokens_metric_total{${labels}} ${4000 * minute}`,
      `litellm_output_tokens_metric_total{${labels}} ${500 * minute}`,
      `litellm_input_cached_tokens_metric_total{${labels}} ${1000 * minute}`,
      `litellm_proxy_total_requests_metric_total{${labels}} ${2 * minute}`,
    ];
  });
  return ['process_start_time_seconds 1', more, ...lines, ''].join('\n');
}

function shown(
  now: number,
  options: { minutes?: number; more?: string; failed?: boolean; budgets?: readonly UserBudget[] } = {},
): SpendSnapshot {
  const of = meter({ name: 'LiteLLM at localhost:4000', rates: createRates(createPriceBook(bundledPriceSources())) });
  for (let minute = 0; minute <= (options.minutes ?? 90); minute++) of.readPage(page(minute, options.more), START + minute * MINUTE);
  if (options.failed === true) of.failed(refuse('unauthorized', 'It does not accept the key.', 'Give another.'), now);
  return snapshot(of, now, { budgets: options.budgets ?? [] });
}

function picture(snapshots: readonly SpendSnapshot[], problems: readonly string[] = []): Picture {
  return {
    type: 'picture',
    selected: '0',
    snapshot: snapshots[0] ?? null,
    problems,
    sources: snapshots.map(({ source, demo, connection, today, burnRate }, index) => ({
      id: String(index),
      name: source.name,
      ledger: index === 0,
      demo,
      state: connection.state,
      today,
      burnRate,
    })),
  };
}

function stateWith(message: Picture, at: number): PanelState {
  return reduce(initialState(undefined), { type: 'message', message, at });
}

function print(nodes: readonly VNode[]): string {
  return nodes.map((node) => printNode(node)).join('');
}

/** All nodes of a tree. */
function all(node: VNode): readonly Exclude<VNode, string>[] {
  return typeof node === 'string' ? [] : [node, ...node.children.flatMap(all)];
}

const LATER = START + 90 * MINUTE + 4_000;

describe('spend panel', () => {
  const zone = process.env.TZ;
  before(() => {
    process.env.TZ = 'UTC';
  });
  after(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  const states: Readonly<Record<string, () => readonly VNode[]>> = {
    empty: () =>
      panelView(
        reduce(initialState(undefined), { type: 'message', message: { type: 'empty', why: 'nothing-connected', words: '' }, at: 0 }),
        0,
      ),
    untrusted: () =>
      panelView(reduce(initialState(undefined), { type: 'message', message: { type: 'empty', why: 'untrusted', words: '' }, at: 0 }), 0),
    connecting: () => panelView(stateWith(picture([snapshot(meter({ name: 'LiteLLM' }), START)]), START), START),
    live: () => panelView(stateWith(picture([shown(LATER)]), LATER), LATER),
    error: () => panelView(stateWith(picture([shown(LATER, { failed: true })], ['The history cannot be saved.']), LATER), LATER),
    stale: () => panelView(stateWith(picture([shown(LATER + 10 * MINUTE)]), LATER + 10 * MINUTE), LATER + 10 * MINUTE),
    demo: () => panelView(stateWith(picture([shown(LATER, { more: `${DEMO_METRIC} 1` })]), LATER), LATER),
    'over-budget': () =>
      panelView(
        stateWith(
          picture([
            shown(LATER, {
              budgets: [
                { period: 'day', limit: 5e6 },
                { period: 'month', limit: 7.5e6 },
              ],
            }),
          ]),
          LATER,
        ),
        LATER,
      ),
    'several-sources': () => panelView(stateWith(picture([shown(LATER), shown(LATER, { failed: true })]), LATER), LATER),
  };

  for (const [name, draw] of Object.entries(states)) {
    it(`draws the state ${name}`, () => {
      matchesGolden(path.join(import.meta.dirname, 'states', `${name}.txt`), print(draw()));
    });
  }

  it('says DEMO at every figure of the demo, and nowhere else', () => {
    const marked = states.demo!().flatMap(all);
    const figures = marked.filter(({ attributes }) => /\b(cell|today|budget)\b/.test(attributes.class ?? '') || attributes.scope === 'row');
    assert.ok(figures.length > 8);
    for (const figure of figures) assert.match(textOf(figure), /DEMO/);
    assert.doesNotMatch(print(states.live!()), /DEMO/);
  });

  it('gives every figure its formula, also for the keyboard', () => {
    for (const node of states.live!().flatMap(all)) {
      if (node.attributes.class?.split(' ').includes('hinted') !== true) continue;
      assert.equal(node.attributes.tabindex, '0');
      const hint = all(node).find(({ attributes }) => attributes.role === 'tooltip');
      assert.ok(hint !== undefined && textOf(hint).length > 5, printNode(node));
      assert.equal(node.attributes.aria?.describedby, hint.attributes.id);
    }
  });

  it('has no two hints of one name', () => {
    const ids = states.live!()
      .flatMap(all)
      .flatMap(({ attributes }) => attributes.id ?? []);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  it('marks figures as old when nothing comes any more, not even a word about it', () => {
    const state = stateWith(picture([shown(LATER)]), LATER);
    const after = (ms: number): string => print(panelView(state, LATER + ms));
    // The last reading was four seconds before, and the source is asked every fifteen.
    for (const ms of [0, 30_000, 41_000]) assert.match(after(ms), /header\.connection\.live[^]*strong "Live"[^]*div\.figures\n/);
    for (const ms of [41_001, 3_600_000]) {
      assert.match(after(ms), /header\.connection\.stale[^]*strong "Silent"[^]*these are the last known figures[^]*div\.figures\.old\n/);
      assert.doesNotMatch(after(ms), /"Live"/);
    }
  });

  it('keeps hostile names as text', () => {
    const state = reduce(stateWith(picture([shown(LATER)]), LATER), { type: 'dimension', value: 'team' });
    assert.ok(panelView(state, LATER).some((node) => textOf(node).includes('<script>alert(1)</script>')));
  });

  it('never says $0 for what is not known', () => {
    const unread = panelView(stateWith(picture([snapshot(meter(), START)]), START), START)
      .map(textOf)
      .join('');
    assert.doesNotMatch(unread, /\$0/);
  });
});
