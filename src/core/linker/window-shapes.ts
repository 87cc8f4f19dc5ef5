/** How code writes that only the newest elements of a list stay: slices, methods, deletions, and loops that go backwards until a limit is reached. */
import type { Block, CallExpr, Effect, Expr, Scope, Span } from '../facts.ts';
import type { LinkedFile } from './value.ts';

/** Names of lists that hold a conversation, where anything else may stand as well: among the arguments of a function, in the state of a graph. */
export const CONVERSATION_NAME = /hist|messag|msgs|convers|chat|dialog|turns|memory/i;

/** Messages in front of a conversation that stay when old ones are taken away: rules, and a first exchange. */
const KEPT_IN_FRONT = 5;
/** Elements that are skipped at the front of a list and still mean "the oldest": a question, its answer, and what came of a tool. */
const MOST_SKIPPED = 4;
/** Conditions on what the first element is: `messages[0].role !== "user"`. */
const ABOUT_FIRST = /\[0\]\??(\.\w+|\[["']\w+["']\])|\[0\],|\.at\(0\)/;
/** Words by which a condition asks how long a conversation is. */
export const LENGTH_WORDS = /\blen\b|length|count|size|token|max|limit|budget|window|total/i;

/**
 * True for a condition that asks whether a list has become too long: about that list, against more than a few messages, or about a limit by its name.
 * `len(messages) > 1 and messages[0].role == "system"` asks for the first one, and `len(changes) > 0` about something else.
 */
export function asksForLimit(header: string, list: string): boolean {
  if (!/[<>]/.test(header)) return false;
  if (/token|max|limit|budget|window/i.test(header)) return true;
  const few = /[<>]=?\s*(\d+)/.exec(header)?.[1];
  return LENGTH_WORDS.test(header) && header.includes(list) && (few === undefined || Number(few) > KEPT_IN_FRONT);
}

/** Foreign calls that keep the newest messages, as they are documented on 2026-11-22; all leave out the oldest one at a time. */
export const KEEPING_NEWEST = /(^|[.:])(trim_messages|trimMessages)\(\)$/;
/** Methods that give the same messages, in another form or in part. */
export const SAME_MESSAGES: ReadonlySet<string> = new Set([
  'map',
  'filter',
  'concat',
  'flat',
  'flatMap',
  'toReversed',
  'reverse',
  'copy',
  'values',
  'toList',
  'ToList',
  'ToArray',
  'to_vec',
  'iter',
  'into_iter',
  'cloned',
  'collect',
  'Where',
  'Select',
  'to_a',
]);
/** Functions that give the elements of their argument. */
export const SAME_ELEMENTS: ReadonlySet<string> = new Set([
  'list',
  'tuple',
  'enumerate',
  'sorted',
  'array_merge',
  'array_reverse',
  'array_values',
  'convert_to_messages',
  'messages_from_dict',
  'reversed',
  'deepcopy',
  'convertToModelMessages',
  'convertToCoreMessages',
  'from',
  'structuredClone',
]);

/** A number or a name as it is written in a slice: `10`, `this.limit`, `k * 2`. */
const NUMBER = String.raw`[\w.$@]+(?:\(\))?(?:\s*[*+]\s*[\w.$]+)*`;
/** `[-10:]`, `slice(-10)`, Ruby's `[-10..]` and `[-10, 10]`. */
const FROM_THE_END = new RegExp(String.raw`^\s*-\s*\(?\s*(${NUMBER})\s*\)?\s*(?:$|:|\.\.|,)`);
/** `len(messages) - 10`, `messages.length - 10`, `history.len().saturating_sub(10)`. */
const LENGTH_MINUS = new RegExp(
  String.raw`(?:\blen\([^()]*\)|\.(?:length|size|count|len)\b(?:\(\))?)\s*(?:-|\.saturating_sub\()\s*(${NUMBER})`,
  'i',
);
/** Methods that take their first argument as the place where to begin. */
const BEGINNING: ReadonlySet<string> = new Set(['slice', 'subList', 'drop', 'Skip', 'skip', 'dropFirst', 'GetRange']);
/** Methods that take the number of the last elements which stay. */
const TAKING_LAST: ReadonlySet<string> = new Set(['takeLast', 'TakeLast', 'last', 'suffix', 'takeRight', 'tail']);
/** C#'s `history[^20..]`. */
const FROM_END_MARK = new RegExp(String.raw`^\s*\^\s*(${NUMBER})\s*\.\.\s*$`);

/** What stays of a list that is cut to its newest elements. */
export interface Cut {
  readonly list: Expr;
  /** Number or name, as written; empty for a cut that takes a few of the oldest away. */
  readonly kept: string;
  /** Elements that are taken away at the front, where the cut says that. */
  readonly skips?: number;
}

/** The cut that an expression is by itself; undefined for every other expression. */
export function cutOf(where: LinkedFile, expr: Expr): Cut | undefined {
  if (expr.kind === 'index') {
    if (expr.index.kind === 'number') return undefined;
    const written = where.text
      .slice(expr.object.end, expr.end)
      .replace(/^[\s)]+/, '')
      .trim();
    return /^\[.*\]$/s.test(written) ? cutAt(where, expr.object, written.slice(1, -1)) : undefined;
  }
  if (expr.kind !== 'call') return undefined;
  const { callee, args } = expr;
  const [first, second] = args;
  if (callee.kind === 'name' && (callee.name === 'array_slice' || callee.name === 'islice') && first !== undefined && second !== undefined)
    return cutAt(where, first.value, where.text.slice(second.start, second.end));
  if (callee.kind !== 'member' || first === undefined) return undefined;
  // lodash: `_.takeRight(history, 10)`
  if (callee.name === 'takeRight' && second !== undefined) return keeping(first.value, where.text.slice(second.start, second.end));
  const written = where.text.slice(first.start, first.end);
  if (TAKING_LAST.has(callee.name) && args.length === 1) return keeping(callee.object, written);
  // What `history.splice(history.length - 20)` gives is the end of the list.
  if (callee.name === 'splice' && args.length === 1) return cutAt(where, callee.object, written);
  return BEGINNING.has(callee.name) ? cutAt(where, callee.object, written) : undefined;
}

function keeping(list: Expr, kept: string): Cut | undefined {
  return new RegExp(`^${NUMBER}$`).test(kept.trim()) ? { list, kept: kept.trim() } : undefined;
}

/** The cut of a list that begins at a place, as written; a name stands for what it is bound to. */
function cutAt(where: LinkedFile, list: Expr, written: string): Cut | undefined {
  const fromEnd = FROM_THE_END.exec(written)?.[1] ?? FROM_END_MARK.exec(written)?.[1];
  if (fromEnd !== undefined) return { list, kept: fromEnd };
  const begin = written.split(/:(?!:)|\.\./, 1)[0] ?? '';
  const minus = LENGTH_MINUS.exec(named(where, list, begin.trim()) ?? begin)?.[1];
  if (minus !== undefined) return { list, kept: minus };
  const counted = /^\s*([a-z_$]\w*)(?:\s*\+\s*1)?\s*$/i.exec(begin)?.[1];
  if (counted !== undefined && isFoundGoingBack(where, list, counted)) return { list, kept: counted };
  const skipped = /^\s*(\d+)\s*(?::|\.\.)?\s*$/.exec(written)?.[1];
  return skipped !== undefined && Number(skipped) > 0 && Number(skipped) <= MOST_SKIPPED
    ? { list, kept: '', skips: Number(skipped) }
    : undefined;
}

/**
 * True for an index that a loop in front of an expression finds by going back from the newest element until a limit is reached:
 * `while (i >= 0 && used <= budget) i--`, and `start = i` in a loop that counts down and stops there.
 */
function isFoundGoingBack(where: LinkedFile, near: Span, index: string): boolean {
  const { facts, text } = where;
  const holder = facts.scopes.findLast(
    ({ kind, start, end }) => (kind === 'function' || kind === 'lambda') && start <= near.start && near.end <= end,
  );
  if (holder === undefined) return false;
  const down = new RegExp(`(?<!\\w)${index}\\s*(?:--|-=\\s*1\\b)|--\\s*${index}(?!\\w)`);
  return facts.blocks.some((loop) => {
    if ((loop.kind !== 'for' && loop.kind !== 'while') || loop.start < holder.start || loop.end > near.start) return false;
    const written = text.slice(loop.start, Math.min(loop.end, loop.start + MAX_LOOP));
    const head = written.split('\n', 1)[0] ?? '';
    const counts = COUNTING_DOWN.test(head) || REVERSING.test(head);
    const sets = holder.bindings.get(index)?.some(({ start, end }) => loop.start <= start && end <= loop.end) === true;
    if (!down.test(written) && !(counts && sets)) return false;
    const own = loop.header !== undefined && asksBudget(where, loop.header) && asksLength(where, loop.header);
    return own || leavingWhenItFits(where, loop) !== undefined;
  });
}

/** The cut that a loop makes of a list by where it begins to count: `range(max(0, len(turns) - 20), len(turns))`, `let i = turns.length - 20`. */
export function cutOfLoop(where: LinkedFile, loop: Block, list: Expr): Cut | undefined {
  const head = where.text.slice(loop.start, Math.min(loop.end, loop.start + MAX_LOOP)).split('\n', 1)[0] ?? '';
  const begin =
    /\brange\(\s*(.+?)\s*,\s*len\(/.exec(head)?.[1] ?? /\bfor\s*\(\s*(?:let|var)\s+\w+\s*=\s*([^;]+);[^;]*<[^;]*\blength\b/.exec(head)?.[1];
  const cut = begin === undefined ? undefined : cutAt(where, list, begin);
  // Whoever begins behind the first message leaves out the rules, and nothing old.
  return cut?.skips === undefined ? cut : undefined;
}

/** The text of what a bare name is bound to in the functions around an expression. */
function named(where: LinkedFile, near: Span, name: string): string | undefined {
  if (!/^[a-z_$]\w*$/i.test(name)) return undefined;
  const around = where.facts.scopes.filter((scope) => scope.start <= near.start && near.end <= scope.end);
  const value = around.at(-1)?.bindings.get(name)?.at(-1)?.value;
  return value === undefined ? undefined : where.text.slice(value.start, value.end);
}

/** Elements that a call takes from the front of its list, or from behind a first one that stays; undefined for other calls. */
function takenFromFront(call: CallExpr): number | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const [first, second] = call.args.map(({ value }) => (value.kind === 'number' ? value.value : undefined));
  const atFront = first !== undefined && first >= 0 && first <= KEPT_IN_FRONT;
  switch (call.callee.name) {
    case 'shift':
    case 'popleft':
    case 'removeFirst':
    case 'RemoveFirst':
    case 'pop_front':
    case 'popFirst':
    case 'pollFirst':
    case 'Dequeue':
      return call.args.length === 0 ? 1 : undefined;
    case 'pop':
    case 'remove':
    case 'removeAt':
    case 'RemoveAt':
    case 'delete_at':
      return atFront ? 1 : undefined;
    case 'splice':
    case 'RemoveRange':
      return atFront ? second : undefined;
    default:
      return undefined;
  }
}

/** What stays of a list of which a call takes so many at the front that the rest has a length: `history.splice(0, history.length - 20)`. */
export function keptBySplice(where: LinkedFile, call: CallExpr): string | undefined {
  const [first, second] = call.args.map(({ value }) => value);
  if (call.callee.kind !== 'member' || call.callee.name !== 'splice' || first?.kind !== 'number' || first.value > KEPT_IN_FRONT)
    return undefined;
  return second === undefined ? undefined : LENGTH_MINUS.exec(where.text.slice(second.start, second.end))?.[1];
}

/** Elements that `del list[…]` takes from the front or from behind the first few, by what stands in the brackets. */
function deletedFromFront(written: string): number | undefined {
  const [, from, colon, to] = /^\[\s*(\d*)\s*(:?)\s*(\d*)\s*\]$/.exec(written) ?? [];
  if (from === undefined || Number(from) > KEPT_IN_FRONT || (colon === '' && from === '')) return undefined;
  if (colon === '') return 1;
  return to === undefined || to === '' ? undefined : Number(to) - Number(from);
}

/** Elements that a statement takes from the front of its list: by a method, or by `del`. */
export function takenOrDeleted(where: LinkedFile, value: Expr): number | undefined {
  if (value.kind === 'call') return takenFromFront(value);
  return value.kind === 'index' ? deletedFromFront(where.text.slice(value.object.end, value.end)) : undefined;
}

/** What a `for` goes through: a list, or one whose length it counts up to (`i < turns.length`, `range(len(turns))`). */
export function listsOf(header: Expr): Expr[] {
  switch (header.kind) {
    case 'operation':
      return header.operands.flatMap(listsOf);
    case 'member':
      return [header.name === 'length' ? header.object : header];
    case 'call': {
      const counts = header.callee.kind === 'name' && /^(range|len|enumerate|reversed|list)$/.test(header.callee.name);
      return counts ? header.args.flatMap(({ value }) => listsOf(value)) : [header];
    }
    default:
      return [header];
  }
}

/** `step < max_steps`, `while (turn++ < maxTurns)`. */
const COUNTED_STEPS = /\b\w*(step|turn|iter|round|attempt|retr|loop|hop)\w*\s*(\+\+)?\s*<=?/i;
/** Units of a loop that are looked at. */
const MAX_LOOP = 6000;
const REVERSING = /\breversed?\(|::\s*-\s*1\s*\]|\.(toReversed|asReversed|reverse_each|rev|Reverse|insert\(0)\b/;
const COUNTING_DOWN = /\b(\w+)--|--(\w+)\b|,\s*-1\s*,\s*-1\s*\)|\bdownTo\b|-=\s*1\b/;

/**
 * The condition that ends a loop which goes through a conversation from its newest element on and keeps what fits: all that is older is left out.
 * Undefined for other loops.
 *
 * @param effect the statement that keeps an element
 * @param holder the function around
 */
export function limitGoingBack(where: LinkedFile, effect: Effect, holder: Scope): Expr | undefined {
  const { blocks } = where.facts;
  const within: Block[] = [];
  for (let at = effect.block; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
    const block = blocks[at];
    if (block === undefined) break;
    if (block.kind !== 'for' && block.kind !== 'while') {
      within.push(block);
      continue;
    }
    const text = where.text.slice(block.start, Math.min(block.end, block.start + MAX_LOOP));
    const head = text.slice(0, 160);
    const first = effect.kind === 'prepend' && effect.key?.kind === 'number' && effect.key.value === 0;
    const backwards = REVERSING.test(head) || (block.kind === 'for' && COUNTING_DOWN.test(head.split('\n', 1)[0] ?? ''));
    const reversedLater = isReversed(where.text.slice(block.end, Math.min(holder.end, block.end + MAX_LOOP)), effect.target);
    // A loop that counts turns goes through no list.
    if (!backwards && block.kind === 'for' && /^range\((?!.*\blen\()/.test(headerOf(where, block))) continue;
    // A loop of an agent counts its steps: what it adds to is no selection of messages.
    if (block.kind === 'while' && COUNTED_STEPS.test(headerOf(where, block))) continue;
    // Whoever goes from the oldest to the newest and puts each in front turns the list around, and leaves nothing out.
    if (!backwards && !reversedLater && !(first && block.kind === 'while')) continue;
    const stops = blocks.filter(
      (one) =>
        one.kind === 'branch' &&
        one.start >= block.start &&
        one.end <= block.end &&
        asksLength(where, one.header) &&
        /\b(break|return)\b/.test(where.text.slice(one.start, one.end)),
    );
    const keeps = within.find((one) => one.kind === 'branch' && asksLength(where, one.header));
    const asks = asksLength(where, block.header) && (block.kind === 'while' || asksBudget(where, block.header));
    const own = asks ? block.header : undefined;
    // An endless loop that puts something in front under a condition goes through no list.
    const limit = own ?? stops[0]?.header ?? (backwards || reversedLater ? keeps?.header : undefined);
    if (limit !== undefined) return limit;
  }
  return undefined;
}

/** The condition in a loop under which it is left because what stays fits: `if (tokens <= budget) return current`. The loop's own says how few may stay. */
export function leavingWhenItFits(where: LinkedFile, loop: Block): Expr | undefined {
  return where.facts.blocks.find(
    (one) =>
      one.kind === 'branch' &&
      one.start >= loop.start &&
      one.end <= loop.end &&
      asksBudget(where, one.header) &&
      asksLength(where, one.header) &&
      /\b(break|return)\b/.test(where.text.slice(one.start, one.end)),
  )?.header;
}

/** True for a text that turns a list around: `kept.reverse()`, `reversed(kept)`, `kept[::-1]`. */
function isReversed(text: string, list: Expr): boolean {
  const name = list.kind === 'name' || list.kind === 'member' ? list.name : '';
  return (
    name !== '' &&
    REVERSING.test(text) &&
    new RegExp(`(?<!\\bin )\\b(reversed?|Reverse)\\([^()]*\\b${name}\\b|\\b${name}\\b[^\\n]{0,40}(reverse|Reverse|\\brev\\b|::\\s*-)`).test(
      text,
    )
  );
}

function asksLength(where: LinkedFile, header: Expr | undefined): boolean {
  if (header === undefined) return false;
  const text = where.text.slice(header.start, header.end);
  return /[<>]|\b(exceeds|fits|isWithin|would_?exceed)/i.test(text) && LENGTH_WORDS.test(text);
}

/** `for (let i = messages.length - 1; i >= 0 && tokensLeft > 0; i--)`. */
function asksBudget(where: LinkedFile, header: Expr | undefined): boolean {
  return header !== undefined && /token|max|limit|budget|remaining/i.test(where.text.slice(header.start, header.end));
}

/** True for a condition that asks what the first element is, and of the length only whether there is one: `turns.length > 0 && turns[0].role !== "user"`. */
export function asksWhatIsFirst(header: string): boolean {
  const compared = [...header.matchAll(/(?<!=)[<>](?!>)=?\s*([\w.]+)/g)];
  return ABOUT_FIRST.test(header) && compared.every(([, number]) => /^[01]$/.test(number ?? ''));
}

/** The function whose parameter a name is. */
export function holderOf({ facts }: LinkedFile, name: string, from: number): Scope | undefined {
  for (let at = from; at >= 0; at = facts.scopes[at]?.parent ?? -1)
    if (facts.scopes[at]?.params.some((parameter) => parameter.name === name) === true) return facts.scopes[at];
  return undefined;
}

/** The condition of a block, as written; empty where it has none. */
export function headerOf({ text }: LinkedFile, { header }: Block): string {
  return header === undefined ? '' : text.slice(header.start, header.end);
}

/** The block whose condition decides about a statement; one that only asks whether the list holds anything leaves that to the block around it. */
export function blockAsking(where: LinkedFile, { block: from, target }: Effect): Block | undefined {
  const { blocks } = where.facts;
  const list = where.text.slice(target.start, target.end);
  let block = blocks[from];
  while (block?.kind === 'branch' && block.header !== undefined && asksForAnything(headerOf(where, block), list))
    block = blocks[block.parent];
  return block;
}

/** `turns`, `len(turns) > 0`, `turns.length`. */
function asksForAnything(header: string, list: string): boolean {
  const bare = header.replace(/^len\((.*?)\)/, '$1').replace(/\.(length|size)\b/, '');
  return bare.replace(/\s*>\s*0$/, '').trim() === list;
}

/** True where one place lies inside of another. */
export function within(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
