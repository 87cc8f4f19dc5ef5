import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { python } from '../../src/core/frontends/python/python.ts';
import { toSource } from '../../src/core/frontends/source-map.ts';
import type { TextEditSpan } from '../../src/core/frontends/syntax-tree.ts';
import type { Expr, FileFacts } from '../../src/core/facts.ts';
import { linkFile, noModules } from '../../src/core/linker/index.ts';
import { matchesGolden } from '../support/golden.ts';
import { printCalls, printFacts } from '../support/print.ts';

const folder = new URL('./python/', import.meta.url);
const samples = readdirSync(folder).filter((name) => name.endsWith('.py'));

function factsOf(text: string): FileFacts {
  return python.facts('file:///x.py', parseAll(python.parser, text).tree);
}

describe('Python front end', () => {
  for (const name of samples) {
    const text = readFileSync(new URL(name, folder), 'utf8');

    it(`prints the facts of ${name}`, () => {
      matchesGolden(new URL(name.replace('.py', '.facts.txt'), folder).pathname, printFacts(factsOf(text), text));
    });

    it(`prints the calls of ${name}`, () => {
      const calls = linkFile({ facts: factsOf(text), text }, noModules);
      matchesGolden(new URL(name.replace('.py', '.calls.txt'), folder).pathname, printCalls(calls, text));
    });
  }

  it('gives the same facts after random edits as a fresh parse', () => {
    const base = readFileSync(new URL('calls.py', folder), 'utf8');
    const snippets = [
      '',
      'x',
      '"',
      "'''",
      '(',
      ')',
      '[',
      '\n',
      '\r',
      '\r\n',
      '    ',
      '😀',
      '{',
      '}',
      'f"',
      ':',
      ',',
      '#',
      '\\',
      'def f():\n  ',
      '\uFEFF',
      '\0',
    ];
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.nat(12), insert: fc.constantFrom(...snippets) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        let text = base;
        let result = parseAll(python.parser, text);
        for (const { at, remove, insert } of edits) {
          const start = Math.floor(at * text.length);
          const end = Math.min(text.length, start + remove);
          text = text.slice(0, start) + insert + text.slice(end);
          const span: TextEditSpan = { start, end, insertedLength: insert.length };
          result = parseAll(python.parser, text, result.state, [span]);
        }
        assert.equal(printFacts(python.facts('file:///x.py', result.tree), text), printFacts(factsOf(text), text));
      }),
      { numRuns: 150 },
    );
  });

  it('never throws and links while a call is typed character by character', () => {
    const before =
      'from openai import OpenAI\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o", messages=[], max_tokens=1)\n';
    const call = 'r = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": f"Hi {name!r}"}], max_tokens=5)';
    const after = '\nclient.responses.create(model="gpt-4o", input="x")\n';
    for (let length = 0; length <= call.length; length++) {
      const text = before + call.slice(0, length) + after;
      const facts = factsOf(text);
      const calls = linkFile({ facts, text }, noModules);
      assert.ok(calls.length >= 1, `no call left after ${JSON.stringify(call.slice(0, length))}`);
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
        '\\U0001F600',
        '\\101',
        '\\q',
        '{{',
        '}}',
        '{x}',
        '😀',
        'é',
        '\r\n',
        '\n',
        '\r',
        '\\\n',
        ' ',
        'abc',
      ),
      fc.string({ maxLength: 4 }).map((text) => text.replace(/["\\{}]/g, '')),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('', 'f', 'r', 'rf', 'u'), (pieces, prefix) => {
        const source = `x = ${prefix}"""${pieces.join('')}"""\n`;
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

  it('survives deep nesting', () => {
    for (const text of [
      '['.repeat(20_000),
      '('.repeat(20_000) + ')'.repeat(20_000),
      'if x:\n '.repeat(500),
      `x = ${'"a" + '.repeat(5_000)}"b"`,
      '{'.repeat(5_000),
      'f"{'.repeat(200),
    ]) {
      const facts = factsOf(text);
      linkFile({ facts, text }, noModules);
    }
  });
});

function textsOf(facts: FileFacts): Extract<Expr, { kind: 'text' }>[] {
  const result: Extract<Expr, { kind: 'text' }>[] = [];
  const visit = (expr: Expr | undefined): void => {
    if (expr === undefined) return;
    if (expr.kind === 'text') result.push(expr);
    else if (expr.kind === 'template') for (const part of expr.parts) if (part.kind === 'text') result.push(part);
    if (expr.kind === 'join') expr.operands.forEach(visit);
  };
  for (const scope of facts.scopes) for (const bindings of scope.bindings.values()) for (const binding of bindings) visit(binding.value);
  return result;
}
