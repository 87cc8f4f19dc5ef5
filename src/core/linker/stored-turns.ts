/** Requests of a conversation that is read from a store, one request for each question: what is chosen by the question differs from turn to turn. */
import type { Binding, CallExpr, Expr, FileFacts, Scope } from '../facts.ts';
import type { VaryingParameter } from '../ir-caching.ts';
import type { ArgumentNames } from '../providers/profile.ts';
import { argumentOf, messagesArgument } from './turns.ts';
import type { Evaluator } from './evaluate.ts';
import { locate, type LinkedFile } from './value.ts';
import { givenFor } from './window-callers.ts';
import type { HandedOver } from './window-runs.ts';
import { CONVERSATION_NAME } from './window-shapes.ts';

/** Names within names that are followed. */
const MAX_DEPTH = 3;
/** Reading a conversation: by a function, or by its key in a store. */
const READING = /(load|get|fetch|read|recall|retrieve|find|restore|setdefault)\w*\s*\(/i;
/** Functions that give the same list once more. */
const COPYING = /^(list|deepcopy|structuredClone)$/;
/** Parameters that hold an earlier conversation. */
const HISTORY_PARAMETER = /^(chat|conversation|message)?_?history$/i;
/** Parts of a message that one has and another has not. */
const ATTACHED = /image|photo|pictur|attach|file|document|media|audio|voice|video/i;
/** Functions that choose. */
const CHOOSING = /choose|pick|select|route|decide|classif|complex|difficult|intent|smart|for_?(message|question|prompt|query|text)/i;
/** What the newest message is called: a model that a function gives for it is chosen by it. */
const QUESTION = /(question|prompt|query|text|message|content|input|msg|utterance|task)$/i;
/** Methods that send with the model that they are called on. */
const SENDING = /^(invoke|ainvoke|stream|astream)$/;

/**
 * Arguments of the cache key that are chosen by what the newest message holds, in a function that reads a stored conversation, adds that message
 * and sends both.
 *
 * @param names arguments that hold the messages
 * @param keyed arguments that belong to the key
 */
export function varyingByQuestion(file: LinkedFile, call: CallExpr, names: ArgumentNames, keyed: ArgumentNames): VaryingParameter[] {
  const scope = functionAround(file.facts, call.scope);
  const messages = messagesArgument(file, call, names);
  if (scope === undefined || messages === undefined) return [];
  const asked = newestMessage(file, scope, messages);
  if (asked.size === 0) return [];
  return keyed.flatMap((name): VaryingParameter[] => {
    const value = argumentOf(call, [name]);
    const at = value === undefined ? undefined : chosenBy(file, scope, value, asked, 0, MODEL.test(name));
    return at === undefined ? [] : [{ name, at: locate(file, at) }];
  });
}

const MODEL = /^(model|modelId|llm)$/;

/**
 * A model that is chosen by the newest message of a stored conversation and then asked: `llm = pick_llm(question)`, and `llm.invoke([…])`. For other
 * calls nothing.
 */
export function modelByQuestion(file: LinkedFile, call: CallExpr, names: ArgumentNames): VaryingParameter[] {
  const scope = functionAround(file.facts, call.scope);
  const messages = messagesArgument(file, call, names);
  if (call.callee.kind !== 'member' || !SENDING.test(call.callee.name) || scope === undefined || messages === undefined) return [];
  return chosenIn(file, scope, call.callee.object, messages);
}

/** The same for an agent that a function of the project makes of a model: where it is made by the caller that runs it. */
export function modelOfRuns(
  evaluator: Evaluator,
  file: LinkedFile,
  made: CallExpr,
  names: ArgumentNames,
  runs: readonly HandedOver[],
): VaryingParameter[] {
  const model = argumentOf(made, names);
  if (model?.kind !== 'name') return [];
  const maker = functionAround(file.facts, made.scope);
  const isGiven = maker?.params.some(({ name }) => name === model.name) === true;
  const given = maker === undefined || !isGiven ? [{ file, value: model }] : givenFor(evaluator, file, maker, model.name);
  return runs
    .flatMap((run) => {
      const scope = functionAround(run.file.facts, run.call.scope);
      if (scope === undefined) return [];
      return given
        .filter(({ file: from, value }) => from === run.file && value.start >= scope.start && value.end <= scope.end)
        .flatMap(({ value }) => chosenIn(run.file, scope, value, run.value));
    })
    .slice(0, 1);
}

function chosenIn(file: LinkedFile, scope: Scope, model: Expr, messages: Expr): VaryingParameter[] {
  const asked = newestMessage(file, scope, messages);
  const at = asked.size === 0 ? undefined : chosenBy(file, scope, model, asked, 0, true);
  return at === undefined ? [] : [{ name: 'model', at: locate(file, at) }];
}

/** What the message that is added to a stored conversation is made of, as written; nothing where the list is none. */
function newestMessage(file: LinkedFile, scope: Scope, messages: Expr): ReadonlySet<string> {
  const added = new Set<string>();
  const collect = (expr: Expr): void => {
    partsOf(file, scope, expr, added, 0);
  };
  if (messages.kind === 'list' || messages.kind === 'join') {
    const parts = messages.kind === 'list' ? messages.items.map(({ value }) => value) : messages.operands;
    const kept = parts.some((part) => part.kind === 'name' && isStored(file, scope, part.name));
    if (kept) for (const part of parts) if (isQuestion(file, part)) collect(part);
  }
  if (messages.kind === 'name' && isStored(file, scope, messages.name))
    for (const { kind, target, value } of scope.effects)
      if ((kind === 'append' || kind === 'extend') && target.kind === 'name' && target.name === messages.name && isQuestion(file, value))
        collect(value);
  return added;
}

function isQuestion({ text }: LinkedFile, message: Expr): boolean {
  return message.kind !== 'name' && /\buser\b|HumanMessage/i.test(text.slice(message.start, message.end));
}

/** True for a name of the function that holds an earlier conversation. */
function isStored(file: LinkedFile, scope: Scope, name: string): boolean {
  const bindings = scope.bindings.get(name) ?? [];
  if (isFilled(file, scope, name)) return true;
  if (bindings.length === 0) return HISTORY_PARAMETER.test(name) && scope.params.some((one) => one.name === name);
  return bindings.some(({ value }) => {
    if (value === undefined) return false;
    const written = file.text.slice(value.start, value.end);
    // `messages = list(history)`
    const copied =
      value.kind === 'call' && value.callee.kind === 'name' && COPYING.test(value.callee.name) ? value.args[0]?.value : undefined;
    if (copied?.kind === 'name' && copied.name !== name) return isStored(file, scope, copied.name);
    if (!CONVERSATION_NAME.test(written) && !CONVERSATION_NAME.test(name)) return false;
    // `sessions.get(id) ?? []`
    const read = value.kind === 'fallback' ? value.options[0] : value;
    return read?.kind === 'call' ? READING.test(written) : read?.kind === 'index';
  });
}

/** True for a list that takes in each message of an earlier conversation: `for turn in chat_history[-10:]: messages.append(…)`. */
function isFilled(file: LinkedFile, scope: Scope, name: string): boolean {
  const { blocks } = file.facts;
  return scope.effects.some(({ kind, target, block: from }) => {
    if ((kind !== 'append' && kind !== 'extend') || target.kind !== 'name' || target.name !== name) return false;
    for (let at = from; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
      const header = blocks[at]?.kind === 'for' ? blocks[at]?.header : undefined;
      const list = header?.kind === 'index' ? header.object : header;
      if (list?.kind === 'name' && list.name !== name && isStored(file, scope, list.name)) return true;
    }
    return false;
  });
}

/** Adds the names and members that an expression is made of. */
function partsOf(file: LinkedFile, scope: Scope, expr: Expr, found: Set<string>, depth: number): void {
  const each = (all: readonly (Expr | undefined)[]): void => {
    for (const one of all) if (one !== undefined) partsOf(file, scope, one, found, depth);
  };
  switch (expr.kind) {
    case 'name': {
      if (found.has(expr.name) || depth > MAX_DEPTH) return;
      found.add(expr.name);
      for (const { value, kind } of scope.bindings.get(expr.name) ?? [])
        if (value !== undefined && kind === 'assign') partsOf(file, scope, value, found, depth + 1);
      for (const { target, value } of scope.effects)
        if (target.kind === 'name' && target.name === expr.name) partsOf(file, scope, value, found, depth + 1);
      return;
    }
    case 'member':
      found.add(file.text.slice(expr.start, expr.end));
      return;
    case 'call':
      each(expr.args.map(({ value }) => value));
      return;
    case 'index':
      each([expr.object]);
      return;
    case 'list':
      each(expr.items.map(({ value }) => value));
      return;
    case 'dict':
      each(expr.entries.map(({ value }) => value));
      return;
    case 'template':
      each(expr.parts.map((part) => (part.kind === 'hole' ? part.value : undefined)));
      return;
    case 'join':
    case 'operation':
      each(expr.operands);
      return;
    case 'conditional':
      each([expr.test, expr.then, expr.otherwise]);
      return;
    case 'fallback':
      each(expr.options);
      return;
    default:
      return;
  }
}

/**
 * The place where a value is chosen by the question.
 *
 * @param isModel true for a model, which no function gives for a question but to choose it
 */
function chosenBy(
  file: LinkedFile,
  scope: Scope,
  value: Expr,
  asked: ReadonlySet<string>,
  depth: number,
  isModel: boolean,
): Expr | undefined {
  if (depth > MAX_DEPTH) return undefined;
  switch (value.kind) {
    case 'conditional':
      return asksAbout(file, scope, value.test, asked) ? value : undefined;
    case 'call': {
      const { callee } = value;
      const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
      return value.args.some(
        (argument) =>
          isAsked(file, argument.value, asked) && (CHOOSING.test(name) || (isModel && QUESTION.test(writtenName(argument.value)))),
      )
        ? value
        : undefined;
    }
    case 'name': {
      const assigned = (scope.bindings.get(value.name) ?? []).filter((one): one is Binding & { value: Expr } => one.value !== undefined);
      for (const binding of assigned) {
        const at = chosenBy(file, scope, binding.value, asked, depth + 1, isModel);
        if (at !== undefined) return at;
      }
      const branched = assigned.find(({ block }) => isBranchAsking(file, scope, block, asked));
      return assigned.length > 1 || scope.params.some(({ name }) => name === value.name) ? branched?.value : undefined;
    }
    default:
      return undefined;
  }
}

function isBranchAsking(file: LinkedFile, scope: Scope, block: number, asked: ReadonlySet<string>): boolean {
  const branch = file.facts.blocks[block];
  return branch?.kind === 'branch' && branch.header !== undefined && asksAbout(file, scope, branch.header, asked);
}

/** True for a condition on what the newest message holds: on a part of it, or on what another message may lack. */
function asksAbout(file: LinkedFile, scope: Scope, test: Expr, asked: ReadonlySet<string>): boolean {
  const own = new Set<string>();
  partsOf(file, scope, test, own, MAX_DEPTH);
  // `level = classify(question)`, and a condition on the level
  const classified = [...own].some((one) =>
    (scope.bindings.get(one) ?? []).some(
      ({ value }) => value?.kind === 'call' && chosenBy(file, scope, value, asked, 0, false) !== undefined,
    ),
  );
  if (classified) return true;
  const roots = new Set([...asked].map((one) => one.split(/[.?[]/, 1)[0]));
  return [...own].some((one) => asked.has(one) || (ATTACHED.test(one) && one.includes('.') && roots.has(one.split(/[.?[]/, 1)[0])));
}

function writtenName(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

function isAsked({ text }: LinkedFile, expr: Expr, asked: ReadonlySet<string>): boolean {
  return (expr.kind === 'name' || expr.kind === 'member') && asked.has(text.slice(expr.start, expr.end));
}

function functionAround(facts: FileFacts, from: number): Scope | undefined {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope?.kind === 'function' || (scope?.kind === 'lambda' && scope.params.length > 0)) return scope;
  }
  return undefined;
}
