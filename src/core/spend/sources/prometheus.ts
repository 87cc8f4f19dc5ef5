/**
 * A Prometheus server: the profiles of metrics turned into PromQL. The server sums up, so a million series are a few rows here, and it knows
 * the past, so there are baselines on the first day. The last hour is exact, what lies before it is close: see {@link promql}.
 */
import { AT } from '../amounts.ts';
import { MINUTE } from '../ledger.ts';
import { chooseName, compileProfile, type CompiledProfile, type CompiledRule } from '../profiles/compile.ts';
import { detectProfile, profileById, type Profile } from '../profiles/index.ts';
import { refuse, type Decoded, type Reading } from '../reading.ts';
import { FIELDS } from '../amounts.ts';
import type { Dims } from '../labels.ts';
import { falls, promql, type Measure } from './promql.ts';
import { BEARER, list, member, number, type HttpSource, type JsonAnswer, type PollContext } from './source.ts';

/** Width of a window: at least four times the usual scrape interval. */
const STEP = 5 * MINUTE;
/** History that is asked for at first: two weeks by the hour, and the last day by windows. */
const COARSE = 60 * MINUTE;
const HISTORY = 14 * 24 * 60 * MINUTE;
const FINE = 24 * 60 * MINUTE;
/** How far back growth is measured exactly; the past is too much work for a server with many series. */
const EXACT = 60 * MINUTE;

/** A Prometheus server, or anything that answers its queries. */
export const prometheus: HttpSource = {
  id: 'prometheus',
  name: 'Prometheus',
  key: BEARER,
  pollMs: 15_000,
  leastMs: 5_000,
  money: 'computed',
  notes: [
    'What was spent more than an hour before Pennylint asked for it is Prometheus’ own estimate: close to the gateway’s sums, not equal.',
    'A gateway that restarts twice within five minutes is counted too low.',
  ],
  async poll(context): Promise<Decoded> {
    const profile = await profileOf(context);
    if ('state' in profile) return profile;
    const compiled = compileProfile(profile.profile);
    const turns = await severalProcesses(context, compiled, profile.names);
    if (turns !== undefined) return turns;
    const readings: Reading[] = [];
    const before = modelsOf(context.memory.get('models'));
    const after = new Map(before);
    for (const { from, to, step, measure } of rangesOf(context)) {
      const merged = new Map<string, Grown>();
      for (const [rule, name] of chosen(compiled, profile.names)) {
        if (rule.rule.kind !== 'counter') continue;
        const answer = await context.ask({
          path: '/api/v1/query_range',
          query: {
            query: promql(compiled, rule, name, step, measure),
            start: seconds(from + step),
            end: seconds(to),
            step: String(step / 1000),
          },
        });
        const rows = resultOf(answer);
        if ('state' in rows) return rows;
        for (const row of rows.rows) merge(merged, compiled, rule, row, step);
      }
      for (const { dims, from: start, amounts } of named(merged, before, after)) {
        readings.push({ kind: 'window', series: `promql ${step / 1000}`, from: start, to: start + step, dims, amounts });
      }
    }
    context.memory.set('models', JSON.stringify([...after].slice(-MAX_MODELS)));
    context.memory.set('until', String(Math.floor(context.now / STEP) * STEP));
    return { state: 'read', readings };
  },
};

/** Falls of one series within ten minutes that restarts do not explain. */
const MAX_FALLS = 2;

/** A refusal when counters fall again and again; the first metric of a profile is the one that matters most. */
async function severalProcesses(
  { ask }: PollContext,
  compiled: CompiledProfile,
  names: ReadonlySet<string>,
): Promise<(Decoded & { readonly state: 'refused' }) | undefined> {
  for (const [rule, name] of chosen(compiled, names)) {
    if (rule.rule.kind !== 'counter') continue;
    const answer = await ask({ path: '/api/v1/query', query: { query: falls(compiled, rule, name) } });
    if (answer.state === 'refused') return answer;
    if (member(answer.value, 'status') !== 'success') return errorOf(answer.value);
    const [row] = list(member(answer.value, 'data', 'result'));
    const most = number(list(member(row, 'value'))[1]) ?? 0;
    if (most <= MAX_FALLS) return undefined;
    return refuse(
      'failed',
      `A counter fell ${most} times in ten minutes: several workers of the gateway answer at one address in turn, and no sum of that is true.`,
      'Let Prometheus scrape each worker at an address of its own, or let the workers share their counters (PROMETHEUS_MULTIPROC_DIR).',
    );
  }
  return undefined;
}

async function profileOf({
  ask,
  settings,
  memory,
}: PollContext): Promise<{ readonly profile: Profile; readonly names: ReadonlySet<string> } | (Decoded & { readonly state: 'refused' })> {
  const kept = memory.get('names');
  const known = settings.profile ?? memory.get('profile');
  if (kept !== undefined && known !== undefined) {
    const profile = profileById(known);
    if (profile !== undefined) return { profile, names: new Set(kept.split(' ')) };
  }
  const answer = await ask({ path: '/api/v1/label/__name__/values' });
  if (answer.state === 'refused') return answer;
  if (member(answer.value, 'status') !== 'success') return errorOf(answer.value);
  const names = new Set(
    list(member(answer.value, 'data'), 200_000).filter((name): name is string => typeof name === 'string' && /^[\w:]{1,200}$/.test(name)),
  );
  const profile = settings.profile === undefined ? detectProfile(names) : profileById(settings.profile);
  if (profile === undefined) {
    return refuse(
      'not-data',
      'This Prometheus has metrics of no gateway that Pennylint knows.',
      'Let it scrape the gateway, or name the profile.',
    );
  }
  memory.set('profile', profile.id);
  memory.set('names', [...chosen(compileProfile(profile), names)].map(([, name]) => name).join(' '));
  return { profile, names };
}

function* chosen({ rules }: CompiledProfile, names: ReadonlySet<string>): Generator<readonly [CompiledRule, string]> {
  for (const rule of rules) {
    const name = chooseName(rule, names, undefined);
    if (name !== undefined) yield [rule, name];
  }
}

/** Windows that are asked for together, in UTC milliseconds. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly measure: Measure;
}

/** What is asked for: the past once, then the windows since the last poll, the unfinished one included. */
function rangesOf({ now, memory }: PollContext): readonly Range[] {
  const to = (Math.floor(now / STEP) + 1) * STEP;
  const exact = to - EXACT;
  const fine = Math.floor((now - FINE) / COARSE) * COARSE;
  const oldest = Math.floor((now - HISTORY) / COARSE) * COARSE;
  const start = Math.max(oldest, Number(memory.get('until') ?? oldest + STEP) - STEP);
  // After a long silence: to the full hour by windows, then by hours, so that nothing is asked for twice.
  const hour = start >= fine ? start : Math.ceil(start / COARSE) * COARSE;
  const recent = Math.max(start, fine);
  const ranges: readonly Range[] = [
    { from: start, to: hour, step: STEP, measure: 'estimated' },
    { from: hour, to: fine, step: COARSE, measure: 'estimated' },
    { from: recent, to: exact, step: STEP, measure: 'estimated' },
    { from: Math.max(recent, exact), to, step: STEP, measure: 'exact' },
  ];
  return ranges.filter((range) => range.to > range.from);
}

function seconds(at: number): string {
  return String(at / 1000);
}

interface MatrixRow {
  readonly labels: ReadonlyMap<string, string>;
  readonly values: readonly (readonly [number, number])[];
}

function resultOf(answer: JsonAnswer): { readonly rows: readonly MatrixRow[] } | (Decoded & { readonly state: 'refused' }) {
  if (answer.state === 'refused') return answer;
  if (member(answer.value, 'status') !== 'success') return errorOf(answer.value);
  const rows = list(member(answer.value, 'data', 'result')).map((row) => {
    const metric = member(row, 'metric');
    const labels = new Map<string, string>();
    if (typeof metric === 'object' && metric !== null)
      for (const [key, value] of Object.entries(metric)) if (typeof value === 'string') labels.set(key, value);
    const values = list(member(row, 'values')).flatMap((pair) => {
      const at = number(list(pair)[0]);
      const value = number(list(pair)[1]);
      return at === undefined || value === undefined || value < 0 ? [] : [[at * 1000, value] as const];
    });
    return { labels, values };
  });
  return { rows };
}

function errorOf(value: unknown): Decoded & { readonly state: 'refused' } {
  const text = member(value, 'error');
  return refuse(
    'failed',
    typeof text === 'string' ? `Prometheus says: ${text.slice(0, 200)}` : 'The answer is not one of Prometheus.',
    'Check the address: it is the one of Prometheus itself, without /api.',
  );
}

/** What one name gained in a window that begins at a time in UTC milliseconds. */
interface Grown {
  readonly dims: Dims;
  readonly from: number;
  readonly amounts: Partial<Record<keyof typeof AT, number>>;
}

/** Which model stands behind a requested one; null where several do. */
type Models = Map<string, string | null>;

const MAX_MODELS = 500;

function modelsOf(text: string | undefined): Models {
  try {
    const pairs: unknown = JSON.parse(text ?? '[]');
    return new Map(
      list(pairs, MAX_MODELS).flatMap((pair): [string, string | null][] => {
        const [requested, model] = list(pair);
        return typeof requested === 'string' && (typeof model === 'string' || model === null) ? [[requested, model]] : [];
      }),
    );
  } catch {
    // A store that was changed by hand: learned anew.
    return new Map();
  }
}

/**
 * Some metrics name only the requested model. Where all others agree on what is behind it, that is the model. What was told under another name by what was
 * known then is told to be nothing, or it would count twice.
 */
function named(merged: ReadonlyMap<string, Grown>, before: Models, after: Models): readonly Grown[] {
  for (const { dims } of merged.values()) {
    if (dims.requestedModel === undefined || dims.model === undefined) continue;
    const known = after.get(dims.requestedModel);
    after.set(dims.requestedModel, known === undefined || known === dims.model ? dims.model : null);
  }
  const keyOf = ({ dims, from }: Grown): string => `${from} ${JSON.stringify(dims)}`;
  const told = new Map<string, Grown>();
  const gone: Grown[] = [];
  for (const grown of merged.values()) {
    const now = { ...grown, dims: withModel(grown.dims, after), amounts: { ...grown.amounts } };
    const then = { ...grown, dims: withModel(grown.dims, before), amounts: {} };
    const same = told.get(keyOf(now));
    if (same === undefined) told.set(keyOf(now), now);
    else
      for (const field of FIELDS)
        if (now.amounts[field] !== undefined) same.amounts[field] = (same.amounts[field] ?? 0) + now.amounts[field];
    if (then.dims.model !== now.dims.model) gone.push(then);
  }
  return [...told.values(), ...gone.filter((then) => !told.has(keyOf(then)))];
}

/** The same names in the same order, so that equal ones are equal as text. */
function withModel(dims: Dims, models: Models): Dims {
  const { requestedModel } = dims;
  if (dims.model !== undefined || requestedModel === undefined) return dims;
  return { model: models.get(requestedModel) ?? requestedModel, ...dims };
}

function merge(
  merged: Map<string, Grown>,
  { dims: dimsOf }: CompiledProfile,
  { additions }: CompiledRule,
  { labels, values }: MatrixRow,
  step: number,
): void {
  const dims = dimsOf(labels);
  if (dims === undefined) return;
  const key = JSON.stringify(dims);
  for (const [at, value] of values) {
    const id = `${at} ${key}`;
    let entry = merged.get(id);
    if (entry === undefined) merged.set(id, (entry = { dims, from: at - step, amounts: {} }));
    for (const { field, factor } of additions) {
      const name = FIELDS[field]!;
      entry.amounts[name] = (entry.amounts[name] ?? 0) + value * factor;
    }
  }
}
