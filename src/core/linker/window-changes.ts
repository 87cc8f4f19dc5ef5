/** Earlier messages that are written anew for every request: cleared once newer ones stand behind them, or given the time of the request. */
import type { ComprehensionExpr, Effect, Expr, Scope, Span } from '../facts.ts';
import { CONVERSATION_NAME, LENGTH_WORDS, listsOf } from './window-shapes.ts';
import type { LinkedFile } from './value.ts';

/** A change that the older messages of a list get, all but the newest ones. */
export interface OlderChanged {
  readonly at: Span;
  /** Newest messages that stay as they are, as written: a number or a name. */
  readonly kept: string;
}

/** `[:-8]`, `slice(0, -8)`: all but the newest. */
const ALL_BUT_NEWEST = /\[\s*:\s*-\s*([\w.]+)\s*\]|\.slice\(\s*0\s*,\s*-\s*([\w.]+)\s*\)/;
/** `index < len(messages) - 8`: one of the older messages. */
const IS_OLDER = /<=?\s*(?:len\([^()]*\)|[\w.]+\.(?:length|size\(\)|size|Count))\s*-\s*([\w.]+)/;
/** Keys of a message that are sent. */
const SENT = /^(content|text|parts|output|tool_calls|function_call)$/;
/** What is another one in every request. A day is none: it changes once a day. */
const FRESH =
  /\b(?:datetime(?:\.datetime)?\.(?:now|utcnow)\(|Date\.now\(\)|new Date\(\)|time\.time\(\)|uuid\w*(?:\.v4|\.uuid4)?\(\)|randomUUID\(\)|Math\.random\(\)|DateTime\.(?:Utc)?Now\b|DateTimeOffset\.(?:Utc)?Now\b|Instant\.now\(\)|LocalDateTime\.now\(\)|Time\.now\b)/;
const ONLY_DAY = /\.date\(\)|%[Yyd]\W?%m|toLocaleDateString|toDateString|\.slice\(0, ?10\)|split\(["']T/;

/** True for an expression that takes all but the newest elements of a list. */
export function allButNewest(where: LinkedFile, span: Span): string | undefined {
  const [, index, slice] = ALL_BUT_NEWEST.exec(where.text.slice(span.start, span.end)) ?? [];
  return index ?? slice;
}

/** Statements of a function that change what older messages of a list say, on every run and not only when the list has become too long. */
export function olderChangedIn(where: LinkedFile, scope: Scope, list: string): OlderChanged[] {
  const { blocks } = where.facts;
  return scope.effects.flatMap((effect): OlderChanged[] => {
    if (effect.kind !== 'set' || effect.key?.kind !== 'text' || !SENT.test(effect.key.value)) return [];
    let kept: string | undefined;
    for (let at = effect.block; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
      const block = blocks[at];
      if (block?.header === undefined) continue;
      const text = where.text.slice(block.header.start, block.header.end);
      if (block.kind === 'branch') {
        const older = IS_OLDER.exec(text)?.[1];
        // Whoever asks for the length waits until much has come together.
        if (older === undefined && /[<>]/.test(text) && LENGTH_WORDS.test(text)) return [];
        kept ??= older;
      } else if (block.kind === 'for') {
        const through = listsOf(block.header).some((one) => nameIn(one) === list);
        if (!through) continue;
        kept ??= allButNewest(where, block.header);
        if (kept === undefined) return [];
        return waitsAround(where, block.parent) ? [] : [{ at: effect, kept }];
      }
    }
    return [];
  });
}

/** True below a condition on how long the conversation has become. */
function waitsAround(where: LinkedFile, from: number): boolean {
  const { blocks } = where.facts;
  for (let at = from; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
    const block = blocks[at];
    if (block?.kind !== 'branch' || block.header === undefined) continue;
    const text = where.text.slice(block.header.start, block.header.end);
    if (/[<>]/.test(text) && LENGTH_WORDS.test(text)) return true;
  }
  return false;
}

/** `messages.map((m, i) => (i < messages.length - 6 ? { ...m, content: '' } : m))`. */
export function olderChangedBy(where: LinkedFile, { element, iterable }: ComprehensionExpr): OlderChanged | undefined {
  if (element.kind !== 'conditional') return undefined;
  const [then, otherwise] = [element.then.kind, element.otherwise.kind];
  if (then !== 'name' && otherwise !== 'name') return undefined;
  const kept = IS_OLDER.exec(where.text.slice(element.test.start, element.test.end))?.[1];
  return kept === undefined || nameIn(iterable) === undefined ? undefined : { at: element, kept };
}

/** The time or a random value that is written into each message of a conversation; undefined where none is. */
export function freshInEach(where: LinkedFile, { element, iterable }: ComprehensionExpr): Span | undefined {
  return CONVERSATION_NAME.test(where.text.slice(iterable.start, iterable.end)) ? freshIn(where, element) : undefined;
}

/** The same of a loop that copies a conversation into a list which the function has just made: `for turn in history: messages.append(…)`. */
export function freshInCopy(where: LinkedFile, { target, value, block, scope }: Effect): Span | undefined {
  const { blocks, scopes } = where.facts;
  if (target.kind !== 'name' || blocks[block]?.kind !== 'for') return undefined;
  const { header } = blocks[block];
  if (header === undefined || !CONVERSATION_NAME.test(where.text.slice(header.start, header.end))) return undefined;
  const made = scopes[scope]?.bindings.get(target.name);
  const isNew = made?.length === 1 && made[0]?.value?.kind === 'list' && made[0].block === blocks[block].parent;
  return isNew ? freshIn(where, value) : undefined;
}

function freshIn(where: LinkedFile, message: Expr): Span | undefined {
  if (message.kind !== 'dict') return undefined;
  for (const { key, value } of message.entries) {
    if (key?.kind !== 'text' || key.value !== 'content') continue;
    const text = where.text.slice(value.start, value.end);
    if (FRESH.test(text) && !ONLY_DAY.test(text)) return value;
  }
  return undefined;
}

/** The name of a list, also behind a cut: `messages`, `messages[:-8]`, `messages.slice(0, -8)`, `self.messages`. */
function nameIn(expr: Expr): string | undefined {
  if (expr.kind === 'name' || expr.kind === 'member') return expr.name;
  if (expr.kind === 'index') return nameIn(expr.object);
  return expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.name === 'slice' ? nameIn(expr.callee.object) : undefined;
}
