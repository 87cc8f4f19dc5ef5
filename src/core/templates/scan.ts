import { delimitedTags } from './delimited.ts';
import { plainTags } from './plain.ts';
import type { Tag, TemplateSyntax } from './template.ts';

/** The tags of a text in a syntax, in order and without overlap. Never throws; takes time in proportion to the text. */
export function tagsOf(text: string, syntax: TemplateSyntax): readonly Tag[] {
  return delimitedTags(text, syntax) ?? plainTags(text, syntax) ?? [];
}
