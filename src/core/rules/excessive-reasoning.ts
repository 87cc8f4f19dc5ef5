import { outputMoney } from './money.ts';
import { isCaller } from './prompt-text.ts';
import { replaceConstant } from './insert.ts';
import { defineRule, pricedModel, type Fix } from './rule.ts';
import { simpleTask } from './task-kind.ts';

/** Efforts above the medium one (OpenAI, Anthropic, Gemini; 2026-11-21). */
const HIGH: ReadonlySet<string> = new Set(['high', 'xhigh', 'max', 'HIGH']);
/** More thinking than this many tokens is much for a simple task. */
const MUCH = 4096;

/** Finds much reasoning on simple tasks. */
export const excessiveReasoning = defineRule({
  id: 'excessive-reasoning',
  summary: 'A high reasoning effort or a large thinking budget is set on a prompt that asks for a simple task.',
  category: 'output',
  severity: 'off',
  messages: {
    effort: 'Reasoning effort `{{effort}}` for {{task}}: reasoning is billed as output, and such tasks rarely need it.',
    budget: 'A thinking budget of {{tokens}} tokens for {{task}}: up to {{tokens}} tokens are billed as output on each call.',
  },
  check(call, { cost, report, textOf }) {
    const task = isCaller(call) ? undefined : simpleTask(call);
    if (task === undefined) return;
    const effort = call.options?.reasoning;
    const budget = call.options?.['reasoning-budget'];
    const model = pricedModel(cost);
    if (effort?.at !== undefined && typeof effort.value === 'string' && HIGH.has(effort.value)) {
      const low = effort.value === 'HIGH' ? 'LOW' : 'low';
      const edit = replaceConstant(effort.at, effort.value, low, textOf);
      const fixes: Fix[] = edit === undefined ? [] : [{ title: `Set the effort to \`${low}\``, safety: 'review', edits: [edit] }];
      report({
        at: effort.at,
        messageId: 'effort',
        data: { effort: effort.value, task },
        fixes,
        impact: { tokens: undefined, microUsdPerCall: undefined, basis: 'assumed' },
      });
    } else if (budget?.at !== undefined && typeof budget.value === 'number' && budget.value > MUCH) {
      const edit = replaceConstant(budget.at, budget.value, 1024, textOf);
      const fixes: Fix[] = edit === undefined ? [] : [{ title: 'Set the budget to 1,024 tokens', safety: 'review', edits: [edit] }];
      report({
        at: budget.at,
        messageId: 'budget',
        data: { tokens: budget.value.toLocaleString('en-US'), task },
        fixes,
        impact: { tokens: budget.value, microUsdPerCall: outputMoney(model, budget.value, cost.input.tokens), basis: 'assumed' },
      });
    }
  },
});
