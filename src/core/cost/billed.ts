/** Traffic of a call site as a source of spend has billed it. Data that is handed in; core asks nobody. */
export interface BilledTraffic {
  /** Requests that were billed today. */
  readonly requestsToday: number;
  /** What they cost together, in micro-dollars; undefined when the source does not say. */
  readonly microUsdToday: number | undefined;
  /** Mean cost of one request over the time that the source knows, in micro-dollars; undefined when it does not say. */
  readonly averageMicroUsd: number | undefined;
  /** Mean number of requests per day; stands for the declared number where none is. Undefined when the source knows too little. */
  readonly requestsPerDay: number | undefined;
  /** Who says so, in words: `LiteLLM at localhost:4000, tag "support-bot"`. */
  readonly source: string;
  /** When the source last answered, UTC ms. */
  readonly asOf: number;
}
