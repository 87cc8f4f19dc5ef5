import type { PricedLookup, ResolvedRates } from '../../core/index.ts';

/** Prices in US dollars per 1M tokens; `cacheRead` null = none listed. */
interface RatesJson {
  readonly input: number;
  readonly cacheRead: number | null;
  readonly cacheWrite: Readonly<Record<string, number>>;
  readonly output: number;
}

/** A model as `models --format json` prints it. Days are UTC; `from` and `nextChange` are null when no change of the price is known. */
export interface ModelJson extends RatesJson {
  readonly provider: string;
  readonly id: string;
  /** Prices of the whole request when its prompt is longer than `promptAbove` tokens. */
  readonly tiers: readonly (RatesJson & { readonly promptAbove: number })[];
  /** Prices at other hours exist; the ones above hold now or outside of them. */
  readonly hours: number;
  readonly service: Readonly<Record<string, number>>;
  readonly context: number | null;
  readonly maxOutput: number | null;
  readonly from: string | null;
  readonly nextChange: string | null;
  readonly asOf: string;
  readonly source: string;
  readonly confidence: string;
  readonly stale: boolean;
}

/** One priced model for machines. */
export function modelJson({ record, matched, source, asOf, stale }: PricedLookup): ModelJson {
  return {
    provider: matched.provider,
    id: matched.id,
    ...ratesJson(record.rates),
    tiers: record.tiers.map(({ promptAbove, rates }) => ({ promptAbove, ...ratesJson(rates) })),
    hours: record.windows.length,
    service: Object.fromEntries(Object.entries(record.service).map(([tier, { factor }]) => [tier, factor])),
    context: record.context,
    maxOutput: record.maxOutput,
    from: record.since,
    nextChange: record.nextChange,
    asOf,
    source: source.source,
    confidence: source.confidence,
    stale,
  };
}

/** A table for people: dollars per 1M tokens, one model per line, longer prompts on a line of their own. */
export function modelsText(models: readonly ModelJson[]): string {
  const rows = [['$ per 1M tokens', 'in', 'read', 'write', 'out', 'as of', ''], ...models.flatMap(rowsOf)];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function rowsOf(model: ModelJson): readonly string[][] {
  const remarks = [
    model.stale ? 'possibly out of date' : '',
    model.from === null ? '' : `since ${model.from}`,
    model.nextChange === null ? '' : `changes on ${model.nextChange}`,
    model.hours === 0 ? '' : 'other prices at peak hours',
  ];
  const longer = model.tiers.map((tier) => [`  prompt above ${tier.promptAbove.toLocaleString('en-US')}`, ...cells(tier), '', '']);
  return [[`${model.provider}/${model.id}`, ...cells(model), model.asOf, remarks.filter((remark) => remark !== '').join(', ')], ...longer];
}

function cells({ input, cacheRead, cacheWrite, output }: RatesJson): string[] {
  const writes = Object.entries(cacheWrite).map(([ttl, price]) => `${price} (${ttl})`);
  return [String(input), cacheRead === null ? '–' : String(cacheRead), writes.length === 0 ? '–' : writes.join(' '), String(output)];
}

function ratesJson({ in: input, read, writes, out }: ResolvedRates): RatesJson {
  return {
    input: perMillion(input),
    cacheRead: read === null ? null : perMillion(read),
    cacheWrite: Object.fromEntries(Object.entries(writes).map(([ttl, price]) => [ttl, perMillion(price)])),
    output: perMillion(out),
  };
}

/** Pico-dollars per token are millionths of a dollar per 1M tokens. */
function perMillion(picoUsd: number): number {
  return picoUsd / 1e6;
}
