/** Entry of the panel's page: messages in, clicks out, at most ten paints a second and none while it is hidden. */
import { PANEL_ACTIONS, type FromPanel, type ToPanel } from '../shared/spend-messages.ts';
import { ChartView } from './chart.ts';
import { patchChildren } from './patch.ts';
import { chartOf, initialState, reduce, type PanelEvent } from './state.ts';
import { accentOf } from './view-chart.ts';
import { panelView } from './view.ts';

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const PAINT_MS = 100;
/** Ages grow although nothing arrives. */
const AGE_MS = 1_000;

const api = acquireVsCodeApi();
const place = document.getElementById('panel');
let state = initialState(api.getState());
let paintedAt = 0;
let waiting: number | undefined;

const chart = new ChartView({
  pointed(index) {
    happen({ type: 'bar', index });
  },
  accent: (series) => accentOf(state, series),
});

function happen(event: PanelEvent): void {
  const before = state;
  state = reduce(state, event);
  if (state === before) return;
  if (state.choices !== before.choices) api.setState(state.choices);
  paintSoon();
}

function paintSoon(): void {
  waiting ??= window.setTimeout(
    () => {
      waiting = undefined;
      requestAnimationFrame(paint);
    },
    Math.max(0, paintedAt + PAINT_MS - performance.now()),
  );
}

function paint(): void {
  paintedAt = performance.now();
  if (place === null) return;
  patchChildren(place, panelView(state, Date.now()));
  chart.show(document.getElementById('plot'), chartOf(state), state.bar);
}

window.addEventListener('message', (event: MessageEvent<ToPanel>) => {
  const message = event.data;
  happen({ type: 'message', message, at: Date.now() });
});

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
  if (target === null) return;
  const { action, select, range, period, dimension } = target.dataset;
  const known = PANEL_ACTIONS.find((name) => name === action);
  if (known !== undefined) api.postMessage({ type: 'action', action: known });
  if (select !== undefined) api.postMessage({ type: 'select', source: select });
  if (range !== undefined) happen({ type: 'range', value: range });
  if (period !== undefined) happen({ type: 'period', value: period });
  if (dimension !== undefined) happen({ type: 'dimension', value: dimension });
});

document.addEventListener('keydown', (event) => {
  // Hints can be put away with Escape without moving pointer or focus.
  if (event.key === 'Escape') document.body.classList.add('no-hints');
  if (!(event.target instanceof HTMLElement) || event.target.id !== 'plot') return;
  const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  happen({ type: 'step', by: step });
});
const hintsAgain = (): void => {
  document.body.classList.remove('no-hints');
};
document.addEventListener('focusin', hintsAgain);
document.addEventListener('mouseover', hintsAgain);
document.addEventListener('focusout', (event) => {
  if (event.target instanceof HTMLElement && event.target.id === 'plot') happen({ type: 'bar', index: undefined });
});

// A new theme changes the class of the body, and with it the colours of the chart.
new MutationObserver(paintSoon).observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
window.setInterval(() => {
  if (document.visibilityState === 'visible' && state.picture !== undefined) paintSoon();
}, AGE_MS);

paint();
api.postMessage({ type: 'ready' });
