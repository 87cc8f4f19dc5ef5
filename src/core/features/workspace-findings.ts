/** Every finding of a workspace: those of open documents as they are, those of other files worked out once, in slices. */
import { DAYS_PER_MONTH } from '../cost/projection.ts';
import type { FileFacts } from '../facts.ts';
import type { Cancellation, Host } from '../host.ts';
import type { Location } from '../ir.ts';
import type { Place, Program } from '../program.ts';
import { rules } from '../rules/index.ts';
import type { Check } from './check.ts';
import type { CostedCall, Finding } from './findings.ts';
import { lineIndex } from './line-index.ts';
import { atOnce } from '../steps.ts';
import { grouped } from '../grouped.ts';

/** A finding as a list of the whole workspace shows it. */
export interface ListedFinding {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  /** Document of the finding: a file, or a cell of a notebook. */
  readonly uri: string;
  readonly range: Place['range'];
  /** What acting on it saves; undefined when that is not known, or when the finding is about something else than a saving. */
  readonly saving: Saving | undefined;
}

/** What acting on a finding saves. Micro-dollars. */
export interface Saving {
  readonly perCall: number;
  /** By calls per day that are declared or billed; undefined when nobody says how often the call runs. */
  readonly perMonth: number | undefined;
  /** The volume that the month rests on and where it comes from, in words; undefined without one. */
  readonly basis?: string;
}

/** All findings, and how many files they stand in. */
export interface FindingList {
  /** In the order of the files, then of their text. */
  readonly findings: readonly ListedFinding[];
  readonly files: number;
}

/** A file of the index. */
export interface IndexedText {
  readonly program: Program;
  readonly facts: FileFacts;
}

/** What the list is made from. */
export interface WorkspaceFindingsInputs {
  readonly host: Host;
  readonly check: Check;
  readonly file: (uri: string) => IndexedText | undefined;
  readonly textOf: (uri: string) => string | undefined;
}

/** What is asked for. */
export interface FindingListQuestion {
  /** Calls of the index by file. */
  readonly indexed: ReadonlyMap<string, readonly CostedCall[]>;
  /** Findings of open documents, which count instead of those of the index. */
  readonly open: ReadonlyMap<string, readonly Finding[]>;
  readonly place: (at: Location) => Place | undefined;
  readonly cancellation: Cancellation | undefined;
}

/** Longest time that the list works without giving way, in ms. */
const SLICE_MS = 20;

const saving: ReadonlySet<string> = new Set(rules.filter((rule) => rule.saves === true).map((rule) => rule.id));

/** Keeps the findings of files that nobody has open. */
export function createWorkspaceFindings({ host, check, file, textOf }: WorkspaceFindingsInputs): {
  list(question: FindingListQuestion): Promise<FindingList | undefined>;
  /** Settings or files have changed: everything is worked out again when somebody asks. */
  forget(): void;
} {
  let known = new Map<string, readonly Finding[]>();
  const findingsOf = (uri: string, calls: readonly CostedCall[]): readonly Finding[] => {
    const text = file(uri);
    if (text === undefined) return [];
    const { program, facts } = text;
    return atOnce(check({ uri, facts, calls, text: program.text, lines: lineIndex(program.text), program }, textOf));
  };
  return {
    async list({ indexed, open, place, cancellation }) {
      const memory = known;
      const listed: ListedFinding[] = [];
      let files = 0;
      let sliceStart = host.elapsed();
      for (const uri of [...new Set([...indexed.keys(), ...open.keys()])].sort()) {
        if (host.elapsed() - sliceStart >= SLICE_MS) {
          await host.pause();
          sliceStart = host.elapsed();
          if (cancellation?.isCancellationRequested === true) return undefined;
        }
        const findings = open.get(uri) ?? memory.get(uri) ?? findingsOf(uri, indexed.get(uri) ?? []);
        if (!open.has(uri)) memory.set(uri, findings);
        const shown = findings.flatMap((finding) => listedFinding(finding, place));
        if (shown.length > 0) files++;
        listed.push(...shown);
      }
      return { findings: listed, files };
    },
    forget() {
      known = new Map();
    },
  };
}

function listedFinding(finding: Finding, place: (at: Location) => Place | undefined): ListedFinding[] {
  const at = place(finding.at);
  if (at === undefined) return [];
  const { rule, severity, message } = finding;
  return [{ rule, severity, message, uri: at.uri, range: at.range, saving: savingOf(finding) }];
}

/** What acting on a finding saves; undefined for findings that are about something else, and where no price is known. */
export function savingOf({ rule, impact, callsPerDay, volumeFrom }: Finding): Saving | undefined {
  const perCall = impact?.microUsdPerCall;
  if (!saving.has(rule) || impact === undefined || perCall === undefined || perCall <= 0) return undefined;
  const perMonth = callsPerDay === undefined ? undefined : Math.round(perCall * callsPerDay * DAYS_PER_MONTH);
  const basis =
    callsPerDay === undefined || volumeFrom === undefined ? {} : { basis: `at ${grouped(callsPerDay)} calls/day (${volumeFrom})` };
  return { perCall, perMonth: impact.microUsdPerMonth ?? perMonth, ...basis };
}
