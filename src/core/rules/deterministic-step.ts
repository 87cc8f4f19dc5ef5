import { instructionText, isCaller } from './prompt-text.ts';
import { defineRule, pricedModel } from './rule.ts';

/** What code does exactly, by the words that ask for it, and what does it. */
const STEPS: readonly { readonly pattern: RegExp; readonly task: string; readonly instead: string }[] = [
  {
    pattern: /\b(?:convert|parse|normali[sz]e|format)\b[^.\n]{0,40}\bdates?\b[^.\n]{0,60}\b(?:ISO|YYYY|format|timestamp|unix|epoch)/i,
    task: 'date conversion',
    instead: 'a date library',
  },
  {
    pattern:
      /\b(?:validate|check|verify)\b[^.\n]{0,40}\b(?:valid |well-formed )?(?:JSON|XML|YAML)\b(?:[^.\n]{0,30}\b(?:valid|syntax|well-formed|parses?)\b|\s*(?:string|document|syntax)?\s*[.:]?$)/im,
    task: 'a syntax check',
    instead: 'a parser',
  },
  {
    pattern: /\b(?:calculate|compute|add up|sum|multiply)\b[^.\n]{0,30}\b(?:the )?(?:sum|total|average|mean|product|percentage|numbers)\b/i,
    task: 'arithmetic',
    instead: 'code',
  },
  {
    pattern: /\bextract\b[^.\n]{0,30}\b(?:all )?(?:e-?mail addresses|phone numbers|urls|links|hashtags|ip addresses)\b/i,
    task: 'pattern extraction',
    instead: 'a regular expression',
  },
  {
    pattern:
      /\b(?:sort|deduplicate|remove duplicates from|reverse|count the (?:words|characters|lines))\b[^.\n]{0,40}\b(?:list|lines|words|items|array|characters)\b/i,
    task: 'list work',
    instead: 'code',
  },
];

/** Long prompts ask for more than one step. */
const LONGEST = 1500;

/** Finds prompts that ask for what code does exactly and for nothing. */
export const deterministicStep = defineRule({
  id: 'deterministic-step',
  summary: 'A prompt asks for something that code does exactly, such as date parsing or arithmetic.',
  category: 'model',
  severity: 'off',
  messages: {
    found: 'The prompt asks for {{task}} ("{{words}}"): {{instead}} does that exactly, at no cost.',
  },
  check(call, { cost, report }) {
    if (isCaller(call) || call.tools.state !== 'absent' || call.history || !call.answers) return;
    const text = instructionText(call);
    if (text.length > LONGEST) return;
    for (const { pattern, task, instead } of STEPS) {
      const match = pattern.exec(text);
      if (match === null) continue;
      report({
        at: call.calleeAt,
        messageId: 'found',
        data: { task, instead, words: match[0].replace(/\s+/g, ' ').slice(0, 60) },
        impact: { tokens: cost.input.tokens + cost.expectedOutput, microUsdPerCall: pricedModel(cost)?.cold?.mid, basis: 'assumed' },
      });
      return;
    }
  },
});
