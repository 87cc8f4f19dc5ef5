import type { CallExpr, Expr } from '../facts.ts';
import type { Location, ParameterRef, PromptCall } from '../ir.ts';
import { withoutInsertions } from './call-options.ts';
import { calleeText } from './callee-text.ts';
import { calleeFrame } from './calls.ts';
import { siteOf, type CallSite } from './call-sites.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedCall, Project } from './project.ts';
import { repeatOf } from './repeat.ts';
import type { ShapeIndex } from './shapes.ts';
import { surroundingsOf } from './surroundings.ts';
import { locate, optionsOf, type Frame, type FunctionValue, type LinkedFile, type Value } from './value.ts';

/** Wrappers around wrappers are followed this far. */
const MAX_LEVELS = 4;

/** A site whose parameters decide what is sent, and the way from the call that a developer writes down to the SDK's own call. */
export interface Level {
  readonly site: CallSite;
  /** The SDK's call with its callee. */
  readonly inner: {
    readonly file: LinkedFile;
    readonly call: CallExpr;
    readonly callee: CallExpr['callee'];
    readonly calleeFrame?: Frame | undefined;
  };
  /** Calls of wrappers from this site inwards, each with the function it calls. */
  readonly path: readonly { readonly call: CallExpr; readonly callee: FunctionValue }[];
  readonly via: readonly Location[];
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
  const seen = new Set<CallExpr>(sites.map((site) => site.call));
  const own = sites
    .filter((site) => site.feeds.length > 0)
    .map((site): Level => ({
      site,
      inner: { file: site.file, call: site.call, callee: calleeOf(site), calleeFrame: site.calleeFrame },
      path: [],
      via: [],
    }));
  const all: Level[] = [];
  let level: readonly Level[] = [...own, ...(restriction?.levels ?? [])];
  for (let depth = 0; depth < MAX_LEVELS && level.length > 0; depth++) {
    const next: Level[] = [];
    for (const current of level) {
      yield undefined;
      all.push(current);
      const scope = wrapperScope(current.site);
      if (scope === undefined) continue;
      for (const found of callersOf(evaluator, project, current.site.file, scope, restriction?.only)) {
        if (seen.has(found.written) && !merged.has(found.written)) continue;
        const via = [locate(current.site.file, current.site.call), ...current.via];
        const path = [{ call: found.call, callee: found.callee }, ...current.path];
        const site = rebuild(evaluator, found, current, index, via);
        if (site === undefined) continue;
        const earlier = merged.get(found.written);
        merged.set(found.written, earlier === undefined ? site : withModelsOf(earlier, site));
        if (earlier !== undefined) continue;
        seen.add(found.written);
        usedBy.set(current.inner.call, (usedBy.get(current.inner.call) ?? 0) + 1);
        if (site.feeds.length > 0) next.push({ site, inner: current.inner, path, via });
      }
    }
    level = next;
  }
  return { callers: [...merged.values()], usedBy, levels: all };
}

/** A site that may also send what another one does: their models are alternatives. */
function withModelsOf(site: CallSite, other: CallSite): CallSite {
  const [a, b] = [site.prompt.model, other.prompt.model];
  if (a.state === 'missing' || b.state === 'missing') return site;
  const runtime = [a, b].some((known) => known.state === 'computed' && known.candidates.length === 0);
  const all = [...a.candidates, ...b.candidates.filter((candidate) => !a.candidates.some((known) => known.value === candidate.value))];
  // What one of them takes from elsewhere has no default because the other names a model.
  const candidates = runtime ? [] : all;
  const model = a.state === 'computed' ? { ...a, candidates } : b.state === 'computed' ? { ...b, candidates } : { ...a, candidates };
  const bothKnown = site.prompt.provider !== undefined && other.prompt.provider !== undefined;
  const sameProvider = site.prompt.provider === other.prompt.provider;
  const provider = sameProvider ? site.prompt.provider : undefined;
  const providerReason = sameProvider
    ? site.prompt.providerReason
    : `one of several clients: ${site.prompt.provider ?? 'unknown'}, ${other.prompt.provider ?? 'unknown'}`;
  return {
    ...site,
    prompt: { ...site.prompt, model, provider, providerReason, providerByModel: sameProvider ? site.prompt.providerByModel : bothKnown },
  };
}

/** Callers in one file only, of wrappers that are known already. */
export interface Restriction {
  readonly only: LinkedFile;
  readonly levels: readonly Level[];
}

/** What {@link expandWrappers} finds. */
export interface Expansion {
  readonly callers: readonly CallSite[];
  /** Callers per call of an SDK. */
  readonly usedBy: ReadonlyMap<CallExpr, number>;
  /** Every wrapper that was followed, for looking at one file again later. */
  readonly levels: readonly Level[];
}

function calleeOf(site: CallSite): CallExpr['callee'] {
  const { start, end } = site.prompt.calleeAt;
  if (site.call.callee.start === start && site.call.callee.end === end) return site.call.callee;
  return site.call.args.find((argument) => argument.value.start === start)?.value ?? site.call.callee;
}

/**
 * The function that sends the site when it is called, if its parameters, or those of a function that makes it, decide what is sent.
 */
function wrapperScope(site: CallSite): number | undefined {
  const { scopes } = site.file.facts;
  const isFunction = (scope: number): boolean => scopes[scope]?.kind === 'function' || scopes[scope]?.kind === 'lambda';
  let innermost = site.call.scope;
  while (innermost >= 0 && !isFunction(innermost)) innermost = scopes[innermost]?.parent ?? -1;
  for (let at = innermost; at >= 0; at = scopes[at]?.parent ?? -1) {
    if (isFunction(at) && site.feeds.some((feed: ParameterRef) => feed.uri === site.file.facts.uri && feed.scope === at)) return innermost;
  }
  return undefined;
}

interface Caller extends LinkedCall {
  readonly callee: FunctionValue;
  readonly frame: Frame;
}

/** Calls of a function anywhere in the project. Names find candidates, the definition decides. */
function callersOf(evaluator: Evaluator, project: Project, file: LinkedFile, scopeId: number, only?: LinkedFile): Caller[] {
  const result: Caller[] = [];
  const seen = new Set<CallExpr>();
  for (const { name, within } of namesOf(project, file, scopeId)) {
    if (within !== undefined && only !== undefined && within !== only) continue;
    for (const { file: other, call, written } of project.callsTo(name, within ?? only)) {
      if (seen.has(written)) continue;
      evaluator.begin();
      const frame = evaluator.frameOf(other);
      const own = evaluator.evaluate(call.callee, frame);
      const callee = functionAmong(own, file, scopeId) ?? injectedFunction(evaluator, project, other, call, own, file, scopeId);
      if (callee === undefined) continue;
      seen.add(written);
      result.push({ file: other, call, written, callee, frame });
    }
  }
  return result;
}

function functionAmong(value: Value, file: LinkedFile, scope: number): FunctionValue | undefined {
  return optionsOf(value).find(
    (option): option is FunctionValue => option.kind === 'function' && option.file === file && option.scope === scope,
  );
}

/** The function that a call reaches through an object or a function that is handed in: asked of those who hand it in. */
function injectedFunction(
  evaluator: Evaluator,
  project: Project,
  file: LinkedFile,
  call: CallExpr,
  callee: Value,
  wanted: LinkedFile,
  scope: number,
): FunctionValue | undefined {
  const ref =
    handedIn(callee) ??
    (call.callee.kind === 'member' ? handedIn(evaluator.evaluate(call.callee.object, evaluator.frameOf(file))) : undefined);
  if (ref === undefined || ref.uri !== file.facts.uri) return undefined;
  const key = `${ref.uri}\0${ref.scope}\0${ref.name.split(/[.[]/, 1)[0] ?? ''}`;
  let frames = project.injected.get(key);
  if (frames === undefined) {
    // A function that is asked for its own callers while they are looked up has none yet.
    project.injected.set(key, []);
    frames = clientFrames(evaluator, project, file, ref, 0).slice(0, MAX_CALLERS);
    project.injected.set(key, frames);
  }
  for (const frame of frames) {
    evaluator.begin();
    const found = functionAmong(evaluator.evaluate(call.callee, frame), wanted, scope);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The parameter that a value, or what it belongs to, comes from. */
function handedIn(value: Value): ParameterRef | undefined {
  for (const option of optionsOf(value))
    if ((option.kind === 'unknown' || option.kind === 'instance' || option.kind === 'external') && option.parameter !== undefined)
      return option.parameter;
  return undefined;
}

/** A name by which something may be called. */
interface CallName {
  readonly name: string;
  /** The only file that can see the name; undefined when others may. */
  readonly within: LinkedFile | undefined;
}

/** Names by which a function may be called: its own, those of variables that hold it, and those of variables that hold what its maker returns. */
function namesOf(project: Project, file: LinkedFile, scopeId: number): readonly CallName[] {
  const { scopes } = file.facts;
  const result = new Map<string, CallName>();
  const add = (name: string, within: LinkedFile | undefined): void => {
    const key = within === undefined ? name : `${name} ${within.facts.uri}`;
    if (!result.has(name)) result.set(key, { name, within });
  };
  const own = scopes[scopeId]?.name ?? '';
  if (own !== '') add(own, isLocal(file, scopes[scopeId]?.parent ?? -1, own) ? file : undefined);
  for (const { name, local } of holders(file, (value) => value.kind === 'function' && value.scope === scopeId))
    add(name, local ? file : undefined);
  for (let at = scopes[scopeId]?.parent ?? -1; at >= 0; at = scopes[at]?.parent ?? -1) {
    const maker = scopes[at];
    if (maker?.kind !== 'function' || maker.name === '') continue;
    const within = isLocal(file, maker.parent, maker.name) ? file : undefined;
    for (const { file: other, call } of project.callsTo(maker.name, within))
      for (const { name, local } of holders(other, (value) => value === call)) add(name, local ? other : undefined);
  }
  return [...result.values()];
}

/** True for a name that no other file can see: of a function's scope, or of a module that does not export it. */
function isLocal({ facts }: LinkedFile, scope: number, name: string): boolean {
  const kind = facts.scopes[scope]?.kind;
  if (kind === 'function' || kind === 'lambda') return true;
  if (kind !== 'module' || facts.exports === undefined) return false;
  for (const [exported, fact] of facts.exports) if (exported === name || (fact.kind === 'local' && fact.name === name)) return false;
  return true;
}

/** Variables and attributes of a file that are set to a matching expression. */
function holders(file: LinkedFile, matches: (value: Expr) => boolean): { readonly name: string; readonly local: boolean }[] {
  const result: { name: string; local: boolean }[] = [];
  for (const [id, scope] of file.facts.scopes.entries()) {
    for (const bindings of scope.bindings.values())
      for (const binding of bindings)
        if (binding.value !== undefined && matches(binding.value))
          result.push({ name: binding.name, local: isLocal(file, id, binding.name) });
    for (const effect of scope.effects)
      if (effect.kind === 'set' && effect.key?.kind === 'text' && matches(effect.value))
        result.push({ name: effect.key.value, local: false });
  }
  return result;
}

/**
 * The value of an injected client: a callee that begins with a parameter is looked up in the callers of its function. Undefined when no
 * caller is seen that passes a known client.
 */
export function siteByCallers(
  evaluator: Evaluator,
  project: Project,
  file: LinkedFile,
  call: CallExpr,
  index: ShapeIndex,
): CallSite | undefined {
  const callee = optionsOf(evaluator.evaluate(call.callee, evaluator.frameOf(file))).find(
    (option) => option.kind === 'unknown' && option.parameter !== undefined,
  );
  const ref = callee?.kind === 'unknown' ? callee.parameter : undefined;
  if (ref === undefined || ref.uri !== file.facts.uri) return undefined;
  const frames = clientFrames(evaluator, project, file, ref, 0);
  const own = evaluator.frameOf(file);
  for (const frame of frames.slice(0, MAX_CALLERS)) {
    // Only the client comes from the caller; everything else stays as the function alone tells it.
    const site = siteOf(evaluator, file, call, call.callee, own, index, 0, frame);
    if (site !== undefined) return { ...site, calleeFrame: frame };
  }
  return undefined;
}

/** A client may be handed on from function to function this often. */
const MAX_HANDS = 3;

/** Frames of the function that owns a parameter, one per caller; a caller that only hands its own parameter on is asked for its callers. */
function clientFrames(evaluator: Evaluator, project: Project, file: LinkedFile, ref: ParameterRef, depth: number): Frame[] {
  const method = file.facts.scopes[ref.scope];
  if (method?.name === '__init__' || method?.name === 'constructor') return constructionFrames(evaluator, project, file, method.parent);
  const name = ref.name.split(/[.[]/, 1)[0] ?? ref.name;
  return callersOf(evaluator, project, file, ref.scope)
    .slice(0, MAX_CALLERS)
    .flatMap((caller): Frame[] => {
      const frame = calleeFrame(evaluator, caller.callee, caller.call, caller.frame);
      const given = frame.args?.get(name);
      const from = given?.kind === 'unknown' ? given.parameter : undefined;
      if (from === undefined || depth >= MAX_HANDS || from.uri !== caller.file.facts.uri) return [frame];
      return clientFrames(evaluator, project, caller.file, from, depth + 1).map((outer) =>
        calleeFrame(evaluator, caller.callee, caller.call, outer),
      );
    });
}

/** Callers that are asked for an injected client. */
const MAX_CALLERS = 12;

/** Frames of the methods of a class, one per place where an object of it is made: by its name, or as `cls(…)` in its own methods. */
function constructionFrames(evaluator: Evaluator, project: Project, file: LinkedFile, classScope: number): Frame[] {
  const name = file.facts.scopes[classScope]?.name ?? '';
  const own = file.facts.calls.filter(({ callee }) => callee.kind === 'self' && callee.scope === classScope);
  const named = name === '' ? [] : project.callsTo(name).filter(({ call, written }) => call === written);
  return [...own.map((call) => ({ file, call })), ...named].flatMap(({ file: other, call }): Frame[] => {
    evaluator.begin();
    const frame = evaluator.frameOf(other);
    const made = optionsOf(evaluator.evaluate(call.callee, frame)).some(
      (option) => (option.kind === 'class' || option.kind === 'instance') && option.file === file && option.scope === classScope,
    );
    if (!made) return [];
    const self = { kind: 'instance', file, scope: classScope, construction: { call, frame }, at: locate(other, call) } as const;
    return [{ file, args: undefined, scope: -1, self, depth: 1 }];
  });
}

/** The inner call as it is sent when a caller calls the wrapper, put at the caller's place. */
function rebuild(evaluator: Evaluator, caller: Caller, current: Level, index: ShapeIndex, via: readonly Location[]): CallSite | undefined {
  // From the caller inwards: each function runs with the arguments of the call before it.
  let frame = calleeFrame(evaluator, caller.callee, caller.call, caller.frame);
  for (const step of current.path) {
    // What the outer call's arguments say about the function; without them, the one that was found for the inner call.
    const callee = functionAmong(evaluator.evaluate(step.call.callee, frame), step.callee.file, step.callee.scope) ?? step.callee;
    frame = calleeFrame(evaluator, callee, step.call, frame);
  }
  if (frame.file !== current.inner.file) return undefined;
  const skip =
    current.inner.callee === current.inner.call.callee
      ? 0
      : current.inner.call.args.findIndex((argument) => argument.value === current.inner.callee) + 1;
  const { file: innerFile, call: innerCall, callee: innerCallee, calleeFrame: known } = current.inner;
  // A client that the caller hands on from elsewhere is the one that another caller showed.
  const inner =
    siteOf(evaluator, innerFile, innerCall, innerCallee, frame, index, skip) ??
    (known === undefined ? undefined : siteOf(evaluator, innerFile, innerCall, innerCallee, frame, index, skip, known));
  if (inner === undefined) return undefined;
  const { file, written } = caller;
  // A loop inside of the wrapper repeats the request for every caller.
  const around = repeatOf(evaluator, file, written);
  const prompt: PromptCall = {
    ...inner.prompt,
    uri: file.facts.uri,
    at: { ...locate(file, written), start: written.callee.start },
    callee: calleeText(file, written.callee),
    calleeAt: locate(file, written.callee),
    kind: 'wrapper',
    via,
    limitFromCaller: current.site.prompt.maxTokens.state !== 'missing',
    repeat: around.kind === 'no' ? inner.prompt.repeat : around,
    slot: undefined,
    options: withoutInsertions(inner.prompt.options),
    around: {
      ...surroundingsOf({
        file,
        call: written,
        sdk: '',
        repeat: around,
        messages: undefined,
        receiver: undefined,
        construction: undefined,
      }),
      retries: inner.prompt.around?.retries ?? [],
    },
  };
  return { file, call: written, prompt, feeds: inner.feeds.filter((feed) => feed.uri === file.facts.uri) };
}
