import type { SuppressionUse } from '../features/suppressions.ts';
import { defineRule } from './rule.ts';

/** Finds comments that hide nothing: what they spoke of is gone, or its name was never right. */
export const unusedSuppression = defineRule({
  id: 'unused-suppression',
  summary: 'A comment suppresses findings that are not there.',
  category: 'metering',
  severity: 'hint',
  messages: {
    all: 'This comment suppresses nothing: there is no finding {{where}}.',
    some: 'There is no finding of {{rules}} {{where}} to suppress.',
    unknown: 'There is no rule {{rules}}{{similar}}, so nothing is suppressed by that name.',
  },
  checkSuppression(use, { report }) {
    const { suppression, at, unused, unknown, removal } = use;
    if (removal === undefined) return;
    const where = suppression.wholeFile ? 'in this file' : suppression.comment.ownLine ? 'on this line or the next' : 'on this line';
    const fixes = [{ title: titleOf(use), safety: 'safe', edits: [{ uri: at.uri, ...removal }] }] as const;
    const rules = listed(unused ?? suppression.rules);
    const meant = unknown.find(({ similar }) => similar !== undefined)?.similar;
    const similar = meant === undefined ? '' : ` (did you mean \`${meant}\`?)`;
    const names = listed(unknown.map(({ id }) => id));
    // A slip in the name is to be mended, not removed.
    if (unknown.length > 0) report({ at, messageId: 'unknown', data: { rules: names, similar }, fixes: meant === undefined ? fixes : [] });
    else if (suppression.rules.length === 0) report({ at, messageId: 'all', data: { where }, fixes });
    else report({ at, messageId: 'some', data: { rules, where }, fixes });
  },
});

function titleOf({ unused }: SuppressionUse): string {
  return unused === undefined ? 'Remove the comment' : `Take ${listed(unused)} out of the comment`;
}

function listed(ids: readonly string[]): string {
  return ids.map((id) => `\`${id.slice(0, 60)}\``).join(', ');
}
