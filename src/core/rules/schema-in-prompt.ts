import { toSource } from '../frontends/source-map.ts';
import { inputMoney } from './money.ts';
import { schemaIsRead } from '../providers/structured-output.ts';
import { drawnObjects } from './json-wanted.ts';
import { billerOf, instructionParts } from './prompt-text.ts';
import { defineRule, pricedModel, type Fix } from './rule.ts';

/** Fewer properties than this may be in a text by chance. */
const FEWEST = 3;

/** Finds schemas that are sent twice: as structured output, and pasted into the prompt. */
export const schemaInPrompt = defineRule({
  id: 'schema-in-prompt',
  summary: 'The schema of the answer is sent as structured output and pasted into the prompt as well.',
  category: 'output',
  saves: true,
  severity: 'information',
  messages: {
    found: 'The prompt repeats the schema that the call sends as structured output: {{tokens}} tokens twice on every call.',
  },
  check(call, { cost, count, report, textOf }) {
    const { responseSchema } = call;
    const provider = billerOf(call, cost);
    if (responseSchema === undefined || provider === undefined || !schemaIsRead.has(provider)) return;
    const names = propertyNames(responseSchema.json);
    if (names.length < FEWEST) return;
    for (const part of instructionParts(call)) {
      const drawn = drawnObjects(part.text).find(({ start, end }) => {
        const text = part.text.slice(start, end);
        return names.every((name) => text.includes(`"${name}"`));
      });
      if (drawn === undefined) continue;
      const text = part.text.slice(drawn.start, drawn.end);
      const model = pricedModel(cost);
      const { tokens, basis } = count(text, { provider, model: model?.model });
      const at = { uri: part.at.uri, start: toSource(part.map, drawn.start), end: toSource(part.map, drawn.end) };
      const source = textOf(at.uri)?.slice(at.start, at.end);
      // Only text that stands in one piece in the source can be cut there.
      const whole = source !== undefined && source.replace(/\{\{|\}\}|\\n|\s/g, '').length <= text.replace(/\s/g, '').length + 8;
      const money = inputMoney(model, tokens, cost.input.tokens);
      const fixes: Fix[] = whole
        ? [
            {
              title: `Remove the copy in the prompt – saves ${tokens.toLocaleString('en-US')} tokens per call`,
              safety: 'review',
              edits: [{ ...at, newText: '' }],
            },
          ]
        : [];
      report({
        at,
        messageId: 'found',
        data: { tokens: tokens.toLocaleString('en-US') },
        fixes,
        related: [{ at: responseSchema.at, message: 'the schema that is sent' }],
        impact: { tokens, microUsdPerCall: money, basis },
      });
      return;
    }
  },
});

/** All names of properties in a schema, nested ones included. */
function propertyNames(json: string): string[] {
  const names = new Set<string>();
  const walk = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 12) return;
    for (const [key, inner] of Object.entries(value as Readonly<Record<string, unknown>>)) {
      if (key === 'properties' && typeof inner === 'object' && inner !== null) Object.keys(inner).forEach((name) => names.add(name));
      walk(inner, depth + 1);
    }
  };
  walk(JSON.parse(json), 0);
  return [...names];
}
