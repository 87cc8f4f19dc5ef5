import type { WrittenJson } from '../ir.ts';
import { fieldOf, textOf } from '../tool-sets/written.ts';
import { defineRule } from './rule.ts';
import { toolContext } from './tool-context.ts';

/** Finds tool schemas that lost their parameters. */
export const emptyToolSchema = defineRule({
  id: 'empty-tool-schema',
  summary: 'The schema of a tool lost its parameters, usually in a converter of another version.',
  category: 'tools',
  severity: 'error',
  messages: {
    nothing:
      'The schema of `{{tool}}` has only `$schema`: neither a type nor parameters. A converter that does not know the version of the schema library writes this; the API rejects it, or the model guesses the arguments.',
    required:
      'The schema of `{{tool}}` requires {{names}} but describes no such parameter: the model guesses what to send, and wrong calls are paid for.',
  },
  check(call, context) {
    const tools = toolContext(call, context);
    for (const tool of tools?.own ?? []) {
      const { schema } = tool;
      if (schema?.kind !== 'object') continue;
      const name = tool.name ?? 'tool';
      if (isBare(schema)) {
        context.report({ at: fieldOf(schema, '$schema')?.keyAt ?? schema.at, messageId: 'nothing', data: { tool: name } });
        continue;
      }
      const missing = missingProperties(schema);
      if (missing.length === 0) continue;
      const names = missing.map((one) => `\`${one}\``).join(', ');
      context.report({ at: fieldOf(schema, 'required')?.keyAt ?? schema.at, messageId: 'required', data: { tool: name, names } });
    }
  },
});

/** Keywords that say nothing about parameters. */
const EMPTY: ReadonlySet<string> = new Set(['$schema', 'title', 'description', 'additionalProperties', '$defs', 'definitions']);

function isBare(schema: WrittenJson & { readonly kind: 'object' }): boolean {
  return textOf(schema, '$schema') !== undefined && schema.fields.every(({ key }) => EMPTY.has(key));
}

/** Names that are required of an object whose properties are all gone. */
function missingProperties(schema: WrittenJson & { readonly kind: 'object' }): string[] {
  const required = fieldOf(schema, 'required')?.value;
  const properties = fieldOf(schema, 'properties')?.value;
  if (required?.kind !== 'list' || (properties !== undefined && !(properties.kind === 'object' && properties.fields.length === 0)))
    return [];
  if (['$ref', 'anyOf', 'oneOf', 'allOf', 'patternProperties'].some((key) => fieldOf(schema, key) !== undefined)) return [];
  return required.items.flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : []));
}
