import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { assertEffort } from './support/effort.ts';

const { parseRawGrammar, Registry, INITIAL } = textmate;
const require = createRequire(import.meta.url);
const injected = readFileSync(new URL('../syntaxes/prompt-placeholders.tmLanguage.json', import.meta.url), 'utf8');

/** A language of prompts as an owner might colour it: a head, headings, code, links and mentions of files. */
const owner = {
  scopeName: 'text.html.markdown.prompt',
  patterns: [
    { begin: '\\A---\\s*$', end: '^---\\s*$', contentName: 'meta.embedded.block.frontmatter' },
    { begin: '^```.*$', end: '^```\\s*$', name: 'markup.fenced_code.block.markdown' },
    { match: '`[^`]*`', name: 'markup.inline.raw.string.markdown' },
    { match: '^#+ ', name: 'punctuation.heading.markdown' },
    { match: '#file:\\S+', name: 'variable.other.owner' },
    { match: '\\{\\{owned\\}\\}', name: 'variable.other.owner' },
    { match: '<!--.*?-->', name: 'comment.block.html' },
  ],
};

async function tokenizer(host: object): Promise<(text: string) => string[]> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) =>
      Promise.resolve(
        scope === 'pennylint.prompt-placeholders'
          ? parseRawGrammar(injected, 'grammar.json')
          : scope === 'text.html.markdown.prompt'
            ? parseRawGrammar(JSON.stringify(host), 'grammar.json')
            : null,
      ),
    getInjections: (scope) => (scope === 'text.html.markdown.prompt' ? ['pennylint.prompt-placeholders'] : undefined),
  });
  const grammar = await registry.loadGrammar('text.html.markdown.prompt');
  assert.ok(grammar !== null);
  return (text) => {
    let stack = INITIAL;
    return text.split('\n').flatMap((line) => {
      const result = grammar.tokenizeLine(line, stack);
      stack = result.ruleStack;
      return result.tokens.flatMap((token) => {
        const scope = token.scopes.at(-1) ?? '';
        return scope === 'text.html.markdown.prompt' ? [] : [`${line.slice(token.startIndex, token.endIndex)} → ${scope}`];
      });
    });
  };
}

describe('placeholders in prompt files of the editor', () => {
  let tokens: (text: string) => string[];
  before(async () => {
    tokens = await tokenizer(owner);
  });

  /** What is coloured as a placeholder. */
  const placeholders = (text: string): string[] =>
    tokens(text)
      .filter((token) => token.endsWith('constant.other.placeholder.pennylint'))
      .map((token) => token.slice(0, token.indexOf(' → ')).trim());

  it('colours the placeholders of all syntaxes', () => {
    assert.deepEqual(placeholders('Hi {{name}}, {{ user.first_name | upper }} and {{{raw}}}'), ['name', 'user.first_name | upper', 'raw']);
    assert.deepEqual(placeholders('Ask ${input:topic:what about} in ${file}: {question} $ARGUMENTS'), [
      'input:topic:what about',
      'file',
      'question',
      '$ARGUMENTS',
    ]);
    assert.deepEqual(
      tokens('{% if vip %}x{{#each items}}y{{/each}}{# note #}{{! no }}'),
      [
        '{% → punctuation.definition.template.begin.pennylint',
        'if → keyword.control.template.pennylint',
        ' vip  → constant.other.placeholder.pennylint',
        '%} → punctuation.definition.template.end.pennylint',
        '{{ → punctuation.definition.template.begin.pennylint',
        '#each → keyword.control.template.pennylint',
        ' items → constant.other.placeholder.pennylint',
        '}} → punctuation.definition.template.end.pennylint',
        '{{ → punctuation.definition.template.begin.pennylint',
        '/each → keyword.control.template.pennylint',
        '}} → punctuation.definition.template.end.pennylint',
        '{# note #} → comment.block.template.pennylint',
        '{{! no }} → comment.block.template.pennylint',
      ].filter((token) => token !== ''),
    );
  });

  it('leaves braces alone that are text', () => {
    for (const text of [
      '{"a": {"b": 1}}',
      '/users/{id}/posts',
      '\\frac{a}{b}',
      'f{x}',
      'a { b } c',
      '{{',
      '}}',
      '$5 and {1}',
      '{{}}',
      'style={color}',
    ])
      assert.deepEqual(placeholders(text), [], text);
  });

  it('does not repaint what the owner of the language colours', () => {
    assert.deepEqual(placeholders('---\nname: {{x}}\n---\n```\n{{code}}\n```\n`{inline}` <!-- {{gone}} --> {{owned}} {{mine}}'), ['mine']);
    assert.ok(tokens('#file:a.md {{mine}}').includes('#file:a.md → variable.other.owner'));
    assert.ok(tokens('{{owned}}').includes('{{owned}} → variable.other.owner'));
  });

  it('takes no longer for hostile lines', () => {
    for (const text of [
      '{'.repeat(20_000),
      '{{ '.repeat(10_000),
      '{% '.repeat(10_000),
      '${a'.repeat(10_000),
      '{{!--'.repeat(5_000),
      '{#'.repeat(10_000),
    ]) {
      assertEffort(60, text.slice(0, 6), () => {
        tokens(text);
      });
    }
  });
});
