import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { notebookLanguages } from '../src/core/index.ts';
import { promptFormats } from '../src/core/prompt-files/formats.ts';
import { CELL_LANGUAGES, NOTEBOOK_TYPE, PROMPT_FILES, PROMPT_LANGUAGES, SUPPORTED_LANGUAGES } from '../src/client/languages.ts';
import { configurationBlock, ruleTable } from '../scripts/manifest.ts';

interface Manifest {
  readonly contributes: { readonly configuration: unknown; readonly commands: readonly { readonly command: string }[] };
  readonly activationEvents: readonly string[];
  readonly dependencies?: unknown;
}

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('manifest', () => {
  it('has the settings that the code declares (npm run gen)', () => {
    assert.deepEqual(manifest.contributes.configuration, JSON.parse(JSON.stringify(configurationBlock())));
  });

  it('is described by a README with the current rule table (npm run gen)', () => {
    assert.ok(readme.includes(ruleTable()), 'the rule table of the README is stale');
  });

  it('activates by language and for notebooks only', () => {
    assert.deepEqual(manifest.activationEvents, [
      ...[...SUPPORTED_LANGUAGES, ...PROMPT_LANGUAGES].map((language) => `onLanguage:${language}`),
      `onNotebook:${NOTEBOOK_TYPE}`,
    ]);
  });

  it('hands over the prompt files that core knows by their paths', () => {
    assert.deepEqual(
      PROMPT_FILES,
      promptFormats.flatMap(({ globs }) => globs),
    );
  });

  it('asks for the notebook cells that core reads', () => {
    assert.deepEqual(CELL_LANGUAGES, notebookLanguages);
  });

  it('contributes no command that the client does not register', () => {
    const registered = ['commands/index.ts', 'callSites.ts', 'contextBudget.ts', 'findings.ts', 'spend/register.ts']
      .map((file) => readFileSync(new URL(`../src/client/${file}`, import.meta.url), 'utf8'))
      .join('');
    for (const { command } of manifest.contributes.commands) assert.ok(registered.includes(`'${command}'`), `${command} is not registered`);
  });

  it('ships no run-time dependency beside the bundle', () => {
    assert.equal(manifest.dependencies, undefined);
  });

  it('names no setting that holds a key or program, and none with an address that a repository could set', () => {
    for (const [key, schema] of Object.entries(configurationBlock().properties)) {
      assert.doesNotMatch(key, /url|key|path|command|header|token$/i);
      if (/spend|source|gateway/i.test(key) || /"(?:url|headers)"/.test(JSON.stringify(schema))) assert.equal(schema.scope, 'machine', key);
    }
  });
});
