import type { Expr, Parameter } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import type { SyntaxTree } from '../syntax-tree.ts';

/** Reads expressions; the part of the expression reader that parameters need. */
export interface ExpressionReader {
  read(node: number, place: Place, iterated?: boolean): Expr;
}

/** The formal parameters of a `ParamList`; defaults and annotations are evaluated where the function is defined (`place`). */
export function readParameters(tree: SyntaxTree, paramList: number, expressions: ExpressionReader, place: Place): Parameter[] {
  const result: Parameter[] = [];
  let group: number[] = [];
  let keywordOnly = false;

  const flush = (): void => {
    const star = group.find((child) => tree.kind(child) === '*' || tree.kind(child) === '**');
    const nameNode = group.find((child) => tree.kind(child) === 'VariableName');
    if (nameNode === undefined) {
      if (star !== undefined) keywordOnly = true;
      group = [];
      return;
    }
    const typeDef = group.find((child) => tree.kind(child) === 'TypeDef');
    const assign = group.findIndex((child) => tree.kind(child) === 'AssignOp');
    const defaultNode = assign < 0 ? undefined : group[assign + 1];
    const annotationNode = typeDef === undefined ? undefined : tree.children(typeDef).find((child) => tree.kind(child) !== ':');
    const kind = star === undefined ? (keywordOnly ? 'keyword-only' : 'normal') : tree.kind(star) === '*' ? 'rest' : 'keyword-rest';
    if (kind === 'rest') keywordOnly = true;
    result.push({
      name: tree.textOf(nameNode),
      kind,
      defaultValue: defaultNode === undefined || tree.isError(defaultNode) ? undefined : expressions.read(defaultNode, place),
      annotation: annotationNode === undefined ? undefined : expressions.read(annotationNode, place),
      ...(annotationNode === undefined || assign >= 0 || /\b(None|Optional|Any|object)\b/.test(tree.textOf(annotationNode))
        ? {}
        : { required: true }),
      start: tree.start(nameNode),
      end: tree.end(nameNode),
    });
    group = [];
  };

  for (const child of tree.children(paramList)) {
    const kind = tree.kind(child);
    if (kind === ',') flush();
    else if (kind !== '(' && kind !== ')' && kind !== 'Comment') group.push(child);
  }
  flush();
  return result;
}
