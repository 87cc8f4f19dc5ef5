/** Streamed answers: which chunks belong together, and the one usage block that they amount to. */
import { countOf, isObject, textAt, valueAt, type JsonObject } from './fields.ts';
import { locateUsage, surroundings, type LocatedUsage, type UsageContext } from './locate.ts';
import type { UsageNote } from './conventions.ts';
import type { BilledItem } from './normalise.ts';

/** One value of a list, and where it stood (a line or an index, 1-based). */
export interface Placed {
  readonly value: unknown;
  readonly line: number;
}

/** Values that belong to one answer. `family` is undefined for a value that is no chunk and stands alone. */
export interface AnswerGroup {
  readonly family: StreamFamily | undefined;
  readonly members: readonly Placed[];
}

/** How the chunks of one API look, and what its usage counts mean over time. */
export interface StreamFamily {
  readonly id: string;
  readonly title: string;
  readonly isChunk: (chunk: JsonObject) => boolean;
  /** This chunk begins an answer, whatever came before. */
  readonly starts?: (chunk: JsonObject) => boolean;
  /** This chunk is the last of its answer. */
  readonly ends?: (chunk: JsonObject) => boolean;
  /** Id that all chunks of an answer share. */
  readonly sharedId?: readonly string[];
  /**
   * `cumulative`: each count only grows, so its largest value holds. `last`: the last block corrects all before it, downwards too.
   * `later`: so does every block, but only with the fields that it has. `add`: chunks carry increments.
   */
  readonly counts: 'cumulative' | 'last' | 'later' | 'add';
  /** With `later`: the counts of the input. Some proxies leave all of them at 0 in one of the blocks; then the other one holds. */
  readonly inputs?: readonly string[];
  /** With `later`: the parts of a count, which are dropped when a later count is not their sum. */
  readonly split?: { readonly parts: string; readonly whole: string };
  /** Platform that alone streams so. */
  readonly provider?: string;
  /** Only the usage of such chunks is final; without one the answer broke off. */
  readonly isFinal?: (chunk: JsonObject) => boolean;
  /** What to do when the stream holds no usage. */
  readonly advice?: string;
}

/** The usage of a streamed answer, with remarks on the stream. */
export interface StreamedUsage extends LocatedUsage {
  readonly notes: readonly UsageNote[];
}

/** Splits a list into answers, in order. */
export function groupAnswers(values: readonly Placed[]): readonly AnswerGroup[] {
  const groups: { family: StreamFamily | undefined; members: Placed[]; id: string | undefined; ended: boolean; counted: boolean }[] = [];
  for (const placed of values) {
    const chunk = isObject(placed.value) ? placed.value : undefined;
    const family = chunk === undefined ? undefined : FAMILIES.find(({ isChunk }) => isChunk(chunk));
    const id = chunk === undefined || family?.sharedId === undefined ? undefined : textAt(chunk, family.sharedId);
    const last = groups.at(-1);
    // Some servers give every chunk an id of its own, so another id begins another answer only once the usage has been told.
    const sameId = id === undefined || last?.id === undefined || last.id === id || !last.counted;
    const continues =
      chunk !== undefined && family !== undefined && last?.family === family && !last.ended && sameId && family.starts?.(chunk) !== true;
    const ended = chunk !== undefined && family?.ends?.(chunk) === true;
    const counted = family !== undefined && locateUsage(chunk) !== undefined;
    if (continues) {
      last.members.push(placed);
      last.ended = ended;
      last.id = id ?? last.id;
      last.counted ||= counted;
    } else groups.push({ family, members: [placed], id, ended, counted });
  }
  return groups;
}

/** The usage of a streamed answer, with remarks; a problem when no chunk holds any. */
export function mergeStream(family: StreamFamily, chunks: readonly unknown[]): StreamedUsage | string {
  const located = chunks.flatMap((chunk) => {
    const found = locateUsage(chunk);
    return found === undefined ? [] : [{ ...found, chunk: chunk as JsonObject }];
  });
  const [first] = located;
  if (first === undefined) return `The stream holds no usage.${family.advice === undefined ? '' : ` ${family.advice}`}`;
  const notes: UsageNote[] = [];
  const finals = family.isFinal === undefined ? located : located.filter(({ chunk }) => family.isFinal?.(chunk) === true);
  if (finals.length === 0) {
    notes.push({ text: 'The stream breaks off before its final usage: the output count is not the last one.', weight: 'unknown' });
  }
  // Where a final sum exists, increments before it are its parts.
  const whole = family.counts === 'last' || (family.counts === 'add' && family.isFinal !== undefined && finals.length > 0);
  const counted = whole ? (finals.length > 0 ? finals : located).slice(-1) : located;
  const block = counted.map((one) => one.block).reduce((before, next) => combined(family, before, next));
  const fell =
    family.counts === 'cumulative' && counted.some(({ block: one }, index) => index > 0 && falls(counted[index - 1]?.block ?? {}, one));
  if (fell) notes.push({ text: 'A count of the stream went down again; the largest value of each count is used.', weight: 'assumption' });
  const contexts = located.map((one) => one.context);
  const context = mergedContext(contexts, chunks);
  return { block, context: { ...context, provider: context.provider ?? family.provider }, notes };
}

const typeIn =
  (types: RegExp) =>
  (chunk: JsonObject): boolean =>
    types.test(textAt(chunk, ['type', 'event_type']) ?? '');

const FAMILIES: readonly StreamFamily[] = [
  {
    id: 'anthropic',
    title: 'Anthropic messages',
    isChunk: typeIn(/^(message_start|message_delta|message_stop|content_block_(start|delta|stop)|ping)$/),
    starts: typeIn(/^message_start$/),
    // After a compaction the start tells of another pass than the end, and its larger numbers are wrong.
    counts: 'later',
    inputs: ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'],
    split: { parts: 'cache_creation', whole: 'cache_creation_input_tokens' },
    isFinal: typeIn(/^message_(delta|stop)$/),
  },
  {
    id: 'responses',
    title: 'OpenAI responses',
    isChunk: typeIn(/^response\./),
    starts: typeIn(/^response\.created$/),
    counts: 'cumulative',
    advice: 'It stands in the event response.completed, which is missing.',
  },
  {
    id: 'chat',
    title: 'chat completions',
    isChunk: isChatChunk,
    sharedId: ['id'],
    counts: 'cumulative',
    advice: 'Ask for it with stream_options: {"include_usage": true}.',
  },
  {
    id: 'ollama',
    title: 'Ollama',
    isChunk: (chunk) => typeof valueAt(chunk, 'done') === 'boolean' && valueAt(chunk, 'model') !== undefined,
    ends: (chunk) => valueAt(chunk, 'done') === true,
    counts: 'cumulative',
  },
  {
    id: 'bedrock',
    title: 'Bedrock ConverseStream',
    isChunk: (chunk) =>
      ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop'].some((key) =>
        isObject(valueAt(chunk, key)),
      ) || isObject(valueAt(chunk, 'metadata.usage')),
    starts: (chunk) => isObject(valueAt(chunk, 'messageStart')),
    provider: 'bedrock',
    counts: 'cumulative',
    advice: 'It stands in the last event, metadata, which is missing.',
  },
  {
    id: 'cohere',
    title: 'Cohere',
    isChunk: typeIn(
      /^(message-start|message-end|content-(start|delta|end)|tool-(plan-delta|call-(start|delta|end))|citation-(start|end)|stream-(start|end)|text-generation)$/,
    ),
    starts: typeIn(/^(message|stream)-start$/),
    ends: typeIn(/^(message|stream)-end$/),
    counts: 'cumulative',
  },
  {
    id: 'ai-sdk',
    title: 'AI SDK',
    isChunk: typeIn(
      /^(start|start-step|finish-step|step-start|step-finish|finish|raw|(text|reasoning)(-start|-delta|-end)?|tool-(input-start|input-delta|input-end|call|result|error))$/,
    ),
    starts: typeIn(/^start$/),
    ends: typeIn(/^finish$/),
    counts: 'add',
    isFinal: typeIn(/^finish$/),
  },
  {
    id: 'interactions',
    title: 'Gemini interactions',
    isChunk: typeIn(/^(interaction|step|content)\.\w+$/),
    starts: typeIn(/^interaction\.(created|start)$/),
    counts: 'last',
    provider: 'gemini',
    advice: 'It stands in the event interaction.completed, which is missing.',
  },
  { id: 'langchain', title: 'LangChain', isChunk: typeIn(/^AIMessageChunk$/), sharedId: ['id'], counts: 'add' },
  {
    id: 'gemini',
    title: 'Gemini',
    isChunk: (chunk) => Array.isArray(valueAt(chunk, 'candidates')) || isObject(valueAt(chunk, 'usageMetadata')),
    // The usage comes with the last chunk, which is the one with a reason to finish.
    ends: (chunk) => valueAt(chunk, 'usageMetadata') !== undefined && hasFinished(chunk),
    sharedId: ['responseId', 'response_id'],
    counts: 'last',
    isFinal: hasFinished,
  },
];

/** Older completions, and first chunks of Azure that carry only filters, have neither the name nor a delta. */
function isChatChunk(chunk: JsonObject): boolean {
  const object = valueAt(chunk, 'object');
  if (object === 'chat.completion') return false;
  if (object === 'chat.completion.chunk' || object === 'text_completion' || valueAt(chunk, 'choices[index=0].delta') !== undefined)
    return true;
  const choices = valueAt(chunk, 'choices');
  return Array.isArray(choices) && choices.length === 0;
}

function hasFinished(chunk: JsonObject): boolean {
  const candidates = valueAt(chunk, 'candidates');
  return Array.isArray(candidates) && candidates.some((candidate) => valueAt(candidate, 'finishReason') !== undefined);
}

const MAX_DEPTH = 8;

function combined(family: StreamFamily, before: JsonObject, next: JsonObject): JsonObject {
  if (family.counts === 'add') return merged(before, next, (a, b) => a + b, 0);
  if (family.counts !== 'later') return merged(before, next, Math.max, 0);
  const { inputs = [], split } = family;
  const hasInput = inputs.some((path) => (countOf(valueAt(next, path)) ?? 0) > 0);
  const block = merged(before, next, (a, b) => (b > 0 || hasInput ? b : a), 0);
  const parts = split === undefined ? undefined : valueAt(block, split.parts);
  if (split === undefined || !isObject(parts) || !hasInput || valueAt(next, split.parts) !== undefined) return block;
  const sum = Object.values(parts).reduce((total: number, count) => total + (countOf(count) ?? 0), 0);
  return sum === valueAt(block, split.whole) ? block : Object.fromEntries(Object.entries(block).filter(([key]) => key !== split.parts));
}

/** Both blocks in one: counts by `merge`, everything else by what came last. */
function merged(a: JsonObject, b: JsonObject, merge: (a: number, b: number) => number, depth: number): JsonObject {
  const entries = new Map<string, unknown>(Object.entries(a));
  for (const [key, next] of Object.entries(b)) {
    const before = entries.get(key);
    if (typeof before === 'number' && typeof next === 'number') entries.set(key, merge(before, next));
    else if (isObject(before) && isObject(next) && depth < MAX_DEPTH) entries.set(key, merged(before, next, merge, depth + 1));
    else if (next !== null || before === undefined) entries.set(key, next);
  }
  return Object.fromEntries(entries);
}

/** A count that was there is smaller now, and not just left at 0 as some proxies do. */
function falls(before: JsonObject, after: JsonObject): boolean {
  return Object.entries(after).some(([key, value]) => {
    const earlier = Object.hasOwn(before, key) ? before[key] : undefined;
    return typeof value === 'number' && typeof earlier === 'number' && value > 0 && value < earlier;
  });
}

/** What stands beside the usage counts most; the model and the time may stand in chunks without usage. */
function mergedContext(contexts: readonly UsageContext[], chunks: readonly unknown[]): UsageContext {
  const around = chunks.filter(isObject).map(surroundings);
  const last = <K extends keyof UsageContext>(key: K): UsageContext[K] =>
    [...around, ...contexts].findLast((context) => context[key] !== undefined)?.[key];
  const first = <K extends keyof UsageContext>(key: K): UsageContext[K] =>
    [...contexts, ...around].find((context) => context[key] !== undefined)?.[key];
  return {
    provider: first('provider'),
    api: first('api'),
    model: last('model'),
    at: first('at'),
    timeProblem: first('timeProblem'),
    serviceTier: last('serviceTier'),
    otherTier: undefined,
    region: last('region'),
    billed: around.reduce<readonly BilledItem[]>((most, { billed = [] }) => (counted(billed) > counted(most) ? billed : most), []),
    reportedUsd: last('reportedUsd'),
    id: first('id'),
    envelope: false,
  };
}

function counted(items: readonly BilledItem[]): number {
  return items.reduce((sum, { count }) => sum + count, 0);
}
