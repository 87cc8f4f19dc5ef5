import type { Tool } from '../ir.ts';
import { deferralOf, deferralSaving } from '../tool-sets/deferral.ts';
import { defineRule, pricedModel } from './rule.ts';
import { moneyWords, number, toolContext, toolImpact } from './tool-context.ts';

/** A set of this weight is worth loading on demand, in tokens. */
const HEAVY = 10_000;
/** Share of the context window from which on Claude Code loads tools on demand (changelog 2.1.7). */
const WINDOW_SHARE = 0.1;
/** From 30 to 50 tools on, models choose worse (Anthropic, tool search tool, 2026-11-21). */
const MANY = 30;
const TOO_MANY = 50;
/** OpenAI asks for fewer functions in one namespace (guide to tool search, 2026-11-21). */
const NAMESPACE = 10;

/** Finds tool sets that are too large to be sent with every request. */
export const oversizedToolset = defineRule({
  id: 'oversized-toolset',
  summary: 'A tool set is so large that it should be loaded on demand instead of sent with every request.',
  category: 'tools',
  saves: true,
  severity: 'warning',
  messages: {
    heavy: '{{count}} tools weigh {{tokens}} tokens with every request{{money}}{{share}}: {{advice}}. Heaviest: {{heaviest}}.',
    many: '{{count}} tools ({{tokens}} tokens) are sent with every request{{money}}, and models choose worse from more than 30 to 50: {{advice}}.',
    namespace: 'The namespace `{{name}}` has {{count}} functions; OpenAI asks for fewer than 10, so that loading one of them loads little.',
  },
  check(call, context) {
    const { cost } = context;
    const tools = toolContext(call, context);
    if (tools === undefined || cost.toolSet === undefined) return;
    const sent = cost.toolSet.tools.filter(({ tool }) => tool.deferred !== true);
    const { tokens } = cost.toolSet;
    const window = contextWindow(cost);
    const ofWindow = window !== undefined && tokens > window * WINDOW_SHARE;
    const at =
      call.tools.at?.uri === call.uri && call.kind !== 'tool-set' ? { ...call.tools.at, end: call.tools.at.start + 1 } : call.calleeAt;
    const deferral = deferralOf(call, cost.toolSet.family);
    const shared = { count: number(sent.length), tokens: number(tokens), money: moneyWords(tokens, context), advice: deferral.advice };
    const saved = deferralSaving(
      deferral,
      sent.map(({ tool }) => tool),
      tokens,
      tools.family,
      tools.count,
    );
    const impact = saved === undefined ? {} : { impact: toolImpact(saved, context) };
    if (tokens >= HEAVY || ofWindow) {
      const share = ofWindow ? `, ${Math.round((tokens / window) * 100)} % of the context window` : '';
      const heaviest = sent
        .slice(0, 3)
        .map(({ tool, tokens: weight }) => `\`${tool.name ?? 'tool'}\` ${number(weight)}`)
        .join(', ');
      context.report({ at, messageId: 'heavy', data: { ...shared, share, heaviest }, severity: 'warning', ...impact });
    } else if (sent.length > MANY) {
      context.report({ at, messageId: 'many', data: shared, severity: sent.length > TOO_MANY ? 'warning' : 'information', ...impact });
    }
    for (const [name, members] of namespaces(tools.own)) {
      const [first] = members;
      if (members.length < NAMESPACE || first === undefined) continue;
      context.report({
        at: first.nameAt ?? first.at,
        messageId: 'namespace',
        data: { name, count: number(members.length) },
        severity: 'information',
      });
    }
  },
});

function contextWindow(cost: Parameters<typeof pricedModel>[0]): number | undefined {
  const lookup = pricedModel(cost)?.lookup;
  return lookup?.state === 'priced' ? (lookup.record.context ?? undefined) : undefined;
}

function namespaces(tools: readonly Tool[]): Map<string, Tool[]> {
  const result = new Map<string, Tool[]>();
  for (const tool of tools) if (tool.namespace !== undefined) result.set(tool.namespace, [...(result.get(tool.namespace) ?? []), tool]);
  return result;
}
