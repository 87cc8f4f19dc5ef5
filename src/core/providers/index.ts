import { agentFrameworks } from './agents.ts';
import { aiSdk, genkit } from './ai-sdk.ts';
import { anthropic } from './anthropic.ts';
import { bedrock } from './bedrock.ts';
import { dotnetSdks } from './dotnet.ts';
import { goSdks } from './go.ts';
import { googleAdk, googleGenai, googleLegacy } from './google.ts';
import { jvmSdks } from './jvm.ts';
import { langchainEmbeddings, llamaIndexEmbeddings } from './framework-embeddings.ts';
import { langchain } from './langchain.ts';
import { llamaIndex } from './llamaindex.ts';
import { openai, openaiLike } from './openai.ts';
import { azureInferencePython } from './azure-inference.ts';
import { cohere, dashscope, dspy, instructor, instructorFunctions, litellm, mistral, ollama } from './others.ts';
import { phpSdks } from './php.ts';
import type { SdkProfile } from './profile.ts';
import { rubySdks } from './ruby.ts';
import { rustSdks } from './rust.ts';

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
  azureInferencePython,
  cohere,
  ollama,
  litellm,
  instructor,
  instructorFunctions,
  dashscope,
  dspy,
  ...agentFrameworks,
  ...langchain,
  ...llamaIndex,
  ...langchainEmbeddings,
  ...llamaIndexEmbeddings,
  aiSdk,
  genkit,
  ...goSdks,
  ...jvmSdks,
  ...dotnetSdks,
  ...rubySdks,
  ...phpSdks,
  ...rustSdks,
];
