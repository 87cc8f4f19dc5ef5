import { formatMicroUsd } from '../pricing/index.ts';
import { replaceConstant } from './insert.ts';
import { isCaller } from './prompt-text.ts';
import { defineRule, pricedModel, type Fix } from './rule.ts';

/** A limit this many times above what answers really need limits nothing. */
const TOO_MANY_TIMES = 10;

/** Finds output limits that limit nothing. */
export const oversizedMaxTokens = defineRule({
  id: 'oversized-max-tokens',
  summary: 'An output limit is above what the model can answer, or far above what its answers need.',
  category: 'output',
  severity: 'information',
  messages: {
    aboveModel: 'The output limit of {{limit}} tokens is above the maximum of {{model}} ({{maximum}}): the API refuses it or cuts it down.',
    aboveBill:
      'The output limit of {{limit}} tokens is {{times}} times what 99 of 100 answers need ({{p99}}, {{from}}): one answer that runs away can cost {{worst}}.',
  },
  check(call, { cost, outputP99, report, textOf }) {
    if (call.maxTokens.state === 'missing' || call.maxTokens.candidates.length === 0 || !call.answers) return;
    const smallest = call.maxTokens.candidates.reduce((a, b) => (b.value < a.value ? b : a));
    if (isCaller(call) && smallest.at.uri !== call.uri) return;
    const limit = smallest.value;
    const maxima = cost.models.map(({ lookup }) => (lookup.state === 'priced' ? lookup.record.maxOutput : null));
    const known = maxima.filter((maximum) => maximum !== null);
    const maximum = known.length > 0 && known.length === maxima.length ? Math.max(...known) : undefined;
    const model = pricedModel(cost);
    const fix = (value: number, title: string): Fix[] => {
      const edit = replaceConstant(smallest.at, limit, value, textOf);
      return edit === undefined ? [] : [{ title, safety: 'review', edits: [edit] }];
    };
    const text = limit.toLocaleString('en-US');
    if (maximum !== undefined && model !== undefined && limit > maximum) {
      report({
        at: smallest.at,
        messageId: 'aboveModel',
        // It costs nothing, and the API says so at the first request.
        severity: 'hint',
        data: { limit: text, model: model.model, maximum: maximum.toLocaleString('en-US') },
        impact: { tokens: limit - maximum, microUsdPerCall: undefined, basis: 'exact' },
        fixes: fix(maximum, `Set the limit to ${maximum.toLocaleString('en-US')} tokens, the maximum of ${model.model}`),
      });
    } else if (outputP99 !== undefined && outputP99.value > 0 && limit > TOO_MANY_TIMES * outputP99.value) {
      const value = Math.ceil(outputP99.value * 1.2);
      report({
        at: smallest.at,
        messageId: 'aboveBill',
        data: {
          limit: text,
          times: Math.floor(limit / outputP99.value).toLocaleString('en-US'),
          p99: outputP99.value.toLocaleString('en-US'),
          from: outputP99.from,
          worst: model?.worst === undefined ? 'an unknown amount' : formatMicroUsd(model.worst),
        },
        impact: { tokens: limit - value, microUsdPerCall: model?.worst, basis: 'assumed' },
        fixes: fix(value, `Set the limit to ${value.toLocaleString('en-US')} tokens (the 99th percentile and a fifth)`),
      });
    }
  },
});
