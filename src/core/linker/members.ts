/** Members and elements of values. */
import type { Expr } from '../facts.ts';
import type { Volatility } from '../ir.ts';
import { resolveAttribute } from './attributes.ts';
import { constantKey, type Evaluator } from './evaluate.ts';
import { pathMember } from './file-paths.ts';
import { foreignMember } from './foreign-calls.ts';
import { coarser, environmentMappings, memberGranularity, timeVolatility } from './known-code.ts';
import { exportedName } from './modules.ts';
import { choice, locate, unknown, volatilityOf, type Frame, type UnknownValue, type Value } from './value.ts';

/** `value.name` for any value. */
export function memberOf(evaluator: Evaluator, object: Value, name: string, whole: Expr, frame: Frame): Value {
  const file = frame.file;
  const at = locate(file, whole);
  switch (object.kind) {
    case 'external': {
      if (environmentMappings.has(object.path) && file.facts.language !== 'python')
        return unknown(file, whole, `environment variable ${name}`, { source: 'environment', volatility: 'per-process' });
      // `import package.module` binds the package; its modules are found as they are named.
      const linked =
        object.calls.length === 0 && !object.path.includes(':')
          ? evaluator.modules.resolve(file.facts, `${object.path}.${name}`)
          : undefined;
      if (linked !== undefined) return { kind: 'module', file: linked, at };
      return foreignMember(object, name, whole, file) ?? { ...object, path: `${object.path}.${name}`, at };
    }
    case 'module': {
      const found = exportedName(evaluator, object.file, name, frame);
      return found ?? unknown(file, whole, 'name is not in its module');
    }
    case 'instance':
    case 'class':
      return resolveAttribute(evaluator, object, name, whole, frame);
    case 'list':
      if (name === 'length') return unknown(file, whole, 'length of a list');
      return { kind: 'external', path: `builtins.list.${name}`, calls: [], at };
    case 'dict': {
      const entry = object.entries.get(name);
      if (entry !== undefined) return entry.value;
      return unknown(file, whole, 'member of a mapping');
    }
    case 'path':
      return pathMember(object, name, at) ?? unknown(file, whole, 'member of a path');
    case 'unknown':
      return derived(object, name, whole, frame);
    case 'choice':
      return choice(
        object.options.filter((option) => option.kind !== 'null').map((option) => memberOf(evaluator, option, name, whole, frame)),
        at,
      );
    default:
      return { kind: 'external', path: `builtins.${object.kind}.${name}`, calls: [], at };
  }
}

/** `value[index]` for any value. */
export function elementAt(evaluator: Evaluator, object: Value, indexExpr: Expr, whole: Expr, frame: Frame): Value {
  const file = frame.file;
  const at = locate(file, whole);
  const index = evaluator.evaluate(indexExpr, frame);
  switch (object.kind) {
    case 'dict': {
      const key = constantKey(index);
      const found = key === undefined ? undefined : object.entries.get(key);
      if (found !== undefined) return found.value;
      const all = [...object.entries.values()].slice(0, 5).map((entry) => entry.value);
      if (key === undefined && all.length > 0 && !object.open) return choice(all, at);
      return unknown(file, whole, 'entry of a mapping');
    }
    case 'list': {
      if (index.kind !== 'number' || object.growing)
        return unknown(file, whole, 'element of a list', { volatility: weakerThanUnknown(volatilityOf(object)) });
      const position = Number(index.value) < 0 ? object.items.length + Number(index.value) : Number(index.value);
      const item = object.items[position];
      const spreadBefore = object.items.slice(0, position + 1).some((other) => other.spread || other.certainty !== 'always');
      return item === undefined || spreadBefore ? unknown(file, whole, 'element of a list') : item.value;
    }
    case 'external':
      if (environmentMappings.has(object.path)) {
        return unknown(file, whole, `environment variable ${constantKey(index) ?? '?'}`, {
          source: 'environment',
          volatility: 'per-process',
        });
      }
      // `Agent[Context](…)`: a generic class with its type.
      if (/(^|\.)[A-Z]\w*[a-z]\w*$/.test(object.path)) return object;
      return { ...object, path: `${object.path}[]`, at };
    case 'unknown':
      return derived(object, '[]', whole, frame);
    case 'choice':
      return choice(
        object.options.filter((option) => option.kind !== 'null').map((option) => elementAt(evaluator, option, indexExpr, whole, frame)),
        at,
      );
    default:
      return unknown(file, whole, 'element of an unknown value', {
        volatility: volatilityOf(object) === 'constant' ? 'unknown' : volatilityOf(object),
      });
  }
}

/** A value taken out of an unknown one changes as often as that. */
export function derived(object: UnknownValue, member: string, whole: Expr, frame: Frame): UnknownValue {
  const { reason, source } = object;
  if (source === 'time' && object.granularity !== undefined) {
    const own = memberGranularity(member);
    const granularity = own === undefined ? object.granularity : coarser(object.granularity, own);
    const volatility = object.volatility === 'per-process' ? 'per-process' : timeVolatility(granularity);
    return unknown(frame.file, whole, reason, { source, granularity, volatility });
  }
  const from = object.parameter;
  const parameter = from === undefined ? undefined : { ...from, name: member === '[]' ? `${from.name}[]` : `${from.name}.${member}` };
  return unknown(frame.file, whole, reason, { source, volatility: object.volatility, ...(parameter === undefined ? {} : { parameter }) });
}

function weakerThanUnknown(volatility: Volatility): Volatility {
  return volatility === 'constant' ? 'unknown' : volatility;
}
