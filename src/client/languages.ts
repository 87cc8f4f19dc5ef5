/** Language ids of programs; each such document is sent to the server. */
export const PROGRAM_LANGUAGES: readonly string[] = [
  'python',
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
  'vue',
  'svelte',
  'astro',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'php',
  'rust',
];

/** Language ids of documents that may hold requests or tools, by what speaks for it in their text: the server is not started for any other. */
const requestLanguages: ReadonlyMap<string, RegExp> = new Map([
  ['http', /^/],
  ['shellscript', /\bcurl\b/],
  [
    'json',
    /"(?:messages|contents|input|prompts?|requests|template|nodes|parameters|input_?[sS]chema|parametersJsonSchema|mcpServers|servers)"\s*:/,
  ],
  ['jsonc', /"(?:messages|contents|input|prompt|requests|parameters|input_?[sS]chema|parametersJsonSchema|mcpServers|servers)"\s*:/],
  ['jsonl', /"(?:messages|contents|input|prompt)"\s*:/],
  [
    'yaml',
    /^[ \t-]*["']?(?:prompts|messages|template|prompt|backstory|expected_output|prefix|model_list|input_?[sS]chema|parameters)["']?[ \t]*:/m,
  ],
]);

/** Language ids of documents that are sent to the server; the manifest activates the extension for the same ones. */
export const SUPPORTED_LANGUAGES: readonly string[] = [...PROGRAM_LANGUAGES, ...requestLanguages.keys()];

/** Notebooks whose cells are sent to the server; the manifest activates the extension for them too. */
export const NOTEBOOK_TYPE = 'jupyter-notebook';

/** Languages of cells in them; the server says the same when it asks for notebooks. */
export const CELL_LANGUAGES: readonly string[] = ['python', 'typescript', 'javascript'];

/** Documents that are sent to the server whatever the editor takes them for: other extensions name these languages. */
export const SUPPORTED_FILES = '**/*.{http,rest}';

/** The repository's configuration, under all its names. */
export const CONFIG_FILES = '**/pennylint.{yaml,yml,json}';

/** Files of prompts, sent to the server by their paths; `promptFormats` in core says the same. */
export const PROMPT_FILES: readonly string[] = [
  '**/CLAUDE.local.md',
  '**/.claude/rules/**/*.md',
  '**/[Ss][Kk][Ii][Ll][Ll].md',
  '**/.claude/agents/**/*.md',
  '**/.claude/commands/**/*.md',
  '**/CLAUDE.md',
  '**/AGENTS.override.md',
  '**/AGENTS.md',
  '**/GEMINI.md',
  '**/.github/copilot-instructions.md',
  '**/*.instructions.md',
  '**/*.agent.md',
  '**/*.chatmode.md',
  '**/.github/agents/*.md',
  '**/*.prompt.md',
  '**/.cursor/rules/**/*.mdc',
  '**/.cursor/rules/**/*.md',
  '**/.cursorrules',
  '**/*.prompty',
  '**/*.prompt',
  '**/*.baml',
  '**/*.poml',
  '**/skprompt.txt',
  '**/{prompts,prompt_templates,prompt-templates}/**/*.{md,txt,j2,jinja,jinja2,njk,hbs,handlebars,mustache,liquid}',
  '**/*.prompt.txt',
  '**/*{system_prompt,system-prompt}*.{md,txt}',
  '**/.gemini/commands/**/*.toml',
  '**/.codex/config.toml',
  '**/__toolsnaps__/*.snap',
];

/** Languages that editors take files of prompts for: they wake the extension, but start nothing; the path decides. */
export const PROMPT_LANGUAGES: readonly string[] = [
  'markdown',
  'prompt',
  'instructions',
  'chatagent',
  'skill',
  'plaintext',
  'toml',
  'prompty',
  'dotprompt',
  'baml',
  'poml',
  'jinja',
  'jinja-md',
  'jinja-html',
  'handlebars',
  'liquid',
];

/** Files that the server is told about when they change on disk. */
export const WATCHED_FILES =
  '**/*.{py,pyi,ipynb,ts,tsx,mts,cts,js,jsx,mjs,cjs,vue,svelte,astro,go,java,kt,kts,cs,rb,rake,php,rs,http,rest,sh,bash,zsh,yaml,yml,json,jsonc,toml}';

/** The same for files of prompts. */
export const WATCHED_PROMPTS: readonly string[] = [
  '**/{CLAUDE,CLAUDE.local,AGENTS,AGENTS.override,GEMINI,SKILL,copilot-instructions,*.instructions,*.agent,*.chatmode,*.prompt}.md',
  '**/{.claude,.cursor}/**/*.{md,mdc}',
  '**/.cursorrules',
  '**/*.{prompty,prompt,baml,poml}',
  '**/{prompts,prompt_templates,prompt-templates}/**/*.{md,txt,j2,jinja,jinja2,njk,hbs,handlebars,mustache,liquid}',
  '**/{skprompt,*.prompt,*system_prompt*,*system-prompt*}.{md,txt}',
];

/** True for a document for which the server is worth starting. One search of its text at most. */
export function isWorthStarting(languageId: string, path: string, text: () => string): boolean {
  if (PROGRAM_LANGUAGES.includes(languageId) || /\.(http|rest)$/i.test(path)) return true;
  return requestLanguages.get(languageId)?.test(text()) === true;
}
