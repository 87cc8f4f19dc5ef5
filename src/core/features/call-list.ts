import type { Range } from 'vscode-languageserver-types';
import type { BilledTraffic } from '../cost/billed.ts';
import type { Location, PromptCall } from '../ir.ts';
import type { Place } from '../program.ts';
import type { CostedCall, Finding } from './findings.ts';
import { isInstruction } from './prompt-wording.ts';
import { isRoute } from './route-wording.ts';
import { costLine } from './wording.ts';

/** A call as a list of the whole project shows it. */
export interface ListedCall {
  /** The callee as written, shortened. */
  readonly name: string;
  /** The line that stands above the call in the editor. */
  readonly cost: string;
  /** Document of the call: a file, or a cell of a notebook. */
  readonly uri: string;
  readonly range: Range;
  readonly kind: CostedCall['call']['kind'];
  /** Cost of one request with a cold cache, in micro-dollars; undefined when it is not known. The dearest of several models. */
  readonly microUsd: number | undefined;
  /** Findings of the call and its prompt; undefined while its file is not open: rules look at open files only. */
  readonly findings: number | undefined;
}

/** The calls of one file, in source order. */
export interface ListedFile {
  readonly uri: string;
  readonly calls: readonly ListedCall[];
}

/** Longest name in a list, in UTF-16 units. */
const MAX_NAME = 60;

/**
 * Every call of a project, files in the order of their URIs. Calls whose place is not known are left out.
 *
 * @param billedFor what was billed as of now: it grows all day, while costs stay
 * @param findingsOf findings of a document; undefined for one that no rule has looked at
 */
export function callList(
  calls: ReadonlyMap<string, readonly CostedCall[]>,
  place: (at: Location) => Place | undefined,
  billedFor: (call: PromptCall) => BilledTraffic | undefined,
  findingsOf: (uri: string) => readonly Finding[] | undefined,
): ListedFile[] {
  return [...calls]
    .map(([uri, list]): ListedFile => {
      const found = findingsOf(uri);
      const listed = list.flatMap(({ call, cost }): ListedCall[] => {
        // Instructions are parts of requests that nobody here sends; the context budget lists them.
        if (isInstruction(call) || isRoute(call)) return [];
        const at = place(call.calleeAt);
        // Tools of a program are sent by calls, which stand in the list themselves.
        if (at === undefined || call.file?.format === 'tools-in-code') return [];
        const colds = cost.models.flatMap((model) => (model.cold === undefined ? [] : [model.cold.mid]));
        const name = call.callee.length > MAX_NAME ? `${call.callee.slice(0, MAX_NAME - 1)}…` : call.callee;
        const microUsd = colds.length === 0 ? undefined : Math.max(...colds);
        const findings = found?.filter(({ at: where }) => ownerOf(list, where)?.call === call).length;
        return [{ name, cost: costLine(call, cost, billedFor(call)), uri: at.uri, range: at.range, kind: call.kind, microUsd, findings }];
      });
      return { uri, calls: listed };
    })
    .filter((file) => file.calls.length > 0)
    .sort((a, b) => (a.uri < b.uri ? -1 : 1));
}

/** The call that a finding is about: the shortest around it, else the first that sends what stands there. */
function ownerOf(calls: readonly CostedCall[], where: Location): CostedCall | undefined {
  const around = calls.filter(({ call: { at } }) => holds(at, where));
  const length = ({ call: { at } }: CostedCall): number => at.end - at.start;
  const [innermost] = around.sort((a, b) => length(a) - length(b));
  const parts = ({ call }: CostedCall): Location[] =>
    call.segments.flatMap((segment) =>
      segment.parts.flatMap((part) =>
        part.kind === 'hole' && part.placement !== undefined ? [part.at, part.placement.container] : [part.at],
      ),
    );
  return innermost ?? calls.find((costed) => parts(costed).some((at) => holds(at, where)));
}

function holds(outer: Location, inner: Location): boolean {
  return outer.uri === inner.uri && outer.start <= inner.start && inner.end <= outer.end;
}
