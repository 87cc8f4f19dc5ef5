/**
 * Prompts that tools store as mappings: GitHub Models, Langfuse, Semantic Kernel, LangChain, and all others that write `messages` with a role and a
 * content each. Sources: the tools' documentation, 2026-11-21.
 */
import type { Expr, PromptFact, TextExpr } from '../../facts.ts';
import { syntaxOfText } from '../../templates/detect.ts';
import type { TemplateSyntax } from '../../templates/template.ts';
import { declaredInputs } from './inputs.ts';
import {
  decidedBySender,
  dict,
  entry,
  history,
  itemsOf,
  keyAt,
  keysOf,
  list,
  message,
  messagesOf,
  textOf,
  type RoleMark,
} from './lower.ts';

/** Longest list of messages that is a prompt; a longer one is a record of a conversation. */
const MAX_MESSAGES = 30;

/** One way to store prompts. */
interface Store {
  readonly format: string;
  /** True for a mapping that cannot be anything else. */
  readonly is: (keys: ReadonlySet<string>, value: Expr) => boolean;
  readonly read: (value: Expr) => Partial<PromptFact> & Pick<PromptFact, 'body'>;
  /** The key at which the cost is shown. */
  readonly head: string;
}

const settings = ['model', 'temperature', 'top_p', 'max_tokens', 'maxTokens', 'max_completion_tokens'];

const stores: readonly Store[] = [
  {
    // docs.github.com/github-models, "Storing prompts in GitHub repositories" (retired 2026-07-30; the files are still about).
    format: 'github-models',
    head: 'messages',
    is: (keys, value) =>
      keys.has('messages') &&
      (keys.has('modelParameters') || keys.has('testData') || keys.has('evaluators')) &&
      areMessages(entry(value, 'messages')),
    read: (value) => ({
      template: 'mustache',
      body: dict(value, {
        model: entry(value, 'model'),
        messages: entry(value, 'messages'),
        max_tokens:
          entry(value, 'modelParameters', 'maxTokens') ??
          entry(value, 'modelParameters', 'max_tokens') ??
          entry(value, 'modelParameters', 'maxCompletionTokens'),
        response_format: entry(value, 'jsonSchema') ?? entry(value, 'responseFormat'),
      }),
    }),
  },
  {
    // langfuse.com/docs/prompt-management/data-model
    format: 'langfuse',
    head: 'prompt',
    is: (keys, value) => {
      const prompt = entry(value, 'prompt');
      const stored =
        keys.has('name') && (keys.has('labels') || keys.has('version') || keys.has('config') || textOf(entry(value, 'type')) === 'chat');
      return (
        stored &&
        keys.has('type') &&
        /^(?:text|chat)$/.test(textOf(entry(value, 'type')) ?? '') &&
        (prompt?.kind === 'text' || areMessages(prompt))
      );
    },
    read: (value) => {
      const prompt = entry(value, 'prompt');
      const config = entry(value, 'config');
      return {
        template: 'mustache',
        body: dict(value, {
          model: entry(config, 'model') ?? entry(config, 'model_name') ?? entry(config, 'modelName'),
          messages:
            prompt?.kind === 'list'
              ? list(prompt, itemsOf(prompt).map(langfuseMessage))
              : prompt === undefined
                ? undefined
                : list(prompt, [message('user', prompt)]),
          max_tokens: entry(config, 'max_tokens') ?? entry(config, 'maxTokens') ?? entry(config, 'max_output_tokens'),
          tools: entry(config, 'tools'),
          response_format: entry(config, 'response_format'),
        }),
      };
    },
  },
  {
    // learn.microsoft.com/semantic-kernel/concepts/prompts/yaml-schema
    format: 'semantic-kernel',
    head: 'template',
    is: (keys, value) =>
      entry(value, 'template')?.kind === 'text' &&
      !keys.has('_type') &&
      (keys.has('template_format') || keys.has('execution_settings') || keys.has('input_variables')),
    read: (value) => {
      const [service] = entriesOf(entry(value, 'execution_settings'));
      const template = entry(value, 'template') as TextExpr;
      const named = textOf(entry(value, 'template_format'));
      const syntax: TemplateSyntax =
        named === 'handlebars' || named === 'liquid' ? named : named === 'jinja2' ? 'jinja' : 'semantic-kernel';
      return {
        template: syntax,
        inputs: declaredInputs(entry(value, 'input_variables')) ?? [],
        body: dict(value, {
          model: entry(service, 'model_id') ?? entry(service, 'ai_model_id'),
          messages: list(template, markedMessages(template)),
          max_tokens: entry(service, 'max_tokens') ?? entry(service, 'max_completion_tokens'),
        }),
      };
    },
  },
  {
    // langchain-core, prompts/loading.py: `load_prompt` (deprecated since 1.2.22)
    format: 'langchain',
    head: 'template',
    is: (keys, value) => /^(?:prompt|few_shot)$/.test(textOf(entry(value, '_type')) ?? '') && (keys.has('template') || keys.has('prefix')),
    read: (value) => {
      const format = textOf(entry(value, 'template_format'));
      const pieces = ['prefix', 'template', 'suffix'].flatMap((name) => entry(value, name) ?? []);
      const syntax: TemplateSyntax = format === 'jinja2' ? 'jinja' : format === 'mustache' ? 'mustache' : 'python-format';
      return {
        template: syntax,
        inputs: declaredInputs(entry(value, 'input_variables')),
        body: dict(value, {
          messages: list(
            value,
            pieces.map((piece) => message('user', piece)),
          ),
        }),
      };
    },
  },
  {
    format: 'messages',
    head: 'messages',
    is: (keys, value) => {
      const messages = entry(value, 'messages');
      // An answer, a record or a training example is no prompt.
      if (
        ['usage', 'choices', 'created_at', 'conversation_id', 'session_id', 'expected', 'score', 'completion'].some((key) => keys.has(key))
      )
        return false;
      return (
        areMessages(messages) &&
        (settings.some((key) => keys.has(key)) || keys.has('model_parameters') || itemsOf(messages).some(hasPlaceholder))
      );
    },
    read: (value) => {
      const messages = entry(value, 'messages');
      const inner = entry(value, 'model_parameters') ?? entry(value, 'parameters') ?? entry(value, 'config') ?? entry(value, 'settings');
      const limit = (at: Expr | undefined): Expr | undefined =>
        entry(at, 'max_tokens') ?? entry(at, 'max_completion_tokens') ?? entry(at, 'maxTokens');
      const model = entry(value, 'model');
      const syntax = syntaxOfText(
        itemsOf(messages)
          .map((one) => textOf(entry(one, 'content')) ?? '')
          .join('\n'),
      );
      return {
        ...(syntax === undefined ? {} : { template: syntax }),
        inputs: declaredInputs(entry(value, 'input_variables') ?? entry(value, 'inputs') ?? entry(value, 'variables')),
        body: dict(value, {
          model: model?.kind === 'dict' ? (entry(model, 'id') ?? entry(model, 'name')) : (model ?? entry(inner, 'model')),
          messages,
          max_tokens: limit(value) ?? limit(inner),
          tools: entry(value, 'tools'),
          response_format: entry(value, 'response_format'),
        }),
      };
    },
  },
];

/** Texts without one of these words hold no stored prompt. */
export const storedPromptWords = /["']?(?:messages|template|prompt|prefix)["']?\s*:/;

/** The prompts that a value stores, each once; its mappings are looked through three levels deep. */
export function storedPrompts(value: Expr, depth = 0): PromptFact[] {
  if (depth > 3) return [];
  if (value.kind === 'list') return value.items.slice(0, 200).flatMap((item) => storedPrompts(item.value, depth + 1));
  if (value.kind !== 'dict') return [];
  const keys = new Set(keysOf(value));
  const store = stores.find((one) => one.is(keys, value));
  if (store === undefined) return value.entries.slice(0, 200).flatMap((one) => storedPrompts(one.value, depth + 1));
  const { start, end } = value;
  const head = keyAt(value, store.head) ?? { start, end: start + 1 };
  const { body, ...others } = store.read(value);
  return [
    {
      kind: 'prompt-file',
      format: store.format,
      piece: 'body',
      name: textOf(entry(value, 'name')),
      head,
      api: 'openai-chat',
      sent: 'per-call',
      includes: [],
      scope: 0,
      block: 0,
      start,
      end,
      ...others,
      body: withSender(body),
    },
  ];
}

/** True for a list of which every item has a role that is known and a content. */
export function areMessages(value: Expr | undefined): boolean {
  const items = itemsOf(value);
  return (
    items.length > 0 &&
    items.length <= MAX_MESSAGES &&
    items.every((item) => {
      if (textOf(entry(item, 'type')) === 'placeholder') return true;
      const content = entry(item, 'content');
      return (
        /^(?:system|developer|user|assistant|human|ai)$/.test(textOf(entry(item, 'role')) ?? '') &&
        (content?.kind === 'text' || content?.kind === 'list')
      );
    }) &&
    items.some((item) => entry(item, 'content') !== undefined)
  );
}

function hasPlaceholder(item: Expr): boolean {
  const text = textOf(entry(item, 'content'));
  return text !== undefined && syntaxOfText(text) !== undefined;
}

/** A place for messages that are put in as it is rendered. */
function langfuseMessage(item: Expr): Expr {
  return textOf(entry(item, 'type')) === 'placeholder' ? history(item) : item;
}

function entriesOf(value: Expr | undefined): readonly Expr[] {
  return value?.kind === 'dict' ? value.entries.map((one) => one.value) : [];
}

/** Messages that are marked in the text: `<message role="system">…</message>`; text without marks is the user's. */
export function markedMessages(template: TextExpr): Expr[] {
  const marks: RoleMark[] = [];
  for (const match of template.value.matchAll(/<message\s+role=(["'])(\w+)\1\s*>|<\/message>/g))
    marks.push({ role: match[2] ?? 'user', start: match.index, end: match.index + match[0].length });
  return messagesOf(template, marks, 'user', marks.length > 0);
}

/** Model and limit that the file does not name are given by the program that sends the prompt. */
export function withSender(body: Expr): Expr {
  if (body.kind !== 'dict') return body;
  const missing = ['model', 'max_tokens'].filter((name) => entry(body, name) === undefined);
  const added = dict(body, Object.fromEntries(missing.map((name) => [name, decidedBySender(body)])));
  return { ...body, entries: [...body.entries, ...added.entries] };
}
