import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { RUNTIME_FILE, wasmGrammar } from '../../src/core/frontends/tree-sitter/grammar.ts';
import type { WasmParser } from '../../src/core/frontends/tree-sitter/parser.ts';
import { readGrammar } from '../../src/files/index.ts';
import { createLanguageService } from '../../src/core/index.ts';
import { hostFor } from '../support/service.ts';

/** Memory outside of the heap, that of wasm included, after garbage has been collected. */
function externalBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().external;
}

const SOURCE = 'package main\n\nfunc main() {\n\tx := "😀" + y // é\n\tf(x)\n}\n';

describe('wasm grammars', function () {
  this.timeout(60_000);

  it('counts in UTF-16 units', async () => {
    const grammar = wasmGrammar('tree-sitter-go.wasm');
    await grammar.prepare(readGrammar);
    const { tree } = parseAll(grammar.parser, SOURCE);
    const names = Array.from({ length: tree.size }, (_, node) => node).filter((node) => tree.kind(node) === 'identifier');
    assert.deepEqual(
      names.map((node) => tree.textOf(node)),
      ['main', 'x', 'y', 'f', 'x'],
    );
    assert.equal(tree.end(0), SOURCE.length);
  });

  it('frees its trees: 1,000 edits of ten documents leave a handful alive, and no memory behind', async () => {
    const grammar = wasmGrammar('tree-sitter-go.wasm');
    await grammar.prepare(readGrammar);
    const parser = grammar.parser as WasmParser;
    const documents = Array.from({ length: 10 }, () => ({ text: SOURCE.repeat(20), state: parseAll(parser, '').state }));
    let settled = 0;
    for (let edit = 0; edit < 1000; edit++) {
      const document = documents[edit % documents.length]!;
      const at = (edit * 37) % document.text.length;
      document.text = `${document.text.slice(0, at)}${edit % 3 === 0 ? '(' : 'x'}${document.text.slice(at + 1)}`;
      // Every seventh parse is given up half way, as an edit that overtakes it does.
      if (edit % 7 === 0) parser.start(document.text, document.state, []).step();
      document.state = parseAll(parser, document.text, document.state).state;
      assert.ok(parser.alive <= 6, `${parser.alive} trees are alive after ${edit + 1} edits`);
      if (edit === 300) settled = externalBytes();
    }
    assert.ok(externalBytes() - settled < 4_000_000);
  });

  it('finishes both of two parses that take turns', async () => {
    const grammar = wasmGrammar('tree-sitter-go.wasm');
    await grammar.prepare(readGrammar);
    const texts = [SOURCE.repeat(400), SOURCE.repeat(500)];
    const jobs = texts.map((text) => grammar.parser.start(text, undefined, []));
    const results = jobs.map(() => false);
    for (let turn = 0; turn < 10_000 && results.includes(false); turn++) {
      jobs.forEach((job, i) => {
        if (results[i] !== true) results[i] = job.step() !== undefined;
      });
    }
    assert.deepEqual(results, [true, true]);
  });

  it('answers with an incomplete tree while the grammar is not loaded', () => {
    const { tree } = parseAll(wasmGrammar('tree-sitter-go.wasm').parser, SOURCE);
    assert.match(tree.incomplete ?? '', /not loaded/);
  });

  it('says why a grammar cannot be loaded, and may be asked again', async () => {
    const grammar = wasmGrammar('tree-sitter-go.wasm');
    await assert.rejects(
      grammar.prepare((file) => (file === RUNTIME_FILE ? readGrammar(file) : Promise.reject(new Error('no such file')))),
      /no such file/,
    );
    await assert.rejects(
      grammar.prepare((file) => (file === RUNTIME_FILE ? readGrammar(file) : Promise.resolve(new Uint8Array([1, 2, 3])))),
    );
    assert.equal(grammar.ready(), false);
    await grammar.prepare(readGrammar);
    assert.equal(grammar.ready(), true);
  });

  it('analyses documents of new languages in the service, each with its own grammar', async () => {
    const service = createLanguageService(hostFor());
    const go =
      'package main\nimport "github.com/sashabaranov/go-openai"\nfunc f() { openai.NewClient("k").CreateChatCompletion(nil, openai.ChatCompletionRequest{Model: "gpt-4o"}) }\n';
    service.open({ uri: 'file:///a.go', languageId: 'go', version: 1, text: go });
    service.open({ uri: 'file:///b.py', languageId: 'python', version: 1, text: 'x = 1\n' });
    assert.deepEqual(await Promise.all([service.analyze('file:///a.go'), service.analyze('file:///b.py')]), [true, true]);
    assert.equal(service.calls('file:///a.go').length, 1);
    service.change('file:///a.go', 2, [{ range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } }, text: '// x\n' }]);
    assert.equal(await service.analyze('file:///a.go'), true);
    assert.equal(service.calls('file:///a.go')[0]?.call.at.start, go.indexOf('openai.NewClient') + '// x\n'.length);
  });
});
