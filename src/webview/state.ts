/** What the panel knows, and how messages and clicks change it. Pure. */
import type { SpendChart, SpendTables } from '../core/spend/index.ts';
import type { Emptiness, Picture, ToPanel } from '../shared/spend-messages.ts';

/** Ranges of the chart. */
export const RANGES = ['hour', 'day', 'week', 'month'] as const;
/** One of {@link RANGES}. */
export type Range = (typeof RANGES)[number];
/** Periods of the tables. */
export const PERIODS = ['today', 'month'] as const;
/** One of {@link PERIODS}. */
export type Period = (typeof PERIODS)[number];
/** Dimensions of the tables, in the order of their tabs. */
export const DIMENSIONS = ['model', 'provider', 'team', 'user', 'tag', 'task'] as const satisfies readonly (keyof SpendTables)[];
/** One of {@link DIMENSIONS}. */
export type Dimension = (typeof DIMENSIONS)[number];

/** Colours that tell models apart; names beyond share the last one with "other". */
export const ACCENTS = 6;
/** Names whose colour is remembered. */
const MAX_NAMES = 60;

/** What the user chose; kept while the panel is hidden and between windows. */
export interface Choices {
  readonly range: Range;
  readonly period: Period;
  readonly dimension: Dimension;
  /** Colour by model, given in the order in which models are first seen and then kept. */
  readonly accents: Readonly<Record<string, number>>;
}

/** Everything that the panel draws from. */
export interface PanelState {
  readonly choices: Choices;
  readonly picture: Picture | undefined;
  readonly empty: { readonly why: Emptiness; readonly words: string } | undefined;
  /** Bar of the chart that is pointed at; undefined = none. */
  readonly bar: number | undefined;
  /** Milliseconds by which this page's clock is ahead of the one that made the picture: the editor may run on another machine. */
  readonly clockAhead: number;
}

/** Something that happened. */
export type PanelEvent =
  | { readonly type: 'message'; readonly message: ToPanel; readonly at: number }
  | { readonly type: 'range'; readonly value: string }
  | { readonly type: 'period'; readonly value: string }
  | { readonly type: 'dimension'; readonly value: string }
  | { readonly type: 'bar'; readonly index: number | undefined }
  | { readonly type: 'step'; readonly by: number };

/** The state at the beginning, with what was chosen last time; anything that does not fit is ignored. */
export function initialState(saved: unknown): PanelState {
  const given = typeof saved === 'object' && saved !== null ? (saved as Partial<Record<keyof Choices, unknown>>) : {};
  return {
    choices: {
      range: RANGES.find((range) => range === given.range) ?? 'hour',
      period: PERIODS.find((period) => period === given.period) ?? 'today',
      dimension: DIMENSIONS.find((dimension) => dimension === given.dimension) ?? 'model',
      accents: accentsOf(given.accents),
    },
    picture: undefined,
    empty: undefined,
    bar: undefined,
    clockAhead: 0,
  };
}

/** The state after an event. */
export function reduce(state: PanelState, event: PanelEvent): PanelState {
  const { choices } = state;
  switch (event.type) {
    case 'message':
      return take(state, event.message, event.at);
    case 'range': {
      const range = RANGES.find((known) => known === event.value);
      return range === undefined ? state : { ...state, bar: undefined, choices: { ...choices, range } };
    }
    case 'period': {
      const period = PERIODS.find((known) => known === event.value);
      return period === undefined ? state : { ...state, choices: { ...choices, period } };
    }
    case 'dimension': {
      const dimension = DIMENSIONS.find((known) => known === event.value);
      return dimension === undefined ? state : { ...state, choices: { ...choices, dimension } };
    }
    case 'bar':
      return state.bar === event.index ? state : { ...state, bar: event.index };
    case 'step': {
      const bars = chartOf(state)?.series[0]?.values.length ?? 0;
      if (bars === 0) return state;
      const from = state.bar ?? (event.by > 0 ? -1 : bars);
      return { ...state, bar: Math.min(bars - 1, Math.max(0, from + event.by)) };
    }
  }
}

/** The chart that is shown. */
export function chartOf({ picture, choices }: PanelState): SpendChart | undefined {
  return picture?.snapshot?.charts[choices.range];
}

function take(state: PanelState, message: ToPanel, at: number): PanelState {
  if (message.type === 'empty') return { ...state, picture: undefined, bar: undefined, empty: { why: message.why, words: message.words } };
  const { snapshot } = message;
  const moved = message.selected !== state.picture?.selected;
  return {
    ...state,
    picture: message,
    empty: undefined,
    bar: moved ? undefined : state.bar,
    clockAhead: snapshot === null ? state.clockAhead : at - snapshot.at,
    choices: { ...state.choices, accents: withNewModels(state.choices.accents, message) },
  };
}

/** A model keeps its colour; a new one gets a free one, or the one that fewest have. */
function withNewModels(accents: Choices['accents'], { snapshot }: Picture): Choices['accents'] {
  if (snapshot === null) return accents;
  const names = [
    ...snapshot.tables.month.model.rows.filter(({ kind }) => kind === 'named').map(({ name }) => name),
    ...Object.values(snapshot.charts).flatMap((chart) => chart.series.filter(({ kind }) => kind === 'named').map(({ name }) => name)),
  ];
  const fresh = [...new Set(names)].filter((name) => !Object.hasOwn(accents, name));
  if (fresh.length === 0) return accents;
  const entries = new Map(Object.entries(accents).slice(-MAX_NAMES));
  for (const name of fresh) {
    const used = Array.from({ length: ACCENTS }, () => 0);
    for (const accent of entries.values()) used[accent]!++;
    entries.set(name, used.indexOf(Math.min(...used)));
  }
  return Object.fromEntries(entries);
}

function accentsOf(saved: unknown): Choices['accents'] {
  if (typeof saved !== 'object' || saved === null) return {};
  const good = Object.entries(saved).filter(
    (entry): entry is [string, number] => Number.isInteger(entry[1]) && entry[1] >= 0 && entry[1] < ACCENTS,
  );
  return Object.fromEntries(good.slice(-MAX_NAMES));
}
