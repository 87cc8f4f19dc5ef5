/** Words for prompts that stand in files of their own: when they are sent, and what that costs. */
import type { CallCost } from '../cost/call-cost.ts';
import type { PromptCall } from '../ir.ts';
import type { Include, PromptFile } from '../ir-files.ts';
import { formatMicroUsd } from '../pricing/index.ts';
import { ageParts } from './price-age.ts';
import { formatTokens, modelLabel } from './wording.ts';

/** Turns over which the cost of a session is shown. */
export const SESSION_TURNS = 100;

/** True for text that a client puts into requests of its own making; its cost is that of a part of a prompt. */
export function isInstruction(call: PromptCall): boolean {
  return call.file !== undefined && call.api === 'text';
}

/** When a text is sent, in a few words. */
export function sentWords(file: PromptFile): string {
  const where = file.folder === undefined ? ' where it is installed' : file.folder === '' ? '' : ` in ${file.folder}`;
  switch (file.sent) {
    case 'every-turn':
      return file.piece === 'listing' ? `listed on every turn${where}` : `on every turn${where}`;
    case 'on-path':
      return file.condition === undefined ? 'when files beside it are read' : `when files match ${shortened(file.condition)}`;
    case 'on-use':
      return `when used${file.note === undefined ? '' : `, ${file.note}`}`;
    case 'per-call':
      return 'per call';
    case 'never':
      return `never sent${file.note === undefined ? '' : `: ${file.note}`}`;
  }
}

/** Files that are loaded along: `with 2 imports`. */
function includeWords(includes: readonly Include[]): string[] {
  const count = (state: Include['state']): number => includes.filter((include) => include.state === state).length;
  const loaded = count('loaded');
  const outside = count('outside');
  return [
    ...(loaded === 0 ? [] : [`with ${loaded} ${loaded === 1 ? 'import' : 'imports'}`]),
    ...(outside === 0 ? [] : [`${outside} ${outside === 1 ? 'import' : 'imports'} outside of the workspace not counted`]),
  ];
}

/** The one line that stands above a prompt file. */
export function instructionLine(call: PromptCall, cost: CallCost): string {
  const { file } = call;
  if (file === undefined) return '';
  const tokens = `${formatTokens(cost.input, cost.open)} tokens ${sentWords(file)}`;
  if (file.sent === 'never') return tokens;
  const parts = [tokens];
  const [first] = cost.models.filter((model) => model.cold !== undefined);
  if (first?.cold !== undefined) {
    const cold = first.cold.mid;
    const warm = first.warm?.mid;
    const plus = cost.open ? '+' : '';
    parts.push(
      warm === undefined
        ? `≈${formatMicroUsd(cold)}${plus} per turn`
        : `≈${formatMicroUsd(cold)}${plus} first turn → ${formatMicroUsd(warm)}${plus} cached`,
      `≈${formatMicroUsd(sessionCost(cold, warm))}${plus} per ${SESSION_TURNS} turns`,
      ...ageParts([first]),
      modelLabel(call),
    );
  } else parts.push(cost.models.length === 0 ? 'model unknown' : `unpriced · ${modelLabel(call)}`);
  return [...parts, ...includeWords(file.includes)].join(' · ');
}

/** Micro-dollars of a session: the first turn, then the others with what the cache holds. */
export function sessionCost(cold: number, warm: number | undefined): number {
  return cold + (SESSION_TURNS - 1) * (warm ?? cold);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
