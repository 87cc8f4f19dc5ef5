import type { PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { defineRule, pricedModel, type Fix } from './rule.ts';
import { taskKindOf } from './task-kind.ts';

/** Finds calls that let the model answer as long as it likes. */
export const unboundedOutput = defineRule({
  id: 'unbounded-output',
  summary: 'A call sets no output limit although the API has one.',
  category: 'output',
  severity: 'information',
  options: ['worstCaseWarningUsd'],
  messages: {
    priced: 'No output limit: one answer can cost up to {{worst}} ({{tokens}} output tokens on {{model}}).',
    unpriced: 'No output limit: an answer is as long as the model allows.',
  },
  check(call, { cost, settings, report }) {
    const { parameter, required } = call.outputLimit;
    if (parameter === undefined || required || call.maxTokens.state !== 'missing') return;
    // A wrapper that sets no limit is reported once, at its own call.
    if (call.kind === 'wrapper' && call.limitFromCaller !== true) return;
    const model = pricedModel(cost);
    const worst = model?.worst;
    const looped = call.repeat.kind === 'loop' || call.repeat.kind === 'agent';
    const expensive = worst !== undefined && worst > settings.worstCaseWarningUsd * 1e6;
    const severity = looped || expensive ? 'warning' : 'information';
    const fixes = fixesFor(call, parameter);
    if (model === undefined || worst === undefined || model.worstOutput === undefined) {
      report({ at: call.calleeAt, messageId: 'unpriced', data: {}, severity, fixes });
      return;
    }
    const data = { worst: formatMicroUsd(worst), tokens: model.worstOutput.toLocaleString('en-US'), model: model.model };
    report({
      at: call.calleeAt,
      messageId: 'priced',
      data,
      severity,
      fixes,
      impact: { tokens: model.worstOutput, microUsdPerCall: worst, basis: 'assumed' },
    });
  },
});

function fixesFor(call: PromptCall, parameter: string): Fix[] {
  const { slot } = call;
  if (slot === undefined) return [];
  const kind = taskKindOf(call);
  const reasoning = call.outputLimit.includesReasoning ? '; reasoning tokens count too' : '';
  const written = { keyword: `${parameter}=`, property: `${parameter}: `, json: `"${parameter}": ` }[slot.style] + String(kind.tokens);
  return [
    {
      title: `Limit the output to ${kind.tokens.toLocaleString('en-US')} tokens (fits ${kind.name}${reasoning})`,
      safety: 'review',
      edits: [{ uri: slot.uri, start: slot.offset, end: slot.offset, newText: `${slot.before}${written}${slot.after}` }],
    },
  ];
}
