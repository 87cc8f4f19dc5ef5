/** Times as responses and logs write them. */

/**
 * UTC milliseconds of a time: ISO 8601 text (without a zone: UTC), or a number since 1970 in seconds, milliseconds, microseconds or
 * nanoseconds, told apart by size. Undefined for anything else, and for years outside 2001 to 2286.
 */
export function momentOf(time: unknown): number | undefined {
  const number = typeof time === 'string' && /^\d{9,19}(\.\d+)?$/.test(time) ? Number(time) : time;
  if (typeof number === 'number') {
    const unit = UNITS.find(({ below }) => number < below);
    return number >= EARLIEST_S && unit !== undefined ? Math.floor(number * unit.ms) : undefined;
  }
  if (typeof time !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(time.trim());
  if (match === null) return undefined;
  const [, day = '', clock = '00:00', zone = 'Z'] = match;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...)(\d\d)$/, '$1:$2') : 'Z';
  const at = Date.parse(`${day}T${clock.replace(/(\.\d{3})\d+$/, '$1')}${offset}`);
  return Number.isNaN(at) ? undefined : at;
}

const EARLIEST_S = 1e9;
const UNITS: readonly { readonly below: number; readonly ms: number }[] = [
  { below: 1e10, ms: 1000 },
  { below: 1e13, ms: 1 },
  { below: 1e16, ms: 1e-3 },
  { below: 1e19, ms: 1e-6 },
];
