/** Prices and names of models that pennylint.yaml declares. */
import { declaredPriceSource, modelIdCandidates, platformKey, type PriceSource } from '../pricing/index.ts';
import { dayStart } from '../pricing/calendar.ts';
import type { ConfigProblem } from './read.ts';
import type { ConfigReading } from './schema.ts';
import type { Placed } from './shape.ts';

/** A value that pennylint.yaml declares, and where, in words: `pennylint.yaml line 12`. */
export interface Declared<T> {
  readonly value: T;
  readonly from: string;
}

/** A placed value with its place in words. */
export function declared<T>(placed: Placed<T>, label: string): Declared<T> {
  return { value: placed.value, from: `${label} line ${placed.line}` };
}

/** What pennylint.yaml says about names of models. */
export interface ModelNames {
  /** The model behind a deployment name or alias; undefined for a name that stands for itself. */
  resolve(provider: string | undefined, name: string): Declared<string> | undefined;
  /** Whether the file gives a price for this very name, so that who bills need not be known. */
  prices(name: string): boolean;
}

/** Steps from alias to alias; more is a circle. */
const MAX_STEPS = 5;

/** Names of a file. */
export function modelNames(reading: ConfigReading, label: string): ModelNames {
  const targets = new Map<string, { readonly target: Declared<string>; readonly provider: string | undefined }>();
  const priced = new Set<string>();
  for (const { key, value } of reading.models ?? []) {
    if ('short' in value) {
      targets.set(key.value, { target: declared(value.short, label), provider: undefined });
      continue;
    }
    const { model, provider, aliases, input, output } = value.full;
    const platform = provider === undefined ? undefined : platformKey(provider.value);
    if (model !== undefined) targets.set(key.value, { target: declared(model, label), provider: platform });
    if (input !== undefined || output !== undefined) priced.add(key.value);
    for (const alias of aliases ?? [])
      targets.set(alias.value, { target: { value: model?.value ?? key.value, from: `${label} line ${alias.line}` }, provider: platform });
  }
  const step = (provider: string | undefined, name: string): Declared<string> | undefined => {
    for (const candidate of modelIdCandidates(provider, name)) {
      const found = targets.get(candidate.id);
      const fits = found?.provider === undefined || candidate.provider === undefined || found.provider === candidate.provider;
      if (found !== undefined && fits && found.target.value !== name) return found.target;
    }
    return undefined;
  };
  return {
    resolve(provider, name) {
      if (targets.size === 0) return undefined;
      let found: Declared<string> | undefined;
      for (let i = 0; i < MAX_STEPS; i++) {
        const next = step(provider, found?.value ?? name);
        if (next === undefined) break;
        found = found === undefined ? next : { value: next.value, from: found.from };
      }
      return found;
    },
    prices: (name) => priced.has(name),
  };
}

/**
 * The prices of a file as a source for the price book; undefined when it has none.
 *
 * @param today day (`YYYY-MM-DD`) that counts as the day of reading where the file names none
 */
export function declaredPrices(reading: ConfigReading, label: string, today: string): PriceSource | undefined {
  const rows = (reading.models ?? []).flatMap(({ key, value }) => {
    if ('short' in value) return [];
    const { provider, input, output, cacheRead, cacheWrite, cacheWrite5m, cacheWrite1h, contextWindow, maxOutputTokens, asOf } = value.full;
    const writes = { any: cacheWrite?.value, '5m': cacheWrite5m?.value, '1h': cacheWrite1h?.value };
    const set = Object.entries(writes).filter((entry) => entry[1] !== undefined);
    const row = {
      in: input?.value,
      out: output?.value,
      read: cacheRead?.value,
      context: contextWindow?.value,
      maxOutput: maxOutputTokens?.value,
      writes: set.length === 0 ? undefined : Object.fromEntries(set),
    };
    const given = Object.entries(row).filter((entry) => entry[1] !== undefined);
    if (given.length === 0) return [];
    return [
      {
        id: key.value,
        ...(provider === undefined ? {} : { provider: provider.value }),
        ...(asOf === undefined || dayStart(asOf.value) === undefined ? {} : { asOf: asOf.value }),
        source: `${label} line ${key.line}`,
        ...Object.fromEntries(given),
      },
    ];
  });
  return rows.length === 0 ? undefined : declaredPriceSource('workspace', label, today, rows);
}

/** What is wrong with declared models beyond their form. `known` are the problems of form: an entry that has one is not called empty. */
export function modelProblems(reading: ConfigReading, known: readonly ConfigProblem[]): ConfigProblem[] {
  const models = reading.models ?? [];
  return models.flatMap(({ key, value }, index): ConfigProblem[] => {
    const next = models[index + 1]?.key.at.start ?? Infinity;
    const isWhole = !known.some(({ at }) => key.at.start <= at.start && at.start < next);
    if (/\s/.test(key.value) || key.value.length > 200)
      return [{ message: 'The name of a model has at most 200 characters and no spaces.', at: key.at }];
    if (key.value.includes('*')) return [{ message: 'A model is declared by its name; patterns with `*` have no price.', at: key.at }];
    if ('short' in value) return [];
    const { model, asOf, aliases, provider, ...prices } = value.full;
    const problems: ConfigProblem[] = [];
    const priced = Object.keys(prices).length > 0;
    if (model !== undefined && priced)
      problems.push({
        message: `\`${key.value}\` stands for \`${model.value}\` and has prices of its own. Give the prices to \`${model.value}\`, or leave \`model\` out.`,
        at: model.at,
      });
    if (model === undefined && !priced && aliases === undefined && isWhole)
      problems.push({
        message: `\`${key.value}\` says nothing: it needs \`input\` and \`output\` prices, \`model\` or \`aliases\`.`,
        at: key.at,
      });
    if (provider !== undefined && !priced && model === undefined && aliases !== undefined)
      problems.push({ message: '`provider` says whose price this is, but there is none.', at: provider.at });
    if (asOf !== undefined && dayStart(asOf.value) === undefined)
      problems.push({ message: `\`asOf\` must be a day such as \`2026-11-22\`, not \`${asOf.value.slice(0, 40)}\`.`, at: asOf.at });
    return problems;
  });
}
