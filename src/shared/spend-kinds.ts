/** The kinds of sources that can be connected, for whoever asks the user: what to call them, what they need. */
import { httpSources } from '../core/spend/sources/index.ts';

/** A kind of source. */
export interface SourceKind {
  readonly id: string;
  readonly name: string;
  /** One line that says what is read. */
  readonly detail: string;
  /** Address of the one service there is; undefined when the user says it. */
  readonly home: string | undefined;
  /** An address as an example. */
  readonly example: string;
  /** Whether a key makes sense, and how sure it is that there must be one. */
  readonly key: 'needed' | 'possible' | 'none';
  /** What the key is called by those who made the source, where it is no plain key. */
  readonly keyWords: string;
  /** Settings that must be there, with what they mean. */
  readonly needs: Readonly<Record<string, string>>;
}

const metrics: SourceKind = {
  id: 'metrics',
  name: 'Metrics page',
  detail: 'LiteLLM, Bifrost, Envoy AI Gateway, Kong, APISIX, vLLM, Portkey Enterprise, TensorZero or any Prometheus page',
  home: undefined,
  example: 'http://localhost:4000/metrics/',
  key: 'possible',
  keyWords: 'key',
  needs: {},
};

const details: Readonly<Record<string, string>> = {
  prometheus: 'A Prometheus server that scrapes a gateway',
  'litellm-rest': 'LiteLLM’s own database: budgets, daily activity, sessions',
  'bifrost-logs': 'Bifrost’s log of requests',
};

const examples: Readonly<Record<string, string>> = {
  prometheus: 'http://localhost:9090',
  'litellm-rest': 'http://localhost:4000',
  'bifrost-logs': 'http://localhost:8080',
  tensorzero: 'http://localhost:3000',
};

/** Services on the net that say nothing without a key are those with an address of their own. */
const asked = httpSources.map(({ id, name, home, key, needs }): SourceKind => ({
  id,
  name,
  detail: details[id] ?? home ?? 'An API of your own',
  home,
  example: home ?? examples[id] ?? 'https://gateway.example',
  key: key === 'none' ? 'none' : home === undefined ? 'possible' : 'needed',
  keyWords: key === 'basic' ? 'public and secret key, as public:secret' : 'key',
  needs: needs ?? {},
}));

/** Every kind with an address, metrics pages first. */
export const sourceKinds: readonly SourceKind[] = [metrics, ...asked];

/** Ids of all kinds that settings may name. */
export const sourceKindIds: readonly string[] = [...sourceKinds.map(({ id }) => id), 'otlp', 'demo'];
