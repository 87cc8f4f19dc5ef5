import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Frame } from 'playwright-core';

import { openScreen, type Screen } from '../../../scripts/vscode/screen.ts';
import { unlessImpossible } from './suite.ts';
import { copyWorkspace } from '../../../scripts/vscode/test-run.ts';
import { themes, type ThemeKind } from '../../../scripts/vscode/settings.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

const KEY = 'sk-right-0123456789';
const HOSTILE = '<img src=x onerror="document.body.textContent=1337"><b>bold</b>';

/** Closes what was opened; nothing, when the tests were skipped. */
async function closeAll(closing: readonly (() => unknown)[]): Promise<void> {
  for (const close of closing) await close();
}

/** Opens Pennylint's container in the side bar. */
async function openContainer(screen: Screen): Promise<void> {
  await screen.page.locator('.activitybar .action-item a[aria-label^="Pennylint"]').first().click();
}

/** Dollars of today as the panel shows them. */
async function today(screen: Screen): Promise<number> {
  const [, dollars = ''] = await screen.waitForText(/Today\s+\$([\d.,]+)/, 40_000);
  return Number(dollars.replace(/,/g, ''));
}

async function growsAbove(screen: Screen, floor: number, timeoutMs = 40_000): Promise<number> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const now = await today(screen);
    if (now > floor) return now;
    if (Date.now() > deadline) throw new Error(`Today stays at $${now}; more than $${floor} was expected.`);
    await screen.page.waitForTimeout(300);
  }
}

/** Writes into the open box and confirms. */
async function answer(screen: Screen, title: RegExp, text: string): Promise<void> {
  await screen.waitForText(title);
  const box = screen.page.locator('.quick-input-widget input').first();
  await box.waitFor({ state: 'visible' });
  await box.fill(text);
  await screen.page.keyboard.press('Enter');
}

/** Presses a button of a notice; under test, the editor shows notices in their list only. */
async function pressInNotice(screen: Screen, name: string): Promise<void> {
  await screen.command('Notifications: Show Notifications');
  await screen.page.locator('.notifications-center').getByRole('button', { name }).first().click();
}

/** Process ids of the spend processes of this editor. */
function spendProcesses({ extensionsDirectory }: Screen): readonly number[] {
  const out = execFileSync('ps', ['-Ao', 'pid=,args='], { encoding: 'utf8', maxBuffer: 50_000_000 });
  const own = out.split('\n').filter((line) => line.includes(extensionsDirectory) && line.includes('dist/spend.mjs'));
  return own.map((line) => Number.parseInt(line, 10));
}

describe('live spend on a screen', function () {
  this.timeout(120_000);
  const closing: (() => unknown)[] = [];
  let screen: Screen;
  let gateway: TestGateway;
  /** What a repository would like to be asked; nobody may. */
  let evil: TestGateway;
  let workspace: ReturnType<typeof copyWorkspace>;

  before(async function () {
    unlessImpossible(this);
    gateway = await startTestGateway({ key: KEY, path: '/metrics/', models: ['gpt-4o', HOSTILE], team: HOSTILE });
    evil = await startTestGateway();
    workspace = copyWorkspace();
    closing.push(
      () => gateway.close(),
      () => evil.close(),
      () => {
        workspace.remove();
      },
    );
    mkdirSync(path.join(workspace.path, '.vscode'), { recursive: true });
    const named = [{ kind: 'metrics', url: evil.url, headers: { 'x-tenant': 'evil' } }];
    writeFileSync(
      path.join(workspace.path, '.vscode', 'settings.json'),
      JSON.stringify({ 'pennylint.spend.sources': named, pennylint: { spend: { sources: named } } }),
    );
    screen = await openScreen({ folder: workspace.path, width: 1280, height: 1100 });
    closing.unshift(() => screen.close());
  });

  after(() => closeAll(closing));

  it('says in the empty view what can be connected, and asks nobody', async () => {
    await openContainer(screen);
    await screen.waitForText(/See what your models cost while they run/);
    await screen.screenshot('spend-welcome');
    assert.deepEqual(spendProcesses(screen), []);
  });

  it('connects step by step, and says in words that a key is wrong', async () => {
    await screen.command('Pennylint: Connect Spend Source');
    await answer(screen, /Connect spend source/, 'Metrics page');
    await answer(screen, /Metrics page: address/, gateway.origin);
    await answer(screen, /key for http:\/\/127\.0\.0\.1/, 'sk-wrong');
    await screen.waitForText(/does not accept the key/);
    await screen.screenshot('spend-wrong-key');
    await screen.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Change Key' }).click();
    await answer(screen, /key for http:\/\/127\.0\.0\.1/, KEY);
    // The address of the gateway was given, not that of its metrics.
    await screen.waitForText(/is the address of the gateway; its metrics are at \/metrics\//);
    await screen.page
      .locator('.monaco-dialog-box')
      .getByRole('button', { name: /^Use http.*\/metrics\/$/ })
      .click();
    await screen.waitForText(/Connected\. LiteLLM answers/);
    await screen.waitForText(/Live/);
  });

  it('shows spend that grows, in the panel and in the status bar', async () => {
    await screen.command('Pennylint: Open Spend in Editor');
    const first = await today(screen);
    await growsAbove(screen, first);
    await screen.waitForText(/\$[\d.]+ today/);
  });

  for (const kind of Object.keys(themes) as ThemeKind[]) {
    it(`looks right in the ${kind} theme`, async () => {
      await screen.setTheme(kind);
      await screen.page.waitForTimeout(600);
      await screen.screenshot(`spend-${kind}`);
    });
  }

  it('shows hostile names as the text that they are', async () => {
    await screen.waitForText(/<img src=x onerror=/);
    const text = await screen.text();
    assert.doesNotMatch(text, /^1337$/m);
    for (const frame of screen.page.frames()) {
      const images = await frame.evaluate('document.querySelectorAll("main img, main b").length').catch(() => 0);
      assert.equal(images, 0);
    }
  });

  it('keeps the last figures when the gateway dies, and goes on when it is back', async () => {
    const before = await today(screen);
    const { origin } = gateway;
    await gateway.close();
    await screen.waitForText(/cannot be reached\. Nothing listens there/, 60_000);
    assert.equal(await today(screen), before);
    await screen.screenshot('spend-dead');
    gateway = await startTestGateway({
      key: KEY,
      port: Number(new URL(origin).port),
      from: 0,
      started: Date.now(),
      models: ['gpt-4o', HOSTILE],
      team: HOSTILE,
    });
    await screen.command('Pennylint: Refresh Spend');
    await growsAbove(screen, before, 60_000);
  });

  it('loses nothing when its process is killed', async () => {
    const before = await today(screen);
    const [process_] = spendProcesses(screen);
    assert.ok(process_ !== undefined);
    process.kill(process_, 'SIGKILL');
    const after = await growsAbove(screen, before - 0.000001, 60_000);
    assert.ok(after >= before);
    await growsAbove(screen, after, 60_000);
  });

  it('sends the key to its own origin only, and asks no address of the workspace', () => {
    assert.deepEqual(evil.asked, []);
    assert.ok(gateway.asked.some(({ headers }) => headers.authorization === `Bearer ${KEY}`));
  });

  it('disconnects, and ends its process', async () => {
    await screen.command('Pennylint: Manage Spend Sources');
    await answer(screen, /Spend sources/, 'metrics at');
    await screen.waitForText(/Its key is forgotten/);
    await answer(screen, /metrics at http/, 'Disconnect');
    await screen.waitForText(/No gateway is connected/);
    const deadline = Date.now() + 20_000;
    while (spendProcesses(screen).length > 0 && Date.now() < deadline) await screen.page.waitForTimeout(200);
    assert.deepEqual(spendProcesses(screen), []);
    const asked = gateway.asked.length;
    await screen.page.waitForTimeout(3000);
    assert.equal(gateway.asked.length, asked);
  });
});

describe('live spend in a folder that is not trusted', function () {
  this.timeout(90_000);
  const closing: (() => unknown)[] = [];
  let screen: Screen;
  let gateway: TestGateway;

  before(async function () {
    unlessImpossible(this);
    gateway = await startTestGateway();
    closing.push(() => gateway.close());
    screen = await openScreen({
      trusted: false,
      machineSettings: { 'pennylint.spend.sources': [{ kind: 'metrics', url: gateway.url }], 'pennylint.spend.budgetPerDayUsd': 1 },
      width: 1280,
      height: 800,
    });
    closing.unshift(() => screen.close());
  });

  after(() => closeAll(closing));

  it('asks nobody and says why', async () => {
    await openContainer(screen);
    await screen.waitForText(/Restricted Mode: Pennylint asks no gateway/);
    await screen.screenshot('spend-untrusted');
    await screen.page.waitForTimeout(2500);
    assert.deepEqual(gateway.asked, []);
  });
});

describe('live spend of several sources, one of them with demo data and a budget', function () {
  this.timeout(120_000);
  const closing: (() => unknown)[] = [];
  let screen: Screen;
  let gateway: TestGateway;

  before(async function () {
    unlessImpossible(this);
    gateway = await startTestGateway({ growth: 0 });
    closing.push(() => gateway.close());
    screen = await openScreen({
      machineSettings: {
        'pennylint.spend.sources': [
          { kind: 'demo', ledger: true },
          { kind: 'metrics', url: gateway.url, name: 'Second gateway', pollSeconds: 1 },
        ],
        'pennylint.spend.budgetPerDayUsd': 0.01,
        'pennylint.spend.budgetPerMonthUsd': 5000,
      },
      width: 1000,
      height: 1400,
      theme: 'light',
    });
    closing.unshift(() => screen.close());
  });

  after(() => closeAll(closing));

  it('says DEMO at every figure, and that the budget is used up', async () => {
    await openContainer(screen);
    await screen.waitForText(/DEMO\s*Today\s+\$[\d.]+/, 60_000);
    await screen.waitForText(/The budget is used up/);
    await screen.waitForText(/DEMO \$[\d.,]+ today · \$[\d.,]+\/h/);
    await screen.screenshot('spend-demo-light');
  });

  it('fills an editor tab', async () => {
    await screen.command('Pennylint: Open Spend in Editor');
    await screen.waitForText(/gemini-2\.5-flash/);
    await screen.page.waitForTimeout(1500);
    await screen.screenshot('spend-tab');
  });

  it('is readable in a narrow side bar', async () => {
    const sash = await screen.page.locator('.part.sidebar').boundingBox();
    assert.ok(sash !== null);
    const [x, y] = [sash.x + sash.width, sash.y + sash.height / 2];
    await screen.page.mouse.move(x, y);
    await screen.page.mouse.down();
    await screen.page.mouse.move(sash.x + 200, y, { steps: 5 });
    await screen.page.mouse.up();
    await screen.page.mouse.move(10, 10);
    await screen.page.waitForTimeout(800);
    await screen.screenshot('spend-narrow');
    const frame = await panelOf(screen);
    const wider = await frame.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.equal(wider, 0, 'nothing sticks out to the side');
  });

  it('lists the other source with its own sum, marked as no demo, and shows an event within an interval and a second', async () => {
    await screen.waitForText(/nothing is added up/);
    await screen.waitForText(/Demo gateway · ledger/);
    await screen.page.setViewportSize({ width: 1000, height: 900 });
    const panel = await panelOf(screen);
    await panel.getByRole('button', { name: /Second gateway/ }).click();
    await screen.waitForText(/Live\s+Second gateway/);
    // The heading is there a moment before the figures are.
    await panel.locator('.figures').filter({ hasNotText: 'DEMO' }).waitFor();
    // At different moments between two readings. The machine may be busy; that it can be done in time shows when it is not.
    const limit = 1_125 + 1_000;
    const times: number[] = [];
    for (let cents = 1; cents <= 10 && times.filter((time) => time <= limit).length < 3; cents++) {
      await screen.page.waitForTimeout(cents * 130);
      gateway.spend(0.01);
      const begun = Date.now();
      // Half of it again is counted for the second model.
      while (Math.abs((await dollars(panel)) - cents * 0.015) > 1e-6 && Date.now() - begun < 20_000) await screen.page.waitForTimeout(20);
      times.push(Date.now() - begun);
    }
    console.log(`      event to pixel, read every second: ${times.join(', ')} ms`);
    assert.ok(times.filter((time) => time <= limit).length >= 3, `${times.join(', ')} ms; ${limit} is the limit`);
  });

  it('shows figures as old when their source is gone, or when nothing comes at all', async () => {
    const panel = await panelOf(screen);
    const [process_] = spendProcesses(screen);
    assert.ok(process_ !== undefined);
    await gateway.close();
    await screen.waitForText(/cannot be reached\. Nothing listens there/, 40_000);
    await panel.locator('.figures.old').waitFor();
    await panel.getByRole('button', { name: /Second gateway[^]*Not read/ }).waitFor();
    await screen.screenshot('spend-several-sources');
    await panel.getByRole('button', { name: /Demo gateway/ }).click();
    await screen.waitForText(/DEMO\s*Live/);
    // The process hangs: not even a word comes any more.
    process.kill(process_, 'SIGSTOP');
    try {
      await screen.waitForText(/Silent[^]*these are the last known figures/, 40_000);
      await panel.locator('.figures.old').waitFor();
      assert.doesNotMatch(await panel.locator('.connection').innerText(), /Live/);
    } finally {
      process.kill(process_, 'SIGCONT');
    }
    await screen.waitForText(/DEMO\s*Live/, 40_000);
  });
});

/** Dollars of today in a panel. */
async function dollars(panel: Frame): Promise<number> {
  return Number((await panel.locator('.today .large').innerText()).replace(/[$,]/g, ''));
}

/** The frame in which the panel is drawn. */
async function panelOf(screen: Screen): Promise<Frame> {
  for (const frame of screen.page.frames())
    if (
      (await frame
        .locator('#panel')
        .count()
        .catch(() => 0)) > 0
    )
      return frame;
  throw new Error('The panel is not shown.');
}

describe('live spend by OpenTelemetry on a screen', function () {
  this.timeout(90_000);
  const closing: (() => unknown)[] = [];
  const port = 24_000 + (process.pid % 10_000);
  let screen: Screen;

  before(async function () {
    unlessImpossible(this);
    screen = await openScreen({
      machineSettings: { 'pennylint.spend.sources': [{ kind: 'otlp', port }], 'pennylint.spend.budgetPerMonthUsd': 4 },
      width: 1100,
      height: 900,
      theme: 'dark',
    });
    closing.unshift(() => screen.close());
  });

  after(() => closeAll(closing));

  /** Sends what an agent has spent since the last time. */
  async function send(usd: number): Promise<void> {
    const now = Date.now();
    const attributes = [{ key: 'model', value: { stringValue: 'claude-sonnet-4-5' } }];
    const point = { asDouble: usd, startTimeUnixNano: `${(now - 1000) * 1e6}`, timeUnixNano: `${now * 1e6}`, attributes };
    const metric = { name: 'claude_code.cost.usage', sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point] } };
    const response = await fetch(`http://127.0.0.1:${port}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] }),
    });
    assert.equal(response.status, 200);
  }

  it('waits for telemetry in words, and shows it within half a second', async () => {
    await openContainer(screen);
    await screen.waitForText(/Waiting for telemetry on 127\.0\.0\.1/, 40_000);
    await screen.screenshot('spend-waiting');
    await send(1.25);
    await screen.waitForText(/Today\s+\$1\.25/);
    // The machine may be busy; that it can be done in half a second shows when it is not.
    const times: number[] = [];
    for (let cents = 1; cents <= 12 && !times.some((time) => time <= 500); cents++) {
      const begun = Date.now();
      await send(0.01);
      await screen.waitForText(new RegExp(`Today\\s+\\$1\\.${25 + cents}\\s`));
      times.push(Date.now() - begun);
    }
    console.log(`      event to pixel, pushed: ${times.join(', ')} ms`);
    assert.ok(
      times.some((time) => time <= 500),
      `${times.join(', ')} ms`,
    );
    await send(0.8);
  });

  it('announces a budget once, and never again when told so', async () => {
    await screen.waitForText(/Your budget per month: 5\d % used/);
    await screen.screenshot('spend-budget');
    await send(1.2);
    await screen.waitForText(/Your budget per month: 8\d % used/);
    await pressInNotice(screen, 'Don’t Show Again');
    await screen.page.waitForTimeout(500);
    await send(1);
    await screen.waitForText(/The budget is used up/);
    await screen.page.waitForTimeout(500);
    assert.doesNotMatch(await screen.text(), /Your budget per month: 10\d % used/);
  });

  it('reads bars by keyboard, and says the formula of a figure on focus', async () => {
    const panel = screen.page.frameLocator('iframe.webview.ready').frameLocator('iframe[title]');
    await panel.locator('.today').focus();
    await screen.page.keyboard.press('Shift+Tab');
    await screen.page.keyboard.press('Tab');
    await screen.waitForText(/= sum of what was spent since midnight/);
    await screen.screenshot('spend-hint');
    await panel.locator('#plot').focus();
    await screen.page.keyboard.press('ArrowLeft');
    await screen.waitForText(/\d\d:\d\d: \$[\d.]+ so far/);
    await screen.page.keyboard.press('Home');
    await screen.waitForText(/not known; it was not read then/);
  });

  it('offers the variables of the receiver', async () => {
    await screen.command('Pennylint: Receive OpenTelemetry');
    await screen.waitForText(new RegExp(`OTEL_EXPORTER_OTLP_ENDPOINT=http://127\\.0\\.0\\.1:${port}`));
    await pressInNotice(screen, 'Add to Terminals');
  });
});
