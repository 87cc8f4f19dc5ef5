import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CallCost, ModelCost } from '../../src/core/cost/call-cost.ts';
import { breakEvenOf, priceFor } from '../../src/core/cost/call-cost.ts';
import { costOfRun, costOfTurn, fullFrom, promptOfTurn, resentShare, usageOfTurn, type TurnPlan } from '../../src/core/cost/turns.ts';
import { bundledPriceSources, createPriceBook, type PricedLookup, type TokenUsage } from '../../src/core/pricing/index.ts';
import { cacheRuleFor, cacheRulesOf } from '../../src/core/providers/cache-rules.ts';
import { analysed, testConfig, TODAY } from '../support/service.ts';

const prices = createPriceBook(bundledPriceSources());

/** A system prompt of about 1,801 o200k tokens. */
const LONG = '"You are a helpful assistant. " * 300';
const HEAD = `import anthropic\nfrom openai import OpenAI\nclient = OpenAI()\nclaude = anthropic.Anthropic()\nSYSTEM = ${LONG}\n`;

function costsOf(code: string, yaml?: string): CallCost[] {
  const uri = 'file:///app/main.py';
  const config = yaml === undefined ? undefined : testConfig(yaml);
  return analysed(HEAD + code, uri, {}, config)
    .calls(uri)
    .map(({ cost }) => cost);
}

function costOf(code: string, yaml?: string): CallCost {
  const [cost] = costsOf(code, yaml);
  assert.ok(cost !== undefined, code);
  return cost;
}

function modelOf(code: string, yaml?: string): ModelCost {
  const [model] = costOf(code, yaml).models;
  assert.ok(model !== undefined, code);
  return model;
}

function priced(provider: string, model: string, at = TODAY): PricedLookup {
  const lookup = prices.lookup({ provider, model, at });
  assert.ok(lookup.state === 'priced', `${provider}/${model}`);
  return lookup;
}

const loop = (model: string, system: string, extra = ''): string => `def chat(question):
    messages = [{"role": "system", "content": ${system}}, {"role": "user", "content": question}]
    for turn in range(20):
        reply = client.chat.completions.create(model="${model}", messages=messages, max_tokens=500${extra})
        messages.append({"role": "assistant", "content": reply.choices[0].message.content})
        messages.append({"role": "user", "content": "Continue with the next step, please."})
`;

describe('cost of a conversation', () => {
  it('takes what the source shows to be appended, and assumes the answer', () => {
    const plan = modelOf(loop('gpt-5.1', 'SYSTEM')).turns;
    assert.deepEqual(plan?.growth, { tokens: 308, shown: 8, answer: 300, other: 0, otherFrom: undefined });
    // The appended text stands behind the call, so the first request does not have it.
    assert.equal(plan.first, modelOf(loop('gpt-5.1', 'SYSTEM')).input.tokens - 8);
  });

  it('assumes what comes in where nothing is shown, as it is declared', () => {
    const agent = `from smolagents import CodeAgent, OpenAIServerModel\nm = OpenAIServerModel(model_id="gpt-4o")\nCodeAgent(tools=[], model=m, max_steps=4).run("Hi")\n`;
    const models = (yaml?: string): ModelCost[] => costsOf(agent, yaml).flatMap(({ models }) => models);
    const growth = models().find((model) => model.turns !== undefined)?.turns?.growth;
    assert.deepEqual(growth, { tokens: 500, shown: 0, answer: 300, other: 200, otherFrom: undefined });
    const declared = models('defaults: { turnTokens: 50 }\n').find((model) => model.turns !== undefined)?.turns?.growth;
    assert.deepEqual(declared, { tokens: 350, shown: 0, answer: 300, other: 50, otherFrom: 'pennylint.yaml line 1' });
  });

  it('adds up by hand for an automatic cache: each turn reads the one before it in steps of 128', () => {
    // GPT-5.1: 1.25 in, 0.125 read, 10 out, $ per million.
    const model = modelOf(loop('gpt-5.1', 'SYSTEM'));
    const { turns: plan } = model;
    assert.ok(plan !== undefined);
    let [cached, uncached, before] = [0, 0, 0];
    for (let turn = 1; turn <= 20; turn++) {
      const prompt = plan.first + (turn - 1) * 308;
      const read = turn === 1 ? 0 : Math.floor(before / 128) * 128;
      cached += Math.floor((prompt - read) * 1.25 + read * 0.125 + 300 * 10 + 0.5);
      uncached += Math.floor(prompt * 1.25 + 300 * 10 + 0.5);
      before = prompt;
    }
    const at = costOfTurn(plan, 20, (usage) => priceFor(model, usage));
    assert.deepEqual([at?.totalCached, at?.totalUncached], [cached, uncached]);
    assert.deepEqual(costOf(loop('gpt-5.1', 'SYSTEM')).projection.longest?.run, [cached]);
  });

  it('reads nothing of a turn below the minimum, and from a later turn on it does', () => {
    const model = modelOf(loop('gpt-5.1', '"Be brief."'));
    const { turns: plan } = model;
    assert.ok(plan !== undefined);
    const reads = [1, 2, 3, 4, 5, 6].map((turn) => usageOfTurn(plan, turn, true).cacheRead);
    // 1,024 are needed: the prompt of turn 4 is the first one that long.
    assert.deepEqual(
      reads.map((read) => read > 0),
      [1, 2, 3, 4, 5, 6].map((turn) => turn > 1 && promptOfTurn(plan, turn - 1) >= 1024),
    );
  });

  it('is broken by what changes in every turn', () => {
    const code = `import uuid
def chat(q):
    history = []
    for turn in range(9):
        r = client.responses.create(model="gpt-5.1", input=[{"role": "system", "content": SYSTEM + str(uuid.uuid4()) + SYSTEM}, *history])
        history.append({"role": "assistant", "content": r.output_text})
`;
    const { turns: plan } = modelOf(code);
    assert.ok(plan !== undefined);
    assert.equal(plan.caching.kind, 'previous-turn');
    assert.ok(plan.caching.prefix !== undefined && plan.caching.prefix < 1900, 'only the text before the id');
    assert.equal(usageOfTurn(plan, 9, true).cacheRead, 1792);
  });

  it('writes at a premium where the provider bills writes: implicit entries end with the prompt', () => {
    const model = modelOf(loop('gpt-6.1-terra', 'SYSTEM'));
    const { turns: plan } = model;
    assert.ok(plan !== undefined);
    assert.deepEqual(usageOfTurn(plan, 1, true), { inputUncached: 0, cacheRead: 0, cacheWrite: { '30m': plan.first }, output: 300 });
    assert.deepEqual(usageOfTurn(plan, 2, true), { inputUncached: 0, cacheRead: plan.first, cacheWrite: { '30m': 308 }, output: 300 });
  });

  it('keeps to the marked prefix where a breakpoint is fixed, and follows one that moves', () => {
    const code = (system: string, user: string): string => `def ask(qs):
    messages = []
    for q in qs:
        messages.append({"role": "user", "content": [{"type": "text", "text": q${user}}]})
        r = claude.messages.create(model="claude-sonnet-5-5", max_tokens=300, system=[{"type": "text", "text": SYSTEM${system}}], messages=messages)
        messages.append({"role": "assistant", "content": r.content})
`;
    const marker = ', "cache_control": {"type": "ephemeral"}';
    const fixed = modelOf(code(marker, '')).turns;
    assert.equal(fixed?.caching.kind, 'fixed');
    assert.equal(usageOfTurn(fixed, 8, true).cacheRead, usageOfTurn(fixed, 2, true).cacheRead);
    const moving = modelOf(code('', marker)).turns;
    assert.deepEqual(moving?.caching, { kind: 'previous-turn', prefix: undefined });
    assert.equal(usageOfTurn(moving, 8, true).cacheRead, promptOfTurn(moving, 7));
    assert.deepEqual(modelOf(code('', '')).turns?.caching, { kind: 'none' });
  });

  it('stops growing where the context window is full, and says from when on', () => {
    const plan = modelOf(loop('gpt-4o', 'SYSTEM')).turns;
    assert.ok(plan !== undefined);
    const full = fullFrom(plan) ?? 0;
    const { context } = plan;
    assert.equal(context, 128_000);
    assert.ok(plan.first + (full - 2) * plan.growth.tokens + 300 <= 128_000);
    assert.ok(plan.first + (full - 1) * plan.growth.tokens + 300 > 128_000);
    assert.equal(promptOfTurn(plan, full + 1000), 127_700);
  });

  it('sums turns exactly up to 500 and within 1 % beyond', () => {
    const lookups = ['openai/gpt-5.1', 'openai/gpt-6.1-sol', 'anthropic/claude-haiku-5-5', 'gemini/gemini-3.1-pro-preview'].map((name) => {
      const [provider = '', id = ''] = name.split('/');
      return { provider, id, lookup: priced(provider, id) };
    });
    const arbitrary = fc.record({
      row: fc.constantFrom(...lookups),
      first: fc.integer({ min: 1, max: 300_000 }),
      tokens: fc.integer({ min: 0, max: 4000 }),
      output: fc.integer({ min: 0, max: 2000 }),
      turns: fc.integer({ min: 1, max: 3000 }),
      cached: fc.boolean(),
    });
    fc.assert(
      fc.property(arbitrary, ({ row, first, tokens, output, turns, cached }) => {
        const rule = cacheRuleFor(row.provider, row.id);
        const growth = { tokens, shown: 0, answer: 0, other: tokens, otherFrom: undefined };
        const context = row.lookup.record.context ?? undefined;
        const plan: TurnPlan = {
          first,
          growth,
          caching: { kind: 'previous-turn', prefix: undefined },
          rule,
          ttl: rule?.defaultTtl,
          output,
          context,
        };
        const model = { lookup: row.lookup, pricedAt: TODAY, tariff: undefined } as ModelCost;
        const price = (usage: TokenUsage): number | undefined => priceFor(model, usage);
        let sum = 0;
        let input = 0;
        for (let turn = 1; turn <= turns; turn++) {
          sum += price(usageOfTurn(plan, turn, cached)) ?? Number.NaN;
          input += promptOfTurn(plan, turn);
        }
        const fast = costOfRun(plan, turns, price, cached) ?? Number.NaN;
        assert.ok(Math.abs(fast - sum) <= (turns > 501 ? 2 + sum * 0.01 : 0), `${fast} is not ${sum}`);
        const share = resentShare(plan, turns);
        assert.ok(Math.abs(share - (input - promptOfTurn(plan, turns)) / input) <= 0.01, String(share));
      }),
      { numRuns: 200, seed: 4 },
    );
  }).timeout(20_000);

  it('never costs more for fewer turns, and caching never costs more than its writes', () => {
    const model = modelOf(loop('gpt-5.1', 'SYSTEM'));
    const totals = [1, 5, 10, 50, 500].map((turn) => costOfTurn(model.turns!, turn, (usage) => priceFor(model, usage)));
    for (const [index, total] of totals.entries()) {
      assert.ok(total !== undefined && total.totalCached <= total.totalUncached);
      const before = totals[index - 1];
      if (before !== undefined) assert.ok(total.totalCached > before.totalCached && total.totalUncached > before.totalUncached);
    }
  });

  it('shows the ceiling of a loop: every turn as long as it may be', () => {
    const { projection, models } = costOf(loop('gpt-5.1', 'SYSTEM'));
    const [model] = models;
    const [worst] = projection.worstRun ?? [];
    // 500 of the answer and 8 shown per turn; 1.25 in, 10 out.
    let expected = 0;
    for (let turn = 0; turn < 20; turn++) expected += Math.floor(((model?.input.high ?? 0) + turn * 508) * 1.25 + 5000 + 0.5);
    assert.equal(worst, expected);
    const plain = costOf('for q in range(7):\n    client.responses.create(model="gpt-5.1", input="Hi", max_output_tokens=50)\n');
    assert.deepEqual(plain.projection.worstRun, [(plain.models[0]?.worst ?? 0) * 7]);
    assert.equal(plain.projection.resent, undefined);
  });
});

describe('cache of a call', () => {
  const ask = (model: string, system: string, input = 'question'): string =>
    `def ask(question):\n    client.responses.create(model="${model}", max_output_tokens=300, instructions=${system}, input=${input})\n`;

  it('reads nothing where the entry covers the whole prompt and its end changes', () => {
    // The trap of implicit caching since GPT-5.6: every request writes, none reads.
    const trap = modelOf(ask('gpt-6.1-terra', 'SYSTEM'));
    assert.equal(trap.warm, undefined);
    assert.equal(trap.cache.lacks[0]?.kind, 'whole-prompt');
    assert.ok((trap.coldUsage.cacheWrite['30m'] ?? 0) > 1800);
    // Before, a shorter prefix is found.
    assert.ok(modelOf(ask('gpt-5.1', 'SYSTEM')).warm !== undefined);
    // A prompt that never changes is read whole, and nothing is written anew.
    const same = modelOf(ask('gpt-6.1-terra', 'SYSTEM', '"Go on."'));
    assert.ok(same.warm !== undefined && same.cache.readTokens > 1800);
  });

  it('ends at the breakpoint, not at the end of the stable text', () => {
    const code = (text: string): string =>
      `def ask(q):\n    claude.messages.create(model="claude-sonnet-5-5", max_tokens=300, system=[{"type": "text", "text": SYSTEM, "cache_control": {"type": "ephemeral"}}, {"type": "text", "text": ${text}}], messages=[{"role": "user", "content": q}])\n`;
    const [short, long] = [modelOf(code('"Be kind."')), modelOf(code('SYSTEM'))];
    assert.equal(short.cache.readTokens, long.cache.readTokens);
    assert.ok(long.cache.prefix.tokens > short.cache.prefix.tokens);
  });

  it('says what a prefix lacks', () => {
    const kinds = (code: string): string[] => modelOf(code).cache.lacks.map(({ kind }) => kind);
    assert.deepEqual(kinds(ask('gpt-5.1', '"Be brief."')), ['tokens']);
    assert.deepEqual(kinds(ask('gpt-5.1', 'f"{question} " + SYSTEM')), ['tokens', 'changing-part']);
    assert.deepEqual(kinds(ask('o3-pro', 'SYSTEM')), ['discount']);
    assert.deepEqual(kinds(ask('gpt-4', 'SYSTEM')), ['discount']);
    const claude = (system: string): string =>
      `def ask(q):\n    claude.messages.create(model="claude-sonnet-5-5", max_tokens=300, system=${system}, messages=[{"role": "user", "content": q}])\n`;
    assert.deepEqual(kinds(claude('SYSTEM')), ['marker']);
    assert.deepEqual(kinds(claude('"Be brief."')), ['tokens', 'marker']);
    const [tokens] = modelOf(ask('gpt-5.1', '"Be brief."')).cache.lacks;
    assert.ok(tokens?.kind === 'tokens' && tokens.have + tokens.missing === tokens.need && tokens.need === 1024);
  });

  it('knows from how many requests on writing pays', () => {
    // The table of the published formulas: n > (w − r)/(1 − r).
    const cases: readonly (readonly [string, string, string, number])[] = [
      ['anthropic', 'claude-fable-5-1', '5m', 2],
      ['anthropic', 'claude-sonnet-5-5', '5m', 2],
      ['anthropic', 'claude-sonnet-4-5', '5m', 2],
      ['anthropic', 'claude-fable-5-1', '1h', 3],
      ['anthropic', 'claude-opus-5-5', '1h', 3],
      ['anthropic', 'claude-sonnet-4-5', '1h', 3],
      ['openai', 'gpt-6.1-terra', '30m', 2],
      ['openai', 'gpt-6.1-terra', '12h', 3],
      ['openai', 'gpt-6-sol', '30m', 2],
      ['minimax', 'MiniMax-M2.7', '5m', 2],
    ];
    for (const [provider, model, ttl, requests] of cases) {
      const found = breakEvenOf(priced(provider, model), TODAY, 5000).find((one) => one.ttl === ttl);
      assert.equal(found?.requests, requests, `${model} ${ttl}`);
    }
    assert.deepEqual(breakEvenOf(priced('openai', 'gpt-5.1'), TODAY, 5000), []);
  });

  it('pays from exactly that request on', () => {
    for (const [provider, model, ttl] of [
      ['anthropic', 'claude-sonnet-4-5', '1h'],
      ['openai', 'gpt-6.1-terra', '12h'],
      ['openai', 'gpt-6.1-sol', '30m'],
    ] as const) {
      const lookup = priced(provider, model);
      const cost = { lookup, pricedAt: TODAY, tariff: undefined } as ModelCost;
      const of = (usage: Partial<TokenUsage>): number =>
        priceFor(cost, { inputUncached: 0, cacheRead: 0, cacheWrite: {}, output: 0, ...usage }) ?? Number.NaN;
      const from = breakEvenOf(lookup, TODAY, 10_000).find((one) => one.ttl === ttl)?.requests ?? 0;
      const total = (n: number): number => of({ cacheWrite: { [ttl]: 10_000 } }) + (n - 1) * of({ cacheRead: 10_000 });
      assert.ok(total(from) < from * of({ inputUncached: 10_000 }));
      assert.ok(total(from - 1) >= (from - 1) * of({ inputUncached: 10_000 }));
    }
  });

  it('prices the other levels of a service, and none that is not offered', () => {
    const model = modelOf(ask('gpt-5.1', 'SYSTEM'));
    const at = (level: string): number | undefined => priceFor(model, model.coldUsage, level);
    const standard = model.cold?.mid ?? 0;
    assert.deepEqual(
      [at('batch'), at('flex'), at('priority')].map((cost) => (cost ?? 0) / standard).map((factor) => Number(factor.toFixed(3))),
      [0.5, 0.5, 2],
    );
    assert.equal(at('ultrafast'), undefined);
  });

  it('is never more than a worst case, and never less than nothing', () => {
    for (const id of ['gpt-4o', 'gpt-5.1', 'gpt-6.1-sol', 'gpt-6-luna', 'o3']) {
      const { cold, warm, worst } = modelOf(ask(id, 'SYSTEM'));
      assert.ok(cold !== undefined && worst !== undefined && cold.high <= worst, id);
      assert.ok(warm === undefined || warm.high <= cold.high, id);
    }
  });
});

describe('caching rules', () => {
  it('are not known before and after the days on which they hold', () => {
    const row = {
      id: 'test',
      provider: 'openai',
      match: ['gpt-*'],
      mode: ['automatic'],
      minTokens: 1024,
      ttlDefault: null,
      writes: [],
      writeSurcharge: false,
      maxBreakpoints: 0,
      source: ['https://example.com'],
      asOf: '2026-11-01',
    };
    const rules = cacheRulesOf([
      { ...row, from: '2026-11-01', until: '2026-11-30' },
      { ...row, minTokens: 512, from: '2027-01-01' },
    ]);
    const minimum = (at: string): number | undefined => rules('openai', 'gpt-5', Date.parse(at))?.minTokens;
    assert.equal(minimum('2026-10-31T23:59:59.999Z'), undefined);
    assert.equal(minimum('2026-11-01T00:00:00Z'), 1024);
    assert.equal(minimum('2026-11-30T23:59:59.999Z'), 1024);
    assert.equal(minimum('2026-12-01T00:00:00Z'), undefined);
    assert.equal(minimum('2027-01-01T00:00:00Z'), 512);
  });

  it('hold the published minimums, per platform', () => {
    const facts: readonly (readonly [string, string, number | undefined])[] = [
      ['anthropic', 'claude-opus-5-5', 512],
      ['anthropic', 'claude-haiku-5-5', 512],
      ['anthropic', 'claude-opus-4-8', 1024],
      ['anthropic', 'claude-opus-4-7', 2048],
      ['bedrock', 'anthropic.claude-opus-4-7', 4096],
      ['anthropic', 'claude-haiku-4-5', 4096],
      ['openai', 'gpt-6.1-terra', 1024],
      ['openai', 'gpt-5.1', 1024],
      // A range of 1,024 to 2,048 is read as its upper end.
      ['openai', 'gpt-5.5', 2048],
      ['gemini', 'gemini-3.8-flash', 4096],
      ['gemini', 'gemini-2.5-pro', 2048],
      ['deepseek', 'deepseek-flash', undefined],
    ];
    for (const [provider, model, minimum] of facts) assert.equal(cacheRuleFor(provider, model, TODAY)?.minTokens, minimum, model);
  });

  it('know which entries cover the whole prompt, and the steps of the others', () => {
    for (const model of ['gpt-5.6-sol', 'gpt-6-luna', 'gpt-6.1-terra'])
      assert.equal(cacheRuleFor('openai', model)?.fallsBack, false, model);
    for (const model of ['gpt-4o', 'gpt-5', 'gpt-5.5']) assert.equal(cacheRuleFor('openai', model)?.fallsBack, true, model);
    assert.equal(cacheRuleFor('openai', 'gpt-5')?.stepTokens, 128);
    assert.equal(cacheRuleFor('openai', 'gpt-5.5')?.stepTokens, 2048);
    assert.equal(cacheRuleFor('openai', 'gpt-6.1-terra')?.stepTokens, undefined);
    assert.equal(cacheRuleFor('openai', 'o3-pro')?.discount, false);
  });
});
