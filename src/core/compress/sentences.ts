/** Sentences of prompts, and which of them stand there twice. Filters are those of a measurement on 900 instruction files. */
import type { Span } from '../facts.ts';
import { touches, type Scan } from './rewrite.ts';
import { linesOf, union } from './scan.ts';

/** Fewer words say the same by chance. */
const FEWEST_WORDS = 8;
/** Sentences that are compared; what stands behind them is left out. */
const MAX_SENTENCES = 10_000;
/** A block is at least so many sentences in a row. */
const BLOCK_SENTENCES = 3;
/** A copy of so much of a text has been pasted twice, whatever stands above it. */
const PASTED_SHARE = 0.25;
/** What stands in the last part of a prompt is said again on purpose. */
const REMINDER_FROM = 0.85;

/** A sentence or a line. Offsets are into the text that was scanned. */
export interface Sentence extends Span {
  /** Lower case, without signs and marks of lists. */
  readonly words: string;
  /** Number of the line in the text. */
  readonly line: number;
  /** The heading above it and its line; undefined above the first one. */
  readonly heading: { readonly title: string; readonly line: number } | undefined;
  /** False for what only looks like prose: code, tables, lists of parameters, check lists. */
  readonly isProse: boolean;
}

/** Sentences that stand in a text a second time. */
export interface Repetition {
  readonly first: Span;
  readonly again: Span;
  readonly kind: 'block' | 'sentence';
  /** Headings above the two, where they differ. */
  readonly headings: readonly [string | undefined, string | undefined];
  /** True near the end of a text: many prompts repeat there what matters, on purpose. */
  readonly isReminder: boolean;
  /** True when the second stands on lines of its own, so that it can be cut out. */
  readonly wholeLines: boolean;
}

/** Lines that are no prose: parameters, tables, check lists, code. */
const codeLike =
  /[{};<>|]|=>|\(\)|^\s*(?:[-*+•]\s*)?(?:import|from|export|const|let|var|def|class|SELECT|CREATE|ALTER|INSERT|npm|npx|git|curl|pip|\$|"|'|\/\/|\/\*)(?:\s|$)|^\s*[-*+] \[[ xX]\]|^\s*(?:[-*+•]\s*)?[`*_]*\w+[`*_]*\s*(?:\([^)]*\))?\s*:\s|^\s*\||^\s*\$/;

/** Headings of steps, modes and phases: each stands for itself. */
const stepHeading = /^[^\p{L}]*(?:\d|(?:step|phase|stage|mode|part|task|example|case|scenario|option|variant|agent|tool|command)\b)/iu;

/** Sentences that speak of what stands before them, lead to what stands behind them, or are one of several steps. */
const leaning =
  /^\s*(?:\d+[.)]\s|(?:[-+•*]\s+)?[*_]*(?:this|that|it|its|they|these|those|then|otherwise|however|here|there|also|so|and|but|or|for example|e\.g\.)\b)|:[*_]*\s*$/i;

/** The sentences of a text in order, those of fenced code left out. */
export function sentencesOf(scan: Scan): Sentence[] {
  const { text } = scan;
  const examples = union(
    [...text.matchAll(/<(examples?|samples?|output|template|conversation|transcript)\b[^<>\n]{0,80}>[^]*?<\/\1>/gi)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
  const result: Sentence[] = [];
  let heading: Sentence['heading'];
  for (const [number, line] of linesOf(scan).entries()) {
    if (line.inFence || line.text.trim() === '') continue;
    const title = /^(?:#{1,6}[ \t]+(.*)|\*\*([^*]+)\*\*:?[ \t]*)$/.exec(line.text);
    if (title !== null) {
      heading = { title: (title[1] ?? title[2] ?? '').trim(), line: number };
      continue;
    }
    const letters = line.text.replace(/[^\p{L} ]/gu, '').length;
    // Steps of a procedure and links belong where they stand.
    const isProse =
      !/^\s*\d+[.)]\s|https?:\/\/|\]\(/.test(line.text) &&
      !codeLike.test(line.text) &&
      letters >= line.text.trim().length * 0.85 &&
      !/^(?: {8}|\t\t)/.test(line.text);
    for (const match of line.text.matchAll(/[^\s](?:[^.!?]|[.!?](?!\s|$))*(?:[.!?]+(?=\s|$)|$)/g)) {
      const start = line.start + match.index;
      const end = start + match[0].trimEnd().length;
      const words = normalised(match[0]);
      if (words === '') continue;
      const free = isProse && !touches(examples, { start, end }) && !leaning.test(match[0]) && !/["“”«»]/.test(match[0]);
      result.push({ start, end, words, line: number, heading, isProse: free });
      if (result.length >= MAX_SENTENCES) return result;
    }
  }
  return result;
}

/** What two sentences that say the same have in common. */
export function normalised(text: string): string {
  return text
    .toLowerCase()
    .replace(/^\s*(?:[-+•*]|\d+[.)])\s+/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Stretches of a text that stand there twice, blocks before sentences, in order. Takes time in proportion to the text. */
export function repetitionsIn(scan: Scan): Repetition[] {
  const sentences = sentencesOf(scan);
  const first = new Map<string, number>();
  const result: Repetition[] = [];
  for (let at = 0; at < sentences.length; at++) {
    const sentence = sentences[at];
    if (sentence === undefined) break;
    const earlier = first.get(sentence.words);
    const length = earlier === undefined ? 0 : runLength(sentences, earlier, at);
    const found = earlier === undefined ? undefined : repetition(scan, sentences, earlier, at, length);
    if (found !== undefined) {
      result.push(found);
      at += length - 1;
    } else if (earlier === undefined && (sentence.isProse || wordCount(sentence) >= 4)) first.set(sentence.words, at);
  }
  return result;
}

/** Equal sentences in a row, without overlap. */
function runLength(sentences: readonly Sentence[], first: number, second: number): number {
  let length = 0;
  while (
    first + length < second &&
    sentences[second + length] !== undefined &&
    sentences[first + length]?.words === sentences[second + length]?.words
  )
    length++;
  return length;
}

function repetition({ text }: Scan, sentences: readonly Sentence[], first: number, second: number, length: number): Repetition | undefined {
  const again = sentences.slice(second, second + length);
  const before = sentences.slice(first, first + length);
  const [a, b] = [before[0], again[0]];
  const [lastA, lastB] = [before.at(-1), again.at(-1)];
  if (a === undefined || b === undefined || lastA === undefined || lastB === undefined) return undefined;
  const prose = again.filter((sentence) => sentence.isProse && wordCount(sentence) >= FEWEST_WORDS);
  const words = again.reduce((sum, sentence) => sum + wordCount(sentence), 0);
  const isBlock = length >= BLOCK_SENTENCES && words >= 30 && prose.length >= BLOCK_SENTENCES - 1 && again.every(({ isProse }) => isProse);
  if (!isBlock && (prose.length !== length || words < 12)) return undefined;
  // Sections of the same make (one per agent, tool or language) say the same on purpose.
  const share = (lastB.end - b.start) / text.length;
  const sameMake = a.heading?.title === b.heading?.title && a.heading?.line !== b.heading?.line;
  const steps = [a, b].every(({ heading }) => stepHeading.test(heading?.title ?? '')) && a.heading?.line !== b.heading?.line;
  const parallel = (sameMake || steps) && share < PASTED_SHARE;
  if (parallel || leavesHeading(text, b.start, lastB.end) || (!isBlock && !isInstruction(text.slice(b.start, lastB.end)))) return undefined;
  const lineStart = text.lastIndexOf('\n', b.start - 1) + 1;
  const lineEnd = text.indexOf('\n', lastB.end);
  const around = `${text.slice(lineStart, b.start)} ${text.slice(lastB.end, lineEnd < 0 ? text.length : lineEnd)}`;
  return {
    first: { start: a.start, end: lastA.end },
    again: { start: b.start, end: lastB.end },
    kind: isBlock ? 'block' : 'sentence',
    headings: [a.heading?.title, b.heading?.title],
    isReminder: b.start > text.length * REMINDER_FROM,
    wholeLines: /^\s*(?:[-+•*]|\d+[.)])?\s*$/.test(around),
  };
}

/** True when nothing but its heading would be left of a section. */
function leavesHeading(text: string, start: number, end: number): boolean {
  const before = text.slice(0, start).trimEnd();
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const behind = text.slice(end).trimStart();
  return /^[ \t]*(?:#{1,6}[ \t]|\*\*[^*]+\*\*:?$|<\w[^>]*>$)/.test(line) && (behind === '' || /^(?:#{1,6}[ \t]|<\/)/.test(behind));
}

/** A sentence that tells what to do; facts and descriptions may be wanted in two places. */
function isInstruction(text: string): boolean {
  return /\b(?:must|never|always|should|shall|do not|don['’]t|only|ensure|make sure|avoid|required?|need to|have to|use|follow|keep|prefer|if|when|before|after|without|you)\b/i.test(
    text,
  );
}

function wordCount({ words }: Sentence): number {
  return words.split(' ').length;
}
