import type { ParameterRef, TextPart } from '../ir.ts';
import { effectsByName } from './flow.ts';
import type { CallExpr, Effect, Expr, Scope, TextExpr } from '../facts.ts';
import { restOf, spreadInto } from './arguments.ts';
import { conditionalValue } from './branches.ts';
import { callsByName, type NamedCall } from './call-index.ts';
import { evaluateCall } from './calls.ts';
import { volatileSource } from './known-code.ts';
import { elementAt, memberOf } from './members.ts';
import type { ModuleResolver } from './modules.ts';
import { functionValue, resolveName } from './names.ts';
import { joinParts, percentPlaceholders, place } from './text.ts';
import { joinPaths, pathText } from './file-paths.ts';
import { fillPlaceholders, percentArguments } from './format.ts';
import { applyFormat, arithmetic } from './operations.ts';
import { loopAmong } from './loop-turns.ts';
import { Running, type Moment } from './running.ts';
import { renderedElements } from './rendered-elements.ts';
import { messagesThrough } from './same-messages.ts';
import { spreadWhenThere } from './set-when-there.ts';
import { withoutUnset } from './set-members.ts';
import { SharedFrames } from './shared-frames.ts';
import { asForeign, superMember } from './super-members.ts';
import { withOrder } from './unordered.ts';
import { writtenEntry } from './written.ts';
import {
  choice,
  constantText,
  locate,
  optionsOf,
  partsOf,
  textValue,
  unknown,
  volatilityOf,
  strongest,
  type ConstantValue,
  type DictEntryValue,
  type Frame,
  type LinkedFile,
  type ListItemValue,
  type Value,
} from './value.ts';

const MAX_DEPTH = 40;
/** Expressions evaluated for one question; beyond it everything is unknown, so that no file can make the linker hang. */
const MAX_STEPS = 12_000;
/**
 * Expressions evaluated for all questions about one file or one caller of a wrapper, and for each question beyond that. Of some 7,000 files of two large
 * frameworks two need more, tests of their own providers; but code that hands one object through hundreds of functions would ask without end.
 */
const MAX_PART_STEPS = 100_000;
const LATE_STEPS = 300;
/** Of what is left of these, one entry of a mapping or one argument may take this part: a hard one must not hide the others. */
const ENTRY_SHARE = 0.5;

/** A call with its file. */
export interface CallPlace {
  readonly file: LinkedFile;
  readonly call: CallExpr;
}

/**
 * Evaluates expressions symbolically. Never throws: cycles, depth and unknown code end in an unknown value with a reason.
 * One evaluator serves one linking pass; it remembers values of expressions outside of function calls.
 */
export class Evaluator {
  readonly modules: ModuleResolver;
  /** Calls by a function's name, per scope of a function; filled while one asks how often a call is made. */
  readonly callPlaces = new Map<Scope, readonly CallPlace[]>();
  readonly frames = new SharedFrames();
  private readonly callIndexes = new Map<LinkedFile, ReadonlyMap<string, readonly NamedCall[]>>();
  private readonly remembered = new Map<Expr, Value>();
  private readonly ofFrames = new WeakMap<Frame, Map<Expr, Value>>();
  private readonly effects = new Map<LinkedFile, ReadonlyMap<string, readonly Effect[]>>();
  private readonly rerunning = new Map<LinkedFile, boolean>();
  private readonly running = new Running();
  private asked = 0;
  private steps = 0;
  private allowance = MAX_STEPS;
  private partSteps = 0;
  private cycles = 0;

  constructor(modules: ModuleResolver) {
    this.modules = modules;
  }

  /** Starts a new question with a fresh allowance of work, in expressions. */
  begin(allowance = MAX_STEPS): void {
    this.asked++;
    this.partSteps += this.steps;
    this.steps = 0;
    this.allowance = this.partSteps > MAX_PART_STEPS ? Math.min(allowance, LATE_STEPS) : allowance;
  }

  /** True when the questions about this file or caller have used up their room: what only more looking around would tell stays unknown. */
  get isSpent(): boolean {
    return this.partSteps + this.steps > MAX_PART_STEPS;
  }

  /** Starts the questions about another file, or another caller. */
  beginPart(): void {
    this.partSteps = 0;
    this.begin();
    this.partSteps = 0;
  }

  /** Number of the question that is being answered: what a limit cut off is right for this one only. */
  get question(): number {
    return this.asked;
  }

  /** The present moment of the evaluation, for {@link later}. */
  now(): Moment {
    return this.running.now();
  }

  /** Does work that was put off at a moment; it is final unless it ran into a cycle or a limit. */
  later<T>(moment: Moment, work: () => T): { readonly value: T; readonly isFinal: boolean } {
    const before = this.cycles;
    const value = this.running.at(moment, work);
    return { value, isFinal: before === this.cycles };
  }

  /** The frame of code whose caller is not known. */
  frameOf(file: LinkedFile): Frame {
    return { file, args: undefined, scope: -1, self: undefined, depth: 0 };
  }

  /** Effects on a name or on an attribute of a class (`class#attribute`). */
  effectsOn(file: LinkedFile, key: string): readonly Effect[] {
    let index = this.effects.get(file);
    if (index === undefined) {
      index = effectsByName(file.facts);
      this.effects.set(file, index);
    }
    return index.get(key) ?? [];
  }

  /** Calls of a file by the last name of the function that runs. */
  callsIn(file: LinkedFile): ReadonlyMap<string, readonly NamedCall[]> {
    let index = this.callIndexes.get(file);
    if (index === undefined) {
      index = callsByName(file.facts);
      this.callIndexes.set(file, index);
    }
    return index;
  }

  /**
   * True where the module level runs from top to bottom for every interaction, so that nothing there is bound once: components, scripts of
   * some frameworks, shell scripts and files of HTTP requests.
   */
  rerunsPerRequest(file: LinkedFile): boolean {
    if (file.facts.language === 'shell' || file.facts.language === 'http') return true;
    let answer = this.rerunning.get(file);
    if (answer === undefined) {
      const bindings = [...(file.facts.scopes[0]?.bindings.values() ?? [])].flat();
      answer = file.facts.reruns === true || bindings.some((binding) => /^(streamlit|chainlit)(\.|$)/.test(binding.import?.module ?? ''));
      this.rerunning.set(file, answer);
    }
    return answer;
  }

  /** Runs `work` unless it is already running for the same token: then the value depends on itself. */
  once<T>(token: object, otherwise: () => T, work: () => T): T {
    const begun = this.running.begin(token);
    if (begun === undefined) {
      this.cycles++;
      return otherwise();
    }
    const result = work();
    this.running.end(token, begun);
    return result;
  }

  /** The value of an entry or argument, for which only a part of the remaining work may be spent. */
  evaluateEntry(expr: Expr, frame: Frame): Value {
    // Data holds data in many levels, and its own entries are limited in turn.
    const share = expr.kind === 'dict' || expr.kind === 'list' ? 1 : ENTRY_SHARE;
    return this.within((this.allowance - this.steps) * share, () => this.evaluate(expr, frame));
  }

  /** Runs work that may evaluate so many expressions at most, of what is left. */
  within<T>(steps: number, work: () => T): T {
    const before = this.allowance;
    this.allowance = Math.min(before, this.steps + steps);
    const result = work();
    this.allowance = before;
    return result;
  }

  /** The value of an expression. */
  evaluate(expr: Expr, frame: Frame): Value {
    const known = this.rememberedIn(frame);
    const earlier = known.get(expr);
    if (earlier !== undefined) return earlier;
    if (this.running.depth >= MAX_DEPTH || ++this.steps > this.allowance) {
      this.cycles++;
      return unknown(frame.file, expr, 'too many steps');
    }
    const before = this.cycles;
    this.running.enter();
    const value = this.evaluateInner(expr, frame);
    this.running.leave();
    // A value that ran into a cycle or a limit is right for this question only.
    if (before === this.cycles) known.set(expr, value);
    return value;
  }

  /** Values of a frame; all frames of code whose caller is not known share theirs. */
  private rememberedIn(frame: Frame): Map<Expr, Value> {
    if (frame.args === undefined && frame.self === undefined && frame.outer === undefined) return this.remembered;
    let known = this.ofFrames.get(frame);
    if (known === undefined) {
      known = new Map();
      this.ofFrames.set(frame, known);
    }
    return known;
  }

  private evaluateInner(expr: Expr, frame: Frame): Value {
    const file = frame.file;
    const at = locate(file, expr);
    switch (expr.kind) {
      case 'text':
        return { kind: 'text', parts: [textPart(expr, file)], at };
      case 'template':
        return joinParts(
          expr.parts.flatMap((part) => {
            if (part.kind === 'text') return [textPart(part, file)];
            const inner = withOrder(file, part.value, applyFormat(this.evaluate(part.value, frame), part.format));
            return place(partsOf(inner, file), { form: 'template', container: at, hole: { start: part.start, end: part.end } });
          }),
          at,
        );
      case 'join':
        return this.join(expr.operands, expr.adjacent, frame, expr);
      case 'number':
        return Number.isNaN(expr.value) ? unknown(file, expr, 'number out of range') : { kind: 'number', value: expr.value, at };
      case 'boolean':
        return { kind: 'boolean', value: expr.value, at };
      case 'null':
        return { kind: 'null', value: null, at };
      case 'name':
        return resolveName(this, expr, frame);
      case 'self':
        return frame.self ?? { kind: 'instance', file, scope: expr.scope, construction: undefined, at };
      case 'member':
        return (
          superMember(this, expr.object, expr.name, expr, frame) ?? this.member(this.evaluate(expr.object, frame), expr.name, expr, frame)
        );
      case 'index':
        return elementAt(this, this.evaluate(expr.object, frame), expr.index, expr, frame);
      case 'call':
        return evaluateCall(this, expr, frame);
      case 'list': {
        const items = expr.items.flatMap((item): ListItemValue[] => {
          const value = this.evaluate(item.value, frame);
          if (item.spread && value.kind === 'list') return [...value.items];
          return [{ value, spread: item.spread, certainty: 'always', writtenAt: locate(file, item.value) }];
        });
        return {
          kind: 'list',
          items,
          form: expr.form,
          growing: expr.items.some((item) => item.spread && this.isGrowing(item.value, frame)),
          at,
        };
      }
      case 'dict':
        return this.dict(expr.entries, frame, expr);
      case 'conditional':
        return conditionalValue(this, expr, frame);
      case 'fallback':
        return this.fallback(expr.options, frame, expr);
      case 'function':
        return functionValue(file, expr.scope, at, frame);
      case 'comprehension': {
        const messages = messagesThrough(this, expr.iterable, expr.element, frame);
        if (messages !== undefined) return messages;
        const texts = renderedElements(this, expr, frame);
        if (texts !== undefined) return texts;
        const element = this.evaluate(expr.element, frame);
        return { kind: 'list', items: [{ value: element, spread: true, certainty: 'repeated' }], form: 'list', growing: false, at };
      }
      case 'operation':
        return this.operation(expr.operator, expr.operands, frame, expr);
      case 'unknown':
        return unknown(file, expr, expr.reason, volatileSource(expr.code ?? ''));
    }
  }

  private isGrowing(expr: Expr, frame: Frame): boolean {
    const value = this.evaluate(expr, frame);
    return value.kind === 'list' && value.growing;
  }

  private join(operands: readonly Expr[], adjacent: boolean, frame: Frame, whole: Expr): Value {
    const file = frame.file;
    const at = locate(file, whole);
    const values = operands.map((operand) => this.evaluate(operand, frame));
    const lists = values.filter((value) => value.kind === 'list');
    if (lists.length > 0) {
      const items = values.flatMap((value): readonly ListItemValue[] =>
        value.kind === 'list' ? value.items : [{ value, spread: true, certainty: 'always' }],
      );
      return { kind: 'list', items, form: 'list', growing: lists.some((list) => list.growing), at };
    }
    const numbers = values.filter((value): value is ConstantValue => value.kind === 'number');
    if (numbers.length === values.length)
      return { kind: 'number', value: numbers.reduce((sum, value) => sum + Number(value.value), 0), at };
    const time = values.find((value) => value.kind === 'unknown' && value.source === 'time');
    if (time?.kind === 'unknown' && !values.some(isTextLike))
      return unknown(file, whole, time.reason, { source: 'time', granularity: time.granularity, volatility: time.volatility });
    if (!values.some(isTextLike))
      return unknown(file, whole, 'sum of unknown values', { volatility: strongest(values.map(volatilityOf)), ...loopAmong(values) });
    const parts = values.flatMap((value, i) => {
      const own = partsOf(value, file);
      const operand = operands[i];
      if (adjacent || operand === undefined || operand.kind === 'text') return [...own];
      return place(own, { form: 'join', container: at, hole: { start: operand.start, end: operand.end } });
    });
    return joinParts(parts, at);
  }

  private dict(entries: readonly { readonly key: Expr | undefined; readonly value: Expr }[], frame: Frame, whole: Expr): Value {
    const result = new Map<string, DictEntryValue>();
    let open = false;
    let rest: ParameterRef | undefined;
    for (const entry of entries) {
      if (entry.key === undefined) {
        const spread = this.evaluate(spreadWhenThere(frame.file, entry.value), frame);
        rest ??= restOf(spread);
        open = spreadInto(result, spread) || open;
        continue;
      }
      const key = constantKey(this.evaluate(entry.key, frame));
      if (key === undefined) open = true;
      else result.set(key, writtenEntry(frame.file, entry.key, entry.value, this.evaluateEntry(entry.value, frame)));
    }
    return { kind: 'dict', entries: result, open, ...(rest === undefined ? {} : { rest }), at: locate(frame.file, whole) };
  }

  /** `a or b`: the constant operands behind an unknown one are its default. */
  private fallback(options: readonly Expr[], frame: Frame, whole: Expr): Value {
    const all = options.map((option) => this.evaluate(option, frame));
    const [first, ...rest] = withoutUnset(all.filter((value) => !isEmpty(value)));
    const at = locate(frame.file, whole);
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
    // A look-up with a key that is only known at run time may find nothing.
    const [asked] = options;
    if (asked?.kind === 'index' && constantKey(this.evaluate(asked.index, frame)) === undefined)
      return choice([...optionsOf(first), ...rest], at);
    // An object that is handed in, of which only the class is declared, may be left out.
    if (first.kind === 'instance' && first.parameter !== undefined && rest.length > 0) return choice([first, ...rest], at);
    if (first.kind === 'choice')
      return choice([...first.options.filter((option) => !isEmpty(option)), ...(first.options.some(isEmpty) ? rest : [])], at);
    return first;
  }

  private operation(operator: string, operands: readonly Expr[], frame: Frame, whole: Expr): Value {
    const values = operands.map((operand) => this.evaluate(operand, frame));
    const [left, right] = values;
    if (operator === '%' && left?.kind === 'text' && right !== undefined) {
      const rightExpr = operands[1];
      return fillPlaceholders(left, percentPlaceholders, percentArguments(right), frame.file, locate(frame.file, whole), rightExpr);
    }
    if (operator === '|' && left?.kind === 'dict' && right?.kind === 'dict') {
      const entries = new Map([...left.entries, ...right.entries]);
      return { kind: 'dict', entries, open: left.open || right.open, at: locate(frame.file, whole) };
    }
    // `prompt | model | parser` is a chain: what is asked of it may be answered by any of its steps.
    if (operator === '|') {
      const steps = values
        .flatMap(optionsOf)
        .map((value) => (value.kind === 'instance' ? (asForeign(this, value) ?? value) : value))
        .filter((value) => value.kind === 'external' || isHandedIn(value));
      if (steps.some((value) => value.kind === 'external')) return choice(steps, locate(frame.file, whole));
    }
    if (operator === '/' && left !== undefined && right !== undefined && pathText(left) !== undefined && left.kind !== 'text') {
      const path = joinPaths([pathText(left), pathText(right)]);
      if (path !== undefined) return { kind: 'path', path, at: locate(frame.file, whole) };
    }
    if (left?.kind === 'number' && right?.kind === 'number') {
      const result = arithmetic(operator, Number(left.value), Number(right.value));
      if (result !== undefined) return { kind: 'number', value: result, at: locate(frame.file, whole) };
    }
    if (operator === '*' && left?.kind === 'text' && right?.kind === 'number') return this.repeat(left, Number(right.value), frame, whole);
    // A time moved by some days is a time of the same precision.
    const time = values.find((value) => value.kind === 'unknown' && value.source === 'time');
    if (time?.kind === 'unknown')
      return unknown(frame.file, whole, time.reason, { source: 'time', granularity: time.granularity, volatility: time.volatility });
    return unknown(frame.file, whole, `result of ${operator}`, { volatility: strongest(values.map(volatilityOf)), ...loopAmong(values) });
  }

  private repeat(left: Value, times: number, frame: Frame, whole: Expr): Value {
    const text = constantText(left);
    if (text !== undefined && Number.isInteger(times) && times >= 0 && text.length * times <= 100_000)
      return textValue(text.repeat(times), locate(frame.file, whole));
    return unknown(frame.file, whole, 'repeated text');
  }

  /** `value.name` for any value. */
  member(object: Value, name: string, whole: Expr, frame: Frame): Value {
    return memberOf(this, object, name, whole, frame);
  }
}

/** A step of a chain that a caller gives. */
function isHandedIn(value: Value): boolean {
  return value.kind === 'unknown' && (value.parameter ?? value.givenBy) !== undefined;
}

function textPart(expr: TextExpr, file: LinkedFile): TextPart {
  return { kind: 'text', text: expr.value, at: locate(file, expr), map: expr.map, certainty: 'always' };
}

function isTextLike(value: Value): boolean {
  return optionsOf(value).some((option) => option.kind === 'text');
}

/** `None`, empty text, zero and false: what `or` skips. */
export function isEmpty(value: Value): boolean {
  return value.kind === 'null' || constantText(value) === '' || ((value.kind === 'number' || value.kind === 'boolean') && !value.value);
}

/** A constant mapping key as text. */
export function constantKey(value: Value): string | undefined {
  const text = constantText(value);
  if (text !== undefined) return text;
  return value.kind === 'number' ? String(value.value) : undefined;
}
