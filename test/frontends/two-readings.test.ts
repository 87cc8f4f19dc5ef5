import assert from 'node:assert/strict';
import { typescript } from '../../src/core/frontends/javascript/javascript.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';

/** Calls of a function's body, outermost first where they begin together: what is called, and whether it is awaited. */
function callsOf(body: string): readonly string[] {
  const text = `async function* f() { ${body} }`;
  const { calls } = typescript.facts('file:///x.ts', parseAll(typescript.parser, text).tree);
  return calls.map(({ callee, awaited }) => `${awaited ? 'await ' : ''}${text.slice(callee.start, callee.end)}`);
}

describe('code that can be read in two ways', () => {
  // Of two readings of a text the parser would drop one after some hundred tokens, right or wrong.
  const long = Array.from({ length: 300 }, (_, index) => `k${index}: [${index}]`).join(', ');
  const short = 'k0: [0]';

  const chains: readonly (readonly [body: string, calls: readonly string[]])[] = [
    ['await (pick()).invoke({ … });', ['await (pick()).invoke', 'pick']],
    ["x = await (a ? b : c)({ … }).d('e');", ['await (a ? b : c)({ … }).d', 'a ? b : c']],
    ['await (async () => { ask({ … }); })();', ['await async () => { ask({ … }); }', 'ask']],
    ['const x = await ask<Answer>({ … });', ['await ask']],
    ["const x = await this.http.post<Answer>('/a', { … }) as B;", ['await this.http.post']],
    ['return await ask<Answer>({ … }).then<C>({ … }).d;', ['ask<Answer>({ … }).then', 'ask']],
    ['const x = (await ask<Answer>(one(), { … })) ?? 1;', ['await ask', 'one']],
    ['return await ask<Question, Answer>({ … });', ['await ask']],
    ['yield (pick()).invoke({ … });', ['(pick()).invoke', 'pick']],
    ['await ask<A>({ a: await (pick()).invoke<B>({ … }), … });', ['await ask', 'await (pick()).invoke', 'pick']],
  ];
  for (const [body, calls] of chains)
    for (const entries of [short, long])
      it(`is one call with ${entries === short ? 'short' : 'long'} arguments: ${body}`, () => {
        assert.deepEqual(
          callsOf(body.replaceAll('…', entries)).map((call) => call.replaceAll(entries, '…')),
          calls,
        );
      });

  for (const count of [10, 40, 200, 1000])
    it(`and objects with ${count} names of values are read: as values, and as patterns`, () => {
      const names = Array.from({ length: count }, (_, index) => `tool${index}`).join(', ');
      assert.deepEqual(callsOf(`new Agent({ tools: { ${names} }, steps: max(3) });`), ['Agent', 'max']);
      assert.deepEqual(callsOf(`const { ${names}, ...rest } = all(); return { ${names}, rest: keep(rest) };`), ['all', 'keep']);
      assert.deepEqual(callsOf(`({ ${names} } = all()); list.map(({ ${names} }) => ask(tool1));`), ['all', 'list.map', 'ask']);
    });

  it('and the only parameter of an arrow function is a pattern, with or without a default', () => {
    for (const [pattern, names] of [
      ['{ model, input = [], ...rest } = {}', 'model input rest'],
      ['{ model, nested: { deep = ask(1) } = {} } = {}', 'model deep'],
      ['[first = 1, second] = []', 'first second'],
    ] as const)
      for (const text of [`const f = (${pattern}) => { ask(2); };`, `const f = async (${pattern}) => { ask(2); };`]) {
        const { scopes, broken } = typescript.facts('file:///x.ts', parseAll(typescript.parser, text).tree);
        const [own] = scopes.filter(({ name }) => name === 'f');
        assert.equal(own?.kind, 'lambda', text);
        assert.equal(broken, false, text);
        for (const name of names.split(' '))
          assert.ok(own.bindings.has(name) || own.params.some((one) => one.name === name), `${name} of ${text}`);
      }
  });
});
