import { formatMicroUsd } from '../pricing/index.ts';
import { cheaperModels } from '../providers/model-tiers.ts';
import { replaceConstant } from './insert.ts';
import { isCaller } from './prompt-text.ts';
import { defineRule, type Fix } from './rule.ts';
import { simpleTask } from './task-kind.ts';

/** Finds top models on simple tasks. */
export const frontierForSimpleTask = defineRule({
  id: 'frontier-for-simple-task',
  summary: 'A model of the top tier is called for a simple task such as classification or extraction.',
  category: 'model',
  saves: true,
  severity: 'off',
  messages: {
    found: '`{{model}}` for {{task}}: ≈{{cost}} per call; {{others}}.',
  },
  check(call, { cost, costAs, report, textOf }) {
    const { provider } = call;
    const task = isCaller(call) || provider === undefined ? undefined : simpleTask(call);
    const [model] = cost.models;
    if (task === undefined || provider === undefined || model?.cold === undefined || cost.models.length !== 1) return;
    const now = model.cold.mid;
    const others = (cheaperModels(provider, model.model) ?? []).flatMap((id) => {
      const other = costAs(id)?.cold?.mid;
      return other === undefined || other >= now ? [] : [{ id, cost: other }];
    });
    const [best] = [...others].sort((a, b) => a.cost - b.cost);
    if (best === undefined) return;
    const fixes = others.flatMap(({ id, cost: then }): Fix[] => {
      const edit = replaceConstant(model.at, model.model, id, textOf);
      return edit === undefined
        ? []
        : [{ title: `Use \`${id}\` – saves ≈${formatMicroUsd(now - then)} per call`, safety: 'review', edits: [edit] }];
    });
    report({
      at: model.at ?? call.calleeAt,
      messageId: 'found',
      data: {
        model: model.model,
        task,
        cost: formatMicroUsd(now),
        others: others.map(({ id, cost: then }) => `\`${id}\` ≈${formatMicroUsd(then)}`).join(', '),
      },
      fixes,
      impact: { tokens: cost.input.tokens, microUsdPerCall: now - best.cost, basis: 'assumed' },
    });
  },
});
