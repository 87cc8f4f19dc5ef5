import { formatMicroUsd } from '../pricing/index.ts';
import { isStable } from '../cost/prefix.ts';
import { defineRule, pricedModel } from './rule.ts';

/** Tokens that a request has at least whose answer is worth keeping. */
const LEAST = 20;

/** Finds the same deterministic request, sent again and again. */
export const repeatableResponse = defineRule({
  id: 'repeatable-response',
  summary: 'A constant request that asks for no variety is sent again and again; its answer could be kept.',
  category: 'model',
  saves: true,
  severity: 'information',
  messages: {
    found: 'The same request on every {{turn}}, with temperature 0: keep the answer of the first one{{saving}}.',
  },
  check(call, { cost, report }) {
    const { repeat, around, options } = call;
    if (options?.temperature?.value !== 0 || call.history || call.tools.state !== 'absent' || !call.answers || call.free) return;
    if (call.kind !== 'direct' || call.system === 'runtime' || call.messages !== 'static') return;
    const looped = repeat.kind === 'loop';
    if (!looped && around?.interactive !== true) return;
    const parts = call.segments.flatMap((segment) => segment.parts);
    const same = parts.length > 0 && parts.every((part) => part.kind === 'text' || (part.kind === 'hole' && isStable(part.volatility)));
    if (!same || parts.some((part) => part.kind === 'media' || part.certainty === 'repeated')) return;
    // A word or two on a visit finds out whether a key or a connection works.
    if (!looped && cost.input.tokens < LEAST) return;
    const money = pricedModel(cost)?.cold?.mid;
    report({
      at: call.calleeAt,
      messageId: 'found',
      data: {
        turn: looped ? 'turn of the loop' : 'visit',
        saving: money === undefined ? '' : ` – saves ≈${formatMicroUsd(money)} each time`,
      },
      impact: { tokens: cost.input.tokens + cost.expectedOutput, microUsdPerCall: money, basis: 'assumed' },
    });
  },
});
