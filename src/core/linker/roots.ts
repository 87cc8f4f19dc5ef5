/** What an expression is made of: parameters, variables of loops and local values at its roots, with the way from them. */
import type { CallExpr, DictExpr, Expr, Scope } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { callerParameters } from './calls.ts';
import { optionsOf, type LinkedFile } from './value.ts';

/** Expressions that are followed for one question. */
const MAX_STEPS = 400;
const MAX_DEPTH = 6;

/** Code with the calls that led into it, so that a parameter stands for the caller's argument. */
export interface Place {
  readonly file: LinkedFile;
  readonly calls: ReadonlyMap<number, { readonly call: CallExpr; readonly from: Place }>;
}

/** The function of a linked file that a call runs, with its code as that call sees it; undefined for foreign code. */
export function entered(evaluator: Evaluator, place: Place, call: CallExpr): { readonly scope: Scope; readonly inside: Place } | undefined {
  const { callee } = call;
  if (callee.kind !== 'name' && callee.kind !== 'member') return undefined;
  const made = optionsOf(evaluator.evaluate(callee, evaluator.frameOf(place.file))).find((option) => option.kind === 'function');
  const scope = made === undefined ? undefined : made.file.facts.scopes[made.scope];
  if (made === undefined || scope === undefined) return undefined;
  const before = made.file === place.file ? place.calls : [];
  return { scope, inside: { file: made.file, calls: new Map([...before, [scope.id, { call, from: place }]]) } };
}

/** Follows expressions to their roots. One collector serves one question; what it has not found within its steps is left out. */
export class RootCollector {
  private readonly active = new Set<Expr>();
  private steps = 0;

  /** Roots as text: file and place of the name, then the way: `#12:question`, `#12:messages[].content`. */
  of(place: Place, expr: Expr, depth = 0): string[] {
    if (depth > MAX_DEPTH || ++this.steps > MAX_STEPS || this.active.has(expr)) return [];
    this.active.add(expr);
    const result = this.inner(place, expr, depth);
    this.active.delete(expr);
    return result;
  }

  private inner(place: Place, expr: Expr, depth: number): string[] {
    const all = (exprs: readonly (Expr | undefined)[]): string[] =>
      exprs.flatMap((one) => (one === undefined ? [] : this.of(place, one, depth)));
    switch (expr.kind) {
      case 'name':
        return this.ofName(place, expr.name, expr.scope, depth);
      case 'member': {
        if (expr.object.kind === 'self') return [`${place.file.facts.uri}#${expr.object.scope}.${expr.name}`];
        const literal = handedMapping(place, expr.object);
        const entry = literal?.mapping.entries.find(({ key }) => key?.kind === 'text' && key.value === expr.name);
        if (literal !== undefined && entry !== undefined) return this.of(literal.place, entry.value, depth + 1);
        return this.of(place, expr.object, depth).map((root) => `${root}.${expr.name}`);
      }
      case 'index': {
        const element = expr.index.kind === 'number' ? elementAt(expr.object, expr.index.value) : undefined;
        if (element !== undefined) return this.of(place, element, depth);
        const key = expr.index.kind === 'text' ? `.${expr.index.value}` : expr.index.kind === 'number' ? `[${expr.index.value}]` : '[]';
        return this.of(place, expr.object, depth).map((root) => `${root}${key}`);
      }
      case 'call':
        return this.ofCall(place, expr, depth);
      case 'template':
        return all(expr.parts.map((part) => (part.kind === 'hole' ? part.value : undefined)));
      case 'join':
      case 'operation':
        return all(expr.operands);
      case 'conditional':
        return all([expr.then, expr.otherwise]);
      case 'fallback':
        return all(expr.options);
      case 'list':
        return all(expr.items.map(({ value }) => value));
      case 'dict':
        return all(expr.entries.map(({ value }) => value));
      case 'comprehension':
        return [...this.of(place, expr.iterable, depth), ...this.of(place, expr.element, depth)];
      default:
        return [];
    }
  }

  private ofCall(place: Place, call: CallExpr, depth: number): string[] {
    const given = call.args.flatMap(({ value }) => this.of(place, value, depth));
    const object = call.callee.kind === 'member' && call.callee.object.kind !== 'self' ? this.of(place, call.callee.object, depth) : [];
    return [...given, ...object];
  }

  private ofName(place: Place, name: string, from: number, depth: number): string[] {
    const { facts } = place.file;
    for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
      const scope = facts.scopes[at];
      if (scope === undefined || (scope.kind === 'class' && at !== from)) continue;
      const bindings = scope.bindings.get(name);
      const parameter = scope.params.find((one) => one.name === name);
      if (bindings === undefined && parameter === undefined) continue;
      // What the program holds once does not change from turn to turn.
      if (scope.kind === 'module') return [];
      const own = parameter === undefined ? [] : this.ofParameter(place, scope, name, depth);
      return [
        ...own,
        ...(bindings ?? []).flatMap(({ kind, value, start, position }) => {
          if (value === undefined || kind === 'function' || kind === 'class' || kind === 'import') return [];
          const suffix = kind === 'loop' ? '[]' : '';
          const own = kind === 'unpack' && position !== undefined ? elementAt(value, position) : undefined;
          const behind = this.of(place, own ?? value, depth + 1).map((root) => `${root}${suffix}`);
          return [`${facts.uri}#${start}:${name}`, ...behind];
        }),
      ];
    }
    return [];
  }

  private ofParameter(place: Place, scope: Scope, name: string, depth: number): string[] {
    const entry = place.calls.get(scope.id);
    if (entry === undefined) return [`${place.file.facts.uri}#${scope.id}:${name}`];
    const { call, from } = entry;
    const position = callerParameters(place.file, scope.id).findIndex((one) => one.name === name);
    const named = call.args.find((argument) => argument.kind === 'keyword' && argument.name === name);
    const value = (named ?? call.args.filter((argument) => argument.kind === 'positional')[position])?.value;
    return value === undefined ? [] : this.of(from, value, depth + 1);
  }
}

/** The mapping that a caller hands in for a parameter, where it is written out: `build({ name, context })`. */
function handedMapping(place: Place, object: Expr): { readonly place: Place; readonly mapping: DictExpr } | undefined {
  if (object.kind !== 'name') return undefined;
  const { facts } = place.file;
  for (let at = object.scope; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope?.bindings.has(object.name) === true) return undefined;
    if (scope?.params.some(({ name }) => name === object.name) !== true) continue;
    const entry = place.calls.get(scope.id);
    const position = callerParameters(place.file, scope.id).findIndex((one) => one.name === object.name);
    const value = entry?.call.args.filter((argument) => argument.kind === 'positional')[position]?.value;
    return entry !== undefined && value?.kind === 'dict' ? { place: entry.from, mapping: value } : undefined;
  }
  return undefined;
}

/** An element of a list that is written out, or of what is waited for together (`Promise.all([a, b])`, `gather(a, b)`). */
function elementAt(expr: Expr, index: number): Expr | undefined {
  if (expr.kind === 'list') return expr.items.slice(0, index + 1).some(({ spread }) => spread) ? undefined : expr.items[index]?.value;
  if (expr.kind !== 'call' || expr.callee.kind !== 'member') return undefined;
  if (expr.callee.name === 'gather') return expr.args.every(({ kind }) => kind === 'positional') ? expr.args[index]?.value : undefined;
  const [first] = expr.args;
  return first !== undefined && /^(all|allSettled)$/.test(expr.callee.name) ? elementAt(first.value, index) : undefined;
}
