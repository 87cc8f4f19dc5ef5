/**
 * Says which words a text certainly does not hold, in a few nanoseconds: every word of the text sets two bits. Linkers ask thousands of texts
 * for thousands of names, and nearly every answer is no; a yes in vain, which costs a search of the text, is one in forty at most.
 */
export class WordFilter {
  private readonly bits: Int32Array;
  private readonly mask: number;

  /** @param text the text whose words are noted; the filter takes at most half a byte per UTF-16 unit. */
  constructor(text: string) {
    const { length } = text;
    let size = 256;
    while (size < length * 2) size *= 2;
    const mask = size - 1;
    const bits = new Int32Array(size / 32);
    // One flat loop with nothing but local names: it runs over every unit of every text of a project.
    for (let at = 0; at < length;) {
      let unit = text.charCodeAt(at++);
      if (!isWordUnit(unit)) continue;
      let hash = SEED;
      for (;;) {
        hash = Math.imul(hash ^ unit, PRIME);
        if (at === length) break;
        unit = text.charCodeAt(at++);
        if (!isWordUnit(unit)) break;
      }
      const word = finished(hash);
      note(bits, word & mask);
      note(bits, otherHash(word) & mask);
    }
    this.bits = bits;
    this.mask = mask;
  }

  /**
   * False when the text does not hold a word as a whole.
   *
   * @param hash what {@link hashOfWord} says of the word; undefined for what is no word, which any text may hold
   */
  mayHold(hash: number | undefined): boolean {
    return hash === undefined || (this.has(hash) && this.has(otherHash(hash)));
  }

  private has(hash: number): boolean {
    const bit = hash & this.mask;
    return ((this.bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }
}

function note(bits: Int32Array, bit: number): void {
  bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
}

/** The number under which a {@link WordFilter} notes a word; undefined for the empty text and for text that is not one word (`#ask`). */
export function hashOfWord(word: string): number | undefined {
  if (word === '') return undefined;
  let hash = SEED;
  for (let at = 0; at < word.length; at++) {
    const unit = word.charCodeAt(at);
    if (!isWordUnit(unit)) return undefined;
    hash = Math.imul(hash ^ unit, PRIME);
  }
  return finished(hash);
}

/**
 * True when a text may call something by a name, or hand it on to be called: the whole word, and behind it neither a member nor an
 * assignment. Texts are searched like this for every wrapper's name, so it has to be quick.
 */
export function mayCall(text: string | undefined, name: string): boolean {
  if (text === undefined || name === '') return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if ((at > 0 && isWordUnit(text.charCodeAt(at - 1))) || isWordUnit(text.charCodeAt(end))) continue;
    // Ruby and Rust make objects by a method of the class: `Llm.new(…)`, `Llm::new(…)`.
    if (text.startsWith('.new', end) || text.startsWith('::', end)) return true;
    // Ruby calls with a blank before the arguments: `ask "why"`, `ask :why`.
    if (text[end] === ':' || text[end] === '"' || text[end] === "'") continue;
    let next = end;
    while (text.charCodeAt(next) === 32) next++;
    const unit = text[next];
    if (unit === '.') continue;
    if (unit === '=' && text[next + 1] !== '>') continue;
    return true;
  }
  return false;
}

/** True when a text may import something by a name: the whole word, and not called or declared as a function at once. Nobody imports what has no name (a class without one). */
export function mayImport(text: string | undefined, name: string): boolean {
  if (text === undefined || name === '') return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if ((at > 0 && isWordUnit(text.charCodeAt(at - 1))) || isWordUnit(text.charCodeAt(end)) || text[end] === '(') continue;
    return true;
  }
  return false;
}

/**
 * {@link mayImport} for Python and scripts, whose imports look in a few ways only: the name stands in a list behind `import`, in braces, or
 * behind a call (`require('m').name`). What is not sure counts, as where a comment stands in front.
 */
export function mayImportByList(text: string | undefined, name: string): boolean {
  if (text === undefined || name === '') return false;
  let late: boolean | undefined;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if ((at > 0 && isWordUnit(text.charCodeAt(at - 1))) || isWordUnit(text.charCodeAt(end))) continue;
    BEHIND.lastIndex = end;
    const behind = BEHIND.exec(text)?.[1];
    // `{ name: other = 1 }` takes something out of what `require` gives, or out of anything else.
    if (behind === undefined) continue;
    if ((behind === ':' || behind === '=') && !(late ??= /\brequire\b|\bimport\s*\(/.test(text))) continue;
    if (BEFORE.test(text.slice(Math.max(0, at - 200), at))) return true;
  }
  return false;
}

/** What stands behind a name that is imported. */
const BEHIND = /[ \t]*([,}):;=\\#/\r\n]|as\b|from\b|$)/y;
/** What stands before it: a list or its beginning, the member's dot behind a call, or a comment. */
const BEFORE = /(?:[{,\\]|\bimport|\btype|\bimport\s*\(|\)\s*\.|\*\/|(?:\/\/|#)[^\r\n]*[\r\n])\s*$/;

/** True for a UTF-16 unit that may belong to a name; units above ASCII always may. */
function isWordUnit(unit: number): boolean {
  return unit > 127 || WORD_UNITS[unit] === 1;
}

/** 1 for letters, digits, `_` and `$`. */
const WORD_UNITS = Uint8Array.from({ length: 128 }, (_, unit) => (/[\w$]/.test(String.fromCharCode(unit)) ? 1 : 0));

/** Numbers of the FNV-1a hash. */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** A second number for the same word, whose low bits say nothing about those of the first. */
function otherHash(hash: number): number {
  return Math.imul(hash, 0x297a2d39) >>> 7;
}

/** Spreads a hash over its low bits, of which the filter takes some. */
function finished(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
