/** What a request says about its own bill reaches its cost: lifetimes, automatic entries, regions, levels of service, tools billed by use. */
import assert from 'node:assert/strict';
import { callToJson } from '../../src/cli/formatters/callJson.ts';
import type { CostedCall } from '../../src/core/index.ts';
import { hostedToolOf, perUsePrice } from '../../src/core/pricing/per-use.ts';
import { analysed } from '../support/service.ts';

const URI = 'file:///app/main.py';
const HEAD = `import anthropic
from openai import OpenAI
from google import genai
from google.genai import types
claude = anthropic.Anthropic()
client = OpenAI()
eu = OpenAI(base_url="https://eu.api.openai.com/v1")
gemini = genai.Client()
SYSTEM = "You are a helpful assistant. " * 400
ABOUT = "Weigh each claim against its source. " * 300
`;
const LINES = HEAD.split('\n').length - 1;

interface Seen {
  readonly costed: CostedCall;
  readonly lens: string;
  readonly hover: string;
  readonly json: ReturnType<typeof callToJson>;
}

function seen(call: string, model = ''): Seen {
  const code = `${HEAD}def answer(question):\n    return ${call}\n`;
  const service = analysed(code, URI);
  const [costed] = service.calls(URI);
  assert.ok(costed !== undefined, call);
  const contents = service.hover(URI, { line: LINES + 1, character: 13 })?.contents;
  const hover = typeof contents === 'object' && 'value' in contents ? contents.value.replaceAll('\\', '') : '';
  const lens = service.codeLenses(URI)[0]?.command?.title ?? '';
  assert.ok(model === '' || costed.cost.models[0]?.model === model);
  return { costed, lens, hover, json: callToJson({ file: 'main.py', uri: URI, text: '' }, costed, service) };
}

/** Dollars of a cold and a warm request in micro-dollars, from tokens × dollars per million. */
const micro = (...products: readonly (readonly [tokens: number, usd: number])[]): number =>
  Math.round(products.reduce((sum, [tokens, usd]) => sum + tokens * usd, 0));

const ask = (more: string): string =>
  `claude.messages.create(model="claude-sonnet-5-5", max_tokens=500, messages=[{"role": "user", "content": question}], ${more})`;
const block = (text: string, marker = ''): string => `{"type": "text", "text": ${text}${marker}}`;
const MARK = ', "cache_control": {"type": "ephemeral"}';
const MARK_1H = ', "cache_control": {"type": "ephemeral", "ttl": "1h"}';

/** Claude Sonnet 5.5, US dollars per million: input 2, output 10, read 0.10, write 2.50 (5 minutes) and 4 (1 hour); official, 2026-10-08. */
describe('Claude: terms of a request in its cost', () => {
  it('writes for an hour at the price of an hour', () => {
    const { costed } = seen(ask(`system=[${block('SYSTEM', MARK_1H)}]`));
    const [model] = costed.cost.models;
    assert.ok(model !== undefined);
    const { readTokens } = model.cache;
    const rest = model.input.tokens - readTokens;
    assert.ok(readTokens > 3000);
    assert.deepEqual(model.cache.writes, [{ ttl: '1h', tokens: readTokens }]);
    assert.equal(model.cold?.mid, micro([readTokens, 4], [rest, 2], [300, 10]));
    assert.equal(model.warm?.mid, micro([readTokens, 0.1], [rest, 2], [300, 10]));
  });

  it('writes each stretch for the lifetime of its own marker', () => {
    const { costed } = seen(ask(`system=[${block('SYSTEM', MARK_1H)}, ${block('ABOUT', MARK)}]`));
    const [model] = costed.cost.models;
    const [first, second] = model?.cache.writes ?? [];
    assert.deepEqual([first?.ttl, second?.ttl], ['1h', '5m']);
    assert.ok(model !== undefined && first !== undefined && second !== undefined);
    assert.equal(first.tokens + second.tokens, model.cache.writeTokens);
    const rest = model.input.tokens - model.cache.writeTokens;
    assert.equal(model.cold?.mid, micro([first.tokens, 4], [second.tokens, 2.5], [rest, 2], [300, 10]));
  });

  it('writes what a marker on the tools covers', () => {
    const words = JSON.stringify('Looks up what an order cost and when it was sent. '.repeat(80));
    const tool = `{"name": "orders", "description": ${words}, "input_schema": {"type": "object", "properties": {}}, "cache_control": {"type": "ephemeral"}}`;
    const { costed } = seen(ask(`tools=[${tool}], system=SYSTEM`));
    const [model] = costed.cost.models;
    const tools = costed.cost.roles.find(({ role }) => role === 'tools')?.tokens.tokens;
    assert.deepEqual(model?.cache.writes, [{ ttl: '5m', tokens: tools }]);
    assert.equal(model.cache.readTokens, tools);
  });

  it('in automatic mode writes the whole prompt, and reads only what ends alike', () => {
    const changing = seen(ask('system=SYSTEM, cache_control={"type": "ephemeral"}')).costed.cost.models[0];
    assert.ok(changing !== undefined);
    assert.equal(changing.cold?.mid, micro([changing.input.tokens, 2.5], [300, 10]));
    assert.equal(changing.warm, undefined);
    assert.deepEqual(
      changing.cache.lacks.map(({ kind }) => kind),
      ['whole-prompt'],
    );
    const same = seen(ask('system=SYSTEM, cache_control={"type": "ephemeral", "ttl": "1h"}').replace('question}', '"Hi"}')).costed.cost
      .models[0];
    assert.ok(same?.warm !== undefined && same.cache.readTokens > 0);
    assert.equal(same.cold?.mid, micro([same.input.tokens, 4], [300, 10]));
    const plain = seen(ask('system=SYSTEM')).costed.cost.models[0];
    assert.equal(plain?.cold?.mid, micro([plain?.input.tokens ?? 0, 2], [300, 10]));
  });

  it('in automatic mode reads the turn before in a conversation', () => {
    const code = `${HEAD}def chat(question):
    messages = [{"role": "user", "content": question}]
    for turn in range(20):
        reply = claude.messages.create(model="claude-sonnet-5-5", max_tokens=500, system=SYSTEM, messages=messages, cache_control={"type": "ephemeral"})
        messages.append({"role": "assistant", "content": reply.content})
        messages.append({"role": "user", "content": "Continue with the next step, please."})
`;
    const [costed] = analysed(code, URI).calls(URI);
    assert.deepEqual(costed?.cost.models[0]?.turns?.caching, { kind: 'previous-turn', prefix: undefined });
  });

  it('costs a tenth more in the United States, and says so', () => {
    const { costed, lens, hover, json } = seen(ask('system=SYSTEM, inference_geo="us"'));
    const [model] = costed.cost.models;
    assert.equal(model?.cold?.mid, micro([model?.input.tokens ?? 0, 2.2], [300, 11]));
    assert.match(lens, / · us price · /);
    assert.match(hover, /In the region us: a factor of 1\.1\./);
    assert.equal(json.cost?.region, 'us');
    const elsewhere = seen(ask('system=SYSTEM, inference_geo="mars"'));
    assert.equal(elsewhere.costed.cost.models[0]?.cold?.mid, micro([elsewhere.costed.cost.input.tokens, 2], [300, 10]));
    assert.match(elsewhere.hover, /No price for the region "mars" is listed: the list price is used\./);
    assert.deepEqual(elsewhere.json.cost?.notes, ['no price for the region "mars" is listed: the list price is used']);
  });

  it('stacks region, level of service and cache', () => {
    // Opus 5.5: input 4, output 20, read 0.20, write 5; fast twice that; a tenth more in the United States.
    const { costed } = seen(
      ask(`system=[${block('SYSTEM', MARK)}], inference_geo="us", speed="fast"`).replace('sonnet-5-5', 'opus-5-5'),
      'claude-opus-5-5',
    );
    const [model] = costed.cost.models;
    assert.ok(model !== undefined);
    const { readTokens } = model.cache;
    assert.equal(model.cold?.mid, micro([readTokens, 5 * 2.2], [model.input.tokens - readTokens, 4 * 2.2], [300, 20 * 2.2]));
  });
});

const respond = (more: string, model = 'gpt-6.1-terra'): string =>
  `client.responses.create(model="${model}", max_output_tokens=500, instructions=SYSTEM, input="Hello"${more})`;

/** GPT-6.1 Terra: input 1, output 5, read 0.05, write 1.25 (30 minutes) and 2.50 (12 hours); model page, 2026-11-13. */
describe('OpenAI: terms of a request in its cost', () => {
  it('writes for 30 minutes, or for the 12 hours that the request asks for', () => {
    for (const [more = '', usd] of [
      ['', 1.25],
      [', prompt_cache_options={"ttl": "30m"}', 1.25],
      [', prompt_cache_options={"ttl": "12h"}', 2.5],
    ] as const) {
      const [model] = seen(respond(more)).costed.cost.models;
      assert.ok(model !== undefined);
      const { readTokens } = model.cache;
      assert.equal(model.cold?.mid, micro([model.input.tokens, usd], [300, 5]));
      assert.equal(model.warm?.mid, micro([readTokens, 0.05], [model.input.tokens - readTokens, usd], [300, 5]));
    }
  });

  it('writes nothing in explicit mode without a breakpoint', () => {
    const [model] = seen(respond(', prompt_cache_options={"mode": "explicit"}')).costed.cost.models;
    assert.equal(model?.cold?.mid, micro([model?.input.tokens ?? 0, 1], [300, 5]));
    assert.equal(model.warm, undefined);
  });

  it('says where the lifetime that is asked for has no price', () => {
    const { costed, hover } = seen(respond(', prompt_cache_options={"ttl": "12h"}', 'gpt-5.6-terra'));
    const [model] = costed.cost.models;
    // Input 2, output 12, write for 30 minutes 2.50; for 12 hours nobody has seen a price.
    assert.equal(model?.cold?.mid, micro([model?.input.tokens ?? 0, 2.5], [300, 12]));
    assert.match(hover, /No price for cache writes of 12h is listed: that of 30m is used\./);
  });

  it('costs a tenth more at a regional address, and half with flex', () => {
    const at = respond(', service_tier="flex"').replace('client.', 'eu.');
    const { costed, lens } = seen(at);
    const [model] = costed.cost.models;
    assert.equal(costed.call.provider, 'openai');
    assert.equal(model?.cold?.mid, micro([model?.input.tokens ?? 0, 1.25 * 0.55], [300, 5 * 0.55]));
    assert.match(lens, / · flex price · eu price · /);
  });

  it('leaves retention of older models without a price of its own', () => {
    const [plain] = seen(respond('', 'gpt-5.1')).costed.cost.models;
    const [kept] = seen(respond(', prompt_cache_retention="24h", prompt_cache_key="support"', 'gpt-5.1')).costed.cost.models;
    assert.equal(plain?.cold?.mid, kept?.cold?.mid);
  });
});

describe('what is billed beside tokens', () => {
  it('is named with the price of one use, and is in no amount', () => {
    const tools = ', tools=[{"type": "web_search"}, {"type": "code_interpreter", "container": {"type": "auto"}}]';
    const { costed, lens, hover, json } = seen(respond(tools));
    assert.match(lens, / · \+ web_search \$0\.01 each, code_interpreter \$0\.03 each · /);
    assert.match(hover, /Not counted, because the run decides how often: `web_search` \$0\.01 per search/);
    assert.match(hover, /Source: OpenAI pricing page, read by a third party, 2026-03-20\./);
    assert.deepEqual(
      json.hostedTools?.map(({ tool, usd, asOf }) => [tool, usd, asOf]),
      [
        ['web_search', 0.01, '2026-03-20'],
        ['code_interpreter', 0.03, '2026-03-20'],
      ],
    );
    const [model] = costed.cost.models;
    assert.equal(model?.cold?.mid, micro([model?.input.tokens ?? 0, 1.25], [300, 5]));
  });

  it('knows the tools of each maker, and no price that nobody has seen', () => {
    const claude = seen(ask('tools=[{"type": "web_search_20250305", "name": "web_search", "max_uses": 3}]'));
    assert.match(claude.lens, /\+ web_search \$0\.01 each/);
    const fetch = seen(ask('tools=[{"type": "web_fetch_20250910", "name": "web_fetch"}]'));
    assert.doesNotMatch(fetch.lens, /each/);
    assert.match(fetch.hover, /`web_fetch` no price of its own \(what is fetched is billed as input tokens\)/);
    assert.equal(perUsePrice('gemini', 'gemini-2.5-flash', 'google_search')?.unit, 'grounded prompt');
    assert.equal(perUsePrice('gemini', 'gemini-3.5-flash', 'google_search')?.usd, 0.014);
    assert.equal(perUsePrice('gemini', 'gemini-4-argon', 'google_search'), undefined);
    assert.equal(perUsePrice('openai', 'gpt-4o', 'web_search_preview')?.usd, 0.025);
    assert.equal(perUsePrice('mistral', 'mistral-large-4', 'web_search'), undefined);
    const own = '{"type":"function","function":{"name":"web_search","parameters":{}}}';
    for (const json of [own, '{"name":"web_search","input_schema":{}}', '[]', 'null', '{', '{"type":"function","name":"shell"}'])
      assert.equal(hostedToolOf(json), undefined, json);
    for (const [json = '', kind] of [
      ['{"google_search":{}}', 'google_search'],
      ['{"googleSearch":{}}', 'google_search'],
      ['{"type":"web_search_preview_2025_03_11"}', 'web_search_preview'],
      ['{"type":"code_execution_20250825","name":"code_execution"}', 'code_execution'],
    ])
      assert.equal(hostedToolOf(json), kind, json);
  });

  it('says what keeping an explicit cache costs, on both sides of its change', () => {
    const { hover } = seen(
      'gemini.models.generate_content(model="gemini-3.5-flash", contents=question, config=types.GenerateContentConfig(cached_content="cachedContents/a"))',
    );
    assert.match(hover, /its tokens are not counted here\. Keeping it costs \$0\.50 per million tokens and hour\./);
  });
});
