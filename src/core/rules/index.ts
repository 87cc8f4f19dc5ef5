import { batchEligible } from './batch-eligible.ts';
import { deterministicStep } from './deterministic-step.ts';
import { embeddedBinary } from './embedded-binary.ts';
import { excessiveReasoning } from './excessive-reasoning.ts';
import { frontierForSimpleTask } from './frontier-for-simple-task.ts';
import { jsonWithoutSchema } from './json-without-schema.ts';
import { missingAttribution } from './missing-attribution.ts';
import { overBudget } from './over-budget.ts';
import { oversizedMaxTokens } from './oversized-max-tokens.ts';
import { repeatableResponse } from './repeatable-response.ts';
import { retiredModel } from './retired-model.ts';
import { schemaInPrompt } from './schema-in-prompt.ts';
import { stackedRetries } from './stacked-retries.ts';
import { unboundedAgentLoop } from './unbounded-agent-loop.ts';
import { unboundedHistory } from './unbounded-history.ts';
import { unboundedOutput } from './unbounded-output.ts';
import { unmeteredStream } from './unmetered-stream.ts';
import { unpricedModel } from './unpriced-model.ts';
import { usageIgnoresCache } from './usage-ignores-cache.ts';
import type { Rule } from './rule.ts';
import { volatilePrefix } from './volatile-prefix.ts';

/** Every rule, by id in alphabetical order. Adding a rule is adding `<id>.ts`, `<id>.md` and a line here. */
export const rules: readonly Rule[] = [batchEligible, deterministicStep, embeddedBinary, excessiveReasoning, frontierForSimpleTask, jsonWithoutSchema, missingAttribution, overBudget, oversizedMaxTokens, repeatableResponse, retiredModel, schemaInPrompt, stackedRetries, unboundedAgentLoop, unboundedHistory, unboundedOutput, unmeteredStream, unpricedModel, usageIgnoresCache, volatilePrefix];
