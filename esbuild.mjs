// Builds dist/: the extension (CommonJS, as VS Code loads it), and server and command line (ES modules that share their chunks).
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { packedVocabulary, VOCABULARY_PACKAGE } from './scripts/vocabulary.ts';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const minify = !process.argv.includes('--no-minify');
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/** The language client, live spend and the commands about a call are heavy: they stay files of their own that `extension.cjs` requires when they are needed. */
const lazyClient = {
  name: 'lazy-client',
  setup(plugin) {
    plugin.onResolve({ filter: /(?:languageClient|spendClient|onDemand)\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `./${/(\w+)\.ts$/.exec(path)[1]}.cjs`, external: true } : undefined,
    );
  },
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist/rules', { recursive: true });

const client = await build({
  ...common,
  entryPoints: {
    extension: 'src/client/extension.ts',
    languageClient: 'src/client/languageClient.ts',
    spendClient: 'src/client/spend/spendClient.ts',
    onDemand: 'src/client/calls/onDemand.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  external: ['vscode'],
  plugins: [lazyClient],
});

const tools = await build({
  ...common,
  entryPoints: { server: 'src/server/main.ts', cli: 'src/cli/main.ts', parser: 'src/cli/parser.ts', spend: 'src/spend/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  splitting: true,
  define: { __PENNYLINT_VERSION__: JSON.stringify(version) },
  chunkNames: 'chunks/[name]-[hash]',
  // The LSP libraries are CommonJS and call `require` for Node's own modules.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});

/** The page of the spend panel: one script and one style sheet, which its policy allows and nothing else. */
const webview = await build({
  ...common,
  platform: 'browser',
  target: 'es2022',
  entryPoints: { panel: 'src/webview/main.ts', 'panel-look': 'src/webview/panel.css' },
  outdir: 'dist/webview',
  format: 'iife',
});

for (const name of await readdir('src/core/rules')) {
  if (name.endsWith('.md')) await cp(`src/core/rules/${name}`, `dist/rules/${name}`);
}

/** Grammars and the parser's own code: loaded when their language is first met. */
const grammars = {
  'web-tree-sitter': ['web-tree-sitter.wasm'],
  '@vscode/tree-sitter-wasm': ['go', 'java', 'c-sharp', 'ruby', 'php', 'rust'].map((name) => `wasm/tree-sitter-${name}.wasm`),
  '@tree-sitter-grammars/tree-sitter-kotlin': ['tree-sitter-kotlin.wasm'],
};
await mkdir('dist/grammars', { recursive: true });
for (const [name, files] of Object.entries(grammars)) {
  for (const file of files) await cp(`node_modules/${name}/${file}`, `dist/grammars/${file.slice(file.lastIndexOf('/') + 1)}`);
}

await writeFile('dist/o200k.bin', packedVocabulary());

await writeFile(
  'dist/THIRD-PARTY-NOTICES.txt',
  await notices(
    [client.metafile, tools.metafile, webview.metafile],
    [...Object.keys(grammars), VOCABULARY_PACKAGE].map((name) => `node_modules/${name}`),
  ),
);

/** The licences of every package that went into the bundles. Fails for a package without a licence file. */
async function notices(metafiles, copied) {
  const folders = new Set(copied);
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const found = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
      if (found !== null) folders.add(found[0]);
    }
  }
  const sections = [];
  for (const folder of [...folders].sort()) {
    const { name, version: packageVersion, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file; its notice must be added by hand.`);
    sections.push(`${name} ${packageVersion} (${license})\n\n${(await readFile(`${folder}/${file}`, 'utf8')).trim()}`);
  }
  sections.push(await readFile('src/core/pricing/data/NOTICE.txt', 'utf8'));
  return `Pennylint contains code and data of others.\n\n${sections.map((section) => section.trim()).join('\n\n---\n\n')}\n`;
}
