/** Requests that go on with a conversation and leave out the tools that it was sent with: tools come first, so nothing of it is read from the cache. */
import type { CallExpr, Expr, FileFacts } from '../facts.ts';
import type { LeftOutTools } from '../ir-caching.ts';
import type { ApiShape } from '../providers/profile.ts';
import { exclusive } from './flow.ts';
import { argumentOf } from './turns.ts';
import { locate, type LinkedFile } from './value.ts';

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
    return sent.outlives ? functionOf(facts, other) !== functionOf(facts, call) : goesOn(facts, other, call, sent.key);
  });
  return before === undefined ? undefined : { at: locate(file, call.callee), before: locate(file, before.callee) };
}

/** A list of messages: what makes it the same one elsewhere in the file, and whether it outlives the function that sends it. */
interface Sent {
  readonly key: string;
  readonly outlives: boolean;
}

/** The list that a call sends as a whole: a name of the function, or an attribute of the own object, which may be copied first. */
function conversationSent(facts: FileFacts, call: CallExpr, { messages }: ApiShape): Sent | undefined {
  let expr = argumentOf(call, messages);
  for (let step = 0; expr !== undefined && step < 4; step++) {
    if (expr.kind === 'member') return expr.object.kind === 'self' ? attribute(facts, call, expr.name) : undefined;
    if (expr.kind === 'name') {
      const { name, scope } = expr;
      const holder = scopeOf(facts, name, scope);
      if (holder === undefined) return undefined;
      const copied = facts.scopes[holder]?.bindings.get(name)?.find(({ kind }) => kind === 'assign')?.value;
      const source = copied === undefined ? undefined : copyOf(copied);
      if (source === undefined) return { key: `${String(holder)} ${name}`, outlives: false };
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
      return grows ? { key: `${String(at)} self.${name}`, outlives: true } : undefined;
    }
  return undefined;
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

/** True for two calls of one function of which the second goes on where the first was answered: the list gets longer in between. */
function goesOn(facts: FileFacts, first: CallExpr, second: CallExpr, key: string): boolean {
  if (first.end > second.start || functionOf(facts, first) !== functionOf(facts, second)) return false;
  if (exclusive(facts, first.block, second.block)) return false;
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
