import type { CallExpr, Expr, Scope } from '../facts.ts';
import type { Known, Location, PromptCall, Repeat, Segment } from '../ir.ts';
import { choosingParameters } from './branches.ts';
import { chainPrompt } from './chains.ts';
import { billingTermsOf } from './billing-terms.ts';
import { cachingOf } from './cache-facts.ts';
import { calleeText } from './callee-text.ts';
import { optionsFor, responseSchema } from './call-options.ts';
import { selfGiven } from './constructions.ts';
import type { Evaluator } from './evaluate.ts';
import { feedsOf, type Feed } from './feeds.ts';
import { handedMethod, isSent } from './handed-methods.ts';
import { knownLimit } from './known.ts';
import { messagesOneByOne, plainContent, plainMessages } from './message-objects.ts';
import { repeatOf, stepsOf } from './repeat.ts';
import { bindRequest, type Request } from './request.ts';
import { returnedValues } from './results.ts';
import { readable, readContent, readMessages } from './segments.ts';
import type { ShapeIndex, ShapeMatch } from './shapes.ts';
import { addressOf, matched } from './site-models.ts';
import { slotOf } from './slot.ts';
import { argumentPlace } from './written.ts';
import { readCallersAround } from './reuse.ts';
import { surroundingsOf } from './surroundings.ts';
import { decoratedFunctions, decoratedTools, readTools, withTools } from './tools.ts';
import { behindLoops } from './loop-turns.ts';
import { withTurnHoles } from './turn-holes.ts';
import { choice, constantText, locate, type Frame, type LinkedFile, type Value } from './value.ts';

/** A call that sends a prompt, with the parameters of functions around it that decide what is sent. */
export interface CallSite {
  readonly file: LinkedFile;
  readonly call: CallExpr;
  readonly prompt: PromptCall;
  readonly feeds: readonly Feed[];
  /** True for a request that the program sends without an SDK. */
  readonly overHttp?: true;
  /** Frame that gives meaning to the callee, when a caller of the function shows the client. */
  readonly calleeFrame?: Frame;
  /** True when the model is what the client was made with, and the call says none. */
  readonly modelOfClient?: true;
  /** True for a caller on a way that is only taken where somebody chooses another model than the usual one. */
  readonly onlyChosen?: true;
}

/** Finds the calls of one file that send a prompt, and rebuilds what they send. */
export function* findCallSites(
  evaluator: Evaluator,
  file: LinkedFile,
  index: ShapeIndex,
  injected?: (call: CallExpr) => Generator<undefined, CallSite | undefined>,
): Generator<undefined, CallSite[]> {
  const result: CallSite[] = [];
  const frame = evaluator.frameOf(file);
  const lastNames = index.lastNames(file.facts.language);
  const aliases = aliasesIn(file, lastNames);
  const callable = callableNames(file, index);
  const heirs = heirsIn(file);
  for (const call of file.facts.calls) {
    const name = lastName(call.callee);
    const named = lastNames.has(name) || aliases.has(name) || heirs.has(name) || callable(call.callee);
    const found = named ? matched(evaluator, call.callee, frame, index) : undefined;
    if (found !== undefined) yield* readCallersAround(evaluator, file, call.scope);
    let site = found && build(evaluator, file, call, call.callee, frame, index, found.matches, found.match, selfGiven(call), found.steps);
    if (named && site === undefined && injected !== undefined && call.callee.kind === 'member' && mayBeInjected(file, call.callee, index))
      site = yield* injected(call);
    // `llm: ChatOpenAI` says who answers; which model it is, those say who hand it in.
    if (site?.modelOfClient === true && site.prompt.model.state === 'computed' && injected !== undefined)
      site = (yield* injected(call)) ?? site;
    if (named) yield undefined;
    if (site !== undefined) result.push(site);
    else {
      const method = handedMethod(call, lastNames);
      const handed = method && siteOf(evaluator, file, call, method.method, frame, index, method.skip);
      if (method !== undefined) yield undefined;
      if (method !== undefined && handed?.prompt.kind === 'direct' && isSent(evaluator, method, frame, handed.prompt)) result.push(handed);
    }
  }
  return result;
}

/**
 * Names of what may make an object of a class that is built on an SDK's: classes of the file with a base, classes that it imports, and the
 * constructor of the base.
 */
function heirsIn({ facts: { scopes } }: LinkedFile): ReadonlySet<string> {
  const result = new Set<string>();
  for (const { bindings, kind, bases, name } of scopes) {
    for (const all of bindings.values())
      for (const binding of all) if (binding.import !== undefined && /^[A-Z]\w*[a-z]/.test(binding.name)) result.add(binding.name);
    if (kind !== 'class' || bases.length === 0) continue;
    if (bindings.has('__init__')) result.add('__init__');
    else if (bindings.has('constructor')) result.add('super');
    else result.add(name);
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

/** True for names of variables that may hold an object which is called like a function; only where its package is imported. */
function callableNames({ facts: { scopes, language } }: LinkedFile, index: ShapeIndex): (callee: Expr) => boolean {
  const packages = index.callablePackages(language);
  const imports = scopes.some(({ bindings }) =>
    [...bindings.values()].some((all) => all.some((binding) => packages.has(binding.import?.module.split('.', 1)[0] ?? ''))),
  );
  if (!imports) return () => false;
  const names = new Set(
    scopes.flatMap(({ bindings, params = [] }) => [
      ...params.map((parameter) => parameter.name),
      ...[...bindings].flatMap(([name, all]) => (all.some(({ kind }) => VARIABLES.has(kind)) ? [name] : [])),
    ]),
  );
  // `self.llm(messages)`: what an object of the file keeps is asked, its own methods are not.
  const kept = new Set(
    scopes.flatMap(({ effects }) =>
      effects.flatMap(({ kind, target, key }) => (kind === 'set' && target.kind === 'self' && key?.kind === 'text' ? [key.value] : [])),
    ),
  );
  return (callee) => {
    if (callee.kind === 'name') return names.has(callee.name);
    return callee.kind === 'member' && (callee.object.kind === 'name' || kept.has(callee.name));
  };
}

/** What binds a name to an object that was made elsewhere. */
const VARIABLES: ReadonlySet<string> = new Set(['assign', 'with', 'unpack', 'loop']);

/** False for a method that no client has: who calls the function need not be asked. */
function mayBeInjected(file: LinkedFile, callee: Expr, index: ShapeIndex): boolean {
  return index.couldBeMethod(file.facts.language, namesBack(callee));
}

/** The names of a chain from its end: `with_options`, `client` for `client.with_options(…)`. */
function namesBack(expr: Expr): string[] {
  const names: string[] = [];
  for (let at = expr; names.length < MAX_NAMES;)
    if (at.kind === 'member') {
      names.push(at.name);
      at = at.object;
    } else if (at.kind === 'call') at = at.callee;
    else if (at.kind === 'index') at = at.object;
    else return at.kind === 'name' ? [...names, at.name] : names;
  return names;
}

/** Names at the end of a chain that are looked at: a method has two, and few that change nothing stand between. */
const MAX_NAMES = 6;

function lastName(expr: Expr): string {
  // `Agent[Context](…)` is a call of `Agent`.
  if (expr.kind === 'index') return lastName(expr.object);
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
  const found = matched(evaluator, calleeExpr, calleeFrame, index);
  return found && build(evaluator, file, call, calleeExpr, frame, index, found.matches, found.match, skip, found.steps);
}

/**
 * The site that a call is, once it is known what it calls.
 *
 * @param given the arguments, when they are not those of the call
 * @param body the object that holds them then, when something can be written into it
 */
export function build(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  calleeExpr: Expr,
  frame: Frame,
  index: ShapeIndex,
  all: readonly ShapeMatch[],
  match: ShapeMatch,
  skip: number,
  steps: readonly Value[],
  given?: Request,
  body?: Expr,
): CallSite | undefined {
  const { api, client } = match;
  const addressed = addressOf(evaluator, { file, call, frame, index, skip }, all, match, given);
  if (addressed === undefined) return undefined;
  const { request, clients, orPerhaps, ownModel, modelValue, model } = addressed;
  const { receiver, construction } = clients;
  const at = locate(file, call);
  const systemValues = [
    ...[...request.readAll(api.system), ...clients.readAll((one) => one.system)].flatMap((value) => called(evaluator, value)),
    ...decoratedFunctions(evaluator, file, call, api.systemDecorators ?? []).flatMap((scope) => toldBy(evaluator, file, scope)),
  ];
  const place = systemValues.length === 1 && given === undefined ? argumentPlace(file, call, api.system) : undefined;
  const system = systemValues.flatMap((value) => readContent('system', plainContent(evaluator, value), 'always', file, { place }));
  const named = request.read(api.messages) ?? clients.read((one) => one.messages);
  const sent = named === undefined ? undefined : messagesOneByOne(named, (position) => request.read([String(position)]));
  const givenMessages = chainPrompt(evaluator, sent === undefined ? steps : [...steps, sent], sent) ?? sent;
  const messagesValue = givenMessages === undefined ? undefined : plainMessages(evaluator, givenMessages);
  // What is handed in as `messages` is a list, whatever else the API takes.
  const sentAt = api.textMessages ? api.messages.find((name) => request.read([name]) !== undefined) : undefined;
  const mayBeText = api.textMessages && !(sentAt === 'messages' || sentAt?.endsWith('.messages') === true);
  const messages = readMessages(messagesValue, file, mayBeText);
  const ownSystem = messages.segments.filter((segment) => segment.role === 'system');
  const others = messages.segments.filter((segment) => segment.role !== 'system');
  const hidden = messagesValue === undefined && (request.mayHold(api.messages) || clients.mayHold((one) => one.messages));
  const { provider, reason, byModel, elsewhere } = addressed.billing;
  const streamValue = request.read(api.stream);
  const read: Segment[] = [...system, ...messages.segments];
  const segments = withTurnHoles(evaluator, file, call, behindLoops(read, file, call.block), api);
  const maxTokens = orPerhaps(
    knownLimit(request.read(api.maxTokens) ?? clients.read((one) => one.maxTokens), api.outputLimit.required),
    'maxTokens',
  );
  // A list that begins with a turn of somebody else holds its system text nowhere; one that begins with unseen turns, or with a message
  // whose role is decided at run time, may.
  const historyOnly = messages.segments[0]?.role === 'other' && ownSystem.length === 0 && api.system.length === 0;
  const limit = api.outputLimit;
  const tools = withTools(readToolArgument(evaluator, request, match, at), decoratedTools(evaluator, file, call, api.toolDecorators ?? []));
  const repeat = grown(stepsOf(evaluator, api, request, tools, repeatOf(evaluator, file, call), at), messages.history);
  const feeds = api.id.endsWith('-model')
    ? []
    : [
        ...feedsOf(evaluator, modelValue, messagesValue, systemValues, request, model, segments, api.textMessages),
        ...chosenBy(evaluator, file, call, frame, model),
      ];
  const isWritten = skip === 0 && given === undefined;
  const caching = cachingOf(evaluator, file, call, request, api, repeat, segments, messages.history, isWritten, feeds.length > 0);
  const limitName = provider === 'openai' || provider === 'azure' ? limit.parameter : (limit.parameterElsewhere ?? limit.parameter);
  const structured = request.read(api.structuredOutput);
  const schema = responseSchema(evaluator, structured);
  const stream = api.streaming.includes(match.method) || (streamValue?.kind === 'boolean' && streamValue.value === true);
  const prompt: PromptCall = {
    uri: file.facts.uri,
    at: { ...at, start: calleeExpr.start },
    callee: calleeText(file, calleeExpr),
    calleeAt: locate(file, calleeExpr),
    kind: api.kind,
    ...(api.kind === 'agent' ? { makesAgent: true as const } : {}),
    sdk: match.profile.sdk,
    api: api.id,
    provider,
    providerReason: reason,
    providerByModel: byModel,
    ...(elsewhere === true ? { providerElsewhere: true } : {}),
    via: [],
    model,
    maxTokens,
    answers: api.answers,
    free: api.free === true,
    serviceTier: api.batch === true ? 'batch' : serviceTier(request),
    takesLimit: api.maxTokens.length > 0 || api.limitAtClient === true,
    outputLimit: { ...limit, parameter: limitName },
    segments,
    system:
      !api.answers && api.free !== true
        ? 'absent'
        : systemState(
            system,
            ownSystem,
            hidden,
            historyOnly,
            systemValues.length === 0 && (request.mayHold(api.system) || clients.mayHold((one) => one.system)),
          ),
    messages: hidden ? 'runtime' : readable(others),
    history: messages.history || hidden || api.addsText === true || api.history.some((name) => request.has(name)),
    tools,
    stream,
    structuredOutput: api.structured.includes(match.method) || structured !== undefined,
    repeat,
    slot: api.kind === 'direct' && skip === 0 ? slotOf(file, call) : undefined,
    options: optionsFor({
      file,
      holder: given === undefined && skip === 0 ? call : body,
      api,
      provider,
      request,
      path: match.callee.path,
      construction,
      clientUnseen: client !== undefined && construction === undefined,
      limitName,
    }),
    ...(schema === undefined ? {} : { responseSchema: schema }),
    around: surroundingsOf({
      file,
      call,
      sdk: match.profile.sdk,
      repeat,
      stream,
      messages: messagesValue,
      receiver,
      construction,
    }),
    ...(caching === undefined ? {} : { caching }),
    ...(api.free === true ? {} : { billing: billingTermsOf(request, construction?.read(client?.baseUrl ?? []), provider) }),
  };
  return {
    file,
    call,
    prompt,
    ...(ownModel === undefined && (modelValue !== undefined || clients.mayHold((one) => one.model)) ? { modelOfClient: true } : {}),
    feeds,
  };
}

/** Parameters that choose the model by choosing the branch in which it is sent. */
function chosenBy(evaluator: Evaluator, file: LinkedFile, call: CallExpr, frame: Frame, model: Known<string>): Feed[] {
  if (model.state !== 'known') return [];
  const ids = model.candidates.map(({ value }) => value);
  return choosingParameters(evaluator, file, call, frame, ids).map((ref): Feed => ({ ...ref, modelOnly: true }));
}

/** What a function returns, as its own code alone tells it. */
function toldBy(evaluator: Evaluator, file: LinkedFile, scope: Scope | undefined): Value[] {
  const first = scope?.returns[0];
  if (scope === undefined || first === undefined) return [];
  return [choice(returnedValues(evaluator, scope.returns, evaluator.frameOf(file)), locate(file, first))];
}

/** What a system text is that a function gives for every request (`instructions=tell`); any other value is itself. */
function called(evaluator: Evaluator, value: Value): Value[] {
  return value.kind === 'function' ? toldBy(evaluator, value.file, value.file.facts.scopes[value.scope]) : [value];
}

/** Values of `service_tier` that mean the standard tariff. */
const STANDARD_TIERS: ReadonlySet<string> = new Set(['auto', 'default', 'standard', 'standard_only', 'on_demand']);

function serviceTier(request: Request): string | undefined {
  const value = request.read(['service_tier', 'serviceTier', 'speed']);
  const tier = value === undefined ? undefined : constantText(value);
  return tier === undefined || STANDARD_TIERS.has(tier) ? undefined : tier;
}

/** A loop that sends its history along sends more on every turn. */
function grown(repeat: Repeat, history: boolean): Repeat {
  return repeat.kind === 'loop' && history ? { ...repeat, growing: true } : repeat;
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

/** Tools that a step between the client and the call binds: `model.bind_tools(tools).invoke(…)`. */
function boundTools(evaluator: Evaluator, { api, callee }: ShapeMatch): Value | undefined {
  const step = callee.calls.findLast(({ call }) => call.callee.kind === 'member' && api.toolSteps.includes(call.callee.name));
  return step === undefined ? undefined : bindRequest(evaluator, step.call, step.frame).read(['tools', '0']);
}

function readToolArgument(evaluator: Evaluator, request: Request, match: ShapeMatch, at: Location): PromptCall['tools'] {
  const names = match.api.tools;
  const value = boundTools(evaluator, match) ?? request.read(names);
  const tools = readTools(evaluator, value);
  // A list that begins empty elsewhere is filled by whatever it is handed to.
  const list = tools.at;
  const filledLater = list !== undefined && (list.uri !== at.uri || list.start < at.start || list.start >= at.end);
  return tools.state === 'absent' && (filledLater || (value === undefined && request.mayHold(names)))
    ? { state: 'runtime', tools: [], complete: false, at }
    : tools;
}
