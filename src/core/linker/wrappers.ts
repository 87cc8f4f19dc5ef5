import type { CallExpr, Scope } from '../facts.ts';
import type { Location, ParameterRef, PromptCall, Segment } from '../ir.ts';
import { isRuledOut } from './branches.ts';
import { isOnlyChosen } from './chosen-ways.ts';
import { cachingOfCaller } from './cache-facts.ts';
import { optionsOfCaller } from './call-options.ts';
import { calleeText } from './callee-text.ts';
import { callersOf, functionAmong, ofUnseenObject, withoutHandedIn, readCallersOf, type Caller } from './callers.ts';
import { enteredFrame } from './callee-frames.ts';
import { siteOf, type CallSite } from './call-sites.ts';
import { selfGiven } from './constructions.ts';
import type { Evaluator } from './evaluate.ts';
import { givesPrompt } from './feeds.ts';
import { httpSiteOf } from './http-calls.ts';
import { behindLoops } from './loop-turns.ts';
import { isHandedOver, makerOf } from './made-functions.ts';
import { constructorAmong } from './making.ts';
import { handsInAnother, isAmong, othersInstead } from './instead.ts';
import { isOpenSite, together, withModelAsDefault, withModelsOf, withOpenModel } from './merged-sites.ts';
import type { Project } from './project.ts';
import { repeatOf } from './repeat.ts';
import type { ShapeIndex } from './shapes.ts';
import { modelsOf } from './site-models.ts';
import { asksSuper, handsOnToSuper } from './super-members.ts';
import { surroundingsOf } from './surroundings.ts';
import { locate, optionsOf, type Frame, type FunctionValue, type LinkedFile } from './value.ts';

/** Wrappers around wrappers are followed this far. */
const MAX_LEVELS = 4;
/** Functions that call an SDK to which one call leads, and that are followed outwards: a project may have an adapter for each of many providers. */
const MAX_WAYS = 8;
/** Ways on which all of a request is rebuilt, in search of one on which its system text is seen; on the others only the model is read. */
const MAX_REBUILT = 4;

/** A call of a wrapper on the way to the SDK's call, with the function it calls. */
interface Step {
  readonly call: CallExpr;
  /** The call as it is written: another one where a function is handed to something that calls it. */
  readonly written: CallExpr;
  readonly callee: FunctionValue;
  /** True where its object is the one that everyone hands in. */
  readonly held?: true;
}

/** A site whose parameters decide what is sent, and the way from the call that a developer writes down to the SDK's own call. */
export interface Level {
  readonly site: CallSite;
  /** The SDK's call with its callee. */
  readonly inner: {
    readonly file: LinkedFile;
    readonly call: CallExpr;
    readonly callee: CallExpr['callee'];
    readonly calleeFrame?: Frame | undefined;
    /** True for an embedding whose object carries the model: who only chooses that object embeds nothing. */
    readonly needsPrompt?: true;
    readonly overHttp?: true;
  };
  /** Calls of wrappers from this site inwards, each with the function it calls. */
  readonly path: readonly Step[];
  readonly via: readonly Location[];
  /** The parameter of the function around the site that is kept by a method for the request. */
  readonly kept?: string;
  /** True when a method of another class may run on the way: who that asks is not known. */
  readonly mayBeOther?: true;
}

/**
 * Callers of functions through whose parameters a prompt or model reaches a call. Each is a call site of its own, rebuilt with the caller's
 * arguments. Gives way before every wrapper; returns the callers with their number per inner call.
 */
export function* expandWrappers(
  evaluator: Evaluator,
  project: Project,
  sites: readonly CallSite[],
  index: ShapeIndex,
  restriction?: Restriction,
): Generator<undefined, Expansion> {
  // A wrapper with several inner calls, one per provider, sends one of them: their models are alternatives.
  const merged = new Map<CallExpr, CallSite>();
  const usedBy = new Map<CallExpr, number>();
  const doubtful = new Set<CallExpr>();
  const waysOf = new Map<CallExpr, Set<Scope | undefined>>();
  const requestsFollowed = new Map<CallExpr, number>();
  const implementations = new Map<CallExpr, { readonly of: number; readonly seen: Set<unknown> }>();
  const undecided = new Map<CallExpr, Set<CallExpr>>();
  const waiting = new Map<CallExpr, readonly Level[]>();
  // A method that takes the place of another one and only hands on to it is that one for its callers.
  const handingOn = new Set<CallExpr>();
  const seen = new Set<CallExpr>(sites.map((site) => site.call));
  // While one file is linked anew, the others' are known by the wrappers around them.
  const senders = new Set(
    [...sites, ...(restriction?.levels ?? []).map(({ inner }) => inner)].flatMap(
      ({ file, call }) => file.facts.scopes[functionAround(file, call.scope) ?? -1] ?? [],
    ),
  );
  const own = sites
    // Who has tokens counted asks no model.
    .filter((site) => !site.prompt.free && (needsPrompt(site) ? givesPrompt(site.feeds) : site.feeds.length > 0))
    .map((site): Level => {
      const { file, call, calleeFrame, prompt } = site;
      const onlyText = needsPrompt(site) && prompt.kind !== 'agent' ? { needsPrompt: true as const } : {};
      const overHttp = site.overHttp === true ? { overHttp: site.overHttp } : {};
      return { site, inner: { file, call, callee: calleeOf(site), calleeFrame, ...onlyText, ...overHttp }, path: [], via: [] };
    });
  const all: Level[] = [];
  let level: readonly Level[] = [...own, ...(restriction?.levels ?? [])];
  for (let depth = 0; depth < MAX_LEVELS && level.length > 0; depth++) {
    let next: Level[] = [];
    for (const current of level) {
      yield undefined;
      all.push(current);
      const own = wrapperScope(current.site);
      const keeper = own === undefined && current.path.length === 0 ? keptParameter(evaluator, current.site) : undefined;
      const scope = own ?? keeper?.scope;
      const kept = current.kept ?? keeper?.name;
      if (scope === undefined) continue;
      evaluator.beginPart();
      if (restriction === undefined) yield* readCallersOf(evaluator, project, current.site.file, scope);
      let callersFound = callersOf(evaluator, project, current.site.file, scope, restriction?.only);
      const maker = callersFound.length > 0 ? undefined : makerOf(current.site, scope);
      // A function that is made for a framework, as a node of a graph, is called by nobody here: who has it made says what it sends.
      if (maker !== undefined && (restriction === undefined || callersOf(evaluator, project, current.site.file, scope).length === 0)) {
        if (restriction === undefined) yield* readCallersOf(evaluator, project, current.site.file, maker);
        callersFound = callersOf(evaluator, project, current.site.file, maker, restriction?.only);
      }
      for (const found of callersFound) {
        yield undefined;
        evaluator.beginPart();
        if (seen.has(found.written) && !merged.has(found.written)) continue;
        const via = [locate(current.site.file, current.site.call), ...current.via];
        const { call, written, callee, held } = found;
        const path = [{ call, written, callee, ...(held ? { held } : {}) }, ...current.path];
        const earlier = merged.get(found.written);
        // What was rebuilt on another way, or for another object, differs in its model alone.
        // A text that is embedded, to find what belongs to it, and answered by one function: its caller asks for the answer.
        const another = earlier !== undefined && !isSameWay(via, earlier.prompt.via);
        const sameFunction = implementations.get(written)?.seen.has(callee.file.facts.scopes[callee.scope]) === true;
        const before = another && sameFunction && earlier.prompt.answers !== current.site.prompt.answers ? earlier : undefined;
        if (before?.prompt.answers === true) continue;
        const isSeen =
          earlier !== undefined &&
          before === undefined &&
          (earlier.prompt.system !== 'runtime' || (requestsFollowed.get(found.written) ?? 0) >= MAX_REBUILT);
        let known = isSeen && earlier.onlyChosen !== true && !doubtful.has(found.written) ? earlier : undefined;
        const { asked, standard } = withoutHandedIn([found, ...found.others.map((callee): Caller => ({ ...found, callee }))]);
        const tried = asked.flatMap((one) => {
          const rebuilt = rebuild(evaluator, one, current, index, via, senders, known);
          if (rebuilt?.open === false) known ??= rebuilt.site;
          return rebuilt ?? [];
        });
        // Objects that go another way have their say there.
        const objects = tried.some(({ open }) => !open) ? tried.filter(({ open }) => !open) : tried;
        const [sent] = objects;
        if (sent === undefined) continue;
        // Where another method runs, what the caller does not say on this way is said on the other one.
        for (const step of sent.open ? [] : sent.undecided)
          undecided.set(found.written, (undecided.get(found.written) ?? new Set()).add(step));
        const sentSite = objects.slice(1).reduce((site, other) => withModelsOf(site, other.site), sent.site);
        // One that may not be what runs says something only where no other one does.
        if (sent.open && earlier !== undefined) continue;
        const mayBeOther = found.mayBeOther === true || current.mayBeOther === true;
        const rebuilt = standard ? withModelAsDefault(sentSite) : mayBeOther || sent.open ? withOpenModel(sentSite) : sentSite;
        const handed = kept === undefined ? undefined : parameterGiven(evaluator, found, kept);
        const site = kept === undefined ? rebuilt : { ...rebuilt, feeds: withFeed(rebuilt.feeds, handed) };
        // Of several objects of one class all models are named; where one takes a default, which one it is decides.
        const told = objects.length > found.others.length && objects.every(({ site }) => site.prompt.model.state === 'known');
        const reached = implementations.get(found.written) ?? {
          of: told || (standard && tried.length === asked.length) ? found.bodies : found.alternatives,
          seen: new Set(),
        };
        implementations.set(found.written, reached);
        reached.seen.add(found.callee.file.facts.scopes[found.callee.scope]);
        const replaced = earlier === undefined || before !== undefined || doubtful.has(found.written);
        const whole = replaced ? site : together(earlier, site);
        merged.set(found.written, whole);
        if (sent.open) doubtful.add(found.written);
        else doubtful.delete(found.written);
        if (handsOnToSuper(found.written, found.file)) handingOn.add(found.written);
        else if (earlier === undefined) usedBy.set(current.inner.call, (usedBy.get(current.inner.call) ?? 0) + 1);
        seen.add(found.written);
        // Each way inwards is followed outwards too: who calls from there reaches all of them, or chooses one.
        const ways = waysOf.get(found.written) ?? new Set();
        waysOf.set(found.written, ways);
        // Several requests of one function are one way.
        const way = current.inner.file.facts.scopes[functionAround(current.inner.file, current.inner.call.scope) ?? -1];
        ways.add(way);
        const followed = (requestsFollowed.get(found.written) ?? 0) + 1;
        requestsFollowed.set(found.written, followed);
        // Who calls from further outside asks for the answer too.
        if (before !== undefined) next = next.filter(({ site: { call } }) => call !== found.written);
        // What the function's parameters decide on one way, they decide on all: which object answers is not seen here.
        const { feeds } = whole;
        const givenHandedOn = handed === undefined ? {} : { kept: handed.name };
        const outwards: Level = {
          site: { ...site, feeds },
          inner: current.inner,
          path,
          via,
          ...givenHandedOn,
          ...(mayBeOther ? { mayBeOther } : {}),
        };
        const onHold = waiting.get(found.written) ?? [];
        const decides = current.inner.needsPrompt === true ? givesPrompt(feeds) : feeds.length > 0;
        if (ways.size > MAX_WAYS || followed > 2 * MAX_WAYS) continue;
        if (decides) next.push(...onHold.map((one) => ({ ...one, site: { ...one.site, feeds } })), outwards);
        waiting.set(found.written, decides ? [] : [...onHold, outwards]);
      }
    }
    level = next;
  }
  // A method of several classes of which only some are known to send anything; also further inwards, where the caller does not say which.
  const isOpen = (call: CallExpr): boolean => {
    const reached = implementations.get(call);
    return reached === undefined ? restriction?.open.has(call) === true : reached.of > reached.seen.size;
  };
  const callers = [...merged].flatMap(([call, site]) => {
    if (handingOn.has(call)) return [];
    return isOpen(call) || [...(undecided.get(call) ?? [])].some(isOpen) ? [withOpenModel(site)] : [site];
  });
  return { callers, usedBy, levels: all, open: new Set([...implementations.keys()].filter(isOpen)) };
}

function isSameWay(one: readonly Location[], other: readonly Location[]): boolean {
  return one.length === other.length && one.every(({ uri, start }, at) => start === other[at]?.start && uri === other[at].uri);
}

/**
 * True for a site whose callers decide more than its model when they are call sites: an agent with instructions of its own is the same agent for whoever
 * chooses its model, and with an embedding object that carries its model it is the function with the text that embeds it.
 */
function needsPrompt({ prompt, modelOfClient }: CallSite): boolean {
  return prompt.kind === 'agent' || (!prompt.answers && modelOfClient === true);
}

function withFeed(feeds: CallSite['feeds'], handed: ParameterRef | undefined): CallSite['feeds'] {
  const isKnown = (feed: ParameterRef): boolean => feed.uri === handed?.uri && feed.scope === handed.scope && feed.name === handed.name;
  return handed === undefined || feeds.some(isKnown) ? feeds : [...feeds, handed];
}

/** Callers in one file only, of wrappers that are known already. */
export interface Restriction {
  readonly only: LinkedFile;
  readonly levels: readonly Level[];
  /** Calls in other files that may run a method which is not known to send anything. */
  readonly open: ReadonlySet<CallExpr>;
}

/** What {@link expandWrappers} finds. */
export interface Expansion {
  readonly callers: readonly CallSite[];
  /** Callers per call of an SDK. */
  readonly usedBy: ReadonlyMap<CallExpr, number>;
  /** Every wrapper that was followed, for looking at one file again later. */
  readonly levels: readonly Level[];
  /** Calls that may run a method which is not known to send anything. */
  readonly open: ReadonlySet<CallExpr>;
}

function calleeOf(site: CallSite): CallExpr['callee'] {
  const { start, end } = site.prompt.calleeAt;
  if (site.call.callee.start === start && site.call.callee.end === end) return site.call.callee;
  return site.call.args.find((argument) => argument.value.start === start)?.value ?? site.call.callee;
}

/**
 * The function that sends the site when it is called, if its parameters, or those of a function that makes it, decide what is sent.
 */
function wrapperScope({ file, call, feeds }: CallSite): number | undefined {
  const { scopes, uri } = file.facts;
  const own = (scope: number): boolean => feeds.some((feed) => feed.uri === uri && feed.scope === scope);
  let innermost = functionAround(file, call.scope);
  // What is handed to a call at once (`retry(() => …)`) is called there; the function around it is the one that others call.
  while (innermost !== undefined && !own(innermost) && isHandedOver(file, innermost)) {
    const outer = functionAround(file, scopes[innermost]?.parent ?? -1);
    if (outer === undefined) break;
    innermost = outer;
  }
  for (let at = innermost ?? -1; at >= 0; at = scopes[at]?.parent ?? -1) if (isFunction(file, at) && own(at)) return innermost;
  return undefined;
}

function isFunction({ facts: { scopes } }: LinkedFile, scope: number): boolean {
  return scopes[scope]?.kind === 'function' || scopes[scope]?.kind === 'lambda';
}

/**
 * The parameter that the function around a site hands to a method which keeps it for the request: `self.remember(query)` in front of a
 * request with everything that is remembered.
 */
function keptParameter(evaluator: Evaluator, { file, call, feeds }: CallSite): ParameterRef | undefined {
  const { scopes, calls, uri } = file.facts;
  const innermost = functionAround(file, call.scope);
  if (innermost === undefined) return undefined;
  for (const feed of feeds) {
    const keeper = feed.uri === uri ? scopes[feed.scope] : undefined;
    if (keeper?.kind !== 'function') continue;
    for (const other of calls) {
      const { callee } = other;
      if (other.scope !== innermost || callee.kind !== 'member' || callee.name !== keeper.name) continue;
      evaluator.begin();
      const frame = evaluator.frameOf(file);
      const found = functionAmong(evaluator.evaluate(callee, frame), file, feed.scope);
      const given = found === undefined ? undefined : parameterGiven(evaluator, { file, call: other, callee: found, frame }, feed.name);
      if (given?.scope === innermost) return given;
    }
  }
  return undefined;
}

/** The parameter of the function around a call that is handed on, unchanged, as one of the arguments. */
function parameterGiven(
  evaluator: Evaluator,
  caller: Pick<Caller, 'file' | 'call' | 'callee' | 'frame'>,
  name: string,
): ParameterRef | undefined {
  const given = enteredFrame(evaluator, caller.callee, caller.call, caller.frame).args?.get(name);
  return given?.kind === 'unknown' && given.parameter?.uri === caller.file.facts.uri ? given.parameter : undefined;
}

function functionAround(file: LinkedFile, scope: number): number | undefined {
  for (let at = scope; at >= 0; at = file.facts.scopes[at]?.parent ?? -1) if (isFunction(file, at)) return at;
  return undefined;
}

/** Marks the text that the function which is called would send whoever calls it. */
function withInherited(segments: readonly Segment[], written: readonly Segment[]): Segment[] {
  const key = ({ at }: { readonly at: Location }): string => `${at.uri} ${at.start} ${at.end}`;
  const known = new Set(written.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'text' ? [key(part)] : []))));
  if (known.size === 0) return [...segments];
  return segments.map((segment) => ({
    ...segment,
    parts: segment.parts.map((part) => (part.kind === 'text' && known.has(key(part)) ? { ...part, inherited: true as const } : part)),
  }));
}

/** A site as a caller of a wrapper sends it. */
interface Rebuilt {
  readonly site: CallSite;
  /** True where another method runs that asks a model too. */
  readonly open: boolean;
  /** Calls on the way of which the caller does not say what runs. */
  readonly undecided: readonly CallExpr[];
}

/**
 * The inner call as it is sent when a caller calls the wrapper, put at the caller's place.
 *
 * @param known the same caller as it was rebuilt before: then only the model, and who bills it, is read anew
 */
function rebuild(
  evaluator: Evaluator,
  caller: Caller,
  current: Level,
  index: ShapeIndex,
  via: readonly Location[],
  senders: ReadonlySet<Scope>,
  known: CallSite | undefined,
): Rebuilt | undefined {
  let open = false;
  const undecided: CallExpr[] = [];
  const around: (readonly [LinkedFile, number])[] = [[caller.file, caller.written.block]];
  // From the caller inwards: each function runs with the arguments of the call before it.
  let frame = enteredFrame(evaluator, caller.callee, caller.call, caller.frame);
  for (const step of current.path) {
    // What the outer call's arguments say about the function; without them, the one that was found for the inner call.
    const callees = evaluator.ask(step.call.callee, frame);
    const { file: wanted, scope: wantedScope } = step.callee;
    const found =
      functionAmong(callees, wanted, wantedScope) ?? constructorAmong(evaluator, callees, step.call, frame, wanted, wantedScope);
    if (found === undefined) {
      if (handsInAnother(step.call.callee, callees, step.callee)) return undefined;
      const others = othersInstead(evaluator, callees, step.callee);
      // What runs instead may ask a model too; which one is not this one's to say. Asked by `super`, it is its own object's, which has callers of its own.
      const fits = !asksSuper(caller.written.callee, caller.file);
      if (others.length > 0 && !(fits && others.some((other) => isAmong(senders, other)))) return undefined;
      open ||= others.length > 0;
    }
    const isHeld = step.held === true && !open && (found === undefined || found.self?.construction === undefined);
    const callee = isHeld ? step.callee : (found ?? ofUnseenObject(step.callee));
    if (optionsOf(callees).some((option) => option !== found)) undecided.push(step.written);
    if (isRuledOut(evaluator, frame.file, step.call, frame)) return undefined;
    around.push([frame.file, step.written.block]);
    frame = enteredFrame(evaluator, callee, step.call, frame);
  }
  if (frame.file !== current.inner.file || isRuledOut(evaluator, frame.file, current.inner.call, frame)) return undefined;
  const onlyChosen = isOnlyChosen(evaluator, frame, current.inner.call) ? { onlyChosen: true as const } : {};
  const skip =
    current.inner.callee === current.inner.call.callee
      ? selfGiven(current.inner.call)
      : current.inner.call.args.findIndex((argument) => argument.value === current.inner.callee) + 1;
  const { file: innerFile, call: innerCall, callee: innerCallee, calleeFrame: shownBy } = current.inner;
  const at = { file: innerFile, call: innerCall, frame, index, skip };
  const overHttp = current.inner.overHttp === true;
  const isOther = known !== undefined && !open && !overHttp;
  // Nothing that another way says of the model would change what is known: that it may be any.
  if (isOther && isOpenSite(known))
    return { site: { ...known, prompt: { ...known.prompt, sdk: current.site.prompt.sdk } }, open, undecided };
  const sentBy = (client: Frame): Pick<CallSite, 'prompt' | 'feeds' | 'modelOfClient'> | undefined => {
    if (overHttp) return httpSiteOf(evaluator, innerCall, frame, index);
    if (!isOther) return siteOf(evaluator, innerFile, innerCall, innerCallee, frame, index, skip, client);
    const models = modelsOf(evaluator, at, innerCallee, client);
    return models && { ...known, prompt: { ...known.prompt, ...models.prompt }, modelOfClient: models.modelOfClient };
  };
  // A client that the caller hands on from elsewhere is the one that another caller showed.
  const own = sentBy(frame);
  const shown = own !== undefined || shownBy === undefined ? undefined : sentBy(shownBy);
  const inner = own ?? (shown?.modelOfClient === true ? withOpenModel(shown) : shown);
  if (inner === undefined) return undefined;
  if (isOther) return { site: { ...known, onlyChosen: undefined, ...onlyChosen, prompt: inner.prompt }, open, undecided };
  const { file, written } = caller;
  // A loop inside of the wrapper repeats the request for every caller.
  const repeat = repeatOf(evaluator, file, written);
  // Loops of the functions on the way that are over when they call on.
  const segments = around.reduce((all, [at, block]) => behindLoops(all, at, block), inner.prompt.segments);
  const prompt: PromptCall = {
    ...inner.prompt,
    uri: file.facts.uri,
    at: { ...locate(file, written), start: written.callee.start },
    callee: calleeText(file, written.callee),
    calleeAt: locate(file, written.callee),
    kind: 'wrapper',
    via,
    segments: withInherited(segments, current.site.prompt.segments),
    limitFromCaller: current.site.prompt.maxTokens.state !== 'missing',
    repeat: repeat.kind === 'no' ? inner.prompt.repeat : repeat,
    slot: undefined,
    ...(inner.prompt.caching === undefined
      ? {}
      : { caching: cachingOfCaller(evaluator, file, written, inner.prompt.caching, repeat, inner.prompt.tools.state === 'present') }),
    options: optionsOfCaller(inner.prompt.options, written),
    around: {
      ...surroundingsOf({
        file,
        call: written,
        sdk: '',
        repeat,
        stream: inner.prompt.stream,
        messages: undefined,
        receiver: undefined,
        construction: undefined,
      }),
      retries: inner.prompt.around?.retries ?? [],
    },
  };
  const site: CallSite = { file, call: written, prompt, feeds: inner.feeds.filter((feed) => feed.uri === file.facts.uri), ...onlyChosen };
  return { site, open, undecided };
}
