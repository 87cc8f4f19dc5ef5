import type { Expr, RequestFact } from '../../facts.ts';
import { readJson } from '../data/json.ts';
import type { Input } from './shell-commands.ts';
import type { Word } from './shell-words.ts';
import { looksLikeJson, textExpr } from './template.ts';

/** Options with an argument, as far as they may stand in a request for JSON. Source: curl(1), 8.x. */
const withArgument: ReadonlySet<string> = new Set(
  [
    'A b c C d D e E F H K m o P Q r t T u U w x X y Y z',
    'abstract-unix-socket aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to cookie cookie-jar data data-ascii',
    'data-binary data-raw data-urlencode dump-header form form-string header interface json key key-type limit-rate max-filesize max-redirs max-time',
    'netrc-file oauth2-bearer output output-dir pass proto proto-default proxy proxy-header proxy-user range rate referer request resolve retry',
    'retry-delay retry-max-time speed-limit speed-time stderr tls-max trace trace-ascii unix-socket upload-file url user user-agent variable write-out',
  ]
    .join(' ')
    .split(' '),
);

const dataOptions: ReadonlySet<string> = new Set(['d', 'data', 'data-raw', 'data-binary', 'data-ascii', 'json']);

/** Words that may stand before the command's own name. */
const prefixes: ReadonlySet<string> = new Set(['sudo', 'command', 'exec', 'time', 'nohup', 'env', 'builtin', 'eval']);

/**
 * The request that a `curl` command sends; undefined for any other command, and without an address.
 *
 * @param input what the command reads from its standard input
 * @param bodyOf JSON that a variable holds where the command stands
 */
export function curlRequest(
  words: readonly Word[],
  input: Input | undefined,
  bodyOf: (name: string) => Input | undefined,
): Omit<RequestFact, 'scope' | 'block'> | undefined {
  const first = words.findIndex((word) => !prefixes.has(word.source.text) && !/^[A-Za-z_]\w*=/.test(word.source.text));
  const name = words[first];
  if (name === undefined || !/(^|\/)curl(\.exe)?$/.test(name.source.text)) return undefined;
  const { url, method, data } = readOptions(words.slice(first + 1));
  const last = words[words.length - 1];
  if (url === undefined || last === undefined) return undefined;
  const body = data.map((word) => bodyFrom(word, input, bodyOf)).find((found) => found.value !== undefined || found.file !== undefined);
  return {
    start: name.start,
    end: Math.max(last.end, body?.value?.end ?? 0),
    head: { start: name.start, end: name.end },
    method: method ?? (data.length > 0 ? 'POST' : 'GET'),
    url: textExpr(url.source),
    body: body?.value,
    bodyFile: body?.file,
    verbatim: body?.verbatim ?? false,
    batched: false,
  };
}

interface Options {
  readonly url: Word | undefined;
  readonly method: string | undefined;
  readonly data: readonly Word[];
}

function readOptions(words: readonly Word[]): Options {
  let url: Word | undefined;
  let method: string | undefined;
  const data: Word[] = [];
  const take = (option: string, value: Word): void => {
    if (option === 'url') url ??= value;
    else if (option === 'X' || option === 'request') method = value.source.text.toUpperCase();
    else if (dataOptions.has(option)) data.push(value);
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const { text } = word.source;
    const next = words[i + 1];
    if (text.startsWith('--') && text.length > 2) {
      const option = text.slice(2);
      if (!withArgument.has(option) || next === undefined) continue;
      take(option, next);
      i++;
    } else if (text.startsWith('-') && text.length > 1) {
      // Short options may be written together; the first one with an argument takes the rest of the word, or the next word.
      const at = Array.from(text).findIndex((letter, index) => index > 0 && withArgument.has(letter));
      if (at < 0) continue;
      const option = text[at] ?? '';
      if (at < text.length - 1) take(option, rest(word, at + 1));
      else if (next !== undefined) {
        take(option, next);
        i++;
      }
    } else url ??= word;
  }
  return { url, method, data };
}

/** The end of a word: the argument of a short option that is written together with it. */
function rest(word: Word, from: number): Word {
  const { text, map, holes } = word.source;
  const moved: number[] = [];
  for (let i = 0; i < map.length; i += 2) {
    const at = (map[i] ?? 0) - from;
    const source = map[i + 1] ?? 0;
    if (at >= 0) moved.push(at, source);
    else {
      moved.length = 0;
      moved.push(0, source - at);
    }
  }
  return {
    ...word,
    verbatim: false,
    source: { text: text.slice(from), map: moved, holes: holes.map((hole) => ({ ...hole, from: hole.from - from, to: hole.to - from })) },
  };
}

interface Body {
  readonly value?: Expr;
  readonly file?: string;
  readonly verbatim: boolean;
}

function bodyFrom(word: Word, input: Input | undefined, bodyOf: (name: string) => Input | undefined): Body {
  const { text, holes } = word.source;
  if (text === '@-' || text === '@/dev/stdin') return fromInput(input);
  if (text.startsWith('@'))
    return holes.length === 0 ? { file: text.slice(1), verbatim: false } : { value: textExpr(word.source), verbatim: false };
  const [only] = holes;
  if (only !== undefined && holes.length === 1 && only.from === 0 && only.to === text.length) {
    const known = only.value.kind === 'name' ? bodyOf(only.value.name) : undefined;
    return known === undefined ? { value: only.value, verbatim: false } : fromInput(known);
  }
  return fromInput({ source: word.source, verbatim: word.verbatim });
}

function fromInput(input: Input | undefined): Body {
  if (input === undefined || !looksLikeJson(input.source.text)) return { verbatim: false };
  const { value } = readJson(input.source);
  return value === undefined ? { verbatim: false } : { value, verbatim: input.verbatim };
}
