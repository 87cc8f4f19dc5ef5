/** Findings that say the same of many places, told once to a reader. */
import { AS_WELL, withoutPlaceCount } from '../../core/index.ts';
import { messageWithCopies } from '../copies.ts';
import type { FindingJson } from './finding.ts';
import { placeText, type PlaceJson } from './place.ts';

/** A finding with the others that say the same. */
export interface Repeated {
  readonly first: FindingJson;
  readonly others: readonly FindingJson[];
}

/**
 * Findings of one rule that differ in amounts and in quoted words alone, put together. Where the cause stands in another file, they have
 * to have it in common. Groups stand where their first finding stood.
 */
export function repeatedFindings(findings: readonly FindingJson[]): Repeated[] {
  const groups = new Map<string, FindingJson[]>();
  for (const finding of findings) {
    const kind = kindOf(finding);
    const known = groups.get(kind);
    if (known === undefined) groups.set(kind, [finding]);
    else known.push(finding);
  }
  return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{ first, others }]));
}

function kindOf({ rule, severity, file, message, related, copies = [] }: FindingJson): string {
  const causes = related.filter((one) => one.file !== file).map((one) => `${one.message} ${placeText(one.file, one)}`);
  // What is quoted or counted belongs to a place; a name in backticks says what is meant.
  const statement = withoutPlaceCount(message)
    .replace(/"[^"]*"/g, '""')
    .replace(/`[^`]*`|[≈$]*\d[\d,.]*/g, (part) => (part.startsWith('`') ? part : '0'));
  return JSON.stringify([rule, severity, causes, statement, copies]);
}

/** Most places that are named; of more only the number is said. */
const NAMED = 20;

/** What a group says, with the other places on a line of its own: lines of the same file, and in full where they stand elsewhere. */
export function repeatedTexts({ first, others }: Repeated): { readonly message: string; readonly places: string | undefined } {
  const [own, ...rest] = [first, ...others].map((finding) => asWell(finding));
  const places = [...(own ?? []), ...rest.flatMap((more, index) => [...others.slice(index, index + 1), ...more])];
  if (places.length === 0) return { message: messageWithCopies(first), places: undefined };
  const named = places.slice(0, NAMED);
  const isHere = ({ file, cell }: Placed): boolean => file === first.file && cell === null;
  const here = named.filter(isHere).map(({ line }) => String(line));
  const away = named.filter((place) => !isHere(place)).map((place) => placeText(place.file, place));
  const lines = here.length === 0 ? '' : `${here.length === 1 ? 'line' : 'lines'} ${here.join(', ')}`;
  const all = [lines, away.join(', ')].filter((part) => part !== '').join('; ');
  const hidden = places.length - named.length;
  const rests = hidden === 0 ? '' : ` and ${hidden.toLocaleString('en-US')} more, all of them in --format json`;
  return {
    message: messageWithCopies({ ...first, message: withoutPlaceCount(first.message) }),
    places: `and ${places.length === 1 ? 'one more place' : `${places.length.toLocaleString('en-US')} more places`}: ${all}${rests}`,
  };
}

type Placed = PlaceJson & Pick<FindingJson, 'file'>;

/** Places that the finding itself speaks of. */
function asWell({ related }: FindingJson): readonly Placed[] {
  return related.filter(({ message }) => message === AS_WELL);
}
