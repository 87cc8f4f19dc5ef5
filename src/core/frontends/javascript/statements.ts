import type { Place } from '../facts-builder.ts';
import { readVariables } from './assignments.ts';
import { readClass, readEnum } from './classes.ts';
import { markExits, readFor, readIf, readSwitch, readTry, readWhile } from './control.ts';
import { readInterface, readTypeAlias } from './declared-types.ts';
import { readDecorators, readFunction } from './functions.ts';
import { readExport, readImport } from './modules.ts';
import type { Reader } from './reader.ts';
import { childOf, isToken, significant, spanOf } from './tokens.ts';

/** Reads statements in turn; {@link Reader.statements} guards the depth and is what others call. */
export function readStatements(reader: Reader, nodes: readonly number[], place: Place): void {
  nodes.forEach((node, i) => {
    readStatement(reader, node, nodes[i + 1], place);
  });
}

/** Reads one statement; `next` is the one behind it. */
export function readStatement(reader: Reader, node: number, next: number | undefined, place: Place): void {
  const { tree, out } = reader;
  switch (tree.kind(node)) {
    case 'ImportDeclaration':
      readImport(reader, node, next, place);
      break;
    case 'ExpressionStatement':
      for (const child of significant(tree, node)) reader.read(child, place);
      break;
    case 'VariableDeclaration':
      readVariables(reader, node, place);
      break;
    case 'FunctionDeclaration':
      readFunctionDeclaration(reader, node, place);
      break;
    case 'ClassDeclaration':
      readClassDeclaration(reader, node, place);
      break;
    case 'EnumDeclaration':
      readEnum(reader, node, place);
      break;
    case 'ExportDeclaration':
      readExport(reader, node, place);
      break;
    case 'ReturnStatement': {
      markExits(reader, place, 'return', undefined);
      const [valueNode] = significant(tree, node);
      if (valueNode === undefined) break;
      const value = reader.read(valueNode, place);
      out.scopes[place.scope]?.returns.push({ value, block: place.block, ...spanOf(tree, node) });
      break;
    }
    case 'ThrowStatement':
      markExits(reader, place, 'return', undefined);
      for (const child of significant(tree, node)) reader.read(child, place);
      break;
    case 'BreakStatement':
    case 'ContinueStatement': {
      const label = childOf(tree, node, 'Label');
      const word = tree.kind(node) === 'BreakStatement' ? 'break' : 'continue';
      markExits(reader, place, word, label === undefined ? undefined : tree.textOf(label));
      break;
    }
    case 'IfStatement':
      readIf(reader, node, place);
      break;
    case 'SwitchStatement':
      readSwitch(reader, node, place);
      break;
    case 'TryStatement':
      readTry(reader, node, place);
      break;
    case 'ForStatement':
      readFor(reader, node, place, undefined);
      break;
    case 'WhileStatement':
    case 'DoStatement':
      readWhile(reader, node, place, undefined);
      break;
    case 'LabeledStatement':
      readLabeled(reader, node, place);
      break;
    case 'Block':
    case 'WithStatement':
      reader.statements(tree.children(node), place);
      break;
    case 'NamespaceDeclaration':
      readNamespace(reader, node, place);
      break;
    case 'TypeAliasDeclaration':
      readTypeAlias(reader, node, place);
      break;
    case 'InterfaceDeclaration':
      readInterface(reader, node, place);
      break;
    case 'AmbientDeclaration':
      break;
    default:
      // A stray expression where a statement is expected: broken syntax, but its calls still count.
      if (!isToken(tree, node)) reader.read(node, place);
  }
}

function readFunctionDeclaration(reader: Reader, node: number, place: Place): void {
  const { tree } = reader;
  // An overload has no body; the implementation follows.
  if (childOf(tree, node, 'Block') === undefined) return;
  const name = childOf(tree, node, 'VariableDefinition');
  const defines = readFunction(reader, node, place, { name: name === undefined ? '' : tree.textOf(name) });
  if (name !== undefined) reader.declare(name, place, { kind: 'function', value: undefined, annotation: undefined, defines });
}

function readClassDeclaration(reader: Reader, node: number, place: Place): void {
  const { tree } = reader;
  const name = childOf(tree, node, 'VariableDefinition');
  if (childOf(tree, node, 'ClassBody') === undefined && name === undefined) {
    // `@decorator export class A {}`: the grammar ends the first class in front of `export`.
    reader.decorators.push(...readDecorators(reader, tree.children(node), place));
    return;
  }
  const decorators = reader.decorators;
  reader.decorators = [];
  const defines = readClass(reader, node, place, '', decorators);
  if (name !== undefined) reader.declare(name, place, { kind: 'class', value: undefined, annotation: undefined, defines });
}

function readLabeled(reader: Reader, node: number, place: Place): void {
  const { tree } = reader;
  const label = childOf(tree, node, 'Label');
  const name = label === undefined ? undefined : tree.textOf(label);
  for (const child of significant(tree, node)) {
    const kind = tree.kind(child);
    if (kind === 'ForStatement') readFor(reader, child, place, name);
    else if (kind === 'WhileStatement' || kind === 'DoStatement') readWhile(reader, child, place, name);
    else if (kind !== 'Label') reader.statements([child], place);
  }
}

/** Names of a namespace stay inside it. */
function readNamespace(reader: Reader, node: number, place: Place): void {
  const { tree, out } = reader;
  const body = childOf(tree, node, 'Block');
  if (body === undefined) return;
  const name = childOf(tree, node, 'VariableDefinition');
  const scope = out.openScope('function', name === undefined ? '' : tree.textOf(name), spanOf(tree, node), place.scope, place.block);
  reader.statements(tree.children(body), { scope: scope.id, block: place.block });
}
