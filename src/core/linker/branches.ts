/** Branches: which of them run with the arguments of a frame, and which parameter chooses the model by choosing the branch of a call. */
import type { Block, CallExpr, ConditionalExpr, Expr, FileFacts } from '../facts.ts';
import type { ParameterRef } from '../ir.ts';
import type { Evaluator } from './evaluate.ts';
import { wholeOf } from './feeds.ts';
import { enclosingLoop } from './flow.ts';
import { isPlain, isSame, partsOfAnd, presenceAsked, presentOr } from './stand-ins.ts';
import { choice, constantText, locate, optionsOf, type Frame, type LinkedFile, type Value } from './value.ts';

/** Parts of one condition, and branches around one call, that are looked at. */
const MAX_PARTS = 12;
const MAX_BRANCHES = 6;

/** True when a call is not reached with the arguments of a frame: a condition around it says otherwise, or that of a branch before it holds. */
export function isRuledOut(evaluator: Evaluator, file: LinkedFile, call: CallExpr, frame: Frame): boolean {
  return frame.args !== undefined && frame.file === file && isReached(evaluator, file, call.block, frame) === false;
}

/** Whether a block runs with the arguments of a frame, as far as the branches around it say; undefined when that is decided at run time. */
export function isReached(evaluator: Evaluator, file: LinkedFile, block: number, frame: Frame): boolean | undefined {
  const branches = branchesAround(file, block);
  if (branches.length > 0 && !isInformed(file, block, frame)) return undefined;
  let sure = true;
  for (const branch of branches) {
    const answer = evaluator.isTaken(branch, frame, () => isTaken(evaluator, file, branch, frame));
    if (answer === false) return false;
    sure &&= answer === true;
  }
  return sure ? true : undefined;
}

/** {@link isReached} of a block that runs once: in a loop it is decided anew on every turn. */
export function isReachedOnce(evaluator: Evaluator, file: LinkedFile, block: number, frame: Frame): boolean | undefined {
  return enclosingLoop(file.facts, block) < 0 ? isReached(evaluator, file, block, frame) : undefined;
}

/** False for code of which no caller is known: its conditions are decided at run time, but for those of a module's own statements. */
function isInformed({ facts }: LinkedFile, block: number, { args, self, outer }: Frame): boolean {
  return args !== undefined || outer !== undefined || self?.construction !== undefined || facts.blocks[block]?.scope === 0;
}

/** Whether one branch of a statement is the one that runs. */
function isTaken(evaluator: Evaluator, { facts }: LinkedFile, branch: Block, frame: Frame): boolean | undefined {
  const others = branchesOf(facts, branch.group).filter((other) => other !== branch);
  // Of a statement whose conditions were not read, any branch may be the one.
  if (branch.header === undefined && (others.length === 0 || others.some(({ header }) => header === undefined))) return undefined;
  const own = branch.header === undefined ? true : holds(evaluator, branch.header, frame);
  if (own === false) return false;
  const before = others
    .filter(({ header, start }) => header !== undefined && (branch.header === undefined || start < branch.start))
    .map((other) => holds(evaluator, other.header!, frame));
  if (before.includes(true)) return false;
  return own === true && before.every((one) => one === false) ? true : undefined;
}

/** All branches of one statement. */
export function branchesOf(facts: FileFacts, group: number): readonly Block[] {
  const known = branchGroups.get(facts);
  if (known !== undefined) return known.get(group) ?? [];
  const groups = new Map<number, Block[]>();
  for (const block of facts.blocks) {
    if (block.kind !== 'branch') continue;
    const others = groups.get(block.group);
    if (others === undefined) groups.set(block.group, [block]);
    else others.push(block);
  }
  branchGroups.set(facts, groups);
  return groups.get(group) ?? [];
}

/** Branches of each file's statements, by their group. */
const branchGroups = new WeakMap<FileFacts, ReadonlyMap<number, readonly Block[]>>();

/** Parameters that are compared with a model's name around the call that sends that model: `if name == "gpt-4o": … model="gpt-4o-2024-08-06"`. */
export function choosingParameters(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  frame: Frame,
  models: readonly string[],
): ParameterRef[] {
  const ids = models.map((id) => id.toLowerCase());
  if (ids.length === 0) return [];
  const isOne = (name: string): boolean => name.length >= MIN_NAME && ids.some((id) => id.startsWith(name) || name.startsWith(id));
  return branchesAround(file, call.block).flatMap(({ header }) => {
    const parts = header === undefined ? [] : comparisons(header, 0);
    return parts.flatMap(({ operands }) => {
      const [name, ...others] = operands;
      const wanted = others.flatMap((other) => (other.kind === 'list' ? other.items.map((item) => item.value) : [other]));
      if (name?.kind !== 'name' || !wanted.some((text) => text.kind === 'text' && isOne(text.value.toLowerCase()))) return [];
      const given = optionsOf(evaluator.evaluate(name, frame)).flatMap((option) => wholeOf(option) ?? []);
      return given.slice(0, 1);
    });
  });
}

/** Shorter names are not those of models: `if kind == "o"`. */
const MIN_NAME = 4;

function branchesAround(file: LinkedFile, block: number): readonly Block[] {
  const { blocks } = file.facts;
  const result: Block[] = [];
  for (let at = blocks[block]; at !== undefined && result.length < MAX_BRANCHES; at = blocks[at.parent]) {
    if (at.kind === 'branch') result.push(at);
    // What stands around the function was decided when it was made.
    if (at.kind === 'body') break;
  }
  return result;
}

/** Comparisons for equality that a condition consists of: alone, or joined by `or`. */
function comparisons(condition: Expr, depth: number): (Expr & { readonly kind: 'operation' })[] {
  if (depth > MAX_PARTS) return [];
  if (condition.kind === 'fallback') return condition.options.slice(0, MAX_PARTS).flatMap((option) => comparisons(option, depth + 1));
  return condition.kind === 'operation' && /^(===?|in)$/.test(condition.operator) ? [condition] : [];
}

/** The value of `a if c else b`: of both where the condition is decided at run time. */
export function conditionalValue(evaluator: Evaluator, expr: ConditionalExpr, frame: Frame): Value {
  const answer = holds(evaluator, expr.test, frame);
  const reached = [...(answer === false ? [] : [expr.then]), ...(answer === true ? [] : [expr.otherwise])];
  const values = reached.map((one) => evaluator.evaluate(one, frame));
  const at = locate(frame.file, expr);
  // `model if model else DEFAULT`: what is asked about, or what stands in for it.
  const asked = answer === undefined && values.every(isPlain) ? presenceAsked(expr.test) : undefined;
  if (asked !== undefined && isSame(frame.file, asked.of, asked.missing ? expr.otherwise : expr.then)) {
    const [given, ...standard] = asked.missing ? values.toReversed() : values;
    if (given !== undefined) return presentOr(given, standard, asked.words, frame, at);
  }
  return choice(values, at);
}

/** Whether a condition holds; undefined when that is decided at run time. */
export function holds(evaluator: Evaluator, condition: Expr, frame: Frame, depth = 0): boolean | undefined {
  if (depth > MAX_PARTS) return undefined;
  const each = (parts: readonly Expr[]): (boolean | undefined)[] =>
    parts.slice(0, MAX_PARTS).map((part) => holds(evaluator, part, frame, depth + 1));
  if (condition.kind === 'fallback') {
    const found = each(condition.options);
    return found.includes(true) ? true : found.every((one) => one === false) ? false : undefined;
  }
  const all = partsOfAnd(condition);
  if (all !== undefined) {
    const found = each(all);
    return found.includes(false) ? false : found.every((one) => one === true) ? true : undefined;
  }
  if (condition.kind === 'call') return kindQuestion(evaluator, condition, frame) ?? textQuestion(evaluator, condition, frame);
  if (!isSettled(frame.file, condition)) return undefined;
  if (condition.kind === 'name' || condition.kind === 'member' || condition.kind === 'boolean')
    return truth(evaluator.evaluate(condition, frame));
  if (condition.kind !== 'operation') return undefined;
  const { operator, operands } = condition;
  const [left, right] = operands;
  if (left === undefined || !operands.every((operand) => isSettled(frame.file, operand))) return undefined;
  if (operator === 'not' || operator === '!') {
    const found = holds(evaluator, left, frame, depth + 1);
    return found === undefined ? undefined : !found;
  }
  if (right === undefined) return undefined;
  if (/^(===?|is)$/.test(operator)) return isEqual(evaluator.evaluate(left, frame), evaluator.evaluate(right, frame));
  if (/^(!==?|is not)$/.test(operator)) {
    const found = isEqual(evaluator.evaluate(left, frame), evaluator.evaluate(right, frame));
    return found === undefined ? undefined : !found;
  }
  if (operator !== 'in') return undefined;
  const list = evaluator.evaluate(right, frame);
  const whole = constantText(list);
  if (whole !== undefined) {
    const part = constantText(evaluator.evaluate(left, frame));
    return part === undefined ? undefined : whole.includes(part);
  }
  if (list.kind !== 'list' || list.growing || list.items.some((item) => item.spread || item.certainty !== 'always')) return undefined;
  const wanted = evaluator.evaluate(left, frame);
  const found = list.items.map((item) => isEqual(wanted, item.value));
  return found.includes(true) ? true : found.every((one) => one === false) ? false : undefined;
}

/** `isinstance(prompt, str)`, `Array.isArray(messages)`: asked of what is known to be a text; a list may be one of several. */
function kindQuestion(evaluator: Evaluator, { callee, args }: CallExpr, frame: Frame): boolean | undefined {
  const [asked, type] = args.map(({ value }) => value);
  if (asked === undefined) return undefined;
  if (callee.kind === 'member' && callee.name === 'isArray') return isOfKind(evaluator.evaluate(asked, frame), 'list');
  if (callee.kind !== 'name' || callee.name !== 'isinstance' || type?.kind !== 'name') return undefined;
  const wanted = PYTHON_KINDS.get(type.name);
  return wanted === undefined ? undefined : isOfKind(evaluator.evaluate(asked, frame), wanted);
}

const PYTHON_KINDS: ReadonlyMap<string, 'text' | 'list' | 'dict'> = new Map([
  ['str', 'text'],
  ['list', 'list'],
  ['dict', 'dict'],
]);

function isOfKind({ kind }: Value, wanted: 'text' | 'list' | 'dict'): boolean | undefined {
  return kind === 'text' ? wanted === 'text' : kind === 'null' ? false : undefined;
}

/** `model.startswith("gpt-")`, `model.includes("claude")`: asked of texts that are known. */
function textQuestion(evaluator: Evaluator, call: CallExpr, frame: Frame): boolean | undefined {
  const [only, more] = call.args;
  if (call.callee.kind !== 'member' || only === undefined || more !== undefined) return undefined;
  const asked = TEXT_QUESTIONS.get(call.callee.name);
  if (asked === undefined) return undefined;
  const text = constantText(evaluator.evaluate(call.callee.object, frame));
  const part = text === undefined ? undefined : constantText(evaluator.evaluate(only.value, frame));
  return text === undefined || part === undefined ? undefined : asked(text, part);
}

const TEXT_QUESTIONS: ReadonlyMap<string, (text: string, part: string) => boolean> = new Map([
  ['startswith', (text, part) => text.startsWith(part)],
  ['startsWith', (text, part) => text.startsWith(part)],
  ['endswith', (text, part) => text.endsWith(part)],
  ['endsWith', (text, part) => text.endsWith(part)],
  ['includes', (text, part) => text.includes(part)],
]);

/** Whether a value counts as true. Only of constants it can be told, of texts with words of their own, and of lists with elements. */
export function truth(value: Value): boolean | undefined {
  if (value.kind === 'boolean' || value.kind === 'number') return Boolean(value.value);
  if (value.kind === 'null') return false;
  if (value.kind === 'list' && value.items.some(({ spread, certainty }) => !spread && certainty === 'always')) return true;
  if (value.kind === 'function' || (value.kind === 'dict' && value.entries.size > 0)) return true;
  if (value.kind === 'text' && value.parts.some((part) => part.kind === 'text' && part.text !== '' && part.certainty === 'always'))
    return true;
  const text = constantText(value);
  return text === undefined ? undefined : text !== '';
}

/** False for a name of the code around the own function that has more than one value in the course of time. */
function isSettled(file: LinkedFile, expr: Expr): boolean {
  if (expr.kind !== 'name') return true;
  const { scopes } = file.facts;
  let own = true;
  for (let at = expr.scope; at >= 0; at = scopes[at]?.parent ?? -1) {
    const scope = scopes[at];
    const bindings = scope?.kind === 'class' && at !== expr.scope ? undefined : scope?.bindings.get(expr.name);
    if (bindings !== undefined) return own || bindings.length === 1;
    if (scope?.params.some(({ name }) => name === expr.name) === true) return true;
    own &&= scope?.kind === 'comprehension';
  }
  return true;
}

function isEqual(a: Value, b: Value): boolean | undefined {
  const [one, other] = [constantOf(a), constantOf(b)];
  return one === undefined || other === undefined ? undefined : one === other;
}

/** A constant with its kind, so that texts are never equal to numbers. */
function constantOf(value: Value): string | undefined {
  if (value.kind === 'number' || value.kind === 'boolean' || value.kind === 'null') return `${value.kind} ${String(value.value)}`;
  const text = constantText(value);
  return text === undefined ? undefined : `text ${text}`;
}
