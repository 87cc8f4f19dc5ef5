/**
 * OTLP as protobuf, turned into the objects that OTLP as JSON has, so that one decoder serves both. Only the fields that spend needs are
 * listed; the rest is skipped unread. Field numbers: opentelemetry-proto 1.x, metrics.proto, logs.proto, common.proto.
 */

type Scalar = 'text' | 'varint' | 'fixed64' | 'signed64' | 'double' | 'bool';

/** Fields of a message by number: name, and a scalar or the message inside; `many` for repeated ones. */
interface SchemaField {
  readonly name: string;
  readonly type: Scalar | (() => Schema);
  readonly many?: boolean;
}
type Schema = Readonly<Record<number, SchemaField | undefined>>;

const ANY_VALUE: Schema = {
  1: { name: 'stringValue', type: 'text' },
  2: { name: 'boolValue', type: 'bool' },
  3: { name: 'intValue', type: 'varint' },
  4: { name: 'doubleValue', type: 'double' },
};
const KEY_VALUE: Schema = { 1: { name: 'key', type: 'text' }, 2: { name: 'value', type: () => ANY_VALUE } };
const RESOURCE: Schema = { 1: { name: 'attributes', type: () => KEY_VALUE, many: true } };
const SCOPE: Schema = { 1: { name: 'name', type: 'text' } };
const NUMBER_POINT: Schema = {
  2: { name: 'startTimeUnixNano', type: 'fixed64' },
  3: { name: 'timeUnixNano', type: 'fixed64' },
  4: { name: 'asDouble', type: 'double' },
  6: { name: 'asInt', type: 'signed64' },
  7: { name: 'attributes', type: () => KEY_VALUE, many: true },
};
/** Histograms of both kinds; they differ in the number of the attributes. */
function histogramPoint(attributes: number): Schema {
  return {
    2: { name: 'startTimeUnixNano', type: 'fixed64' },
    3: { name: 'timeUnixNano', type: 'fixed64' },
    4: { name: 'count', type: 'fixed64' },
    5: { name: 'sum', type: 'double' },
    [attributes]: { name: 'attributes', type: () => KEY_VALUE, many: true },
  };
}
function points(schema: Schema): Schema {
  return {
    1: { name: 'dataPoints', type: () => schema, many: true },
    2: { name: 'aggregationTemporality', type: 'varint' },
    3: { name: 'isMonotonic', type: 'bool' },
  };
}
const METRIC: Schema = {
  1: { name: 'name', type: 'text' },
  3: { name: 'unit', type: 'text' },
  7: { name: 'sum', type: () => points(NUMBER_POINT) },
  9: { name: 'histogram', type: () => points(histogramPoint(9)) },
  10: { name: 'exponentialHistogram', type: () => points(histogramPoint(1)) },
};
const LOG_RECORD: Schema = {
  1: { name: 'timeUnixNano', type: 'fixed64' },
  5: { name: 'body', type: () => ANY_VALUE },
  6: { name: 'attributes', type: () => KEY_VALUE, many: true },
  11: { name: 'observedTimeUnixNano', type: 'fixed64' },
  12: { name: 'eventName', type: 'text' },
};

/** The two requests that are understood. */
export const OTLP_MESSAGES = {
  metrics: request('resourceMetrics', 'scopeMetrics', 'metrics', METRIC),
  logs: request('resourceLogs', 'scopeLogs', 'logRecords', LOG_RECORD),
} as const;

function request(outer: string, middle: string, inner: string, schema: Schema): Schema {
  const scoped: Schema = { 1: { name: 'scope', type: () => SCOPE }, 2: { name: inner, type: () => schema, many: true } };
  const resource: Schema = { 1: { name: 'resource', type: () => RESOURCE }, 2: { name: middle, type: () => scoped, many: true } };
  return { 1: { name: outer, type: () => resource, many: true } };
}

/** The message as an object; undefined when the bytes are no such message. Never throws. */
export function readProtobuf(bytes: Uint8Array, schema: Schema): Readonly<Record<string, unknown>> | undefined {
  return readMessage(bytes, 0, bytes.length, schema, 0);
}

const MAX_DEPTH = 12;

function readMessage(bytes: Uint8Array, from: number, to: number, schema: Schema, depth: number): Record<string, unknown> | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const message: Record<string, unknown> = {};
  let at = from;
  while (at < to) {
    const tag = varint(bytes, at, to);
    if (tag === undefined) return undefined;
    at = tag.end;
    const number = Number(tag.value >> 3n);
    const wire = Number(tag.value & 7n);
    const field = schema[number];
    let value: unknown;
    if (wire === 0) {
      const read = varint(bytes, at, to);
      if (read === undefined) return undefined;
      at = read.end;
      value = field?.type === 'bool' ? read.value !== 0n : Number(BigInt.asIntN(64, read.value));
    } else if (wire === 1) {
      if (at + 8 > to) return undefined;
      if (field?.type === 'double') value = view.getFloat64(at, true);
      else if (field?.type === 'fixed64') value = view.getBigUint64(at, true).toString();
      else if (field?.type === 'signed64') value = view.getBigInt64(at, true).toString();
      at += 8;
    } else if (wire === 2) {
      const length = varint(bytes, at, to);
      if (length === undefined || length.value > BigInt(to - length.end)) return undefined;
      const end = length.end + Number(length.value);
      if (field?.type === 'text') value = utf8(bytes, length.end, end);
      else if (typeof field?.type === 'function') {
        value = readMessage(bytes, length.end, end, field.type(), depth + 1);
        if (value === undefined) return undefined;
      }
      at = end;
    } else if (wire === 5) {
      at += 4;
      if (at > to) return undefined;
    } else return undefined;
    if (field === undefined || value === undefined) continue;
    if (field.many === true) {
      const list = message[field.name];
      if (Array.isArray(list)) list.push(value);
      else message[field.name] = [value];
    } else message[field.name] = value;
  }
  return message;
}

function varint(bytes: Uint8Array, from: number, to: number): { readonly value: bigint; readonly end: number } | undefined {
  let value = 0n;
  for (let i = 0; i < 10 && from + i < to; i++) {
    const byte = bytes[from + i]!;
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value, end: from + i + 1 };
  }
  return undefined;
}

/** UTF-8 without a library: core has none. Broken sequences become U+FFFD. */
function utf8(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let i = from; i < to;) {
    const lead = bytes[i]!;
    const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    let point = length === 1 ? lead : lead & (0xff >> (length + 1));
    let good = lead < 0x80 || (lead >= 0xc2 && lead < 0xf5 && i + length <= to);
    for (let k = 1; good && k < length; k++) {
      const next = bytes[i + k]!;
      if ((next & 0xc0) !== 0x80) good = false;
      point = (point << 6) | (next & 0x3f);
    }
    if (good && point <= 0x10ffff) {
      text += String.fromCodePoint(point);
      i += length;
    } else {
      text += '\ufffd';
      i++;
    }
  }
  return text;
}
