import type { ExportFact } from '../../facts.ts';
import type { Place } from '../facts-builder.ts';
import { readClass } from './classes.ts';
import { exportValue, exportWhole } from './commonjs.ts';
import { readNamed } from './expressions.ts';
import { readFunction } from './functions.ts';
import { patternNames } from './patterns.ts';
import type { Reader } from './reader.ts';
import { readString } from './strings.ts';
import { childOf, commaGroups, isEmptyError, isToken, spanOf } from './tokens.ts';

/** `import D, {a as b}, * as ns from 'm'`; `next` is the statement behind it, for `import x = require('m')`, which the grammar splits. */
export function readImport(reader: Reader, node: number, next: number | undefined, place: Place): void {
  const { tree } = reader;
  const module = moduleOf(reader, node);
  const children = tree.children(node);
  const bind = (name: number, target: { module: string; name: string | undefined }): void => {
    reader.declare(name, place, { kind: 'import', value: undefined, annotation: undefined, import: target });
  };
  if (module === undefined) {
    const name = childOf(tree, node, 'VariableDefinition');
    const source = next === undefined ? undefined : /^require\(\s*(["'])([^"'\n]*)\1\s*\)/.exec(tree.textOf(next))?.[2];
    if (name !== undefined && source !== undefined) bind(name, { module: source, name: undefined });
    return;
  }
  if (bindBoth(reader, node, module, place)) return;
  const star = children.some((child) => tree.kind(child) === 'Star');
  for (const child of children) {
    if (tree.kind(child) === 'VariableDefinition') bind(child, { module, name: star ? undefined : 'default' });
    if (tree.kind(child) !== 'ImportGroup') continue;
    for (const group of commaGroups(tree, child)) {
      const bound = group.find((part) => tree.kind(part) === 'VariableDefinition');
      const imported = group.find((part) => ['VariableName', 'String', 'default', 'VariableDefinition'].includes(tree.kind(part)));
      if (bound !== undefined && imported !== undefined) bind(bound, { module, name: wordAt(reader, imported) });
    }
  }
}

/** `import D, * as ns from 'm'`, which the grammar does not know; false for all other forms. */
function bindBoth(reader: Reader, node: number, module: string, place: Place): boolean {
  const { tree, out } = reader;
  const found = /^import\s+(?:type\s+)?([\w$]+)\s*,\s*\*\s*as\s+([\w$]+)/d.exec(tree.textOf(node));
  const targets = ['default', undefined];
  targets.forEach((target, i) => {
    const name = found?.[i + 1];
    const [start, end] = found?.indices?.[i + 1] ?? [];
    if (name === undefined || start === undefined || end === undefined) return;
    out.bind(place.scope, {
      name,
      kind: 'import',
      value: undefined,
      annotation: undefined,
      import: { module, name: target },
      block: place.block,
      start: tree.start(node) + start,
      end: tree.start(node) + end,
    });
  });
  return found !== null;
}

/** Any `export` statement. */
export function readExport(reader: Reader, node: number, place: Place): void {
  const { tree, out } = reader;
  const children = tree.children(node);
  const kinds = children.map((child) => tree.kind(child));
  const module = moduleOf(reader, node);
  // Inside a namespace nothing is exported from the file.
  const addExport = (name: string, fact: ExportFact): void => {
    if (place.scope === 0) out.export(name, fact);
  };
  const isKnown = (name: string): boolean => place.scope === 0 && out.exportOf(name) !== undefined;
  const group = children[kinds.indexOf('ExportGroup')];
  if (kinds.includes('Star')) {
    const name = children.find((child) => ['VariableName', 'String'].includes(tree.kind(child)));
    if (module === undefined) return;
    if (!kinds.includes('as') || name === undefined) out.starExports.push(module);
    else addExport(wordAt(reader, name), { kind: 'from', module, name: undefined });
  } else if (group !== undefined) {
    for (const parts of commaGroups(tree, group)) {
      const words = exportWords(reader, parts);
      if (words === undefined || (kinds.includes('type') && isKnown(words.exported))) continue;
      addExport(words.exported, module === undefined ? { kind: 'local', name: words.local } : { kind: 'from', module, name: words.local });
    }
  } else if (kinds.includes('default') || isBridged(reader, children[kinds.indexOf('Equals')])) {
    readDefault(reader, children, place);
  } else if (kinds.includes('Equals')) {
    const value = children.slice(kinds.indexOf('Equals') + 1).find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
    if (value !== undefined) exportWhole(out, reader.read(value, place));
  } else {
    // The grammar knows no interface as a default, so that the word is blanked for it.
    const isDefault = /^export\s+default\s/.test(tree.text.slice(tree.start(node), tree.start(node) + 40));
    reader.statements(children, place);
    for (const child of children) {
      for (const name of declaredNames(reader, child))
        addExport(isDefault ? 'default' : tree.textOf(name), { kind: 'local', name: tree.textOf(name) });
    }
  }
}

/** True for the `=` that stands for `default` in front of a class without a name. */
function isBridged(reader: Reader, equals: number | undefined): boolean {
  return equals !== undefined && reader.tree.text.startsWith('default', reader.tree.start(equals));
}

function readDefault(reader: Reader, children: readonly number[], place: Place): void {
  const { tree, out } = reader;
  const node = children.find((child) => !isToken(tree, child) && !isEmptyError(tree, child));
  if (node === undefined) return;
  const kind = tree.kind(node);
  const isClass = kind === 'ClassDeclaration' || kind === 'ClassExpression';
  if (!isClass && kind !== 'FunctionDeclaration') {
    exportValue(out, 'default', readNamed(reader, node, 'default', place));
    return;
  }
  const name = childOf(tree, node, 'VariableDefinition');
  out.export('default', { kind: 'local', name: name === undefined ? 'default' : tree.textOf(name) });
  if (name !== undefined) {
    reader.statements([node], place);
    return;
  }
  const defines = isClass ? readClass(reader, node, place, 'default', []) : readFunction(reader, node, place, { name: 'default' });
  out.bind(place.scope, {
    name: 'default',
    kind: isClass ? 'class' : 'function',
    value: undefined,
    annotation: undefined,
    defines,
    block: place.block,
    ...spanOf(tree, node),
  });
}

function declaredNames(reader: Reader, node: number): readonly number[] {
  const { tree } = reader;
  switch (tree.kind(node)) {
    case 'VariableDeclaration':
      return tree
        .children(node)
        .flatMap((child) => (/Pattern$|^VariableDefinition$/.test(tree.kind(child)) ? patternNames(reader, child) : []));
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return tree.children(node).filter((child) => tree.kind(child) === 'VariableDefinition');
    case 'EnumDeclaration':
    case 'InterfaceDeclaration':
    case 'TypeAliasDeclaration':
      return tree.children(node).filter((child) => tree.kind(child) === 'TypeDefinition');
    default:
      return [];
  }
}

/** `a as b` of an export group; undefined for a type, which the grammar takes for a name with an error behind it. */
function exportWords(reader: Reader, parts: readonly number[]): { readonly local: string; readonly exported: string } | undefined {
  const { tree } = reader;
  const [first, second] = parts;
  if (first === undefined || tree.isError(first)) return undefined;
  if (second !== undefined && tree.textOf(first) === 'type' && tree.kind(second) !== 'as') return undefined;
  const local = wordAt(reader, first);
  const as = parts.findIndex((part) => tree.kind(part) === 'as');
  const alias = as < 0 ? undefined : parts[as + 1];
  return { local, exported: alias === undefined ? local : wordAt(reader, alias) };
}

function wordAt(reader: Reader, node: number): string {
  const { tree } = reader;
  return tree.kind(node) === 'String' ? readString(tree.text, tree.start(node), tree.end(node)).value : tree.textOf(node);
}

/** Module behind `from`; the grammar puts no other text directly into these statements, except names in quotes before `from`. */
function moduleOf(reader: Reader, node: number): string | undefined {
  const { tree } = reader;
  const text = tree
    .children(node)
    .filter((child) => tree.kind(child) === 'String')
    .at(-1);
  return text === undefined ? undefined : readString(tree.text, tree.start(text), tree.end(text)).value;
}
