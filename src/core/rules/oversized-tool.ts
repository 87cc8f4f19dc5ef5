import { heaviestFields } from '../tool-sets/weights.ts';
import { defineRule } from './rule.ts';
import { moneyWords, number, toolContext, toolImpact } from './tool-context.ts';

/** Of 410 tools of 17 public sets, one in ten weighs as much (measured 2026-11-21, in tokens of o200k_base, whatever the model's tokenizer). */
const HEAVY = 600;
/** One in a hundred. */
const VERY_HEAVY = 1_500;

/** More heavy tools than this are one finding of their set. */
const MANY = 5;
/** Places of such a finding that are named. */
const NAMED = 20;

/** Finds single tools that weigh as much as a prompt. */
export const oversizedTool = defineRule({
  id: 'oversized-tool',
  summary: 'A single tool definition is larger than nine out of ten, and is sent with every request.',
  category: 'tools',
  saves: true,
  severity: 'information',
  messages: {
    many: '{{count}} of {{all}} tools weigh {{limit}} tokens or more each, {{tokens}} together with every request{{money}}. Heaviest: {{tools}}.',
    found: '`{{tool}}` weighs {{tokens}} tokens with every request{{money}}. Heaviest: {{fields}}.',
  },
  check(call, context) {
    const tools = toolContext(call, context);
    if (tools === undefined) return;
    const heavy = (context.cost.toolSet?.tools ?? [])
      .filter(({ tool }) => tools.own.includes(tool) && tool.deferred !== true)
      .map(({ tool, tokens }) => ({ tool, tokens, size: tools.size(tool) }))
      .filter(({ size }) => size >= HEAVY);
    const byWeight = heavy.toSorted((a, b) => b.size - a.size);
    const [heaviest] = byWeight;
    if (heavy.length > MANY && heaviest !== undefined) {
      const tokens = heavy.reduce((sum, one) => sum + one.tokens, 0);
      const usual = heavy.reduce((sum, one) => sum + (one.tokens * HEAVY) / one.size, 0);
      context.report({
        at: heaviest.tool.nameAt ?? heaviest.tool.at,
        messageId: 'many',
        data: {
          count: number(heavy.length),
          all: number(tools.own.length),
          limit: number(HEAVY),
          tokens: number(tokens),
          money: moneyWords(tokens, context),
          tools: byWeight
            .slice(0, 3)
            .map(({ tool, tokens: weight }) => `\`${tool.name ?? 'tool'}\` ${number(weight)}`)
            .join(', '),
        },
        severity: heaviest.size >= VERY_HEAVY ? 'warning' : 'information',
        impact: toolImpact(Math.round(tokens - usual), context),
        related: byWeight
          .slice(1, 1 + NAMED)
          .map(({ tool, tokens: weight }) => ({ at: tool.nameAt ?? tool.at, message: `${number(weight)} tokens` })),
      });
      return;
    }
    for (const { tool, tokens, size } of heavy) {
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
        related: fields.flatMap((field) => (field.at === undefined ? [] : [{ at: field.at, message: `${number(field.tokens)} tokens` }])),
      });
    }
  },
});
