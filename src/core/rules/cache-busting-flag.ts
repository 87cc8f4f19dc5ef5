import { isCached, wholeImpact } from './cache-prefix.ts';
import { defineRule } from './rule.ts';

/** Finds switches of frameworks that put something changing into the prefix. */
export const cacheBustingFlag = defineRule({
  id: 'cache-busting-flag',
  summary: 'A switch of the framework puts something changing into the prefix.',
  category: 'cache',
  severity: 'warning',
  messages: {
    found: '`{{name}}` {{effect}}: what stands behind is never read from the cache.',
    shared: '`{{name}}` {{effect}}: sessions in other places do not share a cache entry.',
  },
  check(call, context) {
    if (call.caching === undefined || (call.provider !== undefined && !isCached(call, context))) return;
    for (const { name, at, effect, remedy } of call.caching.flags)
      context.report({
        at,
        messageId: remedy === undefined ? 'found' : 'shared',
        data: { name, effect },
        impact: wholeImpact(context.cost.models[0]),
        ...(remedy === undefined ? {} : { severity: 'hint' }),
        fixes:
          remedy === undefined
            ? []
            : [{ title: remedy.title, safety: remedy.safe ? 'safe' : 'review', edits: [{ ...remedy.at, newText: remedy.newText }] }],
        ...(call.provider === 'anthropic' ? { missReason: 'system_changed' } : {}),
      });
  },
});
