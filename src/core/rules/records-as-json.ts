import { editInSource, jsonBlocks, recordsAsCsv, recordsOf, scanText } from '../compress/index.ts';
import { number, promptView } from './compression.ts';
import { defineRule, type Fix } from './rule.ts';

/** Less than this is not worth a word, in tokens per call. */
const WORTHWHILE_TOKENS = 20;

/** Finds records that repeat their keys in every row. */
export const recordsAsJson = defineRule({
  id: 'records-as-json',
  summary: 'Records of the same make stand in the prompt as JSON, which repeats every key in every row.',
  category: 'size',
  severity: 'hint',
  messages: {
    found: '{{rows}} records repeat their {{keys}} as JSON: {{before}} tokens per call; as CSV they are {{after}}{{money}}.',
  },
  check(call, context) {
    const view = promptView(call, context);
    if (view === undefined || !/[[,]\s*\{\s*"/.test(view.prompt.text)) return;
    const { text, optional } = view.prompt;
    for (const block of jsonBlocks(scanText(text))) {
      const records = recordsOf(block.value);
      const csv = recordsAsCsv(block.value);
      const at = view.at(block);
      if (block.isFormat || records === undefined || csv === undefined || at === undefined) continue;
      const before = view.tokens(text.slice(block.start, block.end));
      const after = view.tokens(csv);
      const tokens = before - after;
      if (tokens < WORTHWHILE_TOKENS || optional.some(({ start, end }) => start < block.end && block.start < end)) continue;
      const edit = editInSource(view.call, view.prompt, { start: block.start, end: block.end, newText: csv }, (uri) =>
        uri === call.uri ? context.textOf(uri) : undefined,
      );
      const fixes: Fix[] =
        edit === undefined
          ? []
          : [{ title: `Write the records as CSV (−${number(tokens)} tokens per call)`, safety: 'review', edits: [edit] }];
      const keys = `${number(records.keys.length)} ${records.keys.length === 1 ? 'key' : 'keys'}`;
      context.report({
        at,
        messageId: 'found',
        data: { rows: number(records.rows.length), keys, before: number(before), after: number(after), money: view.money(tokens) },
        impact: view.impact(tokens),
        fixes,
      });
    }
  },
});
