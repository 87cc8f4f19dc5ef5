import { insertValue } from './insert.ts';
import { billerOf, isCaller, isLocal } from './prompt-text.ts';
import { defineRule, pricedModel, type Fix } from './rule.ts';

/**
 * APIs and billers that leave the usage out of a stream unless asked (OpenAI API reference, 2026-11-21). LiteLLM counts what its streams
 * carry by itself where the provider says nothing (`stream_chunk_builder`, litellm 1.109.1).
 */
const SILENT: Readonly<Record<string, ReadonlySet<string>>> = { 'openai-chat': new Set(['openai', 'azure']) };

/** Finds streamed answers that nobody can meter. */
export const unmeteredStream = defineRule({
  id: 'unmetered-stream',
  summary: 'A streamed chat completion does not ask for its usage, so that meters show it as $0.',
  category: 'output',
  severity: 'information',
  messages: {
    found:
      'This stream carries no token counts: what this file adds up of `usage` leaves it out. Set `include_usage` of `stream_options` to true.',
  },
  check(call, { cost, report }) {
    const silent = Object.hasOwn(SILENT, call.api) ? SILENT[call.api] : undefined;
    const option = call.options?.['stream-usage'];
    if (silent === undefined || !call.stream || option?.state !== 'missing' || isCaller(call) || isLocal(call, cost)) return;
    // Where nobody counts, nothing is missing.
    const { around } = call;
    if (around?.readsUsage !== true) return;
    const biller = billerOf(call, cost);
    if (biller === undefined || !silent.has(biller)) return;
    const money = pricedModel(cost)?.cold?.mid;
    const fragile = !around.asksForChoices;
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
      // Streams of one file are read by one meter.
      group: 'streams',
      impact: { tokens: cost.input.tokens + cost.expectedOutput, microUsdPerCall: money, basis: 'assumed' },
    });
  },
});
