/** Walks what every surface says about every call of the repository's own sources for tests: no number without its basis, no unknown as $0. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { callToJson } from '../../src/cli/formatters/callJson.ts';
import { comparisonJson, comparisonText } from '../../src/cli/formatters/comparison.ts';
import { costLine, frontEndFor, type CostedCall, type LanguageService } from '../../src/core/index.ts';
import { createLanguageService } from '../../src/core/index.ts';
import { hostFor, testConfig, testService } from '../support/service.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Source files below a folder that some front end reads, in the order of their names. */
function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(root, folder, name))
    .filter((file) => /\.\w+$/.test(file) && !file.endsWith('.ipynb') && frontEndFor(`file://${file}`, undefined) !== undefined)
    .sort();
}

/** Several models at once, through a wrapper, and of unequal prices. */
const SEVERAL = `import os
from openai import OpenAI
client = OpenAI()

def complete(prompt, model="gpt-4o"):
    return client.responses.create(model=model, input=prompt, max_output_tokens=99)

small = "gpt-4o-mini" if os.environ.get("CHEAP") else "gpt-5.1" if os.environ.get("NEW") else "no-such-model"
complete("Hi", small)
client.responses.create(model=small, input="Hi")
client.responses.create(model="my-model", input="Hi")
`;

interface Subject {
  readonly where: string;
  readonly uri: string;
  readonly file: string;
  readonly costed: CostedCall;
}

const LONGEST_HOVER = 40;
/** Money as people read it. */
const MONEY = /\$\d[\d,]*(?:\.\d+)?/g;
const NOTHING = /\$0(?:\.0*)?(?![\d.])/;

describe('what surfaces say', () => {
  let service: LanguageService;
  const subjects: Subject[] = [];

  before(async function () {
    this.timeout(60_000);
    const config = testConfig(
      'defaults: { callsPerDay: 1000, turns: 12, cacheReuse: 0.5 }\nmodels: { my-model: { input: 1, output: 2 } }\n',
    );
    service = testService({}, [], config);
    const files = ['test/frontends', 'test/projects', 'examples'].flatMap(sources);
    const uris = files.map((file, index) => [`file:///app/${index}/${path.basename(file)}`, file] as const);
    await service.prepare(uris.map(([uri]) => uri));
    const texts = uris.map(([uri, file]) => [uri, file, readFileSync(file, 'utf8')] as const);
    for (const [uri, file, text] of [...texts, ['file:///app/several.py', 'several.py', SEVERAL] as const]) {
      if (service.open({ uri, languageId: undefined, version: 1, text }) !== undefined) continue;
      service.analyzeNow(uri);
      for (const costed of service.calls(uri)) {
        const { line } = service.place(costed.call.calleeAt)?.range.start ?? { line: -1 };
        subjects.push({ where: `${path.relative(root, file)}:${line + 1}`, uri, file, costed });
      }
    }
  });

  it('is looked at for some hundred calls, priced and unpriced, once and repeated', () => {
    const count = (test: (costed: CostedCall) => boolean): number => subjects.filter(({ costed }) => test(costed)).length;
    assert.ok(subjects.length >= 200, String(subjects.length));
    assert.ok(count(({ cost }) => cost.models.length === 0) >= 20);
    assert.ok(count(({ cost }) => cost.models.some(({ cold }) => cold === undefined)) >= 5);
    assert.ok(count(({ cost }) => cost.models.length > 1) >= 2);
    assert.ok(count(({ cost }) => cost.projection.growth !== undefined) >= 10);
    assert.ok(count(({ cost }) => cost.models.some(({ warm }) => warm !== undefined)) >= 1);
  });

  it('shows no amount in a lens that is not marked as an estimate, and nothing as $0', () => {
    for (const { where, costed } of subjects) {
      const line = costLine(costed.call, costed.cost);
      assert.doesNotMatch(line, NOTHING, where);
      const amounts = line.match(MONEY) ?? [];
      // Files that a client sends with requests of its own have a line of their own; amounts are marked there all the same.
      const isText = costed.call.file !== undefined;
      if (costed.call.kind === 'route') {
        // A model that is only offered shows list prices, per million tokens or those of its proxy, and never an amount.
        for (const part of line.split(' · ')) if (/\$\d/.test(part)) assert.match(part, /per M$|^cached \$/, `${where}: ${line}`);
        continue;
      }
      if (costed.cost.models.every(({ cold }) => cold === undefined)) {
        assert.deepEqual(amounts, [], `${where}: ${line}`);
        if (!isText) assert.match(line, /^(unpriced|model unknown|no model set|not billed)/, where);
        continue;
      }
      // The sign stands before the first amount of each part; a range and the cached price belong to it.
      // What one use of a tool costs is a list price, no estimate.
      for (const part of line.split(' · '))
        if (!part.startsWith('+ ') && MONEY.test(part)) assert.match(part, /≈\$\d/, `${where}: ${line}`);
      MONEY.lastIndex = 0;
      if (isText) continue;
      const tokens = /(≈?)([\d,]+)\+? in\b/.exec(line);
      assert.ok(tokens !== null, `${where}: ${line}`);
      assert.equal(tokens[1] === '', costed.cost.input.basis === 'exact', `${where}: ${line}`);
    }
  });

  it('says in each hover where price, tokens, output, volume and cache come from, on one screen', () => {
    for (const { where, uri, costed } of subjects) {
      const at = service.place(costed.call.calleeAt)?.range.start;
      assert.ok(at !== undefined, where);
      const contents = service.hover(uri, at)?.contents;
      const text = typeof contents === 'object' && 'value' in contents ? contents.value : '';
      assert.ok(text !== '', where);
      assert.doesNotMatch(text, NOTHING, `${where}\n${text}`);
      assert.doesNotMatch(text, /NaN|undefined|Infinity|\[object/, `${where}\n${text}`);
      if (costed.call.file !== undefined) continue;
      assert.ok(text.split('\n').length <= LONGEST_HOVER, `${where}: ${text.split('\n').length} lines`);
      assert.match(text, /\*\*input\*\* .*\| (exact count|(calibrated|assumed), [\d,]+–[\d,]+) \|/, `${where}\n${text}`);
      // A call on the same place as another one answers for that one.
      if (service.calls(uri).filter(({ call }) => call.calleeAt.start === costed.call.calleeAt.start).length > 1) continue;
      const priced = costed.cost.models.filter(({ cold }) => cold !== undefined);
      if (priced.length === 0) {
        assert.doesNotMatch(text, MONEY, `${where}\n${text}`);
        continue;
      }
      if (costed.cost.models[0]?.cold !== undefined)
        assert.match(text, /Source: .+\d{4}-\d\d-\d\d|Source: pennylint\\?\.yaml line \d+/, `${where}\n${text}`);
      if (costed.call.answers) assert.match(text, /Assumes [\d,]+ output tokens \(.+\)/, `${where}\n${text}`);
      if (text.includes('/month')) assert.match(text, /pennylint\.yaml line 1/, `${where}\n${text}`);
      if (text.includes('Each turn adds')) assert.match(text, /Each turn adds ≈[\d,]+ tokens/, where);
      if (text.includes('from the cache') && costed.cost.models[0]?.cache.rule !== undefined)
        assert.match(text, /caching rules as of \d{4}(-(\d\d-\d\d|Q\d))?/, `${where}\n${text}`);
    }
  }).timeout(60_000);

  it('gives null for every unknown amount in JSON, and a basis and a day with every known one', () => {
    for (const { where, uri, file, costed } of subjects) {
      const json = callToJson({ file: path.basename(file), uri, text: '' }, costed, service);
      const priced = costed.cost.models.some(({ cold }) => cold !== undefined);
      assert.equal(json.cost === null, !priced, where);
      assert.ok(['exact', 'calibrated', 'assumed'].includes(json.tokens.basis), where);
      assert.ok(json.tokens.low <= json.tokens.high, where);
      if (json.model.price !== null) {
        assert.match(json.model.price.asOf, /^\d{4}-\d\d-\d\d$/, where);
        assert.ok(json.model.price.source !== '' && json.model.price.input > 0, where);
      }
      if (json.cost === null) continue;
      const { coldUsd, warmUsd, worstUsd, basis } = json.cost;
      assert.ok(basis === 'assumed' || basis === 'declared', where);
      assert.ok(coldUsd[0] > 0 && coldUsd[0] <= coldUsd[1], `${where}: ${coldUsd.join(' ')}`);
      // The low end of a short text may be less than half a micro-dollar.
      if (warmUsd !== null) assert.ok(warmUsd[0] >= 0 && warmUsd[1] > 0 && warmUsd[0] <= warmUsd[1], where);
      if (worstUsd !== null && costed.cost.models.length === 1) assert.ok(worstUsd >= coldUsd[1], `${where}: ${worstUsd} < ${coldUsd[1]}`);
      const numbers = JSON.stringify(json.cost, (key, value: unknown) =>
        typeof value === 'number' && key.endsWith('Usd') && value <= 0 ? assert.fail(`${where} ${key}`) : value,
      );
      assert.doesNotMatch(numbers, /NaN|Infinity/, where);
    }
  });

  it('compares models with a price and a day each, or none', () => {
    for (const { where, uri, costed } of subjects.filter((_, index) => index % 7 === 0)) {
      const at = service.place(costed.call.calleeAt)?.range.start;
      const compared = at === undefined ? undefined : service.compare(uri, at);
      assert.ok(compared !== undefined, where);
      for (const model of compared.models) {
        assert.ok(model.cold > 0 && model.inputTokens >= 0, `${where} ${model.model}`);
        assert.match(model.asOf, /^\d{4}-\d\d-\d\d$/);
        assert.ok(model.source !== '' && (model.month ?? 1) > 0);
      }
      const text = comparisonText(compared, true);
      assert.doesNotMatch(text, NOTHING, where);
      assert.doesNotMatch(JSON.stringify(comparisonJson('a', 1, compared)), /NaN|Infinity/);
    }
  }).timeout(60_000);

  it('names several models as a range, and those of a wrapper by their number', () => {
    const uri = 'file:///app/several.py';
    const project = testService();
    project.analyzeProject({ uris: [uri], read: () => SEVERAL, program: () => undefined }, [uri]);
    const lines = project.codeLenses(uri).map(({ command }) => command?.title ?? '');
    assert.match(lines[1] ?? '', /^≈\$[\d.]+–\$[\d.]+\/call · .* · via complete\(\) · 3 models configured$/);
    assert.match(lines[2] ?? '', /^≈\$[\d.]+–\$[\d.]+\/call · .* · gpt-4o-mini or 2 more$/);
    const json = callToJson({ file: 'several.py', uri: 'file:///app/several.py', text: '' }, project.calls(uri)[1]!, project);
    assert.deepEqual(
      json.cost?.candidates?.map(({ model, coldUsd }) => [model, coldUsd === null]),
      [
        ['gpt-4o-mini', false],
        ['gpt-5.1', false],
        ['no-such-model', true],
      ],
    );
  });

  it('shows nothing as $0 but a price that somebody declared as nothing', () => {
    const uri = 'file:///app/main.py';
    const code = 'from openai import OpenAI\nOpenAI().responses.create(model="own", max_output_tokens=5, input="Hi")\n';
    const of = (yaml: string): string => {
      const one = testService({}, [], testConfig(yaml));
      one.open({ uri, languageId: undefined, version: 1, text: code });
      one.analyzeNow(uri);
      return one.codeLenses(uri)[0]?.command?.title ?? '';
    };
    assert.match(of('models: { own: { input: 0, output: 0 } }\n'), /^≈\$0\/call/);
    assert.match(of('models: { own: { input: 0.00001, output: 0.00001 } }\n'), /^≈<\$0\.000001\/call/);
    assert.match(of('version: 1\n'), /^unpriced/);
  });

  it('marks a price of 30 days and more on the lens, in the hover and in comparisons', () => {
    const uri = 'file:///app/main.py';
    const old = createLanguageService({ ...hostFor(), now: () => Date.UTC(2026, 11, 10, 12) });
    old.open({
      uri,
      languageId: undefined,
      version: 1,
      text: 'from openai import OpenAI\nOpenAI().responses.create(model="gpt-5.1", max_output_tokens=500, input="Hi")\n',
    });
    old.analyzeNow(uri);
    assert.match(old.codeLenses(uri)[0]?.command?.title ?? '', / · price 30 days old · /);
    const contents = old.hover(uri, { line: 1, character: 3 })?.contents;
    assert.match(JSON.stringify(contents), /2026-11-10 – 30 days old, possibly out of date/);
    assert.ok(old.compare(uri, { line: 1, character: 3 })?.models[0]?.stale);
  });
});
