/** Rules and suppressions over one file whose calls are known. */
import { isTestPath } from '../config.ts';
import { refOf } from '../cost/call-cost.ts';
import type { FileFacts } from '../facts.ts';
import type { Host } from '../host.ts';
import type { PromptCall } from '../ir.ts';
import type { Program } from '../program.ts';
import { callBudgets } from '../project-config/budgets.ts';
import { findingsOf, modelBehind, withModel } from '../project-config/in-force.ts';
import { createRuleMemory } from '../rules/memo.ts';
import { isIgnoredPath } from '../project-config/project.ts';
import { settingsInForce } from '../project-config/rule-settings.ts';
import type { TokenCounter } from '../tokens/index.ts';
import type { CostedCall, Finding } from './findings.ts';
import type { LineIndex } from './line-index.ts';
import { shownFindings } from './suppression-findings.ts';
import type { Steps } from '../steps.ts';

/** A file as the rules are run over it. */
export interface CheckedFile {
  readonly uri: string;
  readonly facts: FileFacts;
  readonly calls: readonly CostedCall[];
  readonly text: string;
  readonly lines: LineIndex;
  readonly program: Program;
}

/** What running rules needs besides the file. */
export interface CheckInputs {
  readonly host: Host;
  readonly counter: TokenCounter;
  /** Costs of calls of a file, with everything that is declared about them. */
  readonly costsOf: (uri: string, facts: FileFacts, calls: readonly PromptCall[]) => readonly CostedCall[];
  /** False while things around the files are not known yet. */
  readonly isComplete: () => boolean;
}

/** The findings of a file that are shown, in source order. `textOf` gives the text of other documents, for fixes that move it. */
export type Check = (file: CheckedFile, textOf: (uri: string) => string | undefined) => Steps<readonly Finding[]>;

/** Makes the function that checks files. Test files and files that the project leaves out have no findings. */
export function createChecker({ host, counter, costsOf, isComplete }: CheckInputs): Check {
  const remember = createRuleMemory();
  return function* ({ uri, facts, calls, text, lines, program }, textOf) {
    const project = host.project?.(uri);
    const settings = settingsInForce(host.settings(uri), project);
    if (isIgnoredPath(project) || (!settings.lintTests && isTestPath(host.pathInProject(uri)))) return [];
    const failed = new Set<string>();
    const findings = yield* findingsOf(calls, project, {
      settings,
      budgets: callBudgets(project),
      count: (part, { provider, model }) => counter.count(part, refOf(provider, modelBehind(project, provider, model))),
      remember,
      costAs: (call, model) => costsOf(uri, facts, [withModel(call, model)])[0]?.cost.models[0],
      textOf: (other) => (other === uri ? text : textOf(other)),
      onRuleFailure: (rule, error) => {
        failed.add(rule);
        host.log(`Rule ${rule} failed on ${uri} and was skipped there: ${describe(error)}`);
      },
    });
    const today = new Date(host.now()).toISOString().slice(0, 10);
    return shownFindings({ uri, facts, program, lines, findings, settings, today, complete: isComplete(), failed });
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
