/**
 * Which problems of a file are told. Readers note everything that they could not read; people hear of it only where the file is a prompt, or
 * would be one if it could be read. Everybody's broken configurations, data sets and fixtures are their own affair.
 */
import { isTestPath } from '../config.ts';
import type { FileFacts, Language, Problem, Span } from '../facts.ts';
import { mayHoldTools } from '../frontends/tools/tool-sets.ts';
import { isPromptPath } from '../prompt-files/formats.ts';

/** A problem that is worth telling. */
export interface ToldProblem extends Problem {
  /** True when nothing of the file was analysed because of it. */
  readonly fatal: boolean;
}

/** Languages of data and text; programs with broken syntax are read as far as it goes, and compilers tell what is wrong. */
const DATA: ReadonlySet<Language> = new Set<Language>(['prompt', 'baml', 'yaml', 'toml', 'json', 'jsonl', 'http', 'shell']);

/**
 * The problem of a file that is told, if there is one. One per file, the gravest: once it is mended, the next one shows.
 * A file counts as a prompt when its path says so, when something in it is a call, or by the keys at its top that were read before it broke.
 *
 * @param calls how many calls were found in it
 * @param path of the file in its project: what stands among tests and holds no call is a fixture
 */
export function problemsToTell(facts: FileFacts, text: string, path: string, calls: number): readonly ToldProblem[] {
  const { language, uri, problems } = facts;
  const damage = DATA.has(language) ? replacedCharacter(text) : undefined;
  const found = problems.find(({ unread }) => unread === true) ?? problems[0] ?? damage;
  if (found === undefined) return [];
  if (calls === 0 && (isTestPath(path) || !(isPromptPath(uri) || (DATA.has(language) && claimsPrompt(language, uri, text))))) return [];
  const read = calls > 0 || facts.prompts.length > 0;
  if (!DATA.has(language) && found.unread !== true) return [];
  const span = found.span === undefined ? undefined : firstLineOf(found.span, text);
  return [{ ...found, span, fatal: found.unread === true || !read }];
}

/** Nobody wants a whole paragraph underlined. */
function firstLineOf({ start, end }: Span, text: string): Span {
  const length = text.slice(start, end).search(/[\r\n]/);
  return { start, end: length < 0 ? end : Math.max(start + length, Math.min(end, start + 1)) };
}

/** A problem and what follows from it, without a full stop. */
export function problemText({ message, fatal }: ToldProblem): string {
  return fatal ? `${message}; nothing of it is counted` : message;
}

/** The first character that stands where bytes could not be decoded: the file is no UTF-8, or was damaged when somebody saved it. */
export function replacedCharacter(text: string): Problem | undefined {
  const start = text.indexOf('\uFFFD');
  if (start < 0) return undefined;
  const message =
    'the file is not valid UTF-8, or was damaged before: U+FFFD stands here instead of what was written, and is counted and sent';
  return { message, span: { start, end: start + 1 } };
}

/** Keys that together say that a file is a prompt, or holds some. */
const SIGNS: readonly (readonly string[])[] = [
  ['model', 'messages'],
  ['modelParameters', 'messages'],
  ['model', 'contents'],
  ['model', 'input', 'instructions'],
  ['anthropic_version', 'messages'],
  ['prompts', 'providers'],
  ['prompts', 'targets'],
  ['model_list'],
  ['template', 'template_format'],
  ['template', 'input_variables'],
  ['template', '_type'],
  ['mcpServers'],
  ['mcp_servers'],
  ['nodes', 'connections', 'settings'],
  ['prompt', 'labels', 'config'],
];

/** What a path says in formats that content decides. Sources: the tools' documentation, 2026-11-21. */
const namedForPrompts = /\/(?:promptfooconfig[\w.-]*\.(?:ya?ml|json)|[^/]+\.prompt\.(?:ya?ml|json)|litellm[\w.-]*\.ya?ml|\.?mcp\.json)$/i;

/** Addresses to which nothing but prompts is sent. */
const addressed = /\/v1\/(?:chat\/completions|messages|responses)\b|:(?:streamG|g)enerateContent\b/;

/** Text of which the keys are looked at, in UTF-16 units. */
const LOOKED_AT = 50_000;

/** True for data of which the beginning says that it is a prompt. A template of YAML or JSON is broken on purpose. */
function claimsPrompt(language: Language, uri: string, text: string): boolean {
  const head = text.slice(0, LOOKED_AT);
  if (language === 'http' || language === 'shell') return addressed.test(head);
  if (language !== 'yaml' && language !== 'json') return false;
  if (/\{%|\{\{-|\{\{\s*\./.test(head)) return false;
  if (namedForPrompts.test(uri)) return true;
  const keys = language === 'yaml' ? topKeysOfYaml(head) : topKeysOfJson(head);
  return (
    SIGNS.some((sign) => sign.every((key) => keys.has(key))) ||
    (keys.has('tools') && mayHoldTools(head)) ||
    (keys.has('messages') && /^[ \t]*-?[ \t]*["']?role["']?[ \t]*:|[{,][ \t]*["']?role["']?[ \t]*:/m.test(head))
  );
}

function topKeysOfYaml(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^["']?([A-Za-z_][\w-]{0,60})["']?[ \t]*:(?=\s|$)/gm)].map((match) => match[1] ?? ''));
}

/** Keys of the outermost mapping, as far as brackets and quotes can be followed. One pass. */
function topKeysOfJson(text: string): ReadonlySet<string> {
  const keys = new Set<string>();
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === '{' || unit === '[') depth++;
    else if (unit === '}' || unit === ']') depth--;
    else if (unit === '"') {
      const start = ++at;
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
      if (depth === 1 && /^\s{0,40}:/.test(text.slice(at + 1, at + 50))) keys.add(text.slice(start, at));
    }
  }
  return keys;
}
