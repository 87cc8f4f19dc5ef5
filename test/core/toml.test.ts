import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readToml } from '../../src/core/frontends/data/toml.ts';
import { toSource } from '../../src/core/frontends/source-map.ts';
import type { Expr, TextExpr } from '../../src/core/facts.ts';

/** A value as plain data. */
function plain(expr: Expr | undefined): unknown {
  switch (expr?.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return expr.value;
    case 'list':
      return expr.items.map(({ value }) => plain(value));
    case 'dict':
      return Object.fromEntries(expr.entries.map(({ key, value }) => [plain(key), plain(value)]));
    default:
      return expr?.kind === 'unknown' ? `<${expr.reason}>` : undefined;
  }
}

function textsIn(expr: Expr | undefined): TextExpr[] {
  if (expr?.kind === 'text') return [expr];
  if (expr?.kind === 'list') return expr.items.flatMap(({ value }) => textsIn(value));
  if (expr?.kind === 'dict') return expr.entries.flatMap(({ key, value }) => [...textsIn(key), ...textsIn(value)]);
  return [];
}

describe('TOML', () => {
  const cases: readonly (readonly [title: string, source: string, expected: unknown])[] = [
    ['pairs, dotted and quoted names', 'a = 1\nb.c = true\n"x y"."z" = \'p\'', { a: 1, b: { c: true }, 'x y': { z: 'p' } }],
    [
      'tables and arrays of tables',
      '[a.b]\nc = 1\n[[t]]\nn = 1\n[[t]]\nn = 2\n[t.u]\nm = 3',
      {
        a: { b: { c: 1 } },
        t: [{ n: 1 }, { n: 2, u: { m: 3 } }],
      },
    ],
    ['numbers', 'a = 1_000\nb = -0.5e3\nc = 0xff\nd = 0o17\ne = 0b11\nf = +7', { a: 1000, b: -500, c: 255, d: 15, e: 3, f: 7 }],
    [
      'what is no JSON value',
      'a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00\nc = inf',
      {
        a: '<a date or time>',
        b: '<a date or time>',
        c: '<a number without bounds>',
      },
    ],
    ['lists and tables in lines', 'a = [1, 2, # two\n 3,]\nb = {c = "d", e.f = [{}]}', { a: [1, 2, 3], b: { c: 'd', e: { f: [{}] } } }],
    ['texts', String.raw`a = "q\" \\ \u00e9 \U0001F600"` + "\nb = 'c:\\d'", { a: 'q" \\ é 😀', b: 'c:\\d' }],
    [
      'texts of many lines',
      'a = """\none\r\ntwo \\\n   three"""\nb = \'\'\'\n\\n\'\'\'\nc = """a"b""c"""""',
      {
        a: 'one\r\ntwo three',
        b: '\\n',
        c: 'a"b""c""',
      },
    ],
    ['comments, a byte order mark', '\uFEFF# first\na = "#" # not a comment in quotes\n', { a: '#' }],
    ['the last of equal keys', 'a = 1\na = 2', { a: 2 }],
  ];
  for (const [title, source, expected] of cases)
    it(title, () => {
      const { value, problem } = readToml(source);
      assert.equal(problem, undefined);
      assert.deepEqual(plain(value), expected);
    });

  const broken: readonly (readonly [source: string, expected: unknown, problem: string])[] = [
    ['a = \nb = 2', { b: 2 }, 'line 1: a value is expected'],
    ['a = 1\nb = word\nc = 3', { a: 1, c: 3 }, 'line 2: a text must stand in quotes'],
    ['a = "open\nb = 2', { b: 2 }, 'line 1: a text is not closed'],
    ['[a\nb = 2', { b: 2 }, 'line 1: the name of a table is not closed'],
    ['a = 1 b = 2\nc = 3', { a: 1, c: 3 }, 'line 1: one value per line is expected'],
    ['a = 1\n[a.b]\nc = 3', { a: 1, c: 3 }, 'line 2: “a” is a value and no table'],
    [String.raw`a = "\q"`, { a: '\\q' }, String.raw`line 1: \q is no escape`],
  ];
  for (const [source, expected, problem] of broken)
    it(`tells what is wrong and goes on: ${JSON.stringify(source)}`, () => {
      const read = readToml(source);
      assert.equal(read.problem, problem);
      assert.deepEqual(plain(read.value), expected);
    });

  it('survives nesting, length and names of prototypes', () => {
    assert.match(readToml(`a = ${'['.repeat(100_000)}`).problem ?? '', /nested too deeply/);
    assert.match(readToml(`a = ${'{b='.repeat(50_000)}`).problem ?? '', /nested too deeply/);
    assert.match(readToml(`[${'a.'.repeat(5_000)}a]`).problem ?? '', /nested too deeply/);
    assert.match(readToml(`a = [${'1,'.repeat(100_000)}]`).problem ?? '', /too many values/);
    assert.match(readToml('a'.repeat(600_000)).problem ?? '', /not read/);
    assert.deepEqual(plain(readToml('__proto__.a = 1').value), Object.fromEntries([['__proto__', { a: 1 }]]));
  });

  it('every text leads back to its source, whatever is written (property)', () => {
    const unit = fc.constantFrom('a', 'é', '😀', ' ', '\n', '\r\n', '\t', '"', "'", '\\', '#', '{{x}}');
    const text = fc.array(unit, { maxLength: 30 }).map((units) => units.join(''));
    const escaped = (value: string): string =>
      value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
    const forms: readonly ((value: string) => string | undefined)[] = [
      (value) => `"${escaped(value)}"`,
      (value) => `"""\n${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"""`,
      (value) => (/['\r\n]/.test(value) ? undefined : `'${value}'`),
      (value) => (value.includes("'") ? undefined : `'''\n${value}'''`),
    ];
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.constantFrom(...forms)), { minLength: 1, maxLength: 6 }), (pairs) => {
        const kept = pairs.flatMap(([content, form]) => {
          const written = form(content);
          return written === undefined ? [] : [{ content, written }];
        });
        const source = kept.map(({ written }, i) => `[t${i}]\nkey = ${written} # end\n`).join('');
        const { value, problem } = readToml(source);
        assert.equal(problem, undefined, source);
        assert.deepEqual(plain(value), Object.fromEntries(kept.map(({ content }, i) => [`t${i}`, { key: content }])));
        const texts = textsIn(value);
        for (const one of texts)
          for (let i = 0; i < one.value.length; i++) {
            const at = toSource(one.map, i);
            assert.ok(at >= one.start && at < one.end, `${JSON.stringify(one)} at ${i}: ${at}`);
            assert.ok(source[at] === one.value[i] || source[at] === '\\' || /[\uDC00-\uDFFF]/.test(one.value[i] ?? ''));
          }
      }),
      { numRuns: 400 },
    );
  });
});
