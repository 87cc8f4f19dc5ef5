import type { FrontEnd } from '../front-end.ts';
import { list, readBoolean, readIndex, readNull, readNumber, readSelf, readUnary, ternary, wrapping } from '../tree-sitter/expressions.ts';
import { wasmGrammar } from '../tree-sitter/grammar.ts';
import { SourceReader, type LanguageRules } from '../tree-sitter/reader.ts';
import { ifElse, readBreak, readInside, readReturn, readWhile, switchOf, tryCatch } from '../tree-sitter/statements.ts';
import { readClass, readFor, readMethod, readModifier, readSingleton } from './declarations.ts';
import {
  readArray,
  readAssignment,
  readBegin,
  readBinary,
  readCall,
  readHash,
  readHeredoc,
  readIdentifier,
  readIfValue,
  readInstanceVariable,
  readLambda,
  readOperatorAssignment,
  readScope,
  readString,
  readSymbol,
  readWords,
} from './expressions.ts';

const grammar = wasmGrammar('tree-sitter-ruby.wasm');

const rules: LanguageRules = {
  language: 'ruby',
  expressions: {
    identifier: readIdentifier,
    constant: readIdentifier,
    scope_resolution: readScope,
    instance_variable: readInstanceVariable,
    class_variable: readInstanceVariable,
    global_variable: readIdentifier,
    self: readSelf,
    call: readCall,
    element_reference: readIndex,
    parenthesized_statements: wrapping(),
    binary: readBinary,
    unary: readUnary,
    conditional: ternary('condition', 'consequence', 'alternative'),
    assignment: readAssignment,
    operator_assignment: readOperatorAssignment,
    string: readString,
    chained_string: (reader, node, place) => ({
      kind: 'join',
      operands: reader.named(node).map((child) => reader.read(child, place)),
      adjacent: true,
      ...reader.span(node),
    }),
    heredoc_beginning: readHeredoc,
    simple_symbol: readSymbol,
    hash_key_symbol: readSymbol,
    delimited_symbol: readString,
    string_array: readWords,
    symbol_array: readWords,
    array: readArray,
    right_assignment_list: list('splat_argument'),
    hash: readHash,
    integer: readNumber,
    float: readNumber,
    true: readBoolean,
    false: readBoolean,
    nil: readNull,
    lambda: readLambda,
    if: readIfValue,
    begin: readBegin,
    pair: wrapping('value'),
  },
  statements: {
    class: readClass,
    module: readClass,
    method: readMethod,
    singleton_method: readSingleton,
    singleton_class: (reader, node, place) => {
      const body = reader.place(node, 'body');
      if (body !== undefined) reader.statement(body, place);
    },
    return: readReturn,
    break: readBreak,
    unless: ifElse('consequence'),
    if_modifier: readModifier,
    unless_modifier: readModifier,
    while_modifier: readModifier,
    until_modifier: readModifier,
    rescue_modifier: readModifier,
    while: readWhile,
    until: readWhile,
    for: readFor,
    case: switchOf('when', 'else'),
    case_match: switchOf('in_clause', 'else'),
    body_statement: tryCatch(['rescue'], ['ensure'], (reader, node) => {
      const variable = reader.child(node, 'exception_variable');
      return variable === undefined ? undefined : reader.named(variable)[0];
    }),
    block_body: readInside,
    then: readInside,
    do: readInside,
    heredoc_body: () => undefined,
  },
  comments: ['comment'],
  declaresByAssignment: true,
  implicitThis: true,
  changes: { append: ['push', 'append'], extend: ['concat'], prepend: ['unshift', 'prepend'], set: ['store'], merge: ['merge!', 'update'] },
  identities: new Set([
    'freeze',
    'to_s',
    'strip',
    'chomp',
    'squish',
    'dup',
    'to_sym',
    'to_a',
    'to_h',
    'compact',
    'html_safe',
    'strip_heredoc',
    'presence',
    'then',
  ]),
  iterating: new Set(['each', 'map', 'flat_map', 'each_with_index', 'each_slice', 'find_each', 'times']),
};

/** Ruby source. */
export const ruby: FrontEnd = {
  language: 'ruby',
  languageIds: ['ruby'],
  extensions: ['.rb', '.rake'],
  lineComment: '#',
  ...grammar,
  facts: (uri, tree) => new SourceReader(tree, rules).facts(uri),
};
