import { defineRule, type Fix } from './rule.ts';

/** Finds inputs of prompt files that are declared for nothing, or used without being declared. */
export const unusedVariable = defineRule({
  id: 'unused-variable',
  summary: 'A prompt declares an input that it never uses, or uses one that it never declares.',
  category: 'size',
  severity: 'hint',
  messages: {
    unused: 'The input `{{name}}` is declared and never used: whoever calls fills it in for nothing.',
    undeclared: 'The input `{{name}}` is used and never declared: it may be sent empty.',
  },
  check(call, { report }) {
    const { inputs } = call;
    if (inputs === undefined || !inputs.complete || inputs.declared.length === 0) return;
    const used = new Set(inputs.used.map(({ name }) => name));
    const declared = new Set(inputs.declared.map(({ name }) => name));
    const impact = { tokens: undefined, microUsdPerCall: undefined, basis: 'exact' } as const;
    for (const { name, at, cut } of inputs.declared) {
      if (used.has(name)) continue;
      const fixes: Fix[] = cut === undefined ? [] : [{ title: `Remove the declaration of \`${name}\``, safety: 'safe', edits: [{ ...cut, newText: '' }] }];
      report({ at, messageId: 'unused', data: { name }, severity: 'hint', fixes, impact });
    }
    for (const { name, at } of inputs.used)
      if (!declared.has(name)) report({ at, messageId: 'undeclared', data: { name }, severity: 'warning', impact });
  },
});
