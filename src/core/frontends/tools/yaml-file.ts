import type { FileFacts } from '../../facts.ts';
import { readYaml } from '../data/yaml.ts';
import { FactsBuilder } from '../facts-builder.ts';
import type { FrontEnd } from '../front-end.ts';
import { textParser } from '../text-parser.ts';
import { toolFacts } from './tool-facts.ts';
import { mayHoldTools } from './tool-sets.ts';

/** Files of YAML that hold tool definitions. */
export const yamlFile: FrontEnd = {
  language: 'yaml',
  languageIds: [],
  extensions: ['.yaml', '.yml'],
  lineComment: '#',
  parser: textParser,
  otherFiles: /(?:^|\/)(?:pnpm-lock|pennylint|docker-compose[\w.-]*|mkdocs|openapi|swagger)\.ya?ml$/i,
  mayConcern: mayBeToolYaml,
  facts: (uri, tree) => yamlFacts(uri, tree.text),
};

/** The schemas of most YAML files are no tools: properties must be named too. */
function mayBeToolYaml(text: string): boolean {
  return mayHoldTools(text) && /^\s*(?:["']?properties["']?\s*:|-?\s*\{.*properties)/m.test(text);
}

function yamlFacts(uri: string, text: string): FileFacts {
  const out = new FactsBuilder(text.length);
  if (!mayBeToolYaml(text)) return out.finish(uri, 'yaml', false);
  const { value, problem } = readYaml(text);
  if (problem !== undefined) out.problems.push({ message: problem, span: undefined });
  out.prompts.push(...toolFacts(uri, text, value));
  return out.finish(uri, 'yaml', problem !== undefined);
}
