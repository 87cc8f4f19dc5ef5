/** What is counted: the fields of every sum in the ledger, kept as small arrays of numbers because there are very many of them. */

/**
 * Fields of an amount. Money is in micro-dollars (fractions are kept: a counter often grows by less than one), the rest in tokens or calls.
 * - `reported`: money as the gateway counted it. `notional`: money the source itself calls an estimate at list prices.
 *   `computed`: our list price × tokens. The three are never added to each other.
 * - `input` includes `cacheRead` and `cacheWrite`, whatever the source does; `cacheWrite1h` is a part of `cacheWrite`; `output` includes
 *   `reasoning`.
 * - `calls` are calls as callers see them, `attempts` calls to the provider; `failed` and `failedAttempts` are parts of them.
 * - `failedMoney`: money known to have gone into failed calls. `saved`: what cache reads saved, less what cache writes cost extra.
 * - `completed`: tasks that ended well, where the source can say.
 */
export const FIELDS = [
  'reported',
  'computed',
  'notional',
  'input',
  'cacheRead',
  'cacheWrite',
  'cacheWrite1h',
  'output',
  'reasoning',
  'calls',
  'failed',
  'attempts',
  'failedAttempts',
  'unpricedCalls',
  'unpricedTokens',
  'failedMoney',
  'saved',
  'completed',
] as const;

/** One of {@link FIELDS}. */
export type Field = (typeof FIELDS)[number];

/** Some fields with their amounts; a field that is missing was not told. */
export type PartialAmounts = Readonly<Partial<Record<Field, number>>>;

/** One sum per field, by the position of the field in {@link FIELDS}. */
export type Amounts = Float64Array;

/** Position of each field in {@link Amounts}. */
export const AT: Readonly<Record<Field, number>> = Object.fromEntries(FIELDS.map((field, index) => [field, index])) as Record<
  Field,
  number
>;

/** True for the text of a field's name. */
export function isField(name: string): name is Field {
  return Object.hasOwn(AT, name);
}

/** All zero. */
export function noAmounts(): Amounts {
  return new Float64Array(FIELDS.length);
}

/** Adds `from` to `into`, in place. What is left of a sum that was taken back (a rounding error) becomes zero again. */
export function addAmounts(into: Amounts, from: Amounts): void {
  for (let i = 0; i < into.length; i++) {
    if (from[i] === 0) continue;
    const sum = into[i]! + from[i]!;
    into[i] = Math.abs(sum) < NOTHING ? 0 : sum;
  }
}

/** The fields as an array; what is not a finite number counts as not told. */
export function toAmounts(partial: PartialAmounts): Amounts {
  const amounts = noAmounts();
  for (const [name, value] of Object.entries(partial)) {
    if (isField(name) && Number.isFinite(value)) amounts[AT[name]] = value;
  }
  return amounts;
}

/** Input and output tokens together. */
export function tokensOf(amounts: Amounts): number {
  return amounts[AT.input]! + amounts[AT.output]!;
}

/** Less than this is a rounding error of sums of floating point numbers, in micro-dollars, tokens or calls. */
export const NOTHING = 1e-6;
