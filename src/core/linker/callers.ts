/** Who calls a function: by its names, through objects that are declared as something more general, and through what hands it on. */
import type { CallExpr } from '../facts.ts';
import type { ParameterRef } from '../ir.ts';
import type { Handing, Names } from './aliases.ts';
import { asksNobody, isAbstract } from './attributes.ts';
import { callMethod, callerParameters } from './calls.ts';
import { framesOfFunction } from './client-frames.ts';
import type { Evaluator } from './evaluate.ts';
import { declaredClasses, literalTypes, mayBe, isBuiltOn, type LinkedClass } from './hierarchy.ts';
import { holders, isLocal } from './holders.ts';
import { callsOwnLiteral } from './literal-methods.ts';
import { classMadeBy, constructorAmong, namesOfMaking } from './making.ts';
import type { LinkedCall, Project } from './project.ts';
import { locate, optionsOf, type Frame, type FunctionValue, type InstanceValue, type LinkedFile, type Value } from './value.ts';

/** A call of a function, with what it is for the caller. */
export interface Caller extends LinkedCall {
  readonly callee: FunctionValue;
  /** The same function of other objects that the call may be asked of; without its construction for those that are not seen. */
  readonly others: readonly FunctionValue[];
  readonly frame: Frame;
  /** True when a method of the same name, with code of its own, may run instead: that of the class which the object is declared as. */
  readonly mayBeOther?: true;
  /** True where the object is kept from outside, and everyone who hands one in hands in the same. */
  readonly held?: true;
  /** Methods, one of which the call runs: those of the objects that it may be asked of. */
  readonly alternatives: number;
  /** The same, where objects that share a method count once. */
  readonly bodies: number;
}

/** Calls that are looked at for one function, and for one through which something is only handed in: names like `run` are everywhere. */
const MAX_CANDIDATES = 5000;
export const MAX_HANDING_CANDIDATES = 400;

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
      if (left-- <= 0 || (limit === MAX_HANDING_CANDIDATES && evaluator.isSpent)) return result;
      const frame = evaluator.frameOf(other);
      const own = evaluator.ask(call.callee, frame);
      const seenHere =
        functionAmong(own, file, scopeId) ??
        (other === file && callsOwnLiteral(file.facts, call, scopeId)
          ? ({ kind: 'function', file, scope: scopeId, self: undefined, at: locate(file, call) } satisfies FunctionValue)
          : undefined) ??
        calledObject(evaluator, { file: other, call, written }, own, file, scopeId) ??
        constructorAmong(evaluator, own, call, frame, file, scopeId);
      const dispatch = seenHere === undefined ? dispatched(evaluator, { file: other, call, written }, own, file, scopeId) : undefined;
      const standard = seenHere ?? dispatch ?? byDefault(own, file, scopeId);
      const sameHere = standard === undefined ? [] : objectsOf(standard, functionsAmong(own, file, scopeId));
      const isUnseen = sameHere.length > 0 && sameHere.every((method) => isHeldUnseen(call, method));
      const injected = standard === undefined || isUnseen ? injectedFunctions(evaluator, project, other, call, own, file, scopeId) : [];
      const [callee, ...others] = injected.length > 0 ? injected : sameHere;
      if (callee === undefined) continue;
      seen.add(written);
      const mayBeOther = dispatch === undefined ? seenHere === undefined && standard !== undefined : overrides(evaluator, dispatch, own);
      const methods = optionsOf(own).filter((option) => option.kind === 'function' && !isAbstract(option) && !asksNobody(option));
      const bodies = new Set(methods.map((method) => method.kind === 'function' && method.file.facts.scopes[method.scope])).size;
      result.push({
        file: other,
        call,
        written,
        callee,
        others,
        frame,
        alternatives: methods.length,
        bodies,
        ...(mayBeOther ? { mayBeOther } : {}),
        ...(isUnseen && injected.length === 1 && callee.self?.construction !== undefined ? { held: true } : {}),
      });
    }
  }
  return result;
}

/**
 * True for a method of an object that is kept from outside, of which only the class is declared: `self.client: Client`. Who hands it in says which
 * object it is. One that the calling function itself is handed is said by its callers, which are sites of their own.
 */
function isHeldUnseen({ callee }: CallExpr, { self }: FunctionValue): boolean {
  return self !== undefined && self.construction === undefined && callee.kind === 'member' && callee.object.kind === 'member';
}

/** Reads the programs in small steps that {@link callersOf} looks into, as far as they are found by a name. */
export function* readCallersOf(evaluator: Evaluator, project: Project, file: LinkedFile, scopeId: number): Generator<undefined, void> {
  for (const { name, only } of namesOf(evaluator, project, file, scopeId)) if (only === undefined) yield* project.readCallersOf(name);
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
    const receiver = evaluator.ask(call.callee.object, evaluator.frameOf(file));
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
  const receiver = evaluator.ask(call.callee.object, evaluator.frameOf(file));
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

/**
 * The function that a call reaches through an object or a function that is handed in: asked of those who hand it in, once for each object. Where
 * some of them hand in what is not seen, also without what its object was made with.
 */
function injectedFunctions(
  evaluator: Evaluator,
  project: Project,
  file: LinkedFile,
  call: CallExpr,
  callee: Value,
  wanted: LinkedFile,
  scope: number,
): readonly FunctionValue[] {
  const ref =
    handedIn(callee) ?? (call.callee.kind === 'member' ? handedIn(evaluator.ask(call.callee.object, evaluator.frameOf(file))) : undefined);
  if (ref === undefined || ref.uri !== file.facts.uri) return [];
  const found: FunctionValue[] = [];
  let unseen = false;
  for (const frame of framesOfFunction(evaluator, project, file, ref)) {
    const value = evaluator.ask(call.callee, frame);
    const own = functionsAmong(value, wanted, scope);
    if (own.length === 0 && optionsOf(value).some((option) => option.kind === 'unknown')) unseen = true;
    for (const one of own) if (!found.some((other) => isSameObject(one, other))) found.push(one);
    if (found.length > MAX_OBJECTS) break;
  }
  const [first] = found;
  if (first === undefined || (!unseen && found.length <= MAX_OBJECTS)) return found;
  return [...found.slice(0, MAX_OBJECTS), ...(first.self?.construction === undefined ? [] : [ofUnseenObject(first)])];
}

/** The function of an object that may have been made with anything. */
export function ofUnseenObject(method: FunctionValue): FunctionValue {
  return method.self === undefined ? method : { ...method, self: { ...method.self, construction: undefined } };
}

/**
 * The objects that a call is asked of where none is handed in, with whether another one may be: `client or default_client()`. All of them where
 * nothing stands in for what is handed in, or nothing is.
 */
export function withoutHandedIn(callers: readonly Caller[]): { readonly asked: readonly Caller[]; readonly standard: boolean } {
  const own = callers.filter(({ callee: { self } }) => self?.construction !== undefined);
  const isHandedIn = ({ callee: { self } }: Caller): boolean => self?.construction === undefined && self?.parameter !== undefined;
  return own.length > 0 && own.length < callers.length && callers.every((one) => own.includes(one) || isHandedIn(one))
    ? { asked: own, standard: true }
    : { asked: callers, standard: false };
}

/** Objects of one call that are told apart. */
const MAX_OBJECTS = 4;

/** One function of each object, the given one first; of more than a few, one that may be of any. */
function objectsOf(first: FunctionValue, all: readonly FunctionValue[]): readonly FunctionValue[] {
  const result = [first];
  for (const option of all) if (result.every((known) => !isSameObject(known, option))) result.push(option);
  return result.length <= MAX_OBJECTS ? result : [...result.slice(0, MAX_OBJECTS), ofUnseenObject(first)];
}

/** The functions of a scope among the options of a value, one per object. */
function functionsAmong(value: Value, file: LinkedFile, scope: number): readonly FunctionValue[] {
  return optionsOf(value).filter(
    (option): option is FunctionValue => option.kind === 'function' && option.file === file && option.scope === scope,
  );
}

/** The class of the object that a method is asked of; empty for a function. */
function classKey({ self }: FunctionValue): string {
  return self === undefined ? '' : `${self.file.facts.uri} ${self.scope}`;
}

/** True for a function of an object that is made at the same place, or of the same class where nothing says how it is made. */
function isSameObject(one: FunctionValue, other: FunctionValue): boolean {
  const sameMaking = one.self?.construction?.call === other.self?.construction?.call && one.bound?.call === other.bound?.call;
  return sameMaking && classKey(one) === classKey(other);
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
  const made = classMadeBy(file, scopeId);
  // A method of an object that is written out is known wherever the object is; a function, where its name is.
  const isNamed = parent?.bindings.get(own)?.some(({ defines }) => defines === scopeId) === true;
  if (made === undefined) add('value', own, isNamed && isLocal(file, parent.id, own) ? file : undefined);
  else for (const making of namesOfMaking(evaluator, made)) add('value', making.name, making.only);
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
  return optionsOf(evaluator.ask(call.callee, evaluator.frameOf(file))).flatMap((option) => {
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
