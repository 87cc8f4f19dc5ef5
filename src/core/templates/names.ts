/** Which inputs a template uses. */
import type { Span } from '../facts.ts';
import type { Tag, TemplateSyntax } from './template.ts';

/** One use of an input; offsets are into the template's text. */
export interface InputUse extends Span {
  readonly name: string;
}

/** Words of the engines' own, and what they define by themselves. */
const ownWords: ReadonlySet<string> = new Set(
  `and or not in is if else elif elsif true false none True False None null nil undefined loop forloop super self varargs kwargs caller
  this blank empty contains by as`.split(/\s+/),
);

/** Words of some statements of Jinja and Liquid; anywhere else they are names like others: `{{ context }}`, `{% if limit %}`. */
const statementWords: ReadonlySet<string> = new Set(
  'with without context ignore missing recursive limit offset reversed defined scoped required'.split(' '),
);
const wordyStatement = /^(?:for|tablerow|block|import|from|include|extends|with)\b/;

/** Helpers that Handlebars has by itself, and those that most programs give it. */
const helpers: ReadonlySet<string> = new Set('each with unless lookup log eq ne lt gt lte gte'.split(' '));

/**
 * Inputs that the tags of a template use, in order; names that the template gives a value itself (loops, `set`, block parameters) are left out.
 * Members count by their root: `user.name` uses `user`.
 */
export function inputsUsed(tags: readonly Tag[], syntax: TemplateSyntax): InputUse[] {
  const locals = new Set<string>();
  const uses: InputUse[] = [];
  /** Sections of Mustache and blocks over a list change what a name means: inside them a name may be a member. */
  let shifted = 0;
  const shifts: boolean[] = [];
  for (const tag of tags) {
    if (tag.kind === 'comment' || tag.kind === 'literal' || tag.kind === 'include') continue;
    if (tag.kind === 'close') {
      if (shifts.pop() === true) shifted--;
      continue;
    }
    const found = namesIn(tag, syntax, locals);
    const braces = syntax === 'handlebars' || syntax === 'mustache';
    if (!braces || shifted === 0) uses.push(...found);
    else
      uses.push(
        ...found.filter(
          (use) => tag.expression.startsWith('../') || tag.expression.startsWith('@root.') || uses.some(({ name }) => name === use.name),
        ),
      );
    if (tag.kind === 'open') {
      const shift = braces && tag.block === 'repeated';
      shifts.push(shift);
      if (shift) shifted++;
    }
  }
  return uses;
}

const identifier = /[$@]?[A-Za-z_]\w*/g;

function namesIn(tag: Tag, syntax: TemplateSyntax, locals: Set<string>): InputUse[] {
  const { expression, expressionStart } = tag;
  if (syntax === 'expression' || syntax === 'embedded') return [];
  const isStatement = tag.kind === 'statement' || tag.kind === 'open';
  const braces = syntax === 'handlebars' || syntax === 'mustache';
  const wordy = isStatement && !braces && (tag.block === 'repeated' || wordyStatement.test(expression.trim()));
  const imported = syntax === 'jinja' && isStatement ? /^(?:import\b.*?\bas\s|from\b.*?\bimport\s)(.*)$/s.exec(expression.trim()) : null;
  if (imported !== null) {
    for (const [name] of (imported[1] ?? '').matchAll(identifier)) locals.add(name);
    return [];
  }
  // Text in quotes is no name; the units stay, so that places do.
  let text = expression.replace(/(["'])(?:(?!\1)[^\\]|\\.)*\1/g, (quoted) => ' '.repeat(quoted.length));
  if (isStatement && (syntax === 'jinja' || syntax === 'liquid')) {
    const target =
      /^(?:for\s+)?((?:[A-Za-z_]\w*\s*,\s*)*[A-Za-z_]\w*)\s+in\b/.exec(text) ??
      /^(?:(?:set|assign)\s+)?((?:[A-Za-z_]\w*\s*,\s*)*[A-Za-z_]\w*)\s*=(?!=)/.exec(text) ??
      /^(\w+\s*\([^)]*\)?)/.exec(text);
    if (target !== null) {
      for (const [name] of (target[1] ?? '').matchAll(/[A-Za-z_]\w*/g)) locals.add(name);
      text = ' '.repeat(target[0].length) + text.slice(target[0].length);
    }
  }
  const blockParameters = /\bas\s*\|([^|]*)\|/.exec(text);
  if (blockParameters !== null) {
    for (const [name] of (blockParameters[1] ?? '').matchAll(/\w+/g)) locals.add(name);
    text = text.slice(0, blockParameters.index);
  }
  const plain = !['jinja', 'liquid', 'handlebars', 'mustache', 'semantic-kernel'].includes(syntax);
  if (plain) {
    // `${input:name:hint}` asks for `name`.
    const prefix = syntax === 'dollar' ? (/^(?:input|env|config):(?=\w)/.exec(text)?.[0].length ?? 0) : 0;
    text = ' '.repeat(prefix) + (/^[$@]?[\w-]+/.exec(text.slice(prefix))?.[0] ?? '');
  }
  // The first of several words of Handlebars is a helper.
  if ((syntax === 'handlebars' || syntax === 'mustache') && tag.kind === 'value' && /^\S+\s+\S/.test(text))
    text = text.replace(/^\S+/, (helper) => ' '.repeat(helper.length));
  const uses: InputUse[] = [];
  for (const { 0: written, index } of text.matchAll(identifier)) {
    const before = text.slice(0, index).trimEnd().at(-1) ?? '';
    const after = text.slice(index + written.length).trimStart();
    const isMember = before === '.' && !text.slice(0, index).endsWith('../');
    const isFilter = before === '|' && !text.slice(0, index).trimEnd().endsWith('||');
    const isTest = /\bis\s+(?:not\s+)?$/.test(text.slice(0, index));
    const isNamed = /^=(?!=)/.test(after) || (syntax === 'liquid' && after.startsWith(':'));
    const isCall = after.startsWith('(') && syntax === 'jinja';
    if (isMember || isFilter || isTest || isNamed || isCall || written.startsWith('@')) continue;
    if (syntax === 'semantic-kernel' && !written.startsWith('$')) continue;
    const name = written.replace(/^\$/, '');
    if (ownWords.has(name) || locals.has(name) || (braces && helpers.has(name)) || (wordy && statementWords.has(name))) continue;
    const start = expressionStart + index;
    uses.push({ name, start, end: start + written.length });
  }
  return uses;
}
