/** Entries that exist when the value for them does: `if limit: params["max_tokens"] = limit`, `...(limit ? { max_tokens: limit } : {})`. */
import type { Effect, Expr } from '../facts.ts';
import type { LinkedFile } from './value.ts';

/** The block that decides whether an entry is set: the one around a condition which only asks whether the value is there. */
export function settingBlock(file: LinkedFile, { block, kind, value }: Effect): number {
  const { blocks } = file.facts;
  const own = blocks[block];
  if (kind !== 'set' || own?.kind !== 'branch' || own.header === undefined || !asksFor(file, own.header, value)) return block;
  const isFirst = !blocks.some((other) => other.group === own.group && other.kind === 'branch' && other.start < own.start);
  return isFirst ? own.parent : block;
}

/** The mapping that is spread when the value of its only entry is there; the expression itself where the condition asks anything else. */
export function spreadWhenThere(file: LinkedFile, expr: Expr): Expr {
  if (expr.kind !== 'conditional' || expr.then.kind !== 'dict') return expr;
  const [entry, ...others] = expr.then.entries;
  const { otherwise } = expr;
  const isNothing = otherwise.kind === 'null' || (otherwise.kind === 'dict' && otherwise.entries.length === 0);
  return entry?.key !== undefined && others.length === 0 && isNothing && asksFor(file, expr.test, entry.value) ? expr.then : expr;
}

/** What a condition may add to a value without asking anything but whether it is there. */
const THERE = /\s*(?:is\s+not\s+None|!==?\s*(?:null|undefined|None))$/;

function asksFor({ text }: LinkedFile, condition: Expr, value: Expr): boolean {
  if (value.kind !== 'name' && value.kind !== 'member') return false;
  return text.slice(condition.start, condition.end).trim().replace(THERE, '') === text.slice(value.start, value.end).trim();
}
