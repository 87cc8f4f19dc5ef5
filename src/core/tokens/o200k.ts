/**
 * The exact o200k_base count. The only module that loads the vocabulary (1 MB compressed, 0.2 s):
 * shells import it dynamically, when the first prompt needs a count.
 */
import { countTokens, setMergeCacheSize } from 'gpt-tokenizer/encoding/o200k_base';

/**
 * Tokens of `text` in OpenAI's o200k_base encoding (GPT-4o to GPT-5.1; openai/tiktoken pull requests
 * 440 and 468, as of 2026-11-21). Text that looks like a special token (`<|endoftext|>`) counts as text,
 * because that is how it reaches the model inside a prompt. A leading byte order mark is not counted.
 * Never throws. Takes quadratic time on long runs of one character: callers go through `guardedCount`.
 */
export function countO200k(text: string): number {
  const body = text.startsWith(BOM) ? text.slice(1) : text;
  return countTokens(body, AS_TEXT) - (body.includes(BOM) ? surplusOfBoms(body) : 0);
}

const BOM = '\uFEFF';

/** An empty set means: refuse nothing. Without it the library throws on text such as `<|endoftext|>`. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/**
 * Tokens counted too many: the library's decoder drops U+FEFF and so misses its token, one per mark, except
 * behind a space, where the pair is found (measured against tiktoken 1.0.22, 2026-11-21). Marks that merge
 * with the text behind them ("\uFEFFusing") stay one too high; they occur at file starts only, where the
 * mark is stripped.
 */
function surplusOfBoms(text: string): number {
  let surplus = 0;
  for (let at = text.indexOf(BOM); at >= 0; at = text.indexOf(BOM, at + 1)) {
    if (at === 0 || text[at - 1] !== ' ') surplus++;
  }
  return surplus;
}

// The library remembers merged pieces, by default 100,000 of them, and a remembered piece keeps the text it
// was cut from alive.
setMergeCacheSize(20_000);
