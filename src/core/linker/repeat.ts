import type { CallExpr, FileFacts } from '../facts.ts';
import type { Repeat } from '../ir.ts';
import { enclosingLoop, isRetryLoop } from './flow.ts';

/** Why the call may run more than once, from the loops of its own function. */
export function repeatOf(facts: FileFacts, call: CallExpr): Repeat {
  const loop = enclosingLoop(facts, call.block);
  const block = facts.blocks[loop];
  if (block === undefined) return { kind: 'no', loop: undefined, bounded: true, times: undefined, at: undefined };
  const at = { uri: facts.uri, start: block.start, end: block.end };
  const kind = block.kind === 'for' || block.kind === 'while' ? block.kind : 'comprehension';
  const retry = isRetryLoop(facts, loop);
  const bounded = kind !== 'while' || block.exits || (block.header?.kind === 'operation' && /[<>]/.test(block.header.operator));
  const times = block.header === undefined ? undefined : rangeLength(block.header);
  return { kind: retry ? 'retry' : 'loop', loop: kind, bounded, times, at };
}

function rangeLength(header: CallExpr['callee']): number | undefined {
  if (header.kind === 'list' && header.items.every((item) => !item.spread)) return header.items.length;
  if (header.kind !== 'call' || header.callee.kind !== 'name' || header.callee.name !== 'range') return undefined;
  const numbers = header.args.map((argument) => (argument.value.kind === 'number' ? argument.value.value : undefined));
  const [first, second] = numbers;
  if (first === undefined || numbers.length > 2) return undefined;
  return numbers.length === 1 ? Math.max(0, first) : second === undefined ? undefined : Math.max(0, second - first);
}
