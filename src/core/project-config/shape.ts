/**
 * Shapes: the form of pennylint.yaml as data. Reading, completion, hover and the JSON schema are all derived from one shape, so that none
 * of them can know a key that another one does not.
 */
import type { Span } from '../facts.ts';

/** What a text or the key of a map names; completion offers the names, and reading may check them. */
export type Names = 'model' | 'provider' | 'rule' | 'pattern' | 'other';

/** A key of a `keys` shape, with what people are told about it (Markdown, one or two sentences). */
export interface Key {
  readonly doc: string;
  readonly shape: Shape;
}

/** The form of one value. */
export type Shape =
  | { readonly kind: 'text'; readonly names: Names }
  /** `minimum` and `maximum` are inclusive. */
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number; readonly integer: boolean }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** A list; one value may stand alone. */
  | { readonly kind: 'list'; readonly of: Shape; readonly alone: boolean }
  /** A mapping whose keys are chosen by the user. */
  | { readonly kind: 'map'; readonly names: Names; readonly of: Shape }
  /** A mapping with known keys. */
  | { readonly kind: 'keys'; readonly keys: Readonly<Record<string, Key>> }
  /** A short form (a scalar or a list), or a mapping. */
  | { readonly kind: 'either'; readonly short: Shape; readonly full: Shape };

/** A value with its place in the file. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Span;
  /** 1-based line. */
  readonly line: number;
}

/** An entry of a map: its key with place, and what stands behind it. */
export interface MapEntry<T> {
  readonly key: Placed<string>;
  readonly value: T;
}

/** What reading a value of a shape gives. Keys that are missing or wrong are undefined. */
export type Reading<S> = S extends { readonly kind: 'text' }
  ? Placed<string>
  : S extends { readonly kind: 'number' }
    ? Placed<number>
    : S extends { readonly kind: 'flag' }
      ? Placed<boolean>
      : S extends { readonly kind: 'choice'; readonly values: readonly (infer V)[] }
        ? Placed<V>
        : S extends { readonly kind: 'list'; readonly of: infer O }
          ? readonly Reading<O>[]
          : S extends { readonly kind: 'map'; readonly of: infer O }
            ? readonly MapEntry<Reading<O>>[]
            : S extends { readonly kind: 'keys'; readonly keys: infer K }
              ? { readonly [P in keyof K]?: K[P] extends { readonly shape: infer V } ? Reading<V> : never }
              : S extends { readonly kind: 'either'; readonly short: infer A; readonly full: infer B }
                ? { readonly short: Reading<A> } | { readonly full: Reading<B> }
                : never;

/** A text. */
export function text<const N extends Names>(names: N): { readonly kind: 'text'; readonly names: N } {
  return { kind: 'text', names };
}

/** A number between two bounds, both included. */
export function number(minimum: number, maximum: number): { readonly kind: 'number' } & Extract<Shape, { kind: 'number' }> {
  return { kind: 'number', minimum, maximum, integer: false };
}

/** A whole number between two bounds, both included. */
export function whole(minimum: number, maximum: number): { readonly kind: 'number' } & Extract<Shape, { kind: 'number' }> {
  return { kind: 'number', minimum, maximum, integer: true };
}

/** One of some words. */
export function choice<const V extends readonly string[]>(...values: V): { readonly kind: 'choice'; readonly values: V } {
  return { kind: 'choice', values };
}

/** A list of values, or one value alone. */
export function listOf<S extends Shape>(of: S): { readonly kind: 'list'; readonly of: S; readonly alone: true } {
  return { kind: 'list', of, alone: true };
}

/** A mapping with keys of the user's own. */
export function mapOf<const N extends Names, S extends Shape>(
  names: N,
  of: S,
): { readonly kind: 'map'; readonly names: N; readonly of: S } {
  return { kind: 'map', names, of };
}

/** A mapping with known keys. */
export function keysOf<K extends Readonly<Record<string, Key>>>(keys: K): { readonly kind: 'keys'; readonly keys: K } {
  return { kind: 'keys', keys };
}

/** A short form or a mapping. */
export function either<A extends Shape, B extends Shape>(
  short: A,
  full: B,
): { readonly kind: 'either'; readonly short: A; readonly full: B } {
  return { kind: 'either', short, full };
}
