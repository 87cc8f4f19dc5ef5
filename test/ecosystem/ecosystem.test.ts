import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder, fetchArchives, sourceRoot, unpack } from './archives.ts';
import { packages, titleOf, type PinnedPackage } from './packages.ts';
import { block, blocksOf, figures, type Answers } from './report.ts';
import type { FileTime, Outcome, Task } from './worker.ts';

/** `ONLY=aider`: the packages whose titles hold a word, for a quick look at one. */
const wanted = packages.filter((pinned) => titleOf(pinned).includes(process.env.ONLY ?? ''));

const snapshotFile = path.join(import.meta.dirname, 'snapshot.txt');

/** Far above what any file takes on a slow machine: a file beyond it hangs. In ms of processor time. */
const FILE_MS = 60_000;

/** What a change does to real code: every package printed, and compared with the snapshot. */
describe('ecosystem', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pennylint-ecosystem-'));
  const snapshot = existsSync(snapshotFile) ? blocksOf(readFileSync(snapshotFile, 'utf8')) : new Map<string, string>();
  const outcomes = new Map<PinnedPackage, Promise<Outcome>>();
  const all: Answers[] = [];
  const times: FileTime[] = [];
  let failures: ReadonlyMap<string, string>;

  before(async function () {
    this.timeout(600_000);
    failures = await fetchArchives(wanted);
    startWorkers(folder, outcomes, failures);
  });

  for (const pinned of wanted) {
    const title = titleOf(pinned);
    it(`${title}: says what the snapshot says`, async function () {
      this.timeout(600_000);
      const failure = failures.get(title);
      assert.equal(
        failure,
        undefined,
        `${title} could not be fetched: ${failure ?? ''}. This test needs the npm and Python registries that npm and pip (python3 -m pip) are ` +
          `configured for, once; archives are kept in ${cacheFolder()}. Then: npm run ecosystem. Tests that need no registry: npm run test:unit.`,
      );
      const outcome = await outcomes.get(pinned);
      assert.ok(outcome !== undefined, 'a worker has taken the package');
      assert.ok('answers' in outcome, 'failure' in outcome ? outcome.failure : '');
      const { answers, same, ms, slowest } = outcome;
      all.push(answers);
      times.push(...slowest.map(({ file, ms: alone }) => ({ file: `${title} ${file}`, ms: alone })));
      process.stdout.write(
        `\n    ${title}, ${(ms / 1000).toFixed(1)} s\n${figures(answers)
          .map((line) => `      ${line}\n`)
          .join('')}`,
      );
      assert.ok(same, 'a second run over the same files says something else');
      assert.ok(answers.files > 0, 'the package has source files');
      if (pinned.lookAlike === true) assert.deepEqual(answers.calls, [], 'the package calls no model');
      for (const { file, ms: alone } of slowest) assert.ok(alone < FILE_MS, `${file} took ${Math.round(alone)} ms alone`);
      const printed = block(title, pinned.license, answers);
      if (process.env.UPDATE === '1') snapshot.set(title, printed);
      else
        assert.equal(
          printed,
          snapshot.get(title) ?? '',
          'the snapshot differs; UPDATE=1 npm run ecosystem rewrites it, and the diff is reviewed',
        );
    });
  }

  it('the snapshot holds these packages and no others, in their order', () => {
    if (process.env.UPDATE === '1') {
      const blocks = packages.flatMap((pinned) => snapshot.get(titleOf(pinned)) ?? []);
      writeFileSync(snapshotFile, blocks.join('\n'));
    }
    assert.deepEqual([...blocksOf(readFileSync(snapshotFile, 'utf8')).keys()], packages.map(titleOf));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
    const together: Answers = {
      files: all.reduce((sum, { files }) => sum + files, 0),
      calls: all.flatMap(({ calls }) => calls),
      findings: all.flatMap(({ findings }) => findings),
      problems: all.flatMap(({ problems }) => problems),
    };
    const slowest = times.sort((a, b) => b.ms - a.ms).slice(0, 5);
    const lines = [
      `${all.length} packages together`,
      ...figures(together).map((line) => `  ${line}`),
      'slowest files alone, processor time',
      ...slowest.map(({ file, ms }) => `  ${file}: ${Math.round(ms)} ms`),
    ];
    process.stdout.write(`\n${lines.map((line) => `    ${line}\n`).join('')}`);
  });
});

/** Unpacks and analyses the packages in as many processes as there are processors (four at most); fills in a promise for each. */
function startWorkers(folder: string, outcomes: Map<PinnedPackage, Promise<Outcome>>, failures: ReadonlyMap<string, string>): void {
  const queue = wanted.filter((pinned) => !failures.has(titleOf(pinned)));
  const settle = new Map<PinnedPackage, (outcome: Outcome) => void>();
  for (const pinned of queue) outcomes.set(pinned, new Promise((resolve) => settle.set(pinned, resolve)));
  let next = 0;
  const drain = async (): Promise<void> => {
    let worker = fork(path.join(import.meta.dirname, 'worker.ts'));
    for (let pinned = queue[next++]; pinned !== undefined; pinned = queue[next++]) {
      if (!worker.connected) worker = fork(path.join(import.meta.dirname, 'worker.ts'));
      settle.get(pinned)?.(await analyse(worker, pinned, path.join(folder, pinned.archive)));
    }
    if (worker.connected) worker.disconnect();
  };
  for (let count = Math.min(availableParallelism(), 4); count > 0; count--) void drain();
}

async function analyse(worker: ReturnType<typeof fork>, pinned: PinnedPackage, into: string): Promise<Outcome> {
  try {
    mkdirSync(into, { recursive: true });
    await unpack(path.join(cacheFolder(), pinned.archive), into);
    const task: Task = { folder: sourceRoot(pinned, into), sources: pinned.sources ?? [] };
    return await new Promise<Outcome>((resolve) => {
      const ended = (code: number | null): void => {
        resolve({ failure: `the process that analysed the package ended with ${code ?? 'a signal'}` });
      };
      worker.once('exit', ended);
      worker.once('message', (outcome: Outcome) => {
        worker.off('exit', ended);
        resolve(outcome);
      });
      worker.send(task);
    });
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
