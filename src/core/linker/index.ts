import type { CallExpr } from '../facts.ts';
import type { PromptCall } from '../ir.ts';
import { sdkProfiles } from '../providers/index.ts';
import { findCallSites, type CallSite } from './call-sites.ts';
import { Evaluator, type ModuleResolver } from './evaluate.ts';
import type { Project } from './project.ts';
import { createShapeIndex } from './shapes.ts';
import type { LinkedFile } from './value.ts';
import { expandWrappers, siteByCallers } from './wrappers.ts';

const shapeIndex = createShapeIndex(sdkProfiles);

/** Links one file: every call that sends a prompt, rebuilt as far as the source allows. Never throws. */
export function linkFile(file: LinkedFile, modules: ModuleResolver): PromptCall[] {
  return findCallSites(new Evaluator(modules), file, shapeIndex).map((site) => site.prompt);
}

/**
 * Links some files of a project: the calls that stand in them, and the callers of their wrappers in the whole project. Calls come per file,
 * in source order.
 */
export function linkProject(project: Project, candidates: readonly LinkedFile[]): ReadonlyMap<string, readonly PromptCall[]> {
  const evaluator = new Evaluator(project);
  const sites = candidates.flatMap((file) =>
    findCallSites(evaluator, file, shapeIndex, (call) => siteByCallers(evaluator, project, file, call, shapeIndex)),
  );
  const { callers, usedBy } = expandWrappers(evaluator, project, sites, shapeIndex);
  const result = new Map<string, PromptCall[]>();
  for (const { prompt } of [...sites.map((site) => counted(site, usedBy)), ...callers]) {
    const list = result.get(prompt.uri) ?? [];
    list.push(prompt);
    result.set(prompt.uri, list);
  }
  for (const list of result.values()) list.sort((a, b) => a.at.start - b.at.start);
  return result;
}

function counted(site: CallSite, usedBy: ReadonlyMap<CallExpr, number>): CallSite {
  const callers = usedBy.get(site.call);
  return callers === undefined ? site : { ...site, prompt: { ...site.prompt, usedBy: callers } };
}

/**
 * A quick look at a text before anything is parsed: does it import an SDK, or name a request method that nothing else is called?
 * A file that fails can still hold callers of wrappers; those are found by the wrappers' names.
 */
export function mayHoldCalls(text: string): boolean {
  return importPattern.test(text) || methodPattern.test(text);
}

const importPattern = new RegExp(`(?:\\b(?:from|import)\\s+(?:${pythonRoots().join('|')})\\b)|(?:['"](?:${scriptRoots().join('|')})['"/])`);
const methodPattern =
  /\b(?:completions\.(?:create|parse|stream)|messages\.(?:create|stream|parse)|responses\.(?:create|parse|stream)|generate_content|generateContent|converse|invoke_model|chat\.complete)\b/;

function pythonRoots(): string[] {
  return [
    ...new Set(
      allPaths()
        .filter((path) => !path.startsWith('npm:'))
        .map((path) => path.split('.', 1)[0] ?? path),
    ),
  ];
}

function scriptRoots(): string[] {
  return [
    ...new Set(
      allPaths()
        .filter((path) => path.startsWith('npm:'))
        .map((path) => packageOf(path.slice(4))),
    ),
  ].map((name) => name.replace(/[/.]/g, '\\$&'));
}

function packageOf(path: string): string {
  const match = /^(@[^/]+\/[^/.]+|[^/.]+)/.exec(path);
  return match?.[0] ?? path;
}

function allPaths(): string[] {
  return sdkProfiles.flatMap((profile) => [
    ...profile.clients.flatMap((client) => client.classes),
    ...profile.moduleClients.map(({ module }) => module),
    ...profile.apis.flatMap((api) => api.callees ?? []),
  ]);
}

/** A resolver that knows no other file. */
export const noModules: ModuleResolver = { resolve: () => undefined };

export { Project, type ProjectFiles } from './project.ts';
export type { LinkedFile } from './value.ts';
export type { ModuleResolver } from './evaluate.ts';
