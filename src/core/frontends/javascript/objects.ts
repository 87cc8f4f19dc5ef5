import type { DictEntry, Expr, HoleExpr, ListItem, TemplateExpr, TextExpr } from '../../facts.ts';
import { keyText, type Place } from '../facts-builder.ts';
import { readNamed } from './expressions.ts';
import { readFunction } from './functions.ts';
import type { Reader } from './reader.ts';
import { decodeText, readNumber, readString } from './strings.ts';
import { childOf, isEmptyError, isToken, significant, spanOf } from './tokens.ts';

/** An object literal. */
export function readObject(reader: Reader, node: number, place: Place): Expr {
  const { tree } = reader;
  const entries: DictEntry[] = [];
  for (const child of tree.children(node)) {
    if (tree.kind(child) === 'Property') {
      const entry = readProperty(reader, child, place);
      if (entry !== undefined) entries.push(entry);
    } else if (!isToken(tree, child)) reader.read(child, place);
  }
  return { kind: 'dict', entries, ...spanOf(tree, node) };
}

/** A key as it is written in an object literal or class: a word, text, a number, or an expression in brackets. */
export function readKey(reader: Reader, nodes: readonly number[], place: Place): Expr | undefined {
  const { tree } = reader;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    switch (tree.kind(node)) {
      case 'PropertyDefinition':
      case 'PrivatePropertyDefinition':
      case 'PropertyName':
        return keyText(tree.textOf(node), tree.start(node));
      case 'String':
        return readString(tree.text, tree.start(node), tree.end(node));
      case 'Number':
        return { kind: 'number', value: readNumber(tree.textOf(node)), ...spanOf(tree, node) };
      case '[': {
        const inner = nodes[i + 1];
        return inner === undefined || isToken(tree, inner) ? undefined : reader.read(inner, place);
      }
    }
  }
  return undefined;
}

function readProperty(reader: Reader, node: number, place: Place): DictEntry | undefined {
  const { tree } = reader;
  const children = tree.children(node);
  const spread = children.findIndex((child) => tree.kind(child) === 'Spread');
  if (spread >= 0) {
    const value = children.slice(spread + 1).find((child) => !isToken(tree, child));
    return { key: undefined, value: value === undefined ? reader.missing(tree.end(node)) : reader.read(value, place) };
  }
  const key = readKey(reader, children, place);
  if (childOf(tree, node, 'ParamList') !== undefined) return readMethod(reader, node, key, place);
  if (key === undefined) {
    for (const child of significant(tree, node)) reader.read(child, place);
    return undefined;
  }
  const colon = children.findIndex((child) => tree.kind(child) === ':');
  if (colon < 0) {
    // `{model}` is short for `{model: model}`.
    const value: Expr = key.kind === 'text' ? reader.name(key.value, key, place) : reader.missing(key.end);
    return { key, value };
  }
  const valueNode = children.slice(colon + 1).find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
  const value =
    valueNode === undefined ? reader.missing(tree.end(node)) : readNamed(reader, valueNode, key.kind === 'text' ? key.value : '', place);
  return { key, value };
}

function readMethod(reader: Reader, node: number, key: Expr | undefined, place: Place): DictEntry | undefined {
  const { tree, out } = reader;
  const words = tree.children(node).map((child) => tree.kind(child));
  const scope = readFunction(reader, node, place, { name: key?.kind === 'text' ? key.value : '' });
  if (key === undefined || words.includes('set')) return undefined;
  if (!words.includes('get')) return { key, value: { kind: 'function', scope, ...spanOf(tree, node) } };
  const returns = out.scopes[scope]?.returns ?? [];
  const [only] = returns;
  return { key, value: only !== undefined && returns.length === 1 ? only.value : reader.unknown(node, 'getter') };
}

/** An array literal; a place that is left out is an empty value. */
export function readArray(reader: Reader, node: number, place: Place): Expr {
  const { tree } = reader;
  const items: ListItem[] = [];
  let spread = false;
  let filled = false;
  for (const child of tree.children(node)) {
    const kind = tree.kind(child);
    if (kind === 'Spread') spread = true;
    else if (kind === ',') {
      if (!filled) items.push({ value: { kind: 'null', start: tree.start(child), end: tree.start(child) }, spread: false });
      filled = false;
    } else if (!isToken(tree, child) && !isEmptyError(tree, child)) {
      items.push({ value: reader.read(child, place), spread });
      spread = false;
      filled = true;
    }
  }
  return { kind: 'list', form: 'list', items, ...spanOf(tree, node) };
}

/** A template literal; `raw` keeps its escapes, as `String.raw` does. */
export function readTemplate(reader: Reader, node: number, place: Place, raw: boolean): TemplateExpr {
  const { tree } = reader;
  const children = tree.children(node);
  const span = spanOf(tree, node);
  const last = children[children.length - 1];
  const open = last !== undefined && isEmptyError(tree, last) && tree.end(last) === span.end;
  const contentEnd = open || span.end - span.start < 2 ? span.end : span.end - 1;
  const parts: (TextExpr | HoleExpr)[] = [];
  let at = span.start + 1;
  for (const child of children) {
    if (tree.kind(child) !== 'Interpolation') continue;
    if (tree.start(child) > at) parts.push(decodeText(tree.text, at, tree.start(child), raw));
    const [inner] = significant(tree, child);
    const value = inner === undefined ? reader.missing(Math.min(tree.start(child) + 2, tree.end(child))) : reader.read(inner, place);
    parts.push({ kind: 'hole', value, format: '', ...spanOf(tree, child) });
    at = tree.end(child);
  }
  if (contentEnd > at) parts.push(decodeText(tree.text, at, contentEnd, raw));
  return { kind: 'template', parts, ...span };
}
