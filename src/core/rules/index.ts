import { cacheBustingFlag } from './cache-busting-flag.ts';
import { flappingParameter } from './flapping-parameter.ts';
import { inertBreakpoint } from './inert-breakpoint.ts';
import { misplacedBreakpoint } from './misplaced-breakpoint.ts';
import { overBudget } from './over-budget.ts';
import { rewrittenHistory } from './rewritten-history.ts';
import type { Rule } from './rule.ts';
import { unboundedOutput } from './unbounded-output.ts';
import { uncachedPrefix } from './uncached-prefix.ts';
import { unstableSerialization } from './unstable-serialization.ts';
import { unstableTools } from './unstable-tools.ts';
import { volatilePrefix } from './volatile-prefix.ts';
import { writeOnlyCache } from './write-only-cache.ts';

/** Every rule, by id in alphabetical order. Adding a rule is adding `<id>.ts`, `<id>.md` and a line here. */
export const rules: readonly Rule[] = [
  cacheBustingFlag,
  flappingParameter,
  inertBreakpoint,
  misplacedBreakpoint,
  overBudget,
  rewrittenHistory,
  unboundedOutput,
  uncachedPrefix,
  unstableSerialization,
  unstableTools,
  volatilePrefix,
  writeOnlyCache,
];
