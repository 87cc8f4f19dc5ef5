import { spread } from '../cost/projection.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { defineRule } from './rule.ts';

/** Finds calls above the budget for one call. Budgets of files, workflows and months are checked by `project-config/budgets.ts` under the same id. */
export const overBudget = defineRule({
  id: 'over-budget',
  summary: 'A call, a file, a workflow or a month costs more than its budget in `pennylint.yaml`.',
  category: 'metering',
  severity: 'error',
  messages: {
    money: 'This call costs ≈{{cost}}{{more}}{{turns}}; the budget for one call is {{budget}} ({{from}}).',
    tokens: 'This request has ≈{{tokens}}{{more}} input tokens; the budget for one request is {{budget}} ({{from}}).',
  },
  check(call, { cost, budgets, report }) {
    // A wrapper's own call costs what its callers send; they are checked. Requests that nobody bills, such as counting tokens, have no budget.
    if (budgets === undefined || (call.usedBy ?? 0) > 0 || call.free) return;
    const { microUsd, tokens } = budgets;
    const run = spread(cost.projection.run)?.high;
    if (microUsd !== undefined && run !== undefined && run > microUsd.value) {
      const { turns } = cost.projection;
      report({
        at: call.calleeAt,
        messageId: 'money',
        data: {
          cost: formatMicroUsd(run),
          more: cost.open ? '+' : '',
          turns: turns === undefined ? '' : ` in ${turns.value.toLocaleString('en-US')} turns`,
          budget: formatMicroUsd(microUsd.value),
          from: microUsd.from,
        },
        impact: { tokens: undefined, microUsdPerCall: run - microUsd.value, basis: 'assumed' },
      });
    } else if (tokens !== undefined && cost.input.low > tokens.value) {
      // The low end of the band: only what is certainly above is reported.
      report({
        at: call.calleeAt,
        messageId: 'tokens',
        data: {
          tokens: cost.input.tokens.toLocaleString('en-US'),
          more: cost.open ? '+' : '',
          budget: tokens.value.toLocaleString('en-US'),
          from: tokens.from,
        },
        impact: { tokens: cost.input.tokens - tokens.value, microUsdPerCall: undefined, basis: cost.input.basis },
      });
    }
  },
});
