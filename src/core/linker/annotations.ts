import type { Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { hasTypes, isClientType } from './foreign-names.ts';
import type { Frame, Value } from './value.ts';

/** An object of the foreign class that an annotation names, `Optional[…]` and quotes removed; undefined for anything else. */
export function annotated(evaluator: Evaluator, annotation: Expr | undefined, frame: Frame): Value | undefined {
  if (annotation === undefined) return undefined;
  if (annotation.kind === 'text') {
    if (!/^[A-Za-z_][\w.]*$/.test(annotation.value)) return undefined;
    const [head, ...rest] = annotation.value.split('.');
    const name: Expr = { kind: 'name', name: head ?? '', scope: 0, block: 0, start: annotation.start, end: annotation.end };
    return annotated(
      evaluator,
      rest.reduce<Expr>((object, member) => ({ kind: 'member', object, name: member, start: annotation.start, end: annotation.end }), name),
      frame,
    );
  }
  if (annotation.kind === 'index') {
    const outer = evaluator.evaluate(annotation.object, frame);
    const optional = outer.kind === 'external' && /(^|\.)(Optional|Annotated)$/.test(outer.path);
    return optional
      ? annotated(evaluator, annotation.index.kind === 'list' ? annotation.index.items[0]?.value : annotation.index, frame)
      : undefined;
  }
  if (annotation.kind === 'operation' && annotation.operator === '|') {
    return annotation.operands.map((operand) => annotated(evaluator, operand, frame)).find((value) => value !== undefined);
  }
  if (annotation.kind !== 'name' && annotation.kind !== 'member') return undefined;
  const value = evaluator.evaluate(annotation, frame);
  if (value.kind === 'class') return { kind: 'instance', file: value.file, scope: value.scope, construction: undefined, at: value.at };
  if (value.kind !== 'external' || /^(builtins|typing|collections|types)\b/.test(value.path) || value.path.endsWith('()')) return undefined;
  // Where every parameter has a type, only those of clients say more than the callers do.
  if (hasTypes(value.path) && !isClientType(value.path)) return undefined;
  return { kind: 'external', path: `${value.path}()`, calls: [], at: value.at };
}
