/** The chart on the page, drawn by uPlot in the colours of the theme. */
import uPlot from 'uplot';
import type { SpendChart } from '../core/spend/index.ts';
import { highest, stack } from './chart-data.ts';
import { shortValue } from './format.ts';

/** What a chart tells and asks. */
export interface ChartOptions {
  /** Called with the bar under the pointer, or undefined when it has left. */
  readonly pointed: (bar: number | undefined) => void;
  /** Class that stands for the colour of a series of the snapshot. */
  readonly accent: (series: SpendChart['series'][number]) => string;
}

const HEIGHT = 132;

/** Keeps one plot up to date. */
export class ChartView {
  readonly #options: ChartOptions;
  #plot: uPlot | undefined;
  #place: HTMLElement | undefined;
  #drawn: { readonly chart: SpendChart; readonly look: string } | undefined;
  #bar: number | undefined;

  constructor(options: ChartOptions) {
    this.#options = options;
    new ResizeObserver(() => {
      this.#resize();
    }).observe(document.body);
  }

  /** Shows a chart in an element; takes the plot away when there is none. */
  show(place: HTMLElement | null, chart: SpendChart | undefined, bar: number | undefined): void {
    if (place === null || chart === undefined) {
      this.#remove();
      return;
    }
    // Colours and series are part of the plot: when they change, it is made anew.
    const look = `${document.body.dataset.vscodeThemeId ?? document.body.dataset.vscodeThemeKind ?? ''}|${chart.unit}|${chart.stepMs}|${chart.series.map((series) => this.#options.accent(series) + series.name).join('|')}`;
    if (this.#place !== place || this.#drawn?.look !== look) {
      this.#remove();
      this.#place = place;
      if (chart.series.length > 0) this.#plot = this.#make(place, chart);
      this.#drawn = { chart, look };
    } else if (this.#drawn.chart !== chart) {
      this.#drawn = { chart, look };
      this.#plot?.setData(dataOf(chart));
    }
    this.#point(bar);
  }

  /** Puts the cursor on a bar that was chosen with the keyboard. */
  #point(bar: number | undefined): void {
    if (this.#plot === undefined || bar === this.#bar) return;
    this.#bar = bar;
    const time = bar === undefined ? undefined : this.#plot.data[0][bar];
    const step = (this.#drawn?.chart.stepMs ?? 0) / 2000;
    const left = time === undefined ? -10 : this.#plot.valToPos(time + step, 'x');
    this.#plot.setCursor({ left, top: time === undefined ? -10 : 10 }, false);
  }

  #make(place: HTMLElement, chart: SpendChart): uPlot {
    const colours = getComputedStyle(document.body);
    const colour = (name: string): string => colours.getPropertyValue(name).trim();
    const text = colour('--vscode-descriptionForeground') || colour('--vscode-foreground');
    const line = colour('--pennylint-grid');
    const font = `${colour('font-size') || '12px'} ${colour('font-family')}`;
    const { order } = stack(chart);
    const bars = uPlot.paths.bars?.({ size: [0.9, 60, 1], align: 1 });
    const axis = { stroke: text, font, grid: { show: false }, ticks: { show: false } };
    return new uPlot(
      {
        width: place.clientWidth,
        height: HEIGHT,
        padding: [8, 14, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: false } },
        scales: {
          x: { time: true, range: (plot) => rangeOf(plot, chart.stepMs) },
          y: { range: (_plot, _min, max) => [0, Math.max(max, 1e-9) * 1.05] },
        },
        axes: [
          { ...axis, space: 60, size: 24, values: timeWords },
          {
            ...axis,
            size: 52,
            space: 32,
            grid: { show: true, stroke: line, width: 1 },
            values: (_plot, splits) => splits.map((value) => (value === 0 ? '0' : shortValue(value, chart.unit))),
          },
        ],
        series: [
          {},
          ...order.map((index) => {
            const fill = this.#colourOf(chart.series[index]!);
            return { fill, stroke: fill, width: 0, points: { show: false }, ...(bars === undefined ? {} : { paths: bars }) };
          }),
        ],
        hooks: {
          setCursor: [
            (plot) => {
              const { idx, left } = plot.cursor;
              const bar = idx === null || idx === undefined || left === undefined || left < 0 ? undefined : barAt(plot, left);
              if (bar === this.#bar) return;
              this.#bar = bar;
              this.#options.pointed(bar);
            },
          ],
        },
      },
      dataOf(chart),
      place,
    );
  }

  /** The colour that the style sheet gives to a series: read from an element, so that themes decide. */
  #colourOf(series: SpendChart['series'][number]): string {
    const probe = document.createElement('span');
    probe.className = this.#options.accent(series);
    document.body.append(probe);
    const { backgroundColor } = getComputedStyle(probe);
    probe.remove();
    return backgroundColor;
  }

  #resize(): void {
    const width = this.#place?.clientWidth ?? 0;
    if (this.#plot !== undefined && width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
  }

  #remove(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#drawn = undefined;
    this.#place = undefined;
    this.#bar = undefined;
  }
}

function dataOf(chart: SpendChart): uPlot.AlignedData {
  const plot = stack(chart);
  // With nothing but zeros the scale would be empty.
  if (highest(plot) === 0 && plot.tops.length === 0) return [[], []];
  return [plot.times as number[], ...plot.tops.map((top) => top as (number | null)[])];
}

/** From the first bar's begin to the last one's end. */
function rangeOf(plot: uPlot, stepMs: number): [number, number] {
  const times = plot.data[0];
  return [times[0] ?? 0, (times.at(-1) ?? 1) + stepMs / 1000];
}

/** The bar in which a place is; uPlot itself gives the nearest begin, which for the right half of a bar is the next one. */
function barAt(plot: uPlot, left: number): number | undefined {
  const time = plot.posToVal(left, 'x');
  const times = plot.data[0];
  for (let bar = times.length - 1; bar >= 0; bar--) if (times[bar]! <= time) return bar;
  return undefined;
}

/** Times of day within a day, days beyond. */
function timeWords(plot: uPlot, splits: number[]): string[] {
  const times = plot.data[0];
  const days = (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * 86_400;
  return splits.map((value) => {
    const date = new Date(value * 1000);
    const clock = `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
    return days ? date.toLocaleDateString('en-US', { month: 'short', day: 'numeric' }) : clock;
  });
}
