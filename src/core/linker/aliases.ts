/** Names under which functions and objects travel: variables, entries of mappings, parameters they are handed to. */
import type { CallExpr, Expr, FileFacts } from '../facts.ts';

/** A call that hands something on as one of its arguments. */
export interface Handing {
  readonly call: CallExpr;
  /** Position among the positional arguments, or the name of the argument. */
  readonly argument: number | string;
}

/** Other names, each with true where only its own file can see it. */
export type Names = ReadonlyMap<string, boolean>;

/** What the names of a file lead to. */
export interface Aliases {
  /** Names that may hold what a name means. */
  readonly values: ReadonlyMap<string, Names>;
  /** Names that may hold what a call of a name gives. */
  readonly results: ReadonlyMap<string, Names>;
  /** Functions that return what a name means. */
  readonly makers: ReadonlyMap<string, Names>;
  /** Calls that hand on what a name means. */
  readonly handed: ReadonlyMap<string, readonly Handing[]>;
}

/** Functions that give the function they are given, with some arguments bound or with something around it. */
const KEEPING: ReadonlySet<string> = new Set([
  'partial',
  'partialmethod',
  'bind',
  'cache',
  'memoize',
  'useCallback',
  'traceable',
  'observe',
]);

/** Reads the aliases of a file. */
export function aliasesOf(facts: FileFacts): Aliases {
  const values = new Map<string, Map<string, boolean>>();
  const results = new Map<string, Map<string, boolean>>();
  const makers = new Map<string, Map<string, boolean>>();
  const handed = new Map<string, Handing[]>();
  const learn = (target: string | undefined, value: Expr | undefined, local: boolean): void => {
    if (target === undefined || value === undefined) return;
    const found = sourcesOf(value, 0);
    for (const name of found.values) note(values, name, target, local);
    for (const name of found.results) note(results, name, target, local);
    for (const [key, name] of found.keys) noteEntry(values, name, key);
  };
  for (const [exported, fact] of facts.exports ?? [])
    if (fact.name !== undefined && fact.name !== 'default') note(values, fact.name, exported, false);
  for (const scope of facts.scopes) {
    // What a parameter is where the caller leaves it out.
    for (const { name, defaultValue } of scope.params) learn(name, defaultValue, true);
    for (const bindings of scope.bindings.values())
      for (const binding of bindings) learn(binding.name, binding.value, scope.kind !== 'module' && scope.kind !== 'class');
    for (const effect of scope.effects) {
      if (effect.kind === 'set' && effect.key?.kind === 'text') learn(effect.key.value, effect.value, false);
      learn(lastName(effect.target), effect.value, effect.target.kind === 'name');
    }
    for (const { value } of scope.returns) {
      const found = sourcesOf(value, 0);
      for (const name of [...found.values, ...found.results]) note(makers, name, scope.name, false);
      for (const [key, name] of found.keys) noteEntry(values, name, key);
    }
  }
  for (const call of facts.calls) {
    let position = 0;
    for (const argument of call.args) {
      const own = argument.kind === 'keyword' ? (argument.name ?? '') : position++;
      for (const name of sourcesOf(argument.value, 0).values) {
        const known = handed.get(name);
        if (known === undefined) handed.set(name, [{ call, argument: own }]);
        else known.push({ call, argument: own });
      }
    }
  }
  return { values, results, makers, handed };
}

interface Sources {
  readonly values: string[];
  readonly results: string[];
  /** Keys of mappings with the names behind them. */
  readonly keys: [string, string][];
}

const MAX_DEPTH = 4;
/** Entries of one literal that are looked at. */
const MAX_ENTRIES = 60;

/** The names whose meaning an expression may be, holds, or is made of. */
function sourcesOf(expr: Expr, depth: number): Sources {
  const none: Sources = { values: [], results: [], keys: [] };
  if (depth > MAX_DEPTH) return none;
  const all = (exprs: readonly Expr[]): Sources => {
    const found = exprs.slice(0, MAX_ENTRIES).map((one) => sourcesOf(one, depth + 1));
    return {
      values: found.flatMap((one) => one.values),
      results: found.flatMap((one) => one.results),
      keys: found.flatMap((one) => one.keys),
    };
  };
  switch (expr.kind) {
    case 'name':
    case 'member':
      return { ...none, values: [expr.name] };
    case 'conditional':
      return all([expr.then, expr.otherwise]);
    case 'fallback':
      return all(expr.options);
    case 'list':
      return all(expr.items.map((item) => item.value));
    case 'comprehension':
      return all([expr.element]);
    case 'index':
      return all([expr.object]);
    case 'dict': {
      const inner = all(expr.entries.map((entry) => entry.value));
      const keys = expr.entries.slice(0, MAX_ENTRIES).flatMap(({ key, value }): [string, string][] => {
        if (key?.kind !== 'text') return [];
        return sourcesOf(value, depth + 1).values.map((name): [string, string] => [key.value, name]);
      });
      return { ...inner, keys: [...inner.keys, ...keys] };
    }
    case 'call': {
      const name = lastName(expr.callee);
      if (name === undefined) return none;
      // A mapping, or a function of that name.
      if (expr.callee.kind === 'member' && name === 'get') return { ...all([expr.callee.object]), results: [name] };
      if (expr.callee.kind === 'member' && name === 'bind') return all([expr.callee.object]);
      const [first, second] = expr.args;
      if (name === 'getattr' && second?.value.kind === 'text') return { ...none, values: [second.value.value] };
      if (KEEPING.has(name) && first !== undefined) return all([first.value]);
      return { ...none, results: [name] };
    }
    default:
      return none;
  }
}

function lastName(expr: Expr): string | undefined {
  return expr.kind === 'member' || expr.kind === 'name' ? expr.name : undefined;
}

/** An entry is seen wherever the object goes, also under a name that only its own function can see: `return { ask }`. */
function noteEntry(map: Map<string, Map<string, boolean>>, name: string, key: string): void {
  const known = map.get(name) ?? new Map<string, boolean>();
  map.set(name, known.set(key, false));
}

function note(map: Map<string, Map<string, boolean>>, name: string, alias: string, local: boolean): void {
  if (name === alias || name === '' || alias === '') return;
  const known = map.get(name);
  if (known === undefined) map.set(name, new Map([[alias, local]]));
  else known.set(alias, local && known.get(alias) !== false);
}
