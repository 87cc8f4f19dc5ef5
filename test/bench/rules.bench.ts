/**
 * All rules over the calls of one file, after linking and counting: for a program of 2,000 lines, and for one prompt of 100 KB. The peer is a
 * parse of the same file from scratch. `first` is what opening the file costs: its costs are known then, and every text of a prompt is measured.
 * `again` is what a keystroke elsewhere in the file costs.
 */
import { readFileSync } from 'node:fs';
import { parser } from '@lezer/python';
import { refOf } from '../../src/core/cost/call-cost.ts';
import { runRules, type RuleInputs } from '../../src/core/features/findings.ts';
import { createRuleMemory } from '../../src/core/rules/memo.ts';
import { defaultSettings } from '../../src/core/index.ts';
import { atOnce } from '../../src/core/steps.ts';
import { createSegmentCache, createTokenCounter, type TextMeasure } from '../../src/core/tokens/index.ts';
import { countO200k } from '../support/o200k.ts';
import { testService } from '../support/service.ts';
import type { BenchRow } from './keystroke.bench.ts';

const example = readFileSync(new URL('../../examples/workspace/help_desk.py', import.meta.url), 'utf8');
const LINES = 2_000;
const RUNS = 60;
const MEASURED_UNITS = 8_000_000;
/** The example over and over, each time with names of its own. */
function program(): string {
  const parts: string[] = [];
  for (let i = 0, lines = 0; lines < LINES; i++) {
    const part = example.replace(/^(def|async def|class) (\w+)/gm, (_, kind: string, name: string) => `${kind} ${name}_${i}`);
    parts.push(part);
    lines += part.split('\n').length;
  }
  return parts.join('\n');
}

/** One call whose system text is 100 KB of sentences that are all different. */
function longPrompt(): string {
  let text = '';
  for (let i = 0; text.length < 100_000; i++)
    text += `Rule ${i}: where item ${i * 7} is asked for, name its source and keep to chapter ${i % 90}.\n`;
  return `from openai import OpenAI\nclient = OpenAI()\nHANDBOOK = """${text}"""\ndef ask(question):\n    return client.chat.completions.create(model="gpt-5.1", messages=[{"role": "system", "content": HANDBOOK}, {"role": "user", "content": question}])\n`;
}

/** Rows of the table. */
export function run(): Promise<BenchRow[]> {
  const samples = [
    [`${LINES.toLocaleString('en-US')} lines`, program()],
    ['one prompt of 100 KB', longPrompt()],
  ] as const;
  return Promise.resolve(samples.flatMap(([name, text]) => rowsOf(name, text)));
}

function rowsOf(name: string, text: string): BenchRow[] {
  const service = testService();
  const uri = 'file:///bench.py';
  service.open({ uri, languageId: 'python', version: 1, text });
  service.analyzeNow(uri);
  const calls = service.calls(uri);
  const inputs = (): RuleInputs => {
    // As the service has it: a text is measured once.
    const measured = createSegmentCache<TextMeasure>(MEASURED_UNITS);
    const counter = createTokenCounter(countO200k, { remember: (part, measure) => measured.get(part, measure) });
    // Calls have their costs before a rule runs.
    for (const { call } of calls)
      for (const { parts } of call.segments) for (const part of parts) if (part.kind === 'text') atOnce(counter.measureInSteps(part.text));
    return {
      settings: defaultSettings,
      budgets: undefined,
      count: (part, { provider, model }) => counter.count(part, refOf(provider, model)),
      remember: createRuleMemory(),
      costAs: () => undefined,
      textOf: () => text,
      onRuleFailure: (rule, error) => {
        throw new Error(`rule ${rule} failed`, { cause: error });
      },
    };
  };
  const fresh = Array.from({ length: RUNS / 10 }, inputs);
  const first = least(() => atOnce(runRules(calls, fresh.pop() ?? inputs())), RUNS / 10);
  const warm = inputs();
  const again = least(() => atOnce(runRules(calls, warm)), RUNS);
  const parse = least(() => parser.parse(text), RUNS / 6);
  const row = (what: string, ours: number): BenchRow => ({
    name: `all rules, ${name}, ${calls.length} calls, ${what}`,
    ours,
    peer: parse,
    unit: 'ms',
    ratio: parse / ours,
    peerName: 'parse from scratch, same file',
  });
  return [row('first', first), row('again', again)];
}

/** The shortest of some runs, in ms of this thread: what others do on the machine does not count. */
function least(work: () => unknown, runs: number): number {
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}
