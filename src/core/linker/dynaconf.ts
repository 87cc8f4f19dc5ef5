/**
 * Settings objects of Dynaconf: the files that its constructor names, laid over one another, with names that count in any case.
 * Source: https://www.dynaconf.com/settings_files/ (settings_files, environments, case of names), 2026-11.
 */
import type { CallExpr, Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { exportedName } from './modules.ts';
import { locate, type DictEntryValue, type DictValue, type Frame, type Value } from './value.ts';

/** Classes of settings objects. */
const settingsClasses: ReadonlySet<string> = new Set(['dynaconf.Dynaconf()', 'dynaconf.LazySettings()']);

/** Files that are laid over one another. */
const MAX_FILES = 60;

/** Levels of tables. */
const MAX_DEPTH = 8;

/** The settings that a constructor loads; undefined for any other call, and when none of its files can be read. */
export function settingsCall(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): DictValue | undefined {
  if (!settingsClasses.has(path)) return undefined;
  const given = call.args.find((argument) => argument.name !== undefined && /^settings_files?$/i.test(argument.name));
  const layered = call.args.some(({ name, value }) => name === 'environments' && !(value.kind === 'boolean' && !value.value));
  if (given === undefined) return undefined;
  const at = locate(frame.file, call);
  let result: DictValue | undefined;
  for (const name of namesIn(given.value).slice(0, MAX_FILES)) {
    const uri = evaluator.modules.textFile?.(frame.file.facts, name)?.uri;
    const data = uri === undefined ? undefined : evaluator.modules.dataAt?.(uri);
    const content = data === undefined ? undefined : exportedName(evaluator, data, 'default', frame);
    if (content?.kind !== 'dict') continue;
    const layer = layered ? (entryOf(content, 'default')?.value ?? content) : content;
    if (layer.kind === 'dict') result = overlay(result, layer, 0);
  }
  return result === undefined ? undefined : { ...result, open: true, at };
}

/** The entry of a mapping; names of settings count in any case. */
export function entryOf(dict: DictValue, name: string): DictEntryValue | undefined {
  return dict.entries.get(dict.anyCase === true ? name.toLowerCase() : name);
}

/** Names of data files in an expression, however it joins them to folders. */
function namesIn(expr: Expr): string[] {
  const names: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 12) return;
    if ('kind' in value && value.kind === 'text' && 'value' in value && typeof value.value === 'string') {
      if (/\.(?:toml|ya?ml|json)$/i.test(value.value) && !/secrets/i.test(value.value)) names.push(value.value);
      return;
    }
    for (const inner of Object.values(value)) visit(inner, depth + 1);
  };
  visit(expr, 0);
  return names;
}

function overlay(under: DictValue | undefined, over: DictValue, depth: number): DictValue {
  const entries = new Map(under?.entries);
  for (const [name, entry] of over.entries) {
    const key = name.toLowerCase();
    const below: Value | undefined = entries.get(key)?.value;
    const { value } = entry;
    const deeper = value.kind === 'dict' && depth < MAX_DEPTH;
    entries.set(key, deeper ? { ...entry, value: overlay(below?.kind === 'dict' ? below : undefined, value, depth + 1) } : entry);
  }
  return { ...over, entries, anyCase: true };
}
