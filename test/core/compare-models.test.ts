import assert from 'node:assert/strict';
import type { ComparedCall } from '../../src/core/index.ts';
import { neighbours } from '../../src/core/features/compare-models.ts';
import { costOfCall } from '../../src/core/cost/call-cost.ts';
import { bundledPriceSources, createPriceBook } from '../../src/core/pricing/index.ts';
import { analysed, testConfig, TODAY } from '../support/service.ts';

const uri = 'file:///app/main.py';

function compared(call: string, yaml?: string): ComparedCall {
  const text = `import anthropic\nfrom openai import OpenAI\nclient = OpenAI()\nclaude = anthropic.Anthropic()\nSYSTEM = "Answer briefly and kindly. " * 400; LONG = "Read this twice. " * 5000\n${call}\n`;
  const service = analysed(text, uri, {}, yaml === undefined ? undefined : testConfig(yaml));
  const found = service.compare(uri, { line: 5, character: 0 });
  assert.ok(found !== undefined);
  return found;
}

const ask = (model: string, more = ''): string =>
  `client.responses.create(model="${model}", max_output_tokens=500, instructions=SYSTEM, input=question${more})`;

describe('models compared for a call', () => {
  it('are the family with every version and of others the newest of each line, the one in use first, then by cost', () => {
    const { models } = compared(ask('gpt-5.1'));
    assert.deepEqual([models[0]?.model, models[0]?.group], ['gpt-5.1', 'current']);
    const rest = models.slice(1);
    assert.deepEqual(
      rest.map(({ cold }) => cold),
      rest.map(({ cold }) => cold).sort((a, b) => a - b),
    );
    const of = (provider: string): string[] => rest.filter((model) => model.provider === provider).map(({ model }) => model);
    for (const id of ['gpt-4o', 'gpt-5', 'gpt-5-mini', 'gpt-6.1-sol']) assert.ok(of('openai').includes(id), id);
    assert.ok(of('anthropic').includes('claude-opus-5-5') && of('anthropic').includes('claude-haiku-5-5'));
    assert.ok(!of('anthropic').includes('claude-opus-4-8'), 'an older version of the same line');
    assert.ok(of('gemini').includes('gemini-3.8-flash') && !of('gemini').includes('gemini-2.5-flash'));
    assert.equal(new Set(rest.map(({ provider, model }) => `${provider}/${model}`)).size, rest.length);
    assert.ok(rest.every(({ model }) => !/embedding|image|tts|moderation|codex/.test(model)));
  });

  it('show first what somebody would look at: the maker’s current models and one of like cost of each other maker', () => {
    for (const model of ['gpt-5.1', 'gpt-6.1-sol', 'gpt-4o-mini']) {
      const { models } = compared(ask(model));
      const near = models.filter((one) => one.near);
      const [current] = models;
      assert.ok(current?.near === true && near.length >= 4 && near.length <= 17, `${model} ${near.length}`);
      assert.ok(!near.some(({ stale }) => stale));
      const others = near.filter(({ group }) => group === 'tier');
      assert.equal(new Set(others.map(({ provider }) => provider)).size, others.length, 'one of each maker');
      for (const { cold } of others) assert.ok(cold / current.cold <= 2.51 && current.cold / cold <= 2.51);
      const family = near.filter(({ group }) => group === 'family').map((one) => one.model);
      assert.ok(!family.some((id) => /^gpt-(?:3|4-turbo)/.test(id)), family.join(' '));
      for (const one of neighbours(compared(ask(model)), 2)) assert.ok(one.near, one.model);
    }
    const { models } = compared(ask('gpt-5.1'));
    const near = models.filter((one) => one.near).map(({ model }) => model);
    assert.ok(near.includes('gpt-6.1-sol') && near.includes('gpt-5.4-mini') && near.includes('claude-sonnet-5-5'), near.join(' '));
    const unknown = compared('client.responses.create(model=MODEL, input="Hi", max_output_tokens=9)').models;
    assert.ok(unknown.filter((one) => one.near).length < unknown.length / 2);
  });

  it('cost what the same call would cost there, tokens and cache rules included', () => {
    const found = compared(ask('gpt-5.1'));
    const prices = createPriceBook(bundledPriceSources());
    const service = analysed('x = 1\n');
    for (const row of found.models.filter(({ group }) => group !== 'current')) {
      const call = {
        ...found.call.call,
        provider: row.provider,
        model: { state: 'known' as const, candidates: [{ value: row.model, at: found.call.call.at }] },
      };
      const inputs = { counter: service.counter, prices, at: TODAY, expectedOutput: 300, turnTokens: 200, supposeMarked: true };
      const [cost] = costOfCall(call, inputs).models;
      assert.deepEqual([row.cold, row.cached, row.inputTokens], [cost?.cold?.mid, cost?.warm?.mid, cost?.input.tokens], row.model);
    }
    const sonnet = found.models.find(({ model }) => model === 'claude-sonnet-5-5');
    assert.ok(sonnet !== undefined && sonnet.inputTokens > (found.models[0]?.inputTokens ?? 0));
    assert.deepEqual([sonnet.needsMarker, (sonnet.cached ?? 0) < sonnet.cold], [true, true]);
    assert.equal(found.models.find(({ model }) => model === 'gpt-5-mini')?.needsMarker, false);
  });

  it('leave out what cannot take the prompt', () => {
    const long = `client.responses.create(model="gpt-4.1", max_output_tokens=500, instructions=LONG + LONG + LONG + LONG + LONG + LONG + LONG, input=question)`;
    const { models } = compared(long);
    assert.ok(models.length > 5);
    assert.ok(!models.some(({ model }) => model === 'gpt-4o' || model === 'gpt-4o-mini'), 'windows of 128,000 tokens');
    assert.ok(
      models.some(({ model }) => model === 'gpt-4.1-mini'),
      'a window of a million',
    );
  });

  it('have a cost per month where a volume is declared, warm as often as declared', () => {
    assert.ok(compared(ask('gpt-5.1')).models.every(({ month }) => month === undefined));
    const cold = compared(ask('gpt-5.1'), 'defaults: { callsPerDay: 10 }\n');
    for (const { month, cold: each } of cold.models) assert.equal(month, each * 300);
    const warm = compared(ask('gpt-5.1'), 'defaults: { callsPerDay: 10, cacheReuse: 1 }\n');
    for (const { month, cold: each, cached } of warm.models) assert.equal(month, (cached ?? each) * 300);
  });

  it('are none for a call that returns no text or is not billed', () => {
    assert.deepEqual(compared('client.embeddings.create(model="text-embedding-3-small", input=question)').models, []);
    assert.deepEqual(
      compared('claude.messages.count_tokens(model="claude-sonnet-4-5", messages=[{"role": "user", "content": "hi"}])').models,
      [],
    );
  });

  it('are listed without one in use when the model is unknown', () => {
    const { models } = compared('client.responses.create(model=MODEL, input="Hi", max_output_tokens=9)');
    assert.ok(models.length > 10 && models.every(({ group }) => group === 'tier'));
    assert.deepEqual(neighbours({ models, expectedOutput: 9, open: false, volume: undefined }, 2), []);
  });

  it('have neighbours that differ in what is shown, two on each side', () => {
    const found = compared(ask('gpt-5.1'));
    const near = neighbours(found, 2);
    const current = found.models[0]?.cold ?? 0;
    assert.equal(near.length, 4);
    assert.deepEqual(
      near.map(({ cold }) => cold < current),
      [true, true, false, false],
    );
    assert.ok(near.every(({ stale }) => !stale));
    const cheapest = compared(ask('gpt-5-nano'));
    assert.ok(neighbours(cheapest, 2).length >= 2);
  });
});
