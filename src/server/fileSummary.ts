import {
  costLine,
  formatCost,
  formatTokens,
  isFree,
  isInstruction,
  isRoute,
  type CostedCall,
  type LanguageService,
} from '../core/index.ts';
import type { FileSummary } from '../shared/messages.ts';

/** What the status item says about a file: its dearest call, how many have no price, and for a file of prompts what it weighs. */
export function summaryOf(uri: string, service: LanguageService): FileSummary {
  const all = service.calls(uri);
  // Instructions of agents are no calls of this file's, nor are definitions of tools.
  const calls = all.filter(({ call }) => !isInstruction(call) && !isRoute(call) && call.kind !== 'tool-set');
  const costOf = (call: CostedCall): number => Math.max(-1, ...call.cost.models.map((model) => model.cold?.mid ?? -1));
  const priced = calls.filter((call) => costOf(call) >= 0).sort((a, b) => costOf(b) - costOf(a));
  const [first] = priced;
  const findings = service.findings(uri).length;
  const prompt = promptOf(all);
  return {
    uri,
    calls: calls.length,
    dearest: first === undefined ? undefined : costLine(first.call, first.cost),
    unpriced: calls.length - priced.length,
    findings,
    ...(prompt === undefined ? {} : { prompt }),
  };
}

/** Tokens and cost of a file that is nothing but a prompt or a set of tools; the dearest of several prompts. Undefined for programs. */
function promptOf(all: readonly CostedCall[]): FileSummary['prompt'] {
  const prompts = all.filter(
    ({ call, cost }) =>
      call.file !== undefined &&
      call.file.sent !== 'never' &&
      (call.kind === 'prompt-file' || (call.kind === 'tool-set' && cost.toolSet !== undefined)),
  );
  if (prompts.length === 0 || prompts.length < all.length) return undefined;
  const [heaviest] = [...prompts].sort((a, b) => b.cost.input.tokens - a.cost.input.tokens);
  if (heaviest === undefined) return undefined;
  const { call, cost } = heaviest;
  const model = cost.models.find(({ cold }) => cold !== undefined);
  const plus = cost.open ? '+' : '';
  const per = isInstruction(call) ? 'turn' : 'call';
  return {
    tokens: cost.toolSet === undefined ? formatTokens(cost.input, cost.open) : `≈${cost.toolSet.tokens.toLocaleString('en-US')}`,
    money: model?.cold === undefined ? undefined : `≈${formatCost(model.cold.mid, isFree(model))}${plus}/${per}`,
    line: costLine(call, cost),
    count: prompts.length,
  };
}
