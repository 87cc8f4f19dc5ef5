/**
 * The platforms that sell model calls, with every spelling of their names that code and data use. Keys are the same as in the
 * cache rules. Spellings come from the prefixes of LiteLLM, LangChain, Pydantic AI and the AI SDK and from the bundled price data.
 */

/**
 * - `vendor`: sells the models it makes. A model id without a platform belongs to its vendor.
 * - `host`: sells models of others under ids of its own, often at prices of its own.
 * - `router`: a library or proxy that takes `platform/model` names and sells nothing.
 * - `local`: runs on the user's own machines; there is no price list.
 */
export type PlatformRole = 'vendor' | 'host' | 'router' | 'local';

/** One platform: its key, what it is, and the other spellings of its name (lower case). */
export interface Platform {
  readonly key: string;
  readonly role: PlatformRole;
  readonly names: readonly string[];
}

/** All known platforms, in the order in which equal prices are attributed. */
export const PLATFORMS: readonly Platform[] = [
  {
    key: 'openai',
    role: 'vendor',
    names: ['openai-chat', 'openai-responses', 'openai.chat', 'openai.responses', 'text-completion-openai'],
  },
  { key: 'anthropic', role: 'vendor', names: ['anthropic.messages'] },
  {
    key: 'gemini',
    role: 'vendor',
    names: [
      'google',
      'google_genai',
      'google-genai',
      'google-gla',
      'googleai',
      'google_ai',
      'google-generative-ai',
      'google.generative-ai',
    ],
  },
  { key: 'deepseek', role: 'vendor', names: [] },
  { key: 'xai', role: 'vendor', names: ['x-ai'] },
  { key: 'mistral', role: 'vendor', names: ['mistralai'] },
  { key: 'moonshot', role: 'vendor', names: ['moonshotai'] },
  { key: 'minimax', role: 'vendor', names: [] },
  { key: 'zai', role: 'vendor', names: ['z-ai', 'z.ai'] },
  { key: 'meta', role: 'vendor', names: ['meta_llama'] },
  { key: 'xiaomi', role: 'vendor', names: ['xiaomi_mimo'] },
  { key: 'qwen', role: 'vendor', names: ['dashscope', 'alibaba'] },
  { key: 'cohere', role: 'vendor', names: ['cohere_chat'] },
  { key: 'perplexity', role: 'vendor', names: [] },
  // The key is that of the cache rules; Claude on Vertex AI is listed here too.
  {
    key: 'vertex-gemini',
    role: 'host',
    names: ['vertex', 'vertex_ai', 'vertex-ai', 'vertexai', 'google-vertex', 'google_vertexai', 'google.vertex', 'google-vertex-anthropic'],
  },
  {
    key: 'bedrock',
    role: 'host',
    names: ['amazon-bedrock', 'amazon_bedrock', 'aws-bedrock', 'aws_bedrock', 'bedrock_converse', 'bedrock-converse'],
  },
  { key: 'azure-openai', role: 'host', names: ['azure', 'azure_openai', 'azure-openai-responses', 'azure_ai'] },
  { key: 'groq', role: 'host', names: [] },
  { key: 'together', role: 'host', names: ['together_ai', 'togetherai'] },
  { key: 'fireworks', role: 'host', names: ['fireworks_ai', 'fireworks-ai'] },
  { key: 'cerebras', role: 'host', names: [] },
  { key: 'baseten', role: 'host', names: [] },
  { key: 'openrouter', role: 'host', names: [] },
  { key: 'vercel-ai-gateway', role: 'host', names: ['vercel', 'vercel_ai_gateway', 'ai-gateway'] },
  { key: 'ollama', role: 'local', names: ['ollama_chat'] },
  { key: 'lmstudio', role: 'local', names: ['lm_studio', 'lm-studio'] },
  { key: 'vllm', role: 'local', names: ['hosted_vllm'] },
  { key: 'litellm', role: 'router', names: ['litellm_proxy'] },
  { key: 'gateway', role: 'router', names: [] },
];

/** The platform that goes by this name (any case), or undefined when the name is not known. */
export function platformOf(name: string): Platform | undefined {
  return BY_NAME.get(name.trim().toLowerCase());
}

/** The key of a known platform, else the name itself in lower case: a platform that only a user's own prices know. */
export function platformKey(name: string): string {
  return platformOf(name)?.key ?? name.trim().toLowerCase();
}

const BY_NAME: ReadonlyMap<string, Platform> = new Map(
  PLATFORMS.flatMap((platform) => [platform.key, ...platform.names].map((name) => [name, platform] as const)),
);
