import type { FileProblem } from '../../files/index.ts';
import { middle, type CallChange } from '../costChanges.ts';
import type { CallJson } from './callJson.ts';
import { usdText } from './money.ts';
import { placeText } from './place.ts';
import { cellText, codeText } from './reports.ts';

/** A budget that is broken after a change. */
export interface BrokenBudget {
  readonly place: string;
  readonly message: string;
  /** True when it was broken before, too. */
  readonly before: boolean;
  /** Recognises the budget in another state. */
  readonly key: string;
}

/** Changes in the form of `diff --format json`. Money is null where it is not known. */
export function changesJson(
  base: string,
  head: string | null,
  changes: readonly CallChange[],
  broken: readonly BrokenBudget[],
  problems: readonly FileProblem[],
): object {
  return {
    schemaVersion: 1,
    base,
    head,
    changes: changes.map(({ kind, before, after, deltaUsd, deltaUsdPerMonth }) => ({
      kind,
      before: before === undefined ? null : stateJson(before),
      after: after === undefined ? null : stateJson(after),
      deltaUsd: rounded(deltaUsd),
      deltaUsdPerMonth: rounded(deltaUsdPerMonth),
    })),
    deltaUsdPerMonth: rounded(monthSum(changes)),
    budgets: broken.map(({ place, message, before }) => ({ place, message, brokenBefore: before })),
    problems,
  };
}

function stateJson({ file, line, column, cell, callee, model, tokens, cost }: CallJson): object {
  return {
    file,
    line,
    column,
    cell,
    callee,
    models: model.values,
    tokens,
    coldUsd: cost?.coldUsd ?? null,
    usdPerMonth: cost?.month?.usd ?? null,
    basis: cost?.basis ?? null,
  };
}

function rounded(usd: number | undefined): number | null {
  return usd === undefined ? null : Math.round(usd * 1e6) / 1e6;
}

/** The changes per month together; undefined when one of them is not known. */
function monthSum(changes: readonly CallChange[]): number | undefined {
  let sum = 0;
  for (const { deltaUsdPerMonth } of changes) {
    if (deltaUsdPerMonth === undefined) return undefined;
    sum += deltaUsdPerMonth;
  }
  return sum;
}

/** One line per change, then what is known of the month, then the budgets. Empty when nothing has changed. */
export function changesText(changes: readonly CallChange[], broken: readonly BrokenBudget[]): string {
  const lines = changes.map((change) => {
    const call = change.after ?? change.before;
    return call === undefined
      ? ''
      : `${SIGNS[change.kind]} ${placeText(call.file, call)} ${call.callee.replace(/\s+/g, ' ')}: ${movement(change)}`;
  });
  const sum = summary(changes);
  if (sum !== undefined) lines.push(sum);
  for (const { place, message, before } of broken)
    lines.push(`${place} error ${message}${before ? ' (It was broken before.)' : ''} [over-budget]`);
  return lines.map((line) => `${line}\n`).join('');
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** The same as a table for a comment. Empty when nothing has changed. */
export function changesMarkdown(changes: readonly CallChange[], broken: readonly BrokenBudget[]): string {
  if (changes.length === 0) return '';
  const lines = ['**What this change does to the cost of calls**', '', '| | call | per call |', '|---|---|---|'];
  for (const change of changes.slice(0, 100)) {
    const call = change.after ?? change.before;
    if (call !== undefined) lines.push(`| ${change.kind} | ${codeText(placeText(call.file, call))} | ${cellText(movement(change))} |`);
  }
  if (changes.length > 100) lines.push('', `… and ${changes.length - 100} more.`);
  const sum = summary(changes);
  if (sum !== undefined) lines.push('', sum);
  for (const { place, message, before } of broken)
    lines.push('', `**Over budget** ${codeText(place)}: ${cellText(message)}${before ? ' (It was broken before.)' : ''}`);
  return `${lines.join('\n')}\n`;
}

function movement({ kind, before, after, deltaUsd }: CallChange): string {
  const parts: string[] = [];
  const money = (call: CallJson | undefined): string => {
    const usd = middle(call?.cost?.coldUsd);
    return usd === undefined ? 'cost unknown' : `≈${usdText(usd)}`;
  };
  if (kind === 'added') return `${money(after)} per call`;
  if (kind === 'removed') return `was ${money(before)} per call`;
  parts.push(deltaUsd === 0 ? `${money(after)} per call as before` : `${money(before)} → ${money(after)} per call${signed(deltaUsd)}`);
  const [was, is] = [before?.tokens, after?.tokens].map((tokens) =>
    tokens === undefined ? 0 : Math.round((tokens.low + tokens.high) / 2),
  );
  if (was !== is) parts.push(`${(was ?? 0).toLocaleString('en-US')} → ${(is ?? 0).toLocaleString('en-US')} tokens in`);
  const [old, now] = [before?.model.values.join('|') ?? '', after?.model.values.join('|') ?? ''];
  if (old !== now) parts.push(`${old === '' ? 'model unknown' : old} → ${now === '' ? 'model unknown' : now}`);
  const [limit, next] = [before?.maxTokens.value ?? null, after?.maxTokens.value ?? null];
  if (limit !== next) parts.push(`output limit ${limit ?? 'none'} → ${next ?? 'none'}`);
  return parts.join(', ');
}

function signed(usd: number | undefined): string {
  return usd === undefined ? '' : ` (${usd > 0 ? '+' : '−'}${usdText(Math.abs(usd))})`;
}

function summary(changes: readonly CallChange[]): string | undefined {
  if (changes.length === 0) return undefined;
  const known = changes.filter(({ deltaUsdPerMonth }) => deltaUsdPerMonth !== undefined);
  if (known.length === 0) return 'Per month: not known, because pennylint.yaml declares no calls per day for these calls.';
  const sum = known.reduce((total, { deltaUsdPerMonth }) => total + (deltaUsdPerMonth ?? 0), 0);
  const rest = changes.length - known.length;
  const text = sum === 0 ? 'no change' : `${sum > 0 ? '+' : '−'}${usdText(Math.abs(sum))}`;
  return `Per month: ${text}${rest === 0 ? '' : `, without ${rest} of the ${changes.length} calls, for which nobody declares how often they run`}.`;
}
