/** A profile made ready for use: patterns compiled, label rules turned into one function. */
import { AT } from '../amounts.ts';
import { cleanLabel, cleanTag, detached, type Dims } from '../labels.ts';
import type { MetricRule, Profile } from './profile.ts';

/** To which fields (positions in an amount) a unit adds, and how much. */
export interface Addition {
  readonly field: number;
  readonly factor: number;
}

/** A rule with its patterns compiled. */
export interface CompiledRule {
  readonly rule: MetricRule;
  readonly names: readonly RegExp[];
  readonly where: readonly (readonly [string, RegExp])[];
  readonly unless: readonly (readonly [string, RegExp])[];
  readonly additions: readonly Addition[];
}

/** A profile ready for use. */
export interface CompiledProfile {
  readonly profile: Profile;
  readonly rules: readonly CompiledRule[];
  /** What a series belongs to; undefined when the profile leaves it out. */
  readonly dims: (labels: ReadonlyMap<string, string>) => Dims | undefined;
}

/** Compiles a profile. Throws for a pattern that is no regular expression: {@link checkProfile} has refused those of users. */
export function compileProfile(profile: Profile): CompiledProfile {
  const rules = profile.metrics.map((rule): CompiledRule => ({
    rule,
    names: rule.names.map(whole),
    where: Object.entries(rule.where ?? {}).map(([label, pattern]) => [label, whole(pattern)] as const),
    unless: Object.entries(rule.unless ?? {}).map(([label, pattern]) => [label, whole(pattern)] as const),
    additions: rule.adds.map((field) => ({ field: AT[field], factor: rule.factor ?? 1 })),
  }));
  return { profile, rules, dims: dimsReader(profile) };
}

/** True when a series with these labels is meant by the rule. */
export function labelsMatch(rule: CompiledRule, labels: ReadonlyMap<string, string>): boolean {
  const matches = ([label, pattern]: readonly [string, RegExp]): boolean => pattern.test(labels.get(label) ?? '');
  return rule.where.every(matches) && !rule.unless.some(matches);
}

/** The name a rule reads among those that exist: the one it read before, else the preferred one; undefined when none is there. */
export function chooseName(rule: CompiledRule, names: ReadonlySet<string>, before: string | undefined): string | undefined {
  if (before !== undefined && names.has(before)) return before;
  for (const pattern of rule.names) {
    const found = [...names].filter((name) => pattern.test(name)).sort();
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

function dimsReader({ labels: rules, ignore, provider: fixed }: Profile): CompiledProfile['dims'] {
  // Names repeat in every series; cleaning each once is what makes the first page of 20,000 series quick.
  const known = new Map<string, string | undefined>();
  const clean = (raw: string | undefined): string | undefined => {
    if (raw === undefined) return undefined;
    if (known.has(raw)) return known.get(raw);
    const own = detached(raw.slice(0, 1000));
    const value = cleanLabel(own);
    if (known.size > 5000) known.clear();
    known.set(own, value);
    return value;
  };
  const first = (labels: ReadonlyMap<string, string>, names: readonly string[] | undefined): string | undefined => {
    for (const name of names ?? []) {
      const value = clean(labels.get(name));
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const ignored = Object.entries(ignore ?? {}).map(([label, pattern]) => [label, whole(pattern)] as const);
  const exact = Object.entries(rules.tags ?? {}).filter(([name]) => !name.endsWith('*'));
  const prefixes = Object.keys(rules.tags ?? {}).flatMap((name) => (name.endsWith('*') ? [name.slice(0, -1)] : []));
  return (labels) => {
    if (ignored.some(([label, pattern]) => pattern.test(labels.get(label) ?? ''))) return undefined;
    const tags: string[] = [];
    const tag = (key: string, value: string | undefined): void => {
      const cleaned = value === undefined || tags.length >= MAX_TAGS ? undefined : cleanTag(detached(key.slice(0, 200)), value);
      if (cleaned !== undefined) tags.push(cleaned);
    };
    for (const [label, name] of exact) tag(name, clean(labels.get(label)));
    for (const [label, value] of labels) {
      const prefix = prefixes.find((begin) => label.startsWith(begin));
      if (prefix !== undefined) tag(label.slice(prefix.length), clean(value));
      // Spelt `true` or `True`, by version.
      else if (rules.flags !== undefined && label.startsWith(rules.flags) && value.toLowerCase() === 'true') {
        tag('tag', clean(label.slice(rules.flags.length)));
      }
    }
    const dims: Record<string, string | readonly string[]> = {};
    for (const key of ['model', 'requestedModel', 'provider', 'user', 'team', 'task'] as const) {
      const value = first(labels, rules[key]) ?? (key === 'provider' ? fixed : undefined);
      if (value !== undefined) dims[key] = value;
    }
    if (tags.length > 0) dims.tags = tags;
    return dims;
  };
}

const MAX_TAGS = 8;
