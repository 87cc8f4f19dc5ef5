/** Prices have days: the day before and the day of each announced change, both edges of hourly windows, and how old prices are marked on every surface. */
import assert from 'node:assert/strict';
import { callText } from '../../src/cli/formatters/callText.ts';
import { callToJson } from '../../src/cli/formatters/callJson.ts';
import { comparisonText } from '../../src/cli/formatters/comparison.ts';
import { contextView, createLanguageService, type LanguageService, type ProjectConfig, type Settings } from '../../src/core/index.ts';
import { comparisonInWords } from '../../src/server/callQuestions.ts';
import { summaryOf } from '../../src/server/fileSummary.ts';
import { hostFor, testConfig } from '../support/service.ts';

const URI = 'file:///app/main.py';
const HEAD = `import anthropic
from openai import OpenAI
from google import genai
client = OpenAI()
claude = anthropic.Anthropic()
gemini = genai.Client()
deepseek = OpenAI(base_url="https://api.deepseek.com/v1")
`;
const LINE = HEAD.split('\n').length - 1;
const asks: Readonly<Record<string, (model: string) => string>> = {
  gemini: (model) => `gemini.models.generate_content(model="${model}", contents="Hi")\n`,
  deepseek: (model) => `deepseek.chat.completions.create(model="${model}", max_tokens=500, messages=[{"role": "user", "content": "Hi"}])\n`,
  openai: (model) => `client.responses.create(model="${model}", max_output_tokens=500, input="Hi")\n`,
  anthropic: (model) =>
    `claude.messages.create(model="${model}", max_tokens=500, speed="fast", messages=[{"role": "user", "content": "Hi"}])\n`,
};

function at(time: string, text: string, uri = URI, settings: Partial<Settings> = {}, config?: ProjectConfig): LanguageService {
  const host = {
    ...hostFor(settings, [], config),
    now: () => Date.parse(time),
    pathInProject: (one: string) => one.replace('file:///app/', ''),
  };
  const service = createLanguageService(host);
  service.open({ uri, languageId: undefined, version: 1, text });
  service.analyzeNow(uri);
  return service;
}

/** Micro-dollars of the output part, 300 tokens, whose price per million is looked for: input is a few tokens. */
function outputPrice(time: string, provider: string, model: string): number {
  const [costed] = at(time, HEAD + (asks[provider]?.(model) ?? '')).calls(URI);
  const [cost] = costed?.cost.models ?? [];
  assert.ok(cost?.lookup.state === 'priced' && cost.cold !== undefined, `${provider}/${model}`);
  // Input is at most a tenth of it.
  return Math.round((cost.cold.mid / 300) * 10) / 10;
}

function hoverAt(service: LanguageService, line = LINE, character = 3, uri = URI): string {
  const contents = service.hover(uri, { line, character })?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value.replaceAll('\\', '') : '';
}

describe('announced changes of prices', () => {
  for (const [provider, model, before, after, day] of [
    ['gemini', 'gemini-4-argon', 10, 20, '2026-12-01'],
    ['gemini', 'gemini-3.8-flash', 3.75, 7.5, '2027-01-01'],
    ['gemini', 'gemini-3.6-flash', 3.75, 7.5, '2027-01-01'],
  ] as const) {
    it(`${model} costs more from ${day} on, and says so before`, () => {
      const eve = new Date(Date.parse(`${day}T00:00:00Z`) - 1).toISOString();
      assert.ok(Math.abs(outputPrice(eve, provider, model) - before) < before * 0.02);
      assert.ok(Math.abs(outputPrice(`${day}T00:00:00Z`, provider, model) - after) < after * 0.02);
      const text = HEAD + (asks[provider]?.(model) ?? '');
      assert.match(hoverAt(at('2026-11-21T12:00:00Z', text)), new RegExp(`Another price is announced for ${day}\\.`));
      assert.doesNotMatch(hoverAt(at(`${day}T00:00:00Z`, text)), /is announced/);
      const named = at('2026-11-21T12:00:00Z', text).completion(URI, { line: LINE, character: text.split('\n')[LINE]!.indexOf('"') + 2 });
      const own = named.find(({ label }) => label === model);
      assert.match(JSON.stringify(own?.documentation), new RegExp(`Another price is announced for ${day}`));
    });
  }

  it('keeping a cache of 3.x Flash costs twice as much from 2027-01-01 on', () => {
    const text = `${HEAD}gemini.models.generate_content(model="gemini-3.5-flash", contents="Hi", config={"cached_content": "cachedContents/a"})\n`;
    assert.match(hoverAt(at('2026-12-31T23:59:59.999Z', text)), /Keeping it costs \$0\.50 per million tokens and hour/);
    assert.match(hoverAt(at('2027-01-01T00:00:00Z', text)), /Keeping it costs \$1 per million tokens and hour/);
  });

  it('fast mode of Opus 4.8 has a price until the end of 2026-11-30', () => {
    assert.ok(Math.abs(outputPrice('2026-11-30T23:59:59Z', 'anthropic', 'claude-opus-4-8') - 50) < 1);
    const after = at('2026-12-01T00:00:00Z', HEAD + (asks.anthropic?.('claude-opus-4-8') ?? ''));
    assert.match(hoverAt(after), /No fast price is listed: the list price is used\./);
    assert.doesNotMatch(after.codeLenses(URI)[0]?.command?.title ?? '', /fast price/);
  });
});

describe('hours of DeepSeek', () => {
  for (const [time, usd] of [
    // Friday, peak 01:00–04:00 and 06:00–10:00 UTC; Saturday has none.
    ['2026-11-20T00:59:59Z', 0.6],
    ['2026-11-20T01:00:00Z', 1.2],
    ['2026-11-20T03:59:59Z', 1.2],
    ['2026-11-20T04:00:00Z', 0.6],
    ['2026-11-20T05:59:59Z', 0.6],
    ['2026-11-20T06:00:00Z', 1.2],
    ['2026-11-20T09:59:59Z', 1.2],
    ['2026-11-20T10:00:00Z', 0.6],
    ['2026-11-21T07:00:00Z', 0.6],
    ['2026-11-23T07:00:00Z', 1.2],
  ] as const)
    it(`at ${time} a million output tokens cost $${usd}`, () => {
      assert.equal(outputPrice(time, 'deepseek', 'deepseek-flash'), usd);
    });
});

/** Prices of OpenAI were read on 2026-11-10: 41 days later, and on the day itself. */
const OLD = '2026-12-21T12:00:00Z';
const FRESH = '2026-11-21T12:00:00Z';
const AGE = /price 41 days old|41 days old, possibly out of date|possibly out of date/;

const AGENT_URI = 'file:///app/CLAUDE.md';
const AGENT = 'Read each change twice before you judge it.\n';
const AGENT_MODEL = testConfig('callSites: [{ files: CLAUDE.md, model: claude-sonnet-4-5, provider: anthropic }]\n');

/** Every surface with a price, as text. */
function surfaces(time: string): ReadonlyMap<string, string> {
  const text = HEAD + (asks.openai?.('gpt-5.1') ?? '');
  const service = at(time, text);
  const place = { line: LINE, character: 3 };
  const [costed] = service.calls(URI);
  const compared = service.compare(URI, place);
  assert.ok(costed !== undefined && compared !== undefined);
  const file = { file: 'main.py', uri: URI, text };
  const inModel = { line: LINE, character: text.split('\n')[LINE]!.indexOf('"gpt') + 3 };
  const hints = at(time, text, URI, { costHints: 'endOfLine' });
  const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const claude = at(time, AGENT, AGENT_URI, {}, AGENT_MODEL);
  const json = callToJson(file, costed, service);
  const promptfoo = `prompts: ['Say {{word}}', 'Sing {{word}}']\nproviders: ['openai:gpt-5.1']\ntests:\n  - vars: { word: a }\n  - vars: { word: b }\n`;
  const run = at(time, promptfoo, 'file:///app/promptfooconfig.yaml');
  return new Map([
    ['lens', service.codeLenses(URI)[0]?.command?.title ?? ''],
    ['hint at the end of the line', JSON.stringify(hints.inlayHints(URI, everything))],
    ['hover', hoverAt(service)],
    ['hover of the model id', hoverAt(service, inModel.line, inModel.character)],
    ['completion', JSON.stringify(service.completion(URI, inModel).find(({ label }) => label === 'gpt-5.1'))],
    ['list of calls', service.callList()[0]?.calls[0]?.cost ?? ''],
    ['status item', summaryOf(URI, service).dearest ?? ''],
    ['inspect', callText(file, costed, service)],
    ['inspect as JSON', json.model.price?.stale === true ? 'possibly out of date' : ''],
    ['compare', comparisonText(compared, false)],
    ['compare in the editor', comparisonInWords(compared).models[0]?.detail ?? ''],
    ['lens of an instruction file', claude.codeLenses(AGENT_URI)[0]?.command?.title ?? ''],
    ['hover of an instruction file', hoverAt(claude, 0, 0, AGENT_URI)],
    ['status item of an instruction file', summaryOf(AGENT_URI, claude).prompt?.line ?? ''],
    [
      'context budget',
      claude
        .contextBudgets('file:///app/')
        .map((budget) => contextView(budget).tooltip)
        .join('\n'),
    ],
    ['lens of a file of prompts', run.codeLenses('file:///app/promptfooconfig.yaml')[0]?.command?.title ?? ''],
  ]);
}

describe('a price that is older than 30 days', () => {
  let old: ReadonlyMap<string, string>;
  let fresh: ReadonlyMap<string, string>;
  before(() => {
    old = surfaces(OLD);
    fresh = surfaces(FRESH);
  });

  it('is marked on every surface that shows money', () => {
    const silent = [...old].filter(([, text]) => !AGE.test(text)).map(([name, text]) => `${name}: ${text}`);
    assert.deepEqual(silent, []);
  });

  it('is marked nowhere while it is fresh', () => {
    // What only others cost may be older: the list of models holds some.
    const marked = [...fresh].filter(([name, text]) => name !== 'compare' && AGE.test(text)).map(([name]) => name);
    assert.deepEqual(marked, []);
  });
});
