/** Requests that go on with a conversation and leave out the tools that it was sent with: tools come first, so nothing of it is read from the cache. */
import type { CallExpr, Expr, FileFacts, Parameter } from '../facts.ts';
import type { LeftOutTools } from '../ir-caching.ts';
import type { ApiShape } from '../providers/profile.ts';
import { callerParameters } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import { exclusive } from './flow.ts';
import { argumentOf } from './turns.ts';
import { locate, optionsOf, type LinkedFile } from './value.ts';

/** Arguments that hold the text in front of a conversation; requests that differ in one share nothing anyway. */
const IN_FRONT = ['system', 'instructions'];
/** Functions that give the same list once more. */
const COPYING = /^(deepcopy|copy|list|slice|structuredClone|from)$/;

/**
 * The request before a call that sent the same conversation with tools, where this one sends none; undefined for other calls. Both stand in one
 * file and are written out, with the same model and the same text in front.
 */
export function leftOutTools(file: LinkedFile, call: CallExpr, api: ApiShape): LeftOutTools | undefined {
  const { facts } = file;
  if (api.kind !== 'direct' || api.tools.length === 0 || !isWrittenOut(call) || isAfterFailure(facts, call.block)) return undefined;
  if (argumentOf(call, api.tools) !== undefined) return undefined;
  const sent = conversationSent(facts, call, api);
  if (sent === undefined) return undefined;
  const written = (one: CallExpr, names: readonly string[]): string => {
    const value = argumentOf(one, names);
    return value === undefined ? '' : file.text.slice(value.start, value.end);
  };
  const callee = file.text.slice(call.callee.start, call.callee.end);
  const before = facts.calls.find((other) => {
    if (other === call || file.text.slice(other.callee.start, other.callee.end) !== callee) return false;
    const tools = argumentOf(other, api.tools);
    if (tools === undefined || tools.kind === 'null' || (tools.kind === 'list' && tools.items.length === 0)) return false;
    const model = written(call, api.model);
    if (model === '' || written(other, api.model) !== model || written(other, IN_FRONT) !== written(call, IN_FRONT)) return false;
    const earlier = conversationSent(facts, other, api);
    if (earlier === undefined || earlier.key !== sent.key) return false;
    return sent.outlives ? functionOf(facts, other) !== functionOf(facts, call) : goesOn(facts, other, call, sent);
  });
  return before === undefined ? undefined : { at: locate(file, call.callee), before: locate(file, before.callee) };
}

/** Names by which functions of a project take tools, a conversation, and what stands in front of it. */
const TOOLS = /^(tools|tool_?(list|defs|definitions|schemas|specs)|functions|available_?tools)$/i;
const MESSAGES = /^(messages|history|conversation|chat_?history|msgs|convo|contents|input|input_?items)$/i;
const IN_FRONT_OF = /^(model|system|system_?prompt|instructions)$/i;

/**
 * The same for a call of a function that sends what it is given: another call of it in the file gives the same conversation with tools, and this one
 * none.
 */
export function toolsLeftOutOfWrapper(evaluator: Evaluator, file: LinkedFile, call: CallExpr): LeftOutTools | undefined {
  const { facts } = file;
  if (isAfterFailure(facts, call.block)) return undefined;
  const wrapper = optionsOf(evaluator.evaluate(call.callee, evaluator.frameOf(file))).find((option) => option.kind === 'function');
  if (wrapper === undefined) return undefined;
  const parameters = callerParameters(wrapper.file, wrapper.scope);
  const given = givenTo(call, parameters);
  const messages = given?.find(({ name }) => MESSAGES.test(name))?.value;
  // Tools that the function takes by itself are not left out.
  const own = parameters.find(({ name }) => TOOLS.test(name))?.defaultValue;
  if (given === undefined || messages === undefined || given.some(({ name, value }) => TOOLS.test(name) && !isNoTools(value)))
    return undefined;
  if (own !== undefined && !isNoTools(own)) return undefined;
  const sent = sentList(facts, call, messages);
  if (sent === undefined) return undefined;
  const written = (all: readonly Named[]): string =>
    all
      .filter(({ name }) => IN_FRONT_OF.test(name))
      .map(({ name, value }) => `${name}=${file.text.slice(value.start, value.end)}`)
      .sort()
      .join();
  const callee = file.text.slice(call.callee.start, call.callee.end);
  const before = facts.calls.find((other) => {
    if (other === call || file.text.slice(other.callee.start, other.callee.end) !== callee) return false;
    const all = givenTo(other, parameters);
    const tools = all?.find(({ name }) => TOOLS.test(name))?.value;
    const list = all?.find(({ name }) => MESSAGES.test(name))?.value;
    if (all === undefined || tools === undefined || isNoTools(tools) || written(all) !== written(given)) return false;
    const earlier = sentList(facts, other, list);
    if (earlier === undefined || earlier.key !== sent.key) return false;
    return sent.outlives ? functionOf(facts, other) !== functionOf(facts, call) : goesOn(facts, other, call, sent);
  });
  return before === undefined ? undefined : { at: locate(file, call.callee), before: locate(file, before.callee) };
}

/** What a function is given, by the names of its parameters or of the one object that it takes. */
interface Named {
  readonly name: string;
  readonly value: Expr;
}

/** Undefined for a call of which not everything that it gives is written. */
function givenTo({ args }: CallExpr, parameters: readonly Parameter[]): readonly Named[] | undefined {
  const found: Named[] = [];
  let position = 0;
  for (const { kind, name, value } of args) {
    if (kind === 'keyword') found.push({ name: name ?? '', value });
    else if (kind !== 'positional') return undefined;
    else {
      if (value.kind === 'dict') {
        for (const { key, value: entry } of value.entries) {
          if (key?.kind !== 'text') return undefined;
          found.push({ name: key.value, value: entry });
        }
      } else found.push({ name: parameters[position]?.name ?? '', value });
      position++;
    }
  }
  return found;
}

function isNoTools(expr: Expr): boolean {
  return expr.kind === 'null' || (expr.kind === 'list' && expr.items.length === 0) || (expr.kind === 'name' && expr.name === 'undefined');
}

/** A list of messages: what makes it the same one elsewhere in the file, and whether it outlives the function that sends it. */
interface Sent {
  readonly key: string;
  readonly outlives: boolean;
  /** True where messages are sent behind it that it does not keep. */
  readonly longer: boolean;
}

/** The list that a call sends as a whole: a name of the function, or an attribute of the own object, which may be copied first. */
function conversationSent(facts: FileFacts, call: CallExpr, { messages }: ApiShape): Sent | undefined {
  return sentList(facts, call, argumentOf(call, messages));
}

/** Lists in front of lists that are followed. */
const MAX_LISTS = 12;

/** A list: a name, an attribute, or a copy of one with messages behind it (`[...messages, { role: 'user', content: 'Sum up.' }]`). */
function sentList(facts: FileFacts, call: CallExpr, list: Expr | undefined, depth = 0): Sent | undefined {
  let expr = list;
  for (let step = 0; expr !== undefined && depth < MAX_LISTS && step < 4; step++) {
    if (expr.kind === 'conditional') {
      const [one, other] = [expr.then, expr.otherwise].map((branch) => sentList(facts, call, branch, depth + 1));
      return one !== undefined && one.key === other?.key ? { ...one, longer: one.longer && other.longer } : undefined;
    }
    const whole = longerThan(expr);
    if (whole !== undefined) {
      const sent = sentList(facts, call, whole, depth + 1);
      return sent && { ...sent, longer: true };
    }
    if (expr.kind === 'member') return expr.object.kind === 'self' ? attribute(facts, call, expr.name) : undefined;
    if (expr.kind === 'name') {
      const { name, scope } = expr;
      const holder = scopeOf(facts, name, scope);
      if (holder === undefined) return undefined;
      const copied = facts.scopes[holder]?.bindings.get(name)?.find(({ kind }) => kind === 'assign')?.value;
      const source = copied === undefined ? undefined : copyOf(copied);
      // `more = list(messages)`, to which something is added: it begins with the same messages.
      const whole = copied === undefined ? undefined : copiedName(copied);
      const earlier = whole !== undefined && grows(facts, holder, name) ? sentList(facts, call, whole, depth + 1) : undefined;
      if (earlier !== undefined) return { ...earlier, longer: true };
      const isLonger = copied !== undefined && (copied.kind === 'conditional' || longerThan(copied) !== undefined);
      const longer: Sent | undefined = isLonger ? sentList(facts, call, copied, depth + 1) : undefined;
      if (longer?.longer === true && !grows(facts, holder, name)) return longer;
      if (source === undefined) return { key: `${String(holder)} ${name}`, outlives: false, longer: false };
      expr = source;
    } else expr = copyOf(expr);
  }
  return undefined;
}

function attribute(facts: FileFacts, call: CallExpr, name: string): Sent | undefined {
  for (let at = call.scope; at >= 0; at = facts.scopes[at]?.parent ?? -1)
    if (facts.scopes[at]?.kind === 'class') {
      const grows = facts.scopes.some(({ effects }) =>
        effects.some(
          ({ kind, target, scope }) =>
            (kind === 'append' || kind === 'extend') &&
            target.kind === 'member' &&
            target.name === name &&
            target.object.kind === 'self' &&
            facts.scopes[scope]?.parent === at,
        ),
      );
      return grows ? { key: `${String(at)} self.${name}`, outlives: true, longer: false } : undefined;
    }
  return undefined;
}

/** The list that a longer one begins with: `[...messages, one]`, `messages + [one]`. */
function longerThan(expr: Expr): Expr | undefined {
  if (expr.kind === 'list' && expr.items.length > 1 && expr.items[0]?.spread === true) return expr.items[0].value;
  const [first, second] = expr.kind === 'join' ? expr.operands : [];
  return first !== undefined && first.kind !== 'list' && second?.kind === 'list' ? first : undefined;
}

/** True for a list that is a conversation of its own: something is added to it later. */
function grows({ scopes }: FileFacts, holder: number, name: string): boolean {
  return scopes.some(({ effects }) =>
    effects.some(
      ({ kind, target }) =>
        (kind === 'append' || kind === 'extend') &&
        target.kind === 'name' &&
        target.name === name &&
        scopes[holder]?.bindings.has(name) === true,
    ),
  );
}

/** What an expression copies: an attribute of the own object. */
function copyOf(expr: Expr): Expr | undefined {
  if (expr.kind === 'member') return expr.object.kind === 'self' ? expr : undefined;
  if (expr.kind !== 'call') return undefined;
  const { callee, args } = expr;
  const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
  if (!COPYING.test(name) || args.length > 1) return undefined;
  const [only] = args;
  const source = only?.value ?? (callee.kind === 'member' ? callee.object : undefined);
  return source?.kind === 'member' && source.object.kind === 'self' ? source : undefined;
}

/** The list of a name that an expression copies: `list(messages)`, `messages.copy()`, `[...messages]`. */
function copiedName(expr: Expr): Expr | undefined {
  if (expr.kind === 'list' && expr.items.length === 1 && expr.items[0]?.spread === true) return nameOnly(expr.items[0].value);
  if (expr.kind !== 'call' || expr.args.length > 1) return undefined;
  const { callee } = expr;
  const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
  if (!COPYING.test(name)) return undefined;
  return nameOnly(expr.args[0]?.value ?? (callee.kind === 'member' ? callee.object : undefined));
}

function nameOnly(expr: Expr | undefined): Expr | undefined {
  return expr?.kind === 'name' ? expr : undefined;
}

/** True for two calls of one function of which the second goes on where the first was answered: the list gets longer in between. */
function goesOn(facts: FileFacts, first: CallExpr, second: CallExpr, { key, longer }: Sent): boolean {
  if (first.end > second.start || functionOf(facts, first) !== functionOf(facts, second)) return false;
  if (exclusive(facts, first.block, second.block)) return false;
  if (longer) return true;
  return facts.scopes.some(({ effects }) =>
    effects.some(
      ({ kind, target, start, end }) =>
        (kind === 'append' || kind === 'extend') &&
        first.end <= start &&
        end <= second.start &&
        target.kind === 'name' &&
        `${String(scopeOf(facts, target.name, target.scope))} ${target.name}` === key,
    ),
  );
}

/** The function that a name belongs to; undefined for one of the module, and for one that nobody binds. */
function scopeOf(facts: FileFacts, name: string, from: number): number | undefined {
  for (let at = from; at > 0; at = facts.scopes[at]?.parent ?? -1) {
    const scope = facts.scopes[at];
    if (scope?.bindings.has(name) === true || scope?.params.some((parameter) => parameter.name === name) === true) return at;
  }
  return undefined;
}

function functionOf(facts: FileFacts, { scope: from }: CallExpr): number {
  let at = from;
  while (at > 0 && facts.scopes[at]?.kind !== 'function') at = facts.scopes[at]?.parent ?? -1;
  return at;
}

/** True for a call whose arguments all stand in it. */
function isWrittenOut({ args }: CallExpr): boolean {
  return args.every(
    ({ kind, value }) =>
      kind === 'keyword' || (kind === 'positional' && value.kind === 'dict' && value.entries.every(({ key }) => key?.kind === 'text')),
  );
}

/** True in an error handler: a model that takes no tools is asked without them. */
function isAfterFailure({ blocks }: FileFacts, from: number): boolean {
  for (let at = from; at >= 0; at = blocks[at]?.parent ?? -1) if (blocks[at]?.kind === 'handler') return true;
  return false;
}
