/**
 * Classes of frameworks that keep the newest part of a conversation and send only that, as their documentation and code say on 2026-11-22
 * (LangChain 1, LlamaIndex 0.14, AutoGen 0.7, Strands 1, Agno 2, Mastra 1, LangChain4j 1, Spring AI 1.1, Semantic Kernel 1, OpenAI Agents 0.6).
 * Classes that compact in steps, with turns between, are none.
 */

/** A class that holds a window over a conversation. */
export interface ConversationWindow {
  /** Arguments, properties or steps of a builder that say how much is kept. */
  readonly size: readonly string[];
  /** What the size counts; tokens are not compared with anything. */
  readonly unit: 'messages' | 'turns' | 'tokens';
  /** Size where none is given; without it only a size that is written counts. */
  readonly standard?: number;
  /** Arguments by which the class waits until much more has come together. */
  readonly slack?: readonly string[];
  /** An argument without which the class does not send a history. */
  readonly needs?: readonly string[];
  /** An argument that says which end is kept, and which says `last` where it is set. */
  readonly keepsLast?: string;
  /** True where the window is made without messages, which it is given later. */
  readonly step?: boolean;
}

const window = (unit: ConversationWindow['unit'], size: readonly string[], more: Partial<ConversationWindow> = {}): ConversationWindow => ({
  size,
  unit,
  ...more,
});

/** By the name of the class or function. */
export const conversationWindows: ReadonlyMap<string, ConversationWindow> = new Map([
  ['ConversationBufferWindowMemory', window('turns', ['k'], { standard: 5 })],
  ['BufferWindowMemory', window('turns', ['k'], { standard: 5 })],
  ['ConversationTokenBufferMemory', window('tokens', ['max_token_limit'], { standard: 2000 })],
  ['ConversationSummaryBufferMemory', window('tokens', ['max_token_limit', 'maxTokenLimit'], { standard: 2000 })],
  ['ChatMemoryBuffer', window('tokens', ['token_limit', 'tokenLimit'])],
  ['ChatSummaryMemoryBuffer', window('tokens', ['token_limit', 'tokenLimit'])],
  ['BufferedChatCompletionContext', window('messages', ['buffer_size', '0'])],
  ['TokenLimitedChatCompletionContext', window('tokens', ['token_limit'])],
  ['SlidingWindowConversationManager', window('messages', ['window_size', 'windowSize'], { standard: 40 })],
  [
    'Agent',
    window('turns', ['num_history_runs', 'num_history_responses'], { needs: ['add_history_to_context', 'add_history_to_messages'] }),
  ],
  ['Memory', window('messages', ['lastMessages'])],
  ['MessageWindowChatMemory', window('messages', ['withMaxMessages', 'maxMessages'], { standard: 20 })],
  ['TokenWindowChatMemory', window('tokens', ['withMaxTokens', 'maxTokens'])],
  [
    'ChatHistoryTruncationReducer',
    window('messages', ['target_count', 'targetCount', '0'], { slack: ['threshold_count', 'thresholdCount', '1'] }),
  ],
  ['SessionSettings', window('messages', ['limit'])],
  // As a step of a chain: what is called with the messages themselves is followed from them.
  ['trim_messages', window('tokens', ['max_tokens'], { keepsLast: 'strategy', step: true })],
  ['trimMessages', window('tokens', ['maxTokens'], { keepsLast: 'strategy', step: true })],
]);
