import { atMost } from './at-most.ts';
import type { Binding, Expr, NameExpr, Parameter, Scope } from '../facts.ts';
import { annotated, declaredAs } from './annotations.ts';
import { isEmptyContainer, withDeclaration } from './attributes.ts';
import type { Evaluator } from './evaluate.ts';
import { enclosingLoop, enclosingTurns, type Use } from './flow.ts';
import type { Branch, Location, ParameterRef, Volatility } from '../ir.ts';
import type { LoopTurns } from '../ir-caching.ts';
import { handlerDecorators, pythonBuiltins, scriptGlobals } from './known-code.ts';
import { byPlace } from './callback-parameters.ts';
import { hasTypes, isClient, isClientObject, isClientType, unimported } from './foreign-names.ts';
import { wired } from './made-by-type.ts';
import { exportedName, importedValue } from './modules.ts';
import { mapValues } from './set-members.ts';
import { declaredElement } from './members.ts';
import { loopIn, sameLoop } from './loop-turns.ts';
import { changed } from './mutations.ts';
import { annotatedDependency, checkedClass, dependency, refOf } from './parameters.ts';
import { reaching } from './reaching.ts';
import { joinParts, withCertainty } from './text.ts';
import { isEmpty, isPlain, presentOr } from './stand-ins.ts';
import {
  choice,
  constantText,
  locate,
  optionsOf,
  partsOf,
  unknown,
  volatilityOf,
  type Frame,
  type FunctionValue,
  type LinkedFile,
  type ListItemValue,
  type ListValue,
  type UnknownValue,
  type Value,
} from './value.ts';
import { entered } from './yielded.ts';

/** The value of a name, by the assignments that can reach it. */
export function resolveName(evaluator: Evaluator, expr: NameExpr, frame: Frame): Value {
  const { file } = frame;
  const { scopes } = file.facts;
  const use: Use = { offset: expr.start, block: expr.block, scope: expr.scope };
  for (let at = expr.scope; at >= 0; at = scopes[at]?.parent ?? -1) {
    const scope = scopes[at];
    if (scope === undefined) break;
    // Names of a class body are not seen from its methods.
    if (scope.kind === 'class' && at !== expr.scope) continue;
    const value = fromScope(evaluator, scope, expr, use, frame);
    if (value !== undefined) return value;
  }
  for (const module of file.facts.starExports) {
    const linked = file.facts.exports === undefined ? evaluator.modules.resolve(file.facts, module) : undefined;
    const value = linked === undefined || frame.depth > 8 ? undefined : exportedName(evaluator, linked, expr.name, frame);
    if (value !== undefined) return value;
  }
  const sibling = evaluator.modules.siblings?.(file.facts, expr.name)[0];
  const shared = sibling === undefined || frame.depth > 8 ? undefined : exportedName(evaluator, sibling, expr.name, frame);
  if (shared !== undefined) return shared;
  const foreign = unimported(file.facts, expr.name, locate(file, expr));
  if (foreign !== undefined) return foreign;
  if (file.facts.language === 'typescript' || file.facts.language === 'javascript') {
    // `import.meta` is a member of a name that nobody can declare.
    if (expr.name === 'import') return { kind: 'external', path: 'import', calls: [], at: locate(file, expr) };
    if (scriptGlobals.has(expr.name)) return { kind: 'external', path: `global.${expr.name}`, calls: [], at: locate(file, expr) };
  } else if (file.facts.language === 'python' && pythonBuiltins.has(expr.name))
    return { kind: 'external', path: `builtins.${expr.name}`, calls: [], at: locate(file, expr) };
  return unknown(file, expr, 'name is not defined in this file');
}

function fromScope(evaluator: Evaluator, scope: Scope, expr: NameExpr, use: Use, frame: Frame): Value | undefined {
  const bindings = scope.bindings.get(expr.name);
  const parameter = scope.params.find((candidate) => candidate.name === expr.name);
  if (bindings === undefined && parameter === undefined) return undefined;
  // `find((one) => …)`: one of the elements is asked about, not any.
  const element = bindings?.[0]?.kind === 'loop' ? frameOfScope(frame, scope.id)?.args?.get(expr.name) : undefined;
  if (element !== undefined) return element;
  const local = scope.id === use.scope || isInside(frame.file, use.scope, scope.id);
  const effects = evaluator.effectsOn(frame.file, expr.name).filter((effect) => refersTo(frame.file, effect.scope, expr.name, scope.id));
  // A function within that is written behind all statements which change the name sees what they leave, whenever it runs.
  const behindAll = scope.kind === 'function' && [...(bindings ?? []), ...effects].every(({ end }) => end <= use.offset);
  const same = sameFunction(frame.file, use.scope, scope.id) || (local && behindAll);
  const entry = parameter === undefined ? undefined : parameterValue(evaluator, scope, parameter, frame);
  const reached = bindings === undefined ? undefined : reaching(evaluator, { scope, bindings, use, same, entry, frame });
  const { file } = frame;
  if (reached === undefined && entry === undefined) {
    if (!local || bindings === undefined) return undefined;
    // Only assigned further down: a name that is read before it is set, or the use stands in a loop or a nested function.
    const last = bindings[bindings.length - 1];
    return last === undefined ? undefined : bindingValue(evaluator, scope, last, frame);
  }
  const values = [reached?.value, reached?.complete === true ? undefined : entry].filter((value) => value !== undefined);
  const at = locate(file, expr);
  const [standard, given] = values;
  const words = values.every(isPlain) ? reached?.standsIn : undefined;
  const value =
    words === undefined || standard === undefined
      ? choice(values, at)
      : presentOr(given ?? standard, given ? [standard] : [], words, frame, at);
  const result = changed(evaluator, value, effects, file, { use, since: reached?.since ?? 0, same, owner: scope.id, frame });
  if (!isEmptyContainer(result)) return result;
  const declared = bindings?.findLast((binding) => binding.annotation !== undefined)?.annotation;
  return withDeclaration(evaluator, result, declared, file);
}

/** False for a name of the module that a function sets: it may never run, and others may set the name as well. */
export function isOwn({ facts }: LinkedFile, scope: Scope, binding: Binding): boolean {
  return scope.kind !== 'module' || (facts.blocks[binding.block]?.scope ?? 0) === scope.id;
}

/** A value with what `+=` adds to it. */
export function augmented(
  evaluator: Evaluator,
  earlier: Value | undefined,
  binding: Binding,
  certainty: 'always' | 'maybe' | 'repeated',
  frame: Frame,
  branch?: Branch,
): Value {
  const { file } = frame;
  const added =
    binding.value === undefined
      ? unknown(file, binding, 'nothing here yet')
      : evaluator.once(
          binding,
          () => unknown(file, binding, 'depends on itself'),
          () => evaluator.evaluate(binding.value!, frame),
        );
  if (earlier?.kind === 'text') return joinParts([...earlier.parts, ...withCertainty(partsOf(added, file), certainty, branch)], earlier.at);
  if (earlier?.kind === 'list') {
    const items: readonly ListItemValue[] = added.kind === 'list' ? added.items : [{ value: added, spread: true, certainty }];
    return {
      ...earlier,
      items: [...earlier.items, ...withCertainty(items, certainty, branch)],
      growing: earlier.growing || certainty === 'repeated',
    };
  }
  if (earlier?.kind === 'number' && added.kind === 'number' && certainty === 'always')
    return { ...earlier, value: Number(earlier.value) + Number(added.value) };
  // A counter of the turns of a loop.
  const loop = earlier?.kind === 'number' && added.kind === 'number' ? enclosingTurns(file.facts, binding.block) : -1;
  if (loop >= 0)
    return unknown(file, binding, 'counter of a loop', {
      source: 'loop',
      volatility: 'per-request',
      loop: { uri: file.facts.uri, block: loop, over: 'unknown', counts: true },
    });
  // Text behind one that is not seen.
  if (added.kind === 'text' && earlier !== undefined && UNSEEN.has(earlier.kind))
    return joinParts([...partsOf(earlier, file), ...withCertainty(added.parts, certainty, branch)], earlier.at);
  return unknown(file, binding, 'added to an unknown value');
}

/** Kinds of values that may be texts. */
const UNSEEN: ReadonlySet<string> = new Set(['unknown', 'choice', 'external']);

/** What one statement binds a name to. */
export function bindingValue(evaluator: Evaluator, scope: Scope, binding: Binding, frame: Frame): Value {
  const { file } = frame;
  const at = locate(file, binding);
  const atImport =
    scope.kind === 'module' &&
    isOwn(file, scope, binding) &&
    enclosingLoop(file.facts, binding.block) < 0 &&
    !evaluator.rerunsPerRequest(file);
  switch (binding.kind) {
    case 'import':
      return binding.import === undefined
        ? unknown(file, binding, 'import')
        : importedValue(evaluator, file, binding.import, binding, frame);
    case 'function':
      return functionValue(file, binding.defines ?? 0, at, frame);
    case 'class':
      return { kind: 'class', file, scope: binding.defines ?? 0, at };
    case 'loop':
      return evaluator.once(
        binding,
        () => unknown(file, binding, 'depends on itself'),
        () => element(evaluator, binding, frame),
      );
    case 'except':
      return unknown(file, binding, 'exception', { source: 'state' });
    default:
      break;
  }
  const valueExpr = binding.value;
  if (valueExpr === undefined) return unknown(file, binding, 'no value');
  const own = evaluator.once(
    binding,
    () => unknown(file, binding, 'depends on itself'),
    () => evaluator.evaluate(valueExpr, setterFrame(scope, binding, frame) ?? outerFrame(scope, frame)),
  );
  const value =
    binding.kind === 'unpack' ? unpacked(own, binding, file) : binding.kind === 'with' ? entered(evaluator, own, valueExpr, frame) : own;
  const whole = isVague(value) ? declaredOr(value, annotated(evaluator, binding.annotation, frame)) : value;
  return atImport ? atMost(whole, 'per-process') : whole;
}

/** True for a value that says less than a declaration: unknown, or of foreign code that is no client. */
function isVague(value: Value): boolean {
  return value.kind === 'unknown' || (value.kind === 'external' && hasTypes(value.path) && !isClient(value.path));
}

/** True for an argument of which nothing is seen: unknown, or of a module that is only chosen when the program runs. */
function isUnseen(value: Value): boolean {
  if (value.kind === 'choice')
    return value.options.length > 0 && value.options.every((option) => option.kind === 'external' && isUnseen(option));
  return value.kind === 'unknown' || (value.kind === 'external' && value.path.startsWith('import()'));
}

/** What a declaration says about a vague value, or else the value itself. */
function declaredOr(value: Value, typed: Value | undefined): Value {
  return typed === undefined ? value : value.kind === 'unknown' ? declaredAs(value, typed) : typed;
}

/** The frame in which a scope's own statements run: arguments of an inner function mean nothing there. */
function outerFrame(scope: Scope, frame: Frame): Frame {
  return scope.kind === 'module' ? { ...frame, args: undefined, self: undefined, outer: undefined, scope: -1 } : frame;
}

/** The frame of the function that sets a name of the module (`global client`), where its arguments are known. */
function setterFrame(scope: Scope, { block }: Binding, frame: Frame): Frame | undefined {
  const setter = scope.kind === 'module' ? frame.file.facts.blocks[block]?.scope : undefined;
  return setter === undefined || setter === scope.id ? undefined : frameOfScope(frame, setter);
}

function unpacked(value: Value, binding: Binding, file: LinkedFile): Value {
  if (value.kind === 'choice')
    return choice(
      value.options.filter((option) => option.kind === 'list').map((option) => unpacked(option, binding, file)),
      value.at,
    );
  if (value.kind === 'list' && !value.growing) {
    const item = value.items[binding.position ?? 0];
    if (item !== undefined && !value.items.some((other) => other.spread)) return item.value;
  }
  if (value.kind !== 'unknown') return unknown(file, binding, 'part of an unpacked value');
  const { volatility, source, parameter } = value;
  // `question, model = task`: a part of what the caller gives.
  const part = parameter === undefined ? {} : { parameter: { ...parameter, name: `${parameter.name}[]` } };
  return unknown(file, binding, 'part of an unpacked value', { volatility, source, ...part, ...sameLoop(value) });
}

function element(evaluator: Evaluator, binding: Binding, frame: Frame): Value {
  const { file } = frame;
  const written = numbered(binding) ?? binding.value;
  const whole = written === undefined ? undefined : evaluator.evaluate(written, frame);
  // `for (const [name, model] of models)` of a `Map`.
  const entries =
    whole === undefined || written === undefined || binding.position !== 1 ? undefined : mapValues(evaluator, whole, written, frame);
  const iterable = entries ?? whole;
  const position = numbered(binding) === undefined && entries === undefined ? binding.position : undefined;
  const elements = iterable?.kind === 'list' && iterable.items.every((item) => !item.spread) ? elementsOf(iterable, position) : [];
  if (
    elements.length > 0 &&
    elements.length <= 8 &&
    elements.every((value) => constantText(value) !== undefined || value.kind === 'number')
  )
    return choice(elements, locate(file, binding));
  const options = iterable === undefined ? [] : optionsOf(iterable);
  const held = options.flatMap((option) => (option.kind === 'list' ? elementsOf(option, position) : []));
  const isObject = (value: Value): boolean => /^(instance|function|class)$/.test(value.kind) || isClientObject(value);
  // `for provider in self.providers: provider["client"]`
  const isRow = (value: Value): boolean =>
    value.kind === 'dict' && [...value.entries.values()].some((entry) => isClientObject(entry.value));
  const objects = held.filter((value) => isObject(value) || isRow(value));
  if (objects.length > 0) return choice(objects, locate(file, binding));
  // `models if isinstance(models, list) else [models]`
  // What another loop took out of an unseen list, all of it or some.
  const [only] = options;
  const isTaken = only?.kind === 'list' && only.items.length === 1 && only.items[0]?.certainty === 'repeated';
  const given = [...options, ...(options.length > 1 || isTaken ? held : [])].find(
    (option) => option.kind === 'unknown' && fromCaller(option),
  );
  const from = given?.kind === 'unknown' ? fromCaller(given) : undefined;
  const value = unknown(file, binding, 'loop variable', {
    source: 'loop',
    volatility: 'per-request',
    loop: loopOf(evaluator, binding, iterable, frame),
    ...(from === undefined ? {} : { converted: from }),
  });
  const mapping = mappingOf(binding);
  const source = mapping === undefined ? iterable : evaluator.evaluate(mapping, frame);
  const declared = source === undefined ? undefined : declaredElement(source);
  if (declared === undefined || (declared.kind === 'external' && !isClientType(declared.path.slice(0, -2)))) return value;
  const typed = declaredAs(value, declared);
  return typed.kind === 'instance' && from !== undefined ? { ...typed, parameter: { ...from, name: `${from.name}[]` } } : typed;
}

/** What the second of `for i, client in enumerate(clients)` goes through; undefined for any other loop. */
function numbered({ value, position }: Binding): Expr | undefined {
  const counted = position === 1 && value?.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'enumerate';
  return counted ? value.args[0]?.value : undefined;
}

/** What `for name, model in models.items()` and `for (const [name, model] of Object.entries(models))` take the values of. */
function mappingOf({ value, position }: Binding): Expr | undefined {
  if (position !== 1 || value?.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  if (value.callee.name === 'items' && value.args.length === 0) return value.callee.object;
  const isEntries = value.callee.name === 'entries' && value.callee.object.kind === 'name' && value.callee.object.name === 'Object';
  return isEntries ? value.args[0]?.value : undefined;
}

function fromCaller({ parameter, converted }: UnknownValue): ParameterRef | undefined {
  return parameter ?? converted;
}

function loopOf(evaluator: Evaluator, binding: Binding, iterable: Value | undefined, frame: Frame): LoopTurns {
  const outer = iterable === undefined ? undefined : loopIn(iterable);
  return {
    uri: frame.file.facts.uri,
    block: binding.block,
    over: overOf(evaluator, binding.value, frame),
    ...(outer === undefined ? {} : { outer }),
    ...(counts(binding) ? { counts: true } : {}),
  };
}

/** `for (let i = 0; …)`, `for i in range(10)`, the first of `for i, step in enumerate(steps)`. */
function counts({ value, position }: Binding): boolean {
  if (value === undefined || value.kind === 'number' || value.kind === 'unknown') return true;
  const name = value.kind === 'call' && value.callee.kind === 'name' ? value.callee.name : '';
  return name === 'range' || (name === 'enumerate' && position === 0);
}

/** How often what a loop goes through changes: `SKILLS.items()`, `enumerate(names)` and `Object.entries(tools)` as often as what they are of. */
function overOf(evaluator: Evaluator, iterable: Expr | undefined, frame: Frame): Volatility {
  if (iterable === undefined) return 'unknown';
  const value = evaluator.evaluate(iterable, frame);
  if (value.kind !== 'unknown' || iterable.kind !== 'call') return volatilityOf(value);
  const { args, callee } = iterable;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  if (callee.kind === 'member' && args.length === 0 && /^(items|keys|values|entries)$/.test(name))
    return overOf(evaluator, callee.object, frame);
  if (!/^(enumerate|sorted|reversed|list|tuple|entries|keys|values)$/.test(name)) return value.volatility;
  return overOf(evaluator, args[0]?.value, frame);
}

/** What a loop goes through; with a position, that part of each. */
function elementsOf({ items }: ListValue, position: number | undefined): Value[] {
  if (position === undefined) return items.map((item) => item.value);
  const parts = items.map(({ value }) => (value.kind === 'list' && !value.growing ? value.items[position]?.value : undefined));
  return parts.every((part) => part !== undefined) ? parts : [];
}

function parameterValue(evaluator: Evaluator, scope: Scope, parameter: Parameter, frame: Frame): Value {
  const { file } = frame;
  const known = frameOfScope(frame, scope.id);
  const given = known?.args?.get(parameter.name);
  if (given !== undefined) {
    const typed = isUnseen(given) ? annotated(evaluator, parameter.annotation, evaluator.frameOf(file)) : undefined;
    // Where it comes from says more than a class of foreign code that is no client: a message, a record.
    return given.kind === 'unknown' && typed?.kind === 'external' && !isClientObject(typed) ? given : declaredOr(given, typed);
  }
  const written = parameter.defaultValue === undefined ? undefined : evaluator.evaluate(parameter.defaultValue, evaluator.frameOf(file));
  const injected =
    written === undefined
      ? annotatedDependency(evaluator, parameter, frame)
      : (dependency(evaluator, written, frame) ?? wired(evaluator, parameter.defaultValue, evaluator.frameOf(file)));
  if (injected !== undefined) return injected;
  const fallback = written;
  if (known !== undefined && fallback !== undefined) {
    const value = atMost(fallback, 'per-process');
    return value.kind === 'text' || value.kind === 'number' || value.kind === 'null' ? { ...value, byDefault: true } : value;
  }
  const ref = refOf(file, scope, parameter);
  if (parameter.kind === 'keyword-rest') return { kind: 'dict', entries: new Map(), open: true, rest: ref, at: locate(file, parameter) };
  const handler = scope.decorators.some((decorator) => isHandler(evaluator, decorator, frame));
  const value = unknown(file, parameter, `parameter ${parameter.name}`, {
    source: handler ? 'input' : 'parameter',
    volatility: handler ? 'per-request' : 'unknown',
    fallback: fallback === undefined || isEmpty(fallback) ? undefined : fallback,
    parameter: ref,
  });
  const declared = annotated(evaluator, parameter.annotation, evaluator.frameOf(file));
  const object = declared === undefined && fallback === undefined ? byPlace(evaluator, file, scope.id, parameter.name) : undefined;
  if (object !== undefined) return object;
  return declaredAs(value, declared ?? checkedClass(evaluator, file, scope, parameter.name));
}

/** The frame that knows the arguments of a function scope, from the inside out. */
function frameOfScope(frame: Frame, scope: number): Frame | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.outer) {
    if (at.args !== undefined && at.scope === scope && at.file === frame.file) return at;
  }
  return undefined;
}

/** A function, with the frame it was made in when that knows arguments of the functions around it. */
export function functionValue(file: LinkedFile, scope: number, at: Location, frame: Frame): Value {
  const value: FunctionValue = { kind: 'function', file, scope, self: frame.self, at };
  return frame.args === undefined && frame.outer === undefined ? value : { ...value, closure: frame };
}

function isHandler(evaluator: Evaluator, decorator: Expr, frame: Frame): boolean {
  const callee = decorator.kind === 'call' ? decorator.callee : decorator;
  const value = evaluator.evaluate(callee, evaluator.frameOf(frame.file));
  return value.kind === 'external' && handlerDecorators.some((pattern) => pattern.test(`${value.path}()`));
}

function sameFunction(file: LinkedFile, inner: number, outer: number): boolean {
  for (let at = inner; at >= 0; at = file.facts.scopes[at]?.parent ?? -1) {
    if (at === outer) return true;
    if (file.facts.scopes[at]?.kind !== 'comprehension') return false;
  }
  return false;
}

function isInside(file: LinkedFile, inner: number, outer: number): boolean {
  for (let at = inner; at >= 0; at = file.facts.scopes[at]?.parent ?? -1) if (at === outer) return true;
  return false;
}

/** True when `name`, seen from `scope`, means the binding of `owner`. */
function refersTo(file: LinkedFile, scope: number, name: string, owner: number): boolean {
  for (let at = scope; at >= 0; at = file.facts.scopes[at]?.parent ?? -1) {
    const here = file.facts.scopes[at];
    if (at === owner) return true;
    if (here === undefined || here.kind === 'class') continue;
    if (here.bindings.has(name) || here.params.some((parameter) => parameter.name === name)) return false;
  }
  return false;
}
