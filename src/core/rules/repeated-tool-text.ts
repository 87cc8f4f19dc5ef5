import { repeatedTexts } from '../tool-sets/waste.ts';
import { defineRule } from './rule.ts';
import { moneyWords, number, toolContext, toolImpact } from './tool-context.ts';

/** A shorter text is hardly ever shorter by another word for it, in tokens. */
const SHORTEST = 15;
/** Tools that must have it. */
const FEWEST = 3;
/** All copies beyond the first ones together, in tokens per request: less is not worth a word. */
const WORTHWHILE_TOKENS = 120;

/** Finds descriptions of parameters that stand in several tools word for word. */
export const repeatedToolText = defineRule({
  id: 'repeated-tool-text',
  summary: 'The same description of a parameter stands in three or more tools and is sent as often.',
  category: 'tools',
  saves: true,
  severity: 'hint',
  messages: {
    one: 'This description of {{tokens}} tokens stands word for word in {{count}} tools: {{total}} tokens with every request{{money}} beyond the first copy.',
    several:
      '{{texts}} descriptions of parameters stand word for word in three or more tools: {{total}} tokens with every request{{money}} beyond the first copies; this one stands in {{count}}.',
  },
  check(call, context) {
    const tools = toolContext(call, context);
    if (tools === undefined) return;
    const repeated = repeatedTexts(tools.own, SHORTEST, FEWEST, tools.count);
    const [worst] = repeated;
    // The second copy is the first that is too many.
    const at = worst?.copies[1]?.at;
    if (worst === undefined || at === undefined) return;
    const total = repeated.reduce((sum, { tokens, copies }) => sum + tokens * (copies.length - 1), 0);
    if (total < WORTHWHILE_TOKENS) return;
    const shared = { total: number(total), money: moneyWords(total, context), count: number(worst.copies.length) };
    const place = {
      at,
      impact: toolImpact(total, context),
      related: worst.copies
        .filter((copy) => copy.at !== at)
        .slice(0, 8)
        .map((copy) => ({ at: copy.at, message: `the same for \`${copy.parameter}\` of \`${copy.tool.name ?? 'tool'}\`` })),
    };
    if (repeated.length === 1) context.report({ ...place, messageId: 'one', data: { ...shared, tokens: number(worst.tokens) } });
    else context.report({ ...place, messageId: 'several', data: { ...shared, texts: number(repeated.length) } });
  },
});
