/** Findings in the forms that other programs read: SARIF, annotations of GitHub, a table in Markdown. */
import { rules } from '../../core/index.ts';
import type { FileProblem } from '../../files/index.ts';
import { messageWithCopies } from '../copies.ts';
import { fingerprint, type ReportedFinding } from '../fingerprint.ts';
import { usdText } from './money.ts';
import { elsewhereText, type RelatedJson } from './finding.ts';
import { placeText, type PlaceJson } from './place.ts';
import { isIncomplete } from './problems.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/** A log of SARIF 2.1.0 with one run. Paths are relative to the folder in which the command ran. Problems are notifications of the run. */
export function sarifLog(findings: readonly ReportedFinding[], problems: readonly FileProblem[], version: string): object {
  const used = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  const indexOf = new Map(used.map(({ id }, index) => [id, index]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Pennylint',
            version,
            semanticVersion: version,
            rules: used.map(({ id, summary, severity, category }) => ({
              id,
              shortDescription: { text: summary },
              help: { text: `pennylint explain ${id}` },
              defaultConfiguration: severity === 'off' ? { enabled: false } : { level: levels[severity] },
              properties: { tags: [category] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { description: { text: 'The folder in which the command ran.' } } },
        invocations: [
          {
            executionSuccessful: !isIncomplete(problems),
            toolExecutionNotifications: problems.map(({ file, message, line, column, partial }) => ({
              level: partial === true ? 'warning' : 'error',
              message: { text: message },
              locations: [location(file, line === undefined ? undefined : { startLine: line, startColumn: column ?? 1 })],
            })),
          },
        ],
        results: results(findings, indexOf),
      },
    ],
  };
}

function results(findings: readonly ReportedFinding[], indexOf: ReadonlyMap<string, number>): object[] {
  // Equal lines of one file are told apart by their number, as GitHub does.
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const print = fingerprint(finding);
    const nth = (seen.get(print) ?? 0) + 1;
    seen.set(print, nth);
    const { rule, severity, file, cell, line, impact, related } = finding;
    const message = messageWithCopies(finding);
    return {
      ruleId: rule,
      ruleIndex: indexOf.get(rule) ?? -1,
      level: levels[severity],
      message: { text: cell === null ? message : `Cell ${cell}, line ${line}: ${message}` },
      locations: [location(file, regionOf(finding))],
      ...(related.length === 0 ? {} : { relatedLocations: related.map(relatedLocation) }),
      partialFingerprints: { 'pennylint/v1': `${print}:${nth}` },
      ...(impact === null ? {} : { properties: { impact } }),
    };
  });
}

/** Lines of a cell are no lines of its file. */
function regionOf({ cell, line, column, endLine, endColumn }: PlaceJson): object | undefined {
  return cell === null ? { startLine: line, startColumn: column, endLine, endColumn } : undefined;
}

function relatedLocation(place: RelatedJson, id: number): object {
  const { file, message, cell, line } = place;
  const text = cell === null ? message : `${message} (cell ${String(cell)}, line ${String(line)})`;
  return { id, ...location(file, regionOf(place)), message: { text } };
}

function location(file: string, region: object | undefined): object {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: 'ROOT' }, ...(region === undefined ? {} : { region }) } };
}

/** Workflow commands of GitHub Actions, one per line. Nothing that a file or a name says can end a line or begin another command. */
export function githubText(findings: readonly ReportedFinding[], problems: readonly FileProblem[]): string {
  const kinds = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;
  const lines = findings.map((finding) => {
    const { severity, file, cell, line, column, endLine, endColumn, rule } = finding;
    const message = withElsewhere(finding);
    const region = cell === null ? { line, endLine, ...(line === endLine ? { col: column, endColumn } : {}) } : {};
    const text = cell === null ? message : `Cell ${cell}, line ${line}: ${message}`;
    return command(kinds[severity], { file, ...region, title: `Pennylint ${rule}` }, text);
  });
  const others = problems.map(({ file, line, message, partial }) =>
    command(
      partial === true ? 'warning' : 'error',
      { file, ...(line === undefined ? {} : { line }), title: 'Pennylint' },
      partial === true ? message : `Not analysed: ${message}`,
    ),
  );
  return [...lines, ...others].map((line) => `${line}\n`).join('');
}

function command(kind: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
  const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${kind} ${pairs.join(',')}::${data(message)}`;
}

/** Most rows of a table: a comment on GitHub holds 65,536 characters. */
const MAX_ROWS = 100;

/** A table for a comment or a job summary. */
export function markdownText(findings: readonly ReportedFinding[], problems: readonly FileProblem[]): string {
  const lines: string[] = [];
  if (findings.length === 0) lines.push('Pennylint: no findings.');
  else {
    lines.push(`**Pennylint: ${findings.length === 1 ? '1 finding' : `${findings.length} findings`}**`, '');
    lines.push('| | where | what | at stake |', '|---|---|---|---|');
    for (const finding of findings.slice(0, MAX_ROWS)) {
      const { severity, file, rule } = finding;
      lines.push(
        `| ${severity} | ${codeText(placeText(file, finding))} | ${cellText(withElsewhere(finding))} (\`${rule}\`) | ${atStake(finding)} |`,
      );
    }
    if (findings.length > MAX_ROWS) lines.push('', `… and ${findings.length - MAX_ROWS} more.`);
  }
  if (problems.length > 0)
    lines.push(
      '',
      ...problems.map(
        ({ file, message, partial }) => `- ${codeText(file)}${partial === true ? '' : ' was not analysed'}: ${cellText(message)}`,
      ),
    );
  return `${lines.join('\n')}\n`;
}

/** The message with the copies of its file and the places in other files behind it, for forms that have no room of their own for them. */
function withElsewhere(finding: ReportedFinding): string {
  const places = elsewhereText(finding);
  const message = messageWithCopies(finding);
  return places.length === 0 ? message : `${message} (${places.join('; ')})`;
}

function atStake({ impact }: ReportedFinding): string {
  const { usdPerMonth = null, usdPerCall = null, tokens = null, basis } = impact ?? {};
  // Money follows from prices and counts; only a count can be exact.
  if (usdPerMonth !== null && usdPerMonth > 0) return `≈${usdText(usdPerMonth)}/month`;
  if (usdPerCall !== null && usdPerCall > 0) return `≈${usdText(usdPerCall)} per call`;
  return tokens === null ? '' : `${basis === 'exact' ? '' : '≈'}${tokens.toLocaleString('en-US')} tokens`;
}

/** Text of strangers in a table of Markdown: no cell, line, link, mention or HTML can come of it. Code between single backticks stays code. */
export function cellText(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const parts = line.split('`');
  // Runs of backticks, or one too many: where code begins and ends is not what it seems.
  if (parts.length % 2 === 0 || line.includes('``')) return escaped(line).replace(/`/g, '&#96;');
  return parts.map((part, index) => (index % 2 === 0 ? escaped(part) : `\`${part.replace(/\|/g, '\\|')}\``)).join('');
}

function escaped(text: string): string {
  return text.replace(/[\\|[\]*_~@!#]/g, (unit) => `\\${unit}`).replace(/[&<>]/g, (unit) => `&#${unit.charCodeAt(0)};`);
}

/** A name as code in a table. */
export function codeText(text: string): string {
  const plain = text.replace(/[\r\n]+/g, ' ').replace(/\|/g, '\\|');
  return plain.includes('`') ? cellText(text) : `\`${plain}\``;
}
