/** Values that stand for models: ids, the objects that SDKs make of them, and what wraps those. */
import { modelObject } from '../providers/model-objects.ts';
import type { Evaluator } from './evaluate.ts';
import type { ModelRegistry } from '../providers/profile.ts';
import type { Location } from '../ir.ts';
import { property, type Request } from './request.ts';
import { choice, constantText, optionsOf, type ExternalValue, type Value } from './value.ts';

/** Wrappers around wrappers are followed this far. */
const MAX_DEPTH = 6;

/** A model value with everything around model objects taken off: registries, tracing, retries. */
export function unwrappedModel(evaluator: Evaluator, value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  return choice(
    optionsOf(value).flatMap((option) => optionsOf(unwrapped(evaluator, option, 0))),
    value.at,
  );
}

/** Model ids in place of the objects that stand for models. */
export function modelIds(evaluator: Evaluator, value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  const ids = optionsOf(value).map((option) => {
    const fact = option.kind === 'external' ? modelObject(option.path) : undefined;
    // `model: { provider: 'ANTHROPIC', name: 'claude-…' }` and `{ id: 'openai/gpt-5' }` of Mastra.
    if (option.kind === 'dict')
      return ['id', 'name', 'modelId'].map((key) => option.entries.get(key)?.value).find((one) => one?.kind === 'text') ?? option;
    if (option.kind !== 'external' || fact === undefined) return option;
    const made = fact.maker === undefined ? option : madeBy(option, fact.maker);
    return (
      [made, option]
        .flatMap((from) => fact.arguments.map((place) => at(evaluator, from, place)))
        .find((found) => found !== undefined && found.kind !== 'null') ?? option
    );
  });
  return choice(ids, value.at);
}

/**
 * The models behind names that a client was told: those of its entries with that name. A name that no entry of a list seen whole has stays what
 * it is; where the list or a part of it is not seen, the model is not known.
 */
export function registeredModel(
  evaluator: Evaluator,
  named: Value | undefined,
  client: Request | undefined,
  registry: ModelRegistry | undefined,
): Value | undefined {
  if (named === undefined || registry === undefined) return named;
  const list = client?.read(registry.list);
  const rows = list === undefined ? [] : optionsOf(list).flatMap((option) => (option.kind === 'list' ? option.items : []));
  const isWhole =
    list !== undefined &&
    optionsOf(list).every((option) => option.kind === 'list' && !option.growing) &&
    !rows.some(({ spread }) => spread);
  const modelsOf = (alias: string): Value[] =>
    rows.flatMap(({ value }) => {
      const name = at(evaluator, value, registry.alias);
      const model = name !== undefined && constantText(name) === alias ? at(evaluator, value, registry.model.join('.')) : undefined;
      return model === undefined ? [] : [model];
    });
  return choice(
    optionsOf(named).flatMap((option) => {
      const alias = constantText(option);
      if (alias === undefined) return [option];
      const found = modelsOf(alias);
      if (found.length > 0) return found;
      return isWhole ? [option] : [toldElsewhere(alias, option.at)];
    }),
    named.at,
  );
}

function toldElsewhere(alias: string, at: Location): Value {
  const reason = 'the client was told elsewhere which model this is';
  return {
    kind: 'unknown',
    reason,
    expression: alias,
    volatility: 'unknown',
    source: 'unknown',
    granularity: undefined,
    fallback: undefined,
    at,
  };
}

/** A value with the steps behind its maker taken off: those of `client.getChatClient(id).asIChatClient()`. */
function madeBy(value: ExternalValue, maker: string): ExternalValue {
  const count = maker.split('()').length;
  const all = value.path.split('()').length - 1;
  const unseen = Math.max(0, all - value.calls.length);
  return count >= all ? value : { ...value, path: `${maker}()`, calls: value.calls.slice(0, Math.max(0, count - unseen)) };
}

/** What stands at a place of a profile, from the call that made an object. */
function at(evaluator: Evaluator, value: Value, place: string): Value | undefined {
  return place
    .split('.')
    .reduce<Value | undefined>((found, key) => (found === undefined ? undefined : property(evaluator, found, key)), value);
}

/** `customProvider({ languageModels })` of the AI SDK, asked for one of its models (ai 5 to 7). */
const REGISTRY = /^npm:ai\.(?:experimental_)?customProvider\(\)(?:\.(?:languageModel|chatModel))?\(\)$/;

/** `createProviderRegistry({…})`: the id names provider and model. */
const PREFIXED = /^npm:ai\.(?:experimental_)?createProviderRegistry\(\)(?:\.languageModel)?\(\)$/;

function unwrapped(evaluator: Evaluator, value: Value, depth: number): Value {
  if (value.kind !== 'external' || depth > MAX_DEPTH || !value.path.endsWith('()')) return value;
  if (REGISTRY.test(value.path)) return registered(evaluator, value, depth) ?? value;
  if (PREFIXED.test(value.path)) return property(evaluator, value, '0') ?? value;
  if (modelObject(value.path) !== undefined) return value;
  // Whatever takes a model object and gives back something that is used as one, sends to that model: tracing, middleware, retries.
  for (const name of ['model', '0']) {
    const inner = property(evaluator, value, name);
    const found = inner === undefined ? undefined : unwrapped(evaluator, inner, depth + 1);
    if (found?.kind === 'external' && modelObject(found.path) !== undefined) return found;
  }
  return value;
}

function registered(evaluator: Evaluator, value: ExternalValue, depth: number): Value | undefined {
  const id = property(evaluator, value, '0');
  const name = id === undefined ? undefined : constantText(id);
  const made = value.calls[0];
  if (name === undefined || made === undefined) return undefined;
  const models = property(evaluator, { kind: 'external', path: 'provider()', calls: [made], at: value.at }, 'languageModels');
  const found = models?.kind === 'dict' ? models.entries.get(name)?.value : undefined;
  return found === undefined ? undefined : unwrapped(evaluator, found, depth + 1);
}
