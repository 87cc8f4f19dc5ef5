/** Profiles of coding agents that send or show telemetry. Names as they arrive over OTLP (dots) and as exporters translate them (underscores). */
import { USD, type MetricRule, type Profile } from './profile.ts';

const CLAUDE_TOKENS = ['(?:\\w+_)?claude_code[._]token[._]usage(?:_tokens)?(?:_total)?'];

function claudeTokens(type: string, adds: MetricRule['adds']): MetricRule {
  return { names: CLAUDE_TOKENS, kind: 'counter', adds, where: { type } };
}

const CLAUDE_CODE: Profile = {
  id: 'claude-code',
  name: 'Claude Code',
  detect: ['(?:\\w+_)?claude_code[._].*'],
  money: 'notional',
  metrics: [
    { names: ['(?:\\w+_)?claude_code[._]cost[._]usage(?:_USD)?(?:_total)?'], kind: 'counter', adds: ['notional'], factor: USD },
    // Its input leaves out what the cache holds, so each cached type adds to the input as well.
    claudeTokens('input', ['input']),
    claudeTokens('cacheRead', ['input', 'cacheRead']),
    claudeTokens('cacheCreation', ['input', 'cacheWrite']),
    claudeTokens('output', ['output']),
    { names: ['(?:\\w+_)?claude_code[._]pull_request[._]count(?:_total)?'], kind: 'counter', adds: ['completed'] },
    { names: ['(?:\\w+_)?claude_code[._]commit[._]count(?:_total)?'], kind: 'counter', adds: ['completed'] },
  ],
  labels: {
    model: ['model'],
    user: ['user.account_uuid', 'user_account_uuid', 'user.id', 'user_id'],
    team: ['team.id', 'team_id', 'organization.id', 'organization_id'],
    task: ['session.id', 'session_id'],
    tags: { agent_name: 'agent', 'agent.name': 'agent', query_source: 'source', skill_name: 'skill', project: 'project' },
  },
  provider: 'anthropic',
  notes: [
    'Claude Code estimates money at list prices; a subscription is billed otherwise.',
    'Commits and pull requests stand for completed tasks.',
  ],
  source: 'code.claude.com, monitoring usage, 2026',
};

const CODEX_TOKENS = ['(?:\\w+_)?codex[._]turn[._]token_usage(?:_tokens?)?_sum'];

function codexTokens(type: string, adds: MetricRule['adds']): MetricRule {
  return { names: CODEX_TOKENS, kind: 'counter', adds, where: { token_type: type } };
}

const CODEX: Profile = {
  id: 'codex',
  name: 'Codex',
  detect: ['(?:\\w+_)?codex[._].*'],
  money: 'computed',
  metrics: [
    codexTokens('input', ['input']),
    codexTokens('cached_input', ['cacheRead']),
    codexTokens('cache_write_input', ['cacheWrite']),
    codexTokens('output', ['output']),
    codexTokens('reasoning_output', ['reasoning']),
    {
      names: ['(?:\\w+_)?codex[._]turn[._]token_usage(?:_tokens?)?_count'],
      kind: 'counter',
      adds: ['calls'],
      where: { token_type: 'input' },
    },
  ],
  labels: { model: ['model'], task: ['conversation.id', 'conversation_id'], tags: { originator: 'from' } },
  provider: 'openai',
  lacks: { failedCalls: 'Codex’s metrics have no failed calls.' },
  notes: ['One call stands for one turn.'],
  source: 'openai/codex, codex-rs/otel/src/metrics/names.rs, 2026',
};

/** Profiles of coding agents. */
export const AGENT_PROFILES: readonly Profile[] = [CLAUDE_CODE, CODEX];
