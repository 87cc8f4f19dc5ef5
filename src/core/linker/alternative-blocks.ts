import type { Part, Segment } from '../ir.ts';
import { withCertainty } from './text.ts';

/**
 * Several forms of one content as one: the same text as it is and within a block that is marked, or alone and with a picture. What only some of
 * the forms have may be absent, and so may a marker.
 *
 * @param forms the segments of each form
 * @returns undefined where the forms differ in more: none of them then speaks for the others
 */
export function sharedSegments(forms: readonly (readonly Segment[])[]): Segment[] | undefined {
  const longest = [...forms].sort((a, b) => b.length - a.length || markers(b) - markers(a))[0];
  if (longest === undefined || forms.some((form) => form.length === 0)) return undefined;
  const places = forms.map((form) => placesIn(form, longest));
  if (places.includes(undefined)) return undefined;
  return longest.map((segment, index) => {
    const alike = forms.map((form, at) => form[places[at]?.indexOf(index) ?? -1]);
    const inAll = alike.every((one) => one !== undefined);
    const marked = alike.every((one) => one?.marker !== undefined);
    const { marker } = segment;
    return {
      ...segment,
      ...(inAll || segment.certainty !== 'always' ? {} : { certainty: 'maybe' as const, parts: perhaps(segment.parts) }),
      ...(marker === undefined || marked ? {} : { marker: { ...marker, certainty: 'maybe' as const } }),
    };
  });
}

/**
 * Alternative lists of segments as one: what all of them begin and end with, and between these the longest of what only some have, which may be absent.
 * A part of it is open where the others have what is decided at run time and it has nothing of the kind.
 */
export function alternativeForms(forms: readonly (readonly Segment[])[]): readonly Segment[] {
  const [first, ...others] = forms;
  if (first === undefined) return [];
  const shared = others.length === 0 ? first : sharedSegments(forms);
  if (shared !== undefined) return shared;
  const shortest = Math.min(...forms.map(({ length }) => length));
  const isAlike = (at: (form: readonly Segment[]) => Segment | undefined): boolean => {
    const own = at(first);
    return own !== undefined && others.every((form) => isSame(own, at(form)));
  };
  let begin = 0;
  while (begin < shortest && isAlike((form) => form[begin])) begin++;
  let end = 0;
  while (end < shortest - begin && isAlike((form) => form[form.length - 1 - end])) end++;
  const middles = forms.map((form) => form.slice(begin, form.length - end));
  const longest = [...middles].sort((a, b) => lengthOf(b) - lengthOf(a))[0] ?? [];
  const open = middles.flat().find(({ parts }) => parts.some((part) => part.kind !== 'text'));
  const isOpen = open !== undefined && !longest.some(({ parts }) => parts.some((part) => part.kind !== 'text'));
  return [
    ...first.slice(0, begin),
    ...longest.map(asPerhaps),
    ...(isOpen ? [asPerhaps({ ...open, parts: open.parts.filter((part) => part.kind !== 'text') })] : []),
    ...first.slice(first.length - end),
  ];
}

/** A segment that may be absent. */
export function asPerhaps(segment: Segment): Segment {
  if (segment.certainty !== 'always') return segment;
  const { marker } = segment;
  return {
    ...segment,
    certainty: 'maybe',
    parts: perhaps(segment.parts),
    ...(marker === undefined ? {} : { marker: { ...marker, certainty: 'maybe' as const } }),
  };
}

function lengthOf(segments: readonly Segment[]): number {
  return segments.flatMap(({ parts }) => parts).reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
}

/** For each segment of a form, the one of the longest that says the same, in order; undefined where one has none. */
function placesIn(form: readonly Segment[], longest: readonly Segment[]): readonly number[] | undefined {
  const places: number[] = [];
  for (const segment of form) {
    const from = (places.at(-1) ?? -1) + 1;
    const place = longest.findIndex((other, index) => index >= from && saysTheSame(segment, other));
    if (place < 0) return undefined;
    places.push(place);
  }
  return places;
}

function isSame(a: Segment, b: Segment | undefined): boolean {
  return b !== undefined && saysTheSame(a, b);
}

function saysTheSame(a: Segment, b: Segment): boolean {
  return a === b || (a.role === b.role && said(a) === said(b));
}

function said({ parts }: Segment): string {
  return JSON.stringify(
    parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'hole' ? [part.expression] : [part.media, part.at])),
  );
}

function perhaps(parts: readonly Part[]): Part[] {
  return parts.map((part) => (part.kind === 'media' ? part : (withCertainty([part], 'maybe')[0] ?? part)));
}

function markers(form: readonly Segment[]): number {
  return form.filter(({ marker }) => marker !== undefined).length;
}
