/**
 * Analyses packages one after the other, in a process of its own: the command line goes by the current folder. What comes in is a
 * {@link Task}, what goes out an {@link Outcome}.
 */
import { mock } from 'node:test';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { inspect } from 'node:util';
import { callToJson, type CallJson } from '../../src/cli/formatters/callJson.ts';
import { findingToJson, type FindingJson } from '../../src/cli/formatters/finding.ts';
import { placeToJson } from '../../src/cli/formatters/place.ts';
import { analyseFiles, createService } from '../../src/cli/workspace.ts';
import { defaultSettings } from '../../src/core/index.ts';
import { sourceFiles } from '../../src/files/index.ts';
import { TODAY } from '../support/service.ts';
import type { Answers } from './report.ts';

/** A package to analyse. */
export interface Task {
  readonly folder: string;
  /** Paths to read, relative to the folder; empty for all. */
  readonly sources: readonly string[];
}

/** Processor time that a file takes alone, in ms: what an editor that opens it waits for, whatever else the machine does. */
export interface FileTime {
  readonly file: string;
  readonly ms: number;
}

/** What became of a task. */
export type Outcome =
  | { readonly failure: string }
  | {
      readonly answers: Answers;
      /** True when a second run over the same files says the same. */
      readonly same: boolean;
      /** Of the first run, in ms. */
      readonly ms: number;
      /** The files that took longest, longest first. */
      readonly slowest: readonly FileTime[];
    };

/** What `inspect` and `check` say about the files under some paths: one pass of the command line's own code. */
async function analyse(sources: readonly string[], files: number): Promise<Answers> {
  const calls: CallJson[] = [];
  const findings: FindingJson[] = [];
  const { problems } = await analyseFiles(sources, {}, (file, service) => {
    for (const costed of service.calls(file.uri)) calls.push(callToJson(file, costed, service));
    for (const finding of service.findings(file.uri))
      findings.push(findingToJson(file.file, finding, placeToJson(service, finding.at), service));
  });
  return { files, calls, findings, problems };
}

async function timesAlone(sources: readonly string[]): Promise<FileTime[]> {
  const logged: string[] = [];
  const service = await createService(defaultSettings, (message) => logged.push(message));
  const times: FileTime[] = [];
  for (const { file, text } of sourceFiles(process.cwd(), sources, [])) {
    const uri = pathToFileURL(path.resolve(file)).href;
    const start = process.cpuUsage();
    try {
      service.open({ uri, languageId: undefined, version: 1, text });
      service.analyzeNow(uri);
      service.close(uri);
    } catch (error) {
      throw new Error(`${file} alone could not be analysed`, { cause: error });
    }
    const { user, system } = process.cpuUsage(start);
    times.push({ file, ms: (user + system) / 1000 });
  }
  if (logged.length > 0) throw new Error(logged.join('\n'));
  return times;
}

async function work({ folder, sources }: Task): Promise<Outcome> {
  try {
    process.chdir(folder);
    const times = await timesAlone(sources);
    const start = performance.now();
    const answers = await analyse(sources, times.length);
    const ms = performance.now() - start;
    const again = await analyse(sources, times.length);
    const slowest = times.sort((a, b) => b.ms - a.ms).slice(0, 5);
    return { answers, same: JSON.stringify(answers) === JSON.stringify(again), ms, slowest };
  } catch (error) {
    return { failure: inspect(error) };
  }
}

// Prices have dates, and costs decide about findings: the day stands still.
mock.timers.enable({ apis: ['Date'], now: TODAY });
process.on('message', (task: Task) => {
  void work(task).then((outcome) => process.send?.(outcome));
});
