import type { FrontEnd } from '../front-end.ts';
import { binary, list, readIndex, readNumber, readSelf, wrapping } from '../tree-sitter/expressions.ts';
import { wasmGrammar } from '../tree-sitter/grammar.ts';
import { SourceReader, type LanguageRules } from '../tree-sitter/reader.ts';
import { readInside, readWhile, skip, tryCatch } from '../tree-sitter/statements.ts';
import { readClass, readCompanion, readEnumEntry, readFunctionDeclaration, readImport, readProperty } from './declarations.ts';
import {
  readAssignment,
  readAs,
  readCall,
  readElvis,
  readForStatement,
  readIf,
  readInfix,
  readJump,
  readLambdaLiteral,
  readNavigation,
  readText,
  readTryValue,
  readWhen,
  readWord,
} from './expressions.ts';

const grammar = wasmGrammar('tree-sitter-kotlin.wasm');

const rules: LanguageRules = {
  language: 'kotlin',
  expressions: {
    identifier: readWord,
    simple_identifier: readWord,
    this_expression: readSelf,
    super_expression: readSelf,
    navigation_expression: readNavigation,
    call_expression: readCall,
    index_expression: readIndex,
    parenthesized_expression: wrapping(),
    unary_expression: wrapping(),
    as_expression: readAs,
    infix_expression: readInfix,
    binary_expression: readElvis,
    additive_expression: binary({ join: ['+'], fallback: [] }),
    lambda_literal: readLambdaLiteral,
    annotated_lambda: wrapping(),
    anonymous_function: readLambdaLiteral,
    if_expression: readIf,
    when_expression: readWhen,
    try_expression: readTryValue,
    return_expression: readJump,
    throw_expression: readJump,
    string_literal: readText,
    multiline_string_literal: readText,
    character_literal: readText,
    number_literal: readNumber,
    float_literal: readNumber,
    collection_literal: list(),
    user_type: wrapping(),
    nullable_type: wrapping(),
  },
  statements: {
    import: readImport,
    package_header: skip,
    class_declaration: readClass,
    object_declaration: readClass,
    companion_object: readCompanion,
    enum_entry: readEnumEntry,
    property_declaration: readProperty,
    function_declaration: readFunctionDeclaration,
    assignment: readAssignment,
    for_statement: readForStatement,
    while_statement: readWhile,
    do_while_statement: readWhile,
    try_statement: tryCatch(['catch_block'], ['finally_block'], (reader, node) => reader.child(node, 'identifier')),
    block: readInside,
    function_body: readInside,
    modifiers: skip,
    annotation: skip,
  },
  comments: ['line_comment', 'block_comment', 'multiline_comment'],
  declaresByAssignment: false,
  implicitThis: true,
  changes: { append: ['add'], extend: ['addAll'], prepend: ['addFirst'], set: ['put'], merge: ['putAll'] },
  identities: new Set(['toString', 'toList', 'toMutableList', 'trim', 'let', 'also', 'orEmpty', 'asSequence', 'toLong', 'toInt']),
  iterating: new Set(['forEach', 'map', 'flatMap']),
};

/** Kotlin source. */
export const kotlin: FrontEnd = {
  language: 'kotlin',
  languageIds: ['kotlin'],
  extensions: ['.kt', '.kts'],
  lineComment: '//',
  ...grammar,
  facts: (uri, tree) => new SourceReader(tree, rules).facts(uri),
};
