/** Messages about one call or one text: what the commands of the editor ask the language server. Types and method names only. */

/** An LSP position. */
export interface PositionMessage {
  readonly line: number;
  readonly character: number;
}

/** An LSP range. */
export interface RangeMessage {
  readonly start: PositionMessage;
  readonly end: PositionMessage;
}

/** A call, by a position within it or on its first line. */
export interface CallAtMessage {
  readonly uri: string;
  readonly position: PositionMessage;
}

/** Method of the request for what a call would cost on other models. */
export const COMPARE_MODELS = 'pennylint/compareModels';

/** One model, in words for a list. */
export interface ComparedModelMessage {
  readonly model: string;
  readonly provider: string;
  /** `current`, `family` or `tier`; see `ComparedModel` in core. */
  readonly group: string;
  /** True for what is shown first; the rest is behind "more". */
  readonly near: boolean;
  /** `$0.0042 · $0.0009 cached · $126/month`. */
  readonly money: string;
  /** Provider, tokens with their basis, source and day of the price, remarks. */
  readonly detail: string;
}

/** Answer to {@link COMPARE_MODELS}; null where no call is. */
export interface CompareModelsAnswer {
  readonly callee: string;
  readonly models: readonly ComparedModelMessage[];
  /** What all amounts assume, in words. */
  readonly note: string;
}

/** Method of the request for the prompt of a call, to be counted by its provider. The server itself asks nobody. */
export const COUNTABLE_CALL = 'pennylint/countableCall';

/** Answer to {@link COUNTABLE_CALL}: the prompt, or why there is none, in words; null where no call is. */
export type CountableCallAnswer = { readonly state: 'countable'; readonly call: CountableCallMessage } | RefusedMessage;

/** Why something cannot be done, a sentence. */
export interface RefusedMessage {
  readonly state: 'refused';
  readonly words: string;
}

/** A prompt with our own count of it; see `CountableCall` in core. */
export interface CountableCallMessage {
  readonly provider: 'anthropic' | 'openai' | 'gemini';
  readonly model: string;
  readonly prompt: {
    readonly system?: string;
    readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
    readonly tools?: readonly unknown[];
  };
  /** Tokens by our count, with its band and basis. */
  readonly estimate: { readonly low: number; readonly tokens: number; readonly high: number; readonly basis: string };
  readonly leftOut: readonly string[];
}

/** Method of the request for what can be marked in a text. */
export const PROMPT_MARKS = 'pennylint/promptMarks';

/** One marked stretch; see `PromptMark` in core. */
export interface PromptMarkMessage {
  readonly kind: 'stable' | 'changing' | 'behind' | 'duplicate';
  readonly range: RangeMessage;
  readonly words: string;
  readonly boundary: boolean;
}

/** Answer to {@link PROMPT_MARKS}; null for a text that is not analysed. */
export type PromptMarksAnswer = readonly PromptMarkMessage[] | null;
