/** Templates that print other templates: `{% include 'rules.j2' %}`, `{{> rules}}`, `<%- include('rules') %>`. */
import type { FileFacts } from '../facts.ts';
import type { HolePart, Location } from '../ir.ts';
import { joinPaths } from './file-paths.ts';
import type { FileText } from './file-text.ts';
import type { ModuleResolver } from './modules.ts';
import { parentOf } from './paths.ts';

/** Templates that print one another; deeper ones are not seen. */
export const MAX_INCLUDES = 5;

/**
 * The name of the template that an include prints, where the source says it; undefined for one that is chosen as the template is rendered.
 *
 * @param bare true in syntaxes whose names stand without quotes (`{{> rules}}`)
 */
export function includedName(expression: string, bare: boolean): string | undefined {
  const quoted = /^\s*(["'])([^"'\r\n]{1,200})\1(?!\s*[~+|])/.exec(expression)?.[2];
  return quoted ?? (bare ? /^\s*([A-Za-z][\w./-]{0,200})\s*$/.exec(expression)?.[1] : undefined);
}

/**
 * The template of a name: beside the one that prints it, in the folders of the loader, or as any other file that the project names. A name
 * without an ending has that of the template which prints it.
 *
 * @param beside URI of the template with the include
 */
export function includedFile(
  modules: ModuleResolver,
  from: FileFacts,
  beside: string,
  name: string,
  folders: readonly string[] = [],
): FileText | undefined {
  const ending = /\.[^./]+$/.exec(beside)?.[0] ?? '';
  for (const path of /\.\w+$/.test(name) ? [name] : [`${name}${ending}`, name]) {
    const uri = joinPaths([parentOf(beside), path.split('/').map(encodeURIComponent).join('/')]);
    const near = uri === undefined || uri === beside ? undefined : modules.fileAt?.(uri);
    if (near !== undefined) return near;
    for (const folder of [...folders, '']) {
      const joined = joinPaths([folder, path]);
      const found = joined === undefined ? undefined : modules.textFile?.(from, joined);
      if (found !== undefined && found.uri !== beside) return found;
    }
  }
  return undefined;
}

/** What an include of a named template prints when that template is not in the project: text that is not seen, and does not change. */
export function unseenInclude(expression: string, at: Location): HolePart {
  return {
    kind: 'hole',
    expression: expression.length > 60 ? `${expression.slice(0, 59)}…` : expression,
    at,
    volatility: 'constant',
    source: 'file',
    granularity: undefined,
    placement: undefined,
    certainty: 'always',
  };
}
