/**
 * What the linker knows about foreign code of Go, Java, Kotlin, C#, Ruby, PHP and Rust, as data. Paths are dotted behind the mark of the
 * language, a call is written `()`. Names from the languages' own library references.
 */
import type { VolatileSource } from './known-code.ts';

const now: VolatileSource = { volatility: 'per-request', source: 'time', granularity: 'second' };
const today: VolatileSource = { volatility: 'per-day', source: 'time', granularity: 'day' };
const random: VolatileSource = { volatility: 'per-request', source: 'random' };

/** Calls whose result changes, by path. */
export const otherVolatile: ReadonlyMap<string, VolatileSource> = new Map([
  ['go:time.Now()', now],
  ['go:github.com/google/uuid.New()', random],
  ['go:github.com/google/uuid.NewString()', random],
  ['go:math/rand.Int()', random],
  ['go:math/rand.Intn()', random],
  ['java:java.time.LocalDateTime.now()', now],
  ['java:java.time.Instant.now()', now],
  ['java:java.time.ZonedDateTime.now()', now],
  ['java:java.time.OffsetDateTime.now()', now],
  ['java:java.time.LocalTime.now()', now],
  ['java:java.time.LocalDate.now()', today],
  ['java:java.lang.System.currentTimeMillis()', now],
  ['java:java.lang.System.nanoTime()', now],
  ['java:java.util.UUID.randomUUID()', random],
  ['java:java.lang.Math.random()', random],
  ['cs:DateTime.Now()', now],
  ['cs:DateTime.UtcNow()', now],
  ['cs:DateTimeOffset.Now()', now],
  ['cs:DateTimeOffset.UtcNow()', now],
  ['cs:DateTime.Today()', today],
  ['cs:Guid.NewGuid()', random],
  ['rb:Time.now()', now],
  ['rb:Time.current()', now],
  ['rb:DateTime.now()', now],
  ['rb:Date.today()', today],
  ['rb:Date.current()', today],
  ['rb:SecureRandom.uuid()', random],
  ['rb:SecureRandom.hex()', random],
  ['php:date()', now],
  ['php:time()', now],
  ['php:microtime()', now],
  ['php:now()', now],
  ['php:uniqid()', random],
  ['php:rand()', random],
  ['php:random_int()', random],
  ['rs:chrono.Utc.now()', now],
  ['rs:chrono.Local.now()', now],
  ['rs:std.time.SystemTime.now()', now],
  ['rs:uuid.Uuid.new_v4()', random],
]);

/** Members that give the time without a call. */
export const timeMembers: ReadonlySet<string> = new Set([
  'cs:DateTime.Now',
  'cs:DateTime.UtcNow',
  'cs:DateTime.Today',
  'cs:DateTimeOffset.Now',
  'cs:DateTimeOffset.UtcNow',
  'rb:Time.now',
  'rb:Time.current',
  'rb:DateTime.now',
  'rb:Date.today',
  'rb:Date.current',
]);

const openai = 'go:github.com/openai/openai-go';
const anthropic = 'go:github.com/anthropics/anthropic-sdk-go';

/** Calls that return one argument as it is. */
export const otherPassThrough: readonly (readonly [path: string, position: number])[] = [
  ...[openai, anthropic, `${openai}/packages/param`, `${anthropic}/packages/param`].flatMap((root) =>
    ['F', 'Int', 'String', 'Float', 'Bool', 'Opt', 'NewOpt', 'Ptr', 'Raw'].map((name) => [`${root}.${name}()`, 0] as const),
  ),
  ['go:github.com/aws/aws-sdk-go-v2/aws.String()', 0],
  ['go:github.com/aws/aws-sdk-go-v2/aws.Int32()', 0],
  ['go:github.com/aws/aws-sdk-go/aws.String()', 0],
  ['go:google.golang.org/genai.Ptr()', 0],
  ['go:strings.TrimSpace()', 0],
  ['go:strings.Clone()', 0],
  ['java:java.util.Optional.of()', 0],
  ['java:java.util.Optional.ofNullable()', 0],
  ['java:java.util.Objects.requireNonNull()', 0],
  ['java:com.openai.core.JsonValue.from()', 0],
  ['java:com.aallam.openai.api.model.ModelId()', 0],
  ['cs:Uri()', 0],
  ['cs:BinaryData.FromString()', 0],
  ['cs:Convert.ToString()', 0],
  ['php:trim()', 0],
  ['php:strval()', 0],
  ['rs:std.String.from()', 0],
  ['rs:std.Some()', 0],
  ['rs:std.Ok()', 0],
  ['rs:std.Box.new()', 0],
  ['rs:std.Arc.new()', 0],
  ['rs:std.Rc.new()', 0],
  ['rs:std.sync.Arc.new()', 0],
  ['rs:std.rc.Rc.new()', 0],
];

/** Calls that read the environment. */
export const otherEnvironmentCalls: readonly string[] = [
  'go:os.Getenv()',
  'java:java.lang.System.getenv()',
  'java:java.lang.System.getProperty()',
  'cs:Environment.GetEnvironmentVariable()',
  'cs:System.Environment.GetEnvironmentVariable()',
  'rb:ENV.fetch()',
  'php:getenv()',
  'php:env()',
  'php:config()',
  'rs:std.env.var()',
];

/** Calls that read a file's text. */
export const otherFileReads: readonly string[] = [
  'go:os.ReadFile()',
  'java:java.nio.file.Files.readString()',
  'cs:File.ReadAllText()',
  'cs:File.ReadAllTextAsync()',
  'rb:File.read()',
  'php:file_get_contents()',
  'rs:std.fs.read_to_string()',
];

/** Calls that turn data into text. */
export const otherSerialising: readonly string[] = [
  'go:encoding/json.Marshal()',
  'go:encoding/json.MarshalIndent()',
  'cs:JsonSerializer.Serialize()',
  'cs:System.Text.Json.JsonSerializer.Serialize()',
  'cs:JsonConvert.SerializeObject()',
  'cs:Newtonsoft.Json.JsonConvert.SerializeObject()',
  'rb:JSON.generate()',
  'rb:JSON.pretty_generate()',
  'php:json_encode()',
  'php:wp_json_encode()',
  'rs:serde_json.to_string()',
  'rs:serde_json.to_string_pretty()',
];

/** How a function formats: where its template stands and how that names its arguments. */
export interface FormatFunction {
  readonly template: number;
  readonly style: 'percent' | 'braces';
}

/** Functions that fill a template with the arguments behind it. */
export const formatFunctions: ReadonlyMap<string, FormatFunction> = new Map<string, FormatFunction>([
  ['go:fmt.Sprintf()', { template: 0, style: 'percent' }],
  ['java:java.lang.String.format()', { template: 0, style: 'percent' }],
  ['java:kotlin.String.format()', { template: 0, style: 'percent' }],
  ['cs:string.Format()', { template: 0, style: 'braces' }],
  ['cs:String.Format()', { template: 0, style: 'braces' }],
  ['rb:format()', { template: 0, style: 'percent' }],
  ['rb:sprintf()', { template: 0, style: 'percent' }],
  ['php:sprintf()', { template: 0, style: 'percent' }],
]);

/** Functions that join the texts of a list. */
export const joinFunctions: ReadonlyMap<string, { readonly list: number; readonly separator: number }> = new Map([
  ['go:strings.Join()', { list: 0, separator: 1 }],
  ['java:java.lang.String.join()', { list: 1, separator: 0 }],
  ['cs:string.Join()', { list: 1, separator: 0 }],
  ['cs:String.Join()', { list: 1, separator: 0 }],
  ['php:implode()', { list: 1, separator: 0 }],
]);

/** Functions that make a list or mapping of their arguments; `copy` takes the items of the one argument. */
export const newObjects: ReadonlyMap<string, 'list' | 'dict' | 'copy'> = new Map<string, 'list' | 'dict' | 'copy'>([
  ['java:java.util.List.of()', 'list'],
  ['java:java.util.Set.of()', 'list'],
  ['java:java.util.Arrays.asList()', 'list'],
  ['java:java.util.Collections.singletonList()', 'list'],
  ['java:java.util.Map.of()', 'dict'],
  ['java:java.util.ArrayList()', 'copy'],
  ['java:java.util.LinkedList()', 'copy'],
  ['java:java.util.HashMap()', 'dict'],
  ['java:java.util.LinkedHashMap()', 'dict'],
  ['java:kotlin.listOf()', 'list'],
  ['java:kotlin.mutableListOf()', 'list'],
  ['java:kotlin.listOfNotNull()', 'list'],
  ['java:kotlin.arrayListOf()', 'list'],
  ['java:kotlin.arrayOf()', 'list'],
  ['java:kotlin.setOf()', 'list'],
  ['java:kotlin.emptyList()', 'list'],
  ['java:kotlin.mapOf()', 'dict'],
  ['java:kotlin.mutableMapOf()', 'dict'],
  ['java:kotlin.emptyMap()', 'dict'],
  ['rs:std.Vec.new()', 'list'],
  ['rs:std.Vec.from()', 'copy'],
  ['rs:std.Vec.with_capacity()', 'copy'],
]);
