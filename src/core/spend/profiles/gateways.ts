/** Profiles of gateways that show metrics of their own. Names and labels as read in November 2026 in the documentation or code named in `source`. */
import { USD, type MetricRule, type Profile } from './profile.ts';

/** A counter whose registered name may or may not carry `_total`, with an optional prefix that collectors put before it. */
function litellm(stem: string, adds: MetricRule['adds'], factor = 1): MetricRule {
  return { names: [`litellm_${stem}_total`, `litellm_${stem}`, `litellm_litellm_${stem}_total`], kind: 'counter', adds, factor };
}

function litellmBudget(entity: string): readonly MetricRule[] {
  return [
    { names: [`litellm_${entity}_max_budget_metric`], kind: 'budget-max', adds: [], factor: USD },
    { names: [`litellm_remaining_${entity}_budget_metric`], kind: 'budget-remaining', adds: [], factor: USD },
    { names: [`litellm_${entity}_budget_remaining_hours_metric`], kind: 'budget-hours', adds: [] },
  ];
}

const LITELLM: Profile = {
  id: 'litellm',
  name: 'LiteLLM',
  detect: ['litellm_.*'],
  money: 'reported',
  metrics: [
    litellm('spend_metric', ['reported'], USD),
    // Includes what is read from and written to the prompt cache (BerriAI/litellm#9812).
    litellm('input_tokens_metric', ['input']),
    litellm('output_tokens_metric', ['output']),
    {
      // The same thing under two names, in two generations of LiteLLM.
      names: ['litellm_input_cached_tokens_metric_total', 'litellm_provider_cache_read_input_tokens_metric_total'],
      kind: 'counter',
      adds: ['cacheRead'],
    },
    {
      names: ['litellm_input_cache_creation_tokens_metric_total', 'litellm_provider_cache_creation_(?:input_)?tokens_metric_total'],
      kind: 'counter',
      adds: ['cacheWrite'],
    },
    litellm('output_reasoning_tokens_metric', ['reasoning']),
    litellm('proxy_total_requests_metric', ['calls']),
    litellm('proxy_failed_requests_metric', ['failed']),
    litellm('deployment_total_requests', ['attempts']),
    litellm('deployment_failure_responses', ['failedAttempts']),
    { names: ['litellm_zero_cost_requests_total'], kind: 'counter', adds: ['unpricedCalls'] },
    ...['team', 'api_key', 'user', 'org', 'customer'].flatMap(litellmBudget),
  ],
  labels: {
    model: ['model', 'litellm_model_name'],
    requestedModel: ['requested_model'],
    provider: ['api_provider'],
    user: ['user', 'end_user'],
    team: ['team_alias', 'team'],
    tags: { api_key_alias: 'key', service_tier: 'tier', 'metadata_*': '*' },
    flags: 'tag_',
  },
  // Health checks are calls of the proxy itself; questions about spend are no model calls (a refused reading of /metrics/ is counted too).
  ignore: {
    api_key_alias: 'litellm-internal-health-check',
    route: '/(?:metrics|health|key|user|team|tag|customer|spend|global|models?|v1/models?)(?:/.*)?',
  },
  lacks: {
    tasks: 'LiteLLM’s metrics name no session. Its spend logs do: add the same gateway as “LiteLLM REST”.',
  },
  source: 'docs.litellm.ai, Prometheus metrics, 2026-10-08',
};

const BIFROST: Profile = {
  id: 'bifrost',
  name: 'Bifrost',
  detect: ['bifrost_.*'],
  money: 'reported',
  metrics: [
    { names: ['bifrost_cost_total'], kind: 'counter', adds: ['reported'], factor: USD },
    { names: ['bifrost_input_tokens_total'], kind: 'counter', adds: ['input'] },
    { names: ['bifrost_output_tokens_total'], kind: 'counter', adds: ['output'] },
    { names: ['bifrost_cache_read_input_tokens_total'], kind: 'counter', adds: ['cacheRead'] },
    // The counters by lifetime are parts of this one; only the dearer part is read beside it.
    { names: ['bifrost_cache_write_input_tokens_total'], kind: 'counter', adds: ['cacheWrite'] },
    { names: ['bifrost_cache_write_input_tokens_1h_total'], kind: 'counter', adds: ['cacheWrite1h'] },
    { names: ['bifrost_upstream_requests_total'], kind: 'counter', adds: ['calls', 'attempts'] },
    // Errors that the caller made are no waste of the gateway's.
    {
      names: ['bifrost_error_requests_total'],
      kind: 'counter',
      adds: ['failed'],
      unless: { error_type: 'caller_.*' },
    },
    { names: ['bifrost_request_retries_sum'], kind: 'counter', adds: ['attempts', 'failedAttempts'] },
  ],
  labels: {
    model: ['model'],
    requestedModel: ['alias'],
    provider: ['provider'],
    user: ['user_name', 'user_id'],
    team: ['team_name', 'team_id'],
    tags: {
      virtual_key_name: 'key',
      customer_name: 'customer',
      business_unit_name: 'unit',
      project_name: 'project',
      complexity_tier: 'complexity',
    },
  },
  lacks: { tasks: 'Bifrost’s metrics name no session.' },
  notes: ['Without its model catalogue Bifrost counts no money at all.'],
  source: 'maximhq/bifrost, plugins/telemetry, 2026',
};

/** The type label of token histograms; `input` includes the cached part in Envoy, and nothing else exists in the plain convention. */
function tokenTypes(names: readonly string[], types: Readonly<Record<string, MetricRule['adds']>>, label: string): readonly MetricRule[] {
  return Object.entries(types).map(([type, adds]) => ({ names, kind: 'counter', adds, where: { [label]: type } }));
}

const GEN_AI_TOKENS = ['(?:\\w+_)?gen_ai_client_token_usage(?:_token|_tokens)?_sum', 'gen_ai\\.client\\.token\\.usage_sum'];

const ENVOY: Profile = {
  id: 'envoy',
  name: 'Envoy AI Gateway',
  detect: ['gen_ai_server_request_duration_seconds_(?:count|sum|bucket)'],
  money: 'computed',
  metrics: [
    ...tokenTypes(
      GEN_AI_TOKENS,
      {
        input: ['input'],
        cached_input: ['cacheRead'],
        cache_creation_input: ['cacheWrite'],
        output: ['output'],
        reasoning: ['reasoning'],
      },
      'gen_ai_token_type',
    ),
    { names: ['gen_ai_server_request_duration_seconds_count'], kind: 'counter', adds: ['calls'] },
    { names: ['gen_ai_server_request_duration_seconds_count'], kind: 'counter', adds: ['failed'], where: { error_type: '.+' } },
  ],
  labels: {
    model: ['gen_ai_response_model', 'gen_ai_request_model'],
    requestedModel: ['gen_ai_original_model'],
    provider: ['gen_ai_provider_name', 'gen_ai_system_name'],
    user: ['user_id'],
    team: ['team_id'],
    task: ['session_id'],
    tags: { agent_name: 'agent', project_id: 'project' },
  },
  source: 'envoyproxy/ai-gateway v1.1, internal/metrics, 2026-08-21',
};

const OTEL: Profile = {
  id: 'otel',
  name: 'OpenTelemetry GenAI',
  detect: ['(?:\\w+_)?gen_ai_client_.*', 'gen_ai\\.client\\..*'],
  money: 'computed',
  metrics: [
    ...tokenTypes(
      GEN_AI_TOKENS,
      { input: ['input'], output: ['output'], cached_input: ['cacheRead'], cache_creation_input: ['cacheWrite'], reasoning: ['reasoning'] },
      'gen_ai_token_type',
    ),
    { names: ['(?:\\w+_)?gen_ai_client_operation_duration(?:_seconds)?_count'], kind: 'counter', adds: ['calls'] },
    {
      names: ['(?:\\w+_)?gen_ai_client_operation_duration(?:_seconds)?_count'],
      kind: 'counter',
      adds: ['failed'],
      where: { error_type: '.+' },
    },
  ],
  labels: {
    model: ['gen_ai_response_model', 'gen_ai_request_model'],
    provider: ['gen_ai_provider_name', 'gen_ai_system'],
    user: ['user_id', 'enduser_id'],
    team: ['team_id'],
    task: ['session_id', 'gen_ai_conversation_id'],
    tags: { service_name: 'service', gen_ai_agent_name: 'agent' },
  },
  lacks: { cacheHitRate: 'The OpenTelemetry convention has no count of cached tokens.' },
  source: 'open-telemetry/semantic-conventions-genai, gen-ai-metrics, 2026',
};

const KONG: Profile = {
  id: 'kong',
  name: 'Kong AI Gateway',
  detect: ['(?:kong_)?ai_llm_.*'],
  money: 'computed',
  metrics: [
    ...tokenTypes(['(?:kong_)?ai_llm_tokens_total'], { prompt_tokens: ['input'], completion_tokens: ['output'] }, 'token_type'),
    { names: ['(?:kong_)?ai_llm_requests_total'], kind: 'counter', adds: ['calls'] },
  ],
  labels: {
    model: ['ai_model'],
    provider: ['ai_provider'],
    user: ['consumer'],
    team: ['workspace', 'Workspace'],
    tags: { request_mode: 'mode' },
  },
  lacks: {
    cacheHitRate: 'Kong does not count tokens read from a provider’s prompt cache.',
    failedCalls: 'Kong’s AI metrics have no failed calls.',
    tasks: 'Kong’s metrics name no session.',
  },
  notes: ['Kong’s own cost counter is left out: its currency is whatever the administrator configured.'],
  source: 'developer.konghq.com, AI LLM metrics; a real page of kong/2.1.0-ai-gateway',
};

const APISIX: Profile = {
  id: 'apisix',
  name: 'Apache APISIX',
  detect: ['apisix_llm_.*'],
  money: 'computed',
  metrics: [
    { names: ['apisix_llm_prompt_tokens'], kind: 'counter', adds: ['input'] },
    { names: ['apisix_llm_completion_tokens'], kind: 'counter', adds: ['output'] },
    // From 3.18 on the same histogram also times the first token.
    { names: ['apisix_llm_latency_count'], kind: 'counter', adds: ['calls'], where: { type: '(?:total)?' } },
  ],
  labels: {
    model: ['llm_model', 'request_llm_model'],
    requestedModel: ['request_llm_model'],
    user: ['consumer'],
    tags: { route_id: 'route', node: 'instance' },
  },
  lacks: {
    cacheHitRate: 'APISIX does not count tokens read from a provider’s prompt cache.',
    failedCalls: 'APISIX counts failures for all routes together, not for model calls.',
    tasks: 'APISIX’s metrics name no session.',
  },
  source: 'apache/apisix, prometheus plugin, 3.18',
};

const VLLM: Profile = {
  id: 'vllm',
  name: 'vLLM',
  detect: ['vllm:.*'],
  money: 'computed',
  metrics: [
    { names: ['vllm:prompt_tokens_total'], kind: 'counter', adds: ['input'] },
    { names: ['vllm:generation_tokens_total'], kind: 'counter', adds: ['output'] },
    { names: ['vllm:prefix_cache_hits_total'], kind: 'counter', adds: ['cacheRead'] },
    { names: ['vllm:request_success_total'], kind: 'counter', adds: ['calls'] },
    { names: ['vllm:request_success_total'], kind: 'counter', adds: ['failed'], where: { finished_reason: 'abort' } },
  ],
  labels: { model: ['model_name'] },
  provider: 'vllm',
  lacks: { users: 'vLLM does not know who calls.', tasks: 'vLLM’s metrics name no session.' },
  notes: ['vLLM runs on your own machines: its cost is GPU hours, which it does not count.'],
  source: 'vllm-project/vllm, docs/design/metrics, 2026',
};

const PORTKEY: Profile = {
  id: 'portkey',
  name: 'Portkey Enterprise',
  detect: ['llm_cost_sum', 'llm_token_sum'],
  money: 'reported',
  metrics: [
    // Declared as a gauge, but it only grows.
    { names: ['llm_cost_sum'], kind: 'counter', adds: ['reported'], factor: USD },
    { names: ['request_count'], kind: 'counter', adds: ['calls'] },
    { names: ['request_count'], kind: 'counter', adds: ['failed'], where: { code: '[45].*' } },
  ],
  labels: { model: ['model'], provider: ['provider'], tags: { api_key_name: 'key', config_name: 'config', env: 'env', 'metadata_*': '*' } },
  lacks: {
    cacheHitRate: 'Portkey’s metrics do not tell input from output or cached tokens.',
    tasks: 'Portkey’s metrics name no session.',
  },
  source: 'Portkey-AI/docs-core, self-hosting/prometheus-metrics',
};

const TENSORZERO: Profile = {
  id: 'tensorzero',
  name: 'TensorZero',
  detect: ['tensorzero_.*'],
  money: 'computed',
  metrics: [
    { names: ['tensorzero_inferences_total'], kind: 'counter', adds: ['calls'] },
    { names: ['tensorzero_requests_total'], kind: 'counter', adds: ['completed'], where: { endpoint: 'feedback', metric_name: '.+' } },
  ],
  labels: { model: ['model_name'], tags: { function_name: 'function' } },
  lacks: {
    cacheHitRate: 'TensorZero’s metrics count calls only; its usage API has tokens and money.',
    failedCalls: 'TensorZero’s metrics have no failed calls.',
  },
  notes: ['These metrics hold neither tokens nor money. Use TensorZero’s usage API as the source.'],
  source: 'tensorzero/tensorzero, docs/operations/export-prometheus-metrics, 2026-04-24',
};

/** Profiles of gateways. */
export const GATEWAY_PROFILES: readonly Profile[] = [LITELLM, BIFROST, ENVOY, KONG, APISIX, VLLM, PORTKEY, TENSORZERO];

/** The plain OpenTelemetry convention: many gateways and agents have its metrics beside their own, so it is asked last. */
export const OTEL_PROFILE: Profile = OTEL;
