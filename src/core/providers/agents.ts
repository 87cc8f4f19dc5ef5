import { api, client, functions, type SdkProfile } from './profile.ts';

/** Semantic Kernel's chat services for Python, asked without an agent (microsoft/semantic-kernel, python 1.37, 2026-11). */
const semanticKernelServices: SdkProfile = {
  sdk: 'semantic-kernel',
  clients: [
    ...(
      [
        ['open_ai.OpenAIChatCompletion', 'openai'],
        ['open_ai.AzureChatCompletion', 'azure'],
        ['anthropic.AnthropicChatCompletion', 'anthropic'],
        ['google.google_ai.GoogleAIChatCompletion', 'gemini'],
        ['google.vertex_ai.VertexAIChatCompletion', 'vertex'],
        ['mistral_ai.MistralAIChatCompletion', 'mistral'],
        ['ollama.OllamaChatCompletion', 'ollama'],
        ['bedrock.BedrockChatCompletion', 'bedrock'],
      ] as const
    ).map(([path, provider]) =>
      client([`semantic_kernel.connectors.ai.${path}`], provider, {
        model: ['ai_model_id', 'deployment_name', 'gemini_model_id', 'model_id'],
        deployments: provider === 'azure',
      }),
    ),
    // A service that the kernel holds: which model it is, was said where it was added.
    client(
      [
        'semantic_kernel.Kernel().get_service',
        'semantic_kernel.kernel.Kernel().get_service',
        'semantic_kernel.connectors.ai.chat_completion_client_base.ChatCompletionClientBase',
      ],
      undefined,
      { modelElsewhere: true },
    ),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    api({
      id: 'semantic-kernel-chat',
      methods: [
        'get_chat_message_content',
        'get_chat_message_contents',
        'get_streaming_chat_message_content',
        'get_streaming_chat_message_contents',
      ],
      model: ['settings.ai_model_id', '1.ai_model_id'],
      messages: ['chat_history', '0'],
      tools: [],
      maxTokens: ['settings.max_tokens', '1.max_tokens', 'settings.max_completion_tokens', '1.max_completion_tokens'],
      streaming: ['get_streaming_chat_message_content', 'get_streaming_chat_message_contents'],
      outputLimit: {
        parameter: undefined,
        required: false,
        includesReasoning: true,
        source: 'semantic_kernel, OpenAIChatPromptExecutionSettings, 2026-11',
      },
    }),
  ],
};

/** Agent frameworks: the constructor carries model and instructions (names as of 2026-11-21 where the facts give them). */
export const agentFrameworks: readonly SdkProfile[] = [
  functions('openai-agents', [
    api({
      id: 'openai-agents',
      kind: 'agent',
      callees: [
        'agents.Agent',
        'agents.agent.Agent',
        'agents.SandboxAgent',
        'agents.sandbox.SandboxAgent',
        'agents.realtime.RealtimeAgent',
        'npm:@openai/agents.Agent',
        'npm:@openai/agents-core.Agent',
        'npm:@openai/agents.Agent.create',
        'npm:@openai/agents-core.Agent.create',
        'npm:@openai/agents.RealtimeAgent',
        'npm:@openai/agents/realtime.RealtimeAgent',
        'npm:@openai/agents-realtime.RealtimeAgent',
      ],
      defaultModel: { id: 'gpt-5.6-luna', source: 'openai-agents 0.20.0, default model, 2026-11-21' },
      // The limit is an argument of the run, not of the agent.
      steps: { arguments: [], standard: { times: 10, source: 'default max_turns of openai-agents 0.20.0' } },
      system: ['instructions'],
      messages: [],
      maxTokens: ['model_settings.max_tokens', 'modelSettings.maxTokens'],
      structuredOutput: ['output_type', 'outputType'],
      billing: 'model',
      defaultProvider: 'openai',
    }),
  ]),
  functions('claude-agent-sdk', [
    api({
      id: 'claude-agent',
      kind: 'agent',
      callees: [
        'claude_agent_sdk.query',
        'claude_code_sdk.query',
        'claude_agent_sdk.ClaudeSDKClient',
        'claude_code_sdk.ClaudeSDKClient',
        'npm:@anthropic-ai/claude-agent-sdk.query',
        'npm:@anthropic-ai/claude-code.query',
      ],
      // A client takes its options by place as well: `ClaudeSDKClient(options)`.
      model: ['options.model', '0.model'],
      system: ['options.system_prompt', 'options.systemPrompt', '0.system_prompt'],
      messages: ['prompt'],
      textMessages: true,
      tools: [],
      steps: { arguments: ['options.max_turns', 'options.maxTurns', '0.max_turns'], withoutTools: true },
      maxTokens: [],
      billing: 'model',
      defaultProvider: 'anthropic',
    }),
  ]),
  functions('claude-agent-sdk', [
    api({
      id: 'claude-subagent',
      kind: 'agent',
      callees: ['claude_agent_sdk.AgentDefinition', 'claude_agent_sdk.types.AgentDefinition'],
      system: ['prompt'],
      messages: [],
      // Tools are named, their definitions stand in the agent program or in servers.
      tools: [],
      steps: { arguments: [], withoutTools: true },
      maxTokens: [],
      billing: 'model',
      defaultProvider: 'anthropic',
    }),
  ]),
  functions('pydantic-ai', [
    api({
      id: 'pydantic-ai-agent',
      kind: 'agent',
      callees: ['pydantic_ai.Agent', 'pydantic_ai.agent.Agent'],
      steps: { arguments: [] },
      model: ['model', '0'],
      system: ['instructions', 'system_prompt'],
      messages: [],
      maxTokens: ['model_settings.max_tokens'],
      structuredOutput: ['output_type', 'result_type'],
      toolDecorators: ['tool', 'tool_plain'],
      systemDecorators: ['system_prompt', 'instructions'],
      billing: 'model',
    }),
  ]),
  {
    // A run that names the model, as where one agent serves several: what it says stands above what the agent was made with.
    ...functions('pydantic-ai', [
      api({
        id: 'pydantic-ai-run',
        methods: ['run', 'run_sync', 'run_stream', 'run_stream_sync', 'iter'],
        needs: ['model'],
        steps: { arguments: [] },
        model: ['model'],
        system: ['instructions'],
        messages: ['user_prompt', '0'],
        textMessages: true,
        history: ['message_history'],
        tools: [],
        maxTokens: ['model_settings.max_tokens'],
        structuredOutput: ['output_type', 'result_type'],
        billing: 'model',
      }),
    ]),
    clients: [
      client(['pydantic_ai.Agent', 'pydantic_ai.agent.Agent'], undefined, {
        system: ['instructions', 'system_prompt'],
        maxTokens: ['model_settings.max_tokens'],
      }),
    ],
  },
  functions('crewai', [
    api({
      id: 'crewai-agent',
      kind: 'agent',
      callees: ['crewai.Agent', 'crewai.agent.Agent', 'crewai.agent.core.Agent'],
      defaults: ['config'],
      steps: { arguments: ['max_iter'] },
      model: ['llm'],
      system: ['role', 'goal', 'backstory'],
      messages: [],
      maxTokens: ['max_tokens', 'llm.max_tokens'],
      billing: 'model',
    }),
    // A task is what an agent sends; the agent's own text goes with it.
    api({
      id: 'crewai-task',
      kind: 'agent',
      callees: ['crewai.Task', 'crewai.task.Task'],
      defaults: ['config'],
      needs: ['config'],
      model: ['agent.llm', 'agent.config.llm'],
      system: [
        ...['role', 'goal', 'backstory'].flatMap((name) => [`agent.${name}`, `agent.config.${name}`]),
        'description',
        'expected_output',
      ],
      messages: [],
      tools: ['tools', 'agent.tools'],
      maxTokens: ['agent.max_tokens'],
      billing: 'model',
    }),
  ]),
  functions('autogen', [
    api({
      id: 'autogen-agent',
      kind: 'agent',
      callees: [
        'autogen_agentchat.agents.AssistantAgent',
        'autogen_agentchat.agents._assistant_agent.AssistantAgent',
        'autogen.AssistantAgent',
        'autogen.agents.experimental.DeepResearchAgent',
        'autogen.agentchat.contrib.swarm_agent.SwarmAgent',
        'autogen.SwarmAgent',
        'autogen.beta.Agent',
        'autogen.agentchat.contrib.captainagent.CaptainAgent',
        'autogen.agentchat.contrib.gpt_assistant_agent.GPTAssistantAgent',
        'autogen.agentchat.contrib.retrieve_assistant_agent.RetrieveAssistantAgent',
        'autogen.agentchat.contrib.multimodal_conversable_agent.MultimodalConversableAgent',
        'autogen.ConversableAgent',
        'autogen.agentchat.AssistantAgent',
        'autogen.agentchat.ConversableAgent',
        'ag2.AssistantAgent',
        'ag2.ConversableAgent',
        // These answer by themselves only when they are given a model.
        ...['autogen', 'ag2', 'autogen.agentchat'].flatMap((name) => [`${name}.UserProxyAgent`, `${name}.GroupChatManager`]),
        'autogen_agentchat.agents.SocietyOfMindAgent',
        'autogen_agentchat.agents.CodeExecutorAgent',
        'autogen_agentchat.teams.SelectorGroupChat',
        'autogen_agentchat.teams.MagenticOneGroupChat',
      ],
      model: ['model_client', 'llm_config.model', 'llm_config.config_list.0.model', 'llm_config.0.model', 'config.model', 'config.0'],
      needs: ['model_client', 'llm_config', 'config'],
      steps: {
        arguments: ['max_tool_iterations'],
        standard: { times: 1, source: 'default max_tool_iterations of autogen-agentchat, 2026-11-21' },
      },
      system: ['system_message', 'prompt'],
      messages: [],
      billing: 'model',
    }),
  ]),
  functions('agno', [
    api({
      id: 'agno-agent',
      kind: 'agent',
      callees: ['agno.agent.Agent', 'agno.team.Team', 'agno.agent.agent.Agent', 'phi.agent.Agent', 'phi.assistant.Assistant'],
      steps: { arguments: ['tool_call_limit'] },
      model: ['model', 'llm'],
      system: ['description', 'instructions', 'system_message', 'system_prompt'],
      messages: [],
      maxTokens: ['model.max_tokens'],
      billing: 'model',
    }),
  ]),
  functions('smolagents', [
    api({
      id: 'smolagents-agent',
      kind: 'agent',
      steps: { arguments: ['max_steps'], standard: { times: 20, source: 'default max_steps of smolagents 1.25' }, withoutTools: true },
      callees: ['smolagents.CodeAgent', 'smolagents.ToolCallingAgent', 'smolagents.agents.CodeAgent', 'smolagents.agents.ToolCallingAgent'],
      model: ['model', '1'],
      // `system_prompt` until 1.13.
      system: ['instructions', 'system_prompt'],
      messages: [],
      maxTokens: ['model.max_tokens', 'model.max_completion_tokens'],
      billing: 'model',
    }),
  ]),
  functions('semantic-kernel', [
    api({
      id: 'semantic-kernel-agent',
      kind: 'agent',
      callees: ['ChatCompletionAgent', 'chat_completion.chat_completion_agent.ChatCompletionAgent'].map(
        (path) => `semantic_kernel.agents.${path}`,
      ),
      steps: { arguments: [] },
      // A kernel holds services of its own; which of them answers is decided when the agent runs.
      model: ['service', 'kernel'],
      system: ['instructions'],
      messages: [],
      tools: ['plugins'],
      maxTokens: [],
      billing: 'model',
    }),
  ]),
  semanticKernelServices,
  functions('agent-framework', [
    api({
      id: 'agent-framework-agent',
      kind: 'agent',
      callees: ['agent_framework.ChatAgent', 'agent_framework.Agent'],
      steps: { arguments: [] },
      model: ['chat_client'],
      system: ['instructions'],
      messages: [],
      maxTokens: ['max_tokens'],
      billing: 'model',
    }),
  ]),
  functions('llama-index', [
    api({
      id: 'llamaindex-agent',
      kind: 'agent',
      // run-llama/llama_index, core/agent/workflow/base_agent.py, read 2026-11-23; the limit is an argument of the run.
      callees: ['FunctionAgent', 'ReActAgent', 'CodeActAgent'].flatMap((name) => [
        `llama_index.core.agent.workflow.${name}`,
        `llama_index.core.agent.${name}`,
      ]),
      steps: { arguments: [], standard: { times: 20, source: 'DEFAULT_MAX_ITERATIONS of llama_index.core.agent.workflow, 2026-11-23' } },
      model: ['llm'],
      system: ['system_prompt'],
      messages: [],
      maxTokens: ['llm.max_tokens'],
      structuredOutput: ['output_cls'],
      billing: 'model',
    }),
  ]),
  functions('llama-index', [
    api({
      id: 'llamaindex-agent-runner',
      kind: 'agent',
      // Agents of versions before 0.13, which are made of tools.
      callees: [
        'llama_index.core.agent.ReActAgent.from_tools',
        'llama_index.core.agent.FunctionCallingAgent.from_tools',
        'llama_index.agent.openai.OpenAIAgent.from_tools',
      ],
      steps: { arguments: ['max_iterations'] },
      model: ['llm'],
      system: ['system_prompt', 'context'],
      messages: [],
      maxTokens: ['llm.max_tokens'],
      tools: ['tools', '0'],
      billing: 'model',
    }),
  ]),
  functions('strands', [
    api({
      id: 'strands-agent',
      kind: 'agent',
      // strandsagents.com, user guide, read 2026-11-23: which model it takes when none is named differs by version and region.
      callees: ['strands.Agent', 'strands.agent.Agent', 'strands.agent.agent.Agent', 'npm:@strands-agents/sdk.Agent'],
      steps: { arguments: [] },
      model: ['model'],
      system: ['system_prompt', 'systemPrompt'],
      messages: [],
      maxTokens: ['model.max_tokens', 'model.maxTokens'],
      billing: 'model',
    }),
  ]),
  functions('convex', [
    api({
      id: 'convex-agent',
      kind: 'agent',
      // What it leaves out of a request is the AI SDK's to decide (get-convex/agent 0.7.1, src/vercel/client, read 2026-11-23).
      callees: ['npm:@convex-dev/agent.Agent'],
      steps: {
        arguments: ['1.stopWhen', '1.maxSteps'],
        standard: { times: 1, source: 'default stopWhen of ai 7.0.173, which @convex-dev/agent 0.7.1 takes' },
      },
      model: ['1.languageModel', '1.chat'],
      system: ['1.instructions'],
      messages: [],
      maxTokens: ['1.callSettings.maxOutputTokens', '1.callSettings.maxTokens'],
      tools: ['1.tools'],
      billing: 'model',
    }),
  ]),
  functions('mastra', [
    api({
      id: 'mastra-agent',
      kind: 'agent',
      callees: ['npm:@mastra/core/agent.Agent', 'npm:@mastra/core.Agent'],
      steps: { arguments: ['defaultGenerateOptions.maxSteps', 'defaultOptions.maxSteps'] },
      system: ['instructions'],
      messages: [],
      maxTokens: ['defaultGenerateOptions.maxTokens'],
      billing: 'model',
    }),
  ]),
];
