import type { ModelCost } from '../cost/call-cost.ts';
import { ratesFor } from '../pricing/index.ts';
import { escapeMarkdown as escape, markdownCode as code } from './markdown.ts';

/** Price and its source for one model. */
export function priceLines(model: ModelCost): string[] {
  const { lookup } = model;
  if (lookup.state === 'unpriced') {
    const names = lookup.suggestions.map((name) => code(name)).join(', ');
    return [`No price: ${escape(lookup.message)}${names === '' ? '' : ` Known names that look like it: ${names}.`}`, ''];
  }
  const rates = ratesFor(lookup.record, model.pricedAt, model.input.tokens);
  const perMillion = (pico: number): string => `$${pico / 1e6}`;
  const read = rates.read === null ? '' : `, cached ${perMillion(rates.read)}`;
  const steps = lookup.matched.id === model.model ? '' : ` as ${code(lookup.matched.id)}`;
  const tariff =
    model.tariff === undefined
      ? ''
      : ` The ${model.tariff} price of the service applies: a factor of ${lookup.record.service[model.tariff]?.factor ?? 1}.`;
  const behind = model.standsFor === undefined ? '' : ` (${escape(model.standsFor.from)})`;
  const stale = lookup.stale ? ` – ${lookup.ageDays} days old, possibly out of date` : '';
  const next = lookup.record.nextChange === null ? '' : ` Another price is announced for ${lookup.record.nextChange}.`;
  // A declared price holds because somebody wrote it down; the place says more than a day would.
  const own = lookup.source.kind === 'workspace' || lookup.source.kind === 'user';
  const from = own ? escape(lookup.source.source) : `${escape(lookup.source.name)}, ${lookup.asOf}${stale}`;
  const doubt = lookup.source.confidence === 'guess' ? ' This price is an assumption.' : '';
  return [
    `Price per million tokens${steps}${behind}: input ${perMillion(rates.in)}${read}, output ${perMillion(rates.out)}. Source: ${from}.${tariff}${next}${doubt}`,
    '',
  ];
}
