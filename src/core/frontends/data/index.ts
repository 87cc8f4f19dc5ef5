import type { FileFacts } from '../../facts.ts';
import { FactsBuilder } from '../facts-builder.ts';
import { readJson } from './json.ts';
import { verbatimText } from './mapped-text.ts';
import { readYaml } from './yaml.ts';

/** Endings of files whose content can be read as a value. */
export const DATA_FILES = /\.(?:jsonc?|ya?ml)$/i;

/** A data file as a module with one export, `default`: its content. */
export function dataFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  const yaml = /\.ya?ml$/i.test(uri);
  const { value, problem } = yaml ? readYaml(text) : { value: readJson(verbatimText(text, 0, text.length)).value, problem: undefined };
  if (problem !== undefined) out.problems.push({ message: problem, span: undefined });
  if (value !== undefined) {
    const { start, end } = value;
    out.bind(0, { name: 'default', kind: 'assign', value, annotation: undefined, block: 0, start, end });
  }
  out.exports = new Map([['default', { kind: 'local', name: 'default' }]]);
  return out.finish(uri, yaml ? 'yaml' : 'json', false);
}
