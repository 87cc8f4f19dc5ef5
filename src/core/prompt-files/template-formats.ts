import type { PromptFormat } from './formats.ts';

/** Templates that a program fills in and sends. A path belongs to the first format that matches. Sources: the tools' documentation, 2026-11-21. */
export const templateFormats: readonly PromptFormat[] = [
  { id: 'prompty', title: 'Prompty', globs: ['**/*.prompty'] },
  { id: 'dotprompt', title: 'Dotprompt', globs: ['**/*.prompt'] },
  { id: 'baml', title: 'BAML function', globs: ['**/*.baml'] },
  { id: 'poml', title: 'POML', globs: ['**/*.poml'] },
  { id: 'semantic-kernel-text', title: 'Semantic Kernel prompt', globs: ['**/skprompt.txt'] },
  {
    id: 'template',
    title: 'Prompt template',
    globs: [
      '**/{prompts,prompt_templates,prompt-templates}/**/*.{md,txt,j2,jinja,jinja2,njk,hbs,handlebars,mustache,liquid}',
      '**/*.prompt.txt',
      '**/*{system_prompt,system-prompt}*.{md,txt}',
    ],
  },
];

/** Files of TOML, told by their paths. Sources: geminicli.com/docs/cli/custom-commands; developers.openai.com/codex/mcp, 2026-11. */
export const tomlFormats: readonly PromptFormat[] = [
  { id: 'gemini-command', title: 'Gemini command', globs: ['**/.gemini/commands/**/*.toml'] },
  { id: 'codex-config', title: 'Codex configuration', globs: ['**/.codex/config.toml'] },
];

/** Formats that only the content of a file tells. */
export const storedPromptFormats: readonly PromptFormat[] = [
  { id: 'promptfoo', title: 'promptfoo', globs: [] },
  { id: 'github-models', title: 'GitHub Models prompt', globs: [] },
  { id: 'langfuse', title: 'Langfuse prompt', globs: [] },
  { id: 'semantic-kernel', title: 'Semantic Kernel prompt', globs: [] },
  { id: 'langchain', title: 'LangChain prompt', globs: [] },
  { id: 'messages', title: 'Stored messages', globs: [] },
  { id: 'n8n', title: 'n8n workflow', globs: [] },
  { id: 'litellm', title: 'LiteLLM proxy', globs: [] },
  { id: 'crewai', title: 'CrewAI', globs: [], home: /^()/ },
];
