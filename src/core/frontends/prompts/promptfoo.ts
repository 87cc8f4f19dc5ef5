/**
 * promptfoo: prompts × providers × tests. Source: promptfoo.dev/docs/configuration/reference and its schema promptfoo.dev/config-schema.json,
 * 2026-11-21.
 */
import type { Expr, PromptFact, Span, TextExpr } from '../../facts.ts';
import { decidedBySender, dict, entry, itemsOf, keysOf, list, message, slice, textOf } from './lower.ts';

/** Pairs of prompt and provider that are shown; a larger matrix is counted, not shown. */
const MAX_PAIRS = 60;

/** Providers by the first word of their id, where it is not the name under which the prices stand. */
const providers: ReadonlyMap<string, string> = new Map([
  ['openai', 'openai'],
  ['azure', 'azure'],
  ['azureopenai', 'azure'],
  ['anthropic', 'anthropic'],
  ['google', 'google'],
  ['vertex', 'vertex'],
  ['bedrock', 'bedrock'],
  ['mistral', 'mistral'],
  ['cohere', 'cohere'],
  ['groq', 'groq'],
  ['openrouter', 'openrouter'],
  ['togetherai', 'together'],
  ['deepseek', 'deepseek'],
  ['xai', 'xai'],
  ['perplexity', 'perplexity'],
  ['fireworks', 'fireworks'],
  ['cerebras', 'cerebras'],
  ['ollama', 'ollama'],
]);

/** Words between the provider and the model of an id that say which API is called. */
const apiWords = /^(?:chat|responses|completion|messages|realtime|converse|assistant)$/;

/** Providers that are agents: the word stands where others name their model, which is an option here. */
const agentWords = /^(?:claude-agent-sdk|claude-code|codex-sdk|codex-app-server|agents|opencode(?:-sdk)?)$/;

/** Checks that ask a model of their own. Source: promptfoo.dev/docs/configuration/expected-outputs/model-graded. */
const modelGraded =
  /^(?:not-)?(?:llm-rubric|model-graded-(?:closedqa|factuality)|factuality|g-eval|answer-relevance|context-(?:recall|relevance|faithfulness)|conversation-relevance|select-best|search-rubric|trajectory:goal-success)$/;

/** True for the content of a configuration of promptfoo. */
export function isPromptfoo(value: Expr): boolean {
  const keys = keysOf(value);
  return keys.includes('prompts') && (keys.includes('providers') || keys.includes('targets')) && entry(value, 'prompts')?.kind !== 'dict';
}

/** One request per prompt and provider, each made as often as there are tests and repeats. */
export function promptfooFacts(value: Expr): PromptFact[] {
  const prompts = oneOrMany(entry(value, 'prompts')).flatMap(promptOf);
  const models = oneOrMany(entry(value, 'providers') ?? entry(value, 'targets')).flatMap(modelOf);
  const times = timesOf(value);
  const facts: PromptFact[] = [];
  for (const model of models) {
    for (const prompt of prompts) {
      if (facts.length >= MAX_PAIRS) return facts;
      facts.push(fact(prompt, model, times));
    }
  }
  return facts;
}

interface Prompt extends Span {
  readonly name: string;
  readonly content: Expr;
  readonly file: string | undefined;
  /** True for a file of messages, false for text. */
  readonly isChat: boolean;
}

interface Model extends Span {
  readonly id: TextExpr;
  readonly provider: string | undefined;
  readonly model: Expr;
  readonly config: Expr | undefined;
}

function fact(prompt: Prompt, { id, provider, model, config, start, end }: Model, times: PromptFact['times']): PromptFact {
  const limit =
    entry(config, 'max_tokens') ??
    entry(config, 'max_completion_tokens') ??
    entry(config, 'max_output_tokens') ??
    entry(config, 'maxOutputTokens');
  const span = { start, end };
  return {
    kind: 'prompt-file',
    format: 'promptfoo',
    piece: 'body',
    head: { start: id.start, end: id.end },
    api: 'openai-chat',
    ...(provider === undefined ? {} : { provider }),
    body: dict(span, {
      model,
      messages: prompt.isChat ? prompt.content : list(prompt, [message('user', prompt.content)]),
      // Without one, promptfoo sets limits of its own, other ones for each provider.
      max_tokens: limit ?? decidedBySender(span),
      tools: entry(config, 'tools') ?? entry(config, 'functions'),
      response_format: entry(config, 'response_format'),
    }),
    sent: 'per-call',
    name: prompt.name,
    template: 'jinja',
    ...(prompt.file === undefined ? {} : { textFiles: [{ path: prompt.file, start: prompt.start, end: prompt.end }] }),
    ...(times === undefined ? {} : { times }),
    includes: [],
    scope: 0,
    block: 0,
    ...span,
  };
}

/** A prompt is text, the name of a file, or a mapping with one of both. Files of code make their prompts as they run. */
function promptOf(value: Expr): Prompt[] {
  const raw = value.kind === 'dict' ? (entry(value, 'raw') ?? entry(value, 'id') ?? entry(value, 'file')) : value;
  if (raw?.kind !== 'text') return [];
  const { start, end } = raw;
  const named = /^(?:file:\/\/)?([^\n]*\.(?:txt|md|j2|jinja2?|njk|hbs|json|ya?ml|csv|js|cjs|mjs|ts|py|jsonl))(?::[\w.]+)?$/i.exec(
    raw.value,
  );
  const file = named !== null && (raw.value.startsWith('file://') || !/\s/.test(raw.value)) ? named[1] : undefined;
  const label = textOf(entry(value, 'label'));
  if (file === undefined) return [{ name: label ?? short(raw.value), content: raw, file: undefined, isChat: false, start, end }];
  const code = /\.(?:js|cjs|mjs|ts|py|csv|jsonl)$/i.test(file);
  const isChat = /\.(?:json|ya?ml)$/i.test(file);
  const content: Expr = { kind: 'unknown', reason: code ? `prompt made by ${file}` : `text of ${file}`, start, end };
  return [
    {
      name: label ?? raw.value.replace(/^file:\/\//, ''),
      content,
      file: code || file.includes('*') ? undefined : file,
      isChat,
      start,
      end,
    },
  ];
}

/** A provider is an id, a mapping with one, or a mapping of which the only key is one. Of others (files, URLs, own code) the model is not known. */
function modelOf(value: Expr): Model[] {
  const { start, end } = value;
  const keys = keysOf(value);
  const id =
    value.kind === 'dict'
      ? (entry(value, 'id') ?? (keys.length === 1 && value.entries[0]?.key?.kind === 'text' ? value.entries[0].key : undefined))
      : value;
  if (id?.kind !== 'text') return [];
  const unknown: Expr = { kind: 'unknown', reason: `provider ${id.value}`, start: id.start, end: id.end };
  const inner = value.kind === 'dict' && keys.length === 1 && !keys.includes('id') ? value.entries[0]?.value : value;
  const words = id.value.split(':');
  const [platform = ''] = words;
  if (
    /^(?:https?|file|exec|python|golang|ruby|webhook|package|echo|browser|websocket|promptfoo|wss?)\b/.test(platform) ||
    /\.(?:py|js|ts|mjs|rb|go)$/.test(id.value)
  )
    return [{ id, provider: undefined, model: unknown, config: undefined, start, end }];
  const skip = words.length > 2 && apiWords.test(words[1] ?? '') ? 2 : 1;
  const from = words.slice(0, skip).join(':').length + 1;
  const config = entry(inner, 'config');
  const named = entry(config, 'model');
  const written =
    words.length === 1 || agentWords.test(words[1] ?? '') ? named : slice(id, Math.min(from, id.value.length), id.value.length);
  const model = written === undefined || (written.kind === 'text' && written.value === '') ? unknown : written;
  return [{ id, provider: providers.get(platform.toLowerCase()), model, config, start, end }];
}

/** How often each pair is asked: one request per test and repeat; a list as a variable makes one of each of its items. */
function timesOf(value: Expr): PromptFact['times'] {
  const tests = entry(value, 'tests');
  const repeats = entry(value, 'evaluateOptions', 'repeat') ?? entry(value, 'commandLineOptions', 'repeat');
  const repeat = repeats?.kind === 'number' && repeats.value >= 1 ? repeats.value : 1;
  if (tests !== undefined && tests.kind !== 'list') return undefined;
  const given = itemsOf(tests);
  if (given.some((test) => test.kind !== 'dict')) return undefined;
  const standard = entry(value, 'defaultTest', 'vars');
  const each = given.map((test) => variants(entry(test, 'vars'), standard));
  // Scenarios multiply the tests in ways of their own.
  if (entry(value, 'scenarios') !== undefined || each.some((count) => count === undefined)) return undefined;
  const total = tests === undefined ? (variants(undefined, standard) ?? 1) : each.reduce<number>((sum, count) => sum + (count ?? 1), 0);
  if (total === 0) return undefined;
  const graded = [entry(value, 'defaultTest'), ...given].some((test) => itemsOf(entry(test, 'assert')).some(asksModel));
  const words = `${total} ${total === 1 ? 'test' : 'tests'}${repeat > 1 ? ` × ${repeat} repeats` : ''}${graded ? ', grading by models not counted' : ''}`;
  const at = tests ?? value;
  return { count: total * repeat, from: words, start: at.start, end: at.end };
}

function asksModel(assertion: Expr): boolean {
  return modelGraded.test(textOf(entry(assertion, 'type')) ?? '');
}

/** Product of the lengths of the lists among the variables; undefined when they come from a file. */
function variants(vars: Expr | undefined, standard: Expr | undefined): number | undefined {
  if (vars !== undefined && vars.kind !== 'dict') return undefined;
  const values = new Map<string, Expr>();
  for (const source of [standard, vars])
    if (source?.kind === 'dict') for (const { key, value } of source.entries) if (key?.kind === 'text') values.set(key.value, value);
  let product = 1;
  for (const value of values.values()) {
    if (value.kind === 'list' && value.items.length > 0) product *= value.items.length;
    if (value.kind === 'text' && /^file:\/\/[^\n]*\*/.test(value.value)) return undefined;
  }
  return product;
}

function oneOrMany(value: Expr | undefined): readonly Expr[] {
  return value === undefined ? [] : value.kind === 'list' ? itemsOf(value) : [value];
}

function short(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 40 ? `“${line.slice(0, 39)}…”` : `“${line}”`;
}
