/** Operators on constants, and formats of interpolated values. */
import type { Expr } from '../facts.ts';
import { holds } from './branches.ts';
import type { Evaluator } from './evaluate.ts';
import { joinPaths, pathText } from './file-paths.ts';
import { fillPlaceholders, percentArguments } from './format.ts';
import { coarser, formatGranularity, timeVolatility } from './known-code.ts';
import { loopAmong } from './loop-turns.ts';
import { asForeign } from './super-members.ts';
import { percentPlaceholders } from './text.ts';
import { choice, constantText, locate, optionsOf, strongest, textValue, unknown, volatilityOf, type Frame, type Value } from './value.ts';

/** A value as a format specification (`:%Y-%m-%d`) renders it: a time is only as precise as its format. */
export function applyFormat(value: Value, format: string): Value {
  if (value.kind !== 'unknown' || value.source !== 'time' || value.granularity === undefined) return value;
  const spec = /:(.*)$/s.exec(format)?.[1] ?? '';
  if (!spec.includes('%')) return value;
  const granularity = coarser(value.granularity, formatGranularity(spec));
  return { ...value, granularity, volatility: value.volatility === 'per-process' ? 'per-process' : timeVolatility(granularity) };
}

/** The result of an operator on two numbers; undefined for other operators and results that are no numbers. */
function arithmetic(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '//':
      return b === 0 ? undefined : Math.floor(a / b);
    case '/':
      return b === 0 ? undefined : a / b;
    case '**': {
      const power = a ** b;
      return Number.isFinite(power) ? power : undefined;
    }
    default:
      return undefined;
  }
}

/** The value of an operation. */
export function operationValue(evaluator: Evaluator, operator: string, operands: readonly Expr[], frame: Frame, whole: Expr): Value {
  const values = operands.map((operand) => evaluator.evaluate(operand, frame));
  const [left, right] = values;
  if (operator === '%' && left?.kind === 'text' && right !== undefined) {
    const rightExpr = operands[1];
    return fillPlaceholders(left, percentPlaceholders, percentArguments(right), frame.file, locate(frame.file, whole), rightExpr);
  }
  if (operator === '|' && left?.kind === 'dict' && right?.kind === 'dict') {
    const entries = new Map([...left.entries, ...right.entries]);
    return { kind: 'dict', entries, open: left.open || right.open, at: locate(frame.file, whole) };
  }
  if (operator === 'typeof' && left?.kind === 'text') return textValue('string', locate(frame.file, whole));
  // `wanted && 'Be brief.'`, `wanted && [message]`: that or nothing.
  if (operator === 'and' && values.length === 2 && (right?.kind === 'text' || right?.kind === 'list')) {
    const taken = operands[0] === undefined ? undefined : holds(evaluator, operands[0], frame);
    if (taken === true) return right;
    if (taken === undefined) return choice([right, { kind: 'null', value: null, at: right.at }], locate(frame.file, whole));
  }
  // `prompt | model | parser` is a chain: what is asked of it may be answered by any of its steps.
  if (operator === '|') {
    const steps = values
      .flatMap(optionsOf)
      .map((value) => (value.kind === 'instance' ? (asForeign(evaluator, value) ?? value) : value))
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
  if (operator === '*' && left?.kind === 'text' && right?.kind === 'number') return repeated(left, Number(right.value), frame, whole);
  // A time moved by some days is a time of the same precision.
  const time = values.find((value) => value.kind === 'unknown' && value.source === 'time');
  if (time?.kind === 'unknown')
    return unknown(frame.file, whole, time.reason, { source: 'time', granularity: time.granularity, volatility: time.volatility });
  return unknown(frame.file, whole, `result of ${operator}`, { volatility: strongest(values.map(volatilityOf)), ...loopAmong(values) });
}

function repeated(left: Value, times: number, frame: Frame, whole: Expr): Value {
  const text = constantText(left);
  if (text !== undefined && Number.isInteger(times) && times >= 0 && text.length * times <= 100_000)
    return textValue(text.repeat(times), locate(frame.file, whole));
  return unknown(frame.file, whole, 'repeated text');
}

/** A step of a chain that a caller gives. */
function isHandedIn(value: Value): boolean {
  return value.kind === 'unknown' && (value.parameter ?? value.givenBy) !== undefined;
}
