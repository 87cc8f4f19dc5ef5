import type { Expr, ImportTarget, Span } from '../../facts.ts';
import type { FactsBuilder, Place } from '../facts-builder.ts';
import { recordComment } from '../comments.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import type { PythonExpressions } from './expressions.ts';
import { isPunctuation } from './tokens.ts';

/** Records the names of a `global` statement; those of `nonlocal` are found by their scope. */
export function declareGlobals(tree: SyntaxTree, out: FactsBuilder, node: number, place: Place): void {
  const children = [...tree.children(node)];
  if (children[0] === undefined || tree.textOf(children[0]) !== 'global') return;
  out.declareGlobal(
    place.scope,
    children.filter((child) => tree.kind(child) === 'VariableName').map((child) => tree.textOf(child)),
  );
}

/** Binds the names of an import statement, which the grammar gives as one flat run of tokens. */
export function readImport(tree: SyntaxTree, out: FactsBuilder, node: number, place: Place): void {
  let module = '';
  let words: { readonly text: string; readonly span: Span }[] = [];
  let alias = false;
  let aliasWord: { readonly text: string; readonly span: Span } | undefined;
  let from = false;
  let names = false;

  const flush = (): void => {
    const first = words[0];
    if (first === undefined) return;
    if (first.text === '*') out.starExports.push(module);
    const dotted = words.map((word) => word.text).join('.');
    const target: ImportTarget = from
      ? { module, name: dotted }
      : { module: aliasWord === undefined ? first.text : dotted, name: undefined };
    const bound = aliasWord ?? first;
    out.bind(place.scope, {
      name: bound.text,
      kind: 'import',
      value: undefined,
      annotation: undefined,
      import: target,
      block: place.block,
      ...bound.span,
    });
    words = [];
    alias = false;
    aliasWord = undefined;
  };

  for (const child of tree.children(node)) {
    const kind = tree.kind(child);
    const text = tree.textOf(child);
    const span = { start: tree.start(child), end: tree.end(child) };
    if (kind === 'from') from = true;
    else if (kind === 'import') {
      if (from) names = true;
    } else if (kind === 'as') alias = true;
    else if (from && !names) {
      // The grammar calls three dots an ellipsis here too.
      if (kind === '.' || kind === 'Ellipsis' || kind === 'VariableName') module += text;
    } else if (kind === 'VariableName') {
      if (alias) aliasWord = { text, span };
      else words.push({ text, span });
    } else if (kind === '*') words.push({ text: '*', span });
    else if (kind === ',') flush();
  }
  flush();
}

/** The expression of a decorator, which the grammar gives as a flat run of names, dots and one argument list. */
export function readDecorator(tree: SyntaxTree, expressions: PythonExpressions, node: number, place: Place): Expr | undefined {
  let result: Expr | undefined;
  for (const child of tree.children(node)) {
    const kind = tree.kind(child);
    const span = { start: result?.start ?? tree.start(child), end: tree.end(child) };
    if (kind === 'VariableName' && result === undefined)
      result = { kind: 'name', name: tree.textOf(child), scope: place.scope, block: place.block, ...span };
    else if ((kind === 'VariableName' || kind === 'PropertyName') && result !== undefined)
      result = { kind: 'member', object: result, name: tree.textOf(child), ...span };
    else if (kind === 'ArgList' && result !== undefined) result = expressions.makeCall(result, child, span, place, false);
    else if (!isPunctuation(tree, child)) result = expressions.read(child, place);
  }
  return result;
}

/** Keeps the comments that speak to Pennylint. */
export function readComments(tree: SyntaxTree, out: FactsBuilder): void {
  for (let node = 0; node < tree.size; node++) {
    if (tree.kind(node) !== 'Comment') continue;
    recordComment(tree, out, node, (source) => source.replace(/^#+\s*/, ''));
  }
}
