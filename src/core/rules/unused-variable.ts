import type { Location } from '../ir.ts';
import { defineRule, type Fix } from './rule.ts';

/** Finds inputs of prompt files that are declared for nothing, or used without being declared. */
export const unusedVariable = defineRule({
  id: 'unused-variable',
  summary: 'A prompt declares an input that it never uses, or uses one that it never declares.',
  category: 'size',
  severity: 'hint',
  messages: {
    unused: 'The input `{{name}}` is declared and never used: whoever calls fills it in for nothing.',
    undeclared: 'The input `{{name}}` is used and never declared: it may be sent empty.',
  },
  check(call, { report, textOf }) {
    const inputs = call.file?.inputs;
    if (inputs?.declared === undefined || inputs.declared.length === 0) return;
    const impact = { tokens: undefined, microUsdPerCall: undefined, basis: 'exact' } as const;
    for (const { name, at } of inputs.unused) {
      const cut = ownLine(name, at, textOf(at.uri));
      const fixes: Fix[] =
        cut === undefined ? [] : [{ title: `Remove the declaration of \`${name}\``, safety: 'safe', edits: [{ ...cut, newText: '' }] }];
      report({ at, messageId: 'unused', data: { name }, fixes, impact });
    }
    for (const { name, at } of inputs.undeclared) report({ at, messageId: 'undeclared', data: { name }, severity: 'warning', impact });
  },
});

/** The line of a declaration with its break, when the whole declaration stands on it, and others stand beside it. */
function ownLine(name: string, at: Location, source: string | undefined): Location | undefined {
  if (source === undefined) return undefined;
  const start = source.lastIndexOf('\n', at.start - 1) + 1;
  const breakAt = source.indexOf('\n', at.end);
  if (breakAt < 0) return undefined;
  const line = source.slice(start, breakAt).replace(/\r$/, '');
  const [, indent = '', entry = ''] = /^([ \t]*(?:- )?)(.*)$/.exec(line) ?? [];
  const key = new RegExp(`^["']?${name.replace(/[^\w]/g, '\\$&')}["']?\\s*:(?![^#]*[[{|>&*])`);
  if (!key.test(entry) || indent.includes('-')) return undefined;
  const depth = (text: string | undefined): number =>
    text === undefined || text.trim() === '' ? -1 : text.length - text.trimStart().length;
  const next = source.slice(breakAt + 1).split('\n', 1)[0];
  const before = source.slice(0, start).split('\n').at(-2);
  // A nested declaration, or the only one of its list, is left to people.
  if (depth(next) > indent.length || (depth(next) !== indent.length && depth(before) !== indent.length)) return undefined;
  return { uri: at.uri, start, end: breakAt + 1 };
}
