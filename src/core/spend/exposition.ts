/**
 * Scanner for metrics as text: Prometheus 0.0.4, OpenMetrics 1.0, and names in quotes (UTF-8 names of Prometheus 3). It hands every sample
 * of a wanted metric to a visitor and allocates next to nothing for a series that the visitor has seen before: gateways show
 * 20,000 series and are read every few seconds.
 */

/** Receives what the scanner finds. */
export interface ExpositionVisitor {
  /** A number of 0 or more when samples of this metric are wanted, else -1. Asked once per run of samples with one name. */
  metric(name: string): number;
  /** A metric was declared by a `# TYPE` line. It may have no sample yet. */
  declared?(name: string): void;
  /**
   * One sample of a wanted metric. `hash` stands for name and labels as they are written; `text.slice(from, to)` is what stands between
   * the braces (empty without labels).
   */
  sample(metric: number, hash: number, text: string, from: number, to: number, value: number): void;
}

/** What a scan found, or why the text is not a page of metrics. */
export type ScanResult =
  { readonly state: 'read'; readonly samples: number; readonly malformed: number } | { readonly state: 'refused'; readonly reason: string };

/** One sample in full, for tests and small bodies. */
export interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

/** The text of a page, whole or in the parts in which it came; parts may end within a line. */
export type PageText = string | readonly string[];

/**
 * Reads a page of metrics. An answer that is not metrics (HTML, JSON, a sentence, nothing at all) is refused with a reason; single broken
 * lines are counted and left out.
 */
export function scanExposition(page: PageText, visitor: ExpositionVisitor): ScanResult {
  const parts = typeof page === 'string' ? [page] : page;
  const problem = notMetrics(parts);
  if (problem !== undefined) return { state: 'refused', reason: problem };
  const found: Found = { samples: 0, malformed: 0, begun: false, ended: false };
  // The beginning of a line whose end is in a later part.
  let open: string[] = [];
  for (const part of parts) {
    if (found.ended) break;
    const first = part.indexOf('\n') + 1;
    if (first === 0) {
      open.push(part);
      continue;
    }
    if (open.length > 0) {
      const line = [...open, part.slice(0, first)].join('');
      scanLines(line, 0, line.length, visitor, found);
    }
    const last = part.lastIndexOf('\n') + 1;
    scanLines(part, open.length > 0 ? first : 0, last, visitor, found);
    open = last < part.length ? [part.slice(last)] : [];
  }
  const rest = open.join('');
  scanLines(rest, 0, rest.length, visitor, found);
  const { samples, malformed } = found;
  if (samples === 0) {
    return {
      state: 'refused',
      reason: malformed > 0 ? 'The answer is text, but not metrics.' : 'The page holds no metrics yet.',
    };
  }
  return { state: 'read', samples, malformed };
}

/** Labels between two positions of a page, unescaped; undefined when they are not written as labels. The last of two equal names counts. */
export function readLabels(text: string, from: number, to: number): Map<string, string> | undefined {
  const labels = new Map<string, string>();
  let at = from;
  while (at < to) {
    const unit = text.charCodeAt(at);
    if (unit === COMMA || isBlank(unit)) {
      at++;
      continue;
    }
    let name: string;
    if (unit === QUOTE) {
      const quoted = readQuoted(text, at, to);
      if (quoted === undefined) return undefined;
      name = quoted.value;
      at = quoted.end;
    } else {
      const start = at;
      while (at < to && text.charCodeAt(at) !== EQUALS && !isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== COMMA) at++;
      name = text.slice(start, at);
    }
    while (at < to && isBlank(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) !== EQUALS || at >= to) return undefined;
    at++;
    while (at < to && isBlank(text.charCodeAt(at))) at++;
    const value = readQuoted(text, at, to);
    if (value === undefined) return undefined;
    labels.set(name, value.value);
    at = value.end;
  }
  return labels;
}

/** Every sample of a page with its labels, or why there are none. For small pages and tests; {@link scanExposition} is the fast way. */
export function readExposition(
  text: string,
): { readonly samples: readonly Sample[]; readonly malformed: number } | { readonly reason: string } {
  const names: string[] = [];
  const samples: Sample[] = [];
  let unreadable = 0;
  const result = scanExposition(text, {
    metric: (name) => names.push(name) - 1,
    sample: (metric, _hash, source, from, to, value) => {
      const labels = readLabels(source, from, to);
      if (labels === undefined) unreadable++;
      else samples.push({ name: names[metric]!, labels, value });
    },
  });
  return result.state === 'refused' ? { reason: result.reason } : { samples, malformed: result.malformed + unreadable };
}

/** A 53-bit hash of any text. */
export function hashText(text: string): number {
  return hashRange(text, 0, text.length);
}

const HASH = 0x23;
const QUOTE = 0x22;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

interface Found {
  samples: number;
  malformed: number;
  begun: boolean;
  /** The page said that it ends. */
  ended: boolean;
}

/** Reads whole lines of a text between two positions. */
function scanLines(text: string, start: number, end: number, visitor: ExpositionVisitor, found: Found): void {
  if (found.ended || start >= end) return;
  let lastName = '';
  let lastMetric = -1;
  const exemplars = text.includes('# {');
  const marked = !found.begun && text.charCodeAt(start) === 0xfeff;
  found.begun = true;
  for (let at = marked ? start + 1 : start; at < end;) {
    let stop = text.indexOf('\n', at);
    if (stop < 0 || stop > end) stop = end;
    const next = stop + 1;
    while (stop > at && isBlank(text.charCodeAt(stop - 1))) stop--;
    while (at < stop && isBlank(text.charCodeAt(at))) at++;
    if (at === stop) {
      at = next;
      continue;
    }
    const first = text.charCodeAt(at);
    if (first === HASH) {
      if (text.startsWith('# EOF', at) && stop === at + 5) {
        found.ended = true;
        break;
      }
      if (visitor.declared !== undefined && text.startsWith('# TYPE ', at)) visitor.declared(declaredName(text, at + 7, stop));
      at = next;
      continue;
    }
    let name: string;
    let open = -1;
    let from = 0;
    let to = 0;
    let nameEnd = at;
    if (first === BRACE_OPEN) {
      name = '';
      open = at;
    } else {
      const ahead = at + lastName.length;
      if (lastName !== '' && (text.charCodeAt(ahead) === BRACE_OPEN || isBlank(text.charCodeAt(ahead))) && text.startsWith(lastName, at)) {
        name = lastName;
        nameEnd = ahead;
      } else {
        while (nameEnd < stop && text.charCodeAt(nameEnd) !== BRACE_OPEN && !isBlank(text.charCodeAt(nameEnd))) nameEnd++;
        name = text.slice(at, nameEnd);
      }
      let mark = nameEnd;
      while (mark < stop && isBlank(text.charCodeAt(mark))) mark++;
      if (text.charCodeAt(mark) === BRACE_OPEN) open = mark;
    }
    if (name !== lastName && name !== '') {
      lastName = name;
      lastMetric = visitor.metric(name);
    }
    if (name !== '' && lastMetric < 0) {
      found.samples++;
      at = next;
      continue;
    }
    let valueAt = nameEnd;
    if (open >= 0) {
      from = open + 1;
      // Nothing after the labels has a brace, unless there are exemplars.
      to = exemplars ? labelsEnd(text, from, stop) : text.lastIndexOf('}', stop - 1);
      if (to < from) {
        found.malformed++;
        at = next;
        continue;
      }
      valueAt = to + 1;
    }
    const value = valueIn(text, valueAt, stop);
    if (value === undefined) {
      found.malformed++;
      at = next;
      continue;
    }
    found.samples++;
    let metric = lastMetric;
    if (name === '') {
      const quoted = quotedName(text, from, to);
      metric = quoted === undefined ? -1 : visitor.metric(quoted.name);
      if (quoted === undefined) found.malformed++;
      else from = quoted.end;
      lastName = '';
    }
    if (metric >= 0) visitor.sample(metric, hashRange(text, at, Math.max(nameEnd, to)), text, from, to, value);
    at = next;
  }
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d;
}

/**
 * Two independent 32-bit hashes, two characters at a time; together 53 bits, so that two of 100,000 series meet once in a million runs. Labels
 * themselves are not kept: they may name persons.
 */
function hashRange(text: string, from: number, to: number): number {
  let h1 = 0x811c9dc5 ^ (to - from);
  let h2 = 0x9747b28c;
  let i = from;
  for (; i + 1 < to; i += 2) {
    const word = text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16);
    h1 = Math.imul(h1 ^ word, 0x01000193);
    h1 ^= h1 >>> 15;
    h2 = Math.imul(h2 + word, 0x5bd1e995);
    h2 ^= h2 >>> 13;
  }
  if (i < to) {
    const word = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ word, 0x01000193);
    h2 = Math.imul(h2 + word, 0x5bd1e995);
  }
  const a = Math.imul(h1 ^ (h1 >>> 15), 0x85ebca6b) >>> 0;
  const b = Math.imul(h2 ^ (h2 >>> 13), 0xc2b2ae35) >>> 0;
  return a * 0x200000 + (b & 0x1fffff);
}

/** Position of the brace that closes the labels, quotes respected; −1 when there is none. */
function labelsEnd(text: string, from: number, to: number): number {
  let quoted = false;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (quoted) {
      if (unit === BACKSLASH) i++;
      else if (unit === QUOTE) quoted = false;
    } else if (unit === QUOTE) quoted = true;
    else if (unit === BRACE_CLOSE) return i;
  }
  return -1;
}

function notMetrics(parts: readonly string[]): string | undefined {
  let head = '';
  let more = false;
  for (const part of parts) {
    if (head.length >= 200) {
      more = true;
      break;
    }
    head += part.slice(0, 201 - head.length);
  }
  more ||= head.length > 200;
  const start = head.slice(0, 200).trimStart();
  if (start === '') return more ? undefined : 'The answer is empty.';
  if (start.startsWith('<')) return 'The answer is a web page, not metrics. A login page or a proxy may stand in between.';
  if (start.startsWith('[') || /^\{\s*(?:\}|"[^"]*"\s*:)/.test(start)) return 'The answer is JSON, not metrics.';
  return undefined;
}

function declaredName(text: string, from: number, to: number): string {
  if (text.charCodeAt(from) === QUOTE) return readQuoted(text, from, to)?.value ?? '';
  let end = from;
  while (end < to && !isBlank(text.charCodeAt(end))) end++;
  return text.slice(from, end);
}

/** The number after the labels; a time stamp or an exemplar may follow it. Undefined when there is none, or more than that. */
function valueIn(text: string, from: number, to: number): number | undefined {
  let start = from;
  while (start < to && isBlank(text.charCodeAt(start))) start++;
  let end = start;
  while (end < to && !isBlank(text.charCodeAt(end))) end++;
  if (start === end || start === from) return undefined;
  const value = numberOf(text.slice(start, end));
  if (value === undefined || end === to) return value;
  const rest = text.slice(end, to).trim();
  return /^-?[\d.]+(?:e[+-]?\d+)?(?:\s+#.*)?$/i.test(rest) || rest.startsWith('#') ? value : undefined;
}

function numberOf(text: string): number | undefined {
  const value = Number(text);
  if (!Number.isNaN(value)) return /^[+-]?(?:\d|\.\d|Inf)/.test(text) ? value : undefined;
  const special = text.toLowerCase();
  if (special === 'nan') return Number.NaN;
  if (special === '+inf' || special === 'inf') return Number.POSITIVE_INFINITY;
  return special === '-inf' ? Number.NEGATIVE_INFINITY : undefined;
}

function quotedName(text: string, from: number, to: number): { readonly name: string; readonly end: number } | undefined {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  const quoted = readQuoted(text, at, to);
  return quoted === undefined ? undefined : { name: quoted.value, end: quoted.end };
}

function readQuoted(text: string, from: number, to: number): { readonly value: string; readonly end: number } | undefined {
  if (text.charCodeAt(from) !== QUOTE || from >= to) return undefined;
  let escaped = false;
  for (let i = from + 1; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit === BACKSLASH) {
      escaped = true;
      i++;
    } else if (unit === QUOTE) {
      const raw = text.slice(from + 1, i);
      return { value: escaped ? raw.replace(/\\(["\\n])/g, (_all, mark: string) => (mark === 'n' ? '\n' : mark)) : raw, end: i + 1 };
    }
  }
  return undefined;
}
