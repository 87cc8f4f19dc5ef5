import type { Settings } from '../config.ts';
import type { PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { retirementOf } from '../providers/retirements.ts';
import { insertValue } from './insert.ts';
import { jsonRequest } from './json-wanted.ts';
import { billerOf, instructionText, isLocal } from './prompt-text.ts';
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
    loop: 'No output limit, and a loop around: each answer can cost up to {{worst}} ({{tokens}} output tokens on {{model}}).',
    priced: 'No output limit: one answer can cost up to {{worst}} ({{tokens}} output tokens on {{model}}).',
  },
  check(call, context) {
    const { cost, settings, report } = context;
    const option = call.options?.['output-limit'];
    const exists = call.outputLimit.parameter !== undefined || (option !== undefined && call.takesLimit);
    if (!exists || !call.answers || call.outputLimit.required || call.maxTokens.state !== 'missing') return;
    if (option !== undefined && option.state !== 'missing') return;
    if (isLocal(call, cost)) return;
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
    // A model that is gone answers nothing: `retired-model` says so.
    const end = retirementOf(billerOf(call, cost) ?? '', model.model);
    if (end !== undefined && end.routed !== true && Date.parse(`${end.on}T00:00:00Z`) <= model.pricedAt) return;
    const severity = severityOf(call, worst, settings);
    if (severity === undefined || endsByItself(call)) return;
    const fixes = fixesFor(call, context);
    const data = { worst: formatMicroUsd(worst), tokens: model.worstOutput.toLocaleString('en-US'), model: model.model };
    report({
      at: call.calleeAt,
      messageId: call.repeat.kind === 'loop' ? 'loop' : 'priced',
      data,
      severity,
      fixes,
      // Whoever leaves the limit out on purpose does so for a model, not once per call.
      group: `${severity} ${model.model}`,
      impact: { tokens: model.worstOutput, microUsdPerCall: worst, basis: 'assumed' },
    });
  },
});

/** Turns that are taken for a loop whose end is not known. */
const TURNS = 10;

/** Efforts with which hidden reasoning does not run on. */
const MODERATE: ReadonlySet<unknown> = new Set(['none', 'minimal', 'low', 'medium']);

/** Where nobody asks for the rule, a single answer must be able to cost this many times what a loop must. */
const SINGLE = 2;

/** A loop pays for it on every turn. The turns of an agent that is sent off once are left to its limit of turns: hardly any is of full length. */
function severityOf({ repeat, options, around }: PromptCall, worst: number, settings: Settings): 'hint' | 'warning' | undefined {
  const amount = settings.worstCaseWarningUsd * 1e6;
  if (repeat.kind === 'loop') return worst * (repeat.times ?? TURNS) > amount ? 'warning' : undefined;
  // Whoever says how much reasoning there is to be has thought of how long the answer is.
  if (worst <= amount || MODERATE.has(options?.reasoning?.value)) return undefined;
  // Who sets the rule's severity wants every call to have a limit.
  if (settings.rules['unbounded-output'] !== undefined) return 'hint';
  // A program's own task has an answer of its own length, and who starts the program sees it. A stranger may ask for anything, as often as he likes.
  return around?.interactive === true && worst > amount * SINGLE ? 'hint' : undefined;
}

/** Ways to ask for an answer of a few words: these end by themselves. */
const BRIEF =
  /\b(?:one|a single|single|1) (?:word|sentence|line|number|digit|letter)\b|\b(?:yes or no|true or false)\b|\b(?:only|just) (?:the|a|one) (?:number|score|label|category|title|name)\b/i;

/** True for an answer that ends with its last field or word, and is worth nothing where a limit cuts it off. */
function endsByItself(call: PromptCall): boolean {
  if (call.structuredOutput) return true;
  const text = instructionText(call);
  return BRIEF.test(text) || jsonRequest(text) !== undefined;
}

function fixesFor(call: PromptCall, { cost, outputP99 }: RuleContext): Fix[] {
  const insertion = call.options?.['output-limit']?.insertion;
  if (insertion === undefined) return [];
  const models = call.model.state === 'missing' ? [] : call.model.candidates.map((candidate) => candidate.value);
  const thinks = models.some(reasons) && call.options?.reasoning?.value !== 'none';
  // OpenAI's models that reason refuse this name, and who sends it as it is would get an error instead of an answer (API reference, 2026-11-21).
  if (call.api === 'openai-chat' && insertion.path.at(-1) === 'max_tokens' && call.sdk !== 'langchain' && models.some(reasons)) return [];
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
  return { tokens: kind.tokens, why: `fits ${kind.name}` };
}
