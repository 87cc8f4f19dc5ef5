import { grouped } from '../grouped.ts'; /** Source text in Markdown that an editor renders. */

/** Text for a code span: the one character that ends it is replaced. */
export function markdownCode(text: string): string {
  return `\`${text.replaceAll('`', 'ˋ').replaceAll('|', '¦').replace(/\s+/g, ' ')}\``;
}

/** Text that must not become Markdown, a link or a table cell border. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, (unit) => `\\${unit}`).replace(/\s+/g, ' ');
}

/** A number for people: `1,312`. */
export function count(value: number): string {
  return grouped(value);
}
