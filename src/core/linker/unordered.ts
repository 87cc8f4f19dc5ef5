/** Sets and what is made of them: data whose order differs from process to process (Python salts the hash of texts, PYTHONHASHSEED). */
import type { Binding, CallExpr, Expr } from '../facts.ts';
import type { Unordered } from '../ir-caching.ts';
import { locate, unknown, volatilityOf, type LinkedFile, type Value } from './value.ts';

/** How far names and wrapping calls are followed. */
const MAX_DEPTH = 6;
/** Functions whose result has the order of their argument. */
const KEEPS_ORDER: ReadonlySet<string> = new Set(['list', 'tuple', 'iter', 'enumerate']);
const MAKES_SET: ReadonlySet<string> = new Set(['set', 'frozenset']);
const SET_METHODS: ReadonlySet<string> = new Set(['union', 'intersection', 'difference', 'symmetric_difference', 'copy']);
const SET_OPERATORS: ReadonlySet<string> = new Set(['|', '&', '-', '^']);
const SET_TYPES = /^(typing\.)?(set|frozenset|Set|FrozenSet|AbstractSet|MutableSet)$/;
const SORTED = ['sorted(', ')'] as const;

/** The unordered data behind an expression; undefined when its order is the same in every process, or not known. */
export function unorderedIn(file: LinkedFile, expr: Expr, depth = 0): Unordered | undefined {
  if (file.facts.language !== 'python' || depth > MAX_DEPTH) return undefined;
  const inner = (of: Expr): Unordered | undefined => unorderedIn(file, of, depth + 1);
  const whole: Unordered = { at: locate(file, expr), sorted: SORTED };
  switch (expr.kind) {
    case 'list': {
      if (expr.form === 'set') return expr.items.length > 1 || expr.items[0]?.spread === true ? whole : undefined;
      const [only] = expr.items;
      return only?.spread === true && expr.items.length === 1 ? inner(only.value) : undefined;
    }
    case 'comprehension':
      return isSetComprehension(file, expr) ? whole : inner(expr.iterable);
    case 'call': {
      const { callee } = expr;
      const [first] = expr.args;
      if (callee.kind === 'member') {
        return SET_METHODS.has(callee.name) && inner(callee.object) !== undefined && isSet(file, callee.object, depth) ? whole : undefined;
      }
      if (callee.kind !== 'name' || first === undefined) return callee.kind === 'name' && MAKES_SET.has(callee.name) ? whole : undefined;
      if (MAKES_SET.has(callee.name)) return whole;
      if (KEEPS_ORDER.has(callee.name) && expr.args.length === 1) return inner(first.value);
      return callee.name === 'map' && expr.args.length === 2 && expr.args[1] !== undefined ? inner(expr.args[1].value) : undefined;
    }
    case 'operation':
      return SET_OPERATORS.has(expr.operator) && expr.operands.some((operand) => isSet(file, operand, depth)) ? whole : undefined;
    case 'name': {
      const found = bindingsOf(file, expr.name, expr.scope);
      if (found === undefined) return undefined;
      if (found.annotation !== undefined) return isSetType(found.annotation) ? whole : undefined;
      const [binding] = found.bindings;
      if (binding?.value === undefined || found.bindings.length !== 1 || binding.kind !== 'assign') return undefined;
      if (isSetType(binding.annotation)) return whole;
      const sortedLater = found.effects.some(
        (effect) => effect.kind === 'other' && effect.value.kind === 'call' && calleeName(effect.value) === 'sort',
      );
      return sortedLater || inner(binding.value) === undefined ? undefined : whole;
    }
    default:
      return undefined;
  }
}

/** A value that is text made of unordered data: which text it is differs from process to process. */
export function withOrder(file: LinkedFile, expr: Expr, value: Value): Value {
  if (file.facts.language !== 'python' || value.kind === 'text') return value;
  const unordered = unorderedIn(file, expr);
  // `{a, b}` written into a text is no longer a set when it is sorted; what it looks like is the author's to decide.
  return unordered === undefined ? value : unorderedText(file, expr, { ...unordered, sorted: undefined }, value);
}

/** Text made of unordered data, as a value. */
export function unorderedText(file: LinkedFile, expr: Expr, unordered: Unordered, data: Value | undefined): Value {
  const volatility = data === undefined ? 'unknown' : volatilityOf(data);
  return unknown(file, expr, 'text of unordered data', {
    volatility: volatility === 'constant' ? 'per-process' : volatility,
    source: 'call',
    unordered,
  });
}

function isSet(file: LinkedFile, expr: Expr, depth: number): boolean {
  if (expr.kind === 'list') return expr.form === 'set';
  if (expr.kind === 'comprehension') return isSetComprehension(file, expr);
  if (expr.kind === 'call') {
    if (expr.callee.kind === 'name') return MAKES_SET.has(expr.callee.name);
    return expr.callee.kind === 'member' && SET_METHODS.has(expr.callee.name) && isSet(file, expr.callee.object, depth + 1);
  }
  if (expr.kind === 'operation')
    return SET_OPERATORS.has(expr.operator) && expr.operands.some((operand) => isSet(file, operand, depth + 1));
  if (expr.kind !== 'name' || depth > MAX_DEPTH) return false;
  const found = bindingsOf(file, expr.name, expr.scope);
  const [binding] = found?.bindings ?? [];
  if (found?.annotation !== undefined) return isSetType(found.annotation);
  return (
    found?.bindings.length === 1 &&
    binding?.kind === 'assign' &&
    (isSetType(binding.annotation) || (binding.value !== undefined && isSet(file, binding.value, depth + 1)))
  );
}

/** `{x for …}`, and neither `{k: v for …}` nor `[x for …]`. */
function isSetComprehension(file: LinkedFile, expr: Expr & { readonly kind: 'comprehension' }): boolean {
  return file.text[expr.start] === '{' && !/:\s*$/.test(file.text.slice(expr.start, expr.element.start));
}

function isSetType(annotation: Expr | undefined): boolean {
  if (annotation === undefined) return false;
  const head = annotation.kind === 'index' ? annotation.object : annotation;
  const name = head.kind === 'name' ? head.name : head.kind === 'member' ? head.name : '';
  return SET_TYPES.test(name);
}

function calleeName(call: CallExpr): string {
  return call.callee.kind === 'member' || call.callee.kind === 'name' ? call.callee.name : '';
}

function bindingsOf(file: LinkedFile, name: string, from: number) {
  const { scopes } = file.facts;
  for (let at = from; at >= 0; at = scopes[at]?.parent ?? -1) {
    const scope = scopes[at];
    if (scope === undefined || (scope.kind === 'class' && at !== from)) continue;
    const parameter = scope.params.find((one) => one.name === name);
    const bindings: readonly Binding[] = scope.bindings.get(name) ?? [];
    const effects = scope.effects.filter((effect) => effect.target.kind === 'name' && effect.target.name === name);
    if (bindings.length > 0) return { bindings, annotation: undefined, effects };
    if (parameter !== undefined) return { bindings, annotation: parameter.annotation, effects };
  }
  return undefined;
}
