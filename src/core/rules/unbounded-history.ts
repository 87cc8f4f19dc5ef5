import { priceFor } from '../cost/call-cost.ts';
import { costOfTurn } from '../cost/turns.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { isCaller, isLocal } from './prompt-text.ts';
import { defineRule, pricedModel } from './rule.ts';

/** Loops that end sooner have little to send again. */
const SHORT = 10;

/** Micro-dollars that the fiftieth turn must cost at least: below, sending everything again is no matter of money. */
const WORTHWHILE = 50_000;

/** Finds conversations that send everything again on every turn. */
export const unboundedHistory = defineRule({
  id: 'unbounded-history',
  summary: 'Each turn of a loop is added to the messages and sent again, and nothing ever cuts or sums up the history.',
  category: 'loops',
  severity: 'information',
  messages: {
    priced:
      'Every turn sends all turns before it again, and nothing cuts the history: ≈{{ten}} at turn 10, ≈{{fifty}} at turn 50{{cached}} (with {{growth}} tokens more per turn). Keep the last turns, or sum up the older ones.',
  },
  check(call, { cost, settings, report }) {
    const { repeat, around, options } = call;
    if (
      repeat.kind !== 'loop' ||
      around?.historyGrowsAt === undefined ||
      around.prunes ||
      isCaller(call) ||
      isLocal(call, cost) ||
      call.free
    )
      return;
    if (repeat.times !== undefined && repeat.times <= SHORT) return;
    // A loop of tools is ended by a limit of turns: `unbounded-agent-loop` asks for it, and with it the history has an end, too.
    if (around.loopEnd === 'answer' && call.tools.state !== 'absent') return;
    // A loop over items is one conversation only by mistake or on purpose; a counter keeps it short.
    if (around.loopEnd === 'counter' || (repeat.loop !== 'while' && repeat.times === undefined)) return;
    if (options?.pruning !== undefined && options.pruning.state !== 'missing') return;
    const model = pricedModel(cost);
    // The plan of lens and hover, so that all of them say the same; a loop that they do not take for a conversation gets no money.
    const plan = model?.turns;
    const [ten, fifty] = [10, 50].map((turn) =>
      plan === undefined || model === undefined ? undefined : costOfTurn(plan, turn, (usage) => priceFor(model, usage)),
    );
    const growth = plan?.growth.tokens ?? cost.expectedOutput + settings.turnTokens;
    const at = around.historyGrowsAt;
    const tokens = growth * 49;
    const words = growth.toLocaleString('en-US');
    // Without a price nobody knows whether this is a matter of money.
    if (ten === undefined || fifty === undefined || fifty.uncached < WORTHWHILE) return;
    report({
      at: call.calleeAt,
      related: [{ at, message: 'grows here' }],
      messageId: 'priced',
      data: {
        ten: formatMicroUsd(ten.uncached),
        fifty: formatMicroUsd(fifty.uncached),
        cached: fifty.cached < fifty.uncached ? `, or ≈${formatMicroUsd(fifty.cached)} with the cache as it is used now` : '',
        growth: words,
      },
      impact: { tokens, microUsdPerCall: fifty.uncached - ten.uncached, basis: 'assumed' },
    });
  },
});
