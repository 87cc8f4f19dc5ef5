/** Model ids with their prices: completion in source and in pennylint.yaml, and the hover of an id. */
import type { CompletionItem, Hover, Range } from 'vscode-languageserver-types';
import { retirementOf } from '../providers/retirements.ts';
import { PLATFORMS, ratesFor, type PriceBook, type PricedLookup } from '../pricing/index.ts';
import type { Span } from '../facts.ts';
import type { Found } from '../ir.ts';
import { ageParts, ageWords } from './price-age.ts';
import type { CostedCall } from './findings.ts';
import { grouped } from '../grouped.ts';

/** LSP's `CompletionItemKind.Value`. */
const VALUE = 12;

/** LSP's `CompletionItemTag.Deprecated`. */
const DEPRECATED = 1;

/** Ids that are offered at once; an editor filters, but a list of thousands is slow to send. */
const MAX_ITEMS = 400;

/** The document that is asked about. */
export interface ModelTextInputs {
  readonly uri: string;
  /** Where a span stands in the text that the editor knows; undefined where it stands in none. */
  rangeOf(span: Span): Range | undefined;
  readonly prices: PriceBook;
  /** UTC ms: prices have dates. */
  readonly at: number;
}

/** Model ids for a text that names the model of a call; empty anywhere else. */
export function modelCompletion(calls: readonly CostedCall[], offset: number, inputs: ModelTextInputs): CompletionItem[] {
  const named = modelTextAt(calls, offset, inputs.uri);
  if (named === undefined) return [];
  const range = inputs.rangeOf({ start: named.at.start + 1, end: named.at.end - 1 });
  return modelItems(inputs.prices, named.provider, inputs.at, range);
}

/** The price of the model that a text of a call names; undefined anywhere else. */
export function modelHoverAt(calls: readonly CostedCall[], offset: number, inputs: ModelTextInputs): Hover | undefined {
  const named = modelTextAt(calls, offset, inputs.uri);
  const value = named === undefined ? undefined : modelHover(inputs.prices, named.provider, named.value, inputs.at);
  const range = named === undefined ? undefined : inputs.rangeOf(named.at);
  return value === undefined || range === undefined ? undefined : { contents: { kind: 'markdown', value }, range };
}

interface ModelText extends Found<string> {
  readonly provider: string | undefined;
}

/** The text around an offset that names a model, quotes included in its place. Only plain quotes count: what stands between them is the id. */
function modelTextAt(calls: readonly CostedCall[], offset: number, uri: string): ModelText | undefined {
  for (const { call } of calls) {
    const source = call.model.state === 'computed' && call.model.declared !== undefined ? call.model.declared.source : call.model;
    if (source.state === 'missing') continue;
    const found = source.candidates.find(({ at }) => at.uri === uri && at.start < offset && offset < at.end);
    if (found !== undefined && found.at.end - found.at.start - found.value.length === 2) return { ...found, provider: call.provider };
  }
  return undefined;
}

/** Ids of one platform, or of every maker of models when nobody says which. Undefined range: the editor's own idea of a word. */
export function modelItems(prices: PriceBook, provider: string | undefined, at: number, range: Range | undefined): CompletionItem[] {
  const platforms = provider === undefined ? PLATFORMS.filter(({ role }) => role === 'vendor').map(({ key }) => key) : [provider];
  const items = platforms.flatMap((platform) =>
    prices.models(platform).flatMap((id): CompletionItem[] => {
      const lookup = prices.lookup({ provider: platform, model: id, at });
      if (lookup.state !== 'priced') return [];
      const end = retirementOf(platform, id);
      const ended = end !== undefined && at >= Date.parse(end.on);
      const ends = end === undefined ? '' : ` ${ended ? 'Retired since' : 'Is retired on'} ${end.on}.`;
      return [
        {
          label: id,
          kind: VALUE,
          detail: priceDetail(lookup, at),
          documentation: { kind: 'markdown', value: `${priceSource(lookup)}${ends}` },
          // Nobody wants a model that is gone: it stands last, struck through.
          ...(ended ? { tags: [DEPRECATED], sortText: `~${id}` } : {}),
          ...(range === undefined ? {} : { textEdit: { range, newText: id } }),
        },
      ];
    }),
  );
  return items.slice(0, MAX_ITEMS);
}

/** `$2.5 in / $10 out per M`, with the age of a price that is possibly out of date. */
export function priceDetail(lookup: PricedLookup, at: number): string {
  const rates = ratesFor(lookup.record, at, 0);
  return [`$${rates.in / 1e6} in / $${rates.out / 1e6} out per M`, ...ageParts([{ lookup }])].join(' · ');
}

/** Where a price comes from, in words, with everything else that is known about it. */
export function priceSource(lookup: PricedLookup): string {
  const { source, asOf, matched } = lookup;
  const { nextChange } = lookup.record;
  const next = nextChange === null ? '' : ` Another price is announced for ${nextChange}.`;
  const own = source.kind === 'workspace' || source.kind === 'user';
  return `Price at ${matched.provider === '*' ? 'every provider' : matched.provider}: ${own ? source.source : `${source.name}, ${asOf}${ageWords(lookup)}`}.${next}`;
}

/** The price of a model id in two lines of Markdown; undefined for a model without a price. */
export function modelHover(prices: PriceBook, provider: string | undefined, model: string, at: number): string | undefined {
  const lookup = prices.lookup({ provider, model, at });
  if (lookup.state !== 'priced') return undefined;
  const rates = ratesFor(lookup.record, at, 0);
  const read = rates.read === null ? '' : `, cached $${rates.read / 1e6}`;
  const { context, maxOutput } = lookup.record;
  const limits = [
    ...(context === null ? [] : [`context ${grouped(context)}`]),
    ...(maxOutput === null ? [] : [`at most ${grouped(maxOutput)} output`]),
  ];
  return [
    `**${lookup.matched.id}** · input $${rates.in / 1e6}${read}, output $${rates.out / 1e6} per million tokens`,
    '',
    `${priceSource(lookup)}${limits.length === 0 ? '' : ` Tokens: ${limits.join(', ')}.`}`,
  ].join('\n');
}
