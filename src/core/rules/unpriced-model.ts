import { platformOf } from '../pricing/index.ts';
import { retirementOf } from '../providers/retirements.ts';
import { isCaller } from './prompt-text.ts';
import { replaceConstant } from './insert.ts';
import { defineRule, type Fix } from './rule.ts';

/** Names that stand for something that is filled in later, or that tests use. */
const PLACEHOLDER = /^(your|my|some|test|fake|mock|dummy|example|model|custom|local)\b|[<>{}$*]|^model$|\.\.\./i;

/** Finds model ids that no price list knows. */
export const unpricedModel = defineRule({
  id: 'unpriced-model',
  summary: 'A call names a model that has no price.',
  category: 'model',
  severity: 'hint',
  messages: {
    similar: 'No price is known for `{{model}}` on {{provider}}: did you mean {{suggestions}}? If not, give it a price in `pennylint.yaml`.',
    unknown: 'No price is known for `{{model}}` on {{provider}}: its calls cannot be costed. Give it a price in `pennylint.yaml`.',
  },
  check(call, { cost, report, textOf }) {
    const { provider } = call;
    // A deployment's name is the user's own, and routers and hosts take names of their own.
    if (provider === undefined || platformOf(provider)?.role !== 'vendor' || provider === 'azure' || isCaller(call) || call.free) return;
    for (const { model, at, lookup, standsFor } of cost.models) {
      if (lookup.state !== 'unpriced' || lookup.reason !== 'unknown-model' || standsFor !== undefined || at === undefined) continue;
      if (PLACEHOLDER.test(model) || retirementOf(provider, model) !== undefined || /^ft:|embed|dall|whisper|tts|image/i.test(model)) continue;
      const [first] = lookup.suggestions;
      const edit = first === undefined ? undefined : replaceConstant(at, model, first, textOf);
      const fixes: Fix[] = edit === undefined ? [] : [{ title: `Use \`${first}\``, safety: 'review', edits: [edit] }];
      const names = lookup.suggestions.map((name) => `\`${name}\``).join(' or ');
      const shared = { at: at.uri === call.uri ? at : call.calleeAt, fixes, impact: { tokens: cost.input.tokens, microUsdPerCall: undefined, basis: cost.input.basis } };
      if (first === undefined) report({ ...shared, messageId: 'unknown', data: { model, provider } });
      else report({ ...shared, messageId: 'similar', data: { model, provider, suggestions: names } });
    }
  },
});
