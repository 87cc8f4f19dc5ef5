/** What in a file holds a function, and which of its names only the file itself can see. */
import type { Expr, FileFacts } from '../facts.ts';
import type { LinkedFile } from './value.ts';

/** True for a name that no other file can see: of a function's scope, or of a module that does not export it. */
export function isLocal({ facts }: LinkedFile, scope: number, name: string): boolean {
  const kind = facts.scopes[scope]?.kind;
  if (kind === 'function' || kind === 'lambda') return true;
  if (kind !== 'module' || facts.exports === undefined) return false;
  let names = exportedNames.get(facts);
  if (names === undefined) {
    names = new Set([...facts.exports].flatMap(([exported, fact]) => (fact.kind === 'local' ? [exported, fact.name] : [exported])));
    exportedNames.set(facts, names);
  }
  return !names.has(name);
}

/** Names under which a file exports something, there and here. */
const exportedNames = new WeakMap<FileFacts, ReadonlySet<string>>();

/** Variables, attributes and entries of a file that are set to a matching expression. */
export function holders(file: LinkedFile, matches: (value: Expr) => boolean): { readonly name: string; readonly local: boolean }[] {
  const result: { name: string; local: boolean }[] = [];
  const look = (name: string, value: Expr | undefined, local: boolean): void => {
    if (value === undefined) return;
    if (matches(value)) result.push({ name, local });
    if (value.kind !== 'dict') return;
    for (const entry of value.entries) {
      if (!matches(entry.value)) continue;
      result.push({ name, local });
      if (entry.key?.kind === 'text') result.push({ name: entry.key.value, local: false });
    }
  };
  for (const scope of file.facts.scopes) {
    for (const bindings of scope.bindings.values())
      for (const binding of bindings) look(binding.name, binding.value, isLocal(file, scope.id, binding.name));
    for (const effect of scope.effects)
      if (effect.kind === 'set' && effect.key?.kind === 'text') look(effect.key.value, effect.value, false);
    for (const { value } of scope.returns) look(scope.name, value, false);
  }
  return result;
}
