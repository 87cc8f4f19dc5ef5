/**
 * Objects that stand for a model in an argument: `model=OpenAIChat(id="gpt-4o")`, `anthropic('claude-opus-5')`. The id is in one of the
 * arguments of the call that makes them; the path says who bills. Longest match first.
 */
import { dotnetSdks } from './dotnet.ts';
import { goSdks } from './go.ts';
import { jvmSdks } from './jvm.ts';
import { langchainModels } from './langchain-models.ts';
import { phpSdks } from './php.ts';
import type { ArgumentNames } from './profile.ts';
import { rubySdks } from './ruby.ts';
import { rustSdks } from './rust.ts';

/** Arguments that hold the model id, in order of preference. */
export const MODEL_OBJECT_ARGUMENTS: readonly string[] = [
  'model',
  'model_name',
  'id',
  'model_id',
  'modelName',
  'modelId',
  'azure_deployment',
  'deployment_name',
  'ai_model_id',
  'deployment_id',
  '0',
];

const others: readonly (readonly [path: string, provider: string | undefined])[] = [
  // Genkit 1.42.0
  ['npm:@genkit-ai/googleai.googleAI.model', 'gemini'],
  ['npm:@genkit-ai/google-genai.googleAI.model', 'gemini'],
  ['npm:@genkit-ai/google-genai.vertexAI.model', 'vertex'],
  ['npm:@genkit-ai/vertexai.vertexAI.model', 'vertex'],
  ['npm:@ai-sdk/openai.', 'openai'],
  ['npm:@ai-sdk/azure.', 'azure'],
  ['npm:@ai-sdk/anthropic.', 'anthropic'],
  ['npm:@ai-sdk/google.', 'gemini'],
  ['npm:@ai-sdk/google-vertex', 'vertex'],
  ['npm:@ai-sdk/amazon-bedrock.', 'bedrock'],
  ['npm:@ai-sdk/mistral.', 'mistral'],
  ['npm:@ai-sdk/groq.', 'groq'],
  ['npm:@ai-sdk/xai.', 'xai'],
  ['npm:@ai-sdk/cohere.', 'cohere'],
  ['npm:@ai-sdk/deepseek.', 'deepseek'],
  ['npm:@ai-sdk/togetherai.', 'together'],
  ['npm:@ai-sdk/fireworks.', 'fireworks'],
  ['npm:@ai-sdk/cerebras.', 'cerebras'],
  ['npm:@ai-sdk/perplexity.', 'perplexity'],
  ['npm:@ai-sdk/amazon-bedrock', 'bedrock'],
  // Other provider packages of the AI SDK: the id is read, who bills is not known.
  ['npm:@ai-sdk/', undefined],
  ['npm:@openrouter/ai-sdk-provider.', 'openrouter'],
  ['npm:@ai-sdk/gateway.', 'vercel-ai-gateway'],
  ['npm:ai.gateway', 'vercel-ai-gateway'],
  ['npm:ai.createGateway', 'vercel-ai-gateway'],
  ['agno.models.openai.', 'openai'],
  ['agno.models.anthropic.', 'anthropic'],
  ['agno.models.google.', 'gemini'],
  ['agno.models.groq.', 'groq'],
  ['agno.models.together.', 'together'],
  ['agno.models.openrouter.', 'openrouter'],
  ['agno.models.ollama.', 'ollama'],
  ['agno.models.mistral.', 'mistral'],
  ['agno.models.deepseek.', 'deepseek'],
  ['agno.models.xai.', 'xai'],
  ['agno.models.azure', 'azure'],
  ['agno.models.aws.', 'bedrock'],
  ['phi.model.openai.', 'openai'],
  ['phi.model.groq.', 'groq'],
  ['phi.model.anthropic.', 'anthropic'],
  ['autogen_ext.models.openai.AzureOpenAIChatCompletionClient', 'azure'],
  ['autogen_ext.models.openai.', 'openai'],
  ['autogen_ext.models.anthropic.', 'anthropic'],
  ['autogen_ext.models.ollama.', 'ollama'],
  ['pydantic_ai.models.openai.', 'openai'],
  ['pydantic_ai.models.anthropic.', 'anthropic'],
  ['pydantic_ai.models.google.', 'gemini'],
  ['pydantic_ai.models.gemini.', 'gemini'],
  ['pydantic_ai.models.groq.', 'groq'],
  ['pydantic_ai.models.mistral.', 'mistral'],
  ['pydantic_ai.models.bedrock.', 'bedrock'],
  ['agents.OpenAIChatCompletionsModel', undefined],
  ['agents.OpenAIResponsesModel', undefined],
  ['agents.extensions.models.litellm_model.LitellmModel', undefined],
  ['google.adk.models.lite_llm.LiteLlm', undefined],
  ['google.adk.models.LiteLlm', undefined],
  ['crewai.LLM', undefined],
  ['crewai.llm.LLM', undefined],
  ['smolagents.', undefined],
  ['strands.models.BedrockModel', 'bedrock'],
  ['strands.models.bedrock.', 'bedrock'],
  ['strands.models.anthropic.', 'anthropic'],
  ['strands.models.openai.', 'openai'],
  ['strands.models.gemini.', 'gemini'],
  ['strands.models.ollama.', 'ollama'],
  ['strands.models.mistral.', 'mistral'],
  ['strands.models.', undefined],
  ['npm:@strands-agents/sdk.BedrockModel', 'bedrock'],
  ['llama_index.llms.', undefined],
  ['npm:@llamaindex/openai.', 'openai'],
  ['npm:@llamaindex/anthropic.', 'anthropic'],
  ['npm:@llamaindex/google.', 'gemini'],
  ['npm:@llamaindex/groq.', 'groq'],
  ['npm:@llamaindex/mistral.', 'mistral'],
  ['npm:@llamaindex/deepseek.', 'deepseek'],
  ['npm:@llamaindex/aws.', 'bedrock'],
  ['npm:@llamaindex/azure.', 'azure'],
  ['npm:@llamaindex/ollama.', 'ollama'],
  ['npm:@llamaindex/', undefined],
  ['npm:llamaindex.', undefined],
  ['semantic_kernel.connectors.ai.open_ai.Azure', 'azure'],
  ['semantic_kernel.connectors.ai.open_ai.', 'openai'],
  ['agent_framework.openai.', 'openai'],
  ['agent_framework.azure.', 'azure'],
  ['browser_use.', undefined],
  ['dspy.LM', undefined],
];

/** What is known about an object that stands for a model. */
export interface ModelObjectFact {
  readonly provider: string | undefined;
  /** Where its maker is told the model id, in order of preference. */
  readonly arguments: ArgumentNames;
  /** Path of what makes it, when steps may follow; undefined when the last call of the path makes it. */
  readonly maker: string | undefined;
  /** Where its maker is told an address; empty for the usual names. */
  readonly baseUrl: ArgumentNames;
}

/** Objects that SDKs of these languages make with a model id: clients of one model, which agents and chains are given. */
const clients: readonly (readonly [path: string, fact: ModelObjectFact])[] = [
  ...[...goSdks, ...jvmSdks, ...dotnetSdks, ...rubySdks, ...phpSdks, ...rustSdks],
].flatMap((profile) =>
  profile.clients.flatMap(({ classes, provider, model, baseUrl }) =>
    model === undefined ? [] : classes.map((path) => [`${path}()`, { provider, arguments: model, maker: path, baseUrl }] as const),
  ),
);

const table: readonly (readonly [path: string, fact: ModelObjectFact])[] = [
  ...[...others, ...langchainModels.flatMap(([paths, provider]) => paths.map((path) => [path, provider] as const))].map(
    ([path, provider]) => [path, { provider, arguments: MODEL_OBJECT_ARGUMENTS, maker: undefined, baseUrl: [] }] as const,
  ),
  ...clients,
].sort((a, b) => b[0].length - a[0].length);

/** npm packages whose exports make model objects. */
export const modelObjectPackages: readonly string[] = table
  .filter(([path]) => path.startsWith('npm:'))
  .map(([path]) => /^(@[^/]+\/[^/.]+|[^/.]+)/.exec(path.slice(4))?.[0] ?? '');

/** The facts by the mark of their language: most look-ups need only a few. */
const tables = new Map<string, (readonly [path: string, fact: ModelObjectFact])[]>();
for (const row of table) {
  const mark = markOf(row[0]);
  const rows = tables.get(mark);
  if (rows === undefined) tables.set(mark, [row]);
  else rows.push(row);
}

/** What is known about a model object, by the path of the call that makes it; undefined for anything that is not one. */
export function modelObject(path: string): ModelObjectFact | undefined {
  return tables.get(markOf(path))?.find(([prefix]) => path.startsWith(prefix))?.[1];
}

function markOf(path: string): string {
  return /^\w+:/.exec(path)?.[0] ?? '';
}
