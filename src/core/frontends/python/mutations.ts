import type { CallExpr, Expr } from '../../facts.ts';
import { keyText, type FactsBuilder, type Place } from '../facts-builder.ts';

/** `xs.append(y)` and its kind change the object that a name refers to. */
export function recordMutation(out: FactsBuilder, call: CallExpr, place: Place): void {
  if (call.callee.kind !== 'member') return;
  const target = call.callee.object;
  const [first, second] = call.args;
  const base = { target, scope: place.scope, block: place.block, start: call.start, end: call.end };
  const effects = out.scopes[place.scope]?.effects;
  if (effects === undefined) return;
  const positional = first?.kind === 'positional' ? first.value : undefined;
  switch (call.callee.name) {
    case 'append':
    case 'add':
      if (positional) effects.push({ kind: 'append', key: undefined, value: positional, ...base });
      break;
    case 'extend':
      if (positional) effects.push({ kind: 'extend', key: undefined, value: positional, ...base });
      break;
    case 'insert':
      if (positional && second) effects.push({ kind: 'prepend', key: positional, value: second.value, ...base });
      break;
    case 'setdefault':
      if (positional && second) effects.push({ kind: 'set', key: positional, value: second.value, ...base });
      break;
    case 'update':
      for (const argument of call.args) {
        if (argument.kind === 'keyword')
          effects.push({ kind: 'set', key: keyText(argument.name ?? '', argument.start), value: argument.value, ...base });
        else effects.push({ kind: 'merge', key: undefined, value: argument.value, ...base });
      }
      break;
    case 'pop':
    case 'popleft':
    case 'clear':
    case 'remove':
    case 'reverse':
    case 'sort':
    case 'popitem':
    case 'discard':
      effects.push({ kind: 'other', key: positional, value: call, ...base });
      break;
    // `random.shuffle(xs)` changes what it is given.
    case 'shuffle':
      if (positional) effects.push({ kind: 'other', key: undefined, value: call, ...base, target: positional });
      break;
  }
}

/** `del xs[0]` and `del xs[1:3]` take elements away. */
export function recordDeletion(out: FactsBuilder, deleted: Expr, place: Place): void {
  if (deleted.kind !== 'index') return;
  const { object: target, index: key, start, end } = deleted;
  out.scopes[place.scope]?.effects.push({ kind: 'other', target, key, value: deleted, scope: place.scope, block: place.block, start, end });
}
