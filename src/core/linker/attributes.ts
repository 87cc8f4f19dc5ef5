import type { Binding, Effect, Expr, Scope } from '../facts.ts';
import { annotated } from './annotations.ts';
import { bindArguments, bindParameters } from './arguments.ts';
import { isEmpty, type Evaluator } from './evaluate.ts';
import { attributeKey } from './flow.ts';
import { hasTypes, isClient } from './foreign-names.ts';
import { changed } from './mutations.ts';
import { fieldOfLiterals, otherParts } from './struct-fields.ts';
import { atMost, choice, locate, unknown, type ClassValue, type Frame, type InstanceValue, type LinkedFile, type Value } from './value.ts';

/** An attribute of an object or class of a linked file. */
export function resolveAttribute(
  evaluator: Evaluator,
  object: InstanceValue | ClassValue,
  name: string,
  whole: Expr,
  frame: Frame,
  depth = 0,
): Value {
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
        return { kind: 'external', path: `${parent.path}().${name}`, calls: [], at: locate(frame.file, whole) };
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
  return unknown(frame.file, whole, NO_ATTRIBUTE, { source: 'state' });
}

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
  const written = fieldOfLiterals(evaluator, object, scope, name);
  if (
    written !== undefined &&
    !(written.kind === 'external' && hasTypes(written.path) && !isClient(written.path) && binding.annotation !== undefined)
  )
    return written;
  if (binding.value === undefined)
    return (
      annotated(evaluator, binding.annotation, evaluator.frameOf(file)) ??
      unknown(file, binding, 'declared without a value', { source: 'state' })
    );
  const value = asField(
    evaluator.once(
      binding,
      () => unknown(file, binding, 'depends on itself'),
      () => evaluator.evaluate(binding.value!, evaluator.frameOf(file)),
    ),
  );
  if (!isRecordClass(evaluator, file, scope))
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

function isRecordClass(evaluator: Evaluator, file: LinkedFile, scope: Scope): boolean {
  if (scope.decorators.some((decorator) => /(^|\.)(dataclass|define|attrs)$/.test(decoratorPath(decorator)))) return true;
  return basePaths(evaluator, file, scope).some((path) =>
    /(^|\.)(BaseModel|BaseSettings|SQLModel|Struct|NamedTuple|TypedDict)$/.test(path),
  );
}

function isSettings(evaluator: Evaluator, file: LinkedFile, scope: Scope): boolean {
  return basePaths(evaluator, file, scope).some((path) => path.endsWith('BaseSettings'));
}

function basePaths(evaluator: Evaluator, file: LinkedFile, scope: Scope): string[] {
  return scope.bases
    .map((base) => evaluator.evaluate(base, evaluator.frameOf(file)))
    .map((value) => (value.kind === 'external' ? value.path : ''));
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
