/** Settings as they hold for a document: the user's own first, then pennylint.yaml, then the defaults. */
import { defaultSettings, type Settings, type Severity } from '../config.ts';
import { entriesFor, type ConfigInForce } from './project.ts';
import type { ConfigReading } from './schema.ts';
import type { Placed } from './shape.ts';

/** A severity and the options of a rule as the file gives them. */
interface RuleValues {
  readonly severity: Severity | undefined;
  readonly options: Readonly<Record<string, number>>;
}

/**
 * Settings for a document. A setting that differs from its default is the user's and wins, because editors send defaults and choices alike;
 * a severity that the user set for a rule wins over the file's.
 */
export function settingsInForce(settings: Settings, project: ConfigInForce | undefined): Settings {
  const configured = project?.config.reading.rules;
  if (project === undefined || configured === undefined) return settings;
  const rules: Record<string, Severity> = {};
  const options: Record<string, number> = {};
  for (const [rule, entry] of Object.entries(configured)) {
    const values = valuesFor(entry, project.path);
    if (values.severity !== undefined) rules[rule] = values.severity;
    Object.assign(options, values.options);
  }
  const own = Object.entries(options).filter(([key]) => isDefault(settings, key));
  return { ...settings, ...Object.fromEntries(own), rules: { ...rules, ...settings.rules } };
}

/** Whether a setting has its default value, so that nobody is known to have chosen it. */
export function isDefault(settings: Settings, key: string): boolean {
  return settings[key as keyof Settings] === defaultSettings[key as keyof Settings];
}

type RuleEntry = NonNullable<ConfigReading['rules']>[string];

function valuesFor(entry: RuleEntry, path: string): RuleValues {
  if (entry === undefined) return { severity: undefined, options: {} };
  if ('short' in entry) return { severity: entry.short.value, options: {} };
  let values = valuesOf(entry.full);
  for (const one of entriesFor(entry.full.paths, path)) {
    const next = 'short' in one ? { severity: one.short.value, options: {} } : valuesOf(one.full);
    values = { severity: next.severity ?? values.severity, options: { ...values.options, ...next.options } };
  }
  return values;
}

function valuesOf({ severity, options }: WrittenValues): RuleValues {
  const numbers = Object.entries(options ?? {}).flatMap(([key, placed]) => (placed === undefined ? [] : [[key, placed.value] as const]));
  return { severity: severity?.value, options: Object.fromEntries(numbers) };
}

interface WrittenValues {
  readonly severity?: Placed<Severity>;
  readonly options?: Readonly<Record<string, Placed<number> | undefined>>;
}
