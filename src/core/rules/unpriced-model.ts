import { ownModelId, retirementOf } from '../providers/retirements.ts';
import { replaceConstant } from './insert.ts';
import { defineRule, type Fix } from './rule.ts';

/** Names that stand for something that is filled in later, or that tests use. */
const PLACEHOLDER = /^(your|my|some|test|fake|mock|dummy|example|model|custom|local)\b|[<>{}$*]|^model$|\.\.\./i;

/** How makers begin the ids of their models (vendors' model pages, 2026-11-21): another name goes elsewhere by a base URL that is not seen. */
const OWN_NAMES: Readonly<Record<string, RegExp>> = {
  openai: /^(gpt-|o\d|chatgpt|codex)/,
  anthropic: /^claude/,
  gemini: /^(gemini|gemma|learnlm)/,
  mistral: /^(open-)?(mistral|mixtral|ministral|codestral|magistral|devstral|pixtral)/,
  xai: /^grok/,
  deepseek: /^deepseek-/,
  cohere: /^(command|c4ai)/,
};

/** Finds model ids that no price list knows. */
export const unpricedModel = defineRule({
  id: 'unpriced-model',
  summary: 'A call names a model that has no price.',
  category: 'model',
  severity: 'hint',
  messages: {
    similar:
      'No price is known for `{{model}}` on {{provider}}: did you mean {{suggestions}}? If not, give it a price in `pennylint.yaml`.',
    unknown:
      'No price is known for `{{model}}` on {{provider}}: its calls cannot be costed. Give it a price in `pennylint.yaml`, or take another model if {{provider}} no longer offers it.',
  },
  check(call, { cost, report, textOf }) {
    const { provider } = call;
    // Deployments, routers and hosts have names of their own.
    const own = provider === undefined || !Object.hasOwn(OWN_NAMES, provider) ? undefined : OWN_NAMES[provider];
    if (provider === undefined || own === undefined || call.free) return;
    for (const { model, at, lookup, standsFor } of cost.models) {
      if (lookup.state !== 'unpriced' || lookup.reason !== 'unknown-model' || standsFor !== undefined || at === undefined) continue;
      // A name that comes from elsewhere is told where it is written, if it reaches a call there.
      if (at.uri !== call.uri) continue;
      if (PLACEHOLDER.test(model) || retirementOf(provider, model) !== undefined || /^ft:|embed|dall|whisper|tts|image/i.test(model))
        continue;
      // With a maker before the name it is as likely the id of a router or a host, whose address is not seen.
      if (/^(?!models\/)[\w-]+\//.test(model) && !call.sdk.startsWith('litellm')) continue;
      const id = ownModelId(model.replace(/^\w+[:/]/, ''));
      if (!own.test(id) || id.includes(':')) continue;
      const meant = lookup.suggestions.filter((name) => isSlip(id, name));
      const [first] = meant;
      const edit = first === undefined ? undefined : replaceConstant(at, model, model.slice(0, model.length - id.length) + first, textOf);
      const fixes: Fix[] = edit === undefined ? [] : [{ title: `Use \`${first}\``, safety: 'review', edits: [edit] }];
      const names = meant.map((name) => `\`${name}\``).join(' or ');
      const shared = {
        at,
        fixes,
        impact: { tokens: cost.input.tokens, microUsdPerCall: undefined, basis: cost.input.basis },
      };
      if (first === undefined) report({ ...shared, messageId: 'unknown', data: { model, provider } });
      else report({ ...shared, messageId: 'similar', data: { model, provider, suggestions: names } });
    }
  },
});

/** True when two names differ as by a slip: in signs only, or in one letter that is no part of a date. */
function isSlip(written: string, name: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const [a, b] = [plain(written), plain(name)];
  if (a === b) return true;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return Math.max(restA.length, restB.length) === 1 && !/\d/.test(restA + restB);
}
