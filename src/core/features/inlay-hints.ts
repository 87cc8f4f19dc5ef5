import type { InlayHint, Range } from 'vscode-languageserver-types';
import type { Settings } from '../config.ts';
import type { OpenDocument } from '../document.ts';
import type { Span } from '../facts.ts';
import { within, type Place } from '../program.ts';
import { promptHints, type CountFor } from './prompt-hints.ts';

/**
 * What stands at the end of lines: costs, where the settings want them there, and hints about prompts, where they are switched on.
 *
 * @param uri the document, or a cell of it
 * @param range lines that the editor shows
 */
export function inlayHintsOf(
  { uri: owner, program, text, lenses, analysis, version }: OpenDocument,
  uri: string,
  range: Range,
  { costHints, promptHints: wanted }: Pick<Settings, 'costHints' | 'promptHints'>,
  count: CountFor,
): InlayHint[] {
  const inside = ({ range: { start } }: Place): boolean => start.line >= range.start.line && start.line <= range.end.line;
  const costs = costHints === 'endOfLine' ? within(program, uri, lenses, startOf) : [];
  // Hints stand in the text as it was analysed; while it is being typed in, the editor moves those that it has.
  const hints = wanted && analysis?.version === version ? promptHints(analysis.calls, owner, count) : [];
  return [
    ...costs.flatMap(({ item, place }): InlayHint[] => {
      if (!inside(place)) return [];
      const { line, character } = place.range.start;
      const rest = /^[^\r\n]*/.exec(text.slice(item.offset))?.[0].length ?? 0;
      // Editors cut long hints off; the whole line is behind them.
      return [{ position: { line, character: character + rest }, label: item.title, tooltip: item.title, paddingLeft: true }];
    }),
    ...within(program, uri, hints, startOf).flatMap(({ item: { label, tooltip, before }, place }): InlayHint[] =>
      inside(place) ? [{ position: place.range.start, label, tooltip, ...(before ? { paddingRight: true } : { paddingLeft: true }) }] : [],
    ),
  ];
}

function startOf({ offset }: { readonly offset: number }): Span {
  return { start: offset, end: offset };
}
