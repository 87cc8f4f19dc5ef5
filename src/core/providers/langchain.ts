import { langchainAgents } from './langchain-agents.ts';
import { anyProviderModels, langchainModels } from './langchain-models.ts';
import { api, client, functions, type SdkProfile } from './profile.ts';

/** Methods of a model or chain that give one of the same kind. */
const CHAIN_STEPS = [
  'bind_tools()',
  'with_structured_output()',
  'bind()',
  'with_retry()',
  'with_config()',
  'with_fallbacks()',
  'configurable_fields()',
  'pipe()',
  'bindTools()',
  'withStructuredOutput()',
  'withRetry()',
  'withConfig()',
  'withFallbacks()',
  'with_types()',
  'with_listeners()',
  'assign()',
  'pick()',
];

const modelArguments = ['model', 'model_name', 'model_id', 'modelName', 'modelId', 'azure_deployment', 'deployment_name', '0'];
const limitArguments = [
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'maxTokens',
  'maxCompletionTokens',
  'maxOutputTokens',
  'num_predict',
  'max_tokens_to_sample',
];

/** Of `initChatModel("…", { maxTokens })`, which makes a model of any provider. */
const limitsBehindModel = limitArguments.map((name) => `1.${name}`);

const source = 'LangChain documentation and @langchain/core 1.4.0, 2026-11-21';

/** Methods of a model or chain that send a request, those of earlier versions among them. */
const INVOKING = [
  ...['invoke', 'ainvoke', 'stream', 'astream', 'batch', 'abatch', 'astream_events', 'streamEvents'],
  ...['predict', 'apredict', 'predict_messages', 'apredict_messages', 'generate', 'agenerate', 'generate_prompt', 'agenerate_prompt'],
  ...['predictMessages', 'generatePrompt', 'call', 'call_as_llm'],
  // Of chains, which stand for the model in them.
  ...['run', 'arun', 'acall', 'predict_and_parse', 'apredict_and_parse'],
];

/** Types of parameters that take any chat model. */
const ANY_MODEL: readonly string[] = [
  'langchain_core.language_models.BaseChatModel',
  'langchain_core.language_models.BaseLanguageModel',
  'langchain_core.language_models.BaseLLM',
  'langchain_core.language_models.LLM',
  'langchain_core.language_models.chat_models.BaseChatModel',
  'langchain_core.language_models.base.BaseLanguageModel',
  'langchain_core.language_models.chat_models.SimpleChatModel',
  'langchain_core.language_models.llms.BaseLLM',
  'langchain_core.language_models.llms.LLM',
  'langchain.chat_models.BaseChatModel',
  'langchain.chat_models.base.BaseChatModel',
  'langchain.base_language.BaseLanguageModel',
  'langchain.schema.language_model.BaseLanguageModel',
  'langchain.llms.base.BaseLLM',
  'npm:@langchain/core/language_models/chat_models.BaseChatModel',
  'npm:@langchain/core/language_models/base.BaseLanguageModel',
  'npm:@langchain/core/language_models/llms.BaseLLM',
  'npm:@langchain/core/language_models/llms.LLM',
  'npm:langchain/chat_models/base.BaseChatModel',
];

function limitsOf(paths: readonly string[]): readonly string[] {
  return paths === anyProviderModels ? [...limitArguments, ...limitsBehindModel] : limitArguments;
}

/** LangChain: model objects and agents carry what is sent; `.invoke` is far too general a name to be a site. */
export const langchain: readonly SdkProfile[] = [
  ...[...langchainModels, [ANY_MODEL, undefined] as const].map(([paths, provider]): SdkProfile => ({
    sdk: 'langchain',
    clients: [
      client(paths, provider, {
        baseUrl: [
          'base_url',
          'openai_api_base',
          'configuration.baseURL',
          ...(paths === anyProviderModels ? ['1.baseUrl', '1.configuration.baseURL'] : []),
        ],
        model: modelArguments,
        maxTokens: limitsOf(paths),
      }),
    ],
    moduleClients: [],
    transparent: CHAIN_STEPS,
    apis: [
      api({
        id: 'langchain-invoke',
        methods: INVOKING,
        callable: true,
        model: [],
        messages: ['input', '0'],
        textMessages: true,
        tools: [],
        toolSteps: ['bind_tools', 'bindTools'],
        // `invoke(messages, max_tokens=…)`: what is handed on to the provider for one request.
        maxTokens: limitArguments,
        streaming: ['stream', 'astream'],
        billing: provider === undefined ? 'model' : 'client',
        limitAtClient: true,
      }),
      api({
        id: 'langchain-model',
        kind: 'agent',
        callees: paths === ANY_MODEL ? [] : paths,
        model: modelArguments,
        messages: [],
        tools: [],
        maxTokens: limitsOf(paths),
        billing: provider === undefined ? 'model' : 'client',
        outputLimit: { parameter: 'max_tokens', required: false, includesReasoning: true, source },
      }),
    ],
  })),
  functions('langchain', langchainAgents),
];
