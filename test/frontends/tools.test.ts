import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { CostedCall } from '../../src/core/index.ts';
import type { Location, PromptCall, Tool, WrittenJson } from '../../src/core/ir.ts';
import { matchesGolden } from '../support/golden.ts';
import { printToolSets } from '../support/print-tools.ts';
import { analysed, testService } from '../support/service.ts';
import { aTool, layouts } from '../support/tool-samples.ts';
import { assertEffort } from '../support/effort.ts';

const folder = new URL('./tools/', import.meta.url);
const samples = [...readdirSync(folder), '__toolsnaps__/close_ticket.snap'].filter((name) => /\.(json|yaml|py|mts|snap)$/.test(name));

function costedIn(text: string, uri: string): readonly CostedCall[] {
  return analysed(text, uri).calls(uri);
}

function toolSets(text: string, uri: string): readonly PromptCall[] {
  return costedIn(text, uri)
    .map(({ call }) => call)
    .filter((call) => call.kind === 'tool-set');
}

/** Every text of a definition with its place. */
function textsOf(tool: Tool): { readonly text: string; readonly at: Location }[] {
  const inside = (written: WrittenJson): { text: string; at: Location }[] => {
    if (written.kind === 'list') return written.items.flatMap(inside);
    if (written.kind === 'object') return written.fields.flatMap((field) => [{ text: field.key, at: field.keyAt }, ...inside(field.value)]);
    return typeof written.value === 'string' ? [{ text: written.value, at: written.at }] : [];
  };
  return [
    ...(tool.nameAt === undefined || tool.name === undefined ? [] : [{ text: tool.name, at: tool.nameAt }]),
    ...(tool.descriptionAt === undefined || tool.description === undefined ? [] : [{ text: tool.description, at: tool.descriptionAt }]),
    ...(tool.schema === undefined ? [] : inside(tool.schema)),
  ];
}

/** What stands at a place of JSON, decoded. */
function decoded(text: string, { start, end }: Location): string {
  return JSON.parse(`"${text.slice(start, end)}"`) as string;
}

describe('tool sets', () => {
  for (const name of samples) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const uri = `file:///app/${name}`;

    it(`prints the tools of ${name}`, () => {
      matchesGolden(new URL(`${name}.tools.txt`, folder).pathname, printToolSets(costedIn(text, uri), text, uri));
    });

    it(`finds the same in ${name} with other line ends and a byte order mark`, () => {
      const essence = (source: string): unknown =>
        costedIn(source, uri)
          .filter(({ call }) => call.kind === 'tool-set')
          .map(({ call, cost }) => [call.provider, call.tools.complete, cost.toolSet?.tokens, call.tools.tools.map((tool) => tool.json)]);
      assert.deepEqual(essence(`\uFEFF${text.replaceAll('\n', '\r\n')}`), essence(text));
    });

    it(`never throws on ${name} cut anywhere`, () => {
      for (let length = 0; length < text.length; length += 11) {
        for (const call of toolSets(text.slice(0, length), uri))
          assert.ok(
            call.at.start >= 0 && call.at.start <= call.at.end && call.at.end <= length,
            `${length}: ${call.at.start}–${call.at.end}`,
          );
      }
    });
  }

  it('weighs the snapshots of a folder together, in its first file', () => {
    const [first = '', second = '', third = ''] = ['a', 'b', 'c'].map(
      (name) =>
        `{"name": "${name}_ticket", "description": "Does ${name}", "inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}}}`,
    );
    const files = new Map([
      ['file:///app/__toolsnaps__/a.snap', first],
      ['file:///app/__toolsnaps__/b.snap', second],
      ['file:///app/__toolsnaps__/c.snap', third],
      ['file:///app/other/__toolsnaps__/a.snap', first],
    ]);
    const service = testService();
    service.analyzeProject({ uris: [...files.keys()], read: (uri) => files.get(uri) }, [...files.keys()]);
    const sets = [...files.keys()].map((uri) => service.calls(uri).map(({ call }) => [call.file?.format, call.tools.tools.length]));
    assert.deepEqual(sets, [
      [
        ['tool-folder', 3],
        ['tool-definitions', 1],
      ],
      [['tool-definitions', 1]],
      [['tool-definitions', 1]],
      [['tool-definitions', 1]],
    ]);
    const weights = [...files.keys()].slice(0, 3).map((uri) => service.calls(uri).at(-1)?.cost.toolSet?.tokens ?? 0);
    const [together] = service.calls('file:///app/__toolsnaps__/a.snap');
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const tokens = together?.cost.toolSet?.tokens ?? 0;
    // One list has one pair of brackets.
    assert.ok(tokens <= sum && tokens > sum - 2 * weights.length, `${tokens} of ${sum}`);
  });

  it('has samples with tools, and one without', () => {
    const empty = samples.filter((name) => toolSets(readFileSync(new URL(name, folder), 'utf8'), `file:///app/${name}`).length === 0);
    assert.deepEqual(empty, ['no-tools.json']);
  });

  it('says where each text of generated definitions stands, whatever the layout', () => {
    const service = testService();
    const uri = 'file:///app/tools.json';
    let texts = 0;
    fc.assert(
      fc.property(fc.array(aTool, { minLength: 1, maxLength: 4 }), layouts, (tools, layout) => {
        const text = layout(tools);
        service.open({ uri, languageId: undefined, version: 1, text });
        service.analyzeNow(uri);
        const [set] = service.calls(uri);
        assert.equal(set?.call.tools.tools.length, tools.length);
        for (const tool of set.call.tools.tools) {
          for (const { text: claimed, at } of textsOf(tool)) {
            assert.equal(decoded(text, at), claimed);
            texts++;
          }
        }
      }),
      { numRuns: 500, seed: 20261122 },
    );
    assert.ok(texts > 5_000, `only ${texts} texts`);
  });

  it('reads listings beside a configuration, and says which servers are not listed', () => {
    const files = new Map(
      ['mcp.json', 'tickets.tools.json'].map((name) => [`file:///app/${name}`, readFileSync(new URL(name, folder), 'utf8')]),
    );
    const service = testService();
    service.analyzeProject({ uris: [...files.keys()], read: (uri) => files.get(uri) }, [...files.keys()]);
    const uri = 'file:///app/mcp.json';
    matchesGolden(new URL('mcp-with-listing.txt', folder).pathname, printToolSets(service.calls(uri), files.get(uri) ?? '', uri));
    const [lens] = service.codeLenses(uri);
    assert.match(
      lens?.command?.title ?? '',
      /^2 MCP servers \(1 off\) · tools of wiki: tokens unknown until they are listed · 2 tools · ≈\d+\+ tokens/,
    );
  });

  it('shows each tool for each provider when the pointer rests on the set', () => {
    const text = readFileSync(new URL('listing.json', folder), 'utf8');
    const service = analysed(text, 'file:///app/listing.json');
    const [lens] = service.codeLenses('file:///app/listing.json');
    const position = lens?.range.start ?? { line: 0, character: 0 };
    const hover = service.hover('file:///app/listing.json', position);
    const value = (hover?.contents as { readonly value: string } | undefined)?.value ?? '';
    assert.match(value, /\| tool \| ≈ GPT \| ≈ Claude 4\.7\+ \| ≈ Gemini \|/);
    assert.match(value, /\| create\\_card \| \d+ \| \d+ \| \d+ \|/);
    assert.match(value, /Says nothing new: `\$schema` \d+, unused definitions \d+, generated titles \d+, nullable types \d+ tokens/);
    assert.match(value, /This is one page of the list: the server has more tools\./);
  });

  it('weighs a set for the model of the call that sends it', () => {
    const text = readFileSync(new URL('in-code.py', folder), 'utf8');
    const [set] = costedIn(text, 'file:///app/in-code.py').filter(({ call }) => call.file?.format === 'tools-in-code');
    assert.equal(set?.cost.models[0]?.model, 'claude-opus-5');
    const [other] = costedIn(text.replace('claude-opus-5', 'claude-3-5-haiku-20241022'), 'file:///app/in-code.py').filter(
      ({ call }) => call.file?.format === 'tools-in-code',
    );
    assert.notEqual(other?.cost.toolSet?.tokens, set.cost.toolSet?.tokens);
  });

  it('does not count what is held back for tool search', () => {
    const text = readFileSync(new URL('anthropic.json', folder), 'utf8');
    const tokens = (source: string): number => costedIn(source, 'file:///app/a.json')[0]?.cost.input.tokens ?? 0;
    assert.ok(tokens(text) < tokens(text.replace('"defer_loading": true,', '')) - 20);
  });

  it('takes many sets in one file for data about tools', () => {
    const one = '{"tools": [{"name": "a", "input_schema": {"type": "object", "properties": {}}}]}';
    assert.equal(toolSets(`[${Array(20).fill(one).join(',')}]`, 'file:///app/a.json').length, 20);
    assert.equal(toolSets(`[${Array(21).fill(one).join(',')}]`, 'file:///app/a.json').length, 0);
  });

  it('finds nothing to say about copies that no program sends', () => {
    const dialect = '"$schema": "http://json-schema.org/draft-07/schema#"';
    const text = `[${['a', 'b', 'c'].map((name) => `{"name": "${name}", "inputSchema": {${dialect}, "type": "object"}}`).join(',')}]`;
    const rules = (uri: string): string[] =>
      analysed(text, uri)
        .findings(uri)
        .map(({ rule }) => rule);
    assert.deepEqual(rules('file:///app/src/tools.json'), ['schema-noise']);
    assert.deepEqual(rules('file:///app/docs/tools.json'), []);
    assert.equal(toolSets(text, 'file:///app/docs/tools.json').length, 1);
  });

  it('leaves the tools of a request to the request', () => {
    const tools = '"tools": [{"name": "a", "input_schema": {"type": "object", "properties": {}}}]';
    const request = `{"model": "claude-opus-5", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}], ${tools}}`;
    assert.deepEqual(
      costedIn(request, 'file:///app/a.json').map(({ call }) => call.kind),
      ['request'],
    );
  });
});

describe('hostile tool files', () => {
  const schema = (inner: string): string =>
    `[{"name": "a", "description": "b", "input_schema": {"type": "object", "properties": ${inner}}}]`;
  const cases: Readonly<Record<string, string>> = {
    'a hundred thousand brackets': schema('{"x":'.repeat(100_000)),
    'a hundred thousand tools': `[${Array(100_000).fill('{"name":"a","inputSchema":{"type":"object","properties":{}}}').join(',')}]`,
    'keys of prototypes': schema('{"__proto__": {"type": "string"}, "constructor": {"type": "string"}, "toString": {"type": "string"}}'),
    'a definition that refers to itself': `[{"name":"a","inputSchema":{"$ref":"#/$defs/A","type":"object","$defs":{"A":{"$ref":"#/$defs/A"},"B":{"$ref":"#/$defs/B"}}}}]`,
    'equal keys': `[{"name":"a","inputSchema":{"$schema":"x","type":"object","$schema":"y","properties":{},"properties":{"q":{}}}}]`,
    'wrong kinds everywhere': `[{"name":"a","inputSchema":{"type":["object"],"properties":[],"required":{"a":1},"$defs":[1],"anyOf":{},"title":7,"$schema":null}}]`,
    'broken off': '[{"name": "a", "inputSchema": {"type": "object", "properties": {"q": {"description": "unfinis',
  };
  for (const [name, text] of Object.entries(cases)) {
    it(`gives an answer to ${name}`, () => {
      assertEffort(160, name, () => {
        const service = analysed(text, 'file:///app/tools.json');
        service.findings('file:///app/tools.json');
        service.codeLenses('file:///app/tools.json');
      });
    });
  }

  it('gives an answer to YAML that refers to itself a thousand times', () => {
    const levels = Array.from({ length: 40 }, (_, i) => `l${i}: &l${i} [${i === 0 ? 'x' : `*l${i - 1}, *l${i - 1}, *l${i - 1}`}]`);
    const text = `tools:\n  - name: a\n    input_schema:\n      type: object\n      properties: {}\n${levels.join('\n')}\n`;
    const service = analysed(text, 'file:///app/tools.yaml');
    assert.equal(service.calls('file:///app/tools.yaml').length, 1);
  });
});
