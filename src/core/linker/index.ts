import type { PromptCall } from '../ir.ts';
import { sdkProfiles } from '../providers/index.ts';
import { createCallIndex, findCallSites } from './call-sites.ts';
import { Evaluator, type ModuleResolver } from './evaluate.ts';
import type { LinkedFile } from './value.ts';

const callIndex = createCallIndex(sdkProfiles);

/** Links one file: every call that sends a prompt, rebuilt as far as the source allows. Never throws. */
export function linkFile(file: LinkedFile, modules: ModuleResolver): PromptCall[] {
  return findCallSites(new Evaluator(modules), file, callIndex);
}

/** A resolver that knows no other file. */
export const noModules: ModuleResolver = { resolve: () => undefined };

export type { LinkedFile } from './value.ts';
export type { ModuleResolver } from './evaluate.ts';
