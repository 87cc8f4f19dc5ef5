import type { Rule } from './rule.ts';
import { bareSuppression } from './bare-suppression.ts';
import { batchEligible } from './batch-eligible.ts';
import { cacheBustingFlag } from './cache-busting-flag.ts';
import { compressibleText } from './compressible-text.ts';
import { deterministicStep } from './deterministic-step.ts';
import { duplicateTool } from './duplicate-tool.ts';
import { embeddedBinary } from './embedded-binary.ts';
import { emptyToolSchema } from './empty-tool-schema.ts';
import { excessiveReasoning } from './excessive-reasoning.ts';
import { flappingParameter } from './flapping-parameter.ts';
import { frontierForSimpleTask } from './frontier-for-simple-task.ts';
import { inertBreakpoint } from './inert-breakpoint.ts';
import { jsonWithoutSchema } from './json-without-schema.ts';
import { misplacedBreakpoint } from './misplaced-breakpoint.ts';
import { missingAttribution } from './missing-attribution.ts';
import { overBudget } from './over-budget.ts';
import { oversizedMaxTokens } from './oversized-max-tokens.ts';
import { oversizedPrompt } from './oversized-prompt.ts';
import { oversizedTool } from './oversized-tool.ts';
import { oversizedToolset } from './oversized-toolset.ts';
import { recordsAsJson } from './records-as-json.ts';
import { redundantInstruction } from './redundant-instruction.ts';
import { repeatableResponse } from './repeatable-response.ts';
import { repeatedExample } from './repeated-example.ts';
import { repeatedToolText } from './repeated-tool-text.ts';
import { retiredModel } from './retired-model.ts';
import { rewrittenHistory } from './rewritten-history.ts';
import { schemaInPrompt } from './schema-in-prompt.ts';
import { schemaNoise } from './schema-noise.ts';
import { stackedRetries } from './stacked-retries.ts';
import { unboundedAgentLoop } from './unbounded-agent-loop.ts';
import { unboundedHistory } from './unbounded-history.ts';
import { unboundedOutput } from './unbounded-output.ts';
import { uncachedPrefix } from './uncached-prefix.ts';
import { unmeteredStream } from './unmetered-stream.ts';
import { unpricedModel } from './unpriced-model.ts';
import { unstableSerialization } from './unstable-serialization.ts';
import { unstableTools } from './unstable-tools.ts';
import { unusedSuppression } from './unused-suppression.ts';
import { unusedVariable } from './unused-variable.ts';
import { usageIgnoresCache } from './usage-ignores-cache.ts';
import { volatilePrefix } from './volatile-prefix.ts';
import { writeOnlyCache } from './write-only-cache.ts';

/** Every rule, by id in alphabetical order. Adding a rule is adding `<id>.ts`, `<id>.md` and a line here. */
export const rules: readonly Rule[] = [
  bareSuppression,
  batchEligible,
  cacheBustingFlag,
  compressibleText,
  deterministicStep,
  duplicateTool,
  embeddedBinary,
  emptyToolSchema,
  excessiveReasoning,
  flappingParameter,
  frontierForSimpleTask,
  inertBreakpoint,
  jsonWithoutSchema,
  misplacedBreakpoint,
  missingAttribution,
  overBudget,
  oversizedMaxTokens,
  oversizedPrompt,
  oversizedTool,
  oversizedToolset,
  recordsAsJson,
  redundantInstruction,
  repeatableResponse,
  repeatedExample,
  repeatedToolText,
  retiredModel,
  rewrittenHistory,
  schemaInPrompt,
  schemaNoise,
  stackedRetries,
  unboundedAgentLoop,
  unboundedHistory,
  unboundedOutput,
  uncachedPrefix,
  unmeteredStream,
  unpricedModel,
  unstableSerialization,
  unstableTools,
  unusedSuppression,
  unusedVariable,
  usageIgnoresCache,
  volatilePrefix,
  writeOnlyCache,
];
