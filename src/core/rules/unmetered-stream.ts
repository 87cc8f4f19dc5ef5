import { insertValue } from './insert.ts';
import { billerOf, isCaller, isLocal } from './prompt-text.ts';
import { defineRule, pricedModel, type Fix } from './rule.ts';

/** APIs and billers that leave the usage out of a stream unless asked (OpenAI API reference and litellm 1.109.1, 2026-11-21). */
const SILENT: Readonly<Record<string, ReadonlySet<string> | 'all'>> = {
  'openai-chat': new Set(['openai', 'azure']),
  'litellm-completion': 'all',
};

/** Finds streamed answers that nobody can meter. */
export const unmeteredStream = defineRule({
  id: 'unmetered-stream',
  summary: 'A streamed chat completion does not ask for its usage, so that meters show it as $0.',
  category: 'output',
  severity: 'information',
  messages: {
    found: 'This stream carries no token counts: a meter shows it as $0. Ask for them with `stream_options={"include_usage": true}`.',
  },
  check(call, { cost, report }) {
    const silent = Object.hasOwn(SILENT, call.api) ? SILENT[call.api] : undefined;
    const option = call.options?.['stream-usage'];
    if (silent === undefined || !call.stream || option?.state !== 'missing' || isCaller(call) || isLocal(cost)) return;
    const biller = billerOf(call, cost);
    if (silent !== 'all' && (biller === undefined || !silent.has(biller))) return;
    const money = pricedModel(cost)?.cold?.mid;
    const fragile = call.around?.asksForChoices !== true;
    const fixes: Fix[] =
      option.insertion === undefined
        ? []
        : [
            {
              title: fragile
                ? 'Ask for the usage (the last chunk then has no choices: check that nothing reads `choices[0]` of it)'
                : 'Ask for the usage at the end of the stream',
              safety: fragile ? 'review' : 'safe',
              edits: insertValue(option.insertion, true),
            },
          ];
    report({
      at: call.calleeAt,
      messageId: 'found',
      data: {},
      fixes,
      impact: { tokens: cost.input.tokens + cost.expectedOutput, microUsdPerCall: money, basis: 'assumed' },
    });
  },
});
