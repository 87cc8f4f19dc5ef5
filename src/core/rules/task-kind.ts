import type { PromptCall } from '../ir.ts';
import { instructionText } from './prompt-text.ts';

/** What a prompt seems to ask for, with an output limit that fits such answers. */
export interface TaskKind {
  readonly name: string;
  /** Output tokens that answers of this kind rarely exceed. */
  readonly tokens: number;
}

const freeText: TaskKind = { name: 'free text', tokens: 1000 };
const structured: TaskKind = { name: 'structured output', tokens: 1000 };
/** With tools an answer is text or the arguments of a tool, whole files among them; what is cut off does not parse. */
const withTools: TaskKind = { name: 'answers and calls of tools', tokens: 2000 };

/** First match counts; patterns are words, never parts of words. */
const kinds: readonly { readonly pattern: RegExp; readonly kind: TaskKind }[] = [
  {
    pattern:
      /\b(classify|categori[sz]e|sentiment|yes or no|true or false|one word|single word|label the|score from|rate (?:it|the|this) from)\b/i,
    kind: { name: 'classification', tokens: 50 },
  },
  { pattern: /\b(extract|parse the|as json|json object|json format|valid json)\b/i, kind: { name: 'extraction', tokens: 300 } },
  { pattern: /\b(summari[sz]e|summary|tl;dr|key points)\b/i, kind: { name: 'a summary', tokens: 600 } },
  { pattern: /\b(step-by-step plan|make a plan|plan the|break (?:it|this) down)\b/i, kind: { name: 'planning', tokens: 500 } },
];

/** Judges a call by its tools and the form that it demands, then by its constant text; anything unclear is free text. */
export function taskKindOf(call: PromptCall): TaskKind {
  if (call.tools.state !== 'absent') return withTools;
  // A form is filled in as a whole: what is cut off does not parse, however short the question.
  if (call.structuredOutput) return structured;
  const text = call.segments
    .filter((segment) => segment.role === 'system' || segment.role === 'user')
    .flatMap((segment) => segment.parts)
    .map((part) => (part.kind === 'text' ? part.text : ' '))
    .join(' ')
    .slice(0, 20_000);
  return kinds.find(({ pattern }) => pattern.test(text))?.kind ?? freeText;
}

/** Tasks that small models do as well, by words of the instruction. */
const SIMPLE: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /\b(classify|categori[sz]e|sentiment|yes or no|true or false|one word|single word)\b/i, name: 'classification' },
  { pattern: /\btranslat(e|ion)\b/i, name: 'translation' },
  { pattern: /\bextract\b/i, name: 'extraction' },
  { pattern: /\b(reformat|rephrase|fix the (grammar|spelling)|proofread)\b/i, name: 'rewriting' },
];
/** Words of tasks that are not simple, whatever else they ask for. */
const HARD =
  /\b(reason|analy[sz]e|analysis|step[- ]by[- ]step|plan|design|architect|debug|prove|research|agent|code|program|strateg|legal|medical|financial)/i;

/** Name of the simple task that a call asks for; undefined when it asks for more, sends tools, or is not clear. */
export function simpleTask(call: PromptCall): string | undefined {
  if (call.tools.state !== 'absent' || call.history) return undefined;
  const text = instructionText(call);
  if (text.length > 4000 || HARD.test(text)) return undefined;
  return SIMPLE.find(({ pattern }) => pattern.test(text))?.name;
}
