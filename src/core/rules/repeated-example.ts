import { likeAmong, repeatedExamples, scanText } from '../compress/index.ts';
import type { Location, PromptCall } from '../ir.ts';
import { number, promptView } from './compression.ts';
import { defineRule } from './rule.ts';

/** Fewer tokens are not worth a word. */
const WORTHWHILE_TOKENS = 20;

/** Finds few-shot examples that teach what an earlier one taught. */
export const repeatedExample = defineRule({
  id: 'repeated-example',
  summary: 'Two few-shot examples are nearly the same: the second is paid for on every call and teaches nothing new.',
  category: 'size',
  severity: 'hint',
  messages: {
    found:
      'This example shares {{likeness}} % of its words with an earlier one and has the same answer: {{tokens}} tokens per call{{money}}.',
  },
  check(call, context) {
    const view = promptView(call, context);
    if (view === undefined) return;
    const { text } = view.prompt;
    const written = /\b(?:example|sample)/i.test(text) ? repeatedExamples(scanText(text)) : [];
    const found = written.map(({ first, again, likeness }) => ({
      kept: view.at(first),
      at: view.at(again),
      likeness,
      said: text.slice(again.start, again.end),
    }));
    const pairs = likeAmong(messagePairs(view.call)).map(({ first, again, likeness }) => ({
      kept: first.at,
      at: again.at,
      likeness,
      said: again.text,
    }));
    for (const { kept, at, likeness, said } of [...found, ...pairs]) {
      const tokens = view.tokens(said);
      if (at === undefined || kept === undefined || tokens < WORTHWHILE_TOKENS) continue;
      context.report({
        at,
        messageId: 'found',
        data: { likeness: String(Math.round(likeness * 100)), tokens: number(tokens), money: view.money(tokens) },
        related: [{ at: kept, message: 'the earlier example' }],
        impact: view.impact(tokens),
      });
    }
  },
});

/** Questions with the answers that follow them, as the messages of a call show them. */
function messagePairs({ segments }: PromptCall): { readonly text: string; readonly at: Location }[] {
  return segments.flatMap((segment, index) => {
    const next = segments[index + 1];
    if (segment.role !== 'user' || next?.role !== 'assistant') return [];
    const parts = [...segment.parts, ...next.parts];
    const [first] = parts;
    const texts = parts.flatMap((part) => (part.kind === 'text' && part.certainty === 'always' ? [part.text] : []));
    const certain = segment.certainty === 'always' && next.certainty === 'always' && texts.length === parts.length;
    return first === undefined || !certain ? [] : [{ text: texts.join('\noutput: '), at: first.at }];
  });
}
