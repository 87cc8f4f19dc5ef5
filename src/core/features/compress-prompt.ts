/** “Compress this prompt”: what a prompt weighs before and after, part by part, with the edits. */
import {
  classesOf,
  compressCall,
  rewriteClasses,
  type CallCompression,
  type CompressionPart,
  type RewriteClass,
} from '../compress/index.ts';
import type { Basis, ModelCost } from '../cost/call-cost.ts';
import type { Edit, PromptCall } from '../ir.ts';
import { formatMicroUsd, ratesFor } from '../pricing/index.ts';
import { pricedModel } from '../rules/rule.ts';
import type { CostedCall } from './findings.ts';
import { ageParts } from './price-age.ts';
import { grouped } from '../grouped.ts';

/** Which parts are wanted. `all` is both at once, which is more than one after the other where a rewrite makes room for another. */
export type WantedParts = CompressionPart | 'all';

/** A prompt made shorter. Tokens are those of its instructions, for the first model of the call. */
export interface PromptCompression {
  readonly call: PromptCall;
  readonly parts: WantedParts;
  readonly model: string | undefined;
  readonly basis: Basis;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  /** Micro-dollars that 1,000 calls cost less, read without a cache; undefined without a price. */
  readonly microUsdPer1000: number | undefined;
  /** How old that price is, in words, from 30 days on. */
  readonly priceAge: string | undefined;
  readonly saved: CallCompression['saved'];
  /** Rewrites that were not made because they would lose something, in words. */
  readonly kept: readonly string[];
  readonly edits: readonly Edit[];
}

/** What compressing needs besides the calls. */
export interface CompressInputs {
  readonly count: (
    text: string,
    target: { readonly provider: string | undefined; readonly model: string | undefined },
  ) => {
    readonly tokens: number;
    readonly basis: Basis;
  };
  readonly textOf: (uri: string) => string | undefined;
}

/** Compresses the prompts of some calls of one document; calls that send the same text count once, and those without text not at all. */
export function compressPrompts(calls: readonly CostedCall[], parts: WantedParts, { count, textOf }: CompressInputs): PromptCompression[] {
  const classes = classesOf(parts === 'all' ? ['safe', 'review'] : [parts]);
  const seen = new Set<string>();
  return calls.flatMap(({ call, cost }): PromptCompression[] => {
    const model = pricedModel(cost) ?? cost.models[0];
    const target = { provider: call.provider, model: model?.model };
    const result =
      call.kind === 'wrapper'
        ? undefined
        : compressCall(call, { count: (text) => count(text, target).tokens, classes, textOf: ownText(call, textOf) });
    if (result === undefined) return [];
    const key = result.prompt.parts.map(({ part: { at } }) => `${at.uri} ${at.start}`).join('\n');
    if (seen.has(key)) return [];
    seen.add(key);
    const fewer = result.tokensBefore - result.tokensAfter;
    return [
      {
        call,
        parts,
        model: model?.model,
        basis: count('', target).basis,
        tokensBefore: result.tokensBefore,
        tokensAfter: result.tokensAfter,
        microUsdPer1000: moneyPer1000(model, fewer, cost.input.tokens),
        priceAge: model === undefined ? undefined : ageParts([model])[0],
        saved: result.saved,
        kept: result.dropped.map(({ class: kind, lost }) => `${titleOf(kind)}: would lose ${lost}`),
        edits: result.edits,
      },
    ];
  });
}

/** A prompt is compressed in its own document; what it imports is a prompt of its own. */
function ownText(call: PromptCall, textOf: CompressInputs['textOf']): CompressInputs['textOf'] {
  return (uri) => (uri === call.uri ? textOf(uri) : undefined);
}

function moneyPer1000(model: ModelCost | undefined, tokens: number, promptTokens: number): number | undefined {
  if (model?.lookup.state !== 'priced') return undefined;
  return Math.round((ratesFor(model.lookup.record, model.pricedAt, promptTokens).in * tokens) / 1e3);
}

/** The name of a kind of rewrite for people. */
export function titleOf(kind: RewriteClass): string {
  return rewriteClasses.find(({ id }) => id === kind)?.title ?? kind;
}

/** Edits of several prompts of one document that can be made together, in order: what two of them share is made once. */
export function mergedEdits(compressions: readonly PromptCompression[]): Edit[] {
  const result: Edit[] = [];
  for (const edit of compressions.flatMap(({ edits }) => edits).sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last === undefined || edit.start >= last.end) result.push(edit);
  }
  return result;
}

/** `1,234 → 1,180 tokens (−54, 4.4 %), ≈$0.11 less per 1,000 calls without a cache`. */
export function compressionLine({ tokensBefore, tokensAfter, microUsdPer1000, priceAge, basis }: PromptCompression): string {
  const fewer = tokensBefore - tokensAfter;
  const mark = basis === 'exact' ? '' : '≈';
  if (fewer === 0) return `${mark}${grouped(tokensBefore)} tokens, nothing to take out`;
  const share = ((fewer / tokensBefore) * 100).toFixed(1);
  const money =
    microUsdPer1000 === undefined
      ? ', no price known'
      : `, ≈${formatMicroUsd(microUsdPer1000)} less per 1,000 calls without a cache${priceAge === undefined ? '' : ` (${priceAge}, possibly out of date)`}`;
  return `${mark}${grouped(tokensBefore)} → ${mark}${grouped(tokensAfter)} tokens (−${grouped(fewer)}, ${share} %)${money}`;
}

/** What each kind of rewrite saved, and what was left as it is, one line each. */
export function compressionDetails({ saved, kept }: PromptCompression): string[] {
  return [
    ...saved.map(({ class: kind, tokens }) => `${titleOf(kind)}: ${tokens < 0 ? '+' : '−'}${grouped(Math.abs(tokens))} tokens`),
    ...kept.map((words) => `kept, ${words}`),
  ];
}
