/** What a prompt says about JSON that it wants as the answer. */

/** Ways to ask for JSON as the whole answer. Words that describe the input, files or tools do not count. */
const QUALIFIED =
  '(?:(?:only|just|valid|strict|strictly|raw|pure|single|well-formed|parsable|parseable|a|an|the|following|exact|flat|this|your|answer|response|output|results?|them|it|in|as|with|using|to|and|nothing|but|formatted)\\s+){0,8}';
const ASKS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:respond|reply|answer|output|return)\\s+(?:\\w+ ){0,3}?${QUALIFIED}[\`*"]*json\\b(?!\\s*(?:files?|paths?|input|lines)\\b)`,
    'gi',
  ),
  new RegExp(
    `\\b(?:only|strictly|always)\\s+(?:output|return|respond|reply|answer|produce|generate|provide|write)\\s+${QUALIFIED}[\`*"]*json\\b`,
    'gi',
  ),
  /\b(?:produce|generate|provide|write|give)\s+(?:only|nothing but)\s+(?:a |an |the |valid )*json\b/gi,
  /\bjson\s+(?:only|object only|array only)\b|\bnothing (?:but|except|other than)\s+(?:a |the |valid )*json\b/gi,
  new RegExp(
    `\\b(?:your|the) (?:final )?(?:response|answer|output|reply)\\s+(?:must|should|has to|needs to|will)\\s+be\\s+${QUALIFIED}json\\b`,
    'gi',
  ),
  /\b(?:response|answer|output|reply) (?:format|in)\s*:?\s*(?:a |the |following |valid |strict )*json\b/gi,
  /\b(?:provide|give|write|list|present|express|format)\b[^.\n]{0,60}\bin (?:a |the |following |valid |strict )*json\b/gi,
];

/** Words that compare an answer with JSON instead of asking for it. */
const COMPARES = /\b(?:match(?:es|ed)?|compared?|equals?|differs?)\b/i;

/** Ways to say in the same line that JSON is only a part of the answer, or not wanted. */
const DENIES =
  /\b(?:also|additionally|in addition|as well|then|followed by|before|after)\b[^.\n]{0,40}\bjson\b|\bjson[- ]?lines\b|\bjsonl\b|<\/?\w+>|\bif\b[^.\n]{0,60}\bjson\b|\bjson\b[^.\n]{0,20}\b(?:only )?(?:if|when|unless)\b/i;
/** Ways to say anywhere that the answer is more than one document: thoughts, actions, tools, tags around the JSON. */
const MORE =
  /\b(?:thought|action|action input|observation)s?\s*:|<json>|\btool_?calls?\b|\bfunction_?calls?\b|\b(?:available|following) (?:tools|functions|commands)\b|\b(?:first|before|after)\b[^.\n]{0,40}\b(?:explain|think|reason|describe|discuss)\b|\bTHOUGHT\b/i;
/** An answer of words beside the JSON: “if nothing is found, respond only with 'Not found'”. */
const OR_WORDS =
  /\b(?:respond|reply|answer) (?:(?:only|just|simply|exactly) )*with (?:(?:only|just|simply|exactly|the words?|the text) )*['"“‘](?![^'"”’\n]*json)[^'"”’{}\n]{2,80}['"”’]/i;

/** The words with which a prompt asks for JSON; undefined when it does not, or speaks of other things too. */
export function jsonRequest(text: string): string | undefined {
  if (!/json/i.test(text) || MORE.test(text) || OR_WORDS.test(text)) return undefined;
  for (const pattern of ASKS) {
    // “The output must match the expected JSON” speaks of an answer that is there already.
    const match = [...text.matchAll(pattern)].find(([words]) => !COMPARES.test(words));
    if (match === undefined) continue;
    const from = text.lastIndexOf('\n', match.index) + 1;
    const end = text.indexOf('\n', match.index + match[0].length);
    if (/\b(?:do not|don't|never|avoid|without)\b[^.\n]{0,30}$/i.test(text.slice(from, match.index))) continue;
    return DENIES.test(text.slice(from, end < 0 ? undefined : end)) ? undefined : match[0].trim();
  }
  return undefined;
}

/** A value of a sketch of an answer: its type as far as the sketch tells it. */
export type Sketch = string | { readonly [key: string]: Sketch } | readonly Sketch[];

/** Where a text shows the answer that it wants, and what that looks like. */
export interface Drawn {
  readonly start: number;
  readonly end: number;
  readonly sketch: Readonly<Record<string, Sketch>>;
}

/** Objects of JSON that a text shows, read generously: comments, dots, placeholders and missing quotes of values are allowed. */
export function drawnObjects(text: string): Drawn[] {
  const found: Drawn[] = [];
  for (let at = text.indexOf('{'); at >= 0 && found.length < 8; at = text.indexOf('{', at + 1)) {
    const reader = new SketchReader(text, at);
    const sketch = reader.object(0);
    if (sketch === undefined || Object.keys(sketch).length === 0) continue;
    found.push({ start: at, end: reader.at, sketch });
    at = reader.at - 1;
  }
  return found;
}

const DEEPEST = 8;

/** Reads one object that a prompt shows; gives up on anything that is no JSON at all. */
class SketchReader {
  private readonly text: string;
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  object(depth: number): Readonly<Record<string, Sketch>> | undefined {
    if (depth > DEEPEST || this.text[this.at] !== '{') return undefined;
    this.at++;
    const entries: [string, Sketch][] = [];
    for (;;) {
      this.blank();
      if (this.take('}')) return entries.length === 0 ? undefined : Object.fromEntries(entries);
      if (entries.length > 0 && (this.take(',') || this.take(';'))) continue;
      if (/^(\.\.\.|…)/.test(this.text.slice(this.at, this.at + 3))) {
        this.at += this.text[this.at] === '…' ? 1 : 3;
        continue;
      }
      const key = /^(?:"([A-Za-z_][\w -]{0,60})"|'([A-Za-z_][\w -]{0,60})'|([A-Za-z_]\w{0,60}))\??\s*:/.exec(
        this.text.slice(this.at, this.at + 80),
      );
      if (key === null || entries.length > 60) return undefined;
      this.at += key[0].length;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      entries.push([key[1] ?? key[2] ?? key[3] ?? '', value]);
    }
  }

  private value(depth: number): Sketch | undefined {
    this.blank();
    const unit = this.text[this.at];
    if (unit === '{') return this.object(depth) ?? this.skipped();
    if (unit === '[') return this.list(depth);
    const quoted = /^(?:"(?:[^"\\\n]|\\.){0,2000}"|'(?:[^'\\\n]|\\.){0,2000}')/.exec(this.text.slice(this.at, this.at + 2100));
    if (quoted !== null) {
      this.at += quoted[0].length;
      return `text:${quoted[0].slice(1, -1)}`;
    }
    const bare = /^[^,}\]\n{[]{1,200}/.exec(this.text.slice(this.at, this.at + 220));
    if (bare === null) return undefined;
    this.at += bare[0].length;
    return bare[0].trim();
  }

  private list(depth: number): Sketch | undefined {
    this.at++;
    const items: Sketch[] = [];
    for (;;) {
      this.blank();
      if (this.take(']')) return items;
      if (this.take(',')) continue;
      if (this.at >= this.text.length || items.length > 40) return undefined;
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    }
  }

  /** An object that is no list of entries (`{}`, `{name}`): of any form. */
  private skipped(): Sketch | undefined {
    const end = /^\{?[^{}]{0,80}\}/.exec(this.text.slice(this.at, this.at + 90));
    if (end === null) return undefined;
    this.at += end[0].length;
    return 'any';
  }

  private blank(): void {
    const skipped = /^(?:\s+|\/\/[^\n]*|#[^\n]*)+/.exec(this.text.slice(this.at, this.at + 4000));
    if (skipped !== null) this.at += skipped[0].length;
  }

  private take(unit: string): boolean {
    if (this.text[this.at] !== unit) return false;
    this.at++;
    return true;
  }
}
