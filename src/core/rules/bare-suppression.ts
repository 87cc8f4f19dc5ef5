import { defineRule } from './rule.ts';

/** What the quick fix writes where nobody gave a reason. */
const PLACEHOLDER = 'reason';

/** Finds comments that suppress a finding and do not say why. */
export const bareSuppression = defineRule({
  id: 'bare-suppression',
  summary: 'A comment suppresses findings and gives no reason.',
  category: 'metering',
  severity: 'off',
  messages: { bare: 'Say why this is ignored, behind the bracket: whoever reads it next cannot tell whether it still holds.' },
  checkSuppression({ suppression, at }, { report }) {
    if (suppression.reason === '' || suppression.reason === PLACEHOLDER) report({ at, messageId: 'bare', data: {} });
  },
});
