import type { ModelCost } from '../cost/call-cost.ts';
import { ratesFor } from '../pricing/index.ts';
import { escapeMarkdown as escape, markdownCode as code } from './markdown.ts';
import { ageWords } from './price-age.ts';

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
  const region =
    model.region === undefined ? '' : ` In the region ${model.region}: a factor of ${lookup.record.region[model.region] ?? 1}.`;
  const missing = model.notes.map((note) => ` ${note.charAt(0).toUpperCase()}${note.slice(1)}.`).join('');
  const behind = model.standsFor === undefined ? '' : ` (${escape(model.standsFor.from)})`;
  const next = lookup.record.nextChange === null ? '' : ` Another price is announced for ${lookup.record.nextChange}.`;
  // A declared price holds because somebody wrote it down; the place says more than a day would.
  const own = lookup.source.kind === 'workspace' || lookup.source.kind === 'user';
  const from = own ? escape(lookup.source.source) : `${escape(lookup.source.name)}, ${lookup.asOf}${ageWords(lookup)}`;
  const doubt = lookup.source.confidence === 'guess' ? ' This price is an assumption.' : '';
  return [
    `Price per million tokens${steps}${behind}: input ${perMillion(rates.in)}${read}, output ${perMillion(rates.out)}. Source: ${from}.${tariff}${region}${escape(missing)}${next}${doubt}`,
    '',
  ];
}
