/** Tools that some requests of one conversation have and others have not: set under a condition on the newest message, or on the number of the step. */
import type { CallExpr, DictExpr, Effect, Expr, Scope } from '../facts.ts';
import type { Location } from '../ir.ts';
import type { ApiShape } from '../providers/profile.ts';
import type { Evaluator } from './evaluate.ts';
import { argumentOf } from './turns.ts';
import { locate, optionsOf, type LinkedFile } from './value.ts';

/** The newest message of a list: `messages[-1]`, `messages.at(-1)`, `messages[messages.length - 1]`, `last_message`. */
const NEWEST = /\[\s*-1\s*\]|\.at\(\s*-1\s*\)|\.length\s*-\s*1\s*\]|\blast_?(message|msg|turn)\b/i;
/** Who wrote it. */
const AUTHOR = /\brole\b|\b(Human|User|Tool|AI)Message\b|\bisinstance\b|\.type\b/;

/**
 * The place where the tools of a call are set, where the conversation goes on with them and without them: under a condition on who wrote the
 * newest message, or on the step of the loop around. Undefined for other calls.
 */
export function toolsByTurn(evaluator: Evaluator, file: LinkedFile, call: CallExpr, { tools }: ApiShape): Location | undefined {
  const direct = argumentOf(call, tools);
  if (direct !== undefined) return isOnSomeTurns(file, call, direct) ? locate(file, direct) : undefined;
  const left = bodiesOf(call).flatMap(({ entries }) => entries.filter(({ key, value }) => leavesOut(file, call, tools, key, value)));
  if (left[0] !== undefined) return locate(file, left[0].value);
  for (const { kind, value } of call.args) {
    if (kind !== 'keyword-spread' && !(kind === 'positional' && value === call.args[0]?.value)) continue;
    for (const [where, scope, name] of requestsOf(evaluator, file, value)) {
      const sets = scope.effects.filter((effect) => setsOneOf(effect, name, tools));
      const own = sets.length === 1 ? sets[0] : undefined;
      if (own !== undefined && !isWritten(scope, name, tools) && isConditional(where, own, scope)) return locate(where, own);
    }
  }
  return undefined;
}

/** True for tools that are given on some turns of a conversation: `tools: isLast ? undefined : TOOLS`. */
function isOnSomeTurns(file: LinkedFile, call: CallExpr, value: Expr): boolean {
  if (value.kind !== 'conditional' || isNothing(value.then) === isNothing(value.otherwise)) return false;
  return asksWho(file, value.test) || asksForStepOf(file, call, value.test);
}

/** True for an entry that gives tools on some turns: `...(isLast ? {} : { tools })`, `...(step < LIMIT && { tools })`. */
function leavesOut(file: LinkedFile, call: CallExpr, tools: readonly string[], key: Expr | undefined, value: Expr): boolean {
  if (key !== undefined) return key.kind === 'text' && tools.includes(key.value) && isOnSomeTurns(file, call, value);
  const gives = (expr: Expr | undefined): boolean =>
    expr?.kind === 'dict' && expr.entries.some((entry) => entry.key?.kind === 'text' && tools.includes(entry.key.value));
  const asks = (test: Expr): boolean => asksWho(file, test) || asksForStepOf(file, call, test);
  if (value.kind === 'conditional') return gives(value.then) !== gives(value.otherwise) && asks(value.test);
  const [test, given] = value.kind === 'operation' && value.operator === 'and' ? value.operands : [];
  return test !== undefined && gives(given) && asks(test);
}

/** Objects that a call writes out as its request, or as the body of one. */
function bodiesOf({ args }: CallExpr): readonly DictExpr[] {
  const found: DictExpr[] = [];
  const look = (expr: Expr, depth: number): void => {
    if (expr.kind === 'call' && /^(stringify|dumps)$/.test(lastName(expr)))
      for (const { value } of expr.args.slice(0, 1)) look(value, depth);
    if (expr.kind !== 'dict') return;
    found.push(expr);
    if (depth > 0) return;
    for (const { key, value } of expr.entries) if (key?.kind === 'text' && /^(body|json|data)$/.test(key.value)) look(value, depth + 1);
  };
  for (const { value } of args) look(value, 0);
  return found;
}

function lastName({ callee }: CallExpr): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}

/** The functions that put a request together, with the name that they give it. */
function requestsOf(evaluator: Evaluator, file: LinkedFile, value: Expr): (readonly [LinkedFile, Scope, string])[] {
  if (value.kind === 'call') return returnedBy(evaluator, file, value);
  if (value.kind !== 'name') return [];
  for (let at = value.scope; at > 0; at = file.facts.scopes[at]?.parent ?? -1) {
    const scope = file.facts.scopes[at];
    const bindings = scope?.bindings.get(value.name);
    if (scope === undefined || bindings === undefined) continue;
    const made = bindings.flatMap((one) => (one.value?.kind === 'call' ? returnedBy(evaluator, file, one.value) : []));
    return [[file, scope, value.name], ...made];
  }
  return [];
}

function returnedBy(evaluator: Evaluator, file: LinkedFile, call: CallExpr): (readonly [LinkedFile, Scope, string])[] {
  return optionsOf(evaluator.evaluate(call.callee, evaluator.frameOf(file))).flatMap((option) => {
    const scope = option.kind === 'function' ? option.file.facts.scopes[option.scope] : undefined;
    if (option.kind !== 'function' || scope === undefined) return [];
    return scope.returns.flatMap(({ value }) => (value.kind === 'name' ? [[option.file, scope, value.name] as const] : []));
  });
}

function setsOneOf({ kind, target, key }: Effect, name: string, tools: readonly string[]): boolean {
  return kind === 'set' && target.kind === 'name' && target.name === name && key?.kind === 'text' && tools.includes(key.value);
}

/** True where the object begins with tools already. */
function isWritten(scope: Scope, name: string, tools: readonly string[]): boolean {
  return (scope.bindings.get(name) ?? []).some(
    ({ value }) => value?.kind === 'dict' && value.entries.some(({ key }) => key?.kind === 'text' && tools.includes(key.value)),
  );
}

/** True for a statement below a condition that holds on some turns of a conversation; one with an alternative says what else is sent. */
function isConditional(where: LinkedFile, { block: from }: Effect, scope: Scope): boolean {
  const { blocks } = where.facts;
  for (let at = from; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
    const block = blocks[at];
    if (block?.kind !== 'branch' || block.header === undefined) continue;
    if (asksWho(where, block.header) || asksForStep(where, block.header, at, scope)) return true;
  }
  return false;
}

function asksWho({ text }: LinkedFile, test: Expr): boolean {
  const written = text.slice(test.start, test.end);
  return NEWEST.test(written) && AUTHOR.test(written);
}

/** True for a comparison with the variable of the loop around: `if step < MAX_STEPS - 1`. */
function asksForStep({ facts, text }: LinkedFile, test: Expr, from: number, scope: Scope): boolean {
  const written = text.slice(test.start, test.end);
  if (!/[<>]|[!=]=/.test(written)) return false;
  for (let at = from; at >= 0 && facts.blocks[at]?.kind !== 'body'; at = facts.blocks[at]?.parent ?? -1) {
    const loop = facts.blocks[at];
    if (loop?.kind !== 'for' || loop.header?.kind !== 'call' || loop.header.callee.kind !== 'name' || loop.header.callee.name !== 'range')
      continue;
    const variables = [...scope.bindings].filter(([, all]) => all.some(({ kind, value }) => kind === 'loop' && value === loop.header));
    if (variables.some(([name]) => new RegExp(`\\b${name}\\b`).test(written))) return true;
  }
  return false;
}

/** True for a comparison with what the loop around a call counts, also by a name of it: `const isLast = step === LIMIT`. */
function asksForStepOf({ facts, text }: LinkedFile, call: CallExpr, test: Expr): boolean {
  const asked = test.kind === 'operation' && /^(not|!)$/.test(test.operator) ? (test.operands[0] ?? test) : test;
  const given = asked.kind === 'name' ? facts.scopes[asked.scope]?.bindings.get(asked.name) : undefined;
  const meant = given?.length === 1 ? (given[0]?.value ?? asked) : asked;
  const written = text.slice(meant.start, meant.end);
  if (!/[<>]|[!=]=/.test(written)) return false;
  for (let at = call.block; at >= 0 && facts.blocks[at]?.kind !== 'body'; at = facts.blocks[at]?.parent ?? -1) {
    const loop = facts.blocks[at];
    if (loop?.kind !== 'for' && loop?.kind !== 'while') continue;
    const around = text.slice(Math.max(0, loop.start - MAX_HEAD), loop.end);
    for (const [name] of written.matchAll(/\b[A-Za-z_$][\w$]*\b(?!\s*[.(])/g))
      if (
        new RegExp(
          `\\b${name.replaceAll('$', '\\$')}\\s*(\\+\\+|\\+=\\s*1\\b)|\\+\\+${name.replaceAll('$', '\\$')}\\b|\\bfor\\s+${name.replaceAll('$', '\\$')}\\s+in\\s+range\\b`,
        ).test(around)
      )
        return true;
  }
  return false;
}

/** The head of a loop stands in front of its block, in UTF-16 units. */
const MAX_HEAD = 200;

function isNothing(expr: Expr): boolean {
  return expr.kind === 'null' || (expr.kind === 'name' && expr.name === 'undefined') || (expr.kind === 'list' && expr.items.length === 0);
}
