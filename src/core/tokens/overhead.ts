/**
 * Tokens that a request costs beside the content of its messages: frames of messages, tool definitions, and
 * prompts that a provider adds unseen.
 */
import { familyOf } from './families.ts';
import { definedTool } from './defined-tools.ts';
import { exchangeTokens, type ExchangeShape } from './exchanges.ts';
import {
  geminiSchema,
  geminiTools,
  hiddenSchemaPrompt,
  hiddenToolPrompt,
  isReasoning,
  messageFrame,
  openAiSchemaFrame,
  openAiToolFrame,
  recordedTools,
  RECORDED,
  thinkingPrompt,
} from './overhead-facts.ts';
import type { ModelRef, TokenBasis, TokenCounter } from './token-counter.ts';
import { minify, renderTools, sentSchema, type ToolDefinition } from './tool-text.ts';

/** One message, as far as it matters for overheads. */
export interface MessageShape {
  /** Role as sent (`system`, `user`, …); unknown roles are counted as text. */
  readonly role: string;
  /** Name of the author, where the API has one. */
  readonly name?: string;
  /** A function call of the older OpenAI chat API. */
  readonly functionCall?: { readonly name: string; readonly arguments: string };
  /** Text of the message, if known: it decides whether the line end that OpenAI adds to a system prompt costs a token. */
  readonly content?: string;
}

/** A request, as far as it matters for overheads. */
export interface OverheadRequest extends ModelRef {
  /** API family, as named by the caller (`chat`, `responses`, `messages`, …); only shown in notes. */
  readonly api?: string;
  /** Messages, or just how many there are. */
  readonly messages: number | readonly MessageShape[];
  /** Calls of tools and their results in the history, in order; what they say is content, as that of messages is. */
  readonly exchanges?: readonly ExchangeShape[];
  readonly tools?: readonly ToolDefinition[];
  /** `any` stands for any forced use of a tool; a name forces that one. Default: `auto`. */
  readonly toolChoice?: ToolChoice;
  /** Schema that the answer must follow, as minified JSON. */
  readonly schema?: string;
  /** How the model is told to think, where the API has words for it. */
  readonly thinking?: 'enabled' | 'adaptive';
}

/** Whether the model may, must or must not use a tool. */
export type ToolChoice = 'auto' | 'none' | 'any' | { readonly name: string };

/** One summand of an overhead. */
export interface OverheadPart {
  readonly what: string;
  /** May be negative: OpenAI counts less for tools next to a system prompt. */
  readonly tokens: number;
  readonly low: number;
  readonly high: number;
  readonly basis: TokenBasis;
  /** Where the number comes from. */
  readonly source: string;
}

/** Tokens beside the content, with the parts they consist of. 0 ≤ `low` ≤ `tokens` ≤ `high`. */
export interface Overhead {
  readonly tokens: number;
  readonly low: number;
  readonly high: number;
  /** The weakest basis among the parts. */
  readonly basis: TokenBasis;
  readonly parts: readonly OverheadPart[];
}

/** The overhead of a request; text (names, tools) is counted by `counter`. Negative or broken message counts are 0. */
export function overheadOf(request: OverheadRequest, counter: TokenCounter): Overhead {
  const family = familyOf(request).id;
  const parts =
    family === 'o200k' || family === 'cl100k' || family === 'openai'
      ? openAiParts(request, counter)
      : family === 'claude' || family === 'claude-new'
        ? claudeParts(request, counter)
        : otherParts(request, counter);
  const exchanged = exchangeTokens(request, counter);
  if (exchanged !== undefined)
    parts.push(part('calls of tools and their results', exchanged.tokens, exchanged.band, exchanged.basis, exchanged.source));
  return sumOf(parts);
}

/**
 * The OpenAI cookbook's formula for tools (`num_tokens_for_tools`, GPT-4o): a cross-check of the rendering, which sees top-level properties only and
 * no titles. `count` is the plain o200k_base count.
 */
export function cookbookToolTokens(tools: readonly ToolDefinition[], count: (text: string) => number): number {
  if (tools.length === 0) return 0;
  const trimmed = (text: string): string => (text.endsWith('.') ? text.slice(0, -1) : text);
  let tokens = 12;
  for (const tool of tools) {
    tokens += 7 + count(`${tool.name}:${trimmed(tool.description ?? '')}`);
    const properties = Object.entries(record(record(tool.parameters).properties));
    if (properties.length > 0) tokens += 3;
    for (const [key, value] of properties) {
      const { type, description, enum: values } = record(value);
      tokens += 3 + count(`${key}:${word(type)}:${trimmed(word(description))}`);
      if (!Array.isArray(values)) continue;
      tokens -= 3;
      for (const item of values) tokens += 3 + count(word(item));
    }
  }
  return tokens;
}

function openAiParts(request: OverheadRequest, counter: TokenCounter): OverheadPart[] {
  const known = familyOf(request).id !== 'openai' && /gpt-(?:3|4)/i.test(request.model ?? '');
  const basis: TokenBasis = known ? 'calibrated' : 'assumed';
  const exact = (text: string): number => counter.measure(text).o200k;
  const { messages, tools = [] } = request;
  const count = messageCount(messages);
  const parts: OverheadPart[] = [];

  const roles = typeof messages === 'number' ? count : messages.reduce((sum, message) => sum + exact(message.role), 0);
  parts.push(part(`${count} messages`, 3 * count + roles, [0, count], basis, OPENAI_MESSAGES));
  const newer = isReasoning(request.model);
  parts.push(
    newer ? part('start of the reply', 2, [0, 1], basis, RECORDED) : part('start of the reply', 3, [0, 0], basis, OPENAI_MESSAGES),
  );
  const extras = typeof messages === 'number' ? 0 : messages.reduce((sum, message) => sum + extrasOf(message, exact), 0);
  if (extras !== 0) parts.push(part('names and calls in messages', extras, [0, 0], basis, OPENAI_TOOLS));
  const responses = (request.api ?? '').includes('responses');
  const system = typeof messages !== 'number' && messages.some((message) => message.role === 'system');
  if (request.schema !== undefined) {
    const frame = openAiSchemaFrame(responses, system);
    const text = exact(sentSchema(request.schema));
    const slack: Slack = [frame.band[0] - Math.ceil(0.05 * text), frame.band[1] + Math.ceil(0.05 * text)];
    parts.push(part('response schema', text + frame.tokens, slack, frame.basis, frame.source));
  }
  if (tools.length === 0) return parts;

  const rendered = renderTools(tools, 'openai');
  const frame = openAiToolFrame(request.model, responses);
  const text = exact(rendered.text);
  const json = recordedTools(request.model) ? 0 : exact(minify(tools).text);
  // Properties without a description come out up to a token too high each.
  const low = frame.band[0] - tools.length - Math.ceil(0.05 * text);
  const high = frame.band[1] + Math.max(Math.ceil(0.05 * text) + unsure(rendered.text), json - text);
  parts.push(
    part(toolsLabel(tools, rendered.truncated), text + frame.tokens, [low, high], rendered.truncated ? 'assumed' : basis, OPENAI_TOOLS),
  );
  if (system) {
    const taken = responses || newer ? 0 : 4;
    parts.push(part('system prompt next to tools', systemNewline(messages, exact) - taken, [0, 1], basis, OPENAI_TOOLS));
  }
  const { toolChoice } = request;
  // Reasoning models are told of a choice at no cost (recorded: the same counts with and without one).
  if (newer) return parts;
  if (toolChoice === 'none') parts.push(part('tool choice', 1, [0, 0], basis, OPENAI_TOOLS));
  if (typeof toolChoice === 'object') parts.push(part('tool choice', exact(toolChoice.name) + 4, [0, 0], basis, OPENAI_TOOLS));
  return parts;
}

/** Tokens by which a rendering may be too low: properties within properties and optional types are written with a few more (recorded: up to 6 each). */
function unsure(rendered: string): number {
  return 6 * ((rendered.match(/^ {2,}[^/\s}]/gm)?.length ?? 0) + (rendered.match(/ \| null/g)?.length ?? 0));
}

/** The first system prompt gets a line end next to tools; most prompts pay a token for it. */
function systemNewline(messages: readonly MessageShape[], count: (text: string) => number): number {
  const content = messages.find((message) => message.role === 'system')?.content;
  if (content === undefined) return 1;
  return content === '' || content.endsWith('\n') ? 0 : count(`${content}\n`) - count(content);
}

function extrasOf(message: MessageShape, count: (text: string) => number): number {
  const name = message.name === undefined || message.name === '' ? 0 : count(message.name) + 1;
  const call = message.functionCall;
  const called = call === undefined ? 0 : count(call.name) + count(call.arguments) + 3;
  return name + called - (message.role === 'function' ? 2 : 0);
}

function claudeParts(request: OverheadRequest, counter: TokenCounter): OverheadPart[] {
  const count = messageCount(request.messages);
  const parts: OverheadPart[] = [];
  if (count > 0) {
    const frame = messageFrame(request.model ?? '');
    parts.push(part('frame of the first message', frame.tokens, frame.band, frame.basis, frame.source));
  }
  if (count > 1) {
    const more = count - 1;
    parts.push(part(`${more} more messages`, 4 * more, [-2 * more, 4 * more], 'assumed', 'guess: about 4 tokens each'));
  }
  if (request.thinking !== undefined) {
    const { tokens, band, basis, source } = thinkingPrompt(request.model ?? '', request.thinking);
    parts.push(part('thinking', tokens, band, basis, source));
  }
  if (request.schema !== undefined) {
    const { tokens, band, basis, source } = hiddenSchemaPrompt(request.model ?? '');
    const json = counter.count(request.schema, request);
    const slack: Slack = [band[0] + json.low - json.tokens, band[1] + json.high - json.tokens];
    parts.push(part('response schema and the prompt around it', tokens + json.tokens, slack, basis, source));
  }
  const tools = request.tools ?? [];
  if (tools.length === 0) return parts;
  const choice = request.toolChoice ?? 'auto';
  const defined = tools.flatMap((tool) => {
    const found = tool.type === undefined ? undefined : definedTool(tool.type, request.model ?? '');
    return found === undefined ? [] : [{ tool, found }];
  });
  for (const { tool, found } of defined) parts.push(part(`tool ${tool.name}`, found.tokens, found.band, found.basis, found.source));
  if (!defined.some(({ found }) => found.whole)) {
    const hidden = hiddenToolPrompt(request.model ?? '', choice === 'auto' || choice === 'none' ? 'auto' : 'any');
    parts.push(part('tool prompt added by Anthropic', hidden.tokens, hidden.band, hidden.basis, hidden.source));
  }
  const written = tools.filter((tool) => !defined.some((one) => one.tool === tool));
  if (written.length === 0) return parts;
  // The one published example (403 tokens with one tool) leaves 16 tokens more for the tool than its JSON has.
  const rendered = renderTools(written, 'claude');
  const json = counter.count(rendered.text, request);
  const frames = 8 * written.length;
  const band: Slack = [json.low - json.tokens - frames, json.high - json.tokens + 2 * frames];
  parts.push(part(toolsLabel(written, rendered.truncated), json.tokens + frames, band, 'assumed', JSON_ESTIMATE));
  return parts;
}

function otherParts(request: OverheadRequest, counter: TokenCounter): OverheadPart[] {
  const count = messageCount(request.messages);
  const family = familyOf(request).id;
  const tools = request.tools ?? [];
  const parts: OverheadPart[] = [
    family === 'gemini'
      ? part(`${count} messages`, 0, [0, 4 * count], 'assumed', 'nothing published; fitted constants of others are near 0')
      : part(`${count} messages`, 4 * count, [-4 * count, 6 * count], 'assumed', 'not published; chat templates take a few tokens each'),
  ];
  if (request.schema !== undefined && family === 'gemini') {
    const { factor, band, source } = geminiSchema(request.model ?? '');
    const plain = counter.measure(request.schema).o200k;
    const slack: Slack = [Math.floor(plain * (band[0] - factor)), Math.ceil(plain * (band[1] - factor)) + 6];
    parts.push(part('response schema', Math.round(plain * factor), slack, 'assumed', source));
  }
  if (tools.length === 0) return parts;
  const rendered = renderTools(tools, family);
  if (family === 'gemini') {
    const { factor, band, source } = geminiTools(request.provider, request.model ?? '', rendered.text.includes('"$ref":'));
    const plain = counter.measure(rendered.text).o200k;
    const slack: Slack = [Math.floor(plain * (band[0] - factor)) - 2, Math.ceil(plain * (band[1] - factor)) + 6];
    parts.push(part(toolsLabel(tools, rendered.truncated), Math.round(plain * factor), slack, 'assumed', source));
    return parts;
  }
  const json = counter.count(rendered.text, request);
  const band: Slack = [Math.floor(-0.4 * json.tokens), Math.ceil(0.4 * json.tokens) + 40];
  parts.push(part(toolsLabel(tools, rendered.truncated), json.tokens, band, 'assumed', JSON_ESTIMATE));
  return parts;
}

const OPENAI_MESSAGES = 'OpenAI cookbook, How to count tokens (GPT-4o era)';
const OPENAI_TOOLS = 'reverse-engineered rendering for GPT-4o, confirmed by published counts and recorded requests';
const JSON_ESTIMATE = 'rendering not published; counted as minified JSON';

/** Tokens by which the ends of a band differ from the value. */
type Slack = readonly [low: number, high: number];

function part(what: string, tokens: number, [low, high]: Slack, basis: TokenBasis, source: string): OverheadPart {
  return { what, tokens, low: Math.min(tokens, tokens + low), high: Math.max(tokens, tokens + high), basis, source };
}

function toolsLabel(tools: readonly ToolDefinition[], truncated: boolean): string {
  return `${tools.length} tool definitions${truncated ? ' (very large or deep: partly counted)' : ''}`;
}

function sumOf(parts: readonly OverheadPart[]): Overhead {
  const sum = (pick: (part: OverheadPart) => number): number =>
    Math.max(0, Math.round(parts.reduce((total, summand) => total + pick(summand), 0)));
  const weakest = parts.some((summand) => summand.basis === 'assumed')
    ? 'assumed'
    : parts.some((summand) => summand.basis === 'calibrated')
      ? 'calibrated'
      : 'exact';
  return { tokens: sum((p) => p.tokens), low: sum((p) => p.low), high: sum((p) => p.high), basis: weakest, parts };
}

function messageCount(messages: number | readonly MessageShape[]): number {
  if (typeof messages !== 'number') return messages.length;
  return Number.isFinite(messages) ? Math.max(0, Math.trunc(messages)) : 0;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
