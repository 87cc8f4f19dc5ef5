/**
 * Benchmarks with their peers in the same run: the ratio counts, not the milliseconds of one machine. Run by `npm run bench`.
 */
import { run as coldScan } from './cold-scan.bench.ts';
import { run as keystroke } from './keystroke.bench.ts';
import { run as providers } from './providers.bench.ts';
import { run as rules } from './rules.bench.ts';
import { run as slices } from './slices.bench.ts';
import { run as spend } from './spend.bench.ts';
import { run as tokens } from './tokens.bench.ts';

/** One line of the table. */
interface Row {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  readonly ratio: number;
}

const WIDTH = 80;

console.log(`${'what'.padEnd(WIDTH)}  ${'ours ms'.padStart(9)}  ${'peer ms'.padStart(9)}  ${'ratio'.padStart(8)}  peer`);
// Each table is printed when it is there: a limit that is passed in a later one throws, and takes nothing back.
for (const bench of [keystroke, rules, slices, coldScan, providers, tokens, spend]) {
  const rows: readonly Row[] = await bench();
  for (const { name, ours, peer, ratio, peerName } of rows) {
    console.log(
      `${name.padEnd(WIDTH)}  ${ours.toFixed(2).padStart(9)}  ${peer.toFixed(2).padStart(9)}  ${`${ratio.toFixed(1)}×`.padStart(8)}  ${peerName}`,
    );
  }
}
