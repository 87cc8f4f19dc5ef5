/**
 * The longest time for which one long file holds the server up: while the workspace is indexed, when the file is opened, and after a keystroke.
 * The peer is a parse of the same file from scratch, which is one slice.
 */
import type { Parser } from '@lezer/common';
import { parser as javascript } from '@lezer/javascript';
import { parser as python } from '@lezer/python';
import { candidateFiles, createLanguageService } from '../../src/core/index.ts';
import { threadTime } from '../support/effort.ts';
import { hostFor } from '../support/service.ts';
import type { BenchRow } from './keystroke.bench.ts';

const LINES = 20_000;
/** Runs before and while anything is measured; the least of them counts, because other work on the machine only adds. */
const RUNS = 4;

interface Sample {
  readonly uri: string;
  readonly text: string;
  readonly peer: Parser;
}

const samples: readonly Sample[] = [
  {
    uri: 'file:///bench/long.py',
    peer: python,
    text: longText(
      'from openai import OpenAI\nclient = OpenAI()\ndef ask(q):\n    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": q}])\n',
      (i) =>
        `def helper_${i}(value, *, limit=${i}):\n    """Keeps what is below the limit."""\n    result = {"name": f"item {i}", "value": value}\n    if value < limit:\n        result["kept"] = [value, *range(limit)]\n    return result\n\n`,
    ),
  },
  {
    uri: 'file:///bench/long.ts',
    peer: javascript.configure({ dialect: 'ts' }),
    text: longText(
      'import OpenAI from "openai";\nconst client = new OpenAI();\nexport async function ask(q: string) {\n  return client.chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: q }] });\n}\n',
      (i) =>
        `export function helper${i}(value: number, limit = ${i}): Record<string, unknown> {\n  const result: Record<string, unknown> = { name: \`item \${value}\`, value };\n  if (value < limit) result.kept = [value, ...range(limit)];\n  return result;\n}\n\n\n`,
    ),
  },
];

function longText(head: string, helper: (i: number) => string): string {
  return head + Array.from({ length: LINES / 7 }, (_, i) => helper(i)).join('');
}

/** Rows of the table. */
export async function run(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { uri, text, peer } of samples) {
    const least = { index: Infinity, open: Infinity, keystroke: Infinity, parse: Infinity };
    for (let i = 0; i < RUNS; i++) {
      const longest = await longestSlices(uri, text);
      for (const what of ['index', 'open', 'keystroke'] as const) least[what] = Math.min(least[what], longest[what]);
      const started = threadTime();
      peer.parse(text);
      least.parse = Math.min(least.parse, threadTime() - started);
    }
    const name = uri.slice(uri.lastIndexOf('.'));
    for (const what of ['index', 'open', 'keystroke'] as const) {
      const ratio = least.parse / least[what];
      const peerName = 'parse from scratch, same file';
      rows.push({
        name: `longest slice, ${what}, ${LINES.toLocaleString('en-US')} lines ${name}`,
        ours: least[what],
        peer: least.parse,
        unit: 'ms',
        ratio,
        peerName,
      });
    }
  }
  return rows;
}

async function longestSlices(uri: string, text: string): Promise<{ index: number; open: number; keystroke: number }> {
  let began = threadTime();
  let longest = 0;
  const host = {
    ...hostFor(),
    pause: async () => {
      longest = Math.max(longest, threadTime() - began);
      await new Promise((resolve) => setImmediate(resolve));
      began = threadTime();
    },
  };
  const measured = async (work: () => Promise<unknown>): Promise<number> => {
    began = threadTime();
    longest = 0;
    await work();
    return Math.max(longest, threadTime() - began);
  };
  const service = createLanguageService(host);
  const files = { uris: [uri], read: (asked: string) => (asked === uri ? text : undefined) };
  const index = await measured(() => service.indexProject(files, candidateFiles(files)));
  service.open({ uri, languageId: undefined, version: 1, text });
  const open = await measured(() => service.analyze(uri));
  let keystroke = Infinity;
  for (let i = 0; i < 6; i++) {
    const at = { line: Math.floor(LINES / 2), character: 0 };
    const end = { line: at.line, character: i % 2 };
    service.change(uri, i + 2, [{ range: { start: at, end }, text: i % 2 === 0 ? 'x' : '' }]);
    keystroke = Math.min(keystroke, await measured(() => service.analyze(uri)));
  }
  return { index, open, keystroke };
}
