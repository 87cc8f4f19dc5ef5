/** HTTP requests that a program sends to an API for language models by itself, without an SDK: `requests.post(…)`, `fetch(…)`. */
import type { CallExpr, Expr, Scope } from '../facts.ts';
import { httpFunctions, httpNames, type HttpFunction } from '../providers/http-clients.ts';
import { argumentAt } from './arguments.ts';
import type { CallSite } from './call-sites.ts';
import { callerParameters } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import { siteOfRequest } from './http-requests.ts';
import { property } from './request.ts';
import type { ShapeIndex } from './shapes.ts';
import { constantText, optionsOf, partsOf, type Frame, type LinkedFile, type Value } from './value.ts';

/** Finds the requests of a program. What they send is rebuilt like that of a request in a file. */
export function findHttpCalls(evaluator: Evaluator, file: LinkedFile, index: ShapeIndex): CallSite[] {
  const { language, calls } = file.facts;
  if (language !== 'python' && language !== 'typescript' && language !== 'javascript') return [];
  const frame = evaluator.frameOf(file);
  return calls.flatMap((call) => {
    const { callee } = call;
    const named = (callee.kind === 'name' || callee.kind === 'member') && httpNames.has(callee.name);
    const own = named ? siteOf(evaluator, file, call, frame, index) : undefined;
    return own ?? siteOfHelper(evaluator, file, call, frame, index) ?? [];
  });
}

/** Ends of the addresses of APIs for language models, as a program writes them. */
const API_ADDRESS =
  /\/(chat\/completions|completions|messages|responses|embeddings|api\/(chat|generate))\b[^/]*$|:(stream)?[gG]enerateContent/;

/** A request that a function of the project sends, to the address and with the body that it is given: `fetchSSE(url, { body })`, `post(url, body)`. */
function siteOfHelper(evaluator: Evaluator, file: LinkedFile, call: CallExpr, frame: Frame, index: ShapeIndex): CallSite | undefined {
  const at = call.args.findIndex(({ kind, value }) => kind === 'positional' && isAddress(value) && API_ADDRESS.test(textOf(file, value)));
  const url = call.args[at]?.value;
  if (url === undefined) return undefined;
  evaluator.begin();
  for (const option of optionsOf(evaluator.evaluate(call.callee, frame))) {
    if (option.kind !== 'function') continue;
    const sent = bodyOfHelper(evaluator, option.file, option.scope, at);
    const given = sent === undefined ? undefined : call.args[sent.position]?.value;
    if (sent === undefined || given === undefined) continue;
    const value = evaluator.evaluate(given, frame);
    const body = sent.inside.reduce<Value | undefined>(
      (one, key) => (one === undefined ? undefined : property(evaluator, one, key)),
      value,
    );
    if (body !== undefined && isAbsolute(evaluator.evaluate(url, frame), file)) return requestSite(evaluator, file, call, url, body, index);
  }
  return undefined;
}

function isAddress({ kind }: Expr): boolean {
  return kind === 'text' || kind === 'template' || kind === 'join';
}

function textOf({ text }: LinkedFile, { start, end }: Expr): string {
  return text.slice(start, end).replace(/["'`]$/, '');
}

/** Where a function that sends a request to the address it is given takes the body from: the position of its argument, and the place inside. */
function bodyOfHelper(
  evaluator: Evaluator,
  file: LinkedFile,
  scopeId: number,
  address: number,
): { readonly position: number; readonly inside: readonly string[] } | undefined {
  const scope = file.facts.scopes[scopeId];
  const parameters = callerParameters(file, scopeId);
  const url = parameters[address]?.name;
  if (scope === undefined || url === undefined) return undefined;
  const frame = evaluator.frameOf(file);
  for (const call of file.facts.calls) {
    const { callee } = call;
    if (call.start < scope.start || call.end > scope.end) continue;
    if ((callee.kind !== 'name' && callee.kind !== 'member') || !httpNames.has(callee.name)) continue;
    const form = optionsOf(evaluator.evaluate(callee, frame))
      .map((option) => (option.kind === 'external' ? httpFunctions.get(option.path) : undefined))
      .find((found) => found !== undefined);
    const to = form?.url.map((place) => written(call, place)).find((found) => found !== undefined);
    if (form === undefined || to?.kind !== 'name' || to.name !== url) continue;
    for (const place of form.body) {
      const [head = '', ...rest] = place.split('.');
      const whole = written(call, head) ?? call.args.filter(({ kind }) => kind === 'positional')[Number(head)]?.value;
      const entry =
        whole?.kind === 'dict' && rest.length > 0
          ? whole.entries.find(({ key }) => key?.kind === 'text' && key.value === rest[0])?.value
          : undefined;
      const expr = entry ?? whole;
      const position =
        expr === undefined
          ? -1
          : parameterBehind(
              file,
              scope,
              parameters.map(({ name }) => name),
              expr,
            );
      if (position >= 0 && position !== address) return { position, inside: entry === undefined ? rest : [] };
    }
  }
  return undefined;
}

/** The parameter that an expression is, is made of as JSON, or is what is left of: `JSON.stringify(body)`, `const { onMessage, ...rest } = options`. */
function parameterBehind(file: LinkedFile, scope: Scope, parameters: readonly string[], expr: Expr): number {
  if (expr.kind === 'call') {
    const [first] = expr.args;
    const name = expr.callee.kind === 'member' || expr.callee.kind === 'name' ? expr.callee.name : '';
    return first !== undefined && /^(stringify|dumps)$/.test(name) ? parameterBehind(file, scope, parameters, first.value) : -1;
  }
  if (expr.kind !== 'name') return -1;
  const own = parameters.indexOf(expr.name);
  if (own >= 0) return own;
  const whole = new RegExp(`\\{[^{}]*\\.\\.\\.\\s*${expr.name}\\s*,?\\s*\\}\\s*=\\s*(\\w+)`).exec(
    file.text.slice(scope.start, scope.end),
  )?.[1];
  return whole === undefined ? -1 : parameters.indexOf(whole);
}

function siteOf(evaluator: Evaluator, file: LinkedFile, call: CallExpr, frame: Frame, index: ShapeIndex): CallSite | undefined {
  evaluator.begin();
  const form = optionsOf(evaluator.evaluate(call.callee, frame))
    .map((option) => (option.kind === 'external' ? httpFunctions.get(option.path) : undefined))
    .find((found) => found !== undefined);
  const url = form?.url.map((place) => written(call, place)).find((found) => found !== undefined);
  if (form === undefined || url === undefined) return undefined;
  const address = evaluator.evaluate(url, frame);
  // A path alone means the program's own server.
  if (!isAbsolute(address, file)) return undefined;
  const method = form.method === undefined ? 'POST' : methodOf(evaluator, call, form, frame);
  if (method !== undefined && method.toUpperCase() !== 'POST') return undefined;
  const body = form.body.map((place) => read(evaluator, call, place, frame)).find((found) => found !== undefined && found.kind !== 'null');
  return body === undefined ? undefined : requestSite(evaluator, file, call, url, body, index);
}

function requestSite(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  url: Expr,
  body: Value,
  index: ShapeIndex,
): CallSite | undefined {
  const { start, end, scope, block } = call;
  return siteOfRequest(
    evaluator,
    file,
    {
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
    },
    index,
    plain(body),
    call,
  );
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
  const start =
    expr === undefined
      ? /^\d+$/.test(head)
        ? argumentAt(evaluator, call, Number(head), frame)
        : undefined
      : evaluator.evaluate(expr, frame);
  return rest.reduce<Value | undefined>((value, key) => (value === undefined ? undefined : property(evaluator, value, key)), start);
}

/** The method in words; undefined when it is decided at run time. `fetch` without one is a GET. */
function methodOf(evaluator: Evaluator, call: CallExpr, form: HttpFunction, frame: Frame): string | undefined {
  const value = form.method?.map((place) => read(evaluator, call, place, frame)).find((found) => found !== undefined);
  return value === undefined ? 'GET' : constantText(value);
}

/** What is written into the body: JSON that was made of an object is that object. */
function plain(body: Value): Value {
  return body.kind === 'unknown' && body.inner !== undefined ? plain(body.inner) : body;
}

function isAbsolute(address: Value, file: LinkedFile): boolean {
  return optionsOf(address).some((option) => {
    const [first] = partsOf(option, file);
    return first !== undefined && (first.kind === 'hole' || /^[a-z]+:\/\//i.test(first.text));
  });
}
