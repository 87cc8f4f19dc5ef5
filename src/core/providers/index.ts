import { agentFrameworks } from './agents.ts';
import { aiSdk, genkit } from './ai-sdk.ts';
import { anthropic } from './anthropic.ts';
import { bedrock } from './bedrock.ts';
import { goSdks } from './go.ts';
import { googleAdk, googleGenai, googleLegacy } from './google.ts';
import { langchain } from './langchain.ts';
import { openai, openaiLike } from './openai.ts';
import { cohere, dspy, instructor, litellm, mistral, ollama } from './others.ts';
import type { SdkProfile } from './profile.ts';

/** Every SDK profile; adding one is adding a file and a line. */
export const sdkProfiles: readonly SdkProfile[] = [
  anthropic,
  openai,
  ...openaiLike,
  googleGenai,
  googleLegacy,
  googleAdk,
  bedrock,
  mistral,
  cohere,
  ollama,
  litellm,
  instructor,
  dspy,
  ...agentFrameworks,
  ...langchain,
  aiSdk,
  genkit,
  ...goSdks,
];
