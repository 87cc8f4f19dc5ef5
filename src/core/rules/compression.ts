/** What the rules about the text of prompts share. */
import { joinedPrompt, placeInSource, type JoinedPrompt } from '../compress/index.ts';
import type { Span } from '../facts.ts';
import type { Location, PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { inputMoney } from './money.ts';
import { isLocal, withOwnText } from './prompt-text.ts';
import { pricedModel, type Impact, type RuleContext } from './rule.ts';

/** Prompts longer than this are not looked at by rules, in UTF-16 units: an editor asks after every pause in typing. */
const LONGEST = 120_000;

/** The prompt of a call with what its tokens cost. */
export interface PromptView {
  /** The call; of a caller of a wrapper only the text that it writes itself. */
  readonly call: PromptCall;
  readonly prompt: JoinedPrompt;
  /** Whose tokens are counted. */
  readonly target: { readonly provider: string | undefined; readonly model: string | undefined };
  /** Tokens of a text for the first model of the call. */
  readonly tokens: (text: string) => number;
  /** What some tokens fewer are worth. */
  readonly impact: (tokens: number) => Impact;
  /** `, ≈$0.08 per 1,000 calls`, or nothing without a price. */
  readonly money: (tokens: number) => string;
  readonly at: (span: Span) => Location | undefined;
}

/** The text that a rule looks at; undefined for calls that have none of their own, that nobody sends, or that nobody bills. */
export function promptView(whole: PromptCall, { cost, count }: RuleContext): PromptView | undefined {
  if (isLocal(whole, cost) || whole.file?.sent === 'never' || whole.file?.piece === 'listing') return undefined;
  const call = withOwnText(whole);
  const prompt = joinedPrompt(call);
  if (prompt.parts.length === 0 || prompt.text.length > LONGEST) return undefined;
  const model = pricedModel(cost);
  const target = { provider: call.provider, model: model?.model ?? cost.models[0]?.model };
  return {
    call,
    prompt,
    target,
    tokens: (text) => count(text, target).tokens,
    impact: (tokens) => ({
      tokens,
      microUsdPerCall: inputMoney(model, tokens, cost.input.tokens),
      basis: cost.input.basis,
    }),
    money: (tokens) => {
      const money = inputMoney(model, tokens * 1000, cost.input.tokens);
      return money === undefined ? '' : `, ≈${formatMicroUsd(money)} per 1,000 calls without a cache`;
    },
    at: (span) => {
      const place = placeInSource(prompt, span);
      return place === undefined ? undefined : { uri: place.part.at.uri, ...place.span };
    },
  };
}

/** A number for people. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}
