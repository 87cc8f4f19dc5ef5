/** What rules ask of the constant text of a prompt. */
import { isTestPath } from '../config.ts';
import type { CallCost, ModelCost } from '../cost/call-cost.ts';
import type { PromptCall, Role, TextPart } from '../ir.ts';
import { platformOf } from '../pricing/index.ts';

/** Longest text that is looked at, in UTF-16 units: what a prompt asks for stands at its begin or end. */
const LONGEST = 60_000;

/** Texts that give instructions, in the order in which they are sent; of callers of a wrapper those that they write themselves. */
export function instructionParts(call: PromptCall, roles: readonly Role[] = ['system', 'user']): TextPart[] {
  return call.segments
    .filter((segment) => roles.includes(segment.role))
    .flatMap((segment) => segment.parts)
    .filter((part): part is TextPart => part.kind === 'text' && part.inherited !== true);
}

/** A call with the text that is written for it alone: without what a wrapper sends whoever calls it. */
export function withOwnText(call: PromptCall): PromptCall {
  if (!isCaller(call)) return call;
  const segments = call.segments.map((segment) => ({
    ...segment,
    parts: segment.parts.filter((part) => part.kind !== 'text' || part.inherited !== true),
  }));
  return { ...call, segments };
}

/** The instructions of a call as one text; holes are a blank. `own`: without what a wrapper writes, for its callers. */
export function instructionText(call: PromptCall, whose: 'all' | 'own' = 'all'): string {
  const counts = (part: TextPart): boolean => whose === 'all' || part.inherited !== true;
  const text = call.segments
    .filter((segment) => segment.role === 'system' || segment.role === 'user')
    .map((segment) => segment.parts.map((part) => (part.kind === 'text' && counts(part) ? part.text : ' ')).join(''))
    .join('\n');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)}\n${text.slice(-LONGEST / 2)}`;
}

/** True for a call that passes on what its own callers say: what stands in the source is looked at where it stands. */
export function isCaller(call: PromptCall): boolean {
  return call.kind === 'wrapper';
}

/** True for a model that only a test hands to a program that is no test itself. */
export function isOfTests(model: ModelCost, call: PromptCall): boolean {
  return model.at !== undefined && model.at.uri !== call.uri && isTestPath(model.at.uri) && !isTestPath(call.uri);
}

/** True for a call of models that run on own machines: nobody bills it. */
export function isLocal({ provider }: Pick<PromptCall, 'provider'>, cost: CallCost): boolean {
  if (provider !== undefined && platformOf(provider)?.role === 'local') return true;
  return cost.models.length > 0 && cost.models.every(({ lookup }) => lookup.state === 'unpriced' && lookup.reason === 'local-model');
}

/** Who bills a call: what the source says, or, where the model id decides, who makes it; undefined when neither tells. */
export function billerOf(call: PromptCall, cost: CallCost): string | undefined {
  if (call.provider !== undefined || !call.providerByModel) return call.provider;
  const billers = new Set(cost.models.map(({ lookup }) => (lookup.state === 'priced' ? lookup.matched.provider : undefined)));
  const [only] = billers;
  return billers.size === 1 ? only : undefined;
}
