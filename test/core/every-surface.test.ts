/**
 * The surfaces that say something about many calls or none: completion, status item, tree, findings in every report, differences, context budget,
 * compression, usage blocks, spend panel. `surfaces.test.ts` walks lens, hover, JSON and comparison of single calls. No number without its basis,
 * no unknown as $0.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { differences, type CostedSite } from '../../src/cli/costChanges.ts';
import { callText } from '../../src/cli/formatters/callText.ts';
import { callToJson, type CallJson } from '../../src/cli/formatters/callJson.ts';
import { changesJson, changesMarkdown, changesText } from '../../src/cli/formatters/changes.ts';
import { findingText, findingToJson } from '../../src/cli/formatters/finding.ts';
import { githubText, markdownText, sarifLog } from '../../src/cli/formatters/reports.ts';
import { spendText } from '../../src/cli/formatters/spend.ts';
import { usageJson, usageText } from '../../src/cli/formatters/usage.ts';
import {
  bundledPriceSources,
  compressionLine,
  createLanguageService,
  createPriceBook,
  frontEndFor,
  readUsage,
  type LanguageService,
} from '../../src/core/index.ts';
import { contextView, moneyLines, moneyNotes } from '../../src/core/features/context.ts';
import { modelItems } from '../../src/core/features/model-completion.ts';
import { PLATFORMS } from '../../src/core/pricing/index.ts';
import type { Figure } from '../../src/core/spend/index.ts';
import { summaryOf } from '../../src/server/fileSummary.ts';
import { initialState, reduce } from '../../src/webview/state.ts';
import { panelView } from '../../src/webview/view.ts';
import { textOf } from '../../src/webview/vnode.ts';
import { hostFor, testConfig, testService, TODAY } from '../support/service.ts';
import { meter, snapshot, START } from '../support/spend.ts';

const root = path.resolve(import.meta.dirname, '../..');
const prices = createPriceBook(bundledPriceSources());
/** What a gateway's meter shows of a stream without usage is a fact about that meter. */
const METER = /(?:a meter shows|meters show) it as \\?\$0/g;
const NOTHING = /\$0(?:\.0*)?(?![\d.])/;
const BROKEN = /NaN|undefined|Infinity|\[object|null/;

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(root, folder, name))
    .filter((file) => /\.\w+$/.test(file) && !file.endsWith('.ipynb') && frontEndFor(`file://${file}`, undefined) !== undefined)
    .sort();
}

/** Every amount of a text stands behind a sign, or is named as a price or a limit. */
function amountsAreMarked(text: string, where: string): void {
  for (const match of text.matchAll(/\$\d/g)) {
    const before = text.slice(Math.max(0, match.index - 90), match.index);
    assert.match(
      before,
      /(?:≈<?|[–→] ?<?|up to |at most |at least |can cost |[Pp]rice[^.]*|cached |budget[^.]*|limit[^.]*|[+] [\w, ]+ )$/,
      `${where}: …${before}${text.slice(match.index, match.index + 12)}`,
    );
  }
}

function isFigure(value: unknown): value is Figure {
  return typeof value === 'object' && value !== null && 'formula' in value && 'reason' in value;
}

describe('every surface', () => {
  let service: LanguageService;
  let old: LanguageService;
  const uris: (readonly [uri: string, file: string, text: string])[] = [];

  before(async function () {
    this.timeout(120_000);
    const config = testConfig(
      'defaults: { callsPerDay: 1000, turns: 12, cacheReuse: 0.5 }\nmodels: { my-model: { input: 1, output: 2 } }\n',
    );
    service = testService({}, [], config);
    // The same code a hundred days later: every price is old by then.
    old = createLanguageService({ ...hostFor(), now: () => TODAY + 100 * 86_400_000 });
    const files = ['test/frontends', 'test/projects', 'examples'].flatMap(sources);
    for (const [index, file] of files.entries())
      uris.push([`file:///app/${index}/${path.basename(file)}`, file, readFileSync(file, 'utf8')]);
    for (const one of [service, old]) {
      await one.prepare(uris.map(([uri]) => uri));
      for (const [uri, , text] of uris) {
        if (one.open({ uri, languageId: undefined, version: 1, text }) === undefined) one.analyzeNow(uri);
      }
    }
  });

  it('completion: a price with its source and day for every id, and none that is unknown', () => {
    let seen = 0;
    for (const { key } of PLATFORMS) {
      for (const { label, detail = '', documentation } of modelItems(prices, key, TODAY, undefined)) {
        seen++;
        assert.match(detail, /^\$[\d.]+ in \/ \$[\d.]+ out per M(?: · price \d+ days old)?$/, label);
        const words = typeof documentation === 'object' ? documentation.value : '';
        assert.match(words, /^Price at .+: .+, \d{4}-\d\d-\d\d/, label);
        if (NOTHING.test(detail)) {
          const lookup = prices.lookup({ provider: key, model: label, at: TODAY });
          // Embeddings have no output; a list may name a model that costs nothing.
          assert.ok(
            lookup.state === 'priced' && (detail.includes(' in / $0 out') || /free|preview/.test(label)),
            `${key} ${label} ${detail}`,
          );
        }
      }
    }
    const gone = modelItems(prices, 'openai', TODAY, undefined).find(({ label }) => label === 'gpt-4-turbo');
    assert.ok(gone !== undefined && gone.tags?.includes(1) === true && gone.sortText?.startsWith('~') === true);
    assert.match(JSON.stringify(gone.documentation), /Retired since 2026-10-23\./);
    assert.equal(
      modelItems(prices, 'openai', Date.UTC(2026, 9, 22), undefined).find(({ label }) => label === 'gpt-4-turbo')?.tags,
      undefined,
    );
    assert.ok(seen > 300, String(seen));
    for (const { detail } of modelItems(prices, 'openai', TODAY + 100 * 86_400_000, undefined))
      assert.match(detail ?? '', / · price \d+ days old$/);
  });

  it('status item: the dearest call with its sign, and no money where there is none', () => {
    let [withMoney, prompts] = [0, 0];
    for (const [uri] of uris) {
      const { dearest, prompt, unpriced, calls } = summaryOf(uri, service);
      assert.ok(unpriced <= calls);
      if (dearest !== undefined) {
        withMoney++;
        assert.match(dearest, /≈<?\$/, uri);
        assert.doesNotMatch(dearest, NOTHING, uri);
      }
      if (prompt === undefined) continue;
      prompts++;
      assert.match(prompt.tokens, /^≈?[\d,]+\+?$/);
      if (prompt.money !== undefined) assert.match(prompt.money, /^≈<?\$[\d.]+\+?\/(?:call|turn)$/, uri);
    }
    assert.ok(withMoney >= 30 && prompts >= 5, `${withMoney} ${prompts}`);
  });

  it('tree of call sites: unknown costs have no number', () => {
    const calls = service.callList().flatMap((file) => file.calls);
    assert.ok(calls.length >= 100);
    for (const { cost, microUsd, name } of calls) {
      assert.doesNotMatch(cost, NOTHING, name);
      assert.doesNotMatch(cost, BROKEN, name);
      if (microUsd === undefined) assert.doesNotMatch(cost.replace(/\+ .*$/, ''), /\$\d/, `${name}: ${cost}`);
      else assert.ok(microUsd > 0, name);
    }
  });

  it('findings: text, SARIF, GitHub and Markdown say no amount without its sign, and impacts have a basis', () => {
    let money = 0;
    const found = uris.flatMap(([uri, file]) =>
      service.findings(uri).map((finding) => {
        const place = { line: 1, column: 1, endLine: 1, endColumn: 2, cell: null };
        return { ...findingToJson(path.basename(file), finding, place, service), lineText: '' };
      }),
    );
    assert.ok(found.length >= 100, String(found.length));
    for (const { message, impact, rule, fixes } of found) {
      for (const { title } of fixes) amountsAreMarked(title, `${rule}: ${title}`);
      const spoken = message.replace(METER, '');
      assert.doesNotMatch(spoken, NOTHING, rule);
      assert.doesNotMatch(spoken, /NaN|undefined|Infinity|\[object/, `${rule}: ${message}`);
      amountsAreMarked(spoken, `${rule}: ${message}`);
      if (/\$\d/.test(spoken)) money++;
      if (impact === null) continue;
      assert.ok(['exact', 'calibrated', 'assumed'].includes(impact.basis), rule);
      for (const usd of [impact.usdPerCall, impact.usdPerMonth]) assert.ok(usd === null || Number.isFinite(usd), rule);
    }
    assert.ok(money >= 20, String(money));
    const texts = [
      found.map((first) => findingText({ first, others: [] })).join('\n'),
      githubText(found, []),
      JSON.stringify(sarifLog(found, [], '1.0.0')),
      markdownText(found, []),
    ];
    for (const text of texts) assert.doesNotMatch(text.replace(METER, ''), NOTHING);
    for (const row of markdownText(found, []).split('\n').slice(4)) {
      const worth = row.split(' | ').at(-1) ?? '';
      if (/\$\d/.test(worth)) assert.match(worth, /^≈/, row);
    }
  }).timeout(120_000);

  it('findings, lenses, comparisons and compressions say how old a price is', () => {
    let [findings, lenses, compressions] = [0, 0, 0];
    for (const [uri] of uris) {
      for (const { message, rule } of old.findings(uri)) {
        if (!/\$\d/.test(message.replace(METER, ''))) {
          assert.doesNotMatch(message, /days old/, message);
          continue;
        }
        findings++;
        // Prices that pennylint.yaml or the rule itself names are as old as that file.
        assert.match(message, / \(price \d+ days old, possibly out of date\)$/, `${rule}: ${message}`);
      }
      for (const { command } of old.codeLenses(uri)) {
        const title = command?.title ?? '';
        if (!/≈<?\$/.test(title)) continue;
        lenses++;
        assert.match(title, /price \d+ days old|tools|tokens/, title);
      }
      for (const one of old.compress(uri, 'all')) {
        const line = compressionLine(one);
        if (!/\$\d/.test(line)) continue;
        compressions++;
        assert.match(line, / \(price \d+ days old, possibly out of date\)$/, line);
      }
    }
    assert.ok(findings >= 20 && lenses >= 50 && compressions >= 1, `${findings} ${lenses} ${compressions}`);
  }).timeout(120_000);

  it('lines of inspect and differences: unknown is said in words', () => {
    const sites: CostedSite[] = [];
    const jsons: CallJson[] = [];
    for (const [uri, file, text] of uris) {
      for (const costed of service.calls(uri)) {
        const one = { file: path.basename(file), uri, text };
        const line = callText(one, costed, service);
        assert.doesNotMatch(line, NOTHING, line);
        assert.doesNotMatch(line, /NaN|Infinity|\[object/, line);
        const json = callToJson(one, costed, service);
        jsons.push(json);
        sites.push({ call: json, functions: uri });
      }
    }
    // Half of the calls are new, the others cost something else than before.
    const before = sites
      .filter((_, index) => index % 2 === 0)
      .map(({ call, functions }): CostedSite => {
        const { cost } = call;
        const changed =
          cost === null
            ? { ...call, tokens: { ...call.tokens, high: call.tokens.high + 7 } }
            : { ...call, cost: { ...cost, coldUsd: [cost.coldUsd[0] * 2, cost.coldUsd[1] * 2] as const } };
        return { functions, call: changed };
      });
    const changes = differences(before, sites);
    assert.ok(changes.length >= 100);
    for (const text of [changesText(changes, []), changesMarkdown(changes, [])]) {
      assert.doesNotMatch(text, NOTHING);
      for (const line of text.split('\n')) if (!/month|≈/.test(line)) assert.doesNotMatch(line, /\$\d/, line);
    }
    const { changes: list } = changesJson('a', 'b', changes, [], []) as {
      changes: readonly { deltaUsd: number | null; after: { coldUsd: unknown; basis: unknown } | null }[];
    };
    for (const { deltaUsd, after } of list) {
      if (after === null) continue;
      assert.equal(after.coldUsd === null, after.basis === null);
      if (after.coldUsd === null) assert.equal(deltaUsd, null);
    }
    assert.ok(jsons.some(({ cost }) => cost === null));
  }).timeout(60_000);

  it('context budget: money with price and assumptions, or "unpriced"', () => {
    const files = {
      'AGENTS.md': '# Rules\n\nUse tabs.\n',
      'CLAUDE.md': '# Rules\n\nUse tabs, never spaces.\n',
      '.cursor/rules/a.mdc': '---\nalwaysApply: true\n---\nBe brief.\n',
    };
    for (const model of [undefined, 'claude-opus-5', 'no-such-model']) {
      const project = testService();
      for (const [name, text] of Object.entries(files)) {
        const uri = `file:///app/${name}`;
        project.open({ uri, languageId: undefined, version: 1, text });
        project.analyzeNow(uri);
      }
      const budgets = project.contextBudgets('file:///app/', model);
      assert.ok(budgets.length >= 2);
      for (const budget of budgets) {
        const view = contextView(budget);
        const text = [view.summary, view.tooltip, ...moneyLines(budget)].join('\n');
        assert.doesNotMatch(text, NOTHING);
        if (model === 'no-such-model') assert.match(moneyLines(budget).join(), /^unpriced$/);
        if (/\$\d/.test(text)) assert.match(moneyNotes(budget).join(' '), /^Price: .*\d{4}-\d\d-\d\d.*A turn is one request/);
        for (const line of moneyLines(budget)) if (line.includes('$')) assert.match(line, /≈/);
      }
    }
  });

  it('usage: money with the price it comes from, or "unpriced" and null', () => {
    const folder = path.join(import.meta.dirname, 'usage/fixtures');
    let [priced, unpriced] = [0, 0];
    for (const name of readdirSync(folder)) {
      for (const block of readFileSync(path.join(folder, name), 'utf8').split(/^## .*$/m)) {
        const input = block
          .split('\n')
          .filter((line) => !/^[>@#]/.test(line))
          .join('\n')
          .trim();
        if (input === '') continue;
        for (const answer of readUsage(input, { prices, now: TODAY })) {
          const text = usageText(answer);
          const { usd, basis } = JSON.parse(usageJson(answer)) as { usd: string | number | null; basis: string | null };
          assert.doesNotMatch(text, /NaN|Infinity|\[object/, text);
          if (answer.state === 'unread') continue;
          if (usd === null) {
            unpriced++;
            assert.match(text, /^unpriced/);
            continue;
          }
          priced++;
          assert.ok(basis !== null, text);
          const used = answer.usage.inputUncached + answer.usage.cacheRead + answer.usage.output;
          if (used > 0) assert.ok(!/^≈?\$0 /.test(text) || / costs nothing|free|\$0/.test(text), text);
        }
      }
    }
    assert.ok(priced >= 60 && unpriced >= 5, `${priced} ${unpriced}`);
  });

  it('spend panel and its text: a figure has a value with its formula, or a reason; a value that is not known is no $0', () => {
    const empty = meter();
    const unknown = meter();
    for (const minute of [0, 1, 2, 3])
      unknown.readPage(
        `process_start_time_seconds 1\nlitellm_input_tokens_metric_total{model="no-such-model"} ${1000 * minute}\n`,
        START + minute * 60_000,
      );
    for (const one of [empty, unknown]) {
      const shot = snapshot(one, START + 200_000);
      const figures = Object.entries(shot).flatMap(([name, value]: [string, unknown]) => (isFigure(value) ? [[name, value] as const] : []));
      assert.ok(figures.length >= 15);
      for (const [name, figure] of figures) {
        assert.ok(figure.formula !== '', name);
        assert.equal(figure.value === null, figure.reason !== null, name);
        if (figure.unit === 'microUsd' && figure.value !== null && figure.value > 0) assert.ok(figure.basis !== null, name);
      }
      const state = reduce(initialState(undefined), {
        type: 'message',
        message: { type: 'picture', sources: [], selected: 'test', snapshot: shot, problems: [] },
        at: START,
      });
      for (const text of [spendText(shot), panelView(state, START).map(textOf).join('\n')])
        assert.doesNotMatch(text, /NaN|undefined|Infinity|\[object/);
    }
    // Tokens of a model without a price are counted, and no money is made of them.
    const shot = snapshot(unknown, START + 200_000);
    assert.ok(shot.tables.today.model.rows.every(({ microUsd }) => microUsd === null || microUsd > 0));
  });
});
