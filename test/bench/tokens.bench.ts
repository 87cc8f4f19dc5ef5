/** Token counting against js-tiktoken, the pure JavaScript tokenizer most tools use. Same process, same texts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Tiktoken } from 'js-tiktoken/lite';
import ranks from 'js-tiktoken/ranks/o200k_base';
import { createChunkedCount, guardedCount } from '../../src/core/tokens/index.ts';
import { countO200k } from '../support/o200k.ts';

/** One comparison: medians in `unit`, and how many times faster ours is. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: 'ms';
  readonly ratio: number;
  readonly peerName: string;
}

/** All comparisons, warm unless the name says otherwise. Throws when the two sides disagree on a count. */
export function run(): Promise<BenchRow[]> {
  const oracle = new Tiktoken(ranks);
  const theirs = (text: string): number => oracle.encode(text, [], []).length;
  const ours = (text: string): number => guardedCount(text, countO200k).tokens;
  const compare = (name: string, text: string, runs: number): BenchRow => {
    if (ours(text) !== theirs(text)) throw new Error(`counts differ: ${name}`);
    return row(
      name,
      median(runs * 5, () => ours(text)),
      median(runs, () => theirs(text)),
    );
  };

  // 64 KB of one character comes first: its first call is the one that matters.
  const start = performance.now();
  ours('_'.repeat(65_536));
  const first = performance.now() - start;
  const frozen = median(1, () => theirs('_'.repeat(4096)));

  const english = prose(50_000);
  if (english.length < 45_000) throw new Error('too little English text installed');
  const typescript = readFileSync(new URL('../../node_modules/typescript/lib/lib.dom.d.ts', import.meta.url), 'utf8').slice(0, 500_000);
  const rows = [compare('50 KB English', english, 7), compare('500 KB TypeScript', typescript, 3)];

  const chunked = createChunkedCount(typescript, countO200k);
  let edits = 0;
  const edit = median(400, () => {
    // Typing at places all over the text, every edit with new characters.
    const at = (edits * 7919) % chunked.length;
    chunked.edit(at, at, `x${(edits++).toString(36)} `);
  });
  if (chunked.total !== ours(chunked.text())) throw new Error('counts differ after edits');
  rows.push(
    row(
      'recount after one edit in 500 KB, peer: full recount',
      edit,
      median(3, () => theirs(typescript)),
    ),
  );
  rows.push(row('64 KB of _, first call; peer: only 4 KB of _, because it freezes on more', first, frozen));
  return Promise.resolve(rows);
}

function row(name: string, ours: number, peer: number): BenchRow {
  return { name, ours, peer, unit: 'ms', ratio: peer / ours, peerName: 'js-tiktoken 1.0.21' };
}

function median(runs: number, work: () => unknown): number {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

/** Running English text from the README files of installed packages: lines without links, markup and code. */
function prose(units: number): string {
  const nodeModules = new URL('../../node_modules/', import.meta.url);
  let text = '';
  for (const name of readdirSync(nodeModules).sort()) {
    const file = new URL(`${name}/README.md`, nodeModules);
    if (!existsSync(file)) continue;
    const lines = readFileSync(file, 'utf8')
      .replace(/```[\s\S]*?```/g, '')
      .split('\n');
    text += lines.filter((line) => line.length > 60 && /^[A-Z][^<>|[\]{}/`]*$/.test(line)).join('\n');
    if (text.length >= units) break;
  }
  return text.slice(0, units);
}
