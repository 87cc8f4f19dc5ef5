import { add } from '../cost/call-cost.ts';
import type { Part, PromptCall, Segment } from '../ir.ts';
import { cacheRuleFor } from '../providers/cache-rules.ts';
import {
  cachedCall,
  changesDaily,
  historyImpact,
  isReused,
  isSameNext,
  isStableSegment,
  missingMarkers,
  partTokens,
  readingImpact,
  reuseOf,
  savingText,
  servedBy,
  stableSegments,
  stableStart,
  tokensOf,
  toolTokens,
  type CachedCall,
} from './cache-prefix.ts';
import { argumentEdits, markRequest, markSegment, markTools } from './marker-edits.ts';
import { defineRule, type Fix, type Impact, type RuleContext } from './rule.ts';

/** Finds long prefixes that are sent again and again to a provider that caches only what is marked, without a mark. */
export const uncachedPrefix = defineRule({
  id: 'uncached-prefix',
  summary: 'A long prefix is sent again and again, and nothing tells the provider to cache it.',
  category: 'cache',
  saves: true,
  severity: 'warning',
  messages: {
    found:
      '{{tokens}} tokens are the same in every request{{day}} and are sent again: {{why}}. {{model}} caches only what is marked, and nothing is marked.',
    start:
      'The first {{tokens}} tokens are the same in every request{{day}} and are sent again: {{why}}. {{model}} caches only what is marked, and a marker stands at the end of a block: end the block in front of `{{hole}}` and mark it.',
    growing:
      'Every turn of this loop sends the whole conversation again, tools and their results included. {{model}} caches only what is marked, and nothing is marked.',
    adapter:
      'Every turn sends the whole conversation again. Claude models cache only what is marked, and nothing in these files marks anything.',
    chat: 'Every turn sends the whole conversation again. {{model}} caches only what is marked, and nothing in these files marks anything.',
    turns:
      'Only the beginning of the conversation is marked for the cache: every turn sends all earlier ones again at the full price. {{remedy}}',
    perhaps:
      'At most the beginning of the conversation is marked for the cache, as far as these files show: every turn sends all earlier ones again at the full price. {{remedy}}',
  },
  check(call, context) {
    if (isUnmarkedAdapter(call, context)) {
      // Other platforms take no marker on the request as a whole (caching.md 2).
      const edits = call.provider === undefined || call.provider === 'anthropic' ? markRequest(call) : undefined;
      const fixes: Fix[] = edits === undefined ? [] : [{ title: 'Cache the conversation as it grows', safety: 'safe', edits }];
      const severity = call.provider !== undefined && takesSteps(call) ? 'information' : 'hint';
      context.report({ at: call.calleeAt, messageId: 'adapter', data: {}, severity, fixes });
      return;
    }
    const cached = cachedCall(call, context);
    if (cached === undefined && marksOnlyTheStart(call) && isGrowingAdapter(call)) reportTurns(call, context, 'hint');
    // Where the shortest prefix is not published, that a conversation grows is all that can be said.
    if (cached === undefined && isUnmarkedChat(call, context)) reportChat(call, context);
    if (cached === undefined || cached.rule.automatic || !cached.rule.explicit) return;
    if (!missingMarkers(call, cached.caching)) {
      if (leavesTurnsUnmarked(call, cached, context)) reportTurns(call, context, 'information');
      return;
    }
    const { caching, model, minimum } = cached;
    if (!isReused(caching, context) || caching.atOnce || call.serviceTier === 'batch' || caching.changingTools !== undefined) return;
    // Who calls a wrapper is told where the wrapper sends the prompt, unless the text is the caller's own.
    const stable = stableSegments(call);
    if (call.kind === 'wrapper' && ![...stable.flatMap(({ parts }) => parts), ...stableStart(call)].some((part) => isOwnText(call, part)))
      return;
    const tokens = tokensOf(call, stable, model, context);
    if (tokens.low < minimum) {
      // A loop that collects the results of tools outgrows every minimum within a few turns.
      if (collectsResults(call, cached, context)) {
        const edits = markRequest(call);
        const fixes: Fix[] = edits === undefined ? [] : [{ title: 'Cache the conversation as it grows', safety: 'safe', edits }];
        context.report({ at: call.calleeAt, messageId: 'growing', data: { model: model.model }, severity: 'information', fixes });
      } else if (!reportStart(call, cached, context) && isUnmarkedChat(call, context)) reportChat(call, context);
      return;
    }
    const impact = readingImpact(model, tokens);
    context.report({
      at: call.calleeAt,
      messageId: 'found',
      data: {
        tokens: tokens.tokens.toLocaleString('en-US'),
        day: changesDaily(stable) ? ' of a day' : '',
        why: reuseOf(caching, context),
        model: model.model,
      },
      impact,
      fixes: fixesFor(call, cached, stable, impact, context),
    });
  },
});

function isOwnText(call: PromptCall, part: Part): boolean {
  return part.kind === 'text' && part.at.uri === call.uri;
}

/** Tells a text that is long enough to be cached up to the first value in it: instructions in front of a document, in one message with it. False where there is none. */
function reportStart(call: PromptCall, { caching, model, minimum }: CachedCall, context: RuleContext): boolean {
  const stable = stableSegments(call);
  const start = stableStart(call);
  const hole = call.segments[stable.length]?.parts.find((part) => part.kind === 'hole' && !isSameNext(part));
  if (start.length === 0 || hole?.kind !== 'hole') return false;
  const tokens = add(tokensOf(call, stable, model, context), partTokens(call, start, model, context));
  if (tokens.low < minimum) return false;
  const data = {
    tokens: tokens.tokens.toLocaleString('en-US'),
    day: changesDaily(call.segments.slice(0, stable.length + 1)) ? ' of a day' : '',
    why: reuseOf(caching, context),
    model: model.model,
    hole: hole.expression,
  };
  // Nothing but callers that are elsewhere speaks for a second request in time, and the text has to be cut: worth knowing, no more.
  const unseen = caching.reuse.length > 0 && caching.reuse.every(({ kind }) => kind === 'callers');
  const severity = unseen ? 'information' : 'warning';
  context.report({ at: call.calleeAt, messageId: 'start', data, severity, impact: readingImpact(model, tokens) });
  return true;
}

/** Markers that one request can carry, the one on the request itself included (Anthropic and Bedrock, caching.md 2). */
const MAX_MARKERS = 4;

/** True for a loop whose markers all stand on what is the same in every request, while the conversation behind them grows. */
function leavesTurnsUnmarked(call: PromptCall, cached: CachedCall, context: RuleContext): boolean {
  const { caching, model, minimum } = cached;
  const grows = caching.loops > 0 && call.history && caching.reuse.some(({ kind }) => kind === 'conversation');
  if (!grows || !marksOnlyTheStart(call)) return false;
  const end = call.segments.findLastIndex(({ marker }) => marker !== undefined) + 1;
  return collectsResults(call, cached, context) || tokensOf(call, call.segments.slice(0, end), model, context).low >= minimum;
}

/** True where markers stand, or may stand, on system text, tools and what never changes, and on nothing of the conversation. */
function marksOnlyTheStart({ caching, segments, repeat, serviceTier }: PromptCall): boolean {
  if (caching?.spelling === undefined || caching.markersUnseen === 'any' || caching.atOnce) return false;
  const { automatic, byFramework, edits, toolMarkers, markersUnseen } = caching;
  if (automatic !== undefined || byFramework !== undefined || edits.length > 0 || repeat.kind === 'retry' || serviceTier === 'batch')
    return false;
  const marked = segments.filter(({ marker }) => marker !== undefined);
  const count = marked.length + toolMarkers.length;
  if ((count === 0 && markersUnseen === 'none') || count >= MAX_MARKERS) return false;
  return marked.every((segment) => segment.role === 'system' || isStableSegment(segment));
}

/**
 * True where Claude is sent an agent's conversation, tools and all, though which of its models is not seen: in a loop, by an agent, or by what
 * such a program calls for each turn.
 */
function isGrowingAdapter(call: PromptCall): boolean {
  const { caching, history, kind, provider, providerElsewhere, segments, tools, repeat } = call;
  // Who sets a marker knows that somebody answers who caches what is marked.
  const isMarked = caching?.spelling?.startsWith('openai') === false && segments.some(({ marker }) => marker !== undefined);
  const isClaude = provider === 'anthropic' || ((caching?.onlyClaude === true || isMarked) && providerElsewhere !== true);
  if (caching === undefined || !isClaude || kind === 'wrapper' || kind === 'route' || tools.state === 'absent') return false;
  const kinds = new Set(caching.reuse.map((reuse) => reuse.kind));
  const grows = (history && kinds.has('conversation')) || handsOnTurns(call);
  return grows && (caching.loops > 0 || repeat.kind === 'agent' || GOING_ON.some((one) => kinds.has(one)));
}

function reportTurns(call: PromptCall, context: RuleContext, severity: 'information' | 'hint'): void {
  const { caching, segments, provider } = call;
  const isSeen = caching?.toolMarkers.length !== 0 || segments.some(({ marker }) => marker !== undefined);
  const takesOne = caching?.spelling === 'anthropic' && provider === 'anthropic';
  const edits = isSeen && takesOne ? markRequest(call) : undefined;
  const fixes: Fix[] = edits === undefined ? [] : [{ title: 'Cache the conversation as it grows', safety: 'safe', edits }];
  const data = {
    remedy: takesOne ? 'A marker on the request moves along with the last message.' : 'Mark the newest message of each request.',
  };
  context.report({ at: call.calleeAt, messageId: isSeen ? 'turns' : 'perhaps', data, severity, impact: historyImpact(context), fixes });
}

/**
 * True for the place where a program of agents hands conversations to Claude: the model and the prompts come from elsewhere, earlier turns are
 * sent again, and no file of the project spells a marker. What is long there is not seen; that it grows is.
 */
function isUnmarkedAdapter(call: PromptCall, { cost }: RuleContext): boolean {
  const { caching, kind, provider, segments } = call;
  if (caching?.spelling === undefined || kind !== 'direct' || call.providerElsewhere === true) return false;
  if (caching.spelling !== 'anthropic' && provider !== 'anthropic') return false;
  if (cost.models.length > 0 && !(provider === 'anthropic' && isHandedOver(call) && servedBy(call, cost.models).length > 0)) return false;
  if (provider !== undefined && provider !== 'anthropic' && caching.onlyClaude !== true) return false;
  const turns = handsOnTurns(call);
  if ((!call.history && !turns) || call.serviceTier === 'batch') return false;
  if (!missingMarkers(call, caching) || caching.atOnce || caching.edits.length > 0) return false;
  const handed = segments.some(({ role, parts }) => role === 'system' && parts.some((part) => part.kind === 'hole'));
  const kinds = new Set(caching.reuse.map((reuse) => reuse.kind));
  // A page or bot that answers people is a chat, however short its instructions are; who hands in texts alone may ask single questions, unless
  // names say that it is a chat.
  const named = isNamedChat(call);
  const isChat = (kinds.has('handler') && !answersShortly(call)) || (handed && (named || kinds.has('loop') || kinds.has('handler')));
  const isLong = call.tools.state !== 'absent' || isChat;
  return (turns || kinds.has('conversation')) && isLong && GOING_ON.some((kind) => kinds.has(kind));
}

/** True where functions around a call, or what it sends, are named for a chat. */
function isNamedChat({ caching, segments }: PromptCall): boolean {
  return caching?.reuse.some(({ of = [] }) => of.some((name) => CHATTING.test(name))) === true || segments.some(saysTurns);
}

/** Names of functions and values that belong to a chat. */
const CHATTING = /chat|convers|dialog|history|\bturns?\b|reply|respond/i;

/** True for messages that come from something which is called a conversation. */
function saysTurns({ certainty, parts }: Segment): boolean {
  return certainty === 'repeated' && parts.some((part) => part.kind === 'hole' && CHATTING.test(part.expression));
}

/** True for an adapter that is given the turns and the tools of an agent as they are: what it sends has grown since the request before. */
function handsOnTurns({ segments, tools }: PromptCall): boolean {
  const isTurns = ([part, other]: readonly Part[]): boolean =>
    part?.kind === 'hole' && other === undefined && part.source === 'parameter' && TURNS.test(part.expression);
  return tools.state === 'runtime' && segments.some(({ role, parts }) => role !== 'system' && isTurns(parts));
}

/** Names of parameters that hold all turns of a conversation. */
const TURNS = /^(messages|msgs|history|conversation|chat_?history)$/i;

/** True for a limit of a word or two. */
function answersShortly({ maxTokens }: PromptCall): boolean {
  return maxTokens.state === 'known' && maxTokens.candidates.every(({ value }) => value <= SHORT_ANSWER);
}

/** What shows that a conversation goes on: somebody calls again, a loop, a request to the program. */
const GOING_ON = ['loop', 'callers', 'handler'] as const;

/** Output tokens up to which a call answers in a word or two, as a classifier of conversations does: an assumption. */
const SHORT_ANSWER = 300;

/** Longest of the shortest prefixes that models cache which cache only what is marked, for those of which it is not published (caching.md 2). */
const LONGEST_MINIMUM = 4096;

/** True for a chat that sends all earlier turns again, and outgrows the shortest prefix that its model caches, when marked, within a few of them. */
function isUnmarkedChat(call: PromptCall, { cost, settings }: RuleContext): boolean {
  const { kind, history, repeat, providerElsewhere, caching, segments, tools } = call;
  if (kind !== 'direct' || !history || caching === undefined || caching.edits.length > 0 || !missingMarkers(call, caching)) return false;
  if (repeat.kind === 'retry' || providerElsewhere === true || caching.atOnce || call.serviceTier === 'batch') return false;
  if (answersShortly(call)) return false;
  const models = servedBy(call, cost.models);
  const onlyMarked = models.every(({ cache: { rule } }) => rule?.explicit === true && !rule.automatic && rule.discount);
  const minimum = Math.max(...models.map(({ cache, model }) => cache.rule?.minTokens ?? makersMinimum(model) ?? LONGEST_MINIMUM));
  const kinds = new Set(caching.reuse.map((reuse) => reuse.kind));
  // A function that is given all messages may be asked single questions; a name that says so, tools or what calls it make it a chat.
  const isHanded = segments.every(({ parts }) => parts.every((part) => part.kind === 'hole' && part.source === 'parameter'));
  const isChat = !isHanded || tools.state !== 'absent' || kinds.has('loop') || kinds.has('handler') || isNamedChat(call);
  const goesOn = kinds.has('conversation') && isChat && GOING_ON.some((one) => kinds.has(one));
  return (
    goesOn && models.length > 0 && onlyMarked && cost.input.tokens + FEW_TURNS * (cost.expectedOutput + settings.turnTokens) >= minimum
  );
}

/** Shortest prefix that Anthropic itself caches of a model of Claude, which may bear the name that a platform gives it; undefined for others. */
function makersMinimum(model: string): number | undefined {
  const own = /claude-[\w.-]*?(?=-v\d+:\d+$|@|$)/.exec(model)?.[0];
  return own === undefined ? undefined : cacheRuleFor('anthropic', own)?.minTokens;
}

function reportChat(call: PromptCall, context: RuleContext): void {
  const edits = call.provider === 'anthropic' ? markRequest(call) : undefined;
  const fixes: Fix[] = edits === undefined ? [] : [{ title: 'Cache the conversation as it grows', safety: 'safe', edits }];
  const data = { model: servedBy(call, context.cost.models)[0]?.model ?? '' };
  context.report({ at: call.calleeAt, messageId: 'chat', data, severity: 'hint', impact: historyImpact(context), fixes });
}

/** True where system text, conversation and tools all come from a caller: how long they are is not seen here, and a model by default says little. */
function isHandedOver({ segments, tools }: PromptCall): boolean {
  const parts = segments.flatMap((segment) => segment.parts);
  return tools.state === 'runtime' && segments.length > 1 && parts.every((part) => part.kind === 'hole' && part.source === 'parameter');
}

/** True when a loop or the results of tools show that one request follows another; a list of messages alone may be one question. */
function takesSteps({ caching, segments }: PromptCall): boolean {
  return (
    caching?.reuse.some(({ kind }) => kind === 'loop') === true ||
    segments.some(({ role, exchange }) => role === 'tool' || exchange !== undefined)
  );
}

/** Turns below which a conversation may stay under the minimum. */
const FEW_TURNS = 5;

/** True for a loop that sends ever more, and outgrows the shortest prefix that the model caches within a few turns of the usual length. */
function collectsResults(call: PromptCall, { model, minimum }: CachedCall, { cost, settings }: RuleContext): boolean {
  const { caching, repeat, tools } = call;
  const loops = caching?.reuse.some(({ kind }) => kind === 'conversation') === true && caching.loops > 0 && call.history;
  // A few steps make up for half of the shortest prefix, not for all of it.
  const halfway = model.input.tokens * 2 >= minimum;
  // An agent in a chat: each of its steps sends the chat, the tools and their results.
  const growth = model.turns?.growth.tokens ?? cost.expectedOutput + settings.turnTokens;
  if (model.input.tokens + FEW_TURNS * growth < minimum) return false;
  const grows = loops || (repeat.kind === 'agent' && call.history && halfway);
  return grows && repeat.kind !== 'retry' && tools.state !== 'absent' && (repeat.times ?? FEW_TURNS) >= FEW_TURNS;
}

function fixesFor(call: PromptCall, cached: CachedCall, stable: readonly Segment[], impact: Impact, context: RuleContext): Fix[] {
  const saving = savingText(impact, context);
  const result: Fix[] = [];
  const offer = (title: string, edits: Fix['edits'] | undefined): void => {
    if (edits !== undefined) result.push({ title: `${title}${saving}`, safety: 'safe', edits });
  };
  const conversation = cached.caching.reuse.some(({ kind }) => kind === 'conversation');
  if (conversation) offer('Cache the conversation as it grows', markRequest(call));
  // The last place that can be marked and whose prefix is long enough by itself.
  for (let end = stable.length; end > 0; end--) {
    const segment = stable[end - 1];
    if (segment === undefined || tokensOf(call, stable.slice(0, end), cached.model, context).low < cached.minimum) break;
    const edits = markSegment(call, segment);
    if (edits === undefined) continue;
    offer('Mark the stable prefix for the cache', edits);
    return result;
  }
  if (toolTokens(call, cached.model).low >= cached.minimum) offer('Mark the tools for the cache', markTools(call));
  if (result.length === 0) offer('Let the framework mark the instructions', frameworkFix(call));
  return result;
}

/** Pydantic AI marks by a setting of the model; a call that has settings already is left to its author. */
function frameworkFix(call: PromptCall): Fix['edits'] | undefined {
  if (call.caching?.spelling !== 'pydantic-ai' || call.provider !== 'anthropic') return undefined;
  return argumentEdits(call.caching.slot, 'model_settings', { anthropic_cache_instructions: true });
}
