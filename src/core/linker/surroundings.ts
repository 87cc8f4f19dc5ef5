/** What the code around a call says about when and how often it is sent. */
import type { Block, CallExpr, Expr, FileFacts } from '../facts.ts';
import type { Location, Repeat, RetryLayer, Surroundings } from '../ir.ts';
import { clientRetries } from '../providers/request-options.ts';
import { enclosingLoop, encloses } from './flow.ts';
import { insertionFor } from './insertions.ts';
import type { Request } from './request.ts';
import { readsUsage, usageArithmeticOf } from './usage-arithmetic.ts';
import type { BoundCall, LinkedFile, Value } from './value.ts';

/** What is asked of the surroundings. */
export interface Surrounded {
  readonly file: LinkedFile;
  readonly call: CallExpr;
  readonly sdk: string;
  readonly repeat: Repeat;
  /** True when the answer comes in pieces. */
  readonly stream: boolean;
  readonly messages: Value | undefined;
  /** The construction of the client, with its arguments. */
  readonly receiver: BoundCall | undefined;
  readonly construction: Request | undefined;
}

/** The surroundings of a call. */
export function surroundingsOf(asked: Surrounded): Surroundings {
  const { file, call, messages, stream } = asked;
  const { facts } = file;
  const around = functionAround(facts, call.scope);
  const historyGrowsAt = historyGrowth(file, call, messages);
  return {
    interactive: isInteractive(file, call),
    yields: around?.generator === true,
    loopEnd: loopEndOf(file, call),
    historyGrowsAt,
    prunes: historyGrowsAt !== undefined && PRUNING.test(textOfLoop(file, call)),
    carriesOver: asked.repeat.kind === 'loop' && carriesOver(file, call),
    asksForChoices: stream && CHOICE_GUARD.test(textBehind(file, call, around)),
    retries: retriesOf(asked),
    readsUsage: readsUsage(file),
    usageArithmetic: usageArithmeticOf(file, call),
    functionName: around?.name === '' ? undefined : around?.name,
  };
}

/** Longest stretch of code that is looked at around one call, in UTF-16 units. */
const LONGEST = 20_000;

/** The code behind a call, to the end of its function. */
function textBehind(file: LinkedFile, call: CallExpr, around: FileFacts['scopes'][number] | undefined): string {
  return file.text.slice(call.start, Math.min(around?.end ?? file.text.length, call.end + LONGEST));
}

/** What shortens a history, by the words of the loop that sends it. */
const PRUNING =
  /trim|truncat|prun|summar[iy]|compact|condens|max_?history|history_?limit|context_?(?:management|window|limit)|sliding|\[\s*-\s*\w+\s*:|\.slice\(\s*-|\.(?:pop|shift|splice|clear|reset)\(|\bdel\s|maxlen|popleft|count_?tokens|num_tokens|^\s*(?:(?:let|const|this\.|self\.)\s*)?\w*(?:messages|history|memory|conversation)\w*\s*(?::[^=\n]+)?=\s*(?:\[|\w+\()|\blen\(\w*(?:messages|history|conversation)\w*\)\s*>|(?:messages|history|conversation)\.length\s*>/im;

/** Ways to ask whether there is a choice before it is read. */
const CHOICE_GUARD =
  /\b(?:if|and|or|not|elif|while)\s*\(?\s*(?:not\s+)?!?\w+\.choices\b(?!\s*\[)|choices\?\.\[0\]\?\.|choices\[0\]\?\.|choices\.length|len\(\w+\.choices\)|getattr\(\w+,\s*["']choices["']|\bfor\s+\w+\s+in\s+\w+\.choices\b|\bof\s+\w+\.choices\b|choices\.(?:forEach|map)\(/;

/** True when a name that the loop reads before its call ends was made before the loop and is changed inside of it. */
function carriesOver(file: LinkedFile, call: CallExpr): boolean {
  const { facts, text } = file;
  const loop = enclosingLoop(facts, call.block);
  const block = facts.blocks[loop];
  if (block === undefined) return false;
  const inside = (at: number): boolean => encloses(facts, loop, at);
  for (let at = call.scope; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope === undefined) break;
    for (const [name, bindings] of scope.bindings) {
      const before = bindings.some((binding) => !inside(binding.block) && binding.kind !== 'import');
      const changes = [
        ...bindings.filter((binding) => inside(binding.block) && binding.kind !== 'loop'),
        ...scope.effects
          .filter((effect) => inside(effect.block) && effect.target.kind === 'name' && effect.target.name === name)
          .map((effect) => effect.target),
      ];
      if (!before || changes.length === 0 || !/^[\w$]+$/.test(name)) continue;
      const read = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'g');
      for (const match of text.slice(Math.max(block.start, call.end - LONGEST), call.end).matchAll(read)) {
        const offset = Math.max(block.start, call.end - LONGEST) + match.index;
        if (!changes.some((change) => offset >= change.start && offset < change.start + name.length)) return true;
      }
    }
    if (scope.kind === 'function') break;
  }
  return false;
}

/** Text of the loop around a call; empty without one. */
function textOfLoop(file: LinkedFile, call: CallExpr): string {
  const loop = file.facts.blocks[enclosingLoop(file.facts, call.block)];
  return loop === undefined ? '' : file.text.slice(loop.start, Math.min(loop.end, loop.start + LONGEST));
}

function functionAround(facts: FileFacts, from: number): FileFacts['scopes'][number] | undefined {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope?.kind === 'function') return scope;
  }
  return undefined;
}

/** Modules of servers, chat front ends and user interfaces: who imports one answers somebody who waits. */
const INTERACTIVE_MODULES =
  /^(fastapi|flask|django|starlette|sanic|quart|aiohttp\.web|tornado|bottle|litestar|streamlit|gradio|chainlit|panel|nicegui|reflex|discord|telegram|telebot|aiogram|slack_bolt|slack_sdk|line|linebot|twilio|websockets|socketio|mesop|taipy|tkinter|PyQt\w*|PySide\w*|textual|prompt_toolkit|speech_recognition|livekit|express|hono|fastify|koa|next|@nestjs|react|vue|svelte|@sveltejs|telegraf|grammy|discord\.js|@slack|ws|socket\.io|electron|vscode|obsidian|@remix-run|nuxt|h3|@vercel\/functions|solid-js|astro)(\b|\/)/;
/** Parameters by which frameworks hand over what somebody asks. */
const REQUEST_PARAMETER = /^(req|request|res|response|ctx|context|interaction|update|websocket|ws|socket|event|evt)$/i;
const ROUTE_DECORATOR =
  /\.(get|post|put|patch|delete|route|websocket|command|event|message|on_\w+|action|callback|hybrid_command|slash_command|tool|api_route)\b/;
const HANDLER_NAME = /^(GET|POST|PUT|PATCH|DELETE|handler|lambda_handler|onRequest|loader|action)$/;

/** Files whose imports say that somebody waits. */
const frontFiles = new WeakMap<FileFacts, boolean>();

function importsFront(facts: FileFacts): boolean {
  const known = frontFiles.get(facts);
  if (known !== undefined) return known;
  const bindings = facts.scopes[0] === undefined ? [] : [...facts.scopes[0].bindings.values()].flat();
  const found = bindings.some((binding) => binding.import !== undefined && INTERACTIVE_MODULES.test(binding.import.module));
  frontFiles.set(facts, found);
  return found;
}

function isInteractive(file: LinkedFile, call: CallExpr): boolean {
  const { facts } = file;
  if (facts.reruns === true || importsFront(facts)) return true;
  for (let at = call.scope; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope?.kind !== 'function') continue;
    if (HANDLER_NAME.test(scope.name) || scope.generator || scope.params.some((parameter) => REQUEST_PARAMETER.test(parameter.name)))
      return true;
    if (scope.decorators.some((decorator) => ROUTE_DECORATOR.test(file.text.slice(decorator.start, decorator.end)))) return true;
  }
  return false;
}

const COUNTER_WORDS =
  /max|limit|iter|step|turn|attempt|retr|tries|count|budget|timeout|deadline|elapsed|time|remaining|rounds?|depth|\bi\b|\bn\b|len\b|length|size/i;
/** A comparison beside other conditions (`tool && --left > 0`), of which the facts keep only what the whole may be. */
const COMPARISON = /\s[<>]=?\s/;
/** Calls that wait for a person, a message or the clock. */
const WAITING =
  /^(input|prompt|raw_input|readline|question|receive|receive_text|receive_json|receive_bytes|recv|get|getline|ask|prompt_async|listen|read|next|accept|sleep|wait|poll|dequeue|select|text|Prompt|get_message|get_user_input|getUserInput|get_input|confirm|setTimeout|blpop|brpop|pop|popleft|shift|consume|fetch_one|xread|read_line|next_line|readLine|ReadLine|ReadString|nextLine|gets|fgets|Scan)$/;

/** Functions that are named for whom they wait: `getUserMessage()`, `read_user_turn()`. */
const OF_USER = /^(?:get|read|next|await|wait_?for|receive)_?(?:next_?)?user_?(?:input|message|prompt|turn|line|text)$/i;

/** What ends a `while`, by its block. */
const loopEnds = new WeakMap<Block, NonNullable<Surroundings['loopEnd']>>();

/** What ends the innermost `while` around a call; undefined when no `while` is there. */
function loopEndOf(file: LinkedFile, call: CallExpr): Surroundings['loopEnd'] {
  const { facts } = file;
  const loop = enclosingLoop(facts, call.block);
  const block = facts.blocks[loop];
  if (block?.kind !== 'while') return undefined;
  const known = loopEnds.get(block) ?? endOfWhile(file, loop, block);
  loopEnds.set(block, known);
  return known;
}

function endOfWhile(file: LinkedFile, loop: number, block: Block): NonNullable<Surroundings['loopEnd']> {
  const { facts, text } = file;
  const decides = (header: Expr | undefined): boolean => {
    if (header === undefined) return false;
    const written = text.slice(header.start, header.end);
    return mentions(header, /^[<>]=?$/) || COMPARISON.test(written) || COUNTER_WORDS.test(written);
  };
  if (decides(block.header)) return 'counter';
  const inside = facts.blocks.filter((one, index) => one.kind === 'branch' && index !== loop && encloses(facts, loop, index));
  if (inside.some((branch) => decides(branch.header))) return 'counter';
  const waits = facts.calls.some(({ callee, args, block: at }) => {
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
    if (callee.kind === 'name' && encloses(facts, loop, at) && asksSomebody(facts, name)) return true;
    // `next(block for block in answer.content)` takes what is there already.
    const takes = callee.kind === 'name' && args[0]?.value.kind === 'comprehension';
    // `asyncio.to_thread(input, "> ")` asks in another thread.
    const handsOn = IN_A_THREAD.test(name) && args.some(({ value }) => value.kind === 'name' && ASKING.test(value.name));
    return (WAITING.test(name) || OF_USER.test(name) || handsOn) && !takes && encloses(facts, loop, at);
  });
  return waits ? 'person' : 'answer';
}

/** Functions that run another one in a thread; whatever else is given a name like `prompt` or `question` is given a text. */
const IN_A_THREAD = /^(to_thread|run_in_executor|run_in_threadpool|run_sync|sync_to_async)$/;

/** Calls that ask a person; what else waits may be part of a tool. */
const ASKING = /^(input|prompt|raw_input|readline|question|prompt_async|get_user_input|getUserInput|get_input)$/;

/** True for a function of the file that asks a person: `read_user_input()` around `input()`. */
function asksSomebody(facts: FileFacts, name: string): boolean {
  return facts.scopes.some(
    (scope) =>
      scope.kind === 'function' &&
      scope.name === name &&
      facts.calls.some(
        ({ callee, start, end }) =>
          (callee.kind === 'member' || callee.kind === 'name') && ASKING.test(callee.name) && start >= scope.start && end <= scope.end,
      ),
  );
}

function mentions(expr: Expr, operator: RegExp): boolean {
  if (expr.kind === 'operation') return operator.test(expr.operator) || expr.operands.some((operand) => mentions(operand, operator));
  return expr.kind === 'fallback' && expr.options.some((option) => mentions(option, operator));
}

/** Where the loop around a call adds to the messages that it sends. */
function historyGrowth(file: LinkedFile, call: CallExpr, messages: Value | undefined): Location | undefined {
  if (messages?.kind !== 'list' || !messages.growing) return undefined;
  const { facts } = file;
  const loop = facts.blocks[enclosingLoop(facts, call.block)];
  if (loop === undefined || loop.kind === 'comprehension') return undefined;
  return messages.items.find(
    ({ value: { at }, certainty }) => certainty === 'repeated' && at.uri === facts.uri && at.start >= loop.start && at.end <= loop.end,
  )?.value.at;
}

/** What sends a request again when it fails: the client's own retries, then loops and decorators around. */
function retriesOf({ file, call, sdk, repeat, receiver, construction }: Surrounded): RetryLayer[] {
  const layers: RetryLayer[] = [];
  const client = clientRetries[sdk];
  if (client !== undefined) {
    const given = construction?.read(client.places);
    const ownFile = receiver?.frame.file === file;
    if (given?.kind === 'number')
      layers.push({ what: 'the client', attempts: Number(given.value) + 1, at: given.at, insertion: undefined });
    else if (given === undefined && construction !== undefined && !construction.mayHold(client.places)) {
      const name = client.places[file.facts.language === 'python' ? 0 : 1] ?? 'max_retries';
      const insertion = receiver !== undefined && ownFile ? insertionFor(file, receiver.call, [name], sdk) : undefined;
      layers.push({
        what: `the client (${String(client.standard)} retries unless set)`,
        attempts: client.standard + 1,
        at: undefined,
        insertion,
      });
    }
  }
  const loop = enclosingLoop(file.facts, call.block) >= 0;
  // A loop that catches nothing repeats what worked.
  if (repeat.kind === 'retry' && repeat.times !== undefined && repeat.times > 1 && (!loop || catchesInLoop(file.facts, call.block))) {
    layers.push({ what: loop ? 'the loop around it' : 'the retry decorator', attempts: repeat.times, at: repeat.at, insertion: undefined });
  }
  return layers;
}

/** True when an error is caught between a block and the loop around it. */
function catchesInLoop(facts: FileFacts, from: number): boolean {
  const loop = enclosingLoop(facts, from);
  for (let at = from; at >= 0 && at !== loop; at = facts.blocks[at]?.parent ?? -1) if (facts.blocks[at]?.kind === 'try') return true;
  return false;
}
