/**
 * How far our token counts are from those of the providers: `npm run bench:tokens -- FOLDER…`, with checkouts of projects that record their requests.
 * Prints counts and ratios by class of request, and never a text. `docs/tokens.md` names the projects and what was measured.
 */
import { recordingsIn, type Recording } from './recordings.ts';
import { analysed } from '../support/service.ts';

const FILE = 'file:///app/request.http';

interface Row {
  readonly inBand: boolean;
  /** Our middle against the provider's count, as a share of that. */
  readonly error: number;
}

/** Class of a request: what makes counts hard. */
function classOf({ maker, body }: Recording): string {
  const text = JSON.stringify(body);
  const has = (pattern: RegExp, name: string): string => (pattern.test(text) ? `, ${name}` : '');
  const tools = has(/"(?:tools|functions)":\[\{/, 'tools');
  const schema = has(/"(?:json_schema|response_?[sS]chema|response_?[jJ]son_?[sS]chema|output_format)"/, 'schema');
  const history = has(/"(?:tool_calls":\[|function_call_output"|tool_use"|function_?[cC]all":\{)/, 'calls in history');
  const rest = `${tools}${schema}${history}`;
  return `${maker}${rest === '' ? ', text alone' : rest}`;
}

const rows = new Map<string, Row[]>();
let unread = 0;
for (const folder of process.argv.slice(2)) {
  for (const recording of recordingsIn(folder)) {
    const { url, body, counted, maker } = recording;
    const [costed] = analysed(`POST ${url}\nContent-Type: application/json\n\n${JSON.stringify(body, null, 1)}\n`, FILE).calls(FILE);
    if (costed === undefined) {
      unread++;
      continue;
    }
    const { low, tokens, high } = costed.cost.input;
    const row = { inBand: low <= counted && counted <= high, error: Math.abs(tokens - counted) / counted };
    for (const key of [maker, classOf(recording)]) rows.set(key, [...(rows.get(key) ?? []), row]);
  }
}
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
for (const [name, all] of [...rows].sort(([a], [b]) => a.localeCompare(b))) {
  const errors = all.map(({ error }) => error).sort((a, b) => a - b);
  const at = (share: number): string => percent(errors[Math.min(errors.length - 1, Math.floor(errors.length * share))] ?? 0);
  const held = percent(all.filter(({ inBand }) => inBand).length / all.length);
  process.stdout.write(
    `${name.padEnd(46)} ${String(all.length).padStart(5)} requests, in the band ${held}, error ${at(0.5)} (median) ${at(0.95)} (p95)\n`,
  );
}
if (unread > 0) process.stdout.write(`${unread} requests are no call that Pennylint reads\n`);
