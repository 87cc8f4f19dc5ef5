/** Rules and suppressions over one file whose calls are known. */
import { isExamplePath, isTestPath, type Severity } from '../config.ts';
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
import { batchEligible } from '../rules/batch-eligible.ts';
import { rules } from '../rules/index.ts';
import { repeatableResponse } from '../rules/repeatable-response.ts';
import type { Category } from '../rules/rule.ts';
import { unboundedHistory } from '../rules/unbounded-history.ts';
import { unboundedOutput } from '../rules/unbounded-output.ts';
import { usageIgnoresCache } from '../rules/usage-ignores-cache.ts';
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
    const path = host.pathInProject(uri);
    if (isIgnoredPath(project) || (!settings.lintTests && isTestPath(path))) return [];
    const failed = new Set<string>();
    const all = yield* findingsOf(calls, project, {
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
    const example = isExamplePath(path);
    const findings = settings.lintTests
      ? all
      : all.filter((finding) => {
          const wanted = settings.rules[finding.rule];
          return (
            (!example || isWorthAnExample(finding, wanted)) && (!isNotebook(path) || wanted !== undefined || !UNATTENDED.has(finding.rule))
          );
        });
    const today = new Date(host.now()).toISOString().slice(0, 10);
    return shownFindings({ uri, facts, program, lines, findings, settings, today, complete: isComplete(), failed });
  };
}

/** Rules whose notes are about what many requests cost, which is little for programs that run a few times. */
const ABOUT_TRAFFIC: ReadonlySet<Category> = new Set(['output', 'loops', 'metering']);

/** Rules that say nothing else, whatever their severity. */
const ONLY_TRAFFIC: ReadonlySet<string> = new Set([unboundedOutput.id, usageIgnoresCache.id, batchEligible.id]);

/** Rules about what runs without anybody looking on, which is no cell of a notebook. */
const UNATTENDED: ReadonlySet<string> = new Set([usageIgnoresCache.id, batchEligible.id, repeatableResponse.id, unboundedHistory.id]);

function isNotebook(path: string): boolean {
  return /\.ipynb$/i.test(path);
}

/** False for notes that nobody acts on in examples, lessons and measurements. Warnings of other rules, and what a user has raised to one, stay. */
function isWorthAnExample({ rule, severity }: Finding, wanted: Severity | undefined): boolean {
  const grave = severity === 'warning' || severity === 'error';
  if (ONLY_TRAFFIC.has(rule)) return grave && wanted !== undefined;
  const category = rules.find(({ id }) => id === rule)?.category;
  return grave || category === undefined || !ABOUT_TRAFFIC.has(category);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
