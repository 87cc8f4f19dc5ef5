/** Pages of metrics of one source, one after the other: text in, amounts that are new out. */
import { noAmounts, type Amounts, type Field } from './amounts.ts';
import { CounterSet, type Evidence, type Verdict } from './counters.ts';
import { hashText, readLabels, scanExposition, type PageText } from './exposition.ts';
import { cleanLabel, detached, type Dims } from './labels.ts';
import { chooseName, compileProfile, labelsMatch, type Addition, type CompiledProfile, type CompiledRule } from './profiles/compile.ts';
import { detectProfile, type Profile } from './profiles/index.ts';
import { refuse, type BudgetReading, type Refusal } from './reading.ts';

/** An amount that is new, and when it was seen. */
export interface NewAmount {
  readonly at: number;
  readonly dims: Dims;
  readonly amounts: Amounts;
}

/** What one page brought. */
export interface PageResult {
  readonly state: 'read';
  readonly verdict: Verdict;
  readonly amounts: readonly NewAmount[];
  readonly budgets: readonly BudgetReading[];
  readonly samples: number;
  readonly malformed: number;
}

/** Metric that only the demo gateway shows, so that its figures say DEMO wherever they are read. */
export const DEMO_METRIC = 'pennylint_demo_gateway';
/** Metric with the start of the process, in seconds: the common client libraries show it. */
const PROCESS_START = 'process_start_time_seconds';

/** Metrics of programs that collect the counters of others: Pushgateway, OpenTelemetry Collector. */
const PASSED_ON: readonly string[] = [
  'pushgateway_build_info',
  'push_time_seconds',
  'otelcol_process_uptime',
  'otelcol_process_uptime_total',
];

/** A rule with the name it reads in this source. */
interface Active {
  readonly rules: readonly CompiledRule[];
  /** The name took the place of another one, so its values so far are not new. */
  readonly known: boolean;
}

/** Reads the pages of one source. */
export class PageReader {
  readonly counters = new CounterSet();
  /** Fields that the source has metrics for, with or without a sample yet. */
  readonly known = new Set<Field>();
  demo = false;
  #profile: CompiledProfile | undefined;
  readonly #chosen = new Map<CompiledRule, string>();
  readonly #slots: { readonly dims: number; readonly additions: readonly Addition[] }[] = [];
  readonly #dims: Dims[] = [];
  readonly #dimsIndex = new Map<string, number>();
  /** Rules of an earlier run with the names they read; undefined when there was none. */
  #earlier: ReadonlyMap<string, string> | undefined;
  readonly #unread = new Set<CompiledRule>();
  /** Model behind a requested name; null when several. */
  readonly #models = new Map<string, string | null>();

  /** Without a profile, the first page decides which one it is. */
  constructor(profile?: Profile) {
    if (profile !== undefined) this.#profile = compileProfile(profile);
  }

  /** The profile in use, or undefined before the first page. */
  get profile(): Profile | undefined {
    return this.#profile?.profile;
  }

  /** The rules of the profile, each with the name it reads (empty when none yet), for the store. */
  get names(): readonly (readonly [string, string])[] {
    return (this.#profile?.rules ?? []).map((rule) => [keyOf(rule), this.#chosen.get(rule) ?? this.#earlier?.get(keyOf(rule)) ?? '']);
  }

  /** Takes up {@link names} of an earlier run: what a newer version reads in addition has a past that is not new. */
  restoreNames(names: readonly (readonly [string, string])[]): void {
    this.#earlier = new Map(names);
  }

  /** Reads a page at a time in UTC milliseconds. A page that is not metrics, or of no known gateway, is refused and changes nothing. */
  read(page: PageText, at: number, evidence: Evidence = {}): PageResult | Refusal {
    const names = namesOf(page);
    if ('reason' in names) return refuse('not-data', names.reason, 'Check the address: it should be the gateway’s metrics page.');
    if (this.#profile === undefined) {
      const profile = detectProfile(names.all);
      if (profile === undefined) {
        return refuse(
          'not-data',
          'The page holds metrics, but of no gateway that Pennylint knows.',
          'Name a profile, or write one of your own for these metrics.',
        );
      }
      this.#profile = compileProfile(profile);
    }
    this.demo ||= names.all.has(DEMO_METRIC);
    const active = this.#activate(this.#profile, names);
    const starts: number[] = [];
    const budgets = new Map<string, { max?: number; remaining?: number; hours?: number }>();
    const metrics: Active[] = [];
    const ids = new Map<string, number>();
    const { counters } = this;
    counters.begin(at);
    const result = scanExposition(page, {
      metric: (name) => {
        const known = ids.get(name);
        if (known !== undefined) return known;
        const found = name === PROCESS_START ? NO_RULES : active.get(name);
        const id = found === undefined ? -1 : metrics.push(found) - 1;
        ids.set(name, id);
        return id;
      },
      sample: (metric, hash, source, from, to, value) => {
        const { rules, known } = metrics[metric]!;
        if (rules.length === 0) starts.push(value * 1000);
        else if (rules[0]!.rule.kind !== 'counter') this.#budget(budgets, rules[0]!, source.slice(from, to), value);
        else {
          let series = counters.find(hash);
          if (series < 0 || counters.slotOf(series) === UNKNOWN_SLOT)
            series = this.#series(hash, metric, rules, source.slice(from, to), known, ids);
          if (series >= 0) counters.sample(series, value);
        }
      },
    });
    if (result.state === 'refused') return refuse('not-data', result.reason, 'Check the address: it should be the gateway’s metrics page.');
    const [processStart] = starts;
    const grouped = new Map<number, Map<number, Amounts>>();
    // A page that passes on the counters of others says nothing about their processes with its own.
    const own = starts.length === 1 && processStart !== undefined && processStart > 0 && !PASSED_ON.some((name) => names.all.has(name));
    const proof = own ? { ...evidence, processStart } : evidence;
    const verdict = counters.finish(proof, (slot, delta, when) => {
      const { dims, additions } = this.#slots[slot]!;
      let moment = grouped.get(when);
      if (moment === undefined) grouped.set(when, (moment = new Map<number, Amounts>()));
      let amounts = moment.get(dims);
      if (amounts === undefined) moment.set(dims, (amounts = noAmounts()));
      for (const { field, factor } of additions) amounts[field]! += delta * factor;
    });
    const amounts = [...grouped].flatMap(([when, moment]) =>
      [...moment].map(([dims, sum]): NewAmount => ({ at: when, dims: this.#resolve(this.#dims[dims]!), amounts: sum })),
    );
    return { state: 'read', verdict, amounts, budgets: budgetsOf(budgets, at), samples: result.samples, malformed: result.malformed };
  }

  #activate({ rules }: CompiledProfile, names: PageNames): ReadonlyMap<string, Active> {
    const active = new Map<string, { rules: CompiledRule[]; known: boolean }>();
    for (const rule of rules) {
      const earlier = this.#earlier?.get(keyOf(rule));
      const before = this.#chosen.get(rule) ?? (earlier === '' ? undefined : earlier);
      const name = chooseName(rule, names.sampled, before);
      const told = name ?? chooseName(rule, names.all, undefined);
      if (told !== undefined) for (const field of rule.rule.adds) this.known.add(field);
      if (name === undefined) continue;
      // A rule that the earlier run did not have: what it finds at first is old.
      if (this.#earlier !== undefined && earlier === undefined && !this.#chosen.has(rule)) this.#unread.add(rule);
      else this.#unread.delete(rule);
      this.#chosen.set(rule, name);
      const entry = active.get(name) ?? { rules: [], known: false };
      entry.rules.push(rule);
      entry.known ||= (before !== undefined && before !== name) || this.#unread.has(rule);
      active.set(name, entry);
    }
    return active;
  }

  #series(
    hash: number,
    metric: number,
    rules: readonly CompiledRule[],
    written: string,
    known: boolean,
    ids: ReadonlyMap<string, number>,
  ): number {
    const labels = readLabels(written, 0, written.length);
    if (labels === undefined) return -1;
    let name = '';
    for (const [candidate, id] of ids) if (id === metric) name = candidate;
    const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : 1));
    const canonical = hashText(JSON.stringify([name, sorted]));
    const additions = rules.filter((rule) => labelsMatch(rule, labels)).flatMap((rule) => rule.additions);
    const dims = this.#profile!.dims(labels);
    if (dims?.requestedModel !== undefined && dims.model !== undefined) {
      const before = this.#models.get(dims.requestedModel);
      this.#models.set(dims.requestedModel, before === undefined || before === dims.model ? dims.model : null);
    }
    const slot = dims === undefined || additions.length === 0 ? NOWHERE : this.#slots.push({ dims: this.#intern(dims), additions }) - 1;
    return this.counters.add(hash, canonical, slot, known);
  }

  #intern(dims: Dims): number {
    const key = JSON.stringify(dims);
    let index = this.#dimsIndex.get(key);
    if (index === undefined) {
      index = this.#dims.push(dims) - 1;
      this.#dimsIndex.set(key, index);
    }
    return index;
  }

  /** Some metrics name only the requested model; where all others agree on what is behind it, that is the model. */
  #resolve(dims: Dims): Dims {
    if (dims.model !== undefined || dims.requestedModel === undefined) return dims;
    return { ...dims, model: this.#models.get(dims.requestedModel) ?? dims.requestedModel };
  }

  #budget(
    budgets: Map<string, { max?: number; remaining?: number; hours?: number }>,
    { rule, additions: _ }: CompiledRule,
    written: string,
    value: number,
  ): void {
    const labels = readLabels(written, 0, written.length);
    if (labels === undefined || !Number.isFinite(value)) return;
    const found = BUDGET_LABELS.flatMap(([label, word]) => {
      const name = cleanLabel(detached((labels.get(label) ?? '').slice(0, 500)));
      return name === undefined ? [] : [`${word} ${name}`];
    });
    const [name] = found;
    if (name === undefined || (budgets.size >= MAX_BUDGETS && !budgets.has(name))) return;
    const budget = budgets.get(name) ?? {};
    if (rule.kind === 'budget-max') budget.max = value * (rule.factor ?? 1);
    else if (rule.kind === 'budget-remaining') budget.remaining = value * (rule.factor ?? 1);
    else budget.hours = value;
    budgets.set(name, budget);
  }
}

/** Stands for a rule from one version of Pennylint to the next. */
function keyOf({ rule }: CompiledRule): string {
  return JSON.stringify([rule.names, rule.where ?? null]);
}

interface PageNames {
  readonly all: ReadonlySet<string>;
  readonly sampled: ReadonlySet<string>;
}

const UNKNOWN_SLOT = -1;
const NOWHERE = -2;
const NO_RULES: Active = { rules: [], known: false };
const MAX_BUDGETS = 200;
/** Labels that say whose budget it is, and the word for it. */
const BUDGET_LABELS: readonly (readonly [string, string])[] = [
  ['api_key_alias', 'key'],
  ['team_alias', 'team'],
  ['team', 'team'],
  ['org_alias', 'organisation'],
  ['org_id', 'organisation'],
  ['end_user', 'customer'],
  ['user', 'user'],
];

/** All metric names of a page, a quick pass without labels or values. */
function namesOf(page: PageText): PageNames | { readonly reason: string } {
  const all = new Set<string>();
  const sampled = new Set<string>();
  const result = scanExposition(page, {
    metric(name) {
      const own = detached(name.slice(0, 300));
      all.add(own);
      sampled.add(own);
      return -1;
    },
    declared(name) {
      const own = detached(name.slice(0, 300));
      all.add(own);
      // OpenMetrics declares the family without the ending that its samples have.
      all.add(`${own}_total`);
    },
    sample() {
      throw new Error('No sample was asked for.');
    },
  });
  return result.state === 'refused' ? { reason: result.reason } : { all, sampled };
}

function budgetsOf(
  found: ReadonlyMap<string, { readonly max?: number; readonly remaining?: number; readonly hours?: number }>,
  at: number,
): readonly BudgetReading[] {
  return [...found].flatMap(([name, { max, remaining, hours }]) =>
    max === undefined || remaining === undefined || max <= 0
      ? []
      : [
          {
            kind: 'budget' as const,
            name,
            limit: max,
            spent: max - remaining,
            ...(hours === undefined || hours <= 0 ? {} : { resetsAt: at + hours * 3_600_000 }),
          },
        ],
  );
}
