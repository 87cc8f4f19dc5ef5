import data from './data/model-constants.json' with { type: 'json' };

const constants: ReadonlyMap<string, string> = new Map(
  data.packages.flatMap(({ prefixes, values }) =>
    prefixes.flatMap((prefix) =>
      Object.entries<string>(values as Record<string, string>).map(([name, value]): [string, string] => [`${prefix}.${name}`, value]),
    ),
  ),
);

/** The text of a constant that an SDK declares for a model id or role, by its path; undefined for any other. Data with source and date in `data/model-constants.json`. */
export function modelConstant(path: string): string | undefined {
  return constants.get(path);
}
