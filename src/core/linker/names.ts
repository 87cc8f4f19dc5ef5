import type { Binding, Effect, Expr, NameExpr, Parameter, Scope } from '../facts.ts';
import type { Volatility } from '../ir.ts';
import { bindArguments, constantKey, isEmpty, type Evaluator } from './evaluate.ts';
import { attributeKey, certaintyOf, enclosingLoop, enclosingTurns, encloses, exclusive, shareLoop } from './flow.ts';
import { handlerDecorators, pythonBuiltins } from './known-code.ts';
import { joinParts, withCertainty } from './text.ts';
import {
  choice,
  constantText,
  locate,
  partsOf,
  unknown,
  weaker,
  type ClassValue,
  type DictEntryValue,
  type Frame,
  type InstanceValue,
  type LinkedFile,
  type ListItemValue,
  type Value,
} from './value.ts';

/** Place at which a name is used. */
interface Use {
  readonly offset: number;
  readonly block: number;
  readonly scope: number;
}

const MAX_ALTERNATIVES = 4;

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
  if (pythonBuiltins.has(expr.name)) return { kind: 'external', path: `builtins.${expr.name}`, calls: [], at: locate(file, expr) };
  return unknown(file, expr, 'name is not defined in this file');
}

/** An attribute of an object or class of a linked file. */
export function resolveAttribute(evaluator: Evaluator, object: InstanceValue | ClassValue, name: string, whole: Expr, frame: Frame, depth = 0): Value {
  const { file } = object;
  const scope = file.facts.scopes[object.scope];
  const self: InstanceValue | undefined = object.kind === 'instance' ? object : undefined;
  const key = attributeKey(object.scope, name);
  const effects = evaluator.effectsOn(file, key);
  const values: Value[] = [];
  if (self !== undefined) {
    const sets = effects.filter((effect) => effect.kind === 'set' && effect.target.kind === 'self');
    for (const effect of sets.slice(0, 3)) {
      const inner = methodFrame(evaluator, self, effect, frame);
      const value = evaluator.once(effect, () => unknown(file, effect, 'depends on itself'), () => evaluator.evaluate(effect.value, inner));
      values.push(setInConstructor(file, effect) ? atMost(value, 'per-session') : value);
    }
  }
  const body = scope?.bindings.get(name);
  const last = body?.[body.length - 1];
  if (scope !== undefined && last !== undefined && (values.length === 0 || values.every(isEmpty))) {
    values.push(classMember(evaluator, object, scope, last, name, frame));
  }
  if (values.length > 0) return changed(evaluator, choice(values, locate(frame.file, whole)), effects, file, undefined);
  if (scope !== undefined && depth < 4) {
    for (const base of scope.bases) {
      const parent = evaluator.evaluate(base, evaluator.frameOf(file));
      if (parent.kind === 'class') {
        const inherited: InstanceValue | ClassValue = self === undefined ? parent : { ...self, file: parent.file, scope: parent.scope };
        const value = resolveAttribute(evaluator, inherited, name, whole, frame, depth + 1);
        if (value.kind !== 'unknown' || value.reason !== NO_ATTRIBUTE) return value;
      } else if (parent.kind === 'external' && !parent.path.startsWith('builtins.')) {
        return { kind: 'external', path: `${parent.path}().${name}`, calls: [], at: locate(frame.file, whole) };
      }
    }
  }
  return unknown(frame.file, whole, NO_ATTRIBUTE, { source: 'state' });
}

const NO_ATTRIBUTE = 'attribute is not set in this class';

function classMember(evaluator: Evaluator, object: InstanceValue | ClassValue, scope: Scope, binding: Binding, name: string, frame: Frame): Value {
  const { file } = object;
  if (binding.kind === 'function' && binding.defines !== undefined) {
    const method = file.facts.scopes[binding.defines];
    const self = object.kind === 'instance' ? object : undefined;
    const isProperty = method?.decorators.some((decorator) => /(^|\.)(cached_)?property$/.test(decoratorPath(decorator))) === true;
    const value: Value = { kind: 'function', file, scope: binding.defines, self, at: locate(file, binding) };
    if (!isProperty || method === undefined) return value;
    const inner: Frame = { file, args: undefined, scope: method.id, self, depth: frame.depth + 1 };
    return choice(method.returns.slice(0, 3).map((result) => evaluator.evaluate(result.value, inner)), value.at);
  }
  if (binding.value === undefined) return annotated(evaluator, binding.annotation, evaluator.frameOf(file)) ?? unknown(file, binding, 'declared without a value', { source: 'state' });
  const value = asField(evaluator.once(binding, () => unknown(file, binding, 'depends on itself'), () => evaluator.evaluate(binding.value as Expr, evaluator.frameOf(file))));
  if (!isRecordClass(evaluator, file, scope)) return object.kind === 'class' || value.kind !== 'unknown' ? atMost(value, 'per-process') : value;
  const given = object.kind === 'instance' && object.construction !== undefined ? bindArguments(evaluator, object.construction.call, object.construction.frame).named.get(name)?.value : undefined;
  if (given !== undefined) return given;
  const absent = object.kind === 'instance' && object.construction !== undefined;
  return absent && !isSettings(evaluator, file, scope) ? value : unknown(file, binding, `field ${name}`, { source: 'environment', volatility: 'per-process', fallback: value });
}

/** `Field(default=…)` and `field(default_factory=…)` stand for their default. */
function asField(value: Value): Value {
  if (value.kind !== 'unknown' || value.fallback === undefined || value.reason !== 'field') return value;
  return value.fallback;
}

function isRecordClass(evaluator: Evaluator, file: LinkedFile, scope: Scope): boolean {
  if (scope.decorators.some((decorator) => /(^|\.)(dataclass|define|attrs)$/.test(decoratorPath(decorator)))) return true;
  return basePaths(evaluator, file, scope).some((path) => /(^|\.)(BaseModel|BaseSettings|SQLModel|Struct|NamedTuple|TypedDict)$/.test(path));
}

function isSettings(evaluator: Evaluator, file: LinkedFile, scope: Scope): boolean {
  return basePaths(evaluator, file, scope).some((path) => path.endsWith('BaseSettings'));
}

function basePaths(evaluator: Evaluator, file: LinkedFile, scope: Scope): string[] {
  return scope.bases.map((base) => evaluator.evaluate(base, evaluator.frameOf(file))).map((value) => (value.kind === 'external' ? value.path : ''));
}

function decoratorPath(expr: Expr): string {
  if (expr.kind === 'name') return expr.name;
  if (expr.kind === 'member') return `${decoratorPath(expr.object)}.${expr.name}`;
  return expr.kind === 'call' ? decoratorPath(expr.callee) : '';
}

/** The frame of the method that an effect stands in: the constructor's arguments are known when the object's construction is. */
function methodFrame(evaluator: Evaluator, self: InstanceValue, effect: Effect, frame: Frame): Frame {
  const { file, construction } = self;
  const method = file.facts.scopes[effect.scope];
  const base: Frame = { file, args: undefined, scope: effect.scope, self: construction === undefined ? undefined : self, depth: frame.depth + 1 };
  if (method?.name !== '__init__' || construction === undefined || frame.depth > 6) return base;
  return { ...base, args: bindParameters(evaluator, method.params.slice(1), construction.call, construction.frame) };
}

/** Argument values by parameter name; a parameter that the call does not set is absent from the map. */
export function bindParameters(evaluator: Evaluator, params: readonly Parameter[], call: Parameters<typeof bindArguments>[1], frame: Frame): ReadonlyMap<string, Value> {
  const bound = bindArguments(evaluator, call, frame);
  const result = new Map<string, Value>();
  const normal = params.filter((parameter) => parameter.kind === 'normal');
  bound.positional.forEach((value, position) => {
    const parameter = normal[position];
    if (parameter !== undefined) result.set(parameter.name, value);
  });
  const rest = params.find((parameter) => parameter.kind === 'keyword-rest');
  const extra = new Map<string, DictEntryValue>();
  for (const [name, { value }] of bound.named) {
    if (params.some((parameter) => parameter.name === name && parameter.kind !== 'keyword-rest')) result.set(name, value);
    else extra.set(name, { value, keyAt: value.at, certainty: 'always' });
  }
  if (rest !== undefined) result.set(rest.name, { kind: 'dict', entries: extra, open: bound.open, at: locate(frame.file, call) });
  return result;
}

function fromScope(evaluator: Evaluator, scope: Scope, expr: NameExpr, use: Use, frame: Frame): Value | undefined {
  const bindings = scope.bindings.get(expr.name);
  const parameter = scope.params.find((candidate) => candidate.name === expr.name);
  if (bindings === undefined && parameter === undefined) return undefined;
  const local = scope.id === use.scope || isInside(frame.file, use.scope, scope.id);
  const same = sameFunction(frame.file, use.scope, scope.id);
  const reaching = bindings === undefined ? undefined : reach(evaluator, scope, bindings, bindings.length - 1, use, same, frame, 0);
  const entry = parameter === undefined ? undefined : parameterValue(evaluator, scope, parameter, frame);
  const { file } = frame;
  if (reaching === undefined && entry === undefined) {
    if (!local || bindings === undefined) return undefined;
    // Only assigned further down: a name that is read before it is set, or the use stands in a loop or a nested function.
    const last = bindings[bindings.length - 1];
    return last === undefined ? undefined : bindingValue(evaluator, scope, last, frame);
  }
  const values = [reaching?.value, reaching?.complete === true ? undefined : entry].filter((value) => value !== undefined);
  const value = choice(values, locate(file, expr));
  const effects = evaluator.effectsOn(file, expr.name).filter((effect) => refersTo(file, effect.scope, expr.name, scope.id));
  return changed(evaluator, value, effects, file, { use, since: reaching?.since ?? 0, same, frame });
}

interface Reaching {
  readonly value: Value;
  /** True when no earlier assignment can be seen past this one. */
  readonly complete: boolean;
  /** Block of the last assignment. */
  readonly since: number;
}

function reach(evaluator: Evaluator, scope: Scope, bindings: readonly Binding[], from: number, use: Use, same: boolean, frame: Frame, found: number): Reaching | undefined {
  const { facts } = frame.file;
  for (let i = from; i >= 0; i--) {
    const binding = bindings[i];
    if (binding === undefined || binding.kind === 'declare' || binding.kind === 'delete') continue;
    if (same) {
      const behind = (binding.value?.end ?? binding.end) > use.offset && binding.kind !== 'loop' && binding.kind !== 'with';
      if (behind && !shareLoop(facts, binding.block, use.block)) continue;
      if (binding.start > use.offset && !shareLoop(facts, binding.block, use.block)) continue;
      if (exclusive(facts, binding.block, use.block)) continue;
    }
    if (binding.kind === 'augment') {
      const earlier = reach(evaluator, scope, bindings, i - 1, use, same, frame, found);
      const certainty = certaintyOf(facts, binding.block, use.block, earlier?.since ?? 0);
      return { value: augmented(evaluator, earlier?.value, binding, certainty, frame), complete: earlier?.complete ?? false, since: earlier?.since ?? 0 };
    }
    // A value made before the loop that the use stands in is the same on every turn of it.
    const useLoop = same ? enclosingTurns(facts, use.block) : -1;
    const own = bindingValue(evaluator, scope, binding, frame);
    const value = useLoop >= 0 && !encloses(facts, useLoop, binding.block) ? atMost(own, 'per-session') : own;
    const complete = same ? encloses(facts, binding.block, use.block) && (binding.value?.end ?? binding.end) <= use.offset : facts.blocks[binding.block]?.kind === 'body';
    const loopTarget = binding.kind === 'loop' && encloses(facts, binding.block, use.block);
    if (complete || loopTarget || found >= MAX_ALTERNATIVES) return { value, complete: true, since: binding.block };
    const earlier = reach(evaluator, scope, bindings, i - 1, use, same, frame, found + 1);
    if (earlier === undefined) return { value, complete: false, since: binding.block };
    return { value: choice([value, earlier.value], value.at), complete: earlier.complete, since: earlier.since };
  }
  return undefined;
}

function augmented(evaluator: Evaluator, earlier: Value | undefined, binding: Binding, certainty: 'always' | 'maybe' | 'repeated', frame: Frame): Value {
  const { file } = frame;
  const added = binding.value === undefined ? unknown(file, binding, 'nothing here yet') : evaluator.once(binding, () => unknown(file, binding, 'depends on itself'), () => evaluator.evaluate(binding.value as Expr, frame));
  if (earlier?.kind === 'text') return joinParts([...earlier.parts, ...withCertainty(partsOf(added, file), certainty)], earlier.at);
  if (earlier?.kind === 'list') {
    const items: readonly ListItemValue[] = added.kind === 'list' ? added.items : [{ value: added, spread: true, certainty }];
    return { ...earlier, items: [...earlier.items, ...withCertainty(items, certainty)], growing: earlier.growing || certainty === 'repeated' };
  }
  if (earlier?.kind === 'number' && added.kind === 'number' && certainty === 'always') return { ...earlier, value: Number(earlier.value) + Number(added.value) };
  return unknown(file, binding, 'added to an unknown value');
}

function bindingValue(evaluator: Evaluator, scope: Scope, binding: Binding, frame: Frame): Value {
  const { file } = frame;
  const at = locate(file, binding);
  const atImport = scope.kind === 'module' && enclosingLoop(file.facts, binding.block) < 0;
  switch (binding.kind) {
    case 'import': {
      if (binding.import === undefined) return unknown(file, binding, 'import');
      const { module, name } = binding.import;
      const linked = evaluator.modules.resolve(file.facts, module);
      if (linked !== undefined && name !== undefined) return exported(evaluator, linked, name, frame);
      return { kind: 'external', path: name === undefined ? module : `${module}.${name}`, calls: [], at };
    }
    case 'function':
      return { kind: 'function', file, scope: binding.defines ?? 0, self: undefined, at };
    case 'class':
      return { kind: 'class', file, scope: binding.defines ?? 0, at };
    case 'loop':
      return evaluator.once(binding, () => unknown(file, binding, 'depends on itself'), () => element(evaluator, binding, frame));
    case 'except':
      return unknown(file, binding, 'exception', { source: 'state' });
    default:
      break;
  }
  const valueExpr = binding.value;
  if (valueExpr === undefined) return unknown(file, binding, 'no value');
  const own = evaluator.once(binding, () => unknown(file, binding, 'depends on itself'), () => evaluator.evaluate(valueExpr, outerFrame(scope, frame)));
  const value = binding.kind === 'unpack' ? unpacked(own, binding, file) : own;
  const typed = value.kind === 'unknown' ? annotated(evaluator, binding.annotation, frame) : undefined;
  return atImport ? atMost(typed ?? value, 'per-process') : (typed ?? value);
}

/** The frame in which a scope's own statements run: arguments of an inner function mean nothing there. */
function outerFrame(scope: Scope, frame: Frame): Frame {
  return scope.kind === 'module' ? { ...frame, args: undefined, self: undefined, scope: -1 } : frame;
}

/** A name of another linked file. */
function exported(evaluator: Evaluator, file: LinkedFile, name: string, frame: Frame): Value {
  const module = file.facts.scopes[0];
  const end = module?.end ?? 0;
  const expr: NameExpr = { kind: 'name', name, scope: 0, block: 0, start: end, end };
  if (frame.depth > 8) return unknown(file, expr, 'import chain is too long');
  return resolveName(evaluator, expr, { ...evaluator.frameOf(file), depth: frame.depth + 1 });
}

function unpacked(value: Value, binding: Binding, file: LinkedFile): Value {
  if (value.kind === 'list' && !value.growing) {
    const item = value.items[binding.position ?? 0];
    if (item !== undefined && !value.items.some((other) => other.spread)) return item.value;
  }
  return unknown(file, binding, 'part of an unpacked value', value.kind === 'unknown' ? { volatility: value.volatility, source: value.source } : {});
}

function element(evaluator: Evaluator, binding: Binding, frame: Frame): Value {
  const { file } = frame;
  const iterable = binding.value === undefined ? undefined : evaluator.evaluate(binding.value, frame);
  if (iterable?.kind === 'list' && iterable.items.every((item) => !item.spread && (constantText(item.value) !== undefined || item.value.kind === 'number'))) {
    const values = iterable.items.map((item) => item.value);
    if (values.length > 0 && values.length <= 8) return choice(values, locate(file, binding));
  }
  return unknown(file, binding, 'loop variable', { source: 'loop', volatility: 'per-request' });
}

function parameterValue(evaluator: Evaluator, scope: Scope, parameter: Parameter, frame: Frame): Value {
  const { file } = frame;
  const given = frame.args !== undefined && frame.scope === scope.id ? frame.args.get(parameter.name) : undefined;
  if (given !== undefined) return given;
  const fallback = parameter.defaultValue === undefined ? undefined : evaluator.evaluate(parameter.defaultValue, evaluator.frameOf(file));
  if (frame.args !== undefined && frame.scope === scope.id && fallback !== undefined) return atMost(fallback, 'per-process');
  if (parameter.kind === 'keyword-rest') return { kind: 'dict', entries: new Map(), open: true, at: locate(file, parameter) };
  const typed = annotated(evaluator, parameter.annotation, evaluator.frameOf(file));
  if (typed !== undefined) return typed;
  const handler = scope.decorators.some((decorator) => isHandler(evaluator, decorator, frame));
  return unknown(file, parameter, `parameter ${parameter.name}`, {
    source: handler ? 'input' : 'parameter',
    volatility: handler ? 'per-request' : 'unknown',
    fallback: fallback === undefined || isEmpty(fallback) ? undefined : fallback,
  });
}

function isHandler(evaluator: Evaluator, decorator: Expr, frame: Frame): boolean {
  const callee = decorator.kind === 'call' ? decorator.callee : decorator;
  const value = evaluator.evaluate(callee, evaluator.frameOf(frame.file));
  return value.kind === 'external' && handlerDecorators.some((pattern) => pattern.test(`${value.path}()`));
}

/** An object of the foreign class that an annotation names, `Optional[…]` and quotes removed; undefined for anything else. */
function annotated(evaluator: Evaluator, annotation: Expr | undefined, frame: Frame): Value | undefined {
  if (annotation === undefined) return undefined;
  if (annotation.kind === 'text') {
    if (!/^[A-Za-z_][\w.]*$/.test(annotation.value)) return undefined;
    const [head, ...rest] = annotation.value.split('.');
    const name: Expr = { kind: 'name', name: head ?? '', scope: 0, block: 0, start: annotation.start, end: annotation.end };
    return annotated(evaluator, rest.reduce<Expr>((object, member) => ({ kind: 'member', object, name: member, start: annotation.start, end: annotation.end }), name), frame);
  }
  if (annotation.kind === 'index') {
    const outer = evaluator.evaluate(annotation.object, frame);
    const optional = outer.kind === 'external' && /(^|\.)(Optional|Annotated)$/.test(outer.path);
    return optional ? annotated(evaluator, annotation.index.kind === 'list' ? annotation.index.items[0]?.value : annotation.index, frame) : undefined;
  }
  if (annotation.kind === 'operation' && annotation.operator === '|') {
    return annotation.operands.map((operand) => annotated(evaluator, operand, frame)).find((value) => value !== undefined);
  }
  if (annotation.kind !== 'name' && annotation.kind !== 'member') return undefined;
  const value = evaluator.evaluate(annotation, frame);
  if (value.kind === 'class') return { kind: 'instance', file: value.file, scope: value.scope, construction: undefined, at: value.at };
  if (value.kind !== 'external' || /^(builtins|typing|collections|types)\b/.test(value.path) || value.path.endsWith('()')) return undefined;
  return { kind: 'external', path: `${value.path}()`, calls: [], at: value.at };
}

interface ChangeContext {
  readonly use: Use;
  readonly since: number;
  readonly same: boolean;
  readonly frame: Frame;
}

/** A list or mapping after the statements that change it. */
function changed(evaluator: Evaluator, value: Value, effects: readonly Effect[], file: LinkedFile, context: ChangeContext | undefined): Value {
  if (effects.length === 0) return value;
  if (value.kind === 'choice') return { ...value, options: value.options.map((option) => changed(evaluator, option, effects, file, context)) };
  if (value.kind !== 'list' && value.kind !== 'dict') return value;
  let result: Value = value;
  for (const effect of effects) {
    if (effect.target.kind === 'self') continue;
    const elsewhere = context === undefined || !context.same || effect.scope !== context.use.scope;
    const reaches =
      elsewhere ||
      (effect.end <= context.use.offset && !exclusive(file.facts, effect.block, context.use.block)) ||
      shareLoop(file.facts, effect.block, context.use.block);
    if (!reaches) continue;
    const certainty = elsewhere ? 'repeated' : laterTurn(file, effect, context) ? 'repeated' : certaintyOf(file.facts, effect.block, context.use.block, context.since);
    const frame = context?.frame ?? evaluator.frameOf(file);
    const added = evaluator.once(effect, () => unknown(file, effect.value, 'depends on itself', { source: 'state' }), () => evaluator.evaluate(effect.value, elsewhere ? evaluator.frameOf(file) : frame));
    result = applied(result, effect, added, certainty, evaluator, frame);
  }
  return result;
}

/** True when the statement comes after the use in the text and so has run only on an earlier turn of their loop. */
function laterTurn(file: LinkedFile, effect: Effect, context: ChangeContext): boolean {
  return effect.start > context.use.offset || (shareLoop(file.facts, effect.block, context.use.block) && !shareLoop(file.facts, effect.block, context.since));
}

function applied(value: Value, effect: Effect, added: Value, certainty: 'always' | 'maybe' | 'repeated', evaluator: Evaluator, frame: Frame): Value {
  if (value.kind === 'list') {
    const growing = value.growing || certainty === 'repeated';
    const item: ListItemValue = { value: added, spread: false, certainty };
    const many: readonly ListItemValue[] = added.kind === 'list' ? withCertainty(added.items, certainty) : [{ value: added, spread: true, certainty }];
    if (effect.kind === 'append') return { ...value, items: [...value.items, item], growing };
    if (effect.kind === 'extend') return { ...value, items: [...value.items, ...many], growing: growing || (added.kind === 'list' && added.growing) };
    if (effect.kind === 'prepend') {
      const position = effect.key === undefined ? undefined : evaluator.evaluate(effect.key, frame);
      const at = position?.kind === 'number' ? Math.max(0, Number(position.value)) : value.items.length;
      return { ...value, items: [...value.items.slice(0, at), item, ...value.items.slice(at)], growing };
    }
    return value;
  }
  if (value.kind === 'dict') {
    const entries = new Map(value.entries);
    const sure = certainty === 'always' ? 'always' : 'maybe';
    if (effect.kind === 'set' && effect.key !== undefined) {
      const key = constantKey(evaluator.evaluate(effect.key, frame));
      if (key === undefined) return { ...value, open: true };
      const earlier = entries.get(key);
      const merged = sure === 'always' || earlier === undefined ? added : choice([added, earlier.value], added.at);
      entries.set(key, { value: merged, keyAt: locate(frame.file, effect.key), certainty: earlier?.certainty === 'always' ? 'always' : sure });
      return { ...value, entries };
    }
    if (effect.kind === 'merge') {
      if (added.kind !== 'dict') return { ...value, open: true };
      for (const [key, entry] of added.entries) entries.set(key, sure === 'always' ? entry : { ...entry, certainty: sure });
      return { ...value, entries, open: value.open || added.open };
    }
  }
  return value;
}

/** Limits how often the holes of a value can change, because of when it is bound. */
export function atMost(value: Value, limit: Volatility): Value {
  switch (value.kind) {
    case 'unknown':
      return value.volatility === 'unknown' && limit !== 'per-process' ? value : { ...value, volatility: weaker(value.volatility === 'unknown' ? limit : value.volatility, limit) };
    case 'text':
      return { ...value, parts: value.parts.map((part) => (part.kind === 'hole' && part.volatility !== 'unknown' ? { ...part, volatility: weaker(part.volatility, limit) } : part.kind === 'hole' && limit === 'per-process' ? { ...part, volatility: limit } : part)) };
    case 'list':
      return { ...value, items: value.items.map((item) => ({ ...item, value: atMost(item.value, limit) })) };
    case 'dict':
      return { ...value, entries: new Map([...value.entries].map(([key, entry]) => [key, { ...entry, value: atMost(entry.value, limit) }])) };
    case 'choice':
      return { ...value, options: value.options.map((option) => atMost(option, limit)) };
    default:
      return value;
  }
}

function setInConstructor(file: LinkedFile, effect: Effect): boolean {
  const name = file.facts.scopes[effect.scope]?.name;
  return name === '__init__' || name === '__post_init__' || name === 'constructor';
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
