/** Language ids of documents that are sent to the server; the manifest activates the extension for the same ones. */
export const SUPPORTED_LANGUAGES: readonly string[] = ['python', 'typescript', 'typescriptreact', 'javascript', 'javascriptreact'];

/** The repository's configuration, under all its names. */
export const CONFIG_FILES = '**/pennylint.{yaml,yml,json}';

/** Languages of which only the configuration concerns Pennylint: they wake the extension, but start nothing. */
export const CONFIG_LANGUAGES: readonly string[] = ['yaml'];

/** Files that the server is told about when they change on disk. */
export const WATCHED_FILES = '**/*.{py,pyi,ts,tsx,mts,cts,js,jsx,mjs,cjs}';
