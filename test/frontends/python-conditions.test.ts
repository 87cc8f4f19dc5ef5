import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { python } from '../../src/core/frontends/python/python.ts';
import type { Expr } from '../../src/core/facts.ts';

/** A condition as Python understands it, its text, and how its outermost word binds: `or` 0, `and` 1, `not` 2, anything else 3. */
interface Condition {
  readonly meant: string;
  readonly written: string;
  readonly binding: number;
}

const leaf = fc.constantFrom('a', 'b', 'c == 1', 'd in e', '(a or b)', '(not a and b)', 'f(x)').map((written): Condition => ({
  meant: written === '(a or b)' ? '[a|b]' : written === '(not a and b)' ? '[!a&b]' : written.replace(/ /g, ''),
  written,
  binding: 3,
}));

const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
  const within = (binding: number): fc.Arbitrary<Condition> =>
    tie('condition').map((one) => (one.binding < binding ? { ...one, written: `(${one.written})` } : one));
  const twoOf = (sign: string, word: string, binding: number): fc.Arbitrary<Condition> =>
    // What stands on the right binds closer, as the words are read from the left.
    fc.tuple(within(binding), within(binding + 1)).map(([left, right]) => ({
      meant: `[${left.meant}${sign}${right.meant}]`,
      written: `${left.written} ${word} ${right.written}`,
      binding,
    }));
  const negated = within(2).map((one): Condition => ({ meant: `!${one.meant}`, written: `not ${one.written}`, binding: 2 }));
  return { condition: fc.oneof({ maxDepth: 4 }, leaf, negated, twoOf('&', 'and', 1), twoOf('|', 'or', 0)) };
});

function valueOf(text: string): Expr | undefined {
  return python.facts('file:///x.py', parseAll(python.parser, text).tree).scopes[0]?.bindings.get('x')?.[0]?.value;
}

function printed(expr: Expr | undefined, text: string): string {
  if (expr === undefined) return '?';
  if (expr.kind === 'fallback') return expr.options.map((option) => printed(option, text)).reduce((all, one) => `[${all}|${one}]`);
  if (expr.kind === 'operation' && expr.operator === 'and') return `[${expr.operands.map((one) => printed(one, text)).join('&')}]`;
  if (expr.kind === 'operation' && expr.operator === 'not') return `!${printed(expr.operands[0], text)}`;
  return text.slice(expr.start, expr.end).replace(/ /g, '');
}

describe('Conditions in Python', () => {
  it('are read by the precedence of not, and, or', () => {
    fc.assert(
      fc.property(condition, ({ meant, written }) => {
        const text = `x = ${written}\n`;
        assert.equal(printed(valueOf(text), text), meant, written);
      }),
      { numRuns: 500 },
    );
  });

  it('stand where they are written', () => {
    const text = 'x = not a or b and not c\n';
    const value = valueOf(text);
    const spans = (expr: Expr | undefined): string[] => {
      if (expr === undefined) return [];
      const inner = expr.kind === 'fallback' ? expr.options : expr.kind === 'operation' ? expr.operands : [];
      return [text.slice(expr.start, expr.end), ...inner.flatMap(spans)];
    };
    assert.deepEqual(spans(value), ['not a or b and not c', 'not a', 'a', 'b and not c', 'b', 'not c', 'c']);
  });

  it('may have thousands of parts, and parts that are not written yet', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => `not a${i}`);
    const all = valueOf(`x = ${many.join(' or ')}\n`);
    assert.equal(all?.kind === 'fallback' && all.options.length, 5_000);
    for (const text of ['x = not', 'x = a and', 'x = not a or', 'x = a or not', 'x = not not'])
      assert.doesNotThrow(() => valueOf(`${text}\n`), text);
  });
});
