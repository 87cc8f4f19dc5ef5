/**
 * Replays the requests of a program against the providers' cache rules and says what they cost. The requests are rebuilt from the IR, so a fix
 * counts only as far as it changes what the source says; nothing about the program after a fix is written by hand.
 *
 * Rules (facts of the providers' pages, 2026-11-21, see `providers/data/cache-rules.json`): a marked prefix is read when an earlier request wrote
 * exactly it and it has not expired; the provider looks back 20 blocks from a marker; what lies behind the prefix that was read and in front of
 * the last marker is written; a prefix below the model's minimum is neither read nor written. Models that cache by themselves without a charge
 * for writing read the longest common beginning in steps of 128 tokens.
 */
import type { CacheRule } from '../../src/core/providers/cache-rules.ts';
import { costOfUsage, type TokenUsage } from '../../src/core/pricing/index.ts';
import { countO200k } from '../support/o200k.ts';
import type { CostedCall } from '../../src/core/features/findings.ts';
import type { HolePart, PromptCall, Segment } from '../../src/core/ir.ts';

/** How a program is used. Times in seconds, sizes in tokens. */
export interface Traffic {
  readonly conversations: number;
  /** Requests per conversation; 1 for calls without history. */
  readonly turns: number;
  /** Between two turns of a conversation. */
  readonly gap: number;
  /** Between the beginnings of two conversations. */
  readonly pause: number;
  /** Processes that take turns in serving conversations. */
  readonly workers: number;
  /** Of a value that is filled in, and of a user message. */
  readonly user: number;
  readonly answer: number;
  /** Of the tools, where the source does not show them all. */
  readonly tools: number;
}

/** What a replay costs. */
export interface Replay {
  readonly requests: number;
  readonly microUsd: number;
  readonly read: number;
  readonly written: number;
  readonly input: number;
}

const LOOKBACK = 20;
const STEP = 128;
const LIFETIMES: Readonly<Record<string, number>> = { '5m': 300, '30m': 1800, '1h': 3600, '12h': 43_200 };
/** Entries of models without a lifetime of their own stay for five to ten minutes. */
const IN_MEMORY = 450;

interface Piece {
  readonly id: string;
  readonly tokens: number;
  /** Lifetime of the marker behind this piece. */
  readonly marker?: string | undefined;
  /** True at the end of a block. */
  readonly ends: boolean;
}

interface Moment {
  readonly time: number;
  readonly conversation: number;
  readonly turn: number;
  readonly worker: number;
  readonly index: number;
}

/** Replays the traffic of a call. Throws when the call has no price: a workload is written to have one. */
export function replay({ call, cost }: CostedCall, traffic: Traffic): Replay {
  const [model] = cost.models;
  if (model?.lookup.state !== 'priced' || model.cache.rule === undefined) throw new Error(`${call.callee}: no price or no cache rule`);
  const { lookup } = model;
  const rule = model.cache.rule;
  const minimum = rule.minTokens ?? Number.POSITIVE_INFINITY;
  const entries = new Map<string, { expires: number }>();
  const toolTokens = model.roles.find(({ role }) => role === 'tools')?.tokens.tokens ?? 0;
  const total = { requests: 0, microUsd: 0, read: 0, written: 0, input: 0 };
  for (const moment of momentsOf(traffic)) {
    const pieces = piecesOf(call, moment, traffic, toolTokens, rule);
    const keys: string[] = [];
    const ends: number[] = [];
    let key = model.model;
    let tokens = 0;
    for (const piece of pieces) {
      key = `${key}|${piece.id}`;
      tokens += piece.tokens;
      keys.push(key);
      ends.push(tokens);
    }
    const alive = (index: number): boolean => (entries.get(keys[index] ?? '')?.expires ?? 0) > moment.time;
    let read = -1;
    let written = -1;
    let ttl = rule.defaultTtl ?? '5m';
    if (!rule.explicit) {
      for (let at = 0; at < pieces.length; at++) if (alive(at)) read = at;
      for (const one of keys) entries.set(one, { expires: moment.time + IN_MEMORY });
    } else {
      const all = pieces.flatMap((piece, at) => (piece.marker === undefined ? [] : [at]));
      const marks = rule.automatic ? all.slice(-(rule.maxBreakpoints ?? 4)) : all;
      for (const mark of marks) {
        let blocks = 0;
        for (let at = mark; at >= 0 && blocks <= LOOKBACK; at--) {
          if (pieces[at]?.ends === true) blocks++;
          if (alive(at) && (ends[at] ?? 0) >= minimum) {
            read = Math.max(read, at);
            break;
          }
        }
      }
      for (const mark of marks) {
        if ((ends[mark] ?? 0) < minimum) continue;
        if (mark > read) {
          written = Math.max(written, mark);
          ttl = pieces[mark]?.marker ?? ttl;
        }
        entries.set(keys[mark] ?? '', { expires: moment.time + (LIFETIMES[pieces[mark]?.marker ?? ttl] ?? 300) });
      }
      if (read >= 0) entries.set(keys[read] ?? '', { expires: moment.time + (LIFETIMES[ttl] ?? 300) });
    }
    const readEnd = ends[read] ?? 0;
    const readTokens = readEnd < minimum ? 0 : rule.explicit ? readEnd : Math.floor(readEnd / STEP) * STEP;
    const writtenTokens = written < 0 ? 0 : Math.max(0, (ends[written] ?? 0) - readTokens);
    const usage: TokenUsage = {
      inputUncached: tokens - readTokens - writtenTokens,
      cacheRead: readTokens,
      cacheWrite: writtenTokens === 0 ? {} : { [ttl]: writtenTokens },
      output: traffic.answer,
    };
    const bill = costOfUsage(lookup, usage, { at: model.pricedAt });
    if (bill.state !== 'priced') throw new Error(`${call.callee}: no price for what is used`);
    total.requests++;
    total.microUsd += bill.microUsd;
    total.read += readTokens;
    total.written += writtenTokens;
    total.input += tokens;
  }
  return total;
}

function momentsOf(traffic: Traffic): Moment[] {
  const result: Omit<Moment, 'index'>[] = [];
  for (let conversation = 0; conversation < traffic.conversations; conversation++)
    for (let turn = 0; turn < traffic.turns; turn++)
      result.push({ time: conversation * traffic.pause + turn * traffic.gap, conversation, turn, worker: conversation % traffic.workers });
  return result.sort((a, b) => a.time - b.time).map((moment, index) => ({ ...moment, index }));
}

/** The request of one moment, in the order of the cache. */
function piecesOf(call: PromptCall, moment: Moment, traffic: Traffic, toolTokens: number, rule: CacheRule): Piece[] {
  const result: Piece[] = [];
  const { caching } = call;
  if (call.tools.state !== 'absent') {
    const shown = call.tools.state === 'present' && call.tools.complete;
    const order = caching?.unorderedTools === undefined ? '' : ` ${moment.worker}`;
    result.push({
      id: `tools${order}`,
      tokens: shown ? toolTokens : traffic.tools,
      marker: caching?.toolMarkers.at(-1) === undefined ? undefined : (caching.toolMarkers.at(-1)?.ttl ?? '5m'),
      ends: true,
    });
  }
  const grows = call.history || call.repeat.growing || call.kind === 'agent';
  const own = grows ? call.segments.filter((segment) => segment.certainty === 'always' && segment.role === 'system') : call.segments;
  const implicit = rule.automatic && rule.explicit && !rule.byRequest;
  const short = rule.defaultTtl ?? '5m';
  for (const segment of own) result.push(...segmentPieces(segment, moment, traffic, short, caching?.byFramework !== undefined));
  if (grows) {
    for (let turn = 0; turn <= moment.turn; turn++) {
      const id = `${moment.conversation} ${turn}`;
      result.push({ id: `user ${id}`, tokens: traffic.user, ends: true });
      if (turn < moment.turn) result.push({ id: `answer ${id}`, tokens: traffic.answer, ends: true });
    }
  }
  const last = result.length - 1;
  const marksLast = caching?.automatic !== undefined || (implicit && caching?.mode !== 'explicit');
  if (marksLast && result[last] !== undefined) result[last] = { ...result[last], marker: caching?.automatic?.ttl ?? short };
  return result;
}

function segmentPieces(segment: Segment, moment: Moment, traffic: Traffic, short: string, byFramework: boolean): Piece[] {
  const pieces = segment.parts.map((part): Piece => {
    if (part.kind === 'text') return { id: part.text, tokens: tokensOf(part.text), ends: false };
    if (part.kind === 'media') return { id: `media ${moment.index}`, tokens: 1500, ends: false };
    return {
      id: `hole ${valueOf(part, moment)}`,
      tokens: part.source === 'time' || part.source === 'random' ? 12 : traffic.user,
      ends: false,
    };
  });
  const last = pieces.length - 1;
  const marker = segment.marker !== undefined ? (segment.marker.ttl ?? short) : byFramework && segment.role === 'system' ? '5m' : undefined;
  return pieces.map((piece, at) => (at === last ? { ...piece, ends: true, marker } : piece));
}

/** What a hole is filled with: the same text as long as its volatility says. */
function valueOf(hole: HolePart, moment: Moment): string {
  const name = hole.expression;
  const order = hole.unordered === undefined || hole.expression.includes('sorted(') ? '' : ` ${moment.worker}`;
  switch (hole.volatility) {
    case 'constant':
      return name;
    case 'per-process':
      return `${name}${order}`;
    case 'per-day':
      return `${name} ${Math.floor(moment.time / 86_400)}`;
    case 'per-session':
      return `${name} ${moment.conversation}`;
    default: {
      if (hole.unordered !== undefined) return `${name}${order}`;
      const unit = hole.granularity === 'minute' ? 60 : hole.granularity === 'hour' ? 3600 : undefined;
      return hole.source === 'time' && unit !== undefined ? `${name} ${Math.floor(moment.time / unit)}` : `${name} ${moment.index}`;
    }
  }
}

const counted = new Map<string, number>();

function tokensOf(text: string): number {
  let count = counted.get(text);
  if (count === undefined) {
    count = countO200k(text);
    counted.set(text, count);
  }
  return count;
}
