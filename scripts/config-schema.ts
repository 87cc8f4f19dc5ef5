/** The JSON schema of pennylint.yaml and the table of its keys, from the shape that the reader uses. `npm run gen` writes both. */
import { configShape, type Shape } from '../src/core/index.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The schema as the text of `schemas/pennylint.schema.json`. */
export function configSchemaText(): string {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Pennylint configuration',
    description: 'Prices, names of models, how often calls run, budgets and rules. Never a URL, header, key or environment variable.',
    ...schemaOf(configShape),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case 'text':
      return { type: ['string', 'number'] };
    case 'number':
      return { type: shape.integer ? 'integer' : 'number', minimum: shape.minimum, maximum: shape.maximum };
    case 'flag':
      return { type: 'boolean' };
    case 'choice':
      return { enum: shape.values };
    case 'list': {
      const list = { type: 'array', items: schemaOf(shape.of) };
      return shape.alone ? { anyOf: [schemaOf(shape.of), list] } : list;
    }
    case 'map':
      return { type: ['object', 'null'], additionalProperties: schemaOf(shape.of) };
    case 'keys': {
      const properties = Object.entries(shape.keys).map(([key, { doc, shape: value }]): [string, Schema] => [
        key,
        { description: doc.replaceAll('`', ''), markdownDescription: doc, ...schemaOf(value) },
      ]);
      return { type: ['object', 'null'], properties: Object.fromEntries(properties), additionalProperties: false };
    }
    case 'either':
      return { anyOf: [schemaOf(shape.short), schemaOf(shape.full)] };
  }
}

/** Every key with what it means, as a Markdown table for `docs/configuration.md`. */
export function configKeyTable(): string {
  const rows: string[] = [];
  for (const [key, { doc, shape }] of Object.entries(configShape.keys)) {
    rows.push(`| \`${key}\` | ${cell(doc)} |`);
    // The keys of a rule are the same for every rule and described in the text.
    if (key !== 'rules') rows.push(...rowsBelow(shape, key));
  }
  return ['| key | meaning |', '|---|---|', ...rows].join('\n');
}

function rowsBelow(shape: Shape, path: string): string[] {
  switch (shape.kind) {
    case 'keys':
      return Object.entries(shape.keys).flatMap(([key, { doc, shape: inner }]) => [
        `| \`${path}.${key}\` | ${cell(doc)} |`,
        ...rowsBelow(inner, `${path}.${key}`),
      ]);
    case 'map':
      return rowsBelow(shape.of, `${path}.<name>`);
    case 'list':
      return rowsBelow(shape.of, `${path}[]`);
    case 'either':
      return rowsBelow(shape.full, path);
    default:
      return [];
  }
}

function cell(doc: string): string {
  return doc.replaceAll('|', '\\|');
}
