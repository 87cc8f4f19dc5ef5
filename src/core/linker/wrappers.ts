import type { CallExpr } from '../facts.ts';
import type { Location, ParameterRef, PromptCall } from '../ir.ts';
import { calleeFrame } from './calls.ts';
import { siteOf, type CallSite } from './call-sites.ts';
import type { Evaluator } from './evaluate.ts';
import type { Project } from './project.ts';
import { repeatOf } from './repeat.ts';
import type { ShapeIndex } from './shapes.ts';
import { locate, optionsOf, type Frame, type FunctionValue, type LinkedFile } from './value.ts';

/** Wrappers around wrappers are followed this far. */
const MAX_LEVELS = 4;

/** A site, and the way from the call that a developer writes down to the SDK's own call. */
interface Level {
  readonly site: CallSite;
  /** The SDK's call with its callee. */
  readonly inner: { readonly file: LinkedFile; readonly call: CallExpr; readonly callee: CallExpr['callee'] };
  /** Calls of wrappers from this site inwards, each with the function it calls. */
  readonly path: readonly { readonly call: CallExpr; readonly scope: number }[];
  readonly via: readonly Location[];
}

/**
 * Callers of functions through whose parameters a prompt or model reaches a call. Each is a call site of its own, rebuilt with the caller's
 * arguments. Returns them with the number of callers per inner call.
 */
export function expandWrappers(
  evaluator: Evaluator,
  project: Project,
  sites: readonly CallSite[],
  index: ShapeIndex,
): { readonly callers: readonly CallSite[]; readonly usedBy: ReadonlyMap<CallExpr, number> } {
  const callers: CallSite[] = [];
  const usedBy = new Map<CallExpr, number>();
  const seen = new Set<CallExpr>(sites.map((site) => site.call));
  let level: Level[] = sites
    .filter((site) => site.feeds.length > 0)
    .map((site) => ({ site, inner: { file: site.file, call: site.call, callee: calleeOf(site) }, path: [], via: [] }));
  for (let depth = 0; depth < MAX_LEVELS && level.length > 0; depth++) {
    const next: Level[] = [];
    for (const current of level) {
      for (const scope of wrapperScopes(current.site)) {
        for (const found of callersOf(evaluator, project, current.site.file, scope)) {
          if (seen.has(found.call)) continue;
          const via = [locate(current.site.file, current.site.call), ...current.via];
          const path = [{ call: found.call, scope }, ...current.path];
          const site = rebuild(evaluator, found, current, index, via);
          if (site === undefined) continue;
          seen.add(found.call);
          callers.push(site);
          usedBy.set(current.inner.call, (usedBy.get(current.inner.call) ?? 0) + 1);
          if (site.feeds.length > 0) next.push({ site, inner: current.inner, path, via });
        }
      }
    }
    level = next;
  }
  return { callers, usedBy };
}

function calleeOf(site: CallSite): CallExpr['callee'] {
  const { start, end } = site.prompt.calleeAt;
  if (site.call.callee.start === start && site.call.callee.end === end) return site.call.callee;
  return site.call.args.find((argument) => argument.value.start === start)?.value ?? site.call.callee;
}

/** Functions around a site whose parameters decide what it sends, the innermost first. */
function wrapperScopes(site: CallSite): number[] {
  const { scopes } = site.file.facts;
  const result: number[] = [];
  for (let at = site.call.scope; at >= 0; at = scopes[at]?.parent ?? -1) {
    const scope = scopes[at];
    if (scope?.kind !== 'function' && scope?.kind !== 'lambda') continue;
    if (site.feeds.some((feed: ParameterRef) => feed.uri === site.file.facts.uri && feed.scope === at)) result.push(at);
  }
  return result;
}

interface Caller {
  readonly file: LinkedFile;
  readonly call: CallExpr;
  readonly callee: FunctionValue;
  readonly frame: Frame;
}

/** Calls of a function anywhere in the project. The name finds candidates, the definition decides. */
function callersOf(evaluator: Evaluator, project: Project, file: LinkedFile, scopeId: number): Caller[] {
  const scope = file.facts.scopes[scopeId];
  const name = scope === undefined ? undefined : nameOf(file, scopeId);
  if (scope === undefined || name === undefined || name === '') return [];
  const result: Caller[] = [];
  for (const { file: other, call } of project.callsTo(name)) {
    evaluator.begin();
    const frame = evaluator.frameOf(other);
    const callee = optionsOf(evaluator.evaluate(call.callee, frame)).find(
      (option): option is FunctionValue => option.kind === 'function' && option.file === file && option.scope === scopeId,
    );
    if (callee !== undefined) result.push({ file: other, call, callee, frame });
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
  const method = file.facts.scopes[ref.scope];
  const isConstructor = method?.name === '__init__' || method?.name === 'constructor';
  const frames = isConstructor
    ? constructionFrames(evaluator, project, file, method.parent)
    : callersOf(evaluator, project, file, ref.scope).map((caller) => calleeFrame(evaluator, caller.callee, caller.call, caller.frame));
  for (const frame of frames.slice(0, MAX_CALLERS)) {
    const site = siteOf(evaluator, file, call, call.callee, frame, index, 0);
    // Only the client comes from the caller; everything else stays as the function alone tells it.
    if (site !== undefined) return siteOf(evaluator, file, call, call.callee, onlyClient(frame, ref.name), index, 0) ?? site;
  }
  return undefined;
}

/** Callers that are asked for an injected client. */
const MAX_CALLERS = 12;

/** A frame that knows one argument and nothing else of the caller. */
function onlyClient(frame: Frame, path: string): Frame {
  const name = path.split(/[.[]/, 1)[0] ?? path;
  const value = frame.args?.get(name);
  return value === undefined ? frame : { ...frame, args: new Map([[name, value]]), partial: true };
}

/** Frames of the methods of a class, one per place where an object of it is made. */
function constructionFrames(evaluator: Evaluator, project: Project, file: LinkedFile, classScope: number): Frame[] {
  const name = file.facts.scopes[classScope]?.name ?? '';
  if (name === '') return [];
  return project.callsTo(name).flatMap(({ file: other, call }): Frame[] => {
    evaluator.begin();
    const frame = evaluator.frameOf(other);
    const made = optionsOf(evaluator.evaluate(call.callee, frame)).some(
      (option) => option.kind === 'class' && option.file === file && option.scope === classScope,
    );
    if (!made) return [];
    const self = { kind: 'instance', file, scope: classScope, construction: { call, frame }, at: locate(other, call) } as const;
    return [{ file, args: undefined, scope: -1, self, depth: 1 }];
  });
}

/** The name by which a function is called: its own, or that of the variable or property that holds it. */
function nameOf(file: LinkedFile, scopeId: number): string | undefined {
  const scope = file.facts.scopes[scopeId];
  if (scope === undefined) return undefined;
  if (scope.name !== '') return scope.name;
  for (const outer of file.facts.scopes) {
    for (const bindings of outer.bindings.values()) {
      for (const binding of bindings) if (binding.value?.kind === 'function' && binding.value.scope === scopeId) return binding.name;
    }
  }
  return undefined;
}

/** The inner call as it is sent when a caller calls the wrapper, put at the caller's place. */
function rebuild(evaluator: Evaluator, caller: Caller, current: Level, index: ShapeIndex, via: readonly Location[]): CallSite | undefined {
  // From the caller inwards: each function runs with the arguments of the call before it.
  let frame = calleeFrame(evaluator, caller.callee, caller.call, caller.frame);
  for (const step of current.path) {
    const callee = optionsOf(evaluator.evaluate(step.call.callee, frame)).find(
      (option): option is FunctionValue => option.kind === 'function' && option.scope === step.scope,
    );
    if (callee === undefined) return undefined;
    frame = calleeFrame(evaluator, callee, step.call, frame);
  }
  if (frame.file !== current.inner.file) return undefined;
  const skip =
    current.inner.callee === current.inner.call.callee
      ? 0
      : current.inner.call.args.findIndex((argument) => argument.value === current.inner.callee) + 1;
  const inner = siteOf(evaluator, current.inner.file, current.inner.call, current.inner.callee, frame, index, skip);
  if (inner === undefined) return undefined;
  const { file, call } = caller;
  const prompt: PromptCall = {
    ...inner.prompt,
    uri: file.facts.uri,
    at: { ...locate(file, call), start: call.callee.start },
    callee: file.text.slice(call.callee.start, call.callee.end).replace(/\s+/g, ''),
    calleeAt: locate(file, call.callee),
    kind: 'wrapper',
    via,
    repeat: repeatOf(file.facts, call),
    slot: undefined,
  };
  return { file, call, prompt, feeds: inner.feeds.filter((feed) => feed.uri === file.facts.uri) };
}
