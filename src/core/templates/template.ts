/**
 * What a template says: which stretches of it are sent as they stand, and which are filled in. Pure text in, offsets out; nothing here knows
 * a file, a provider or an editor.
 */
import type { Span } from '../facts.ts';

/**
 * How placeholders are written.
 * - `jinja`: Jinja2, Nunjucks; Prompty, BAML. `liquid`: Liquid.
 * - `handlebars`: Handlebars, Dotprompt. `mustache`: Mustache, and all services that fill in plain `{{name}}`.
 * - `semantic-kernel`: `{{$name}}`, `{{plugin.function $name}}`.
 * - `python-format`: `{name}` with `{{` for a brace. `single-brace`: `{name}` that is replaced by name, where braces are text otherwise.
 * - `dollar`: `${name}`. `angle`: `<<name>>`. `embedded`: `<%= name %>`.
 * - `expression`: `{{ $json.x }}` of n8n. `arguments`: `$ARGUMENTS`, `$1` of commands of agents.
 */
export type TemplateSyntax =
  | 'jinja'
  | 'liquid'
  | 'handlebars'
  | 'mustache'
  | 'semantic-kernel'
  | 'python-format'
  | 'single-brace'
  | 'dollar'
  | 'angle'
  | 'embedded'
  | 'expression'
  | 'arguments';

/** A mark of the template engine in a text; offsets are UTF-16 offsets into that text and cover the delimiters. */
export interface Tag extends Span {
  /**
   * `value` prints something, `literal` prints fixed text, `comment` and `statement` print nothing, `include` prints another template;
   * `open`, `middle`, `close` stand around a stretch that may be missing or repeated.
   */
  readonly kind: 'value' | 'literal' | 'comment' | 'statement' | 'include' | 'open' | 'middle' | 'close';
  /** What stands between the delimiters, without white space around it. */
  readonly expression: string;
  /** Offset of {@link expression} in the text. */
  readonly expressionStart: number;
  /** What a `literal` prints. */
  readonly literal?: string;
  /** For `open`: whether the stretch is sent at most once, or any number of times. */
  readonly block?: 'maybe' | 'repeated';
  /** True when the engine takes the white space before or behind the tag away. */
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
}

/** A stretch of a rendered template, in order. Offsets are into the template's text. */
export type TemplatePiece =
  | (Span & PieceBranches & { readonly kind: 'text'; readonly certainty: PieceCertainty; readonly literal?: string })
  | (Span & PieceBranches & { readonly kind: 'hole'; readonly certainty: PieceCertainty; readonly tag: Tag });

/** The blocks around a piece of which one branch is sent, outermost first. */
interface PieceBranches {
  readonly branches?: readonly {
    /** Offset of the block. */
    readonly block: number;
    readonly branch: number;
  }[];
}

/** `always` sent exactly once, `maybe` depends on a branch, `repeated` comes from a loop. */
export type PieceCertainty = 'always' | 'maybe' | 'repeated';

/** Blocks that are open where a text begins or ends, outermost first: a template may be cut into messages within one. */
export type OpenBlocks = readonly ('maybe' | 'repeated')[];

/** The pieces of a template, and the blocks that are still open behind it. White space that the engine takes away is left out. */
export function piecesOf(
  text: string,
  tags: readonly Tag[],
  before: OpenBlocks = [],
): { readonly pieces: TemplatePiece[]; readonly open: OpenBlocks } {
  const pieces: TemplatePiece[] = [];
  const open = before.map((kind): { readonly kind: 'maybe' | 'repeated'; readonly block?: number; branch: number } => ({
    kind,
    branch: 0,
  }));
  let at = 0;
  let trimStart = false;
  const certainty = (): PieceCertainty =>
    open.some(({ kind }) => kind === 'repeated') ? 'repeated' : open.length > 0 ? 'maybe' : 'always';
  const within = (): PieceBranches => {
    const branches = open.flatMap(({ kind, block, branch }) => (kind === 'maybe' && block !== undefined ? [{ block, branch }] : []));
    return branches.length === 0 ? {} : { branches };
  };
  const addText = (until: number, trimEnd: boolean): void => {
    let start = at;
    let end = until;
    if (trimStart) while (start < end && isSpace(text.charCodeAt(start))) start++;
    if (trimEnd) while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
    if (end > start) pieces.push({ kind: 'text', start, end, certainty: certainty(), ...within() });
  };
  for (const tag of tags) {
    addText(tag.start, tag.trimsBefore);
    at = tag.end;
    trimStart = tag.trimsAfter;
    const { start, end } = tag;
    const last = open.at(-1);
    if (tag.kind === 'open') open.push({ kind: tag.block ?? 'maybe', block: start, branch: 0 });
    else if (tag.kind === 'middle' && last !== undefined) last.branch++;
    else if (tag.kind === 'close') open.pop();
    else if (tag.kind === 'literal') {
      if (tag.literal !== '') pieces.push({ kind: 'text', start, end, certainty: certainty(), literal: tag.literal ?? '', ...within() });
    } else if (tag.kind === 'value' || tag.kind === 'include')
      pieces.push({ kind: 'hole', start, end, certainty: certainty(), tag, ...within() });
  }
  addText(text.length, false);
  return { pieces, open: open.map(({ kind }) => kind) };
}

function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0 || unit === 0xfeff;
}
