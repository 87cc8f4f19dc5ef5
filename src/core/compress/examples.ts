/** Few-shot examples that say nearly the same. */
import type { Span } from '../facts.ts';
import type { Scan } from './rewrite.ts';

/** Shared runs of three words of all runs of two texts, from which on they say the same. */
const ALIKE = 0.8;
/** Shorter examples are alike by chance. */
const FEWEST_WORDS = 15;
/** Examples of one prompt that are compared. */
const MOST = 200;

/** An example that is nearly the same as an earlier one. */
export interface RepeatedExample {
  readonly first: Span;
  readonly again: Span;
  /** Share of what the two have in common, 0 to 1. */
  readonly likeness: number;
}

/** Examples in tags (`<example>…</example>`) and below headings or labels with a number (`Example 2:`) that resemble an earlier one. */
export function repeatedExamples(scan: Scan): RepeatedExample[] {
  return likeAmong(examplesOf(scan).map((span) => ({ ...span, text: scan.text.slice(span.start, span.end) }))).map(
    ({ first, again, likeness }) => ({
      first: { start: first.start, end: first.end },
      again: { start: again.start, end: again.end },
      likeness,
    }),
  );
}

/** Texts that resemble an earlier one; each is reported once, and is no measure for later ones. */
export function likeAmong<T extends { readonly text: string }>(
  texts: readonly T[],
): { readonly first: T; readonly again: T; readonly likeness: number }[] {
  const known: { readonly of: T; readonly runs: ReadonlySet<string>; readonly facts: string }[] = [];
  const result: { first: T; again: T; likeness: number }[] = [];
  for (const one of texts.slice(0, MOST)) {
    const words = one.text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
    if (words.length < FEWEST_WORDS) continue;
    const runs = new Set(words.slice(2).map((_, at) => words.slice(at, at + 3).join(' ')));
    const facts = factsOf(one.text);
    // Examples that differ in a value teach what the value does.
    const like = known.find((other) => other.facts === facts && likeness(runs, other.runs) >= ALIKE);
    if (like === undefined) known.push({ of: one, runs, facts });
    else result.push({ first: like.of, again: one, likeness: likeness(runs, like.runs) });
  }
  return result;
}

/** What makes an example teach something of its own: numbers, quoted values, labels of the answer. */
function factsOf(text: string): string {
  const answer =
    /(?:output|answer|label|category|result|assistant|class|intent|sentiment|response)["']?\s*[:>]\s*([^\n]*)/i.exec(text)?.[1] ?? '';
  const body = text.replace(/^[^\n]{0,40}\b(?:example|sample)s?\b[^\n]{0,40}$/gim, '').replace(/<\/?\w+[^<>]*>/g, '');
  return JSON.stringify([body.match(/\d+/g) ?? [], body.match(/"[^"\n]{1,80}"|`[^`\n]+`/g) ?? [], answer.trim().toLowerCase()]);
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const run of a) if (b.has(run)) shared++;
  return shared / (a.size + b.size - shared || 1);
}

function examplesOf({ text }: Scan): Span[] {
  const tagged = [...text.matchAll(/<(example|sample)\b[^<>\n]{0,80}>[^]*?<\/\1>/gi)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  if (tagged.length > 1) return tagged;
  const marks = [...text.matchAll(/^[ \t]*(?:#{1,6}[ \t]+|\*\*)?(?:example|sample)[ \t]+\d+\b[^\n]*$/gim)].map(({ index }) => index);
  return marks.slice(0, -1).map((start, at) => ({ start, end: marks[at + 1] ?? text.length }));
}
