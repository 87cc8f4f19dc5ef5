/** YAML read in steps, as a parser: the tree has no nodes, it carries the document. */
import { SyntaxTree, type Parser } from '../syntax-tree.ts';
import { noNodes, textState } from '../text-parser.ts';
import { readYaml, yamlSteps, type YamlDocument } from './yaml.ts';

class YamlTree extends SyntaxTree {
  readonly document: YamlDocument;

  constructor(text: string, document: YamlDocument) {
    super(text, [], noNodes);
    this.document = document;
  }
}

/** A parser of YAML for texts that may concern somebody; of any other text nothing is read. */
export function yamlParser(mayConcern: (text: string) => boolean): Parser {
  return {
    start(text) {
      const steps = mayConcern(text) ? yamlSteps(text) : undefined;
      return {
        step() {
          const step = steps?.next();
          if (step !== undefined && step.done !== true) return undefined;
          return { tree: new YamlTree(text, step?.value ?? { value: undefined, problem: undefined }), state: textState };
        },
      };
    },
  };
}

/** The document of a tree. */
export function yamlOf(tree: SyntaxTree): YamlDocument {
  return tree instanceof YamlTree ? tree.document : readYaml(tree.text);
}
