/**
 * Profiles as PromQL. Two questions for the same thing: `increase()` for the past, which is cheap but estimates at the edges of its windows and
 * misses the first value of a series; and a difference of readings for what is going on now, which is exact.
 */
import type { CompiledProfile, CompiledRule } from '../profiles/compile.ts';

/**
 * How a window is measured. `estimated`: `increase()`, extrapolated to the edges of the window. `exact`: the last value in the window less the last one
 * before it, so that windows add up to what the counter counted.
 */
export type Measure = 'estimated' | 'exact';

/** The query for one rule: growth in a window of so many milliseconds, summed over everything that is not shown. */
export function promql({ profile }: CompiledProfile, rule: CompiledRule, name: string, step: number, measure: Measure): string {
  const labels = profile.labels;
  const by = [labels.model, labels.requestedModel, labels.provider, labels.team, labels.user]
    .flatMap((names) => names ?? [])
    .filter(isLabel);
  const series = `${name}{${selectorOf(profile, rule)}}`;
  const growth = measure === 'estimated' ? `increase(${series}[${step / 1000}s])` : exactGrowth(series, step / 1000);
  return `sum by (${[...new Set(by)].join(', ')}) (${growth})`;
}

/**
 * What a counter gained in the last seconds, from real readings alone. A counter that falls inside the window began anew: its way up to the fall and all
 * since then. Otherwise its last value less the one that it began with, which is
 *
 * - 0 when its process began in this window (seen by its start time, which changed);
 * - the last value of the half hour before the window;
 * - 0 for a series that is new, or lower than it ever was in four days, of a target that was watched before or began just now;
 * - else its first value in the window: what it had when Prometheus first saw it, or saw it again, was spent at a time that is not known.
 *
 * What this cannot see is left out, never guessed: what a counter gained before it began anew and came back as high, or before it fell a second time, in one
 * window.
 */
function exactGrowth(series: string, seconds: number): string {
  const window = `[${seconds}s]`;
  const earlier = `[30m] offset ${seconds}s`;
  const last = `last_over_time(${series}${window})`;
  const peak = `max_over_time(${series}${window})`;
  const began = `max_over_time(${PROCESS}${window}) != min_over_time(${PROCESS}${window}) or last_over_time(${PROCESS}${window}) != last_over_time(${PROCESS}${earlier})`;
  const watched = `max_over_time(up[4d:10m] offset ${seconds}s) == 1 or ${PROCESS} > time() - ${2 * seconds}`;
  const fresh = `0 * ((${last} and on (job, instance) (${watched})) unless last_over_time(${series}[4d:10m] offset ${seconds}s) <= ${last})`;
  const before = `last_over_time(${series}${earlier}) or ${fresh} or min_over_time(${series}${window})`;
  const fell = `(${last} < ${peak}) + clamp_min(${peak} - (${before}), 0)`;
  const grew = `${last} - (0 * (${last} and on (job, instance) (${began})) or ${before}) >= 0`;
  return `${fell} or ${grew} or ${last}`;
}

const PROCESS = 'process_start_time_seconds';

/**
 * How often one series of a rule fell in the last ten minutes, at most. More than twice is no restart: several processes answer at one address in turn,
 * and each fall would count all that one of them ever counted.
 */
export function falls({ profile }: CompiledProfile, rule: CompiledRule, name: string): string {
  return `max(resets(${name}{${selectorOf(profile, rule)}}[10m]))`;
}

function selectorOf(profile: CompiledProfile['profile'], { rule }: CompiledRule): string {
  const match = (sign: '=~' | '!~', patterns: Readonly<Record<string, string>> = {}): readonly string[] =>
    Object.entries(patterns).map(([label, pattern]) => `${label}${sign}${JSON.stringify(pattern)}`);
  return [...match('=~', rule.where), ...match('!~', rule.unless), ...match('!~', profile.ignore)].join(',');
}

/** Labels with dots are those of OTLP; on a server they have underscores. */
function isLabel(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}
