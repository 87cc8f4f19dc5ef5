/**
 * A second calculation of what usage blocks cost, written from the providers' documentation and not from our reader: it takes the fields of a block as
 * they stand there, with prices of its own. Generated blocks of every provider must cost the same both ways, to the micro-dollar, and each of the
 * mistakes that calculators are known for must cost something else.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bundledPriceSources, createPriceBook, exactUsd, readUsage } from '../../../src/core/index.ts';

const prices = createPriceBook(bundledPriceSources());
/** A Friday noon in UTC: off-peak everywhere, before every announced change. */
const now = Date.parse('2026-11-20T12:00:00Z');

/** US dollars per million tokens: input, output, cache read, writes by lifetime; above so many prompt tokens, for the whole request. */
interface Price {
  readonly above?: number;
  readonly in: number;
  readonly out: number;
  readonly read: number;
  readonly write: Readonly<Record<string, number>>;
}

/** Providers' price pages as read in October and November 2026. */
const PRICES: Readonly<Record<string, readonly Price[]>> = {
  'claude-opus-5-5': [{ in: 4, out: 20, read: 0.2, write: { '5m': 5, '1h': 8 } }],
  'claude-sonnet-5-5': [{ in: 2, out: 10, read: 0.1, write: { '5m': 2.5, '1h': 4 } }],
  'claude-haiku-5-5': [
    { in: 0.1, out: 0.5, read: 0.01, write: { '5m': 0.125, '1h': 0.2 } },
    { above: 100_000, in: 0.5, out: 2.5, read: 0.05, write: { '5m': 0.625, '1h': 1 } },
  ],
  'gpt-4o': [{ in: 2.5, out: 10, read: 1.25, write: {} }],
  'gpt-5.1': [{ in: 1.25, out: 10, read: 0.125, write: {} }],
  'gpt-5.5': [
    { in: 5, out: 30, read: 0.5, write: {} },
    { above: 272_000, in: 10, out: 45, read: 1, write: {} },
  ],
  'gpt-6.1-terra': [
    { in: 1, out: 5, read: 0.05, write: { '30m': 1.25, '12h': 2.5 } },
    { above: 272_000, in: 2, out: 7.5, read: 0.1, write: { '30m': 2.5, '12h': 5 } },
  ],
  'gemini-2.5-pro': [
    { in: 1.25, out: 10, read: 0.125, write: {} },
    { above: 200_000, in: 2.5, out: 15, read: 0.25, write: {} },
  ],
  'gemini-3.5-flash': [{ in: 1.5, out: 9, read: 0.15, write: {} }],
  'global.anthropic.claude-opus-5-5': [{ in: 4, out: 20, read: 0.2, write: { '5m': 5, '1h': 8 } }],
  'us.anthropic.claude-opus-5-5': [{ in: 4.4, out: 22, read: 0.22, write: { '5m': 5.5, '1h': 8.8 } }],
  'amazon.nova-pro-v1:0': [{ in: 0.8, out: 3.2, read: 0.2, write: { '5m': 0.8 } }],
  'deepseek-flash': [{ in: 0.15, out: 0.6, read: 0.003, write: {} }],
  'mistral-large-2512': [{ in: 0.5, out: 1.5, read: 0.05, write: {} }],
  'kimi-k3': [{ in: 3, out: 15, read: 0.3, write: {} }],
  'grok-4.7': [
    { in: 2, out: 6, read: 0.5, write: {} },
    { above: 199_999, in: 4, out: 12, read: 1, write: {} },
  ],
};

/** Factors on all prices of a request, as text so that they multiply without rounding: numerator and denominator. */
type Factor = readonly [bigint, bigint];
const HALF: Factor = [1n, 2n];
const TWICE: Factor = [2n, 1n];
const TENTH_MORE: Factor = [11n, 10n];

/** Tokens by what they cost. */
interface Buckets {
  readonly uncached: number;
  readonly read: number;
  readonly writes: Readonly<Record<string, number>>;
  readonly output: number;
}

/** Half up to a micro-dollar once, at the end. */
function money(model: string, { uncached, read, writes, output }: Buckets, factors: readonly Factor[]): bigint {
  const prompt = Object.values(writes).reduce((sum, tokens) => sum + tokens, uncached + read);
  const price = PRICES[model]?.findLast(({ above = -1 }) => prompt > above);
  assert.ok(price !== undefined, model);
  const nano = (usd: number): bigint => BigInt(Math.round(usd * 1e6));
  let pico = BigInt(uncached) * nano(price.in) + BigInt(read) * nano(price.read) + BigInt(output) * nano(price.out);
  for (const [ttl, tokens] of Object.entries(writes)) pico += BigInt(tokens) * nano(price.write[ttl] ?? price.in);
  let [up, down] = [pico, 1_000_000n];
  for (const [more, less] of factors) [up, down] = [up * more, down * less];
  return (2n * up + down) / (2n * down);
}

/** A block as a provider sends it, and what its documentation says that it means. */
interface Sample {
  readonly shape: string;
  readonly model: string;
  readonly line: Readonly<Record<string, unknown>>;
  readonly buckets: Buckets;
  readonly factors: readonly Factor[];
  /** What well-known calculators make of it. */
  readonly mistakes: Readonly<Record<string, Buckets>>;
}

/** Numbers from which blocks are made: tokens of a prompt and an answer, shares of them, and switches. */
interface Draw {
  readonly input: number;
  readonly read: number;
  readonly short: number;
  readonly long: number;
  readonly answer: number;
  readonly reasoning: number;
  readonly pick: number;
  readonly tier: number;
}

const count = fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 150_000 }), fc.constantFrom(0, 1, 100_000, 199_999));
const draw: fc.Arbitrary<Draw> = fc.record({
  input: count,
  read: count,
  short: count,
  long: count,
  answer: count,
  reasoning: count,
  pick: fc.nat(60),
  tier: fc.nat(60),
});

const one = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

/** Anthropic: the three input counts stand beside each other, the lifetimes add up to the creation; output holds the thinking. */
function anthropic({ input, read, short, long, answer, pick, tier }: Draw): Sample {
  const model = one(['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'], pick);
  const geo = one(['us', 'global', 'not_available', undefined], tier);
  const level = one(['standard', 'batch', undefined], tier >> 2);
  const usage = {
    input_tokens: input,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: short + long,
    cache_creation: { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long },
    output_tokens: answer,
    ...(level === undefined ? {} : { service_tier: level }),
    ...(geo === undefined ? {} : { inference_geo: geo }),
  };
  const buckets: Buckets = { uncached: input, read, writes: { '5m': short, '1h': long }, output: answer };
  return {
    shape: 'anthropic',
    model,
    line: { provider: 'anthropic', model, usage },
    buckets,
    factors: [...(level === 'batch' ? [HALF] : []), ...(geo === 'us' ? [TENTH_MORE] : [])],
    mistakes: {
      'reads left out': { ...buckets, read: 0 },
      'writes at the price of input': { ...buckets, uncached: input + short + long, writes: {} },
      'one lifetime for all writes': { ...buckets, writes: { '5m': short + long } },
      'reads taken off the input': { ...buckets, uncached: Math.max(0, input - read) },
    },
  };
}

/** OpenAI, both APIs: input holds reads and writes, output holds reasoning; both details only say of what. */
function openai({ input, read, short, long, answer, reasoning, pick, tier }: Draw): Sample {
  const model = one(['gpt-4o', 'gpt-5.1', 'gpt-5.5', 'gpt-6.1-terra'], pick);
  const writing = model === 'gpt-6.1-terra';
  const responses = pick % 8 >= 4;
  const writes: Record<string, number> = !writing ? {} : responses ? { '30m': short, '12h': long } : { '30m': short };
  const written = Object.values(writes).reduce((sum, tokens) => sum + tokens, 0);
  const output = answer + reasoning;
  const inputs = { cached_tokens: read, ...(writing ? { cache_write_tokens: written } : {}) };
  const split = writing && responses ? { cache_write_tokens_details: { ttl_30m_tokens: short, ttl_12h_tokens: long } } : {};
  const usage = responses
    ? {
        input_tokens: input + read + written,
        input_tokens_details: { ...inputs, ...split },
        output_tokens: output,
        output_tokens_details: { reasoning_tokens: reasoning },
        total_tokens: input + read + written + output,
      }
    : {
        prompt_tokens: input + read + written,
        prompt_tokens_details: inputs,
        completion_tokens: output,
        completion_tokens_details: { reasoning_tokens: reasoning },
        total_tokens: input + read + written + output,
      };
  const level = model === 'gpt-4o' ? 'default' : one(['default', 'flex', 'batch', ...(model === 'gpt-5.5' ? [] : ['priority'])], tier);
  const buckets: Buckets = { uncached: input, read, writes, output };
  return {
    shape: responses ? 'openai responses' : 'openai chat',
    model,
    line: { provider: 'openai', model, serviceTier: level, usage },
    buckets,
    factors: level === 'default' ? [] : [level === 'priority' ? TWICE : HALF],
    mistakes: {
      'cached tokens counted twice': { ...buckets, uncached: input + read + written },
      'cached tokens at the full price': { uncached: input + read, read: 0, writes, output },
      'writes ignored': { ...buckets, writes: {} },
      'reasoning counted twice': { ...buckets, output: output + reasoning },
    },
  };
}

/** Gemini: the prompt holds what is cached, thoughts stand beside the candidates; lists by modality say it all again. */
function gemini({ input, read, answer, reasoning, pick, tier }: Draw): Sample {
  const model = one(['gemini-2.5-pro', 'gemini-3.5-flash'], pick);
  const prompt = input + read;
  const usage = {
    promptTokenCount: prompt,
    ...(read === 0 ? {} : { cachedContentTokenCount: read, cacheTokensDetails: [{ modality: 'TEXT', tokenCount: read }] }),
    candidatesTokenCount: answer,
    ...(reasoning === 0 ? {} : { thoughtsTokenCount: reasoning }),
    totalTokenCount: prompt + answer + reasoning,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: prompt }],
  };
  const level = one(['standard', 'flex', 'batch'], tier);
  const buckets: Buckets = { uncached: input, read, writes: {}, output: answer + reasoning };
  // How cache and service discounts go together is not published for Gemini: only one of the two at a time can be compared.
  const factors = level === 'standard' || read > 0 ? [] : [HALF];
  return {
    shape: 'gemini',
    model,
    line: { provider: 'gemini', model, ...(factors.length === 0 ? {} : { serviceTier: level }), usage },
    buckets,
    factors,
    mistakes: {
      'thoughts left out': { ...buckets, output: answer },
      'cached tokens counted twice': { ...buckets, uncached: prompt },
      'modalities added to the prompt': { ...buckets, uncached: input + prompt },
    },
  };
}

/** Bedrock's Converse: like Anthropic's block, with a total over all. */
function bedrock({ input, read, short, long, answer, pick }: Draw): Sample {
  const model = one(['global.anthropic.claude-opus-5-5', 'us.anthropic.claude-opus-5-5', 'amazon.nova-pro-v1:0'], pick);
  const writes: Record<string, number> = model.startsWith('amazon') ? { '5m': short } : { '5m': short, '1h': long };
  const written = Object.values(writes).reduce((sum, tokens) => sum + tokens, 0);
  const usage = {
    inputTokens: input,
    outputTokens: answer,
    totalTokens: input + answer + read + written,
    cacheReadInputTokens: read,
    cacheWriteInputTokens: written,
    ...(written === 0 ? {} : { cacheDetails: Object.entries(writes).map(([ttl, tokens]) => ({ ttl, inputTokens: tokens })) }),
  };
  const buckets: Buckets = { uncached: input, read, writes, output: answer };
  const mistakes = { 'reads left out': { ...buckets, read: 0 }, 'writes ignored': { ...buckets, writes: {} } };
  return { shape: 'bedrock', model, line: { provider: 'bedrock', model, usage }, buckets, factors: [], mistakes };
}

/** The OpenAI shape as others send it, each with its own words for the cache. */
function dialect({ input, read, answer, reasoning, pick }: Draw): Sample {
  const prompt = input + read;
  const base = { prompt_tokens: prompt, completion_tokens: answer, total_tokens: prompt + answer };
  const shapes = [
    {
      provider: 'deepseek',
      model: 'deepseek-flash',
      usage: { ...base, prompt_cache_hit_tokens: read, prompt_cache_miss_tokens: input },
      output: answer,
    },
    {
      provider: 'mistral',
      model: 'mistral-large-2512',
      usage: { ...base, prompt_tokens_details: { cached_tokens: read } },
      output: answer,
    },
    { provider: 'mistral', model: 'mistral-large-2512', usage: { ...base, num_cached_tokens: read }, output: answer },
    { provider: 'moonshot', model: 'kimi-k3', usage: { ...base, cached_tokens: read }, output: answer },
    {
      // Its completion leaves the reasoning out, and its total holds it.
      provider: 'xai',
      model: 'grok-4.7',
      usage: {
        ...base,
        total_tokens: prompt + answer + reasoning,
        prompt_tokens_details: { text_tokens: prompt, cached_tokens: read },
        completion_tokens_details: { reasoning_tokens: reasoning },
      },
      output: answer + reasoning,
    },
  ] as const;
  const { provider, model, usage, output } = one(shapes, pick);
  const buckets: Buckets = { uncached: input, read, writes: {}, output };
  const mistakes = {
    'cached tokens counted twice': { ...buckets, uncached: prompt },
    ...(provider === 'xai' ? { 'reasoning left out': { ...buckets, output: answer } } : {}),
  };
  return { shape: provider, model, line: { provider, model, usage }, buckets, factors: [], mistakes };
}

const samples = [anthropic, openai, gemini, bedrock, dialect] as const;

function costOf(text: string): string | null {
  const [answer] = readUsage(text, { prices, now });
  assert.ok(answer?.state === 'read', text);
  return answer.price.microUsd === null ? null : exactUsd(answer.price.microUsd);
}

const usd = (micro: bigint): string => exactUsd(Number(micro));

describe('usage blocks against a second calculation', () => {
  for (const make of samples)
    it(`cost the same for 1,000 blocks of ${make.name}`, () => {
      fc.assert(
        fc.property(draw, (drawn) => {
          const { line, model, buckets, factors } = make(drawn);
          assert.equal(costOf(JSON.stringify(line)), usd(money(model, buckets, factors)), JSON.stringify(line));
        }),
        { numRuns: 1000, seed: 11 },
      );
    }).timeout(30_000);

  it('cost something else with each mistake that calculators are known for', () => {
    const caught = new Map<string, number>();
    for (const make of samples)
      for (const drawn of fc.sample(draw, { numRuns: 300, seed: 5 })) {
        const { shape, model, buckets, factors, mistakes } = make(drawn);
        const right = money(model, buckets, factors);
        for (const [name, wrong] of Object.entries(mistakes)) {
          const key = `${shape}: ${name}`;
          caught.set(key, (caught.get(key) ?? 0) + (money(model, wrong, factors) === right ? 0 : 1));
        }
      }
    assert.ok(caught.size >= 20, String(caught.size));
    for (const [name, times] of caught) assert.ok(times >= 10, `${name}: ${times}`);
  });

  it('cost the same as the chunks of a stream, whose first chunks say nothing or little', () => {
    fc.assert(
      fc.property(draw, (drawn) => {
        const sample = anthropic({ ...drawn, tier: 3 });
        const { usage } = sample.line as { readonly usage: Readonly<Record<string, unknown>> };
        const start = { ...usage, output_tokens: Math.min(1, drawn.answer) };
        const chunks = [
          { type: 'message_start', message: { type: 'message', model: sample.model, usage: start } },
          { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
          { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: drawn.answer } },
        ];
        assert.equal(costOf(JSON.stringify(chunks)), usd(money(sample.model, sample.buckets, sample.factors)));
        const chat = openai({ ...drawn, pick: 1, tier: 0 });
        const chunk = { object: 'chat.completion.chunk', model: chat.model };
        const body = [
          { ...chunk, choices: [{ index: 0, delta: { content: 'Hi' } }], usage: null },
          { ...chunk, choices: [], usage: chat.line.usage },
        ];
        const events = `${body.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')}data: [DONE]\n\n`;
        assert.equal(costOf(events), usd(money(chat.model, chat.buckets, chat.factors)));
      }),
      { numRuns: 300, seed: 3 },
    );
  }).timeout(20_000);
});
