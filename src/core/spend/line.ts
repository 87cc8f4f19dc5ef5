/** A source in one line, for a status bar or a pipe. */
import { formatMicroUsd } from '../pricing/format.ts';
import type { SpendSnapshot } from './snapshot.ts';

/** `$12.4 today · $0.83/h`; what is not known is left out or said, and whatever is not live says so. */
export function spendLine({
  today,
  burnRate,
  connection,
  demo,
}: Pick<SpendSnapshot, 'today' | 'burnRate' | 'connection' | 'demo'>): string {
  const parts = [
    today.value === null ? `today unknown` : `${formatMicroUsd(today.value)} today`,
    ...(burnRate.value === null ? [] : [`${formatMicroUsd(burnRate.value)}/h`]),
    ...(connection.state === 'live' ? [] : [connection.words]),
  ];
  return `${demo ? 'DEMO ' : ''}${parts.join(' · ')}`;
}
