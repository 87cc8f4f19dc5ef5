import { lstatSync, realpathSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { exactLine } from '../sourceLines.ts';
import { applyFixes, type AnalysedText, type FixPass } from '../applyFixes.ts';
import { withoutCopies } from '../copies.ts';
import { oneOf, readArguments } from '../arguments.ts';
import { againstBaseline, readBaseline, writeBaseline } from '../baseline.ts';
import { UsageError } from '../errors.ts';
import type { ReportedFinding } from '../fingerprint.ts';
import { findingText, findingToJson, type FindingJson } from '../formatters/finding.ts';
import { fileOf, placeToJson, rangeToJson } from '../formatters/place.ts';
import { isIncomplete, writeProblems } from '../formatters/problems.ts';
import { repeatedFindings } from '../formatters/repeated.ts';
import { githubText, markdownText, sarifLog } from '../formatters/reports.ts';
import { changedLines, type ChangedLines, type LineRange } from '../git.ts';
import { analyseFiles, billedOption, configOptions, type AnalysedFile, type ConfigChoice } from '../workspace.ts';
import type { Finding, LanguageService } from '../../core/index.ts';
import type { FileProblem } from '../../files/index.ts';

const SEVERITIES = ['hint', 'information', 'warning', 'error'] as const;
const FORMATS = ['text', 'json', 'sarif', 'github', 'markdown'] as const;

/** Fixes are applied until nothing is left to fix, at most so often: what one fix writes another may improve. */
const MAX_PASSES = 10;

/** `pennylint check`: every finding. Hints and notes are printed, but only `--fail-on` and above fail. */
export async function check(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    format: { type: 'string' },
    'fail-on': { type: 'string' },
    tests: { type: 'boolean' },
    fix: { type: 'boolean' },
    review: { type: 'boolean' },
    changed: { type: 'string' },
    baseline: { type: 'string' },
    'update-baseline': { type: 'boolean' },
    ...configOptions,
    ...billedOption,
  });
  const format = oneOf('format', values.format, FORMATS, 'text');
  const failOn = SEVERITIES.indexOf(oneOf('fail-on', values['fail-on'], SEVERITIES, 'warning'));
  if (values.review === true && values.fix !== true)
    throw new UsageError('--review goes with --fix: it applies fixes that change meaning, too.');
  if (values['update-baseline'] === true && values.baseline === undefined)
    throw new UsageError('--update-baseline goes with --baseline FILE.');
  const inFull = values.baseline !== undefined && values['update-baseline'] !== true ? readBaseline(values.baseline) : undefined;
  if (values.changed !== undefined && values.baseline !== undefined && inFull === undefined)
    throw new UsageError('A baseline is written from all findings: leave --changed out once.');
  const changed = values.changed === undefined ? undefined : changedLines(process.cwd(), values.changed);
  const question: Question = {
    paths: positionals,
    tests: values.tests === true,
    choice: { file: values.config, none: values['no-config'], billed: values.billed },
    changed,
  };
  const fixed = values.fix === true ? await fixAll(question, values.review === true) : undefined;
  const { reported, problems } = fixed?.left ?? (await findingsOf(question));
  const notes = fixed === undefined ? [] : fixNotes(fixed);
  const shown = shownAgainst(values.baseline, inFull, reported, notes);
  const failing = shown.filter((diagnostic) => SEVERITIES.indexOf(diagnostic.severity) >= failOn).length;
  const diagnostics = shown.map(({ lineText: _, ...diagnostic }): FindingJson => diagnostic);
  const { stdout } = process;
  if (format === 'json') stdout.write(`${JSON.stringify({ schemaVersion: 1, diagnostics, problems }, null, 2)}\n`);
  else if (format === 'sarif') stdout.write(`${JSON.stringify(sarifLog(shown, problems, __PENNYLINT_VERSION__), null, 2)}\n`);
  else if (format === 'github') stdout.write(githubText(shown, problems));
  else if (format === 'markdown') stdout.write(markdownText(shown, problems));
  else {
    for (const repeated of repeatedFindings(diagnostics)) stdout.write(`${findingText(repeated)}\n`);
    stdout.write(`${count(diagnostics.length, 'finding')}, ${failing} of them ${SEVERITIES[failOn] ?? ''} or worse.\n`);
    for (const line of [ruleCounts(diagnostics), fixed === undefined ? fixCounts(diagnostics) : ''])
      if (line !== '') stdout.write(`${line}\n`);
    writeProblems(problems);
  }
  // Beside a report that a program reads, words for people go where they disturb nobody.
  for (const note of notes) (format === 'text' ? stdout : process.stderr).write(`${note}\n`);
  if (isIncomplete(problems)) return 3;
  return failing > 0 ? 1 : 0;
}

interface Question {
  readonly paths: readonly string[];
  readonly tests: boolean;
  readonly choice: ConfigChoice;
  readonly changed: ChangedLines | undefined;
}

/** The findings that are asked for, as they are reported and as they can be fixed. */
interface Found {
  readonly reported: readonly ReportedFinding[];
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, AnalysedText>;
  readonly problems: readonly FileProblem[];
}

async function findingsOf({ paths, tests, choice, changed }: Question): Promise<Found> {
  const reported: ReportedFinding[] = [];
  const all: Finding[] = [];
  const { problems, project, files, service } = await analyseFiles(
    paths,
    { lintTests: tests },
    (file, service) => {
      if (isLinkTo(file, service)) return;
      for (const finding of service.findings(file.uri)) {
        const place = placeToJson(service, finding.at);
        const touched = [finding.at, ...finding.related.map(({ at }) => at)].some(({ uri, ...span }) => {
          const name = uri === file.uri ? file.file : fileOf(uri);
          const { line, endLine, cell } = placeToJson(service, { uri, ...span });
          return name !== undefined && isChanged(changed, name, cell === null ? { first: line, last: endLine } : undefined);
        });
        if (!touched) continue;
        all.push(finding);
        reported.push({ ...findingToJson(file.file, finding, place, service), lineText: exactLine(file.text, finding.at.start) });
      }
    },
    choice,
  );
  // Budgets of the whole project stand in their own file. A change anywhere may break them, so they are always told.
  for (const { file, findings } of project)
    for (const finding of findings) {
      const place = rangeToJson(file.config?.lines.rangeOf(finding.at));
      reported.push({ ...findingToJson(file.label, finding, place, service), lineText: '' });
    }
  const texts = new Map(files.map(({ uri, file, text, program }) => [uri, { uri, file, text, pieces: program?.pieces }] as const));
  const byName = new Map(files.map(({ file, text }) => [file, text] as const));
  return { reported: withoutCopies(reported, (file) => byName.get(file)), findings: all, texts, problems };
}

/** True for a link to a file that is looked at too (`CLAUDE.md` → `AGENTS.md`): what is found there is told once, and mended once. */
function isLinkTo({ uri }: AnalysedFile, service: LanguageService): boolean {
  const file = fileURLToPath(uri);
  return lstatSync(file).isSymbolicLink() && service.calls(pathToFileURL(realpathSync(file)).href).length > 0;
}

/** Whether lines of a file have changed; any change of a notebook counts, because its cells have lines of their own. */
function isChanged(changed: ChangedLines | undefined, file: string, lines: LineRange | undefined): boolean {
  if (changed === undefined) return true;
  const ranges = changed.get(file);
  if (ranges === undefined || ranges === 'all' || lines === undefined) return ranges !== undefined;
  return ranges.some(({ first, last }) => first <= lines.last && lines.first <= last);
}

interface Fixed {
  readonly left: Found;
  readonly applied: number;
  readonly files: ReadonlySet<string>;
  readonly refused: readonly string[];
  readonly passes: number;
}

async function fixAll(question: Question, review: boolean): Promise<Fixed> {
  const files = new Set<string>();
  let applied = 0;
  let found = await findingsOf(question);
  let pass: FixPass = { applied: 0, files: [], refused: [] };
  for (let passes = 1; passes <= MAX_PASSES; passes++) {
    pass = applyFixes(found.findings, found.texts, ({ safety }) => review || safety === 'safe');
    if (pass.applied === 0) return { left: found, applied, files, refused: pass.refused, passes };
    applied += pass.applied;
    for (const file of pass.files) files.add(file);
    found = await findingsOf(question);
  }
  return { left: found, applied, files, refused: pass.refused, passes: MAX_PASSES };
}

function fixNotes({ applied, files, refused, left }: Fixed): string[] {
  const open = left.reported.filter(({ fixes }) => fixes.length > 0).length;
  return [
    `${count(applied, 'fix', 'es')} applied in ${count(files.size, 'file')}.${open === 0 ? '' : ` ${count(open, 'finding')} with a fix that needs a look: in the editor, or with --fix --review.`}`,
    ...refused,
  ];
}

function shownAgainst(
  file: string | undefined,
  baseline: ReturnType<typeof readBaseline>,
  reported: readonly ReportedFinding[],
  notes: string[],
): readonly ReportedFinding[] {
  if (file === undefined) return reported;
  if (baseline === undefined) {
    writeBaseline(file, reported);
    notes.push(`${file} now holds ${count(reported.length, 'finding')}; from now on only others are shown.`);
    return [];
  }
  const { fresh, known, gone } = againstBaseline(reported, baseline);
  notes.push(
    `${count(known, 'finding')} of the baseline not shown.${gone === 0 ? '' : ` ${gone} of its entries are gone: --update-baseline takes them out.`}`,
  );
  return fresh;
}

/** From this many findings on they are also counted by rule: nobody sees by scrolling what they are about. */
const MANY = 10;

function ruleCounts(diagnostics: readonly FindingJson[]): string {
  if (diagnostics.length < MANY) return '';
  const counts = new Map<string, number>();
  for (const { rule } of diagnostics) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const rules = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([rule, times]) => `${rule} ${times}`);
  return `By rule: ${rules.join(', ')}. \`pennylint explain RULE\` says why it costs and what to do.`;
}

function fixCounts(diagnostics: readonly FindingJson[]): string {
  const fixable = diagnostics.filter(({ fixes }) => fixes.length > 0);
  const safe = fixable.filter(({ fixes }) => fixes.some(({ safety }) => safety === 'safe')).length;
  const review = fixable.length - safe;
  const parts = [
    safe === 0 ? '' : `${safe.toLocaleString('en-US')} by --fix`,
    review === 0 ? '' : `${review.toLocaleString('en-US')} ${safe === 0 ? '' : 'more '}by --fix --review, whose changes need a look`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `Can be fixed: ${parts.join(', ')}.`;
}

function count(number: number, noun: string, plural = 's'): string {
  return `${number} ${noun}${number === 1 ? '' : plural}`;
}
