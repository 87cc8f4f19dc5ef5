/**
 * Embedding classes of LangChain and LlamaIndex by the paths under which they can be imported. Names and modules from the `__init__` files of langchain,
 * langchain-community and the partner packages at github.com/langchain-ai/langchain, and of @langchain/openai, @langchain/google-genai and others on npm;
 * of the integration packages `llama-index-embeddings-*` at github.com/run-llama/llama_index; read 2026-11-23. Classes that run a model on the own machine are none of them: they cost nothing per token.
 */
import { api, client, type SdkProfile } from './profile.ts';

/** A class that has moved from `langchain` to `langchain_community`. */
function moved(name: string, module: string): string[] {
  return [
    ...['langchain', 'langchain_community'].flatMap((root) => [`${root}.embeddings.${name}`, `${root}.embeddings.${module}.${name}`]),
    ...['langchain', '@langchain/community'].map((root) => `npm:${root}/embeddings/${module}.${name}`),
  ];
}

/** A class of packages of its own, at their top and in the module of embeddings. */
function partner(name: string, ...packages: readonly string[]): string[] {
  return packages.flatMap((root) =>
    root.startsWith('npm:') ? [`${root}.${name}`] : [`${root}.${name}`, `${root}.embeddings.${name}`, `${root}.embeddings.base.${name}`],
  );
}

const OPENAI = [...partner('OpenAIEmbeddings', 'langchain_openai', 'npm:@langchain/openai'), ...moved('OpenAIEmbeddings', 'openai')];

/** Classes with the provider that bills them. */
const EMBEDDINGS: readonly (readonly [paths: readonly string[], provider: string | undefined])[] = [
  [OPENAI, 'openai'],
  [
    [
      ...partner('AzureOpenAIEmbeddings', 'langchain_openai', 'npm:@langchain/openai', 'npm:@langchain/azure-openai'),
      ...moved('AzureOpenAIEmbeddings', 'azure_openai'),
    ],
    'azure',
  ],
  [partner('GoogleGenerativeAIEmbeddings', 'langchain_google_genai', 'npm:@langchain/google-genai'), 'gemini'],
  [
    [
      ...partner('VertexAIEmbeddings', 'langchain_google_vertexai', 'npm:@langchain/google-vertexai', 'npm:@langchain/google-vertexai-web'),
      ...moved('VertexAIEmbeddings', 'vertexai'),
    ],
    'vertex',
  ],
  [[...partner('BedrockEmbeddings', 'langchain_aws', 'npm:@langchain/aws'), ...moved('BedrockEmbeddings', 'bedrock')], 'bedrock'],
  [partner('MistralAIEmbeddings', 'langchain_mistralai', 'npm:@langchain/mistralai'), 'mistral'],
  [[...partner('CohereEmbeddings', 'langchain_cohere', 'npm:@langchain/cohere'), ...moved('CohereEmbeddings', 'cohere')], 'cohere'],
  [[...partner('OllamaEmbeddings', 'langchain_ollama', 'npm:@langchain/ollama'), ...moved('OllamaEmbeddings', 'ollama')], 'ollama'],
  [partner('TogetherEmbeddings', 'langchain_together'), 'together'],
  [partner('FireworksEmbeddings', 'langchain_fireworks'), 'fireworks'],
  // The provider stands in the model's name: `init_embeddings("openai:text-embedding-3-small")`.
  [['langchain.embeddings.init_embeddings', 'langchain.embeddings.base.init_embeddings'], undefined],
];

const METHODS = ['embed_query', 'aembed_query', 'embed_documents', 'aembed_documents', 'embedQuery', 'embedDocuments'];

/** LangChain's embedding models: the calls that send texts. Vector stores that are handed such an object send them too, but say neither when nor what. */
export const langchainEmbeddings: readonly SdkProfile[] = EMBEDDINGS.map(([paths, provider]): SdkProfile => ({
  sdk: 'langchain',
  clients: [
    client(paths, provider, {
      baseUrl: ['base_url', 'openai_api_base', 'configuration.baseURL'],
      model: ['model', 'model_name', 'model_id', 'modelName', 'modelId', 'azure_deployment', 'azureOpenAIApiDeploymentName', '0'],
    }),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'langchain-embeddings',
      answers: false,
      methods: METHODS,
      model: [],
      messages: ['text', 'texts', '0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
      billing: provider === undefined ? 'model' : 'client',
      ...(paths === OPENAI
        ? {
            defaultModel: {
              id: 'text-embedding-ada-002',
              source: 'langchain_openai/embeddings/base.py at github.com/langchain-ai/langchain, 2026-11-23',
            },
          }
        : {}),
    }),
  ],
}));

/** LlamaIndex's, each in a package of its own. */
const LLAMA_INDEX: readonly (readonly [path: string, provider: string])[] = [
  ['openai.OpenAIEmbedding', 'openai'],
  ['azure_openai.AzureOpenAIEmbedding', 'azure'],
  ['google_genai.GoogleGenAIEmbedding', 'gemini'],
  ['gemini.GeminiEmbedding', 'gemini'],
  ['vertex.VertexTextEmbedding', 'vertex'],
  ['bedrock.BedrockEmbedding', 'bedrock'],
  ['mistralai.MistralAIEmbedding', 'mistral'],
  ['cohere.CohereEmbedding', 'cohere'],
  ['ollama.OllamaEmbedding', 'ollama'],
  ['together.TogetherEmbedding', 'together'],
];

/** LlamaIndex's embedding models: the calls that send texts. */
export const llamaIndexEmbeddings: readonly SdkProfile[] = LLAMA_INDEX.map(([path, provider]): SdkProfile => ({
  sdk: 'llama-index',
  clients: [
    client([`llama_index.embeddings.${path}`, `llama_index.embeddings.${path.slice(path.indexOf('.') + 1)}`], provider, {
      baseUrl: ['api_base'],
      model: ['model', 'model_name', 'deployment_name'],
    }),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'llama-index-embeddings',
      answers: false,
      methods: ['text', 'query']
        .flatMap((kind) => [`get_${kind}_embedding`, `aget_${kind}_embedding`])
        .concat('get_text_embedding_batch', 'aget_text_embedding_batch'),
      model: [],
      messages: ['text', 'query', 'texts', '0'],
      textMessages: true,
      tools: [],
      maxTokens: [],
    }),
  ],
}));
