import type { HolePart, TextPart } from '../ir.ts';
import type { Evaluator } from './evaluate.ts';
import { exportedName } from './modules.ts';
import { joinParts, slicePart } from './text.ts';
import { constantText, type ClassValue, type DictEntryValue, type Frame, type InstanceValue, type Value } from './value.ts';

/** Files that `@CrewBase` loads when the class names no others. Source: crewai, project/crew_base.py. */
const standardFiles: ReadonlyMap<string, string> = new Map([
  ['agents_config', 'config/agents.yaml'],
  ['tasks_config', 'config/tasks.yaml'],
]);

/**
 * The configuration that a class with `@CrewBase` loads from a YAML file beside it; undefined for any other attribute or class, and when the
 * file cannot be read. `{name}` in its texts is filled in when the crew is started.
 */
export function crewConfiguration(evaluator: Evaluator, object: InstanceValue | ClassValue, name: string, frame: Frame): Value | undefined {
  const standard = standardFiles.get(name);
  const { file } = object;
  const scope = file.facts.scopes[object.scope];
  if (standard === undefined || scope === undefined || evaluator.modules.data === undefined) return undefined;
  const isCrew = scope.decorators.some(
    (decorator) => (decorator.kind === 'name' || decorator.kind === 'member') && decorator.name === 'CrewBase',
  );
  if (!isCrew) return undefined;
  const written = scope.bindings.get(name)?.findLast((binding) => binding.value !== undefined)?.value;
  const value = written === undefined ? undefined : evaluator.evaluate(written, evaluator.frameOf(file));
  const path = value === undefined ? standard : constantText(value);
  const data = path === undefined ? undefined : evaluator.modules.data(file.facts, path);
  const content = data === undefined ? undefined : exportedName(evaluator, data, 'default', frame);
  if (content === undefined) return undefined;
  const texts = filledIn(content, 0);
  return name === 'tasks_config' ? withAgents(evaluator, object, texts, frame) : texts;
}

/** Tasks that name an agent get what the class's method of that name builds. */
function withAgents(evaluator: Evaluator, object: InstanceValue | ClassValue, tasks: Value, frame: Frame): Value {
  if (tasks.kind !== 'dict') return tasks;
  const entries = [...tasks.entries].map(([key, task]): [string, DictEntryValue] => {
    const named = task.value.kind === 'dict' ? task.value.entries.get('agent') : undefined;
    const agent = named === undefined ? undefined : builtBy(evaluator, object, constantText(named.value), frame);
    if (task.value.kind !== 'dict' || named === undefined || agent === undefined) return [key, task];
    return [key, { ...task, value: { ...task.value, entries: new Map([...task.value.entries, ['agent', { ...named, value: agent }]]) } }];
  });
  return { ...tasks, entries: new Map(entries) };
}

/** What a method without arguments returns; undefined for anything but a method. */
function builtBy(evaluator: Evaluator, object: InstanceValue | ClassValue, name: string | undefined, frame: Frame): Value | undefined {
  const { file } = object;
  const defines =
    name === undefined
      ? undefined
      : file.facts.scopes[object.scope]?.bindings.get(name)?.findLast((binding) => binding.kind === 'function')?.defines;
  const method = defines === undefined ? undefined : file.facts.scopes[defines];
  const [result] = method?.returns ?? [];
  if (method === undefined || result === undefined || frame.depth > 6) return undefined;
  const self = object.kind === 'instance' ? object : undefined;
  return evaluator.evaluate(result.value, { file, args: undefined, scope: method.id, self, depth: frame.depth + 1 });
}

/** Texts with their placeholders as holes. Source of the pattern: crewai, utilities/string_utils.py. */
function filledIn(value: Value, depth: number): Value {
  if (depth > 6) return value;
  switch (value.kind) {
    case 'text':
      return joinParts(
        value.parts.flatMap((part) => (part.kind === 'text' ? placeholders(part) : [part])),
        value.at,
      );
    case 'list':
      return { ...value, items: value.items.map((item) => ({ ...item, value: filledIn(item.value, depth + 1) })) };
    case 'dict':
      return {
        ...value,
        entries: new Map([...value.entries].map(([key, entry]) => [key, { ...entry, value: filledIn(entry.value, depth + 1) }])),
      };
    default:
      return value;
  }
}

function placeholders(part: TextPart): (TextPart | HolePart)[] {
  const result: (TextPart | HolePart)[] = [];
  let at = 0;
  for (const match of part.text.matchAll(/\{[A-Za-z_][\w-]*\}/g)) {
    const end = match.index + match[0].length;
    if (match.index > at) result.push(slicePart(part, at, match.index));
    result.push({
      kind: 'hole',
      expression: match[0],
      at: slicePart(part, match.index, end).at,
      // The inputs are those of one run of the crew.
      volatility: 'per-session',
      source: 'input',
      granularity: undefined,
      placement: undefined,
      certainty: part.certainty,
    });
    at = end;
  }
  if (at < part.text.length) result.push(slicePart(part, at, part.text.length));
  return result;
}
