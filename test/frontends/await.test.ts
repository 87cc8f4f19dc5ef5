import assert from 'node:assert/strict';
import { typescript } from '../../src/core/frontends/javascript/javascript.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';

/** Calls of a function's body, outermost first where they begin together: what is called, and whether it is awaited. */
function callsOf(body: string): readonly string[] {
  const text = `async function f() { ${body} }`;
  const { calls } = typescript.facts('file:///x.ts', parseAll(typescript.parser, text).tree);
  return calls.map(({ callee, awaited }) => `${awaited ? 'await ' : ''}${text.slice(callee.start, callee.end)}`);
}

describe('what follows `await`', () => {
  // Of two readings of a text the grammar drops one after some hundred tokens, right or wrong.
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
  ];
  for (const [body, calls] of chains)
    for (const entries of [short, long])
      it(`is one call with ${entries === short ? 'short' : 'long'} arguments: ${body}`, () => {
        assert.deepEqual(
          callsOf(body.replaceAll('…', entries)).map((call) => call.replaceAll(entries, '…')),
          calls,
        );
      });
});
