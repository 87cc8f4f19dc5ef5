/** What a gateway has billed, beside the calls of the code: from its metrics page through the process, the client and the server to the lens. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openScreen, type Screen } from '../../../scripts/vscode/screen.ts';
import { unlessImpossible } from './suite.ts';
import { copyWorkspace } from '../../../scripts/vscode/test-run.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';

const SOURCE = `from openai import OpenAI

client = OpenAI()


def answer(question):
    return client.responses.create(model="gpt-4o", max_output_tokens=500, input="Say hello.")


def other(question):
    return client.responses.create(model="gpt-5.1", max_output_tokens=500, input="Say hello.")
`;

describe('what was billed, on a screen', function () {
  this.timeout(120_000);
  let screen: Screen | undefined;
  let gateway: TestGateway | undefined;
  let remove: (() => void) | undefined;

  before(async function () {
    unlessImpossible(this);
    gateway = await startTestGateway({ models: ['gpt-4o'] });
    const workspace = copyWorkspace();
    remove = () => {
      workspace.remove();
    };
    writeFileSync(join(workspace.path, 'billed.py'), SOURCE);
    screen = await openScreen({
      folder: workspace.path,
      width: 1500,
      height: 800,
      machineSettings: { 'pennylint.spend.sources': [{ kind: 'metrics', url: gateway.url, pollSeconds: 1 }] },
    });
    await screen.openFile('billed.py');
    await screen.waitForText(/≈\$0\.\d+\/call/, 40_000);
  });

  after(async () => {
    await screen?.close();
    await gateway?.close();
    remove?.();
  });

  it('stands beside the prediction of the call that sends to the model, and of no other', async () => {
    if (screen === undefined) return;
    assert.doesNotMatch(await screen.text(), /all of gpt-4o billed/);
    await screen.page.locator('.activitybar .action-item a[aria-label^="Pennylint"]').first().click();
    await screen.waitForText(/≈\$0\.\d+\/call · all of gpt-4o billed \$[\d.]+ avg, [\d,]+ calls today, \$[\d.]+/, 60_000);
    assert.doesNotMatch(await screen.text(), /all of gpt-5\.1/);
    await screen.screenshot('billed-lens');
  });

  it('is named in the hover with its source and time', async () => {
    if (screen === undefined) return;
    await screen.goTo(7, 20);
    await screen.command('Show or Focus Hover');
    await screen.waitForText(/model gpt-4o, read 20\d\d-\d\d-\d\d \d\d:\d\d UTC/);
    await screen.screenshot('billed-hover');
    await screen.page.keyboard.press('Escape');
  });
});
