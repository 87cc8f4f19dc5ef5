/** What of a request comes from the callers of the function around it. */
import type { HolePart, Known, ParameterRef, Segment } from '../ir.ts';
import { argumentAt, bindArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import type { Request } from './request.ts';
import { optionsOf, type BoundCall, type Value } from './value.ts';

/** A parameter that gives a whole message list, system or user text, the model, or all unnamed arguments. */
export interface Feed extends ParameterRef {
  /** Set for a parameter that names the model and gives nothing else: the prompt is the function's own. */
  readonly modelOnly?: true;
}

/** True when callers decide more than the model. */
export function givesPrompt(feeds: readonly Feed[]): boolean {
  return feeds.some((feed) => feed.modelOnly !== true);
}

/** Parameters of functions around a call that give a whole message list, system or user text, the model, or all unnamed arguments. */
export function feedsOf(
  evaluator: Evaluator,
  model: Value | undefined,
  messages: Value | undefined,
  system: readonly Value[],
  request: Request,
  known: Known<string>,
  segments: readonly Segment[],
  textMessages: boolean,
): Feed[] {
  const result: Feed[] = [];
  const add = (ref: Feed | undefined): void => {
    if (ref !== undefined && !result.some((other) => other.uri === ref.uri && other.scope === ref.scope && other.name === ref.name))
      result.push(ref);
  };
  for (const value of [messages, ...system]) for (const option of value === undefined ? [] : optionsOf(value)) add(parameterOf(option));
  for (const segment of segments) add(wholeParameter(segment) ?? messagesWritten(segment));
  if (messages !== undefined && !ownsUserText(segments))
    for (const value of optionsOf(messages)) addTurns(evaluator, value, textMessages, add);
  const incomplete = known.state === 'missing' || known.state === 'computed' || messages === undefined;
  if (incomplete) {
    for (const spread of request.spreads) {
      add(parameterOf(spread));
      if (spread.kind === 'dict') add(spread.rest);
    }
  }
  // Last, so that a parameter that gives the prompt as well is known for that.
  for (const option of model === undefined ? [] : optionsOf(model)) {
    const ref = wholeOf(option);
    add(ref === undefined ? undefined : { ...ref, modelOnly: true });
  }
  return result;
}

/** The parameter that a value is, unchanged. */
function parameterOf(value: Value): ParameterRef | undefined {
  return value.kind === 'unknown' || value.kind === 'external' ? value.parameter : undefined;
}

/** The parameter that a value is, unchanged or as a text that is nothing else: `f"{model}"`. */
export function wholeOf(value: Value): ParameterRef | undefined {
  const own = parameterOf(value);
  if (own !== undefined) return own;
  const [part] = value.kind === 'text' && value.parts.length === 1 ? value.parts : [];
  return part?.kind === 'hole' ? part.parameter : undefined;
}

/**
 * The parameter that is the whole system or user text of a segment, white space aside; also one whose name says that it is a whole text, with a
 * few words of the function's own beside it: `system_prompt + "\nAnswer in JSON."`.
 */
function wholeParameter(segment: Segment): ParameterRef | undefined {
  if (segment.role === 'assistant' || segment.role === 'tool') return undefined;
  const holes = segment.parts.filter((part): part is HolePart => part.kind === 'hole');
  const [hole] = holes;
  if (hole?.parameter === undefined || holes.length > 1 || segment.parts.some((part) => part.kind === 'media')) return undefined;
  const own = segment.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  return own.trim() === '' || (own.length <= MAX_ADDED && WHOLE_TEXT.test(hole.parameter.name)) ? hole.parameter : undefined;
}

/** The parameter whose messages a text consists of, one behind the other: `"\n".join(f"{m['role']}: {m['content']}" for m in messages)`. */
function messagesWritten({ role, parts }: Segment): ParameterRef | undefined {
  const [first] = parts.filter((part): part is HolePart => part.kind === 'hole');
  if (role === 'assistant' || role === 'tool' || first?.elementOf === undefined || !LIST_OF_MESSAGES.test(first.elementOf.name))
    return undefined;
  const { elementOf: list } = first;
  const isOfList = (part: (typeof parts)[number]): boolean =>
    part.kind === 'hole' ? part.elementOf?.name === list.name && part.elementOf.scope === list.scope : part.kind === 'text';
  const own = parts.map((part) => (part.kind === 'text' && part.certainty === 'always' ? part.text : '')).join('');
  return parts.every(isOfList) && own.trim().length <= MAX_LABELS ? list : undefined;
}

/** What stands around messages that are written as one text, in UTF-16 units: a word for who is to answer. */
const MAX_LABELS = 24;
/** Names of parameters that hold messages. */
const LIST_OF_MESSAGES = /messages?|history|turns|conversation|contents|prompts?$/i;

/** What a function may add to a text that it is given, in UTF-16 units. */
const MAX_ADDED = 300;
/** Names of parameters that are a whole text. */
const WHOLE_TEXT = /^_?(system_?(prompt|message|text|instructions?)?|sys_?(prompt|msg)|user_?(prompt|message)|instructions?|prompt)$/i;

/** True when a user message is written here, around parameters or without them: the turns before it are only its context. */
function ownsUserText(segments: readonly Segment[]): boolean {
  return segments.some((segment) => segment.role === 'user' && segment.certainty === 'always' && wholeParameter(segment) === undefined);
}

/** Parameters of which the messages of a list are, as they are or in another form. */
function addTurns(evaluator: Evaluator, messages: Value, mayBeText: boolean, add: (ref: ParameterRef | undefined) => void): void {
  if (messages.kind === 'list') {
    for (const item of messages.items) {
      add(parameterOf(item.value));
      if (item.spread || item.certainty === 'repeated') add(convertedFrom(evaluator, item.value, 0));
    }
  } else if (messages.kind === 'unknown' && (!mayBeText || messages.element !== undefined)) add(messages.converted);
  else if (messages.kind === 'external' && CONVERTERS.has(messages.path)) {
    const made = messages.calls.at(-1);
    const given = made === undefined ? undefined : argumentAt(evaluator, made.call, 0, made.frame);
    for (const option of given === undefined ? [] : optionsOf(given))
      add(parameterOf(option) ?? (option.kind === 'unknown' ? option.converted : undefined));
  }
}

/** Functions that give a message list in the form of another library (AI SDK 4 to 7, LangChain; 2026-11). */
const CONVERTERS: ReadonlySet<string> = new Set([
  'npm:ai.convertToModelMessages()',
  'npm:ai.convertToCoreMessages()',
  'npm:@ai-sdk/langchain.toBaseMessages()',
  'langchain_core.messages.convert_to_messages()',
  'langchain_core.messages.convert_to_openai_messages()',
  'langchain_core.messages.utils.convert_to_messages()',
]);

function argumentsOf(evaluator: Evaluator, { call, frame }: BoundCall): readonly Value[] {
  const { positional, named } = bindArguments(evaluator, call, frame);
  return [...positional, ...[...named.values()].map(({ value }) => value)];
}

/** The parameter that the content of one message comes from; undefined where it is anything else. */
function convertedFrom(evaluator: Evaluator, value: Value, depth: number): ParameterRef | undefined {
  if (depth > 3) return undefined;
  const inner =
    value.kind === 'dict'
      ? [...value.entries.values()].map((entry) => entry.value)
      : value.kind === 'list'
        ? value.items.map((item) => item.value)
        : value.kind === 'choice'
          ? value.options
          : [];
  if (value.kind === 'unknown') return value.converted;
  // An element that is declared as an object of a class.
  if (value.kind === 'instance' && value.parameter?.name.endsWith('[]') === true)
    return { ...value.parameter, name: value.parameter.name.slice(0, -2) };
  // `[asdict(message) for message in messages]`, `types.Content(role=role, parts=[types.Part.from_text(text=message["content"])])`
  const made = value.kind === 'external' ? value.calls.at(-1) : undefined;
  const given = made === undefined ? [] : argumentsOf(evaluator, made);
  for (const one of [...inner, ...given]) {
    const from = convertedFrom(evaluator, one, depth + 1);
    if (from !== undefined) return from;
  }
  return undefined;
}
