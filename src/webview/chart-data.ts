/** From the chart of a snapshot to what is drawn: bars that stand on each other. Pure. */
import type { SpendChart } from '../core/spend/index.ts';

/** Columns of the plot. */
export interface PlotData {
  /** Begin of each bar in seconds, as the plot wants it. */
  readonly times: readonly number[];
  /** Upper ends of each series' bars, topmost series first: it is drawn first, and what stands below is drawn over it. Null = not known. */
  readonly tops: readonly (readonly (number | null)[])[];
  /** Index of the series in the snapshot for each of {@link tops}. */
  readonly order: readonly number[];
}

/** Stacks the series of a chart; the first series stands at the bottom. */
export function stack({ series, start, stepMs, knownFrom }: SpendChart): PlotData {
  const bars = series[0]?.values.length ?? 0;
  const times = Array.from({ length: bars }, (_, bar) => (start + bar * stepMs) / 1000);
  const sums = new Array<number>(bars).fill(0);
  const tops = series.map(({ values }) =>
    values.map((value, bar) => {
      sums[bar]! += value;
      // A bar of which a part was read shows that part.
      return knownFrom === null || start + (bar + 1) * stepMs <= knownFrom ? null : sums[bar]!;
    }),
  );
  return { times, tops: tops.reverse(), order: series.map((_, index) => index).reverse() };
}

/** Largest value of the stacked bars; 0 when there is none. */
export function highest({ tops }: PlotData): number {
  let most = 0;
  for (const top of tops[0] ?? []) most = Math.max(most, top ?? 0);
  return most;
}
