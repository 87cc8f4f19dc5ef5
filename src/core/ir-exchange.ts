/** The part of the IR about calls of tools in a history. */

/** A call of a tool in the history, or its result. */
export interface ToolExchange {
  readonly kind: 'call' | 'result';
  /** Name of the tool; undefined when the source does not tell it. */
  readonly name: string | undefined;
  /** Calls that one message holds together, on the first of them; absent on all others. */
  readonly calls?: number;
}
