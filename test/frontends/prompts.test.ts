import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { analysed, testService } from '../support/service.ts';
import { toSource } from '../../src/core/frontends/source-map.ts';
import { frontEndFor, type PromptCall } from '../../src/core/index.ts';
import { matchesGolden } from '../support/golden.ts';
import { printPromptFile } from '../support/print.ts';
import { frontEnds } from '../../src/core/frontends/index.ts';
import { assertEffort } from '../support/effort.ts';

const folder = new URL('./prompts/', import.meta.url);
const root = 'file:///';

/** Every file of the examples by its URI; a whole workspace of one company. */
const files: ReadonlyMap<string, string> = new Map(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.expected.txt'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.pathname.length).replace(/^\/+/, ''))
    .sort()
    .map((path) => [root + path, readFileSync(new URL(path, folder), 'utf8')]),
);

function callsOf(uri: string, texts: ReadonlyMap<string, string> = files): readonly PromptCall[] {
  const service = testService();
  service.analyzeProject({ uris: [...texts.keys()], read: (asked) => texts.get(asked) }, [uri]);
  return service.calls(uri).map(({ call }) => call);
}

describe('prompt files', () => {
  const promptFiles = [...files.keys()].filter((uri) => frontEndFor(uri, 'markdown')?.language === 'prompt');

  it('reads the examples', () => {
    const printed = promptFiles.map((uri) => {
      const service = testService();
      service.analyzeProject({ uris: [...files.keys()], read: (asked) => files.get(asked) }, [uri]);
      const facts = service.calls(uri).map(({ call, cost }) => printPromptFile(call, cost, files.get(uri) ?? ''));
      return `## ${uri.slice(root.length)}\n${facts.join('')}${service
        .problems(uri)
        .map((problem) => `problem: ${problem.message}\n`)
        .join('')}`;
    });
    matchesGolden(new URL('./prompts.expected.txt', import.meta.url).pathname, printed.join('\n'));
  });

  const forms: Readonly<Record<string, (text: string) => string>> = {
    'as written': (text) => text,
    CRLF: (text) => text.replaceAll('\n', '\r\n'),
    'a byte order mark': (text) => `\uFEFF${text}`,
    'tabs and emoji': (text) => text.replaceAll('. ', '.\t😀 '),
  };
  for (const [name, form] of Object.entries(forms)) {
    it(`leads every text back to its source, with ${name}`, () => {
      const texts = new Map([...files].map(([uri, text]) => [uri, form(text)]));
      for (const uri of promptFiles) {
        const plain = callsOf(uri);
        const calls = callsOf(uri, texts);
        assert.equal(calls.length, plain.length, uri);
        for (const call of calls) mapsBack(call, texts);
        for (const [index, call] of calls.entries())
          assert.deepEqual([call.file?.piece, call.file?.sent, call.file?.condition], essence(plain[index]), uri);
      }
    });
  }

  it('never throws, and maps back, wherever a file is cut or edited', () => {
    const edit = fc.record({
      file: fc.constantFrom(...promptFiles),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(12),
      insert: fc.constantFrom(
        '',
        '---\n',
        '`',
        '```\n',
        '<!--',
        '-->',
        '@',
        '@docs/style.md ',
        '$ARGUMENTS',
        '\r',
        '\n',
        ': ',
        '*',
        '- ',
        '"',
        '😀',
        '\uFEFF',
        '\t',
        '{',
        '|',
        '>-\n',
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const texts = new Map(files);
        for (const { file, at, length, insert } of edits) {
          const text = texts.get(file) ?? '';
          const from = Math.floor(at * text.length);
          texts.set(file, text.slice(0, from) + insert + text.slice(from + length));
        }
        for (const { file } of edits) for (const call of callsOf(file, texts)) mapsBack(call, texts);
      }),
      { numRuns: 300 },
    );
  });

  it('shows nothing on documents for people', () => {
    for (const uri of [
      'README.md',
      'docs/README.md',
      '.github/README.md',
      '.github/agents/README.md',
      '.cursor/rules/README.md',
      'docs/style.md',
      'agents.md',
      'notes/claude.md',
    ]) {
      const service = testService();
      service.open({ uri: root + uri, languageId: 'markdown', version: 1, text: '# Title\n\nSome @text.\n' });
      service.analyzeNow(root + uri);
      assert.deepEqual(service.calls(root + uri), [], uri);
      assert.deepEqual(service.codeLenses(root + uri), [], uri);
      assert.deepEqual(service.diagnostics(root + uri), [], uri);
    }
  });

  it('decides by the path, whatever the editor takes a document for', () => {
    for (const languageId of ['markdown', 'prompt', 'instructions', 'plaintext', 'python', undefined])
      assert.equal(frontEndFor('file:///a/CLAUDE.md', languageId)?.language, 'prompt');
    assert.equal(frontEndFor('file:///a/notes.md', 'prompt'), undefined);
  });

  it('follows mentions five hops, and no cycle', () => {
    const texts = new Map([[`${root}CLAUDE.md`, '@a0.md']]);
    for (let i = 0; i < 9; i++) texts.set(`${root}a${i}.md`, `text ${i} @a${i + 1}.md @CLAUDE.md`);
    const [call] = callsOf(`${root}CLAUDE.md`, texts);
    const states = call?.file?.includes.map(({ path, state }) => `${path} ${state}`) ?? [];
    assert.deepEqual(
      states.filter((state) => /loaded|deep/.test(state)),
      [0, 1, 2, 3, 4].map((i) => `a${i}.md loaded`).concat('a5.md deep'),
    );
    assert.equal(states.filter((state) => state === 'CLAUDE.md twice').length, 5);
  });

  it('gives one clear problem for hostile files', () => {
    const head = (text: string): string => `---\nname: x\ndescription: y\n${text}\n---\nBody.\n`;
    // Each line holds nine times the line before.
    const bomb = [1, 2, 3, 4, 5, 6, 7]
      .map(
        (i) =>
          `a${i}: &a${i} [${Array(9)
            .fill(`*a${i === 1 ? '' : i - 1}`)
            .join(', ')}]`,
      )
      .join('\n');
    const hostile: readonly (readonly [name: string, path: string, text: string])[] = [
      ['too long', 'CLAUDE.md', 'a '.repeat(600_000)],
      ['aliases', '.claude/rules/a.md', head(`a: &a [1]\n${bomb}`)],
      ['brackets', '.claude/skills/a/SKILL.md', head(`a: ${'['.repeat(100_000)}`)],
      ['broken', '.claude/agents/a.md', head('a: [')],
      ['not closed', '.claude/rules/a.md', '---\npaths: a\n'],
    ];
    for (const [name, path, text] of hostile) {
      const service = analysed(text, root + path);
      assert.equal(
        service.problems(root + path).length,
        1,
        `${name}: ${service
          .problems(root + path)
          .map(({ message }) => message)
          .join('; ')}`,
      );
      assert.ok(service.calls(root + path).length > 0, name);
    }
  });

  it('takes no long time for any text', () => {
    const units = [
      '`',
      '``` \n',
      '<!--',
      '@',
      '@a ',
      '> ',
      '- ',
      '$ARGUMENTS',
      '!`',
      '---\n',
      '- - ',
      '* ',
      '\\ ',
      '@a\\ ',
      '`a`` ',
      '${input:',
      'a: ',
      '"',
    ];
    for (const unit of units) {
      for (const path of [
        'CLAUDE.md',
        '.claude/commands/a.md',
        '.claude/skills/a/SKILL.md',
        '.cursor/rules/a.mdc',
        '.github/prompts/a.prompt.md',
      ]) {
        for (const lead of ['', '---\n']) {
          const text = lead + unit.repeat(Math.floor(200_000 / unit.length));
          const frontEnd = frontEndFor(root + path, undefined);
          assert.ok(frontEnd !== undefined);
          assertEffort(20, `${JSON.stringify(unit)} in ${path}`, () => {
            const step = frontEnd.parser.start(text, undefined, []).step();
            if (step !== undefined) frontEnd.facts(root + path, step.tree);
          });
        }
      }
    }
  });
});

function essence(call: PromptCall | undefined): unknown {
  return [call?.file?.piece, call?.file?.sent, call?.file?.condition];
}

/** Every text of a call stands where it says; what a client writes in between has no place. */
function mapsBack(call: PromptCall, texts: ReadonlyMap<string, string>): void {
  for (const part of call.segments.flatMap((segment) => segment.parts)) {
    const source = texts.get(part.at.uri) ?? '';
    assert.ok(part.at.start >= 0 && part.at.start <= part.at.end && part.at.end <= source.length, `${call.callee} ${part.at.uri}`);
    if (part.kind === 'hole') assert.equal(source.slice(part.at.start, part.at.end), part.expression);
    if (part.kind !== 'text' || part.at.start === part.at.end) continue;
    for (let i = 0; i < part.text.length; i++) {
      const unit = part.text[i] ?? '';
      const at = toSource(part.map, i);
      const there = source[at] ?? '';
      const same = there === unit || there === '\\' || (/\s/.test(unit) && /\s/.test(there));
      assert.ok(
        same,
        `${part.at.uri}: ${JSON.stringify(unit)} at ${i} of ${JSON.stringify(part.text)} leads to ${JSON.stringify(source.slice(at, at + 8))}`,
      );
    }
  }
  for (const { at, path } of call.file?.includes ?? []) {
    const written = (texts.get(at.uri) ?? '').slice(at.start, at.end);
    assert.ok(written.startsWith('@') && written.slice(1).replaceAll('\\ ', ' ').startsWith(path), `${written} is no mention of ${path}`);
  }
}

describe('front ends of programs', () => {
  it('are found by their ending before any pattern is tried, which none of them fits', () => {
    const places = [
      'prompts/a',
      '.claude/commands/a',
      '.cursor/rules/a',
      '__toolsnaps__/a',
      'system_prompt',
      'CLAUDE',
      'a.prompt',
      'litellm_config',
    ];
    const endings = frontEnds
      .filter(({ files, mayConcern }) => files === undefined && mayConcern === undefined)
      .flatMap((one) => one.extensions);
    assert.ok(endings.includes('.py') && endings.includes('.tsx'));
    for (const place of places)
      for (const ending of endings)
        assert.equal(
          frontEnds.find(({ files }) => files?.test(`file:///app/${place}${ending}`) === true)?.language,
          undefined,
          `${place}${ending}`,
        );
  });
});
