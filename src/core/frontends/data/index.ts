import { grouped } from '../../grouped.ts';
import type { Expr, FileFacts } from '../../facts.ts';
import { FactsBuilder } from '../facts-builder.ts';
import { readJson } from './json.ts';
import { verbatimText } from './mapped-text.ts';
import { readToml } from './toml.ts';
import { readYaml } from './yaml.ts';

/** Endings of files whose content can be read as a value. */
export const DATA_FILES = /\.(?:jsonc?|ya?ml|toml)$/i;

/** Longest data file that is read for what a program takes from it, in UTF-16 units; more is a record of something, not what somebody wrote. */
const MAX_LENGTH = 200_000;

/** A data file as a module with one export, `default`: its content. */
export function dataFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  const language = languageOf(uri);
  const { value, problem } = text.length > MAX_LENGTH ? tooLong : readers[language](text);
  if (problem !== undefined) out.problems.push({ message: problem, span: undefined });
  if (value !== undefined) {
    const { start, end } = value;
    out.bind(0, { name: 'default', kind: 'assign', value, annotation: undefined, block: 0, start, end });
  }
  out.exports = new Map([['default', { kind: 'local', name: 'default' }]]);
  return out.finish(uri, language, false);
}

/** What a reader gives. */
interface Read {
  readonly value: Expr | undefined;
  readonly problem: string | undefined;
}

const readers: Readonly<Record<'json' | 'yaml' | 'toml', (text: string) => Read>> = {
  json: (text) => ({ value: readJson(verbatimText(text, 0, text.length)).value, problem: undefined }),
  yaml: readYaml,
  toml: readToml,
};

const tooLong: Read = { value: undefined, problem: `more than ${grouped(MAX_LENGTH)} characters of data are not read` };

function languageOf(uri: string): keyof typeof readers {
  return /\.ya?ml$/i.test(uri) ? 'yaml' : /\.toml$/i.test(uri) ? 'toml' : 'json';
}
