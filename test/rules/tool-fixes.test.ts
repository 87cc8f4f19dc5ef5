import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { python } from '../../src/core/frontends/python/python.ts';
import { readYaml } from '../../src/core/frontends/data/yaml.ts';
import { applyEdits, createLanguageService, overlaps, type Finding } from '../../src/core/index.ts';
import type { Edit } from '../../src/core/ir.ts';
import { hostFor, testService } from '../support/service.ts';
import { aTool, layouts, type Json, type SampleTool } from '../support/tool-samples.ts';

/** Counting is not what is tested here: a cheap count makes thousands of files affordable. */
const service = createLanguageService({ ...hostFor(), countTokens: (text) => Math.ceil(text.length / 3) });

function noiseIn(text: string, uri: string): readonly Finding[] {
  service.open({ uri, languageId: undefined, version: 1, text });
  service.analyzeNow(uri);
  return service.findings(uri).filter((finding) => finding.rule === 'schema-noise');
}

/** All fixes of one safety that can be applied together. */
function editsOf(findings: readonly Finding[], safety: 'safe' | 'review'): readonly Edit[] {
  const edits: Edit[] = [];
  for (const fix of findings.flatMap((finding) => finding.fixes))
    if (fix.safety === safety && !overlaps(fix, edits)) edits.push(...fix.edits);
  return edits;
}

interface Fixed {
  readonly text: string;
  readonly passes: number;
}

function fixAll(source: string, uri: string, safety: 'safe' | 'review', check: (before: string, edits: readonly Edit[]) => void): Fixed {
  let text = source;
  for (let passes = 0; passes < 10; passes++) {
    const edits = editsOf(noiseIn(text, uri), safety);
    if (edits.length === 0) return { text, passes };
    check(text, edits);
    text = applyEdits(text, edits);
  }
  return assert.fail(`no end of fixes:\n${source}`);
}

type Bag = Readonly<Record<string, Json>>;
const isBag = (value: Json | undefined): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fails unless `after` is `before` without some keywords of schemas and some definitions. */
function onlyNoiseIsGone(before: Json, after: Json | undefined, names: 'properties' | 'definitions' | 'keywords'): void {
  if (Array.isArray(before)) {
    assert.ok(Array.isArray(after) && after.length === before.length);
    for (const [i, item] of before.entries()) onlyNoiseIsGone(item as Json, (after as Json[])[i], 'keywords');
    return;
  }
  if (!isBag(before)) {
    assert.deepEqual(after, before);
    return;
  }
  assert.ok(isBag(after));
  for (const [key, value] of Object.entries(before)) {
    if (!Object.hasOwn(after, key)) {
      assert.ok(names === 'definitions' || (names === 'keywords' && ['$schema', 'title', '$defs'].includes(key)), `${key} is gone`);
      continue;
    }
    onlyNoiseIsGone(
      value,
      after[key],
      names !== 'keywords' ? 'keywords' : key === 'properties' ? 'properties' : key === '$defs' ? 'definitions' : 'keywords',
    );
  }
  assert.deepEqual(
    Object.keys(after),
    Object.keys(before).filter((key) => Object.hasOwn(after, key)),
    'the order is kept',
  );
}

/** Fails when a reference of a definition leads nowhere. */
function referencesHold(tools: Json): void {
  const schemas = (Array.isArray(tools) ? tools : []) as readonly SampleTool[];
  for (const tool of schemas) {
    const schema = (tool.input_schema ?? tool.inputSchema) as Bag;
    for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g))
      assert.ok(isBag(schema.$defs) && Object.hasOwn(schema.$defs, name), `${name} is referred to`);
  }
}

function toolsIn(text: string): Json {
  const parsed = JSON.parse(text.replace(/^\uFEFF/, '')) as Bag | readonly Json[];
  if (Array.isArray(parsed)) return parsed as Json;
  const bag = parsed as Bag;
  return (isBag(bag.result) ? bag.result.tools : bag.tools) ?? null;
}

describe('fixes of tool schemas', () => {
  it('safe: 5,000 files of JSON keep every byte but the noise', function () {
    this.timeout(300_000);
    const uri = 'file:///app/tools.json';
    let fixed = 0;
    fc.assert(
      fc.property(fc.array(aTool, { minLength: 1, maxLength: 2 }), layouts, (tools, layout) => {
        const source = layout(tools);
        const { text, passes } = fixAll(source, uri, 'safe', (before, edits) => {
          for (const edit of edits) {
            assert.equal(edit.newText, '');
            assert.ok(edit.start < edit.end && edit.end <= before.length);
          }
        });
        // Fixes that touch each other are not applied together.
        assert.ok(passes <= 3, 'a round for each kind at most');
        if (passes === 0) return;
        fixed++;
        const after = toolsIn(text);
        onlyNoiseIsGone(toolsIn(source), after, 'keywords');
        referencesHold(after);
        assert.equal(text.startsWith('\uFEFF'), source.startsWith('\uFEFF'));
        assert.equal(/[^\r]\n/.test(text), /[^\r]\n/.test(source) && text.includes('\n'));
        assert.deepEqual(editsOf(noiseIn(text, uri), 'safe'), []);
      }),
      { numRuns: 5_000, seed: 6 },
    );
    assert.ok(fixed > 1_500, `only ${fixed} files had something to fix`);
  });

  it('review: the plain type takes the place of `anyOf`, never in strict mode', () => {
    const uri = 'file:///app/tools.json';
    let fixed = 0;
    fc.assert(
      fc.property(fc.array(aTool, { minLength: 1, maxLength: 3 }), layouts, fc.boolean(), (tools, layout, strict) => {
        const source = layout(strict ? tools.map((tool) => ({ ...tool, strict: true })) : tools);
        const { text, passes } = fixAll(source, uri, 'review', () => undefined);
        if (strict) assert.equal(passes, 0);
        if (passes === 0) return;
        fixed++;
        const plain = (value: Json): Json => {
          if (Array.isArray(value)) return value.map((item) => plain(item as Json));
          if (!isBag(value)) return value;
          const { anyOf, ...rest } = value;
          if (!Array.isArray(anyOf) || value.default !== null || anyOf.length !== 2)
            return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
          const { default: _gone, ...others } = rest;
          return { ...(anyOf[0] as Bag), ...others };
        };
        assert.deepEqual(toolsIn(text), plain(toolsIn(source)));
      }),
      { numRuns: 500, seed: 7 },
    );
    assert.ok(fixed > 30, `only ${fixed} files had something to fix`);
  });

  it('safe: YAML keeps its shape', () => {
    const uri = 'file:///app/tools.yaml';
    let fixed = 0;
    fc.assert(
      fc.property(
        fc.array(aTool, { minLength: 1, maxLength: 2 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (tools, lineBreak, flow) => {
          const source = `# Tools\n${yamlOf({ tools }, 0, flow)}\n`.replaceAll('\n', lineBreak);
          const before = readYaml(source);
          assert.equal(before.problem, undefined, source);
          const { text, passes } = fixAll(source, uri, 'safe', () => undefined);
          if (passes === 0) return;
          fixed++;
          const after = readYaml(text);
          assert.equal(after.problem, undefined, text);
          assert.ok(after.value !== undefined && before.value !== undefined);
          onlyNoiseIsGone(plainOf(before.value), plainOf(after.value), 'keywords');
          assert.deepEqual(editsOf(noiseIn(text, uri), 'safe'), []);
        },
      ),
      { numRuns: 500, seed: 8 },
    );
    assert.ok(fixed > 50, `only ${fixed} files had something to fix`);
  });

  it('in programs the same cuts are for review, and the program stays valid', () => {
    const uri = 'file:///app/tools.py';
    let fixed = 0;
    fc.assert(
      fc.property(
        fc.array(aTool, { minLength: 1, maxLength: 2 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (tools, lineBreak, spread) => {
          const literal = JSON.stringify(tools, null, spread ? 4 : 0)
            .replaceAll(/\btrue\b/g, 'True')
            .replaceAll(/\bfalse\b/g, 'False')
            .replaceAll(/\bnull\b/g, 'None');
          const source = `TOOLS = ${literal}\n`.replaceAll('\n', lineBreak);
          assert.ok(!parseAll(python.parser, source).tree.hasErrors(), source);
          assert.deepEqual(editsOf(noiseIn(source, uri), 'safe'), []);
          const { text, passes } = fixAll(source, uri, 'review', () => undefined);
          if (passes === 0) return;
          fixed++;
          assert.ok(!parseAll(python.parser, text).tree.hasErrors(), text);
        },
      ),
      { numRuns: 300, seed: 9 },
    );
    assert.ok(fixed > 80, `only ${fixed} programs had something to fix`);
  });

  it('offers no fix where cutting would lose something', () => {
    const text = (schema: string): string =>
      `[{"name": "a", "input_schema": ${schema}}, {"name": "b", "input_schema": {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}}]`;
    const dialect = '"$schema": "http://json-schema.org/draft-07/schema#"';
    const fixes = (schema: string): number => editsOf(noiseIn(text(schema), 'file:///app/tools.json'), 'safe').length;
    assert.ok(fixes(`{${dialect}, "type": "object"}`) > 0);
    assert.equal(fixes(`{${dialect}, // keep this\n "type": "object"}`), 0);
  });

  it('offers no fix for what a server wrote', () => {
    const dialect = '"$schema": "http://json-schema.org/draft-07/schema#"';
    const listing = `{"jsonrpc": "2.0", "id": 1, "result": {"tools": [{"name": "a", "inputSchema": {${dialect}, "type": "object"}}, {"name": "b", "inputSchema": {${dialect}, "type": "object"}}]}}`;
    const real = testService();
    real.open({ uri: 'file:///app/a.json', languageId: undefined, version: 1, text: listing });
    real.analyzeNow('file:///app/a.json');
    const [finding] = real.findings('file:///app/a.json').filter(({ rule }) => rule === 'schema-noise');
    assert.match(finding?.message ?? '', /the server that writes them can leave them out/);
    assert.deepEqual(finding?.fixes, []);
  });
});

/** A value as YAML in blocks, or in one line from the schemas on. */
function yamlOf(value: Json, depth: number, flow: boolean): string {
  if (!isBag(value) && !Array.isArray(value)) return JSON.stringify(value);
  if ((flow && depth >= 3) || Object.keys(value).length === 0) return JSON.stringify(value);
  const pad = '  '.repeat(depth);
  const inner = (item: Json): string => {
    const text = yamlOf(item, depth + 1, flow);
    const block = (isBag(item) || Array.isArray(item)) && !/^[[{]/.test(text);
    return block ? `\n${text}` : ` ${text}`;
  };
  if (Array.isArray(value)) return value.map((item) => `${pad}-${inner(item as Json)}`).join('\n');
  return Object.entries(value as Bag)
    .map(([key, item]) => `${pad}${JSON.stringify(key)}:${inner(item)}`)
    .join('\n');
}

type Expr = NonNullable<ReturnType<typeof readYaml>['value']>;

function plainOf(expr: Expr): Json {
  switch (expr.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return expr.value;
    case 'list':
      return expr.items.map((item) => plainOf(item.value));
    case 'dict':
      return Object.fromEntries(expr.entries.map(({ key, value }) => [key?.kind === 'text' ? key.value : '?', plainOf(value)]));
    default:
      return null;
  }
}
