/** What a call is of those that send prompts, and the model, client and provider that it is sent to: all that several adapters of one wrapper differ in. */
import type { CallExpr, Expr } from '../facts.ts';
import type { Known, Location, PromptCall } from '../ir.ts';
import { billingOfAll } from './billing.ts';
import type { Evaluator } from './evaluate.ts';
import { knownText, perhaps } from './known.ts';
import { modelIds, unwrappedModel } from './model-values.ts';
import { bindRequest, type Request } from './request.ts';
import type { ShapeIndex, ShapeMatch } from './shapes.ts';
import { overridden } from './super-members.ts';
import { constantText, locate, optionsOf, type BoundCall, type Frame, type LinkedFile, type Value } from './value.ts';

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
  const [match] = matches;
  return match && { matches, match, steps };
}

/** Where a request goes: its arguments, those of its client, and what they say of the model and of who bills it. */
export interface Address {
  readonly request: Request;
  /** The call that makes the client, and its arguments. */
  readonly receiver: BoundCall | undefined;
  readonly construction: Request | undefined;
  /** True where the client may have been made with one of some arguments that are not seen. */
  readonly clientMayHold: (names: readonly string[]) => boolean;
  /** What is known, or that it may come with arguments from elsewhere where neither the call nor its client names it. */
  readonly orPerhaps: <T>(known: Known<T>, own: readonly string[], ofClient?: readonly string[]) => Known<T>;
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
  const { api, client } = match;
  const request =
    given ??
    bindRequest(evaluator, call, frame, skip, {
      promptFirst: api.messages.includes('0'),
      defaults: api.defaults ?? [],
      calls: match.callee.calls,
      places: [...api.model, ...api.system, ...api.messages, ...api.tools, ...api.maxTokens],
    });
  if (api.needs !== undefined && !api.needs.some((name) => isUsed(request.read([name]))) && !request.open) return undefined;
  const receiver = constructionOf(match);
  const construction =
    receiver === undefined || client === undefined
      ? undefined
      : bindRequest(evaluator, receiver.call, receiver.frame, 0, { steps: receiver.steps, calls: match.callee.calls });
  const at = locate(file, call);
  const clientMayHold = (names: readonly string[]): boolean =>
    names.length > 0 && (construction === undefined || construction.mayHold(names));
  const orPerhaps = <T>(known: Known<T>, own: readonly string[], ofClient: readonly string[] = []): Known<T> => {
    return known.state === 'missing' && (request.mayHold(own) || clientMayHold(ofClient)) ? perhaps(at, '**') : known;
  };

  const ownModel = request.read(api.model);
  const modelValue = unwrappedModel(evaluator, ownModel ?? construction?.read(client?.model ?? []));
  // An attribute that only says `None` so far: requests need a model, so somebody sets it.
  const unset = api.kind === 'direct' && modelValue === undefined && api.model.some((name) => request.has(name));
  const named = unset ? perhaps<string>(at, 'None') : knownText(modelIds(evaluator, modelValue));
  const model = withDefault(orPerhaps(named, api.model, client?.model), match, at);
  const billing = billingOfAll(evaluator, index, all, model, modelValue, request);
  return { request, receiver, construction, clientMayHold, orPerhaps, ownModel, modelValue, model, billing };
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

/**
 * The construction among the calls along a callee: the class's own path may hold calls (`new Client(key).getModel(…)`). Undefined for a
 * client that is handed in: it was made by a call that is not seen, and the calls along the path are steps behind it.
 */
function constructionOf({ className, callee }: ShapeMatch): BoundCall | undefined {
  const unseen = Math.max(0, callsIn(callee.path) - callee.calls.length);
  return callee.calls[callsIn(className ?? '') - unseen];
}

/** How many calls a path holds. */
function callsIn(path: string): number {
  return path.split('()').length - 1;
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
