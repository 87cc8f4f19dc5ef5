import type { FrontEnd } from '../front-end.ts';
import {
  binary,
  list,
  readAwait,
  readBoolean,
  readName,
  readNull,
  readNumber,
  readSelf,
  readTuple,
  readUnary,
  wrapping,
  readIndex,
} from '../tree-sitter/expressions.ts';
import { wasmGrammar } from '../tree-sitter/grammar.ts';
import { SourceReader, type LanguageRules } from '../tree-sitter/reader.ts';
import { readInside, readWhile, skip } from '../tree-sitter/statements.ts';
import { bridgeMacros } from './macros.ts';
import { readConstant, readEnumVariant, readFunctionItem, readImpl, readLet, readStruct, readUse } from './declarations.ts';
import {
  readAssignment,
  readBlockValue,
  readCall,
  readClosure,
  readCompound,
  readField,
  readForExpression,
  readIf,
  readMatch,
  readReturnExpression,
  readBreakExpression,
  readScoped,
  readStructLiteral,
  readText,
} from './expressions.ts';

const grammar = wasmGrammar('tree-sitter-rust.wasm', bridgeMacros);

const rules: LanguageRules = {
  language: 'rust',
  expressions: {
    identifier: (reader, node, place, iterated) => (reader.text(node) === 'None' ? readNull : readName)(reader, node, place, iterated),
    type_identifier: (reader, node, place) => {
      // `Self` is the type that the code stands in.
      const self = reader.text(node) === 'Self' ? reader.self(reader.span(node), place) : undefined;
      const name = self?.kind === 'self' ? (reader.out.scopes[self.scope]?.name ?? 'Self') : reader.text(node);
      return reader.name(name, reader.span(node), place);
    },
    crate: readName,
    super: readName,
    self: readSelf,
    scoped_identifier: readScoped,
    scoped_type_identifier: readScoped,
    generic_function: wrapping('function'),
    generic_type: wrapping('type'),
    reference_type: wrapping('type'),
    field_expression: readField,
    call_expression: readCall,
    struct_expression: readStructLiteral,
    array_expression: list(),
    tuple_expression: readTuple,
    index_expression: readIndex,
    reference_expression: wrapping('value'),
    parenthesized_expression: wrapping(),
    try_expression: wrapping(),
    await_expression: readAwait,
    type_cast_expression: wrapping('value'),
    unary_expression: readUnary,
    binary_expression: binary({ join: ['+'], fallback: [] }),
    assignment_expression: readAssignment,
    compound_assignment_expr: readCompound,
    closure_expression: readClosure,
    if_expression: readIf,
    match_expression: readMatch,
    block: readBlockValue,
    async_block: wrapping(),
    unsafe_block: wrapping(),
    return_expression: readReturnExpression,
    break_expression: readBreakExpression,
    string_literal: readText,
    raw_string_literal: readText,
    char_literal: readText,
    integer_literal: readNumber,
    float_literal: readNumber,
    boolean_literal: readBoolean,
  },
  statements: {
    use_declaration: readUse,
    const_item: readConstant,
    static_item: readConstant,
    struct_item: readStruct,
    enum_item: readStruct,
    enum_variant: readEnumVariant,
    trait_item: readStruct,
    impl_item: readImpl,
    function_item: readFunctionItem,
    let_declaration: readLet,
    for_expression: readForExpression,
    while_expression: readWhile,
    loop_expression: readWhile,
    mod_item: (reader, node, place) => {
      const body = reader.place(node, 'body');
      if (body !== undefined) reader.statements(reader.named(body), place);
    },
    declaration_list: readInside,
    macro_definition: skip,
    attribute_item: skip,
  },
  comments: ['line_comment', 'block_comment'],
  declaresByAssignment: false,
  implicitThis: false,
  changes: { append: ['push'], extend: ['extend', 'append'], prepend: ['insert'], set: ['insert'], merge: [] },
  identities: new Set(
    'to_string to_owned into clone unwrap expect as_str as_ref as_deref iter into_iter to_vec trim cloned boxed into_boxed_str unwrap_or_default map_err ok_or ok_or_else context with_context'.split(
      ' ',
    ),
  ),
  iterating: new Set(['map', 'for_each', 'flat_map']),
};

/** Rust source. */
export const rust: FrontEnd = {
  language: 'rust',
  languageIds: ['rust'],
  extensions: ['.rs'],
  lineComment: '//',
  ...grammar,
  facts: (uri, tree) => new SourceReader(tree, rules).facts(uri),
};
