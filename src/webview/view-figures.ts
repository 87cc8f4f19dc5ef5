/** Single figures: the large one, those beside it, and the grid below the chart. Each says how it came about, on hover and on focus. */
import type { Figure, SpendSnapshot } from '../core/spend/index.ts';
import { BASIS_WORDS, exactValue, hintOf, shortValue } from './format.ts';
import { h, type VNode } from './vnode.ts';

/** The mark of invented figures; it stands at every one of them. */
export function demoMark(demo: boolean): VNode | undefined {
  return demo ? h('span', { class: 'demo' }, 'DEMO') : undefined;
}

/** A hint that shows on hover and focus, and that screen readers read as the description. */
export function hint(id: string, lines: readonly string[]): VNode {
  return h('span', { class: 'hint', role: 'tooltip', id }, ...lines.map((line) => h('span', {}, line)));
}

/** Today, large; the month, the rate and the projection beside it. */
export function hero(snapshot: SpendSnapshot): VNode {
  const { today, month, burnRate, projectedMonth, demo } = snapshot;
  const beside: readonly (readonly [string, Figure])[] = [
    ['This month', month],
    ['Burn rate', burnRate],
    ['Month, expected', projectedMonth],
  ];
  return h(
    'section',
    { key: 'hero', class: 'hero', aria: { label: 'Spend' } },
    h(
      'div',
      { class: 'today hinted', tabindex: '0', role: 'group', aria: { label: 'Today', describedby: 'hint-today' } },
      h('span', { class: 'label' }, demoMark(demo), 'Today'),
      h('span', { class: 'large' }, shortValue(today.value, today.unit)),
      h(
        'span',
        { class: 'quiet' },
        today.value === null ? (today.reason ?? 'Not known.') : today.basis === null ? '' : BASIS_WORDS[today.basis],
      ),
      hint('hint-today', hintOf(today)),
    ),
    h('dl', { class: 'grid' }, ...beside.map(([label, figure], index) => cell(label, figure, demo, `hint-hero-${index}`))),
  );
}

/** All other figures. One that the source cannot tell says so in its place. */
export function figureGrid(snapshot: SpendSnapshot): VNode {
  const figures: readonly (readonly [string, Figure])[] = [
    ['Cache hit rate', snapshot.cacheHitRate],
    ['Saved by cache', snapshot.savedByCache],
    ['Waste', snapshot.wasteRatio],
    ['Failed calls’ money', snapshot.failedMoney],
    ['Per completed task', snapshot.costPerCompletedTask],
    ['Per session', snapshot.costPerTask],
    ['Tokens per session', snapshot.tokensPerTask],
    ['Per call', snapshot.costPerCall],
    ['Calls', snapshot.calls],
    ['Input tokens', snapshot.inputTokens],
    ['Output tokens', snapshot.outputTokens],
    ['Unpriced calls', snapshot.unpricedCalls],
  ];
  const there = figures.filter(([, figure]) => !isAbsent(figure));
  const absent = figures.filter(([, figure]) => isAbsent(figure));
  return h(
    'section',
    { key: 'grid', aria: { label: 'Figures of today' } },
    h('h2', {}, 'Today in detail'),
    h('dl', { class: 'grid' }, ...there.map(([label, figure]) => cell(label, figure, snapshot.demo, hintId(label)))),
    absent.length === 0
      ? undefined
      : h(
          'ul',
          { key: 'absent', class: 'absent', aria: { label: 'Not available from this source' } },
          h('li', {}, 'Not available from this source:'),
          ...absent.map(([label, figure]) =>
            h(
              'li',
              { key: label, class: 'hinted', tabindex: '0', aria: { describedby: hintId(label) } },
              label.toLowerCase(),
              hint(hintId(label), hintOf(figure)),
            ),
          ),
        ),
  );
}

function isAbsent({ value, reason }: Figure): boolean {
  return value === null && reason?.startsWith('Not available from this source') === true;
}

function hintId(label: string): string {
  return `hint-${label.toLowerCase().replace(/[^a-z]+/g, '-')}`;
}

function cell(label: string, figure: Figure, demo: boolean, id: string): VNode {
  const { value, unit } = figure;
  const missing = isAbsent(figure) ? 'not available' : 'not yet known';
  return h(
    'div',
    {
      key: id,
      class: value === null ? 'cell hinted missing' : 'cell hinted',
      tabindex: '0',
      role: 'group',
      aria: { label, describedby: id },
    },
    h('dt', { class: 'label' }, demoMark(demo), label),
    h(
      'dd',
      { class: 'number', ...(value === null ? {} : { aria: { label: exactValue(value, unit) } }) },
      value === null ? missing : shortValue(value, unit),
    ),
    hint(id, hintOf(figure)),
  );
}
