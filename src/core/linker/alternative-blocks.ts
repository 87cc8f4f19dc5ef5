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
