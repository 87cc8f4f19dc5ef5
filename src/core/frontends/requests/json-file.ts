import type { DictExpr, Expr, FileFacts, RequestFact, Span } from '../../facts.ts';
import { readJson } from '../data/json.ts';
import { verbatimText } from '../data/mapped-text.ts';
import { FactsBuilder } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { mayHoldStoredPrompts, promptsInData } from '../prompts/data-file.ts';
import { textParser } from '../text-parser.ts';
import { isTooLong } from '../whole-text.ts';
import { mayConcernTools, toolFacts } from '../tools/tool-facts.ts';
import { commentFact } from './comment.ts';

/** Requests in one file beyond which it is data. */
const MAX_REQUESTS = 200;

/** Files that are never requests, whatever is in them. */
const otherFiles =
  /(^|\/)((package|package-lock|npm-shrinkwrap|composer|lerna|nx|turbo|deno|biome|renovate|vercel|components|manifest|jsconfig|tsconfig[\w.-]*)\.json|[\w.-]*\.(schema|lock|map|eslintrc|prettierrc)\.json|\.[\w-]+rc\.json)$/i;

/** What carries a prompt in the APIs, and what stands beside it in a request: a file without both is none. */
const carriers = /"(?:messages|input|contents|prompt|message|requests|content|inputText)"\s*:/;
const company =
  /"(?:model|custom_id|recordId|modelId|generationConfig|generation_config|inferenceConfig|anthropic_version|parts|systemInstruction|system_instruction|textGenerationConfig|max_gen_len|max_tokens|max_completion_tokens|temperature|response_format)"\s*:/;

/** True for a text that may be the body of a request. Two searches, no parsing. */
export function mayBeRequest(text: string): boolean {
  return carriers.test(text) && company.test(text);
}

/** Files of JSON: the body of a request or a list of such bodies, definitions of tools, servers of tools. */
export const jsonFile: FrontEnd = {
  language: 'json',
  languageIds: ['json'],
  extensions: ['.json'],
  lineComment: undefined,
  parser: textParser,
  otherFiles,
  mayConcern: (text, uri) => !otherFiles.test(uri) && (mayBeRequest(text) || mayHoldStoredPrompts(text) || mayConcernTools(uri, text)),
  facts(uri, tree) {
    return jsonFacts(uri, tree.text);
  },
};

/** JSON with one tool per file, as servers of tools keep them for their tests (`__toolsnaps__`). */
export const toolSnapshot: FrontEnd = { ...jsonFile, languageIds: [], extensions: [], files: /\/__toolsnaps__\/[^/]+\.snap$/ };

/** The same with comments. */
export const jsoncFile: FrontEnd = { ...jsonFile, languageIds: ['jsonc'], extensions: ['.jsonc'], lineComment: '//' };

function jsonFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  if (isTooLong(text, out)) return out.finish(uri, 'json', false);
  const [request, mayStore, tools] = [mayBeRequest(text), mayHoldStoredPrompts(text), mayConcernTools(uri, text)];
  if (otherFiles.test(uri) || !(request || mayStore || tools)) return out.finish(uri, 'json', false);
  const { value, broken, unclosed, problem, comments } = readJson(verbatimText(text, 0, text.length));
  for (const { start, end } of comments) {
    const fact = commentFact(text, start, end);
    if (fact !== undefined) out.comments.push(fact);
  }
  if (request || mayStore) out.requests.push(...bodiesIn(value));
  if (mayStore && value !== undefined) out.prompts.push(...promptsInData(value, uri));
  if (tools) out.prompts.push(...toolFacts(uri, text, value));
  if (problem !== undefined) out.problems.push({ message: problem, span: undefined });
  else if (unclosed)
    out.problems.push({ message: 'the JSON ends before all of its brackets and quotes are closed', known: true, span: undefined });
  return out.finish(uri, 'json', broken);
}

/** The value itself, the items of a list, or the items of a batch: `{"requests": […]}`. */
function bodiesIn(value: Expr | undefined): RequestFact[] {
  if (value?.kind === 'dict') {
    const requests = entry(value, 'requests');
    if (requests?.kind !== 'list') return [bodyFact(value, false)];
    return requests.items.slice(0, MAX_REQUESTS).flatMap(({ value: item }) => batchItem(item) ?? []);
  }
  if (value?.kind !== 'list') return [];
  return value.items
    .slice(0, MAX_REQUESTS)
    .flatMap(({ value: item }) => batchItem(item) ?? (item.kind === 'dict' ? [bodyFact(item, false)] : []));
}

/**
 * One request of a batch, in the envelope of some provider; undefined for anything else.
 * OpenAI, Mistral: `custom_id`, `method`, `url`, `body`. Anthropic: `custom_id`, `params`. Gemini: `key`, `request`; Vertex AI: `request`.
 * Bedrock: `recordId`, `modelInput`. Sources: the vendors' batch references, 2026-11-21.
 */
export function batchItem(item: Expr): RequestFact | undefined {
  if (item.kind !== 'dict') return undefined;
  const body = ['body', 'params', 'request', 'modelInput'].map((key) => entry(item, key)).find((found) => found?.kind === 'dict');
  if (body?.kind !== 'dict') return undefined;
  const known = item.entries.every(({ key }) => key?.kind === 'text' && envelopeKeys.has(key.value));
  const method = entry(item, 'method');
  return known
    ? {
        ...bodyFact(body, true),
        method: method?.kind === 'text' ? method.value.toUpperCase() : undefined,
        url: entry(item, 'url'),
        start: item.start,
        end: item.end,
      }
    : undefined;
}

const envelopeKeys: ReadonlySet<string> = new Set([
  'custom_id',
  'method',
  'url',
  'body',
  'params',
  'request',
  'key',
  'metadata',
  'recordId',
  'modelInput',
]);

function bodyFact(body: DictExpr, batched: boolean): RequestFact {
  const head: Span = body.entries.find(({ key }) => key?.kind === 'text' && (key.value === 'model' || key.value === 'modelId'))?.key ?? {
    start: body.start,
    end: body.start + 1,
  };
  const { start, end } = body;
  return {
    start,
    end,
    head: { start: head.start, end: head.end },
    method: undefined,
    url: undefined,
    body,
    bodyFile: undefined,
    verbatim: true,
    batched,
    scope: 0,
    block: 0,
  };
}

/** The last value of a key. */
function entry(dict: DictExpr, name: string): Expr | undefined {
  return dict.entries.findLast(({ key }) => key?.kind === 'text' && key.value === name)?.value;
}
