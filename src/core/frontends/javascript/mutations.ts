import type { CallExpr, Effect, Expr } from '../../facts.ts';
import type { FactsBuilder } from '../facts-builder.ts';

/** `xs.push(y)` and its kind change the object that a name refers to. */
export function recordMutation(out: FactsBuilder, call: CallExpr): void {
  if (call.callee.kind !== 'member') return;
  const { object, name } = call.callee;
  const [first, second] = call.args;
  const add = (kind: Effect['kind'], target: Expr, value: Expr, key?: Expr): void => {
    out.scopes[call.scope]?.effects.push({
      kind,
      target,
      key,
      value,
      scope: call.scope,
      block: call.block,
      start: call.start,
      end: call.end,
    });
  };
  const positional = first?.kind === 'positional' ? first.value : undefined;
  switch (name) {
    case 'push':
      for (const argument of call.args) add(argument.kind === 'spread' ? 'extend' : 'append', object, argument.value);
      break;
    case 'add':
      if (positional !== undefined && second === undefined) add('append', object, positional);
      break;
    case 'unshift':
      if (call.args.some((argument) => argument.kind === 'spread')) add('other', object, call);
      else
        call.args.forEach((argument, index) => {
          add('prepend', object, argument.value, { kind: 'number', value: index, start: argument.start, end: argument.start });
        });
      break;
    case 'set':
      if (positional !== undefined && second?.kind === 'positional') add('set', object, second.value, positional);
      break;
    case 'assign':
      if (object.kind === 'name' && object.name === 'Object' && positional !== undefined && positional.kind !== 'dict')
        for (const argument of call.args.slice(1)) add('merge', positional, argument.value);
      break;
    case 'splice':
    case 'pop':
    case 'shift':
    case 'sort':
    case 'reverse':
    case 'fill':
    case 'copyWithin':
    case 'clear':
      add('other', object, call);
      break;
    case 'delete':
      add('other', object, call, positional);
      break;
  }
}
