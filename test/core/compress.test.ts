import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classesOf, compressText, lostConstraint, type Compression, type CompressionPart } from '../../src/core/compress/index.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { python } from '../../src/core/frontends/python/python.ts';
import { typescript } from '../../src/core/frontends/javascript/javascript.ts';
import { applyEdits, mergedEdits } from '../../src/core/index.ts';
import { countO200k } from '../support/o200k.ts';
import { analysed } from '../support/service.ts';
import { assertEffort } from '../support/effort.ts';

const SEED = 20261122;

function compressed(text: string, ...parts: readonly CompressionPart[]): Compression {
  return compressText(text, { count: countO200k, classes: classesOf(parts.length === 0 ? ['safe', 'review'] : parts) });
}

/** Lines of prompts, with much in them that must stay. */
const line = fc.constantFrom(
  'You are a help desk.',
  'You must never promise a refund before the order has been found in the order system.',
  'Always answer in `snake_case`, within 30 words, in order to be read.',
  'See https://example.org/a?b=1   for more.  ',
  '# Rules',
  '## Answers',
  '- Never guess.   ',
  '  - inner  item',
  '1. First do this.',
  '',
  '',
  '   ',
  '---------------',
  'Title',
  '=======',
  '════════════════════════════',
  '<!-- a remark for people -->',
  '<!-- MUST stay 17 -->',
  '| a      | bb       |',
  '|--------|----------|',
  '| `x  y` | {name}   |',
  '```',
  'code   with   blanks   ',
  '    indented   ',
  '{{name}}   ',
  '{% if x %}   ',
  'Say “in order to” and "prior to" as they are.',
  'Two words\u00A0and\u200B more.',
  '[',
  '  {"a": 1,   "b": "x  y"}',
  ']',
  '{',
  '  "key":   "value"',
  '}',
  'Prior to that, it is important that you ask each and every user.',
  '<example>',
  '</example>',
  '😀 emoji\t',
  "It's 5 o'clock, don't ask.",
);

const prompt = fc.array(line, { minLength: 1, maxLength: 24 }).map((lines) => lines.join('\n'));

/** A text without anything that layout is made of. */
function dense(text: string): string {
  return text
    .replace(/[\s\u00A0\u200B\u2060\uFEFF]+/g, '')
    .replace(/-{3,}/g, '---')
    .replace(/={3,}/g, '===');
}

describe('compression of texts', () => {
  it('safe: 2,500 prompts keep every byte but layout, code and placeholders keep all, and a second run changes nothing', () => {
    let changed = 0;
    fc.assert(
      fc.property(prompt, (text) => {
        const result = compressed(text, 'safe');
        if (result.text !== text) changed++;
        assert.equal(dense(result.text), dense(text));
        assert.ok(result.tokensAfter <= result.tokensBefore);
        assert.equal(countO200k(result.text), result.tokensAfter);
        assert.equal(compressed(result.text, 'safe').text, result.text);
        assert.equal(
          applyEdits(
            text,
            result.changes.map((change) => ({ ...change, uri: '' })),
          ),
          result.text,
        );
        for (const [kept] of text.matchAll(/`[^`\n]+`|\{\{name\}\}|\{% if x %\}|https?:\S+/g)) assert.ok(result.text.includes(kept), kept);
      }),
      { numRuns: 2500, seed: SEED },
    );
    assert.ok(changed > 600, `only ${changed} prompts had something to take out`);
  });

  it('both parts: 1,000 prompts keep every constraint, and a second run changes nothing', () => {
    let changed = 0;
    fc.assert(
      fc.property(prompt, (text) => {
        const result = compressed(text);
        if (result.text !== text) changed++;
        assert.equal(lostConstraint(text, result.text), undefined);
        assert.equal(compressed(result.text).text, result.text);
        assert.equal(
          result.saved.reduce((sum, { tokens }) => sum + tokens, 0),
          result.tokensBefore - result.tokensAfter,
        );
      }),
      { numRuns: 1000, seed: SEED },
    );
    assert.ok(changed > 400, `only ${changed} prompts had something to take out`);
  });

  it('names what would be lost, and keeps it', () => {
    const text = 'Rules.\n\n<!-- Orders above 500 are never shipped without a signature, whatever anybody says here -->\n\nGo.\n';
    const { dropped, text: after } = compressed(text);
    assert.equal(after, text);
    assert.deepEqual(
      dropped.map(({ class: kind, lost }) => `${kind}: ${lost}`),
      ['comment: number 500'],
    );
  });

  it('leaves hostile text alone, in time', () => {
    for (const text of [
      '['.repeat(50_000),
      '[\n'.repeat(20_000),
      '`'.repeat(50_000),
      '| '.repeat(30_000),
      '<!--'.repeat(20_000),
      '{{'.repeat(30_000),
    ]) {
      assertEffort(100, text.slice(0, 4), () => {
        compressText(text, { count: (part) => part.length, classes: classesOf(['safe', 'review']) });
      });
    }
  });
});

/** What a program sends, holes as their source. */
function sent(text: string, uri: string): string {
  const parts = analysed(text, uri)
    .calls(uri)
    .flatMap(({ call }) => call.segments)
    .flatMap((segment) => segment.parts);
  return parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'hole' ? `<${part.expression}>` : '')).join('');
}

function literal(lines: readonly string[], quote: string): string {
  const text = lines.join('\n').replaceAll('\\', '\\\\');
  if (quote === 'f"""') return `f"""${text.replace(/[{}]/g, '$&$&').replaceAll('"""', '').replaceAll('«name»', '{name}')}\n"""`;
  if (quote === '"""') return `"""${text.replaceAll('"""', '')}\n"""`;
  if (quote === '`') return `\`${text.replaceAll('`', '\\`').replaceAll('${', '\\${').replaceAll('«name»', '${name}')}\n\``;
  return JSON.stringify(lines.join('\n'));
}

describe('compression in programs', () => {
  const shape = fc.record({
    lines: fc.array(fc.oneof(line, fc.constantFrom('«name»   ', 'Ask «name».   ', '| «name»   | a     |')), {
      minLength: 2,
      maxLength: 16,
    }),
    quote: fc.constantFrom('f"""', '"""', '"', '`'),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    parts: fc.constantFrom('safe' as const, 'all' as const),
  });

  it('1,500 programs still parse, keep all bytes outside of the prompt, and send the same but for what was taken out', () => {
    let changed = 0;
    fc.assert(
      fc.property(shape, ({ lines, quote, lineBreak, parts }) => {
        const isScript = quote === '`';
        const uri = isScript ? 'file:///app/main.ts' : 'file:///app/main.py';
        const text = literal(lines, quote);
        const source = (
          isScript
            ? `import OpenAI from 'openai';\nconst name = ask();\nconst SYSTEM = ${text};\nawait new OpenAI().chat.completions.create({ model: 'gpt-5.1', max_completion_tokens: 9, messages: [{ role: 'system', content: SYSTEM }] });\n`
            : `from openai import OpenAI\nname = ask()\nSYSTEM = ${text}\nOpenAI().chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=[{"role": "system", "content": SYSTEM}])\n`
        ).replaceAll('\n', lineBreak);
        const broken = (code: string): boolean => parseAll((isScript ? typescript : python).parser, code).tree.hasErrors();
        fc.pre(!broken(source));
        const edits = mergedEdits(analysed(source, uri).compress(uri, parts));
        const result = applyEdits(source, edits);
        if (edits.length > 0) changed++;
        assert.ok(!broken(result), result);
        const begin = source.indexOf(text.slice(0, 1), source.indexOf('SYSTEM ='));
        assert.ok(
          edits.every(({ start, end }) => start > begin && end <= source.lastIndexOf(isScript ? '`' : '"', source.lastIndexOf('create'))),
          result,
        );
        if (parts === 'safe') assert.equal(dense(sent(result, uri)), dense(sent(source, uri)));
        else assert.equal(lostConstraint(sent(source, uri), sent(result, uri)), undefined);
        assert.deepEqual(mergedEdits(analysed(result, uri).compress(uri, parts)), [], result);
      }),
      { numRuns: 1500, seed: SEED },
    );
    assert.ok(changed > 400, `only ${changed} programs had something to take out`);
  });
});

describe('compress this prompt', () => {
  const uri = 'file:///app/AGENTS.md';
  const text = '# Rules   \n\nKeep it short in order to be read.   \n\n\n\n\nNever say `x  y`.\n';

  it('answers for the prompt at a position, by parts, and only for the version that was analysed', () => {
    const service = analysed(text, uri);
    const [safe] = service.compress(uri, 'safe', { line: 2, character: 3 });
    const [all] = service.compress(uri, 'all', { line: 2, character: 3 });
    assert.ok(safe !== undefined && all !== undefined);
    assert.ok(all.tokensAfter < safe.tokensAfter && safe.tokensAfter < safe.tokensBefore);
    // Blank lines and the blanks behind the heading are no tokens, so they stay.
    assert.equal(applyEdits(text, all.edits), '# Rules   \n\nKeep it short to be read.\n\n\n\n\nNever say `x  y`.\n');
    service.change(uri, 2, [{ text: `${text}More.` }]);
    assert.deepEqual(service.compress(uri, 'safe'), []);
  });

  it('is offered inside of a prompt, and nowhere else', () => {
    const at = (service: ReturnType<typeof analysed>, file: string, line: number): string[] =>
      service
        .codeActions(file, { start: { line, character: 1 }, end: { line, character: 1 } }, ['refactor.rewrite'])
        .map(({ title }) => title);
    assert.deepEqual(at(analysed(text, uri), uri, 2), ['Compress this prompt…']);
    const code = 'file:///app/main.py';
    const source = 'import os\nfrom openai import OpenAI\nOpenAI().responses.create(model="gpt-5.1", input="Say yes or no.")\n';
    assert.deepEqual(at(analysed(source, code), code, 0), []);
  });
});
