/** The part of a {@link PromptCall} that prompt caching is about: markers, where markers can be written, what repeats, and what changes between turns. */
import type { ArgumentSlot, Certainty, Location, Volatility } from './ir.ts';

/** A cache marker (breakpoint) that the source sets. */
export interface CacheMarker {
  /** The marker's value, for example `{"type": "ephemeral"}`. */
  readonly at: Location;
  /** What to cut out so that the marker is gone and the source stays valid; undefined when that is not known. */
  readonly removal: Location | undefined;
  /** Lifetime as written (`5m`); undefined when the marker names none, `computed` when it is decided at run time. */
  readonly ttl: string | undefined;
  /** `maybe` for a marker that is only set on some runs. */
  readonly certainty: Certainty;
  /** The key that a marker of a block stands under, `cache_control` for example: each provider knows its own. */
  readonly key?: string;
}

/** A mapping in the source into which another entry can be written. */
export interface MappingPlace {
  readonly uri: string;
  /** Offset behind the last entry. */
  readonly offset: number;
  /** How its keys are written: `"key": value`, `'key': value` or `key: value`. */
  readonly keys: '"' | "'" | 'bare';
}

/** Where the text of a segment stands in the source, so that a cache marker can be written beside it. */
export interface BlockPlace {
  /** `argument`: the text is an argument of the call; `content`: it is the content of a message; `block`: it is a block of a list. */
  readonly form: 'argument' | 'content' | 'block';
  /** The expression that gives the text, as written. */
  readonly text: Location;
  /** The message for `content`, the block for `block`. */
  readonly mapping: MappingPlace | undefined;
  /** The item of a list that the message or block is, as written. */
  readonly item: Location | undefined;
}

/** A reason to believe that the same prefix is sent more than once within the lifetime of a cache entry. */
export interface Reuse {
  readonly kind: 'loop' | 'conversation' | 'agent' | 'handler' | 'callers';
  /** In words, to be read behind "is sent again:". */
  readonly why: string;
  /** Names of the function that is called and of its parameters, for `callers`. */
  readonly of?: readonly string[];
}

/** A parameter of the request whose value is chosen anew on turns of one conversation. */
export interface VaryingParameter {
  /** Name as written, for example `tool_choice`. */
  readonly name: string;
  readonly at: Location;
}

/**
 * A place that changes what was sent on earlier turns. `cleared`: older messages are changed once newer ones stand behind them; `stamped`: each
 * message is written with the time of the request, or with something random.
 */
export interface HistoryEdit {
  readonly kind: 'inserted' | 'replaced' | 'dropped' | 'cleared' | 'stamped';
  readonly at: Location;
  /** Messages that stay as they are when old ones are dropped or changed; undefined when the source does not say. */
  readonly keeps?: number;
}

/** A switch of a framework that puts something changing into the prefix. */
export interface CacheFlag {
  readonly name: string;
  readonly at: Location;
  /** What it does, to be read behind the name. */
  readonly effect: string;
  /** What takes its place without changing what the model is told; undefined when there is none. */
  readonly remedy: { readonly title: string; readonly at: Location; readonly newText: string; readonly safe: boolean } | undefined;
}

/** The loop whose variable a value is: another one on every turn. */
export interface LoopTurns {
  readonly uri: string;
  /** Its block in the facts of the file. */
  readonly block: number;
  /** How often what it goes through changes. */
  readonly over: Volatility;
  /** The loop around it, one of whose elements it goes through. */
  readonly outer?: LoopTurns;
  /** True for a number that counts the turns. */
  readonly counts?: true;
}

/** Data whose order is not the same in every process: a set of Python, or what is made of one. */
export interface Unordered {
  /** The expression that would have to be sorted. */
  readonly at: Location;
  /** Text before and behind it that sorts it; undefined when sorting it is not a matter of one call. */
  readonly sorted: readonly [before: string, after: string] | undefined;
}

/** What caching needs to know of a call. */
export interface Caching {
  /** Markers on tools. */
  readonly toolMarkers: readonly CacheMarker[];
  /** The place behind the last tool of a list that stands in the source. */
  readonly toolPlace: BlockPlace | undefined;
  /** A marker on the request as a whole, which the API puts on its last block. */
  readonly automatic: CacheMarker | undefined;
  /** A setting of the SDK or framework that makes it set markers. */
  readonly byFramework: Location | undefined;
  /**
   * What of the request may carry markers that are not seen, because its messages come from elsewhere or the file sets markers by statements:
   * nothing, its system text and tools (`start`), or earlier turns too.
   */
  readonly markersUnseen: 'none' | 'start' | 'any';
  /** Where code puts markers on the first messages of the conversation and on no later ones. */
  readonly frontMarkers: Location | undefined;
  /** `prompt_cache_options.mode`, where the source sets it; `computed` when it is decided at run time. */
  readonly mode: 'implicit' | 'explicit' | 'computed' | undefined;
  /** How markers are written for this API; undefined where none can be written. */
  readonly spelling: MarkerSpelling | undefined;
  /** True where only models of Anthropic answer, whichever it is: of its SDK's clients for other platforms, of a body in its format. */
  readonly onlyClaude?: true;
  /** Where another argument can be written. */
  readonly slot: ArgumentSlot | undefined;
  /** Loops of the call's own function around it; those that only repeat what failed are none. */
  readonly loops: number;
  readonly reuse: readonly Reuse[];
  /** True when the requests of the repetition are all sent at once, so that none can read what another writes. */
  readonly atOnce: boolean;
  readonly varying: readonly VaryingParameter[];
  /** A key by which requests find each other's entries, and which is another one in every request. */
  readonly scattered: VaryingParameter | undefined;
  /** The creation of a stored cache that only this request uses. */
  readonly ownResource: Location | undefined;
  readonly edits: readonly HistoryEdit[];
  readonly flags: readonly CacheFlag[];
  readonly unorderedTools: Unordered | undefined;
  /** Tools that differ between the turns of one conversation. */
  readonly changingTools: Location | undefined;
  /** Set where the conversation was sent with tools before, and goes on without them. */
  readonly leftOutTools: LeftOutTools | undefined;
}

/** A request that goes on with a conversation, without the tools that the one before it had. */
export interface LeftOutTools {
  readonly at: Location;
  /** The request with tools. */
  readonly before: Location;
}

/** How an API or SDK wants markers to be written. */
export type MarkerSpelling =
  'anthropic' | 'bedrock' | 'ai-sdk' | 'chat-blocks' | 'langchain' | 'pydantic-ai' | 'openai-chat' | 'openai-responses';
