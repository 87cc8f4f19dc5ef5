/** Workflows of n8n: agents and chains, and the models that are connected to them. Source: n8n-io/n8n, nodes-langchain package, 2026-11. */
import type { Expr, HoleExpr, PromptFact, TextExpr } from '../../facts.ts';
import { tagsOf } from '../../templates/scan.ts';
import { decidedBySender, dict, entry, itemsOf, keyAt, list, message, slice, textOf } from './lower.ts';

/** The beginning of the names of nodes that talk to models. */
const PACKAGE = '@n8n/n8n-nodes-langchain.';

/** Nodes of models: who bills. */
const models: ReadonlyMap<string, string | undefined> = new Map([
  ['lmChatOpenAi', 'openai'],
  ['lmOpenAi', 'openai'],
  ['lmChatAzureOpenAi', 'azure'],
  ['lmChatAnthropic', 'anthropic'],
  ['lmChatGoogleGemini', 'google'],
  ['lmChatGoogleVertex', 'vertex'],
  ['lmChatAwsBedrock', 'bedrock'],
  ['lmChatMistralCloud', 'mistral'],
  ['lmChatCohere', 'cohere'],
  ['lmChatGroq', 'groq'],
  ['lmChatDeepSeek', 'deepseek'],
  ['lmChatOpenRouter', 'openrouter'],
  ['lmChatXAiGrok', 'xai'],
  ['lmChatOllama', 'ollama'],
  ['lmOllama', 'ollama'],
  ['lmCohere', 'cohere'],
]);

/** Who bills for nodes that set no limit when the workflow sets none; the other nodes have limits of their own. */
const unlimited: ReadonlySet<string> = new Set(['openai', 'azure']);

/** Nodes that send prompts. */
const senders =
  /^(?:agent|chainLlm|chainSummarization|chainRetrievalQa|informationExtractor|textClassifier|sentimentAnalysis|openAi|anthropic|googleGemini)$/;

/** What an agent does without a limit of its own. Source: n8n documentation, AI Agent node, "Max Iterations". */
const STANDARD_ITERATIONS = 10;

/** Texts without this hold no node that talks to a model. */
export const n8nWords = /@n8n\/n8n-nodes-langchain\./;

/** The prompts of a workflow: one for each node that sends any. */
export function n8nPrompts(value: Expr): PromptFact[] {
  const nodes = itemsOf(entry(value, 'nodes')).slice(0, 500);
  const byName = new Map(nodes.map((node) => [textOf(entry(node, 'name')) ?? '', node]));
  const connections = entry(value, 'connections');
  return nodes.flatMap((node): PromptFact[] => {
    const kind = kindOf(node);
    if (kind === undefined || !senders.test(kind) || entryIsTrue(node, 'disabled')) return [];
    const model = modelFor(node, byName, connections);
    const parameters = entry(node, 'parameters');
    const messages = messagesOf(kind, parameters, node);
    if (messages.length === 0) return [];
    const own = entry(parameters, 'modelId') ?? entry(parameters, 'model');
    const options = entry(model?.parameters, 'options');
    const limit =
      entry(options, 'maxTokens') ??
      entry(options, 'maxTokensToSample') ??
      entry(options, 'maxOutputTokens') ??
      entry(parameters, 'options', 'maxTokens');
    const { start, end } = node;
    const iterations = entry(parameters, 'options', 'maxIterations');
    const provider =
      model === undefined
        ? kind === 'openAi'
          ? 'openai'
          : kind === 'anthropic'
            ? 'anthropic'
            : kind === 'googleGemini'
              ? 'google'
              : undefined
        : model.provider;
    return [
      {
        kind: 'prompt-file',
        format: 'n8n',
        piece: 'body',
        head: keyAt(node, 'parameters') ?? { start, end: start + 1 },
        api: 'openai-chat',
        ...(provider === undefined ? {} : { provider }),
        body: dict(node, {
          model: plain(model === undefined ? valueOf(own) : model.id) ?? standardModel(node),
          messages: list(node, messages),
          max_tokens: limit ?? (unlimited.has(provider ?? '') ? undefined : decidedBySender(node)),
        }),
        sent: 'per-call',
        name: textOf(entry(node, 'name')),
        ...(kind === 'agent'
          ? {
              turns: {
                count: iterations?.kind === 'number' ? iterations.value : STANDARD_ITERATIONS,
                from: iterations === undefined ? `n8n's own limit of ${STANDARD_ITERATIONS} iterations` : 'maxIterations',
                start,
                end,
              },
            }
          : {}),
        includes: [],
        scope: 0,
        block: 0,
        start,
        end,
      },
    ];
  });
}

interface Model {
  readonly provider: string | undefined;
  readonly id: Expr | undefined;
  readonly parameters: Expr | undefined;
}

function kindOf(node: Expr): string | undefined {
  const type = textOf(entry(node, 'type'));
  return type?.startsWith(PACKAGE) === true ? type.slice(PACKAGE.length) : undefined;
}

/** The model whose output is connected to a node. */
function modelFor(node: Expr, byName: ReadonlyMap<string, Expr>, connections: Expr | undefined): Model | undefined {
  const name = textOf(entry(node, 'name'));
  if (connections?.kind !== 'dict' || name === undefined) return undefined;
  for (const { key, value } of connections.entries) {
    const targets = itemsOf(entry(value, 'ai_languageModel')).flatMap(itemsOf);
    if (key?.kind !== 'text' || !targets.some((target) => textOf(entry(target, 'node')) === name)) continue;
    const source = byName.get(key.value);
    const kind = source === undefined ? undefined : kindOf(source);
    if (source === undefined || kind === undefined || !models.has(kind)) continue;
    const parameters = entry(source, 'parameters');
    const id = valueOf(entry(parameters, 'model') ?? entry(parameters, 'modelName') ?? entry(parameters, 'modelId'));
    return { provider: models.get(kind), id, parameters };
  }
  return undefined;
}

/** A choice from a list is written as a mapping with the value in it. */
function valueOf(value: Expr | undefined): Expr | undefined {
  return value?.kind === 'dict' ? entry(value, 'value') : value;
}

/** A model that an expression gives is not known. */
function plain(model: Expr | undefined): Expr | undefined {
  if (model?.kind !== 'text') return model;
  if (model.value.startsWith('=')) return { kind: 'unknown', reason: 'an expression', start: model.start, end: model.end };
  return model.value.startsWith('models/') ? slice(model, 7, model.value.length) : model;
}

/** System text, earlier messages and the prompt of a node, in the order in which they are sent. */
function messagesOf(kind: string, parameters: Expr | undefined, node: Expr): Expr[] {
  const system =
    entry(parameters, 'options', 'systemMessage') ??
    entry(parameters, 'systemMessage') ??
    entry(parameters, 'options', 'systemPromptTemplate') ??
    entry(parameters, 'options', 'system');
  const listed = [...itemsOf(entry(parameters, 'messages', 'messageValues')), ...itemsOf(entry(parameters, 'messages', 'values'))];
  const text =
    entry(parameters, 'text') ??
    entry(parameters, 'inputText') ??
    entry(parameters, 'query') ??
    (kind === 'chainLlm' ? entry(parameters, 'prompt') : undefined);
  const summary = entry(parameters, 'options', 'summarizationMethodAndPrompts', 'values');
  const template = entry(summary, 'combineMapPrompt') ?? entry(summary, 'prompt');
  // The node lists its categories in a text of its own; what is written here is sent with it.
  const categories = itemsOf(entry(parameters, 'categories', 'categories')).flatMap((one) =>
    [entry(one, 'category'), entry(one, 'description')].flatMap((words) =>
      words?.kind === 'text' ? [message('system', expression(words))] : [],
    ),
  );
  const messages = [
    ...(system === undefined ? [] : [message('system', expression(system))]),
    ...categories,
    ...listed.flatMap((one) => {
      const content = entry(one, 'message') ?? entry(one, 'content');
      const type = textOf(entry(one, 'type')) ?? textOf(entry(one, 'role')) ?? (entry(one, 'message') === undefined ? 'user' : 'system');
      const role = type.startsWith('System') ? 'system' : type.startsWith('AI') ? 'assistant' : type.startsWith('Human') ? 'user' : type;
      return content === undefined ? [] : [message(role, expression(content))];
    }),
  ];
  // Without a text of its own, an agent sends what the chat trigger got.
  const asked = text ?? template;
  if (asked !== undefined) messages.push(message('user', expression(asked)));
  else if (connected.test(kind)) messages.push(message('user', handedOver(node)));
  return messages;
}

/** Nodes that are sent what comes in where they write no text of their own. */
const connected = /^(?:agent|chain\w+|sentimentAnalysis|textClassifier|informationExtractor)$/;

function handedOver({ start }: Expr): Expr {
  return { kind: 'unknown', reason: 'what the node before hands over', start, end: start };
}

/** A text that begins with `=` is an expression with `{{ }}` in it; any other is sent as it is. */
function expression(value: Expr): Expr {
  if (value.kind !== 'text' || !value.value.startsWith('=')) return value;
  const text = slice(value, 1, value.value.length);
  const parts: (TextExpr | HoleExpr)[] = [];
  let at = 0;
  for (const tag of tagsOf(text.value, 'expression')) {
    if (tag.start > at) parts.push(slice(text, at, tag.start));
    const { start, end } = slice(text, tag.start, tag.end);
    const code = /\$now\b|new Date\(\)|DateTime\.(?:now|local)/.test(tag.expression)
      ? 'http.time()'
      : /\$today\b/.test(tag.expression)
        ? 'http.time(day)'
        : undefined;
    parts.push({
      kind: 'hole',
      value: { kind: 'unknown', reason: 'an expression', ...(code === undefined ? {} : { code }), start, end },
      format: '',
      start,
      end,
    });
    at = tag.end;
  }
  if (at < text.value.length) parts.push(slice(text, at, text.value.length));
  return { kind: 'template', parts, start: value.start, end: value.end };
}

function entryIsTrue(value: Expr, name: string): boolean {
  const found = entry(value, name);
  return found?.kind === 'boolean' && found.value;
}

/** Each version of a node has a model of its own for those who choose none. */
function standardModel({ start }: Expr): Expr {
  return { kind: 'unknown', reason: "the node's own standard", start, end: start };
}
