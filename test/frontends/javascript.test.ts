import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { frontEndFor } from '../../src/core/frontends/index.ts';
import { javascript, typescript, typescriptReact } from '../../src/core/frontends/javascript/javascript.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { toSource } from '../../src/core/frontends/source-map.ts';
import type { FrontEnd } from '../../src/core/frontends/front-end.ts';
import type { CallExpr, Expr, FileFacts } from '../../src/core/facts.ts';
import { matchesGolden } from '../support/golden.ts';
import { printExpr, printFacts } from '../support/print.ts';

const folder = new URL('./javascript/', import.meta.url);
// Samples end in `.txt`, so that no tool takes them for code of this project.
const samples = readdirSync(folder)
  .filter((name) => /\.(?:ts|tsx|js)\.txt$/.test(name))
  .map((name) => name.slice(0, -'.txt'.length));

function sample(name: string): string {
  return readFileSync(new URL(`${name}.txt`, folder), 'utf8');
}

function factsOf(text: string, frontEnd: FrontEnd = typescript): FileFacts {
  return frontEnd.facts('file:///x.ts', parseAll(frontEnd.parser, text).tree);
}

function frontEndOf(name: string): FrontEnd {
  const frontEnd = frontEndFor(name, undefined);
  assert.ok(frontEnd !== undefined, `no front end for ${name}`);
  return frontEnd;
}

/** Facts with the exports, which the shared printer leaves out. */
function print(facts: FileFacts, text: string): string {
  const exports = [...(facts.exports ?? [])].map(([name, fact]) =>
    fact.kind === 'local' ? `export ${name} = ${fact.name}\n` : `export ${name} from ${fact.module} name ${fact.name ?? '-'}\n`,
  );
  return printFacts(facts, text) + exports.join('') + facts.starExports.map((module) => `export * from ${module}\n`).join('');
}

function callNames(facts: FileFacts): string[] {
  return facts.calls.map((call) => printExpr(call.callee));
}

describe('JavaScript front end', () => {
  for (const name of samples) {
    it(`prints the facts of ${name}`, () => {
      const text = sample(name);
      const facts = factsOf(text, frontEndOf(name));
      matchesGolden(new URL(`${name}.facts.txt`, folder).pathname, print(facts, text));
    });
  }

  it('takes each kind of file for what it is', () => {
    assert.equal(frontEndFor('file:///a.MTS', undefined), typescript);
    assert.equal(frontEndFor('file:///a.tsx', 'typescript'), typescript);
    assert.equal(frontEndFor('file:///a.tsx', undefined), typescriptReact);
    assert.equal(frontEndFor('untitled:1', 'typescriptreact'), typescriptReact);
    assert.equal(frontEndFor('file:///a.cjs', undefined), javascript);
    assert.equal(frontEndFor('untitled:1', 'javascriptreact'), javascript);
    assert.equal(frontEndFor('file:///a.css', 'css'), undefined);
  });

  for (const name of ['calls.ts', 'statements.ts', 'component.tsx']) {
    it(`gives the same facts of ${name} after random edits as a fresh parse`, () => {
      const base = sample(name);
      const frontEnd = frontEndOf(name);
      const snippets = ['', 'x', '"', "'", '`', '${', '(', ')', '[', '{', '}', '\n', '\r', '\r\n', '😀', ':', ',', '//', '/*', '*/', '/']
        .concat(['=>', ' is ', '?.', '!', '<', '>', '\\', 'async ', 'await ', 'class A {', 'function f() {', 'type ', '\uFEFF', '\0'])
        .concat([': value is T ', 'catch (e: any) ', '<p>', '</p>', '{/* c */}']);
      const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(12), insert: fc.constantFrom(...snippets) });
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
          let text = base;
          let result = parseAll(frontEnd.parser, text);
          for (const { at, remove, insert } of edits) {
            const start = Math.floor(at * text.length);
            const end = Math.min(text.length, start + remove);
            text = text.slice(0, start) + insert + text.slice(end);
            result = parseAll(frontEnd.parser, text, result.state, [{ start, end, insertedLength: insert.length }]);
          }
          assert.equal(print(frontEnd.facts('file:///x.ts', result.tree), text), print(factsOf(text, frontEnd), text));
        }),
        { numRuns: 100 },
      );
    });
  }

  it('keeps the calls around a call that is typed with its brackets closed', () => {
    const before = 'const client = new OpenAI();\nclient.chat.completions.create({ model: "gpt-4o", messages: [] });\n';
    const start = 'const r = ';
    const call = 'await client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: `Hi ${name}` }], n: 1 });';
    const after = '\nclient.responses.create({ model: "gpt-4o", input: "x" });\n';
    for (const [typed, closing] of typing(call)) {
      const names = callNames(factsOf(before + start + typed + closing + after));
      const message = `after ${JSON.stringify(typed)}`;
      assert.ok(names.includes('client.chat.completions.create'), message);
      // A line that ends in a dot takes the next one with it, in JavaScript too.
      assert.ok(
        names.some((name) => name.endsWith('client.responses.create')),
        message,
      );
    }
  });

  it('sees the call itself as soon as its parentheses stand', () => {
    const call = 'client.responses.create({ model: "gpt-4o", input: ["a", `b ${c}`] })';
    const opened = call.indexOf('(') + 1;
    for (const [typed, closing] of typing(call)) {
      if (typed.length < opened) continue;
      assert.deepEqual(callNames(factsOf(`f();\n${typed}${closing};\ng();\n`)), ['f', 'client.responses.create', 'g'], typed);
    }
  });

  it('maps every decoded text back to its source', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\\n',
        '\\t',
        '\\\\',
        '\\x41',
        '\\u00e9',
        '\\u{1F600}',
        '\\101',
        '\\q',
        '\\0',
        '😀',
        'é',
        '\\\n',
        '\\\r\n',
        ' ',
        'abc',
      ),
      fc.constantFrom('${x}', '\r\n', '\n', '\r', '$', '{', '}'),
      fc.string({ maxLength: 4 }).map((text) => text.replace(/["'\\{}`$]/g, '')),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('"', "'", '`', 'String.raw`'), (pieces, opening) => {
        const quote = opening.slice(-1);
        const kept = quote === '`' ? pieces : pieces.map((text) => (text.startsWith('\\') ? text : text.replace(/[\r\n]/g, '')));
        const source = `x = ${opening}${kept.join('')}${quote};\n`;
        for (const text of textsOf(factsOf(source))) {
          for (let i = 0; i < text.value.length; i++) {
            const from = toSource(text.map, i);
            assert.ok(from >= text.start && from <= text.end, `offset ${i} of ${JSON.stringify(text.value)} leads outside`);
            const unit = text.value[i] ?? '';
            // A unit that the source spells out stands exactly where the map says.
            if (/^[a-z]$/.test(unit) && source[from] !== '\\') assert.equal(source[from], unit);
          }
          assert.ok(toSource(text.map, text.value.length) <= text.end);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('decodes strings and templates as JavaScript does', () => {
    const literals: readonly (readonly [string, string])[] = [
      ['"a\\n\\x41\\u{1F600}\\0\\q"', 'a\nA😀\0q'],
      ["'\\101\\477\\b\\v\\\n\\\r\nx'", "A'7\b\vx"],
      ["'\\u{110000}\\x4'", '\\u{110000}\\x4'],
      ['`a\\`\\${b}$ {c}\\u0041\r\n`', 'a`${b}$ {c}A\n'],
      ['String.raw`\\n\\u0041`', '\\n\\u0041'],
    ];
    for (const [source, value] of literals) assert.equal(textsOf(factsOf(`x = ${source};`))[0]?.value, value, source);
  });

  it('reads line ends of every kind, a byte order mark and emoji', () => {
    const text = '\uFEFFconst a = `x\r\n${b}\r\ny`;\r\n// 😀 pennylint: ignore\r\nconst c = f("😀");\r\n';
    const facts = factsOf(text);
    const a = facts.scopes[0]?.bindings.get('a')?.[0];
    assert.equal(a?.value === undefined ? '' : printExpr(a.value), 'f("x\\n" {b} "\\ny")');
    assert.deepEqual(
      facts.comments.map((comment) => [comment.text, text.slice(comment.start, comment.end)]),
      [['😀 pennylint: ignore', '// 😀 pennylint: ignore']],
    );
    const [call] = facts.calls;
    assert.equal(call === undefined ? '' : text.slice(call.start, call.end), 'f("😀")');
    assert.equal(facts.broken, false);
  });

  it('bridges what the grammar does not know', () => {
    const valid = [
      'const f = (x): x is string => g(x); h();',
      'const f = (x: unknown): asserts x is A<B> => g(x);',
      'try { a(); } catch (error: unknown) { b(); }',
      "import data from './x.json' with { type: 'json' };",
      "const x = await import('./x.json', { with: { type: 'json' } });",
      'let resolve!: () => void;',
      'export { a, type B, type C as D };',
      "export type * from './types';",
      "const m = await load<typeof import('./m')>();",
      'const f = async <T extends A<B>>(x: T) => { await g(x); };',
      "import fs = require('fs');",
      '@d() export class A {}',
      "import D, * as ns from 'm';",
      "const s = 'a\\\r\nb';",
    ];
    for (const text of valid) assert.equal(factsOf(text).broken, false, text);
    assert.equal(factsOf('const x = <p>{/* c */}<b/></p>;', typescriptReact).broken, false);
    for (const text of ['f(', 'const a = ;', 'class {', 'if (a', '"x']) assert.equal(factsOf(text).broken, true, text);
  });

  it('survives deep nesting', () => {
    for (const text of [
      '['.repeat(20_000),
      '('.repeat(20_000) + ')'.repeat(20_000),
      'if (x) {'.repeat(2_000),
      `x = ${'"a" + '.repeat(5_000)}"b"`,
      '{'.repeat(5_000),
      'f(() => '.repeat(2_000),
      '`${'.repeat(2_000),
      `x${'.f()'.repeat(5_000)}`,
      `if (a) b(); ${'else if (c) d(); '.repeat(3_000)}`,
      'a ? b : '.repeat(3_000),
      'async <'.repeat(2_000),
      'catch ('.repeat(2_000),
    ])
      factsOf(text);
    factsOf('<a>'.repeat(3_000), typescriptReact);
  });

  it('finds every call of a long chain', () => {
    assert.equal(factsOf(`x${'.f(g())'.repeat(1_000)}`).calls.length, 2_000);
    assert.equal(factsOf(`if (a) b(); ${'else if (c()) d(); '.repeat(1_000)}`).calls.length, 2_001);
  });
});

/** Every state of typing a line in an editor that closes brackets and quotes: what is typed, and what stands behind the cursor. */
function* typing(line: string): Generator<[string, string]> {
  const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
  const open: string[] = [];
  for (let i = 0; i <= line.length; i++) {
    yield [line.slice(0, i), open.toReversed().join('')];
    const unit = line[i] ?? '';
    const inText = /["'`]/.test(open.at(-1) ?? '');
    if (unit === open.at(-1)) open.pop();
    else if (!inText && /["'`]/.test(unit)) open.push(unit);
    else if (closers[unit] !== undefined && (!inText || (unit === '{' && line[i - 1] === '$'))) open.push(closers[unit]);
  }
}

function textsOf(facts: FileFacts): Extract<Expr, { kind: 'text' }>[] {
  const result: Extract<Expr, { kind: 'text' }>[] = [];
  const visit = (expr: Expr | undefined): void => {
    if (expr === undefined) return;
    if (expr.kind === 'text') result.push(expr);
    else if (expr.kind === 'template') for (const part of expr.parts) if (part.kind === 'text') result.push(part);
    if (expr.kind === 'join') expr.operands.forEach(visit);
    if (expr.kind === 'call')
      expr.args.forEach((argument: CallExpr['args'][number]) => {
        visit(argument.value);
      });
  };
  for (const scope of facts.scopes) for (const bindings of scope.bindings.values()) for (const binding of bindings) visit(binding.value);
  return result;
}
