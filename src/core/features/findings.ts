import type { Severity, Settings } from '../config.ts';
import type { BilledTraffic } from '../cost/billed.ts';
import type { CallCost, ModelCost } from '../cost/call-cost.ts';
import type { CallAssumptions } from '../project-config/assumptions.ts';
import type { Location, PromptCall } from '../ir.ts';
import { rules } from '../rules/index.ts';
import type { Remember } from '../rules/memo.ts';
import { oncePerGroup } from './grouped.ts';
import { ageParts } from './price-age.ts';
import { fillMessage, type Fix, type Impact, type Messages, type Report, type Rule, type RuleContext } from '../rules/rule.ts';
import type { Steps } from '../steps.ts';

/** A finding, worded and ready to be shown. */
export interface Finding {
  readonly rule: string;
  readonly severity: Exclude<Severity, 'off'>;
  readonly at: Location;
  readonly message: string;
  readonly impact: Impact | undefined;
  readonly fixes: readonly Fix[];
  readonly related: readonly { readonly at: Location; readonly message: string }[];
  readonly missReason: string | undefined;
  /** Findings of a rule with the same group are shown as one in each file. */
  readonly group?: string;
  /** Declared or billed calls per day of the call concerned, for the impact per month; undefined when nobody says. */
  readonly callsPerDay?: number;
  /** Where that number comes from, in words. */
  readonly volumeFrom?: string;
}

/** A call with its cost. */
export interface CostedCall {
  readonly call: PromptCall;
  readonly cost: CallCost;
  /** Names of the classes and functions around the call, outermost first; empty where no pennylint.yaml asks for them. */
  readonly functions: readonly string[];
  readonly assumptions: CallAssumptions;
  /** What a source of spend has billed for the call, where one says so. */
  readonly billed?: BilledTraffic;
}

/** What running the rules needs besides the calls. */
export interface RuleInputs {
  readonly settings: Settings;
  readonly budgets: RuleContext['budgets'];
  readonly count: RuleContext['count'];
  readonly remember: Remember;
  readonly textOf: RuleContext['textOf'];
  /** The cost of a call with another model. */
  readonly costAs: (call: PromptCall, model: string) => ModelCost | undefined;
  /** Told about a rule that failed; the others go on. */
  onRuleFailure(rule: string, error: unknown): void;
}

/** What stands in a file for others to send is asked only for what it decides: tools by themselves, a model that is offered. */
function concerns({ id, category }: Rule, { kind, file }: PromptCall): boolean {
  // Each tool of a folder is looked at in its own file.
  if (file?.format === 'tool-folder') return ofWholeSets.has(id);
  return kind === 'tool-set' ? category === 'tools' : kind === 'route' ? category === 'model' : true;
}

/** Rules that compare the tools of a set with each other, or weigh them together. */
const ofWholeSets: ReadonlySet<string> = new Set(['duplicate-tool', 'oversized-toolset', 'repeated-tool-text']);

/** Runs every rule that is not off over some calls, one rule in a step. Findings come in source order. */
export function* runRules(calls: readonly CostedCall[], inputs: RuleInputs): Steps<Finding[]> {
  const findings: Finding[] = [];
  const ofCallers = new Map<Finding, PromptCall>();
  const failed = new Set<string>();
  for (const { call, cost, assumptions } of calls) {
    const { ignoredRules, callsPerDay } = assumptions;
    if (ignoredRules === 'all') continue;
    for (const rule of rules) {
      // Definitions alone are no request: what a request should set is no matter of theirs.
      if (ignoredRules.has(rule.id) || !concerns(rule, call)) continue;
      const configured = inputs.settings.rules[rule.id];
      if (rule.check === undefined || isOff(rule, inputs.settings) || failed.has(rule.id)) continue;
      const context: RuleContext = {
        cost,
        settings: inputs.settings,
        budgets: inputs.budgets,
        count: inputs.count,
        remember: inputs.remember,
        textOf: inputs.textOf,
        costAs: (model) => inputs.costAs(call, model),
        outputP99: assumptions.outputP99Tokens,
        report(report) {
          const finding = findingOf(rule, report, configured);
          const elsewhere = report.at.uri !== call.uri;
          const placed: Finding = {
            ...finding,
            message: withAge(finding.message, cost),
            // A finding stands in the file of its call; a cause in another file is shown as related.
            at: elsewhere ? call.calleeAt : report.at,
            related: elsewhere ? [{ at: report.at, message: 'cause' }, ...finding.related.filter(isNot(call.calleeAt))] : finding.related,
            ...(callsPerDay === undefined ? {} : { callsPerDay: callsPerDay.value, volumeFrom: callsPerDay.from }),
          };
          findings.push(placed);
          if (call.kind === 'wrapper') ofCallers.set(placed, call);
        },
      };
      try {
        rule.check(call, context);
      } catch (error) {
        failed.add(rule.id);
        inputs.onRuleFailure(rule.id, error);
      }
      yield undefined;
    }
  }
  return oncePerGroup(unique(withoutRepeats(findings, ofCallers)).sort((a, b) => a.at.start - b.at.start || a.rule.localeCompare(b.rule)));
}

/** Money in a message is as old as the price that it follows from, which is said from 30 days on. */
function withAge(message: string, { models }: CallCost): string {
  // `$0` is what a meter shows, and no price.
  const [age] = /\$(?:[1-9]|0\.\d)/.test(message) ? ageParts(models) : [];
  return age === undefined ? message : `${message} (${age}, possibly out of date)`;
}

/** Whether nobody wants to see the findings of a rule. */
export function isOff(rule: Rule, settings: Settings): boolean {
  return (settings.rules[rule.id] ?? rule.severity) === 'off';
}

/** What a rule reports, worded, at the place that it names. */
export function findingOf(rule: Rule, report: Report<Messages, string>, configured: Severity | undefined): Finding {
  const severity = configured === 'off' ? undefined : configured;
  return {
    rule: rule.id,
    severity: severity ?? report.severity ?? (rule.severity === 'off' ? 'hint' : rule.severity),
    at: report.at,
    message: fillMessage(rule.messages[report.messageId] ?? report.messageId, report.data),
    impact: report.impact,
    fixes: report.fixes ?? [],
    related: report.related ?? [],
    missReason: report.missReason,
    ...(report.group === undefined ? {} : { group: report.group }),
  };
}

/** False for the place where the finding itself stands. */
function isNot({ uri, start }: Location): (related: { readonly at: Location }) => boolean {
  return ({ at }) => at.uri !== uri || at.start !== start;
}

/** Without what a caller is told that the request itself says: the same rule in the same words, or with a fix that edits the same places. */
function withoutRepeats(findings: readonly Finding[], ofCallers: ReadonlyMap<Finding, PromptCall>): readonly Finding[] {
  const editsOf = ({ rule, fixes }: Finding): string[] => fixes.map(({ edits }) => `${rule} ${JSON.stringify(edits)}`);
  const wordsAt = ({ rule, message }: Finding, { uri, start }: Location): string => `${rule} ${uri} ${start} ${message}`;
  const said = new Set(findings.flatMap((finding) => (ofCallers.has(finding) ? [] : [...editsOf(finding), wordsAt(finding, finding.at)])));
  return findings.filter((finding) => {
    const call = ofCallers.get(finding);
    return call === undefined || ![...editsOf(finding), ...call.via.map((at) => wordsAt(finding, at))].some((key) => said.has(key));
  });
}

/** Two calls that send the same string would report it twice. */
function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = `${finding.rule} ${finding.at.uri} ${finding.at.start} ${finding.at.end}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
