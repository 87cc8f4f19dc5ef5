/**
 * Functions and classes of LangChain and LangGraph that build agents. Names and orders of arguments from the sources of langchain 0.0 to 1.x,
 * langchain-community, langchain-experimental and langgraph (github.com/langchain-ai), and of the npm packages langchain and
 * @langchain/langgraph; read 2026-11-22.
 */
import { api, type ApiShape } from './profile.ts';

/** The limit of an agent is that of its model, whichever way the model is handed in. */
function limitsOf(models: readonly string[]): readonly string[] {
  const names = [
    'max_tokens',
    'max_completion_tokens',
    'max_output_tokens',
    'maxTokens',
    'maxCompletionTokens',
    'maxOutputTokens',
    'num_predict',
  ];
  return models.flatMap((model) => names.map((name) => `${model}.${name}`));
}

/** LangGraph's own limit of steps, which newer agents run with. */
const GRAPH_STEPS: ApiShape['steps'] = {
  // The limit is part of the run's configuration.
  arguments: [],
  standard: { times: 25, source: 'default recursion limit of LangGraph, @langchain/core 1.4.0' },
};

/** The limit of `AgentExecutor`, which is made around the agent. */
const EXECUTOR_STEPS: ApiShape['steps'] = {
  arguments: ['max_iterations', 'maxIterations', '2.maxIterations'],
  standard: { times: 15, source: 'default max_iterations of AgentExecutor, langchain/agents/agent.py' },
};

/** `create_tool_calling_agent(llm, tools, prompt)` and those like it. */
const WITH_PROMPT = [
  'create_tool_calling_agent',
  'create_openai_functions_agent',
  'create_openai_tools_agent',
  'create_react_agent',
  'create_structured_chat_agent',
  'create_json_chat_agent',
  'create_xml_agent',
  'create_self_ask_with_search_agent',
];

/** Modules of `langchain.agents` that define what the package exports. */
const MODULES = [
  '',
  'tool_calling_agent.base.',
  'tool_calling_agent.',
  'openai_functions_agent.base.',
  'openai_tools.base.',
  'react.agent.',
  'structured_chat.base.',
  'json_chat.base.',
  'xml.base.',
  'self_ask_with_search.base.',
  'format_scratchpad.',
];

/** Agents around data: `create_sql_agent(llm, toolkit)`. They bring prompts of their own. */
const AROUND_DATA = [
  'create_sql_agent',
  'create_pandas_dataframe_agent',
  'create_csv_agent',
  'create_python_agent',
  'create_json_agent',
  'create_openapi_agent',
  'create_vectorstore_agent',
  'create_vectorstore_router_agent',
  'create_spark_dataframe_agent',
  'create_spark_sql_agent',
  'create_pbi_agent',
  'create_conversational_retrieval_agent',
];

const DATA_MODULES = [
  'langchain.agents',
  'langchain.agents.agent_toolkits',
  'langchain_classic.agents',
  'langchain_community.agent_toolkits',
  'langchain_community.agent_toolkits.sql.base',
  'langchain_community.agent_toolkits.json.base',
  'langchain_community.agent_toolkits.openapi.base',
  'langchain_experimental.agents',
  'langchain_experimental.agents.agent_toolkits',
  'langchain_experimental.agents.agent_toolkits.pandas.base',
  'langchain_experimental.agents.agent_toolkits.csv.base',
];

/** Classes of agents that are made by `from_llm_and_tools(llm, tools)`, or by their constructor. */
const CLASSES = [
  'ZeroShotAgent',
  'ConversationalAgent',
  'ConversationalChatAgent',
  'StructuredChatAgent',
  'ChatAgent',
  'OpenAIFunctionsAgent',
  'OpenAIMultiFunctionsAgent',
];

const NPM_PACKAGES = ['npm:langchain/agents', 'npm:@langchain/classic/agents'];

function under(roots: readonly string[], names: readonly string[]): string[] {
  return roots.flatMap((root) => names.map((name) => `${root}.${name}`));
}

/** The shapes of agents. */
export const langchainAgents: readonly ApiShape[] = [
  api({
    id: 'langchain-agent',
    kind: 'agent',
    callees: [
      'langchain.agents.create_agent',
      'langgraph.prebuilt.create_react_agent',
      'langgraph.prebuilt.chat_agent_executor.create_react_agent',
      'langgraph.prebuilt.create_tool_calling_executor',
      'langgraph.prebuilt.create_function_calling_executor',
      'langgraph_supervisor.create_supervisor',
      'deepagents.create_deep_agent',
      'npm:deepagents.createDeepAgent',
      'npm:langchain.createAgent',
      'npm:@langchain/langgraph/prebuilt.createReactAgent',
    ],
    model: ['model', 'llm', '0'],
    system: [
      'system_prompt',
      'prompt',
      'state_modifier',
      'instructions',
      'systemPrompt',
      'stateModifier',
      'messageModifier',
      'messages_modifier',
    ],
    tools: ['tools', '1'],
    steps: GRAPH_STEPS,
    messages: [],
    maxTokens: limitsOf(['model', 'llm', '0']),
    billing: 'model',
  }),
  api({
    id: 'langchain-agent',
    kind: 'agent',
    callees: [
      ...['langchain.agents', 'langchain_classic.agents'].flatMap((root) =>
        MODULES.flatMap((module) => WITH_PROMPT.map((name) => `${root}.${module}${name}`)),
      ),
      ...under(NPM_PACKAGES, [
        'createToolCallingAgent',
        'createOpenAIFunctionsAgent',
        'createOpenAIToolsAgent',
        'createReactAgent',
        'createStructuredChatAgent',
        'createXmlAgent',
      ]),
    ],
    model: ['llm', '0'],
    tools: ['tools', '1'],
    messages: ['prompt', '2'],
    steps: EXECUTOR_STEPS,
    maxTokens: limitsOf(['llm', '0']),
    billing: 'model',
  }),
  api({
    id: 'langchain-agent',
    kind: 'agent',
    callees: [
      'langchain.initialize_agent',
      ...under(
        ['langchain.agents', 'langchain.agents.initialize', 'langchain_classic.agents', 'langchain_classic.agents.initialize'],
        ['initialize_agent'],
      ),
      ...under(NPM_PACKAGES, ['initializeAgentExecutorWithOptions', 'initializeAgentExecutor']),
    ],
    tools: ['tools', '0'],
    model: ['llm', '1'],
    system: ['agent_kwargs.system_message', 'agent_kwargs.prefix', '2.agentArgs.systemMessage', '2.agentArgs.prefix'],
    messages: [],
    steps: EXECUTOR_STEPS,
    maxTokens: limitsOf(['llm', '1']),
    billing: 'model',
  }),
  api({
    id: 'langchain-agent',
    kind: 'agent',
    callees: [
      ...under(DATA_MODULES, AROUND_DATA),
      ...under(
        ['langchain.agents', 'langchain.agents.agent', 'langchain_classic.agents'],
        CLASSES.flatMap((name) => [`${name}.from_llm_and_tools`]),
      ),
      ...under(
        NPM_PACKAGES,
        [...CLASSES, 'OpenAIAgent', 'XMLAgent'].map((name) => `${name}.fromLLMAndTools`),
      ),
      ...['npm:langchain/agents/toolkits/sql', 'npm:langchain/agents/toolkits', 'npm:langchain/agents'].flatMap((root) =>
        ['createSqlAgent', 'createJsonAgent', 'createOpenApiAgent', 'createVectorStoreAgent'].map((name) => `${root}.${name}`),
      ),
    ],
    model: ['llm', '0'],
    system: ['prefix', 'system_message'],
    tools: ['tools', '1'],
    messages: [],
    steps: EXECUTOR_STEPS,
    maxTokens: limitsOf(['llm', '0']),
    billing: 'model',
  }),
  api({
    id: 'langchain-agent',
    kind: 'agent',
    callees: under(
      ['langchain.agents', 'langchain.agents.agent', 'langchain.agents.openai_functions_agent.base', 'langchain_classic.agents'],
      ['OpenAIFunctionsAgent', 'OpenAIMultiFunctionsAgent', 'XMLAgent'],
    ),
    model: ['llm'],
    tools: ['tools'],
    messages: ['prompt'],
    steps: EXECUTOR_STEPS,
    maxTokens: limitsOf(['llm']),
    billing: 'model',
  }),
];
