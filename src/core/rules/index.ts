import type { Rule } from './rule.ts';
import { batchEligible } from './batch-eligible.ts';
import { cacheBustingFlag } from './cache-busting-flag.ts';
import { deterministicStep } from './deterministic-step.ts';
import { embeddedBinary } from './embedded-binary.ts';
import { excessiveReasoning } from './excessive-reasoning.ts';
import { flappingParameter } from './flapping-parameter.ts';
import { frontierForSimpleTask } from './frontier-for-simple-task.ts';
import { inertBreakpoint } from './inert-breakpoint.ts';
import { jsonWithoutSchema } from './json-without-schema.ts';
import { misplacedBreakpoint } from './misplaced-breakpoint.ts';
import { missingAttribution } from './missing-attribution.ts';
import { overBudget } from './over-budget.ts';
import { oversizedMaxTokens } from './oversized-max-tokens.ts';
import { repeatableResponse } from './repeatable-response.ts';
import { retiredModel } from './retired-model.ts';
import { rewrittenHistory } from './rewritten-history.ts';
import { schemaInPrompt } from './schema-in-prompt.ts';
import { stackedRetries } from './stacked-retries.ts';
import { unboundedAgentLoop } from './unbounded-agent-loop.ts';
import { unboundedHistory } from './unbounded-history.ts';
import { unboundedOutput } from './unbounded-output.ts';
import { uncachedPrefix } from './uncached-prefix.ts';
import { unmeteredStream } from './unmetered-stream.ts';
import { unpricedModel } from './unpriced-model.ts';
import { unstableSerialization } from './unstable-serialization.ts';
import { unstableTools } from './unstable-tools.ts';
import { unusedVariable } from './unused-variable.ts';
import { usageIgnoresCache } from './usage-ignores-cache.ts';
import { volatilePrefix } from './volatile-prefix.ts';
import { writeOnlyCache } from './write-only-cache.ts';

/** Every rule, by id in alphabetical order. Adding a rule is adding `<id>.ts`, `<id>.md` and a line here. */
export const rules: readonly Rule[] = [
  batchEligible,
  cacheBustingFlag,
  deterministicStep,
  embeddedBinary,
  excessiveReasoning,
  flappingParameter,
  frontierForSimpleTask,
  inertBreakpoint,
  jsonWithoutSchema,
  misplacedBreakpoint,
  missingAttribution,
  overBudget,
  oversizedMaxTokens,
  repeatableResponse,
  retiredModel,
  rewrittenHistory,
  schemaInPrompt,
  stackedRetries,
  unboundedAgentLoop,
  unboundedHistory,
  unboundedOutput,
  uncachedPrefix,
  unmeteredStream,
  unpricedModel,
  unstableSerialization,
  unstableTools,
  unusedVariable,
  usageIgnoresCache,
  volatilePrefix,
  writeOnlyCache,
];
