/** Values that stand in for others that are missing: `a or b`, `a if a else b`, `if a is None: a = b`. */
import type { Binding, Expr } from '../facts.ts';
import type { Location } from '../ir.ts';
import { branchesOf } from './branches.ts';
import { withoutUnset } from './set-members.ts';
import { choice, constantText, optionsOf, type Frame, type LinkedFile, type Value } from './value.ts';

/**
 * The first of some values that is there. One that is decided at run time has what stands behind it as its default.
 *
 * @param mayBeMissing the first value may be missing although it looks complete
 */
export function firstPresent(all: readonly Value[], frame: Frame, at: Location, mayBeMissing = false): Value {
  const [first, ...rest] = withoutUnset(all.filter((value) => !isEmpty(value)));
  if (first === undefined) return { kind: 'null', value: null, at };
  // `options.model ?? "gpt-4o"` where a caller's options name no model.
  const omitted = all[0]?.kind === 'null' && all[0].byDefault === true;
  if (omitted && (first.kind === 'text' || first.kind === 'number')) return { ...first, byDefault: true };
  if (first.kind === 'unknown') {
    const [standard] = rest;
    // What a caller hands on of its own, and its type says is there: the default is for those who leave it out.
    const { parameter: given } = first;
    const own = given?.uri === frame.file.facts.uri && given.scope === frame.scope;
    if (given?.required === true && /^\w+$/.test(given.name) && frame.args !== undefined && !own) return first;
    // `kept.get(user) or []`: a list that is not seen, or an empty one.
    if (first.parameter === undefined && first.source !== 'environment' && standard?.kind === 'list' && standard.items.length === 0)
      return { ...standard, items: [{ value: first, spread: true, certainty: 'always' }], at };
    return { ...first, fallback: first.fallback ?? (rest.length === 0 ? undefined : choice(rest, at)) };
  }
  if (mayBeMissing) return choice([...optionsOf(first), ...rest], at);
  // An object that is handed in, of which only the class is declared, may be left out.
  if (first.kind === 'instance' && first.parameter !== undefined && rest.length > 0) return choice([first, ...rest], at);
  if (first.kind === 'choice')
    return choice([...first.options.filter((option) => !isEmpty(option)), ...(first.options.some(isEmpty) ? rest : [])], at);
  return first;
}

/** `None`, empty text, zero and false: what `or` skips. */
export function isEmpty(value: Value): boolean {
  return value.kind === 'null' || constantText(value) === '' || ((value.kind === 'number' || value.kind === 'boolean') && !value.value);
}

/**
 * True for constants and for what is decided at run time: lists, objects and texts that are put together are read in each form, when they stand
 * in for others.
 */
export function isPlain(value: Value): boolean {
  return optionsOf(value).every(
    (option) => ['number', 'unknown', 'null'].includes(option.kind) || (option.kind === 'text' && constantText(option) !== undefined),
  );
}

/** What a condition asks to be missing (`x is None`, `not x`) or to be there (`x`, `x !== undefined`); undefined for any other condition. */
export function presenceAsked(test: Expr): { readonly of: Expr; readonly missing: boolean } | undefined {
  if (test.kind === 'name' || test.kind === 'member' || test.kind === 'index') return { of: test, missing: false };
  if (test.kind !== 'operation') return undefined;
  const [left, right] = test.operands;
  if (left === undefined) return undefined;
  if (test.operator === 'not' || test.operator === '!') {
    const inner = presenceAsked(left);
    return inner && { of: inner.of, missing: !inner.missing };
  }
  if (right?.kind !== 'null') return undefined;
  if (/^(===?|is)$/.test(test.operator)) return { of: left, missing: true };
  return /^(!==?|is not)$/.test(test.operator) ? { of: left, missing: false } : undefined;
}

/**
 * Whether the last of two branches that assign a name has what stands in (`if model: chosen = model`, `else: chosen = "gpt-5"`), or the first of
 * them; undefined where neither takes the value that is asked about.
 */
export function standingInBranch(file: LinkedFile, first: Binding, last: Binding): 'first' | 'last' | undefined {
  const header = file.facts.blocks[first.block]?.header;
  const asked =
    header === undefined || branchesOf(file.facts, file.facts.blocks[first.block]!.group).length !== 2 ? undefined : presenceAsked(header);
  const present = asked?.missing === true ? last : first;
  if (asked === undefined || present.value === undefined || !isSame(file, asked.of, present.value)) return undefined;
  return asked.missing ? 'first' : 'last';
}

/** True for two expressions that are written alike. */
export function isSame({ text }: LinkedFile, one: Expr, other: Expr): boolean {
  return one.kind === other.kind && text.slice(one.start, one.end) === text.slice(other.start, other.end);
}

/** True for an assignment that runs only where the name holds nothing yet: `if model is None: model = "gpt-5"`. */
export function standsIn({ facts }: LinkedFile, { name, kind, block: at }: Binding): boolean {
  const block = facts.blocks[at];
  if (kind !== 'assign' || block?.kind !== 'branch') return false;
  const isOwn = (header: Expr | undefined, missing: boolean): boolean => {
    const asked = header === undefined ? undefined : presenceAsked(header);
    return asked?.of.kind === 'name' && asked.of.name === name && asked.missing === missing;
  };
  if (block.header !== undefined) return isOwn(block.header, true);
  const others = branchesOf(facts, block.group).filter((other) => other !== block);
  return others.length === 1 && isOwn(others[0]?.header, false);
}
