// Builds dist/: the extension (CommonJS, as VS Code loads it), and server and command line (ES modules that share their chunks).
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

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

/** The language client is heavy: it stays a file of its own that `extension.cjs` requires when it is needed. */
const lazyClient = {
  name: 'lazy-client',
  setup(plugin) {
    plugin.onResolve({ filter: /languageClient\.ts$/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: './languageClient.cjs', external: true } : undefined,
    );
  },
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist/rules', { recursive: true });

await build({
  ...common,
  entryPoints: { extension: 'src/client/extension.ts', languageClient: 'src/client/languageClient.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  external: ['vscode'],
  plugins: [lazyClient],
});

await build({
  ...common,
  entryPoints: { server: 'src/server/main.ts', cli: 'src/cli/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  splitting: true,
  define: { __PENNYLINT_VERSION__: JSON.stringify(version) },
  chunkNames: 'chunks/[name]-[hash]',
  // The LSP libraries are CommonJS and call `require` for Node's own modules.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});

for (const name of await readdir('src/core/rules')) {
  if (name.endsWith('.md')) await cp(`src/core/rules/${name}`, `dist/rules/${name}`);
}
