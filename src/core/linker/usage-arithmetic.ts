/** Code that makes money of the token counts of a usage block without asking for cached tokens. */
import type { CallExpr, Expr, FileFacts, Scope } from '../facts.ts';
import type { UsageArithmetic } from '../ir.ts';
import type { LinkedFile } from './value.ts';

/** Fields of usage blocks that count the input, and whether they include what was read from the cache (by the usage profiles, 2026-11-21). */
const INPUT_FIELDS: ReadonlyMap<string, boolean | undefined> = new Map([
  ['prompt_tokens', true],
  ['promptTokens', true],
  ['prompt_token_count', true],
  ['promptTokenCount', true],
  // Anthropic counts the cache apart, OpenAI's Responses API does not.
  ['input_tokens', undefined],
  ['inputTokens', undefined],
]);

const MONEY = /price|cost|rate|usd|dollar|per_?(1?k|m|million|token)|pricing/i;

/** Code that takes the usage block of an answer, or counts out of it: `answer.usage`, `getattr(answer, "usage", None)`, `usage["prompt_tokens"]`. */
const READS_USAGE =
  /(?:\.|\[\s*["']|\bgetattr\(\s*[\w.]+,\s*["']|\.get\(\s*["'])(?:usage|(?:prompt|completion|total)_tokens|(?:prompt|completion|total)Tokens)\b/;

const readers = new WeakMap<FileFacts, boolean>();

/** True when a file reads the usage of answers somewhere. */
export function readsUsage(file: LinkedFile): boolean {
  const before = readers.get(file.facts);
  if (before !== undefined) return before;
  const found = READS_USAGE.test(file.text);
  readers.set(file.facts, found);
  return found;
}

/** Arithmetic with the function that holds it, as a range of offsets. */
interface Found extends UsageArithmetic {
  readonly function: { readonly start: number; readonly end: number };
}

const known = new WeakMap<FileFacts, readonly Found[]>();

/** Names of methods that send a request, whatever the SDK. */
const SENDS = /\.(?:create|parse|complete|completion|completions|a?invoke|generate\w*|converse|chat|ask|send\w*)\s*\(/i;

/**
 * Arithmetic of a file that prices input tokens, in functions that never speak of the cache. A function that sends a request itself prices
 * its own answer: it is told of its own calls only.
 */
export function usageArithmeticOf(file: LinkedFile, call: CallExpr): readonly UsageArithmetic[] {
  return usageArithmeticIn(file).flatMap(({ function: around, ...arithmetic }) => {
    const own = call.start >= around.start && call.end <= around.end;
    return own || !SENDS.test(file.text.slice(around.start, arithmetic.at.start)) ? [arithmetic] : [];
  });
}

function usageArithmeticIn(file: LinkedFile): readonly Found[] {
  const before = known.get(file.facts);
  if (before !== undefined) return before;
  const found: Found[] = [];
  if (/usage/i.test(file.text)) for (const scope of file.facts.scopes) collect(file, scope, found);
  known.set(file.facts, found);
  return found;
}

function collect(file: LinkedFile, scope: Scope, found: Found[]): void {
  const around = functionText(file, scope);
  if (/cache/i.test(around)) return;
  const values = [
    ...[...scope.bindings.values()].flat().map((binding) => binding.value),
    ...scope.effects.map((effect) => effect.value),
    ...scope.returns.map((result) => result.value),
  ];
  for (const value of values) {
    if (value === undefined) continue;
    for (const operation of products(value)) {
      const field = operation.operands.map((operand) => inputField(operand, scope, file)).find((one) => one !== undefined);
      if (field === undefined || !isMoney(file, operation, value)) continue;
      const at = { uri: file.facts.uri, start: operation.start, end: operation.end };
      if (!found.some((other) => other.at.start <= at.start && other.at.end >= at.end))
        found.push({ at, field, includesCache: INPUT_FIELDS.get(field), function: rangeOf(file, scope) });
    }
  }
}

/** All products inside of an expression, outermost first. */
function products(expr: Expr): (Expr & { kind: 'operation' })[] {
  switch (expr.kind) {
    case 'operation':
      return [...(expr.operator === '*' ? [expr] : []), ...expr.operands.flatMap(products)];
    case 'join':
      return expr.operands.flatMap(products);
    case 'call':
      return expr.args.flatMap((argument) => products(argument.value));
    case 'conditional':
      return [...products(expr.then), ...products(expr.otherwise)];
    case 'fallback':
      return expr.options.flatMap(products);
    case 'dict':
      return expr.entries.flatMap((entry) => products(entry.value));
    default:
      return [];
  }
}

/** The input field of a usage block that an operand reads, directly, divided, or through a variable of the same function. */
function inputField(expr: Expr, scope: Scope, file: LinkedFile, depth = 0): string | undefined {
  if (depth > 4) return undefined;
  const inner = (one: Expr | undefined): string | undefined => (one === undefined ? undefined : inputField(one, scope, file, depth + 1));
  switch (expr.kind) {
    case 'member':
      return INPUT_FIELDS.has(expr.name) && /usage/i.test(textOf(file, expr.object)) ? expr.name : undefined;
    case 'index':
      return expr.index.kind === 'text' && INPUT_FIELDS.has(expr.index.value) && /usage/i.test(textOf(file, expr.object))
        ? expr.index.value
        : undefined;
    case 'call': {
      const [first] = expr.args;
      return expr.callee.kind === 'member' &&
        expr.callee.name === 'get' &&
        first?.value.kind === 'text' &&
        INPUT_FIELDS.has(first.value.value)
        ? /usage/i.test(textOf(file, expr.callee.object))
          ? first.value.value
          : undefined
        : undefined;
    }
    case 'operation':
      return expr.operator === '/' ? inner(expr.operands[0]) : undefined;
    case 'fallback':
      return inner(expr.options[0]);
    case 'name': {
      const values = scope.bindings.get(expr.name)?.flatMap((binding) => (binding.kind === 'assign' ? [binding.value] : [])) ?? [];
      return values.length === 1 ? inner(values[0]) : undefined;
    }
    default:
      return undefined;
  }
}

/** True when a factor or the name of the result speaks of money, or a factor is as small as a price per token. */
function isMoney(file: LinkedFile, operation: Expr & { kind: 'operation' }, whole: Expr): boolean {
  const written = textOf(file, operation);
  const lineStart = file.text.lastIndexOf('\n', operation.start) + 1;
  const small = operation.operands.some((operand) => operand.kind === 'number' && operand.value > 0 && operand.value < 1);
  return small || MONEY.test(written) || MONEY.test(file.text.slice(lineStart, whole.start));
}

function functionText(file: LinkedFile, scope: Scope): string {
  const { start, end } = rangeOf(file, scope);
  return file.text.slice(start, end);
}

function rangeOf(file: LinkedFile, scope: Scope): Found['function'] {
  return scope.kind === 'module' ? { start: 0, end: file.text.length } : { start: scope.start, end: scope.end };
}

function textOf(file: LinkedFile, expr: Expr): string {
  return file.text.slice(expr.start, expr.end);
}
