/** Members and elements of values. */
import type { CallExpr, Expr } from '../facts.ts';
import type { Volatility } from '../ir.ts';
import { argumentAt } from './arguments.ts';
import { annotated, declaredAs } from './annotations.ts';
import { resolveAttribute } from './attributes.ts';
import { commandLineOption } from './command-line.ts';
import { entryOf } from './dynaconf.ts';
import { constantKey, type Evaluator } from './evaluate.ts';
import { pathMember } from './file-paths.ts';
import { foreignMember } from './foreign-calls.ts';
import { keptEntry, keptObject } from './kept-entries.ts';
import { isClientObject } from './foreign-names.ts';
import { basesOf, descendantsOf, MAX_BASES, type LinkedClass } from './hierarchy.ts';
import { entryOfOwnLiteral, THIS_OUTSIDE } from './literal-methods.ts';
import { coarser, environmentMappings, memberGranularity, timeVolatility } from './known-code.ts';
import { loopAmong, sameLoop } from './loop-turns.ts';
import { exportedName } from './modules.ts';
import { memberSet, setOnClass } from './set-members.ts';
import {
  constantText,
  choice,
  locate,
  optionsOf,
  unknown,
  volatilityOf,
  type Frame,
  type LinkedFile,
  type ListValue,
  type UnknownValue,
  type Value,
} from './value.ts';

/** `value.name` for any value. */
export function memberOf(evaluator: Evaluator, object: Value, name: string, whole: Expr, frame: Frame): Value {
  const file = frame.file;
  const at = locate(file, whole);
  switch (object.kind) {
    case 'external': {
      if (environmentMappings.has(object.path) && file.facts.language !== 'python')
        return unknown(file, whole, `environment variable ${name}`, { source: 'environment', volatility: 'per-process' });
      // `import package.module` binds the package; its modules are found as they are named.
      const linked =
        object.calls.length === 0 && !object.path.includes(':')
          ? evaluator.modules.resolve(file.facts, `${object.path}.${name}`)
          : undefined;
      if (linked !== undefined) return { kind: 'module', file: linked, at };
      const set = memberSet(evaluator, object, name, whole, frame);
      return (
        set ??
        commandLineOption(evaluator, object, name, whole, file) ??
        foreignMember(object, name, whole, file) ?? { ...object, path: `${object.path}.${name}`, at }
      );
    }
    case 'module': {
      const found = exportedName(evaluator, object.file, name, frame);
      return found ?? unknown(file, whole, 'name is not in its module');
    }
    case 'instance':
    case 'class': {
      const value = resolveAttribute(evaluator, object, name, whole, frame);
      const from = object.kind === 'instance' && object.construction === undefined ? object.parameter : undefined;
      // What nobody sets in the class comes with the object that the caller hands in.
      if (from === undefined || value.kind !== 'unknown' || value.parameter !== undefined) return value;
      return { ...value, parameter: { ...from, name: `${from.name}.${name}` } };
    }
    case 'function': {
      // `get_client.client = OpenAI()`: what a program keeps on one of its functions.
      const scope = object.file.facts.scopes[object.scope];
      const kept = scope === undefined ? undefined : setOnClass(evaluator, object.file, scope, name, whole, frame);
      return kept ?? { kind: 'external', path: `builtins.function.${name}`, calls: [], at };
    }
    case 'list':
      if (name === 'length') return unknown(file, whole, 'length of a list');
      return { kind: 'external', path: `builtins.list.${name}`, calls: [], at };
    case 'dict': {
      const entry = entryOf(object, name);
      if (entry !== undefined) return entry.value;
      // What a script asks of an object that does not have it is nothing: the caller left it out.
      return object.open || !isScript(file)
        ? unknown(file, whole, 'member of a mapping')
        : { kind: 'null', value: null, byDefault: true, at };
    }
    case 'null':
      return { kind: 'null', value: null, at };
    case 'path':
      return pathMember(object, name, at) ?? unknown(file, whole, 'member of a path');
    case 'unknown':
      return memberOfUnknown(evaluator, object, name, whole, frame);
    case 'choice':
      return choice(
        object.options.filter((option) => option.kind !== 'null').map((option) => memberOf(evaluator, option, name, whole, frame)),
        at,
      );
    default:
      return { kind: 'external', path: `builtins.${object.kind}.${name}`, calls: [], at };
  }
}

/** The element at a place of a list, counted from its end where that is negative; undefined where elements between may be missing or several. */
export function itemAt({ items }: ListValue, index: number): Value | undefined {
  const position = index < 0 ? items.length + index : index;
  const between = index < 0 ? items.slice(position) : items.slice(0, position + 1);
  return position < 0 || between.some(({ spread, certainty }) => spread || certainty !== 'always') ? undefined : items[position]?.value;
}

/** True for `messages[messages.length - 1]` and `messages[len(messages) - 1]`. */
function isLastIndex({ text }: LinkedFile, { start, end }: Expr): boolean {
  if (end - start > LONGEST_INDEX) return false;
  const written = text.slice(start, end).replace(/\s+/g, '');
  return /^(.+)\[(?:\1\.length|len\(\1\))-1\]$/.test(written);
}

/** Units of an index that are looked at. */
const LONGEST_INDEX = 120;

/** `getattr(object, 'name', default)`, where the source says the name. */
export function namedAttribute(evaluator: Evaluator, call: CallExpr, frame: Frame): Value {
  const [object, key, standard] = [0, 1, 2].map((position) => argumentAt(evaluator, call, position, frame));
  const name = key === undefined ? undefined : constantText(key);
  if (object === undefined || name === undefined) return unknown(frame.file, call, 'attribute chosen at run time', { source: 'state' });
  const value = evaluator.member(object, name, call, frame);
  return value.kind === 'unknown' && standard !== undefined && standard.kind !== 'null'
    ? { ...value, fallback: value.fallback ?? standard }
    : value;
}

/** `value[index]` for any value. */
export function elementAt(evaluator: Evaluator, object: Value, indexExpr: Expr, whole: Expr, frame: Frame): Value {
  const file = frame.file;
  const at = locate(file, whole);
  const index = evaluator.evaluate(indexExpr, frame);
  const last = object.kind === 'list' && !object.growing && isLastIndex(file, whole) ? itemAt(object, -1) : undefined;
  if (last !== undefined) return last;
  switch (object.kind) {
    case 'dict': {
      const key = constantKey(index);
      const found = key === undefined ? undefined : entryOf(object, key);
      if (found !== undefined) return found.value;
      const kept = key === undefined ? (keptEntry(evaluator, whole, frame) ?? keptObject(evaluator, whole, frame)) : undefined;
      if (kept !== undefined) return kept;
      const all = [...object.entries.values()].map((entry) => entry.value);
      if (key === undefined && all.length > 0 && !object.open) return choice(all, at);
      // `options["messages"]` of `**options`: one of the arguments that the caller names.
      const { rest } = object;
      const given = rest === undefined || key === undefined ? {} : { parameter: { ...rest, name: `${rest.name}.${key}` } };
      return unknown(file, whole, 'entry of a mapping', given);
    }
    case 'list': {
      if (/^\[\s*:?\s*:(-1)?\s*\]$/.test(file.text.slice(indexStart(whole), whole.end)))
        return { ...object, items: file.text.slice(0, whole.end).endsWith(':]') ? object.items : [...object.items].reverse(), at };
      const rest = withoutFirst(object, file.text.slice(indexStart(whole), whole.end));
      if (rest !== undefined) return { ...rest, at };
      if (index.kind !== 'number') {
        // One of several clients or objects, in turn or at random.
        const objects = object.items.flatMap((item) => optionsOf(item.value)).filter(({ kind }) => kind !== 'null');
        const isObject = (value: Value): boolean => value.kind === 'instance' || isClientObject(value);
        if (objects.length > 0 && objects.every(isObject)) return choice(objects, at);
      }
      if (index.kind !== 'number' || object.growing)
        return unknown(file, whole, 'element of a list', { volatility: weakerThanUnknown(volatilityOf(object)), ...loopAmong([object]) });
      return itemAt(object, Number(index.value)) ?? unknown(file, whole, 'element of a list');
    }
    case 'external':
      if (environmentMappings.has(object.path)) {
        return unknown(file, whole, `environment variable ${constantKey(index) ?? '?'}`, {
          source: 'environment',
          volatility: 'per-process',
        });
      }
      // `Agent[Context](…)`: a generic class with its type.
      if (/(^|\.)[A-Z]\w*[a-z]\w*$/.test(object.path)) return object;
      return { ...object, path: `${object.path}[]`, at };
    case 'unknown':
      return keptEntry(evaluator, whole, frame) ?? declaredAs(derived(object, '[]', whole, frame), declaredElement(object));
    case 'class':
      // A generic class with its type.
      return object;
    case 'choice':
      return choice(
        object.options.filter((option) => option.kind !== 'null').map((option) => elementAt(evaluator, option, indexExpr, whole, frame)),
        at,
      );
    default:
      return unknown(file, whole, 'element of an unknown value', {
        volatility: volatilityOf(object) === 'constant' ? 'unknown' : volatilityOf(object),
        ...loopAmong([object]),
      });
  }
}

/** `messages[1:]`: the elements behind those that are surely there; undefined for any other subscript. */
function withoutFirst(list: ListValue, subscript: string): ListValue | undefined {
  const count = /^\[\s*(\d{1,3})\s*:\s*\]$/.exec(subscript)?.[1];
  if (count === undefined) return undefined;
  const left = list.items.slice(0, Number(count));
  const sure = left.length === Number(count) && left.every(({ spread, certainty }) => !spread && certainty === 'always');
  return sure ? { ...list, items: list.items.slice(Number(count)) } : undefined;
}

/** Where the brackets of `object[…]` begin. */
function indexStart(whole: Expr): number {
  return whole.kind === 'index' ? whole.object.end : whole.end;
}

/** A member of an unknown value: what its type declares, and what the default that the source names has. */
function memberOfUnknown(evaluator: Evaluator, object: UnknownValue, name: string, whole: Expr, frame: Frame): Value {
  const own = derived(object, name, whole, frame);
  const written = object.reason === THIS_OUTSIDE ? entryOfOwnLiteral(frame.file.facts, whole.start, name) : undefined;
  if (written !== undefined && written.kind !== 'function')
    return evaluator.once(
      written,
      () => own,
      () => evaluator.evaluate(written, evaluator.frameOf(frame.file)),
    );
  // A class has what its objects have, as far as anybody asks it.
  if (object.type === undefined && object.result?.kind === 'instance') return memberOf(evaluator, object.result, name, whole, frame);
  const typed = object.type === undefined ? own : declaredMember(evaluator, own, object.type, name, whole, frame);
  const standard = object.fallback === undefined ? [] : optionsOf(object.fallback).filter(isObject);
  if (standard.length === 0) return typed;
  const members = standard
    .map((value) => memberOf(evaluator, value, name, whole, frame))
    .filter(({ kind }) => kind !== 'unknown' && kind !== 'null');
  return members.length === 0 ? typed : choice([typed, ...members], typed.at);
}

/** A client, an object or a mapping: what has members that are worth asking for. */
function isObject(value: Value): boolean {
  return value.kind === 'instance' || value.kind === 'dict' || isClientObject(value);
}

/** A member as an interface declares it: a method by what implements it, an attribute by its type. */
function declaredMember(
  evaluator: Evaluator,
  own: UnknownValue,
  type: LinkedClass,
  name: string,
  whole: Expr,
  frame: Frame,
  depth = 0,
): Value {
  const scope = type.file.facts.scopes[type.scope];
  const binding = scope?.bindings.get(name)?.at(-1);
  if (binding?.kind === 'function' && binding.defines !== undefined) {
    const made = descendantsOf(evaluator, type)
      .filter((heir) => heir.file.facts.scopes[heir.scope]?.typeOnly !== true)
      .slice(0, MAX_IMPLEMENTATIONS)
      .map((heir) => resolveAttribute(evaluator, { ...heir, kind: 'instance', construction: undefined }, name, whole, frame, 1))
      .filter((value) => value.kind === 'function');
    const result = annotated(evaluator, type.file.facts.scopes[binding.defines]?.returnAnnotation, evaluator.frameOf(type.file));
    const declared: UnknownValue = result === undefined ? own : { ...own, result };
    return made.length === 0 ? declared : choice([declared, ...made], own.at);
  }
  if (binding !== undefined) return declaredAs(own, annotated(evaluator, binding.annotation, evaluator.frameOf(type.file)));
  if (depth >= MAX_BASES) return own;
  for (const base of basesOf(evaluator, type))
    if (base.kind === 'class') {
      const found = declaredMember(evaluator, own, base, name, whole, frame, depth + 1);
      if (found !== own) return found;
    }
  return own;
}

/** Classes that implement an interface and are asked for a method. */
const MAX_IMPLEMENTATIONS = 6;

/** What each element of a value is declared as. */
export function declaredElement(value: Value): Value | undefined {
  for (const option of optionsOf(value)) if (option.kind === 'unknown' && option.element !== undefined) return option.element;
  return undefined;
}

/** A value taken out of an unknown one changes as often as that. */
export function derived(object: UnknownValue, member: string, whole: Expr, frame: Frame): UnknownValue {
  const { reason, source } = object;
  if (source === 'time' && object.granularity !== undefined) {
    const own = memberGranularity(member);
    const granularity = own === undefined ? object.granularity : coarser(object.granularity, own);
    const volatility = object.volatility === 'per-process' ? 'per-process' : timeVolatility(granularity);
    return unknown(frame.file, whole, reason, { source, granularity, volatility });
  }
  const from = object.parameter;
  const converted = {
    ...(object.converted === undefined ? {} : { converted: object.converted }),
    ...(object.givenBy === undefined ? {} : { givenBy: object.givenBy }),
  };
  const parameter = from === undefined ? undefined : { ...from, name: member === '[]' ? `${from.name}[]` : `${from.name}.${member}` };
  return unknown(frame.file, whole, reason, {
    source,
    volatility: object.volatility,
    ...converted,
    ...sameLoop(object),
    ...(parameter === undefined ? {} : { parameter }),
  });
}

function weakerThanUnknown(volatility: Volatility): Volatility {
  return volatility === 'constant' ? 'unknown' : volatility;
}

function isScript({ facts: { language } }: LinkedFile): boolean {
  return language === 'typescript' || language === 'javascript';
}
