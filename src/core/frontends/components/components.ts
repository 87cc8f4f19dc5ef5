import { parser as grammar } from '@lezer/javascript';
import type { FrontEnd } from '../front-end.ts';
import { bridgeGaps } from '../javascript/gaps.ts';
import { Reader } from '../javascript/reader.ts';
import { lezerParser } from '../lezer.ts';
import { readStatements } from '../statements.ts';
import type { ParseState, Parser } from '../syntax-tree.ts';
import { frontmatterOf, onlyCode, scriptsOf, type ComponentCode } from './regions.ts';

interface ComponentState extends ParseState {
  readonly parser: Parser;
  readonly inner: ParseState;
}

/** Parses the code of a component where it stands: to the grammar everything else is blank. TypeScript reads plain JavaScript as well. */
function componentParser(codeOf: (text: string) => ComponentCode): Parser {
  const bridge = (text: string): string => bridgeGaps(onlyCode(text, codeOf(text).regions));
  const plain = lezerParser(grammar.configure({ dialect: 'ts' }), bridge);
  const jsx = lezerParser(grammar.configure({ dialect: 'ts jsx' }), bridge);
  return {
    start(text, previous, edits) {
      const parser = codeOf(text).jsx ? jsx : plain;
      const known = previous as ComponentState | undefined;
      // What another dialect has read is not reused.
      const pending = parser.start(text, known?.parser === parser ? known.inner : undefined, edits);
      return {
        step() {
          const result = pending.step();
          if (result === undefined) return undefined;
          const state: ComponentState = { brand: 'ParseState', parser, inner: result.state };
          return { tree: result.tree, state };
        },
      };
    },
  };
}

function component(name: string, codeOf: (text: string) => ComponentCode): FrontEnd {
  return {
    language: 'typescript',
    languageIds: [name],
    extensions: [`.${name}`],
    lineComment: '//',
    parser: componentParser(codeOf),
    regions: (text) => codeOf(text).regions,
    facts: (uri, tree) => ({ ...readStatements(new Reader(uri, 'typescript', tree)), reruns: true }),
  };
}

/** Vue single-file components: `<script>` and `<script setup>`, which share one module. */
export const vue = component('vue', scriptsOf);

/** Svelte components: the script of the module and that of the instance. */
export const svelte = component('svelte', scriptsOf);

/** Astro components: the code between the fences. */
export const astro = component('astro', frontmatterOf);
