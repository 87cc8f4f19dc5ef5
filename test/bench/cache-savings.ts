/** What the fixes of the cache rules save on small programs with faults: each program as written, and after the fix engine has changed it. */
import { readdirSync, readFileSync } from 'node:fs';
import { applyEdits, rules } from '../../src/core/index.ts';
import { analysed } from '../support/service.ts';
import { replay, type Replay, type Traffic } from './cache-simulator.ts';

/** Ids of the cache rules. */
export const cacheRules: ReadonlySet<string> = new Set(rules.filter(({ category }) => category === 'cache').map(({ id }) => id));

const folder = new URL('workloads/', import.meta.url);
const DEFAULTS: Traffic = { conversations: 40, turns: 1, gap: 20, pause: 30, workers: 1, user: 80, answer: 150, tools: 1500 };

/** One program before and after. */
export interface Saving {
  readonly name: string;
  /** Rules whose fixes were applied, in order. */
  readonly applied: readonly string[];
  readonly before: Replay;
  readonly after: Replay;
  /** Share of the whole bill, output included, 0 to 1. */
  readonly share: number;
  /** The text after all fixes. */
  readonly text: string;
}

/** Replays every program of the folder. */
export function savings(): Saving[] {
  // Programs that import packages which are not installed here are kept from the type checker.
  return readdirSync(folder)
    .sort()
    .map((name) => savingOf(name.replace(/\.txt$/, ''), readFileSync(new URL(name, folder), 'utf8')));
}

/** The middle of the shares; the mean of the two middle ones of an even number. */
export function median(all: readonly Saving[]): number {
  const shares = all.map(({ share }) => share).sort((a, b) => a - b);
  const half = Math.floor(shares.length / 2);
  return shares.length % 2 === 1 ? (shares[half] ?? 0) : ((shares[half - 1] ?? 0) + (shares[half] ?? 0)) / 2;
}

/** A line per program, and the median. */
export function printed(all: readonly Saving[]): string {
  const dollars = (microUsd: number): string => `$${(microUsd / 1e6).toFixed(4)}`;
  const lines = all.map(
    ({ name, before, after, share, applied }) =>
      `${name.padEnd(34)} ${String(before.requests).padStart(4)} requests  ${dollars(before.microUsd).padStart(9)} -> ${dollars(after.microUsd).padStart(9)}  ${(share * 100).toFixed(1).padStart(5)} %  ${applied.join(', ') || 'no fix'}`,
  );
  return [...lines, `median ${(median(all) * 100).toFixed(1)} %`].join('\n');
}

function savingOf(name: string, source: string): Saving {
  const uri = `file:///app/${name}`;
  const traffic = trafficOf(source);
  const applied: string[] = [];
  let text = source;
  for (let pass = 0; pass < 10; pass++) {
    const finding = analysed(text, uri)
      .findings(uri)
      .find(({ rule, fixes }) => cacheRules.has(rule) && fixes.length > 0);
    const [fix] = finding?.fixes ?? [];
    if (finding === undefined || fix === undefined) break;
    applied.push(finding.rule);
    text = applyEdits(text, fix.edits);
  }
  const [before, after] = [source, text].map((one) => bill(one, uri, traffic));
  if (before === undefined || after === undefined) throw new Error(`${name}: no call`);
  return { name, applied, before, after, share: 1 - after.microUsd / before.microUsd, text };
}

function bill(text: string, uri: string, traffic: Traffic): Replay | undefined {
  const call = analysed(text, uri)
    .calls(uri)
    .find(({ cost }) => cost.models.length > 0 && cost.input.tokens > 0);
  return call === undefined ? undefined : replay(call, traffic);
}

/** `traffic: turns=10 gap=30` in the first line of a program. */
function trafficOf(source: string): Traffic {
  const [line = ''] = source.split('\n', 1);
  const result: Record<string, number> = { ...DEFAULTS };
  for (const [, key, value] of line.matchAll(/(\w+)=(\d+)/g)) if (key !== undefined && key in DEFAULTS) result[key] = Number(value);
  return { ...DEFAULTS, ...result };
}
