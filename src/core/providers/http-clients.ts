/**
 * Functions that send HTTP requests, and where their arguments hold address, method and body. Sources: the documentation of requests, httpx,
 * aiohttp, the Fetch standard, axios, got, ky, ofetch and undici; read 2026-11-22, what their clients call the beginning of addresses 2026-11-23.
 */

/** Where a function that sends a request has its parts; places as in `ArgumentNames`. */
export interface HttpFunction {
  readonly url: readonly string[];
  /** Undefined where the name of the function says the method. */
  readonly method: readonly string[] | undefined;
  readonly body: readonly string[];
  /** Where the client that the function belongs to was given the beginning of all its addresses. */
  readonly base?: readonly string[];
}

const post: HttpFunction = { url: ['url', '0'], method: undefined, body: ['json', 'data', 'content', '1'] };
const verb: HttpFunction = { url: ['url', '1'], method: ['method', '0'], body: ['json', 'data', 'content'] };
const fetching: HttpFunction = { url: ['0'], method: ['1.method'], body: ['1.body'] };
const posting: HttpFunction = { url: ['0'], method: undefined, body: ['1'] };
const optioned: HttpFunction = { url: ['0'], method: undefined, body: ['1.json', '1.body'] };
const configured: HttpFunction = { url: ['url'], method: ['method'], body: ['data'] };

const sessions: readonly (readonly [path: string, base: readonly string[]])[] = [
  ['requests', []],
  ['httpx', []],
  ['requests.Session()', []],
  ['requests.session()', []],
  ['requests.sessions.Session()', []],
  ['httpx.Client()', ['base_url']],
  ['httpx.AsyncClient()', ['base_url']],
  ['aiohttp.ClientSession()', ['base_url', '0']],
  ['aiohttp_retry.RetryClient()', []],
];

/** Clients of scripts that are made with options. */
const made: readonly (readonly [path: string, base: readonly string[], form: HttpFunction])[] = [
  ['npm:axios.default.create()', ['0.baseURL'], posting],
  ['npm:axios.create()', ['0.baseURL'], posting],
  ['npm:axios.Axios()', ['0.baseURL'], posting],
  ['npm:got.default.extend()', ['0.prefixUrl'], optioned],
  ['npm:got.got.extend()', ['0.prefixUrl'], optioned],
  ['npm:ky.default.create()', ['0.prefixUrl', '0.prefix', '0.baseUrl'], optioned],
  ['npm:ky.default.extend()', ['0.prefixUrl', '0.prefix', '0.baseUrl'], optioned],
];

/** Functions by their path. */
const httpFunctions: ReadonlyMap<string, HttpFunction> = new Map<string, HttpFunction>([
  ...sessions.flatMap(([root, base]): (readonly [string, HttpFunction])[] => [
    [`${root}.post`, { ...post, base }],
    [`${root}.request`, { ...verb, base }],
    [`${root}.stream`, { ...verb, base }],
  ]),
  ...made.map(([root, base, form]): readonly [string, HttpFunction] => [`${root}.post`, { ...form, base }]),
  ...made.slice(0, 3).flatMap(([root, base]): (readonly [string, HttpFunction])[] => [
    [`${root}.request`, { ...configured, base }],
    [root, { ...configured, base }],
  ]),
  ['urllib.request.Request', { url: ['url', '0'], method: undefined, body: ['data', '1'] }],
  ...[
    'global.fetch',
    'npm:node-fetch.default',
    'npm:cross-fetch.default',
    'npm:cross-fetch.fetch',
    'npm:undici.fetch',
    'npm:ofetch.ofetch',
  ].map((path): readonly [string, HttpFunction] => [path, fetching]),
  ...['npm:axios.default', 'npm:axios.axios'].flatMap((root): (readonly [string, HttpFunction])[] => [
    [`${root}.post`, posting],
    [`${root}.request`, configured],
    [root, configured],
  ]),
  ['npm:got.default.post', optioned],
  ['npm:got.got.post', optioned],
  ['npm:ky.default.post', optioned],
]);

/** Clients of other languages. Sources: the documentation of Laravel, Guzzle, WordPress, .NET's `HttpClient`, Go's net/http, HTTParty and Faraday; read 2026-11-24. */
const others: ReadonlyMap<string, HttpFunction> = new Map<string, HttpFunction>([
  ['php:Illuminate.Support.Facades.Http.post', posting],
  ['php:GuzzleHttp.Client().post', { ...optioned, base: ['0.base_uri'] }],
  ['php:GuzzleHttp.Client().request', { url: ['1'], method: ['0'], body: ['2.json', '2.body'], base: ['0.base_uri'] }],
  ...['cs:HttpClient()', 'cs:System.Net.Http.HttpClient()'].flatMap((root): (readonly [string, HttpFunction])[] => [
    [`${root}.PostAsJsonAsync`, posting],
    [`${root}.PostAsync`, posting],
  ]),
  // Made with its content: `new HttpRequestMessage(HttpMethod.Post, url) { Content = … }`.
  ['cs:HttpRequestMessage', { url: ['1'], method: ['0'], body: ['Content'] }],
  ['cs:System.Net.Http.HttpRequestMessage', { url: ['1'], method: ['0'], body: ['Content'] }],
  ['php:wp_remote_post', optioned],
  ['go:net/http.NewRequest', { url: ['1'], method: ['0'], body: ['2'] }],
  ['go:net/http.NewRequestWithContext', { url: ['2'], method: ['1'], body: ['3'] }],
  ['go:net/http.Post', { url: ['0'], method: undefined, body: ['2'] }],
  ['rb:HTTParty.post', { url: ['0'], method: undefined, body: ['body'] }],
  ['rb:Faraday.post', posting],
]);

/** What carries the body of a request in other languages: it is their first argument. */
export const bodyWrappers: ReadonlySet<string> = new Set([
  'cs:StringContent()',
  'cs:System.Net.Http.StringContent()',
  'cs:JsonContent.Create()',
  'go:bytes.NewBuffer()',
  'go:bytes.NewReader()',
  'go:strings.NewReader()',
]);

/** Steps by which Laravel's client is made ready: `Http::withToken($key)->timeout(60)->post(…)`. */
const LARAVEL_STEPS =
  /^(php:Illuminate\.Support\.Facades\.Http)(?:\.(?:with[A-Z]\w*|accept\w*|as(?:Json|Form)|timeout|connectTimeout|retry|throw)\(\))+/;

/** The function of a path that sends requests; undefined for any other. */
export function httpFunction(path: string): HttpFunction | undefined {
  return httpFunctions.get(path) ?? others.get(path.replace(LARAVEL_STEPS, '$1'));
}

/** Last names under which these functions are called when they are not imported under another. */
export const httpNames: ReadonlySet<string> = new Set([
  ...['post', 'request', 'stream', 'Request', 'fetch', 'ofetch', 'axios', 'fetchImpl'],
  ...['PostAsJsonAsync', 'PostAsync', 'HttpRequestMessage', 'wp_remote_post', 'NewRequest', 'NewRequestWithContext', 'Post'],
]);
