/**
 * The traffic of a make-believe company for the demo gateway: agents of three teams, several models, a prompt cache that warms up, a
 * spike, a burst of failures. Deterministic: the same seed and the same number of seconds give the same counters to the last digit.
 */

/** Prices of the make-believe models, in dollars per million tokens; they are this gateway's own and nobody else's. */
interface DemoModel {
  readonly model: string;
  readonly provider: string;
  readonly input: number;
  readonly cached: number;
  readonly written: number;
  readonly output: number;
}

const MODELS: readonly DemoModel[] = [
  { model: 'claude-sonnet-4-5', provider: 'anthropic', input: 3, cached: 0.3, written: 3.75, output: 15 },
  { model: 'gpt-5-mini', provider: 'openai', input: 0.25, cached: 0.025, written: 0.25, output: 2 },
  { model: 'gpt-4o', provider: 'openai', input: 2.5, cached: 1.25, written: 2.5, output: 10 },
  { model: 'gemini-2.5-flash', provider: 'gemini', input: 0.3, cached: 0.03, written: 0.3, output: 2.5 },
];

/** Who works with what: prompt and output tokens per call, and calls per minute at the busiest. */
interface DemoAgent {
  readonly team: string;
  readonly user: string;
  readonly key: string;
  readonly model: number;
  readonly prefix: number;
  readonly fresh: number;
  readonly output: number;
  readonly perMinute: number;
}

const AGENTS: readonly DemoAgent[] = [
  { team: 'demo-checkout', user: 'review-bot', key: 'demo-ci', model: 0, prefix: 14_000, fresh: 2_200, output: 700, perMinute: 5 },
  { team: 'demo-checkout', user: 'ada', key: 'demo-ide', model: 0, prefix: 22_000, fresh: 1_500, output: 900, perMinute: 2 },
  { team: 'demo-support', user: 'answer-bot', key: 'demo-support', model: 1, prefix: 3_200, fresh: 600, output: 260, perMinute: 22 },
  { team: 'demo-support', user: 'triage-bot', key: 'demo-support', model: 3, prefix: 1_800, fresh: 900, output: 60, perMinute: 14 },
  { team: 'demo-research', user: 'grace', key: 'demo-lab', model: 2, prefix: 0, fresh: 4_800, output: 1_100, perMinute: 3 },
];

/** Metrics of the demo gateway, by the names that LiteLLM gives them. */
export const DEMO_METRICS: readonly string[] = [
  'litellm_spend_metric_total',
  'litellm_input_tokens_metric_total',
  'litellm_output_tokens_metric_total',
  'litellm_total_tokens_metric_total',
  'litellm_input_cached_tokens_metric_total',
  'litellm_input_cache_creation_tokens_metric_total',
  'litellm_proxy_total_requests_metric_total',
  'litellm_proxy_failed_requests_metric_total',
  'litellm_deployment_total_requests_total',
  'litellm_deployment_failure_responses_total',
];

/** What the workload has counted, as series of metrics; and the same sums once more in whole micro-dollars, its ledger. */
export class DemoWorkload {
  readonly series = new Map<string, number>();
  /** Micro-dollars since the beginning, over all restarts. */
  ledger = 0;
  calls = 0;
  #state: number;
  #seconds = 0;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Seconds of traffic so far. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Lets a number of seconds pass. */
  advance(seconds: number): void {
    for (let i = 0; i < seconds; i++) this.#second(this.#seconds++);
  }

  /** What a restart of the gateway does: counters begin anew, the ledger stays. */
  restart(): void {
    this.series.clear();
  }

  #second(at: number): void {
    const minute = at / 60;
    // Busy and quiet quarters of an hour; every 40 minutes a spike of five, every 25 minutes two with failures.
    const busy = 0.65 + 0.35 * Math.sin((minute / 15) * 2 * Math.PI);
    const spike = minute % 40 >= 30 && minute % 40 < 35;
    const failing = minute % 25 >= 18 && minute % 25 < 20;
    for (const agent of AGENTS) {
      const rate = (agent.perMinute / 60) * busy * (spike && agent.user === 'review-bot' ? 6 : 1);
      const count = Math.floor(rate) + (this.#random() < rate % 1 ? 1 : 0);
      for (let i = 0; i < count; i++) this.#call(agent, minute, failing);
    }
  }

  #call(agent: DemoAgent, minute: number, failing: boolean): void {
    const { model, provider, input, cached, written, output } = MODELS[agent.model]!;
    const labels = `api_key_alias="${agent.key}",api_provider="${provider}",hashed_api_key="demo",model="${model}",requested_model="${model}",team="${agent.team}",team_alias="${agent.team}",user="${agent.user}",user_email="None"`;
    const add = (name: string, value: number, more = ''): void => {
      const key = `${name}{${labels}${more}}`;
      this.series.set(key, (this.series.get(key) ?? 0) + value);
    };
    this.calls++;
    const failed = this.#random() < (failing ? 0.45 : 0.01);
    add('litellm_proxy_total_requests_metric_total', 1, `,status_code="${failed ? 429 : 200}"`);
    add('litellm_deployment_total_requests_total', failed ? 3 : 1);
    if (failed) {
      add('litellm_proxy_failed_requests_metric_total', 1, ',exception_status="429"');
      add('litellm_deployment_failure_responses_total', 3);
      return;
    }
    // The cache warms up within the first minutes; then nine of ten calls find their prefix.
    const warm = agent.prefix > 0 && this.#random() < Math.min(0.9, 0.15 + minute / 8);
    const fresh = Math.round(agent.fresh * (0.6 + this.#random() * 0.8));
    const out = Math.round(agent.output * (0.4 + this.#random() * 1.2));
    const read = warm ? agent.prefix : 0;
    const write = !warm && agent.prefix > 0 && provider === 'anthropic' ? agent.prefix : 0;
    const plain = fresh + agent.prefix - read - write;
    const microUsd = Math.round(plain * input + read * cached + write * written + out * output);
    this.ledger += microUsd;
    add('litellm_spend_metric_total', microUsd / 1e6);
    add('litellm_input_tokens_metric_total', plain + read + write);
    add('litellm_output_tokens_metric_total', out);
    add('litellm_total_tokens_metric_total', plain + read + write + out);
    if (read > 0) add('litellm_input_cached_tokens_metric_total', read);
    if (write > 0) add('litellm_input_cache_creation_tokens_metric_total', write);
  }

  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}
