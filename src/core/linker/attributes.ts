import { atMost } from './at-most.ts';
import type { Binding, CallExpr, Effect, Expr, Scope } from '../facts.ts';
import { annotated, declaredAs } from './annotations.ts';
import { bindArguments, bindParameters } from './arguments.ts';
import { isReached } from './branches.ts';
import { baseConstruction, constructedBy, CONSTRUCTORS } from './constructions.ts';
import { crewConfiguration } from './crew.ts';
import type { Evaluator } from './evaluate.ts';
import { attributeKey } from './flow.ts';
import { hasTypes, isClient } from './foreign-names.ts';
import { declaredClasses, descendantsOf, MAX_BASES, methodsOf } from './hierarchy.ts';
import { changed } from './mutations.ts';
import { returnedValues } from './results.ts';
import { setOnClass, setWhenMade } from './set-members.ts';
import { fieldOfLiterals, otherParts } from './struct-fields.ts';
import { isEmpty } from './stand-ins.ts';
import {
  choice,
  locate,
  oneOfMany,
  textValue,
  unknown,
  type ClassValue,
  type Frame,
  type FunctionValue,
  type InstanceValue,
  type LinkedFile,
  type Value,
} from './value.ts';

/**
 * An attribute of an object or class of a linked file.
 *
 * @param owner the object itself, while its attribute is looked for in a class that its own is built on
 */
export function resolveAttribute(
  evaluator: Evaluator,
  object: InstanceValue | ClassValue,
  name: string,
  whole: Expr,
  frame: Frame,
  depth = 0,
  owner: InstanceValue | ClassValue = object,
): Value {
  const configuration = crewConfiguration(evaluator, object, name, frame);
  if (configuration !== undefined) return configuration;
  const { file } = object;
  const scope = file.facts.scopes[object.scope];
  const self: InstanceValue | undefined = object.kind === 'instance' ? object : undefined;
  const key = attributeKey(object.scope, name);
  const effects = evaluator.effectsOn(file, key);
  const values: Value[] = [];
  const body = scope?.bindings.get(name);
  if (self !== undefined) {
    const sets = effects.filter((effect) => effect.kind === 'set' && effect.target.kind === 'self');
    for (const effect of sets) {
      const inner = methodFrame(evaluator, self, owner.kind === 'instance' ? owner : self, effect, frame);
      if (inner.args !== undefined && isReached(evaluator, file, effect.block, inner) === false) continue;
      if (values.length === MAX_SETS) {
        values.push(oneOfMany(locate(file, effect)));
        break;
      }
      const written = evaluator.once(
        effect,
        () => unknown(file, effect, 'depends on itself'),
        () => evaluator.evaluate(effect.value, inner),
      );
      const declared = effect.annotation ?? body?.find((binding) => binding.annotation !== undefined)?.annotation;
      const value = withDeclaration(evaluator, written, declared, file);
      values.push(setInConstructor(file, effect) ? atMost(value, 'per-session') : value);
    }
  }
  const last = body?.[body.length - 1];
  const onClass = scope === undefined ? undefined : setOnClass(evaluator, file, scope, name, whole, frame);
  if (onClass !== undefined) values.push(onClass);
  if (scope !== undefined && last !== undefined && (onClass !== undefined || values.every(isEmpty))) {
    const member = classMember(evaluator, object, scope, last, name, frame, owner);
    if (values.every(isEmpty) || (!isEmpty(member) && member.kind !== 'unknown')) values.push(member);
  }
  const made = values.length === 0 && self !== undefined ? setWhenMade(evaluator, file, object.scope, name, whole, frame) : undefined;
  if (made !== undefined) values.push(made);
  if (values.length > 0 && depth === 0 && isOpen(self, values)) values.push(...ofHeirs(evaluator, self, name, whole, frame));
  if (values.length > 0) {
    // `self.messages.append(text)` in the function that is asked: there the text is what its caller gives.
    const own = whole.kind === 'member' && whole.object.kind === 'self' && frame.file === file && frame.args !== undefined;
    return changed(evaluator, choice(values, locate(frame.file, whole)), effects, file, undefined, own ? frame : undefined);
  }
  if (scope !== undefined && depth < 4) {
    // What a base has that only says what kind of class this is does not come before what the project's own bases have.
    let foreign: Value | undefined;
    for (const base of scope.bases) {
      const parent = evaluator.evaluate(base, evaluator.frameOf(file));
      if (parent.kind === 'class') {
        const inherited: InstanceValue | ClassValue = self === undefined ? parent : { ...self, file: parent.file, scope: parent.scope };
        const value = resolveAttribute(evaluator, inherited, name, whole, frame, depth + 1, owner);
        if (value.kind === 'external' && GENERAL_BASES.test(value.path) && value.path.endsWith(`().${name}`)) foreign ??= value;
        else if (value.kind !== 'unknown' || value.reason !== NO_ATTRIBUTE) return value;
      } else if (parent.kind === 'external' && !parent.path.startsWith('builtins.')) {
        const made =
          owner.kind === 'instance' ? baseConstruction(evaluator, owner, { file, scope: object.scope }, frame.depth + 1) : undefined;
        const path = `${parent.path}().${name}`;
        const value: Value = { kind: 'external', path, calls: made === undefined ? [] : [made], at: locate(frame.file, whole) };
        if (!GENERAL_BASES.test(path)) return value;
        foreign ??= value;
      }
    }
    if (foreign !== undefined) return foreign;
  }
  if (scope !== undefined && depth === 0) {
    // Types whose methods and fields stand in several files.
    for (const other of otherParts(evaluator, object, scope.name)) {
      const value = resolveAttribute(evaluator, other, name, whole, frame, 5);
      if (value.kind !== 'unknown' || value.reason !== NO_ATTRIBUTE) return value;
    }
  }
  const heirs = depth === 0 && isOpen(self, []) ? ofHeirs(evaluator, self, name, whole, frame) : [];
  if (heirs.length > 0) return choice(heirs, locate(frame.file, whole));
  return (
    (self === undefined || depth > 0 ? undefined : handedOn(evaluator, self, name, whole, frame)) ??
    unknown(frame.file, whole, NO_ATTRIBUTE, { source: 'state' })
  );
}

/** Foreign classes that say what kind of class one is, and do nothing that a prompt goes through. */
const GENERAL_BASES =
  /^(abc|typing|typing_extensions|pydantic|pydantic_settings|enum|threading|torch\.nn|collections|attrs?|msgspec|sqlmodel)\./;

/** True for an object of which only a base class is known, and that knows nothing about an attribute but that there is one. */
function isOpen(self: InstanceValue | undefined, values: readonly Value[]): self is InstanceValue {
  if (self === undefined || self.construction !== undefined) return false;
  return values.every((value) => isEmpty(value) || isOnlyDeclared(value) || (value.kind === 'function' && isAbstract(value)));
}

/** An attribute that is declared without a value, with nothing said about what it does: classes that are built on this one set it. */
function isOnlyDeclared(value: Value): boolean {
  return (
    value.kind === 'unknown' &&
    value.reason === ONLY_DECLARED &&
    value.type === undefined &&
    value.element === undefined &&
    value.result === undefined
  );
}

const ONLY_DECLARED = 'declared without a value';

/** A method that only says what classes built on its own have to do. */
export function isAbstract({ file, scope }: FunctionValue): boolean {
  const method = file.facts.scopes[scope];
  return (
    method !== undefined &&
    method.returns.length === 0 &&
    !method.generator &&
    !file.facts.calls.some((call) => call.scope === scope && !isError(call))
  );
}

/** True for a method that calls nothing which could ask a model: one that stands in where none is set up, or in a test. */
export function asksNobody({ file, scope }: FunctionValue): boolean {
  const { scopes, calls } = file.facts;
  const isWithin = (at: number): boolean => {
    for (let inner = at; inner >= 0; inner = scopes[inner]?.parent ?? -1) if (inner === scope) return true;
    return false;
  };
  return !calls.some((call) => !isError(call) && !isReported(call) && isWithin(call.scope));
}

/** A call that writes a line for a developer, or makes an answer of what is there. */
function isReported({ callee }: CallExpr): boolean {
  if (callee.kind === 'name') return callee.name === 'print';
  return (
    callee.kind === 'member' && callee.object.kind === 'name' && (callee.object.name === 'console' || callee.object.name === 'Promise')
  );
}

function isError({ callee }: CallExpr): boolean {
  return (callee.kind === 'name' || callee.kind === 'member') && callee.name.endsWith('Error');
}

/** Statements that set one attribute which are looked at. */
const MAX_SETS = 8;

/** Classes built on one class whose attributes are looked at. */
const MAX_HEIRS = 6;

/** What an attribute is in the classes that are built on the class of an object. */
function ofHeirs(evaluator: Evaluator, self: InstanceValue, name: string, whole: Expr, frame: Frame): Value[] {
  if (frame.depth > 6) return [];
  const token = self.file.facts.scopes[self.scope]?.bindings ?? self;
  return evaluator.once(
    token,
    () => [],
    () =>
      descendantsOf(evaluator, self)
        .slice(0, MAX_HEIRS)
        .flatMap((heir) => {
          const own = heir.file.facts.scopes[heir.scope];
          const sets = evaluator.effectsOn(heir.file, attributeKey(heir.scope, name));
          if (own?.bindings.has(name) !== true && sets.length === 0) return [];
          const value = resolveAttribute(
            evaluator,
            { ...self, file: heir.file, scope: heir.scope },
            name,
            whole,
            { ...frame, depth: frame.depth + 1 },
            1,
          );
          return value.kind === 'unknown' && value.parameter === undefined ? [] : [value];
        }),
  );
}

/** A value that says nothing, with what the declaration of its attribute says. */
export function withDeclaration(evaluator: Evaluator, value: Value, annotation: Expr | undefined, file: LinkedFile): Value {
  if (annotation === undefined) return value;
  const empty = value.kind === 'null' || isEmptyContainer(value);
  if (value.kind !== 'unknown' && !empty) return value;
  const typed = annotated(evaluator, annotation, evaluator.frameOf(file));
  if (value.kind === 'unknown') return declaredAs(value, typed);
  // What is put into it later is known by the declaration only.
  if (value.kind === 'null') return typed?.kind === 'instance' || typed?.kind === 'unknown' ? typed : value;
  return typed?.kind === 'unknown' && typed.element !== undefined && doesSomething(typed.element) ? typed : value;
}

/** A list or mapping into which nothing is seen to be put. */
export function isEmptyContainer(value: Value): boolean {
  if (value.kind === 'list') return value.items.length === 0;
  if (value.kind === 'dict') return value.entries.size === 0;
  return value.kind === 'external' && /^global\.(Map|Set|Array)\(\)$/.test(value.path);
}

/** True for an object or interface with methods: lists of those are not data. */
function doesSomething(value: Value): boolean {
  return declaredClasses(value).some((declared) => methodsOf(declared).length > 0);
}

/** What `__getattr__` gives for a name: objects that load a library late hand everything on to it. Undefined for a class without it. */
function handedOn(evaluator: Evaluator, self: InstanceValue, name: string, whole: Expr, frame: Frame): Value | undefined {
  const { file } = self;
  const defined = file.facts.scopes[self.scope]?.bindings.get('__getattr__')?.at(-1)?.defines;
  const method = defined === undefined ? undefined : file.facts.scopes[defined];
  const parameter = method?.params[1];
  if (method === undefined || parameter === undefined || frame.depth > 6) return undefined;
  const at = locate(frame.file, whole);
  const inner: Frame = { file, args: new Map([[parameter.name, textValue(name, at)]]), scope: method.id, self, depth: frame.depth + 1 };
  return evaluator.once(
    method,
    () => unknown(frame.file, whole, NO_ATTRIBUTE, { source: 'state' }),
    () => choice(returnedValues(evaluator, method.returns, inner), at),
  );
}

const NO_ATTRIBUTE = 'attribute is not set in this class';

/** Decorators that make a method an attribute, projects' own among them: `cached_property`, `lazy_property()`. */
const PROPERTY = /(^|\.)([a-z]+_?)?property$|(^|\.)reify$/;

function classMember(
  evaluator: Evaluator,
  object: InstanceValue | ClassValue,
  scope: Scope,
  binding: Binding,
  name: string,
  frame: Frame,
  owner: InstanceValue | ClassValue,
): Value {
  const { file } = object;
  if (binding.kind === 'class' && binding.defines !== undefined)
    return { kind: 'class', file, scope: binding.defines, at: locate(file, binding) };
  if (binding.kind === 'function' && binding.defines !== undefined) {
    const method = file.facts.scopes[binding.defines];
    const self = owner.kind === 'instance' ? owner : undefined;
    const value: Value = { kind: 'function', file, scope: binding.defines, self, at: locate(file, binding) };
    if (method?.decorators.some((decorator) => PROPERTY.test(decoratorPath(decorator))) !== true) return value;
    // A property that only says what classes built on this one have.
    if (method.returns.length === 0 && isAbstract(value)) return value;
    const inner: Frame = { file, args: undefined, scope: method.id, self, depth: frame.depth + 1 };
    return choice(returnedValues(evaluator, method.returns, inner), value.at);
  }
  const literal = fieldOfLiterals(evaluator, object, scope, name);
  if (
    literal !== undefined &&
    !(literal.kind === 'external' && hasTypes(literal.path) && !isClient(literal.path) && binding.annotation !== undefined)
  )
    return literal;
  if (binding.value === undefined && !isRecordClass(evaluator, file, scope))
    return withDeclaration(evaluator, unknown(file, binding, ONLY_DECLARED, { source: 'state' }), binding.annotation, file);
  const valueExpr = binding.value;
  const written =
    valueExpr === undefined
      ? unknown(file, binding, ONLY_DECLARED, { source: 'state' })
      : evaluator.once(
          binding,
          () => unknown(file, binding, 'depends on itself'),
          () => evaluator.evaluate(valueExpr, evaluator.frameOf(file)),
        );
  const value = withDeclaration(evaluator, asField(written), binding.annotation, file);
  if (value === written && !isRecordClass(evaluator, file, scope))
    return object.kind === 'class' || value.kind !== 'unknown' ? atMost(value, 'per-process') : value;
  const bound =
    object.kind === 'instance' && object.construction !== undefined
      ? bindArguments(evaluator, object.construction.call, object.construction.frame)
      : undefined;
  const given = bound?.named.get(name)?.value;
  if (given !== undefined) return given;
  if (value.kind === 'instance' || (value.kind === 'unknown' && (value.type !== undefined || value.element !== undefined))) return value;
  if (valueExpr === undefined) return value;
  // `Configuration(**values)`: any field may be among them.
  const absent = bound !== undefined && !bound.open;
  const settings = isSettings(evaluator, file, scope);
  if (absent && !settings) return value;
  // A record that a caller hands in is another one for every call; settings are read once.
  const isHandedIn = object.kind === 'instance' && object.parameter !== undefined && !settings;
  const bindingTime = isHandedIn ? ({ source: 'state' } as const) : ({ source: 'environment', volatility: 'per-process' } as const);
  return unknown(file, binding, `field ${name}`, { ...bindingTime, fallback: value });
}

/** `Field(default=…)` and `field(default_factory=…)` stand for their default. */
function asField(value: Value): Value {
  if (value.kind !== 'unknown' || value.fallback === undefined || value.reason !== 'field') return value;
  return value.fallback;
}

/** True for a class whose fields are arguments of its constructor, by its decorators or any of its bases. */
export function isRecordClass(evaluator: Evaluator, file: LinkedFile, scope: Scope): boolean {
  if (scope.decorators.some((decorator) => /(^|\.)(dataclass|define|attrs)$/.test(decoratorPath(decorator)))) return true;
  return basePaths(evaluator, file, scope).some((path) =>
    /(^|\.)(BaseModel|BaseSettings|SQLModel|Struct|NamedTuple|TypedDict)$/.test(path),
  );
}

function isSettings(evaluator: Evaluator, file: LinkedFile, scope: Scope): boolean {
  return basePaths(evaluator, file, scope).some((path) => path.endsWith('BaseSettings'));
}

/** Paths of the foreign classes that a class is built on, through linked classes between them. */
function basePaths(evaluator: Evaluator, file: LinkedFile, scope: Scope, depth = 0): string[] {
  return scope.bases.flatMap((base) => {
    const value = evaluator.evaluate(base, evaluator.frameOf(file));
    if (value.kind === 'external') return [value.path];
    const linked = value.kind === 'class' && depth < MAX_BASES ? value.file.facts.scopes[value.scope] : undefined;
    return value.kind === 'class' && linked !== undefined ? basePaths(evaluator, value.file, linked, depth + 1) : [];
  });
}

/** The path of a decorator as it is written, without its arguments: `pytest.fixture`. */
export function decoratorPath(expr: Expr): string {
  if (expr.kind === 'name') return expr.name;
  if (expr.kind === 'member') return `${decoratorPath(expr.object)}.${expr.name}`;
  return expr.kind === 'call' ? decoratorPath(expr.callee) : '';
}

/** The frame of the method that an effect stands in: the constructor's arguments are known when the object's construction is. */
function methodFrame(evaluator: Evaluator, self: InstanceValue, owner: InstanceValue, effect: Effect, frame: Frame): Frame {
  const { file, construction } = self;
  const method = file.facts.scopes[effect.scope];
  const base: Frame = {
    file,
    args: undefined,
    scope: effect.scope,
    self: construction === undefined && owner === self ? undefined : owner,
    depth: frame.depth + 1,
  };
  if (method === undefined || !CONSTRUCTORS.includes(method.name) || frame.depth > 6) return base;
  const params = file.facts.language === 'python' ? method.params.slice(1) : method.params;
  const made = constructedBy(evaluator, owner, self, frame.depth + 1);
  return made === undefined ? base : { ...base, args: bindParameters(evaluator, params, made.call, made.frame) };
}

function setInConstructor(file: LinkedFile, effect: Effect): boolean {
  const name = file.facts.scopes[effect.scope]?.name;
  return name === '__init__' || name === '__post_init__' || name === 'constructor';
}
