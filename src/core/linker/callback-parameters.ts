/** What the parameters of a function are by the place where the function is written: `clients.map((client) => …)`, `const tool: Tool = { run: (input) => … }`. */
import type { CallExpr, Expr, FileFacts } from '../facts.ts';
import { isTestPath } from '../config.ts';
import { annotated } from './annotations.ts';
import { callerParameters } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import { isClientObject } from './foreign-names.ts';
import { basesOf, declaredClasses, MAX_BASES, type LinkedClass } from './hierarchy.ts';
import { declaredElement } from './members.ts';
import { choice, constantText, locate, optionsOf, type LinkedFile, type Value } from './value.ts';

/** Methods that hand each element of a list to the function that they are given, as its first argument. */
const EACH: ReadonlySet<string> = new Set(['map', 'forEach', 'filter', 'find', 'some', 'every', 'flatMap', 'findLast']);

/** Where a function is written: as an argument, or as what has a declared type; with the key of the entry that it is the value of. */
interface Place {
  readonly key: string | undefined;
  readonly call?: CallExpr;
  readonly position?: number;
  readonly annotation?: Expr;
}

/**
 * What a parameter without a type of its own is, by the place of its function: an element of a list, what a promise gives, what the type of
 * the variable, argument or member says, what the function that it is handed to calls it with. Undefined for anything but objects, functions
 * and clients, and for data but constants that nobody else can hand in: data is told by whoever loops over it.
 */
export function byPlace(evaluator: Evaluator, file: LinkedFile, scope: number, name: string): Value | undefined {
  const { facts } = file;
  if (facts.language !== 'typescript' && facts.language !== 'javascript' && facts.language !== 'python') return undefined;
  const position = facts.scopes[scope]?.params.findIndex((parameter) => parameter.name === name) ?? -1;
  const place = position < 0 ? undefined : placesIn(facts).get(scope);
  if (place === undefined) return undefined;
  return evaluator.once(
    place,
    () => undefined,
    () =>
      handedObject(evaluator, file, place, position) ??
      calledWith(evaluator, file, place, position) ??
      byType(evaluator, file, place, position),
  );
}

/** What a method hands to the function that it is given. */
function handedObject(evaluator: Evaluator, file: LinkedFile, { call, key }: Place, position: number): Value | undefined {
  if (call?.callee.kind !== 'member' || key !== undefined || position !== 0) return undefined;
  const { object, name: method } = call.callee;
  if (method !== 'then' && !EACH.has(method)) return undefined;
  const value = evaluator.evaluate(object, evaluator.frameOf(file));
  const given = method === 'then' ? optionsOf(value) : optionsOf(value).flatMap(elementsOf);
  return given.length > 0 && given.every(isObject) ? choice(given, locate(file, call)) : undefined;
}

/** What a function of the project that takes the function calls it with: `withFailover((client, model) => client.models.generateContent(…))`. */
function calledWith(evaluator: Evaluator, file: LinkedFile, { call, key, position: at }: Place, position: number): Value | undefined {
  if (call === undefined || at === undefined || key !== undefined) return undefined;
  const argument = call.args[at];
  const given: Value[] = [];
  let passedOn = argument?.value.kind === 'name';
  for (const option of takersOf(evaluator, file, call)) {
    const parameters = callerParameters(option.file, option.scope);
    const taking = argument?.name === undefined ? parameters[at] : parameters.find(({ name }) => name === argument.name);
    if (taking?.kind !== 'normal' && taking?.kind !== 'keyword-only') continue;
    const frame = evaluator.frameOf(option.file);
    passedOn ||= isPassedOn(option.file, option.scope, taking.name);
    for (const { written } of evaluator.callsIn(option.file).get(taking.name) ?? []) {
      const { callee, args, scope } = written;
      if (callee.kind !== 'name' || callee.name !== taking.name || !isInside(option.file, scope, option.scope)) continue;
      const handed = args[position];
      if (handed?.kind === 'positional') given.push(...optionsOf(evaluator.evaluate(handed.value, frame)));
    }
  }
  const isTold = (value: Value): boolean => isObject(value) || (!passedOn && constantText(value) !== undefined);
  return given.length > 0 && given.every(isTold) ? choice(given, locate(file, call)) : undefined;
}

interface Taker {
  readonly file: LinkedFile;
  readonly scope: number;
}

/** Functions of the project that a call runs: of an object that nobody knows here, the only method of that name. */
function takersOf(evaluator: Evaluator, file: LinkedFile, { callee }: CallExpr): readonly Taker[] {
  const known = optionsOf(evaluator.evaluate(callee, evaluator.frameOf(file)));
  const functions = known.filter((option) => option.kind === 'function');
  if (callee.kind !== 'member' || !known.every(({ kind }) => kind === 'unknown')) return functions;
  const methods = evaluator.modules.methodsNamed?.(callee.name) ?? [];
  // What tests put in its place is not meant.
  const real = methods.filter((one) => !isTestPath(one.file.facts.uri));
  const [method, other] = real.length > 0 ? real : methods;
  return method === undefined || other !== undefined ? [] : [{ file: method.file, scope: method.scope.id }];
}

/** Whether a function hands one of its parameters to somebody else, who may call it with anything. */
function isPassedOn(file: LinkedFile, scope: number, name: string): boolean {
  return file.facts.calls.some(
    ({ args, scope: from }) => args.some(({ value }) => value.kind === 'name' && value.name === name) && isInside(file, from, scope),
  );
}

/** Whether a scope is another one, or stands within it. */
function isInside({ facts }: LinkedFile, inner: number, outer: number): boolean {
  for (let at = inner; at >= 0; at = facts.scopes[at]?.parent ?? -1) if (at === outer) return true;
  return false;
}

function elementsOf(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items.filter(({ spread }) => !spread).map((item) => item.value);
  return value.kind === 'unknown' ? [declaredElement(value) ?? value] : [value];
}

function isObject(value: Value): boolean {
  return /^(instance|function|class|module)$/.test(value.kind) || isClientObject(value);
}

/** What the declared type of the function says about its parameter. */
function byType(evaluator: Evaluator, file: LinkedFile, place: Place, position: number): Value | undefined {
  const declared = place.annotation === undefined ? parameterTaking(evaluator, file, place) : { type: place.annotation, file };
  if (declared === undefined) return undefined;
  const type = place.key === undefined ? declared : memberType(evaluator, declared, place.key);
  const found = type === undefined ? undefined : parameterType(evaluator, type, position, 0);
  return found?.kind === 'instance' || (found?.kind === 'unknown' && found.type !== undefined) ? found : undefined;
}

/** A type, and the file in which it stands. */
interface TypeIn {
  readonly type: Expr;
  readonly file: LinkedFile;
}

/** The type of the parameter that takes an argument, for functions of the project. */
function parameterTaking(evaluator: Evaluator, file: LinkedFile, { call, position }: Place): TypeIn | undefined {
  if (call === undefined || position === undefined) return undefined;
  for (const option of optionsOf(evaluator.evaluate(call.callee, evaluator.frameOf(file)))) {
    const made = option.kind === 'class' ? option.file.facts.scopes[option.scope]?.bindings.get('constructor')?.at(-1)?.defines : undefined;
    const scope = option.kind === 'function' ? option.scope : made;
    if (scope === undefined || (option.kind !== 'function' && option.kind !== 'class')) continue;
    const type = callerParameters(option.file, scope)[position]?.annotation;
    if (type !== undefined) return { type, file: option.file };
  }
  return undefined;
}

/** The type of a member of a declared type. */
function memberType(evaluator: Evaluator, { type, file }: TypeIn, name: string): TypeIn | undefined {
  const value = annotated(evaluator, type, evaluator.frameOf(file));
  for (const declared of value === undefined ? [] : declaredClasses(value)) {
    const found = memberOf(evaluator, declared, name, 0);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memberOf(evaluator: Evaluator, own: LinkedClass, name: string, depth: number): TypeIn | undefined {
  const type = own.file.facts.scopes[own.scope]?.bindings.get(name)?.find((binding) => binding.annotation !== undefined)?.annotation;
  if (type !== undefined) return { type, file: own.file };
  if (depth >= MAX_BASES) return undefined;
  for (const base of basesOf(evaluator, own)) {
    const found = base.kind === 'class' ? memberOf(evaluator, base, name, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the type of a function says about one of its parameters. */
function parameterType(evaluator: Evaluator, { type, file }: TypeIn, position: number, depth: number): Value | undefined {
  if (depth > MAX_BASES) return undefined;
  if (type.kind === 'operation') {
    for (const operand of type.operands) {
      const found = parameterType(evaluator, { type: operand, file }, position, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (type.kind === 'index' && type.object.kind === 'name' && type.object.name === 'Callable') {
    const given = type.index.kind === 'list' ? type.index.items[0]?.value : undefined;
    const own = given?.kind === 'list' ? given.items[position]?.value : undefined;
    return own === undefined ? undefined : annotated(evaluator, own, evaluator.frameOf(file));
  }
  const named = type.kind === 'name' || type.kind === 'member' ? memberType(evaluator, { type, file }, '()') : undefined;
  return named === undefined ? undefined : parameterType(evaluator, named, position, depth + 1);
}

/** The places of the functions of a file that are written as values, by their scopes. */
function placesIn(facts: FileFacts): ReadonlyMap<number, Place> {
  let known = places.get(facts);
  if (known !== undefined) return known;
  const made = new Map<number, Place>();
  const learn = (value: Expr | undefined, place: Place): void => {
    if (value?.kind === 'function') made.set(value.scope, place);
    if (value?.kind !== 'dict' || place.key !== undefined) return;
    for (const entry of value.entries)
      if (entry.key?.kind === 'text' && entry.value.kind === 'function') made.set(entry.value.scope, { ...place, key: entry.key.value });
  };
  for (const scope of facts.scopes) {
    for (const bindings of scope.bindings.values())
      for (const { value, annotation } of bindings) if (annotation !== undefined) learn(value, { key: undefined, annotation });
    const { returnAnnotation } = scope;
    if (returnAnnotation !== undefined)
      for (const { value } of scope.returns) learn(value, { key: undefined, annotation: returnAnnotation });
  }
  for (const call of facts.calls)
    call.args.forEach(({ value }, position) => {
      learn(value, { key: undefined, call, position });
      const named = value.kind === 'name' ? namedFunction(facts, call.scope, value.name) : undefined;
      if (named !== undefined && !made.has(named)) made.set(named, { key: undefined, call, position });
    });
  places.set(facts, (known = made));
  return known;
}

/** The scope of the function of the same file that a name stands for; undefined where it is bound more than once, or to anything else. */
function namedFunction({ scopes }: FileFacts, from: number, name: string): number | undefined {
  for (let at = from; at >= 0; at = scopes[at]?.parent ?? -1) {
    const [bound, other] = scopes[at]?.bindings.get(name) ?? [];
    if (bound === undefined) continue;
    if (other !== undefined) return undefined;
    return bound.defines ?? (bound.value?.kind === 'function' ? bound.value.scope : undefined);
  }
  return undefined;
}

/** Places per file: its facts never change, and an edited file has new ones. */
const places = new WeakMap<FileFacts, ReadonlyMap<number, Place>>();
