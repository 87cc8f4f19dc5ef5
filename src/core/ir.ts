/**
 * The one model that rules, cost and features see: a request to a model, rebuilt from wherever its pieces stand.
 * Same shape for every language, SDK and file format.
 */
import type { Span } from './facts.ts';
import type { BillingTerms } from './ir-billing.ts';
import type { PromptFile } from './ir-files.ts';
import type { BlockPlace, CacheMarker, Caching, LoopTurns, Unordered } from './ir-caching.ts';
import type { ToolExchange } from './ir-exchange.ts';

/** A span in a document. */
export interface Location extends Span {
  readonly uri: string;
}

/** A value that was read, with the place it was read from. */
export interface Found<T> {
  readonly value: T;
  readonly at: Location;
}

/**
 * A value as far as the source tells it.
 * - `known`: one or several values stand in the source (several: which one is decided at run time, for example by a condition).
 * - `computed`: decided elsewhere; `candidates` holds the default, if the source names one.
 * - `missing`: the call does not set it.
 */
export type Known<T> =
  | { readonly state: 'known'; readonly candidates: readonly Found<T>[] }
  | {
      readonly state: 'computed';
      readonly candidates: readonly Found<T>[];
      readonly expression: string;
      readonly reason: string;
      readonly at: Location;
      /** The source names nothing; the candidate is what the SDK takes then. */
      readonly ofSdk?: true;
      /** The candidate is declared outside of the source: where (`pennylint.yaml line 12`), and what the source says. */
      readonly declared?: { readonly from: string; readonly source: Known<T> };
    }
  | { readonly state: 'missing' };

/** How often a part changes: `constant` never, `per-process` bound once at the start, then per day, session, request; `unknown` when not told. */
export type Volatility = 'constant' | 'per-process' | 'per-day' | 'per-session' | 'per-request' | 'unknown';

/** Where the value of a hole comes from. */
export type HoleSource = 'time' | 'random' | 'input' | 'loop' | 'environment' | 'file' | 'parameter' | 'state' | 'call' | 'unknown';

/** A parameter of a function: who calls the function decides the value. */
export interface ParameterRef {
  readonly uri: string;
  /** Scope of the function, an index into its file's facts. */
  readonly scope: number;
  readonly name: string;
  /** True when the source says that it is never left out, and never nothing. */
  readonly required?: true;
}

/** Text that is sent as it stands in the source. `map` leads from offsets in `text` to source offsets (see `SourceMap`). */
export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  readonly at: Location;
  readonly map: readonly number[];
  /** The placeholder through which the text came into another string; undefined when it is written where it is used. */
  readonly placement?: Placement;
  /** The text stands in a branch or loop: it may be missing or repeated. */
  readonly certainty: Certainty;
  /** The branches that add the text, where others add something else in its stead. */
  readonly branches?: readonly Branch[];
  /** For callers of wrappers: the function that is called writes the text, not its caller. What it says is told there. */
  readonly inherited?: true;
}

/** One branch of a statement of which one branch runs. */
export interface Branch {
  /** The statement: the same for all of its branches. */
  readonly group: string;
  readonly branch: number;
}

/** A piece of text that is only known when the program runs. */
export interface HolePart {
  readonly kind: 'hole';
  /** The expression as written, shortened. */
  readonly expression: string;
  readonly at: Location;
  readonly volatility: Volatility;
  readonly source: HoleSource;
  /** Finest unit of a time value, for `time` only. */
  readonly granularity: Granularity | undefined;
  /** The parameter that the value is, unchanged; undefined when it is computed or comes from elsewhere. */
  readonly parameter?: ParameterRef;
  /** The parameter that holds the list of which the value is an element, or all elements one behind the other. */
  readonly elementOf?: ParameterRef;
  /** Made from what is asked: another one on every turn of a conversation. */
  readonly turn?: true;
  /** The hole holds data whose order is not the same in every process. */
  readonly unordered?: Unordered;
  readonly loop?: LoopTurns;
  /** Set where the source shows every text that it may be. */
  readonly oneOf?: OneOf;
  /** Where the hole can be cut out of its string; undefined when it is not written as part of one. */
  readonly placement: Placement | undefined;
  readonly certainty: Certainty;
  /** As of {@link TextPart}. */
  readonly branches?: readonly Branch[];
}

/** Texts of which one is sent: `german if language == "de" else english`. */
export interface OneOf {
  /** What is known of each, without the values in it. */
  readonly texts: readonly string[];
  /** True when values stand in them whose size the source does not tell. */
  readonly open: boolean;
  /** True when one of them is no text at all. */
  readonly optional: boolean;
}

/** Precision of a rendered time. */
export type Granularity = 'second' | 'minute' | 'hour' | 'day';

/** `always` sent exactly once, `maybe` depends on a branch, `repeated` comes from a loop or a collection. */
export type Certainty = 'always' | 'maybe' | 'repeated';

/** The string that a hole is written in, and the place of the hole in it. */
export interface Placement {
  readonly form: 'template' | 'join' | 'format';
  /** The whole string expression with prefix and quotes. */
  readonly container: Location;
  /** The hole with its braces, or the operand of a concatenation. */
  readonly hole: Span;
}

/** Content that is not text, for example an image: its tokens are a stated unknown. */
export interface MediaPart {
  readonly kind: 'media';
  readonly media: string;
  readonly at: Location;
}

/** One piece of a segment, in the order in which it is sent. */
export type Part = TextPart | HolePart | MediaPart;

/** Who speaks in a segment. */
export type Role = 'system' | 'user' | 'assistant' | 'tool' | 'other';

/** One block of the request, in the order in which the provider caches it. */
export interface Segment {
  readonly role: Role;
  readonly parts: readonly Part[];
  readonly certainty: Certainty;
  /** True when it is another block of the same message as the segment before. */
  readonly continues: boolean;
  /** A cache breakpoint that the source sets on this segment. */
  readonly breakpoint: Location | undefined;
  /** That breakpoint in full. */
  readonly marker?: CacheMarker;
  /** A marker that is written where the SDK does not hand it on. */
  readonly lostMarker?: CacheMarker;
  /** Where its text stands, for writing a breakpoint; undefined when it is put together elsewhere. */
  readonly place?: BlockPlace;
  /** Set on a call of a tool, whose text is its arguments, and on what came back. */
  readonly exchange?: ToolExchange;
}

/** The messages, system text or tools of a call as far as they can be read. */
export type Readable = 'static' | 'skeleton' | 'runtime' | 'absent';

/** JSON together with the places where it is written, so that a field of it can be pointed at and cut out. Places of texts are without quotes. */
export type WrittenJson =
  | { readonly kind: 'object'; readonly fields: readonly WrittenField[]; readonly at: Location }
  | { readonly kind: 'list'; readonly items: readonly WrittenJson[]; readonly at: Location }
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly at: Location };

/** One field of an object in {@link WrittenJson}. */
export interface WrittenField {
  readonly key: string;
  readonly keyAt: Location;
  readonly value: WrittenJson;
}

/** A tool definition that is sent with the call. */
export interface Tool {
  readonly name: string | undefined;
  /** True where the name is that of the code which makes the tool: it has another one, or the same, that the source does not show. */
  readonly namedByMaker?: true;
  readonly description: string | undefined;
  /** The definition as JSON text, as far as it is constant. */
  readonly json: string;
  readonly at: Location;
  /** Where name and description are written; absent where they are not written as such. */
  readonly nameAt?: Location;
  readonly descriptionAt?: Location;
  /** The schema of the parameters as it is written; absent where code makes it (a function, a class, a schema builder), or fills some of it in. */
  readonly schema?: WrittenJson;
  /** True when the definition asks the provider to hold answers to the schema strictly. */
  readonly strict?: boolean;
  /** True when the definition is not sent until a tool search finds it (`defer_loading`). */
  readonly deferred?: boolean;
  /** Name of the namespace that the tool is defined in, for APIs that have them. */
  readonly namespace?: string;
}

/** The tool list of a call. */
export interface ToolSet {
  readonly state: 'present' | 'absent' | 'runtime';
  readonly tools: readonly Tool[];
  /** False when more tools may be added at run time. */
  readonly complete: boolean;
  readonly at: Location | undefined;
}

/** Why a call may run more than once. */
export interface Repeat {
  readonly kind: 'no' | 'loop' | 'agent' | 'retry';
  /** Loop kind, when a loop is what repeats the call. */
  readonly loop: 'for' | 'while' | 'comprehension' | undefined;
  /** True when the loop has an end that the source shows: a collection, a counter, a break. */
  readonly bounded: boolean;
  /** Number of turns when the source or the framework says it; for a limit, the most there can be. */
  readonly times: number | undefined;
  /** Where that number comes from, in words; undefined without one. */
  readonly source: string | undefined;
  /** True when each turn also sends what the turns before it said: the prompt grows. */
  readonly growing: boolean;
  readonly at: Location | undefined;
}

/** How and where a parameter can be added to a call. */
export interface ArgumentSlot {
  readonly uri: string;
  /** Offset at which the text of {@link renderArgument} is inserted. */
  readonly offset: number;
  /** Text between the last argument and the new one: `, `, a new line with the call's own indentation, or nothing. */
  readonly before: string;
  /** Text behind the new argument, for calls that end their arguments with a comma. */
  readonly after: string;
  /** Offset behind the last argument that still lacks its comma, where a comment stands between it and the new one; it is before `offset`. */
  readonly comma?: number;
  readonly style: 'keyword' | 'property' | 'json';
}

/** What the API's output limit is called and how it behaves. */
export interface OutputLimit {
  /** Preferred spelling of the parameter; undefined when the API has none. */
  readonly parameter: string | undefined;
  /** True when the API answers an error without it. */
  readonly required: boolean;
  /** True when hidden reasoning counts towards the limit. */
  readonly includesReasoning: boolean;
}

/** Options of a request that rules ask about, by what they do, whatever an SDK calls them. */
export type OptionName =
  | 'output-limit'
  | 'structured-output'
  | 'stream-usage'
  | 'reasoning'
  | 'reasoning-budget'
  | 'temperature'
  | 'turn-limit'
  | 'pruning'
  | 'tag';

/** What the source says about one option of a request. */
export interface CallOption {
  /** `perhaps`: not named, but the arguments are put together elsewhere. */
  readonly state: 'set' | 'missing' | 'perhaps';
  /** The value, when it is one constant. */
  readonly value: string | number | boolean | undefined;
  /** Where the value stands; undefined when it is not set. */
  readonly at: Location | undefined;
  /** How it could be added; undefined when it is set, or where the source gives no place for it. */
  readonly insertion: Insertion | undefined;
  /** What the SDK calls the option in the language of the file; undefined when it is set, or has no name there. */
  readonly spelling?: string;
}

/** Where and under which names a value can be added to a call. */
export interface Insertion {
  readonly slot: ArgumentSlot;
  /** Names from the slot inwards; the last one is the option's own. */
  readonly path: readonly string[];
  /** How values are written there. */
  readonly dialect: 'python' | 'javascript' | 'json';
  /** Quote that the file prefers, for scripts. */
  readonly quote: '"' | "'";
  /** Class whose constructor takes the inner names, where a mapping will not do. */
  readonly make: string | undefined;
  /** Import of that class, when the file lacks it. */
  readonly imports: Edit | undefined;
}

/** A schema that the call demands of its answer. */
export interface ResponseSchema {
  /** As JSON text, as far as it is constant. */
  readonly json: string;
  readonly at: Location;
}

/** Something that sends a request again when it failed. */
export interface RetryLayer {
  /** In words, for people. */
  readonly what: string;
  /** Most requests that it makes of one. */
  readonly attempts: number;
  /** Where the number is set; undefined for a standard. */
  readonly at: Location | undefined;
  /** Where the number could be set. */
  readonly insertion: Insertion | undefined;
}

/** Code that makes money of a usage block. */
export interface UsageArithmetic {
  readonly at: Location;
  /** The field that is multiplied, as written. */
  readonly field: string;
  /** True when the field by its API's convention includes what was read from the cache; undefined when the name does not tell. */
  readonly includesCache: boolean | undefined;
}

/** What the code around a call says about when and how often it is sent. */
export interface Surroundings {
  /** True when somebody waits for the answer: request handlers, chat front ends, user interfaces. */
  readonly interactive: boolean;
  /** True when the function around yields: whoever takes its pieces can stop it. */
  readonly yields: boolean;
  /** What ends the `while` loop around the call: a counter or clock, what a person says, or nothing but the answer. */
  readonly loopEnd: 'counter' | 'person' | 'answer' | undefined;
  /** Where the loop around the call adds to the history that the call sends; undefined when it does not. */
  readonly historyGrowsAt: Location | undefined;
  /** True when the code around cuts, sums up or drops earlier turns. */
  readonly prunes: boolean;
  /** True when one turn of the loop around depends on what the turns before it left behind. */
  readonly carriesOver: boolean;
  /** True when the code around is seen to ask whether a chunk has choices before it reads them. */
  readonly asksForChoices: boolean;
  /** What sends the request again when it fails, innermost first. */
  readonly retries: readonly RetryLayer[];
  /** True when the file reads the usage of answers. */
  readonly readsUsage: boolean;
  /** Arithmetic on the usage of this call, or in code of the same file that may take any usage. */
  readonly usageArithmetic: readonly UsageArithmetic[];
  /** Names of the function around the call, for tags. */
  readonly functionName: string | undefined;
}

/** One request to a model, an agent that will send some, or what stands in files for others to send. */
export interface PromptCall {
  readonly uri: string;
  /** From the first token of the callee chain to the end of the call. */
  readonly at: Location;
  /** The callee chain as written, without arguments. */
  readonly callee: string;
  readonly calleeAt: Location;
  readonly kind: 'direct' | 'agent' | 'wrapper' | 'prompt-file' | 'request' | 'tool-set' | 'route';
  /** Set for `prompt-file`, `tool-set` and `route`. */
  readonly file?: PromptFile;
  /** The package whose API is called. */
  readonly sdk: string;
  /** Which of the SDK's APIs, for example `openai-chat`. */
  readonly api: string;
  /** Who bills the call; undefined when the source does not tell. */
  readonly provider: string | undefined;
  /** Why the provider is what it is, or why it is unknown. */
  readonly providerReason: string;
  /** True when the model id alone decides who bills. */
  readonly providerByModel: boolean;
  /** The request goes to an address whose owner is not known. */
  readonly providerElsewhere?: true;
  /** For callers of wrappers: the calls on the way to the SDK's own. */
  readonly via: readonly Location[];
  /** For callers of wrappers: true when the wrapper passes an output limit on, so that it is the caller's to set. */
  readonly limitFromCaller?: boolean;
  /** An agent is made, here or by the wrapper that is called: it sends more than stands here. */
  readonly makesAgent?: true;
  /** Callers of the function around the call, when the function is a wrapper. */
  readonly usedBy?: number;
  readonly model: Known<string>;
  readonly maxTokens: Known<number>;
  readonly outputLimit: OutputLimit;
  /** False for calls that take no output limit at all, such as embeddings. */
  readonly takesLimit: boolean;
  /** False for calls that return no tokens, such as embeddings. */
  readonly answers: boolean;
  /** True for calls that are not billed, such as counting tokens. */
  readonly free: boolean;
  /** Tariff by which the call is billed (`batch`, `flex`, `priority`, `fast`); undefined for the standard one, or when the source does not tell. */
  readonly serviceTier: string | undefined;
  /** What else of the request decides its price; undefined for calls that are not billed. */
  readonly billing?: BillingTerms;
  /** In the provider's cache order, tools excluded. */
  readonly segments: readonly Segment[];
  readonly system: Readable;
  readonly messages: Readable;
  /** True when earlier turns are sent along that the source does not show (history lists, `previous_response_id`). */
  readonly history: boolean;
  readonly tools: ToolSet;
  readonly stream: boolean;
  readonly structuredOutput: boolean;
  readonly repeat: Repeat;
  readonly slot: ArgumentSlot | undefined;
  /** What prompt caching is about; undefined for calls that are not billed by tokens of a prompt. */
  readonly caching?: Caching;
  /** Options that the API has; one that is absent here does not exist there, or is not known to. */
  readonly options?: Readonly<Partial<Record<OptionName, CallOption>>>;
  readonly responseSchema?: ResponseSchema;
  readonly around?: Surroundings;
}

/** Everything a rule may want to know about a text edit: where, and the new text. */
export interface Edit extends Location {
  readonly newText: string;
}
