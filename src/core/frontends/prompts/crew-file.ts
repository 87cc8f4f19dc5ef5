/** The YAML files of CrewAI: agents with role, goal and backstory, tasks with a description. Source: docs.crewai.com/en/concepts/agents, 2026-11. */
import type { DictEntry, Expr, PromptFact } from '../../facts.ts';
import { dict, entry, list } from './lower.ts';

const kinds = [
  { file: /\/agents\.ya?ml$/i, fields: ['role', 'goal', 'backstory'], note: 'CrewAI puts words of its own around it' },
  { file: /\/tasks\.ya?ml$/i, fields: ['description', 'expected_output'], note: 'CrewAI puts words of its own around it' },
];

/** Texts that an agent or a task brings to every step of its agent; none for files with other names or other content. */
export function crewPrompts(value: Expr, uri: string): PromptFact[] {
  const kind = kinds.find(({ file }) => file.test(uri));
  if (kind === undefined || value.kind !== 'dict') return [];
  return value.entries.flatMap(({ key, value: one }: DictEntry): PromptFact[] => {
    const texts = kind.fields.flatMap((name) => entry(one, name) ?? []);
    // CrewAI takes texts only: `{topic} Researcher` without quotes is a mapping to YAML.
    if (key?.kind !== 'text' || texts.length < kind.fields.length || texts.some(({ kind: what }) => what === 'dict' || what === 'list'))
      return [];
    return [
      {
        kind: 'prompt-file',
        format: 'crewai',
        name: key.value,
        piece: 'body',
        head: { start: key.start, end: key.end },
        api: 'text',
        body: dict(one, { text: list(one, texts), model: entry(one, 'llm') }),
        sent: 'every-turn',
        note: kind.note,
        template: 'single-brace',
        includes: [],
        scope: 0,
        block: 0,
        start: key.start,
        end: one.end,
      },
    ];
  });
}
