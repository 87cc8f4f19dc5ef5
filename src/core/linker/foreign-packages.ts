/** Which packages belong to SDKs, so that a project's import of them is never one of its own files. */
import { sdkProfiles } from '../providers/index.ts';
import { modelObjectPackages } from '../providers/model-objects.ts';
import { packageOf } from './paths.ts';

/** Packages whose names projects give to their own folders as well, and what people import of them (openai-agents 0.0.4 to 0.9, 2026-11). */
export const genericNames: ReadonlyMap<string, RegExp> = new Map([
  [
    'agents',
    /^(Agent|Runner|RunContextWrapper|RunConfig|ModelSettings|OpenAI\w+Model|AsyncOpenAI|function_tool|handoff|trace|set_\w+|\w+Guardrail\w*|\w+_guardrail)$/,
  ],
]);

/** Packages of the SDK profiles. */
export const foreignPackages: ReadonlySet<string> = new Set([
  ...modelObjectPackages,
  ...sdkProfiles
    .flatMap((profile) => [
      ...profile.clients.flatMap((client) => client.classes),
      ...profile.moduleClients.map(({ module }) => module),
      ...profile.apis.flatMap((api) => api.callees ?? []),
    ])
    .filter((path) => path.startsWith('npm:') || !path.includes(':'))
    .map((path) => (path.startsWith('npm:') ? packageOf(path.slice(4)).replace(/\.[A-Za-z].*$/, '') : (path.split('.', 1)[0] ?? path)))
    // Everyday words that projects use for folders of their own.
    .filter((name) => !genericNames.has(name)),
]);
