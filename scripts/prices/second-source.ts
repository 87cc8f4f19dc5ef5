/** A second, independent price list for comparison: the bundle of @pydantic/genai-prices, parsed but never run. */
import ts from 'typescript';

/** Prices of one model in the second source, $ per 1M tokens, as far as they are plain numbers on the given day. */
export interface OtherPrice {
  readonly in: number | undefined;
  readonly out: number | undefined;
  readonly read: number | undefined;
  readonly write: number | undefined;
}

/** Platform names of the second source → ours. */
const PLATFORMS: ReadonlyMap<string, string> = new Map([
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['google', 'gemini'],
  ['aws', 'bedrock'],
  ['azure', 'azure-openai'],
  ['deepseek', 'deepseek'],
  ['x-ai', 'xai'],
  ['mistral', 'mistral'],
  ['groq', 'groq'],
  ['together', 'together'],
  ['fireworks', 'fireworks'],
  ['moonshotai', 'moonshot'],
  ['minimax', 'minimax'],
  ['zai', 'zai'],
  ['cerebras', 'cerebras'],
  ['openrouter', 'openrouter'],
  ['cohere', 'cohere'],
  ['baseten', 'baseten'],
]);

/**
 * Prices by `platform/id`. Only exact names count: the model's own id and its `equals` clauses. Prefix clauses are what makes
 * that list answer with the price of another model. Throws when the bundle holds no readable list.
 */
export function readSecondSource(bundle: string, day: string): ReadonlyMap<string, OtherPrice> {
  const list = literalList(bundle);
  if (list === undefined)
    throw new Error('The second source no longer holds its data as a plain literal; it cannot be read without running it.');
  const found = new Map<string, OtherPrice>();
  for (const provider of list) {
    const platform = PLATFORMS.get(String(at(provider, 'id')));
    const models = at(provider, 'models');
    if (platform === undefined || !Array.isArray(models)) continue;
    for (const model of models) {
      const price = priceOn(at(model, 'prices'), day);
      if (price === undefined) continue;
      for (const id of exactNames(model)) if (!found.has(`${platform}/${id}`)) found.set(`${platform}/${id}`, price);
    }
  }
  return found;
}

/** The first array literal of objects that have `models`. */
function literalList(bundle: string): readonly unknown[] | undefined {
  const file = ts.createSourceFile('bundle.js', bundle, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { initializer } of statement.declarationList.declarations) {
      if (initializer === undefined || !ts.isArrayLiteralExpression(initializer)) continue;
      const value = literal(initializer);
      if (Array.isArray(value) && value.some((item) => Array.isArray(at(item, 'models')))) return value as unknown[];
    }
  }
  return undefined;
}

/** The value of a literal expression; undefined for anything that would need running. */
function literal(node: ts.Expression): unknown {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(literal);
  if (ts.isParenthesizedExpression(node)) return literal(node.expression);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isPrefixUnaryExpression(node)) {
    const value = literal(node.operand);
    if (node.operator === ts.SyntaxKind.ExclamationToken) return !value;
    return node.operator === ts.SyntaxKind.MinusToken && typeof value === 'number' ? -value : undefined;
  }
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const fields: [string, unknown][] = [];
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name) && !ts.isPrivateIdentifier(property.name)) {
      fields.push([property.name.text, literal(property.initializer)]);
    }
  }
  return Object.fromEntries(fields);
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(key) : undefined;
}

function exactNames(model: unknown): readonly string[] {
  const match = at(model, 'match');
  const clauses = [match, ...(Array.isArray(at(match, 'or')) ? (at(match, 'or') as readonly unknown[]) : [])];
  const names = clauses.map((clause) => at(clause, 'equals')).filter((name) => typeof name === 'string');
  return [...new Set([String(at(model, 'id')), ...names])];
}

/** Conditional prices: the last one whose start date has come. Time-of-day prices are skipped, their rules differ too much to compare. */
function priceOn(prices: unknown, day: string): OtherPrice | undefined {
  if (!Array.isArray(prices)) return ratesOf(prices);
  let chosen: unknown;
  for (const entry of prices) {
    const start = at(at(entry, 'constraint'), 'start_date');
    if (at(entry, 'constraint') === undefined || (typeof start === 'string' && start <= day)) chosen = at(entry, 'prices');
  }
  return ratesOf(chosen);
}

function ratesOf(prices: unknown): OtherPrice | undefined {
  const base = (key: string): number | undefined => {
    const value = at(prices, key);
    const number = typeof value === 'number' ? value : at(value, 'base');
    return typeof number === 'number' && number > 0 ? number : undefined;
  };
  const price = { in: base('input_mtok'), out: base('output_mtok'), read: base('cache_read_mtok'), write: base('cache_write_mtok') };
  return price.in === undefined && price.out === undefined ? undefined : price;
}
