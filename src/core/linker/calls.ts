import type { CallExpr, Expr, Parameter } from '../facts.ts';
import type { Volatility } from '../ir.ts';
import { argumentAt, bindArguments } from './arguments.ts';
import { annotated, declaredAs } from './annotations.ts';
import { declaredElement, derived, namedAttribute } from './members.ts';
import { listMethod, textMethod } from './methods.ts';
import { chainCall } from './chains.ts';
import { calleeFrame } from './callee-frames.ts';
import type { Evaluator } from './evaluate.ts';
import { CUTTING, ENDING, LISTING, MAPPING, SELECTING, TAKING, TRIMMING } from './container-methods.ts';
import { dataCall } from './data-files.ts';
import { givenOrStandard, resultsOf } from './results.ts';
import { withoutKept } from './kept-entries.ts';
import { entryOf, settingsCall } from './dynaconf.ts';
import { pathCall, pathMethod } from './file-paths.ts';
import { readCall, textOfFile } from './file-text.ts';
import { filledText, textOfForeign } from './filled-text.ts';
import { foreignCall } from './foreign-calls.ts';
import { dedenting, environmentCalls, formatGranularity, passThrough, serialising, timeVolatility, volatileSource } from './known-code.ts';
import { loopAmong, outOfFunction, sameOrigin } from './loop-turns.ts';
import { containerCall, resultByType } from './made-by-type.ts';
import { importedValue } from './modules.ts';
import { picked } from './picked.ts';
import { hookCall } from './react-hooks.ts';
import { converted, dumped, ofElement } from './records.ts';
import { mapEntry, mapValues } from './set-members.ts';
import { superMember } from './super-members.ts';
import { templateCall } from './templates.ts';
import { substituted } from './regex-templates.ts';
import { collectsMessages } from './same-messages.ts';
import { ranElsewhere } from './run-elsewhere.ts';
import { dedent, joinParts, strip } from './text.ts';
import { givenTime, localTime, timeMethod } from './time-methods.ts';
import { unorderedIn } from './unordered.ts';
import { managed } from './yielded.ts';
import {
  choice,
  constantText,
  locate,
  optionsOf,
  textValue,
  unknown,
  volatilityOf,
  type DictValue,
  type ExternalValue,
  type Frame,
  type FunctionValue,
  type InstanceValue,
  type LinkedFile,
  type ListItemValue,
  type UnknownValue,
  type Value,
} from './value.ts';

const MAX_CALL_DEPTH = 6;

/** The result of a call: foreign code by what is known about it, own functions by what they return. */
export function evaluateCall(evaluator: Evaluator, call: CallExpr, frame: Frame): Value {
  const { callee } = call;
  if (callee.kind === 'member') {
    const inherited = superMember(evaluator, callee.object, callee.name, callee, frame);
    if (inherited !== undefined) return apply(evaluator, inherited, call, frame);
    const object = evaluator.evaluate(callee.object, frame);
    const special = methodOf(evaluator, object, callee.name, call, frame);
    if (special !== undefined) return special;
    return ofElement(object, apply(evaluator, evaluator.member(object, callee.name, callee, frame), call, frame));
  }
  return apply(evaluator, evaluator.evaluate(callee, frame), call, frame);
}

function apply(evaluator: Evaluator, callee: Value, call: CallExpr, frame: Frame): Value {
  const { file } = frame;
  switch (callee.kind) {
    case 'external':
      return foreign(evaluator, callee, call, frame);
    case 'function':
      return outOfFunction(ownFunction(evaluator, callee, call, frame), callee.file, callee.scope);
    case 'class':
      return { kind: 'instance', file: callee.file, scope: callee.scope, construction: { call, frame }, at: locate(file, call) };
    case 'instance': {
      const called = call.callee.kind === 'self' ? undefined : callMethod(evaluator, callee, call, frame);
      if (called !== undefined) return ownFunction(evaluator, called, call, frame);
      // `cls(…)` in a class method makes an object of the class.
      return { ...callee, construction: { call, frame }, at: locate(file, call) };
    }
    case 'choice':
      return choice(
        callee.options.filter((option) => option.kind !== 'null').map((option) => apply(evaluator, option, call, frame)),
        locate(file, call),
      );
    case 'unknown':
      return (
        timeMethod(evaluator, callee, call, frame) ??
        withDefault(evaluator, callee, call, frame) ??
        byDefault(evaluator, callee, call, frame) ??
        callee.result ??
        filledText(evaluator, callee, call, frame) ??
        unknown(file, call, callee.reason, {
          volatility: callee.volatility,
          source: callee.source === 'unknown' ? 'call' : callee.source,
          ...sameOrigin(callee),
        })
      );
    default:
      return unknown(file, call, 'result of a call', { source: 'call' });
  }
}

/** What a call of a class or function gives that is handed in, or else the one that the source names: `def f(make=Client): make()`. */
function byDefault(evaluator: Evaluator, callee: UnknownValue, call: CallExpr, frame: Frame): Value | undefined {
  const made =
    callee.fallback === undefined ? [] : optionsOf(callee.fallback).filter(({ kind }) => kind === 'class' || kind === 'function');
  if (made.length === 0 || frame.depth >= MAX_CALL_DEPTH) return undefined;
  const other = unknown(frame.file, call, callee.reason, { volatility: callee.volatility, source: 'call', ...sameOrigin(callee) });
  return choice([...made.map((one) => apply(evaluator, one, call, frame)), other], other.at);
}

/** The method that runs when an object is called (`__call__`); undefined for a class without it. */
export function callMethod(evaluator: Evaluator, object: InstanceValue, call: CallExpr, frame: Frame): FunctionValue | undefined {
  if (object.file.facts.language !== 'python') return undefined;
  const method = evaluator.member(object, '__call__', call.callee, frame);
  return optionsOf(method).find((option) => option.kind === 'function');
}

function foreign(evaluator: Evaluator, callee: ExternalValue, call: CallExpr, frame: Frame): Value {
  const { file } = frame;
  const path = `${callee.path}()`;
  const at = locate(file, call);
  if (environmentCalls.has(path)) return environment(evaluator, call, frame);
  const passed = passThrough.get(path);
  if (passed !== undefined) return argumentAt(evaluator, call, passed, frame) ?? unknown(file, call, 'no argument');
  if (dedenting.has(path)) {
    const value = argumentAt(evaluator, call, 0, frame);
    return value?.kind === 'text'
      ? joinParts(path.startsWith('inspect') ? strip(dedent(value.parts), 'both') : dedent(value.parts), at)
      : (value ?? unknown(file, call, 'no argument'));
  }
  if (path === 'global.Object.assign()') return assignCall(evaluator, call, frame);
  const listed = LISTING.get(path);
  if (listed !== undefined) {
    const mapping = argumentAt(evaluator, call, 0, frame);
    const list = mapping === undefined ? undefined : methodOf(evaluator, mapping, listed, call, frame);
    if (list !== undefined) return list;
  }
  if (path === 'builtins.dict()') return dictCall(evaluator, call, frame);
  if (/^(pydantic\.Field|pydantic\.fields\.Field|dataclasses\.field|attrs?\.(field|ib))\(\)$/.test(path))
    return fieldCall(evaluator, call, frame);
  if (path === 'functools.partial()') {
    const [first, ...args] = call.args;
    const made = first === undefined ? undefined : evaluator.evaluate(first.value, frame);
    const functions = made === undefined ? [] : optionsOf(made).filter((option) => option.kind === 'function');
    if (functions.length > 0)
      return choice(
        functions.map((one) => ({ ...one, bound: { call: { ...call, args }, frame } })),
        at,
      );
    return made ?? unknown(file, call, 'no argument');
  }
  if (path === 'typing.cast()') {
    const [type, value] = [call.args[0]?.value, argumentAt(evaluator, call, 1, frame)];
    return value?.kind === 'unknown' ? declaredAs(value, annotated(evaluator, type, frame)) : (value ?? unknown(file, call, 'no argument'));
  }
  if (path === 'builtins.getattr()') return namedAttribute(evaluator, call, frame);
  if (['import()', 'global.require()', 'importlib.import_module()', 'builtins.__import__()'].includes(path)) {
    const module = constantText(argumentAt(evaluator, call, 0, frame) ?? unknown(file, call, 'no argument'));
    // `__import__('a.b')` gives the package `a`.
    if (module !== undefined && !(path.startsWith('builtins') && module.includes('.')))
      return importedValue(evaluator, file, { module, name: undefined }, call, frame);
  }
  const made =
    pathCall(evaluator, path, call, frame) ??
    ranElsewhere(evaluator, path, call, frame) ??
    readCall(evaluator, callee, call, frame) ??
    dataCall(evaluator, callee, call, frame) ??
    settingsCall(evaluator, path, call, frame) ??
    containerCall(evaluator, path, callee, call, frame) ??
    hookCall(evaluator, path, call, frame) ??
    converted(evaluator, path, call, frame) ??
    picked(evaluator, path, call, frame) ??
    templateCall(evaluator, callee, call, frame) ??
    substituted(evaluator, path, call, frame) ??
    chainCall(evaluator, callee, call, frame);
  if (made !== undefined) return made;
  const given = givenTime(evaluator, path, call, frame);
  if (given !== undefined) return given;
  const known = volatileSource(path);
  if (known !== undefined) {
    const format = path === 'time.strftime()' ? constantText(argumentAt(evaluator, call, 0, frame) ?? unknown(file, call, '')) : undefined;
    const granularity = format === undefined ? known.granularity : formatGranularity(format);
    const volatility =
      granularity === undefined ? known.volatility : known.volatility === 'per-day' ? 'per-day' : timeVolatility(granularity);
    return unknown(file, call, path.slice(0, -2), { ...known, granularity, volatility });
  }
  if (ENCODING.has(path)) {
    const value = argumentAt(evaluator, call, 0, frame);
    if (value !== undefined) return value;
  }
  if (serialising.has(path)) {
    const value = argumentAt(evaluator, call, 0, frame);
    const volatility: Volatility = value === undefined ? 'unknown' : volatilityOf(value);
    const data = call.args[0]?.value;
    const unordered = data === undefined ? undefined : unorderedIn(file, data);
    const whole = value?.kind === 'unknown' ? (value.parameter ?? value.converted) : undefined;
    return unknown(file, call, 'serialised data', {
      ...(whole === undefined ? {} : { converted: whole }),
      ...(value === undefined ? {} : loopAmong([value])),
      volatility: volatility === 'constant' ? 'per-process' : volatility,
      source: 'call',
      ...(unordered === undefined ? {} : { unordered }),
      ...(value === undefined ? {} : { inner: value }),
    });
  }
  const special =
    localTime(evaluator, callee, call, frame) ??
    foreignCall(evaluator, path, callee, call, frame) ??
    textOfForeign(evaluator, path, call, frame);
  if (special !== undefined) return special;
  const bound = path.endsWith('Message()') ? { call, frame, arguments: argumentMap(evaluator, call, frame) } : { call, frame };
  const givenBy = callee.parameter ?? callee.givenBy;
  return { kind: 'external', path, calls: [...callee.calls, bound], ...(givenBy === undefined ? {} : { givenBy }), at };
}

/** Functions that give a text as bytes: for a request it is the same. */
const ENCODING: ReadonlySet<string> = new Set(['global.TextEncoder().encode()', 'global.Buffer.from()', 'builtins.bytes()']);

function argumentMap(evaluator: Evaluator, call: CallExpr, frame: Frame): ReadonlyMap<string, Value> {
  const { positional, named } = bindArguments(evaluator, call, frame);
  const options = positional[0]?.kind === 'dict' ? positional[0].entries : new Map<string, { readonly value: Value }>();
  return new Map<string, Value>([
    ...positional.map((value, position): [string, Value] => [String(position), value]),
    ...[...options].map(([name, { value }]): [string, Value] => [name, value]),
    ...[...named].map(([name, { value }]): [string, Value] => [name, value]),
  ]);
}

function environment(evaluator: Evaluator, call: CallExpr, frame: Frame): Value {
  const { named, positional } = bindArguments(evaluator, call, frame);
  const fallback = named.get('default')?.value ?? positional[1];
  const name = positional[0] === undefined ? undefined : constantText(positional[0]);
  return unknown(frame.file, call, `environment variable ${name ?? '?'}`, {
    source: 'environment',
    volatility: 'per-process',
    fallback: fallback === undefined || fallback.kind === 'null' ? undefined : fallback,
  });
}

function fieldCall(evaluator: Evaluator, call: CallExpr, frame: Frame): Value {
  const { named, positional } = bindArguments(evaluator, call, frame);
  const factory = named.get('default_factory')?.value ?? named.get('factory')?.value;
  const fallback =
    named.get('default')?.value ??
    positional[0] ??
    (factory?.kind === 'function' ? ownFunction(evaluator, factory, { ...call, args: [] }, frame) : undefined);
  return unknown(frame.file, call, 'field', { source: 'state', fallback });
}

function assignCall(evaluator: Evaluator, call: CallExpr, frame: Frame): Value {
  const { positional, open } = bindArguments(evaluator, call, frame);
  const dicts = positional.filter((value): value is DictValue => value.kind === 'dict');
  const entries = new Map(dicts.flatMap((dict) => [...dict.entries]));
  return {
    kind: 'dict',
    entries,
    open: open || dicts.length < positional.length || dicts.some((dict) => dict.open),
    at: locate(frame.file, call),
  };
}

function dictCall(evaluator: Evaluator, call: CallExpr, frame: Frame): Value {
  const { named, positional, open } = bindArguments(evaluator, call, frame);
  const first = positional[0];
  const entries = new Map(first?.kind === 'dict' ? first.entries : []);
  for (const [name, { value, argument }] of named) {
    entries.set(name, { value, keyAt: argument === undefined ? value.at : locate(frame.file, argument), certainty: 'always' });
  }
  return {
    kind: 'dict',
    entries,
    open: open || (first !== undefined && (first.kind !== 'dict' || first.open)),
    at: locate(frame.file, call),
  };
}

function ownFunction(evaluator: Evaluator, callee: FunctionValue, call: CallExpr, frame: Frame): Value {
  const scope = callee.file.facts.scopes[callee.scope];
  const at = locate(frame.file, call);
  if (scope === undefined || frame.depth >= MAX_CALL_DEPTH) return unknown(frame.file, call, 'call chain is too long', { source: 'call' });
  return evaluator.once(
    scope,
    () => unknown(frame.file, call, 'recursive function', { source: 'call' }),
    () => {
      const inner = calleeFrame(evaluator, callee, call, frame);
      const results = resultsOf(evaluator, scope.returns, inner);
      const standard = givenOrStandard(results, inner);
      const values = standard === undefined ? results.map(({ value }) => value) : [standard];
      if (scope.generator) return managed(evaluator, scope, inner, call) ?? unknown(frame.file, call, 'generator', { source: 'call' });
      const typed = scope.returnAnnotation === undefined ? undefined : resultType(evaluator, scope.returnAnnotation, callee.file);
      const each = values.flatMap(optionsOf);
      if (each.some(({ kind }) => kind !== 'unknown' && kind !== 'null')) {
        const declared = (value: Value): Value => (value.kind === 'unknown' && typed !== undefined ? declaredAs(value, typed) : value);
        return choice(withoutKept(results, declared), at);
      }
      const first = each.find((value) => value.kind === 'unknown');
      const asked = resultByType(scope, call, inner, frame);
      if (asked !== undefined) return asked;
      // Of several that are handed in, who hands them in says more than the declaration.
      if (values.some(({ kind }) => kind === 'choice') && each.some(isHandedIn)) return choice(values, at);
      if (first?.kind === 'unknown' && typed?.kind === 'unknown') return declaredAs(first, typed);
      if (typed !== undefined) return typed;
      return values.length === 0 ? unknown(frame.file, call, 'function without a result', { source: 'call' }) : choice(values, at);
    },
  );
}

/** True for a value that a caller gives. */
function isHandedIn(value: Value): boolean {
  return value.kind === 'unknown' && (value.parameter ?? value.givenBy) !== undefined;
}

/** `mapping.get(key, default)` on a mapping that is not known: decided elsewhere, with a default. */
function withDefault(evaluator: Evaluator, callee: UnknownValue, call: CallExpr, frame: Frame): Value | undefined {
  if (call.callee.kind !== 'member' || call.callee.name !== 'get') return undefined;
  const fallback = argumentAt(evaluator, call, 1, frame);
  if (fallback === undefined || fallback.kind === 'null') return undefined;
  return unknown(frame.file, call, callee.reason, { volatility: callee.volatility, source: callee.source, fallback });
}

/** `given.get("messages", [])` of a mapping that a caller hands in: what it holds there, as for `given["messages"]`. */
function entryGiven(evaluator: Evaluator, object: UnknownValue, call: CallExpr, frame: Frame): Value | undefined {
  const [first, second, ...others] = call.args;
  if (frame.file.facts.language !== 'python' || first?.value.kind !== 'text' || others.length > 0) return undefined;
  if ((object.parameter ?? object.converted) === undefined || !/^\w+$/.test(first.value.value)) return undefined;
  const own = derived(object, first.value.value, call, frame);
  const fallback = second === undefined ? undefined : evaluator.evaluate(second.value, frame);
  return fallback === undefined || fallback.kind === 'null' ? own : { ...own, fallback };
}

/** The parameters that callers fill: without the instance that Python methods name first. */
export function callerParameters(file: LinkedFile, scopeId: number): readonly Parameter[] {
  const scope = file.facts.scopes[scopeId];
  if (scope === undefined) return [];
  const isMethod = file.facts.language === 'python' && file.facts.scopes[scope.parent]?.kind === 'class';
  const isStatic = scope.decorators.some((decorator) => decorator.kind === 'name' && decorator.name === 'staticmethod');
  return isMethod && !isStatic ? scope.params.slice(1) : scope.params;
}

function resultType(evaluator: Evaluator, annotation: Expr, file: Frame['file']): Value | undefined {
  const typed = annotated(evaluator, annotation, evaluator.frameOf(file));
  if (typed !== undefined || (annotation.kind !== 'name' && annotation.kind !== 'member')) return typed;
  const value = evaluator.evaluate(annotation, evaluator.frameOf(file));
  if (value.kind !== 'external' || /^(builtins|typing|collections)\b/.test(value.path)) return undefined;
  return { ...value, path: `${value.path}()`, calls: [] };
}

/** Methods of texts, lists, mappings and times; undefined when the object is something else. */
function methodOf(evaluator: Evaluator, object: Value, name: string, call: CallExpr, frame: Frame): Value | undefined {
  // `await getModel().catch(() => null)`: what the promise gives.
  if ((name === 'catch' || name === 'finally') && call.args[0]?.value.kind === 'function') return object;
  const at = locate(frame.file, call);
  if (object.kind === 'choice' && optionsOf(object).some((option) => option.kind === 'text' || option.kind === 'dict')) {
    return choice(
      object.options
        .filter((option) => option.kind !== 'null')
        .map(
          (option) =>
            methodOf(evaluator, option, name, call, frame) ??
            apply(evaluator, evaluator.member(option, name, call.callee, frame), call, frame),
        ),
      at,
    );
  }
  if (object.kind === 'path') {
    if (name === 'read_text' || name === 'read_bytes') return textOfFile(evaluator, object, call, frame);
    if (name === 'open')
      return { kind: 'external', path: 'builtins.open()', calls: [{ call, frame, arguments: new Map([['0', object]]) }], at };
    return pathMethod(evaluator, object, name, call, frame);
  }
  const all = name === 'values' && call.callee.kind === 'member' ? mapValues(evaluator, object, call.callee.object, frame) : undefined;
  if (all !== undefined) return all;
  const kept = name === 'get' ? mapEntry(evaluator, object, call, frame) : dumped(evaluator, object, name, call.callee, frame);
  if (kept !== undefined) return kept;
  if (object.kind === 'function' && name === 'bind')
    return call.args.length < 2 ? object : { ...object, bound: { call: { ...call, args: call.args.slice(1) }, frame } };
  if (object.kind === 'text') return textMethod(evaluator, object, name, call, frame);
  if (object.kind === 'list') {
    const changed = listMethod(evaluator, object, name, call, frame);
    if (changed !== undefined) return changed;
  }
  if (object.kind === 'unknown') {
    if (name === 'encode' && object.inner !== undefined) return object;
    // `(config.base_url or "https://api.openai.com/").rstrip("/")`
    const { fallback: standard } = object;
    if (ENDING.has(name) && standard?.kind === 'text' && call.args.length > 0)
      return unknown(frame.file, call, object.reason, {
        volatility: object.volatility,
        source: object.source,
        fallback: textMethod(evaluator, standard, name, call, frame),
      });
    const from = object.parameter ?? object.converted;
    const { parameter, ...rest } = object;
    // White space aside it is what the caller gives.
    if (TRIMMING.has(name) && parameter !== undefined && object.type === undefined && call.args.length === 0) {
      const { reason, volatility, source, granularity, fallback } = object;
      return unknown(frame.file, call, reason, { volatility, source, granularity, fallback, parameter });
    }
    // The beginning of a text that is given is what the caller gives, up to a limit.
    const [first] = call.args;
    if (CUTTING.has(name) && parameter !== undefined && first?.value.kind === 'number' && first.value.value === 0)
      return { ...derived(object, '[]', call, frame), converted: parameter };
    if (SELECTING.has(name) && (from !== undefined || object.element !== undefined))
      return from === undefined ? rest : { ...rest, converted: from };
    const collects = name === 'reduce' && collectsMessages(frame.file, call.args[0]?.value);
    if ((MAPPING.has(name) || collects) && from !== undefined)
      return unknown(frame.file, call, 'elements in another form', { volatility: object.volatility, source: 'call', converted: from });
    const entry = name === 'get' ? entryGiven(evaluator, object, call, frame) : undefined;
    if (entry !== undefined) return entry;
    if (object.element !== undefined && TAKING.has(name)) return declaredAs(derived(object, '[]', call, frame), declaredElement(object));
  }
  if (object.kind === 'dict') {
    if (name === 'copy') return object;
    if (name === 'values') {
      const items = [...object.entries.values()].map(({ value, certainty }): ListItemValue => ({ value, spread: false, certainty }));
      return { kind: 'list', items, form: 'list', growing: object.open, at };
    }
    if (name === 'items') {
      const items = [...object.entries].map(([key, { value, keyAt, certainty }]): ListItemValue => {
        const pair = [textValue(key, keyAt), value].map((part): ListItemValue => ({ value: part, spread: false, certainty: 'always' }));
        return { value: { kind: 'list', items: pair, form: 'tuple', growing: false, at: keyAt }, spread: false, certainty };
      });
      return { kind: 'list', items, form: 'list', growing: object.open, at };
    }
    if (name === 'get') {
      const { positional } = bindArguments(evaluator, call, frame);
      const key = positional[0] === undefined ? undefined : constantText(positional[0]);
      const found = key === undefined ? undefined : entryOf(object, key)?.value;
      if (found !== undefined) return found;
      const all = key === undefined ? [...object.entries.values()].map((entry) => entry.value) : [];
      if (positional[1] !== undefined) all.push(positional[1]);
      return all.length > 0 && !object.open
        ? choice(all, at)
        : unknown(frame.file, call, 'entry of a mapping', { fallback: positional[1] });
    }
  }
  return undefined;
}
