/** Where a program writes cache markers: at the beginning of requests, which stays the same, or in conversations, which grow. */

/** Words by which SDKs and frameworks set markers, or are told to (2026-11-22). */
export const MARKER_WORDS: readonly string[] = [
  'cache_control',
  'cacheControl',
  'cachePoint',
  'cache_point',
  'CachePoint',
  'CachePointBlock',
  'CacheControlEphemeral',
  'CacheControlEphemeralParam',
  'prompt_cache_breakpoint',
  'promptCacheBreakpoint',
  'cachePrompt',
  'cache_prompt',
  'anthropic_cache_instructions',
  'anthropic_cache_messages',
  'anthropic_cache_tool_definitions',
  'cache_control_injection_points',
  'anthropicPromptCachingMiddleware',
  'AnthropicPromptCachingMiddleware',
];

/** Keys whose place tells what is marked; an optional field of a type is none. */
const KEYS = /\b(?:cache_?control|cache_?point)\b(?!\?)/gi;
/** Words that mark, or have a framework mark, what their place does not tell. */
const OTHERS =
  /\b(?:CachePoint|prompt_?cache_?breakpoint|cache_?prompt|anthropic_cache_messages|cache_control_injection_points|anthropicPromptCachingMiddleware)\b/i;
const RESULTS = /tool_?(?:result|message|call|response|output|use)/i;
const SYSTEM = /system|developer/i;
const CONVERSATION = /messag|hist|convers|(?<!re)turns?(?![a-z])|chat|user|assistant|last|recent|dialog/i;
const START = /instruct|persona|tool|static|preamble|function_?(?:declaration|schema)/i;
/** The role of a message, in front of its content. */
const SYSTEM_ROLE = /["']?role["']?\s*[:=]\s*["'](?:system|developer)["']/;

/** True for a program that may mark something else than system texts and tools; false also where it marks nothing. */
export function mayMarkConversations(text: string): boolean {
  if (OTHERS.test(text.replace(/"cachePoint"|'cachePoint'|\bcachePoint\b/g, ''))) return true;
  return [...text.matchAll(KEYS)].some(({ index }) => !isComment(text, index) && placeOf(text, index) !== 'start');
}

/** Units in front of a marker in which the names around it are looked for. */
const LOOKED_BACK = 20_000;

/** What a marker stands on, by the names around it from the inside out: a key, a variable, an argument, a function. */
function placeOf(text: string, at: number): 'start' | 'conversation' | undefined {
  const begin = Math.max(0, at - LOOKED_BACK);
  // `messages[-1]["cache_control"] = …`, `block.cache_control = …`: what it is set on.
  const owner = /[\w.$]+(?:\[[^\][]*\]|\?\.|\.\w+|\([^()]*\))*(?:\[\s*["']?|\??\.)$/.exec(text.slice(Math.max(0, at - 200), at))?.[0];
  const owned = owner === undefined ? undefined : kindOf(owner);
  if (owned !== undefined) return owned;
  let depth = 0;
  for (let index = at - 1; index >= begin; index--) {
    const sign = text[index];
    if (sign === ')' || sign === ']' || sign === '}') depth++;
    if (sign !== '(' && sign !== '[' && sign !== '{') continue;
    if (depth-- > 0) continue;
    depth = 0;
    const front = text.slice(Math.max(0, index - 200), index);
    if (sign === '{' && SYSTEM_ROLE.test(text.slice(index, at))) return 'start';
    for (const name of namesBefore(front)) {
      const kind = kindOf(name);
      if (kind !== undefined) return kind;
    }
  }
  const functions = [...text.slice(begin, at).matchAll(/^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)/gm)];
  return kindOf(functions.at(-1)?.[1] ?? '');
}

/** What is written in front of a bracket, nearest first: `system = `, `"tools": `, `messages.push`, `tools = all.map`, `function systemBlocks(…) `. */
function namesBefore(front: string): readonly string[] {
  const [, target = '', name = ''] =
    /(?:([\w$.]+)["']?\s*(?:=|:)\s*(?:await\s+)?)?([\w$.]+)(?:\([^()]*\))?["'\])]?\s*(?::\s*[\w<>[\]., |]+)?(?:=>|[:=])?\s*$/.exec(front) ??
    [];
  return [name, target];
}

function kindOf(name: string): 'start' | 'conversation' | undefined {
  if (RESULTS.test(name)) return 'conversation';
  if (SYSTEM.test(name)) return 'start';
  if (CONVERSATION.test(name)) return 'conversation';
  return START.test(name) ? 'start' : undefined;
}

function isComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return /^\s*(?:\*|\/\*|\/\/|#|"""|<!--)|\s(?:\/\/|#)\s/.test(line);
}
