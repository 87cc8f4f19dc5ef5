import { heaviestFields } from '../tool-sets/weights.ts';
import { defineRule } from './rule.ts';
import { moneyWords, number, toolContext, toolImpact } from './tool-context.ts';

/** Of 410 tools of 17 public sets, one in ten weighs as much (measured 2026-11-21, in tokens of o200k_base, whatever the model's tokenizer). */
const HEAVY = 600;
/** One in a hundred. */
const VERY_HEAVY = 1_500;

/** Finds single tools that weigh as much as a prompt. */
export const oversizedTool = defineRule({
  id: 'oversized-tool',
  summary: 'A single tool definition is larger than nine out of ten, and is sent with every request.',
  category: 'tools',
  saves: true,
  severity: 'information',
  messages: {
    found: '`{{tool}}` weighs {{tokens}} tokens with every request{{money}}. Heaviest: {{fields}}.',
  },
  check(call, context) {
    const tools = toolContext(call, context);
    if (tools === undefined) return;
    for (const { tool, tokens } of context.cost.toolSet?.tools ?? []) {
      if (!tools.own.includes(tool) || tool.deferred === true) continue;
      const size = tools.size(tool);
      if (size < HEAVY) continue;
      const fields = heaviestFields(tool, tools.family, tools.count).slice(0, 3);
      context.report({
        at: tool.nameAt ?? tool.at,
        messageId: 'found',
        data: {
          tool: tool.name ?? 'tool',
          tokens: number(tokens),
          money: moneyWords(tokens, context),
          fields: fields.map((field) => `\`${field.path}\` ${number(field.tokens)}`).join(', '),
        },
        severity: size >= VERY_HEAVY ? 'warning' : 'information',
        // What a shorter definition may save is unknown; what is above the usual is what there is to look for.
        impact: toolImpact(Math.round((tokens * (size - HEAVY)) / size), context),
        related: fields.flatMap((field) =>
          field.at === undefined || field.at.uri !== call.uri ? [] : [{ at: field.at, message: `${number(field.tokens)} tokens` }],
        ),
      });
    }
  },
});
