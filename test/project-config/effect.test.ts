import assert from 'node:assert/strict';
import { lineIndex, loadProjectConfig, type LanguageService } from '../../src/core/index.ts';
import { analysed, testConfig, testService } from '../support/service.ts';

const uri = 'file:///app/main.py';
const head = 'import os\nfrom openai import OpenAI, AzureOpenAI\nclient = OpenAI()\n';
const call = (model: string, more = ', max_tokens=500'): string =>
  `client.chat.completions.create(model=${model}, messages=[{"role": "user", "content": "Hi"}]${more})\n`;

function service(code: string, yaml: string, settings = {}): LanguageService {
  const config = testConfig(yaml);
  assert.ok(config !== undefined);
  return analysed(head + code, uri, settings, config);
}

/** The lens of the only call. */
function lens(code: string, yaml: string, settings = {}): string {
  const lenses = service(code, yaml, settings).codeLenses(uri);
  assert.equal(lenses.length, 1);
  return lenses[0]?.command?.title ?? '';
}

function hover(code: string, yaml: string, settings = {}): string {
  const one = service(code, yaml, settings);
  const [found] = one.calls(uri);
  assert.ok(found !== undefined);
  const position = one.document(uri)?.lines.positionAt(found.call.calleeAt.start) ?? { line: 0, character: 0 };
  return (one.hover(uri, position)?.contents as { value: string }).value;
}

function findings(code: string, yaml: string, settings = {}, file = uri): string[] {
  const config = testConfig(yaml);
  return analysed(head + code, file, settings, config)
    .findings(file)
    .map(({ rule, severity, message }) => `${rule} ${severity}: ${message}`);
}

describe('pennylint.yaml in force: prices and names', () => {
  it('prices a model that no list knows, and says where the price stands', () => {
    const yaml = 'models:\n  acme-7b: { input: 2, output: 8 }\n';
    assert.match(lens(call('"acme-7b"'), 'version: 1\n'), /^unpriced/);
    // 9 input tokens at $2 and 300 output tokens at $8 per million.
    assert.match(lens(call('"acme-7b"'), yaml), /^≈\$0\.0024\d?\/call · .*acme-7b$/);
    assert.match(hover(call('"acme-7b"'), yaml), /input \$2, output \$8\. Source: pennylint\\?\.yaml line 2\./);
  });

  it('replaces list prices field by field', () => {
    const text = hover(call('"gpt-4o"'), 'models:\n  gpt-4o: { input: 1 }\n');
    assert.match(text, /input \$1, cached \$1\.25, output \$10\. Source: pennylint\\?\.yaml line 2\./);
  });

  it('keeps a declared price to its provider', () => {
    const yaml = 'models:\n  gpt-4o: { provider: azure, input: 1, output: 1 }\n';
    assert.match(hover(call('"gpt-4o"'), yaml), /input \$2\.5/);
    const azure = 'azure = AzureOpenAI(azure_endpoint="https://x.openai.azure.com")\n';
    assert.match(hover(azure + call('"gpt-4o"').replace('client', 'azure'), yaml), /input \$1,/);
  });

  it('reads a deployment name as the model behind it: price, tokens, caching rules', () => {
    const yaml = 'version: 1\nmodels:\n  prod: gpt-4o\n  gpt-4o: { aliases: [old-prod] }\n  chained: prod\n';
    for (const name of ['prod', 'old-prod', 'chained']) {
      const text = hover(call(`"${name}"`), yaml);
      assert.match(text, /Price per million tokens as `gpt-4o` \(pennylint\\?\.yaml line [345]\): input \$2\.5/, name);
      assert.match(text, new RegExp(`^\\*\\*${name}`));
    }
  });

  it('survives names that go in circles', () => {
    assert.match(lens(call('"a"'), 'models:\n  a: b\n  b: a\n'), /^unpriced/);
  });

  it('prices a declared model of a client whose host the source hides', () => {
    const own = 'own = OpenAI(base_url=os.environ["HOST"])\n' + call('"acme"').replace('client', 'own');
    assert.match(lens(own, 'version: 1\n'), /^unpriced/);
    assert.match(lens(own, 'models:\n  acme: { input: 2, output: 8 }\n'), /^≈\$/);
  });
});

describe('pennylint.yaml in force: call sites', () => {
  const code = `class Agent:\n    def run(self):\n        ${call('os.environ["MODEL"]')}`;

  it('fill in a model that the source reads at run time', () => {
    assert.match(lens(code, 'version: 1\n'), /^model unknown/);
    for (const match of [
      'files: main.py',
      'files: "*.py"',
      'functions: run',
      'functions: Agent.run',
      'functions: Agent',
      'callees: "*.create"',
    ])
      assert.match(lens(code, `callSites:\n  - ${match}\n    model: gpt-4o\n`), /^≈\$0\.003.* · gpt-4o \(pennylint\.yaml line 3\)$/, match);
    for (const match of [
      'files: other.py',
      'functions: walk',
      'functions: Other.run',
      'callees: "*.parse"',
      'files: main.py\n    functions: walk',
    ])
      assert.match(lens(code, `callSites:\n  - ${match}\n    model: gpt-4o\n`), /^model unknown/, match);
  });

  it('know arrow functions and methods of JavaScript by their names', () => {
    const one = 'client.responses.create({ model: process.env.MODEL, input: q })';
    const forms = [
      `const answer = async (q) => ${one};`,
      `function answer(q) { ${one}; }`,
      `export const bot = { answer(q) { return ${one}; } };`,
    ];
    for (const form of forms) {
      const text = `import OpenAI from 'openai';\nconst client = new OpenAI();\n${form}\n`;
      const config = testConfig('callSites: [{ functions: answer, model: gpt-4o }]\n');
      const [found] = analysed(text, 'file:///app/a.ts', {}, config).codeLenses('file:///app/a.ts');
      assert.match(found?.command?.title ?? '', /gpt-4o \(pennylint\.yaml line 1\)$/, form);
    }
  });

  it('leave a model alone that the source names', () => {
    assert.match(lens(call('"gpt-4o-mini"'), 'callSites:\n  - model: gpt-4o\n'), /gpt-4o-mini$/);
  });

  it('win over defaults, later ones over earlier ones, key by key', () => {
    const yaml = `defaults: { callsPerDay: 10, expectedOutputTokens: 100 }
callSites:
  - callsPerDay: 20
  - files: main.py
    callsPerDay: 30
  - expectedOutputTokens: 200
  - files: other.py
    callsPerDay: 40
`;
    assert.match(lens(call('"gpt-4o"'), yaml), /at 30 calls\/day/);
    assert.match(
      hover(call('"gpt-4o"'), yaml),
      /Assumes 200 output tokens \(\[pennylint\.yaml line 6\]\(file:\/\/\/app\/pennylint\.yaml#L6\)\)\./,
    );
  });

  it('count tools that are put together at run time', () => {
    const withTools = call('"gpt-4o"', ', max_tokens=500, tools=load_tools()');
    const [before, after] = ['version: 1\n', 'callSites:\n  - toolTokens: 4000\n'].map(
      (yaml) => service(withTools, yaml).calls(uri)[0]?.cost,
    );
    assert.ok(before !== undefined && after !== undefined);
    assert.equal(before.open, true);
    assert.equal(after.open, false);
    assert.equal(after.input.tokens - before.input.tokens, 4000);
  });

  it('ignore findings, all or some', () => {
    const unlimited = call('"gpt-4.1"', '');
    assert.equal(findings(unlimited, 'version: 1\n').length, 1);
    assert.deepEqual(findings(unlimited, 'callSites:\n  - ignore: true\n'), []);
    assert.deepEqual(findings(unlimited, 'callSites:\n  - ignore: unbounded-output\n'), []);
    assert.equal(findings(unlimited, 'callSites:\n  - ignore: [volatile-prefix]\n').length, 1);
  });
});

describe('pennylint.yaml in force: months and turns', () => {
  it('turn the cost of a call into that of a month', () => {
    // 2.5 µ$ × 8 + 10 µ$ × 500 = 5.02 m$ per call, × 1,000 × 30.
    const yaml = 'defaults: { callsPerDay: 1000, expectedOutputTokens: 500 }\n';
    const [found] = service(call('"gpt-4o"'), yaml).calls(uri);
    assert.deepEqual(found?.cost.projection.month, [(found?.cost.models[0]?.cold?.mid ?? 0) * 30_000]);
    assert.match(lens(call('"gpt-4o"'), yaml), /^≈\$0\.00502\/call · ≈\$151\/month at 1,000 calls\/day · /);
    assert.match(
      hover(call('"gpt-4o"'), yaml),
      /≈\$151\/month at 1,000 calls\/day \(\[pennylint\.yaml line 1\]\(file:\/\/\/app\/pennylint\.yaml#L1\)\)\./,
    );
  });

  it('count a warm cache as often as declared', () => {
    const long = `client.responses.create(model="gpt-4o", max_output_tokens=1, instructions="Read the manual. " * 1000, input="x")\n`;
    const at = (reuse: string): number =>
      service(long, `defaults: { callsPerDay: 1${reuse} }\n`).calls(uri)[0]?.cost.projection.month[0] ?? 0;
    const [cold, half, warm] = [at(''), at(', cacheReuse: 0.5'), at(', cacheReuse: 1')];
    assert.ok(warm < half && half < cold);
    assert.ok(Math.abs(half * 2 - cold - warm) <= 60);
    assert.match(hover(long, 'defaults: { callsPerDay: 1, cacheReuse: 0.5 }\n'), /50 % of them with a warm cache/);
  });

  it('multiply calls in loops, and no others', () => {
    const yaml = 'defaults: { turns: 20 }\n';
    assert.match(lens(`for q in range(9):\n    ${call('"gpt-4o"')}`, yaml), /×20 turns ≈\$0\.0604/);
    assert.doesNotMatch(lens(call('"gpt-4o"'), yaml), /turns/);
  });

  it('show the limit of the source as a limit, beside all figures, unless turns are declared', () => {
    const loop = `for q in range(20):\n    ${call('"gpt-4o"')}`;
    const [costed] = service(loop, 'budgets: { perCallUsd: 0.01, perFileUsd: 0.01 }\n').calls(uri);
    const once = costed?.cost.models[0]?.cold?.mid ?? 0;
    assert.deepEqual(costed?.cost.projection.run, [once]);
    assert.deepEqual(costed.cost.projection.longest, { turns: { value: 20, from: 'the loop' }, run: [once * 20] });
    assert.match(lens(loop, 'version: 1\n'), /^≈\$0\.00302\/call · at most 20 turns ≈\$0\.0604 · /);
    assert.match(hover(loop, 'version: 1\n'), /at most 20 turns ≈\$0\.0604 \(the loop\)\./);
    // A limit is no estimate: budgets are not exceeded by it.
    assert.deepEqual(findings(loop, 'budgets: { perCallUsd: 0.01, perFileUsd: 0.01 }\n'), []);
    assert.equal(findings(loop, 'defaults: { turns: 20 }\nbudgets: { perCallUsd: 0.01 }\n').length, 1);
    assert.match(lens(loop, 'defaults: { turns: 3 }\n'), /^≈\$0\.00302\/call · ×3 turns ≈\$0\.00906 · /);
    assert.doesNotMatch(lens(`for q in range(n):\n    ${call('"gpt-4o"')}`, 'version: 1\n'), /turns/);
  });

  it('say of an agent that its turns cost more than the first one times their number', () => {
    const agent = (steps: string): string =>
      `from smolagents import CodeAgent, OpenAIServerModel\nmodel = OpenAIServerModel(model_id="gpt-4o")\n` +
      `agent = CodeAgent(tools=[], model=model${steps})\nagent.run("Hi")\n`;
    assert.match(lens(agent(', max_steps=4'), 'version: 1\n'), / · at most 4 turns ≈\$[\d.]+\+ \(\d+ % re-sent\) · /);
    assert.match(lens(agent(''), 'version: 1\n'), / · at most 20 turns ≈\$[\d.]+\+ \(\d+ % re-sent\) · /);
    assert.match(
      lens(agent(''), 'defaults: { turns: 2, callsPerDay: 10 }\n'),
      / · ×2 turns ≈\$[\d.]+\+ \(\d+ % re-sent\) · ≈\$[\d.]+\+\/month at 10 calls\/day · /,
    );
  });
});

describe('pennylint.yaml in force: rules and files', () => {
  const unlimited = call('"gpt-4.1"', '');

  it('sets severities and options, by path too, and the user stands above it', () => {
    const yaml = `rules:
  unbounded-output:
    severity: hint
    paths:
      "main.py": error
      "*.py": { severity: warning }
      other.py: off
`;
    assert.match(findings(unlimited, yaml, { rules: {} })[0] ?? '', /^unbounded-output warning/);
    assert.match(findings(unlimited, yaml, { rules: { 'unbounded-output': 'information' } })[0] ?? '', /information/);
    assert.deepEqual(findings(unlimited, 'rules: { unbounded-output: off }\n', { rules: {} }), []);
    // $0.26 at worst.
    const option = 'rules: { unbounded-output: { options: { worstCaseWarningUsd: 0.5 } } }\n';
    assert.match(findings(unlimited, 'version: 1\n')[0] ?? '', / hint:/);
    assert.deepEqual(findings(unlimited, option), []);
    assert.match(findings(unlimited, option, { worstCaseWarningUsd: 0.2 })[0] ?? '', / hint:/);
  });

  it('uses the setting for expected output before the file, and the file before the default', () => {
    const yaml = 'defaults: { expectedOutputTokens: 400 }\n';
    assert.match(hover(call('"gpt-4o"'), yaml), /Assumes 400 output tokens \(\[pennylint\.yaml line 1\]/);
    assert.match(hover(call('"gpt-4o"'), yaml, { expectedOutputTokens: 350 }), /Assumes 350 output tokens \(setting/);
    assert.match(hover(call('"gpt-4o"', ', max_tokens=50'), yaml), /Assumes 50 output tokens \(the call's output limit\)/);
  });

  it('leaves files out', () => {
    for (const yaml of ['ignore: main.py\n', 'ignore: ["*.py"]\n', 'include: src/\n']) {
      const one = service(unlimited, yaml);
      assert.deepEqual([one.calls(uri).length, one.findings(uri).length, one.codeLenses(uri).length], [0, 0, 0], yaml);
    }
    assert.equal(service(unlimited, 'include: "*.py"\nignore: other.py\n').calls(uri).length, 1);
  });
});

describe('budgets', () => {
  const two = call('"gpt-4o"') + call('"gpt-4o"');

  it('of a call stand at the call, of a file at its dearest call', () => {
    assert.deepEqual(findings(call('"gpt-4o"'), 'budgets: { perCallUsd: 0.004 }\n'), []);
    assert.deepEqual(findings(call('"gpt-4o"'), 'budgets: { perCallUsd: 0.003 }\n'), [
      'over-budget error: This call costs ≈$0.00302; the budget for one call is $0.003 (pennylint.yaml line 1).',
    ]);
    assert.deepEqual(findings(two, 'budgets: { perFileUsd: 0.005 }\n'), [
      'over-budget error: The 2 calls of this file: ≈$0.00604 when each runs once; the budget is $0.005 (pennylint.yaml line 1).',
    ]);
    assert.equal(findings(two, 'budgets: { perFileTokens: 10 }\n').length, 1);
    assert.equal(findings(two, 'budgets: { perCallTokens: 5 }\n').length, 2);
  });

  it('can be turned down, off, and ignored on a call', () => {
    const over = 'budgets: { perCallUsd: 0.001, perFileUsd: 0.001 }\n';
    assert.equal(findings(two, over).length, 3);
    assert.match(findings(two, `${over}rules: { over-budget: hint }\n`).join('\n'), /^over-budget hint/);
    assert.deepEqual(findings(two, `${over}rules: { over-budget: off }\n`), []);
    assert.deepEqual(findings(two, `${over}callSites:\n  - ignore: over-budget\n`), []);
  });

  it('say nothing about requests that are not billed', () => {
    const yaml = 'budgets: { perCallTokens: 1, perFileTokens: 1 }\n';
    const body = 'model="gpt-4o", input="Count me, please"';
    assert.deepEqual(findings(`client.responses.input_tokens.count(${body})\n`, yaml), []);
    assert.equal(findings(`client.responses.create(${body}, max_output_tokens=9)\n`, yaml).length, 2);
  });

  it('say nothing about what has no price', () => {
    assert.deepEqual(findings(call('"acme"'), 'budgets: { perCallUsd: 0, perFileUsd: 0 }\n'), []);
  });

  it('of a month and of a workflow stand in the file itself', () => {
    const yaml = `defaults: { callsPerDay: 100 }
budgets:
  perMonthUsd: 10
  workflows:
    chat: { files: main.py, perRunUsd: 0.005, perMonthUsd: 100 }
    other: { files: other.py, perRunUsd: 0 }
`;
    const config = testConfig(yaml);
    assert.ok(config !== undefined);
    const one = testService({}, [], config);
    one.open({ uri, languageId: undefined, version: 1, text: head + two });
    one.analyzeNow(uri);
    const lines = lineIndex(yaml);
    assert.deepEqual(
      one.projectFindings(config).map(({ at, message }) => `${at.uri}:${lines.positionAt(at.start).line + 1} ${message}`),
      [
        'file:///app/pennylint.yaml:3 All calls together: ≈$18.1 per month; the budget is $10. Dearest: client.chat.completions.create in main.py.',
        'file:///app/pennylint.yaml:5 The 2 calls of `chat`: ≈$0.00604 when each runs once; the budget is $0.005. Dearest: client.chat.completions.create in main.py.',
      ],
    );
  });

  it('count a wrapper at its callers', () => {
    const wrapper = `def ask(question):\n    return ${call('"gpt-4o"').replace('"Hi"', 'question')}\nask("a")\nask("b")\n`;
    const linked = (yaml: string): LanguageService => {
      const one = testService({}, [], testConfig(yaml));
      one.analyzeProject({ uris: [uri], read: (wanted) => (wanted === uri ? head + wrapper : undefined) }, [uri]);
      return one;
    };
    const within = linked('budgets: { perFileUsd: 0.0061 }\n');
    assert.deepEqual(
      within.calls(uri).map(({ call: { kind } }) => kind),
      ['direct', 'wrapper', 'wrapper'],
    );
    assert.deepEqual(within.findings(uri), []);
    assert.equal(linked('budgets: { perFileUsd: 0.006 }\n').findings(uri).length, 1);
  });
});

describe('a broken pennylint.yaml', () => {
  it('leaves the parts in force that can be read', () => {
    const yaml = 'rules: { unbounded-output: off }\nbudgets: { perCallUsd: much }\n';
    const { problems } = loadProjectConfig('file:///a', 'a', yaml, { prices: [], today: '2026-11-21' });
    assert.equal(problems.length, 1);
    assert.deepEqual(findings(call('"gpt-4o"', ''), yaml), []);
  });
});
