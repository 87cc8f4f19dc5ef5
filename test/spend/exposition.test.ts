import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanLabel, HIDDEN, readExposition, scanExposition, type PageText } from '../../src/core/spend/index.ts';

/** Samples as `name{key=value,…} value`. */
function read(text: string): string[] | string {
  const result = readExposition(text);
  if ('reason' in result) return result.reason;
  return result.samples.map(({ name, labels, value }) => `${name}{${[...labels].map(([key, of]) => `${key}=${of}`).join(',')}} ${value}`);
}

describe('exposition text', () => {
  it('is read in all its forms', () => {
    for (const [text, expected] of [
      ['a 1', ['a{} 1']],
      ['a 1\n', ['a{} 1']],
      ['a 1\r\nb 2\r\n', ['a{} 1', 'b{} 2']],
      ['a{x="1"} 1.5e-05\n', ['a{x=1} 0.000015']],
      ['a{x="1",} 0.0000100000\n', ['a{x=1} 0.00001']],
      ['a{x="q\\"b\\\\s\\nn,}{"} 2\n', ['a{x=q"b\\s\nn,}{} 2']],
      ['a +Inf\nb -Inf\nc NaN\n', ['a{} Infinity', 'b{} -Infinity', 'c{} NaN']],
      ['a{x="1"} 3 1795310400000\n', ['a{x=1} 3']],
      ['a_total{x="1"} 3 # {trace_id="abc"} 0.5\n# EOF\nb 9\n', ['a_total{x=1} 3']],
      ['# HELP a b\n# TYPE a counter\n# UNIT a {token}\n# anything\na 1\n', ['a{} 1']],
      ['vllm:prompt_tokens_total{m="q"} 5\n', ['vllm:prompt_tokens_total{m=q} 5']],
      ['{"gen_ai.client.token.usage","gen_ai.token.type"="input"} 5\n', ['gen_ai.client.token.usage{gen_ai.token.type=input} 5']],
      ['h_sum{le="x",a="1"} 1\nh_count{a="1"} 2\nh_sum{a="2"} 3\n', ['h_sum{le=x,a=1} 1', 'h_count{a=1} 2', 'h_sum{a=2} 3']],
      ['  a  {x="1"}   4  \n', ['a{x=1} 4']],
      ['a{x="\u{1f600} é"} 1\n', ['a{x=\u{1f600} é} 1']],
      ['good 1\nbad{x="1" 2\nworse\nalso{x=1} 2\ngood2 3\n', ['good{} 1', 'good2{} 3']],
      ['a{__proto__="1",constructor="2"} 1\n', ['a{__proto__=1,constructor=2} 1']],
      ['\ufeffa 1\n', ['a{} 1']],
    ] as const) {
      assert.deepEqual(read(text), expected, JSON.stringify(text));
    }
  });

  it('is refused in words when it is something else', () => {
    for (const [text, reason] of [
      ['', /empty/],
      ['  \n \n', /empty/],
      ['<!doctype html><html>…', /web page/],
      ['\n\n<html>', /web page/],
      ['{"error":{"message":"no key"}}', /JSON/],
      ['{}', /JSON/],
      ['[]', /JSON/],
      ['404 page not found\n', /not metrics/],
      ['# TYPE a counter\n', /no metrics yet/],
    ] as const) {
      const result = read(text);
      assert.ok(typeof result === 'string', text);
      assert.match(result, reason);
    }
  });

  it('is the same in parts, wherever they end', () => {
    const told = (page: PageText): unknown => {
      const seen: unknown[] = [];
      const result = scanExposition(page, {
        metric: (name) => (seen.push(name), name.length),
        declared: (name) => seen.push(`declared ${name}`),
        sample: (metric, hash, text, from, to, value) => seen.push([metric, hash, text.slice(from, to), value]),
      });
      return {
        result,
        samples: seen.filter((each) => typeof each !== 'string'),
        names: new Set(seen.filter((each) => typeof each === 'string')),
      };
    };
    const line = fc.oneof(
      fc.constantFrom(
        'a 1',
        'a{b="c"} 2',
        'a{b="}"} 3 # {t="}"} 1',
        '{"a.b",c="d"} 4',
        '# TYPE a counter',
        '# EOF',
        '',
        ' ',
        'a{',
        '\uFEFFa 1',
        '<html>',
      ),
      fc.string({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.array(fc.nat(400)), (lines, ending, cuts) => {
        const text = lines.join(ending);
        const parts: string[] = [];
        let at = 0;
        for (const cut of cuts) parts.push(text.slice(at, (at += cut)));
        parts.push(text.slice(at));
        assert.deepEqual(told(parts), told(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('survives any text at all', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', '_', '{', '}', '"', '\\', '=', ',', ' ', '\n', '1', '.', '#', 'e', '\u0000', 'é'),
          maxLength: 200,
        }),
        (text) => {
          readExposition(text);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('gives back what was written', () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,10}$/);
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(name, fc.dictionary(name, fc.string({ unit: 'grapheme' }), { noNullPrototype: true }), fc.double({ noNaN: true })),
          { minLength: 1 },
        ),
        (samples) => {
          const escape = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
          const page = samples.map(([metric, labels, value]) => {
            const inner = Object.entries(labels).map(([key, text]) => `${key}="${escape(text)}"`);
            return `${metric}{${inner.join(',')}} ${value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : value}`;
          });
          const result = readExposition(`${page.join('\n')}\n`);
          assert.ok('samples' in result);
          assert.deepEqual(
            result.samples.map(({ name: metric, labels, value }) => [metric, Object.fromEntries(labels), value + 0]),
            samples.map(([metric, labels, value]) => [metric, labels, value + 0]),
          );
        },
      ),
    );
  });
});

describe('labels', () => {
  it('drop what is secret or personal, and what changes how text is shown', () => {
    for (const [value, expected] of [
      ['gpt-4o', 'gpt-4o'],
      ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5-20250929'],
      ['us.anthropic.claude-opus-4-5-20251101-v1:0', 'us.anthropic.claude-opus-4-5-20251101-v1:0'],
      ['key-service', 'key-service'],
      ['u-1017', 'u-1017'],
      ['3f2b8a52-1c9e-4a55-9d2e-000000000001', '3f2b8a52-1c9e-4a55-9d2e-000000000001'],
      ['v1.2.3.4-beta', 'v1.2.3.4-beta'],
      ['None', undefined],
      ['', undefined],
      ['null', undefined],
      [undefined, undefined],
      [{}, undefined],
      [7, '7'],
      ['ada@example.org', HIDDEN.mail],
      ['Ada <ada@example.org>', HIDDEN.mail],
      ['sk-proj-0123456789abcdefghij', HIDDEN.key],
      ['Bearer abc', HIDDEN.key],
      ['AKIAABCDEFGHIJKLMNOP', HIDDEN.key],
      ['eyJhbGciOiJIUzI1NiJ9.e30.x', HIDDEN.key],
      ['88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b', HIDDEN.key],
      ['192.0.2.14', HIDDEN.address],
      ['host 10.0.0.1:80', HIDDEN.address],
      ['2001:db8::1', HIDDEN.address],
      ['2001:db8:0:0:0:0:0:1', HIDDEN.address],
      ['a\u202eb\u200bc\u0000d', 'abcd'],
      ['a\nb', 'ab'],
      ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
      ['__proto__', '__proto__'],
      ['x'.repeat(500), 'x'.repeat(120)],
      [`${'x'.repeat(119)}\u{1f600}`, 'x'.repeat(119)],
    ] as const) {
      assert.equal(cleanLabel(value), expected, JSON.stringify(value));
    }
  });
});
