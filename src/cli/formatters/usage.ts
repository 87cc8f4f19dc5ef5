import { exactUsd, type UsageAnswer, type UsageProblem } from '../../core/index.ts';

/** Lifetimes that always stand in the output, so that its shape does not depend on the input. */
const LIFETIMES = ['5m', '1h', '30m', '12h'];

/**
 * One answer as JSON on one line. `reasoning` is 0 where the block does not tell it apart (a note says so). A line that could not be read keeps
 * its place, with null in every field and the problem as its note.
 */
export function usageJson(answer: UsageAnswer | UsageProblem): string {
  if (answer.state === 'unread') {
    const notes = [`line ${answer.line}: ${answer.problem}`];
    return JSON.stringify({
      inputUncached: null,
      cacheRead: null,
      cacheWrite: null,
      output: null,
      reasoning: null,
      usd: null,
      basis: null,
      notes,
    });
  }
  const { usage, price } = answer;
  const cacheWrite = { ...Object.fromEntries(LIFETIMES.map((ttl) => [ttl, 0])), ...usage.cacheWrite };
  return JSON.stringify({
    inputUncached: usage.inputUncached,
    cacheRead: usage.cacheRead,
    cacheWrite,
    output: usage.output,
    reasoning: usage.reasoning ?? 0,
    usd: price.microUsd === null ? null : exactUsd(price.microUsd),
    basis: price.basis,
    notes: price.notes.map(({ text }) => text),
  });
}

/** One answer on one line for people. */
export function usageText(answer: UsageAnswer | UsageProblem): string {
  if (answer.state === 'unread') return `– · line ${answer.line}: ${answer.problem}`;
  const { usage, price, context } = answer;
  const writes = Object.entries(usage.cacheWrite).map(([ttl, tokens]) => `${count(tokens)} written (${ttl})`);
  const parts = [`${count(usage.inputUncached)} uncached`, ...(usage.cacheRead > 0 ? [`${count(usage.cacheRead)} read`] : []), ...writes];
  const reasoning = usage.reasoning !== undefined && usage.reasoning > 0 ? ` (${count(usage.reasoning)} reasoning)` : '';
  const money = price.microUsd === null ? 'unpriced' : `${price.basis === 'assumed' ? '≈' : ''}$${exactUsd(price.microUsd)}`;
  const notes = price.notes.map(({ text }) => text).join(' ');
  const model = context.model === undefined ? '' : ` · ${context.model}`;
  return `${money} · in: ${parts.join(' + ')} · out: ${count(usage.output)}${reasoning}${model}${notes === '' ? '' : ` · ${notes}`}`;
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US');
}
