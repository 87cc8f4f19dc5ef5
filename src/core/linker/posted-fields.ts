/** What pages of a project post to the routes that its server answers: `fetch('/api/chat', { body: JSON.stringify({ messages }) })`. */
import type { CallExpr, Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './value.ts';
import { fieldOf } from './window-sources.ts';

/** A value that a page posts. */
export interface PostedValue {
  readonly file: LinkedFile;
  readonly call: CallExpr;
  readonly value: Expr;
}

/** Functions that send a request, and classes that are told where to. */
const SENDERS = ['fetch', 'post', '$fetch', 'request', 'apiRequest'];
/** Routes of one file that are looked for. */
const MAX_ROUTES = 12;
/** Calls that are looked at for one field. */
const MAX_POSTS = 60;
const MAX_DEPTH = 5;
/** The body of a request: of fetch's `Request`, Express, Hono, Koa, Flask, Starlette. */
const BODY = /\b(?:req|request|ctx|context|event|c)(?:\.req|\.request)?\.(?:json\(|get_json\(|valid\(|body\b|json\b)|\breadBody\(/;
/** Routes as servers declare them. */
const ROUTES = /\.(?:post|put|route|api_route|all)\(\s*["'`]([^"'`\s]+)["'`]/g;
/** Files that are routes by their place: Next.js, Nuxt, SvelteKit, Astro, functions of hosts. */
const ROUTE_FILE = /\/(?:app|pages|server|routes|api|functions)(\/.*?)?(?:\/(?:route|\+server|index))?(?:\.post)?\.(?:tsx?|jsx?|mjs)$/;

/** What pages post as the field of a request's body that an expression reads; nothing for every other expression. */
export function postedAs(evaluator: Evaluator, where: LinkedFile, expr: Expr): readonly PostedValue[] {
  const [body, field] = fieldOf(expr);
  if (body === undefined || field === undefined || !isBody(where, body)) return [];
  const routes = routesOf(where);
  if (routes.length === 0) return [];
  const found: PostedValue[] = [];
  let seen = 0;
  const files = new Set(routes.slice(0, MAX_ROUTES).flatMap((route) => evaluator.modules.holding?.(route) ?? []));
  for (const file of files)
    for (const { written: call } of SENDERS.flatMap((sender) => evaluator.callsIn(file).get(sender) ?? [])) {
      if (!/^(type|java)script$/.test(file.facts.language) || file.facts.uri === where.facts.uri || ++seen > MAX_POSTS) continue;
      const [address, ...options] = call.args;
      if (address === undefined || !leadsTo(file, address.value, routes)) continue;
      const value = options.map((one) => entryIn(file, one.value, field, 0)).find((one) => one !== undefined);
      if (value !== undefined) found.push({ file, call, value });
    }
  return found;
}

/** True for the body of a request, for a name that is bound to it, and for the model that a decorated route is given. */
function isBody(where: LinkedFile, expr: Expr): boolean {
  const { scopes } = where.facts;
  if (expr.kind !== 'name') return BODY.test(where.text.slice(expr.start, expr.end));
  for (let at = expr.scope; at >= 0; at = scopes[at]?.parent ?? -1) {
    const scope = scopes[at];
    if (scope?.params.some(({ name }) => name === expr.name) === true)
      return scope.decorators.some((one) => /\.(post|put|api_route)\(/.test(where.text.slice(one.start, one.end)));
    const bindings = scope?.bindings.get(expr.name);
    if (bindings !== undefined)
      return bindings.some(({ value }) => value !== undefined && BODY.test(where.text.slice(value.start, value.end)));
  }
  return false;
}

/** The paths that a file answers: those that it declares, and that of its own place. */
function routesOf({ facts, text }: LinkedFile): readonly string[] {
  const declared = [...text.matchAll(ROUTES)].map(([, path]) => path ?? '');
  const placed = ROUTE_FILE.exec(decodeURI(facts.uri))?.[1];
  return [...declared, ...(placed === undefined ? [] : [placed.replace(/\/\([^)]*\)/g, '')])]
    .map((path) => `/${path.replace(/^\/+|\/+$/g, '')}`)
    .filter((path) => /^\/[\w-]/.test(path));
}

/** True for an address that ends in one of some paths. */
function leadsTo(file: LinkedFile, address: Expr, routes: readonly string[]): boolean {
  const text = file.text
    .slice(address.start, address.end)
    .replace(/["'`]/g, '')
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '');
  return routes.some((route) => text.endsWith(route) || (route.endsWith(text) && /^\/[\w-]+\/[\w-]/.test(text)));
}

/** The value of a field in what a request sends: in the options, in the text that its body is made into. */
function entryIn(file: LinkedFile, expr: Expr, field: string, depth: number): Expr | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (expr.kind === 'dict') {
    const own = expr.entries.find(({ key }) => key?.kind === 'text' && key.value === field)?.value;
    if (own !== undefined) return own;
    const body = expr.entries.find(({ key }) => key?.kind === 'text' && /^(body|data|json)$/.test(key.value))?.value;
    return body === undefined ? undefined : entryIn(file, body, field, depth + 1);
  }
  if (expr.kind === 'call') {
    const [first] = expr.args;
    return first !== undefined && expr.callee.kind === 'member' && expr.callee.name === 'stringify'
      ? entryIn(file, first.value, field, depth + 1)
      : undefined;
  }
  if (expr.kind !== 'name') return undefined;
  for (let at = expr.scope; at >= 0; at = file.facts.scopes[at]?.parent ?? -1) {
    const bindings = file.facts.scopes[at]?.bindings.get(expr.name);
    if (bindings === undefined) continue;
    const value = bindings.length === 1 ? bindings[0]?.value : undefined;
    return value === undefined || value.kind === 'name' ? undefined : entryIn(file, value, field, depth + 1);
  }
  return undefined;
}
