/**
 * What the linker knows about foreign code, as data: which calls give the time, chance or input, which only pass their argument through,
 * which read the environment. Paths are dotted, a call is written `()`.
 */
import type { Granularity, HoleSource, Volatility } from '../ir.ts';
import { otherEnvironmentCalls, otherPassThrough, otherSerialising, otherVolatile } from './known-code-others.ts';

/** A foreign value that changes. */
export interface VolatileSource {
  readonly volatility: Volatility;
  readonly source: HoleSource;
  readonly granularity?: Granularity;
}

const now: VolatileSource = { volatility: 'per-request', source: 'time', granularity: 'second' };
const today: VolatileSource = { volatility: 'per-day', source: 'time', granularity: 'day' };
const random: VolatileSource = { volatility: 'per-request', source: 'random' };
const input: VolatileSource = { volatility: 'per-request', source: 'input' };
const process: VolatileSource = { volatility: 'per-process', source: 'environment' };

/** Python calls whose result changes, by path. */
const pythonVolatile: ReadonlyMap<string, VolatileSource> = new Map([
  ['datetime.datetime.now()', now],
  ['datetime.datetime.utcnow()', now],
  ['datetime.datetime.today()', now],
  ['datetime.date.today()', today],
  ['time.time()', now],
  ['time.time_ns()', now],
  ['time.monotonic()', now],
  ['time.perf_counter()', now],
  ['time.ctime()', now],
  ['time.asctime()', now],
  ['time.localtime()', now],
  ['time.gmtime()', now],
  ['time.strftime()', now],
  ['pendulum.now()', now],
  ['pendulum.today()', today],
  ['arrow.now()', now],
  ['arrow.utcnow()', now],
  ['django.utils.timezone.now()', now],
  ['django.utils.timezone.localdate()', today],
  ['pandas.Timestamp.now()', now],
  ['uuid.uuid1()', random],
  ['uuid.uuid4()', random],
  ['uuid.uuid7()', random],
  ['os.urandom()', random],
  ['shortuuid.uuid()', random],
  ['builtins.input()', input],
  ['streamlit.chat_input()', input],
  ['streamlit.text_input()', input],
  ['streamlit.text_area()', input],
  ['flask.request.get_json()', input],
  ['os.getpid()', process],
  ['platform.platform()', process],
  ['platform.system()', process],
  ['os.getcwd()', process],
  ['socket.gethostname()', process],
]);

/** JavaScript calls whose result changes, by path; names that the language defines everywhere begin with `global.`. */
const scriptVolatile: ReadonlyMap<string, VolatileSource> = new Map([
  ['global.Date()', now],
  ['global.Date.now()', now],
  ['global.performance.now()', now],
  ['npm:dayjs.default()', now],
  ['npm:moment.default()', now],
  ['npm:luxon.DateTime.now()', now],
  ['global.Math.random()', random],
  ['global.crypto.randomUUID()', random],
  ['global.crypto.getRandomValues()', random],
  ['npm:crypto.randomUUID()', random],
  ['npm:crypto.randomBytes()', random],
  ['npm:crypto.default.randomUUID()', random],
  ['npm:uuid.v4()', random],
  ['npm:uuid.v1()', random],
  ['npm:uuid.v7()', random],
  ['npm:nanoid.nanoid()', random],
  ...['npm:lodash', 'npm:lodash.default', 'npm:underscore', 'npm:underscore.default'].flatMap((module) =>
    ['shuffle', 'sample', 'sampleSize'].map((name): [string, VolatileSource] => [`${module}.${name}()`, random]),
  ),
  ['npm:os.hostname()', process],
  ['npm:os.platform()', process],
  ['global.process.cwd()', process],
]);

/** What shells and HTTP clients fill in, by path. An environment's variable may be anything, so how often it changes is not known. */
const toolVolatile: ReadonlyMap<string, VolatileSource> = new Map([
  ['shell.date()', now],
  ['shell.date(day)', today],
  ['shell.random()', random],
  ['shell.read()', input],
  ['shell.argument', { volatility: 'unknown', source: 'parameter' }],
  ['shell.variable', { volatility: 'unknown', source: 'environment' }],
  ['shell.file()', { volatility: 'unknown', source: 'file' }],
  // Placeholders of prompt files: what a person writes behind a command, what the editor or a command puts in.
  ['prompt.input', input],
  ['prompt.context', { volatility: 'per-request', source: 'state' }],
  ['prompt.command()', { volatility: 'unknown', source: 'call' }],
  ['prompt.file()', { volatility: 'unknown', source: 'file' }],
  ['shell.command()', { volatility: 'unknown', source: 'call' }],
  ['http.time()', now],
  ['http.time(day)', today],
  ['http.random()', random],
  ['http.input()', input],
  ['http.variable', { volatility: 'unknown', source: 'environment' }],
  ['http.response', { volatility: 'unknown', source: 'call' }],
]);

/** Python modules of which every call gives something random. */
const pythonRandomModules: readonly string[] = ['random.', 'secrets.', 'numpy.random.'];

/** Calls in those modules that give the same answer every time, or none. */
const notRandom: ReadonlySet<string> = new Set([
  'random.seed()',
  'numpy.random.seed()',
  'random.Random()',
  'numpy.random.default_rng()',
  'secrets.compare_digest()',
]);

/** How a foreign call's result changes; undefined when nothing is known. */
export function volatileSource(path: string): VolatileSource | undefined {
  const exact = pythonVolatile.get(path) ?? scriptVolatile.get(path) ?? toolVolatile.get(path) ?? otherVolatile.get(path);
  if (exact !== undefined) return exact;
  if (notRandom.has(path)) return undefined;
  return path.endsWith('()') && pythonRandomModules.some((module) => path.startsWith(module)) ? random : undefined;
}

/** Foreign calls that return the text of one argument: path → position of that argument. */
export const passThrough: ReadonlyMap<string, number> = new Map([
  ...otherPassThrough,
  // Messages in another library's form, one for one.
  ['langchain_community.adapters.openai.convert_openai_messages()', 0],
  ['langchain.adapters.openai.convert_openai_messages()', 0],
  ['langchain_core.messages.convert_to_messages()', 0],
  ['langchain_core.messages.utils.convert_to_messages()', 0],
  ['npm:ai.convertToModelMessages()', 0],
  ['npm:ai.convertToCoreMessages()', 0],
  ['builtins.str()', 0],
  ['builtins.list()', 0],
  ['builtins.tuple()', 0],
  ['builtins.int()', 0],
  ['builtins.float()', 0],
  ['global.String()', 0],
  ['global.Number()', 0],
  ['global.Number.parseInt()', 0],
  ['global.Number.parseFloat()', 0],
  ['global.parseInt()', 0],
  ['global.parseFloat()', 0],
  ['global.Promise.resolve()', 0],
  ['global.Object.freeze()', 0],
  ['global.structuredClone()', 0],
  ['global.String.raw()', 0],
  ['copy.copy()', 0],
  ['copy.deepcopy()', 0],
  ['openai.types.shared_params.cast()', 0],
]);

/** Foreign calls that take the common indentation off their text. */
export const dedenting: ReadonlySet<string> = new Set([
  'textwrap.dedent()',
  'inspect.cleandoc()',
  'npm:dedent.default()',
  'npm:dedent()',
  'npm:ts-dedent.dedent()',
  'npm:ts-dedent.default()',
  'npm:outdent.default()',
]);

/** Foreign calls that read the environment; the second argument or `default` is the default. */
export const environmentCalls: ReadonlySet<string> = new Set([
  ...otherEnvironmentCalls,
  'os.getenv()',
  'os.environ.get()',
  'decouple.config()',
  'environ.Env().str()',
  'streamlit.secrets.get()',
]);

/** Foreign mappings of environment values. */
export const environmentMappings: ReadonlySet<string> = new Set([
  'rb:ENV',
  'os.environ',
  'streamlit.secrets',
  'global.process.env',
  'npm:process.env',
  'npm:process.default.env',
  'import.meta.env',
  'global.Bun.env',
]);

/** Decorator paths (or endings of them) that make a function a request handler: its parameters are request data. */
export const handlerDecorators: readonly RegExp[] = [
  /^(fastapi|starlette)\..*\.(get|post|put|patch|delete|websocket|route|api_route)\(\)$/,
  /^flask\..*\.(route|get|post|put|patch|delete)\(\)$/,
  /^quart\..*\.(route|get|post|put|patch|delete)\(\)$/,
  /^(sanic|litestar|robyn|bottle)\b.*\.(get|post|put|patch|delete|route)\(\)$/,
  /^(discord|telebot|slack_bolt|aiogram)\b.*\(\)$/,
];

/** Foreign calls that turn data into text. */
export const serialising: ReadonlySet<string> = new Set([
  ...otherSerialising,
  'json.dumps()',
  'yaml.dump()',
  'builtins.repr()',
  'global.JSON.stringify()',
]);

/** Names that JavaScript defines everywhere, as far as prompts use them. */
export const scriptGlobals: ReadonlySet<string> = new Set(
  'Date Math JSON Object Array String Number Boolean Promise Proxy process crypto performance globalThis console structuredClone Bun Deno Intl URL Map __dirname __filename Buffer TextEncoder Set RegExp Error parseInt parseFloat fetch setTimeout require'.split(
    ' ',
  ),
);

/** Names that Python defines everywhere, as far as prompts use them. */
export const pythonBuiltins: ReadonlySet<string> = new Set(
  'abs all any bool bytes callable chr dict dir enumerate filter float format frozenset getattr hasattr hash id input int isinstance iter len list map max min next object open ord print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __file__ __import__ __name__ Exception ValueError KeyError TypeError RuntimeError'.split(
    ' ',
  ),
);

/** Precision of a time rendered by a `strftime` format. */
export function formatGranularity(format: string): Granularity {
  if (/%[-#]?[SfXcsT]|%T/.test(format)) return 'second';
  if (/%[-#]?M|%R/.test(format)) return 'minute';
  if (/%[-#]?[HIp]/.test(format)) return 'hour';
  return 'day';
}

/** Precision of a time rendered by a layout of Go (`2006-01-02 15:04:05`), of C# or Java (`yyyy-MM-dd HH:mm:ss`), or of PHP (`Y-m-d H:i:s`). */
export function layoutGranularity(layout: string): Granularity {
  if (layout.includes('%')) return formatGranularity(layout);
  if (/2006|Jan|\b0?[12]\b.*\b0?[12]\b/.test(layout))
    return layout.includes('05') ? 'second' : layout.includes('04') ? 'minute' : /15|03/.test(layout) ? 'hour' : 'day';
  if (layout.includes('yy'))
    return layout.includes('s') ? 'second' : layout.includes('m') ? 'minute' : /[Hh]/.test(layout) ? 'hour' : 'day';
  return /[sUucrvTfgGFtoO]/.test(layout) ? 'second' : layout.includes('i') ? 'minute' : /[HhGg]/.test(layout) ? 'hour' : 'day';
}

/** Precision that remains when a member of a time value is taken; undefined when it stays as it was. */
export function memberGranularity(member: string): Granularity | undefined {
  if (
    [
      'date',
      'year',
      'month',
      'day',
      'weekday',
      'isoweekday',
      'isocalendar',
      'toordinal',
      'to_date_string',
      'tm_year',
      'tm_mon',
      'tm_mday',
      'tm_yday',
      'toDateString',
      'toLocaleDateString',
      'getFullYear',
      'getMonth',
      'getDate',
      'getDay',
    ].includes(member)
  )
    return 'day';
  if (member === 'hour' || member === 'tm_hour' || member === 'getHours') return 'hour';
  if (member === 'minute' || member === 'tm_min' || member === 'getMinutes') return 'minute';
  return undefined;
}

const ranks: readonly Granularity[] = ['second', 'minute', 'hour', 'day'];

/** The coarser of two precisions. */
export function coarser(a: Granularity, b: Granularity): Granularity {
  return ranks.indexOf(a) > ranks.indexOf(b) ? a : b;
}

/** How often a rendered time changes. */
export function timeVolatility(granularity: Granularity): Volatility {
  return granularity === 'day' ? 'per-day' : granularity === 'hour' ? 'per-session' : 'per-request';
}
