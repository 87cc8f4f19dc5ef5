import data from './data/model-constants.json' with { type: 'json' };

interface ConstantPackage {
  /** Paths that the constants stand behind. */
  readonly prefixes: readonly string[];
  readonly values: Readonly<Record<string, string | undefined>>;
}

const packages: readonly ConstantPackage[] = data.packages;

const constants: ReadonlyMap<string, string> = new Map(
  packages.flatMap(({ prefixes, values }) =>
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : prefixes.map((prefix): [string, string] => [`${prefix}.${name}`, value]),
    ),
  ),
);

/** The text of a constant that an SDK declares for a model id or role, by its path; undefined for any other. Data with source and date in `data/model-constants.json`. */
export function modelConstant(path: string): string | undefined {
  return constants.get(path);
}
