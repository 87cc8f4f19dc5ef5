import type { Range } from 'vscode-languageserver-types';
import type { Location } from '../ir.ts';
import type { Place } from '../program.ts';
import type { CostedCall } from './findings.ts';
import { isInstruction } from './prompt-wording.ts';
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
}

/** The calls of one file, in source order. */
export interface ListedFile {
  readonly uri: string;
  readonly calls: readonly ListedCall[];
}

/** Longest name in a list, in UTF-16 units. */
const MAX_NAME = 60;

/** Every call of a project, files in the order of their URIs. Calls whose place is not known are left out. */
export function callList(calls: ReadonlyMap<string, readonly CostedCall[]>, place: (at: Location) => Place | undefined): ListedFile[] {
  return [...calls]
    .map(([uri, list]): ListedFile => {
      const listed = list.flatMap(({ call, cost, billed }): ListedCall[] => {
        // Instructions are parts of requests that nobody here sends; the context budget lists them.
        if (isInstruction(call)) return [];
        const at = place(call.calleeAt);
        if (at === undefined) return [];
        const colds = cost.models.flatMap((model) => (model.cold === undefined ? [] : [model.cold.mid]));
        const name = call.callee.length > MAX_NAME ? `${call.callee.slice(0, MAX_NAME - 1)}…` : call.callee;
        const microUsd = colds.length === 0 ? undefined : Math.max(...colds);
        return [{ name, cost: costLine(call, cost, billed), uri: at.uri, range: at.range, kind: call.kind, microUsd }];
      });
      return { uri, calls: listed };
    })
    .filter((file) => file.calls.length > 0)
    .sort((a, b) => (a.uri < b.uri ? -1 : 1));
}
