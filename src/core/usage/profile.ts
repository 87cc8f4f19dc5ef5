/**
 * What a usage block means is data: which field holds which count, and by which convention. One {@link UsageProfile} per shape and
 * convention; normalise.ts is the only reader. A path is a dotted list of keys (`prompt_tokens_details.cached_tokens`); a selector
 * `list[key=value].count` adds up the entries of a list whose key has that value. A list of paths means "the first that is there".
 */

/** Something billed that is not plain tokens in and out, or is not priced like them. */
export type BilledKind =
  | 'audio input tokens'
  | 'audio output tokens'
  | 'image output tokens'
  | 'citation tokens'
  | 'web searches'
  | 'file searches'
  | 'search sources'
  | 'search units'
  | 'code sessions'
  | 'audio seconds'
  | 'classifications';

/** Where a {@link BilledKind} is counted. `within`: the token bucket that already includes it; none = on top of the tokens. */
export interface BilledField {
  readonly kind: BilledKind;
  readonly paths: readonly string[];
  readonly within?: 'input' | 'output';
}

/** Amount of money in the block, in `perUsd` units per US dollar. */
export interface ReportedCost {
  readonly paths: readonly string[];
  readonly perUsd: number;
}

/** Shape and convention of one family of usage blocks. All counts are tokens. */
export interface UsageProfile {
  readonly id: string;
  /** For people: "OpenAI chat completions". */
  readonly title: string;
  /** Platform keys (pricing/platforms.ts) whose blocks these are. A caller who names one of them gets this profile. */
  readonly providers: readonly string[];
  /** Names of APIs and clients that settle the choice between profiles of one provider, in lower case. */
  readonly apis?: readonly string[];
  /** Model names that speak for this profile when nobody names a provider. */
  readonly models?: RegExp;
  /** The shape: of each group at least one path is there. */
  readonly needs: readonly (readonly string[])[];
  /** Paths whose presence rules the shape out. */
  readonly without?: readonly string[];

  readonly input: readonly string[];
  /** Billed as input but never part of `input`. */
  readonly inputExtra?: readonly string[];
  /** Does `input` include cache reads and writes? `unknown` = depends on the provider behind; {@link exclusiveModels} may tell. */
  readonly includesCache: boolean | 'unknown';
  /** With `includesCache: 'unknown'`: providers or models for which `input` leaves the cache out. */
  readonly exclusiveModels?: RegExp;
  /** Uncached input, if the block states it; wins over every calculation. */
  readonly uncached?: readonly string[];
  readonly cacheRead: readonly string[];
  readonly cacheWrite?: readonly string[];
  /** Written tokens by lifetime; where both are there they are parts of `cacheWrite`. */
  readonly cacheWriteByTtl?: Readonly<Record<string, readonly string[]>>;
  /** Lifetime of writes that the block does not split, or `by-model` when the model's maker decides. */
  readonly defaultTtl?: string;

  /** Empty for APIs without output, such as embeddings. */
  readonly output: readonly string[];
  readonly reasoning: readonly string[];
  /** Does `output` include the reasoning tokens? */
  readonly includesReasoning: boolean;
  /** Tokens in `total` that no other field explains are reasoning: the API counts them nowhere else. */
  readonly restIsReasoning?: boolean;
  readonly total?: readonly string[];
  /** Fields that are 0 are left out of the block (protocol buffers): absent means 0. */
  readonly zeroOmitted?: boolean;
  /** Reasoning is billed inside `output` and never told apart. */
  readonly reasoningNotReported?: boolean;

  readonly billed?: readonly BilledField[];
  readonly reportedCost?: readonly ReportedCost[];
  /** How many requests the block sums up, if it can be more than one. */
  readonly requests?: readonly string[];
  /** List whose entries split the block into requests of the same shape. */
  readonly entries?: string;
  /** List of further passes of the same shape that the counts above leave out; entries of type `message` are those counts. */
  readonly iterations?: string;
  /** Values of a service tier field that are not the names in the price list. */
  readonly tierNames?: Readonly<Record<string, string>>;
  readonly serviceTier?: readonly string[];
  readonly region?: readonly string[];

  /** Where the convention was read, and the day. */
  readonly source: string;
  readonly asOf: string;
}
