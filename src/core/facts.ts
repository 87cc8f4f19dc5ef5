/**
 * The language-neutral form of one source file. Front ends produce it, the linker reads it, nobody else does.
 *
 * Facts say what stands in the file, never what it means: no provider, no price, no other file. Every offset is a UTF-16 offset into the
 * text that was parsed; `end` is exclusive.
 */

import type { PromptFact, RequestFact } from './prompt-facts.ts';

export type { IncludeFact, InputFact, PromptFact, RequestFact, Sent, TimesFact } from './prompt-facts.ts';

/** A half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Languages that a front end exists for. */
export type Language =
  | 'python'
  | 'typescript'
  | 'javascript'
  | 'go'
  | 'java'
  | 'kotlin'
  | 'csharp'
  | 'ruby'
  | 'php'
  | 'rust'
  | 'http'
  | 'shell'
  | 'json'
  | 'jsonl'
  | 'yaml'
  | 'toml'
  | 'prompt'
  | 'baml';

/**
 * How decoded text maps back to source: flat pairs `decoded offset, source offset`, ascending, at least one pair.
 * Between two pairs both sides advance in step; an escape sequence starts a new pair behind it.
 */
export type SourceMap = readonly number[];

/** A string literal, or a literal piece of a template. `value` is decoded: quotes, prefixes and escapes are gone. */
export interface TextExpr extends Span {
  readonly kind: 'text';
  readonly value: string;
  readonly map: SourceMap;
}

/** An interpolated expression. The span covers the braces, so that removing it leaves valid source. */
export interface HoleExpr extends Span {
  readonly kind: 'hole';
  readonly value: Expr;
  /** Format specification or conversion as written, for example `:%Y-%m-%d`; empty when there is none. */
  readonly format: string;
}

/** An f-string, template literal or the like. The span covers prefix and quotes. */
export interface TemplateExpr extends Span {
  readonly kind: 'template';
  readonly parts: readonly (TextExpr | HoleExpr)[];
}

/** `a + b` and adjacent literals. Whether it adds numbers or joins text is the linker's question. */
export interface JoinExpr extends Span {
  readonly kind: 'join';
  readonly operands: readonly Expr[];
  /** True for adjacent literals (`"a" "b"`), which need no operator between them. */
  readonly adjacent: boolean;
}

/** A number literal; `value` is NaN when the literal is beyond the language's own range. */
export interface NumberExpr extends Span {
  readonly kind: 'number';
  readonly value: number;
}

/** `True`, `true` and their opposites. */
export interface BooleanExpr extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** `None`, `null`, `undefined`. */
export interface NullExpr extends Span {
  readonly kind: 'null';
}

/** A reference to a name, resolved by the linker from `scope` outwards. */
export interface NameExpr extends Span {
  readonly kind: 'name';
  readonly name: string;
  /** Index into {@link FileFacts.scopes}. */
  readonly scope: number;
  /** Innermost block around it, an index into {@link FileFacts.blocks}. */
  readonly block: number;
}

/** The instance (or class) that a method runs on: `self`, `cls`, `this`. */
export interface SelfExpr extends Span {
  readonly kind: 'self';
  /** The class scope, an index into {@link FileFacts.scopes}. */
  readonly scope: number;
}

/** `object.name`. */
export interface MemberExpr extends Span {
  readonly kind: 'member';
  readonly object: Expr;
  readonly name: string;
}

/** `object[index]`; a slice has an `unknown` index. */
export interface IndexExpr extends Span {
  readonly kind: 'index';
  readonly object: Expr;
  readonly index: Expr;
}

/** One argument of a call, in source order. */
export interface Argument extends Span {
  /** `spread` is `*a` or `...a`; `keyword-spread` is `**a`. */
  readonly kind: 'positional' | 'keyword' | 'spread' | 'keyword-spread';
  /** Set for `keyword` only. */
  readonly name?: string;
  readonly value: Expr;
}

/** A call or construction. */
export interface CallExpr extends Span {
  readonly kind: 'call';
  readonly callee: Expr;
  readonly args: readonly Argument[];
  /** Span of the argument list with its parentheses. */
  readonly argList: Span;
  readonly scope: number;
  /** Innermost control-flow block, an index into {@link FileFacts.blocks}. */
  readonly block: number;
  /** True when an await stands directly before the call. */
  readonly awaited: boolean;
  /** True when the call is itself what a `for` loop or comprehension iterates over: it runs once, not once per turn. */
  readonly iterated: boolean;
}

/** One element of a list; `spread` for `*rest` and `...rest`. */
export interface ListItem {
  readonly value: Expr;
  readonly spread: boolean;
}

/** A list, tuple, set or array literal. */
export interface ListExpr extends Span {
  readonly kind: 'list';
  readonly form: 'list' | 'tuple' | 'set';
  readonly items: readonly ListItem[];
}

/** One entry of a mapping; a spread has no key. */
export interface DictEntry {
  readonly key: Expr | undefined;
  readonly value: Expr;
}

/** A dict or object literal. */
export interface DictExpr extends Span {
  readonly kind: 'dict';
  readonly entries: readonly DictEntry[];
  /** Keys that are left out of what the entries give: of `{ signal, ...rest } = options`, `rest` is all of `options` without `signal`. */
  readonly without?: readonly string[];
}

/** `a if c else b`, `c ? a : b`. */
export interface ConditionalExpr extends Span {
  readonly kind: 'conditional';
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}

/** `a or b`, `a ?? b`: the later operands are defaults of the earlier ones. */
export interface FallbackExpr extends Span {
  readonly kind: 'fallback';
  readonly options: readonly Expr[];
}

/** A lambda, arrow function or function expression. */
export interface FunctionExpr extends Span {
  readonly kind: 'function';
  readonly scope: number;
}

/** `[f(x) for x in xs]` in any bracket, or none. */
export interface ComprehensionExpr extends Span {
  readonly kind: 'comprehension';
  readonly element: Expr;
  readonly iterable: Expr;
  /** The `if` of a comprehension with one `for`. */
  readonly condition?: Expr;
  readonly scope: number;
}

/** Any other operator: `%`, `*`, comparisons, `not` … */
export interface OperationExpr extends Span {
  readonly kind: 'operation';
  readonly operator: string;
  readonly operands: readonly Expr[];
}

/** What the front end cannot express, with the reason in plain words. */
export interface UnknownExpr extends Span {
  readonly kind: 'unknown';
  readonly reason: string;
  /** What decides it, as a path of foreign code (`shell.date()`), for values that the file's own tool fills in. */
  readonly code?: string;
}

/** An expression. Every node carries its span. */
export type Expr =
  | TextExpr
  | TemplateExpr
  | JoinExpr
  | NumberExpr
  | BooleanExpr
  | NullExpr
  | NameExpr
  | SelfExpr
  | MemberExpr
  | IndexExpr
  | CallExpr
  | ListExpr
  | DictExpr
  | ConditionalExpr
  | FallbackExpr
  | FunctionExpr
  | ComprehensionExpr
  | OperationExpr
  | UnknownExpr;

/** A formal parameter. */
export interface Parameter extends Span {
  readonly name: string;
  readonly kind: 'normal' | 'rest' | 'keyword-rest' | 'keyword-only';
  readonly defaultValue: Expr | undefined;
  readonly annotation: Expr | undefined;
  /** True for one that its type and the missing default say is never left out, and never nothing (Python and TypeScript). */
  readonly required?: true;
}

/** What an import binds: a module, or a name of one. */
export interface ImportTarget {
  /** Dotted module path as written, with leading dots for relative imports. */
  readonly module: string;
  /** The imported name; undefined for the module itself, `*` for everything. */
  readonly name: string | undefined;
}

/** One way in which a name gets a value inside a scope, in source order. */
export interface Binding extends Span {
  readonly name: string;
  readonly kind: 'assign' | 'augment' | 'import' | 'function' | 'class' | 'loop' | 'with' | 'except' | 'unpack' | 'declare' | 'delete';
  /** The value; for `loop` the iterable, for `with` the context manager, for `unpack` the whole right side. */
  readonly value: Expr | undefined;
  /** Position within the unpacked value (`a, b = pair`), or within each element that a `loop` goes through. */
  readonly position?: number;
  readonly annotation: Expr | undefined;
  readonly import?: ImportTarget;
  /** Scope of the function or class that is defined. */
  readonly defines?: number;
  readonly block: number;
}

/** A change to an object that a name or attribute refers to. */
export interface Effect extends Span {
  /** `append` adds one item, `extend` several, `prepend` inserts one in front or at an index; `set` writes a key or member; `merge` adds entries. */
  readonly kind: 'append' | 'extend' | 'prepend' | 'set' | 'merge' | 'other';
  readonly target: Expr;
  /** Key for `set`; undefined elsewhere. */
  readonly key: Expr | undefined;
  readonly value: Expr;
  /** Declared type of an attribute that is set (`self.llm: LLM = …`). */
  readonly annotation?: Expr | undefined;
  readonly scope: number;
  readonly block: number;
}

/** A `return` (or the body of a lambda). */
export interface ReturnFact extends Span {
  readonly value: Expr;
  readonly block: number;
}

/** A region in which names live. */
export interface Scope extends Span {
  readonly id: number;
  readonly kind: 'module' | 'class' | 'function' | 'lambda' | 'comprehension';
  readonly name: string;
  /** Enclosing scope, -1 for the module. */
  readonly parent: number;
  readonly params: readonly Parameter[];
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  readonly effects: readonly Effect[];
  readonly returns: readonly ReturnFact[];
  /** True when the function yields: its calls run as somebody iterates. */
  readonly generator: boolean;
  /** What a function of Python yields. */
  readonly yields?: readonly ReturnFact[];
  readonly bases: readonly Expr[];
  /** Interfaces that a class says it implements. */
  readonly interfaces?: readonly Expr[];
  /** True for an interface or the type of an object: a class of which no object is made. */
  readonly typeOnly?: true;
  readonly decorators: readonly Expr[];
  /** Declared result type of a function. */
  readonly returnAnnotation: Expr | undefined;
  /** Documentation string of a function or class, as written; undefined in languages without them. */
  readonly doc?: TextExpr | undefined;
  /** Block in which the scope is defined. */
  readonly block: number;
}

/** A region of control flow. A value set in a branch may not be set at all; a call in a loop runs many times. */
export interface Block extends Span {
  readonly kind: 'body' | 'for' | 'while' | 'comprehension' | 'branch' | 'try' | 'handler' | 'with';
  /** Enclosing block, -1 for the module body. A function body's parent is the block in which the function is defined. */
  readonly parent: number;
  readonly scope: number;
  /** Condition of a `while` or `branch`, iterable of a `for` or comprehension. */
  readonly header: Expr | undefined;
  /** Branches of the same statement share a group. */
  readonly group: number;
  /** True when the block contains a `break` or `return` of its own loop or function. */
  readonly exits: boolean;
}

/** A comment that speaks to Pennylint, text without the comment mark. */
export interface CommentFact extends Span {
  readonly text: string;
  /** True when only white space stands before it on its line. */
  readonly ownLine: boolean;
}

/** Something that the front end could not do. Problems are values; nothing throws. */
export interface Problem {
  readonly message: string;
  /** The file, or a part of it, was not read because of it. */
  readonly unread?: true;
  /** Editors tell it by themselves: the text is broken in a language that they know. */
  readonly known?: true;
  readonly span: Span | undefined;
}

/**
 * What another file gets when it imports a name: a name of this file's module scope, or a name of a third module.
 * An exported expression is bound to the name `default` in the module scope.
 */
export type ExportFact =
  | { readonly kind: 'local'; readonly name: string }
  /** `name` is undefined for a whole module (`export * as x from`). */
  | { readonly kind: 'from'; readonly module: string; readonly name: string | undefined };

/** All that a front end says about one file. */
export interface FileFacts {
  readonly uri: string;
  readonly language: Language;
  readonly scopes: readonly Scope[];
  readonly blocks: readonly Block[];
  readonly calls: readonly CallExpr[];
  /** Requests that are written out as data, in source order. */
  readonly requests: readonly RequestFact[];
  /** Prompts and tools that the file holds for somebody else to send, in source order. */
  readonly prompts: readonly PromptFact[];
  readonly comments: readonly CommentFact[];
  /** Exported names; undefined for languages in which every name of the module scope can be imported. */
  readonly exports: ReadonlyMap<string, ExportFact> | undefined;
  /** Modules whose names are all passed on (`export * from`, `from x import *`), in source order. */
  readonly starExports: readonly string[];
  /** Set where the module level runs again and again: for every instance of a component, for every request of a page. */
  readonly reruns?: true;
  /** True when the parser had to recover from broken syntax. */
  readonly broken: boolean;
  readonly problems: readonly Problem[];
}
