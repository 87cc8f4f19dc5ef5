/** Language ids of documents that are sent to the server; the manifest activates the extension for the same ones. */
export const SUPPORTED_LANGUAGES: readonly string[] = [
  'python',
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'php',
  'rust',
];

/** Files that the server is told about when they change on disk. */
export const WATCHED_FILES = '**/*.{py,pyi,ts,tsx,mts,cts,js,jsx,mjs,cjs,go,java,kt,kts,cs,rb,rake,php,rs}';
