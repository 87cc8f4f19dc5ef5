import type { ImportTarget, NameExpr, Span } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { foreignPath, foreignValue } from './foreign-names.ts';
import { resolveName } from './names.ts';
import { locate, unknown, type Frame, type LinkedFile, type Value } from './value.ts';

const MAX_IMPORT_DEPTH = 8;

/** What an import means: a name of a linked file, a linked module, or foreign code. */
export function importedValue(evaluator: Evaluator, file: LinkedFile, target: ImportTarget, at: Span, frame: Frame): Value {
  const { module, name } = target;
  const location = locate(file, at);
  const linked = evaluator.modules.resolve(file.facts, module);
  if (linked !== undefined) {
    if (name === undefined) return { kind: 'module', file: linked, at: location };
    const found = exportedName(evaluator, linked, name, frame);
    if (found !== undefined) return found;
  }
  if (name !== undefined) {
    // `from package import module`
    const inner = evaluator.modules.resolve(file.facts, module.endsWith('.') ? `${module}${name}` : `${module}.${name}`);
    if (inner !== undefined) return { kind: 'module', file: inner, at: location };
  }
  if (linked !== undefined || module.startsWith('.')) return unknown(file, at, `import from ${module}`);
  return foreignValue(foreignPath(file.facts.language, module, name), location);
}

/** The value of a name that a linked file exports; undefined when it exports no such name. */
export function exportedName(evaluator: Evaluator, file: LinkedFile, name: string, frame: Frame): Value | undefined {
  const { facts } = file;
  if (frame.depth > MAX_IMPORT_DEPTH) return undefined;
  const inner: Frame = { ...evaluator.frameOf(file), depth: frame.depth + 1 };
  const local = (own: string): Value => {
    const end = facts.scopes[0]?.end ?? 0;
    const expr: NameExpr = { kind: 'name', name: own, scope: 0, block: 0, start: end, end };
    return resolveName(evaluator, expr, inner);
  };
  if (facts.exports === undefined) {
    if (facts.scopes[0]?.bindings.has(name) === true) return local(name);
  } else {
    const fact = facts.exports.get(name);
    if (fact?.kind === 'local') return local(fact.name);
    if (fact?.kind === 'from') return importedValue(evaluator, file, fact, { start: 0, end: 0 }, inner);
  }
  // A package is a folder of files.
  const sibling = facts.language === 'go' ? evaluator.modules.siblings?.(facts, name)[0] : undefined;
  if (sibling !== undefined && sibling !== file) return exportedName(evaluator, sibling, name, inner);
  for (const module of facts.starExports) {
    const next = evaluator.modules.resolve(facts, module);
    const found = next === undefined || next === file ? undefined : exportedName(evaluator, next, name, inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
