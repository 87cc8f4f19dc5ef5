import type { Binding, Effect, Expr, Scope } from '../facts.ts';
import { annotated } from './annotations.ts';
import { bindArguments, bindParameters } from './arguments.ts';
import { crewConfiguration } from './crew.ts';
import { isEmpty, type Evaluator } from './evaluate.ts';
import { attributeKey } from './flow.ts';
import { hasTypes, isClient } from './foreign-names.ts';
import { changed } from './mutations.ts';
import { fieldOfLiterals, otherParts } from './struct-fields.ts';
import {
  atMost,
  choice,
  locate,
  textValue,
  unknown,
  type ClassValue,
  type Frame,
  type InstanceValue,
  type LinkedFile,
  type Value,
} from './value.ts';

/** An attribute of an object or class of a linked file. */
export function resolveAttribute(
  evaluator: Evaluator,
  object: InstanceValue | ClassValue,
  name: string,
  whole: Expr,
  frame: Frame,
  depth = 0,
): Value {
  const configuration = crewConfiguration(evaluator, object, name, frame);
  if (configuration !== undefined) return configuration;
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
      const value = evaluator.once(
        effect,
        () => unknown(file, effect, 'depends on itself'),
        () => evaluator.evaluate(effect.value, inner),
      );
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
        // Without a constructor of its own, a class hands its arguments on to its base.
        const made = self?.construction !== undefined && !CONSTRUCTORS.some((own) => scope.bindings.has(own)) ? [self.construction] : [];
        return { kind: 'external', path: `${parent.path}().${name}`, calls: made, at: locate(frame.file, whole) };
      }
    }
  }
  if (scope !== undefined && depth === 0) {
    // Types whose methods and fields stand in several files.
    for (const other of otherParts(evaluator, object, scope.name)) {
      const value = resolveAttribute(evaluator, other, name, whole, frame, 5);
      if (value.kind !== 'unknown' || value.reason !== NO_ATTRIBUTE) return value;
    }
  }
  return (
    (self === undefined || depth > 0 ? undefined : handedOn(evaluator, self, name, whole, frame)) ??
    unknown(frame.file, whole, NO_ATTRIBUTE, { source: 'state' })
  );
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
    () =>
      choice(
        method.returns.slice(0, 3).map((result) => evaluator.evaluate(result.value, inner)),
        at,
      ),
  );
}

/** Classes that are followed from one to its base; a class may name itself as its base. */
const MAX_BASES = 6;

const CONSTRUCTORS: readonly string[] = ['__init__', 'constructor'];

const NO_ATTRIBUTE = 'attribute is not set in this class';

function classMember(
  evaluator: Evaluator,
  object: InstanceValue | ClassValue,
  scope: Scope,
  binding: Binding,
  name: string,
  frame: Frame,
): Value {
  const { file } = object;
  if (binding.kind === 'class' && binding.defines !== undefined)
    return { kind: 'class', file, scope: binding.defines, at: locate(file, binding) };
  if (binding.kind === 'function' && binding.defines !== undefined) {
    const method = file.facts.scopes[binding.defines];
    const self = object.kind === 'instance' ? object : undefined;
    const value: Value = { kind: 'function', file, scope: binding.defines, self, at: locate(file, binding) };
    if (method?.decorators.some((decorator) => /(^|\.)(cached_)?property$/.test(decoratorPath(decorator))) !== true) return value;
    const inner: Frame = { file, args: undefined, scope: method.id, self, depth: frame.depth + 1 };
    return choice(
      method.returns.slice(0, 3).map((result) => evaluator.evaluate(result.value, inner)),
      value.at,
    );
  }
  const literal = fieldOfLiterals(evaluator, object, scope, name);
  if (
    literal !== undefined &&
    !(literal.kind === 'external' && hasTypes(literal.path) && !isClient(literal.path) && binding.annotation !== undefined)
  )
    return literal;
  if (binding.value === undefined)
    return (
      annotated(evaluator, binding.annotation, evaluator.frameOf(file)) ??
      unknown(file, binding, 'declared without a value', { source: 'state' })
    );
  const written = evaluator.once(
    binding,
    () => unknown(file, binding, 'depends on itself'),
    () => evaluator.evaluate(binding.value!, evaluator.frameOf(file)),
  );
  const value = asField(written);
  if (value === written && !isRecordClass(evaluator, file, scope))
    return object.kind === 'class' || value.kind !== 'unknown' ? atMost(value, 'per-process') : value;
  const given =
    object.kind === 'instance' && object.construction !== undefined
      ? bindArguments(evaluator, object.construction.call, object.construction.frame).named.get(name)?.value
      : undefined;
  if (given !== undefined) return given;
  const absent = object.kind === 'instance' && object.construction !== undefined;
  return absent && !isSettings(evaluator, file, scope)
    ? value
    : unknown(file, binding, `field ${name}`, { source: 'environment', volatility: 'per-process', fallback: value });
}

/** `Field(default=…)` and `field(default_factory=…)` stand for their default. */
function asField(value: Value): Value {
  if (value.kind !== 'unknown' || value.fallback === undefined || value.reason !== 'field') return value;
  return value.fallback;
}

/** True for a class whose fields are arguments of its constructor, by its decorators or any of its bases. */
function isRecordClass(evaluator: Evaluator, file: LinkedFile, scope: Scope): boolean {
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

function decoratorPath(expr: Expr): string {
  if (expr.kind === 'name') return expr.name;
  if (expr.kind === 'member') return `${decoratorPath(expr.object)}.${expr.name}`;
  return expr.kind === 'call' ? decoratorPath(expr.callee) : '';
}

/** The frame of the method that an effect stands in: the constructor's arguments are known when the object's construction is. */
function methodFrame(evaluator: Evaluator, self: InstanceValue, effect: Effect, frame: Frame): Frame {
  const { file, construction } = self;
  const method = file.facts.scopes[effect.scope];
  const base: Frame = {
    file,
    args: undefined,
    scope: effect.scope,
    self: construction === undefined ? undefined : self,
    depth: frame.depth + 1,
  };
  if ((method?.name !== '__init__' && method?.name !== 'constructor') || construction === undefined || frame.depth > 6) return base;
  return {
    ...base,
    args: bindParameters(
      evaluator,
      file.facts.language === 'python' ? method.params.slice(1) : method.params,
      construction.call,
      construction.frame,
    ),
  };
}

function setInConstructor(file: LinkedFile, effect: Effect): boolean {
  const name = file.facts.scopes[effect.scope]?.name;
  return name === '__init__' || name === '__post_init__' || name === 'constructor';
}
