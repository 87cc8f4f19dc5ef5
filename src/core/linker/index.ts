import type { CallExpr } from '../facts.ts';
import type { PromptCall } from '../ir.ts';
import { sdkProfiles } from '../providers/index.ts';
import { findCallSites, type CallSite } from './call-sites.ts';
import { Evaluator } from './evaluate.ts';
import { findHttpCalls } from './http-calls.ts';
import { findRequestSites } from './http-requests.ts';
import { siteByCallers } from './injected-clients.ts';
import { findPromptSites } from './prompt-files.ts';
import type { ModuleResolver } from './modules.ts';
import { Project, type ProjectFiles } from './project.ts';
import { createShapeIndex } from './shapes.ts';
import { agentClasses } from './site-models.ts';
import type { LinkedFile } from './value.ts';
import { expandWrappers, type Level } from './wrappers.ts';
import { atOnce } from '../steps.ts';

const shapeIndex = createShapeIndex(sdkProfiles);

/** Links one file: every call that sends a prompt, rebuilt as far as the source allows. Never throws. */
export function linkFile(file: LinkedFile, modules: ModuleResolver): PromptCall[] {
  const evaluator = new Evaluator(modules);
  const calls = atOnce(findCallSites(evaluator, file, shapeIndex));
  const requests = [...findRequestSites(evaluator, file, shapeIndex), ...findHttpCalls(evaluator, file, shapeIndex)];
  const sites = [...calls, ...requests, ...findPromptSites(evaluator, file, shapeIndex, calls)];
  return sites.map((site) => site.prompt);
}

/** Links a project once as a whole, and one file again after each edit of it. */
export class ProjectLinker {
  readonly project: Project;
  private levels: readonly Level[] = [];
  private open: ReadonlySet<CallExpr> = new Set();

  constructor(project: Project) {
    this.project = project;
  }

  /**
   * Links the calls that stand in some files, and the callers of their wrappers in the whole project. Gives way within long files and
   * after every file; the result, calls per file in source order, is the return value.
   */
  *linkAll(candidates: readonly string[]): Generator<undefined, ReadonlyMap<string, readonly PromptCall[]>> {
    const evaluator = new Evaluator(this.project);
    const sites: CallSite[] = [];
    // All of them first: what a file asks of others would parse those at once.
    for (const uri of candidates) {
      yield* this.project.parseInSteps(uri);
      this.project.file(uri);
      yield undefined;
    }
    for (const uri of [...candidates, ...(yield* this.makingAgents(evaluator, candidates))]) {
      const file = this.project.file(uri);
      if (file !== undefined) sites.push(...(yield* this.sitesIn(evaluator, file)));
      yield undefined;
    }
    const { callers, usedBy, levels, open } = yield* expandWrappers(evaluator, this.project, sites, shapeIndex);
    this.levels = levels;
    this.open = open;
    const result = new Map<string, PromptCall[]>();
    for (const { prompt } of [...sites.map((site) => counted(site, usedBy)), ...callers]) {
      const list = result.get(prompt.uri);
      if (list === undefined) result.set(prompt.uri, [prompt]);
      else list.push(prompt);
    }
    for (const list of result.values()) list.sort((a, b) => a.at.start - b.at.start);
    return result;
  }

  /** The calls of a file that has changed: its own, and its calls of wrappers that are known since the last {@link linkAll}. */
  linkOne(file: LinkedFile): PromptCall[] {
    const { uri } = file.facts;
    this.project.update(uri, file);
    const evaluator = new Evaluator(this.project);
    const sites = atOnce(this.sitesIn(evaluator, file));
    const levels = this.levels.filter((level) => level.site.file.facts.uri !== uri && level.inner.file.facts.uri !== uri);
    const { callers } = atOnce(expandWrappers(evaluator, this.project, sites, shapeIndex, { only: file, levels, open: this.open }));
    return [...sites, ...callers].map((site) => site.prompt).sort((a, b) => a.at.start - b.at.start);
  }

  /** Files that mention no SDK and make agents of a class that some file builds on one. */
  private *makingAgents(evaluator: Evaluator, candidates: readonly string[]): Generator<undefined, readonly string[]> {
    const known = new Set(candidates);
    const others = new Set<string>();
    for (const uri of candidates) {
      const file = this.project.file(uri);
      for (const name of file === undefined ? [] : agentClasses(evaluator, file, shapeIndex)) {
        yield* this.project.readCallersOf(name);
        for (const { file: other } of this.project.callsTo(name)) if (!known.has(other.facts.uri)) others.add(other.facts.uri);
      }
    }
    return [...others];
  }

  private *sitesIn(evaluator: Evaluator, file: LinkedFile): Generator<undefined, CallSite[]> {
    evaluator.beginPart();
    const injected = (call: CallExpr): Generator<undefined, CallSite | undefined> =>
      siteByCallers(evaluator, this.project, file, call, shapeIndex);
    const calls = yield* findCallSites(evaluator, file, shapeIndex, injected);
    const requests = [...findRequestSites(evaluator, file, shapeIndex), ...findHttpCalls(evaluator, file, shapeIndex)];
    return [...calls, ...requests, ...findPromptSites(evaluator, file, shapeIndex, calls)];
  }
}

function counted(site: CallSite, usedBy: ReadonlyMap<CallExpr, number>): CallSite {
  const callers = usedBy.get(site.call);
  return callers === undefined ? site : { ...site, prompt: { ...site.prompt, usedBy: callers } };
}

/** A resolver that knows no other file. */
export const noModules: ModuleResolver = { resolve: () => undefined };

export { candidateFiles } from './candidates.ts';
export { Project, type ProjectFiles };
export type { LinkedFile } from './value.ts';
export type { ModuleResolver } from './modules.ts';
