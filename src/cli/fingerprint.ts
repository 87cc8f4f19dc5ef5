import { createHash } from 'node:crypto';
import type { FindingJson } from './formatters/finding.ts';

/** A finding with the text of the line on which it begins. */
export interface ReportedFinding extends FindingJson {
  /** The source line without the white space around it; empty where it is not known. */
  readonly lineText: string;
}

/**
 * What a finding is recognised by from run to run: its rule, its file and the text of its line, whatever line number that has now. Prices
 * and token counts change, so the message is no part of it. Hexadecimal.
 */
export function fingerprint({ rule, file, lineText }: Pick<ReportedFinding, 'rule' | 'file' | 'lineText'>): string {
  const text = lineText.replace(/\s+/g, ' ').trim();
  return createHash('sha256').update(`${rule}\0${file}\0${text}`).digest('hex').slice(0, 32);
}
