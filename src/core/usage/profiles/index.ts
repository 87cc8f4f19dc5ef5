/** The list of profiles. Order matters where a block fits several: the more particular shape comes first. */
import type { UsageProfile } from '../profile.ts';
import { deepseek, geminiChat, groq, mistral, perplexity, qwen, topLevelCached, xai } from './chat-dialects.ts';
import { aiSdk, aiSdk5, langchain, openTelemetry, pydanticAi, unknownBlock } from './frameworks.ts';
import {
  anthropic,
  bedrockConverse,
  claudeCode,
  cohere,
  gemini,
  geminiInteractions,
  ollama,
  titanEmbedding,
  tokenCounts,
} from './makers.ts';
import {
  codex,
  litellm,
  openaiChat,
  openaiOrganization,
  openaiRealtime,
  openaiResponses,
  openrouter,
  openrouterGeneration,
} from './openai.ts';

/** Shapes that say by their own fields whose they are. */
const OWN_SHAPES: readonly UsageProfile[] = [
  openrouterGeneration,
  openaiOrganization,
  openTelemetry,
  cohere,
  titanEmbedding,
  ollama,
  geminiInteractions,
  gemini,
  codex,
  claudeCode,
  openaiRealtime,
  langchain,
  aiSdk,
  pydanticAi,
  litellm,
  deepseek,
  groq,
  openrouter,
  anthropic,
  openaiResponses,
  aiSdk5,
  bedrockConverse,
  tokenCounts,
];

/** Shapes that several providers share: only a provider or model name tells them apart. */
const DIALECTS: readonly UsageProfile[] = [xai, geminiChat, perplexity, mistral, topLevelCached, qwen];

/** All profiles, in the order in which they are tried. */
export const USAGE_PROFILES: readonly UsageProfile[] = [...OWN_SHAPES, ...DIALECTS, openaiChat, unknownBlock];

/** Profiles that are right only when a provider or a model name speaks for them. */
export function needsName(profile: UsageProfile): boolean {
  return DIALECTS.includes(profile);
}

export { unknownBlock };
