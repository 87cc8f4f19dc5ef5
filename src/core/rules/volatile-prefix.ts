import { stretchesOf, type Stretch } from '../cost/prefix.ts';
import type { HolePart, PromptCall, Segment } from '../ir.ts';
import { ratesFor } from '../pricing/index.ts';
import { asSure, isCached, isPerhapsCached, isReused, isUnmarked, missReasonOf, savingText, whereCached } from './cache-prefix.ts';
import { differsByTurn, nameSays } from './hole-names.ts';
import { relocate } from './relocate.ts';
import { defineRule, pricedModel, type Impact, type RuleContext } from './rule.ts';
import { growsEachTurn } from './turn-values.ts';

/** Less stable text than this behind the changing value is not worth a word, in tokens: older OpenAI models cache in steps of 128. */
const WORTHWHILE_TOKENS = 128;
/** The same where only the name of the value says that it changes: a doubtful saving has to be worth the reading. */
const WORTHWHILE_IN_DOUBT = 512;
/** Shortest cacheable prefix where the model is not known: that of most models (see `docs` of the providers, 2026-11-21). */
const USUAL_MINIMUM = 1024;

/** Finds values that change between requests and stand before text that would otherwise be cached. */
export const volatilePrefix = defineRule({
  id: 'volatile-prefix',
  summary: 'A value that changes between requests stands before stable text that would otherwise be read from the cache.',
  category: 'cache',
  saves: true,
  severity: 'warning',
  messages: {
    proven:
      '`{{hole}}` {{changes}} and stands before {{tokens}} tokens of stable text{{history}}, which are then never read from the cache.{{where}}',
    history: '`{{hole}}` {{changes}} and stands before the conversation, which is then never read from the cache.{{where}}',
    unprovenHistory:
      '`{{hole}}` stands before the conversation; if its value changes between turns, none of it is read from the cache.{{where}}',
    unproven:
      '`{{hole}}` stands before {{tokens}} tokens of stable text; if its value changes between requests, they are never read from the cache.{{where}}',
  },
  check(call, context) {
    // A prompt that is sent once finds nothing in the cache, in whatever order it is written.
    // Neither does one to somebody who is not known to cache.
    if (call.kind !== 'prompt-file' && call.caching !== undefined && !(isReused(call.caching, context) && isCached(call, context))) return;
    // A command or skill is one message of a client's conversation, behind the client's own prefix: its order is nothing to the cache.
    if (call.file !== undefined && call.file.sent !== 'per-call') return;
    // Documents show prompts, and archives keep old ones; nobody sends them.
    if (call.kind === 'prompt-file' && /\/(docs?|_?archived?)\//.test(call.uri)) return;
    const stretches = stretchesOf(call);
    const changing = stretches.findIndex(({ hole }) => hole !== undefined && isVolatile(hole));
    const first = stretches.findIndex(
      ({ hole }, index) => index === changing || (hole !== undefined && soundsVolatile(hole, call, context)),
    );
    // A value that only sounds like it hides none behind it that is known to change.
    const known = claimOf(call, stretches, changing, context);
    const claim = known === undefined || known.isDoubtful ? (claimOf(call, stretches, first, context) ?? known) : known;
    if (claim === undefined) return;
    const { hole, gain, messageId } = claim;
    const early = messageId === 'history' || messageId === 'unprovenHistory';
    const at = hole.placement === undefined ? hole.at : { uri: hole.placement.container.uri, ...hole.placement.hole };
    const data = {
      hole: hole.expression,
      changes: changes(hole),
      tokens: gain.tokens.toLocaleString('en-US'),
      history: call.history ? ' and the conversation' : '',
      where: whereCached(call, context),
    };
    const fix = relocate(call, hole, context.textOf, early ? '' : savingText(gain.impact, context));
    context.report({
      at,
      messageId,
      data,
      severity: asSure(call, context, claim.severity),
      fixes: fix === undefined ? [] : [fix],
      related: hole.placement === undefined ? [] : [{ at: call.calleeAt, message: 'sent by this call' }],
      ...(early || gain.impact === undefined ? {} : { impact: gain.impact }),
      ...missReasonOf(call, claim.role === 'system' ? 'system' : 'messages'),
    });
  },
});

/** What there is to say of one changing value. */
interface Claim {
  readonly hole: HolePart;
  readonly role: Segment['role'];
  readonly gain: Gain;
  readonly messageId: 'proven' | 'history' | 'unproven' | 'unprovenHistory';
  readonly severity: 'hint' | 'information' | 'warning';
  /** True where nothing but a name says that the value changes, or little is to be saved. */
  readonly isDoubtful: boolean;
}

/** What there is to say of a value that changes, or sounds like it; undefined where it is not worth a word. */
function claimOf(call: PromptCall, stretches: readonly Stretch[], index: number, context: RuleContext): Claim | undefined {
  const stretch = stretches[index];
  const hole = stretch?.hole;
  if (stretch === undefined || hole === undefined || hole.certainty === 'repeated' || isTakenOut(call, hole)) return undefined;
  if (call.kind === 'prompt-file' && isMention(stretches, index)) return undefined;
  // What a wrapper puts in this order is told of where it does.
  if ((hole.volatility === 'unknown' || hole.at.uri !== call.uri) && isInherited(call, hole, stretch)) return undefined;
  const gain = tokensBehind(call, stretches, index, context);
  const claim = (messageId: Claim['messageId'], severity: Claim['severity']): Claim => {
    const { role } = stretch.segment;
    return { hole, role, gain, messageId, severity, isDoubtful: severity === 'hint' };
  };
  const worthwhile = hole.volatility === 'unknown' ? WORTHWHILE_IN_DOUBT : WORTHWHILE_TOKENS;
  if (gain.cacheable < gain.minimum || gain.tokens < worthwhile) {
    if (!call.history || isLast(stretches, index)) return undefined;
    // What is only sent with some requests may be sent with the first one of a conversation.
    if (hole.oneOf?.optional === true) return undefined;
    if (growsEachTurn(hole)) return claim('history', 'information');
    const sounds = handsInTurns(call, hole) && differsByTurn(hole.expression) && !isPerhapsCached(call, context);
    return sounds ? claim('unprovenHistory', 'hint') : undefined;
  }
  if (hole.volatility === 'unknown' && isOfOneRun(call)) return undefined;
  // How often a program sends a template stands elsewhere.
  if (hole.volatility === 'unknown' || call.kind === 'prompt-file') return claim('unproven', 'hint');
  if (hole.volatility !== 'per-request' && !(hole.volatility === 'per-session' && severalSessions(call))) return claim('proven', 'hint');
  // Where nothing is marked yet, the order is the smaller half of the matter.
  return claim('proven', isUnmarked(call, context) ? 'information' : 'warning');
}

/** True for a placeholder within parentheses or code of a line: a text about placeholders, in which nothing is filled in. */
function isMention(stretches: readonly Stretch[], index: number): boolean {
  const before = stretches
    .slice(0, index)
    .map(({ text, hole }) => (hole === undefined ? text : ' '))
    .join('');
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const open = line.split('(').length > line.split(')').length;
  return open || line.split('`').length % 2 === 0;
}

/** True where the function that is called, and not its caller, writes the text behind a value. */
function isInherited({ kind }: PromptCall, hole: HolePart, stretch: Stretch | undefined): boolean {
  const parts = stretch?.segment.parts ?? [];
  const behind = parts.slice(parts.indexOf(hole) + 1);
  return kind === 'wrapper' && behind.every((part) => part.kind !== 'text' || part.inherited === true);
}

/** What a caller writes for a run of an agent stays for all of its turns, which read it from the cache; whether another run comes in time is not known. */
function isOfOneRun({ kind, repeat }: PromptCall): boolean {
  return kind === 'wrapper' && repeat.growing;
}

/** The system text that a wrapper takes out of the messages it is given: what changes in the others says nothing of it. */
function isTakenOut({ kind, uri }: PromptCall, { at, expression }: HolePart): boolean {
  return kind === 'wrapper' && at.uri !== uri && /^\w*system\w*$/i.test(expression);
}

/** Whether a caller of a function hands in earlier turns at all is the caller's: they have to stand where the value does. */
function handsInTurns(call: PromptCall, hole: HolePart): boolean {
  if (call.kind !== 'wrapper') return true;
  const turns = call.segments.filter(({ certainty, role }) => certainty === 'repeated' && role !== 'system').flatMap(({ parts }) => parts);
  return (
    hole.at.uri === call.uri && turns.some((part) => part.at.uri === call.uri && (part.kind !== 'hole' || part.source !== 'parameter'))
  );
}

/** A value that stays for a conversation costs those who begin another one. */
function severalSessions({ caching }: PromptCall): boolean {
  return caching === undefined || caching.reuse.some(({ kind }) => kind === 'handler' || kind === 'callers' || kind === 'loop');
}

/** A day costs one write a day: entries live for minutes, for 24 hours at most (caching.md 2), so it is no reason to speak. */
function isVolatile(hole: HolePart): boolean {
  if (hole.volatility !== 'per-request' && hole.volatility !== 'per-session') return false;
  // What a request says of the user, a language for example, is the same in the user's next request.
  const isMade = hole.source === 'time' || hole.source === 'random' || hole.source === 'loop';
  return isMade || nameSays(hole.expression) !== 'stays';
}

/**
 * A value of which the source does not tell how often it changes, but whose name does: a question or a time, not a language or a date. A name
 * that says nothing is no reason to speak.
 */
function soundsVolatile(hole: HolePart, call: PromptCall, context: RuleContext): boolean {
  if (hole.volatility !== 'unknown' || hole.source === 'environment' || hole.source === 'file') return false;
  const says = nameSays(hole.expression);
  if (call.history && differsByTurn(hole.expression)) return true;
  if (says !== 'input') return says === 'fresh' || says === 'turn';
  // A text that is not handed in may be one of the program's own; and two things that are not known are no reason to speak.
  const handedIn = hole.source === 'parameter' || hole.source === 'input' || hole.source === 'call';
  return handedIn && (call.kind === 'prompt-file' || !isPerhapsCached(call, context));
}

function isLast(stretches: readonly Stretch[], index: number): boolean {
  return stretches[index]?.segment.role !== 'system' || index === stretches.length - 1;
}

function changes(hole: HolePart): string {
  if (hole.volatility === 'per-session') return 'changes with every conversation';
  if (hole.loop?.counts === true) return 'changes on every turn of the loop';
  if (hole.turn === true) return 'changes with every question';
  switch (hole.source) {
    case 'time':
      return hole.granularity === 'minute'
        ? 'changes every minute'
        : hole.granularity === 'hour'
          ? 'changes every hour'
          : 'changes with every request';
    case 'random':
      return 'is random for every request';
    case 'loop':
      return 'changes on every turn of the loop';
    default:
      return 'changes with every request';
  }
}

interface Gain {
  /** Stable tokens behind the hole, up to the next part that changes and cannot be moved along. */
  readonly tokens: number;
  /** The stable prefix that moving the hole away would give, by the low end of the count. */
  readonly cacheable: number;
  readonly minimum: number;
  readonly impact: Impact | undefined;
}

function tokensBehind(call: PromptCall, stretches: readonly Stretch[], first: number, { cost, count }: RuleContext): Gain {
  const model = cost.models.find((candidate) => candidate.cache.rule !== undefined) ?? pricedModel(cost);
  // Of one system text all changing values can be moved behind what stays; in messages the next one ends what is judged.
  const from = stretches[first]?.segment;
  const next = stretches.findIndex(
    (stretch, i) =>
      i > first &&
      stretch.hole !== undefined &&
      !stretch.stable &&
      stretch.hole.volatility !== 'unknown' &&
      !(from?.role === 'system' && stretch.segment === from),
  );
  const behind = stretches.slice(first + 1, next < 0 ? undefined : next).filter((stretch) => stretch.stable && stretch.text !== '');
  const before = stretches.slice(0, first).filter((stretch) => stretch.stable && stretch.text !== '');
  const target = { provider: call.provider, model: model?.model };
  const sum = (some: readonly Stretch[], pick: 'low' | 'tokens'): number =>
    some.reduce((total, stretch) => total + count(stretch.text, target)[pick], 0);
  const tools = cost.roles.find((role) => role.role === 'tools');
  const toolTokens = tools === undefined || tools.open ? 0 : tools.tokens.low;
  const tokens = sum(behind, 'tokens');
  const minimum = model?.cache.rule === undefined ? USUAL_MINIMUM : (model.cache.rule.minTokens ?? USUAL_MINIMUM);
  return {
    tokens,
    cacheable: toolTokens + sum(before, 'low') + sum(behind, 'low'),
    minimum,
    impact: impactOf(model, tokens, cost.input.tokens),
  };
}

function impactOf(model: ReturnType<typeof pricedModel>, tokens: number, promptTokens: number): Impact | undefined {
  if (model?.lookup.state !== 'priced') return undefined;
  const rates = ratesFor(model.lookup.record, model.pricedAt, promptTokens);
  if (rates.read === null) return { tokens, microUsdPerCall: undefined, basis: model.input.basis };
  return { tokens, microUsdPerCall: Math.round(((rates.in - rates.read) * tokens) / 1e6), basis: model.input.basis };
}
