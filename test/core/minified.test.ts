import assert from 'node:assert/strict';
import { isBundle } from '../../src/core/minified.ts';
import { testService } from '../support/service.ts';

/** Code as bundlers write it. */
const bundle = `!function(){${'var a=b(c,{d:e});if(f(a)){g=h(i)};'.repeat(1000)}}();`;

describe('minified bundles', () => {
  it('are not analysed, and it is said why', () => {
    assert.equal(isBundle(bundle, 'javascript'), true);
    const reason = testService().open({ uri: 'file:///app/main.js', languageId: undefined, version: 1, text: bundle });
    assert.equal(reason, 'the file is minified code');
  });

  it('are known also where their lines are broken', () => {
    const lines = bundle.match(/[^]{1,499}/g) ?? [];
    assert.equal(isBundle(lines.join('\n'), 'javascript'), true);
    const spaced = bundle.replace(/[=(){};,?:]/g, ' $& ').match(/[^]{1,499}/g) ?? [];
    assert.equal(isBundle(spaced.join('\n'), 'javascript'), false);
  });

  it('are told from prompts and data on one line, and from code with lines of its own', () => {
    const prompt = `const PROMPT = "${'You are careful; you answer (briefly) in plain words. '.repeat(1000)}";\n`;
    const data = `export const rows = [${'"one", "two words", 3, '.repeat(2000)}];\n`;
    assert.equal(isBundle(prompt, 'typescript'), false);
    assert.equal(isBundle(data, 'typescript'), false);
    assert.equal(isBundle(bundle.replaceAll(';', ';\n'), 'javascript'), false);
    assert.equal(isBundle(bundle, 'python'), false);
  });
});
