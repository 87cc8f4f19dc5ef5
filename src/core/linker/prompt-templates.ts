/** Templates in prompt files: which pieces of their texts are sent as they stand, and which inputs fill in the others. */
import type { PromptFact, TimesFact } from '../facts.ts';
import { toSource } from '../frontends/source-map.ts';
import type { Certainty, HolePart, HoleSource, Repeat, TextPart, Volatility } from '../ir.ts';
import type { NamedInput, TemplateInputs } from '../ir-files.ts';
import { inputsUsed } from '../templates/names.ts';
import { tagsOf } from '../templates/scan.ts';
import { piecesOf, type OpenBlocks, type Tag, type TemplatePiece, type TemplateSyntax } from '../templates/template.ts';
import type { Evaluator } from './evaluate.ts';
import { joinPaths } from './file-paths.ts';
import { fileValue } from './file-text.ts';
import { includedFile, includedName, MAX_INCLUDES, unseenInclude } from './includes.ts';
import { volatileSource } from './known-code.ts';
import { exportedName } from './modules.ts';
import { parentOf } from './paths.ts';
import { inBranches, joinParts, slicePart, withCertainty } from './text.ts';
import { locate, type DictEntryValue, type LinkedFile, type ListItemValue, type Value } from './value.ts';

/** Fields of a request whose texts are templates; all others are sent as they stand. */
const filledFields: ReadonlySet<string> = new Set(['messages', 'input', 'system', 'prompt', 'text', 'contents', 'content', 'parts']);

/** A body with the texts of files in their places, and with its texts filled in, and what the template uses. */
export function filledBody(
  evaluator: Evaluator,
  file: LinkedFile,
  fact: PromptFact,
  body: Value,
): { readonly body: Value; readonly inputs: TemplateInputs | undefined } {
  const filler = new Filler(evaluator, file, fact);
  const filled = fact.template === undefined && fact.textFiles === undefined ? body : filler.value(body, true);
  return { body: filled, inputs: filler.inputs() };
}

/** Turns of the agent that sends a prompt. */
export function agentRepeat(file: LinkedFile, turns: TimesFact): Repeat {
  return { kind: 'agent', loop: undefined, bounded: true, times: turns.count, source: turns.from, growing: true, at: locate(file, turns) };
}

class Filler {
  private readonly evaluator: Evaluator;
  private readonly file: LinkedFile;
  private readonly fact: PromptFact;
  private readonly used = new Map<string, NamedInput>();
  /** Blocks that are open behind the texts that were filled so far: a template that is cut into messages is one template. */
  private open: OpenBlocks = [];
  /** Templates that print the one which is being read. */
  private readonly including: string[] = [];
  /** True once some of the template is not seen: what it uses is not known then. */
  private unseen = false;

  constructor(evaluator: Evaluator, file: LinkedFile, fact: PromptFact) {
    this.evaluator = evaluator;
    this.file = file;
    this.fact = fact;
  }

  /** @param outermost true for the body itself, of which only some fields are filled */
  value(value: Value, outermost: boolean): Value {
    switch (value.kind) {
      case 'text':
        return joinParts(
          value.parts.flatMap((part) => (part.kind === 'text' ? this.filled(part) : [part])),
          value.at,
        );
      case 'list': {
        const items = value.items.map((item): ListItemValue => {
          const certainty = certaintyOf(this.open);
          const inner = this.value(item.value, false);
          return { ...item, value: inner, certainty: item.certainty === 'always' ? certainty : item.certainty };
        });
        return { ...value, items };
      }
      case 'dict': {
        const entries = new Map<string, DictEntryValue>();
        for (const [key, entry] of value.entries) {
          const skipped = outermost ? !filledFields.has(key) : key === 'role' || key === 'type';
          entries.set(key, skipped ? entry : { ...entry, value: this.value(entry.value, false) });
        }
        return { ...value, entries };
      }
      case 'unknown': {
        const named = this.fact.textFiles?.find(({ start, end }) => start === value.at.start && end === value.at.end);
        const text = named === undefined ? undefined : this.textOf(named.path);
        if (text === undefined) {
          this.unseen = true;
          return value;
        }
        return this.value(text, false);
      }
      default:
        return value;
    }
  }

  /** The text or the messages of a file beside this one, or somewhere above it. */
  private textOf(path: string): Value | undefined {
    const { modules } = this.evaluator;
    const { facts } = this.file;
    if (/\.(?:json|ya?ml)$/i.test(path)) {
      const data = modules.data?.(facts, path);
      return data === undefined ? undefined : exportedName(this.evaluator, data, 'default', this.evaluator.frameOf(this.file));
    }
    const uri = joinPaths([parentOf(facts.uri), path.split('/').map(encodeURIComponent).join('/')]);
    const found = (uri === undefined ? undefined : modules.fileAt?.(uri)) ?? modules.textFile?.(facts, path);
    return found === undefined ? undefined : fileValue(found, { uri: facts.uri, start: 0, end: 0 });
  }

  private filled(part: TextPart): (TextPart | HolePart)[] {
    const { template } = this.fact;
    if (template === undefined) return [part];
    const tags = tagsOf(part.text, template);
    if (tags.length === 0 && this.open.length === 0) return [part];
    for (const { name, start, end } of inputsUsed(tags, template))
      if (!this.used.has(name))
        this.used.set(name, { name, at: { uri: part.at.uri, start: toSource(part.map, start), end: toSource(part.map, end - 1) + 1 } });
    const { pieces, open } = piecesOf(part.text, tags, this.open);
    this.open = open;
    return this.printed(part, pieces, template);
  }

  /** Pieces of a template as parts; templates that it prints come in between. */
  private printed(part: TextPart, pieces: readonly TemplatePiece[], template: TemplateSyntax): (TextPart | HolePart)[] {
    return pieces.flatMap((piece): (TextPart | HolePart)[] => {
      const written = slicePart(part, piece.start, piece.end);
      const { uri, start } = part.at;
      const branches = piece.branches?.map(({ block, branch }) => ({ group: `${uri} ${String(start + block)}`, branch }));
      return inBranches(withCertainty(this.printedPiece(piece, written, template), piece.certainty), branches);
    });
  }

  private printedPiece(piece: TemplatePiece, written: TextPart, template: TemplateSyntax): (TextPart | HolePart)[] {
    if (piece.kind === 'text') return [piece.literal === undefined ? written : literalOf(written, piece.literal)];
    return piece.tag.kind === 'include' ? this.included(piece.tag, written, template) : [holeOf(piece.tag, written, template)];
  }

  /** What an include prints: the template that it names, filled in, or a hole. */
  private included(tag: Tag, written: TextPart, template: TemplateSyntax): (TextPart | HolePart)[] {
    const name = includedName(tag.expression, template !== 'jinja' && template !== 'liquid');
    const { modules } = this.evaluator;
    const found = name === undefined ? undefined : includedFile(modules, this.file.facts, written.at.uri, name);
    if (found === undefined || this.including.includes(found.uri) || this.including.length >= MAX_INCLUDES) {
      this.unseen = true;
      return [name === undefined ? holeOf(tag, written, template) : unseenInclude(tag.expression, written.at)];
    }
    const whole = { uri: found.uri, start: 0, end: found.text.length };
    const part: TextPart = { kind: 'text', text: found.text, at: whole, map: [0, 0], certainty: 'always' };
    const tags = tagsOf(found.text, template);
    for (const { name: input, start, end } of inputsUsed(tags, template))
      if (!this.used.has(input)) this.used.set(input, { name: input, at: { uri: found.uri, start, end } });
    this.including.push(found.uri);
    const parts = this.printed(part, piecesOf(found.text, tags, []).pieces, template);
    this.including.pop();
    return parts;
  }

  inputs(): TemplateInputs | undefined {
    const declared = this.fact.inputs;
    if (this.fact.template === undefined || (this.used.size === 0 && declared === undefined)) return undefined;
    const names = new Set(declared?.map(({ name }) => name));
    const implicit = new Set(declared?.filter((one) => one.implicit === true).map(({ name }) => name));
    const used = [...this.used.values()].filter(({ name }) => !implicit.has(name));
    const written = declared
      ?.filter((one) => one.implicit !== true)
      .map((one): NamedInput => ({ name: one.name, at: locate(this.file, one) }));
    return {
      used,
      declared: written,
      unused: this.unseen ? [] : (written ?? []).filter(({ name }) => !this.used.has(name)),
      undeclared: declared === undefined ? [] : used.filter(({ name }) => !names.has(name)),
    };
  }
}

/** The text that a tag prints, with its place inside of the tag: `"text"` of `{{"text"}}`, `{{` of `\\{{`. */
function literalOf(written: TextPart, literal: string): TextPart {
  const at = written.text.indexOf(literal);
  return at < 0 || literal === '' ? { ...written, text: literal, map: [0, written.at.start] } : slicePart(written, at, at + literal.length);
}

function certaintyOf(open: OpenBlocks): Certainty {
  return open.includes('repeated') ? 'repeated' : open.length > 0 ? 'maybe' : 'always';
}

/** How often what a tag prints changes, where the tag itself says it: the functions of the engines that give the time or chance. */
const changing: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:now|utcnow)\s*\(|^strftime_now\s*\(|^\$timestamp\b|^\$datetime\b|^time\.(?:now|time|utcNow|second|minute)\b|^["'](?:now)["']\s*\|\s*date/,
    'http.time()',
  ],
  [/^(?:today)\s*\(|^time\.(?:today|date)\b|^["']today["']\s*\|\s*date/, 'http.time(day)'],
  [/^\$(?:guid|uuid|randomInt)\b|^(?:uuid4?|random|range\([^)]*\)\s*\|\s*random)\s*\(/, 'http.random()'],
];

function holeOf(tag: Tag, written: TextPart, syntax: TemplateSyntax): HolePart {
  const { expression } = tag;
  const code = changing.find(([pattern]) => pattern.test(expression))?.[1];
  const known = code === undefined ? undefined : volatileSource(code);
  const standard: { readonly volatility: Volatility; readonly source: HoleSource } =
    syntax === 'arguments'
      ? { volatility: 'per-request', source: 'input' }
      : { volatility: 'unknown', source: tag.kind === 'include' ? 'file' : 'input' };
  return {
    kind: 'hole',
    expression: expression.length > 60 ? `${expression.slice(0, 59)}…` : expression,
    at: written.at,
    volatility: known?.volatility ?? standard.volatility,
    source: known?.source ?? standard.source,
    granularity: known?.granularity,
    placement: undefined,
    certainty: 'always',
  };
}
