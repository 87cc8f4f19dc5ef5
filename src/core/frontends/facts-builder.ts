import type {
  Binding,
  Block,
  CallExpr,
  CommentFact,
  Effect,
  ExportFact,
  Expr,
  FileFacts,
  Language,
  Parameter,
  Problem,
  PromptFact,
  RequestFact,
  ReturnFact,
  Scope,
  Span,
  TextExpr,
} from '../facts.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Where an expression or statement stands. */
export interface Place {
  readonly scope: number;
  readonly block: number;
}

/** The name of a member or keyword as a key, spelt at `start` in the source. */
export function keyText(value: string, start: number): TextExpr {
  return { kind: 'text', value, map: [0, start], start, end: start + value.length };
}

/** A scope while its front end is still reading it. */
export interface OpenScope extends Mutable<Omit<Scope, 'bindings' | 'effects' | 'returns' | 'params'>> {
  params: Parameter[];
  readonly bindings: Map<string, Binding[]>;
  readonly effects: Effect[];
  readonly returns: ReturnFact[];
}

/** Collects the facts of one file; every front end fills one. Scope 0 and block 0 are the module. */
export class FactsBuilder {
  readonly scopes: OpenScope[] = [];
  readonly blocks: Mutable<Block>[] = [];
  readonly calls: CallExpr[] = [];
  readonly requests: RequestFact[] = [];
  readonly prompts: PromptFact[] = [];
  readonly comments: CommentFact[] = [];
  readonly problems: Problem[] = [];
  /** Set by front ends of languages with an export list. */
  exports: Map<string, ExportFact> | undefined;
  readonly starExports: string[] = [];
  private groups = 0;
  /** Names that a function declares to be those of the module, by scope. */
  private readonly globals = new Map<number, ReadonlySet<string>>();

  constructor(length: number) {
    this.openScope('module', '', { start: 0, end: length }, -1, 0);
    this.openBlock('body', { start: 0, end: length }, -1, 0);
  }

  /** Adds a scope and returns it; bindings are added by {@link bind}. */
  openScope(kind: Scope['kind'], name: string, span: Span, parent: number, block: number): OpenScope {
    const scope: OpenScope = {
      id: this.scopes.length,
      kind,
      name,
      parent,
      start: span.start,
      end: span.end,
      params: [],
      bindings: new Map(),
      effects: [],
      returns: [],
      generator: false,
      bases: [],
      decorators: [],
      returnAnnotation: undefined,
      block,
    };
    this.scopes.push(scope);
    return scope;
  }

  /** Adds a block and returns its index. */
  openBlock(kind: Block['kind'], span: Span, parent: number, scope: number, header?: Expr, group?: number): number {
    this.blocks.push({ kind, start: span.start, end: span.end, parent, scope, header, group: group ?? this.nextGroup(), exits: false });
    return this.blocks.length - 1;
  }

  /** A number that branches of one statement share. */
  nextGroup(): number {
    return this.groups++;
  }

  /** Names that a function sets for the whole module (`global client`). */
  declareGlobal(scope: number, names: readonly string[]): void {
    this.globals.set(scope, new Set([...(this.globals.get(scope) ?? []), ...names]));
  }

  /** Records that a name gets a value in a scope, and in the module when the scope declares it to be global. */
  bind(scope: number, binding: Binding): void {
    if (scope > 0 && this.globals.get(scope)?.has(binding.name) === true) this.bind(0, binding);
    const bindings = this.scopes[scope]?.bindings;
    if (bindings === undefined) return;
    const known = bindings.get(binding.name);
    if (known === undefined) bindings.set(binding.name, [binding]);
    else known.push(binding);
  }

  /** Marks a call as awaited. The recorded call is replaced, so that both views agree. */
  awaited(expr: Expr): Expr {
    if (expr.kind !== 'call') return expr;
    const marked: CallExpr = { ...expr, awaited: true };
    const index = this.calls.lastIndexOf(expr);
    if (index >= 0) this.calls[index] = marked;
    return marked;
  }

  /** The finished facts. Calls are put into source order. */
  finish(uri: string, language: Language, broken: boolean): FileFacts {
    this.calls.sort((a, b) => a.start - b.start || b.end - a.end);
    return {
      uri,
      language,
      scopes: this.scopes,
      blocks: this.blocks,
      calls: this.calls,
      requests: this.requests,
      prompts: this.prompts,
      comments: this.comments,
      exports: this.exports,
      starExports: this.starExports,
      broken,
      problems: this.problems,
    };
  }
}
