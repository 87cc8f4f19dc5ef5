import type { PromptCall } from '../ir.ts';
import { asSure, isCached, isReused, isUnmarked, missReasonOf, wholeImpact } from './cache-prefix.ts';
import { reachesMinimum } from './cache-gates.ts';
import { defineRule } from './rule.ts';

/** Finds tool lists whose order or content is not the same in every request. */
export const unstableTools = defineRule({
  id: 'unstable-tools',
  summary: 'The list of tools is not the same in every request, and tools stand in front of everything else in the cache.',
  category: 'cache',
  severity: 'warning',
  messages: {
    order:
      'The tools are in the order of a set, which differs from process to process: everything behind them is read from the cache only by the process that wrote it.',
    turns:
      'The tools differ between the turns of one conversation: tools come first, so a change of them loses everything that was cached.',
    leftOut:
      'This request goes on with a conversation that was sent with tools, and leaves them out: tools come first, so nothing that was stored with them is read. Send the same tools once more.',
  },
  check(call: PromptCall, context) {
    const { caching } = call;
    if (caching === undefined || !isCached(call, context) || !reachesMinimum(call, context)) return;
    const { unorderedTools: set, changingTools, leftOutTools } = caching;
    const impact = wholeImpact(context.cost.models[0]);
    // The request before is the repetition: what it stored would be read.
    if (leftOutTools !== undefined && !isUnmarked(call, context))
      context.report({
        at: leftOutTools.at,
        messageId: 'leftOut',
        data: {},
        severity: asSure(call, context, 'information'),
        impact,
        related: [{ at: leftOutTools.before, message: 'sent with tools here' }],
        ...missReasonOf(call, 'tools'),
      });
    if (!isReused(caching, context)) return;
    if (set !== undefined) {
      // Tools themselves cannot be compared; what they are made from can.
      const whole = call.tools.at !== undefined && set.at.start === call.tools.at.start;
      const sorted = whole ? undefined : set.sorted;
      context.report({
        at: set.at,
        messageId: 'order',
        data: {},
        severity: asSure(call, context, 'warning'),
        impact,
        fixes:
          sorted === undefined
            ? []
            : [
                {
                  title: 'Sort the tools',
                  safety: 'review',
                  edits: [
                    { uri: set.at.uri, start: set.at.start, end: set.at.start, newText: sorted[0] },
                    { uri: set.at.uri, start: set.at.end, end: set.at.end, newText: sorted[1] },
                  ],
                },
              ],
        ...missReasonOf(call, 'tools'),
      });
    }
    if (changingTools !== undefined)
      context.report({
        at: changingTools,
        messageId: 'turns',
        data: {},
        severity: asSure(call, context, 'warning'),
        impact,
        ...missReasonOf(call, 'tools'),
      });
  },
});
