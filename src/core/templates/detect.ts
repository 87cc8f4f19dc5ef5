/** Which template syntax a text is written in. */
import { codeFences } from './plain.ts';
import { tagsOf } from './scan.ts';
import type { TemplateSyntax } from './template.ts';

/** Endings of file names that say it. */
const byEnding: readonly (readonly [RegExp, TemplateSyntax])[] = [
  [/\.(?:j2|jinja2?|njk|nunjucks)$/i, 'jinja'],
  [/\.(?:hbs|handlebars)$/i, 'handlebars'],
  [/\.mustache$/i, 'mustache'],
  [/\.liquid$/i, 'liquid'],
  [/\.(?:ejs|erb|eta)$/i, 'embedded'],
];

/** The syntax that a file's name says; undefined when it says none. `prompt.j2.md` counts as well as `prompt.md.j2`. */
export function syntaxOfName(name: string): TemplateSyntax | undefined {
  const shorter = name.replace(/\.(?:md|txt|prompt|html|xml|ya?ml|json)$/i, '');
  return byEnding.find(([ending]) => ending.test(name) || ending.test(shorter))?.[1];
}

/**
 * The syntax that a text itself shows; undefined for a text without placeholders. Two kinds of braces in one text mean the format strings of
 * Python only where the text as a whole is a sound one; all other braces are text.
 */
export function syntaxOfText(text: string): TemplateSyntax | undefined {
  if (text.includes('{%') && /\{%[-+]?\s*\w/.test(text) && text.includes('%}'))
    return /\{%-?\s*(?:assign|capture|unless|elsif|comment|case|render|tablerow)\b/.test(text) ? 'liquid' : 'jinja';
  if (text.includes('<%') && /<%[=-]\s*\w[^\n]{0,200}%>/.test(text)) return 'embedded';
  const single = tagsOf(text, 'single-brace').length > 0;
  if (text.includes('{{')) {
    if (/\{\{~?#(?:if|each|unless|with)\b|\{\{~?else\b|\{\{~?>|\{\{!--|\{\{role "/.test(text)) return 'handlebars';
    if (isFormatString(text) && (single || /\{\{\s*(?:["'}\n]|$)/m.test(text))) return 'python-format';
    if (/\{\{\s*\$\w/.test(text)) return 'semantic-kernel';
    if (/\{\{[{&#^/]?\s*[A-Za-z_@][\w.]{0,60}\s*\}\}/.test(text)) return /\{\{\s*[\w.]+\s*\|\s*\w/.test(text) ? 'jinja' : 'mustache';
    if (/\{\{\s*[A-Za-z_][\w.]*\s*\|\s*\w+[^{}\n]{0,80}\}\}/.test(text)) return 'jinja';
  }
  if (single && !JSX.test(text)) return 'single-brace';
  if (tagsOf(text, 'dollar').length > 0) return 'dollar';
  if (tagsOf(text, 'angle').length > 0) return 'angle';
  return undefined;
}

/** Attributes that only components have: the braces around them are code that somebody is shown. */
const JSX = /\bclassName=["{]|\bon[A-Z][A-Za-z]+=\{/;

/** True when every brace is one of a field or of an escape, as `str.format` demands. */
function isFormatString(text: string): boolean {
  let rest = 0;
  let at = 0;
  let fields = 0;
  for (const tag of tagsOf(text, 'python-format')) {
    rest += bracesIn(text, at, tag.start);
    at = tag.end;
    if (tag.kind === 'value' && tag.expression !== '') fields++;
    if (rest > 0) return false;
  }
  return fields > 0 && bracesIn(text, at, text.length) === 0;
}

/**
 * The syntax of a text in Markdown: what stands in its code is an example of something, unless a placeholder fills a line, for which a fence is
 * the place where something is put in.
 */
export function syntaxOfMarkdown(text: string): TemplateSyntax | undefined {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of codeFences(text)) {
    pieces.push(
      text.slice(at, start),
      ...text
        .slice(start, end)
        .split('\n')
        .filter((line) => /^\s*(?:\{\{?[^{}]+\}\}?|\$\{[^{}]+\}|<<[^<>]+>>)\s*$/.test(line))
        .map((line) => `\n${line}\n`),
    );
    at = end;
  }
  return syntaxOfText(`${pieces.join('')}${text.slice(at)}`);
}

function bracesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x7b || unit === 0x7d) count++;
  }
  return count;
}
