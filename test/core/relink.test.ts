import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { candidateFiles, Project, ProjectLinker } from '../../src/core/linker/index.ts';
import type { PromptCall } from '../../src/core/ir.ts';
import { atOnce } from '../../src/core/steps.ts';

const folder = path.resolve(import.meta.dirname, '../projects');
/** Languages that are parsed without grammars that have to be loaded. */
const SOURCE = /\.(py|ts|tsx|js)$/;

/** Texts of a project by their URIs. */
function textsOf(root: string): Map<string, string> {
  const files = (readdirSync(root, { recursive: true }) as string[]).map((name) => path.join(root, name)).sort();
  return new Map(files.filter((file) => statSync(file).isFile()).map((file) => [pathToFileURL(file).href, readFileSync(file, 'utf8')]));
}

function linkerOf(texts: ReadonlyMap<string, string>): { linker: ProjectLinker; calls: ReadonlyMap<string, readonly PromptCall[]> } {
  const files = { uris: [...texts.keys()].filter((uri) => SOURCE.test(uri)), read: (uri: string) => texts.get(uri) };
  const linker = new ProjectLinker(new Project(files));
  return { linker, calls: atOnce(linker.linkAll(candidateFiles(files))) };
}

/** What developers see of a call; how often others call it is counted by linking all files only. */
function seen(calls: readonly PromptCall[]): string[] {
  return calls.map(({ at, kind, callee, model, provider, via, system, messages, segments }) =>
    JSON.stringify({
      at,
      kind,
      callee,
      model: model.state === 'missing' ? [] : model.candidates.map(({ value }) => value),
      state: model.state,
      provider,
      via,
      system,
      messages,
      parts: segments.map(({ role, parts }) => [role, parts.map((part) => (part.kind === 'text' ? part.text : part.kind))]),
    }),
  );
}

describe('one edited file, linked anew', () => {
  for (const name of readdirSync(folder)) {
    const texts = textsOf(path.join(folder, name));
    const sources = [...texts.keys()].filter((uri) => SOURCE.test(uri));
    if (sources.length === 0) continue;
    it(`${name}: gives what linking all files from scratch gives`, function () {
      this.timeout(60_000);
      const { linker, calls: before } = linkerOf(texts);
      for (const uri of sources) {
        // A line in front moves everything, so that nothing of the version before can be right by chance.
        const line = uri.endsWith('.py') ? '# edited\n' : '// edited\n';
        const edited = new Map([...texts, [uri, line + (texts.get(uri) ?? '')]]);
        const fresh = linkerOf(edited);
        const file = fresh.linker.project.file(uri);
        const original = linker.project.file(uri);
        assert.ok(file !== undefined && original !== undefined);
        const expected = seen(fresh.calls.get(uri) ?? []);
        assert.deepEqual(seen(linker.linkOne(file)), expected, uri);
        assert.equal(expected.length, before.get(uri)?.length ?? 0, uri);
        linker.linkOne(original);
      }
    });
  }
});
