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
    // A field that is empty unless it is given leaves room for what stands behind it.
    const fallbacks = first.fallback === undefined ? [] : optionsOf(first.fallback).filter((option) => !isEmpty(option));
    // `given || process.env.MODEL || "gpt-4o"`: what stands in is one of them as well, the first that is there.
    if (fallbacks.length === 0) return { ...first, fallback: rest.length === 0 ? undefined : firstPresent(rest, frame, at) };
    const behind = (option: Value): Value => (option.kind === 'unknown' ? firstPresent([option, ...rest], frame, at) : option);
    return { ...first, fallback: choice(fallbacks.map(behind), at) };
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

/** What a condition asks about: whether something is there. */
export interface Presence {
  readonly of: Expr;
  /** True for `x is None` and `not x`, false for `x` and `x !== undefined`. */
  readonly missing: boolean;
  /** Texts in lower case that stand for a missing one: `x is None or x == "default"`. */
  readonly words: readonly string[];
}

/** What a condition asks to be missing or to be there, also with further conditions on it; undefined for any other condition. */
export function presenceAsked(test: Expr): Presence | undefined {
  if (test.kind === 'name' || test.kind === 'member' || test.kind === 'index') return { of: test, missing: false, words: [] };
  // `not model or model == "default"`, `model and model != "default"`: the parts that follow may ask for more.
  if (test.kind === 'fallback') return joined(test.options, true);
  const all = partsOfAnd(test);
  if (all !== undefined) return joined(all, false);
  if (test.kind !== 'operation') return undefined;
  const [left, right] = test.operands;
  if (left === undefined) return undefined;
  if (test.operator === 'not' || test.operator === '!') {
    const inner = presenceAsked(left);
    return inner && { ...inner, missing: !inner.missing };
  }
  const missing = /^(===?|is)$/.test(test.operator);
  if (right === undefined || (!missing && !/^(!==?|is not)$/.test(test.operator))) return undefined;
  if (right.kind === 'null') return { of: left, missing, words: [] };
  const word = right.kind === 'text' ? right.value.toLowerCase() : undefined;
  return word === undefined || !NO_CHOICE.has(word) ? undefined : { of: withoutCase(left), missing, words: [word] };
}

/** The conditions that `a and b` asks to hold all; undefined for any other expression. Scripts say `a && b` of what is not a condition too. */
export function partsOfAnd(test: Expr): readonly Expr[] | undefined {
  if (test.kind === 'operation' && test.operator === 'and') return test.operands;
  const isShort = test.kind === 'conditional' && test.otherwise.kind === 'null' && test.otherwise.start === test.test.start;
  return isShort ? [test.test, test.then] : undefined;
}

/** Conditions that are joined by `or` (for what is missing) or `and` (for what is there), the first of which asks for it. */
function joined(parts: readonly Expr[], missing: boolean): Presence | undefined {
  const [first, ...others] = parts.map(presenceAsked);
  if (first?.missing !== missing) return undefined;
  return { ...first, words: [...first.words, ...others.flatMap((other) => (other?.missing === missing ? other.words : []))] };
}

/** Texts by which somebody says that they choose nothing. */
const NO_CHOICE: ReadonlySet<string> = new Set(['', 'default', 'auto', 'none', 'null', 'undefined', 'inherit']);

/** `name.strip().lower()` is asked about for what it makes of `name`. */
function withoutCase(expr: Expr): Expr {
  const { callee, args } = expr.kind === 'call' ? expr : { callee: undefined, args: [] };
  const only = callee?.kind === 'member' && args.length === 0 && /^(lower|strip|casefold|toLowerCase|trim)$/.test(callee.name);
  return only ? withoutCase(callee.object) : expr;
}

/** What is asked about, and what stands in where it is missing, or says that nothing is chosen. */
export function presentOr(given: Value, standard: readonly Value[], words: readonly string[], frame: Frame, at: Location): Value {
  return firstPresent([withoutWords(given, words), ...standard], frame, at);
}

function withoutWords(value: Value, words: readonly string[]): Value {
  if (words.length === 0) return value;
  const isWord = (option: Value): boolean => words.includes(constantText(option)?.toLowerCase() ?? '\0');
  const left = optionsOf(value)
    .filter((option) => !isWord(option))
    .map((option) => {
      if (option.kind !== 'unknown' || option.fallback === undefined) return option;
      const others = optionsOf(option.fallback).filter((one) => !isWord(one));
      return { ...option, fallback: others.length === 0 ? undefined : choice(others, option.fallback.at) };
    });
  return left.length === 0 ? { kind: 'null', value: null, at: value.at } : choice(left, value.at);
}

/** What stands in for what: the later of two assignments for the earlier one, or the other way round, where these texts count as missing. */
export interface StandingIn {
  readonly which: 'first' | 'last';
  readonly words: readonly string[];
}

/**
 * Whether the last of two branches that assign a name has what stands in (`if model: chosen = model`, `else: chosen = "gpt-5"`), or the first of
 * them; undefined where neither takes the value that is asked about.
 */
export function standingInBranch(file: LinkedFile, first: Binding, last: Binding): StandingIn | undefined {
  const header = file.facts.blocks[first.block]?.header;
  const asked =
    header === undefined || branchesOf(file.facts, file.facts.blocks[first.block]!.group).length !== 2 ? undefined : presenceAsked(header);
  const present = asked?.missing === true ? last : first;
  if (asked === undefined || present.value === undefined || !isSame(file, asked.of, present.value)) return undefined;
  return { which: asked.missing ? 'first' : 'last', words: asked.words };
}

/** An assignment that runs only where what it takes is there: `if options.model: model = options.model`. What was there before stands in for it. */
export function takesPresent(file: LinkedFile, binding: Binding): StandingIn | undefined {
  const block = file.facts.blocks[binding.block];
  if (binding.kind !== 'assign' || block?.kind !== 'branch' || block.header === undefined || binding.value === undefined) return undefined;
  const asked = presenceAsked(block.header);
  return asked?.missing === false && isSame(file, asked.of, binding.value) ? { which: 'first', words: asked.words } : undefined;
}

/** True for two expressions that are written alike. */
export function isSame({ text }: LinkedFile, one: Expr, other: Expr): boolean {
  return one.kind === other.kind && text.slice(one.start, one.end) === text.slice(other.start, other.end);
}

/** An assignment that runs only where the name holds nothing yet: `if model is None: model = "gpt-5"`. */
export function standsIn({ facts }: LinkedFile, { name, kind, block: at }: Binding): StandingIn | undefined {
  const block = facts.blocks[at];
  if (kind !== 'assign' || block?.kind !== 'branch') return undefined;
  const own = (header: Expr | undefined, missing: boolean): StandingIn | undefined => {
    const asked = header === undefined ? undefined : presenceAsked(header);
    return asked?.of.kind === 'name' && asked.of.name === name && asked.missing === missing
      ? { which: 'last', words: asked.words }
      : undefined;
  };
  if (block.header !== undefined) return own(block.header, true);
  const others = branchesOf(facts, block.group).filter((other) => other !== block);
  return others.length === 1 ? own(others[0]?.header, false) : undefined;
}

/**
 * What a name that is decided elsewhere holds behind an assignment that replaces one choice by another (`if model == "small": model = "gpt-5-mini"`):
 * it says nothing of those who choose something else, and of what stands in where nobody chooses only if that is the one. Undefined for any other.
 */
export function renamed({ facts }: LinkedFile, { name, kind, block: at }: Binding, earlier: Value, value: Value): Value | undefined {
  const header = facts.blocks[at]?.kind === 'branch' ? facts.blocks[at].header : undefined;
  if (kind !== 'assign' || header?.kind !== 'operation' || !/^(===?|in)$/.test(header.operator)) return undefined;
  const [asked, chosen] = header.operands;
  if (asked === undefined || chosen === undefined || presenceAsked(header) !== undefined) return undefined;
  const of = withoutCase(asked);
  const items = chosen.kind === 'list' ? chosen.items.map((item) => item.value) : [chosen];
  const words = items.map((item) => (item.kind === 'text' ? item.value.toLowerCase() : undefined));
  if (of.kind !== 'name' || of.name !== name || words.includes(undefined)) return undefined;
  const options = optionsOf(earlier).map((option): Value | undefined => {
    if (option.kind !== 'unknown') return undefined;
    if (option.fallback === undefined) return option;
    const standard = optionsOf(option.fallback).map((one) => (words.includes(constantText(one)?.toLowerCase()) ? value : one));
    return standard.every((one) => constantText(one) !== undefined)
      ? { ...option, fallback: choice(standard, option.fallback.at) }
      : undefined;
  });
  return options.every((option) => option !== undefined) ? choice(options, earlier.at) : undefined;
}
