/** JSON that stands in prompts: data is sent without its layout, like records without repeating their keys. */
import type { Span } from '../facts.ts';
import type { Change, Rewrite, Scan } from './rewrite.ts';
import { touches } from './rewrite.ts';

/** Fewer rows than this are not worth another form. */
const FEWEST_ROWS = 5;

/** Longest JSON that is looked at, in UTF-16 units. */
const LONGEST = 200_000;

/** JSON in a text. */
export interface JsonBlock extends Span {
  readonly value: unknown;
  readonly fenced: boolean;
  /** True when the text around says that an answer should look like it: its layout is then part of what is asked for. */
  readonly isFormat: boolean;
}

/** JSON arrays and objects that begin a line, as far as they are valid. Takes time in proportion to the text. */
export function jsonBlocks({ text, fences }: Scan): JsonBlock[] {
  const result: JsonBlock[] = [];
  let at = 0;
  // Brackets that never close must not make the search quadratic.
  let budget = text.length * 4;
  for (const match of text.matchAll(/^[ \t]*(?:[A-Za-z][\w ]{0,40}:[ \t]*)?(?=[[{][ \t]*(?:$|["[{\d]))/gm)) {
    const start = match.index + match[0].length;
    if (start < at) continue;
    if (budget <= 0) break;
    const end = jsonEnd(text, start);
    budget -= (end ?? text.length) - start;
    if (end === undefined) continue;
    const fence = fences.find((one) => one.start < start && start < one.end);
    const alone = fence === undefined || isWholeFence(text, fence, { start, end });
    let value: unknown;
    try {
      value = JSON.parse(text.slice(start, end));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // Text that only looks like JSON, or JSON with placeholders, is left alone with all that stands in it: mostly it draws an answer.
      at = end;
      continue;
    }
    at = end;
    if (!alone || !/^[ \t\r]*(?:\n|$)/.test(text.slice(end, end + 200))) continue;
    result.push({
      start,
      end,
      value,
      fenced: fence !== undefined,
      isFormat: showsFormat(text, fence?.start ?? start, text.slice(start, end)),
    });
  }
  return result;
}

/** Rewrites of JSON: its layout, and records as CSV. */
export function jsonRewrites(scan: Scan): Rewrite[] {
  const placeholders = scanWithoutFences(scan);
  return jsonBlocks(scan).flatMap((block): Rewrite[] => {
    if (block.isFormat || touches(placeholders, block)) return [];
    const csv = recordsAsCsv(block.value);
    const layout = layoutOf(scan.text, block);
    return [
      ...(csv === undefined ? [] : [{ class: 'records', changes: [{ start: block.start, end: block.end, newText: csv }] } as const]),
      ...(layout.length === 0 ? [] : [{ class: block.fenced ? 'fenced-json' : 'json-layout', changes: layout } as const]),
    ];
  });
}

/** Guarded stretches that are no fences of code. */
function scanWithoutFences({ guarded, fences }: Scan): Span[] {
  return guarded.filter((span) => !fences.some((fence) => span.start <= fence.start && fence.end <= span.end));
}

/** White space between the tokens of JSON. */
function layoutOf(text: string, { start, end }: Span): Change[] {
  const changes: Change[] = [];
  for (let at = start; at < end;) {
    const unit = text[at];
    if (unit === '"') at = stringEnd(text, at);
    else if (unit === ' ' || unit === '\n' || unit === '\r' || unit === '\t') {
      let to = at;
      while (to < end && /\s/.test(text[to] ?? '')) to++;
      changes.push({ start: at, end: to, newText: '' });
      at = to;
    } else at++;
  }
  // JSON on one line has been written that way; blanks behind its commas are hardly worth a word.
  return text.slice(start, end).includes('\n') ? changes : [];
}

/** The rows of an array of at least five flat objects with the same keys; undefined for anything else. */
export function recordsOf(
  value: unknown,
): { readonly keys: readonly string[]; readonly rows: readonly Readonly<Record<string, unknown>>[] } | undefined {
  if (!Array.isArray(value) || value.length < FEWEST_ROWS) return undefined;
  const rows = value.filter(isFlat);
  const keys = Object.keys(rows[0] ?? {});
  const alike = rows.length === value.length && keys.length > 0 && rows.every((row) => sameKeys(Object.keys(row), keys));
  return alike ? { keys, rows } : undefined;
}

/** Such records as CSV (RFC 4180), one line each below a line of names; undefined when CSV could not tell their values apart. */
export function recordsAsCsv(value: unknown): string | undefined {
  const records = recordsOf(value);
  if (records === undefined) return undefined;
  const { keys, rows } = records;
  // A text that looks like a number, or an empty one beside null, would lose its type.
  const ambiguous = keys.some((key) => {
    const kinds = new Set(rows.map((row) => (row[key] === null ? 'null' : typeof row[key])));
    return kinds.size > 1 || (kinds.has('string') && rows.some((row) => /^(?:-?\d+(?:\.\d+)?|true|false|null|)$/.test(String(row[key]))));
  });
  if (ambiguous) return undefined;
  return [keys.map(cell), ...rows.map((row) => keys.map((key) => cell(row[key])))].map((cells) => cells.join(',')).join('\n');
}

function cell(value: unknown): string {
  const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function isFlat(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => one === null || typeof one !== 'object')
  );
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

/** Words in front of a sample that an answer should look like, and values that stand for something. */
function showsFormat(text: string, start: number, json: string): boolean {
  const before = text.slice(Math.max(0, start - 300), start);
  const words =
    /\b(?:formats?|formatted|outputs?|respond|responses?|return(?:s|ed)?|reply|answers?|schemas?|structures?|templates?|shapes?|samples?|examples?|e\.g\.|like this|looks? like|generate|produce|create|write|config(?:uration)?|settings|payload|request|body)\b/i;
  const values = /<[^<>\n]{1,60}>|\.\.\.|…|"(?:string|number|boolean|str|int|float|integer|object|array)(?:\[\])?"|"(?:your|my)[-_ ]|xxx+/i;
  return words.test(before) || values.test(json) || /"(?:type|\$schema|\$ref)"\s*:\s*"(?:object|array|string|https?:)/.test(json);
}

function isWholeFence(text: string, fence: Span, json: Span): boolean {
  const inner = text.slice(fence.start, json.start);
  const behind = text.slice(json.end, fence.end);
  return /^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:jsonc?|json5|)[ \t]*\r?\n\s*$/i.test(inner) && /^\s*(?:`{3,}|~{3,})[ \t]*$/.test(behind);
}

/** End of the JSON value that begins with a bracket; undefined when its brackets do not close. */
function jsonEnd(text: string, start: number): number | undefined {
  let depth = 0;
  const last = Math.min(text.length, start + LONGEST);
  for (let at = start; at < last;) {
    const unit = text[at];
    if (unit === '"') {
      at = stringEnd(text, at);
      continue;
    }
    if (unit === '{' || unit === '[') depth++;
    else if (unit === '}' || unit === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
    at++;
  }
  return undefined;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text[at];
    if (unit === '\\') at++;
    else if (unit === '"' || unit === '\n') return at + 1;
  }
  return text.length;
}
