import type { CallJson } from '../../src/cli/formatters/callJson.ts';
import type { FindingJson } from '../../src/cli/formatters/finding.ts';
import type { FileProblem } from '../../src/files/index.ts';

/** What one run of `inspect` and `check` over a package says. */
export interface Answers {
  /** Source files that were read. */
  readonly files: number;
  readonly calls: readonly CallJson[];
  readonly findings: readonly FindingJson[];
  readonly problems: readonly FileProblem[];
}

/** The figures of a package, or of several together, one per line. Same words, same order: a changed line is a changed behaviour. */
export function figures({ files, calls, findings, problems }: Answers): string[] {
  return [
    `files ${files}, sites ${calls.length}, findings ${findings.length}, problems ${problems.length}`,
    ...tally('kinds', calls, (call) => call.kind),
    ...tally('sdk', calls, (call) => call.sdk),
    ...tally('model', calls, (call) => call.model.state),
    ...tally('limit', calls, (call) => call.maxTokens.state),
    ...tally('system', calls, (call) => call.system.state),
    ...tally('messages', calls, (call) => call.messages.state),
    ...tally('tools', calls, (call) => call.tools.state),
    ...tally('rules', findings, (finding) => `${finding.rule}/${finding.severity}`),
  ];
}

/** Everything about a package that the snapshot holds: figures, then every site, finding and problem in the order of the files. No times. */
export function block(title: string, license: string, answers: Answers): string {
  const sites = answers.calls.map((call) => `  ${site(call)}`);
  const findings = answers.findings.map(({ file, line, rule, severity }) => `  ! ${file}:${line} ${severity} ${rule}`);
  const problems = answers.problems.map(({ file, message }) => `  ? ${file}: ${message}`);
  return [`# ${title} (${license})`, ...figures(answers), ...sites, ...findings, ...problems, ''].join('\n');
}

/** Blocks of a snapshot by their titles, as {@link block} wrote them. */
export function blocksOf(snapshot: string): Map<string, string> {
  const result = new Map<string, string>();
  for (const text of snapshot.split(/^(?=# )/m)) {
    const title = /^# (.+) \(.*\)$/m.exec(text)?.[1];
    if (title !== undefined) result.set(title, text.trimEnd() + '\n');
  }
  return result;
}

function site(call: CallJson): string {
  const { model, maxTokens, system, messages, tools } = call;
  const steps = call.via.map((step) => `${step.file === call.file ? '' : step.file}:${step.line}`);
  const via = steps.length === 0 ? '' : ` via ${steps.join(' > ')}`;
  const limit = maxTokens.value === null ? '' : `(${maxTokens.value})`;
  const text = `system=${system.state}(${system.staticChars}) messages=${messages.state}`;
  const values = model.values.length === 0 ? '' : `(${model.values.join('|')})`;
  const settings = `model=${model.state}${values} limit=${maxTokens.state}${limit} ${text} tools=${tools.state}(${tools.count})`;
  return `${call.file}:${call.line} ${call.kind} ${call.callee.replace(/\s+/g, '')} ${call.sdk}/${call.provider ?? '?'} ${settings} ${call.repeated}${via}`;
}

function tally<T>(label: string, items: readonly T[], key: (item: T) => string): string[] {
  if (items.length === 0) return [];
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [`${label}: ${sorted.map(([name, count]) => `${name} ${count}`).join(', ')}`];
}
