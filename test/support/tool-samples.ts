import fc from 'fast-check';

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A definition in Anthropic's or the protocol's spelling. */
export interface SampleTool {
  readonly name: string;
  readonly [key: string]: Json;
}

const words = fc.constantFrom(
  'Id of the ticket.',
  'Line\nbreak and\ttab',
  'Quotes " and \\ and / slashes',
  'Emoji 😀🧾 and ümläuts',
  '\u2028 separators \u0000 and controls',
  '',
  'https://example.com/a?b=c#d',
  'a, b: {c} [d] // no comment /* none */',
);
const propertyName = fc.constantFrom('id', 'repo_name', 'title', '$schema', 'default', 'dueDate', 'größe', 'a b', 'x/y~z', '$defs');

/** Some noise or none: what generators add to any schema. */
const noise = (name: string): fc.Arbitrary<Record<string, Json>> =>
  fc.constantFrom<Record<string, Json>>(
    {},
    {},
    { title: name },
    { title: name.replaceAll('_', ' ').toUpperCase() },
    { title: 'Something that is no name at all' },
  );

const leaf: fc.Arbitrary<Record<string, Json>> = fc
  .record({
    type: fc.constantFrom('string', 'integer', 'boolean'),
    description: fc.option(words, { nil: undefined }),
    enum: fc.option(fc.constant(['a', 'b']), { nil: undefined }),
    default: fc.option(fc.constantFrom<Json>('x', null, 3), { nil: undefined }),
  })
  .map((value) => Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Record<string, Json>);

const nullable: fc.Arbitrary<Record<string, Json>> = leaf.map((inner) => ({
  anyOf: [{ type: inner.type ?? 'string' }, { type: 'null' }],
  default: null,
}));
const reference = fc.constantFrom<Record<string, Json>>({ $ref: '#/$defs/Used' }, { $ref: '#/$defs/Chain' });

const property = (name: string): fc.Arbitrary<Json> =>
  fc
    .tuple(fc.oneof(leaf, leaf, nullable, reference), noise(name), fc.boolean())
    .map(([schema, extra, first]) => (first ? { ...extra, ...schema } : { ...schema, ...extra }));

const definitions: Record<string, Json> = {
  Used: { type: 'object', properties: { id: { type: 'string', title: 'Id' } } },
  Chain: { type: 'array', items: { $ref: '#/$defs/Link' } },
  Link: { type: 'string', title: 'Link' },
  Dead: { type: 'object', properties: { inner: { $ref: '#/$defs/DeadToo' } } },
  DeadToo: { type: 'string', description: 'Only the dead speak of it' },
};

const schema: fc.Arbitrary<Json> = fc
  .uniqueArray(propertyName, { maxLength: 4 })
  .chain((names) =>
    fc.tuple(
      fc.tuple(...names.map((name) => property(name).map((value) => [name, value] as const))),
      fc.constantFrom<Record<string, Json>>({}, { $schema: 'http://json-schema.org/draft-07/schema#' }),
      fc.constantFrom<Record<string, Json>>({}, { $defs: definitions }, { $defs: { Dead: { type: 'string' } } }),
      fc.constantFrom<Record<string, Json>>({}, { additionalProperties: false }, { required: [] }),
      fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5, maxLength: 5 }),
    ),
  )
  .map(([properties, dialect, defs, more, order]) => {
    const needed = JSON.stringify(properties).includes('$ref') ? { $defs: definitions } : defs;
    const parts: readonly Record<string, Json>[] = [
      { type: 'object' },
      { properties: Object.fromEntries(properties) },
      dialect,
      needed,
      more,
    ];
    return Object.fromEntries(order.flatMap((index) => Object.entries(parts[index] ?? {})));
  });

/** A definition with schemas as people and generators write them. */
export const aTool: fc.Arbitrary<SampleTool> = fc
  .record({
    name: fc.constantFrom('find_invoice', 'list_orders', 'move-card', 'x'),
    description: words,
    key: fc.constantFrom('input_schema', 'inputSchema'),
    schema,
  })
  .map(({ name, description, key, schema: inner }) => ({ name, description, [key]: inner }));

/** Ways to write a list of definitions down. */
export const layouts: fc.Arbitrary<(tools: readonly SampleTool[]) => string> = fc
  .record({
    indent: fc.constantFrom<string | number>(0, 2, 4, '\t'),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF'),
    escaped: fc.boolean(),
    around: fc.constantFrom('list', 'object', 'answer'),
    loose: fc.boolean(),
  })
  .map(({ indent, lineBreak, mark, escaped, around, loose }) => (tools) => {
    const value = around === 'list' ? tools : around === 'object' ? { version: 1, tools } : { result: { tools } };
    const text = JSON.stringify(value, null, indent);
    const spaced = loose && indent === 0 ? text.replaceAll('":', '" : ') : text;
    const plain = escaped ? spaced.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : spaced;
    return mark + plain.replaceAll('\n', lineBreak);
  });
