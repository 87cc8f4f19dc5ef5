/** Conversations that are handed over before or beside the call that sends them: what an agent or a graph is started with, the history of a chat object. */
import type { CallExpr, Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './value.ts';

/** A conversation, where somebody hands it over. */
export interface HandedOver {
  readonly file: LinkedFile;
  readonly call: CallExpr;
  readonly value: Expr;
}

/** Methods that start a graph or an agent. */
const STARTING = ['invoke', 'ainvoke', 'stream', 'astream', 'astream_events', 'streamEvents'];
/** Methods by which agents of other frameworks are run (OpenAI Agents SDK, Pydantic AI; read 2026-11-22). */
const RUNNING = ['run', 'run_sync', 'run_stream', 'run_streamed', 'iter'];
/** What prompts call their place for earlier messages. */
const PLACEHOLDER = /^(chat_?)?(history|messages)$|^conversation(_history)?$/i;
/** Files that may hold such calls; where there are more, none is read for this. */
const MAX_STARTING = 12;
/** Calls of theirs that are looked at. */
const MAX_STARTS = 80;
/** Methods of Google's SDKs that make a chat object, which sends the history that it is given (`start_chat`, `chats.create`; read 2026-11-22). */
const CHAT_MAKERS = /^(startChat|start_chat|create)$/;
/** Methods by which such an object sends. */
const CHAT_SENDERS = /^(sendMessage|sendMessageStream|send_message|send_message_async|send_message_stream)$/;

/**
 * What the only graph or agent of a project is started with as a field of its state: `graph.invoke({"messages": history[-20:]})`.
 *
 * @param maker the class or function that makes it, of which the project has one call
 */
export function startedWith(evaluator: Evaluator, maker: string, key: string): readonly HandedOver[] {
  const { modules } = evaluator;
  if (modules.isRare?.(maker, MAX_STARTING) !== true) return [];
  const makers = new Set((modules.callsTo?.(maker) ?? []).map(({ file }) => file.facts.uri));
  if (makers.size !== 1) return [];
  return STARTING.filter((name) => modules.isRare?.(name, MAX_STARTING) === true)
    .flatMap((name) => modules.callsTo?.(name) ?? [])
    .slice(0, MAX_STARTS)
    .flatMap(({ file, written: call }) => entryOf(file, call, key));
}

/** What an agent is started with: in its own file, or in the project where it is the only one. */
export function runsOfAgent(evaluator: Evaluator, file: LinkedFile, made: CallExpr): readonly HandedOver[] {
  const maker = nameOf(made.callee);
  const calls = evaluator.callsIn(file);
  if (!/agent/i.test(maker) || (calls.get(maker)?.length ?? 0) > 1) return [];
  const own = STARTING.flatMap((name) => calls.get(name) ?? []).flatMap(({ written }) => entryOf(file, written, 'messages'));
  const runs = RUNNING.flatMap((name) => calls.get(name) ?? []).flatMap(({ written }) => inputOf(file, written));
  return own.length + runs.length > 0 ? [...own, ...runs] : startedWith(evaluator, maker, 'messages');
}

/** The conversation that a run of an agent is given: `agent.run(question, message_history=history)`, `Runner.run(agent, items)`. */
function inputOf(file: LinkedFile, call: CallExpr): readonly HandedOver[] {
  const { args, callee } = call;
  const named = args.find(({ kind, name }) => kind === 'keyword' && (name === 'message_history' || name === 'input'))?.value;
  const runner = callee.kind === 'member' && callee.object.kind === 'name' && callee.object.name === 'Runner' ? args[1]?.value : undefined;
  const value = named ?? runner;
  return value === undefined ? [] : [{ file, call, value }];
}

/** What a chain is given for its placeholder of messages: `chain.invoke({"history": history[-20:], "question": question})`. */
export function historyOfChain(file: LinkedFile, call: CallExpr): readonly HandedOver[] {
  const [first] = call.args;
  if (!STARTING.includes(nameOf(call.callee)) || first?.value.kind !== 'dict') return [];
  return first.value.entries.flatMap(({ key, value }) =>
    key?.kind === 'text' && PLACEHOLDER.test(key.value) ? [{ file, call, value }] : [],
  );
}

/** The history that a chat object was made with: `model.startChat({ history }).sendMessage(question)`. */
export function historyOfChat(file: LinkedFile, call: CallExpr): readonly HandedOver[] {
  const { callee } = call;
  if (callee.kind !== 'member' || !CHAT_SENDERS.test(callee.name)) return [];
  const objects = callee.object.kind === 'name' ? boundTo(file, callee.object.name, callee.object.scope) : [callee.object];
  return objects.flatMap((object) => {
    if (object.kind !== 'call' || !CHAT_MAKERS.test(nameOf(object.callee))) return [];
    const named = object.args.find((argument) => argument.kind === 'keyword' && argument.name === 'history')?.value;
    const value = named ?? object.args.map((argument) => entry(argument.value, 'history')).find((one) => one !== undefined);
    return value === undefined ? [] : [{ file, call: object, value }];
  });
}

function entryOf(file: LinkedFile, call: CallExpr, key: string): readonly HandedOver[] {
  const [first] = call.args;
  const input = first?.value.kind === 'name' ? boundTo(file, first.value.name, first.value.scope).at(-1) : first?.value;
  const value = input === undefined ? undefined : entry(input, key);
  return value === undefined ? [] : [{ file, call, value }];
}

function entry(expr: Expr, name: string): Expr | undefined {
  return expr.kind === 'dict' ? expr.entries.find(({ key }) => key?.kind === 'text' && key.value === name)?.value : undefined;
}

function boundTo({ facts }: LinkedFile, name: string, from: number): readonly Expr[] {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const bindings = facts.scopes[at]?.bindings.get(name);
    if (bindings !== undefined) return bindings.flatMap(({ value }) => value ?? []);
  }
  return [];
}

function nameOf(callee: Expr): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}
