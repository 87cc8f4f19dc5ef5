import assert from 'node:assert/strict';
import { createLanguageService, type LanguageService } from '../../src/core/index.ts';
import { createSegmentCache, createTokenCounter, type TextMeasure } from '../../src/core/tokens/index.ts';
import { countO200k } from '../support/o200k.ts';
import { hostFor } from '../support/service.ts';

const uri = 'file:///app/main.py';
const call = (prompt: string): string =>
  `client.chat.completions.create(model="gpt-4.1", messages=[{"role": "user", "content": ${prompt}}])\n`;
const text = `from openai import OpenAI\nclient = OpenAI()\n${call('"  padded   |   table  |"')}${call('f"{q} and then the rest"')}`;

/** A service that pauses after every step and hands each pause to somebody. */
function pausing(atPause: (service: LanguageService, nth: number) => void): LanguageService {
  let time = 0;
  let nth = 0;
  const service: LanguageService = createLanguageService({
    ...hostFor(),
    elapsed: () => (time += 1_000),
    pause: () => {
      atPause(service, nth++);
      return Promise.resolve();
    },
  });
  return service;
}

const answers = (service: LanguageService): string => JSON.stringify([service.findings(uri), service.calls(uri), service.codeLenses(uri)]);

describe('analysis in steps', () => {
  it('gives way between calls and between rules, and answers the same', async () => {
    let pauses = 0;
    const sliced = pausing(() => pauses++);
    sliced.open({ uri, languageId: 'python', version: 1, text });
    assert.equal(await sliced.analyze(uri), true);
    assert.ok(pauses > 40, `${pauses} pauses`);
    const whole = createLanguageService(hostFor());
    whole.open({ uri, languageId: 'python', version: 1, text });
    whole.analyzeNow(uri);
    assert.ok(whole.findings(uri).length > 0);
    assert.equal(answers(sliced), answers(whole));
  });

  it('ends where the text has changed meanwhile, wherever that happens', async () => {
    const edited = `${text}${call('"one more"')}`;
    const whole = createLanguageService(hostFor());
    whole.open({ uri, languageId: 'python', version: 1, text: edited });
    whole.analyzeNow(uri);
    for (let at = 0; at < 60; at += 3) {
      const changes: number[] = [];
      const service = pausing((own, nth) => {
        if (nth !== at) return;
        changes.push(nth);
        const end = { line: text.split('\n').length - 1, character: 0 };
        own.change(uri, 2, [{ range: { start: end, end }, text: call('"one more"') }]);
      });
      service.open({ uri, languageId: 'python', version: 1, text });
      const done = await service.analyze(uri);
      assert.equal(done, changes.length === 0, `pause ${at}`);
      if (done) continue;
      assert.equal(await service.analyze(uri), true);
      assert.equal(JSON.stringify(service.findings(uri)), JSON.stringify(whole.findings(uri)), `pause ${at}`);
    }
  });

  it('does not forget that something around the document has changed', async () => {
    // The last pause is one between two rules: what they are told about the files around is old by then.
    const service = pausing((own) => {
      own.refresh();
    });
    service.open({ uri, languageId: 'python', version: 1, text });
    await service.analyze(uri);
    let again = 0;
    const before = service.findings(uri);
    await service.analyze(uri, {
      get isCancellationRequested() {
        again++;
        return false;
      },
    });
    assert.ok(again > 0, 'it is analysed once more');
    assert.equal(JSON.stringify(service.findings(uri)), JSON.stringify(before));
  });

  it('measures a long text in pieces as it does in one', () => {
    const long = 'Naïve words, “quotes” and 12345 numbers — 中文 😀 {"json": [1, 2]}\n\n'.repeat(4_000);
    const cache = createSegmentCache<TextMeasure>(8_000_000);
    const counter = createTokenCounter(countO200k, { remember: (one, measure) => cache.get(one, measure), knows: (one) => cache.has(one) });
    const pieces = [...counter.measureInSteps(long)].length;
    assert.ok(pieces > 3);
    assert.equal(cache.has(long), true);
    assert.deepEqual(counter.measure(long), createTokenCounter(countO200k).measure(long));
    assert.equal([...counter.measureInSteps(long)].length, 0, 'what is known is not measured again');
  });
});
