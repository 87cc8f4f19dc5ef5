import type { Expr, HoleExpr, TextExpr } from '../../facts.ts';
import { appendMap, sourceSpan, type MappedText } from '../data/mapped-text.ts';

/** A mapped text as an expression: a text, or a template with the values that are filled in. A text that is one value is that value. */
export function textExpr(source: MappedText): Expr {
  const { text, holes } = source;
  const whole = sourceSpan(source, 0, text.length);
  const [only] = holes;
  if (only !== undefined && holes.length === 1 && only.from === 0 && only.to === text.length) return only.value;
  const parts: (TextExpr | HoleExpr)[] = [];
  let at = 0;
  const literal = (to: number): void => {
    if (to <= at) return;
    const map: number[] = [];
    appendMap(map, source, at, to, 0);
    parts.push({ kind: 'text', value: text.slice(at, to), map, ...sourceSpan(source, at, to) });
  };
  for (const hole of holes) {
    literal(hole.from);
    parts.push({ kind: 'hole', value: hole.value, format: '', ...sourceSpan(source, hole.from, hole.to) });
    at = hole.to;
  }
  literal(text.length);
  const [first] = parts;
  if (first === undefined) return { kind: 'text', value: '', map: [0, whole.start], ...whole };
  return parts.length === 1 && first.kind === 'text' ? first : { kind: 'template', parts, ...whole };
}

/** True for text that looks as if it were a JSON object or array. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}
