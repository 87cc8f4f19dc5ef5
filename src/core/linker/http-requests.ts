import type { CallExpr, Expr, RequestFact } from '../facts.ts';
import type { HolePart, Location, TextPart } from '../ir.ts';
import { excerpt } from './excerpts.ts';
import { providerOfUrl } from '../providers/hosts.ts';
import { httpApis, toolWrappers, type HttpApi } from '../providers/http.ts';
import type { SdkProfile } from '../providers/profile.ts';
import { apiOfBody } from './bare-body.ts';
import { editsOfRequest } from './cache-facts.ts';
import { build, type CallSite } from './call-sites.ts';
import type { Evaluator } from './evaluate.ts';
import { exportedName } from './modules.ts';
import { property, type Request } from './request.ts';
import type { ShapeIndex, ShapeMatch } from './shapes.ts';
import { toolsByTurn } from './tools-by-turn.ts';
import { jsonSlot } from './slot.ts';
import { slicePart } from './text.ts';
import {
  locate,
  optionsOf,
  partsOf,
  textValue,
  unknown,
  type DictEntryValue,
  type DictValue,
  type Frame,
  type LinkedFile,
  type ListItemValue,
  type Value,
} from './value.ts';

/** Stands in an address for what is filled in. */
const FILLED_IN = '\uFFFC';

/** Finds the requests of a file that go to an API for language models, and rebuilds what they send. */
export function findRequestSites(evaluator: Evaluator, file: LinkedFile, index: ShapeIndex): CallSite[] {
  const frame = evaluator.frameOf(file);
  return file.facts.requests.flatMap((request) => {
    evaluator.begin();
    return siteOfRequest(evaluator, file, request, index, frame) ?? [];
  });
}

interface Target {
  readonly api: HttpApi;
  readonly provider: string | undefined;
  readonly reason: string;
  readonly byModel: boolean;
  /** The model, where the address names it. */
  readonly model: Value | undefined;
  /** The request as people would say it, without what may be secret in its address. */
  readonly callee: string;
}

/** A request that a program sends: what is sent, by which call, and where to if a function completes the address that is written. */
export interface SentRequest {
  readonly body: Value;
  readonly sender: CallExpr;
  readonly address: Value | undefined;
}

/** The site that a request is; undefined when it goes elsewhere. */
export function siteOfRequest(
  evaluator: Evaluator,
  file: LinkedFile,
  request: RequestFact,
  index: ShapeIndex,
  frame: Frame,
  sent?: SentRequest,
): CallSite | undefined {
  if (request.method !== undefined && request.method !== 'POST') return undefined;
  const bare = request.url === undefined ? bareTarget(request) : undefined;
  if (request.url === undefined && bare === undefined) return undefined;
  const body = sent?.body ?? bodyOf(evaluator, file, request, frame);
  const target = bare ?? addressTarget(evaluator, file, request, body, frame, sent?.address);
  if (target === undefined) return undefined;
  const { api, provider } = target;
  const at = locate(file, request);
  const site = siteOfBody(evaluator, file, index, {
    fact: request,
    name: target.callee,
    reason: 'request',
    api,
    provider,
    request: requestOf(evaluator, file, api, body, target.model, at),
    written: request.verbatim ? request.body : undefined,
    frame,
  });
  if (site === undefined) return undefined;
  const { prompt } = site;
  const { caching } = prompt;
  const edits = sent === undefined ? [] : editsOfRequest(evaluator, file, sent.sender, api.shape, prompt.history);
  return {
    ...site,
    ...(sent === undefined ? { feeds: [] } : { call: sent.sender, overHttp: true as const }),
    prompt: {
      ...prompt,
      ...(caching === undefined || sent === undefined
        ? {}
        : { caching: { ...caching, edits, changingTools: caching.changingTools ?? toolsByTurn(evaluator, file, sent.sender, api.shape) } }),
      at,
      kind: 'request',
      callee: target.callee,
      calleeAt: locate(file, request.head),
      providerReason: target.reason,
      providerByModel: target.byModel,
      model:
        prompt.model.state === 'missing' && request.url === undefined
          ? { state: 'computed', candidates: [], expression: 'address', reason: 'the address of the request names it', at }
          : prompt.model,
      stream: prompt.stream || /stream/i.test(target.callee.slice(target.callee.lastIndexOf('/'))),
      slot: request.verbatim && request.body !== undefined ? jsonSlot(file, request.body) : undefined,
      ...(request.batched ? { serviceTier: 'batch' } : {}),
    },
  };
}

/** What stands as data in a file, with its name and what is known of its destination. */
export interface DataSite {
  readonly fact: Pick<RequestFact, 'start' | 'end' | 'head' | 'scope' | 'block'>;
  /** As people would say it. */
  readonly name: string;
  /** What it is, in words. */
  readonly reason: string;
  readonly api: HttpApi;
  readonly provider: string | undefined;
  readonly request: Request;
  /** The body where it is written as it is sent, so that fields can be inserted into it. */
  readonly written?: Expr | undefined;
  /** In which the function around it runs; that of its file if it says nothing. */
  readonly frame?: Frame;
}

/** Rebuilds what stands as data like a call of an SDK whose only function is the API. */
export function siteOfBody(evaluator: Evaluator, file: LinkedFile, index: ShapeIndex, data: DataSite): CallSite | undefined {
  const { fact, name, reason, api, provider, request, written } = data;
  const { head, scope, block } = fact;
  const at = locate(file, fact);
  const callee: CallExpr['callee'] = { kind: 'unknown', reason, ...head };
  const { start, end } = at;
  const call: CallExpr = { kind: 'call', callee, args: [], argList: head, scope, block, awaited: false, iterated: false, start, end };
  const match: ShapeMatch = {
    profile: profileOf(api),
    api: api.shape,
    method: name,
    client: undefined,
    className: undefined,
    provider,
    callee: { kind: 'external', path: name, calls: [], at },
  };
  return build(evaluator, file, call, callee, data.frame ?? evaluator.frameOf(file), index, [match], match, 0, [], request, written);
}

/** An API over HTTP as if it were an SDK of its own. */
function profileOf(api: HttpApi): SdkProfile {
  return { sdk: api.shape.id, clients: [], moduleClients: [], transparent: [], apis: [api.shape] };
}

/** What is sent: the text of the request, or that of the file it names. */
function bodyOf(evaluator: Evaluator, file: LinkedFile, request: RequestFact, frame: Frame): Value | undefined {
  if (request.body !== undefined) return evaluator.evaluate(request.body, frame);
  if (request.bodyFile === undefined) return undefined;
  const data = evaluator.modules.data?.(file.facts, request.bodyFile);
  const value = data === undefined ? undefined : exportedName(evaluator, data, 'default', frame);
  return value ?? unknown(file, request, `body from ${request.bodyFile}`, { source: 'file' });
}

/** The API and biller of a request with an address. */
function addressTarget(
  evaluator: Evaluator,
  file: LinkedFile,
  request: RequestFact,
  body: Value | undefined,
  frame: Frame,
  address?: Value,
): Target | undefined {
  const given = address ?? (request.url === undefined ? undefined : evaluator.evaluate(request.url, frame));
  // `local ? LOCAL_URL : HOSTED_URL`: what is asked for at one address is asked for at the others.
  const targets = (given === undefined ? [undefined] : optionsOf(given)).flatMap(
    (option) => optionTarget(evaluator, file, request, body, frame, option) ?? [],
  );
  const [first] = targets;
  return first === undefined || targets.every(({ provider }) => provider === first.provider) ? first : { ...first, ...UNDECIDED };
}

/** The API and biller of a request at one of the addresses that it may go to. */
function optionTarget(
  evaluator: Evaluator,
  file: LinkedFile,
  request: RequestFact,
  body: Value | undefined,
  frame: Frame,
  given: Value | undefined,
): Target | undefined {
  // `os.environ.get("URL") or DEFAULT_URL`: what is asked for there is asked for elsewhere.
  const standard = given?.kind === 'unknown' && given.fallback?.kind === 'text' ? given.fallback : undefined;
  const value = standard ?? given;
  const parts = value === undefined ? [] : partsOf(value, file);
  const written = parts.map((part) => (part.kind === 'text' ? part.text : FILLED_IN)).join('');
  const match = /^(?:[a-z]+:\/\/)?(?:[^/?#@]*@)?([^/?#]*)([^?#]*)/i.exec(written);
  const host = match?.[1] ?? '';
  const path = (match?.[2] ?? '').replace(/\/+$/, '');
  const billed = standard === undefined ? hostProvider(host) : UNDECIDED;
  for (const api of httpApis) {
    const found = api.paths.map((pattern) => pattern.exec(path)).find((one) => one !== null);
    if (found === undefined || (api.hosts !== undefined && !api.hosts.test(host))) continue;
    const sure = billed.provider !== undefined || request.batched;
    if (!sure && api.hosts === undefined && !api.body.every((group) => isDictWith(body, group))) continue;
    const callee = `${request.method ?? 'POST'} ${calleeText(written.slice(0, (match?.[0] ?? '').length), parts, file)}`;
    const pathStart = (match?.[0].length ?? 0) - (match?.[2] ?? '').length;
    const from = found[1] === undefined ? -1 : pathStart + found.index + found[0].indexOf(found[1]);
    const model =
      found[1] === undefined
        ? undefined
        : modelIn(parts, from, from + found[1].length, (hole) => filledIn(evaluator, request, hole, file, frame));
    if (host === '')
      return { api, provider: api.provider, reason: 'the model decides who bills', byModel: api.provider === undefined, model, callee };
    return { api, provider: billed.provider ?? api.provider, reason: billed.reason, byModel: false, model, callee };
  }
  return undefined;
}

const UNDECIDED = { provider: undefined, reason: 'the host is decided at run time' } as const;

function hostProvider(host: string): { readonly provider: string | undefined; readonly reason: string } {
  const billed = providerOfUrl(`https://${host}`);
  if (billed.provider === undefined && host.includes(FILLED_IN)) return UNDECIDED;
  return { provider: billed.provider, reason: billed.reason.replace(FILLED_IN, '*') };
}

/** An address without user name, password and query: keys are sent in all three. */
function calleeText(written: string, parts: readonly (TextPart | HolePart)[], file: LinkedFile): string {
  const holes = parts.filter((part): part is HolePart => part.kind === 'hole');
  let next = 0;
  return written
    .replaceAll(FILLED_IN, () => {
      const hole = holes[next++];
      return hole === undefined ? '…' : hole.expression === '' ? excerpt(file, hole.at) : hole.expression;
    })
    .replace(/^([a-z]+:\/\/)[^/?#@]*@/i, '$1');
}

/** The piece `[from, to)` of an address as a value. */
function modelIn(parts: readonly (TextPart | HolePart)[], from: number, to: number, valueOf: (hole: HolePart) => Value): Value | undefined {
  const pieces: (TextPart | HolePart)[] = [];
  let at = 0;
  for (const part of parts) {
    const length = part.kind === 'text' ? part.text.length : 1;
    const start = Math.max(0, from - at);
    const end = Math.min(length, to - at);
    if (end > start) pieces.push(part.kind === 'text' ? slicePart(part, start, end) : part);
    at += length;
  }
  const [first] = pieces;
  if (first === undefined) return undefined;
  if (pieces.length === 1 && first.kind === 'hole') return valueOf(first);
  const decoded = pieces.map((part) => (part.kind === 'text' ? { ...part, text: part.text.replace(/%3A/gi, ':') } : part));
  const end = pieces[pieces.length - 1]?.at.end ?? first.at.end;
  return { kind: 'text', parts: decoded, at: { ...first.at, end } };
}

/** What is filled into an address at a hole, with the default that the source names. */
function filledIn(evaluator: Evaluator, request: RequestFact, hole: HolePart, file: LinkedFile, frame: Frame): Value {
  const parts = request.url?.kind === 'template' ? request.url.parts : [];
  const written = parts.find(
    (part) => part.kind === 'hole' && (part.start === hole.placement?.hole.start || part.value.start === hole.at.start),
  );
  if (written?.kind === 'hole') return evaluator.evaluate(written.value, frame);
  return unknown(file, hole.at, 'decided at run time', { source: hole.source, volatility: hole.volatility });
}

/** The API of a body without an address; the body alone tells. */
function bareTarget(request: RequestFact): Target | undefined {
  const api = apiOfBody(request.body, request.batched);
  if (api === undefined) return undefined;
  const reason = api.provider === undefined ? 'the model decides who bills' : `a request of ${api.shape.id}`;
  const callee = `${api.shape.id} ${request.batched ? 'batch request' : 'request'}`;
  return { api, provider: api.provider, reason, byModel: api.provider === undefined, model: undefined, callee };
}

function isDictWith(body: Value | undefined, keys: readonly string[]): boolean {
  return body !== undefined && optionsOf(body).some((option) => option.kind === 'dict' && keys.some((key) => option.entries.has(key)));
}

/** The fields of a body as the arguments of a request. */
export function requestOf(
  evaluator: Evaluator,
  file: LinkedFile,
  api: HttpApi,
  body: Value | undefined,
  model: Value | undefined,
  at: Location,
): Request {
  const dict = body === undefined ? undefined : optionsOf(body).find((option): option is DictValue => option.kind === 'dict');
  const fields = new Map<string, DictEntryValue>(dict?.entries ?? []);
  const [modelName = 'model'] = api.shape.model.length === 0 ? ['model'] : api.shape.model;
  if (model !== undefined) fields.set(modelName, { value: model, keyAt: at, certainty: 'always' });
  for (const [name, entry] of fields) {
    const value =
      name === 'tools' || name === 'toolConfig' ? unwrapTools(entry.value) : api.loose === true ? listed(entry.value, name) : entry.value;
    fields.set(name, { ...entry, value });
  }
  const get = (place: string): Value | undefined => {
    const [head = '', ...rest] = place.split('.');
    return rest.reduce<Value | undefined>(
      (value, key) => (value === undefined ? undefined : property(evaluator, value, key)),
      fields.get(head)?.value,
    );
  };
  const isSet = (value: Value | undefined): value is Value => value !== undefined && value.kind !== 'null';
  const open = body !== undefined && (dict === undefined || dict.open || body.kind === 'choice');
  // A request that is sent without a body that the source shows sends one all the same.
  const unseen = body === undefined;
  return {
    read: (names) => names.map(get).find(isSet) ?? (names === api.shape.model ? model : undefined),
    readAll: (names) => names.map(get).filter(isSet),
    has: (name) => fields.has(name),
    mayHold: (names) => names.length > 0 && (open || unseen),
    open: open || unseen,
    spreads: unseen ? [unknown(file, at, 'body')] : [],
  };
}

/** A single message or part is a list of one, where the API takes it for that. */
function listed(value: Value, name: string): Value {
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => ({ ...item, value: listed(item.value, '') })) };
  if (value.kind !== 'dict') return value;
  const entries = new Map(
    [...value.entries].map(([key, entry]) => [
      key,
      { ...entry, value: key === 'parts' || key === 'contents' ? listed(entry.value, key) : entry.value },
    ]),
  );
  // Without a role it is the user who speaks.
  if (entries.has('parts') && !entries.has('role') && name !== 'content')
    entries.set('role', { value: textValue('user', value.at), keyAt: value.at, certainty: 'always' });
  const inner: Value = { ...value, entries };
  if (name !== 'parts' && name !== 'contents') return inner;
  return { kind: 'list', form: 'list', growing: false, at: value.at, items: [{ value: inner, spread: false, certainty: 'always' }] };
}

/** Definitions of tools without what a provider wraps around them. */
function unwrapTools(value: Value): Value {
  if (value.kind === 'dict') {
    const tools = value.entries.get('tools');
    if (tools === undefined) return value;
    return { ...value, entries: new Map([...value.entries, ['tools', { ...tools, value: unwrapTools(tools.value) }]]) };
  }
  if (value.kind !== 'list') return value;
  const items = value.items.flatMap((item): readonly ListItemValue[] => {
    const inner =
      item.value.kind === 'dict'
        ? toolWrappers.map((key) => (item.value as DictValue).entries.get(key)?.value).find((one) => one !== undefined)
        : undefined;
    if (inner === undefined) return [item];
    return inner.kind === 'list' ? inner.items : [{ ...item, value: inner }];
  });
  return { ...value, items };
}
