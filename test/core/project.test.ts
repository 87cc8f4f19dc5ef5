import assert from 'node:assert/strict';
import { frontEndFor } from '../../src/core/frontends/index.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { placeOf } from '../../src/core/program.ts';
import { Project } from '../../src/core/linker/index.ts';

describe('project', () => {
  it('knows the callers of a name after each edit, without searching all files again', () => {
    const texts = new Map([
      ['file:///a.py', 'ask(1)\n'],
      ['file:///b.py', 'other(1)\n'],
    ]);
    let reads = 0;
    const project = new Project({
      uris: [...texts.keys()],
      read: (uri) => {
        reads++;
        return texts.get(uri);
      },
    });
    const callers = (): string[] => project.callsTo('ask').map(({ file }) => file.facts.uri);
    const edit = (uri: string, text: string): void => {
      const frontEnd = frontEndFor(uri, undefined);
      assert.ok(frontEnd !== undefined);
      project.update(uri, { facts: frontEnd.facts(uri, parseAll(frontEnd.parser, text).tree), text });
    };
    assert.deepEqual(callers(), ['file:///a.py']);
    const before = reads;
    edit('file:///b.py', 'ask(2)\n');
    assert.deepEqual(callers(), ['file:///a.py', 'file:///b.py']);
    edit('file:///a.py', 'nothing()\n');
    assert.deepEqual(callers(), ['file:///b.py']);
    edit('file:///elsewhere.py', 'ask(3)\n');
    assert.deepEqual(callers(), ['file:///b.py']);
    assert.equal(reads, before);
  });

  it('knows the lines of every file that can be read, as it was when it was linked', () => {
    const texts = new Map([
      ['file:///a.py', 'x = 1\n\ny = 2\n'],
      ['file:///prompt.txt', 'ü\r\n😀 z\n'],
    ]);
    const project = new Project({ uris: ['file:///a.py'], read: (uri) => texts.get(uri) });
    const lineOf = (uri: string, start: number): unknown => {
      const program = project.withLines(uri);
      return program === undefined ? undefined : placeOf(program, { start, end: start })?.range.start;
    };
    project.file('file:///a.py');
    texts.set('file:///a.py', 'another text');
    assert.deepEqual(lineOf('file:///a.py', 7), { line: 2, character: 0 });
    assert.deepEqual(lineOf('file:///prompt.txt', 6), { line: 1, character: 3 });
    assert.equal(lineOf('file:///gone.py', 0), undefined);
  });
});
