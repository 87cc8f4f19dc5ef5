/** HTTP requests that a program sends to an API for language models by itself, without an SDK: `requests.post(…)`, `fetch(…)`. */
import type { CallExpr, Expr } from '../facts.ts';
import { httpFunctions, httpNames, type HttpFunction } from '../providers/http-clients.ts';
import { argumentAt } from './arguments.ts';
import type { CallSite } from './call-sites.ts';
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
    return named ? (siteOf(evaluator, file, call, frame, index) ?? []) : [];
  });
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
  if (body === undefined) return undefined;
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
