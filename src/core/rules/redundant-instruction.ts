import { editInSource, lostConstraint, normalised, removal, repetitionsIn, scanText, sentencesOf } from '../compress/index.ts';
import { number, promptView, type PromptView } from './compression.ts';
import type { PromptCall } from '../ir.ts';
import { defineRule, type Fix, type RuleContext } from './rule.ts';

/** Shorter copies are hardly ever meant to be one, in tokens. */
const SHORTEST = 18;

const messages = {
  block: 'This passage of {{tokens}} tokens stands twice in what is sent{{money}}{{where}}.',
  sentence: 'This instruction of {{tokens}} tokens stands twice in what is sent{{money}}{{where}}.',
  reminder: 'This repeats an instruction from above, {{tokens}} tokens{{money}}; at the end of a prompt that may be wanted.',
  tool: 'This instruction of {{tokens}} tokens also stands in the description of the tool `{{tool}}`{{money}}.',
} as const;

/** Finds instructions that are sent twice. */
export const redundantInstruction = defineRule({
  id: 'redundant-instruction',
  summary: 'The same instruction is sent twice: in one prompt, in files that are loaded together, or in the prompt and in a tool.',
  category: 'size',
  severity: 'off',
  messages,
  check(call, context) {
    const view = promptView(call, context);
    if (view === undefined) return;
    reportCopies(call, view, context);
    reportTools(call, view, context);
  },
});

function reportCopies(call: PromptCall, view: PromptView, { report, textOf }: RuleContext<typeof messages>): void {
  const { prompt, tokens, money, impact } = view;
  const isOptional = (span: { readonly start: number; readonly end: number }): boolean =>
    prompt.optional.some(({ start, end }) => start < span.end && span.start < end);
  for (const { first, again, kind, headings, isReminder, wholeLines } of repetitionsIn(scanText(prompt.text))) {
    const [one, other] = [view.at(first), view.at(again)];
    const count = tokens(prompt.text.slice(again.start, again.end));
    if (one === undefined || other === undefined || count < SHORTEST || isOptional(first) || isOptional(again)) continue;
    // One text that two messages are made of stands once in the source.
    if (one.uri === other.uri && one.start === other.start) continue;
    // The copy in the file that is looked at is the one to speak of.
    const swap = other.uri !== call.uri && one.uri === call.uri;
    const [copy, kept, at] = swap ? [first, other, one] : [again, one, other];
    const change = removal(prompt.text, copy, wholeLines);
    const rest = prompt.text.slice(0, change.start) + prompt.text.slice(change.end);
    const edit =
      swap || isReminder || lostConstraint(prompt.text.slice(change.start, change.end), rest) !== undefined
        ? undefined
        : editInSource(call, prompt, change, (uri) => (uri === call.uri ? textOf(uri) : undefined));
    const fixes: Fix[] =
      edit === undefined ? [] : [{ title: `Remove this copy (−${number(count)} tokens per call)`, safety: 'review', edits: [edit] }];
    const [above, below] = headings;
    const where = above === below || above === undefined || below === undefined ? '' : `, under “${above}” and under “${below}”`;
    const file = kept.uri === at.uri ? '' : `, once in ${kept.uri.slice(kept.uri.lastIndexOf('/') + 1)}`;
    const shared = { at, related: [{ at: kept, message: 'the one that is kept' }], impact: impact(count), fixes };
    const data = { tokens: number(count), money: money(count) };
    if (isReminder && kind === 'sentence') report({ ...shared, messageId: 'reminder', data });
    else report({ ...shared, messageId: kind, data: { ...data, where: file === '' ? where : file } });
  }
}

/** Instructions about a tool that its description gives already. */
function reportTools(call: PromptCall, view: PromptView, { report }: RuleContext<typeof messages>): void {
  const described = call.tools.tools.filter(({ description }) => description !== undefined);
  if (described.length === 0 || call.kind === 'tool-set') return;
  const sentences = new Map(
    described.flatMap((tool) => sentencesOf(scanText(tool.description ?? '')).map(({ words }) => [words, tool] as const)),
  );
  for (const sentence of sentencesOf(scanText(view.prompt.text))) {
    const tool = sentences.get(normalised(sentence.words));
    const at = view.at(sentence);
    const count = view.tokens(view.prompt.text.slice(sentence.start, sentence.end));
    if (tool === undefined || at === undefined || !sentence.isProse || count < SHORTEST) continue;
    const kept = tool.descriptionAt ?? tool.at;
    if (kept.uri === at.uri && kept.start <= at.start && at.end <= kept.end) continue;
    report({
      at,
      messageId: 'tool',
      data: { tokens: number(count), tool: tool.name ?? 'tool', money: view.money(count) },
      related: [{ at: kept, message: 'the description that is sent too' }],
      impact: view.impact(count),
    });
  }
}
