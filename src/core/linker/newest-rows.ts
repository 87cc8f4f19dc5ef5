/** Questions to a store of messages that give the newest ones only: queries with a limit, and methods that are told how many. */
import type { CallExpr, Expr, IndexExpr, MemberExpr, Scope, Span } from '../facts.ts';
import { optionsOf, type LinkedFile } from './value.ts';
import type { Evaluator } from './evaluate.ts';

/** A place that gives the newest messages of a store. */
export interface NewestRows {
  readonly at: Span;
  /** How many; undefined when the source does not say. */
  readonly keeps: number | undefined;
}

/** Units of a query that are looked at: a chain of methods with its arguments. */
const MAX_QUERY = 800;
/** Units of a function that puts its query together in several statements. */
const MAX_READER = 4000;
/** A limit above this is there for safety; few conversations reach it. */
const MAX_KEPT = 100;
/** What a query or a method calls a conversation. */
const CONVERSATION = /messag|histor|conversation|chat|dialog|turns|memor/i;
/** Limits of query builders, of SQL and of lists in Redis (SQLAlchemy, Prisma, Drizzle, Supabase, MongoDB, Firestore, 2026-11). */
const LIMIT = /\.limit\(\s*([\w.]+)\s*\)|\btake:\s*([\w.]+)|\blimit\s+(\d+|%s|\?|\$\d+|:\w+|\$?\{[\w.]+\})/i;
const NEWEST_FIRST = /\bdesc(ending)?\b|ascending["']?\s*[:=]\s*false|:\s*-1\b|,\s*-1\s*\)/i;
const FROM_THE_END = /\.limitToLast\(\s*([\w.]+)\s*\)|\blrange\([^)]*?,\s*-\s*([\w.]+)\s*,\s*-1\s*\)/i;
/** A whole query for the newest rows, as SQL writes it. */
const NEWEST_OF_SQL = /\border\s+by\s+[\w.`"]+\s+desc\s+limit\s+(\d+|%s|\?|\$\d+|:\w+|\$?\{[\w.]+\})/i;
/** Methods of a project that read a conversation, and what they call the number of messages. */
const READING =
  /^_?(get|load|fetch|read|recall|retrieve|recent|last|latest|build)?_?\w*(messages|history|conversation|turns|memory|chat)\w*$/i;
const HOW_MANY =
  /^(limit|k|n|last_?n|last_?k|max_?messages|max_?turns|max_?history|num_?messages|num_?turns|window|window_?size|message_?limit)$/i;

/**
 * The newest messages that a call asks a store for; undefined for other calls.
 *
 * @param reader true in a function whose name says that it reads a conversation, so that its query need not
 */
export function newestRows(evaluator: Evaluator, where: LinkedFile, call: CallExpr, reader = false): NewestRows | undefined {
  const { text } = where;
  if (call.end - call.start <= MAX_QUERY) {
    const found = newestIn(text.slice(call.start, call.end), reader);
    const keeps = found === undefined ? undefined : numberOf(evaluator, where, call.scope, found);
    if (found !== undefined) return keeps !== undefined && keeps > MAX_KEPT ? undefined : { at: call, keeps };
  }
  const { callee } = call;
  if (callee.kind !== 'member' || !(READING.test(callee.name) || readsFrom(callee))) return undefined;
  const told = call.args.flatMap((argument): (readonly [string, Expr])[] =>
    argument.kind === 'keyword' && argument.name !== undefined
      ? [[argument.name, argument.value]]
      : argument.value.kind === 'dict'
        ? argument.value.entries.flatMap(({ key, value }) => (key?.kind === 'text' ? [[key.value, value] as const] : []))
        : [],
  );
  const [, value] = told.find(([name]) => HOW_MANY.test(name)) ?? [];
  if (value === undefined || value.kind === 'null') return undefined;
  const number = constantNumber(evaluator, where, value);
  if (number !== undefined && number > MAX_KEPT) return undefined;
  return number === undefined && value.kind !== 'name' && value.kind !== 'member' ? undefined : { at: call, keeps: number };
}

/** `store.message_history.get_recent(…)`: the object says what is read. */
function readsFrom({ object, name }: MemberExpr): boolean {
  const holder = object.kind === 'member' || object.kind === 'name' ? object.name : '';
  return CONVERSATION.test(holder) && /^(get|load|fetch|read|recall|retrieve|recent|last|latest|tail)/i.test(name);
}

/** Query sets of Django that are cut: `Message.objects.order_by("-created")[:20]`. */
export function newestSlice(where: LinkedFile, expr: IndexExpr): NewestRows | undefined {
  const kept = /^\[\s*:\s*([\w.]+)\s*\]$/.exec(where.text.slice(expr.object.end, expr.end))?.[1];
  const query = where.text.slice(Math.max(expr.object.start, expr.object.end - MAX_QUERY), expr.object.end);
  if (kept === undefined || !/\border_by\(\s*["']-/.test(query) || !CONVERSATION.test(query)) return undefined;
  const keeps = /^\d+$/.test(kept) ? Number(kept) : undefined;
  return keeps !== undefined && keeps > MAX_KEPT ? undefined : { at: expr, keeps };
}

/** The newest messages that a function's own query asks for: `cursor.execute("… ORDER BY id DESC LIMIT 20")`. */
export function newestInFunction(evaluator: Evaluator, where: LinkedFile, scope: Scope): NewestRows | undefined {
  if (!READING.test(scope.name)) return undefined;
  for (const call of where.facts.calls) {
    if (call.start < scope.start || call.end > scope.end) continue;
    if (call.callee.kind !== 'member' || !/^(execute|fetch|fetchall|query|all|raw|prepare|lrange)$/.test(call.callee.name)) continue;
    const found = newestRows(evaluator, where, call, true);
    if (found !== undefined) return found;
  }
  const told = queryWritten(evaluator, where, scope);
  if (told !== undefined) return told.keeps !== undefined && told.keeps > MAX_KEPT ? undefined : told;
  // `query = query.order_by(desc)`, and later `query = query.limit(limit)`
  const written = where.text.slice(scope.start, Math.min(scope.end, scope.start + MAX_READER));
  const limit = /\.limit\(\s*([\w.]+)\s*\)/.exec(written);
  if (limit === null || !NEWEST_FIRST.test(written)) return undefined;
  const at = where.facts.calls.find(({ start, end }) => start <= scope.start + limit.index && scope.start + limit.index < end);
  const keeps = at === undefined ? undefined : numberOf(evaluator, where, at.scope, limit[1] ?? '');
  return at === undefined || (keeps !== undefined && keeps > MAX_KEPT) ? undefined : { at, keeps };
}

/** A query that a function holds as its text: sql`… ORDER BY id DESC LIMIT ${limit}`, or a string that a helper of the project runs. */
function queryWritten(evaluator: Evaluator, where: LinkedFile, scope: Scope): NewestRows | undefined {
  const written = where.text.slice(scope.start, Math.min(scope.end, scope.start + MAX_READER));
  const query = NEWEST_OF_SQL.exec(written);
  if (query === null) return undefined;
  const from = scope.start + query.index;
  const at = { start: from, end: from + query[0].length };
  const inside = where.facts.scopes.findLast(({ start, end }) => start <= from && from < end)?.id ?? scope.id;
  const keeps = numberOf(evaluator, where, inside, query[1] ?? '');
  // One row is no conversation.
  return keeps === 1 ? undefined : { at, keeps };
}

/** The only method of that name in the project, for a store whose class is not known; none for names that do not say that they read a conversation. */
export function readersNamed(evaluator: Evaluator, name: string): readonly { readonly file: LinkedFile; readonly scope: Scope }[] {
  const methods = READING.test(name) ? (evaluator.modules.methodsNamed?.(name) ?? []) : [];
  return methods.length === 1 ? methods : [];
}

function newestIn(query: string, reader: boolean): string | undefined {
  const named = reader || CONVERSATION.test(query);
  const end = FROM_THE_END.exec(query);
  if (end !== null && named) return end[1] ?? end[2] ?? '';
  const limit = LIMIT.exec(query);
  if (limit === null || !NEWEST_FIRST.test(query) || !named) return undefined;
  return limit[1] ?? limit[2] ?? limit[3] ?? '';
}

/** The number that is written, or that stands behind a name of the code around; undefined when it is not known. */
function numberOf(evaluator: Evaluator, where: LinkedFile, from: number, written: string): number | undefined {
  if (/^\d+$/.test(written)) return Number(written);
  const { scopes } = where.facts;
  for (let at = from; at >= 0; at = scopes[at]?.parent ?? -1) {
    const name = written.replace(/^\$?\{|\}$/g, '');
    const bound = scopes[at]?.bindings.get(name)?.at(-1)?.value ?? scopes[at]?.params.find((one) => one.name === name)?.defaultValue;
    if (bound !== undefined) return constantNumber(evaluator, where, bound);
  }
  return undefined;
}

function constantNumber(evaluator: Evaluator, where: LinkedFile, expr: Expr): number | undefined {
  const value = evaluator.evaluate(expr, evaluator.frameOf(where));
  const number = optionsOf(value.kind === 'unknown' && value.fallback !== undefined ? value.fallback : value)[0];
  return number?.kind === 'number' ? Number(number.value) : undefined;
}
