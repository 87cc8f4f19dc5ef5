import type { CallExpr, Expr } from '../facts.ts';
import type { HolePart, Known, Location, ParameterRef, PromptCall, Segment } from '../ir.ts';
import { modelObject, MODEL_OBJECT_ARGUMENTS } from '../providers/model-objects.ts';
import { billingOfAll } from './billing.ts';
import { calleeText } from './callee-text.ts';
import type { Evaluator } from './evaluate.ts';
import { knownNumber, knownText, perhaps } from './known.ts';
import { repeatOf } from './repeat.ts';
import { bindRequest, property, type Request } from './request.ts';
import { plainContent, plainMessages } from './message-objects.ts';
import { readable, readContent, readMessages, readTools } from './segments.ts';
import type { ShapeIndex, ShapeMatch } from './shapes.ts';
import { slotOf } from './slot.ts';
import { choice, constantText, locate, optionsOf, type Frame, type LinkedFile, type Value } from './value.ts';

/** A call that sends a prompt, with the parameters of functions around it that decide what is sent. */
export interface CallSite {
  readonly file: LinkedFile;
  readonly call: CallExpr;
  readonly prompt: PromptCall;
  /** Parameters that give a whole message list, system or user text, the model, or all unnamed arguments. */
  readonly feeds: readonly ParameterRef[];
  /** Frame that gives meaning to the callee, when a caller of the function shows the client. */
  readonly calleeFrame?: Frame;
}

/** Finds the calls of one file that send a prompt, and rebuilds what they send. */
export function findCallSites(
  evaluator: Evaluator,
  file: LinkedFile,
  index: ShapeIndex,
  injected?: (call: CallExpr) => CallSite | undefined,
): CallSite[] {
  const result: CallSite[] = [];
  const frame = evaluator.frameOf(file);
  const lastNames = index.lastNames(file.facts.language);
  const aliases = aliasesIn(file, lastNames);
  for (const call of file.facts.calls) {
    const name = lastName(call.callee);
    const named = lastNames.has(name) || aliases.has(name);
    const site = named
      ? (siteOf(evaluator, file, call, call.callee, frame, index, 0) ??
        (call.callee.kind === 'member' && mayBeInjected(file, call.callee, index) ? injected?.(call) : undefined))
      : undefined;
    if (site !== undefined) result.push(site);
    else {
      // A request method handed to something that calls it: `retry(client.chat.completions.create, model=…)`.
      const position = call.args.findIndex(
        (argument) => argument.kind === 'positional' && argument.value.kind === 'member' && lastNames.has(argument.value.name),
      );
      const method = call.args[position]?.value;
      const handed = method === undefined ? undefined : siteOf(evaluator, file, call, method, frame, index, position + 1);
      if (handed !== undefined && handed.prompt.kind === 'direct') result.push(handed);
    }
  }
  return result;
}

/** Names under which a file imports something that sends prompts: `from litellm import completion as ask`. */
function aliasesIn(file: LinkedFile, lastNames: ReadonlySet<string>): ReadonlySet<string> {
  const result = new Set<string>();
  for (const scope of file.facts.scopes) {
    for (const bindings of scope.bindings.values()) {
      for (const binding of bindings)
        if (binding.import?.name !== undefined && binding.import.name !== binding.name && lastNames.has(binding.import.name))
          result.add(binding.name);
    }
  }
  return result;
}

/** False for a method that no client has: who calls the function need not be asked. Python and JavaScript have few such names. */
function mayBeInjected(file: LinkedFile, callee: Expr, index: ShapeIndex): boolean {
  const { language } = file.facts;
  if (callee.kind !== 'member' || language === 'python' || language === 'typescript' || language === 'javascript') return true;
  const object = callee.object.kind === 'call' ? callee.object.callee : callee.object;
  return index.couldBeMethod(language, callee.name, lastName(object));
}

function lastName(expr: Expr): string {
  return expr.kind === 'member' || expr.kind === 'name' ? expr.name : '';
}

/**
 * The site that a call is, by its callee; undefined when the callee sends no prompt.
 *
 * @param calleeFrame frame that gives meaning to the callee, when it is not that of the arguments: an injected client comes from a caller
 */
export function siteOf(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  calleeExpr: Expr,
  frame: Frame,
  index: ShapeIndex,
  skip: number,
  calleeFrame: Frame = frame,
): CallSite | undefined {
  evaluator.begin();
  const callee = evaluator.evaluate(calleeExpr, calleeFrame);
  const matches = optionsOf(callee).flatMap((option) => (option.kind === 'external' ? (index.match(option) ?? []) : []));
  const allowed = matches.filter((match) => isClient(evaluator, match));
  const [match] = allowed;
  return match === undefined ? undefined : build(evaluator, file, call, calleeExpr, frame, index, allowed, match, skip);
}

/** `boto3.client("bedrock-runtime")`: the argument decides what the object is. */
function isClient(evaluator: Evaluator, match: ShapeMatch): boolean {
  const only = match.client?.only;
  const construction = match.callee.calls[constructionIndex(match)];
  if (only === undefined) return true;
  if (construction === undefined) return false;
  const request = bindRequest(evaluator, construction.call, construction.frame);
  const value = request.read(only.argument.split('|'));
  const text = value === undefined ? undefined : constantText(value);
  return text !== undefined && only.values.includes(text);
}

function build(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  calleeExpr: Expr,
  frame: Frame,
  index: ShapeIndex,
  all: readonly ShapeMatch[],
  match: ShapeMatch,
  skip: number,
): CallSite | undefined {
  const { api, client } = match;
  const request = bindRequest(evaluator, call, frame, skip, {
    calls: match.callee.calls,
    places: [...api.model, ...api.system, ...api.messages, ...api.tools, ...api.maxTokens],
  });
  if (api.needs !== undefined && !api.needs.some((name) => isUsed(request.read([name]))) && !request.open) return undefined;
  const receiver = match.callee.calls[constructionIndex(match)];
  const construction =
    receiver === undefined || client === undefined
      ? undefined
      : bindRequest(evaluator, receiver.call, receiver.frame, 0, { steps: receiver.steps, calls: match.callee.calls });
  const at = locate(file, call);
  const orPerhaps = <T>(known: Known<T>): Known<T> => (known.state === 'missing' && request.open ? perhaps(at, '**') : known);

  const modelValue = request.read(api.model) ?? construction?.read(client?.model ?? []);
  const model = withDefault(orPerhaps(knownText(modelIds(evaluator, modelValue))), match, at);
  const systemValues = [...request.readAll(api.system), ...(construction?.readAll(client?.system ?? []) ?? [])];
  const system = systemValues.flatMap((value) => readContent('system', plainContent(evaluator, value), 'always', file));
  const givenMessages = request.read(api.messages) ?? construction?.read(client?.messages ?? []);
  const messagesValue = givenMessages === undefined ? undefined : plainMessages(evaluator, givenMessages);
  const messages = readMessages(messagesValue, file, api.textMessages);
  const ownSystem = messages.segments.filter((segment) => segment.role === 'system');
  const others = messages.segments.filter((segment) => segment.role !== 'system');
  const hidden = request.open && messagesValue === undefined && api.messages.length > 0;
  const { provider, reason, byModel } = billingOfAll(evaluator, index, all, model, modelValue);
  const streamValue = request.read(api.stream);
  const segments: Segment[] = [...system, ...messages.segments];
  const maxTokens = orPerhaps(knownNumber(request.read(api.maxTokens) ?? construction?.read(client?.maxTokens ?? [])));
  const historyOnly = messages.history && others.length === messages.segments.length && api.system.length === 0;
  const limit = api.outputLimit;
  const prompt: PromptCall = {
    uri: file.facts.uri,
    at: { ...at, start: calleeExpr.start },
    callee: calleeText(file, calleeExpr),
    calleeAt: locate(file, calleeExpr),
    kind: api.kind,
    sdk: match.profile.sdk,
    api: api.id,
    provider,
    providerReason: reason,
    providerByModel: byModel,
    via: [],
    model,
    maxTokens,
    answers: api.answers,
    takesLimit: api.maxTokens.length > 0 || api.limitAtClient === true,
    outputLimit: {
      ...limit,
      parameter: provider === 'openai' || provider === 'azure' ? limit.parameter : (limit.parameterElsewhere ?? limit.parameter),
    },
    segments,
    system: systemState(system, ownSystem, hidden, historyOnly, api.system.length > 0 && request.open && systemValues.length === 0),
    messages: hidden ? 'runtime' : readable(others),
    history: messages.history || hidden || api.history.some((name) => request.has(name)),
    tools: readToolArgument(request, api.tools, at),
    stream: api.streaming.includes(match.method) || (streamValue?.kind === 'boolean' && streamValue.value === true),
    structuredOutput: api.structured.includes(match.method) || request.read(api.structuredOutput) !== undefined,
    repeat: repeatOf(file.facts, call),
    slot: api.kind === 'direct' && skip === 0 ? slotOf(file, call) : undefined,
  };
  return {
    file,
    call,
    prompt,
    feeds: api.id.endsWith('-model') ? [] : feedsOf(modelValue, messagesValue, systemValues, request, model, segments),
  };
}

/** The construction among the calls along a callee: the class's own path may hold calls (`new Client(key).getModel(…)`). */
function constructionIndex(match: ShapeMatch): number {
  return (match.className?.match(/\(\)/g) ?? []).length;
}

/** False for a value that switches the model off. */
function isUsed(value: Value | undefined): boolean {
  return value !== undefined && !(value.kind === 'boolean' && value.value === false);
}

/** Model ids in place of the objects that stand for models. */
function modelIds(evaluator: Evaluator, value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  const ids = optionsOf(value).map((option) => {
    if (option.kind !== 'external' || modelObject(option.path) === undefined) return option;
    return (
      MODEL_OBJECT_ARGUMENTS.map((name) => property(evaluator, option, name)).find(
        (found) => found !== undefined && found.kind !== 'null',
      ) ?? option
    );
  });
  return choice(ids, value.at);
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

function systemState(
  own: readonly Segment[],
  inMessages: readonly Segment[],
  hidden: boolean,
  historyOnly: boolean,
  perhapsSpread: boolean,
): PromptCall['system'] {
  const state = readable([...own, ...inMessages]);
  // A message list that is built elsewhere may well begin with a system message.
  return state === 'absent' && (hidden || historyOnly || perhapsSpread) ? 'runtime' : state;
}

function readToolArgument(request: Request, names: readonly string[], at: Location): PromptCall['tools'] {
  const value = request.read(names);
  const tools = readTools(value);
  return tools.state === 'absent' && value === undefined && request.open && names.length > 0
    ? { state: 'runtime', tools: [], complete: false, at }
    : tools;
}

function feedsOf(
  model: Value | undefined,
  messages: Value | undefined,
  system: readonly Value[],
  request: Request,
  known: Known<string>,
  segments: readonly Segment[],
): ParameterRef[] {
  const result: ParameterRef[] = [];
  const add = (ref: ParameterRef | undefined): void => {
    if (ref !== undefined && !result.some((other) => other.uri === ref.uri && other.scope === ref.scope && other.name === ref.name))
      result.push(ref);
  };
  for (const value of [model, messages, ...system])
    for (const option of value === undefined ? [] : optionsOf(value)) if (option.kind === 'unknown') add(option.parameter);
  if (messages?.kind === 'list') for (const item of messages.items) if (item.value.kind === 'unknown') add(item.value.parameter);
  for (const segment of segments) add(wholeParameter(segment));
  const incomplete = known.state === 'missing' || known.state === 'computed' || messages === undefined;
  if (incomplete) {
    for (const spread of request.spreads) {
      if (spread.kind === 'unknown') add(spread.parameter);
      if (spread.kind === 'dict') add(spread.rest);
    }
  }
  return result;
}

/** The parameter that is the whole text of a segment, white space aside. */
function wholeParameter(segment: Segment): ParameterRef | undefined {
  const holes = segment.parts.filter((part): part is HolePart => part.kind === 'hole');
  const text = segment.parts.some((part) => part.kind === 'text' && part.text.trim() !== '');
  return holes.length === 1 && !text && segment.parts.every((part) => part.kind !== 'media') ? holes[0]?.parameter : undefined;
}
