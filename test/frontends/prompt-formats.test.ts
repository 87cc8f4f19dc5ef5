import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { toSource } from '../../src/core/frontends/source-map.ts';
import type { FileFacts } from '../../src/core/facts.ts';
import { parseAll } from '../../src/core/frontends/lezer.ts';
import { frontEndFor } from '../../src/core/index.ts';
import type { PromptCall } from '../../src/core/ir.ts';
import { matchesGolden } from '../support/golden.ts';
import { printCalls } from '../support/print.ts';
import { printInputs, printPrompts } from '../support/print-prompts.ts';
import { analysed, testService } from '../support/service.ts';

const folder = new URL('./prompt-formats/', import.meta.url);
const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => !name.endsWith('.out') && statSync(new URL(name, folder)).isFile())
  .sort();
const texts = new Map(samples.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));

function uriOf(name: string): string {
  return `file:///app/${name}`;
}

function factsOf(text: string, uri: string): FileFacts {
  const frontEnd = frontEndFor(uri, undefined);
  assert.ok(frontEnd !== undefined, uri);
  return frontEnd.facts(uri, parseAll(frontEnd.parser, text).tree);
}

/** The calls of a sample, with the other samples beside it. */
function callsIn(name: string, text: string): readonly PromptCall[] {
  const service = testService();
  const files = new Map([...texts].map(([other, content]) => [uriOf(other), other === name ? text : content]));
  service.analyzeProject({ uris: [...files.keys()], read: (uri) => files.get(uri) }, [uriOf(name)]);
  return service.calls(uriOf(name)).map(({ call }) => call);
}

/** The text that a stretch of source stands for may be written as something else only where the format has escapes or folds lines. */
function stands(source: string, at: number, unit: string): boolean {
  const written = source[at] ?? '';
  const escaped = written === '\\' || /^[#&][a-z]{2,6};/.test(source.slice(at, at + 8));
  return written === unit || (at === source.length - 1 && unit === '\n') || escaped || (/\s/.test(unit) && /\s/.test(written));
}

function checkPlaces(calls: readonly PromptCall[], uri: string, source: string): void {
  for (const call of calls) {
    for (const part of call.segments.flatMap((segment) => segment.parts)) {
      if (part.at.uri !== uri) continue;
      assert.ok(
        part.at.start >= 0 && part.at.end <= source.length && part.at.start <= part.at.end,
        `${call.callee} ${JSON.stringify(part)}`,
      );
      if (part.kind === 'text') {
        for (let i = 0; i < part.text.length; i++) {
          const at = toSource(part.map, i);
          assert.ok(
            stands(source, at, part.text[i] ?? ''),
            `${call.callee}: ${JSON.stringify(part.text)} at ${i} leads to ${JSON.stringify(source.slice(at, at + 12))}`,
          );
        }
      } else if (part.kind === 'hole' && part.expression.length < 60) {
        const written = source.slice(part.at.start, part.at.end);
        const packed = (given: string): string => given.replace(/\s+/g, '');
        // Escapes are written otherwise than what they stand for.
        if (!written.includes('\\'))
          assert.ok(
            packed(written).includes(packed(part.expression)),
            `${JSON.stringify(written)} holds no ${JSON.stringify(part.expression)}`,
          );
      }
    }
    for (const input of [...(call.file?.inputs?.used ?? []), ...(call.file?.inputs?.declared ?? [])])
      // A quote that is never closed makes a name of several lines, which YAML folds.
      if (input.at.uri === uri)
        assert.equal(source.slice(input.at.start, input.at.end).replace(/^\$/, '').replace(/\s+/g, ' '), input.name.replace(/\s+/g, ' '));
  }
}

describe('prompt formats', () => {
  for (const name of samples) {
    const text = texts.get(name) ?? '';
    const uri = uriOf(name);
    it(`prints the facts and the calls of ${name}`, () => {
      const calls = callsIn(name, text);
      assert.ok(/chat\.json$|clients\.baml$/.test(name) || calls.length > 0);
      const facts = factsOf(text, uri);
      matchesGolden(
        new URL(`${name}.out`, folder).pathname,
        `${printPrompts(facts.prompts, text)}\n${printCalls(calls, text)}\n${printInputs(calls)}`,
      );
    });

    it(`finds the same in ${name} with other line ends and a byte order mark`, () => {
      const plain = callsIn(name, text);
      const other = callsIn(name, `\uFEFF${text.replaceAll('\n', '\r\n')}`);
      const essence = (call: PromptCall): unknown => [
        call.callee,
        call.api,
        call.provider,
        call.segments.map((segment) => [
          segment.role,
          segment.parts.map((part) =>
            part.kind === 'text' ? part.text.replaceAll('\r\n', '\n') : part.kind === 'hole' ? part.expression : part.media,
          ),
        ]),
        call.file?.inputs?.unused.map((input) => input.name),
      ];
      assert.deepEqual(other.map(essence), plain.map(essence));
      checkPlaces(other, uri, `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    });

    it(`says where every text and hole of ${name} stands`, () => {
      checkPlaces(callsIn(name, text), uri, text);
    });

    it(`never throws on ${name} cut anywhere, and keeps its places`, () => {
      for (let length = 0; length < text.length; length += 11) {
        const cut = text.slice(0, length);
        checkPlaces(
          analysed(cut, uri)
            .calls(uri)
            .map(({ call }) => call),
          uri,
          cut,
        );
      }
    });

    it(`answers edits of ${name} as a fresh document would`, async () => {
      const edit = fc.record({
        line: fc.nat(text.split('\n').length),
        character: fc.nat(40),
        length: fc.nat(12),
        insert: fc.constantFrom('', 'x', '"', '{{x}}', '{%', '}}', '\n', '\r\n', '😀', '\t', '---\n', 'user:\n', '{y}', '&a ', '*a', '#'),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
          const service = testService();
          service.open({ uri, languageId: undefined, version: 1, text });
          service.analyzeNow(uri);
          let version = 1;
          for (const { line, character, length, insert } of edits) {
            service.change(uri, ++version, [
              { range: { start: { line, character }, end: { line, character: character + length } }, text: insert },
            ]);
            await service.analyze(uri);
          }
          const now = service.document(uri)?.text ?? '';
          assert.deepEqual(service.calls(uri), analysed(now, uri).calls(uri));
          checkPlaces(
            service.calls(uri).map(({ call }) => call),
            uri,
            now,
          );
        }),
        { numRuns: 15 },
      );
    });
  }

  it('keeps places through everything that YAML does to text', () => {
    const piece = fc.constantFrom(
      'word',
      '{{x}}',
      '😀',
      ' ',
      '  ',
      '\t',
      '\n',
      '\n\n',
      "it's",
      '"q"',
      'ü',
      ': ',
      ' #',
      '- ',
      '\\',
      '{y}',
      '%',
      '&',
      '*',
    );
    const body = fc.array(piece, { minLength: 1, maxLength: 25 }).map((pieces) => `begin ${pieces.join('')} end`);
    const styles: readonly ((text: string) => string)[] = [
      (text) => `|\n${indented(text, '      ')}`,
      (text) => `|-\n${indented(text, '          ')}`,
      (text) => `>\n${indented(text, '      ')}`,
      (text) => `>+\n${indented(text, '      ')}\n\n`,
      (text) => JSON.stringify(text),
      (text) => `'${text.replaceAll("'", "''").replace(/\n/g, '\n\n      ')}'`,
      (text) => `&anchor ${JSON.stringify(text)}`,
    ];
    fc.assert(
      fc.property(body, fc.nat(styles.length - 1), fc.boolean(), (text, style, crlf) => {
        const written = `model: openai/gpt-4o\nmodelParameters: {maxTokens: 5}\nmessages:\n  - role: user\n    content: ${styles[style]?.(text) ?? ''}\n  - role: system\n    content: last {{z}}\n`;
        const source = crlf ? written.replaceAll('\n', '\r\n') : written;
        const uri = 'file:///app/x.prompt.yml';
        const calls = analysed(source, uri)
          .calls(uri)
          .map(({ call }) => call);
        checkPlaces(calls, uri, source);
      }),
      { numRuns: 400 },
    );
  });

  it('reads files by their paths and their content, and leaves others alone', () => {
    const none = (uri: string, text: string): void => {
      const frontEnd = frontEndFor(uri, undefined);
      assert.ok(frontEnd === undefined || frontEnd.mayConcern?.(text, uri) === false || analysed(text, uri).calls(uri).length === 0, uri);
    };
    none('file:///app/README.md', 'Hello {{name}}');
    none('file:///app/prompts/README.md', 'Hello {{name}}');
    none('file:///app/templates/mail.j2', 'Hello {{ name }}');
    none('file:///app/docker-compose.yml', 'services:\n  a:\n    template: x\n');
    none('file:///app/deploy.yaml', 'apiVersion: v1\nspec:\n  template:\n    metadata: {}\n');
    // What tests play back instead of asking a provider.
    const tool =
      '      - name: river\n        description: Finds a river.\n        input_schema:\n          type: object\n          properties: {}\n';
    const recorded = `- request:\n    parsed_body:\n      tools:\n${tool}`;
    assert.ok(analysed(recorded, 'file:///app/river.yaml').calls('file:///app/river.yaml').length > 0);
    for (const head of ['interactions:\n', 'version: 1\ninteractions:\n', '---\r\n# by hand\r\nhttp_interactions:\r\n'])
      none('file:///app/cassettes/river.yaml', head + recorded);
    none('file:///app/log.yaml', 'messages:\n  - role: user\n    content: hello\n  - role: assistant\n    content: hi\n');
    none('file:///app/record.json', '{"messages": [{"role": "user", "content": "x"}], "usage": {"total": 3}, "labels": []}');
    none('file:///app/issue.yml', 'name: Bug\nlabels: [bug]\nbody:\n  - type: markdown\n    prompt: x\n');
  });
});

function indented(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => by + line)
    .join('\n');
}
