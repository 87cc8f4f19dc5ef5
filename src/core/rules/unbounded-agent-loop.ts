import { formatMicroUsd } from '../pricing/index.ts';
import { insertValue } from './insert.ts';
import { isCaller, isLocal } from './prompt-text.ts';
import { defineRule, pricedModel, type Fix } from './rule.ts';

/** Turns that a fix allows: agents that need more are rare (defaults of the frameworks lie between 10 and 25, 2026-11-21). */
const TURNS = 20;

/** Finds loops of calls that nothing but the model ends. */
export const unboundedAgentLoop = defineRule({
  id: 'unbounded-agent-loop',
  summary: 'Nothing but the model ends a loop of calls: no counter, no budget, no limit of the framework.',
  category: 'loops',
  severity: 'warning',
  messages: {
    loop: 'Only the model ends this `while`: no counter, budget or timeout. {{cost}}Count the turns and stop at a limit.',
    framework: 'This agent has no limit of turns, and {{sdk}} sets none: {{cost}}it goes on until the model stops. Set `{{parameter}}`.',
  },
  check(call, { cost, report }) {
    const { repeat, around } = call;
    if (call.free || !call.answers || isLocal(call, cost)) return;
    const money = pricedModel(cost)?.cold?.mid;
    const impact = { tokens: cost.input.tokens + cost.expectedOutput, microUsdPerCall: money, basis: 'assumed' } as const;
    const each = money === undefined ? '' : `each turn costs ≈${formatMicroUsd(money)} and more; `;
    const limit = call.options?.['turn-limit'];
    if (repeat.kind === 'agent' && !repeat.bounded && limit?.state === 'missing' && !isCaller(call)) {
      const { insertion } = limit;
      const fixes: Fix[] =
        insertion === undefined ? [] : [{ title: `Stop after ${TURNS} turns`, safety: 'review', edits: insertValue(insertion, TURNS) }];
      const parameter = limit.spelling ?? 'max_turns';
      // The framework's own choice is a note, and less where somebody sits in front of it and can stop; a loop that somebody wrote without an end is a warning.
      report({
        at: call.calleeAt,
        messageId: 'framework',
        severity: around?.interactive === true ? 'hint' : 'information',
        data: { sdk: call.sdk, cost: each, parameter },
        fixes,
        impact,
        // A crew of agents is one decision, not one per agent.
        group: call.sdk,
      });
      return;
    }
    if (repeat.kind !== 'loop' || repeat.loop !== 'while' || around?.loopEnd !== 'answer') return;
    // An agent: it sends tools or what was said before. Other loops end with the work, not with the answer.
    if (call.tools.state === 'absent' && around.historyGrowsAt === undefined) return;
    report({
      at: call.calleeAt,
      messageId: 'loop',
      data: { cost: each === '' ? '' : `E${each.slice(1, -2)}. ` },
      // What is taken piece by piece can be stopped from outside.
      ...(around.yields ? { severity: 'information' as const } : {}),
      impact,
      // One loop is one decision, however many calls of it are alternatives.
      ...(repeat.at === undefined
        ? {}
        : { related: [{ at: repeat.at, message: 'the loop' }], group: `${repeat.at.uri} ${repeat.at.start}` }),
    });
  },
});
