/** Findings that say the same of many places of a file, shown once. */
import type { Fix } from '../rules/rule.ts';
import type { Finding } from './findings.ts';

/** Of each group the first finding, with the places of the others and a fix for all of them. Findings come and go in source order. */
export function oncePerGroup(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.group === undefined) continue;
    const key = `${finding.rule} ${finding.at.uri} ${finding.group}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [finding]);
    else known.push(finding);
  }
  const others = new Set([...groups.values()].flatMap((group) => group.slice(1)));
  return findings.flatMap((finding) => {
    if (others.has(finding)) return [];
    const group = [...groups.values()].find(([first]) => first === finding);
    return [group === undefined || group.length === 1 ? finding : whole(finding, group.slice(1))];
  });
}

/** What the other places of a finding are called among its related ones. */
export const AS_WELL = 'here as well';

/** A message without the sentence that counts the other places of its file, for reports that name them. */
export function withoutPlaceCount(message: string): string {
  return message.replace(/ The same holds for (?:one more place|\d+ more places) in this file\./, '');
}

function whole(first: Finding, others: readonly Finding[]): Finding {
  const more = others.length === 1 ? 'one more place' : `${String(others.length)} more places`;
  const all = fixForAll([first, ...others]);
  // How old a price is stays at the end.
  const [, statement = first.message, age = ''] = /^([^]*?)( \(price \d+ days old[^)]*\))?$/.exec(first.message) ?? [];
  return {
    ...first,
    message: `${statement} The same holds for ${more} in this file.${age}`,
    related: [...first.related, ...others.map(({ at }) => ({ at, message: AS_WELL }))],
    fixes: [...first.fixes, ...(all === undefined ? [] : [all])],
  };
}

/** One fix of all places, where each has one; edits that several need (an import) are made once. */
function fixForAll(findings: readonly Finding[]): Fix | undefined {
  const fixes = findings.flatMap(({ fixes: own }) => own.slice(0, 1));
  const [first] = fixes;
  if (first === undefined || fixes.length < findings.length) return undefined;
  const edits = new Map(fixes.flatMap((fix) => fix.edits).map((edit) => [`${edit.uri} ${edit.start} ${edit.end} ${edit.newText}`, edit]));
  return { ...first, title: `${first.title}, in all ${String(findings.length)} places of this file`, edits: [...edits.values()] };
}
