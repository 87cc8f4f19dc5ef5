import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readJson } from '../../src/core/frontends/data/json.ts';
import { verbatimText } from '../../src/core/frontends/data/mapped-text.ts';
import { readYaml } from '../../src/core/frontends/data/yaml.ts';
import { candidateFiles, frontEndFor } from '../../src/core/index.ts';
import { toSource } from '../../src/core/frontends/source-map.ts';
import type { Expr } from '../../src/core/facts.ts';
import { applyEdits } from '../../src/core/index.ts';
import type { PromptCall } from '../../src/core/ir.ts';
import { matchesGolden } from '../support/golden.ts';
import { printCalls } from '../support/print.ts';
import { analysed, testService } from '../support/service.ts';
import { assertEffort } from '../support/effort.ts';

const folder = new URL('./requests/', import.meta.url);
const samples = readdirSync(folder).filter((name) => !name.endsWith('.txt'));

function callsIn(text: string, uri: string): readonly PromptCall[] {
  return analysed(text, uri)
    .calls(uri)
    .map(({ call }) => call);
}

describe('requests as data', () => {
  for (const name of samples) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const uri = `file:///app/${name}`;

    it(`prints the calls of ${name}`, () => {
      matchesGolden(new URL(`${name}.calls.txt`, folder).pathname, printCalls(callsIn(text, uri), text));
    });

    it(`finds the same in ${name} with other line ends and a byte order mark`, () => {
      const plain = callsIn(text, uri);
      const other = callsIn(`\uFEFF${text.replaceAll('\n', '\r\n')}`, uri);
      const essence = (call: PromptCall): unknown => [
        call.callee,
        call.model.state,
        call.maxTokens,
        call.segments.map((segment) =>
          segment.parts.map((part) => (part.kind === 'text' ? part.text.replaceAll('\r\n', '\n') : part.kind)),
        ),
      ];
      const withoutPlaces = (calls: readonly PromptCall[]): unknown =>
        JSON.parse(JSON.stringify(calls.map(essence), (key, value: unknown) => (key === 'at' ? undefined : value)));
      assert.deepEqual(withoutPlaces(other), withoutPlaces(plain));
      assert.ok(plain.length > 0);
    });

    it(`never throws on ${name} cut anywhere`, () => {
      for (let length = 0; length < text.length; length += 7) {
        for (const call of callsIn(text.slice(0, length), uri)) {
          assert.ok(call.at.start >= 0 && call.at.end <= length && call.at.start <= call.at.end, `${call.callee} at ${length}`);
          assert.equal(call.kind, 'request');
        }
      }
    });

    it(`maps every text of ${name} to the source it came from`, () => {
      for (const call of callsIn(text, uri)) {
        for (const part of call.segments.flatMap((segment) => segment.parts)) {
          if (part.kind !== 'text' || /media|<</.test(part.text)) continue;
          for (let i = 0; i < part.text.length; i++) {
            const unit = part.text[i];
            const at = toSource(part.map, i);
            assert.ok(
              text[at] === unit || text[at] === '\\' || text[at] === '{',
              `${JSON.stringify(part.text)} at ${i} leads to ${JSON.stringify(text.slice(at, at + 8))}`,
            );
          }
        }
      }
    });

    it(`answers edits of ${name} as a fresh document would`, async () => {
      const edit = fc.record({
        line: fc.nat(text.split('\n').length),
        character: fc.nat(60),
        length: fc.nat(10),
        insert: fc.constantFrom('', 'x', '"', '{', '}', '\n', '\r\n', '😀', '#', ',', '{{x}}', '$(', "'", '###\n', '\\', '<<E\n'),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
          const service = testService();
          service.open({ uri, languageId: undefined, version: 1, text });
          service.analyzeNow(uri);
          let version = 1;
          for (const { line, character, length, insert } of edits) {
            service.change(uri, ++version, [
              { range: { start: { line, character }, end: { line, character: character + length } }, text: insert },
            ]);
            await service.analyze(uri);
          }
          const fresh = analysed(service.document(uri)?.text ?? '', uri);
          assert.deepEqual(service.calls(uri), fresh.calls(uri));
          assert.deepEqual(service.findings(uri), fresh.findings(uri));
        }),
        { numRuns: 25 },
      );
    });
  }

  it('limits the output of JSON where JSON stands, and nowhere else', () => {
    const body = '{\n  "model": "gpt-4.1",\n  "messages": [{"role": "user", "content": "Classify {x}"}]\n}';
    const fixed = (text: string, uri: string): string | undefined => {
      const [finding] = analysed(text, uri).findings(uri);
      const [fix] = finding?.fixes ?? [];
      return fix === undefined ? undefined : applyEdits(text, fix.edits);
    };
    const limited = body.replace('}]\n}', '}],\n  "max_tokens": 50\n}');
    assert.equal(fixed(body, 'file:///app/a.json'), limited);
    const head = 'POST https://api.openai.com/v1/chat/completions\n\n';
    assert.equal(fixed(head + body, 'file:///app/a.http'), head + limited.replace('max_tokens', 'max_completion_tokens'));
    const command = 'curl https://api.openai.com/v1/chat/completions -d ';
    assert.equal(fixed(`${command}'${body}'`, 'file:///app/a.sh'), `${command}'${limited.replace('max_tokens', 'max_completion_tokens')}'`);
    assert.equal(fixed(`${command}"${body.replaceAll('"', '\\"')}"`, 'file:///app/a.sh'), undefined);
  });

  it('offers a comment only where one may stand', () => {
    const titles = (text: string, uri: string): readonly string[] => {
      const service = analysed(text, uri);
      const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
      return service.codeActions(uri, everything, undefined).map(({ title }) => title.replace(/ \(.*/, ''));
    };
    const body = '{"model": "gpt-4.1", "messages": [{"role": "user", "content": "x"}]}';
    const page = 'Show the page of unbounded-output';
    const limit = 'Limit the output to 1,000 tokens';
    const here = 'Ignore unbounded-output here';
    const file = 'Ignore unbounded-output in this file';
    assert.deepEqual(titles(body, 'file:///app/a.json'), [limit, page]);
    assert.deepEqual(titles(body, 'file:///app/a.jsonc'), [limit, here, file, page]);
    const address = 'https://api.openai.com/v1/chat/completions';
    assert.deepEqual(titles(`POST ${address}\n\n${body}`, 'file:///app/a.http'), [limit, here, file, page]);
    assert.deepEqual(titles(`curl ${address} -d '${body}'`, 'file:///app/a.sh'), [limit, here, file, page]);
    assert.deepEqual(titles(`time \\\n  curl ${address} -d '${body}'`, 'file:///app/a.sh'), [limit, file, page]);
  });

  it('is silent about JSON that is something else', () => {
    const messages = '"messages": [{"role": "user", "content": "x"}]';
    const others: readonly (readonly [name: string, text: string])[] = [
      ['answer', `{"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-4o", "choices": [], "usage": {}, ${messages}}`],
      ['export of a chat', `{"title": "Chat", "model": "gpt-4o", ${messages}}`],
      ['recording', `{"request": {"model": "gpt-4o", ${messages}}, "response": {}}`],
      ['training data', `{${messages}}`],
      ['localisation', '{"messages": {"hello": "Hello"}, "model": "Modell"}'],
      ['car', '{"model": "Golf", "input": "diesel"}'],
      ['settings', '{"model": "gpt-4o", "prompt": "x"}'],
      ['agent', `{"name": "a", "model": "gpt-4o", ${messages}}`],
      ['list of chats', `[{"model": "gpt-4o", "messages": [{"author": "x", "text": "y"}]}]`],
      ['GeoJSON', '{"type": "FeatureCollection", "contents": [], "parts": []}'],
    ];
    for (const [name, text] of others) assert.deepEqual(callsIn(text, 'file:///app/a.json'), [], name);
    assert.deepEqual(callsIn(`{"model": "gpt-4o", ${messages}}`, 'file:///app/package.json'), []);
    assert.deepEqual(callsIn(`{${messages}}\n`, 'file:///app/train.jsonl'), []);
    assert.equal(callsIn(`{"model": "gpt-4o", ${messages}}`, 'file:///app/a.json').length, 1, 'what the others are compared with');
  });

  it('looks before it reads', () => {
    const texts = new Map([
      ['file:///a.json', '{"a": 1}'],
      ['file:///a.sh', 'ls -l'],
      ['file:///a.http', 'GET https://example.com'],
    ]);
    assert.deepEqual(candidateFiles({ uris: [...texts.keys()], read: (uri) => texts.get(uri) }), []);
    assert.equal(frontEndFor('file:///a.REST', 'plaintext')?.language, 'http');
    const large = `{"model": 1, "messages": [${'{"a": [1, 2, 3], "b": "some text"}, '.repeat(80_000)}]}`;
    assertEffort(60, `a JSON file of ${large.length} units`, () => {
      const service = testService();
      service.open({ uri: 'file:///large.json', languageId: 'json', version: 1, text: large });
      service.analyzeNow('file:///large.json');
    });
  });

  it('bounds hostile input', () => {
    const hostile: readonly (readonly [uri: string, text: string])[] = [
      ['file:///a.json', `{"model": "x", "messages": ${'['.repeat(200_000)}`],
      ['file:///a.json', `{"model": "x", "messages": ${'{"a":'.repeat(100_000)}`],
      ['file:///a.json', `{"model": "x", "messages": [${'0,'.repeat(1_000_000)}`],
      ['file:///a.json', `{"model": "x", "messages": "${'\\'.repeat(999_999)}`],
      ['file:///a.http', `POST https://api.openai.com/v1/chat/completions\n\n${'{{'.repeat(200_000)}`],
      ['file:///a.http', 'POST https://api.openai.com/v1/chat/completions\n###\n'.repeat(5_000)],
      ['file:///a.sh', `curl /v1/messages ${'$('.repeat(100_000)}`],
      ['file:///a.sh', `curl /v1/messages "${'${a:-'.repeat(20_000)}`],
      ['file:///a.sh', `curl /v1/messages ${'`'.repeat(100_001)}`],
      ['file:///a.sh', `curl /v1/messages\n${'for x in {1..999999}; do\n'.repeat(2_000)}`],
      ['file:///a.sh', `curl /v1/messages\n${'cat <<EOF\n'.repeat(20_000)}`],
      ['file:///a.sh', `curl /v1/messages ${'a\\\n'.repeat(100_000)}`],
      ['file:///a.jsonl', `{"body": {"model": "x", "messages": ${'['.repeat(100_000)}\n`.repeat(5)],
    ];
    for (const [uri, text] of hostile) {
      assertEffort(200, `${uri} ${text.slice(0, 60)}`, () => {
        callsIn(text, uri);
      });
    }
  });
});

/** A string literal with the source offset of each unit, escaped at will. */
interface Rendered {
  readonly text: string;
  readonly value: string;
  readonly offsets: readonly number[];
}

function render(units: readonly { readonly unit: string; readonly form: number }[]): Rendered {
  let text = '"';
  const offsets: number[] = [];
  const short: Readonly<Record<string, string>> = {
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '"': '\\"',
    '\\': '\\\\',
    '/': '\\/',
    '\b': '\\b',
  };
  for (const { unit, form } of units) {
    for (const one of unit.split('')) {
      offsets.push(text.length);
      const must = one < ' ' || one === '"' || one === '\\';
      if (form === 2) text += `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
      else if ((must || form === 1) && short[one] !== undefined) text += short[one];
      else text += must ? `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}` : one;
    }
  }
  return { text: `${text}"`, value: units.map(({ unit }) => unit).join(''), offsets };
}

const renderedString = fc
  .array(
    fc.record({
      unit: fc.constantFrom('a', 'é', '😀', '\n', '\t', '\r', '"', '\\', '/', '\b', ' ', '{', '}', '\u2028', '\uD800', '//'),
      form: fc.nat(2),
    }),
    { maxLength: 12 },
  )
  .map(render);

describe('JSON with positions', () => {
  it('leads every unit of every string back to its source', () => {
    const space = fc.constantFrom('', ' ', '\n', '\r\n', '\t', ' // comment\n', '/* c */');
    fc.assert(
      fc.property(fc.array(fc.tuple(renderedString, renderedString, space), { maxLength: 6 }), fc.boolean(), (entries, mark) => {
        let text = mark ? '\uFEFF{' : '{';
        const expected: { readonly start: number; readonly rendered: Rendered }[] = [];
        for (const [key, value, gap] of entries) {
          expected.push({ start: text.length + gap.length, rendered: key });
          text += `${gap}${key.text}${gap}:${gap}`;
          expected.push({ start: text.length, rendered: value });
          text += `${value.text}${gap},`;
        }
        text += '}';
        // Something stands in front of it in its file.
        const prefix = '### \r\n😀';
        const { value, broken } = readJson(verbatimText(prefix + text, prefix.length, prefix.length + text.length));
        assert.equal(broken, false);
        assert.ok(value?.kind === 'dict');
        const found = value.entries.flatMap((entry) => [entry.key, entry.value]);
        assert.equal(found.length, expected.length);
        for (const [i, { start, rendered }] of expected.entries()) {
          const expr = found[i];
          assert.ok(expr?.kind === 'text');
          assert.equal(expr.value, rendered.value);
          assert.deepEqual([expr.start, expr.end], [prefix.length + start + 1, prefix.length + start + rendered.text.length - 1]);
          for (const [unit, offset] of rendered.offsets.entries()) assert.equal(toSource(expr.map, unit), prefix.length + start + offset);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const document = readJson(verbatimText(text, 0, text.length));
        assert.equal(document.broken, false);
        assert.ok(document.value !== undefined);
        assert.deepEqual(plain(document.value), JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the last of equal keys, and knows no number that is none', () => {
    const { value } = readJson(verbatimText('{"a": 1, "a": 2, "b": 1e999, "c": NaN}', 0, 38));
    assert.ok(value?.kind === 'dict');
    assert.deepEqual(plain(value), { a: 2, b: Number.NaN, c: 'unknown' });
  });

  it('never throws on broken text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'u00', 'a', '1', '-', '\n', '/*', '//', '😀', 'null')),
        (pieces) => {
          const text = pieces.join('');
          const { value } = readJson(verbatimText(text, 0, text.length));
          if (value !== undefined) assert.ok(value.start >= 0 && value.end <= text.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('YAML with positions', () => {
  it('leads every unit of every scalar back to its source', () => {
    const text = [
      'plain: some words',
      '  that go on',
      'folded: >-',
      '    one',
      '    two',
      '',
      '    three',
      'literal: |',
      '  first',
      '    second',
      '',
      '  third',
      `single: 'it''s`,
      `  here'`,
      'double: "tab\\t and \\u00e9 \\U0001F600 end \\',
      '  more"',
      'list: [a, "b", 3]',
    ];
    for (const lineBreak of ['\n', '\r\n']) {
      const source = text.join(lineBreak);
      const { value, problem } = readYaml(source);
      assert.equal(problem, undefined);
      assert.ok(value?.kind === 'dict');
      const values = plain(value) as Record<string, unknown>;
      assert.equal(values.plain, 'some words that go on');
      assert.equal(values.folded, 'one two\nthree');
      assert.equal(values.literal, 'first\n  second\n\nthird\n');
      assert.equal(values.single, "it's here");
      assert.equal(values.double, 'tab\t and é 😀 end more');
      for (const { value: scalar } of value.entries) {
        if (scalar.kind !== 'text') continue;
        for (let i = 0; i < scalar.value.length; i++) {
          const unit = scalar.value[i] ?? '';
          const at = toSource(scalar.map, i);
          const there = source[at] ?? '';
          const same = there === unit || there === '\\' || (/\s/.test(unit) && (/\s/.test(there) || at === source.length));
          assert.ok(
            same || /[\uDC00-\uDFFF]/.test(unit),
            `${JSON.stringify(scalar.value)} at ${i} leads to ${JSON.stringify(source.slice(at, at + 5))}`,
          );
        }
      }
    }
  });

  it('bounds hostile documents', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghij'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefghi'[i]}, `.repeat(9)}]`),
    ].join('\n');
    for (const text of [
      bomb,
      '['.repeat(100_000),
      '{a: '.repeat(50_000),
      '- '.repeat(50_000),
      `a: &a\n  b: *a`,
      `a: &a x\nb: [${'*a, '.repeat(40_000)}]`,
      'a: "\\',
      '\u0000',
      '%YAML 9\n---\n&',
      '? '.repeat(9_000),
    ]) {
      assertEffort(200, text.slice(0, 30), () => {
        assert.ok(readYaml(text).problem !== undefined || text.length < 30, text.slice(0, 30));
      });
    }
    assert.equal(readYaml('x'.repeat(300_000)).value, undefined);
  });
});

function plain(expr: Expr): unknown {
  switch (expr.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return expr.value;
    case 'null':
      return null;
    case 'list':
      return expr.items.map((item) => plain(item.value));
    case 'dict': {
      const result: Record<string, unknown> = {};
      for (const { key, value } of expr.entries)
        if (key?.kind === 'text')
          Object.defineProperty(result, key.value, { value: plain(value), enumerable: true, configurable: true, writable: true });
      return result;
    }
    default:
      return expr.kind;
  }
}
