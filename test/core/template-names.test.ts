import assert from 'node:assert/strict';
import { inputsUsed } from '../../src/core/templates/names.ts';
import { tagsOf } from '../../src/core/templates/scan.ts';
import type { TemplateSyntax } from '../../src/core/templates/template.ts';

const used = (text: string, syntax: TemplateSyntax): string =>
  inputsUsed(tagsOf(text, syntax), syntax)
    .map(({ name }) => name)
    .join(' ');

describe('inputs of templates', () => {
  it('may have names that some statements of the engine use as words', () => {
    assert.equal(used('{{ context }}{% if limit %}{{ offset }}{% endif %}{{ required }}', 'jinja'), 'context limit offset required');
    assert.equal(used('{% for x in items recursive %}{{ x }}{% endfor %}', 'jinja'), 'items');
    assert.equal(used('{% import "a" as b with context %}{% from "a" import c without context %}{{ b.x }}{{ c }}', 'jinja'), '');
    assert.equal(used('{% for a in list limit: max offset: 2 reversed %}{{ a }}{% endfor %}{{ limit }}', 'liquid'), 'list max limit');
    assert.equal(
      used('{{#if context}}{{context}}{{/if}}{{#unless missing}}a{{/unless}}{{#each items}}{{this}}{{/each}}', 'handlebars'),
      'context context missing items',
    );
  });
});
