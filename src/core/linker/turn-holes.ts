/** Parts of a system text that are made from what is asked: retrieved passages, results of a search, the question itself. They differ on every turn. */
import type { CallExpr, Expr, Span } from '../facts.ts';
import type { Part, Segment } from '../ir.ts';
import type { ArgumentNames } from '../providers/profile.ts';
import type { Evaluator } from './evaluate.ts';
import { entered, RootCollector, type Place } from './roots.ts';
import { messagesArgument } from './turns.ts';
import type { LinkedFile } from './value.ts';

const MAX_DEPTH = 4;
/** Names of classes and functions that make a message of a text. */
const MAKERS: readonly (readonly [pattern: RegExp, role: 'system' | 'user'])[] = [
  [/^(SystemMessage|SystemMessagePromptTemplate|ChatCompletionSystemMessageParam)$/, 'system'],
  [/^(HumanMessage|UserMessage|ChatCompletionUserMessageParam)$/, 'user'],
];

/** An expression, in the code as the calls that led there see it. */
interface Seen {
  readonly place: Place;
  readonly expr: Expr;
}

interface Texts {
  readonly system: Seen[];
  readonly user: Seen[];
  /** Lists that hold turns. */
  readonly turns: Seen[];
}

/**
 * The segments of a call with the system text's holes marked that change with what is asked: those made of the same values as the last message,
 * or of the earlier ones.
 *
 * @param names arguments that hold the messages, and the system text
 */
export function withTurnHoles(
  evaluator: Evaluator,
  file: LinkedFile,
  call: CallExpr,
  segments: readonly Segment[],
  names: { readonly messages: ArgumentNames; readonly system: ArgumentNames },
): readonly Segment[] {
  const open = segments.filter((segment) => segment.role === 'system').flatMap((segment) => segment.parts);
  if (!open.some(mayChange)) return segments;
  const texts: Texts = { system: [], user: [], turns: [] };
  const place: Place = { file, calls: new Map() };
  const messages = messagesArgument(file, call, names.messages);
  const system = messagesArgument(file, call, names.system);
  if (messages !== undefined) readMessages(evaluator, { place, expr: messages }, texts, 0);
  if (system !== undefined) texts.system.push({ place, expr: system });
  const collector = new RootCollector();
  const asked = [...texts.user.flatMap((text) => filledIn(evaluator, text)), ...texts.turns].flatMap(({ place: at, expr }) =>
    collector.of(at, expr),
  );
  if (asked.length === 0 || texts.system.length === 0) return segments;
  const changing = texts.system
    .flatMap((text) => holesIn(evaluator, text, 0))
    .filter(({ place: at, expr }) => !isSystemOfList(at, expr))
    .filter(({ place: at, expr }) => collector.of(at, expr).some((root) => asked.some((other) => isMadeOf(root, other))));
  return changing.length === 0 ? segments : segments.map((segment) => marked(segment, changing));
}

/** What a text is filled with; the text itself where that is not seen. What only decides how it is put together is left out. */
function filledIn(evaluator: Evaluator, text: Seen): readonly Seen[] {
  const holes = holesIn(evaluator, text, 0);
  return holes.length > 0 ? holes : [text];
}

function mayChange(part: Part): boolean {
  return part.kind === 'hole' && part.volatility !== 'constant' && part.volatility !== 'per-process';
}

/**
 * True for a root that is another one or is taken out of it; the first message of a conversation stays what it is. A list of which the question
 * is an element grows with every question.
 */
function isMadeOf(root: string, other: string): boolean {
  const [own, rest] = [root.slice(other.length), other.slice(root.length)];
  return (
    root === other ||
    (root.startsWith(other) && /^[.[]/.test(own) && !own.startsWith('[0]')) ||
    (other.startsWith(root) && /^\[(?!0\])/.test(rest))
  );
}

/** What takes the system text out of a list of messages: the first one, or those of that role. */
const SYSTEM_OF_LIST = /['"`](system|developer)['"`]|\b(is_?system|isSystem|SystemMessage)|role\w*\.system\b|\[0\]|\.(shift|pop)\(0?\)/i;

/** True for the system text that a conversation came with: it stays, whatever else is in the list. */
function isSystemOfList({ file }: Place, expr: Expr): boolean {
  const values = expr.kind === 'name' ? bindingsOf({ file, calls: new Map() }, expr) : [];
  return [expr, ...values, ...conditionsOf(file, expr)].some(
    (one) => one.kind !== 'template' && one.kind !== 'text' && one.kind !== 'join' && SYSTEM_OF_LIST.test(written(file, one)),
  );
}

/** What has to hold where a value is taken: `if message.role == "system": system = message.content`. */
function conditionsOf({ facts }: LinkedFile, { start, end }: Span): Expr[] {
  return facts.blocks.flatMap((block) => (block.kind === 'branch' && block.start <= start && end <= block.end ? (block.header ?? []) : []));
}

/** The text of an expression; the empty text for one too long to say only what is taken out. */
function written({ text }: LinkedFile, { start, end }: Span): string {
  return end - start > MAX_TAKEN ? '' : text.slice(start, end);
}

/** Units of an expression that takes something out of a list. */
const MAX_TAKEN = 200;

function marked(segment: Segment, changing: readonly (Seen & { readonly whole: Expr })[]): Segment {
  if (segment.role !== 'system') return segment;
  const parts = segment.parts.map((part): Part => {
    if (part.kind !== 'hole' || !mayChange(part)) return part;
    const holder = part.placement;
    const isMeant = changing.some(({ place, expr, whole }) => {
      const { uri } = place.file.facts;
      // A hole is the expression, or a piece of what the expression is put together from.
      if (holder !== undefined) return holder.container.uri === uri && (isWithin(expr, holder.hole) || isWithin(holder.hole, whole));
      return part.at.uri === uri && isWithin(part.at, whole);
    });
    return isMeant ? { ...part, volatility: 'per-request', source: part.source === 'unknown' ? 'input' : part.source, turn: true } : part;
  });
  return { ...segment, parts };
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Methods and functions that give a list with the same elements, or some of them. */
const SAME_ELEMENTS = /^(filter|flat|slice|concat|list|tuple)$/;

/** Holes of a text, through names, joined pieces and functions that make it. */
function holesIn(evaluator: Evaluator, { place, expr }: Seen, depth: number): (Seen & { readonly whole: Expr })[] {
  if (depth > MAX_DEPTH) return [];
  const go = (one: Expr): (Seen & { readonly whole: Expr })[] => holesIn(evaluator, { place, expr: one }, depth + 1);
  switch (expr.kind) {
    case 'template':
      return expr.parts.flatMap((part) => {
        if (part.kind !== 'hole') return [];
        const inner = part.value.kind === 'call' || part.value.kind === 'name' ? go(part.value) : [];
        return [{ place, expr: part.value, whole: part.value }, ...inner];
      });
    case 'join':
      return expr.operands.flatMap((operand) =>
        operand.kind === 'text' ? [] : [{ place, expr: operand, whole: operand }, ...go(operand)],
      );
    case 'conditional':
      return [...go(expr.then), ...go(expr.otherwise)];
    case 'fallback':
      return expr.options.flatMap(go);
    case 'list':
      return expr.items.flatMap(({ value }) => go(value));
    case 'dict':
      return expr.entries.flatMap(({ value }) => go(value));
    case 'name':
      return bindingsOf(place, expr).flatMap((value) => {
        const inner = holesIn(evaluator, { place, expr: value }, depth + 1);
        return inner.length > 0 || value.kind !== 'call' ? inner : [{ place, expr: value, whole: value }];
      });
    case 'call': {
      const own = entered(evaluator, place, expr);
      if (own !== undefined)
        return own.scope.returns.flatMap(({ value }) => holesIn(evaluator, { place: own.inside, expr: value }, depth + 1));
      const { callee } = expr;
      // `[…].filter(Boolean)`: the elements change, not the list.
      if (callee.kind === 'member' && SAME_ELEMENTS.test(callee.name)) return go(callee.object);
      if (callee.kind === 'name' && SAME_ELEMENTS.test(callee.name)) return expr.args.flatMap(({ value }) => go(value));
      const filled = callee.kind === 'member' && /^(format|format_map|replace|replaceAll|join|render|strip|trim)$/.test(callee.name);
      const object = filled ? go(callee.object) : [];
      return [
        ...object,
        ...(filled ? expr.args.map(({ value }) => ({ place, expr: value, whole: expr })) : [{ place, expr, whole: expr }]),
      ];
    }
    default:
      return [];
  }
}

/** Values that a name is given in its own function. */
function bindingsOf({ file }: Place, name: Extract<Expr, { readonly kind: 'name' }>): Expr[] {
  const { scopes } = file.facts;
  for (let at = name.scope; at >= 0; at = scopes[at]?.parent ?? -1) {
    const bindings = scopes[at]?.bindings.get(name.name);
    if (bindings !== undefined)
      return bindings.flatMap(({ kind, value }) => (value !== undefined && (kind === 'assign' || kind === 'augment') ? [value] : []));
  }
  return [];
}

function readMessages(evaluator: Evaluator, { place, expr }: Seen, texts: Texts, depth: number): void {
  if (depth > MAX_DEPTH) return;
  const go = (one: Expr, at = place): void => {
    readMessages(evaluator, { place: at, expr: one }, texts, depth + 1);
  };
  switch (expr.kind) {
    case 'list':
      for (const { value } of expr.items) readMessage({ place, expr: value }, texts, go);
      return;
    case 'join': {
      expr.operands.forEach((operand) => {
        go(operand);
      });
      return;
    }
    case 'conditional':
      go(expr.then);
      {
        go(expr.otherwise);
        return;
      }
    case 'fallback': {
      expr.options.forEach((option) => {
        go(option);
      });
      return;
    }
    case 'name': {
      const values = bindingsOf(place, expr);
      // A list that somebody hands in holds what was asked.
      if (values.length === 0) texts.turns.push({ place, expr });
      for (const value of values) go(value);
      for (const effect of evaluator.effectsOn(place.file, expr.name)) {
        if (effect.kind === 'append' || effect.kind === 'prepend') readMessage({ place, expr: effect.value }, texts, go);
        if (effect.kind === 'extend') go(effect.value);
      }
      return;
    }
    case 'call': {
      const own = entered(evaluator, place, expr);
      if (own === undefined) texts.turns.push({ place, expr });
      for (const { value } of own?.scope.returns ?? []) go(value, own?.inside);
      return;
    }
    default:
      texts.turns.push({ place, expr });
  }
}

function readMessage({ place, expr }: Seen, texts: Texts, go: (one: Expr) => void): void {
  if (expr.kind === 'dict') {
    const entry = (key: string): Expr | undefined => expr.entries.find((one) => one.key?.kind === 'text' && one.key.value === key)?.value;
    const role = entry('role');
    const content = entry('content') ?? entry('parts');
    if (role?.kind !== 'text' || content === undefined) return;
    if (role.value === 'system' || role.value === 'developer') texts.system.push({ place, expr: content });
    else if (role.value === 'user') texts.user.push({ place, expr: content });
    return;
  }
  if (expr.kind === 'call' && (expr.callee.kind === 'name' || expr.callee.kind === 'member')) {
    const { name } = expr.callee;
    const role = MAKERS.find(([pattern]) => pattern.test(name))?.[1];
    const content = expr.args.find((argument) => argument.name === undefined || argument.name === 'content')?.value;
    if (role !== undefined && content !== undefined) {
      texts[role].push({ place, expr: content });
      return;
    }
  }
  go(expr);
}
