import { wasmGrammar } from '../tree-sitter/grammar.ts';
import {
  member,
  readIndex,
  readSlice,
  readName,
  readNull,
  readNumber,
  readBoolean,
  readUnary,
  wrapping,
  binary,
} from '../tree-sitter/expressions.ts';
import { SourceReader, type LanguageRules } from '../tree-sitter/reader.ts';
import { ifElse, readBreak, readCounted, readInside, readReturn, skip, switchOf } from '../tree-sitter/statements.ts';
import type { FrontEnd } from '../front-end.ts';
import { readCall, readConversion, readFunctionLiteral, readInterpreted, readLiteral, readRaw } from './expressions.ts';
import {
  readAssignment,
  readFor,
  readFunctionDeclaration,
  readImport,
  readMethod,
  readShortVariable,
  readSpec,
  readType,
} from './declarations.ts';

const grammar = wasmGrammar('tree-sitter-go.wasm');

const rules: LanguageRules = {
  language: 'go',
  expressions: {
    identifier: readName,
    package_identifier: readName,
    type_identifier: readName,
    selector_expression: member('operand', 'field'),
    qualified_type: member('package', 'name'),
    pointer_type: wrapping(),
    generic_type: wrapping('type'),
    index_expression: readIndex,
    slice_expression: readSlice,
    call_expression: readCall,
    composite_literal: readLiteral,
    type_conversion_expression: readConversion,
    type_assertion_expression: wrapping('operand'),
    parenthesized_expression: wrapping(),
    unary_expression: readUnary,
    binary_expression: binary({ join: ['+'], fallback: [] }),
    interpreted_string_literal: readInterpreted,
    raw_string_literal: readRaw,
    rune_literal: readInterpreted,
    int_literal: readNumber,
    float_literal: readNumber,
    true: readBoolean,
    false: readBoolean,
    nil: readNull,
    func_literal: readFunctionLiteral,
    literal_element: wrapping(),
  },
  statements: {
    import_spec: readImport,
    const_spec: readSpec,
    var_spec: readSpec,
    short_var_declaration: readShortVariable,
    assignment_statement: readAssignment,
    type_spec: readType,
    function_declaration: readFunctionDeclaration,
    method_declaration: readMethod,
    return_statement: readReturn,
    break_statement: readBreak,
    if_statement: ifElse('consequence'),
    for_statement: readFor,
    expression_switch_statement: switchOf('expression_case', 'default_case'),
    type_switch_statement: switchOf('type_case', 'default_case'),
    select_statement: switchOf('communication_case', 'default_case'),
    block: readInside,
    for_clause: readCounted,
    package_clause: skip,
  },
  comments: ['comment'],
  declaresByAssignment: false,
  implicitThis: false,
  changes: { append: ['WriteString'], extend: [], prepend: [], set: [], merge: [] },
  identities: new Set(),
  iterating: new Set(),
};

/** Go source. */
export const go: FrontEnd = {
  language: 'go',
  languageIds: ['go'],
  extensions: ['.go'],
  lineComment: '//',
  ...grammar,
  facts: (uri, tree) => new SourceReader(tree, rules).facts(uri),
};
