import type { ExportFact, Expr, ImportTarget } from '../../facts.ts';
import type { FactsBuilder } from '../facts-builder.ts';

/** `require`, and the name that bundlers give it in modules that have none. */
const REQUIRE = /^(__)?require$/;

/** What `require('m')` or `require('m').name` stands for; undefined for any other value. */
export function requiredModule(value: Expr): ImportTarget | undefined {
  if (value.kind === 'member') {
    const module = requiredModule(value.object);
    return module === undefined || module.name !== undefined ? undefined : { module: module.module, name: value.name };
  }
  const [first] = value.kind === 'call' && value.callee.kind === 'name' && REQUIRE.test(value.callee.name) ? value.args : [];
  return first?.value.kind === 'text' ? { module: first.value.value, name: undefined } : undefined;
}

/** `module.exports = value`, `exports.name = value` on the level of the module. */
export function exportAssigned(out: FactsBuilder, target: Expr, value: Expr): void {
  const name = exportedName(target);
  if (isModuleExports(target)) exportWhole(out, value);
  else if (name !== undefined) exportValue(out, name, value);
}

/** `module.exports = value`: the default, and each name of an object literal by itself. */
export function exportWhole(out: FactsBuilder, value: Expr): void {
  exportValue(out, 'default', value);
  const module = requiredModule(value);
  if (module !== undefined && module.name === undefined) out.starExports.push(module.module);
  if (value.kind !== 'dict') return;
  for (const entry of value.entries) {
    if (entry.key?.kind === 'text') exportValue(out, entry.key.value, entry.value);
    const spread = entry.key === undefined ? requiredModule(entry.value) : undefined;
    if (spread !== undefined && spread.name === undefined) out.starExports.push(spread.module);
  }
}

/** Exports an expression; one that is no plain name is bound to a name that no source can spell, except `default` itself. */
export function exportValue(out: FactsBuilder, name: string, value: Expr): void {
  const earlier = exportedName(value);
  const known = earlier === undefined ? undefined : out.exportOf(earlier);
  if (known !== undefined) {
    out.export(name, known);
    return;
  }
  const module = requiredModule(value);
  const fact: ExportFact =
    module !== undefined
      ? { kind: 'from', ...module }
      : value.kind === 'name' && value.scope === 0
        ? { kind: 'local', name: value.name }
        : { kind: 'local', name: name === 'default' ? name : `exports.${name}` };
  out.export(name, fact);
  if (fact.kind === 'local' && !(value.kind === 'name' && value.scope === 0))
    out.bind(0, { name: fact.name, kind: 'assign', value, annotation: undefined, block: 0, start: value.start, end: value.end });
}

/** `name` of `exports.name` and `module.exports.name`. */
function exportedName(expr: Expr): string | undefined {
  if (expr.kind !== 'member') return undefined;
  const { object } = expr;
  return isModuleExports(object) || (object.kind === 'name' && object.name === 'exports') ? expr.name : undefined;
}

function isModuleExports(expr: Expr): boolean {
  return expr.kind === 'member' && expr.name === 'exports' && expr.object.kind === 'name' && expr.object.name === 'module';
}
