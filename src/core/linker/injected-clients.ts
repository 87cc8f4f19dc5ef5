/** Clients that a function is handed: asked of those who hand them in. */
import type { CallExpr } from '../facts.ts';
import { siteOf, type CallSite } from './call-sites.ts';
import { readCallersOf } from './callers.ts';
import { framesOfClient } from './client-frames.ts';
import type { Evaluator } from './evaluate.ts';
import { withModelsOf, withOpenModel } from './merged-sites.ts';
import type { Project } from './project.ts';
import type { ShapeIndex } from './shapes.ts';
import { optionsOf, type Frame, type LinkedFile, type Value } from './value.ts';

/** Clients of one call that are looked at: beyond them, their models are not told. */
const MAX_CLIENTS = 4;

/**
 * The site of an injected client: a callee that begins with a parameter is looked up in the callers of its function. Where they hand in
 * several, what each of them says about model and provider is an alternative. Undefined when no caller is seen that passes a known client.
 */
export function* siteByCallers(
  evaluator: Evaluator,
  project: Project,
  file: LinkedFile,
  call: CallExpr,
  index: ShapeIndex,
): Generator<undefined, CallSite | undefined> {
  if (evaluator.isSpent) return undefined;
  const [ref] = optionsOf(evaluator.evaluate(call.callee, evaluator.frameOf(file))).flatMap((option) => {
    // One with a type is known by its class, but not which of its objects it is.
    return option.kind === 'external' || option.kind === 'unknown' ? (option.parameter ?? option.givenBy ?? []) : [];
  });
  if (ref === undefined || ref.uri !== file.facts.uri) return undefined;
  yield* readOwnersOf(evaluator, project, file, ref.scope);
  const frames = framesOfClient(evaluator, project, file, ref);
  const own = evaluator.frameOf(file);
  const seen = new Set<unknown>();
  let result: CallSite | undefined;
  let open = false;
  for (const frame of frames) {
    const client = madeBy(evaluator, call, frame);
    if (client === undefined) open = true;
    if (client === undefined || seen.has(client)) continue;
    if (seen.size >= MAX_CLIENTS) {
      open = true;
      break;
    }
    // Only the client comes from the caller; everything else stays as the function alone tells it.
    const site = siteOf(evaluator, file, call, call.callee, own, index, 0, frame);
    if (site === undefined) continue;
    seen.add(client);
    result = result === undefined ? { ...site, calleeFrame: frame } : withModelsOf(result, site);
  }
  if (result?.modelOfClient !== true) return result;
  // Who hands in an object that carries its model decides the model.
  const feeds = result.feeds.some(({ scope, name }) => scope === ref.scope && name === ref.name)
    ? result.feeds
    : [...result.feeds, { ...ref, modelOnly: true as const }];
  return { ...(open ? withOpenModel(result) : result), feeds };
}

/** Reads the programs in small steps that call a function, or make objects of a class when it is its constructor. */
function* readOwnersOf(evaluator: Evaluator, project: Project, file: LinkedFile, scope: number): Generator<undefined, void> {
  const { scopes } = file.facts;
  const { name = '', parent = -1 } = scopes[scope] ?? {};
  if (name === '__init__' || name === 'constructor') yield* project.readCallersOf(scopes[parent]?.name ?? '');
  else yield* readCallersOf(evaluator, project, file, scope);
}

/** What stands for the client of a frame: where it is made, or its path; undefined for one that is not seen. */
function madeBy(evaluator: Evaluator, call: CallExpr, frame: Frame): unknown {
  evaluator.begin();
  const known = optionsOf(evaluator.evaluate(call.callee, frame)).filter((option) => option.kind !== 'null');
  return known.every(({ kind }) => kind === 'unknown') ? undefined : madeAt(known.find(({ kind }) => kind !== 'unknown'));
}

function madeAt(value: Value | undefined): unknown {
  return value?.kind === 'external' ? (value.calls[0]?.call ?? value.path) : value;
}
