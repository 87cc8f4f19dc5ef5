import {
  classesOf,
  compressCall,
  compressText,
  HOLE,
  rewriteClasses,
  type CallCompression,
  type Compression,
  type RewriteClass,
} from '../compress/index.ts';
import type { Span } from '../facts.ts';
import { number, promptView } from './compression.ts';
import type { Remembered } from './memo.ts';
import { defineRule, type Fix } from './rule.ts';

/** Less than this is not worth a word, in tokens per call; and as a share of the prompt. Both must be reached. */
const WORTHWHILE_TOKENS = 50;
const WORTHWHILE_SHARE = 0.05;

/**
 * What other rules report, each at its place, and what may be wanted as it is: JSON in fences may show a format, comments may hold places to
 * fill in. The command offers them; nobody is told unasked.
 */
const elsewhere: ReadonlySet<RewriteClass> = new Set(['duplicate', 'example', 'records', 'fenced-json', 'comment']);

/** Signs that there may be something: most prompts have none, and are not looked at further. */
const mayCompress =
  /[ \t]{2,}\||\|[ \t]{2,}|[ \t]\r?\n|-{4,}|={4,}|\n[ \t]*\r?\n[ \t]*\r?\n[ \t]*\r?\n|[\u00A0\u200B\u2060\uFEFF]|^[ \t]*[[{][ \t]*\r?$|[─━═▬■▓█#•·]{8}|\b(?:in order to|so as to|due to the fact|in the event that|prior to|at all times|ability to|able to|number of|for the purpose)\b/im;

/** Longest prompt that is looked at while somebody types, in UTF-16 units: some 30 ms. The command takes longer ones. */
const MAX_LOOKED_AT = 80_000;

/** Finds text that is sent and says nothing: layout, drawn lines, filler. */
export const compressibleText = defineRule({
  id: 'compressible-text',
  summary: 'The prompt can say the same with fewer tokens: padding, trailing white space, layout of JSON, drawn lines, filler.',
  category: 'size',
  severity: 'hint',
  messages: {
    found: '{{tokens}} of {{total}} tokens of this prompt ({{share}} %) say nothing{{money}}: {{kinds}}.',
  },
  check(call, context) {
    const view = promptView(call, context);
    if (view === undefined || view.prompt.text.length > MAX_LOOKED_AT) return;
    const { text, optional } = view.prompt;
    // Most prompts have nothing to take away, wherever they are written; only for the others it is worked out where each change stands.
    const best = context.remember('compressible', JSON.stringify([view.target.provider, view.target.model, optional, text]), () =>
      bestCompression(text, optional, view.tokens),
    );
    if (!isWorthwhile(best)) return;
    const compressed = (part: 'safe' | 'review'): CallCompression | undefined =>
      compressCall(view.call, {
        count: view.tokens,
        classes: classesHere([part]),
        textOf: (uri) => (uri === call.uri ? context.textOf(uri) : undefined),
      });
    const parts = [
      { name: 'safe', result: compressed('safe') },
      { name: 'review', result: compressed('review') },
    ] as const;
    const found = parts.flatMap(({ name, result }) => (result === undefined || result.edits.length === 0 ? [] : [{ name, result }]));
    const [first] = found;
    if (first === undefined) return;
    const total = first.result.tokensBefore;
    const tokens = found.reduce((sum, { result }) => sum + result.tokensBefore - result.tokensAfter, 0);
    if (!isWorthwhile({ total, saved: tokens })) return;
    const edits = found.flatMap(({ result }) => result.edits).sort((a, b) => a.start - b.start);
    const [at] = edits;
    if (at === undefined) return;
    const kinds = found.flatMap(({ result }) => result.saved).sort((a, b) => b.tokens - a.tokens);
    const fixes = found.map(({ name, result }): Fix => ({
      title: `Compress the prompt, ${name === 'safe' ? 'layout only' : 'wording too, please review'} (−${number(result.tokensBefore - result.tokensAfter)} tokens per call)`,
      safety: name,
      edits: result.edits,
    }));
    context.report({
      at: { uri: at.uri, start: at.start, end: at.end },
      messageId: 'found',
      data: {
        tokens: number(tokens),
        total: number(total),
        share: ((tokens / total) * 100).toFixed(1),
        money: view.money(tokens),
        kinds: kinds
          .map((one) => `${rewriteClasses.find(({ id }) => id === one.class)?.title ?? one.class} ${number(one.tokens)}`)
          .join(', '),
      },
      impact: view.impact(tokens),
      fixes,
    });
  },
});

function classesHere(parts: readonly ('safe' | 'review')[]): ReadonlySet<RewriteClass> {
  return new Set([...classesOf(parts)].filter((id) => !elsewhere.has(id)));
}

/** What compressing a text saves where every change can be made. */
function bestCompression(text: string, optional: readonly Span[], count: (text: string) => number): Remembered['compressible'] {
  if (!mayCompress.test(text)) return { total: 0, saved: 0 };
  const compressed = (parts: readonly ('safe' | 'review')[]): Compression =>
    compressText(text, { count: (part) => count(part.replaceAll(HOLE, '')), classes: classesHere(parts), optional });
  const both = compressed(['safe', 'review']);
  // Where the two together would lose something that is demanded, one of them may not.
  const made = both.changes.length > 0 || both.dropped.length === 0 ? [both] : [compressed(['safe']), compressed(['review'])];
  const saved = made.reduce((sum, { tokensBefore, tokensAfter }) => sum + tokensBefore - tokensAfter, 0);
  return { total: both.tokensBefore, saved };
}

function isWorthwhile({ total, saved }: Remembered['compressible']): boolean {
  return saved >= WORTHWHILE_TOKENS && saved >= total * WORTHWHILE_SHARE;
}
