/** Who calls a function: by its names, through objects that are declared as something more general, and through what hands it on. */
import type { CallExpr, Expr, FileFacts, Parameter } from '../facts.ts';
import type { ParameterRef } from '../ir.ts';
import type { Handing, Names } from './aliases.ts';
import { bindParameters } from './arguments.ts';
import { isAbstract } from './attributes.ts';
import { calleeFrame, callMethod, callerParameters } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import { declaredClasses, descendantsOf, literalTypes, mayBe, isBuiltOn, type LinkedClass } from './hierarchy.ts';
import { callsOwnLiteral } from './literal-methods.ts';
import type { LinkedCall, Project } from './project.ts';
import {
  locate,
  optionsOf,
  type BoundCall,
  type ClassValue,
  type Frame,
  type FunctionValue,
  type InstanceValue,
  type LinkedFile,
  type Value,
} from './value.ts';

/** Steps for finding out what a callee is: most need a few. */
const QUICK = 8000;

/** A call of a function, with what it is for the caller. */
export interface Caller extends LinkedCall {
  readonly callee: FunctionValue;
  readonly frame: Frame;
  /** True when a method of the same name, with code of its own, may run instead: that of the class which the object is declared as. */
  readonly mayBeOther?: true;
  /** Methods, one of which the call runs: those of the classes that the object may be of. */
  readonly alternatives: number;
}

/** Calls that are looked at for one function, and for one through which something is only handed in: names like `run` are everywhere. */
const MAX_CANDIDATES = 5000;
const MAX_HANDING_CANDIDATES = 400;

/** Calls of a function anywhere in the project. Names find candidates, the definition decides. */
export function callersOf(
  evaluator: Evaluator,
  project: Project,
  file: LinkedFile,
  scopeId: number,
  only?: LinkedFile,
  limit = MAX_CANDIDATES,
): Caller[] {
  const result: Caller[] = [];
  let left = limit;
  const seen = new Set<CallExpr>();
  for (const { name, only: visible } of namesOf(evaluator, project, file, scopeId)) {
    if (visible !== undefined && only !== undefined && visible !== only) continue;
    for (const { file: other, call, written } of project.callsTo(name, only ?? visible)) {
      if (seen.has(written)) continue;
      if (left-- <= 0) return result;
      evaluator.begin(QUICK);
      const frame = evaluator.frameOf(other);
      const own = evaluator.evaluate(call.callee, frame);
      const seenHere =
        functionAmong(own, file, scopeId) ??
        (other === file && callsOwnLiteral(file.facts, call, scopeId)
          ? ({ kind: 'function', file, scope: scopeId, self: undefined, at: locate(file, call) } satisfies FunctionValue)
          : undefined) ??
        calledObject(evaluator, { file: other, call, written }, own, file, scopeId);
      const dispatch = seenHere === undefined ? dispatched(evaluator, { file: other, call, written }, own, file, scopeId) : undefined;
      const standard = seenHere ?? dispatch ?? byDefault(own, file, scopeId);
      const callee = standard ?? injectedFunction(evaluator, project, other, call, own, file, scopeId);
      if (callee === undefined) continue;
      seen.add(written);
      const mayBeOther = dispatch === undefined ? seenHere === undefined && standard !== undefined : overrides(evaluator, dispatch, own);
      const alternatives = optionsOf(own).filter((option) => option.kind === 'function' && !isAbstract(option)).length;
      result.push({ file: other, call, written, callee, frame, alternatives, ...(mayBeOther ? { mayBeOther } : {}) });
    }
  }
  return result;
}

/** True for a method that takes the place of one with code of its own, which the call runs for other objects. */
function overrides(evaluator: Evaluator, method: FunctionValue, callee: Value): boolean {
  const classOf = ({ file, scope }: FunctionValue): LinkedClass => ({ file, scope: file.facts.scopes[scope]?.parent ?? -1 });
  const own = classOf(method);
  return optionsOf(callee).some((option) => {
    if (option.kind !== 'function' || isAbstract(option)) return false;
    const other = classOf(option);
    return (other.file !== own.file || other.scope !== own.scope) && isBuiltOn(evaluator, own, other);
  });
}

/** The function that runs when nothing else is handed in: `def judge(answer, ask=ask_model)`. */
function byDefault(callee: Value, file: LinkedFile, scope: number): FunctionValue | undefined {
  return optionsOf(callee)
    .flatMap((option) => (option.kind === 'unknown' && option.fallback !== undefined ? [option.fallback] : []))
    .map((fallback) => functionAmong(fallback, file, scope))
    .find((found) => found !== undefined);
}

/** The function of a scope among the options of a value. */
export function functionAmong(value: Value, file: LinkedFile, scope: number): FunctionValue | undefined {
  return optionsOf(value).find(
    (option): option is FunctionValue => option.kind === 'function' && option.file === file && option.scope === scope,
  );
}

/** The function that a call may run because the object it is asked of may be one of the function's class. */
function dispatched(
  evaluator: Evaluator,
  { file, call }: LinkedCall,
  callee: Value,
  wanted: LinkedFile,
  scope: number,
): FunctionValue | undefined {
  const method = wanted.facts.scopes[scope];
  const parent = wanted.facts.scopes[method?.parent ?? -1];
  if (method === undefined || call.callee.kind !== 'member') return undefined;
  const at = locate(wanted, method);
  if (parent?.kind !== 'class') {
    // A function of an object that is declared as an interface.
    const receiver = evaluator.evaluate(call.callee.object, evaluator.frameOf(file));
    const declared = declaredClasses(receiver);
    if (declared.length === 0) return undefined;
    const fits = literalTypes(evaluator, wanted, scope).some((type) => declared.some((one) => isBuiltOn(evaluator, type, one)));
    return fits ? { kind: 'function', file: wanted, scope, self: undefined, at } : undefined;
  }
  if (method.name !== call.callee.name) return undefined;
  const own: LinkedClass = { file: wanted, scope: parent.id };
  // A function that was found already belongs to the class of the object, or to one above it.
  const found = optionsOf(callee).some((option) => option.kind === 'function' && option.self === undefined);
  if (found) return undefined;
  const receiver = evaluator.evaluate(call.callee.object, evaluator.frameOf(file));
  if (!declaredClasses(receiver).some((declared) => mayBe(evaluator, declared, own))) return undefined;
  const self: InstanceValue = { kind: 'instance', file: wanted, scope: parent.id, construction: undefined, at };
  return { kind: 'function', file: wanted, scope, self, at };
}

/** The method that runs because an object of its class is called. */
function calledObject(
  evaluator: Evaluator,
  { file, call }: LinkedCall,
  callee: Value,
  wanted: LinkedFile,
  scope: number,
): FunctionValue | undefined {
  if (wanted.facts.scopes[scope]?.name !== '__call__' || call.callee.kind === 'self') return undefined;
  for (const option of optionsOf(callee)) {
    const method = option.kind === 'instance' ? callMethod(evaluator, option, call, evaluator.frameOf(file)) : undefined;
    if (method !== undefined && method.file === wanted && method.scope === scope) return method;
  }
  return undefined;
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
    evaluator.begin(QUICK);
    const found = functionAmong(evaluator.evaluate(call.callee, frame), wanted, scope);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The parameter that a value, or what it belongs to, comes from. */
function handedIn(value: Value): ParameterRef | undefined {
  for (const option of optionsOf(value)) {
    if (option.kind === 'unknown' && option.givenBy !== undefined) return option.givenBy;
    // One of several that are handed in: `for model in self.models`.
    if (option.kind === 'unknown' && option.converted !== undefined) return option.converted;
    if ((option.kind === 'unknown' || option.kind === 'instance' || option.kind === 'external') && option.parameter !== undefined)
      return option.parameter;
  }
  return undefined;
}

/** Names that are followed for one function, and how far. */
const MAX_NAMES = 40;
const MAX_STEPS = 4;
/** A name that more files hold is an everyday word: only the function's own name is looked for in all of them. */
const MAX_FILES = 40;

/** A name, and the file that alone can see it. */
interface SeenName {
  readonly name: string;
  readonly only: LinkedFile | undefined;
}

/**
 * Names by which a function may be called: its own, those of variables, entries and parameters that hold it, and those of what holds the result
 * of a function or class that makes it.
 */
function namesOf(evaluator: Evaluator, project: Project, file: LinkedFile, scopeId: number): readonly SeenName[] {
  const { scopes } = file.facts;
  const seen = new Map<string, SeenName>();
  type Kind = 'value' | 'maker';
  let next: { readonly kind: Kind; readonly seen: SeenName }[] = [];
  const add = (kind: Kind, name: string, only: LinkedFile | undefined): void => {
    const key = `${kind} ${name} ${only?.facts.uri ?? ''}`;
    if (name === '' || seen.has(key) || seen.has(`${kind} ${name} `) || seen.size >= MAX_NAMES) return;
    if (only === undefined && seen.size > 0 && !project.isRare(name, MAX_FILES)) return;
    seen.set(key, { name, only });
    next.push({ kind, seen: { name, only } });
  };
  const own = scopes[scopeId]?.name ?? '';
  const parent = scopes[scopes[scopeId]?.parent ?? -1];
  add('value', own, isLocal(file, parent?.id ?? -1, own) ? file : undefined);
  for (const { name, local } of holders(file, (value) => value.kind === 'function' && value.scope === scopeId))
    add('value', name, local ? file : undefined);
  if (own === '__call__' && parent !== undefined) add('maker', parent.name, undefined);
  for (let at = scopes[scopeId]?.parent ?? -1; at >= 0; at = scopes[at]?.parent ?? -1) {
    const maker = scopes[at];
    if (maker?.kind === 'function') add('maker', maker.name, isLocal(file, maker.parent, maker.name) ? file : undefined);
  }
  // A method travels by its object, under its own name; a function by any.
  const travels = parent?.kind !== 'class' || own === '__call__';
  for (let step = 0; step < MAX_STEPS && next.length > 0; step++) {
    const current = next;
    next = [];
    for (const { kind, seen: name } of current) {
      const files = name.only === undefined && !project.isRare(name.name, MAX_FILES) ? file : name.only;
      for (const { aliases, file: other } of project.aliasesOf(name.name, files)) {
        const spread = (names: Names | undefined, to: Kind): void => {
          for (const [alias, local] of names ?? []) add(to, alias, local ? other : undefined);
        };
        if (kind === 'maker') {
          spread(aliases.results.get(name.name), 'value');
          spread(aliases.values.get(name.name), 'maker');
          continue;
        }
        spread(aliases.values.get(name.name), 'value');
        if (travels || step > 0) spread(aliases.makers.get(name.name), 'maker');
        for (const handing of (aliases.handed.get(name.name) ?? []).slice(0, MAX_HANDINGS))
          for (const taking of parametersOf(evaluator, other, handing)) add('value', taking.name, taking.file);
      }
    }
  }
  return [...seen.values()];
}

/** Calls that hand a function on and are looked at, per file and name. */
const MAX_HANDINGS = 12;

/** The parameters of linked functions and classes that take an argument. */
function parametersOf(
  evaluator: Evaluator,
  file: LinkedFile,
  { call, argument }: Handing,
): { readonly name: string; readonly file: LinkedFile }[] {
  evaluator.begin(QUICK);
  return optionsOf(evaluator.evaluate(call.callee, evaluator.frameOf(file))).flatMap((option) => {
    const made = option.kind === 'class' ? constructorOf(option) : option.kind === 'function' ? option : undefined;
    if (made === undefined) return [];
    const params = callerParameters(made.file, made.scope);
    const taking = typeof argument === 'string' ? params.find(({ name }) => name === argument) : params[argument];
    return taking === undefined ? [] : [{ name: taking.name, file: made.file }];
  });
}

function constructorOf({ file, scope }: LinkedClass): { readonly file: LinkedFile; readonly scope: number } | undefined {
  const own = file.facts.scopes[scope];
  const defines = (own?.bindings.get('__init__') ?? own?.bindings.get('constructor'))?.at(-1)?.defines;
  return defines === undefined ? undefined : { file, scope: defines };
}

/** True for a name that no other file can see: of a function's scope, or of a module that does not export it. */
function isLocal({ facts }: LinkedFile, scope: number, name: string): boolean {
  const kind = facts.scopes[scope]?.kind;
  if (kind === 'function' || kind === 'lambda') return true;
  if (kind !== 'module' || facts.exports === undefined) return false;
  let names = exportedNames.get(facts);
  if (names === undefined) {
    names = new Set([...facts.exports].flatMap(([exported, fact]) => (fact.kind === 'local' ? [exported, fact.name] : [exported])));
    exportedNames.set(facts, names);
  }
  return !names.has(name);
}

/** Names under which a file exports something, there and here. */
const exportedNames = new WeakMap<FileFacts, ReadonlySet<string>>();

/** Variables, attributes and entries of a file that are set to a matching expression. */
function holders(file: LinkedFile, matches: (value: Expr) => boolean): { readonly name: string; readonly local: boolean }[] {
  const result: { name: string; local: boolean }[] = [];
  const look = (name: string, value: Expr | undefined, local: boolean): void => {
    if (value === undefined) return;
    if (matches(value)) result.push({ name, local });
    if (value.kind !== 'dict') return;
    for (const entry of value.entries) {
      if (!matches(entry.value)) continue;
      result.push({ name, local });
      if (entry.key?.kind === 'text') result.push({ name: entry.key.value, local: false });
    }
  };
  for (const scope of file.facts.scopes) {
    for (const bindings of scope.bindings.values())
      for (const binding of bindings) look(binding.name, binding.value, isLocal(file, scope.id, binding.name));
    for (const effect of scope.effects)
      if (effect.kind === 'set' && effect.key?.kind === 'text') look(effect.key.value, effect.value, false);
    for (const { value } of scope.returns) look(scope.name, value, false);
  }
  return result;
}

/** A client may be handed on from function to function this often. */
const MAX_HANDS = 3;

/** Frames of the function that owns a parameter, one per caller; a caller that only hands its own parameter on is asked for its callers. */
export function clientFrames(evaluator: Evaluator, project: Project, file: LinkedFile, ref: ParameterRef, depth: number): Frame[] {
  const method = file.facts.scopes[ref.scope];
  if (method?.name === '__init__' || method?.name === 'constructor')
    return constructionFrames(evaluator, project, file, method.parent, ref, depth);
  const name = ref.name.split(/[.[]/, 1)[0] ?? ref.name;
  return callersOf(evaluator, project, file, ref.scope, undefined, MAX_HANDING_CANDIDATES)
    .slice(0, MAX_CALLERS)
    .flatMap((caller): Frame[] => {
      evaluator.begin(QUICK);
      const frame = calleeFrame(evaluator, caller.callee, caller.call, caller.frame);
      const given = frame.args?.get(name);
      // Handed on as it is, or what a method of it gives: `llm.with_structured_output(Plan)`.
      const unseen = given === undefined ? undefined : optionsOf(given).find((option) => option.kind === 'unknown');
      const from = unseen?.kind === 'unknown' ? (unseen.parameter ?? unseen.givenBy) : undefined;
      if (from === undefined || depth >= MAX_HANDS || from.uri !== caller.file.facts.uri) return [frame];
      return clientFrames(evaluator, project, caller.file, from, depth + 1).map((outer) =>
        calleeFrame(evaluator, caller.callee, caller.call, outer),
      );
    });
}

/** Callers that are asked for an injected client. */
export const MAX_CALLERS = 12;

/** Frames of the methods of a class, one per place where an object of it is made: by its name, or as `cls(…)` in its own methods. */
function constructionFrames(
  evaluator: Evaluator,
  project: Project,
  file: LinkedFile,
  classScope: number,
  ref: ParameterRef,
  depth: number,
): Frame[] {
  const root: LinkedClass = { file, scope: classScope };
  const heirs = descendantsOf(evaluator, root);
  const name = file.facts.scopes[classScope]?.name ?? '';
  const own = file.facts.calls.filter(({ callee }) => callee.kind === 'self' && callee.scope === classScope);
  const names = [name, ...heirs.map((heir) => heir.file.facts.scopes[heir.scope]?.name ?? '')].filter((one) => one !== '');
  const named = [...new Set(names)].flatMap((one) => project.callsTo(one)).filter(({ call, written }) => call === written);
  return [...own.map((call) => ({ file, call })), ...named].flatMap(({ file: other, call }): Frame[] => {
    evaluator.begin(QUICK);
    const frame = evaluator.frameOf(other);
    const made = optionsOf(evaluator.evaluate(call.callee, frame)).find(
      (option): option is ClassValue | InstanceValue =>
        (option.kind === 'class' || option.kind === 'instance') &&
        [root, ...heirs].some((one) => option.file === one.file && option.scope === one.scope),
    );
    if (made === undefined) return [];
    const inFrame = (of: Frame): Frame => {
      const construction = { call, frame: of };
      const self: InstanceValue = { kind: 'instance', file: made.file, scope: made.scope, construction, at: locate(other, call) };
      return { file, args: undefined, scope: -1, self, depth: 1 };
    };
    // What is only handed on here was given to whoever makes this object.
    const from = depth >= MAX_HANDS ? undefined : handedOnTo(evaluator, file, ref, { call, frame });
    if (from === undefined || from.uri !== other.facts.uri || from.scope === ref.scope) return [inFrame(frame)];
    return clientFrames(evaluator, project, other, from, depth + 1).map((outer) =>
      inFrame({ ...outer, file: other, args: argumentsOf(evaluator, other, from, outer), scope: from.scope }),
    );
  });
}

/** The parameter that is given, unchanged, for a parameter of the constructor that a call runs. */
function handedOnTo(evaluator: Evaluator, file: LinkedFile, ref: ParameterRef, made: BoundCall): ParameterRef | undefined {
  const name = ref.name.split(/[.[]/, 1)[0] ?? ref.name;
  const given = bindParameters(evaluator, constructorParameters(file, ref.scope), made.call, made.frame).get(name);
  return given?.kind === 'unknown' ? given.parameter : undefined;
}

/** The arguments of the function that owns a parameter, as a frame of one of its callers knows them. */
function argumentsOf(evaluator: Evaluator, file: LinkedFile, from: ParameterRef, frame: Frame): Frame['args'] {
  const made = frame.args === undefined ? frame.self?.construction : undefined;
  return made === undefined ? frame.args : bindParameters(evaluator, constructorParameters(file, from.scope), made.call, made.frame);
}

/** The parameters of a constructor or function without the object itself. */
function constructorParameters(file: LinkedFile, scope: number): readonly Parameter[] {
  const params = file.facts.scopes[scope]?.params ?? [];
  return file.facts.language === 'python' ? params.slice(1) : params;
}
