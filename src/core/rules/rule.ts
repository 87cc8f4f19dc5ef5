import type { Remember } from './memo.ts';
import type { Basis, CallCost, ModelCost, TokenRange } from '../cost/call-cost.ts';
import type { Settings, Severity } from '../config.ts';
import type { Edit, Location, PromptCall } from '../ir.ts';
import type { SuppressionUse } from '../features/suppressions.ts';
import type { Declared } from '../project-config/models.ts';

/** What a finding is about. */
export type Category = 'cache' | 'output' | 'size' | 'tools' | 'model' | 'loops' | 'metering';

/** What acting on a finding is worth, per call. */
export interface Impact {
  /** Input or output tokens concerned. */
  readonly tokens: number | undefined;
  /** Micro-dollars per call; undefined when unpriced. */
  readonly microUsdPerCall: number | undefined;
  /** Micro-dollars per month, where it is not a matter of one call; otherwise it follows from the calls per day. */
  readonly microUsdPerMonth?: number;
  readonly basis: Basis;
}

/**
 * A change that removes a finding. `safe`: the model is sent the same bytes, or provably the same meaning. `review`: the meaning may
 * change; shown with its saving and never applied in bulk.
 */
export interface Fix {
  readonly title: string;
  readonly safety: 'safe' | 'review';
  /** Edits of one fix do not overlap. */
  readonly edits: readonly Edit[];
}

/** A finding before it is worded. */
export interface Report<M extends Messages, K extends keyof M & string> {
  readonly at: Location;
  readonly messageId: K;
  readonly data: Record<Placeholders<M[K]>, string>;
  /** Overrides the rule's own severity. */
  readonly severity?: Exclude<Severity, 'off'>;
  readonly impact?: Impact;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly { readonly at: Location; readonly message: string }[];
  /** The provider's own name for the cache miss, where it has one. */
  readonly missReason?: string;
  /** Findings with the same group are shown as one in each file, with the others as related places. */
  readonly group?: string;
}

/** Limits for one call, and where they are declared. */
export interface CallBudgets {
  /** Micro-dollars of one run. */
  readonly microUsd: Declared<number> | undefined;
  /** Input tokens of one request. */
  readonly tokens: Declared<number> | undefined;
}

/** What a rule may look at besides the call: nothing else exists for it. */
export interface RuleContext<M extends Messages = Messages> {
  readonly cost: CallCost;
  readonly settings: Settings;
  /** Limits for one call that pennylint.yaml sets. */
  readonly budgets: CallBudgets | undefined;
  /** Tokens of a text for a model, with their band; remembered, so asking twice is cheap. */
  readonly count: (text: string, target: { readonly provider: string | undefined; readonly model: string | undefined }) => TokenRange;
  /** Keeps what a rule works out of a text alone. */
  readonly remember: Remember;
  /** The cost of the call with another model of the same biller. */
  readonly costAs: (model: string) => ModelCost | undefined;
  /** Output tokens that 99 of 100 answers of this call do not exceed, where somebody has measured them. */
  readonly outputP99: Declared<number> | undefined;
  /** Source text of a document, for fixes that move text; undefined when it is not open or linked. */
  readonly textOf: (uri: string) => string | undefined;
  readonly report: <K extends keyof M & string>(report: Report<M, K>) => void;
}

/** Message templates by id; `{{name}}` is filled from `data`. */
export type Messages = Readonly<Record<string, string>>;

/** Names between `{{` and `}}` in a template, so that a missing or misspelt one does not compile. */
export type Placeholders<T extends string> = T extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Placeholders<Rest> : never;

/** A rule: its contract first, its logic in `check`. Pure and synchronous; sees only the IR. */
export interface Rule<M extends Messages = Messages> {
  /** Names the pattern that is found; reads well after "ignore". */
  readonly id: string;
  /** One sentence; equals the first paragraph of the rule's page. */
  readonly summary: string;
  readonly category: Category;
  readonly severity: Severity;
  /** Settings of number type that this rule reads: its options in pennylint.yaml. */
  readonly options?: readonly (keyof Settings)[];
  readonly messages: M;
  /** True when the impact is what acting on a finding saves on every call; otherwise it is what is concerned or at risk. */
  readonly saves?: true;
  /** Looks at a call; absent for rules about comments. */
  check?(call: PromptCall, context: RuleContext<M>): void;
  /** Looks at a comment that suppresses findings, after all other rules. */
  checkSuppression?(use: SuppressionUse, context: Pick<RuleContext<M>, 'report'>): void;
}

/** Declares a rule; the types of `report` follow from `messages`. */
export function defineRule<const M extends Messages>(rule: Rule<M>): Rule<M> {
  return rule;
}

/** Fills a message template. */
export function fillMessage(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => data[name] ?? whole);
}

/** The first candidate model that has a price. */
export function pricedModel(cost: CallCost): ModelCost | undefined {
  return cost.models.find((model) => model.lookup.state === 'priced');
}
