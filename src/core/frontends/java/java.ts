import type { FrontEnd } from '../front-end.ts';
import {
  binary,
  list,
  member,
  readBoolean,
  readIndex,
  readName,
  readNull,
  readNumber,
  readSelf,
  readUnary,
  ternary,
  wrapping,
} from '../tree-sitter/expressions.ts';
import { wasmGrammar } from '../tree-sitter/grammar.ts';
import { SourceReader, type LanguageRules } from '../tree-sitter/reader.ts';
import {
  forEach,
  ifElse,
  readBreak,
  readCounted,
  readInside,
  readReturn,
  readThrow,
  readWhile,
  skip,
  tryCatch,
} from '../tree-sitter/statements.ts';
import {
  readClass,
  readConstructor,
  readEnumConstant,
  readField,
  readImport,
  readLocal,
  readMethod,
  readResource,
} from './declarations.ts';
import { readAssignment, readCreation, readInvocation, readLambdaExpression, readReference, readSwitch, readText } from './expressions.ts';

const grammar = wasmGrammar('tree-sitter-java.wasm');

const rules: LanguageRules = {
  language: 'java',
  expressions: {
    identifier: readName,
    type_identifier: readName,
    scoped_type_identifier: (reader, node, place) => {
      const [object, name] = reader.named(node);
      return { kind: 'member', object: reader.read(object, place), name: reader.text(name), ...reader.span(node) };
    },
    generic_type: wrapping(),
    this: readSelf,
    super: readSelf,
    field_access: member('object', 'field'),
    method_invocation: readInvocation,
    object_creation_expression: readCreation,
    array_access: readIndex,
    array_creation_expression: wrapping('value'),
    array_initializer: list(),
    parenthesized_expression: wrapping(),
    cast_expression: wrapping('value'),
    binary_expression: binary({ join: ['+'], fallback: [] }),
    unary_expression: readUnary,
    update_expression: readUnary,
    ternary_expression: ternary('condition', 'consequence', 'alternative'),
    assignment_expression: readAssignment,
    lambda_expression: readLambdaExpression,
    method_reference: readReference,
    switch_expression: readSwitch,
    string_literal: readText,
    character_literal: readText,
    decimal_integer_literal: readNumber,
    hex_integer_literal: readNumber,
    decimal_floating_point_literal: readNumber,
    true: readBoolean,
    false: readBoolean,
    null_literal: readNull,
  },
  statements: {
    import_declaration: readImport,
    package_declaration: skip,
    class_declaration: readClass,
    interface_declaration: readClass,
    enum_declaration: readClass,
    record_declaration: readClass,
    enum_constant: readEnumConstant,
    field_declaration: readField,
    constant_declaration: readField,
    method_declaration: readMethod,
    constructor_declaration: readConstructor,
    local_variable_declaration: readLocal,
    resource: readResource,
    return_statement: readReturn,
    yield_statement: readReturn,
    throw_statement: readThrow,
    break_statement: readBreak,
    if_statement: ifElse('consequence'),
    while_statement: readWhile,
    do_statement: readWhile,
    for_statement: readCounted,
    enhanced_for_statement: (reader, node, place) => {
      const name = reader.place(node, 'name');
      forEach(reader, node, name === undefined ? [] : [name], reader.place(node, 'value'), reader.places(node, 'body'), place);
    },
    try_statement: tryCatch(['catch_clause'], ['finally_clause'], (reader, node) => {
      const parameter = reader.child(node, 'catch_formal_parameter');
      return parameter === undefined ? undefined : reader.place(parameter, 'name');
    }),
    try_with_resources_statement: tryCatch(['catch_clause'], ['finally_clause'], (reader, node) => {
      const parameter = reader.child(node, 'catch_formal_parameter');
      return parameter === undefined ? undefined : reader.place(parameter, 'name');
    }),
    block: readInside,
    annotation: skip,
    marker_annotation: skip,
    modifiers: skip,
  },
  comments: ['line_comment', 'block_comment'],
  declaresByAssignment: false,
  implicitThis: true,
  changes: { append: ['add'], extend: ['addAll'], prepend: ['addFirst'], set: ['put'], merge: ['putAll'] },
  identities: new Set(['toString', 'strip', 'stripIndent', 'toList', 'intValue', 'longValue', 'asString', 'orElseThrow']),
  iterating: new Set(['forEach', 'map', 'flatMap']),
};

/** Java source. */
export const java: FrontEnd = {
  language: 'java',
  languageIds: ['java'],
  extensions: ['.java'],
  lineComment: '//',
  ...grammar,
  facts: (uri, tree) => new SourceReader(tree, rules).facts(uri),
};
