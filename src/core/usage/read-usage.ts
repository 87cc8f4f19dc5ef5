/**
 * Usage from text: one block or response body, a list of them, the chunks of a stream (list, server-sent events, JSON lines), or JSON
 * lines of records. Every answer keeps the line it came from; a bad line is a problem of its own and the others go on.
 */
import { isObject, keysOf, textAt, valueAt } from './fields.ts';
import { locateUsage, type UsageContext } from './locate.ts';
import type { UsageNote } from './conventions.ts';
import { normaliseUsage, type NormalisedUsage } from './normalise.ts';
import { priceUsage, type PricingHost, type UsagePrice } from './price-usage.ts';
import { groupAnswers, mergeStream, type AnswerGroup, type Placed, type StreamedUsage } from './stream.ts';
import { grouped } from '../grouped.ts';

/** A block read and priced. */
export interface UsageAnswer {
  readonly state: 'read';
  /** 1-based line of the text (for JSON that is not line by line: 1), of the last chunk for a stream. */
  readonly line: number;
  readonly usage: NormalisedUsage;
  readonly context: UsageContext;
  readonly price: UsagePrice;
}

/** A line or value without readable usage. */
export interface UsageProblem {
  readonly state: 'unread';
  readonly line: number;
  readonly problem: string;
}

/** What the caller knows: used where the text says nothing, and for response bodies in place of what they say. */
export interface ReadOptions extends PricingHost {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
}

/** Longest text that is read, in UTF-16 units. */
export const MAX_USAGE_TEXT = 64_000_000;

/** Answers and problems in the order of the text. Total: hostile text gives problems, never a throw. */
export function readUsage(text: string, options: ReadOptions): readonly (UsageAnswer | UsageProblem)[] {
  if (text.length > MAX_USAGE_TEXT) {
    const limit = grouped(MAX_USAGE_TEXT);
    return [
      {
        state: 'unread',
        line: 1,
        problem: `The text has ${grouped(text.length)} characters; more than ${limit} are not read.`,
      },
    ];
  }
  const parsed = parse(text.replace(/^\uFEFF/, ''));
  const answers = groupAnswers(parsed.values).map((group) => answerOf(group, options));
  const all = [...answers, ...parsed.problems].sort((a, b) => a.line - b.line);
  if (all.length === 0)
    return [{ state: 'unread', line: 1, problem: 'The text is empty: expected a usage block, a response or JSON lines.' }];
  return withRepetitions(all);
}

interface Parsed {
  readonly values: readonly Placed[];
  readonly problems: readonly UsageProblem[];
}

function parse(text: string): Parsed {
  if (/^\s*(data|event|id|retry)\s*:|^\s*:/.test(text)) return parseEvents(text);
  const whole = parseJson(text);
  if (!('problem' in whole)) {
    const { value } = whole;
    const list = listIn(value);
    return { values: list === undefined ? [{ value, line: 1 }] : list.map((entry) => ({ value: entry, line: 1 })), problems: [] };
  }
  return parseLines(text, whole.problem);
}

/** A list of blocks or chunks, as such or as the `usage` of a record. */
function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  const usage = isObject(value) ? valueAt(value, 'usage') : undefined;
  if (!isObject(value) || !Array.isArray(usage)) return undefined;
  return (usage as readonly unknown[]).map((entry) =>
    isObject(entry) ? { ...value, ...entry, usage: valueAt(entry, 'usage') ?? entry } : entry,
  );
}

function parseLines(text: string, wholeProblem: string): Parsed {
  const values: Placed[] = [];
  const problems: UsageProblem[] = [];
  text.split(/\r\n|\n|\r/).forEach((content, index) => {
    if (content.trim() === '') return;
    const line = index + 1;
    const one = parseJson(content);
    if ('problem' in one) problems.push({ state: 'unread', line, problem: one.problem });
    else for (const value of listIn(one.value) ?? [one.value]) values.push({ value, line });
  });
  // Not one good line: the text was meant as one value, so one problem says more than one per line.
  return values.length === 0 && problems.length > 0
    ? { values, problems: [{ state: 'unread', line: 1, problem: wholeProblem }] }
    : { values, problems };
}

/** Server-sent events: the `data` lines of an event are one text. Comments, ids and the end mark `[DONE]` hold nothing. */
function parseEvents(text: string): Parsed {
  const values: Placed[] = [];
  const problems: UsageProblem[] = [];
  let data: string[] = [];
  const flush = (line: number): void => {
    const content = data.join('\n');
    data = [];
    if (content.trim() === '' || content.trim() === '[DONE]') return;
    const one = parseJson(content);
    if ('problem' in one) problems.push({ state: 'unread', line, problem: one.problem });
    else values.push({ value: one.value, line });
  };
  const lines = text.split(/\r\n|\n|\r/);
  lines.forEach((content, index) => {
    const found = /^\s*data\s*:\s?(.*)$/.exec(content);
    // Recorded streams often lose the empty lines between events, so a data line after a complete one begins the next.
    if (found !== null) {
      if (data.length === 1 && !('problem' in parseJson(data[0] ?? ''))) flush(index);
      data.push(found[1] ?? '');
    } else if (content.trim() === '') flush(index);
  });
  flush(lines.length);
  return { values, problems };
}

function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message.slice(0, 160) : 'it cannot be read'}` };
  }
}

function answerOf({ family, members }: AnswerGroup, options: ReadOptions): UsageAnswer | UsageProblem {
  const line = members.at(-1)?.line ?? 1;
  const value = members[0]?.value;
  const streamed = family !== undefined && (members.length > 1 || locateUsage(value) === undefined);
  const chunks = members.map((member) => member.value);
  const located: StreamedUsage | string = streamed ? mergeStream(family, chunks) : alone(value);
  if (typeof located === 'string') return { state: 'unread', line, problem: located };
  const context = withOptions(located.context, options);
  const usage = normaliseUsage(located.block, context);
  if (usage.state === 'unread') return { state: 'unread', line, problem: usage.problem };
  const extra = [...located.notes, ...zeroNotes(usage, streamed)];
  const complete = { ...usage, notes: [...usage.notes, ...extra] };
  return { state: 'read', line, usage: complete, context, price: priceUsage(complete, context, options) };
}

function alone(value: unknown): StreamedUsage | string {
  const located = locateUsage(value);
  return located === undefined ? describe(value) : { ...located, notes: [] };
}

function withOptions(context: UsageContext, { provider, model }: ReadOptions): UsageContext {
  const own = context.envelope === true;
  return {
    ...context,
    provider: own ? (context.provider ?? provider) : (provider ?? context.provider),
    model: own ? (context.model ?? model) : (model ?? context.model),
  };
}

/** A streamed answer whose counts are all zero was not free: the counts got lost on the way. */
function zeroNotes({ inputUncached, cacheRead, cacheWrite, output, billed }: NormalisedUsage, streamed: boolean): readonly UsageNote[] {
  if (inputUncached + cacheRead + output > 0 || Object.keys(cacheWrite).length > 0 || billed.length > 0) return [];
  return streamed
    ? [{ text: 'Every count of the stream is zero: the usage was lost, so the cost is not known.', weight: 'unknown' }]
    : [{ text: 'Every count is zero.', weight: 'information' }];
}

/** Why a value holds no usage. */
function describe(value: unknown): string {
  if (!isObject(value)) return 'This is not a usage block or a response: expected a JSON object.';
  const error = valueAt(value, 'error');
  if (error !== undefined)
    return `This is an error answer without usage: ${(textAt(value, ['error.message', 'error']) ?? 'no message').slice(0, 160)}`;
  const inner = valueAt(value, 'usage');
  const named = isObject(inner) ? `keys of usage are ${keysOf(inner)}` : `keys are ${keysOf(value)}`;
  return `No token counts found; the ${named}.`;
}

/** The same response twice, as in logs that repeat a message per content block: said, so that nobody adds both. */
function withRepetitions(all: readonly (UsageAnswer | UsageProblem)[]): readonly (UsageAnswer | UsageProblem)[] {
  const seen = new Map<string, number>();
  return all.map((answer) => {
    const id = answer.state === 'read' ? answer.context.id : undefined;
    if (answer.state !== 'read' || id === undefined) return answer;
    const earlier = seen.get(id);
    seen.set(id, earlier ?? answer.line);
    if (earlier === undefined) return answer;
    const note: UsageNote = { text: `The same response (${id}) as in line ${earlier}: count it once.`, weight: 'information' };
    return { ...answer, price: { ...answer.price, notes: [...answer.price.notes, note] } };
  });
}
