import type { Tool } from '../ir.ts';
import { definitionOf, heaviestFields } from '../tool-sets/weights.ts';
import { defineRule } from './rule.ts';
import { moneyWords, number, toolContext, toolImpact, type ToolContext } from './tool-context.ts';

/** A description shorter than this says too little to tell two tools apart, in characters. */
const TELLING_CHARACTERS = 40;

/** Finds tools that are sent twice. */
export const duplicateTool = defineRule({
  id: 'duplicate-tool',
  summary: 'A tool set has two tools of one name, or two names for the same tool.',
  category: 'tools',
  saves: true,
  severity: 'warning',
  messages: {
    name: 'There are two tools named `{{tool}}`: APIs answer an error, or one of them is paid for and never called ({{tokens}} tokens with every request{{money}}).',
    same: '`{{tool}}` has the same description and parameters as `{{other}}`: {{tokens}} tokens with every request{{money}}, and the model has to guess which one to call.',
  },
  check(call, context) {
    const tools = toolContext(call, context);
    if (tools === undefined || call.file?.format === 'mcp-config') return;
    const names = new Map<string, Tool>();
    const contents = new Map<string, Tool>();
    for (const tool of tools.own) {
      const { name } = tool;
      if (name === undefined || tool.namedByMaker === true) continue;
      const key = `${tool.namespace ?? ''} ${name}`;
      const content = contentOf(tool);
      const [sameName, sameContent] = [names.get(key), content === undefined ? undefined : contents.get(content)];
      if (sameName === undefined) names.set(key, tool);
      if (content !== undefined && sameContent === undefined) contents.set(content, tool);
      const first = sameName ?? sameContent;
      // A definition that stands once in the source is one tool, however often it is used.
      if (first === undefined || first.at.start === tool.at.start) continue;
      const tokens = weightOf(tool, tools);
      // Of a tool that other code makes, the source may show no more than the name of the function that makes it.
      if (tokens === 0 || weightOf(first, tools) === 0) continue;
      const shared = {
        at: tool.nameAt ?? tool.at,
        impact: toolImpact(tokens, context),
        related: [{ at: first.nameAt ?? first.at, message: 'the first one' }],
      };
      const data = { tool: name, tokens: number(tokens), money: moneyWords(tokens, context) };
      if (sameName !== undefined) context.report({ ...shared, messageId: 'name', data });
      else context.report({ ...shared, messageId: 'same', data: { ...data, other: first.name ?? 'tool' } });
    }
  },
});

/** What tells a tool from others, without its name; undefined for one that says too little. */
function contentOf(tool: Tool): string | undefined {
  const { description, parameters } = definitionOf(tool);
  const words = description?.replace(/\s+/g, ' ').trim() ?? '';
  if (words.length < TELLING_CHARACTERS || tool.schema === undefined) return undefined;
  return JSON.stringify([tool.namespace ?? '', words, parameters]);
}

function weightOf(tool: Tool, { family, count }: ToolContext): number {
  return heaviestFields(tool, family, count).reduce((sum, field) => sum + field.tokens, 0);
}
