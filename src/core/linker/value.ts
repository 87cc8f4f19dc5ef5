/**
 * What the linker knows about an expression. Values are symbolic: a text keeps its pieces and where they stand, a call of foreign code is
 * a path such as `openai.OpenAI().chat.completions.create`, and what is not known stays unknown with a reason.
 */
import type { CallExpr, Expr, FileFacts, Span } from '../facts.ts';
import { excerpt } from './excerpts.ts';
import type { LoopTurns, Unordered } from '../ir-caching.ts';
import type { BuilderStep } from './builder-chains.ts';
import type { ArgumentValues } from './call-arguments.ts';
import { loopAmong } from './loop-turns.ts';
import { oneOf, optionalParts, sharedParts } from './text-choices.ts';
import type { Branch, Certainty, Granularity, HolePart, HoleSource, Location, ParameterRef, TextPart, Volatility } from '../ir.ts';

/** Text with its pieces in order. */
export interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly (TextPart | HolePart)[];
  readonly at: Location;
  /** True for the default of a parameter that a caller leaves out. */
  readonly byDefault?: true;
}

/** A number, boolean or null constant. */
export interface ConstantValue {
  readonly kind: 'number' | 'boolean' | 'null';
  readonly value: number | boolean | null;
  readonly at: Location;
  /** True for the default of a parameter that a caller leaves out. */
  readonly byDefault?: true;
}

/** One element of a list; `spread` means any number of elements. */
export interface ListItemValue {
  readonly value: Value;
  readonly spread: boolean;
  readonly certainty: Certainty;
  /** The element as written; undefined when it was added by a statement or came with another list. */
  readonly writtenAt?: Location;
  /** True for a message that is given another form before it is sent. */
  readonly converted?: true;
  /** The branches that add the element, where others add something else in its stead. */
  readonly branches?: readonly Branch[];
}

/** A list, tuple, set or array. */
export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly ListItemValue[];
  readonly form: 'list' | 'tuple' | 'set';
  /** True when elements are added in a loop or from elsewhere: it is longer on every turn. */
  readonly growing: boolean;
  readonly at: Location;
}

/** One entry of a mapping. */
export interface DictEntryValue {
  readonly value: Value;
  readonly keyAt: Location;
  /** The value as written behind the key; undefined when the entry came with another mapping. */
  readonly valueAt?: Location;
  readonly certainty: Certainty;
}

/** A dict or object with constant keys. */
export interface DictValue {
  readonly kind: 'dict';
  readonly entries: ReadonlyMap<string, DictEntryValue>;
  /** True when entries exist that the source does not name. */
  readonly open: boolean;
  /** True when names count in any case; the entries have lower ones. */
  readonly anyCase?: true;
  /** The parameter that unnamed entries come from (`**options`), when that is where they come from. */
  readonly rest?: ParameterRef;
  readonly at: Location;
}

/** A name of foreign code, a member of it, or the result of calling it: `os.getenv`, `openai.OpenAI()`. */
export interface ExternalValue {
  readonly kind: 'external';
  readonly path: string;
  /** The calls along the path, outermost last. */
  readonly calls: readonly BoundCall[];
  /** The parameter that the value is, when only its type is known. */
  readonly parameter?: ParameterRef;
  /** The parameter that gives it by one of its methods (`runnable.with_retry()`). */
  readonly givenBy?: ParameterRef;
  readonly at: Location;
}

/** A call together with the frame that gives meaning to the names in its arguments. */
export interface BoundCall {
  readonly call: CallExpr;
  readonly frame: Frame;
  /** Arguments by name and position, for calls that make a message. */
  readonly arguments?: ReadonlyMap<string, Value>;
  /** The steps of a builder that this object was made with. */
  readonly steps?: readonly BuilderStep[];
}

/** A function of a linked file. `self` is set for bound methods. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly file: LinkedFile;
  readonly scope: number;
  readonly self: InstanceValue | undefined;
  /** Frame in which the function was made, for names of the functions around it. */
  readonly closure?: Frame;
  /** Arguments that are bound already (`functools.partial`). */
  readonly bound?: BoundCall;
  readonly at: Location;
}

/** A module of linked code. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly file: LinkedFile;
  readonly at: Location;
}

/** A class of a linked file. */
export interface ClassValue {
  readonly kind: 'class';
  readonly file: LinkedFile;
  readonly scope: number;
  readonly at: Location;
}

/** An object of a linked class; `construction` is undefined for a bare `self`. */
export interface InstanceValue {
  readonly kind: 'instance';
  readonly file: LinkedFile;
  readonly scope: number;
  readonly construction: BoundCall | undefined;
  /** The parameter that the value is, when only its type is known. */
  readonly parameter?: ParameterRef;
  readonly at: Location;
}

/** A path of a file: absolute as a URI, or relative to the folder in which the program is started. */
export interface PathValue {
  readonly kind: 'path';
  readonly path: string;
  readonly at: Location;
}

/** One of several values, decided at run time. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly options: readonly Value[];
  readonly at: Location;
}

/** Not known before the program runs. `fallback` is the default that the source names. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly expression: string;
  readonly volatility: Volatility;
  readonly source: HoleSource;
  readonly granularity: Granularity | undefined;
  readonly fallback: Value | undefined;
  /** The parameter that the value is, unchanged. */
  readonly parameter?: ParameterRef;
  /** The parameter whose elements it is, or is made of: messages in another form. */
  readonly converted?: ParameterRef;
  /** The parameter that gives it by one of its methods (`llm.bind_tools(…)`). */
  readonly givenBy?: ParameterRef;
  /** The interface or class that it is declared as. */
  readonly type?: ClassValue;
  /** What each element of it is declared as. */
  readonly element?: Value;
  /** What a call of it is declared to give. */
  readonly result?: Value;
  /** The data that was serialised (`json.dumps`). */
  readonly inner?: Value;
  /** Entries that statements put into it. */
  readonly put?: DictValue;
  /** The data has an order that is not the same in every process. */
  readonly unordered?: Unordered;
  /** The loop whose turns change it. */
  readonly loop?: LoopTurns;
  readonly at: Location;
}

/** The value of an expression. */
export type Value =
  | TextValue
  | ConstantValue
  | ListValue
  | DictValue
  | ExternalValue
  | FunctionValue
  | ModuleValue
  | ClassValue
  | InstanceValue
  | PathValue
  | ChoiceValue
  | UnknownValue;

/** A file as the linker holds it. */
export interface LinkedFile {
  readonly facts: FileFacts;
  /** Source text, for excerpts in messages. */
  readonly text: string;
}

/** Gives meaning to names: the file, and the arguments of the function that is being evaluated. */
export interface Frame {
  readonly file: LinkedFile;
  /** Argument values by parameter name, for the function scope `scope`; undefined when the caller is not known. */
  readonly args: ArgumentValues | undefined;
  readonly scope: number;
  readonly self: InstanceValue | undefined;
  readonly depth: number;
  /** Frame of the function around this one, when its arguments are known. */
  readonly outer?: Frame | undefined;
}

/** Location of an expression in its file. */
export function locate(file: LinkedFile, span: Span): Location {
  return { uri: file.facts.uri, start: span.start, end: span.end };
}

/** An unknown value that stands for an expression. */
export function unknown(
  file: LinkedFile,
  expr: Expr | Span,
  reason: string,
  more: Partial<Omit<UnknownValue, 'kind' | 'at'>> = {},
): UnknownValue {
  return {
    kind: 'unknown',
    reason,
    expression: excerpt(file, expr),
    volatility: 'unknown',
    source: 'unknown',
    granularity: undefined,
    fallback: undefined,
    at: locate(file, expr),
    ...more,
  };
}

/** The options of a value: those of a choice, or the value itself. */
export function optionsOf(value: Value): readonly Value[] {
  return value.kind === 'choice' ? value.options : [value];
}

/** One value out of several; nested choices are flattened, equal constants merged; what is too many stands as one unknown value. */
export function choice(values: readonly Value[], at: Location): Value {
  const [only] = values;
  if (only !== undefined && values.length === 1 && only.kind !== 'choice') return only;
  const options: Value[] = [];
  const seen = new Set<unknown>();
  const texts = new Set<string>();
  for (const value of values.flatMap(optionsOf)) {
    const text = constantText(value);
    const known: Set<unknown> = text === undefined ? seen : texts;
    const key = text ?? constantKey(value);
    if (known.has(key)) continue;
    known.add(key);
    if (options.length >= (key === value ? MAX_OPTIONS : MAX_CONSTANTS)) {
      // What is left out must not look as if it were ruled out.
      options.push(oneOfMany(at));
      break;
    }
    options.push(value);
  }
  const [first] = options;
  return first !== undefined && options.length === 1 ? first : { kind: 'choice', options, at };
}

/** Stands for alternatives that are not followed. */
export function oneOfMany(at: Location): UnknownValue {
  const open = { expression: '…', volatility: 'unknown', source: 'unknown', granularity: undefined, fallback: undefined } as const;
  return { kind: 'unknown', reason: 'one of many alternatives', ...open, at };
}

/** Most alternatives that are followed, and most constants: a table of models costs next to nothing. */
const [MAX_OPTIONS, MAX_CONSTANTS] = [16, 32];

/** Stands for a constant that is no text; anything else stands for itself. */
function constantKey(value: Value): unknown {
  return value.kind === 'number' || value.kind === 'boolean' || value.kind === 'null' ? value.value : value;
}

/** The whole text when it has no holes. */
export function constantText(value: Value): string | undefined {
  if (value.kind !== 'text') return undefined;
  const [only, second] = value.parts;
  if (second === undefined && only?.kind === 'text') return only.text;
  let result = '';
  for (const part of value.parts) {
    if (part.kind === 'hole') return undefined;
    result += part.text;
  }
  return result;
}

/** A constant text that was not written literally in the source. */
export function textValue(text: string, at: Location): TextValue {
  return { kind: 'text', parts: [{ kind: 'text', text, at, map: [0, at.start], certainty: 'always' }], at };
}

/** A value as pieces of text: what is not text becomes a hole. */
export function partsOf(value: Value, file: LinkedFile): readonly (TextPart | HolePart)[] {
  switch (value.kind) {
    case 'text':
      return value.parts;
    case 'number':
    case 'boolean':
      return [{ kind: 'text', text: pythonText(value.value), at: value.at, map: [0, value.at.start], certainty: 'always' }];
    case 'unknown':
      return [hole(value)];
    case 'choice': {
      const optional = optionalParts(value);
      if (optional !== undefined) return optional;
      const shared = sharedParts(value, file);
      if (shared !== undefined) return shared;
      // Which of the values it is, is decided somewhere: never constant.
      const volatility = strongest([...value.options.map(volatilityOf), 'unknown']);
      const holes = value.options.flatMap((option) => partsOf(option, file)).filter((part) => part.kind === 'hole');
      // What makes it change is what it is told of.
      const cause = holes.find((one) => one.volatility === volatility) ?? holes[0];
      const whole = {
        ...holeAt(file, value.at, volatility, cause?.source ?? 'state', cause?.granularity),
        ...(volatility === 'per-request' ? loopAmong([value]) : {}),
        ...oneOf(value),
      };
      // `if again: prompt = '…'` in front of the use: what the caller gives is still what is sent otherwise.
      const given = value.options.find((option): option is UnknownValue => option.kind === 'unknown' && option.parameter !== undefined);
      return [given?.parameter === undefined ? whole : { ...whole, parameter: given.parameter }];
    }
    case 'external':
      return [holeAt(file, value.at, 'unknown', 'call', undefined)];
    case 'path':
      return [holeAt(file, value.at, 'per-process', 'environment', undefined)];
    default:
      return [holeAt(file, value.at, volatilityOf(value), 'state', undefined)];
  }
}

/** {@link partsOf} of a value that an expression gives: what another file decides has the name that it has here. */
export function partsWritten(value: Value, expr: Expr, file: LinkedFile): readonly (TextPart | HolePart)[] {
  const parts = partsOf(value, file);
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'hole' && only.expression === UNNAMED
    ? [{ ...only, expression: excerpt(file, expr) }]
    : parts;
}

/** Stands for an expression of another file. */
const UNNAMED = '…';

/** How often a value changes. A choice between constants is decided somewhere: unknown. */
export function volatilityOf(value: Value): Volatility {
  switch (value.kind) {
    case 'number':
    case 'boolean':
    case 'null':
    case 'function':
    case 'class':
    case 'module':
      return 'constant';
    case 'unknown':
      return value.volatility;
    case 'text':
      return strongest(value.parts.map((part) => (part.kind === 'hole' ? part.volatility : 'constant')));
    case 'list':
      return strongest(value.items.map((item) => volatilityOf(item.value)));
    case 'dict':
      return value.open ? 'unknown' : strongest([...value.entries.values()].map((entry) => volatilityOf(entry.value)));
    default:
      return 'unknown';
  }
}

const order: readonly Volatility[] = ['constant', 'per-process', 'unknown', 'per-day', 'per-session', 'per-request'];

/** The most volatile of several; `constant` for none. */
export function strongest(all: readonly Volatility[]): Volatility {
  return all.reduce<Volatility>((most, next) => (order.indexOf(next) > order.indexOf(most) ? next : most), 'constant');
}

/** The less volatile of two. */
export function weaker(a: Volatility, b: Volatility): Volatility {
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

function hole(value: UnknownValue): HolePart {
  const { expression, at, volatility, source, granularity, parameter, converted, unordered, loop } = value;
  const part: HolePart = { kind: 'hole', expression, at, volatility, source, granularity, placement: undefined, certainty: 'always' };
  return {
    ...part,
    ...(parameter === undefined ? {} : { parameter }),
    ...(converted === undefined ? {} : { elementOf: converted }),
    ...(unordered === undefined ? {} : { unordered }),
    ...(loop === undefined ? {} : { loop }),
  };
}

export function holeAt(
  file: LinkedFile,
  at: Location,
  volatility: Volatility,
  source: HoleSource,
  granularity: Granularity | undefined,
): HolePart {
  const expression = at.uri === file.facts.uri ? excerpt(file, at) : UNNAMED;
  return { kind: 'hole', expression, at, volatility, source, granularity, placement: undefined, certainty: 'always' };
}

function pythonText(value: number | boolean | null): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return String(value);
}
