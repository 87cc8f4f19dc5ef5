/** A pennylint.yaml in force: what it says, ready to be asked about files and calls. */
import type { PromptCall } from '../ir.ts';
import { lineIndex, type LineIndex } from '../features/line-index.ts';
import { createPriceBook, type PriceBook, type PriceSource } from '../pricing/index.ts';
import { matchesPath } from './glob.ts';
import { declaredPrices, modelNames, modelProblems, type ModelNames } from './models.ts';
import { readConfig, type ConfigProblem } from './read.ts';
import type { ConfigReading } from './schema.ts';
import type { MapEntry, Placed } from './shape.ts';

/** A configuration file that is in force. */
export interface ProjectConfig {
  readonly uri: string;
  /** How people call the file: its path relative to the root, or just its name. */
  readonly label: string;
  readonly reading: ConfigReading;
  /** Positions of the text that `reading` was read from. */
  readonly lines: LineIndex;
  readonly names: ModelNames;
  /** Declared prices over all others; undefined when the file declares none. */
  readonly prices: PriceBook | undefined;
}

/** A configuration as it holds for one document. */
export interface ConfigInForce {
  readonly config: ProjectConfig;
  /** Path of the document relative to the folder of the file, with forward slashes. */
  readonly path: string;
}

/** What loading a configuration needs from outside. */
export interface ConfigSurroundings {
  /** Prices that the declared ones stand above. */
  readonly prices: readonly PriceSource[];
  /** Day (`YYYY-MM-DD`) that counts as the day of reading for prices without one. */
  readonly today: string;
}

/** A configuration, or undefined when the file as a whole cannot be read, and what is wrong. */
export interface LoadedConfig {
  readonly config: ProjectConfig | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Reads a configuration. Never throws. */
export function loadProjectConfig(uri: string, label: string, text: string, { prices, today }: ConfigSurroundings): LoadedConfig {
  const { reading, problems } = readConfig(text);
  if (reading === undefined) return { config: undefined, problems };
  const own = declaredPrices(reading, label, today);
  const config: ProjectConfig = {
    uri,
    label,
    reading,
    lines: lineIndex(text),
    names: modelNames(reading, label),
    prices: own === undefined ? undefined : createPriceBook([own, ...prices]),
  };
  const all = [...problems, ...modelProblems(reading, problems)].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  return { config, problems: all };
}

/** Whether the file that holds for a document takes it out of what is looked at. */
export function isIgnoredPath(project: ConfigInForce | undefined): boolean {
  if (project === undefined) return false;
  const { path } = project;
  const { ignore, include } = project.config.reading;
  const matches = (patterns: readonly Placed<string>[]): boolean => patterns.some((pattern) => matchesPath(pattern.value, path));
  return (include !== undefined && include.length > 0 && !matches(include)) || (ignore !== undefined && matches(ignore));
}

/** The values of a map by pattern that hold for a path, in the order of the file. */
export function entriesFor<T>(entries: readonly MapEntry<T>[] | undefined, path: string): readonly T[] {
  return (entries ?? []).filter(({ key }) => matchesPath(key.value, path)).map(({ value }) => value);
}

/** A call with where it stands, as entries about calls are matched. */
export interface Site {
  readonly path: string;
  readonly call: PromptCall;
  /** Names of the classes and functions around the call, outermost first. */
  readonly functions: readonly string[];
}
