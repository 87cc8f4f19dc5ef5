import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '..');

/** What each layer may import: other layers, and packages. The table of docs/architecture.md. */
const layers: Readonly<Record<string, { readonly layers: readonly string[]; readonly packages: readonly RegExp[] }>> = {
  core: {
    layers: [],
    packages: [
      /^vscode-languageserver-types$/,
      /^vscode-languageserver-textdocument$/,
      /^@lezer\//,
      /^gpt-tokenizer\//,
      /^web-tree-sitter$/,
      /^yaml$/,
    ],
  },
  shared: { layers: ['core'], packages: [] },
  http: { layers: [], packages: [] },
  gateways: { layers: ['core', 'http'], packages: [/^node:/] },
  files: { layers: ['core'], packages: [/^node:/, /^ignore$/] },
  'provider-counts': { layers: ['core', 'http'], packages: [/^node:/] },
  'price-lists': { layers: ['http'], packages: [/^node:/] },
  server: {
    layers: ['core', 'files', 'shared'],
    packages: [/^node:/, /^vscode-languageserver(\/node)?$/, /^vscode-languageserver-textdocument$/],
  },
  cli: { layers: ['core', 'files', 'gateways', 'provider-counts'], packages: [/^node:/] },
  // The extension host asks a provider for a count, and a public list for prices, when a person says so. The language server asks nobody.
  client: {
    layers: ['price-lists', 'provider-counts', 'shared'],
    packages: [/^vscode$/, /^node:(?:child_process|crypto)$/, /^vscode-languageclient\/node$/],
  },
  spend: { layers: ['core', 'gateways', 'http', 'shared'], packages: [/^node:/] },
  webview: { layers: ['core', 'shared'], packages: [/^uplot$/] },
};

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function importsOf(layer: string): Import[] {
  const folder = path.join(root, 'src', layer);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => {
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    return ts.preProcessFile(text).importedFiles.map(({ fileName }) => ({ file, specifier: fileName }));
  });
}

/** Why an import is not allowed, or undefined. */
export function refusal(layer: string, file: string, specifier: string): string | undefined {
  const rule = layers[layer];
  if (rule === undefined) return `unknown layer ${layer}`;
  if (!specifier.startsWith('.'))
    return rule.packages.some((pattern) => pattern.test(specifier)) ? undefined : `${layer} may not import ${specifier}`;
  const target = path.relative(path.join(root, 'src'), path.resolve(path.dirname(file), specifier));
  const other = target.split(path.sep)[0] ?? '';
  if (other === layer || rule.layers.includes(other)) return undefined;
  return `${layer} may not import ${other} (${specifier})`;
}

describe('architecture', () => {
  for (const layer of readdirSync(path.join(root, 'src'))) {
    it(`${layer} imports only what its row of the table allows`, () => {
      const refused = importsOf(layer).flatMap(({ file, specifier }) => {
        const reason = refusal(layer, file, specifier);
        return reason === undefined ? [] : [`${path.relative(root, file)}: ${reason}`];
      });
      assert.deepEqual(refused, []);
    });
  }

  it('refuses what it should refuse', () => {
    const file = path.join(root, 'src/core/service.ts');
    assert.equal(refusal('core', file, 'node:fs'), 'core may not import node:fs');
    assert.equal(refusal('core', file, 'vscode'), 'core may not import vscode');
    assert.equal(refusal('core', file, '../server/server.ts'), 'core may not import server (../server/server.ts)');
    assert.ok(importsOf('core').length > 50, 'the reader of imports finds imports');
  });

  it('ships no vocabulary as code: it is read as bytes', () => {
    const importers = readdirSync(path.join(root, 'src'))
      .flatMap(importsOf)
      .filter(({ specifier }) => /tokenizer|tiktoken/.test(specifier));
    assert.deepEqual(importers, []);
  });

  it('loads the parser of wasm grammars only lazily', () => {
    const importers = ['core', 'server', 'cli', 'client', 'files']
      .flatMap(importsOf)
      .filter(({ specifier }) => specifier === 'web-tree-sitter');
    const values = importers.filter(({ file }) => /^import (?!type )[^;]*'web-tree-sitter'/m.test(readFileSync(file, 'utf8')));
    assert.ok(importers.length > 0);
    assert.deepEqual(values, []);
  });

  it('keeps files readable: no source file over 450 lines', () => {
    const long = readdirSync(path.join(root, 'src')).flatMap((layer) => {
      const folder = path.join(root, 'src', layer);
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .filter((name) => readFileSync(path.join(folder, name), 'utf8').split('\n').length > 450)
        .map((name) => `${layer}/${name}`);
    });
    assert.deepEqual(long, []);
  });
});
