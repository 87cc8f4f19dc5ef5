/** Diagnostics, completion and hover for pennylint.yaml as LSP values. */
import type { CompletionItem, Diagnostic, Hover, Position, Range } from 'vscode-languageserver-types';
import { PLATFORMS, type PriceBook } from '../pricing/index.ts';
import { cursorAt, ITEM, shapeAt, type ConfigCursor } from '../project-config/cursor.ts';
import type { ConfigProblem } from '../project-config/read.ts';
import type { Key, Names, Shape } from '../project-config/shape.ts';
import type { LineIndex } from './line-index.ts';
import { modelHover, modelItems } from './model-completion.ts';

/** LSP's numbers for kinds of completion items. */
const PROPERTY = 10;
const VALUE = 12;
const ENUM_MEMBER = 20;

/** What answers about a configuration file need. */
export interface ConfigDocument {
  readonly text: string;
  readonly lines: LineIndex;
  readonly prices: PriceBook;
  /** UTC ms: prices have dates. */
  readonly at: number;
}

/** Problems as diagnostics. */
export function configDiagnostics(problems: readonly ConfigProblem[], lines: LineIndex): Diagnostic[] {
  return problems.map(({ message, at }) => ({
    range: lines.rangeOf(at),
    severity: 1,
    source: 'pennylint',
    code: 'pennylint.yaml',
    message,
  }));
}

/** What may stand at a position: keys that are not there yet, or values. */
export function configCompletion(document: ConfigDocument, position: Position): CompletionItem[] {
  const cursor = cursorAt(document.text, document.lines.offsetAt(position));
  if (cursor === undefined) return [];
  const range = document.lines.rangeOf(cursor.word);
  const shape = shapeAt(cursor.path);
  if (shape === undefined) return [];
  return cursor.kind === 'key' ? entryItems(shape, cursor, range, document) : valueItems(shape, range, document);
}

/** What a key means, or what a model costs. */
export function configHover(document: ConfigDocument, position: Position): Hover | undefined {
  const cursor = cursorAt(document.text, document.lines.offsetAt(position), true);
  if (cursor === undefined || cursor.word.start === cursor.word.end) return undefined;
  const word = wordAt(document.text, cursor);
  const value = cursor.kind === 'key' ? keyHover(cursor, word, document) : valueHover(cursor, word, document);
  return value === undefined ? undefined : { contents: { kind: 'markdown', value }, range: document.lines.rangeOf(cursor.word) };
}

function wordAt(text: string, { word }: ConfigCursor): string {
  return text.slice(word.start, word.end).trim().replace(/["']$/, '');
}

/** Items for the beginning of an entry: keys of a mapping, or values of a list in block style. */
function entryItems(shape: Shape, cursor: ConfigCursor, range: Range, document: ConfigDocument): CompletionItem[] {
  if (cursor.path.at(-1) === ITEM && !hasKeys(shape)) return valueItems(shape, range, document);
  if (shape.kind === 'either') return entryItems(shape.full, cursor, range, document);
  if (shape.kind === 'map') return nameItems(shape.names, range, document).map((item) => withColon(item, range, isScalar(shape.of)));
  if (shape.kind !== 'keys') return [];
  return Object.entries(shape.keys)
    .filter(([key]) => !cursor.siblings.has(key))
    .map(([key, { doc, shape: value }], order) => keyItem(key, { doc, shape: value }, order, range));
}

function hasKeys(shape: Shape): boolean {
  return shape.kind === 'keys' || shape.kind === 'map' || (shape.kind === 'either' && hasKeys(shape.full));
}

function keyItem(key: string, { doc, shape }: Key, order: number, range: Range): CompletionItem {
  return {
    label: key,
    kind: PROPERTY,
    detail: wordsFor(shape),
    documentation: { kind: 'markdown', value: doc },
    // In the order of the documentation, not of the alphabet.
    sortText: String(order).padStart(3, '0'),
    textEdit: { range, newText: isScalar(shape) ? `${key}: ` : `${key}:` },
  };
}

function withColon(item: CompletionItem, range: Range, scalar: boolean): CompletionItem {
  return { ...item, textEdit: { range, newText: `${item.label}:${scalar ? ' ' : ''}` } };
}

function isScalar(shape: Shape): boolean {
  return ['text', 'number', 'flag', 'choice'].includes(shape.kind === 'either' ? shape.short.kind : shape.kind);
}

/** The form of a value in a few words. */
function wordsFor(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return 'text';
    case 'number':
      return shape.integer ? 'whole number' : 'number';
    case 'flag':
      return 'true or false';
    case 'choice':
      return shape.values.slice(0, 6).join(' | ');
    case 'list':
      return 'list';
    case 'map':
    case 'keys':
      return 'mapping';
    case 'either':
      return `${wordsFor(shape.short)}, or a ${wordsFor(shape.full)}`;
  }
}

function valueItems(shape: Shape, range: Range, document: ConfigDocument): CompletionItem[] {
  switch (shape.kind) {
    case 'choice':
      return shape.values.map((label, order) => simpleItem(label, ENUM_MEMBER, order, range));
    case 'flag':
      return ['true', 'false'].map((label, order) => simpleItem(label, VALUE, order, range));
    case 'text':
      return nameItems(shape.names, range, document);
    case 'list':
      return valueItems(shape.of, range, document);
    case 'either':
      return [...valueItems(shape.short, range, document), ...(shape.full.kind === 'list' ? valueItems(shape.full, range, document) : [])];
    default:
      return [];
  }
}

function simpleItem(label: string, kind: 12 | 20, order: number, range: Range): CompletionItem {
  return { label, kind, sortText: String(order).padStart(3, '0'), textEdit: { range, newText: label } };
}

function nameItems(names: Names, range: Range, { prices, at }: ConfigDocument): CompletionItem[] {
  if (names === 'model') return modelItems(prices, undefined, at, range);
  if (names !== 'provider') return [];
  return PLATFORMS.filter(({ role }) => role === 'vendor' || role === 'host').map(({ key }, order) => simpleItem(key, VALUE, order, range));
}

function keyHover(cursor: ConfigCursor, word: string, document: ConfigDocument): string | undefined {
  const shape = shapeAt(cursor.path);
  const inner = shape?.kind === 'either' ? shape.full : shape;
  if (inner?.kind === 'keys') return Object.hasOwn(inner.keys, word) ? inner.keys[word]?.doc : undefined;
  if (inner?.kind === 'map' && inner.names === 'model') return modelHover(document.prices, undefined, word, document.at);
  return undefined;
}

function valueHover(cursor: ConfigCursor, word: string, document: ConfigDocument): string | undefined {
  const shape = shapeAt(cursor.path);
  const inner = shape?.kind === 'either' ? shape.short : shape;
  return inner?.kind === 'text' && inner.names === 'model' ? modelHover(document.prices, undefined, word, document.at) : undefined;
}
