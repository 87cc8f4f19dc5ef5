import { bundledPriceSources, createPriceBook, PLATFORMS, similarNames, type PricedLookup } from '../../core/index.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { modelJson, modelsText } from '../formatters/models.ts';

/** `pennylint models`: the price list, or the part of it whose `provider/id` holds the filter. */
export function models(argv: readonly string[]): number {
  const { values, positionals } = readArguments(argv, { format: { type: 'string' } });
  const format = oneOf('format', values.format, ['text', 'json'], 'text');
  if (positionals.length > 1) throw new UsageError('models takes one filter: a part of "provider/model".');
  const [filter = ''] = positionals;
  const all = pricedModels(Date.now());
  const wanted = filter.toLowerCase();
  const found = all.filter(({ matched: { provider, id } }) => `${provider}/${id}`.toLowerCase().includes(wanted));
  if (found.length === 0) throw new UsageError(`No model in the price list holds "${filter}".${suggestion(filter, all)}`);
  const listed = found.map(modelJson);
  process.stdout.write(format === 'json' ? `${JSON.stringify({ schemaVersion: 1, models: listed }, null, 2)}\n` : modelsText(listed));
  return 0;
}

/** Every model with a price at that moment, by platform. */
function pricedModels(at: number): readonly PricedLookup[] {
  const prices = createPriceBook(bundledPriceSources());
  return PLATFORMS.flatMap(({ key }) =>
    prices.models(key).flatMap((model) => {
      const lookup = prices.lookup({ provider: key, model, at });
      return lookup.state === 'priced' ? [lookup] : [];
    }),
  );
}

function suggestion(filter: string, all: readonly PricedLookup[]): string {
  const names = [
    ...all.map(({ matched }) => matched.id),
    ...all.map(({ matched }) => `${matched.provider}/${matched.id}`),
    ...PLATFORMS.map(({ key }) => key),
  ];
  const close = similarNames(filter, names);
  return close.length === 0 ? '' : ` Did you mean ${close.join(', ')}?`;
}
