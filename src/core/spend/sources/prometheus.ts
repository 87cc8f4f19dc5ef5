/**
 * A Prometheus server: the profiles of metrics turned into PromQL. The server sums up, so a million series are a few rows here, and it knows
 * the past, so there are baselines on the first day. `increase()` extrapolates to the edges of its window: sums are close, not exact.
 */
import { AT } from '../amounts.ts';
import { MINUTE } from '../ledger.ts';
import { chooseName, compileProfile, type CompiledProfile, type CompiledRule } from '../profiles/compile.ts';
import { detectProfile, profileById, type Profile } from '../profiles/index.ts';
import { refuse, type Decoded, type Reading } from '../reading.ts';
import { FIELDS } from '../amounts.ts';
import type { Dims } from '../labels.ts';
import { BEARER, list, member, number, type HttpSource, type JsonAnswer, type PollContext } from './source.ts';

/** Width of a window: at least four times the usual scrape interval. */
const STEP = 5 * MINUTE;
/** History that is asked for at first: two weeks by the hour, and the last day by windows. */
const COARSE = 60 * MINUTE;
const HISTORY = 14 * 24 * 60 * MINUTE;
const FINE = 24 * 60 * MINUTE;

/** A Prometheus server, or anything that answers its queries. */
export const prometheus: HttpSource = {
  id: 'prometheus',
  name: 'Prometheus',
  key: BEARER,
  pollMs: 15_000,
  leastMs: 5_000,
  money: 'computed',
  notes: ['Prometheus extrapolates at the edges of its windows: sums are close to the gateway’s own, not equal.'],
  async poll(context): Promise<Decoded> {
    const profile = await profileOf(context);
    if ('state' in profile) return profile;
    const compiled = compileProfile(profile.profile);
    const readings: Reading[] = [];
    for (const { from, to, step } of rangesOf(context)) {
      const merged = new Map<string, { dims: Dims; from: number; amounts: Partial<Record<keyof typeof AT, number>> }>();
      for (const [rule, name] of chosen(compiled, profile.names)) {
        if (rule.rule.kind !== 'counter') continue;
        const answer = await context.ask({
          path: '/api/v1/query_range',
          query: { query: promql(compiled, rule, name, step), start: seconds(from + step), end: seconds(to), step: String(step / 1000) },
        });
        const rows = resultOf(answer);
        if ('state' in rows) return rows;
        for (const row of rows.rows) merge(merged, compiled, rule, row, step);
      }
      for (const { dims, from: start, amounts } of merged.values()) {
        readings.push({ kind: 'window', series: `promql ${step / 1000}`, from: start, to: start + step, dims, amounts });
      }
    }
    context.memory.set('until', String(Math.floor(context.now / STEP) * STEP));
    return { state: 'read', readings };
  },
};

/** The query for one rule: growth per window, summed over everything that is not shown. */
export function promql({ profile }: CompiledProfile, rule: CompiledRule, name: string, step: number): string {
  const labels = profile.labels;
  const by = [labels.model, labels.requestedModel, labels.provider, labels.team, labels.user]
    .flatMap((names) => names ?? [])
    .filter(isLabel);
  const match = (sign: '=~' | '!~', patterns: Readonly<Record<string, string>> = {}): readonly string[] =>
    Object.entries(patterns).map(([label, pattern]) => `${label}${sign}${JSON.stringify(pattern)}`);
  const selector = [...match('=~', rule.rule.where), ...match('!~', rule.rule.unless), ...match('!~', profile.ignore)].join(',');
  return `sum by (${[...new Set(by)].join(', ')}) (increase(${name}{${selector}}[${step / 1000}s]))`;
}

/** Labels with dots are those of OTLP; on a server they have underscores. */
function isLabel(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
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

/** What is asked for: the past once, then the windows since the last poll, the unfinished one included. */
function rangesOf({ now, memory }: PollContext): readonly { readonly from: number; readonly to: number; readonly step: number }[] {
  const to = (Math.floor(now / STEP) + 1) * STEP;
  const fine = Math.floor((now - FINE) / COARSE) * COARSE;
  const oldest = Math.floor((now - HISTORY) / COARSE) * COARSE;
  const start = Math.max(oldest, Number(memory.get('until') ?? oldest + STEP) - STEP);
  if (start >= fine) return [{ from: start, to, step: STEP }];
  // After a long silence: to the full hour by windows, then by hours, so that nothing is asked for twice.
  const hour = Math.ceil(start / COARSE) * COARSE;
  return [
    { from: start, to: hour, step: STEP },
    { from: hour, to: fine, step: COARSE },
    { from: fine, to, step: STEP },
  ].filter((range) => range.to > range.from);
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

function merge(
  merged: Map<string, { dims: Dims; from: number; amounts: Partial<Record<keyof typeof AT, number>> }>,
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
