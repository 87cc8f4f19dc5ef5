/** What a call is of those that send prompts, and the model, client and provider that it is sent to: all that several adapters of one wrapper differ in. */
import type { ApiShape } from '../providers/profile.ts';
import type { CallExpr, Expr } from '../facts.ts';
import type { Known, Location, PromptCall } from '../ir.ts';
import { billingOfAll } from './billing.ts';
import { clientArguments, constructionOf, type ClientArguments } from './client-arguments.ts';
import { ownConstructor } from './constructions.ts';
import type { Evaluator } from './evaluate.ts';
import { knownModel, perhaps } from './known.ts';
import { modelIds, registeredModel, unwrappedModel } from './model-values.ts';
import { bindRequest, type Request } from './request.ts';
import type { ShapeIndex, ShapeMatch } from './shapes.ts';
import { constructedBase, foreignConstructor, overridden } from './super-members.ts';
import { constantText, locate, optionsOf, type ExternalValue, type Frame, type LinkedFile, type Value } from './value.ts';

/** A call as it is run: with the frame that gives meaning to its arguments, of which the first `skip` are not the API's. */
export interface CallInFrame {
  readonly file: LinkedFile;
  readonly call: CallExpr;
  readonly frame: Frame;
  readonly index: ShapeIndex;
  readonly skip: number;
}

/** What a callee is of the calls that send prompts: all that it may be, the first of them, and its values. */
export interface Matched {
  readonly matches: readonly ShapeMatch[];
  readonly match: ShapeMatch;
  readonly steps: readonly Value[];
}

/** Looks a callee up among the calls that send prompts; undefined when it is none. */
export function matched(evaluator: Evaluator, callee: Expr, frame: Frame, index: ShapeIndex): Matched | undefined {
  evaluator.begin();
  const steps = optionsOf(evaluator.evaluate(callee, frame));
  const matches = steps
    .flatMap((option) => {
      const foreign = option.kind === 'function' ? overridden(evaluator, option) : option;
      return foreign?.kind === 'external' ? (index.match(foreign) ?? []) : [];
    })
    .filter((match) => isClient(evaluator, match));
  if (matches.length === 0) {
    // An agent of a class of the project's own that is built on the SDK's.
    const made = agentMade(constructedBase(evaluator, callee, steps, frame), index);
    return made && { matches: [made], match: made, steps: [] };
  }
  const [match] = matches;
  return match && { matches, match, steps };
}

/** The agent that a constructor makes; undefined for one of anything else, also of a model. */
function agentMade(constructor: ExternalValue | undefined, index: ShapeIndex): ShapeMatch | undefined {
  const match = constructor === undefined ? undefined : index.match(constructor);
  return match?.api.kind === 'agent' && !match.api.id.endsWith('-model') ? match : undefined;
}

/** Names of the classes of a file that are made like an agent of an SDK: built on its class, without a constructor of their own. */
export function agentClasses(evaluator: Evaluator, file: LinkedFile, index: ShapeIndex): string[] {
  return file.facts.scopes.flatMap(({ kind, bases, id, name, start, end }) => {
    if (kind !== 'class' || bases.length === 0 || ownConstructor({ file, scope: id }) !== undefined) return [];
    const at = { uri: file.facts.uri, start, end };
    return agentMade(foreignConstructor(evaluator, [{ kind: 'class', file, scope: id, at }], at), index) === undefined ? [] : [name];
  });
}

/** Where a request goes: its arguments, those of its client, and what they say of the model and of who bills it. */
export interface Address {
  readonly request: Request;
  /** What the clients were made with. */
  readonly clients: ClientArguments;
  /** What is known, or that it may come with arguments from elsewhere where neither the call nor its client names it. */
  readonly orPerhaps: <T>(known: Known<T>, key: 'model' | 'maxTokens') => Known<T>;
  readonly ownModel: Value | undefined;
  readonly modelValue: Value | undefined;
  readonly model: Known<string>;
  readonly billing: ReturnType<typeof billingOfAll>;
}

/**
 * Reads where a request goes; undefined for a call that sends none with the arguments it has.
 *
 * @param given the arguments, when they are not those of the call
 */
export function addressOf(
  evaluator: Evaluator,
  { file, call, frame, index, skip }: CallInFrame,
  all: readonly ShapeMatch[],
  match: ShapeMatch,
  given?: Request,
): Address | undefined {
  const { api } = match;
  const request =
    given ??
    bindRequest(evaluator, call, frame, skip, {
      // Neither a prompt nor the model in front of one is an object of options.
      promptFirst: api.messages.includes('0') || api.messages.includes('1'),
      defaults: api.defaults ?? [],
      calls: match.callee.calls,
      // What a model object says of itself is no argument of the call.
      places: [...api.model, ...api.system, ...api.messages, ...api.tools, ...api.maxTokens.filter((place) => !isOfModel(api, place))],
    });
  if (api.needs !== undefined && !api.needs.some((name) => isUsed(request.read([name]))) && !request.open) return undefined;
  const clients = clientArguments(evaluator, all, match);
  const at = locate(file, call);
  const orPerhaps = <T>(known: Known<T>, key: 'model' | 'maxTokens'): Known<T> => {
    if (known.state !== 'missing') return known;
    const elsewhere = key === 'model' && match.client?.modelElsewhere === true;
    return elsewhere || request.mayHold(api[key]) || clients.mayHold((one) => one[key]) ? perhaps(at, '**') : known;
  };

  const ownModel = request.read(api.model);
  const named = unwrappedModel(evaluator, ownModel ?? clients.read((one) => one.model));
  const modelValue = registeredModel(evaluator, named, clients.construction, match.client?.registry);
  // An attribute that only says `None` so far: requests need a model, so somebody sets it.
  const unset = api.kind === 'direct' && modelValue === undefined && api.model.some((name) => request.has(name));
  const ids = unset ? perhaps<string>(at, 'None') : knownModel(modelIds(evaluator, modelValue));
  const model = withDefault(orPerhaps(ids, 'model'), match, at);
  const billing = billingOfAll(evaluator, index, all, model, modelValue, request);
  return { request, clients, orPerhaps, ownModel, modelValue, model, billing };
}

/** True for a place in the object that is the model: `0.maxTokens` of `createReactAgent(model, tools)`. */
function isOfModel({ model }: ApiShape, place: string): boolean {
  return model.includes(place.split('.', 1)[0] ?? '');
}

/** What a site says of its model and of who bills it. */
export interface SiteModels {
  readonly prompt: Pick<PromptCall, 'sdk' | 'model' | 'provider' | 'providerReason' | 'providerByModel'>;
  /** True when the model is what the client was made with, and the call says none. */
  readonly modelOfClient: true | undefined;
}

/** What a call says of its model alone: everything else of the request is left unread. Undefined when the callee sends no prompt. */
export function modelsOf(evaluator: Evaluator, at: CallInFrame, callee: Expr, calleeFrame: Frame): SiteModels | undefined {
  const found = matched(evaluator, callee, calleeFrame, at.index);
  const address = found && addressOf(evaluator, at, found.matches, found.match);
  if (found === undefined || address === undefined) return undefined;
  const { model, billing, ownModel, modelValue } = address;
  return {
    prompt: {
      sdk: found.match.profile.sdk,
      model,
      provider: billing.provider,
      providerReason: billing.reason,
      providerByModel: billing.byModel,
    },
    modelOfClient: ownModel === undefined && modelValue !== undefined ? true : undefined,
  };
}

/** `boto3.client("bedrock-runtime")`: the argument decides what the object is. */
function isClient(evaluator: Evaluator, match: ShapeMatch): boolean {
  const only = match.client?.only;
  const construction = constructionOf(match);
  if (only === undefined) return true;
  if (construction === undefined) return false;
  const request = bindRequest(evaluator, construction.call, construction.frame);
  const value = request.read(only.argument.split('|'));
  const text = value === undefined ? undefined : constantText(value);
  return text !== undefined && only.values.includes(text);
}

/** False for a value that switches the model off. */
function isUsed(value: Value | undefined): boolean {
  return value !== undefined && !(value.kind === 'boolean' && value.value === false);
}

function withDefault(model: Known<string>, match: ShapeMatch, at: Location): Known<string> {
  const standard = match.api.defaultModel;
  if (model.state !== 'missing' || standard === undefined) return model;
  return {
    state: 'computed',
    candidates: [{ value: standard.id, at }],
    expression: match.method,
    reason: `default of the SDK (${standard.source})`,
    at,
    ofSdk: true,
  };
}
