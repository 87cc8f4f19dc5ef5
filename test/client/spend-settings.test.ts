import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SpendKeys } from '../../src/client/spend/keys.ts';
import { addressRefusal, detectInEnvironment, isLitellmConfig } from '../../src/client/spend/detect.ts';
import { environment } from '../../src/client/spend/spendProcess.ts';
import { telemetryEnvironment } from '../../src/client/spend/telemetryVariables.ts';
import { receiverEnvironment } from '../../src/gateways/index.ts';
import { sourceKindIds, sourceKinds } from '../../src/shared/spend-kinds.ts';
import { checkSources, spendSettingDeclarations } from '../../src/shared/spend-settings.ts';

const check = (input: unknown): ReturnType<typeof checkSources> => checkSources(input, sourceKindIds);

describe('setting pennylint.spend.sources', () => {
  it('is read with one ledger', () => {
    const { sources, problems } = check([
      { kind: 'demo' },
      { kind: 'metrics', url: 'http://localhost:4000/metrics/' },
      { kind: 'otlp', port: 5000 },
      { kind: 'openrouter', url: 'https://openrouter.ai/api/v1', pollSeconds: 120 },
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      sources.map(({ id, ledger, pollMs }) => [id, ledger, pollMs]),
      [
        ['demo', false, undefined],
        ['metrics:http://localhost:4000/metrics/', true, undefined],
        ['otlp:5000', false, undefined],
        ['openrouter:https://openrouter.ai/api/v1', false, 120_000],
      ],
    );
    assert.equal(check([{ kind: 'demo' }]).sources[0]?.ledger, true);
    const chosen = check([{ kind: 'demo' }, { kind: 'otlp', ledger: true }, { kind: 'otlp', port: 1, ledger: true }]).sources;
    assert.deepEqual(
      chosen.map(({ ledger }) => ledger),
      [false, true, false],
    );
  });

  it('leaves out what it cannot take, and names it', () => {
    const url = 'http://localhost:1/';
    const wrong: readonly unknown[] = [
      null,
      'metrics',
      { kind: 'ftp', url },
      { kind: 'metrics' },
      { kind: 'metrics', url, headers: { Authorization: 'Bearer sk' } },
      { kind: 'metrics', url, headers: { 'x-api-key': 'sk' } },
      { kind: 'metrics', url, headers: { 'x-tenant': 'a\r\nb: c' } },
      { kind: 'metrics', url, headers: 'x' },
      { kind: 'otlp', port: 70_000 },
      { kind: 'metrics', url, pollSeconds: 0 },
    ];
    const { sources, problems } = check(wrong);
    assert.deepEqual(sources, []);
    assert.equal(problems.length, wrong.length);
    for (const problem of problems) assert.doesNotMatch(problem, /sk|Bearer/);
    assert.equal(check([{ kind: 'demo' }, { kind: 'demo' }]).problems.length, 1);
    assert.deepEqual(check('x').problems, ['pennylint.spend.sources must be a list.']);
    assert.deepEqual(check(undefined), { sources: [], problems: [] });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), fc.jsonValue(), (any, json) => {
        check(any);
        check([any, json]);
      }),
    );
  });

  it('is of scope machine, like everything about live spend', () => {
    for (const { scope } of spendSettingDeclarations) assert.equal(scope, 'machine');
  });
});

describe('keys of sources', () => {
  it('are found for their exact origin and kind only', async () => {
    const stored = new Map<string, string>();
    const keys = new SpendKeys({
      get: (name: string) => Promise.resolve(stored.get(name)),
      store: (name: string, value: string) => Promise.resolve(void stored.set(name, value)),
      delete: (name: string) => Promise.resolve(void stored.delete(name)),
    } as unknown as ConstructorParameters<typeof SpendKeys>[0]);
    await keys.set({ kind: 'metrics', url: 'https://gateway.example/metrics/' }, 'sk-1');
    assert.deepEqual(await keys.of({ kind: 'metrics', url: 'https://gateway.example/other' }), {
      origin: 'https://gateway.example',
      key: 'sk-1',
    });
    const others = [
      'http://gateway.example/metrics/',
      'https://gateway.example:8443/metrics/',
      'https://gateway.example.evil.example/metrics/',
      'https://gateway.example@evil.example/',
      'https://evil.example/https://gateway.example',
      'no address',
      undefined,
    ];
    for (const url of others) assert.equal(await keys.of({ kind: 'metrics', url }), undefined);
    assert.equal(await keys.of({ kind: 'prometheus', url: 'https://gateway.example/' }), undefined);
    await keys.set({ kind: 'metrics', url: 'https://gateway.example/' }, '');
    assert.equal(stored.size, 0);
  });

  it('do not reach the process through its environment', () => {
    const env = environment({
      PATH: '/bin',
      OPENAI_API_KEY: 'sk',
      GITHUB_TOKEN: 'x',
      AWS_SECRET_ACCESS: 'x',
      NODE_OPTIONS: '--inspect',
      TZ: 'UTC',
    });
    assert.deepEqual(env, { PATH: '/bin', TZ: 'UTC', ELECTRON_RUN_AS_NODE: '1' });
  });
});

describe('detection of sources', () => {
  it('proposes what the environment names', () => {
    assert.deepEqual(detectInEnvironment({ LITELLM_API_BASE: 'https://proxy.example/v1', LITELLM_API_KEY: 'sk' }), [
      { kind: 'metrics', url: 'https://proxy.example/metrics/', because: 'LITELLM_API_BASE is set', keyVariable: 'LITELLM_API_KEY' },
    ]);
    assert.deepEqual(detectInEnvironment({ OPENROUTER_API_KEY: 'sk', OTEL_METRICS_EXPORTER: 'otlp' }), [
      { kind: 'openrouter', url: 'https://openrouter.ai/api/v1', because: 'OPENROUTER_API_KEY is set', keyVariable: 'OPENROUTER_API_KEY' },
      { kind: 'otlp', url: undefined, because: 'OTEL_METRICS_EXPORTER is set', keyVariable: undefined },
    ]);
    assert.deepEqual(detectInEnvironment({ PROMETHEUS_URL: 'javascript:alert(1)', OPENROUTER_API_KEY: '' }), []);
  });

  it('never shows the value of a key', () => {
    const found = detectInEnvironment({ LITELLM_API_KEY: 'sk-secret', OPENROUTER_API_KEY: 'sk-secret' });
    assert.equal(found.length, 2);
    assert.doesNotMatch(JSON.stringify(found), /sk-secret/);
  });

  it('knows the configuration of a LiteLLM proxy', () => {
    assert.ok(isLitellmConfig('model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/gpt-4o\n'));
    assert.ok(!isLitellmConfig('models:\n  - litellm_params\n'));
  });

  it('refuses addresses that cannot be asked', () => {
    for (const text of ['', 'localhost:4000', 'ftp://x', 'https://user:pw@x/', 'file:///etc/passwd'])
      assert.notEqual(addressRefusal(text), undefined, text);
    for (const { example } of sourceKinds) assert.equal(addressRefusal(example), undefined);
  });

  it('names the variables that the receiver expects', () => {
    assert.deepEqual(telemetryEnvironment(4318), receiverEnvironment(4318));
  });
});
