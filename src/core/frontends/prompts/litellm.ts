/**
 * Configuration of a LiteLLM proxy: the models that it offers, with what they cost and where a request goes when one fails, and the prompts that
 * it holds. Sources: docs.litellm.ai/docs/proxy/configs, …/reliability, …/prompt_management, 2026-11-22.
 */
import type { DictExpr, Expr, PromptFact, TextExpr } from '../../facts.ts';
import { decidedBySender, dict, entry, itemsOf, keyAt, keysOf, list, message, slice, textOf } from './lower.ts';
import { withSender } from './stored-prompts.ts';

/** Models of one file that are read. */
const MAX_MODELS = 500;

/** Providers whose API others speak too: where an address is given, they are not who answers. */
const compatible: ReadonlySet<string> = new Set(['openai', 'text-completion-openai', 'custom_openai', 'openai_like', 'litellm_proxy']);

/** True for the content of such a configuration. */
export function isLitellm(value: Expr): boolean {
  const models = entry(value, 'model_list');
  return models?.kind === 'list' && models.items.some((item) => entry(item.value, 'litellm_params') !== undefined);
}

/** One fact for each model that the proxy offers, and one for each prompt that it holds. */
export function litellmFacts(value: Expr): PromptFact[] {
  const models = itemsOf(entry(value, 'model_list')).slice(0, MAX_MODELS);
  const prompts = itemsOf(entry(value, 'prompts')).slice(0, MAX_MODELS);
  return [...models.flatMap((item) => modelFact(item, value, models)), ...prompts.flatMap(promptFact)];
}

function modelFact(item: Expr, whole: Expr, all: readonly Expr[]): PromptFact[] {
  const params = entry(item, 'litellm_params');
  const written = entry(params, 'model');
  const head = keyAt(item, 'model_name') ?? keyAt(params, 'model');
  if (params === undefined || written === undefined || head === undefined) return [];
  const info = entry(item, 'model_info');
  const name = textOf(entry(item, 'model_name'));
  const base = entry(params, 'api_base') ?? entry(params, 'base_url');
  const { start, end } = item;
  const turns = all.filter((other) => name !== undefined && textOf(entry(other, 'model_name')) === name).length;
  const notes = [...(turns > 1 ? [`one of ${turns} that take turns`] : []), ...fallbackNotes(whole, name), ...ownPrice(info, params)];
  const biller = billerOf(written, base);
  return [
    {
      kind: 'route',
      format: 'litellm',
      piece: 'body',
      head,
      name,
      api: 'openai-chat',
      ...(biller === undefined ? {} : { biller }),
      body: dict(item, {
        model: modelOf(written, entry(info, 'base_model') ?? entry(params, 'base_model'), base),
        max_tokens: entry(params, 'max_tokens') ?? entry(params, 'max_completion_tokens') ?? decidedBySender(item),
      }),
      sent: 'never',
      ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
      includes: [],
      scope: 0,
      block: 0,
      start,
      end,
    },
  ];
}

/** The model that answers: the name of an Azure deployment says nothing about it, which is why there is a place for its own. */
function modelOf(written: Expr, own: Expr | undefined, address: Expr | undefined): Expr {
  if (own?.kind === 'text') return own;
  if (written.kind !== 'text') return written;
  const { value, start, end } = written;
  const reason = value.startsWith('os.environ/')
    ? 'an environment variable'
    : value.includes('*')
      ? 'any model of its provider'
      : undefined;
  if (reason !== undefined) return { kind: 'unknown', reason, start, end };
  const prefix = address === undefined ? undefined : prefixOf(value);
  // Behind an address of its own the word before the model says which API is spoken there.
  return prefix !== undefined && compatible.has(prefix) ? slice(written, prefix.length + 1, value.length) : written;
}

function prefixOf(model: string): string | undefined {
  return /^[\w-]+(?=\/)/.exec(model)?.[0];
}

/**
 * Who bills: the address, where it decides who answers, else the word before the model. An address that is read from the environment is somebody's
 * own, too.
 */
function billerOf(model: Expr, base: Expr | undefined): Expr | undefined {
  if (model.kind !== 'text') return undefined;
  const prefix = prefixOf(model.value);
  if (base !== undefined && (prefix === undefined || compatible.has(prefix))) {
    if (base.kind === 'text' && base.value.includes('://')) return base;
    return { kind: 'unknown', reason: 'the address of its requests is not in the file', start: base.start, end: base.end };
  }
  return prefix === undefined ? undefined : slice(model, 0, prefix.length);
}

/** Where requests go when a model fails, is too small or refuses. */
function fallbackNotes(whole: Expr, name: string | undefined): string[] {
  if (name === undefined) return [];
  const kinds = [
    ['fallbacks', 'falls back to'],
    ['context_window_fallbacks', 'hands long requests to'],
    ['content_policy_fallbacks', 'hands refused requests to'],
  ] as const;
  const found = kinds.flatMap(([key, words]) => {
    const next = ['litellm_settings', 'router_settings'].flatMap((section) =>
      itemsOf(entry(whole, section, key)).flatMap((one) => itemsOf(entry(one, name))),
    );
    const standard = key === 'fallbacks' && next.length === 0 ? itemsOf(entry(whole, 'litellm_settings', 'default_fallbacks')) : [];
    const names = [...next, ...standard].flatMap((one) => textOf(one) ?? []).filter((other) => other !== name);
    return names.length === 0 ? [] : [`${words} ${[...new Set(names)].slice(0, 4).join(', ')}`];
  });
  return found;
}

/** Prices that the file itself sets: the proxy counts spend with them, whatever the provider bills. */
function ownPrice(...places: readonly (Expr | undefined)[]): string[] {
  const rate = (key: string): number | undefined => {
    const value = places.map((place) => entry(place, key)).find((one) => one !== undefined);
    return value?.kind === 'number' && Number.isFinite(value.value) ? value.value * 1e6 : undefined;
  };
  const [input, output] = [rate('input_cost_per_token'), rate('output_cost_per_token')];
  if (input === undefined && output === undefined) return [];
  const dollars = (value: number | undefined): string => (value === undefined ? '?' : `$${Number(value.toPrecision(6))}`);
  return [`the proxy counts ${dollars(input)} in / ${dollars(output)} out per M`];
}

/** A prompt of the proxy: written out under its id, or as the text of a Dotprompt file, of which only the text behind the head is taken. */
function promptFact(item: Expr): PromptFact[] {
  const params = entry(item, 'litellm_params');
  const id = textOf(entry(item, 'prompt_id')) ?? textOf(entry(params, 'prompt_id'));
  const data = entry(params, 'prompt_data');
  const stored = id === undefined ? undefined : (entry(data, id) ?? (keysOf(data).includes('content') ? data : undefined));
  const whole = entry(params, 'dotprompt_content');
  const content = entry(stored, 'content') ?? (whole?.kind === 'text' ? behindHead(whole) : undefined);
  if (content?.kind !== 'text') return [];
  const metadata = entry(stored, 'metadata');
  const { start, end } = item;
  const body: DictExpr = dict(item, {
    model: entry(metadata, 'model'),
    messages: list(content, [message('user', content)]),
    max_tokens: entry(metadata, 'max_tokens'),
  });
  return [
    {
      kind: 'prompt-file',
      format: 'litellm',
      piece: 'body',
      name: id,
      head: keyAt(item, 'prompt_id') ?? { start, end: start + 1 },
      api: 'openai-chat',
      body: withSender(body),
      sent: 'per-call',
      template: 'handlebars',
      includes: [],
      scope: 0,
      block: 0,
      start,
      end,
    },
  ];
}

function behindHead(text: TextExpr): TextExpr {
  const head = /^\s*---\r?\n[^]*?\n---[ \t]*(?:\r?\n|$)/.exec(text.value);
  return head === null ? text : slice(text, head[0].length, text.value.length);
}
