/** Where in a workspace a prompt file stands, and so in which folder clients load it. */
import type { PromptCall } from '../ir.ts';
import { promptFormat } from './formats.ts';

/**
 * The folder in which clients load a file, relative to the workspace and without a slash at its end; undefined when they do only once
 * somebody installs or configures it.
 *
 * @param path relative to the workspace, with forward slashes
 */
export function homeOf(format: string, path: string): string | undefined {
  const match = promptFormat(format)?.home?.exec(path);
  return match === null || match === undefined ? undefined : (match[1] ?? '').replace(/\/$/, '');
}

/** Prompts of a file with the folder in which clients load them. */
export function placed(prompts: readonly PromptCall[], path: string): readonly PromptCall[] {
  if (!prompts.some((prompt) => prompt.file !== undefined)) return prompts;
  return prompts.map((prompt) =>
    prompt.file === undefined ? prompt : { ...prompt, file: { ...prompt.file, folder: homeOf(prompt.file.format, path) } },
  );
}
