/**
 * The process of live spend is killed again and again, most often while it writes, and with it now and then the gateway. Each time the store must hold the
 * gateway's ledger as it was at one of its readings, and no earlier than the last but one: never half a reading, never one twice.
 */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, watch } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment } from '../../src/client/spend/spendProcess.ts';
import { StoreFile } from '../../src/gateways/index.ts';
import type { FromSpendProcess, ToSpendProcess } from '../../src/shared/spend-messages.ts';
import { sourceKindIds } from '../../src/shared/spend-kinds.ts';
import { checkSources } from '../../src/shared/spend-settings.ts';
import { booked, meter, random } from '../support/spend.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const BUNDLE = path.join(ROOT, 'dist/spend.mjs');
/** A minute of the process, which is one reading and one save, takes 20 ms. */
const SPEED = 3000;
const ROUNDS = Number(process.env.PENNYLINT_KILLS ?? 14);

describe('the process of live spend, killed', function () {
  this.timeout(60_000 + ROUNDS * 6_000);
  let folder: string;
  let server: Server;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pennylint-killed-'));
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has in its store what the gateway counted, up to the last saved reading', async function () {
    if (!existsSync(BUNDLE)) this.skip();
    const from = Date.now();
    const next = random(7);
    const values = new Array<number>(300).fill(0);
    let started = from - 1_000_000;
    /** Money of all counters, also of those that died: micro-dollars. */
    let total = 0;
    /** `total` at each whole answer. */
    const answers: number[] = [];
    let asked = 0;
    server = createServer((_request, response) => {
      asked++;
      for (let i = 0; i < 20; i++) {
        const cents = Math.floor(next() * 100);
        values[Math.floor(next() * values.length)]! += cents / 100;
        total += cents * 1e4;
      }
      const rows = values.map(
        (usd, i) => `litellm_spend_metric_total{model="model-${i % 40}",user="user-${'x'.repeat(60)}-${i}"} ${usd}\n`,
      );
      const text = `process_start_time_seconds ${started / 1000}\n${rows.join('')}`;
      if (asked % 9 === 0) {
        // A gateway that dies in the middle of its answer.
        response.write(text.slice(0, text.length / 2), () => response.destroy());
        return;
      }
      answers.push(total);
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics/`;
    const [settings] = checkSources([{ kind: 'metrics', url, pollSeconds: 60 }], sourceKindIds).sources;
    assert.ok(settings !== undefined);
    /** Micro-dollars that no reading can bring: of before the first one, and those that died with the gateway unsaved. */
    let lost: number | undefined;
    let struck = 0;
    let restarts = 0;

    const run = async (round: number): Promise<void> => {
      const begun = answers.length;
      const child = fork(BUNDLE, [], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        execArgv: ['--import', path.join(ROOT, 'test/support/fast-clock.mjs')],
        env: { ...environment(process.env), PENNYLINT_CLOCK_SPEED: String(SPEED), PENNYLINT_CLOCK_FROM: String(from) },
      });
      const gone = new Promise((resolve) => child.once('exit', resolve));
      const wrong: string[] = [];
      child.on('message', (message: FromSpendProcess) => {
        const today = message.type === 'picture' ? (message.snapshot?.today.value ?? 0) : 0;
        const most = total - (lost ?? answers[0] ?? 0);
        if (today < 0 || today > most + 1) wrong.push(`${today} is shown, ${most} is all that was spent`);
      });
      const send = (message: ToSpendProcess): void => {
        child.send(message, () => undefined);
      };
      send({ type: 'configure', folder, sources: [{ settings, key: undefined }], budgets: [] });
      send({ type: 'watch', watch: 'shown', selected: null });
      for (const end = Date.now() + 20_000; answers.length < begun + 3;) {
        assert.ok(Date.now() < end, 'the gateway is read');
        await sleep(5);
      }
      if (round === ROUNDS) child.disconnect();
      else {
        if (round % 3 === 0) await sleep(next() * 60);
        else await writing(folder, next() * 3);
        child.kill('SIGKILL');
      }
      await gone;
      assert.deepEqual(wrong, []);
    };

    for (let round = 1; round <= ROUNDS; round++) {
      await run(round);
      lost ??= answers[0] ?? 0;
      if (readdirSync(folder).some((name) => name.endsWith('.new'))) struck++;
      const of = meter({ id: `metrics:${url}` });
      const { state, words } = new StoreFile(folder, of.options.id).load(of);
      assert.equal(state, 'restored', `round ${round}: ${words ?? ''}`);
      const counted = booked(of);
      const known = answers.slice(-2).map((at) => at - (lost ?? 0));
      // Killed between the two renames of a save, the save before is the one that is there.
      const before = answers.at(-3) ?? Number.NaN;
      const found = [...known, before - lost].some((at) => Math.abs(at - counted) < 1e-3);
      assert.ok(found, `round ${round}: ${counted} is none of ${known.join(', ')}`);
      if (round % 4 === 0 && round < ROUNDS) {
        // The gateway dies too: what was not saved is on no page any more.
        lost = total - counted;
        values.fill(0);
        started = from + (Date.now() - from) * SPEED;
        restarts++;
      } else if (round === ROUNDS) {
        assert.ok(Math.abs(counted - (answers.at(-1)! - lost)) < 1e-3, 'an orderly end saves all');
      }
    }
    assert.ok(struck > 0, 'some were killed while they wrote');
    process.stdout.write(
      `      ${ROUNDS - 1} kills, ${struck} of them in a save, ${restarts} restarts of the gateway, ${answers.length} readings\n`,
    );
  });
});

/** Settles so many milliseconds after a save has begun. */
async function writing(folder: string, delay: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const watcher = watch(folder, (_, name) => {
      if (name?.endsWith('.new') !== true) return;
      watcher.close();
      resolve();
    });
  });
  for (const end = performance.now() + delay; performance.now() < end;) await new Promise((resolve) => setImmediate(resolve));
}
