import type { CallExpr, FileFacts } from '../facts.ts';
import type { ArgumentSlot, Known, PromptCall, Repeat, Segment } from '../ir.ts';
import { providerOfUrl } from '../providers/hosts.ts';
import type { ApiShape, ArgumentNames, ClientShape, SdkProfile } from '../providers/profile.ts';
import { bindArguments, type BoundArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { enclosingLoop, isRetryLoop } from './flow.ts';
import { knownNumber, knownText, perhaps } from './known.ts';
import { readable, readContent, readMessages, readTools } from './segments.ts';
import { constantText, locate, optionsOf, type ExternalValue, type LinkedFile, type Value } from './value.ts';

/** Finds the calls of one file that send a prompt, and rebuilds what they send. */
export function findCallSites(evaluator: Evaluator, file: LinkedFile, index: CallIndex): PromptCall[] {
  const result: PromptCall[] = [];
  const frame = evaluator.frameOf(file);
  for (const call of file.facts.calls) {
    const name = call.callee.kind === 'member' ? call.callee.name : undefined;
    if (name === undefined || !index.lastNames.has(name)) continue;
    evaluator.begin();
    const callee = evaluator.evaluate(call.callee, frame);
    const matches = optionsOf(callee).flatMap((option) => (option.kind === 'external' ? (index.match(option) ?? []) : []));
    const [match] = matches;
    if (match !== undefined) result.push(build(evaluator, file, call, match, matches));
  }
  return result;
}

/** A callee that is known to send a prompt. */
export interface ShapeMatch {
  readonly profile: SdkProfile;
  readonly api: ApiShape;
  readonly method: string;
  /** Undefined when a module itself is the client. */
  readonly client: ClientShape | undefined;
  readonly provider: string | undefined;
  readonly callee: ExternalValue;
}

/** Looks callee paths up in the profiles. */
export interface CallIndex {
  /** Last names of all methods: a cheap first test. */
  readonly lastNames: ReadonlySet<string>;
  /** The shape of a callee path, or undefined when it is not one that sends a prompt. */
  match(callee: ExternalValue): ShapeMatch | undefined;
}

/** Builds the look-up tables of some profiles once. */
export function createCallIndex(profiles: readonly SdkProfile[]): CallIndex {
  const lastNames = new Set(
    profiles.flatMap((profile) => profile.apis.flatMap((api) => api.methods.map((method) => method.slice(method.lastIndexOf('.') + 1)))),
  );
  const roots: {
    readonly prefix: string;
    readonly profile: SdkProfile;
    readonly client: ClientShape | undefined;
    readonly provider: string | undefined;
  }[] = [];
  for (const profile of profiles) {
    for (const client of profile.clients)
      for (const path of client.classes) roots.push({ prefix: `${path}().`, profile, client, provider: client.provider });
    for (const { module, provider } of profile.moduleClients) roots.push({ prefix: `${module}.`, profile, client: undefined, provider });
  }
  roots.sort((a, b) => b.prefix.length - a.prefix.length);
  return {
    lastNames,
    match(callee) {
      for (const { prefix, profile, client, provider } of roots) {
        if (!callee.path.startsWith(prefix)) continue;
        const method = callee.path
          .slice(prefix.length)
          .split('.')
          .filter((segment) => !profile.transparent.includes(segment))
          .join('.');
        const api = profile.apis.find((candidate) => candidate.methods.includes(method));
        if (api !== undefined) return { profile, api, method, client, provider, callee };
      }
      return undefined;
    },
  };
}

function build(evaluator: Evaluator, file: LinkedFile, call: CallExpr, match: ShapeMatch, all: readonly ShapeMatch[]): PromptCall {
  const { api } = match;
  const bound = bindArguments(evaluator, call, evaluator.frameOf(file));
  const read = (names: ArgumentNames): Value | undefined =>
    names.map((name) => bound.named.get(name)?.value).find((value) => value !== undefined && value.kind !== 'null');
  const at = locate(file, call);
  const orPerhaps = <T>(known: Known<T>): Known<T> => (known.state === 'missing' && bound.open ? perhaps(at, '**') : known);

  const systemValue = read(api.system);
  const system = systemValue === undefined ? [] : readContent('system', systemValue, 'always', file);
  const messages = readMessages(read(api.messages), file, api.textMessages);
  const ownSystem = messages.segments.filter((segment) => segment.role === 'system');
  const others = messages.segments.filter((segment) => segment.role !== 'system');
  const hidden = bound.open && read(api.messages) === undefined;
  const history = messages.history || hidden || api.history.some((name) => bound.named.has(name));
  const { provider, reason } = billing(evaluator, all);
  const streamValue = read(api.stream);
  const segments: Segment[] = [...system, ...messages.segments];
  return {
    uri: file.facts.uri,
    at,
    callee: file.text.slice(call.callee.start, call.callee.end).replace(/\s+/g, ''),
    calleeAt: locate(file, call.callee),
    kind: 'direct',
    sdk: match.profile.sdk,
    api: api.id,
    provider,
    providerReason: reason,
    via: [],
    model: orPerhaps(knownText(read(api.model))),
    maxTokens: orPerhaps(knownNumber(read(api.maxTokens))),
    outputLimit: {
      ...api.outputLimit,
      parameter:
        provider === 'openai' || provider === 'azure'
          ? api.outputLimit.parameter
          : (api.outputLimit.parameterElsewhere ?? api.outputLimit.parameter),
    },
    segments,
    system: systemState(
      system,
      ownSystem,
      hidden,
      messages.history && others.length === messages.segments.length && api.system.length === 0,
    ),
    messages: hidden ? 'runtime' : readable(others),
    history,
    tools: readToolArgument(read(api.tools), bound, at),
    stream: api.streamingMethods.includes(match.method) || (streamValue?.kind === 'boolean' && streamValue.value === true),
    structuredOutput: api.structuredMethods.includes(match.method) || api.structuredOutput.some((name) => bound.named.has(name)),
    repeat: repeatOf(file.facts, call),
    slot: slotOf(file, call),
  };
}

function systemState(own: readonly Segment[], inMessages: readonly Segment[], hidden: boolean, historyOnly: boolean): PromptCall['system'] {
  const state = readable([...own, ...inMessages]);
  // A message list that is built elsewhere may well begin with a system message.
  return state === 'absent' && (hidden || historyOnly) ? 'runtime' : state;
}

function readToolArgument(value: Value | undefined, bound: BoundArguments, at: PromptCall['at']): PromptCall['tools'] {
  const tools = readTools(value);
  return tools.state === 'absent' && value === undefined && bound.open ? { state: 'runtime', tools: [], complete: false, at } : tools;
}

interface Billing {
  readonly provider: string | undefined;
  readonly reason: string;
}

function billing(evaluator: Evaluator, all: readonly ShapeMatch[]): Billing {
  const answers = all.map((one) => billingOf(evaluator, one));
  const [first] = answers;
  if (first !== undefined && answers.every((answer) => answer.provider === first.provider)) return first;
  return { provider: undefined, reason: `one of several clients: ${answers.map((answer) => answer.provider ?? 'unknown').join(', ')}` };
}

function billingOf(evaluator: Evaluator, match: ShapeMatch): Billing {
  const { client, callee } = match;
  if (client === undefined) return { provider: match.provider, reason: `module ${match.profile.sdk} used as a client` };
  const construction = callee.calls.find(({ call }) => call.callee.kind === 'name' || call.callee.kind === 'member');
  const className = client.classes.find((path) => callee.path.startsWith(`${path}().`)) ?? '';
  const shortName = className.slice(className.lastIndexOf('.') + 1);
  if (construction === undefined)
    return { provider: client.provider, reason: `${shortName} given from elsewhere; its base URL is not seen` };
  // `with_options(base_url=…)` overrides the constructor.
  for (const { call, frame } of [...callee.calls].reverse()) {
    const { named, open } = bindArguments(evaluator, call, frame);
    const url = client.baseUrl.map((name) => named.get(name)?.value).find((value) => value !== undefined);
    if (url === undefined || url.kind === 'null') {
      if (open && client.baseUrl.length > 0) return { provider: undefined, reason: `${shortName} built with arguments from elsewhere` };
      continue;
    }
    const text = constantText(url);
    if (text !== undefined) return providerOfUrl(text);
    return { provider: undefined, reason: `base URL of ${shortName} is decided at run time` };
  }
  return { provider: client.provider, reason: `${shortName}()` };
}

/** Why the call may run more than once, from the loops of its own function. */
export function repeatOf(facts: FileFacts, call: CallExpr): Repeat {
  const loop = enclosingLoop(facts, call.block);
  const block = facts.blocks[loop];
  if (block === undefined) return { kind: 'no', loop: undefined, bounded: true, times: undefined, at: undefined };
  const at = { uri: facts.uri, start: block.start, end: block.end };
  const kind = block.kind === 'for' || block.kind === 'while' ? block.kind : 'comprehension';
  const retry = isRetryLoop(facts, loop);
  const bounded = kind !== 'while' || block.exits || (block.header?.kind === 'operation' && /[<>]/.test(block.header.operator));
  const times = block.header === undefined ? undefined : rangeLength(block.header);
  return { kind: retry ? 'retry' : 'loop', loop: kind, bounded, times, at };
}

function rangeLength(header: CallExpr['callee']): number | undefined {
  if (header.kind === 'list' && header.items.every((item) => !item.spread)) return header.items.length;
  if (header.kind !== 'call' || header.callee.kind !== 'name' || header.callee.name !== 'range') return undefined;
  const numbers = header.args.map((argument) => (argument.value.kind === 'number' ? argument.value.value : undefined));
  const [first, second] = numbers;
  if (first === undefined || numbers.length > 2) return undefined;
  return numbers.length === 1 ? Math.max(0, first) : second === undefined ? undefined : Math.max(0, second - first);
}

/** Where another argument can be written. Undefined while the argument list has no closing parenthesis. */
export function slotOf(file: LinkedFile, call: CallExpr): ArgumentSlot | undefined {
  const { text } = file;
  const { argList, args } = call;
  if (text[argList.end - 1] !== ')' || text[argList.start] !== '(') return undefined;
  const uri = file.facts.uri;
  const last = args[args.length - 1];
  if (last === undefined) return { uri, offset: argList.start + 1, before: '', after: '', style: 'keyword' };
  const lineStart = Math.max(text.lastIndexOf('\n', last.start - 1), text.lastIndexOf('\r', last.start - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, last.start))?.[0] ?? '';
  const ownLine = lineStart > argList.start && indent.length === last.start - lineStart;
  const lineBreak = text.slice(0, lineStart).endsWith('\r\n') ? '\r\n' : '\n';
  const separator = ownLine ? `${lineBreak}${indent}` : ' ';
  const comma = trailingComma(text, last.end, argList.end - 1);
  if (comma === undefined) return { uri, offset: last.end, before: `,${separator}`, after: '', style: 'keyword' };
  return { uri, offset: comma + 1, before: separator, after: ',', style: 'keyword' };
}

/** Offset of a comma between the last argument and the closing parenthesis, comments aside. */
function trailingComma(text: string, from: number, to: number): number | undefined {
  for (let at = from; at < to; at++) {
    const unit = text[at];
    if (unit === ',') return at;
    if (unit === '#') {
      const end = text.indexOf('\n', at);
      if (end < 0) return undefined;
      at = end;
    }
  }
  return undefined;
}
