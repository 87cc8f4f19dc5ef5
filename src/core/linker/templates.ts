/** Template engines: `Template(text).render(name=…)`, `Handlebars.compile(text)({…})`. */
import type { CallExpr } from '../facts.ts';
import type { Certainty, HolePart, TextPart } from '../ir.ts';
import { toSource } from '../frontends/source-map.ts';
import { bindArguments, type BoundArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { joinPaths, pathText } from './file-paths.ts';
import { fileValue } from './file-text.ts';
import { includedFile, includedName, MAX_INCLUDES, unseenInclude } from './includes.ts';
import { property } from './request.ts';
import { inBranches, joinParts, place, slicePart, withCertainty } from './text.ts';
import {
  constantText,
  locate,
  optionsOf,
  partsOf,
  unknown,
  type BoundCall,
  type ExternalValue,
  type Frame,
  type LinkedFile,
  type TextValue,
  type Value,
} from './value.ts';

/** How an engine marks what it fills in. Every match is a tag; a name is filled in, anything else is taken out. */
interface Syntax {
  readonly tag: RegExp;
  /** Opens or closes a stretch that may be missing (`if`) or repeated (`for`), or begins another one in its stead. */
  readonly block: (tag: string) => 'if' | 'for' | 'else' | 'end' | undefined;
  /** The name that a tag stands for; undefined for tags that print nothing. */
  readonly name: (tag: string) => string | undefined;
  /** The template that a tag prints, as written; undefined for all other tags. */
  readonly include?: (tag: string) => string | undefined;
}

/** How a program gets from an engine to a text. */
interface Engine {
  /** Path of the call that renders. */
  readonly render: RegExp;
  readonly syntax: Syntax;
  /** Where the template comes from: an argument of the rendering call, or one of the call that made the template, as text or as a file's name. */
  readonly source: 'here-text' | 'here-file' | 'maker-text' | 'maker-file';
}

const word = /^[A-Za-z_$][\w$.]*/;

const jinja: Syntax = {
  tag: /\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/gs,
  block: (tag) => {
    const keyword = /^\{%[-+]?\s*(\w+)/.exec(tag)?.[1] ?? '';
    if (keyword === 'if' || keyword === 'for') return keyword;
    if (keyword === 'else' || keyword === 'elif') return 'else';
    return keyword === 'endif' || keyword === 'endfor' ? 'end' : undefined;
  },
  name: (tag) =>
    tag.startsWith('{{')
      ? tag
          .slice(2, -2)
          .replace(/^[-+]|[-+]$/g, '')
          .trim()
      : undefined,
  include: (tag) => /^\{%[-+]?\s*include\s+(.*?)[-+]?%\}$/s.exec(tag)?.[1],
};

const handlebars: Syntax = {
  tag: /\{\{\{.*?\}\}\}|\{\{.*?\}\}/gs,
  block: (tag) => {
    const [, open, keyword] = /^\{\{~?\s*([#/^])\s*(\w+)/.exec(tag) ?? [];
    if (open === '/') return 'end';
    if (/^\{\{~?\s*(?:else\b|\^\s*~?\}\})/.test(tag)) return 'else';
    return open === undefined ? undefined : keyword === 'each' ? 'for' : 'if';
  },
  name: (tag) => (/^\{\{~?\s*[#/^!>&]|^\{\{~?\s*else\b/.test(tag) ? undefined : tag.replace(/^\{+~?|~?\}+$/g, '').trim()),
  include: (tag) => /^\{\{~?\s*>\s*(.*?)~?\}\}$/s.exec(tag)?.[1],
};

const embedded: Syntax = {
  tag: /<%.*?%>/gs,
  block: () => undefined,
  name: (tag) => (/^<%[-=](?!\s*include\()/.test(tag) ? tag.slice(3, -2).replace(/-$/, '').trim() : undefined),
  include: (tag) => /^<%[-=]\s*include\(([^,)]*)/.exec(tag)?.[1],
};

const dollar: Syntax = {
  tag: /\$\$|\$\{[A-Za-z_]\w*\}|\$[A-Za-z_]\w*/g,
  block: () => undefined,
  name: (tag) => (tag === '$$' ? undefined : tag.replace(/^\$\{?|\}$/g, '')),
};

/** Engines by their rendering call (names as of 2026-11: Jinja2 3.1, Handlebars 4.7, Mustache 4.2, EJS 3.1, Nunjucks 3.2, lodash 4.17). */
const engines: readonly Engine[] = [
  { render: /^jinja2\.(sandbox\.)?Template\(\)\.render(_async)?\(\)$/, syntax: jinja, source: 'maker-text' },
  {
    render: /^jinja2\.(sandbox\.|nativetypes\.)?\w*Environment\(\)\.from_string\(\)\.render(_async)?\(\)$/,
    syntax: jinja,
    source: 'maker-text',
  },
  {
    render: /^jinja2\.(sandbox\.|nativetypes\.)?\w*Environment\(\)\.(get|select)_template\(\)\.render(_async)?\(\)$/,
    syntax: jinja,
    source: 'maker-file',
  },
  { render: /^string\.Template\(\)\.(safe_)?substitute\(\)$/, syntax: dollar, source: 'maker-text' },
  { render: /^npm:handlebars(\.default)?\.compile\(\)\(\)$/, syntax: handlebars, source: 'maker-text' },
  { render: /^npm:mustache(\.default)?\.render\(\)$/, syntax: handlebars, source: 'here-text' },
  { render: /^(pystache|chevron)\.render\(\)$/, syntax: handlebars, source: 'here-text' },
  { render: /^npm:ejs(\.default)?\.render\(\)$/, syntax: embedded, source: 'here-text' },
  { render: /^npm:(lodash|lodash\/template|underscore)(\.default)?(\.template)?\(\)\(\)$/, syntax: embedded, source: 'maker-text' },
  { render: /^npm:nunjucks(\.default)?\.renderString\(\)$/, syntax: jinja, source: 'here-text' },
  { render: /^npm:nunjucks(\.default)?\.render\(\)$/, syntax: jinja, source: 'here-file' },
];

/** The text that a template engine renders; undefined when a call renders none. */
export function templateCall(evaluator: Evaluator, callee: ExternalValue, call: CallExpr, frame: Frame): Value | undefined {
  const path = `${callee.path}()`;
  const engine = engines.find(({ render }) => render.test(path));
  if (engine === undefined) return undefined;
  const bound = bindArguments(evaluator, call, frame);
  const here = engine.source.startsWith('here');
  const maker = callee.calls.at(-1);
  const given = here ? bound.positional[0] : maker === undefined ? undefined : makerArgument(evaluator, maker);
  const missing = unknown(frame.file, call, 'rendered template', { source: 'file' });
  if (given === undefined) return missing;
  const folders = engine.source.endsWith('file') ? loaderFolders(evaluator, callee) : [];
  const template = engine.source.endsWith('text') ? given : templateFile(evaluator, given, folders, call, frame);
  if (template?.kind !== 'text') return missing;
  const values = contextOf(bound, here ? 1 : 0);
  const include = (name: string, beside: string): TextValue | undefined => {
    const found = includedFile(evaluator.modules, frame.file.facts, beside, name, [...folders, 'templates', 'prompts']);
    const text = found === undefined ? undefined : fileValue(found, locate(frame.file, call));
    return text?.kind === 'text' ? text : undefined;
  };
  return render(template, engine.syntax, { value: values, include }, frame.file, call, []);
}

function makerArgument(evaluator: Evaluator, maker: BoundCall): Value | undefined {
  const { positional, named } = bindArguments(evaluator, maker.call, maker.frame);
  return positional[0] ?? named.get('source')?.value ?? named.get('template')?.value ?? named.get('name')?.value;
}

/** Values by name: keyword arguments, and the entries of a mapping that is passed as the context. */
function contextOf(bound: BoundArguments, position: number): (name: string) => Value | undefined {
  const mapping = bound.positional[position];
  return (name) => {
    const direct = bound.named.get(name)?.value;
    if (direct !== undefined) return direct;
    const option = mapping === undefined ? undefined : optionsOf(mapping).find((candidate) => candidate.kind === 'dict');
    return option?.kind === 'dict' ? option.entries.get(name)?.value : undefined;
  };
}

/** Folders that the loader of a template environment names. */
function loaderFolders(evaluator: Evaluator, callee: ExternalValue): string[] {
  const made = callee.calls[0];
  const environment: Value | undefined =
    made === undefined ? undefined : { kind: 'external', path: 'environment()', calls: [made], at: callee.at };
  const loader =
    environment === undefined ? undefined : (property(evaluator, environment, 'loader') ?? property(evaluator, environment, '0'));
  if (loader?.kind !== 'external') return [];
  if (loader.path.endsWith('.PackageLoader()')) {
    const folder = property(evaluator, loader, '1') ?? property(evaluator, loader, 'package_path');
    const name = property(evaluator, loader, '0');
    const parts = [
      name === undefined ? undefined : constantText(name)?.replaceAll('.', '/'),
      folder === undefined ? 'templates' : pathText(folder),
    ];
    const joined = joinPaths(parts);
    return joined === undefined ? [] : [joined];
  }
  const folders = property(evaluator, loader, '0') ?? property(evaluator, loader, 'searchpath');
  const all = folders?.kind === 'list' ? folders.items.map((item) => item.value) : folders === undefined ? [] : [folders];
  return all.map(pathText).filter((folder) => folder !== undefined);
}

function templateFile(evaluator: Evaluator, name: Value, folders: readonly string[], call: CallExpr, frame: Frame): Value | undefined {
  const text = constantText(name);
  if (text === undefined) return undefined;
  for (const folder of [...folders, 'templates', 'prompts', '']) {
    const path = joinPaths([folder, text]);
    const found = path === undefined ? undefined : evaluator.modules.textFile?.(frame.file.facts, path);
    if (found !== undefined) return fileValue(found, locate(frame.file, call));
  }
  return undefined;
}

/** What a template is rendered with. */
interface Context {
  readonly value: (name: string) => Value | undefined;
  /** Another template by its name. */
  readonly include: (name: string, beside: string) => TextValue | undefined;
}

function render(
  template: TextValue,
  syntax: Syntax,
  context: Context,
  file: LinkedFile,
  call: CallExpr,
  including: readonly string[],
): TextValue {
  const { value } = context;
  const parts: (TextPart | HolePart)[] = [];
  const open: { readonly kind: 'if' | 'for'; readonly group: string; branch: number }[] = [];
  const certainty = (): Certainty => (open.some(({ kind }) => kind === 'for') ? 'repeated' : open.length > 0 ? 'maybe' : 'always');
  const add = (...added: readonly (TextPart | HolePart)[]): void => {
    const branches = open.flatMap(({ kind, group, branch }) => (kind === 'if' ? [{ group, branch }] : []));
    parts.push(...inBranches(withCertainty(added, certainty()), branches));
  };
  for (const part of template.parts) {
    if (part.kind === 'hole') {
      add(part);
      continue;
    }
    let done = 0;
    for (const { 0: tag, index } of part.text.matchAll(syntax.tag)) {
      if (index > done) add(slicePart(part, done, index));
      done = index + tag.length;
      const block = syntax.block(tag);
      const last = open.at(-1);
      if (block === 'end') open.pop();
      else if (block === 'else' && last !== undefined) last.branch++;
      else if (block === 'if' || block === 'for')
        open.push({ kind: block, group: `${part.at.uri} ${String(toSource(part.map, index))}`, branch: 0 });
      const included = syntax.include?.(tag);
      if (included !== undefined) {
        const at = { uri: part.at.uri, start: toSource(part.map, index), end: toSource(part.map, done) };
        const inner = includedName(included, syntax === handlebars);
        const found = inner === undefined || including.length >= MAX_INCLUDES ? undefined : context.include(inner, part.at.uri);
        const uri = found?.parts[0]?.at.uri;
        const printed =
          found === undefined || uri === undefined || including.includes(uri)
            ? [unseenInclude(included.trim(), at)]
            : render(found, syntax, context, file, call, [...including, uri]).parts;
        add(...printed);
        continue;
      }
      const name = syntax.name(tag);
      if (name === undefined) continue;
      const hole = { start: toSource(part.map, index), end: toSource(part.map, done) };
      const at = { uri: part.at.uri, ...hole };
      const placement = { form: 'format', container: { ...part.at }, hole } as const;
      const known = word.exec(name)?.[0] === name ? value(name) : undefined;
      const filled: (TextPart | HolePart)[] =
        known === undefined ? [unknownHole(name, at, word.exec(name)?.[0], value)] : [...partsOf(known, file)];
      add(...place(filled, placement));
    }
    if (done < part.text.length) add(slicePart(part, done, part.text.length));
  }
  return joinParts(parts, locate(file, call));
}

/** A tag that prints an expression changes as often as the value that the expression begins with. */
function unknownHole(
  expression: string,
  at: HolePart['at'],
  root: string | undefined,
  value: (name: string) => Value | undefined,
): HolePart {
  const base = root === undefined ? undefined : value(root.split('.', 1)[0] ?? root);
  const volatile =
    base?.kind === 'unknown' ? { volatility: base.volatility, source: base.source, granularity: base.granularity } : undefined;
  return {
    kind: 'hole',
    expression: expression.length > 60 ? `${expression.slice(0, 59)}…` : expression,
    at,
    volatility: 'unknown',
    source: 'unknown',
    granularity: undefined,
    placement: undefined,
    certainty: 'always',
    ...volatile,
  };
}
