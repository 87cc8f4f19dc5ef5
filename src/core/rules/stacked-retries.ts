import { formatMicroUsd } from '../pricing/index.ts';
import { insertValue } from './insert.ts';
import { billerOf, isCaller, isLocal } from './prompt-text.ts';
import { defineRule, pricedModel, type Fix } from './rule.ts';

/** Finds retries around retries. */
export const stackedRetries = defineRule({
  id: 'stacked-retries',
  summary: 'Retries stand around a client that retries by itself, so that the attempts multiply.',
  category: 'loops',
  severity: 'information',
  messages: {
    found: 'One request can be sent {{product}} times: {{layers}}{{cost}}. Let one of them retry.',
  },
  check(call, { cost, report }) {
    const layers = (call.around?.retries ?? []).filter((layer) => layer.attempts > 1);
    // Embeddings cost a thousandth of an answer: sent twice, they are no matter of money.
    if (layers.length < 2 || call.free || !call.answers || isCaller(call) || isLocal(call, cost)) return;
    const product = layers.reduce((all, layer) => all * layer.attempts, 1);
    const money = pricedModel(cost)?.cold?.mid;
    const outer = layers.at(-1)?.at;
    const inner = layers.find((layer) => layer.insertion !== undefined);
    const fixes: Fix[] =
      inner?.insertion === undefined
        ? []
        : [
            {
              title: `Leave retrying to the code around: no retries in the client`,
              safety: 'review',
              edits: insertValue(inner.insertion, 0),
            },
          ];
    report({
      at: call.calleeAt,
      messageId: 'found',
      data: {
        product: product.toLocaleString('en-US'),
        layers: layers.map((layer) => `${layer.what} makes ${layer.attempts} attempts`).join(', '),
        cost: money === undefined ? '' : `; ≈${formatMicroUsd(money * product)} at worst instead of ≈${formatMicroUsd(money)}`,
      },
      fixes,
      // Behind an address that only the run knows may be a model of one's own, which costs nothing.
      ...(billerOf(call, cost) === undefined ? { severity: 'hint' as const } : {}),
      // What retries around several calls is mended once.
      ...(outer === undefined ? {} : { group: `${outer.uri} ${outer.start}` }),
      related: layers.flatMap(({ at, what }) => (at === undefined ? [] : [{ at, message: what }])),
      impact: {
        tokens: cost.input.tokens * (product - 1),
        microUsdPerCall: money === undefined ? undefined : money * (product - 1),
        basis: 'assumed',
      },
    });
  },
});
