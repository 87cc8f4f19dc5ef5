import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_TEXT_LENGTH } from '../../src/core/index.ts';
import { analysed, testService } from '../support/service.ts';

const uri = 'file:///app/main.py';
const source = `from openai import OpenAI
client = OpenAI()

def ask(question, name):
    return client.chat.completions.create(model="gpt-4.1", messages=[{"role": "user", "content": f"{name}: {question}"}])

def more():
    return client.responses.create(model="gpt-6.1-terra", input="Hello", max_output_tokens=9)
`;

describe('language service', () => {
  it('gives the same answers after random edits as for a fresh document', async () => {
    const edit = fc.record({
      line: fc.nat(9),
      character: fc.nat(60),
      length: fc.nat(10),
      insert: fc.constantFrom('', 'x', '"', '(', ')', '\n', '\r\n', '\r', '😀', '#', ',', '{', '    ', '\uFEFF'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
        const service = testService();
        service.open({ uri, languageId: 'python', version: 1, text: source });
        service.analyzeNow(uri);
        let version = 1;
        for (const { line, character, length, insert } of edits) {
          const change = { range: { start: { line, character }, end: { line, character: character + length } }, text: insert };
          service.change(uri, ++version, [change]);
          await service.analyze(uri);
        }
        const text = service.document(uri)?.text ?? '';
        const fresh = analysed(text, uri);
        assert.deepEqual(service.calls(uri), fresh.calls(uri));
        assert.deepEqual(service.findings(uri), fresh.findings(uri));
        for (const lens of service.codeLenses(uri)) assert.ok(lens.range.start.line < text.split(/\r\n|\n|\r/).length);
      }),
      { numRuns: 150 },
    );
  });

  it('answers within the document for a call cut at every character', () => {
    const call = source.slice(source.indexOf('    return client.chat'), source.indexOf('\n\ndef more'));
    const at = source.indexOf(call);
    for (let length = 0; length < call.length; length++) {
      const text = source.slice(0, at) + call.slice(0, length) + source.slice(at + call.length);
      const service = analysed(text, uri);
      for (const { call: found } of service.calls(uri)) assert.ok(found.at.start >= 0 && found.at.end <= text.length);
      assert.ok(service.calls(uri).length >= 1, `nothing left with ${JSON.stringify(call.slice(0, length))}`);
    }
  });

  it('is overtaken by edits: an analysis of an old version answers false', async () => {
    const service = testService();
    const big = source + 'x = [1, 2, 3]\n'.repeat(60_000);
    service.open({ uri, languageId: 'python', version: 1, text: big });
    const pending = service.analyze(uri);
    service.change(uri, 2, [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# new\n' }]);
    assert.equal(await pending, false);
    assert.equal(await service.analyze(uri), true);
    assert.equal(service.calls(uri).length, 2);
  });

  it('stops when cancelled', async () => {
    const service = testService();
    service.open({ uri, languageId: 'python', version: 1, text: source + 'x = [1, 2, 3]\n'.repeat(60_000) });
    assert.equal(await service.analyze(uri, { isCancellationRequested: true }), false);
  });

  it('refuses what it cannot analyse, with a reason', () => {
    const service = testService();
    assert.equal(service.open({ uri, languageId: 'python', version: 1, text: 'a\0b' }), 'the file is binary');
    assert.match(
      service.open({ uri, languageId: 'python', version: 1, text: 'x'.repeat(MAX_TEXT_LENGTH + 1) }) ?? '',
      /more than 4,000,000 are not analysed/,
    );
    assert.equal(service.open({ uri: 'file:///a.txt', languageId: 'plaintext', version: 1, text: '' }), 'no front end reads this language');
    assert.deepEqual(service.codeLenses(uri), []);
    assert.deepEqual(service.diagnostics(uri), []);
  });

  it('suppresses findings by comment: same line, line above, whole file, all rules', () => {
    const call = 'client.chat.completions.create(model="gpt-4.1", messages=[])';
    const head = 'from openai import OpenAI\nclient = OpenAI()\n';
    const rulesOf = (text: string): string[] =>
      analysed(text, uri)
        .findings(uri)
        .map((finding) => finding.rule)
        .filter((rule) => rule !== 'unused-suppression');
    assert.deepEqual(rulesOf(`${head}${call}\n`), ['unbounded-output']);
    assert.deepEqual(rulesOf(`${head}${call}  # pennylint: ignore[unbounded-output] demo\n`), []);
    assert.deepEqual(rulesOf(`${head}# pennylint: ignore[unbounded-output, volatile-prefix]\n${call}\n`), []);
    assert.deepEqual(rulesOf(`${head}# pennylint: ignore\n${call}\n`), []);
    assert.deepEqual(rulesOf(`# pennylint: ignore-file[unbounded-output] demo\n${head}${call}\n`), []);
    assert.deepEqual(rulesOf(`${head}${call}  # pennylint: ignore[volatile-prefix]\n`), ['unbounded-output']);
    assert.deepEqual(rulesOf(`${head}x = 1  # pennylint: ignore[unbounded-output]\n${call}\n`), ['unbounded-output']);
    assert.deepEqual(rulesOf(`${head}x = "# pennylint: ignore[unbounded-output]"\n${call}\n`), ['unbounded-output']);
  });

  it('shows source text in hovers as text, never as Markdown', () => {
    const text = `from openai import OpenAI\nOpenAI().responses.create(model="[x](command:evil) <b> | \`y\`", input="x", max_output_tokens=1)\n`;
    const hover = analysed(text, uri).hover(uri, { line: 1, character: 3 });
    const value = (hover?.contents as { value: string }).value;
    assert.doesNotMatch(value, /[^\\]\[x\]\(command/);
    assert.doesNotMatch(value, /[^\\]<b>/);
  });

  it('assumes no output for calls that return none', () => {
    const text = `from openai import OpenAI\nOpenAI().embeddings.create(model="gpt-4.1", input="x")\n`;
    const [costed] = analysed(text, uri).calls(uri);
    assert.equal(costed?.cost.expectedOutput, 0);
    assert.equal(costed.cost.models[0]?.worstOutput, 0);
  });

  it('keeps untitled documents and their lenses when settings change', () => {
    const service = testService();
    service.open({ uri: 'untitled:1', languageId: 'python', version: 1, text: source });
    service.analyzeNow('untitled:1');
    service.refresh();
    assert.equal(service.codeLenses('untitled:1').length, 2);
    service.analyzeNow('untitled:1');
    assert.equal(service.calls('untitled:1').length, 2);
  });

  it('never shows an unknown price as money', () => {
    const text = `from openai import OpenAI\nOpenAI().responses.create(model="gpt-77", input="x", max_output_tokens=1)\n`;
    const [lens] = analysed(text, uri).codeLenses(uri);
    assert.match(lens?.command?.title ?? '', /^unpriced · /);
    assert.doesNotMatch(lens?.command?.title ?? '', /\$/);
  });
});
