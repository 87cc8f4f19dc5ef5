/** Tokens of a call: all of them, those of each role, and those that a cache could keep. */
import type { HolePart, PromptCall, Role } from '../ir.ts';
import { familyOf, overheadOf, type Overhead, type TokenCounter } from '../tokens/index.ts';
import { sentDefinitions } from '../tool-sets/weights.ts';
import { appendedAfter, isAppended, isOpen, isStableInRun, type Stretch } from './prefix.ts';

/** How a number came about: see the glossary in `docs/architecture.md`. */
export type Basis = 'exact' | 'calibrated' | 'assumed';

/** A token count with its band. `low <= tokens <= high`. */
export interface TokenRange {
  readonly low: number;
  readonly tokens: number;
  readonly high: number;
  readonly basis: Basis;
}

/** Tokens of one role of a call. */
export interface RoleTokens {
  readonly role: Role | 'tools' | 'overhead';
  readonly tokens: TokenRange;
  /** Tokens of text that is the same for every request and stands before the first part that is not. */
  readonly cacheable: number;
  /** True when holes or unseen turns add to the count at run time. */
  readonly open: boolean;
}

/** What the messages that a loop appends look like, as far as the source shows them. */
export interface Appended {
  /** Constant text of all appended messages together, once. */
  readonly text: TokenRange;
  /** True when the model's own answer is appended. */
  readonly answer: boolean;
  /** True when something else whose size the source does not tell is appended: the user's next message, a tool's result. */
  readonly other: boolean;
  /** True when the source shows no appended message at all: what is added per turn is not seen. */
  readonly unseen: boolean;
}

/** The counts of a call for one model. */
export interface Counted {
  /** The whole request, holes counted as nothing. */
  readonly input: TokenRange;
  readonly roles: readonly RoleTokens[];
  /** Stable tokens from the start of the request to the first part that changes. */
  readonly prefix: TokenRange;
  /** All stable tokens, in whatever place. */
  readonly stable: TokenRange;
  /** Tokens up to the last cache breakpoint that stands within the prefix; undefined when none does. */
  readonly marked: TokenRange | undefined;
  /** Those breakpoints in order, each with the tokens up to it and the lifetime that it names; undefined where it names none. */
  readonly marks: readonly Mark[];
  /** True when a breakpoint moves along with the messages that a loop appends. */
  readonly movingMarker: boolean;
  /** The first part that ends the prefix; undefined when nothing does, or when it is not a value (unseen messages, tools). */
  readonly firstChange: HolePart | undefined;
  /** True when the whole request is the same every time. */
  readonly unchanging: boolean;
  /** Tokens of the first request of a run: without what is appended only behind the call. */
  readonly first: TokenRange;
  /** Tokens of that request from its start to the first part that changes within a run. */
  readonly runPrefix: TokenRange;
  /** True when nothing of the first request changes within a run, so that each turn begins with the turn before it. */
  readonly runStable: boolean;
  readonly appended: Appended;
}

/** A cache breakpoint within the stable prefix. */
export interface Mark {
  readonly tokens: number;
  readonly ttl: string | undefined;
}

/** No tokens at all. */
export const noTokens: TokenRange = { low: 0, tokens: 0, high: 0, basis: 'exact' };

/**
 * Counts a call for a model.
 *
 * @param model the model whose tokenizer counts; undefined for none in particular
 * @param declaredTools tokens of the tools, where somebody declared them and the source does not show them all
 */
export function countCall(
  call: PromptCall,
  stretches: readonly Stretch[],
  model: string | undefined,
  counter: TokenCounter,
  declaredTools: number | undefined,
): Counted {
  const tally = new Tally();
  const target = refOf(call.provider, model);
  const overhead = overheadsOf(call, model, counter);
  const toolsStable = call.tools.state !== 'runtime' && call.tools.complete;
  const given = toolsStable ? undefined : declaredTools;
  if (given !== undefined) tally.note('tools', { low: given, tokens: given, high: given, basis: 'assumed' }, 'changes', false);
  else if (call.tools.state !== 'absent') tally.note('tools', overhead.tools, toolsStable ? 'same' : 'changes', !toolsStable);
  const toolMarker = call.caching?.toolMarkers.findLast(({ certainty }) => certainty === 'always');
  if (toolsStable && toolMarker !== undefined) tally.mark(toolMarker.ttl);
  // A list of tools that the source does not show may be another one for every request; within a run it stays.
  if (!toolsStable) tally.end(undefined, false);
  let [text, answer, other, seen, movingMarker] = [noTokens, false, false, false, false];
  stretches.forEach((stretch, index) => {
    const { segment, hole } = stretch;
    const counted = countStretch(stretch, (one) => counter.count(one, target));
    const isSilent = stretch.text === '' && counted.high === 0;
    const grows = isAppended(call, segment);
    // What a branch or loop decides on may be left out: that it is sent is assumed. What the turns add is counted by itself.
    const isSure = stretch.stable || (hole?.oneOf !== undefined && hole.certainty === 'always' && segment.certainty === 'always');
    const tokens = isSilent || isSure || grows ? counted : { ...counted, low: 0, basis: 'assumed' as const };
    if (grows) {
      const unnamed = hole !== undefined && hole.source !== 'call' && segment.role === 'other';
      text = add(text, tokens);
      if (hole?.source === 'call' && (segment.role === 'assistant' || segment.role === 'other')) answer = true;
      else if (isSilent) other = true;
      if (!unnamed) seen = true;
    }
    const inFirst = !(grows && appendedAfter(call, segment));
    const kind = stretch.stable ? 'same' : isStableInRun(call, stretch) || grows ? 'same in a run' : 'changes';
    tally.note(segment.role, tokens, kind, isOpen(stretch), inFirst);
    if (!stretch.stable) tally.end(hole, kind === 'changes');
    const isLast = stretches[index + 1]?.segment !== segment;
    if (segment.breakpoint !== undefined && isLast) {
      if (grows) movingMarker = true;
      else tally.mark(segment.marker?.ttl);
    }
  });
  tally.note('overhead', overhead.messages, 'frame', false);
  return { ...tally.result(), movingMarker, appended: { text, answer, other, unseen: !seen } };
}

/** Tokens of a stretch. Of several texts one is sent: the longest is counted, the shortest is the low end. */
function countStretch({ text, hole, excluded }: Stretch, count: (text: string) => TokenRange): TokenRange {
  if (excluded === true) return noTokens;
  if (text !== '') return count(text);
  const counts = (hole?.oneOf?.texts ?? []).map((one) => (one === '' ? noTokens : count(one)));
  const longest = counts.reduce((most, one) => (one.tokens > most.tokens ? one : most), noTokens);
  const low = Math.min(...counts.map((one) => one.low));
  return longest.high === 0 ? noTokens : { ...longest, low, high: Math.max(...counts.map((one) => one.high)), basis: 'assumed' };
}

/** How often a piece of a request changes; `frame` belongs to no text. */
type Change = 'same' | 'same in a run' | 'changes' | 'frame';

/** Adds up the pieces of a request in the order in which they are sent. */
class Tally {
  private readonly roles = new Map<RoleTokens['role'], { tokens: TokenRange; cacheable: number; open: boolean }>();
  private input = noTokens;
  private first = noTokens;
  private prefix = noTokens;
  private stable = noTokens;
  private runPrefix = noTokens;
  private marked: TokenRange | undefined;
  private readonly marks: Mark[] = [];
  private inPrefix = true;
  private inRunPrefix = true;
  private firstChange: HolePart | undefined;

  note(role: RoleTokens['role'], tokens: TokenRange, change: Change, open: boolean, inFirst = true): void {
    const cacheable = change === 'same' && this.inPrefix;
    this.input = add(this.input, tokens);
    if (inFirst) this.first = add(this.first, tokens);
    if (change === 'same') this.stable = add(this.stable, tokens);
    if (cacheable) this.prefix = add(this.prefix, tokens);
    if (inFirst && this.inRunPrefix && change !== 'changes') this.runPrefix = add(this.runPrefix, tokens);
    const known = this.roles.get(role) ?? { tokens: noTokens, cacheable: 0, open: false };
    this.roles.set(role, {
      tokens: add(known.tokens, tokens),
      cacheable: known.cacheable + (cacheable ? tokens.tokens : 0),
      open: known.open || open,
    });
  }

  /** Ends the prefix, and with `run` the prefix within a run. */
  end(hole: HolePart | undefined, run: boolean): void {
    if (this.inPrefix) this.firstChange = hole;
    this.inPrefix = false;
    if (run) this.inRunPrefix = false;
  }

  mark(ttl: string | undefined): void {
    if (!this.inPrefix) return;
    this.marked = this.prefix;
    this.marks.push({ tokens: this.prefix.tokens, ttl });
  }

  result(): Omit<Counted, 'movingMarker' | 'appended'> {
    const { input, first, prefix, stable, runPrefix, marked, marks, firstChange } = this;
    return {
      input,
      first,
      prefix,
      stable,
      runPrefix,
      marked,
      marks,
      firstChange,
      unchanging: this.inPrefix,
      runStable: this.inRunPrefix,
      roles: [...this.roles].map(([role, counts]) => ({ role, ...counts })),
    };
  }
}

/** True for text that a client puts into requests of its own: it has no frame, and is cached with what stands around it. */
export function isPart(call: PromptCall): boolean {
  return call.file !== undefined && call.api === 'text';
}

/** A model reference without empty fields. */
export function refOf(provider: string | undefined, model: string | undefined): { readonly provider?: string; readonly model?: string } {
  return { ...(provider === undefined ? {} : { provider }), ...(model === undefined ? {} : { model }) };
}

/** Tokens of the message frames, and of the tools with what the provider adds for them. */
function overheadsOf(
  call: PromptCall,
  model: string | undefined,
  counter: TokenCounter,
): { readonly messages: TokenRange; readonly tools: TokenRange } {
  const target = {
    ...(call.provider === undefined ? {} : { provider: call.provider }),
    ...(model === undefined ? {} : { model }),
    api: call.api,
  };
  const messages = call.segments
    .filter((segment) => !segment.continues && segment.exchange === undefined)
    .map((segment) => ({
      role: segment.role === 'other' ? 'user' : segment.role,
      content: segment.parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    }));
  if (isPart(call)) return { messages: noTokens, tools: noTokens };
  const { toolChoice, thinking } = call.billing ?? {};
  const schema = call.responseSchema?.json;
  const exchanges = call.segments.flatMap(({ exchange }) => (exchange === undefined ? [] : [exchange]));
  const beside = { ...(schema === undefined ? {} : { schema }), ...(thinking === undefined ? {} : { thinking }), exchanges };
  const without = overheadOf({ ...target, ...beside, messages }, counter);
  // Definitions alone have no messages around them.
  const messageFrames = call.kind === 'tool-set' ? noTokens : without;
  const tools = sentDefinitions(call.tools.tools, familyOf(target).id);
  if (tools.length === 0) return { messages: messageFrames, tools: noTokens };
  return {
    messages: messageFrames,
    tools: difference(
      overheadOf({ ...target, ...beside, messages, tools, ...(toolChoice === undefined ? {} : { toolChoice }) }, counter),
      without,
    ),
  };
}

function difference(all: Overhead, without: Overhead): TokenRange {
  const tokens = Math.max(0, all.tokens - without.tokens);
  return {
    low: Math.max(0, Math.min(tokens, all.low - without.low)),
    tokens,
    high: Math.max(tokens, all.high - without.high),
    basis: all.basis,
  };
}

const bases: readonly Basis[] = ['exact', 'calibrated', 'assumed'];

/** The sum of two counts; its basis is the weaker one. */
export function add(a: TokenRange, b: TokenRange): TokenRange {
  const basis =
    b.tokens === 0 && b.high === 0
      ? a.basis
      : a.tokens === 0 && a.high === 0
        ? b.basis
        : bases.indexOf(a.basis) > bases.indexOf(b.basis)
          ? a.basis
          : b.basis;
  return { low: a.low + b.low, tokens: a.tokens + b.tokens, high: a.high + b.high, basis };
}
