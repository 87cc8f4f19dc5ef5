import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository root. */
export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Folder for screenshots and the logs of failed runs; ignored by git. */
export const artifactsDirectory = join(repositoryRoot, 'artifacts');

/** Folder that is copied for every test run and opened in the editor. */
export const fixtureWorkspace = join(repositoryRoot, 'test', 'vscode', 'workspace');

/**
 * Folder that keeps downloaded editors between runs. It lies outside the repository, so that a clean checkout
 * does not download them again: `$PENNYLINT_VSCODE_CACHE`, else the platform's usual place for caches.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.PENNYLINT_VSCODE_CACHE) return env.PENNYLINT_VSCODE_CACHE;
  if (process.platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'pennylint', 'Cache');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'pennylint');
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pennylint');
}
