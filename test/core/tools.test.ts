import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { candidateFiles, Project, ProjectLinker, type ProjectFiles } from '../../src/core/linker/index.ts';
import { lineIndex } from '../../src/core/features/line-index.ts';
import { matchesGolden } from '../support/golden.ts';

const folder = path.resolve(import.meta.dirname, '../projects/tools');

describe('tools of a call', () => {
  it('are read from objects, functions, classes, decorators and schema builders', () => {
    const texts = new Map(
      readdirSync(folder)
        .filter((name) => /\.(py|ts)$/.test(name))
        .map((name) => [pathToFileURL(path.join(folder, name)).href, readFileSync(path.join(folder, name), 'utf8')]),
    );
    const files: ProjectFiles = { uris: [...texts.keys()], read: (uri) => texts.get(uri) };
    const steps = new ProjectLinker(new Project(files)).linkAll(candidateFiles(files));
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const lines = [...step.value].flatMap(([uri, calls]) =>
      calls.flatMap((call) => [
        `${path.basename(uri)}:${lineIndex(texts.get(uri) ?? '').positionAt(call.at.start).line + 1} ${call.callee}: ${call.tools.state}${call.tools.complete ? '' : ', perhaps more'}`,
        ...call.tools.tools.map((tool) => `  ${tool.json}`),
      ]),
    );
    matchesGolden(path.join(folder, 'tools.txt'), `${lines.join('\n')}\n`);
  });
});
