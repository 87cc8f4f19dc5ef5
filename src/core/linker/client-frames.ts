/** Frames of functions that are handed a client, or an object that has one, as their callers show them. */
import type { Parameter } from '../facts.ts';
import type { ParameterRef } from '../ir.ts';
import { QUICK_STEPS } from './allowance.ts';
import { bindParameters } from './arguments.ts';
import { callersOf, MAX_HANDING_CANDIDATES } from './callers.ts';
import { calleeFrame } from './callee-frames.ts';
import type { Evaluator } from './evaluate.ts';
import { descendantsOf, type LinkedClass } from './hierarchy.ts';
import type { Project } from './project.ts';
import { locate, optionsOf, type BoundCall, type ClassValue, type Frame, type InstanceValue, type LinkedFile } from './value.ts';

/** A client may be handed on from function to function this often. */
const MAX_HANDS = 3;
/** Callers that are asked for an injected client. */
const MAX_CALLERS = 12;

/** Frames of the function that owns a parameter, as its callers show them: a few of them, found once per parameter. */
export function framesOfClient(evaluator: Evaluator, project: Project, file: LinkedFile, ref: ParameterRef): readonly Frame[] {
  // Not those of `framesOfFunction`: there a function that is being asked about has no frames yet.
  const key = `client\0${keyOf(ref)}`;
  const known = project.injected.get(key);
  if (known !== undefined) return known;
  const frames = clientFrames(evaluator, project, file, ref, 0).slice(0, MAX_CALLERS);
  project.injected.set(key, frames);
  return frames;
}

/** The same for a function that is asked which others it is handed. */
export function framesOfFunction(evaluator: Evaluator, project: Project, file: LinkedFile, ref: ParameterRef): readonly Frame[] {
  const key = keyOf(ref);
  const known = project.injected.get(key);
  if (known !== undefined) return known;
  // A function that is asked for its own callers while they are looked up has none yet.
  project.injected.set(key, []);
  const frames = clientFrames(evaluator, project, file, ref, 0).slice(0, MAX_CALLERS);
  project.injected.set(key, frames);
  return frames;
}

function keyOf({ uri, scope, name }: ParameterRef): string {
  return `${uri}\0${scope}\0${name.split(/[.[]/, 1)[0] ?? ''}`;
}

/** Frames of the function that owns a parameter, one per caller; a caller that only hands its own parameter on is asked for its callers. */
function clientFrames(evaluator: Evaluator, project: Project, file: LinkedFile, ref: ParameterRef, depth: number): Frame[] {
  const method = file.facts.scopes[ref.scope];
  if (method?.name === '__init__' || method?.name === 'constructor')
    return constructionFrames(evaluator, project, file, method.parent, ref, depth);
  const name = ref.name.split(/[.[]/, 1)[0] ?? ref.name;
  if (evaluator.isSpent) return [];
  return callersOf(evaluator, project, file, ref.scope, undefined, MAX_HANDING_CANDIDATES)
    .slice(0, MAX_CALLERS)
    .flatMap((caller): Frame[] => {
      evaluator.begin(QUICK_STEPS);
      const frame = calleeFrame(evaluator, caller.callee, caller.call, caller.frame);
      const given = frame.args?.get(name);
      // Handed on as it is, or what a method of it gives: `llm.with_structured_output(Plan)`.
      const unseen = given === undefined ? undefined : optionsOf(given).find((option) => option.kind === 'unknown');
      const from = unseen?.kind === 'unknown' ? (unseen.parameter ?? unseen.givenBy) : undefined;
      if (from === undefined || depth >= MAX_HANDS || from.uri !== caller.file.facts.uri) return [frame];
      const outer = clientFrames(evaluator, project, caller.file, from, depth + 1);
      // Nobody is seen who hands it in there.
      return outer.length === 0 ? [frame] : outer.map((one) => calleeFrame(evaluator, caller.callee, caller.call, one));
    });
}

/** Frames of the methods of a class, one per place where an object of it is made: by its name, or as `cls(…)` in its own methods. */
function constructionFrames(
  evaluator: Evaluator,
  project: Project,
  file: LinkedFile,
  classScope: number,
  ref: ParameterRef,
  depth: number,
): Frame[] {
  const root: LinkedClass = { file, scope: classScope };
  const heirs = descendantsOf(evaluator, root);
  const name = file.facts.scopes[classScope]?.name ?? '';
  const own = file.facts.calls.filter(({ callee }) => callee.kind === 'self' && callee.scope === classScope);
  const names = [name, ...heirs.map((heir) => heir.file.facts.scopes[heir.scope]?.name ?? '')].filter((one) => one !== '');
  const named = [...new Set(names)].flatMap((one) => project.callsTo(one)).filter(({ call, written }) => call === written);
  return [...own.map((call) => ({ file, call })), ...named].flatMap(({ file: other, call }): Frame[] => {
    evaluator.begin(QUICK_STEPS);
    const frame = evaluator.frameOf(other);
    const made = optionsOf(evaluator.evaluate(call.callee, frame)).find(
      (option): option is ClassValue | InstanceValue =>
        (option.kind === 'class' || option.kind === 'instance') &&
        [root, ...heirs].some((one) => option.file === one.file && option.scope === one.scope),
    );
    if (made === undefined) return [];
    const inFrame = (of: Frame): Frame => {
      const construction = { call, frame: of };
      const self: InstanceValue = { kind: 'instance', file: made.file, scope: made.scope, construction, at: locate(other, call) };
      return { file, args: undefined, scope: -1, self, depth: 1 };
    };
    // What is only handed on here was given to whoever makes this object.
    const from = depth >= MAX_HANDS ? undefined : handedOnTo(evaluator, file, ref, { call, frame });
    if (from === undefined || from.uri !== other.facts.uri || from.scope === ref.scope) return [inFrame(frame)];
    const outer = clientFrames(evaluator, project, other, from, depth + 1);
    if (outer.length === 0) return [inFrame(frame)];
    return outer.map((one) => inFrame({ ...one, file: other, args: argumentsOf(evaluator, other, from, one), scope: from.scope }));
  });
}

/** The parameter that is given, unchanged, for a parameter of the constructor that a call runs. */
function handedOnTo(evaluator: Evaluator, file: LinkedFile, ref: ParameterRef, made: BoundCall): ParameterRef | undefined {
  const name = ref.name.split(/[.[]/, 1)[0] ?? ref.name;
  const given = bindParameters(evaluator, constructorParameters(file, ref.scope), made.call, made.frame).get(name);
  return given?.kind === 'unknown' ? given.parameter : undefined;
}

/** The arguments of the function that owns a parameter, as a frame of one of its callers knows them. */
function argumentsOf(evaluator: Evaluator, file: LinkedFile, from: ParameterRef, frame: Frame): Frame['args'] {
  const made = frame.args === undefined ? frame.self?.construction : undefined;
  return made === undefined ? frame.args : bindParameters(evaluator, constructorParameters(file, from.scope), made.call, made.frame);
}

/** The parameters of a constructor or function without the object itself. */
function constructorParameters(file: LinkedFile, scope: number): readonly Parameter[] {
  const params = file.facts.scopes[scope]?.params ?? [];
  return file.facts.language === 'python' ? params.slice(1) : params;
}
