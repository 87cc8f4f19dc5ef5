/** Methods of one object literal that call each other: `{ ask(prompt) {…}, tell(text) { return this.ask(text); } }`. */
import type { CallExpr, DictExpr, Expr, FileFacts } from '../facts.ts';

/** Why `this` of a function that is no method of a class is unknown, as the front end says it. */
export const THIS_OUTSIDE = 'this outside a class';

/** Literals within literals that are looked into. */
const MAX_DEPTH = 4;

const literals = new WeakMap<FileFacts, ReadonlyMap<number, DictExpr>>();

/** True for a call of a method by `this`, from another method of the object literal that the wanted function stands in under the name called. */
export function callsOwnLiteral(facts: FileFacts, call: CallExpr, wanted: number): boolean {
  const { callee, scope } = call;
  if (callee.kind !== 'member' || callee.object.kind !== 'unknown' || callee.object.reason !== THIS_OUTSIDE) return false;
  const owners = ownersOf(facts);
  const literal = owners.get(wanted);
  if (literal === undefined) return false;
  const named = literal.entries.some(
    ({ key, value }) => key?.kind === 'text' && key.value === callee.name && value.kind === 'function' && value.scope === wanted,
  );
  for (let at = scope; named && at >= 0; at = facts.scopes[at]?.parent ?? -1) if (owners.get(at) === literal) return true;
  return false;
}

/** The entry of the object literal around an offset that a name of `this` means there; undefined outside of such functions. */
export function entryOfOwnLiteral(facts: FileFacts, offset: number, name: string): Expr | undefined {
  let nearest: { readonly length: number; readonly literal: DictExpr } | undefined;
  for (const [scope, literal] of ownersOf(facts)) {
    const { start = 0, end = 0 } = facts.scopes[scope] ?? {};
    if (start <= offset && offset < end && (nearest === undefined || end - start < nearest.length))
      nearest = { length: end - start, literal };
  }
  return nearest?.literal.entries.find(({ key }) => key?.kind === 'text' && key.value === name)?.value;
}

/** The literal that holds each function of a file as an entry. */
function ownersOf(facts: FileFacts): ReadonlyMap<number, DictExpr> {
  const known = literals.get(facts);
  if (known !== undefined) return known;
  const result = new Map<number, DictExpr>();
  const look = (expr: Expr | undefined, depth: number): void => {
    if (expr === undefined || depth > MAX_DEPTH) return;
    if (expr.kind === 'call') for (const { value } of expr.args) look(value, depth + 1);
    if (expr.kind !== 'dict') return;
    for (const { value } of expr.entries) {
      if (value.kind === 'function') result.set(value.scope, expr);
      else look(value, depth + 1);
    }
  };
  for (const { bindings, returns, effects } of facts.scopes) {
    for (const all of bindings.values()) for (const { value } of all) look(value, 0);
    for (const { value } of returns) look(value, 0);
    for (const { value } of effects) look(value, 0);
  }
  for (const call of facts.calls) for (const { value } of call.args) look(value, 1);
  literals.set(facts, result);
  return result;
}
