/** Compresses a text: deterministic, structural, and only what the tokenizer really counts as fewer tokens. */
import type { Span } from '../facts.ts';
import { lostConstraint } from './constraints.ts';
import { EditedText } from './edited-text.ts';
import { repeatedExamples } from './examples.ts';
import { jsonRewrites } from './json-text.ts';
import { layoutRewrites } from './layout.ts';
import { changed, rewriteClasses, touches, type Change, type Rewrite, type RewriteClass, type Scan } from './rewrite.ts';
import { scanText } from './scan.ts';
import { repetitionsIn } from './sentences.ts';
import { commentRewrites, decorationRewrites, fillerRewrites } from './wording.ts';

/** Rounds until nothing more is found. Two are enough for all that was measured; the bound is for texts made to go on. */
const MAX_ROUNDS = 6;
/** Rewrites of one kind in one round; what is beyond them waits for the next round. */
const MAX_REWRITES = 4000;
/** Text around a change that its tokens are counted with, in UTF-16 units on either side. */
const AROUND = 300;

/** What compressing needs from outside. */
export interface CompressOptions {
  /** Tokens of a text for the model that will read it. */
  readonly count: (text: string) => number;
  /** Kinds of rewrites that are wanted. */
  readonly classes: ReadonlySet<RewriteClass>;
  /** False for a change of the text as it is given that cannot be made where it is written. */
  readonly allows?: (change: Change) => boolean;
  /** Stretches that are not always sent: what they say is not said twice. */
  readonly optional?: readonly Span[];
}

/** A rewrite that was not made, and why. */
export interface DroppedRewrite extends Span {
  readonly class: RewriteClass;
  /** What would have been lost, in words. */
  readonly lost: string;
}

/** A text made shorter. */
export interface Compression {
  /** Changes of the text as given, in order. */
  readonly changes: readonly Change[];
  readonly text: string;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  /** Tokens by kind; they add up to the difference. */
  readonly saved: readonly { readonly class: RewriteClass; readonly tokens: number }[];
  readonly dropped: readonly DroppedRewrite[];
}

/** Compresses a text. Pure; the same text and tokenizer give the same result, and compressing that again changes nothing. */
export function compressText(text: string, options: CompressOptions): Compression {
  const edited = new EditedText(text);
  const tokensBefore = options.count(text);
  let tokens = tokensBefore;
  const saved = new Map<RewriteClass, number>();
  const dropped = new Map<string, DroppedRewrite>();
  const optional = options.optional ?? [];
  let finder = new Finder(text, optional);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const start = edited.text;
    for (const { id } of rewriteClasses) {
      if (!options.classes.has(id)) continue;
      const accepted = acceptedOf(id, finder, edited, options, dropped);
      if (accepted.length === 0) continue;
      edited.apply(accepted);
      // Where optional parts stand is known of the text as given: what is said twice is looked for there alone.
      finder = new Finder(edited.text, optional.length === 0 ? [] : [{ start: 0, end: edited.text.length }]);
      const now = options.count(edited.text);
      saved.set(id, (saved.get(id) ?? 0) + tokens - now);
      tokens = now;
    }
    if (edited.text === start) break;
  }
  const lost = edited.text === text ? undefined : lostConstraint(text, edited.text);
  if (lost !== undefined || tokens >= tokensBefore) {
    const [kind] = saved.keys();
    const notice = lost === undefined || kind === undefined ? [] : [{ class: kind, start: 0, end: text.length, lost }];
    return { changes: [], text, tokensBefore, tokensAfter: tokensBefore, saved: [], dropped: [...dropped.values(), ...notice] };
  }
  return {
    changes: edited.changes(),
    text: edited.text,
    tokensBefore,
    tokensAfter: tokens,
    saved: [...saved].map(([kind, count]) => ({ class: kind, tokens: count })).filter((one) => one.tokens !== 0),
    dropped: [...dropped.values()],
  };
}

/** The changes of one kind that hold: free, writable, fewer tokens, nothing lost. In order. */
function acceptedOf(
  kind: RewriteClass,
  finder: Finder,
  edited: EditedText,
  { count, allows }: CompressOptions,
  dropped: Map<string, DroppedRewrite>,
): Change[] {
  const { text } = edited;
  const found = finder.rewrites(kind).slice(0, MAX_REWRITES);
  const accepted: Change[] = [];
  let last = 0;
  for (const rewrite of found.sort((a, b) => (a.changes[0]?.start ?? 0) - (b.changes[0]?.start ?? 0))) {
    const origins = rewrite.changes.map((change) => ({ change, origin: edited.origin(change) }));
    const possible = origins
      .filter(
        ({ change, origin }) => origin !== undefined && change.start >= last && (allows?.({ ...origin, newText: change.newText }) ?? true),
      )
      .map(({ change }) => change);
    // What only takes blanks away may be made in part; anything else is one thing.
    const changes = partial.has(kind) ? possible : possible.length === rewrite.changes.length ? possible : [];
    const [first] = changes;
    const end = changes.at(-1)?.end;
    if (first === undefined || end === undefined || !isShorter(text, changes, count)) continue;
    if (removesText.has(kind)) {
      const lost = lostConstraint(text.slice(first.start, end), changed(text, [...accepted, ...changes]));
      if (lost !== undefined) {
        const at = edited.origin({ start: first.start, end }) ?? { start: 0, end: 0 };
        dropped.set(`${kind} ${at.start}`, { ...at, class: kind, lost });
        continue;
      }
    }
    accepted.push(...changes);
    last = end;
  }
  return accepted;
}

const removesText: ReadonlySet<RewriteClass> = new Set(['duplicate', 'example', 'comment', 'records', 'decoration']);
const partial: ReadonlySet<RewriteClass> = new Set(['json-layout', 'fenced-json', 'table-padding', 'invisible']);

/** Finds rewrites of a text; what several kinds have in common is looked for once. */
class Finder {
  private readonly scan: Scan;
  private readonly optional: readonly Span[];
  private layout: Rewrite[] | undefined;
  private json: Rewrite[] | undefined;

  constructor(text: string, optional: readonly Span[]) {
    this.scan = scanText(text);
    this.optional = optional;
  }

  rewrites(kind: RewriteClass): Rewrite[] {
    const { scan, optional } = this;
    switch (kind) {
      case 'duplicate':
        return repetitionsIn(scan)
          .filter(({ first, again, isReminder }) => !isReminder && !touches(optional, first) && !touches(optional, again))
          .map(({ again, wholeLines }) => ({ class: kind, changes: [removal(scan.text, again, wholeLines)] }));
      case 'example':
        return repeatedExamples(scan)
          .filter(({ first, again }) => !touches(optional, first) && !touches(optional, again))
          .map(({ again }) => ({ class: kind, changes: [removal(scan.text, again, true)] }));
      case 'comment':
        return commentRewrites(scan);
      case 'filler':
        return fillerRewrites(scan);
      case 'decoration':
        return decorationRewrites(scan);
      case 'records':
      case 'fenced-json':
      case 'json-layout':
        this.json ??= jsonRewrites(scan);
        return this.json.filter((rewrite) => rewrite.class === kind);
      default:
        this.layout ??= layoutRewrites(scan);
        return this.layout.filter((rewrite) => rewrite.class === kind);
    }
  }
}

/** Takes a stretch out with its lines, or with the blank before it. */
export function removal(text: string, { start, end }: Span, wholeLines: boolean): Change {
  if (!wholeLines) {
    const before = /[ \t]/.test(text[start - 1] ?? '') && !/^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
    const behind = !before && /[ \t]/.test(text[end] ?? '');
    return { start: before ? start - 1 : start, end: behind ? end + 1 : end, newText: '' };
  }
  const newline = text.indexOf('\n', end);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return newline < 0
    ? { start: Math.max(0, lineStart - 1), end: text.length, newText: '' }
    : { start: lineStart, end: newline + 1, newText: '' };
}

/** True when the tokenizer counts fewer tokens for the lines around the changes once they are made. */
function isShorter(text: string, changes: readonly Change[], count: (text: string) => number): boolean {
  const start = changes[0]?.start ?? 0;
  const end = changes.at(-1)?.end ?? 0;
  const lineStart = text.lastIndexOf('\n', text.lastIndexOf('\n', start - 1) - 1) + 1;
  const nextLine = text.indexOf('\n', end + 1);
  const from = Math.max(start - AROUND, start === 0 ? 0 : lineStart);
  const to = Math.min(end + AROUND, nextLine < 0 ? text.length : nextLine);
  const moved = changes.map(({ newText, ...span }) => ({ newText, start: span.start - from, end: span.end - from }));
  const before = text.slice(from, to);
  return count(changed(before, moved)) < count(before);
}
