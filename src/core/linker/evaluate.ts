import type { ParameterRef, TextPart } from '../ir.ts';
import { effectsByName } from './flow.ts';
import { Allowance, MAX_STEPS, QUICK_STEPS } from './allowance.ts';
import type { Block, CallExpr, DictExpr, Effect, Expr, MemberExpr, Scope, TextExpr } from '../facts.ts';
import { restOf, spreadInto } from './arguments.ts';
import { conditionalValue } from './branches.ts';
import { callsByName, type NamedCall } from './call-index.ts';
import { evaluateCall } from './calls.ts';
import { volatileSource } from './known-code.ts';
import { elementAt, memberOf } from './members.ts';
import type { ModuleResolver } from './modules.ts';
import { functionValue, resolveName } from './names.ts';
import { joinParts, place } from './text.ts';
import { applyFormat, operationValue } from './operations.ts';
import { loopAmong } from './loop-turns.ts';
import { Running, type Moment } from './running.ts';
import { ofElement } from './records.ts';
import { renderedElements } from './rendered-elements.ts';
import { elementsThatAre } from './selected.ts';
import { throughMessages } from './message-turns.ts';
import { messagesThrough } from './same-messages.ts';
import { spreadWhenThere } from './set-when-there.ts';
import { spreadItems } from './text-choices.ts';
import { FrameValues, SharedFrames } from './shared-frames.ts';
import { superMember } from './super-members.ts';
import { firstPresent } from './stand-ins.ts';
import { withOrder } from './unordered.ts';
import { writtenEntry } from './written.ts';
import {
  constantText,
  locate,
  optionsOf,
  partsOf,
  partsWritten,
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
/** Stands for a limit among the numbers of what was met: nothing began before it. */
const CUT_OFF = -1;
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
  private readonly remembered = new FrameValues();
  private readonly ofFrames = new WeakMap<Frame, FrameValues>();
  private readonly ofTokens = new WeakMap<object, Value>();
  private readonly fileFrames = new Map<LinkedFile, Frame>();
  private readonly effects = new Map<LinkedFile, ReadonlyMap<string, readonly Effect[]>>();
  private readonly rerunning = new Map<LinkedFile, boolean>();
  private readonly running = new Running();
  private readonly allowance = new Allowance();
  /** Of the work in which something that is going on was met again, the number that began first: what began after it is right for this question only. */
  private met = Infinity;

  constructor(modules: ModuleResolver) {
    this.modules = modules;
  }

  /** Starts a new question with a fresh allowance of work, in expressions. */
  begin(steps = MAX_STEPS): void {
    this.allowance.begin(steps);
  }

  /** True when the questions about this file or caller have used up their room: what only more looking around would tell stays unknown. */
  get isSpent(): boolean {
    return this.allowance.isSpent;
  }

  /** Runs work that may evaluate so many expressions at most, of what is left. */
  within<T>(steps: number, work: () => T): T {
    return this.allowance.within(steps, work);
  }

  /** Starts the questions about another file, or another caller. */
  beginPart(): void {
    this.allowance.beginPart();
  }

  /** Number of the question that is being answered: what a limit cut off is right for this one only. */
  get question(): number {
    return this.allowance.question;
  }

  /**
   * The value of an expression as a question of its own, such as what a callee is. Whoever asks it gets the same answer, also where a limit cut
   * it off, and it is worked out once.
   */
  ask(expr: Expr, frame: Frame): Value {
    const { values, answers } = this.rememberedIn(frame);
    const known = values.get(expr) ?? answers.get(expr);
    if (known !== undefined) return known;
    this.begin(QUICK_STEPS);
    const isWhole = !this.isSpent && this.isIdle;
    const value = this.evaluate(expr, frame);
    if (isWhole) answers.set(expr, value);
    return value;
  }

  /** What work finds out that depends on nothing but a token: done once, unless it met something that was going on, or a limit. */
  onceFor(token: object, work: () => Value): Value {
    const known = this.ofTokens.get(token);
    if (known !== undefined) return known;
    const { value, isFinal } = this.settle(work);
    if (isFinal) this.ofTokens.set(token, value);
    return value;
  }

  /** Whether a branch runs in a frame, as `work` finds it out; undefined also for one that is being asked about. */
  isTaken(branch: Block, frame: Frame, work: () => boolean | undefined): boolean | undefined {
    const { taken } = this.rememberedIn(frame);
    if (taken.has(branch)) return taken.get(branch);
    const isQuestion = this.isIdle;
    if (isQuestion) this.begin(QUICK_STEPS);
    const isWhole = isQuestion && !this.isSpent;
    const { value, isFinal } = this.settle(() => this.once(branch, () => undefined, work));
    if (isFinal || isWhole) taken.set(branch, value);
    return value;
  }

  /** True when nothing is being evaluated. */
  get isIdle(): boolean {
    return this.running.count === 0 && this.running.depth === 0;
  }

  /** The present moment of the evaluation, for {@link later}. */
  now(): Moment {
    return this.running.now();
  }

  /** Does work that was put off at a moment; it is final unless it ran into a cycle or a limit. */
  later<T>(moment: Moment, work: () => T): { readonly value: T; readonly isFinal: boolean } {
    return this.settle(() => this.running.at(moment, work));
  }

  /** The frame of code whose caller is not known. */
  frameOf(file: LinkedFile): Frame {
    let frame = this.fileFrames.get(file);
    if (frame === undefined) this.fileFrames.set(file, (frame = { file, args: undefined, scope: -1, self: undefined, depth: 0 }));
    return frame;
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
      this.met = Math.min(this.met, this.running.numberOf(token));
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
    return this.within(this.allowance.left * share, () => this.evaluate(expr, frame));
  }

  /** The value of an expression. */
  evaluate(expr: Expr, frame: Frame): Value {
    const { values } = this.rememberedIn(frame);
    const earlier = values.get(expr);
    if (earlier !== undefined) return earlier;
    if (this.running.depth >= MAX_DEPTH || !this.allowance.take()) {
      this.met = CUT_OFF;
      return unknown(frame.file, expr, 'too many steps');
    }
    this.running.enter();
    const { value, isFinal } = this.settle(() => this.evaluateInner(expr, frame));
    this.running.leave();
    if (isFinal) values.set(expr, value);
    return value;
  }

  /** Does work; its value is final unless it met something that began before it, or a limit: then it is right for this question only. */
  private settle<T>(work: () => T): { readonly value: T; readonly isFinal: boolean } {
    const { met } = this;
    const begun = this.running.count;
    this.met = Infinity;
    const value = work();
    const isFinal = this.met >= begun;
    this.met = isFinal ? met : Math.min(met, this.met);
    return { value, isFinal };
  }

  /** Values of a frame; all frames of code whose caller is not known share theirs. */
  private rememberedIn(frame: Frame): FrameValues {
    if (frame.args === undefined && frame.self === undefined && frame.outer === undefined) return this.remembered;
    let known = this.ofFrames.get(frame);
    if (known === undefined) this.ofFrames.set(frame, (known = new FrameValues()));
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
            return place(partsWritten(inner, part.value, file), {
              form: 'template',
              container: at,
              hole: { start: part.start, end: part.end },
            });
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
        return superMember(this, expr.object, expr.name, expr, frame) ?? this.memberOf(expr, frame);
      case 'index':
        return elementAt(this, this.evaluate(expr.object, frame), expr.index, expr, frame);
      case 'call':
        return evaluateCall(this, expr, frame);
      case 'list': {
        const items = expr.items.flatMap((item): ListItemValue[] => {
          const value = this.evaluate(item.value, frame);
          const spread = item.spread ? spreadItems(value) : undefined;
          if (spread !== undefined) return [...spread];
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
        return this.dict(expr, frame);
      case 'conditional':
        return conditionalValue(this, expr, frame);
      case 'fallback':
        return this.fallback(expr.options, frame, expr);
      case 'function':
        return functionValue(file, expr.scope, at, frame);
      case 'comprehension': {
        const messages = throughMessages(this, expr, frame) ?? messagesThrough(this, expr.iterable, expr.element, frame);
        if (messages !== undefined) return messages;
        const texts = elementsThatAre(this, expr, frame) ?? renderedElements(this, expr, frame);
        if (texts !== undefined) return texts;
        const element = this.evaluate(expr.element, frame);
        return { kind: 'list', items: [{ value: element, spread: true, certainty: 'repeated' }], form: 'list', growing: false, at };
      }
      case 'operation':
        return operationValue(this, expr.operator, expr.operands, frame, expr);
      case 'unknown':
        return unknown(file, expr, expr.reason, volatileSource(expr.code ?? ''));
    }
  }

  private memberOf(expr: MemberExpr, frame: Frame): Value {
    const object = this.evaluate(expr.object, frame);
    return ofElement(object, this.member(object, expr.name, expr, frame));
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
    if (lists.length > 0 || values.every((value) => spreadItems(value) !== undefined)) {
      const items = values.flatMap(
        (value): readonly ListItemValue[] => spreadItems(value) ?? [{ value, spread: true, certainty: 'always' }],
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
      const operand = operands[i];
      const own = operand === undefined ? partsOf(value, file) : partsWritten(value, operand, file);
      if (adjacent || operand === undefined || operand.kind === 'text') return [...own];
      return place(own, { form: 'join', container: at, hole: { start: operand.start, end: operand.end } });
    });
    return joinParts(parts, at);
  }

  private dict(whole: DictExpr, frame: Frame): Value {
    const result = new Map<string, DictEntryValue>();
    let open = false;
    let rest: ParameterRef | undefined;
    for (const entry of whole.entries) {
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
    for (const key of whole.without ?? []) result.delete(key);
    return { kind: 'dict', entries: result, open, ...(rest === undefined ? {} : { rest }), at: locate(frame.file, whole) };
  }

  /** `a or b`: the constant operands behind an unknown one are its default. */
  private fallback(options: readonly Expr[], frame: Frame, whole: Expr): Value {
    const all = options.map((option) => this.evaluate(option, frame));
    // A look-up with a key that is only known at run time may find nothing.
    const [asked] = options;
    const mayBeMissing = asked?.kind === 'index' && constantKey(this.evaluate(asked.index, frame)) === undefined;
    return firstPresent(all, frame, locate(frame.file, whole), mayBeMissing);
  }

  /** `value.name` for any value. */
  member(object: Value, name: string, whole: Expr, frame: Frame): Value {
    return memberOf(this, object, name, whole, frame);
  }
}

function textPart(expr: TextExpr, file: LinkedFile): TextPart {
  return { kind: 'text', text: expr.value, at: locate(file, expr), map: expr.map, certainty: 'always' };
}

function isTextLike(value: Value): boolean {
  return optionsOf(value).some((option) => option.kind === 'text');
}

/** A constant mapping key as text. */
export function constantKey(value: Value): string | undefined {
  const text = constantText(value);
  if (text !== undefined) return text;
  return value.kind === 'number' ? String(value.value) : undefined;
}
