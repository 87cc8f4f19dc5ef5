/**
 * Makes src/core/pricing/data/snapshot.json from the pinned price package.
 *
 *   node scripts/build-prices.ts            write the snapshot; stops when a price changed steeply
 *   node scripts/build-prices.ts --accept   write it although prices changed steeply or entries are unexpected
 *   node scripts/build-prices.ts --check    write nothing; compare with the committed file and with a second source
 *
 * The same input gives the same bytes. To update: set version and integrity below (`npm view <name>@<version> dist.integrity`).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { compareRows, flat, superfluousOverlay } from './prices/compare.ts';
import { packageFiles } from './prices/package-files.ts';
import type { PinnedPackage } from './prices/package-files.ts';
import { readSecondSource } from './prices/second-source.ts';
import { extractRows } from './prices/snapshot-rows.ts';
import type { Row, Rows } from './prices/snapshot-rows.ts';

const PRICES: PinnedPackage = {
  name: '@earendil-works/pi-ai',
  version: '1.5.2',
  integrity: 'sha512-2tWPSnV3qzfiDIY3aWluBag3vC++Vs+VsXt/UquSU5onPMohPih72FUhIhaqmDdMYubOgB3Byl9uF4Vk40JLvQ==',
};
const SECOND: PinnedPackage = {
  name: '@pydantic/genai-prices',
  version: '0.1.8',
  integrity: 'sha512-h7CYw6qTyflG2zUndO8tXyL8Xopf+tX9JZu13h0ZFgeyYj+J2gm1edR4+R+mbQ2vPdkFjtTmmmu1cYQPM5/KTA==',
};
const FOLDER = 'dist/providers/data';
const SNAPSHOT = new URL('../src/core/pricing/data/snapshot.json', import.meta.url);
const OVERLAY = new URL('../src/core/pricing/data/overlay.json', import.meta.url);
/** More rows gone than this share of the file means that the layout of the package changed, not that models retired. */
const MAX_REMOVED = 0.1;

const flags = process.argv.slice(2);
const wrong = flags.filter((flag) => flag !== '--accept' && flag !== '--check');
if (wrong.length > 0) fail(`Unknown option ${wrong.join(', ')}. Known: --accept, --check.`);
main(flags.includes('--accept'), flags.includes('--check'));

function main(accept: boolean, checkOnly: boolean): void {
  const { text, rows, asOf, unexpected, dropped } = generate();
  const before = committedRows();
  const changes = compareRows(before, rows);
  list('Added', changes.added);
  list('Removed', changes.removed);
  list('Changed', changes.changed);
  list('Changed steeply (more than ×1.5)', changes.steep);
  list('Left out', dropped);
  list('Unexpected entries', unexpected);
  list('Overlay values that the snapshot now says itself; delete them', superfluousOverlay(overlayRows(), rows));
  if (checkOnly) {
    compareWithSecondSource(rows, asOf);
    if (existsSync(SNAPSHOT) && readFileSync(SNAPSHOT, 'utf8') === text) console.log('snapshot.json is up to date.');
    else fail('snapshot.json is not what this script generates. Run it without --check.');
    return;
  }
  const lost = changes.removed.length > flat(before).size * MAX_REMOVED;
  if (!accept && (changes.steep.length > 0 || unexpected.length > 0 || lost)) {
    const cause = lost ? 'the removed rows' : 'the steep changes and unexpected entries';
    fail(`Nothing was written. Look at ${cause} above; run again with --accept if they are right.`);
  }
  writeFileSync(SNAPSHOT, text);
  const size = `${String(flat(rows).size)} models on ${String(rows.size)} platforms, ${String(Buffer.byteLength(text))} bytes`;
  console.log(`Wrote snapshot.json: ${size}, as of ${asOf}.`);
}

function generate(): ReturnType<typeof extractRows> & { readonly text: string; readonly asOf: string } {
  const files = packageFiles(PRICES);
  const manifest = JSON.parse(textOf(files.get(`${FOLDER}/.manifest.json`)) ?? fail('The package has no data manifest.')) as {
    readonly generatedAt: string;
    readonly files: Readonly<Record<string, string>>;
  };
  const read = (name: string): string | undefined => {
    const bytes = files.get(`${FOLDER}/${name}.json`);
    if (bytes === undefined) return undefined;
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (manifest.files[`${name}.json`] !== hash) fail(`${name}.json does not have the hash that its manifest states.`);
    return textOf(bytes);
  };
  const asOf = manifest.generatedAt.slice(0, 10);
  const extract = extractRows(read);
  return { ...extract, asOf, text: print(extract.rows, asOf) };
}

/** One row per line, so that a new version reads well as a diff. */
function print(rows: Rows, asOf: string): string {
  const header = {
    schema: 'pennylint-prices/1',
    source: `https://www.npmjs.com/package/${PRICES.name}/v/${PRICES.version}`,
    package: PRICES.name,
    version: PRICES.version,
    asOf,
    licence: 'MIT',
    row: ['in', 'out', 'read', 'writes', 'context', 'maxOutput', 'tiers: [promptAbove, in, out, read, writes]'],
  };
  const platforms = [...rows].map(([platform, models]) => {
    const lines = [...models].map(([id, row]) => `${JSON.stringify(id)}:${JSON.stringify(row)}`);
    return `${JSON.stringify(platform)}:{\n${lines.join(',\n')}\n}`;
  });
  return `${JSON.stringify(header).slice(0, -1)},"providers":{\n${platforms.join(',\n')}\n}}\n`;
}

function committedRows(): Rows {
  if (!existsSync(SNAPSHOT)) return new Map();
  const { providers } = JSON.parse(readFileSync(SNAPSHOT, 'utf8')) as {
    readonly providers: Readonly<Record<string, Readonly<Record<string, Row>>>>;
  };
  return new Map(Object.entries(providers).map(([platform, models]) => [platform, new Map(Object.entries(models))]));
}

function overlayRows(): unknown {
  return existsSync(OVERLAY) ? (JSON.parse(readFileSync(OVERLAY, 'utf8')) as { readonly rows: unknown }).rows : [];
}

function compareWithSecondSource(rows: Rows, day: string): void {
  const bundle = textOf(packageFiles(SECOND).get('dist/index.cjs')) ?? fail('The second source has no bundle to read.');
  const other = readSecondSource(bundle, day);
  const conflicts: string[] = [];
  let common = 0;
  for (const [name, [input, output, read, writes]] of flat(rows)) {
    const theirs = other.get(name);
    if (theirs === undefined) continue;
    common += 1;
    const [write] = Object.values(writes ?? {});
    const pairs: readonly (readonly [string, number | null | undefined, number | undefined])[] = [
      ['in', input, theirs.in],
      ['out', output, theirs.out],
      ['read', read, theirs.read],
      ['write', write, theirs.write],
    ];
    for (const [field, ours, its] of pairs) {
      if (typeof ours !== 'number' || its === undefined || Math.abs(ours - its) <= 1e-9) continue;
      conflicts.push(`${name} ${field}: ${String(ours)}, second source ${String(its)}`);
    }
  }
  list(`Conflicts with ${SECOND.name} ${SECOND.version} over ${String(common)} models known to both`, conflicts);
}

function textOf(bytes: Buffer | undefined): string | undefined {
  return bytes?.toString('utf8');
}

function list(title: string, lines: readonly string[]): void {
  if (lines.length > 0) console.log(`${title} (${String(lines.length)}):\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
