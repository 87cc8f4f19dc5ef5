import { api, client, functions, type OutputLimitFact, type SdkProfile } from './profile.ts';

const limit = (parameter: string, source: string): OutputLimitFact => ({ parameter, required: false, includesReasoning: true, source });

const LANGCHAIN_ROOT = 'go:github.com/tmc/langchaingo';
const LANGCHAIN = `${LANGCHAIN_ROOT}/llms`;

/** LangChain Go: the model object carries the id, the call may override it (github.com/tmc/langchaingo at 8fea3de6, llms/options.go and llms/<provider>). */
const langchainGo: SdkProfile = {
  sdk: 'langchaingo',
  clients: [
    ...(
      [
        ['openai', 'openai'],
        ['anthropic', 'anthropic'],
        ['googleai', 'gemini'],
        ['googleai/vertex', 'vertex'],
        ['bedrock', 'bedrock'],
        ['mistral', 'mistral'],
        ['cohere', 'cohere'],
        ['ollama', 'ollama'],
        ['cloudflare', undefined],
        ['huggingface', undefined],
        ['llamafile', undefined],
        ['local', undefined],
        ['maritaca', undefined],
        ['ernie', undefined],
        ['watsonx', undefined],
      ] as const
    ).map(([name, provider]) =>
      client([`${LANGCHAIN}/${name}.New`, `${LANGCHAIN}/${name}.LLM`], provider, {
        model: name === 'watsonx' ? ['0'] : ['WithModel', 'WithDefaultModel'],
        baseUrl: ['WithBaseURL'],
        ...(name.startsWith('googleai') ? { maxTokens: ['WithDefaultMaxTokens'] } : {}),
      }),
    ),
    client([`${LANGCHAIN}.Model`, `${LANGCHAIN}.LLM`], undefined),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'langchaingo-generate',
      methods: ['GenerateContent', 'Call'],
      model: ['WithModel'],
      messages: ['1'],
      textMessages: true,
      tools: ['WithTools', 'WithFunctions'],
      maxTokens: ['WithMaxTokens', 'WithMaxCompletionTokens'],
      outputLimit: limit('WithMaxTokens', 'github.com/tmc/langchaingo, llms/options.go'),
    }),
    api({
      id: 'langchaingo-prompt',
      callees: [`${LANGCHAIN}.GenerateFromSinglePrompt`],
      model: ['WithModel', '1'],
      messages: ['2'],
      textMessages: true,
      tools: ['WithTools'],
      maxTokens: ['WithMaxTokens', 'WithMaxCompletionTokens'],
      billing: 'model',
      outputLimit: limit('WithMaxTokens', 'github.com/tmc/langchaingo, llms/llms.go'),
    }),
    // What a chain or agent sends is made of prompts of its own around the given one.
    api({
      id: 'langchaingo-chain',
      kind: 'agent',
      callees: [
        ...['NewLLMChain', 'NewConversation', 'NewConversationalRetrievalQAFromLLM', 'NewRetrievalQAFromLLM', 'NewLLMMathChain'],
        ...['NewSQLDatabaseChain', 'NewAPIChain', 'NewConstitutional', 'LoadStuffQA', 'LoadRefineQA', 'LoadMapReduceQA', 'LoadMapRerankQA'],
        ...['LoadStuffSummarization', 'LoadRefineSummarization', 'LoadMapReduceSummarization', 'LoadCondenseQuestionGenerator'],
      ].map((name) => `${LANGCHAIN_ROOT}/chains.${name}`),
      model: ['0'],
      messages: [],
      tools: [],
      maxTokens: ['WithMaxTokens'],
      billing: 'model',
    }),
    api({
      id: 'langchaingo-agent',
      kind: 'agent',
      callees: ['NewOneShotAgent', 'NewConversationalAgent', 'NewOpenAIFunctionsAgent', 'Initialize'].map(
        (name) => `${LANGCHAIN_ROOT}/agents.${name}`,
      ),
      model: ['0'],
      messages: [],
      tools: ['1'],
      steps: {
        arguments: ['WithMaxIterations'],
        standard: { times: 5, source: 'default of langchaingo, agents/initialize.go (_defaultMaxIterations)' },
        withoutTools: true,
      },
      maxTokens: [],
      billing: 'model',
    }),
  ],
};

const GENKIT = 'go:github.com/firebase/genkit/go';
const genkitSource = 'github.com/firebase/genkit at 77656d5e, go/genkit/genkit.go and go/ai/option.go, 2026-04-29';
/** Options that requests and prompts of Genkit share. */
const genkitOptions = {
  system: ['WithSystem', 'WithSystemFn'],
  messages: ['WithMessages', 'WithMessagesFn', 'WithPrompt', 'WithPromptFn'],
  textMessages: true,
  tools: ['WithTools'],
  steps: { arguments: ['WithMaxTurns'], standard: { times: 5, source: `default of ${genkitSource} and go/ai/generate.go` } },
  maxTokens: ['WithConfig.MaxOutputTokens', 'WithConfig.maxOutputTokens', 'WithConfig.MaxTokens'],
  structuredOutput: ['WithOutputType', 'WithOutputSchema', 'WithOutputSchemaName', 'WithOutputEnums'],
} as const;

/** Genkit for Go: everything is an option of the call. */
const genkitGo: SdkProfile = functions('genkit', [
  api({
    id: 'genkit-generate',
    callees: [
      ...['Generate', 'GenerateText', 'GenerateData', 'GenerateStream', 'GenerateDataStream'].map((name) => `${GENKIT}/genkit.${name}`),
      `${GENKIT}/ai.Generate`,
      `${GENKIT}/ai.GenerateText`,
    ],
    model: ['WithModelName', 'WithModel', '1.WithDefaultModel'],
    ...genkitOptions,
    streaming: [`${GENKIT}/genkit.GenerateStream`, `${GENKIT}/genkit.GenerateDataStream`],
    structured: [`${GENKIT}/genkit.GenerateData`, `${GENKIT}/genkit.GenerateDataStream`],
    billing: 'model',
  }),
  api({
    id: 'genkit-prompt',
    kind: 'agent',
    callees: [`${GENKIT}/genkit.DefinePrompt`, `${GENKIT}/genkit.DefineDataPrompt`],
    model: ['WithModelName', 'WithModel', '0.WithDefaultModel'],
    ...genkitOptions,
    billing: 'model',
  }),
]);

const ADK = 'go:google.golang.org/adk';

/** Google's Agent Development Kit for Go (github.com/google/adk-go at 0a51e153, agent/llmagent/llmagent.go and model/<provider>, 2026-08-21). */
const adkGo: SdkProfile = {
  sdk: 'google-adk',
  clients: [
    client([`${ADK}/model/gemini.NewModel`], 'gemini', { model: ['1'] }),
    client([`${ADK}/model/openaimodel.NewModel`], 'openai', { model: ['1'], baseUrl: ['2.BaseURL'] }),
    client([`${ADK}/model/apigee.NewModel`], undefined, { model: ['1'] }),
    client([`${ADK}/model.LLM`], undefined),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'google-adk-agent',
      kind: 'agent',
      callees: [`${ADK}/agent/llmagent.New`],
      model: ['0.Model'],
      system: ['0.GlobalInstruction', '0.GlobalInstructionProvider', '0.Instruction', '0.InstructionProvider'],
      messages: [],
      tools: ['0.Tools'],
      steps: { arguments: [] },
      maxTokens: ['0.GenerateContentConfig.MaxOutputTokens'],
      structuredOutput: ['0.OutputSchema'],
      billing: 'model',
    }),
  ],
};

const EINO = 'go:github.com/cloudwego/eino';
const EINO_MODELS = 'go:github.com/cloudwego/eino-ext/components/model';

/** Eino (github.com/cloudwego/eino at ca0441ac, adk/chatmodel.go, flow/agent/react/react.go; cloudwego/eino-ext, components/model). */
const eino: SdkProfile = {
  sdk: 'eino',
  clients: [
    ...(
      [
        ['openai', 'openai'],
        ['claude', 'anthropic'],
        ['gemini', 'gemini'],
        ['deepseek', 'deepseek'],
        ['openrouter', 'openrouter'],
        ['ollama', 'ollama'],
        ['ark', undefined],
        ['arkbot', undefined],
        ['qwen', undefined],
        ['qianfan', undefined],
        ['agenticopenai', 'openai'],
        ['agenticclaude', 'anthropic'],
        ['agenticgemini', 'gemini'],
        ['agenticdeepseek', 'deepseek'],
        ['agenticark', undefined],
        ['agenticqwen', undefined],
      ] as const
    ).map(([name, provider]) =>
      client(
        ['NewChatModel', 'ChatModel', 'NewResponsesAPIChatModel', 'NewResponsesModel', 'New'].map(
          (last) => `${EINO_MODELS}/${name}.${last}`,
        ),
        provider,
        {
          model: ['1.Model'],
          maxTokens: ['1.MaxCompletionTokens', '1.MaxTokens', '1.Options.NumPredict'],
          baseUrl: ['1.BaseURL'],
        },
      ),
    ),
    client(
      ['ChatModel', 'BaseChatModel', 'ToolCallingChatModel', 'BaseModel', 'AgenticModel'].map((name) => `${EINO}/components/model.${name}`),
      undefined,
      // Interfaces: what stands behind one was made with a model somewhere.
      { model: ['1.Model'], maxTokens: ['1.MaxTokens'] },
    ),
  ],
  moduleClients: [],
  transparent: ['WithTools()'],
  apis: [
    api({
      id: 'eino-chat',
      methods: ['Generate', 'Stream'],
      model: ['WithModel'],
      messages: ['1'],
      tools: ['WithTools', 'WithTools().0'],
      maxTokens: ['WithMaxTokens'],
      streaming: ['Stream'],
      outputLimit: limit('WithMaxTokens', 'github.com/cloudwego/eino, components/model/option.go'),
    }),
    api({
      id: 'eino-agent',
      kind: 'agent',
      callees: [`${EINO}/adk.NewChatModelAgent`],
      model: ['1.Model'],
      system: ['1.Instruction'],
      messages: [],
      tools: ['1.ToolsConfig.ToolsNodeConfig.Tools'],
      steps: { arguments: ['1.MaxIterations'], standard: { times: 20, source: 'github.com/cloudwego/eino, adk/chatmodel.go, 2026-07-22' } },
      maxTokens: ['1.Model.1.MaxCompletionTokens', '1.Model.1.MaxTokens'],
      billing: 'model',
    }),
    api({
      id: 'eino-agent',
      kind: 'agent',
      callees: [`${EINO}/flow/agent/react.NewAgent`],
      model: ['1.ToolCallingModel', '1.Model'],
      // A function that puts messages in front of each request.
      system: ['1.MessageModifier'],
      messages: [],
      tools: ['1.ToolsConfig.Tools'],
      // MaxStep counts nodes of the graph, not requests.
      steps: { arguments: [] },
      maxTokens: ['1.ToolCallingModel.1.MaxCompletionTokens', '1.ToolCallingModel.1.MaxTokens'],
      billing: 'model',
    }),
  ],
};

/** Frameworks for Go. */
export const goFrameworks: readonly SdkProfile[] = [langchainGo, genkitGo, adkGo, eino];
