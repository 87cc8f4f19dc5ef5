/** Text of a program in Markdown. */

/** Text for a code span: the one character that ends it is replaced. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', 'ˋ').replaceAll('|', '¦').replace(/\s+/g, ' ')}\``;
}

/** Source text must not become Markdown, a link or a table cell border. */
export function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, (unit) => `\\${unit}`).replace(/\s+/g, ' ');
}

/** A number for people: `1,312`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
