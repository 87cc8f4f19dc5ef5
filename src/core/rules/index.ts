import { duplicateTool } from './duplicate-tool.ts';
import { emptyToolSchema } from './empty-tool-schema.ts';
import { overBudget } from './over-budget.ts';
import { oversizedTool } from './oversized-tool.ts';
import { oversizedToolset } from './oversized-toolset.ts';
import { repeatedToolText } from './repeated-tool-text.ts';
import type { Rule } from './rule.ts';
import { schemaNoise } from './schema-noise.ts';
import { unboundedOutput } from './unbounded-output.ts';
import { volatilePrefix } from './volatile-prefix.ts';

/** Every rule, by id in alphabetical order. Adding a rule is adding `<id>.ts`, `<id>.md` and a line here. */
export const rules: readonly Rule[] = [
  duplicateTool,
  emptyToolSchema,
  overBudget,
  oversizedTool,
  oversizedToolset,
  repeatedToolText,
  schemaNoise,
  unboundedOutput,
  volatilePrefix,
];
