import { readFileSync } from 'node:fs';
import { parser } from '@lezer/python';
import { testService } from '../support/service.ts';

/** One measured figure beside its peer. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: 'ms';
  readonly ratio: number;
  readonly peerName: string;
}

const example = readFileSync(new URL('../../examples/workspace/help_desk.py', import.meta.url), 'utf8');

/** A file of about so many lines: the example with helper functions behind it. */
function fileOf(lines: number): string {
  const helper = (i: number): string =>
    `def helper_${i}(value, *, limit=${i}):\n    """Keeps what is below the limit."""\n    result = {"name": f"item {i}", "value": value}\n    if value < limit:\n        result["kept"] = [value, *range(limit)]\n    return result\n\n`;
  const parts = [example];
  for (let i = 0; parts.length * 7 < lines; i++) parts.push(helper(i));
  return parts.join('\n');
}

/** Edits before anything is measured: a server that has run for a minute is what people type into. */
const WARM_UP = 150;

/** One keystroke: parse, facts, linking, cost, rules. The peer is a parse from scratch alone. */
export async function run(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const lines of [2_000, 20_000]) {
    const text = fileOf(lines);
    const service = testService();
    const uri = 'file:///bench.py';
    service.open({ uri, languageId: 'python', version: 1, text });
    service.analyzeNow(uri);
    const ours: number[] = [];
    const line = 2 + Math.floor(text.split('\n').length / 2);
    for (let i = 0; i < WARM_UP + 100; i++) {
      const position = { line, character: 0 };
      const change =
        i % 2 === 0
          ? { range: { start: position, end: position }, text: 'x' }
          : { range: { start: position, end: { line, character: 1 } }, text: '' };
      service.change(uri, i + 2, [change]);
      const started = performance.now();
      await service.analyze(uri);
      if (i >= WARM_UP) ours.push(performance.now() - started);
    }
    const peer: number[] = [];
    for (let i = 0; i < 15; i++) {
      const started = performance.now();
      parser.parse(text);
      peer.push(performance.now() - started);
    }
    rows.push(row(`keystroke in ${lines.toLocaleString('en-US')} lines, p50`, quantile(ours, 0.5), quantile(peer, 0.5)));
    rows.push(row(`keystroke in ${lines.toLocaleString('en-US')} lines, p95`, quantile(ours, 0.95), quantile(peer, 0.95)));
  }
  return rows;
}

function row(name: string, ours: number, peer: number): BenchRow {
  return { name, ours, peer, unit: 'ms', ratio: peer / ours, peerName: 'parse from scratch, same file' };
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
