import { providerOfUrl } from '../providers/hosts.ts';
import { modelObject, type ModelObjectFact } from '../providers/model-objects.ts';
import { platformOf } from '../pricing/index.ts';
import type { Known } from '../ir.ts';
import { bindArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { bindRequest, property, type Request } from './request.ts';
import type { ShapeIndex, ShapeMatch } from './shapes.ts';
import { constantText, optionsOf, type BoundCall, type ExternalValue, type Value } from './value.ts';

/** Who bills a call, or why that is not known. */
export interface Billing {
  readonly provider: string | undefined;
  readonly reason: string;
  /** True when the model id alone decides who bills. */
  readonly byModel: boolean;
  /** True when the source names an address whose owner is not known: nothing is known of that provider. */
  readonly elsewhere?: boolean;
}

/** Who bills a call that may go to one of several clients. */
export function billingOfAll(
  evaluator: Evaluator,
  index: ShapeIndex,
  all: readonly ShapeMatch[],
  model: Known<string>,
  modelValue: Value | undefined,
  request: Request,
): Billing {
  const answers = all.map((one) =>
    one.api.billing === 'model' ? billingOfModel(evaluator, index, one, model, modelValue) : billingOf(evaluator, index, one, request),
  );
  const [first] = answers;
  if (first !== undefined && answers.every((answer) => answer.provider === first.provider)) return first;
  const names = [...new Set(answers.map((answer) => answer.provider ?? 'unknown'))];
  const elsewhere = answers.some((answer) => answer.elsewhere === true);
  return { provider: undefined, reason: `one of several clients: ${names.join(', ')}`, byModel: false, elsewhere };
}

function billingOfModel(
  evaluator: Evaluator,
  index: ShapeIndex,
  match: ShapeMatch,
  model: Known<string>,
  value: Value | undefined,
): Billing {
  const objects = (value === undefined ? [] : optionsOf(value)).flatMap((option) => {
    const object = option.kind === 'external' ? modelObject(option.path) : undefined;
    return option.kind === 'external' && object !== undefined ? [{ option, object }] : [];
  });
  const names = [...new Set(objects.map(({ object }) => object.provider ?? 'unknown'))];
  if (names.length > 1) return { provider: undefined, reason: `one of several model objects: ${names.join(', ')}`, byModel: false };
  for (const { option, object } of objects) {
    const elsewhere = baseUrlOf(evaluator, option, object) ?? billingOfInner(evaluator, index, match, option, 0);
    if (elsewhere !== undefined) return elsewhere;
    if (object.provider !== undefined)
      return { provider: object.provider, reason: `model object ${shortPath(option.path)}`, byModel: false };
  }
  const ids = model.state === 'missing' ? [] : model.candidates.map((candidate) => candidate.value);
  const providers = new Set(ids.map(providerOfModelId));
  const [only] = providers;
  if (providers.size === 1 && only !== undefined) return { provider: only, reason: 'prefix of the model id', byModel: false };
  const standard = match.api.defaultProvider;
  if (standard !== undefined && ids.length > 0 && ids.every((id) => providerOfModelId(id) === undefined))
    return { provider: standard, reason: `default of ${match.profile.sdk}`, byModel: false };
  return { provider: undefined, reason: 'the model decides who bills', byModel: true };
}

/** Who bills a model object that is pointed elsewhere: `createOpenAI({ baseURL })('model')`, `OpenAIChat(id=…, base_url=…)`. */
function baseUrlOf(evaluator: Evaluator, value: ExternalValue, object: Pick<ModelObjectFact, 'baseUrl'>): Billing | undefined {
  for (const { call, frame, steps } of value.calls) {
    const { named, positional } = bindArguments(evaluator, call, frame);
    const url =
      object.baseUrl.length > 0
        ? bindRequest(evaluator, call, frame, 0, { steps }).read(object.baseUrl)
        : ['base_url', 'baseURL', 'api_base']
            .map((name) => named.get(name)?.value ?? optionOf(evaluator, positional[0], name))
            .find((found) => found !== undefined && found.kind !== 'null');
    if (url === undefined) continue;
    const text = constantText(url);
    return text === undefined
      ? { provider: undefined, reason: 'base URL of the model object is decided at run time', byModel: false }
      : atAddress(text);
  }
  return undefined;
}

/** Arguments of model objects that hold the client, or what makes one. */
const INNER: readonly string[] = ['openai_client', 'client', 'async_client', 'anthropic_client', 'provider', '1'];

/** Objects around objects are followed this far. */
const MAX_INNER = 3;

/** Who bills a model object that is made with a client (`OpenAIChatCompletionsModel(id, client)`, `OpenAIProvider(openai_client=…)`). */
function billingOfInner(
  evaluator: Evaluator,
  index: ShapeIndex,
  match: ShapeMatch,
  value: ExternalValue,
  depth: number,
): Billing | undefined {
  const made = value.calls.at(-1);
  if (made === undefined || depth > MAX_INNER) return undefined;
  const { args } = made.call;
  if (args.filter(({ kind }) => kind === 'positional').length < 2 && !args.some((one) => INNER.includes(one.name ?? ''))) return undefined;
  const { named, positional } = bindArguments(evaluator, made.call, made.frame);
  for (const name of INNER) {
    const inner = name === '1' ? positional[1] : named.get(name)?.value;
    if (inner === undefined || inner.kind === 'null') continue;
    const text = constantText(inner);
    const platform = name === 'provider' && text !== undefined ? platformOf(text) : undefined;
    if (platform !== undefined) return { provider: platform.key, reason: `provider of ${shortPath(value.path)}`, byModel: false };
    const options = optionsOf(inner).filter((option) => option.kind === 'external');
    const answers = options.flatMap((option): Billing[] => {
      const found = index.clientOf(option);
      const own =
        found === undefined
          ? (baseUrlOf(evaluator, option, { baseUrl: [] }) ??
            billingOfInner(evaluator, index, match, option, depth + 1) ??
            billingOfPackage(option))
          : billingOf(evaluator, index, { ...match, ...found, provider: found.client.provider, callee: option }, undefined);
      return own === undefined ? [] : [own];
    });
    const [first] = answers;
    if (first !== undefined && answers.every(({ provider }) => provider === first.provider)) return first;
    if (first !== undefined || (name.endsWith('client') && inner.kind === 'unknown'))
      return { provider: undefined, reason: `client of ${shortPath(value.path)} is decided elsewhere`, byModel: false };
  }
  return undefined;
}

/** Who bills what a class is for whose module is called like a provider: `pydantic_ai.providers.deepseek.DeepSeekProvider`. */
function billingOfPackage({ path }: ExternalValue): Billing | undefined {
  const platform = platformOf(/\.providers\.([a-z]+)\./.exec(path)?.[1] ?? '');
  return platform && { provider: platform.key, reason: `model object with ${shortPath(path)}`, byModel: false };
}

/** `provider/model` and `provider:model`; undefined for an id without a prefix that is known as a provider. */
function providerOfModelId(id: string): string | undefined {
  const prefix = /^([\w.-]+)[/:]/.exec(id)?.[1];
  const platform = prefix === undefined ? undefined : platformOf(prefix);
  return platform?.key;
}

/** @param request the arguments of the call itself: those of the client, where the call is what builds it */
function billingOf(evaluator: Evaluator, index: ShapeIndex, match: ShapeMatch, request: Request | undefined): Billing {
  const { client, className, callee } = match;
  if (client === undefined || className === undefined) {
    const isFunction = match.api.callees?.includes(match.method) === true;
    const built = match.profile.clients.find(({ classes }) => classes.includes(match.method));
    const url = built === undefined ? undefined : request?.read(built.baseUrl);
    if (url !== undefined) return billingOfUrl(url, shortPath(match.method));
    if (built !== undefined && built.baseUrl.length > 0 && request?.open === true)
      return { provider: undefined, reason: `${shortPath(match.method)} built with arguments from elsewhere`, byModel: false };
    const reason = isFunction ? `${shortPath(match.method)}()` : `module ${match.profile.sdk} used as a client`;
    const provider = match.provider ?? (isFunction && match.api.billing === 'client' ? match.api.defaultProvider : undefined);
    return { provider, reason, byModel: provider === undefined };
  }
  const name = shortPath(className);
  const constructed = callee.calls.filter((one) => !isChainStep(one));
  if (constructed.length === 0)
    return { provider: client.provider, reason: `${name} given from elsewhere; its base URL is not seen`, byModel: false };
  if (client.wraps !== undefined) {
    const bound = constructed[0] === undefined ? undefined : bindArguments(evaluator, constructed[0].call, constructed[0].frame);
    const inner = bound?.positional[Number(client.wraps)];
    const wrapped = inner?.kind === 'external' ? index.clientOf(inner) : undefined;
    if (inner?.kind === 'external' && wrapped !== undefined) {
      return billingOf(
        evaluator,
        index,
        {
          ...match,
          client: wrapped.client,
          className: wrapped.className,
          provider: wrapped.client.provider,
          callee: inner,
        },
        undefined,
      );
    }
    return { provider: undefined, reason: `client inside ${name} is not known`, byModel: false };
  }
  if (client.provider === undefined) return { provider: undefined, reason: 'the model decides who bills', byModel: true };
  // `with_options(base_url=…)` overrides the constructor.
  for (const { call, frame, steps } of [...callee.calls].reverse()) {
    const url = bindRequest(evaluator, call, frame, 0, { steps }).read(client.baseUrl);
    if (url !== undefined) return billingOfUrl(url, name);
    if (client.baseUrl.length > 0 && bindArguments(evaluator, call, frame).open)
      return { provider: undefined, reason: `${name} built with arguments from elsewhere`, byModel: false };
  }
  return { provider: client.provider, reason: `${name}()`, byModel: false };
}

/** Who bills a client that is pointed to a base URL. */
function billingOfUrl(url: Value, name: string): Billing {
  const text = constantText(url);
  if (text !== undefined) return atAddress(text);
  return { provider: undefined, reason: `base URL of ${name} is decided at run time`, byModel: false };
}

function atAddress(url: string): Billing {
  const found = providerOfUrl(url);
  return { ...found, byModel: false, ...(found.provider === undefined ? { elsewhere: true } : {}) };
}

function optionOf(evaluator: Evaluator, options: Value | undefined, name: string): Value | undefined {
  return options?.kind === 'dict' ? property(evaluator, options, name) : undefined;
}

/** Calls along the chain that are not the construction: `with_options(…)`. */
function isChainStep({ call }: BoundCall): boolean {
  return call.callee.kind === 'member' && /^(with_options|withOptions|copy)$/.test(call.callee.name);
}

function shortPath(path: string): string {
  return path.replace(/\(\)$/, '').split(/[./]/).pop() ?? path;
}
