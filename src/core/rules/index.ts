import { overBudget } from './over-budget.ts';
import type { Rule } from './rule.ts';
import { unboundedOutput } from './unbounded-output.ts';
import { volatilePrefix } from './volatile-prefix.ts';

/** Every rule, by id in alphabetical order. Adding a rule is adding `<id>.ts`, `<id>.md` and a line here. */
export const rules: readonly Rule[] = [overBudget, unboundedOutput, volatilePrefix];
