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

/** How much a {@link FactsBuilder} has collected: lengths of its lists, those of the module's own scope included. */
export interface Extent {
  readonly scopes: number;
  readonly blocks: number;
  readonly groups: number;
  readonly calls: number;
  readonly effects: number;
  readonly returns: number;
  readonly bindings: number;
  readonly assigned: number;
  readonly types: number;
  readonly exported: number;
  readonly starExports: number;
  readonly problems: number;
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
  /** Bindings of the module's scope in the order in which they came. */
  readonly moduleBindings: Binding[] = [];
  /** Bindings of names that are declared nowhere, and of types: the module gets them when everything has been read. */
  readonly moduleAssigned: Binding[] = [];
  readonly moduleTypes: Binding[] = [];
  /** What was put into {@link exports}, in order. */
  private readonly exported: (readonly [name: string, fact: ExportFact])[] = [];
  /** Set by whoever looks at what other statements of the module have given. */
  lookedBack = false;
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
    if (scope === 0) this.moduleBindings.push(binding);
    const known = bindings.get(binding.name);
    if (known === undefined) bindings.set(binding.name, [binding]);
    else known.push(binding);
  }

  /** Exports a name; nothing happens in languages without an export list. */
  export(name: string, fact: ExportFact): void {
    if (this.exports === undefined) return;
    this.exports.set(name, fact);
    this.exported.push([name, fact]);
  }

  /** What a name was exported as before. Who asks depends on other statements. */
  exportOf(name: string): ExportFact | undefined {
    this.lookedBack = true;
    return this.exports?.get(name);
  }

  /** True when somebody has looked back since this was last asked. */
  hasLookedBack(): boolean {
    const result = this.lookedBack;
    this.lookedBack = false;
    return result;
  }

  /** How much has been collected up to now. */
  extent(): Extent {
    const module = this.scopes[0];
    return {
      scopes: this.scopes.length,
      blocks: this.blocks.length,
      groups: this.groups,
      calls: this.calls.length,
      effects: module?.effects.length ?? 0,
      returns: module?.returns.length ?? 0,
      bindings: this.moduleBindings.length,
      assigned: this.moduleAssigned.length,
      types: this.moduleTypes.length,
      exported: this.exported.length,
      starExports: this.starExports.length,
      problems: this.problems.length,
    };
  }

  /** Everything with offsets that was collected between two extents, scopes and blocks apart. */
  listsBetween(from: Extent, to: Extent): readonly (readonly object[])[] {
    const module = this.scopes[0];
    return [
      this.calls.slice(from.calls, to.calls),
      module?.effects.slice(from.effects, to.effects) ?? [],
      module?.returns.slice(from.returns, to.returns) ?? [],
      this.moduleBindings.slice(from.bindings, to.bindings),
      this.moduleAssigned.slice(from.assigned, to.assigned),
      this.moduleTypes.slice(from.types, to.types),
      this.problems.slice(from.problems, to.problems),
    ];
  }

  /** Adds what another builder has collected between two extents. */
  take(other: FactsBuilder, from: Extent, to: Extent): void {
    const [module, others] = [this.scopes[0], other.scopes[0]];
    if (module === undefined || others === undefined) return;
    append(this.scopes, other.scopes, from.scopes, to.scopes);
    append(this.blocks, other.blocks, from.blocks, to.blocks);
    this.groups += to.groups - from.groups;
    append(this.calls, other.calls, from.calls, to.calls);
    append(module.effects, others.effects, from.effects, to.effects);
    append(module.returns, others.returns, from.returns, to.returns);
    for (const binding of other.moduleBindings.slice(from.bindings, to.bindings)) this.bind(0, binding);
    append(this.moduleAssigned, other.moduleAssigned, from.assigned, to.assigned);
    append(this.moduleTypes, other.moduleTypes, from.types, to.types);
    for (const [name, fact] of other.exported.slice(from.exported, to.exported)) this.export(name, fact);
    append(this.starExports, other.starExports, from.starExports, to.starExports);
    append(this.problems, other.problems, from.problems, to.problems);
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

function append<T>(to: T[], from: readonly T[], start: number, end: number): void {
  for (let at = start; at < end; at++) to.push(from[at] as T);
}
