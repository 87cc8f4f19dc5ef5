import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { countO200k } from '../support/o200k.ts';
import {
  addTraits,
  contentClassOf,
  contentMix,
  countOf,
  createSegmentCache,
  createTokenCounter,
  FAMILIES,
  familyOf,
  isSafeBoundary,
  measureText,
  traitsOf,
  type TextMeasure,
} from '../../src/core/tokens/index.ts';

const counter = createTokenCounter(countO200k);
const english =
  'You are a helpful assistant. Answer the question using only the context below. If the answer is not in the context, say that you do not know. Keep the answer short and do not add anything that was not asked for. ';
const code = 'export function add(first: number, second: number): number {\n  return first + second;\n}\n\n';
const json = '{"id":17,"name":"Ada","roles":["admin","editor"],"active":true,"score":9.75}\n';

describe('families', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['gpt-4o-mini', 'o200k', 'exact'],
    ['openai/gpt-4.1-nano', 'o200k', 'exact'],
    ['o3-mini', 'o200k', 'exact'],
    ['o1', 'o200k', 'exact'],
    ['gpt-5', 'o200k', 'exact'],
    ['gpt-5-mini', 'o200k', 'exact'],
    ['gpt-5.1-2025-11-13', 'o200k', 'exact'],
    ['chatgpt-4o-latest', 'o200k', 'exact'],
    ['ft:gpt-4o-mini:acme::1', 'o200k', 'exact'],
    ['gpt-oss-120b', 'o200k', 'exact'],
    ['gpt-5.6', 'openai', 'assumed'],
    ['gpt-6', 'openai', 'assumed'],
    ['gpt-6.1-sol', 'openai', 'assumed'],
    ['gpt-5.10', 'openai', 'assumed'],
    ['gpt-4', 'cl100k', 'calibrated'],
    ['gpt-4-turbo-2024-04-09', 'cl100k', 'calibrated'],
    ['gpt-3.5-turbo', 'cl100k', 'calibrated'],
    ['gpt-35-turbo', 'cl100k', 'calibrated'],
    ['claude-3-5-sonnet-20241022', 'claude', 'calibrated'],
    ['claude-3-opus-20240229', 'claude', 'calibrated'],
    ['claude-2.1', 'claude', 'calibrated'],
    ['claude-opus-4-20250514', 'claude', 'calibrated'],
    ['claude-sonnet-4-5-20250929', 'claude', 'calibrated'],
    ['claude-opus-4-6', 'claude', 'calibrated'],
    ['anthropic/claude-sonnet-4.6', 'claude', 'calibrated'],
    ['us.anthropic.claude-opus-4-1-20250805-v1:0', 'claude', 'calibrated'],
    ['claude-opus-4-7', 'claude-new', 'calibrated'],
    ['anthropic/claude-opus-4.8', 'claude-new', 'calibrated'],
    ['claude-sonnet-5', 'claude-new', 'calibrated'],
    ['claude-opus-5-5', 'claude-new', 'calibrated'],
    ['claude-haiku-5.5', 'claude-new', 'calibrated'],
    ['claude-fable-5.2', 'claude-new', 'calibrated'],
    ['claude-haiku-4-5@20251001', 'claude', 'calibrated'],
    ['claude-latest', 'claude-new', 'assumed'],
    ['gemini-2.5-pro', 'gemini', 'calibrated'],
    ['models/gemini-3-pro-preview', 'gemini', 'calibrated'],
    ['gemini-3.1-pro', 'gemini', 'assumed'],
    ['gemini-4-argon', 'gemini', 'assumed'],
    ['meta-llama/llama-3.3-70b-instruct', 'llama', 'calibrated'],
    ['llama-4-scout', 'llama', 'assumed'],
    ['qwen3-235b-a22b', 'qwen', 'calibrated'],
    ['qwen3.6-max', 'qwen', 'assumed'],
    ['deepseek-chat', 'deepseek', 'calibrated'],
    ['deepseek-v4', 'deepseek', 'assumed'],
    ['mistral-nemo', 'mistral', 'calibrated'],
    ['mistral-large-4', 'mistral', 'assumed'],
    ['grok-4', 'unknown', 'assumed'],
    ['kimi-k3', 'unknown', 'assumed'],
    ['glm-5', 'unknown', 'assumed'],
    ['MiniMax-M3', 'unknown', 'assumed'],
    ['my-own-model', 'unknown', 'assumed'],
  ];
  for (const [model, family, basis] of cases) {
    it(`${model} is counted as ${family}, ${basis}`, () => {
      const found = familyOf({ model });
      assert.deepEqual([found.id, found.basis], [family, basis]);
    });
  }

  it('follow the provider when the model is not known, never as exact', () => {
    for (const [provider, family] of [
      ['openai', 'openai'],
      ['Anthropic', 'claude-new'],
      ['google', 'gemini'],
      ['mistral', 'mistral'],
      ['acme', 'unknown'],
      ['', 'unknown'],
    ] as const) {
      const found = familyOf({ provider });
      assert.equal(found.id, family);
      assert.notEqual(found.basis, 'exact');
    }
    assert.equal(familyOf().id, 'unknown');
    assert.equal(familyOf({ provider: 'openrouter', model: 'anthropic/claude-opus-5' }).id, 'claude-new');
  });

  it('have weights of at least 0 and bands around their factors', () => {
    for (const { rule, id } of FAMILIES) {
      if (rule.kind === 'weights') for (const weight of Object.values(rule.weights.traits)) assert.ok(weight >= 0, id);
      if (rule.kind === 'factors')
        for (const [low, best, high] of Object.values(rule.bands)) assert.ok(0 < low && low <= best && best <= high, id);
    }
  });
});

describe('token counter', () => {
  const models = FAMILIES.map((family) => family.id).concat('x');
  const ids = [
    'gpt-4o',
    'gpt-6',
    'gpt-4',
    'claude-opus-4-5',
    'claude-opus-5',
    'gemini-2.5-pro',
    'llama-3',
    'qwen3',
    'deepseek-v3',
    'mistral-nemo',
    'grok-4',
    ...models,
  ];

  it('counts empty text as 0 and one word as at least 1', () => {
    for (const model of ids) {
      const nothing = counter.count('', { model });
      assert.deepEqual(
        [nothing.tokens, nothing.low, nothing.high],
        [0, 0, 0].map((zero, i) => (i === 2 ? nothing.high : zero)),
      );
      assert.equal(nothing.high, 0);
      assert.ok(counter.count('hello', { model }).low >= 1);
    }
  });

  it('gives whole numbers with low ≤ tokens ≤ high for any text', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60, unit: 'binary' }),
      fc.string({ maxLength: 200, unit: 'grapheme' }),
      fc.constantFrom(english, code, json, ' '.repeat(3000), '漢'.repeat(900)),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...ids), (sample, model) => {
        const { tokens, low, high, basis, family, encoding } = counter.count(sample, { model });
        for (const value of [tokens, low, high]) assert.ok(Number.isInteger(value) && value >= 0);
        assert.ok(low <= tokens && tokens <= high, `${low} ${tokens} ${high}`);
        assert.ok(family !== '' && encoding !== '');
        if (basis === 'exact') assert.deepEqual([low, high], [tokens, tokens]);
      }),
      { numRuns: 1500, seed: 8 },
    );
  }).timeout(20_000);

  it('is exact for o200k_base models, but says when a run had to be cut', () => {
    const plain = counter.count(english, { model: 'gpt-4o' });
    assert.deepEqual(plain, {
      tokens: countO200k(english),
      low: plain.tokens,
      high: plain.tokens,
      basis: 'exact',
      encoding: 'o200k_base',
      family: 'o200k',
    });
    const run = counter.count('_'.repeat(4096), { model: 'gpt-4o' });
    assert.equal(run.basis, 'calibrated');
    assert.ok(run.low < run.tokens && run.tokens < run.high && run.note !== undefined);
  });

  it('never counts less for more text', () => {
    const word = fc.constantFrom('the ', 'Word ', 'HTTP ', '\n', '漢字', 'élan ', '=> ', '12 ', 'international ', '😀 ');
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 40 }),
        fc.array(word, { maxLength: 10 }),
        fc.constantFrom('gpt-4o', 'claude-opus-5', 'claude-opus-4-5'),
        (a, b, model) => {
          const [head, tail] = [a.join(''), b.join('')];
          if (!isSafeBoundary(head + tail, head.length)) return;
          assert.ok(counter.count(head, { model }).tokens <= counter.count(head + tail, { model }).tokens);
        },
      ),
      { numRuns: 500, seed: 9 },
    );
  });

  it('counts more for Claude 4.7 and later than for earlier Claude, and there more than o200k_base', () => {
    for (const text of [english, code, json, english.repeat(20), code.repeat(20)]) {
      const tokens = ['gpt-4o', 'claude-opus-4-5', 'claude-opus-5'].map((model) => counter.count(text, { model }).tokens);
      assert.deepEqual(
        tokens,
        tokens.toSorted((a, b) => a - b),
      );
    }
  });

  it('remembers measures when given a cache', () => {
    const cache = createSegmentCache<TextMeasure>(10_000);
    let calls = 0;
    const cached = createTokenCounter((text) => (calls++, countO200k(text)), { remember: (text, measure) => cache.get(text, measure) });
    assert.deepEqual(cached.count(english, { model: 'gpt-4o' }), counter.count(english, { model: 'gpt-4o' }));
    cached.count(english, { model: 'claude-opus-5' });
    assert.equal(calls, 1);
    assert.deepEqual(countOf(cached.measure(english)), counter.count(english));
  });
});

/** Texts with the counts of an offline reconstruction of Claude's vocabularies (ctok 1.3.0, 2026-11-21), without frame. */
const RECORDED: readonly (readonly [name: string, text: string, upTo46: number, from47: number])[] = [
  ['one word', 'Hello', 1, 3],
  ['a question', 'What is the weather like in San Francisco?', 9, 13],
  ['a plain prompt', english.repeat(2).trim(), 93, 117],
  ['capitals', 'THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG. '.repeat(20), 361, 621],
  ['digits', '1234567890'.repeat(40), 135, 134],
  ['Hindi', 'नमस्ते दुनिया, यह एक परीक्षण है। '.repeat(20), 481, 481],
  ['Thai', 'สวัสดีชาวโลก นี่คือการทดสอบ '.repeat(20), 481, 481],
  ['Georgian', 'გამარჯობა მსოფლიო, ეს არის ტესტი. '.repeat(20), 521, 521],
  ['Bulgarian', 'Здравей свят, това е кратък тест на езиковия модел. '.repeat(10), 221, 221],
  ['Ukrainian', 'Привіт світ, це короткий тест мовної моделі. '.repeat(10), 201, 201],
  ['Vietnamese', 'Xin chào thế giới, đây là một bài kiểm tra. '.repeat(20), 421, 461],
  ['emoji', '😀🎉👍🔥'.repeat(40), 401, 400],
  ['padding', 'a'.repeat(400), 135, 400],
  ['spaces', `x${' '.repeat(400)}x`, 27, 27],
  ['line of dashes', '-'.repeat(400), 7, 67],
];

describe('bands for Claude', () => {
  for (const [name, text, upTo46, from47] of RECORDED) {
    it(`hold the recorded counts of ${name}`, () => {
      for (const [model, recorded] of [
        ['claude-opus-4-5', upTo46],
        ['claude-opus-5', from47],
      ] as const) {
        const { low, tokens, high } = counter.count(text, { model });
        assert.ok(low <= recorded && recorded <= high, `${model}: ${recorded} not in ${low}..${tokens}..${high}`);
      }
    });
  }

  it('hold the recorded factor of short English prompts (×1.445) and of Markdown (×1.58)', () => {
    const prompts = [
      'Summarise the following customer review in one sentence and say whether the customer was satisfied. Reply with plain text only, no greeting, and do not invent details that are not in the review. If the review is empty, reply with the single word none.',
      'You translate short product texts from English into simple French. Keep numbers, units and brand names as they are. Do not add explanations. If a sentence has more than one meaning, choose the one that fits a shop page, and keep the tone friendly but brief.',
      'Read the email below and decide which team should answer it: billing, technical support or sales. Answer with the name of the team and a short reason of at most ten words. When two teams fit, prefer the one that can solve the problem without asking the others.',
    ];
    for (const prompt of prompts) {
      const { low, high } = counter.count(prompt, { model: 'claude-opus-5' });
      const factor = 1.445 * countO200k(prompt);
      assert.ok(low <= factor && factor <= high, `${low}..${high}, ${factor}`);
    }
    const markdown = readFileSync(new URL('../../node_modules/fast-check/README.md', import.meta.url), 'utf8');
    const { low, high } = counter.count(markdown, { model: 'claude-opus-5' });
    assert.ok(low <= 1.58 * countO200k(markdown) && 1.58 * countO200k(markdown) <= high);
  });
});

describe('bands for other families', () => {
  it('hold the recorded medians for English and code', () => {
    const medians: readonly (readonly [string, number, number])[] = [
      ['gemini-2.5-pro', 1.07, 1.16],
      ['llama-3', 1.0, 0.99],
      ['qwen3', 1.02, 1.01],
      ['deepseek-v3', 1.03, 1.02],
      ['mistral-nemo', 1.03, 1.06],
      ['gpt-4', 1.004, 0.995],
    ];
    for (const [model, onEnglish, onCode] of medians) {
      for (const [text, factor] of [
        [english.repeat(20), onEnglish],
        [code.repeat(40), onCode],
      ] as const) {
        const { tokens } = counter.count(text, { model });
        assert.ok(Math.abs(tokens - factor * countO200k(text)) <= 0.01 * tokens, `${model} ${factor}`);
      }
    }
  });
});

describe('content classes', () => {
  const cases: readonly (readonly [string, string])[] = [
    [english, 'english'],
    [code, 'code'],
    [json.repeat(3), 'json'],
    ['漢字かな交じり文です。', 'cjk'],
    ['안녕하세요, 세계', 'cjk'],
    ['Привет, мир! Как дела?', 'cyrillic'],
    ['مرحبا بالعالم', 'arabic'],
    ['Καλημέρα κόσμε', 'other'],
    ['สวัสดีชาวโลก', 'other'],
    ['Où est passée la clé de l’été ? Elle est restée à côté du canapé.', 'latin'],
    ['', 'english'],
    ['Hello', 'english'],
  ];
  for (const [text, expected] of cases)
    it(`${JSON.stringify(text.slice(0, 24))} is ${expected}`, () => {
      assert.equal(contentClassOf(traitsOf(text)), expected);
    });

  it('mix by share, and shares add up to 1', () => {
    const mix = contentMix(traitsOf(`${english}你好，请用中文回答下面的问题。`.repeat(3)));
    assert.deepEqual(
      mix.map((part) => part.class),
      ['english', 'cjk'],
    );
    assert.ok(Math.abs(mix.reduce((sum, part) => sum + part.share, 0) - 1) < 1e-9);
  });

  it('rest on traits that add up over safe boundaries', () => {
    const word = fc.constantFrom(
      'the',
      'camelCase',
      'HTTP',
      ' ',
      '\n',
      '\n  ',
      '=>',
      '漢',
      'é',
      '12',
      "'lL",
      '😀',
      'international',
      '/',
      '\r\n',
      '//',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.nat(), (words, seed) => {
        const text = words.join('');
        const at = text.length === 0 ? 0 : seed % text.length;
        if (!isSafeBoundary(text, at)) return;
        assert.deepEqual(
          addTraits(traitsOf(text.slice(0, at)), traitsOf(text.slice(at))),
          traitsOf(text),
          JSON.stringify([text.slice(0, at), text.slice(at)]),
        );
      }),
      { numRuns: 3000, seed: 10 },
    );
    assert.equal(measureText('', countO200k).o200k, 0);
  }).timeout(20_000);
});
