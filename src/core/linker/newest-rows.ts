/** Questions to a store of messages that give the newest ones only: queries with a limit, and methods that are told how many. */
import type { CallExpr, Expr, IndexExpr, MemberExpr, Scope, Span } from '../facts.ts';
import { optionsOf, type LinkedFile } from './value.ts';
import type { Evaluator } from './evaluate.ts';
import { boundTo } from './window-stores.ts';

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
/** Limits of query builders, of SQL and of lists in Redis (SQLAlchemy, Prisma, Drizzle, Sequelize, Supabase, MongoDB, Firestore, 2026-11). */
const LIMIT =
  /\b(?:limit|take)\(\s*(?:limit\s*=\s*)?([\w.]+)\s*\)|\b(?:take|limit)["']?\s*[:=]\s*([\w.]+)|[{,]\s*(take|limit)\s*[,}]|\blimit\s+(\d+|%s|\?|\$\d+|:\w+|\$?\{[\w.]+\})/i;
const NEWEST_FIRST =
  /\bdesc(ending)?\b|Descending\b|ascending["']?\s*[:=]\s*false|ScanIndexForward["']?\s*[:=]\s*false|:\s*-1\b|,\s*-1\s*\)|\b(?:sort|order_?by|order)\b["']?\s*[(:=]\s*\[?\s*["'`]?-\s*[a-z_]/i;
/** Queries that go from the end: `limitToLast(20)`, `lrange(key, -20, -1)`. */
const FROM_THE_END = /\blimit_?To_?Last\(\s*([\w.]+)\s*\)|\b[lz]range\([^;]*?,\s*-\s*([\w.]+)\s*,\s*-1\b/i;
/** Sets that are sorted by time and read from the newest on: `zrevrange(key, 0, 19)`. */
const NEWEST_OF_SET =
  /\bz_?rev_?range\([^;]*?,\s*0\s*,\s*([\w.]+)\s*(-\s*1)?\s*[,)]|\bz_?range\([^;]*?,\s*0\s*,\s*([\w.]+)\s*(-\s*1)?\s*,[^;]*?\b(?:rev|desc)\b["']?\s*[:=]\s*true/i;
/** The beginning of a list in Redis, and how a file adds to such lists at their beginning. */
const FIRST_OF_LIST = /\blrange\([^;]*?,\s*0\s*,\s*(?!-)([\w.]+)\s*(-\s*1)?\s*[,)]/i;
const PUSHED_IN_FRONT = /\.lpush\(/i;
const PUSHED_BEHIND = /\.rpush\(/i;
/** Rows in the order of the newest, of which a cursor is asked for some: `fetchmany(20)`. */
const ORDERED = /\border\s+by\s+[\w.`"]+\s+desc\b(?!\s+limit)/i;
const SOME_ROWS = /^(fetch_?many|get_?many)$/i;
/** Methods that give the rows of a query, of a cursor or of a prepared statement. */
const ROWS =
  /^(all|fetchall|fetch_?all|fetchmany|toArray|to_list|exec|lean|scalars|unique|mappings|execute|iterate|getMany|get_result|unwrap|first_value|ToListAsync|AsEnumerable)$/;
/** Methods that are given a query. */
const ASKING = /^(execute|scalars|exec|query|run|all|fetch|fetch_?all|getDocs|get_docs|select)$/i;
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
    const found = newestIn(where, text.slice(call.start, call.end), reader);
    const keeps = found === undefined ? undefined : keptOf(evaluator, where, call.scope, found);
    // One row is no conversation.
    if (found !== undefined) return keeps !== undefined && (keeps > MAX_KEPT || keeps === 1) ? undefined : { at: call, keeps };
    const some = someRows(evaluator, where, call, reader);
    if (some !== undefined) return some;
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

/**
 * The newest messages that a function's own query asks for: `cursor.execute("… ORDER BY id DESC LIMIT 20")`. Where the function's name does not say
 * that it reads a conversation, the query must.
 */
export function newestInFunction(evaluator: Evaluator, where: LinkedFile, scope: Scope): NewestRows | undefined {
  const reader = READING.test(scope.name);
  for (const call of where.facts.calls) {
    if (call.start < scope.start || call.end > scope.end) continue;
    if (
      call.callee.kind !== 'member' ||
      !/^(execute|fetch|fetchall|query|all|raw|prepare|[lz]range|z_?rev_?range)$/i.test(call.callee.name)
    )
      continue;
    const found = newestRows(evaluator, where, call, reader);
    if (found !== undefined) return found;
  }
  const told = queryWritten(evaluator, where, scope, reader);
  if (told !== undefined) return told.keeps !== undefined && told.keeps > MAX_KEPT ? undefined : told;
  // `query = query.order_by(desc)`, and later `query = query.limit(limit)`
  const written = where.text.slice(scope.start, Math.min(scope.end, scope.start + MAX_READER));
  const limit = /\.limit\(\s*([\w.]+)\s*\)/.exec(written);
  if (limit === null || !NEWEST_FIRST.test(written) || !(reader || saysSo(written, limit.index))) return undefined;
  const at = where.facts.calls.find(({ start, end }) => start <= scope.start + limit.index && scope.start + limit.index < end);
  const keeps = at === undefined ? undefined : numberOf(evaluator, where, at.scope, limit[1] ?? '');
  return at === undefined || (keeps !== undefined && (keeps > MAX_KEPT || keeps === 1)) ? undefined : { at, keeps };
}

/** Units in front of a limit in which a query says what it asks for. */
const QUERY_IN_FRONT = 300;

function saysSo(written: string, limit: number): boolean {
  return CONVERSATION.test(written.slice(Math.max(0, limit - QUERY_IN_FRONT), limit));
}

/** A query that a function holds as its text: sql`… ORDER BY id DESC LIMIT ${limit}`, or a string that a helper of the project runs. */
function queryWritten(evaluator: Evaluator, where: LinkedFile, scope: Scope, reader: boolean): NewestRows | undefined {
  const written = where.text.slice(scope.start, Math.min(scope.end, scope.start + MAX_READER));
  const query = NEWEST_OF_SQL.exec(written);
  if (query === null || !(reader || saysSo(written, query.index))) return undefined;
  const from = scope.start + query.index;
  const at = { start: from, end: from + query[0].length };
  const inside = where.facts.scopes.findLast(({ start, end }) => start <= from && from < end)?.id ?? scope.id;
  const keeps = numberOf(evaluator, where, inside, query[1] ?? '');
  // One row is no conversation.
  return keeps === 1 ? undefined : { at, keeps };
}

/** Lists in Redis that are cut where something is added to them: `ltrim(key, -20, -1)`, for a call that reads a whole list. */
const TRIMMING = /\bltrim\([^;]*?,\s*-\s*([\w.]+)\s*,\s*-1\b|\bltrim\([^;]*?,\s*0\s*,\s*([\w.]+)\s*(-\s*1)?\s*[,)]/i;
const WHOLE_LIST = /\blrange\([^;]*?,\s*0\s*,\s*-\s*1\s*[,)]/i;

/** Where a list that a call reads as a whole is cut to its newest elements whenever something is added. */
export function trimmedLists(evaluator: Evaluator, where: LinkedFile, call: CallExpr, reader: boolean): readonly NewestRows[] {
  const written = (one: CallExpr): string => where.text.slice(one.start, Math.min(one.end, one.start + MAX_QUERY));
  if (!WHOLE_LIST.test(written(call))) return [];
  return where.facts.calls.flatMap((one): NewestRows[] => {
    if (one.callee.kind !== 'member' || !/^ltrim$/i.test(one.callee.name) || !isSameKey(where, call.args[0]?.value, one.args[0]?.value))
      return [];
    const cut = TRIMMING.exec(written(one));
    if (cut === null || !(reader || CONVERSATION.test(written(one)) || CONVERSATION.test(written(call)))) return [];
    // From the beginning on, the newest stay only where each is put in front.
    if (cut[1] === undefined && !PUSHED_IN_FRONT.test(where.text)) return [];
    const more = cut[1] === undefined && cut[3] === undefined ? 1 : 0;
    const keeps = keptOf(evaluator, where, one.scope, { number: cut[1] ?? cut[2] ?? '', more });
    return keeps !== undefined && (keeps > MAX_KEPT || keeps === 1) ? [] : [{ at: one, keeps }];
  });
}

/** True for two keys of a store that are written alike, whatever is filled in: `f"chat:{user}"`, or the names of such texts. */
function isSameKey(where: LinkedFile, one: Expr | undefined, other: Expr | undefined): boolean {
  const written = (key: Expr | undefined): string => {
    const meant = key === undefined ? undefined : (boundTo(where, key).at(-1) ?? key);
    return meant === undefined ? '' : where.text.slice(meant.start, meant.end).replace(/\$?\{[^}]*\}/g, '{}');
  };
  return written(one) !== '' && written(one) === written(other);
}

/** Where a field of a document is cut as something is added to it: `{ $push: { messages: { $each: […], $slice: -20 } } }`. */
export function pushedWithin(evaluator: Evaluator, where: LinkedFile, field: string): readonly NewestRows[] {
  if (!where.text.includes('$slice')) return [];
  return where.facts.calls.flatMap((call): NewestRows[] => {
    if (call.callee.kind !== 'member' || !/update|replace|write/i.test(call.callee.name)) return [];
    const written = where.text.slice(call.start, Math.min(call.end, call.start + MAX_QUERY));
    const cut = /\$slice["']?\s*:\s*-\s*([\w.]+)/.exec(written);
    if (cut === null || !written.includes('$push') || !new RegExp(`\\b${field}\\b`).test(written)) return [];
    const keeps = numberOf(evaluator, where, call.scope, cut[1] ?? '');
    return keeps !== undefined && (keeps > MAX_KEPT || keeps === 1) ? [] : [{ at: call, keeps }];
  });
}

/** The only method of that name in the project, for a store whose class is not known; none for names that do not say that they read a conversation. */
export function readersNamed(evaluator: Evaluator, name: string): readonly { readonly file: LinkedFile; readonly scope: Scope }[] {
  const methods = READING.test(name) ? (evaluator.modules.methodsNamed?.(name) ?? []) : [];
  return methods.length === 1 ? methods : [];
}

/** How many rows stay, as written, and what is to be added to that. */
interface Written {
  readonly number: string;
  readonly more: number;
}

function newestIn({ text }: LinkedFile, query: string, reader: boolean): Written | undefined {
  if (!reader && !CONVERSATION.test(query)) return undefined;
  const end = FROM_THE_END.exec(query);
  if (end !== null) return { number: end[1] ?? end[2] ?? '', more: 0 };
  const ranked = NEWEST_OF_SET.exec(query) ?? (PUSHED_IN_FRONT.test(text) && !PUSHED_BEHIND.test(text) ? FIRST_OF_LIST.exec(query) : null);
  // The last place is one of them.
  if (ranked !== null) return { number: ranked[1] ?? ranked[3] ?? '', more: (ranked[2] ?? ranked[4]) === undefined ? 1 : 0 };
  const limit = LIMIT.exec(query);
  return limit === null || !NEWEST_FIRST.test(query) ? undefined : { number: limit[1] ?? limit[2] ?? limit[3] ?? limit[4] ?? '', more: 0 };
}

function keptOf(evaluator: Evaluator, where: LinkedFile, from: number, { number, more }: Written): number | undefined {
  const known = numberOf(evaluator, where, from, number);
  return known === undefined ? undefined : known + more;
}

/** `cursor.fetchmany(20)` of rows in the order of the newest: the query stands in the call, or where its cursor is asked. */
function someRows(evaluator: Evaluator, where: LinkedFile, call: CallExpr, reader: boolean): NewestRows | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'member' || !SOME_ROWS.test(callee.name)) return undefined;
  const query = [call, ...behind(where, call).flatMap((one) => [one, ...boundTo(where, one)])]
    .map(({ start, end }) => where.text.slice(start, Math.min(end, start + MAX_QUERY)))
    .join('\n');
  const count = args.find(({ value }) => value.kind === 'number' || value.kind === 'name' || value.kind === 'index')?.value;
  if (count === undefined || !ORDERED.test(query) || !(reader || CONVERSATION.test(query))) return undefined;
  const keeps = count.kind === 'index' ? undefined : constantNumber(evaluator, where, count);
  return keeps !== undefined && (keeps > MAX_KEPT || keeps === 1) ? undefined : { at: call, keeps };
}

/** What the rows of a call come from: the query that is asked, its cursor or prepared statement; nothing for other calls. */
export function behind(where: LinkedFile, call: CallExpr): readonly Expr[] {
  const { callee, args } = call;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  const asked = ASKING.test(name)
    ? args.slice(0, 1).flatMap(({ value }) => (value.kind === 'name' || value.kind === 'call' ? value : []))
    : [];
  if (callee.kind !== 'member' || !ROWS.test(name)) return asked;
  const { object } = callee;
  const cursor = object.kind === 'name' || object.kind === 'member' ? where.text.slice(object.start, object.end) : undefined;
  // `cursor.execute(query)`, and then `cursor.fetchall()`
  const before = where.facts.calls.findLast(
    (one) =>
      cursor !== undefined &&
      one.end <= call.start &&
      one.scope === call.scope &&
      one.callee.kind === 'member' &&
      one.callee.name === 'execute' &&
      where.text.slice(one.callee.object.start, one.callee.object.end) === cursor,
  );
  return before === undefined || name === 'execute' ? [...asked, object] : [before];
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
