import type { IncludeFact, PromptFact } from '../facts.ts';
import { codeSpans, importsOf } from '../frontends/prompts/imports.ts';
import type { PromptCall, Segment } from '../ir.ts';
import type { Include } from '../ir-files.ts';
import { platformOf } from '../pricing/index.ts';
import { promptFormat } from '../prompt-files/formats.ts';
import { providerOfUrl } from '../providers/hosts.ts';
import { httpApis, textApi, toolsApi, type HttpApi } from '../providers/http.ts';
import type { Billing } from './billing.ts';
import type { CallSite } from './call-sites.ts';
import type { Evaluator } from './evaluate.ts';
import type { FileText } from './file-text.ts';
import { joinPaths } from './file-paths.ts';
import { requestOf, siteOfBody } from './http-requests.ts';
import { parentOf } from './paths.ts';
import { agentRepeat, filledBody } from './prompt-templates.ts';
import { readable } from './segments.ts';
import type { ShapeIndex } from './shapes.ts';
import { folderSet, toolSetsInCode, withListings, withModels } from './tool-files.ts';
import { constantText, locate, type Frame, type LinkedFile } from './value.ts';

/** Hops of mentions that are followed. Source: the clients' documentation of imports, see `prompt-files/clients.ts`. */
export const MAX_HOPS = 5;

/** Files that one prompt file may bring along; beyond it somebody plays tricks. */
const MAX_INCLUDES = 200;

/**
 * The prompts and tool sets that a file holds for somebody else to send, rebuilt like requests.
 *
 * @param calls the calls of the file: a tool set that one of them sends is weighed for its model
 */
export function findPromptSites(evaluator: Evaluator, file: LinkedFile, index: ShapeIndex, calls: readonly CallSite[]): CallSite[] {
  const facts = [...file.facts.prompts, ...toolSetsInCode(file)];
  return withModels(
    facts.flatMap((fact) => {
      const site = siteOfPrompt(evaluator, file, fact, index);
      const together = site === undefined ? undefined : folderSet(evaluator, file, site.prompt);
      return site === undefined ? [] : together === undefined ? [site] : [{ ...site, prompt: together }, site];
    }),
    calls,
  );
}

function siteOfPrompt(evaluator: Evaluator, file: LinkedFile, fact: PromptFact, index: ShapeIndex): CallSite | undefined {
  const api = apiOf(fact.api);
  if (api === undefined) return undefined;
  evaluator.begin();
  const frame = evaluator.frameOf(file);
  const kind = promptFormat(fact.format)?.title ?? fact.format;
  const title = fact.name === undefined ? kind : `${kind} ${fact.name}`;
  const at = locate(file, fact);
  const { provider, reason, byModel } = billingOf(evaluator, fact, api, frame);
  const { body, inputs } = filledBody(evaluator, file, fact, evaluator.evaluate(fact.body, frame));
  const request = requestOf(evaluator, file, api, body, undefined, at);
  const site = siteOfBody(evaluator, file, index, { fact, name: title, reason: 'prompt file', api, provider, request });
  if (site === undefined) return undefined;
  const { prompt } = site;
  const includes: Include[] = [];
  const beside = promptFormat(fact.format)?.mentionsBeside;
  const { uri } = file.facts;
  const cut = beside === undefined ? -1 : uri.lastIndexOf(`/${beside}/`);
  const folder = cut < 0 ? parentOf(uri) : uri.slice(0, cut);
  const included = load(evaluator, { uri, text: file.text }, folder, fact.includes, includes, new Set([uri]), 1);
  const segments = [...prompt.segments, ...included];
  const filled: PromptCall = {
    ...prompt,
    at,
    kind: fact.kind,
    callee: title,
    calleeAt: locate(file, fact.head),
    provider,
    providerReason: reason,
    providerByModel: byModel,
    segments,
    ...(api === textApi ? { system: readable(segments), messages: 'absent' } : {}),
    ...(fact.kind === 'tool-set' ? { answers: false, takesLimit: false } : fact.kind === 'route' ? { answers: false } : {}),
    ...(fact.turns === undefined ? {} : { repeat: agentRepeat(file, fact.turns) }),
    slot: undefined,
    file: {
      format: fact.format,
      piece: fact.piece,
      sent: fact.sent,
      condition: fact.condition,
      note: fact.note,
      ...(fact.problem === undefined ? {} : { problem: fact.problem }),
      ...(fact.skill === undefined ? {} : { skill: fact.skill }),
      folder: undefined,
      ...(fact.name === undefined ? {} : { name: fact.name }),
      ...(fact.template === undefined ? {} : { template: fact.template }),
      ...(inputs === undefined ? {} : { inputs }),
      ...(fact.times === undefined ? {} : { times: { count: fact.times.count, from: fact.times.from } }),
      includes,
    },
  };
  return { ...site, feeds: [], prompt: fact.servers === undefined ? filled : withListings(evaluator, file, fact.servers, filled) };
}

/** Who bills, by what the file says: the key of a provider, or where requests go. */
function billingOf(evaluator: Evaluator, { provider, biller }: PromptFact, api: HttpApi, frame: Frame): Billing {
  const value = biller === undefined ? undefined : evaluator.evaluate(biller, frame);
  const written = value === undefined ? undefined : constantText(value);
  if (provider === undefined && written?.includes('://') === true) return { ...providerOfUrl(written), byModel: false };
  if (provider === undefined && value?.kind === 'unknown') return { provider: undefined, reason: value.reason, byModel: false };
  const named = provider ?? (written === undefined || platformOf(written) === undefined ? api.provider : written);
  return named === undefined
    ? { provider: undefined, reason: 'the model decides who bills', byModel: true }
    : { provider: named, reason: 'the file says so', byModel: false };
}

function apiOf(id: string): HttpApi | undefined {
  return [textApi, toolsApi, ...httpApis].find(({ shape }) => shape.id === id);
}

/** Texts of the files that a text mentions, and of those that they mention; what became of each mention goes into `told`. */
function load(
  evaluator: Evaluator,
  from: FileText,
  folder: string,
  mentions: readonly IncludeFact[],
  told: Include[],
  seen: Set<string>,
  hop: number,
): Segment[] {
  const segments: Segment[] = [];
  for (const { path, start, end } of mentions) {
    if (told.length >= MAX_INCLUDES) break;
    const at = { uri: from.uri, start, end };
    const tell = (state: Include['state'], uri?: string): void => {
      told.push({ path, at, state, ...(uri === undefined ? {} : { uri }) });
    };
    if (path.startsWith('/') || path.startsWith('~')) {
      tell('outside');
      continue;
    }
    const uri = joinPaths([folder, path.split('/').map(encodeURIComponent).join('/')]);
    if (evaluator.modules.fileAt === undefined || uri === undefined) {
      tell('unread');
      continue;
    }
    const found = evaluator.modules.fileAt(uri);
    if (found === undefined) tell('missing');
    else if (seen.has(uri)) tell('twice', uri);
    else if (hop > MAX_HOPS) tell('deep', uri);
    else {
      tell('loaded', uri);
      seen.add(uri);
      const { text } = found;
      const whole = { start: 0, end: text.length };
      const at: Segment['parts'][number] = { kind: 'text', text, at: { uri, ...whole }, map: [0, 0], certainty: 'always' };
      segments.push({ role: 'system', parts: [at], certainty: 'always', continues: false, breakpoint: undefined });
      segments.push(...load(evaluator, found, parentOf(uri), importsOf(text, whole, codeSpans(text, whole)), told, seen, hop + 1));
    }
  }
  return segments;
}
