/**
 * Objects that stand for a model in an argument: `model=OpenAIChat(id="gpt-4o")`, `anthropic('claude-opus-5')`. The id is in one of the
 * arguments of the call that makes them; the path says who bills. Longest match first.
 */
import { langchainModels } from './langchain-models.ts';

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
  ['llama_index.llms.', undefined],
  ['semantic_kernel.connectors.ai.open_ai.Azure', 'azure'],
  ['semantic_kernel.connectors.ai.open_ai.', 'openai'],
  ['agent_framework.openai.', 'openai'],
  ['agent_framework.azure.', 'azure'],
  ['browser_use.', undefined],
  ['dspy.LM', undefined],
];

const table: readonly (readonly [path: string, provider: string | undefined])[] = [
  ...others,
  ...langchainModels.flatMap(([paths, provider]) => paths.map((path) => [path, provider] as const)),
].sort((a, b) => b[0].length - a[0].length);

/** npm packages whose exports make model objects. */
export const modelObjectPackages: readonly string[] = table
  .filter(([path]) => path.startsWith('npm:'))
  .map(([path]) => /^(@[^/]+\/[^/.]+|[^/.]+)/.exec(path.slice(4))?.[0] ?? '');

/** What is known about a model object, by the path of the call that makes it; undefined for anything that is not one. */
export function modelObject(path: string): { readonly provider: string | undefined } | undefined {
  const found = table.find(([prefix]) => path.startsWith(prefix));
  return found === undefined ? undefined : { provider: found[1] };
}
