/** Where code stands in component files: markup is jumped over, not understood. */
import type { Span } from '../../facts.ts';

/** The code of a component file. */
export interface ComponentCode {
  /** Contents of the scripts, in order and without the line break behind their tag. */
  readonly regions: readonly Span[];
  /** True when a script says that it holds JSX. */
  readonly jsx: boolean;
}

const CODE_LANGUAGES: ReadonlySet<string> = new Set(['js', 'ts', 'jsx', 'tsx', 'javascript', 'typescript', 'babel']);
const CODE_TYPES: ReadonlySet<string> = new Set(['module', 'text/javascript', 'application/javascript', 'text/typescript', 'ts', 'js']);

/** A comment, or the start of an element whose content is not markup. */
const opening = /<!--|<(script|style)(?=[\s>/])/gi;

/** The rest of a tag; `>` may stand in quoted values (`generic="T extends List<U>"`). */
const restOfTag = /((?:"[^"]*"|'[^']*'|[^>"'])*)>/y;

/** Scripts of a Vue or Svelte component. Scripts of other languages and data blocks are left out; one that is not closed goes to the end. */
export function scriptsOf(text: string): ComponentCode {
  const regions: Span[] = [];
  let jsx = false;
  let at = 0;
  for (;;) {
    opening.lastIndex = at;
    const found = opening.exec(text);
    if (found === null) break;
    const name = found[1]?.toLowerCase();
    if (name === undefined) {
      at = endOf(text, '-->', found.index);
      continue;
    }
    restOfTag.lastIndex = opening.lastIndex;
    const tag = restOfTag.exec(text);
    if (tag === null) break;
    const attributes = tag[1] ?? '';
    const start = restOfTag.lastIndex;
    if (attributes.endsWith('/')) {
      at = start;
      continue;
    }
    const closing = new RegExp(`</${name}\\s*>`, 'gi');
    closing.lastIndex = start;
    const close = closing.exec(text);
    const end = close?.index ?? text.length;
    at = close === null ? text.length : closing.lastIndex;
    if (name !== 'script' || !isCode(attributes)) continue;
    jsx ||= /x$/i.test(attribute(attributes, 'lang') ?? '');
    regions.push(withoutFirstBreak(text, start, end));
  }
  return { regions, jsx };
}

/** The code between the fences of an Astro component: what runs on the server. Markup may hold JSX-like expressions, the code itself does not. */
export function frontmatterOf(text: string): ComponentCode {
  const open = /^\uFEFF?\s*---[ \t]*(?=[\r\n])/.exec(text);
  const start = open?.[0].length ?? 0;
  const close = open === null ? null : /(?:\r\n|[\r\n])[ \t]*---/.exec(text.slice(start));
  if (close === null) return { regions: [], jsx: false };
  return { regions: [withoutFirstBreak(text, start, start + close.index + close[0].search(/[^\r\n]|$/))], jsx: false };
}

/** A text of the same length with everything but the code blank. Behind each stretch stands a `;`, so that two on one line stay apart. */
export function onlyCode(text: string, regions: readonly Span[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of regions) {
    result += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
    if (at < text.length && !/[\r\n]/.test(text[at] ?? '')) {
      result += ';';
      at++;
    }
  }
  return result + blank(text.slice(at));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

function isCode(attributes: string): boolean {
  const language = attribute(attributes, 'lang')?.toLowerCase();
  const type = attribute(attributes, 'type')?.toLowerCase();
  return (language === undefined || CODE_LANGUAGES.has(language)) && (type === undefined || type === '' || CODE_TYPES.has(type));
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
  return match === null ? undefined : (match[1] ?? match[2] ?? match[3]);
}

function endOf(text: string, mark: string, from: number): number {
  const index = text.indexOf(mark, from);
  return index < 0 ? text.length : index + mark.length;
}

function withoutFirstBreak(text: string, start: number, end: number): Span {
  const lineBreak = /^[ \t]*(?:\r\n|\r|\n)/.exec(text.slice(start, Math.min(end, start + 200)));
  return { start: start + (lineBreak?.[0].length ?? 0), end };
}
