import assert from 'node:assert/strict';
import { candidateFiles, Project, ProjectLinker } from '../../src/core/linker/index.ts';
import { atOnce } from '../../src/core/steps.ts';

/** A provider that a function makes, one caller, and files that use the same name for something else. */
function projectWith(others: number): Map<string, string> {
  const texts = new Map([
    [
      'file:///provider.ts',
      `import Anthropic from '@anthropic-ai/sdk';
export interface Provider { complete(system: string): Promise<unknown> }
export function makeProvider(): Provider {
  return {
    complete(system) {
      return new Anthropic().messages.create({ model: 'claude-haiku-4-5', max_tokens: 9, system, messages: [{ role: 'user', content: 'Go.' }] });
    },
  };
}
`,
    ],
    ['file:///agent.ts', "import { makeProvider } from './provider';\nmakeProvider().complete('Be brief.');\n"],
  ]);
  for (let at = 0; at < others; at++) texts.set(`file:///task${String(at)}.ts`, 'export const done = (task: any) => task.complete();\n');
  return texts;
}

describe('names that many files use', () => {
  for (const others of [0, 100])
    it(`finds who calls a method of an object, among ${String(others)} other files with that name`, () => {
      const texts = projectWith(others);
      const files = { uris: [...texts.keys()], read: (uri: string) => texts.get(uri) };
      const calls = atOnce(new ProjectLinker(new Project(files)).linkAll(candidateFiles(files)));
      assert.deepEqual(
        [...calls].flatMap(([uri, found]) => found.map(({ kind }) => `${uri} ${kind}`)),
        ['file:///provider.ts direct', 'file:///agent.ts wrapper'],
      );
    });
});
