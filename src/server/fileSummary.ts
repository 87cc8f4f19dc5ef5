import { costLine, isInstruction, type LanguageService } from '../core/index.ts';
import type { FileSummary } from '../shared/messages.ts';

/** What the status item says about a file: its dearest call, and how many have no price. */
export function summaryOf(uri: string, service: LanguageService): FileSummary {
  // Instructions of agents are no calls of this file's.
  const calls = service.calls(uri).filter(({ call }) => !isInstruction(call));
  const costOf = (call: (typeof calls)[number]): number => Math.max(-1, ...call.cost.models.map((model) => model.cold?.mid ?? -1));
  const priced = calls.filter((call) => costOf(call) >= 0).sort((a, b) => costOf(b) - costOf(a));
  const [first] = priced;
  return {
    uri,
    calls: calls.length,
    dearest: first === undefined ? undefined : costLine(first.call, first.cost),
    unpriced: calls.length - priced.length,
  };
}
