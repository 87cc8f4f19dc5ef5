/** From what the user says about a source to a meter and a reader of it. */
import {
  checkProfile,
  httpSources,
  Meter,
  profileById,
  refuse,
  type HttpSource,
  type MeterOptions,
  type Profile,
  type Refusal,
} from '../core/spend/index.ts';
import { addressProblem, bindKey, type Credential } from './http.ts';
import { jsonReader, pageReader, type Reader } from './poller.ts';

/** A source as the user describes it. */
export interface SourceDescription {
  /** `metrics`, or the id of one of `httpSources`. */
  readonly kind: string;
  readonly url: string;
  /** What people call it; host and kind by default. */
  readonly name?: string | undefined;
  readonly credential?: Credential | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly profile?: Profile | undefined;
  readonly allowHttp?: boolean | undefined;
}

/** A source that can be read. */
export interface OpenedSource {
  readonly meter: Meter;
  readonly reader: Reader;
}

/** Prices and time zone that every meter needs. */
export type MeterBase = Pick<MeterOptions, 'rates' | 'offset'>;

/** The meter and the reader of a source, or why its address may not be asked. */
export function openSource(source: SourceDescription, base: MeterBase): OpenedSource | Refusal {
  const { kind, url, credential, profile, allowHttp } = source;
  const api: HttpSource | undefined = httpSources.find(({ id }) => id === kind);
  if (api === undefined && kind !== 'metrics')
    return refuse('unsafe', `There is no source of the kind ${kind.slice(0, 50)}.`, 'Choose another kind.');
  const problem = addressProblem(url, credential !== undefined, allowHttp);
  if (problem !== undefined) return problem;
  const { host, origin, pathname } = new URL(url);
  const meter = new Meter({
    ...base,
    id: `${kind}:${origin}${pathname}`,
    name: source.name ?? `${api?.name ?? 'metrics'} at ${host}`,
    profile,
    money: api?.money,
    lacks: api?.lacks,
    notes: api?.notes,
  });
  const home = api?.home !== undefined && pathname === '/' ? api.home : url;
  const endpoint = { url: home, credential, allowHttp, headers: source.headers };
  return { meter, reader: api === undefined ? pageReader(endpoint) : jsonReader(api, endpoint, source.settings) };
}

/** A key as the header in which a kind of source takes it, bound to the origin of its address. Throws for a key that no header can hold. */
export function credentialFor(kind: string, url: string, key: string): Credential | undefined {
  const place = httpSources.find(({ id }) => id === kind)?.key ?? { header: 'authorization', prefix: 'Bearer ' };
  if (place === 'none') return undefined;
  if (place === 'basic') return bindKey(url, 'authorization', `Basic ${Buffer.from(key).toString('base64')}`);
  return bindKey(url, place.header, `${place.prefix}${key}`);
}

/** A profile by its id, or a checked one of the user's own; undefined when none is named. */
export function profileOf(value: unknown): { readonly profile: Profile | undefined } | { readonly problem: string } {
  if (value === undefined) return { profile: undefined };
  const known = typeof value === 'string' ? profileById(value) : undefined;
  if (known !== undefined) return { profile: known };
  const checked = checkProfile(value);
  return 'problems' in checked ? { problem: `The profile cannot be used. ${checked.problems.join(' ')}` } : { profile: checked.profile };
}
