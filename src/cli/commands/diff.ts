import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { oneOf, readArguments } from '../arguments.ts';
import { differences, type CostedSite } from '../costChanges.ts';
import { UsageError } from '../errors.ts';
import { changesJson, changesMarkdown, changesText, type BrokenBudget } from '../formatters/changes.ts';
import { callToJson } from '../formatters/callJson.ts';
import { placeText, placeToJson, rangeToJson } from '../formatters/place.ts';
import { isIncomplete, writeProblems } from '../formatters/problems.ts';
import { commitOf, mergeBase, writeTree } from '../git.ts';
import { analyseFiles, configOptions, type ConfigChoice } from '../workspace.ts';
import type { FileProblem } from '../../files/index.ts';

const BUDGET_RULE = 'over-budget';

/**
 * `pennylint diff BASE [HEAD]`: what a change does to the cost of each call. HEAD is what stands on disk, unless it is named. Silent when no
 * call has changed. Budgets that are broken now decide the exit code.
 */
export async function diff(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, { format: { type: 'string' }, ...configOptions });
  const format = oneOf('format', values.format, ['text', 'json', 'markdown'], 'text');
  const [base, head, ...others] = positionals;
  if (base === undefined || others.length > 0)
    throw new UsageError('diff takes one or two revisions: pennylint diff origin/main, or pennylint diff v1.0 v1.1');
  const folder = process.cwd();
  const later = commitOf(folder, head ?? 'HEAD');
  // What the base has got since is no part of this change.
  const earlier = mergeBase(folder, commitOf(folder, base), later);
  const choice: ConfigChoice = {
    file: values.config === undefined ? undefined : path.resolve(folder, values.config),
    none: values['no-config'],
  };
  const before = await atCommit(folder, earlier, choice);
  const after = head === undefined ? await stateOf(folder, choice) : await atCommit(folder, later, choice);
  const changes = differences(before.sites, after.sites);
  const broken =
    changes.length === 0 ? [] : after.broken.map((one) => ({ ...one, before: before.broken.some((was) => was.key === one.key) }));
  // Problems that were there before are no news.
  const problems = after.problems.filter(
    ({ file, message }) => !before.problems.some((was) => was.file === file && was.message === message),
  );
  const { stdout } = process;
  if (format === 'json')
    stdout.write(`${JSON.stringify(changesJson(earlier, head === undefined ? null : later, changes, broken, problems), null, 2)}\n`);
  else {
    stdout.write(format === 'markdown' ? changesMarkdown(changes, broken) : changesText(changes, broken));
    writeProblems(problems);
  }
  if (isIncomplete(problems)) return 3;
  return broken.length > 0 ? 1 : 0;
}

interface State {
  readonly sites: readonly CostedSite[];
  readonly broken: readonly BrokenBudget[];
  readonly problems: readonly FileProblem[];
}

async function atCommit(folder: string, commit: string, choice: ConfigChoice): Promise<State> {
  const into = mkdtempSync(path.join(tmpdir(), 'pennylint-diff-'));
  try {
    return await stateOf(writeTree(folder, commit, into), choice);
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

/** Calls and broken budgets of a folder. Everything in the reader goes by the current folder, so that becomes this one for a while. */
async function stateOf(folder: string, choice: ConfigChoice): Promise<State> {
  const home = process.cwd();
  process.chdir(folder);
  try {
    const sites: CostedSite[] = [];
    const broken: BrokenBudget[] = [];
    const { project, problems } = await analyseFiles(
      [],
      {},
      (file, service) => {
        for (const costed of service.calls(file.uri))
          sites.push({ call: callToJson(file, costed, service), functions: costed.functions.join('.') });
        for (const { rule, message, at } of service.findings(file.uri))
          if (rule === BUDGET_RULE) {
            const place = placeText(file.file, placeToJson(service, at));
            broken.push({ place, message, before: false, key: `${file.file} ${withoutNumbers(message)}` });
          }
      },
      choice,
    );
    for (const { file, findings } of project)
      for (const { message, at } of findings) {
        const place = placeText(file.label, rangeToJson(file.config?.lines.rangeOf(at)));
        broken.push({ place, message, before: false, key: `${file.label} ${withoutNumbers(message)}` });
      }
    return { sites, broken, problems };
  } finally {
    process.chdir(home);
  }
}

function withoutNumbers(message: string): string {
  return message.replace(/[\d.,]+/g, '#');
}
