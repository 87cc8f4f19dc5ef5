import type { ModelCost } from '../cost/call-cost.ts';
import type { PromptCall } from '../ir.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { ownModelId, retirementOf, type Retirement } from '../providers/retirements.ts';
import { replaceConstant } from './insert.ts';
import { billerOf, isCaller, isOfTests } from './prompt-text.ts';
import { defineRule, type Fix, type RuleContext } from './rule.ts';

const DAY_MS = 86_400_000;
/** An end this many days away is worth a word. */
const SOON_DAYS = 90;

/** Formats of clients that offer models by a list of their own (GitHub Copilot, docs.github.com, 2026-11-21): a name there is no id of an API. */
const OWN_LIST: ReadonlySet<string> = new Set(['custom-agent', 'prompt-md']);

/** Finds models that their maker has taken away, or is about to. */
export const retiredModel = defineRule({
  id: 'retired-model',
  summary: 'A call names a model that its maker has retired or is about to retire.',
  category: 'model',
  severity: 'warning',
  messages: {
    retired: '`{{model}}` was retired on {{on}}: requests fail{{successor}}.',
    soon: '`{{model}}` is retired on {{on}}, in {{days}} days: requests then fail{{successor}}.',
    routed: '`{{model}}` {{is}} retired on {{on}}: requests are then answered and billed as `{{other}}`.',
  },
  check(call, context) {
    const { cost, report } = context;
    const biller = billerOf(call, cost);
    if (biller === undefined || call.free || OWN_LIST.has(call.file?.format ?? '')) return;
    for (const model of cost.models) {
      const end = retirementOf(biller, ownModelId(model.model));
      if (end === undefined || model.standsFor !== undefined) continue;
      // What a wrapper chooses is told there, what its caller chooses where the caller says it.
      if (isCaller(call) && model.at?.uri !== call.uri) continue;
      if (isOfTests(model, call)) continue;
      const days = Math.ceil((Date.parse(`${end.on}T00:00:00Z`) - model.pricedAt) / DAY_MS);
      if (days > SOON_DAYS) continue;
      const at = model.at ?? call.calleeAt;
      const { successor } = end;
      // One model that a file names many times is one decision.
      const group = model.model;
      const shared = { at, group, fixes: fixesFor(call, model, end, context), impact: impactOf(model, successor, context) };
      if (end.routed === true && successor !== undefined) {
        const data = { model: model.model, is: days <= 0 ? 'was' : 'is', on: end.on, other: successor };
        report({ ...shared, messageId: 'routed', data, severity: 'information' });
        continue;
      }
      const data = {
        model: model.model,
        on: end.on,
        days: String(days),
        successor: successor === undefined ? '; take another model' : `; its successor is \`${successor}\``,
      };
      report({ ...shared, data, messageId: days <= 0 ? 'retired' : 'soon' });
    }
  },
});

/** What the successor saves per call; undefined where it saves nothing. */
function impactOf(
  model: ModelCost,
  successor: string | undefined,
  { cost, costAs }: RuleContext,
): { tokens: number; microUsdPerCall: number | undefined; basis: 'assumed' } {
  const then = successor === undefined ? undefined : costAs(successor)?.cold?.mid;
  const now = model.cold?.mid;
  const saves = then !== undefined && now !== undefined && then < now ? now - then : undefined;
  return { tokens: cost.input.tokens, microUsdPerCall: saves, basis: 'assumed' };
}

function fixesFor(call: PromptCall, model: ModelCost, end: Retirement, { costAs, textOf }: RuleContext): Fix[] {
  const { successor } = end;
  const id = ownModelId(model.model);
  if (successor === undefined || model.at === undefined) return [];
  // What the successor would refuse needs more than another name.
  if (end.chatTools === false && call.api === 'openai-chat' && call.tools.state !== 'absent') return [];
  if (end.temperature === false && call.options?.temperature !== undefined && call.options.temperature.state !== 'missing') return [];
  const edit = replaceConstant(model.at, id, successor, textOf);
  if (edit === undefined) return [];
  const then = costAs(successor)?.cold?.mid;
  const now = model.cold?.mid;
  const money =
    then === undefined
      ? ''
      : now === undefined
        ? `, ≈${formatMicroUsd(then)} per call`
        : `, ≈${formatMicroUsd(then)} per call instead of ≈${formatMicroUsd(now)}`;
  return [{ title: `Use \`${successor}\`${money}`, safety: 'review', edits: [edit] }];
}
