/** What was billed, beside the calls that it belongs to: joined by tag or model, never split, never taken for one call's own. */
import assert from 'node:assert/strict';
import { callToJson } from '../../src/cli/formatters/callJson.ts';
import { createLanguageService, isBilledReport, type BilledReport, type BilledRow, type LanguageService } from '../../src/core/index.ts';
import { hostFor, testConfig, TODAY } from '../support/service.ts';

const URI = 'file:///app/main.py';
const HOUR = 3_600_000;

/** A row of a source that says everything: 1,284 calls today for $5.78, 12,000 calls for $54 in all, 1,200 a day. */
function row(name: string, given: Partial<BilledRow> = {}): BilledRow {
  return {
    name,
    requestsToday: 1284,
    microUsdToday: 5_780_000,
    requests: 12_000,
    microUsd: 54_000_000,
    requestsPerDay: 1200,
    ...given,
  };
}

function report(given: Partial<BilledReport> = {}): BilledReport {
  return {
    schemaVersion: 1,
    source: 'LiteLLM at localhost:4000',
    basis: 'reported',
    asOf: TODAY,
    todayEnds: TODAY + 12 * HOUR,
    models: [],
    tags: [],
    ...given,
  };
}

function project(text: string, given: BilledReport, yaml?: string): LanguageService {
  const host = hostFor({}, [], yaml === undefined ? undefined : testConfig(yaml));
  const service = createLanguageService({ ...host, billed: () => given });
  service.analyzeProject({ uris: [URI], read: () => text, program: () => undefined }, [URI]);
  return service;
}

const HEAD = 'from openai import OpenAI\nclient = OpenAI()\n';
const call = (model: string, more = ''): string =>
  `client.chat.completions.create(model="${model}", max_tokens=500, messages=[{"role": "user", "content": "Hi"}]${more})\n`;

const lines = (service: LanguageService): string[] => service.codeLenses(URI).map(({ command }) => command?.title ?? '');

function hover(service: LanguageService, line = 2): string {
  const contents = service.hover(URI, { line, character: 3 })?.contents;
  return typeof contents === 'object' && 'value' in contents ? contents.value.replaceAll('\\', '') : '';
}

describe('what was billed', () => {
  it('for a tag that the call sends stands in the lens instead of the prediction', () => {
    for (const tag of ['extra_body={"metadata": {"tags": ["support-bot"]}}', 'extra_headers={"x-litellm-tags": "a, support-bot"}']) {
      const service = project(HEAD + call('gpt-4o', `, ${tag}`), report({ tags: [row('tag=support_bot')], models: [row('gpt-4o')] }));
      assert.deepEqual(lines(service), ['billed $0.0045 avg · 1,284 calls today · $5.78 · ≈8 in · ≤500 out · gpt-4o']);
    }
    const feature = project(HEAD + call('gpt-4o', ', metadata={"feature": "triage"}'), report({ tags: [row('feature=triage')] }));
    assert.match(lines(feature)[0] ?? '', /^billed \$0\.0045 avg/);
    assert.match(hover(feature), /LiteLLM at localhost:4000, tag feature=triage, read 2026-11-21 12:00 UTC/);
    assert.match(hover(feature), /≈\$\d+\/month at 1,200 calls\/day \(billed per day: LiteLLM at localhost:4000, tag feature=triage/);
  });

  it('for a model stands beside the prediction, and is called the whole of the model', () => {
    const service = project(HEAD + call('gpt-4o'), report({ models: [row('openai/gpt-4o')] }));
    assert.match(
      lines(service)[0] ?? '',
      /^≈\$0\.0030\d?\/call · ≈\$\d+\/month at 1,200 calls\/day · all of openai\/gpt-4o billed \$0\.0045 avg, 1,284 calls today, \$5\.78 · /,
    );
    assert.match(
      hover(service),
      /at 1,200 calls\/day \(the only call here that sends to it: LiteLLM at localhost:4000, model openai\/gpt-4o/,
    );
  });

  it('for a model that several calls share is no volume of any of them', () => {
    const service = project(HEAD + call('gpt-4o') + call('gpt-4o'), report({ models: [row('gpt-4o')] }));
    for (const line of lines(service)) {
      assert.match(line, /, \$5\.78, shared by 2 calls here · /);
      assert.doesNotMatch(line, /month/);
    }
    assert.deepEqual(
      service.calls(URI).map(({ billed }) => [billed?.sharedBy, billed?.requestsPerDay]),
      [
        [2, undefined],
        [2, undefined],
      ],
    );
  });

  it('is no volume while a call whose model nobody knows may share it, or while not all of the code is known', () => {
    const unknown = project(HEAD + call('gpt-4o') + call('gpt-4o').replace('"gpt-4o"', 'pick()'), report({ models: [row('gpt-4o')] }));
    assert.deepEqual(
      unknown.calls(URI).map(({ billed }) => billed?.requestsPerDay),
      [undefined, undefined],
    );
    assert.doesNotMatch(lines(unknown).join('\n'), /shared|month/);
    const alone = createLanguageService({ ...hostFor(), billed: () => report({ models: [row('gpt-4o')] }) });
    alone.open({ uri: URI, languageId: undefined, version: 1, text: HEAD + call('gpt-4o') });
    alone.analyzeNow(URI);
    assert.match(lines(alone)[0] ?? '', /all of gpt-4o billed/);
    assert.doesNotMatch(lines(alone)[0] ?? '', /month|shared/);
  });

  it('counts what a wrapper sends at its callers', () => {
    const text = `${HEAD}def ask(text):\n    return ${call('gpt-4o').replace('"Hi"', 'text')}\nask("a")\nask("b")\n`;
    const service = project(text, report({ models: [row('gpt-4o')] }));
    assert.deepEqual(
      service.calls(URI).map(({ call: { kind }, billed }) => [kind, billed?.sharedBy]),
      [
        ['direct', 2],
        ['wrapper', 2],
        ['wrapper', 2],
      ],
    );
  });

  it('never stands above a declared volume', () => {
    const service = project(HEAD + call('gpt-4o'), report({ models: [row('gpt-4o')] }), 'defaults: { callsPerDay: 10 }\n');
    assert.match(lines(service)[0] ?? '', /at 10 calls\/day/);
    assert.match(hover(service), /pennylint.yaml line 1/);
  });

  it('says nothing of today once the day of the source is over, and whose money it is', () => {
    const old = project(HEAD + call('gpt-4o'), report({ models: [row('gpt-4o')], todayEnds: TODAY, basis: 'computed' }));
    assert.match(lines(old)[0] ?? '', /all of gpt-4o at list price \$0\.0045 avg, as of 2026-11-21 · /);
    const silent = { requestsToday: null, microUsdToday: null, requests: null, microUsd: null, requestsPerDay: null };
    const unknown = project(HEAD + call('gpt-4o'), report({ models: [row('gpt-4o', silent)] }));
    assert.match(lines(unknown)[0] ?? '', /all of gpt-4o billed, average unknown, as of 2026-11-21 · /);
    assert.doesNotMatch(lines(unknown)[0] ?? '', /month|\$0(?![.\d])/);
  });

  it('knows the names that gateways give to models, and mixes no versions', () => {
    const joined = (code: string, gateway: string): boolean =>
      project(HEAD + call(code), report({ models: [row(gateway)] })).calls(URI)[0]?.billed !== undefined;
    for (const [code = '', gateway = ''] of [
      ['gpt-4o', 'openai/gpt-4o'],
      ['gpt-4o', 'gpt-4o-2024-08-06'],
      ['gpt-4o-2024-08-06', 'gpt-4o-2024-08-06'],
    ])
      assert.ok(joined(code, gateway), `${code} ${gateway}`);
    for (const [code = '', gateway = ''] of [
      ['gpt-4o', 'gpt-4o-mini'],
      ['gpt-4o-2024-08-06', 'gpt-4o-2024-11-20'],
      ['gpt-4', 'gpt-4o'],
    ])
      assert.ok(!joined(code, gateway), `${code} ${gateway}`);
  });

  it('stands in the list of calls as it is now, and in JSON with source and day', () => {
    let current = report({ models: [row('gpt-4o')] });
    const service = createLanguageService({ ...hostFor(), billed: () => current });
    service.analyzeProject({ uris: [URI], read: () => HEAD + call('gpt-4o'), program: () => undefined }, [URI]);
    const listed = (): string => service.callList()[0]?.calls[0]?.cost ?? '';
    assert.match(listed(), /1,284 calls today/);
    const [costed] = service.calls(URI);
    assert.ok(costed !== undefined);
    assert.deepEqual(callToJson({ file: 'main.py', uri: URI, text: '' }, costed, service).billed, {
      by: 'model',
      names: ['gpt-4o'],
      basis: 'reported',
      averageUsd: 0.0045,
      todayUsd: 5.78,
      requestsToday: 1284,
      requestsPerDay: 1200,
      sharedBy: 1,
      source: 'LiteLLM at localhost:4000',
      asOf: '2026-11-21T12:00:00.000Z',
    });
    current = report({ models: [row('gpt-4o', { requestsToday: 1300 })] });
    assert.match(listed(), /1,300 calls today/);
  });

  it('orders savings by the volume, and names it', async () => {
    const question = 'x = """' + 'Weigh each claim against the sources before you answer. '.repeat(120) + '"""\n';
    const text = `${HEAD}${question}def answer(now):\n    return client.chat.completions.create(model="gpt-5.6-sol", max_tokens=500, messages=[{"role": "system", "content": f"{now}" + x}, {"role": "user", "content": "Hi"}])\n`;
    const service = createLanguageService({ ...hostFor(), billed: () => report({ models: [row('gpt-5.6-sol')] }) });
    await service.indexProject({ uris: [URI], read: () => text, program: () => undefined }, [URI]);
    const savings = (await service.findingList())?.findings.flatMap(({ saving }) => saving ?? []) ?? [];
    assert.ok(savings.length > 0);
    for (const { perMonth, basis } of savings) {
      assert.ok(perMonth !== undefined && perMonth > 0);
      assert.match(basis ?? '', /^at 1,200 calls\/day \(the only call here that sends to it: LiteLLM/);
    }
  });

  it('is taken only in its own shape', () => {
    assert.ok(isBilledReport(report({ models: [row('a')] })));
    for (const bad of [
      null,
      'x',
      {},
      { ...report(), schemaVersion: 2 },
      { ...report(), asOf: NaN },
      { ...report(), models: [{ ...row('a'), requests: -1 }] },
      { ...report(), models: 'all' },
    ])
      assert.ok(!isBilledReport(bad), JSON.stringify(bad));
  });
});
