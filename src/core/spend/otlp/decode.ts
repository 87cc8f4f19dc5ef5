/** OTLP requests (metrics and log events) as points and events with plain names. Whatever spend does not need is never looked at. */
import { list, member, number } from '../sources/source.ts';

/** One point of a sum, or the `_sum` or `_count` of a histogram. */
export interface OtlpPoint {
  /** With underscores, as a Prometheus exporter writes it. */
  readonly name: string;
  /** Attributes of the point and, where it has none of that name, of its resource; keys with underscores. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly value: number;
  readonly temporality: 'delta' | 'cumulative';
  /** UTC milliseconds; 0 = not told. */
  readonly start: number;
  readonly time: number;
}

/** One log record that is an event of an agent. */
export interface OtlpEvent {
  /** Last part of the name, for example `api_request`. */
  readonly name: string;
  readonly service: 'claude_code' | 'codex';
  readonly attributes: ReadonlyMap<string, string>;
  readonly time: number;
}

/** The points of a metrics request; undefined when it is none. Gauges and non-monotonic sums are no spend. */
export function otlpPoints(body: unknown): readonly OtlpPoint[] | undefined {
  const resources = member(body, 'resourceMetrics');
  if (!Array.isArray(resources)) return undefined;
  const points: OtlpPoint[] = [];
  for (const resource of list(resources)) {
    const common = attributesOf(member(resource, 'resource', 'attributes'));
    for (const scope of list(member(resource, 'scopeMetrics'))) {
      for (const metric of list(member(scope, 'metrics'))) readMetric(metric, common, points);
    }
  }
  return points;
}

/** The events of a logs request that spend needs; undefined when it is no logs request. */
export function otlpEvents(body: unknown): readonly OtlpEvent[] | undefined {
  const resources = member(body, 'resourceLogs');
  if (!Array.isArray(resources)) return undefined;
  const events: OtlpEvent[] = [];
  for (const resource of list(resources)) {
    const common = attributesOf(member(resource, 'resource', 'attributes'));
    for (const scope of list(member(resource, 'scopeLogs'))) {
      const scopeName = textOf({ stringValue: member(scope, 'scope', 'name') }) ?? '';
      for (const record of list(member(scope, 'logRecords'))) {
        const event = readEvent(record, common, scopeName);
        if (event !== undefined) events.push(event);
      }
    }
  }
  return events;
}

/** Events that are read. Others (prompts, tool results) are dropped by name, unread. */
const EVENTS: Readonly<Record<OtlpEvent['service'], readonly string[]>> = {
  claude_code: ['api_request', 'api_error'],
  codex: ['sse_event', 'api_request'],
};

function readEvent(record: unknown, common: ReadonlyMap<string, string>, scope: string): OtlpEvent | undefined {
  const attributes = list(member(record, 'attributes'));
  const named = attributes.find((entry) => member(entry, 'key') === 'event.name');
  // Where the name stands differs by SDK and version.
  const candidates = [member(record, 'eventName'), textOf(member(named, 'value')), textOf(member(record, 'body'))];
  for (const candidate of candidates) {
    if (typeof candidate !== 'string') continue;
    const match = /^(?:(claude_code|codex)\.)?([a-z_]{3,40})$/.exec(candidate);
    if (match === null) continue;
    const from = `${match[1] ?? ''} ${common.get('service_name') ?? ''} ${scope}`;
    const service = from.includes('claude') ? 'claude_code' : from.includes('codex') ? 'codex' : undefined;
    if (service === undefined || !EVENTS[service].includes(match[2] ?? '')) continue;
    const time = milliseconds(member(record, 'timeUnixNano')) || milliseconds(member(record, 'observedTimeUnixNano'));
    return { name: match[2] ?? '', service, attributes: attributesOf(attributes), time };
  }
  return undefined;
}

function readMetric(metric: unknown, common: ReadonlyMap<string, string>, points: OtlpPoint[]): void {
  const raw = member(metric, 'name');
  if (typeof raw !== 'string' || raw.length > 300) return;
  const name = plain(raw);
  for (const [kind, isHistogram] of [
    ['sum', false],
    ['histogram', true],
    ['exponentialHistogram', true],
  ] as const) {
    const data = member(metric, kind);
    if (data === undefined) continue;
    const temporality = member(data, 'aggregationTemporality');
    const how = temporality === 1 || temporality === 'AGGREGATION_TEMPORALITY_DELTA' ? 'delta' : 'cumulative';
    if (!isHistogram && member(data, 'isMonotonic') !== true) continue;
    for (const point of list(member(data, 'dataPoints'))) {
      const attributes = new Map([...common, ...attributesOf(member(point, 'attributes'))]);
      const base = {
        attributes,
        temporality: how,
        start: milliseconds(member(point, 'startTimeUnixNano')),
        time: milliseconds(member(point, 'timeUnixNano')),
      } as const;
      const add = (suffix: string, value: number | undefined): void => {
        if (value !== undefined) points.push({ ...base, name: `${name}${suffix}`, value });
      };
      if (isHistogram) {
        add('_sum', number(member(point, 'sum')));
        add('_count', number(member(point, 'count')));
      } else add('', number(member(point, 'asDouble')) ?? number(member(point, 'asInt')));
    }
  }
}

/** Attributes with underscores instead of dots. Lists and maps are left out. */
function attributesOf(value: unknown): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const entry of list(value, 200)) {
    const key = member(entry, 'key');
    const text = textOf(member(entry, 'value'));
    if (typeof key === 'string' && key.length <= 200 && text !== undefined) attributes.set(plain(key), text);
  }
  return attributes;
}

function textOf(value: unknown): string | undefined {
  for (const key of ['stringValue', 'intValue', 'doubleValue', 'boolValue']) {
    const inner = member(value, key);
    if (typeof inner === 'string' || typeof inner === 'number' || typeof inner === 'boolean') return String(inner).slice(0, 1000);
  }
  return undefined;
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9_:]/g, '_');
}

/** Nanoseconds do not fit a number; they come as text, or as a number that has lost its last digits. */
function milliseconds(nanoseconds: unknown): number {
  if (typeof nanoseconds === 'string' && /^\d{7,20}$/.test(nanoseconds)) return Number(nanoseconds.slice(0, -6));
  return typeof nanoseconds === 'number' && nanoseconds > 0 ? Math.floor(nanoseconds / 1e6) : 0;
}
