/** Texts that are made of the elements of a constant list: `RULES.map((rule) => `- ${rule.text}`)`, `f"- {name}" for name in NAMES`. */
import type { ComprehensionExpr, Expr, Scope } from '../facts.ts';
import { isReached } from './branches.ts';
import type { Evaluator } from './evaluate.ts';
import { constantText, locate, textValue, type Frame, type ListItemValue, type ListValue, type Value } from './value.ts';

/** Longer lists are data rather than prompts; they stay one value of unknown length. */
const MAX_ELEMENTS = 60;

/**
 * The texts that a comprehension with one `for` and no condition, or the function of a `map`, makes of a list. Undefined where the elements or one of the
 * texts are not known.
 */
export function renderedElements(evaluator: Evaluator, expr: ComprehensionExpr, frame: Frame): ListValue | undefined {
  const { file } = frame;
  const { element, iterable } = expr;
  const scope = file.facts.scopes[expr.scope];
  if (scope === undefined || !isText(element) || !(scope.kind === 'comprehension' ? isPlain(expr, file.text) : isOneResult(scope)))
    return undefined;
  const names = scope.kind === 'comprehension' ? targetsOf(scope) : scope.params.map(({ name }) => name);
  const at = locate(file, element);
  const items: ListItemValue[] = [];
  for (const [index, value] of (elementsThrough(evaluator, iterable, frame) ?? [undefined]).entries()) {
    const values =
      value === undefined ? undefined : scope.kind === 'comprehension' ? spreadOver(names, value) : [value, numbered(index, value)];
    if (values === undefined) return undefined;
    const args = new Map(names.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]] as const])));
    const own: Frame = { ...frame, args, scope: scope.id, outer: frame };
    const [result] = scope.returns;
    if (result !== undefined && isReached(evaluator, file, result.block, own) !== true) return undefined;
    const text = constantText(evaluator.evaluate(element, own));
    if (text === undefined) return undefined;
    items.push(certainly(textValue(text, at)));
  }
  return { kind: 'list', items, form: 'list', growing: false, at: locate(file, expr) };
}

/** What is written as a text with values in it; calls of functions are left to them. */
function isText({ kind }: Expr): boolean {
  return kind === 'template' || kind === 'join' || kind === 'text';
}

/** `… for name in names` of Python, with nothing behind it. */
function isPlain({ element, end, iterable }: ComprehensionExpr, text: string): boolean {
  const head = text.slice(element.end, iterable.start);
  return /^[\s)]*\bfor\s+\w+(?:\s*,\s*\w+)*\s+in[\s(]*$/.test(head) && /^[\s)\]]*$/.test(text.slice(iterable.end, end));
}

/** A function of the element and its position that gives one result. */
function isOneResult({ params, returns, generator }: Scope): boolean {
  return returns.length === 1 && !generator && params.length > 0 && params.length <= 2 && params.every(({ kind }) => kind === 'normal');
}

function targetsOf({ bindings }: Scope): string[] {
  const all = [...bindings.values()].flat().sort((a, b) => a.start - b.start);
  return all.map(({ name }) => name);
}

/** One value for each name: the element, or its parts. */
function spreadOver(names: readonly string[], value: Value): readonly Value[] | undefined {
  if (names.length === 1) return [value];
  const parts = value.kind === 'list' ? knownElements(value) : undefined;
  return parts?.length === names.length ? parts : undefined;
}

/** What is gone through, where all of it is known: a list, or `enumerate` of one. */
function elementsThrough(evaluator: Evaluator, iterable: Expr, frame: Frame): readonly Value[] | undefined {
  const counted =
    iterable.kind === 'call' && iterable.callee.kind === 'name' && iterable.callee.name === 'enumerate' ? iterable : undefined;
  const [list, start] = counted?.args ?? [];
  const value = evaluator.evaluate(list?.value ?? iterable, frame);
  const elements = value.kind === 'list' ? knownElements(value) : undefined;
  if (counted === undefined || elements === undefined) return elements;
  const first = start === undefined ? undefined : evaluator.evaluate(start.value, frame);
  if (first !== undefined && first.kind !== 'number') return undefined;
  return elements.map((element, index): Value => {
    const items = [numbered(Number(first?.value ?? 0) + index, element), element].map(certainly);
    return { kind: 'list', items, form: 'tuple', growing: false, at: locate(frame.file, iterable) };
  });
}

/** The elements of a list that has these and no others. */
function knownElements({ items, growing, form }: ListValue): readonly Value[] | undefined {
  const isKnown = !growing && form !== 'set' && items.length > 0 && items.length <= MAX_ELEMENTS;
  return isKnown && items.every(({ spread, certainty }) => !spread && certainty === 'always') ? items.map(({ value }) => value) : undefined;
}

function numbered(value: number, { at }: Value): Value {
  return { kind: 'number', value, at };
}

function certainly(value: Value): ListItemValue {
  return { value, spread: false, certainty: 'always' };
}
