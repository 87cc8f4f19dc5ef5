import type { CancellationToken, Connection } from 'vscode-languageserver';
import { formatMicroUsd, type FindingList, type LanguageService, type ListedFinding, type Saving } from '../core/index.ts';
import { FINDINGS, type FindingsAnswer, type ListedFindingMessage } from '../shared/messages.ts';

/** Most findings of a rule, and most savings, that a tree is given: nobody scrolls further. */
const MAX_SHOWN = 500;

/** Calls for which a saving is said where nobody declares how often a call runs. */
const CALLS = 1000;

/** Answers the request for all findings. `ready` gives the service once the workspace is indexed. */
export function listenForFindings(connection: Connection, ready: () => Promise<LanguageService>): void {
  connection.onRequest(FINDINGS, async (token: CancellationToken): Promise<FindingsAnswer | null> => {
    const list = await (await ready()).findingList(token);
    return list === undefined ? null : findingsAnswer(list);
  });
}

/** Findings as the tree takes them, by rule and by money. */
export function findingsAnswer({ findings, files }: FindingList): FindingsAnswer {
  const byRule = new Map<string, ListedFinding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  const rules = [...byRule]
    .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .map(([rule, all]) => ({ rule, findings: all.slice(0, MAX_SHOWN).map(messageOf), left: Math.max(0, all.length - MAX_SHOWN) }));
  const savings = findings
    .filter(({ saving }) => saving !== undefined)
    .sort((a, b) => worth(b.saving) - worth(a.saving))
    .slice(0, MAX_SHOWN)
    .map(messageOf);
  return { summary: `${count(findings.length, 'finding')} in ${count(files, 'file')}`, rules, savings };
}

/** Orders savings: any with a volume before any without one, because only those are known to come about. */
function worth(saving: Saving | undefined): number {
  if (saving === undefined) return -1;
  return saving.perMonth === undefined ? saving.perCall : 1e15 + saving.perMonth;
}

function messageOf({ saving, ...finding }: ListedFinding): ListedFindingMessage {
  if (saving === undefined) return finding;
  const { perCall, perMonth, basis } = saving;
  const saves =
    perMonth === undefined
      ? `≈${formatMicroUsd(perCall * CALLS)} per ${CALLS.toLocaleString('en-US')} calls`
      : `≈${formatMicroUsd(perMonth)}/month`;
  return { ...finding, saves, ...(perMonth === undefined || basis === undefined ? {} : { basis }) };
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
