/** The expressions that a call is given as its messages: by keyword, in an object of options, or as a step of a builder. */
import type { CallExpr, Expr } from '../facts.ts';
import type { ArgumentNames } from '../providers/profile.ts';
import { messagesArgument } from './turns.ts';
import type { LinkedFile } from './value.ts';

/** Objects in objects and steps of builders that are looked through. */
const MAX_DEPTH = 5;
/** Functions that make JSON of an object. */
const AS_JSON = /^(stringify|dumps)$/;
/** Names by which a project's own functions take a conversation. */
const CONVERSATION_PARAMETER = /hist|messag|convers|dialog|turns|memory|context/i;

/** The expressions that give the messages of a call, as far as they stand in its file. */
export function messageExpressions(file: LinkedFile, call: CallExpr, names: ArgumentNames): readonly Expr[] {
  const direct = messagesArgument(file, call, names);
  if (direct !== undefined) return [direct];
  const keys = new Set(names.map(keyOf).filter((key) => key !== ''));
  if (keys.size === 0) return [];
  const found: Expr[] = [];
  for (const { value } of call.args) within(file, value, keys, found, 0);
  within(file, call.callee, keys, found, 0);
  return found;
}

/** What a call of a project's own function is given that may be a conversation, by the names of its parameters and by how it is written. */
export function conversationArguments(file: LinkedFile, call: CallExpr): readonly Expr[] {
  return call.args.flatMap((argument): Expr[] => {
    const { value } = argument;
    if (value.kind === 'dict')
      return value.entries.flatMap(({ key, value: entry }) =>
        key?.kind === 'text' && CONVERSATION_PARAMETER.test(key.value) ? [entry] : [],
      );
    if (argument.kind === 'keyword') return CONVERSATION_PARAMETER.test(argument.name ?? '') ? [value] : [];
    return value.kind === 'list' || CONVERSATION_PARAMETER.test(file.text.slice(value.start, value.end)) ? [value] : [];
  });
}

/** `1.Messages`, `messages().0`, `parameters.messages`: the last name that stands in a place. */
function keyOf(place: string): string {
  return (
    place
      .split('.')
      .map((step) => step.replace(/\(\)$/, '').replace(/^@/, ''))
      .findLast((step) => step !== '' && !/^\d+$|:/.test(step)) ?? ''
  );
}

function within(file: LinkedFile, expr: Expr, keys: ReadonlySet<string>, found: Expr[], depth: number): void {
  if (depth > MAX_DEPTH) return;
  switch (expr.kind) {
    case 'dict':
      for (const { key, value } of expr.entries)
        if (key?.kind === 'text' && keys.has(key.value)) found.push(value);
        else if (value.kind === 'dict' || value.kind === 'call') within(file, value, keys, found, depth + 1);
      return;
    case 'call': {
      const name = expr.callee.kind === 'member' || expr.callee.kind === 'name' ? expr.callee.name : '';
      if (keys.has(name)) found.push(...expr.args.map(({ value }) => value));
      for (const argument of expr.args)
        if (argument.kind === 'keyword' && argument.name !== undefined && keys.has(argument.name)) found.push(argument.value);
        else if (argument.value.kind === 'dict' || argument.value.kind === 'call' || (argument.value.kind === 'name' && AS_JSON.test(name)))
          within(file, argument.value, keys, found, depth + 1);
      within(file, expr.callee, keys, found, depth);
      return;
    }
    case 'member': {
      within(file, expr.object, keys, found, depth + 1);
      return;
    }
    case 'name':
      for (let at = expr.scope; at > 0; at = file.facts.scopes[at]?.parent ?? -1) {
        const scope = file.facts.scopes[at];
        const bindings = scope?.bindings.get(expr.name) ?? [];
        if (scope === undefined || (bindings.length === 0 && !scope.params.some(({ name }) => name === expr.name))) continue;
        // `body["messages"] = session.messages` behind what the object began with.
        for (const { kind, target, key, value } of scope.effects)
          if (kind === 'set' && target.kind === 'name' && target.name === expr.name && key?.kind === 'text' && keys.has(key.value))
            found.push(value);
        const value = bindings.length === 1 ? bindings[0]?.value : undefined;
        if (value?.kind === 'call' || value?.kind === 'dict') within(file, value, keys, found, depth + 1);
        return;
      }
      return;
    default:
      return;
  }
}
