/**
 * What OTLP clients send, as readings per profile. An agent that exports both metrics and events tells the same money twice; then metrics
 * count the money and events only the calls and failures, which metrics do not have.
 */
import { FIELDS, type Field } from '../amounts.ts';
import { cleanLabel, type Dims } from '../labels.ts';
import { compileProfile, labelsMatch, type CompiledProfile } from '../profiles/compile.ts';
import { detectProfile, profileById, type Profile } from '../profiles/index.ts';
import type { Reading } from '../reading.ts';
import { number, told, usd } from '../sources/source.ts';
import type { OtlpEvent, OtlpPoint } from './decode.ts';

/** Readings of one profile: they belong to one meter. */
export interface OtlpReadings {
  readonly profile: Profile;
  readonly readings: readonly Reading[];
}

/** How long events wait for metrics of the same agent before their own money counts. Metrics come once a minute by default. */
export const EVENTS_WAIT = 90_000;

/** Events of one agent: waiting, counted for calls only, or counted for money. */
interface Lane {
  state: 'waiting' | 'metrics' | 'events';
  firstAt: number;
  readonly waiting: OtlpEvent[];
}

/** Takes points and events as they arrive. */
export class OtlpIntake {
  readonly #listening: number;
  readonly #profiles = new Map<string, CompiledProfile>();
  readonly #byName = new Map<string, CompiledProfile | null>();
  readonly #lanes = new Map<string, Lane>();

  /** `listening`: since when, in UTC milliseconds. Cumulative series that began before are only differenced. */
  constructor(listening: number) {
    this.#listening = listening;
  }

  /** Which of metrics and events counts the money of an agent, once it is decided. */
  laneOf(profile: string): 'metrics' | 'events' | undefined {
    const state = this.#lanes.get(profile)?.state;
    return state === 'waiting' ? undefined : state;
  }

  /** Takes up a decision of an earlier run. */
  restoreLane(profile: string, state: 'metrics' | 'events'): void {
    this.#lanes.set(profile, { state, firstAt: 0, waiting: [] });
  }

  /** Points of a metrics request. */
  points(points: readonly OtlpPoint[], now: number): readonly OtlpReadings[] {
    const found = new Map<CompiledProfile, Reading[]>();
    for (const point of points) {
      const profile = this.#profileOf(point.name);
      if (profile === undefined) continue;
      const readings = this.#readings(profile, point, now);
      if (readings.length === 0) continue;
      const lane = this.#lanes.get(profile.profile.id);
      if (lane?.state === 'events') continue;
      if (lane === undefined) this.#lanes.set(profile.profile.id, { state: 'metrics', firstAt: now, waiting: [] });
      else if (lane.state === 'waiting') lane.state = 'metrics';
      push(found, profile, readings);
    }
    return [...this.#settled(now, found)].map(([{ profile }, readings]) => ({ profile, readings }));
  }

  /** Events of a logs request. */
  events(events: readonly OtlpEvent[], now: number): readonly OtlpReadings[] {
    for (const event of events) {
      const id = event.service === 'codex' ? 'codex' : 'claude-code';
      let lane = this.#lanes.get(id);
      if (lane === undefined) this.#lanes.set(id, (lane = { state: 'waiting', firstAt: now, waiting: [] }));
      if (lane.waiting.length < MAX_WAITING) lane.waiting.push(event);
    }
    return this.tick(now);
  }

  /** Events whose wait is over; to be asked now and then also when nothing arrives. */
  tick(now: number): readonly OtlpReadings[] {
    return [...this.#settled(now, new Map())].map(([{ profile }, readings]) => ({ profile, readings }));
  }

  #settled(now: number, found: Map<CompiledProfile, Reading[]>): ReadonlyMap<CompiledProfile, Reading[]> {
    for (const [id, lane] of this.#lanes) {
      if (lane.waiting.length === 0) continue;
      if (lane.state === 'waiting' && now - lane.firstAt >= EVENTS_WAIT) lane.state = 'events';
      if (lane.state === 'waiting') continue;
      const profile = this.#compiled(id);
      const money = lane.state === 'events';
      if (profile !== undefined)
        push(
          found,
          profile,
          lane.waiting.flatMap((event) => eventReadings(event, profile, money, now)),
        );
      lane.waiting.length = 0;
    }
    return found;
  }

  #profileOf(name: string): CompiledProfile | undefined {
    let profile = this.#byName.get(name);
    if (profile === undefined) {
      const id = detectProfile([name])?.id;
      profile = id === undefined ? null : (this.#compiled(id) ?? null);
      if (this.#byName.size < MAX_NAMES) this.#byName.set(name, profile);
    }
    return profile ?? undefined;
  }

  #compiled(id: string): CompiledProfile | undefined {
    let compiled = this.#profiles.get(id);
    const profile = profileById(id);
    if (compiled === undefined && profile !== undefined) this.#profiles.set(id, (compiled = compileProfile(profile)));
    return compiled;
  }

  #readings(profile: CompiledProfile, { name, attributes, value, temporality, start, time }: OtlpPoint, now: number): Reading[] {
    if (!(value >= 0) || value > Number.MAX_SAFE_INTEGER) return [];
    const dims = profile.dims(attributes);
    const amounts: Partial<Record<Field, number>> = {};
    for (const rule of profile.rules) {
      if (rule.rule.kind !== 'counter' || !rule.names.some((pattern) => pattern.test(name)) || !labelsMatch(rule, attributes)) continue;
      for (const { field, factor } of rule.additions) amounts[FIELDS[field]!] = value * factor;
    }
    if (dims === undefined || Object.keys(amounts).length === 0) return [];
    const series = JSON.stringify([name, [...attributes].sort(([a], [b]) => (a < b ? -1 : 1)), start]);
    if (temporality === 'delta') return [{ kind: 'delta', at: time || now, dims, amounts, id: `${series} ${time}` }];
    return [{ kind: 'counter', series, dims, amounts, fresh: start >= this.#listening }];
  }
}

const MAX_NAMES = 5000;
const MAX_WAITING = 10_000;

function push(found: Map<CompiledProfile, Reading[]>, profile: CompiledProfile, readings: readonly Reading[]): void {
  const list = found.get(profile);
  if (list === undefined) found.set(profile, [...readings]);
  else list.push(...readings);
}

function eventReadings(
  { name, service, attributes, time }: OtlpEvent,
  profile: CompiledProfile,
  money: boolean,
  now: number,
): readonly Reading[] {
  const value = (key: string): number | undefined => number(attributes.get(key));
  const base = profile.dims(attributes);
  const model = cleanLabel(attributes.get('model'));
  if (base === undefined) return [];
  const dims: Dims = { ...base, ...(model === undefined ? {} : { model }) };
  const id = JSON.stringify([service, name, time, [...attributes].sort(([a], [b]) => (a < b ? -1 : 1))]);
  const reading = (amounts: Partial<Record<Field, number>>): readonly Reading[] =>
    Object.keys(amounts).length === 0 ? [] : [{ kind: 'delta', at: time || now, id, dims, amounts }];
  if (service === 'codex') {
    const input = value('input_token_count');
    // Without a token count it is one of the many steps of a stream, not the end of a call.
    if (name !== 'sse_event' || input === undefined || !money) return [];
    return reading(
      told({
        input,
        output: value('output_token_count'),
        cacheRead: value('cached_token_count'),
        reasoning: value('reasoning_token_count'),
        calls: 1,
      }),
    );
  }
  if (name === 'api_error') return reading({ attempts: 1, failedAttempts: 1 });
  const calls = { calls: 1, attempts: 1, failedAttempts: 0 };
  if (!money) return reading(calls);
  const plain = value('input_tokens');
  const read = value('cache_read_tokens');
  const write = value('cache_creation_tokens');
  return reading({
    ...calls,
    ...told({
      notional: usd(attributes.get('cost_usd')),
      input: plain === undefined ? undefined : plain + (read ?? 0) + (write ?? 0),
      cacheRead: read,
      cacheWrite: write,
      output: value('output_tokens'),
    }),
  });
}
