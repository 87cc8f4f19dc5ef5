import assert from 'node:assert/strict';
import { frontEndFor } from '../../src/core/index.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import type { FileFacts } from '../../src/core/facts.ts';
import { tagsOf } from '../../src/core/templates/scan.ts';
import { syntaxOfMarkdown, syntaxOfText } from '../../src/core/templates/detect.ts';
import { inputsUsed } from '../../src/core/templates/names.ts';
import { piecesOf, type TemplateSyntax } from '../../src/core/templates/template.ts';
import { assertEffort } from '../support/effort.ts';

const syntaxes: readonly TemplateSyntax[] = [
  'jinja',
  'liquid',
  'handlebars',
  'mustache',
  'semantic-kernel',
  'python-format',
  'single-brace',
  'dollar',
  'angle',
  'embedded',
  'expression',
  'arguments',
];

const long: readonly string[] = [
  '{'.repeat(100_000),
  '}'.repeat(100_000),
  '{{ '.repeat(50_000),
  '{{ " '.repeat(40_000),
  "{{ ' }}".repeat(20_000),
  '{% '.repeat(50_000),
  '{% if a %}'.repeat(10_000),
  '{% raw %}'.repeat(15_000),
  '{% comment %}'.repeat(10_000),
  '{{#a}}'.repeat(20_000),
  '{{{'.repeat(40_000),
  '${'.repeat(60_000),
  '${a:'.repeat(30_000),
  '<<'.repeat(60_000),
  '<%'.repeat(60_000),
  '{a.'.repeat(40_000),
  '```\n'.repeat(30_000),
  '`'.repeat(100_000),
  `${' '.repeat(150_000)}{{#a}}`,
  `{{${'x'.repeat(100_000)}}}`,
];

function factsOf(uri: string, text: string): FileFacts {
  const frontEnd = frontEndFor(uri, undefined);
  assert.ok(frontEnd !== undefined, uri);
  return frontEnd.facts(uri, parseAll(frontEnd.parser, text).tree);
}

describe('hostile prompt files', () => {
  it('scans every syntax in proportion to the text', () => {
    for (const text of long) {
      for (const syntax of syntaxes)
        assertEffort(80, `${syntax} ${JSON.stringify(text.slice(0, 12))}`, () => {
          const tags = tagsOf(text, syntax);
          piecesOf(text, tags);
          inputsUsed(tags, syntax);
        });
      assertEffort(80, `detection of ${JSON.stringify(text.slice(0, 12))}`, () => {
        syntaxOfText(text);
        syntaxOfMarkdown(text);
      });
    }
  });

  it('reads the tags of statements in proportion to their length', () => {
    const condition = `conversation_instructions and ${'conversation_instructions_'.repeat(400)}`;
    for (const expression of [condition, 'a '.repeat(2000), 'a,'.repeat(2000), 'a('.repeat(2000)])
      assertEffort(30, JSON.stringify(expression.slice(0, 12)), () => {
        inputsUsed(tagsOf(`{% if ${expression} %}x{% endif %}`, 'jinja'), 'jinja');
      });
  });

  it('reads every format in proportion to the text', () => {
    const paths = [
      'a.prompty',
      'a.prompt',
      'a.baml',
      'skprompt.txt',
      'prompts/a.md',
      'prompts/a.j2',
      'a.yaml',
      'config/agents.yaml',
      'promptfooconfig.yaml',
    ];
    const heads = [
      '',
      '---\n',
      '+++\n',
      'prompts:\n',
      'messages:\n- ',
      'function f(',
      'function f() -> x { prompt #"',
      'client<llm> a {',
      '"prompts": ',
    ];
    for (const path of paths)
      for (const head of heads)
        for (const text of long.map((one) => one.slice(0, 40_000)))
          assertEffort(80, `${path} ${JSON.stringify(head + text.slice(0, 12))}`, () => {
            factsOf(`file:///app/${path}`, head + text);
          });
  });

  it('says in one problem what is wrong with YAML that is too deep, too large or turned in on itself', () => {
    const problems = (text: string): readonly string[] =>
      factsOf('file:///app/a.yaml', `messages:\n${text}`).problems.map(({ message }) => message);
    assert.equal(problems(`  ${'['.repeat(100_000)}`).length, 1);
    assert.equal(problems(`  a: ${'- '.repeat(5_000)}x`).length, 1);
    const bomb = [
      'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
    ].join('\n');
    assertEffort(80, 'a bomb of aliases', () => {
      assert.deepEqual(problems(`  - role: user\n${bomb}`).length, 1);
    });
    assert.equal(problems(`  - "${'x'.repeat(300_000)}"`).length, 1);
    assert.equal(problems('  - {role: user, content: "never closed').length, 1);
  });

  it('takes no mapping or list for the text of a CrewAI agent', () => {
    const prompts = (role: string): number =>
      factsOf('file:///app/config/agents.yaml', `researcher:\n  role: ${role}\n  goal: Find\n  backstory: Old\n`).prompts.length;
    assert.deepEqual(['Researcher', '{topic} Researcher', '[a, b]', '"{topic} Researcher"'].map(prompts), [1, 0, 0, 1]);
  });

  it('keeps the text of a file whose head is broken, and says so', () => {
    for (const path of ['a.prompty', 'a.prompt']) {
      const open = factsOf(`file:///app/${path}`, '---\nmodel: x\nuser:\nHello');
      assert.equal(open.problems.length, 1);
      assert.equal(open.prompts.length, 1);
      const wrong = factsOf(`file:///app/${path}`, '---\nmodel: [x\n---\nHello {{y}}');
      assert.equal(wrong.problems.length, 1);
      assert.equal(wrong.prompts.length, 1);
    }
  });
});
