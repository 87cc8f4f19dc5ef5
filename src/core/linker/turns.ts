/** What changes between the requests of one conversation: parameters that are chosen anew, and turns that are edited after they were sent. */
import type { CallExpr, Effect, Expr, FileFacts, Span } from '../facts.ts';
import type { HistoryEdit, VaryingParameter } from '../ir-caching.ts';
import type { ArgumentNames } from '../providers/profile.ts';
import type { Evaluator } from './evaluate.ts';
import { enclosingTurns, encloses } from './flow.ts';
import { locate, volatilityOf, type LinkedFile } from './value.ts';

/** A list of messages that grows from request to request, and the code that runs once per request. */
export interface Conversation {
  /** The list: a name, or an attribute of the own object. */
  readonly list: ListName;
  /** Code of one turn: the body of the loop, or the function that is called for every turn. */
  readonly turn: Span;
  /** Block of the loop; undefined for a function. */
  readonly loop: number | undefined;
}

/**
 * The conversation that a call belongs to: its list of messages is made outside of the code that runs per turn, and gets longer in it.
 * Undefined when the source does not show that.
 *
 * @param names arguments that hold the messages
 */
export function conversationOf(file: LinkedFile, call: CallExpr, names: ArgumentNames): Conversation | undefined {
  const { facts } = file;
  const given = messagesArgument(file, call, names);
  const list = given === undefined ? undefined : listName(given);
  if (list === undefined) return undefined;
  const loop = enclosingTurns(facts, call.block);
  const block = facts.blocks[loop];
  const own = effectsOn(facts, list);
  if (block !== undefined) {
    const grows = own.some((effect) => (effect.kind === 'append' || effect.kind === 'extend') && encloses(facts, loop, effect.block));
    const made = list.kind === 'name' && bindingsInside(facts, list.name, call.scope, block);
    if (grows && !made) return { list, turn: block, loop };
  }
  // A conversation that outlives the function: an attribute of the object, or a name of the module.
  const scope = functionAround(facts, call.scope);
  if (scope === undefined) return undefined;
  const outlives = list.kind === 'member' || facts.scopes[0]?.bindings.has(list.name) === true;
  const local = list.kind === 'name' && facts.scopes[scope.id]?.bindings.has(list.name) === true;
  const grows = own.some((effect) => effect.kind === 'append' || effect.kind === 'extend');
  return outlives && !local && grows && scope.name !== '__init__' ? { list, turn: scope, loop: undefined } : undefined;
}

/** Functions of the file that a turn calls and that see the same list: methods of the object, or functions beside a list of the module. */
function calledIn(facts: FileFacts, { list, turn }: Conversation): Span[] {
  const names = new Set(
    facts.calls.flatMap(({ callee, start, end }) => {
      if (start < turn.start || end > turn.end) return [];
      if (list.kind === 'member') return callee.kind === 'member' && callee.object.kind === 'self' ? [callee.name] : [];
      return callee.kind === 'name' && facts.scopes[0]?.bindings.has(list.name) === true ? [callee.name] : [];
    }),
  );
  return facts.scopes.filter(({ kind, name }) => kind === 'function' && names.has(name) && name !== '__init__' && name !== 'constructor');
}

/** The value of an argument as written, for calls whose arguments come together in one mapping too. */
export function messagesArgument({ facts }: LinkedFile, call: CallExpr, names: ArgumentNames): Expr | undefined {
  return argumentOf(call, names) ?? spreadArgument(facts, call, names);
}

/** Arguments whose value is chosen on every turn of a conversation. */
export function varyingIn(file: LinkedFile, call: CallExpr, conversation: Conversation, names: ArgumentNames): VaryingParameter[] {
  return names.flatMap((name): VaryingParameter[] => {
    const value = argumentOf(call, [name]) ?? spreadArgument(file.facts, call, [name]);
    return value !== undefined && varies(file, value, conversation, 0) ? [{ name, at: locate(file, value) }] : [];
  });
}

/** Statements of a turn that change what earlier turns have sent. */
export function editsIn(evaluator: Evaluator, file: LinkedFile, conversation: Conversation): HistoryEdit[] {
  const { facts } = file;
  const code = [conversation.turn, ...calledIn(facts, conversation)];
  const inTurn = (effect: Effect): boolean => code.some((span) => effect.start >= span.start && effect.end <= span.end);
  const result: HistoryEdit[] = [];
  for (const effect of facts.scopes.flatMap((scope) => scope.effects).filter(inTurn)) {
    const direct = sameName(effect.target, conversation.list);
    const element = effect.target.kind === 'index' && sameName(effect.target.object, conversation.list) ? effect.target.index : undefined;
    if (!direct && element === undefined) continue;
    const at = locate(file, effect);
    if (direct && effect.kind === 'prepend' && isFront(effect.key) && !guarded(facts, effect, conversation)) {
      if (conversation.loop !== undefined || changes(evaluator, file, effect.value, conversation)) result.push({ kind: 'inserted', at });
    } else if (effect.kind === 'set') {
      const index = element ?? effect.key;
      const always = !underCondition(facts, effect, conversation);
      if (always && index?.kind === 'number' && index.value >= 0 && changes(evaluator, file, effect.value, conversation))
        result.push({ kind: 'replaced', at });
    }
  }
  return result.sort((a, b) => a.at.start - b.at.start);
}

/** The value of an argument as written: by keyword, or as a property of the options. */
export function argumentOf(call: CallExpr, names: ArgumentNames): Expr | undefined {
  for (const name of names) {
    if (/^\d+$/.test(name)) {
      const positional = call.args.filter((argument) => argument.kind === 'positional')[Number(name)]?.value;
      if (positional !== undefined && positional.kind !== 'dict') return positional;
      continue;
    }
    const keyword = call.args.find((argument) => argument.kind === 'keyword' && argument.name === name)?.value;
    if (keyword !== undefined) return keyword;
    const options = call.args[0]?.kind === 'positional' ? call.args[0].value : undefined;
    if (options?.kind !== 'dict') continue;
    const entry = options.entries.find(({ key }) => key?.kind === 'text' && key.value === name);
    if (entry !== undefined) return entry.value;
  }
  return undefined;
}

/** The value of an argument that comes with others: `create(**request)`, `create(request)`, where one statement says what they are. */
function spreadArgument(facts: FileFacts, call: CallExpr, names: ArgumentNames): Expr | undefined {
  for (const { kind, value } of call.args) {
    if (kind !== 'keyword-spread' && !(kind === 'positional' && value === call.args[0]?.value)) continue;
    const written = value.kind === 'name' ? onlyValueOf(facts, value.name, call.scope) : value;
    for (const name of names) {
      const found = written === undefined ? undefined : entryOf(written, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** What a name is bound to, where it is bound once. */
function onlyValueOf(facts: FileFacts, name: string, from: number): Expr | undefined {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const bindings = facts.scopes[at]?.bindings.get(name);
    if (bindings !== undefined) return bindings.length === 1 && bindings[0]?.kind === 'assign' ? bindings[0].value : undefined;
  }
  return undefined;
}

/** An entry of a mapping as written: of a literal, or of `dict(name=…)`. */
function entryOf(written: Expr, name: string): Expr | undefined {
  if (written.kind === 'dict') return written.entries.find(({ key }) => key?.kind === 'text' && key.value === name)?.value;
  if (written.kind !== 'call' || written.callee.kind !== 'name' || written.callee.name !== 'dict') return undefined;
  return written.args.find((argument) => argument.kind === 'keyword' && argument.name === name)?.value;
}

type ListName = Extract<Expr, { readonly kind: 'name' | 'member' }>;

/** The name behind an argument of messages: itself, or the one that is spread into a list (`[system, *history]`). */
function listName(expr: Expr): ListName | undefined {
  if (expr.kind === 'name') return expr;
  if (expr.kind === 'member') return expr.object.kind === 'self' ? expr : undefined;
  if (expr.kind === 'list') {
    const spreads = expr.items.filter((item) => item.spread);
    const [only] = spreads;
    return only === undefined || spreads.length > 1 ? undefined : listName(only.value);
  }
  if (expr.kind === 'join') {
    const names = expr.operands.map(listName).filter((name) => name !== undefined);
    return names.length === 1 ? names[0] : undefined;
  }
  return undefined;
}

function effectsOn(facts: FileFacts, list: Expr): Effect[] {
  return facts.scopes.flatMap((scope) => scope.effects.filter((effect) => sameName(effect.target, list)));
}

function sameName(a: Expr, b: Expr): boolean {
  if (a.kind === 'name' && b.kind === 'name') return a.name === b.name;
  return a.kind === 'member' && b.kind === 'member' && a.name === b.name && a.object.kind === 'self' && b.object.kind === 'self';
}

function bindingsInside(facts: FileFacts, name: string, from: number, span: Span): boolean {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const bindings = facts.scopes[at]?.bindings.get(name);
    if (bindings !== undefined) return bindings.some((binding) => binding.start >= span.start && binding.end <= span.end);
  }
  return false;
}

function functionAround(facts: FileFacts, from: number) {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope?.kind === 'function') return scope;
  }
  return undefined;
}

/** `insert(0, …)`, `unshift(…)`. */
function isFront(key: Expr | undefined): boolean {
  return key?.kind === 'number' && key.value === 0;
}

/** True below a condition that asks the list: what is put in front is put there once. */
function guarded(facts: FileFacts, effect: Effect, { list }: Conversation): boolean {
  for (let at = effect.block; at >= 0; at = facts.blocks[at]?.parent ?? -1) {
    const block = facts.blocks[at];
    if (block === undefined || block.kind === 'body') return false;
    if (block.kind === 'branch' && block.header !== undefined && mentions(block.header, (expr) => sameName(expr, list))) return true;
  }
  return false;
}

/** True below a condition that need not hold on every turn: one on something else than the list, whose first message is asked what it is. */
function underCondition(facts: FileFacts, effect: Effect, { list, turn }: Conversation): boolean {
  for (let at = effect.block; at >= 0; at = facts.blocks[at]?.parent ?? -1) {
    const block = facts.blocks[at];
    if (block === undefined || block.kind === 'body' || block.start < turn.start) return false;
    if (block.kind === 'branch' && (block.header === undefined || !mentions(block.header, (expr) => sameName(expr, list)))) return true;
  }
  return false;
}

/** True for a value that is another one on the next turn. */
function changes(evaluator: Evaluator, file: LinkedFile, value: Expr, conversation: Conversation): boolean {
  const volatility = volatilityOf(evaluator.evaluate(value, evaluator.frameOf(file)));
  if (volatility === 'constant' || volatility === 'per-process') return false;
  return volatility !== 'unknown' || mentions(value, (expr) => boundInTurn(file, expr, conversation));
}

function boundInTurn({ facts }: LinkedFile, expr: Expr, { turn, loop }: Conversation): boolean {
  if (expr.kind !== 'name') return false;
  if (bindingsInside(facts, expr.name, expr.scope, turn)) return true;
  // The parameters of a function that is called for every turn.
  return loop === undefined && facts.scopes[expr.scope]?.params.some((parameter) => parameter.name === expr.name) === true;
}

function varies(file: LinkedFile, value: Expr, conversation: Conversation, depth: number): boolean {
  if (depth > 4) return false;
  const inTurn = (expr: Expr): boolean => mentions(expr, (one) => boundInTurn(file, one, conversation) || sameName(one, conversation.list));
  switch (value.kind) {
    case 'conditional':
      return conversation.loop !== undefined && inTurn(value.test);
    case 'dict':
      return value.entries.some((entry) => varies(file, entry.value, conversation, depth + 1));
    case 'name': {
      if (conversation.loop === undefined) return false;
      const { scopes } = file.facts;
      for (let at = value.scope; at >= 0; at = scopes[at]?.parent ?? -1) {
        const bindings = scopes[at]?.bindings.get(value.name);
        if (bindings === undefined) continue;
        const inside = bindings.filter(({ start, end }) => start >= conversation.turn.start && end <= conversation.turn.end);
        if (inside.some((binding) => binding.kind !== 'assign')) return false;
        if (inside.length === 0) return false;
        return bindings.length > 1
          ? inside.some((binding) => binding.value?.kind !== 'call' && binding.value?.kind !== 'null')
          : inside.some((binding) => binding.value !== undefined && varies(file, binding.value, conversation, depth + 1));
      }
      return false;
    }
    case 'call':
      // `pick(question)`: what a function chooses by what is new on this turn.
      return conversation.loop !== undefined && value.args.some((argument) => inTurn(argument.value));
    default:
      return false;
  }
}

/** True when an expression, or one inside of it, matches. */
function mentions(expr: Expr, matches: (expr: Expr) => boolean): boolean {
  if (matches(expr)) return true;
  const some = (all: readonly (Expr | undefined)[]): boolean => all.some((one) => one !== undefined && mentions(one, matches));
  switch (expr.kind) {
    case 'template':
      return some(expr.parts.map((part) => (part.kind === 'hole' ? part.value : undefined)));
    case 'join':
    case 'operation':
      return some(expr.operands);
    case 'member':
      return mentions(expr.object, matches);
    case 'index':
      return some([expr.object, expr.index]);
    case 'call':
      return some([expr.callee, ...expr.args.map((argument) => argument.value)]);
    case 'list':
      return some(expr.items.map((item) => item.value));
    case 'dict':
      return some(expr.entries.flatMap((entry) => [entry.key, entry.value]));
    case 'conditional':
      return some([expr.test, expr.then, expr.otherwise]);
    case 'fallback':
      return some(expr.options);
    case 'comprehension':
      return some([expr.element, expr.iterable]);
    default:
      return false;
  }
}
