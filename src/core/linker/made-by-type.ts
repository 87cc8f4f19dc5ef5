/** Objects that are asked for by their class: `get_service(Mailer)`, `container.resolve(Mailer)`, `Provide[Container.mailer]`. */
import type { CallExpr, Expr, Scope } from '../facts.ts';
import { argumentAt } from './arguments.ts';
import { evaluateCall } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import { choice, locate, optionsOf, type ExternalValue, type Frame, type Value } from './value.ts';

/** Methods of containers that give the object of a class (tsyringe 4, typedi 0.10, inversify 6, NestJS 11, Angular 20, injector 0.22, punq 0.7). */
const CONTAINERS = new RegExp(
  [
    String.raw`^npm:tsyringe\.container\.(resolve|resolveAll)\(\)$`,
    String.raw`^npm:typedi\.(Container|default)\.get\(\)$`,
    String.raw`^npm:inversify\.Container\(\)\.(get|getAsync|resolve)\(\)$`,
    String.raw`^npm:@nestjs\/core\.(ModuleRef\(\)|NestFactory\.create(ApplicationContext)?\(\))\.(get|resolve|create)\(\)$`,
    String.raw`^npm:@nestjs\/testing\.Test\.createTestingModule\(\)\.compile\(\)\.(get|resolve)\(\)$`,
    String.raw`^npm:@angular\/core\.inject\(\)$`,
    String.raw`^injector\.Injector\(\)\.(get|create_object)\(\)$`,
    String.raw`^punq\.Container\(\)\.resolve\(\)$`,
  ].join('|'),
);

/** Providers of the package dependency-injector (4.48): called, they give an object of their first argument, made of the others. */
const PROVIDER =
  /^dependency_injector\.providers\.(Singleton|ThreadSafeSingleton|ThreadLocalSingleton|ContextLocalSingleton|Factory|Resource|Callable)\(\)$/;

/** What a container gives for a class of the project, or a provider when it is called; undefined for any other foreign call. */
export function containerCall(evaluator: Evaluator, path: string, callee: ExternalValue, call: CallExpr, frame: Frame): Value | undefined {
  if (PROVIDER.test(callee.path)) return provided(evaluator, callee, frame.depth + 1);
  if (!CONTAINERS.test(path)) return undefined;
  const [first] = call.args;
  const asked = first === undefined ? undefined : argumentAt(evaluator, call, 0, frame);
  return asked === undefined ? undefined : objectOf(asked, call, frame);
}

/** What `Provide[Container.mailer]` stands for as the default of a parameter; undefined for any other value. */
export function wired(evaluator: Evaluator, value: Expr | undefined, frame: Frame): Value | undefined {
  if (value?.kind !== 'index') return undefined;
  const marker = evaluator.evaluate(value.object, frame);
  if (marker.kind !== 'external' || !/^dependency_injector\.wiring\.(Provide|Provider|Closing)$/.test(marker.path)) return undefined;
  // `Provide[Container.mailer]` and `Closing[Provide[Container.mailer]]`.
  const inner = wired(evaluator, value.index, frame);
  if (inner !== undefined) return inner;
  const provider = evaluator.evaluate(value.index, frame);
  return provider.kind === 'external' && PROVIDER.test(provider.path) ? provided(evaluator, provider, frame.depth + 1) : undefined;
}

/** The object that a provider makes: that of its first argument, called with all others. */
function provided(evaluator: Evaluator, { calls }: ExternalValue, depth: number): Value | undefined {
  const made = calls.at(-1);
  const [first, ...args] = made?.call.args ?? [];
  if (made === undefined || first?.kind !== 'positional' || depth > 6) return undefined;
  return evaluateCall(evaluator, { ...made.call, callee: first.value, args }, { ...made.frame, depth });
}

/**
 * What a function gives whose result has the type that one of its arguments names (`def get(kind: type[T]) -> T`): an object of the class that
 * is handed in. Undefined for any other function.
 *
 * @param inner frame of the function, with its arguments
 */
export function resultByType(scope: Scope, call: CallExpr, inner: Frame, frame: Frame): Value | undefined {
  const type = scope.returnAnnotation === undefined ? undefined : innermost(scope.returnAnnotation);
  if (type === undefined) return undefined;
  const naming = scope.params.find(({ annotation }) => annotation !== undefined && namesType(annotation, type));
  const given = naming === undefined ? undefined : inner.args?.get(naming.name);
  return given === undefined ? undefined : objectOf(given, call, frame);
}

/** The name of a type without what is around it: `Promise<T>`, `T | None`. */
function innermost(type: Expr): string | undefined {
  if (type.kind === 'name') return type.name;
  if (type.kind === 'index') return innermost(type.index);
  if (type.kind !== 'operation' || type.operator !== '|') return undefined;
  return type.operands.map(innermost).find((name) => name !== undefined && name !== 'undefined');
}

/** True for `type[T]`, `Type<T>` and the like: the class itself, not an object of it. */
function namesType(annotation: Expr, type: string): boolean {
  if (annotation.kind !== 'index' || annotation.index.kind !== 'name' || annotation.index.name !== type) return false;
  const { object } = annotation;
  return (
    (object.kind === 'name' || object.kind === 'member') &&
    /^(type|Type|Class|ClassType|Constructor|Newable|Abstract|InjectionToken)$/.test(object.name)
  );
}

/** Objects of the classes that a value may be. */
function objectOf(value: Value, call: CallExpr, { file }: Frame): Value | undefined {
  const at = locate(file, call);
  const objects = optionsOf(value).flatMap((option): Value[] =>
    option.kind === 'class' && option.file.facts.scopes[option.scope]?.typeOnly !== true
      ? [{ kind: 'instance', file: option.file, scope: option.scope, construction: undefined, at }]
      : [],
  );
  return objects.length === 0 ? undefined : choice(objects, at);
}
