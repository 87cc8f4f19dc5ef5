/** Language ids of documents that are sent to the server; the manifest activates the extension for the same ones. */
export const SUPPORTED_LANGUAGES: readonly string[] = [
  'python',
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
  'vue',
  'svelte',
  'astro',
];

/** Notebooks whose cells are sent to the server; the manifest activates the extension for them too. */
export const NOTEBOOK_TYPE = 'jupyter-notebook';

/** Languages of cells in them; the server says the same when it asks for notebooks. */
export const CELL_LANGUAGES: readonly string[] = ['python', 'typescript', 'javascript'];

/** Files that the server is told about when they change on disk. */
export const WATCHED_FILES = '**/*.{py,pyi,ipynb,ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro}';
