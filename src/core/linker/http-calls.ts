/** HTTP requests that a program sends to an API for language models by itself, without an SDK: `requests.post(…)`, `fetch(…)`. */
import type { CallExpr, Expr, RequestFact } from '../facts.ts';
import { providerOfUrl } from '../providers/hosts.ts';
import { bodyWrappers, httpFunction, httpNames, type HttpFunction } from '../providers/http-clients.ts';
import { argumentAt } from './arguments.ts';
import type { CallSite } from './call-sites.ts';
import { enteredFrame } from './callee-frames.ts';
import type { Evaluator } from './evaluate.ts';
import { siteOfRequest, type SentRequest } from './http-requests.ts';
import { property } from './request.ts';
import type { ShapeIndex } from './shapes.ts';
import { asJson } from './struct-json.ts';
import { joinParts, slicePart } from './text.ts';
import {
  constantText,
  optionsOf,
  partsOf,
  textValue,
  type ExternalValue,
  type Frame,
  type FunctionValue,
  type LinkedFile,
  type Value,
} from './value.ts';

/** Finds the requests of a program. What they send is rebuilt like that of a request in a file. */
export function findHttpCalls(evaluator: Evaluator, file: LinkedFile, index: ShapeIndex): CallSite[] {
  const { calls } = file.facts;
  const frame = evaluator.frameOf(file);
  return calls.flatMap((call) => {
    evaluator.begin();
    return httpSiteOf(evaluator, call, frame, index) ?? [];
  });
}

/** The request that a call sends where the function around it runs in a frame; undefined when it sends none. */
export function httpSiteOf(evaluator: Evaluator, call: CallExpr, frame: Frame, index: ShapeIndex): CallSite | undefined {
  const { callee } = call;
  const named = (callee.kind === 'name' || callee.kind === 'member') && httpNames.has(callee.name);
  // `api({ url, method: 'POST', data })` of a client of the project's own name.
  const config = call.args[0]?.value;
  const configured =
    config?.kind === 'dict' &&
    ['url', 'data'].every((name) => config.entries.some(({ key }) => key?.kind === 'text' && key.value === name));
  const sent = named || configured ? sentBy(evaluator, call, frame) : undefined;
  const own = sent && requestSite(evaluator, call, sent.url, { ...sent, address: sent.isWhole ? undefined : sent.address }, frame, index);
  return own ?? siteOfHelper(evaluator, call, frame, index);
}

/** Ends of the addresses of APIs for language models, as a program writes them. */
const API_ADDRESS =
  /\/(chat\/completions|completions|messages|responses|embeddings|api\/(chat|generate))\b[^/]*$|:(stream)?[gG]enerateContent/;

/** Names of what holds an address, as programs call it. */
const ADDRESS_NAME = /(?:url|uri|endpoint|address)$/i;

/**
 * A request that a function of the project sends, to the address and with the body that it is given: `fetchSSE(url, { body })`,
 * `this.request('/v1/messages', …)`, `stream({ url: API_URL, body })`.
 */
function siteOfHelper(evaluator: Evaluator, call: CallExpr, frame: Frame, index: ShapeIndex): CallSite | undefined {
  const { file } = frame;
  const url = addressesIn(call).find((value) => {
    if (isAddress(value)) return API_ADDRESS.test(textOf(file, value));
    return API_ADDRESS.test(lastText(evaluator.evaluate(value, frame), file));
  });
  if (url === undefined) return undefined;
  const options = optionsOf(evaluator.evaluate(call.callee, frame));
  if (options.every(({ kind }) => kind === 'unknown' || kind === 'external')) return siteOfUnseenFetch(evaluator, call, url, frame, index);
  const given = evaluator.evaluate(url, frame);
  for (const option of options) {
    if (option.kind !== 'function') continue;
    const inside = enteredFrame(evaluator, option, call, frame);
    for (const sending of callsIn(option)) {
      const request = sentBy(evaluator, sending, inside);
      // An address that is whole without the caller's is a request of the helper's own.
      if (request !== undefined && API_ADDRESS.test(lastText(request.address, file)) && isFrom(request.address, given, file)) {
        return requestSite(evaluator, call, url, request, frame, index);
      }
    }
  }
  return undefined;
}

/** Arguments of a call that may be an address: one that is written there, and what is called one, also within an object. */
function addressesIn({ args }: CallExpr): readonly Expr[] {
  const isNamed = (value: Expr): boolean => (value.kind === 'name' || value.kind === 'member') && ADDRESS_NAME.test(value.name);
  return args.flatMap(({ kind, value }) => {
    if (value.kind === 'dict')
      return value.entries.flatMap(({ key, value: entry }) =>
        key?.kind === 'text' && ADDRESS_NAME.test(key.value) && (isAddress(entry) || isNamed(entry)) ? [entry] : [],
      );
    return (kind === 'positional' && isAddress(value)) || isNamed(value) ? [value] : [];
  });
}

/** A request of a function that is not seen, by its name, to a host that is known to answer for models: `pinnedFetch('https://api.openai.com/…', { body })`. */
function siteOfUnseenFetch(evaluator: Evaluator, call: CallExpr, url: Expr, frame: Frame, index: ShapeIndex): CallSite | undefined {
  const { callee } = call;
  if ((callee.kind !== 'name' && callee.kind !== 'member') || !/fetch$|^Post(AsJson)?Async$/i.test(callee.name)) return undefined;
  const address = evaluator.evaluate(url, frame);
  const written = constantText(address);
  if (written === undefined || providerOfUrl(written).provider === undefined) return undefined;
  const places = callee.name.endsWith('Async') ? ['1'] : ['1.body', '1.json', '1.data'];
  const body = places.map((place) => read(evaluator, call, place, frame)).find(isGiven);
  return body === undefined ? undefined : requestSite(evaluator, call, url, { address: undefined, body }, frame, index);
}

/** Calls within a function that may be requests, by their name. */
function callsIn({ file, scope: id }: FunctionValue): readonly CallExpr[] {
  const scope = file.facts.scopes[id];
  if (scope === undefined) return [];
  return file.facts.calls.filter(
    ({ callee, start, end }) =>
      start >= scope.start && end <= scope.end && (callee.kind === 'name' || callee.kind === 'member') && httpNames.has(callee.name),
  );
}

/** True where a piece of the address is one of what the caller gives. */
function isFrom(address: Value, given: Value, file: LinkedFile): boolean {
  const places = (value: Value): string[] =>
    optionsOf(value).flatMap((option) => partsOf(option, file).map(({ at }) => `${at.uri} ${String(at.start)} ${String(at.end)}`));
  const known = new Set(places(given));
  return places(address).some((place) => known.has(place));
}

/** The last text of an address that stands written. */
function lastText(address: Value, file: LinkedFile): string {
  return optionsOf(address)
    .flatMap((option) => partsOf(option, file).flatMap((part) => (part.kind === 'text' ? [part.text] : [])))
    .slice(-1)
    .join('');
}

function isAddress({ kind }: Expr): boolean {
  return kind === 'text' || kind === 'template' || kind === 'join';
}

function textOf({ text }: LinkedFile, { start, end }: Expr): string {
  return text.slice(start, end).replace(/["'`]$/, '');
}

/** What a call of an HTTP library posts, and where to; undefined for other calls, other methods and the program's own server. */
function sentBy(
  evaluator: Evaluator,
  call: CallExpr,
  frame: Frame,
): { readonly url: Expr; readonly address: Value; readonly isWhole: boolean; readonly body: Value } | undefined {
  const sender = optionsOf(evaluator.evaluate(call.callee, frame)).find(
    (option): option is ExternalValue => option.kind === 'external' && httpFunction(option.path) !== undefined,
  );
  const form = sender === undefined ? undefined : httpFunction(sender.path);
  const url = form?.url.map((place) => written(call, place)).find((found) => found !== undefined);
  if (form === undefined || url === undefined) return undefined;
  const path = evaluator.evaluate(url, frame);
  const address = fromBase(evaluator, sender, form, path, frame.file);
  // A path alone means the program's own server.
  if (!isAbsolute(address, frame.file)) return undefined;
  const method = form.method === undefined ? 'POST' : methodOf(evaluator, call, form, frame);
  if (method !== undefined && method.toUpperCase() !== 'POST') return undefined;
  const body = form.body.map((place) => read(evaluator, call, place, frame)).find((found) => found !== undefined && found.kind !== 'null');
  return body === undefined ? undefined : { url, address, isWhole: address === path, body };
}

/** An address behind the one that its client was made with: `httpx.Client(base_url="https://api.openai.com/v1")`, `axios.create({ baseURL })`. */
function fromBase(evaluator: Evaluator, callee: ExternalValue | undefined, form: HttpFunction, path: Value, file: LinkedFile): Value {
  const client = callee?.calls.at(-1);
  const base =
    client === undefined ? undefined : form.base?.map((place) => read(evaluator, client.call, place, client.frame)).find(isGiven);
  if (base === undefined || isWhole(path, file)) return path;
  const front = partsOf(base, file);
  const last = front.at(-1);
  const beginning =
    last?.kind === 'text' && last.text.endsWith('/') ? [...front.slice(0, -1), slicePart(last, 0, last.text.length - 1)] : front;
  const own = partsOf(path, file);
  const [first] = own;
  const slash = first?.kind === 'text' && first.text.startsWith('/') ? [] : partsOf(textValue('/', path.at), file);
  return joinParts([...beginning, ...slash, ...own], path.at);
}

function isGiven(value: Value | undefined): value is Value {
  return value !== undefined && value.kind !== 'null';
}

/** True for an address that names its host. */
function isWhole(address: Value, file: LinkedFile): boolean {
  return optionsOf(address).some((option) => {
    const [first] = partsOf(option, file);
    return first?.kind === 'text' && /^[a-z]+:\/\//i.test(first.text);
  });
}

function requestSite(
  evaluator: Evaluator,
  call: CallExpr,
  url: Expr,
  sent: Omit<SentRequest, 'sender'>,
  frame: Frame,
  index: ShapeIndex,
): CallSite | undefined {
  const { start, end, scope, block } = call;
  const request: RequestFact = {
    start,
    end,
    head: call.callee,
    method: 'POST',
    url,
    body: undefined,
    bodyFile: undefined,
    verbatim: false,
    batched: false,
    scope,
    block,
  };
  return siteOfRequest(evaluator, frame.file, request, index, frame, { ...sent, body: plain(evaluator, sent.body), sender: call });
}

/** The expression at a place, where the source writes it there. */
function written(call: CallExpr, place: string): Expr | undefined {
  if (/^\d+$/.test(place)) return call.args.filter((argument) => argument.kind === 'positional')[Number(place)]?.value;
  const named = call.args.find((argument) => argument.kind === 'keyword' && argument.name === place)?.value;
  const [first] = call.args;
  if (named !== undefined || first?.value.kind !== 'dict') return named;
  return first.value.entries.find(({ key }) => key?.kind === 'text' && key.value === place)?.value;
}

function read(evaluator: Evaluator, call: CallExpr, place: string, frame: Frame): Value | undefined {
  const [head = '', ...rest] = place.split('.');
  const expr = written(call, head);
  const data = jsonOf(expr);
  const start =
    data === undefined
      ? /^\d+$/.test(head)
        ? argumentAt(evaluator, call, Number(head), frame)
        : undefined
      : evaluator.evaluate(data, frame);
  return rest.reduce<Value | undefined>((value, key) => (value === undefined ? undefined : property(evaluator, value, key)), start);
}

/** What Ruby asks for its JSON (`{ model: "gpt-5" }.to_json`), or what is written itself. */
function jsonOf(expr: Expr | undefined): Expr | undefined {
  const member = expr?.kind === 'call' ? expr.callee : expr;
  return member?.kind === 'member' && member.name === 'to_json' ? member.object : expr;
}

/** The method in words; undefined when it is decided at run time. `fetch` without one is a GET. */
function methodOf(evaluator: Evaluator, call: CallExpr, form: HttpFunction, frame: Frame): string | undefined {
  const value = form.method?.map((place) => read(evaluator, call, place, frame)).find((found) => found !== undefined);
  return value === undefined ? 'GET' : constantText(value);
}

/** What is written into the body: JSON that was made of an object is that object, also within what carries it (`new StringContent(json)`). */
function plain(evaluator: Evaluator, body: Value): Value {
  if (body.kind === 'unknown' && body.inner !== undefined) return plain(evaluator, body.inner);
  const made = body.kind === 'external' && bodyWrappers.has(body.path) ? body.calls.at(-1) : undefined;
  const content = made === undefined ? undefined : argumentAt(evaluator, made.call, 0, made.frame);
  return content === undefined ? asJson(evaluator, body) : plain(evaluator, content);
}

function isAbsolute(address: Value, file: LinkedFile): boolean {
  return optionsOf(address).some((option) => {
    const [first] = partsOf(option, file);
    return first !== undefined && (first.kind === 'hole' || /^[a-z]+:\/\//i.test(first.text));
  });
}
