import type { PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { insertValue } from './insert.ts';
import { isLocal } from './prompt-text.ts';
import { reasons, REASONING_ALLOWANCE } from './reasoning-models.ts';
import { defineRule, pricedModel, type Fix, type RuleContext } from './rule.ts';
import { taskKindOf } from './task-kind.ts';

/** Finds calls and agents that let the model answer as long as it likes. */
export const unboundedOutput = defineRule({
  id: 'unbounded-output',
  summary: 'A call sets no output limit although the API has one.',
  category: 'output',
  severity: 'hint',
  options: ['worstCaseWarningUsd'],
  messages: {
    priced: 'No output limit: one answer can cost up to {{worst}} ({{tokens}} output tokens on {{model}}).',
  },
  check(call, context) {
    const { cost, settings, report } = context;
    const option = call.options?.['output-limit'];
    const exists = call.outputLimit.parameter !== undefined || (option !== undefined && call.takesLimit);
    if (!exists || !call.answers || call.outputLimit.required || call.maxTokens.state !== 'missing') return;
    if (option !== undefined && option.state !== 'missing') return;
    if (isLocal(cost)) return;
    // A template without a model is text for a program, which sets the limit.
    if (call.kind === 'prompt-file' && call.model.state === 'missing') return;
    // A wrapper that sets no limit is reported once, at its own call.
    if (call.kind === 'wrapper' && call.limitFromCaller !== true) return;
    // What an SDK takes when nobody names a model may be another one tomorrow.
    if (call.model.state === 'computed' && call.model.ofSdk === true) return;
    const model = pricedModel(cost);
    const worst = model?.worst;
    // Without a price or a maximum there is nothing to say that somebody could act on.
    if (model === undefined || worst === undefined || model.worstOutput === undefined) return;
    const severity = severityOf(call, worst, settings.worstCaseWarningUsd * 1e6);
    if (severity === undefined) return;
    const fixes = fixesFor(call, context);
    const data = { worst: formatMicroUsd(worst), tokens: model.worstOutput.toLocaleString('en-US'), model: model.model };
    report({
      at: call.calleeAt,
      messageId: 'priced',
      data,
      severity,
      fixes,
      // Whoever leaves the limit out on purpose does so for a model, not once per call.
      group: `${severity} ${model.model}`,
      impact: { tokens: model.worstOutput, microUsdPerCall: worst, basis: 'assumed' },
    });
  },
});

/** A share of the amount that is still worth a hint; less is a matter of taste. */
const HINT_SHARE = 2.5;
/** Turns that are taken for a loop whose end is not known. */
const TURNS = 10;

/** A loop pays for it on every turn. The turns of an agent that is sent off once are left to its limit of turns: hardly any is of full length. */
function severityOf({ repeat }: PromptCall, worst: number, amount: number): 'hint' | 'warning' | undefined {
  const loops = repeat.kind === 'loop';
  const total = worst * (loops ? (repeat.times ?? TURNS) : 1);
  if (total > amount && loops) return 'warning';
  return total * HINT_SHARE >= amount ? 'hint' : undefined;
}

function fixesFor(call: PromptCall, { cost, outputP99 }: RuleContext): Fix[] {
  const insertion = call.options?.['output-limit']?.insertion;
  if (insertion === undefined) return [];
  const models = call.model.state === 'missing' ? [] : call.model.candidates.map((candidate) => candidate.value);
  const thinks = models.some(reasons) && call.options?.reasoning?.value !== 'none';
  const { tokens, why } = outputP99 === undefined ? byTask(call, thinks) : byBill(outputP99.value, outputP99.from);
  const worst = pricedModel(cost)?.worst;
  const limit = tokens.toLocaleString('en-US');
  return [
    {
      title: `Limit the output to ${limit} tokens (${why})${worst === undefined ? '' : `, instead of up to ${formatMicroUsd(worst)} per answer`}`,
      safety: 'review',
      edits: insertValue(insertion, tokens),
    },
  ];
}

interface Limit {
  readonly tokens: number;
  readonly why: string;
}

function byBill(p99: number, from: string): Limit {
  return { tokens: Math.max(1, Math.ceil(p99 * 1.2)), why: `the 99th percentile and a fifth, ${from}` };
}

function byTask(call: PromptCall, thinks: boolean): Limit {
  const kind = taskKindOf(call);
  if (thinks)
    return {
      tokens: kind.tokens + REASONING_ALLOWANCE,
      why: `${kind.tokens.toLocaleString('en-US')} fit ${kind.name}, the rest is for reasoning, which counts too`,
    };
  return { tokens: kind.tokens, why: `fits ${kind.name}${call.outputLimit.includesReasoning ? '; reasoning tokens count too' : ''}` };
}
