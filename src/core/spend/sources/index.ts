/** All sources that are asked over HTTP with JSON answers. Pages of metrics and OTLP have readers of their own. */
import { bifrostLogs } from './bifrost.ts';
import { cloudflare, portkey, vercel } from './cloud-gateways.ts';
import { langfuse } from './langfuse.ts';
import { litellmRest } from './litellm-rest.ts';
import { openRouter } from './openrouter.ts';
import { prometheus } from './prometheus.ts';
import type { HttpSource } from './source.ts';
import { tensorZero } from './tensorzero.ts';
import { braintrust, helicone, langsmith } from './tracing-services.ts';

export { bifrostMessage, bifrostRow } from './bifrost.ts';
export { LANGFUSE_DAILY_QUOTA } from './langfuse.ts';
export { FORBIDDEN_ADVICE } from './litellm-rest.ts';
export type { HttpSource, JsonAnswer, KeyPlace, PollContext, Question } from './source.ts';

/** Every source that is asked. */
export const httpSources: readonly HttpSource[] = [
  prometheus,
  litellmRest,
  openRouter,
  langfuse,
  bifrostLogs,
  tensorZero,
  portkey,
  vercel,
  cloudflare,
  helicone,
  braintrust,
  langsmith,
];
