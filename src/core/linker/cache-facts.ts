/** What prompt caching needs to know of a call, from the request, the provider's data and the code around. */
import type { CallExpr } from '../facts.ts';
import type { Location, Repeat, Segment } from '../ir.ts';
import type { BlockPlace, CacheFlag, CacheMarker, Caching, HistoryEdit } from '../ir-caching.ts';
import { apiCaching, type FlagFact } from '../providers/caching.ts';
import type { ApiShape } from '../providers/profile.ts';
import { markerIn, markerOf } from './cache-markers.ts';
import { cacheOfOneRequest, scatteringKey } from './cache-resources.ts';
import type { Evaluator } from './evaluate.ts';
import { enclosingTurns } from './flow.ts';
import { frontMarkers } from './front-markers.ts';
import { conversationArguments, messageExpressions } from './message-arguments.ts';
import { leftOutTools, toolsLeftOutOfWrapper } from './left-out-tools.ts';
import { MARKER_WORDS, mayMarkConversations } from './marker-places.ts';
import { memoryWindows } from './memory-windows.ts';
import type { Request } from './request.ts';
import { callsNamed, repetitionOf, runsOf } from './reuse.ts';
import { slotOf } from './slot.ts';
import { chosenPerStep } from './step-choices.ts';
import { modelByQuestion, modelOfRuns, varyingByQuestion } from './stored-turns.ts';
import { toolsByTurn } from './tools-by-turn.ts';
import { argumentOf, conversationOf, editsIn, varyingIn, type Conversation } from './turns.ts';
import { unorderedIn } from './unordered.ts';
import { constantText, locate, optionsOf, type DictValue, type LinkedFile, type Value } from './value.ts';
import { historyOfChain, historyOfChat, runsOfAgent } from './window-runs.ts';
import { windowsIn } from './windows.ts';
import { argumentPlace, mappingPlace } from './written.ts';

/**
 * The caching side of a call.
 *
 * @param segments what is sent, with its markers
 * @param history true when the request carries turns that the source does not show
 * @param written true when the arguments are those that the call itself is written with
 * @param callersAreCalls true when callers of the function around are calls of their own, as they say something of the prompt
 */
export function cachingOf(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  request: Request,
  api: ApiShape,
  repeat: Repeat,
  segments: readonly Segment[],
  history: boolean,
  written: boolean,
  callersAreCalls: boolean,
): Caching | undefined {
  if (!api.answers || api.free === true) return undefined;
  const facts = apiCaching.get(api.id);
  const conversation = conversationOf(file, call, api.messages);
  const tools = request.read(api.tools);
  const toolsExpr = argumentOf(call, api.tools);
  const keyed = (facts?.keyed ?? []).filter((name) => !api.tools.includes(name));
  const automatic = facts?.automatic === undefined ? undefined : request.read(facts.automatic);
  const varyingTools = conversation === undefined ? [] : varyingIn(file, call, conversation, api.tools);
  const repetition = repetitionOf(evaluator, file, call, repeat, conversation !== undefined || history);
  const { reuse } = repetition;
  const onTools = tools === undefined ? [] : toolMarkers(file, tools);
  const markers = [...onTools, ...segments.flatMap(({ marker }) => marker ?? [])].map(({ at }) => at);
  return {
    toolMarkers: onTools,
    toolPlace: tools === undefined ? undefined : toolPlace(file, tools),
    automatic: automatic === undefined ? undefined : markerOf(automatic, argumentRemoval(file, call, facts?.automatic?.[0] ?? '')),
    byFramework: facts?.framework === undefined ? undefined : frameworkSetting(request, facts.framework),
    // Messages of a user interface carry no markers of a provider, and nobody sets one where no file of the project spells it.
    markersUnseen: !history
      ? 'none'
      : conversation === undefined && facts?.spelling !== 'ai-sdk'
        ? markersOf(evaluator)
        : setsMarkersElsewhere(file, call, markers)
          ? kindOfMarkers(mayMarkConversations(file.text))
          : 'none',
    frontMarkers: history && MARKED.test(file.text) ? frontMarkers(file) : undefined,
    mode: modeOf(request),
    spelling: facts?.spelling,
    ...(facts?.claude === undefined || (facts.claude !== true && request.read(facts.claude) === undefined) ? {} : { onlyClaude: true }),
    slot:
      written && argumentOf(call, ['model_settings', 'prompt_cache_options', 'cache_control']) === undefined
        ? slotOf(file, call)
        : undefined,
    loops: loopsAround(evaluator, file, call),
    ...repetition,
    reuse: reuse.length > 0 || api.kind !== 'agent' ? reuse : runsOf(evaluator, file, call, repeat),
    varying: [
      ...(conversation === undefined ? varyingByQuestion(file, call, api.messages, keyed) : varyingIn(file, call, conversation, keyed)),
      ...modelOfSteps(file, call),
      ...(api.kind === 'agent'
        ? modelOfRuns(evaluator, file, call, api.model, runsOfAgent(evaluator, file, call))
        : modelByQuestion(file, call, api.messages)),
    ],
    scattered: scatteringKey(request),
    ownResource: cacheOfOneRequest(file, call, request),
    edits: editsOf(
      evaluator,
      file,
      call,
      api,
      conversation,
      history || conversation !== undefined || api.kind === 'agent',
      callersAreCalls,
    ),
    flags: (facts?.flags ?? []).flatMap((flag) => flagSet(file, call, request, flag) ?? []),
    unorderedTools: toolsExpr === undefined ? undefined : unorderedIn(file, toolsExpr),
    changingTools:
      varyingTools[0]?.at ??
      chosenPerStep(file, call, ['activeTools', 'tools']) ??
      toolsByTurn(evaluator, file, call, api) ??
      toolsByQuestion(file, call, api, conversation),
    leftOutTools: tools === undefined && written ? leftOutTools(file, call, api) : undefined,
  };
}

/** What the markers that the files of the project spell may stand on. */
function markersOf({ modules }: Evaluator): Caching['markersUnseen'] {
  if (modules.holdsAny?.(MARKER_WORDS) === false) return 'none';
  return kindOfMarkers(modules.holdsAny?.(MARKER_WORDS, mayMarkConversations) !== false);
}

function kindOfMarkers(mayBeAnywhere: boolean): Caching['markersUnseen'] {
  return mayBeAnywhere ? 'any' : 'start';
}

/** Tools that are chosen by the newest message of a conversation which is read from a store. */
function toolsByQuestion(file: LinkedFile, call: CallExpr, api: ApiShape, conversation: Conversation | undefined): Location | undefined {
  return conversation === undefined ? varyingByQuestion(file, call, api.messages, api.tools)[0]?.at : undefined;
}

/** The model, where the steps of one run are given different ones: no model reads what another has stored. */
function modelOfSteps(file: LinkedFile, call: CallExpr): Caching['varying'] {
  const at = chosenPerStep(file, call, ['model']);
  return at === undefined ? [] : [{ name: 'model', at }];
}

/** Arguments whose function gives the messages that an agent sends (LangGraph 1, LangChain 1, Pydantic AI 1, AI SDK 6; read 2026-11-22). */
const HOOKS = [
  'pre_model_hook',
  'preModelHook',
  'state_modifier',
  'stateModifier',
  'messages_modifier',
  'messageModifier',
  'history_processors',
  'prepareStep',
  'middleware',
];

/** What changes earlier turns: statements of one turn, and a window that moves over the list. */
function editsOf(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  api: ApiShape,
  conversation: Conversation | undefined,
  history: boolean,
  callersAreCalls: boolean,
): HistoryEdit[] {
  const hook = argumentOf(call, HOOKS);
  return [
    ...(conversation === undefined ? [] : editsIn(evaluator, file, conversation)),
    ...messageExpressions(file, call, api.messages).flatMap((one) => windowsIn(evaluator, file, one, !history, callersAreCalls, call)),
    ...(hook === undefined ? [] : windowsIn(evaluator, file, hook, false)),
    ...(api.kind === 'agent' ? runsOfAgent(evaluator, file, call) : [...historyOfChat(file, call), ...historyOfChain(file, call)]).flatMap(
      (one) => windowsIn(evaluator, one.file, one.value, false),
    ),
    ...memoryWindows(evaluator, file, call),
  ];
}

/** What changes earlier turns of a request that a program sends without an SDK; nobody who calls the function around is a call of its own. */
export function editsOfRequest(evaluator: Evaluator, file: LinkedFile, call: CallExpr, api: ApiShape, history: boolean): HistoryEdit[] {
  return messageExpressions(file, call, api.messages).flatMap((one) => windowsIn(evaluator, file, one, !history, false));
}

const MARKED = /cache_?control|cachePoint/i;
const MARKER = /cache_?control|cachePoint|prompt_cache_breakpoint/gi;

/** True for a marker outside of requests: the statement or helper that sets it may set it on this conversation. Those inside of requests are their own. */
function setsMarkersElsewhere({ facts, text }: LinkedFile, call: CallExpr, own: readonly Location[]): boolean {
  const name = lastNameOf(call.callee);
  const requests = facts.calls.filter((other) => name !== '' && lastNameOf(other.callee) === name);
  const isOwn = (index: number, end: number): boolean =>
    own.some(({ uri, start }) => uri === facts.uri && index < start && start - end <= KEY_GAP);
  return [...text.matchAll(MARKER)].some(
    ({ index, 0: word }) =>
      !requests.some(({ argList }) => argList.start <= index && index < argList.end) && !isOwn(index, index + word.length),
  );
}

/** Units between the name of a marker and its value: a quote, a colon, white space. */
const KEY_GAP = 20;

function lastNameOf(callee: CallExpr['callee']): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}

/** Arguments of functions of a project that may hold a conversation. */
const CONVERSATION_ARGUMENTS = ['messages', 'history', 'chat_history', 'conversation', 'input', '0', '1', '2'];

/**
 * The caching side of a call of a wrapper: what is sent is the wrapper's, how often and with what history is the caller's.
 *
 * @param hasTools true where the call is known to send tools
 */
export function cachingOfCaller(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  inner: Caching,
  repeat: Repeat,
  hasTools: boolean,
): Caching {
  const conversation = conversationOf(file, call, CONVERSATION_ARGUMENTS);
  const own = repetitionOf(evaluator, file, call, repeat, conversation !== undefined);
  return {
    ...inner,
    ...own,
    slot: undefined,
    markersUnseen: conversation === undefined ? inner.markersUnseen : 'none',
    loops: loopsAround(evaluator, file, call),
    varying: [],
    edits: [
      ...(conversation === undefined ? [] : editsIn(evaluator, file, conversation)),
      ...conversationArguments(file, call).flatMap((one) => windowsIn(evaluator, file, one, false)),
    ],
    flags: [],
    unorderedTools: undefined,
    changingTools: undefined,
    leftOutTools: hasTools || mayBeUnmarked(file, inner) ? undefined : toolsLeftOutOfWrapper(evaluator, file, call),
  };
}

/** True where only what is marked is cached, and a marker is neither seen in the request nor spelled in the file of the call. */
function mayBeUnmarked(file: LinkedFile, { spelling, markersUnseen }: Caching): boolean {
  return markersUnseen !== 'none' && spelling === 'anthropic' && !MARKED.test(file.text);
}

function loopsAround(evaluator: Evaluator, file: LinkedFile, call: CallExpr): number {
  const { facts } = file;
  let count = 0;
  for (let at = enclosingTurns(facts, call.block); at >= 0; at = enclosingTurns(facts, facts.blocks[at]?.parent ?? -1)) count++;
  return count === 0 && asksAgain(evaluator, file, call) ? 1 : count;
}

/** True for a call in a function that calls itself: an agent that goes on until no tool is called. */
function asksAgain(evaluator: Evaluator, file: LinkedFile, call: CallExpr): boolean {
  const { facts } = file;
  for (let at = call.scope; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope?.kind !== 'function') continue;
    return callsNamed(evaluator, file, [scope.name]).some(({ callee, scope: from }) => from === at && isOwn(callee, scope.name));
  }
  return false;
}

/** `name(…)`, `self.name(…)`. */
function isOwn(callee: CallExpr['callee'], name: string): boolean {
  return (callee.kind === 'name' || (callee.kind === 'member' && callee.object.kind === 'self')) && callee.name === name;
}

function toolDicts(tools: Value): DictValue[] {
  const list = optionsOf(tools).find((option) => option.kind === 'list');
  return (list?.items ?? []).flatMap((item) => (item.value.kind === 'dict' ? [item.value] : []));
}

function toolMarkers(file: LinkedFile, tools: Value): CacheMarker[] {
  return toolDicts(tools).flatMap((tool) => markerIn(file, tool) ?? []);
}

/** The place behind the last tool of a list that is written out. */
function toolPlace(file: LinkedFile, tools: Value): BlockPlace | undefined {
  const last = tools.kind === 'list' && !tools.growing ? tools.items.at(-1) : undefined;
  if (last?.value.kind !== 'dict' || last.certainty !== 'always' || last.spread) return undefined;
  const at = last.writtenAt?.uri === file.facts.uri ? last.writtenAt : undefined;
  return { form: 'block', text: last.value.at, mapping: mappingPlace(file, last.value), item: at };
}

/** A keyword argument with the comma in front of it. */
function argumentRemoval(file: LinkedFile, call: CallExpr, name: string): Location | undefined {
  const index = call.args.findIndex((argument) => argument.kind === 'keyword' && argument.name === name);
  const [own, before] = [call.args[index], call.args[index - 1]];
  if (own === undefined || before === undefined) return undefined;
  return /^\s*,\s*$/.test(file.text.slice(before.end, own.start)) ? { uri: file.facts.uri, start: before.end, end: own.end } : undefined;
}

/** A setting of a framework that makes it set markers; a list counts when one of its elements is made for that, or is not known. */
function frameworkSetting(request: Request, names: readonly string[]): Location | undefined {
  for (const value of request.readAll(names)) {
    if (value.kind === 'boolean' && value.value === false) continue;
    if (
      value.kind === 'list' &&
      value.items.every(({ value: item, spread }) => !spread && item.kind === 'external' && !item.path.includes('Cach'))
    )
      continue;
    return value.at;
  }
  return undefined;
}

function modeOf(request: Request): Caching['mode'] {
  const options = request.read(['prompt_cache_options', 'extra_body.prompt_cache_options', 'providerOptions.openai.promptCacheOptions']);
  if (options === undefined) return undefined;
  const mode = options.kind === 'dict' ? options.entries.get('mode')?.value : undefined;
  if (options.kind === 'dict' && mode === undefined && !options.open) return undefined;
  const text = mode === undefined ? undefined : constantText(mode);
  return text === 'implicit' || text === 'explicit' ? text : 'computed';
}

function flagSet(file: LinkedFile, call: CallExpr, request: Request, flag: FlagFact): CacheFlag | undefined {
  const value = request.read([flag.argument]);
  if (value === undefined || (flag.when !== undefined && !isOn(request, flag.when))) return undefined;
  const name = flag.argument.slice(flag.argument.lastIndexOf('.') + 1);
  if (flag.lacks === undefined) {
    if (value.kind !== 'boolean' || value.value !== flag.value) return undefined;
    const written = argumentPlace(file, call, [flag.argument])?.text;
    if (written === undefined) return undefined;
    return { name, at: written, effect: flag.effect, remedy: undefined };
  }
  if (value.kind !== 'dict' || value.open || value.entries.has(flag.lacks)) return undefined;
  const [key, expected] = flag.needs ?? ['', ''];
  if (constantText(value.entries.get(key)?.value ?? value) !== expected) return undefined;
  const place = mappingPlace(file, value);
  if (place === undefined || value.at.uri !== file.facts.uri) return undefined;
  const { keys } = place;
  const quote = keys === 'bare' ? '' : keys;
  const truth = file.facts.language === 'python' ? 'True' : 'true';
  return {
    name,
    at: locate(file, value.at),
    effect: flag.effect,
    remedy: {
      title: flag.remedy,
      at: { uri: place.uri, start: place.offset, end: place.offset },
      newText: `, ${quote}${flag.lacks}${quote}: ${truth}`,
      safe: flag.safe,
    },
  };
}

/** True when one of some arguments is set, and not to false. */
function isOn(request: Request, names: readonly string[]): boolean {
  return request.readAll(names).some((value) => !(value.kind === 'boolean' && value.value === false));
}
