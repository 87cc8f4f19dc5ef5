import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { python } from '../../src/core/frontends/python/python.ts';
import { applyEdits, type Finding } from '../../src/core/index.ts';
import { analysed } from '../support/service.ts';

const uri = 'file:///app/main.py';

function findingsOf(text: string, rule: string): readonly Finding[] {
  return analysed(text, uri)
    .findings(uri)
    .filter((finding) => finding.rule === rule);
}

function isBroken(text: string): boolean {
  return parseAll(python.parser, text).tree.hasErrors();
}

/** The prompt that a program sends, holes as their source. */
function systemText(text: string): string {
  const [costed] = analysed(text, uri).calls(uri);
  const parts = costed?.call.segments.filter((segment) => segment.role === 'system').flatMap((segment) => segment.parts) ?? [];
  return parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'hole' ? `<${part.expression}>` : '')).join('');
}

describe('fixes keep everything but what they change', () => {
  it('relocate: lines and sentences move whole, all other text keeps its bytes and order', () => {
    const line = fc.constantFrom(
      'You are a help desk.',
      'Be brief – and polite. 😀',
      '# Rules',
      '- Never guess.',
      '',
      '    indented',
      '{name} asks.',
      'Say {{braces}}.',
      'Tab\\there',
    );
    const volatileLine = fc.constantFrom(
      'It is {datetime.now()}.',
      'Now: {datetime.now():%H:%M}',
      'Id {uuid.uuid4()} of today.',
      'Time {time.time()}! Be quick.',
    );
    const shape = fc.record({
      before: fc.array(line, { maxLength: 3 }),
      volatileLine,
      after: fc.array(line, { maxLength: 3 }),
      lineBreak: fc.constantFrom('\n', '\r\n'),
      tail: fc.constantFrom('', '\n', '\n    '),
      quote: fc.constantFrom('"""', "'''"),
      handbookLast: fc.boolean(),
    });
    let fixed = 0;
    fc.assert(
      fc.property(shape, ({ before, volatileLine: moving, after, lineBreak, tail, quote, handbookLast }) => {
        const stable = [...before, moving, ...after];
        const content = handbookLast ? [...stable, '{HANDBOOK}'] : [...before, moving, '{HANDBOOK}', ...after];
        const source = [
          'import time, uuid',
          'from datetime import datetime',
          'from openai import OpenAI',
          'HANDBOOK = "Keep to the subject and name your sources. " * 200',
          'name = load_name()',
          'def ask():',
          `    system = f${quote}${content.join('\n')}${tail}${quote}`,
          '    return OpenAI().chat.completions.create(model="gpt-5.1", max_tokens=9, messages=[{"role": "system", "content": system}])',
          '',
        ]
          .join('\n')
          .replaceAll('\n', lineBreak);
        assert.ok(!isBroken(source), 'the generator makes valid programs');
        const [finding] = findingsOf(source, 'volatile-prefix');
        const [fix] = finding?.fixes ?? [];
        if (fix === undefined) return;
        fixed++;
        const [cut, insert] = fix.edits;
        assert.ok(cut !== undefined && insert !== undefined);
        const result = applyEdits(source, fix.edits);
        assert.ok(!isBroken(result), result);
        // Taking the moved piece out of both texts leaves the same bytes.
        const rest = source.slice(0, cut.start) + source.slice(cut.end);
        const insertedAt = insert.start - (cut.end - cut.start);
        assert.equal(result.slice(0, insertedAt) + result.slice(insertedAt + insert.newText.length), rest);
        assert.equal(insert.newText.trim(), source.slice(cut.start, cut.end).trim());
        assert.deepEqual(findingsOf(result, 'volatile-prefix'), [], result);
        // What the model is sent: the same lines, in another order.
        const lines = (text: string): string[] =>
          systemText(text)
            .split(/[\n ]+/)
            .filter((word) => word !== '')
            .sort();
        assert.deepEqual(lines(result), lines(source));
      }),
      { numRuns: 300 },
    );
    assert.ok(fixed > 100, `only ${fixed} of 300 prompts had a fix`);
  });

  it('output limit: any argument list stays valid, and only the limit is added', () => {
    // Without a model nobody knows what an answer costs, and nothing is said.
    const model = 'model="gpt-4.1"';
    const argument = fc.constantFrom(model, 'messages=[]', 'temperature=0', 'stop=["a", "b"]', 'user=(1, 2)', 'seed=f(x, y=2)');
    const layout = fc.record({
      args: fc.uniqueArray(argument, { minLength: 0, maxLength: 5 }).map((args) => (args.includes(model) ? args : [model, ...args])),
      multiLine: fc.boolean(),
      trailingComma: fc.boolean(),
      comment: fc.constantFrom('', '  # why, oh why', '  # (a, b)'),
      lineBreak: fc.constantFrom('\n', '\r\n'),
      indent: fc.constantFrom('', '    ', '\t'),
    });
    fc.assert(
      fc.property(layout, ({ args, multiLine, trailingComma, comment, lineBreak, indent }) => {
        const comma = trailingComma && args.length > 0 ? ',' : '';
        const inner =
          multiLine && args.length > 0
            ? `\n${args.map((arg) => `${indent}    ${arg}`).join(`,\n`)}${comma}${comment}\n${indent}`
            : `${args.join(', ')}${comma}`;
        const head = indent === '' ? '' : 'if True:\n';
        const source =
          `from openai import OpenAI\nclient = OpenAI()\n${head}${indent}r = client.chat.completions.create(${inner})\n`.replaceAll(
            '\n',
            lineBreak,
          );
        assert.ok(!isBroken(source), source);
        const [finding] = findingsOf(source, 'unbounded-output');
        const [fix] = finding?.fixes ?? [];
        assert.ok(fix !== undefined, source);
        const result = applyEdits(source, fix.edits);
        assert.ok(!isBroken(result), result);
        assert.deepEqual(findingsOf(result, 'unbounded-output'), [], result);
        const [call] = analysed(result, uri).calls(uri);
        assert.equal(call?.call.maxTokens.state, 'known');
        assert.ok(fix.edits.every((edit) => edit.start === edit.end));
        const undone = fix.edits.reduceRight((text, { start, newText }, index) => {
          const at = start + fix.edits.slice(0, index).reduce((sum, before) => sum + before.newText.length, 0);
          return text.slice(0, at) + text.slice(at + newText.length);
        }, result);
        assert.equal(undone, source);
        // What a comment says about the last argument stays behind it.
        const noted = result.split(/\r?\n/).find((line) => comment !== '' && line.endsWith(comment));
        assert.ok(!multiLine || comment === '' || noted?.includes(args.at(-1) ?? '') === true, result);
      }),
      { numRuns: 300 },
    );
  });
});
