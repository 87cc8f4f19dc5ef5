/** How each API is told to cache, and what of a request is part of its cache key: data, by the ids of the API shapes. */
import type { MarkerSpelling } from '../ir-caching.ts';
import type { ArgumentNames } from './profile.ts';

/** Caching facts of one API. */
export interface ApiCaching {
  /** How a marker is written; undefined where none can be written. */
  readonly spelling?: MarkerSpelling;
  /** True where nobody but Anthropic's models answers; or arguments of which one says so when it is set. */
  readonly claude?: true | ArgumentNames;
  /** Arguments that mark the request as a whole. */
  readonly automatic?: ArgumentNames;
  /** Arguments of an SDK or framework that make it set markers by itself, when they are set and not false. */
  readonly framework?: ArgumentNames;
  /** Arguments that are part of the cache key: a value that differs between turns is a miss. */
  readonly keyed: ArgumentNames;
  /** Switches that put something changing into the prefix. */
  readonly flags?: readonly FlagFact[];
  /** Source of these facts with its date. */
  readonly source: string;
}

/** A switch of a framework that puts something changing into the prefix. */
export interface FlagFact {
  /** Argument, or path into one. */
  readonly argument: string;
  /** Set to this value; undefined: the argument is an object that has `needs` and lacks `lacks`. */
  readonly value?: boolean;
  /** Entry that the object must have, with its value. */
  readonly needs?: readonly [key: string, value: string];
  /** Entry that the object must have not; adding it with `true` is the remedy. */
  readonly lacks?: string;
  /** Arguments of which one must be set for the switch to cost anything: what stands behind the changing text. */
  readonly when?: readonly string[];
  /** What the switch does, to be read behind its name. */
  readonly effect: string;
  /** Title of the remedy: adding the entry, or setting the switch to false. */
  readonly remedy: string;
  readonly safe: boolean;
}

const openaiKeyed: ArgumentNames = [
  'model',
  'tools',
  'parallel_tool_calls',
  'response_format',
  'reasoning_effort',
  'reasoning',
  'verbosity',
  'text',
  'text_format',
  'service_tier',
  'prompt_cache_key',
];
const anthropicKeyed: ArgumentNames = ['model', 'tools', 'tool_choice', 'thinking', 'output_config', 'speed'];
const aiSdkKeyed: ArgumentNames = ['model', 'tools', 'activeTools', 'toolChoice', 'reasoning', 'providerOptions', 'output', 'schema'];

const anthropicSource = 'platform.claude.com/docs/en/build-with-claude/prompt-caching, 2026-10-08';
const openaiSource = 'developers.openai.com/api/docs/guides/prompt-caching, 2026-09-23, and openai npm 7.57.0 types';
const frameworkSource = 'documentation of the framework, read 2026-11-22';

const anthropicMessages: ApiCaching = {
  spelling: 'anthropic',
  claude: true,
  automatic: ['cache_control'],
  keyed: anthropicKeyed,
  source: anthropicSource,
};

/** The time stands behind the instructions: what is lost are earlier turns and memories (agno 2, `get_system_message`). */
const agnoDatetime = (argument: string): FlagFact => ({
  argument,
  value: true,
  when: [
    'add_history_to_context',
    'add_history_to_messages',
    'enable_user_memories',
    'enable_agentic_memory',
    'add_session_summary_to_context',
  ],
  effect: 'puts the time of the request into the system text',
  remedy: 'give the agent a tool that tells the time',
  safe: false,
});

const dynamicPreset = (argument: string, lacks: string): FlagFact => ({
  argument,
  needs: ['preset', 'claude_code'],
  lacks,
  effect: 'puts the working directory, the state of git and the memory into the system text',
  remedy: `Add ${lacks}: they go into the first user message`,
  safe: true,
});

/** Options of a call become a marker of the request (@ai-sdk/anthropic since 2026-02-24, vercel/ai#12743 and #12833). */
const aiSdkAutomatic = ['providerOptions.anthropic.cacheControl'];
const aiSdkSource = 'ai 7.0.173, @ai-sdk/anthropic 4.0.105, 2026-11-21';

/** By the id of the API shape; an API that is missing here has no markers, and nothing of it is known to break a cache. */
export const apiCaching: ReadonlyMap<string, ApiCaching> = new Map<string, ApiCaching>([
  ['anthropic-messages', anthropicMessages],
  ['anthropic-tool-runner', anthropicMessages],
  ['bedrock-invoke', { spelling: 'anthropic', claude: ['body.anthropic_version'], keyed: ['modelId'], source: anthropicSource }],
  ['bedrock-converse', { spelling: 'bedrock', keyed: ['modelId', 'toolConfig'], source: 'Amazon Bedrock, prompt caching, 2026-Q3' }],
  ['openai-chat', { spelling: 'openai-chat', keyed: openaiKeyed, source: openaiSource }],
  ['openai-responses', { spelling: 'openai-responses', keyed: openaiKeyed, source: openaiSource }],
  [
    'litellm-completion',
    {
      spelling: 'chat-blocks',
      framework: ['cache_control_injection_points'],
      keyed: openaiKeyed,
      source: 'docs.litellm.ai/docs/tutorials/prompt_caching, read 2026-11-22',
    },
  ],
  ['ai-sdk-text', { spelling: 'ai-sdk', automatic: aiSdkAutomatic, keyed: aiSdkKeyed, source: aiSdkSource }],
  ['ai-sdk-object', { spelling: 'ai-sdk', automatic: aiSdkAutomatic, keyed: aiSdkKeyed, source: aiSdkSource }],
  ['ai-sdk-agent', { spelling: 'ai-sdk', automatic: aiSdkAutomatic, keyed: [], source: aiSdkSource }],
  ['langchain-invoke', { spelling: 'langchain', keyed: [], source: frameworkSource }],
  ['langchain-agent', { framework: ['middleware'], keyed: [], source: frameworkSource }],
  [
    'pydantic-ai-agent',
    {
      spelling: 'pydantic-ai',
      framework: [
        'model_settings.anthropic_cache',
        'model_settings.anthropic_cache_instructions',
        'model_settings.anthropic_cache_messages',
        'model_settings.bedrock_cache_instructions',
      ],
      keyed: [],
      source: 'ai.pydantic.dev/models/anthropic, read 2026-11-22',
    },
  ],
  [
    'agno-agent',
    {
      framework: ['model.cache_system_prompt'],
      keyed: [],
      flags: [agnoDatetime('add_datetime_to_context'), agnoDatetime('add_datetime_to_instructions')],
      source: 'Agno, agno.agent.Agent, read 2026-11-22',
    },
  ],
  [
    'claude-agent',
    {
      // The agent program marks its own prompt.
      framework: ['prompt'],
      keyed: [],
      flags: [
        dynamicPreset('options.system_prompt', 'exclude_dynamic_sections'),
        dynamicPreset('options.systemPrompt', 'excludeDynamicSections'),
      ],
      source: 'code.claude.com/docs/en/agent-sdk/modifying-system-prompts, read 2026-11-22',
    },
  ],
]);
