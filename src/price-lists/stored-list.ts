/** A downloaded list as it is kept between sessions. */
import { PUBLIC_LISTS, type PublicListId } from './download.ts';

/** A list with when it was read. */
export interface StoredList {
  readonly id: PublicListId;
  /** When the server last said that this is the newest version, UTC ms. */
  readonly checkedAt: number;
  readonly etag: string | undefined;
  /** Parsed JSON as it came. */
  readonly body: unknown;
}

/** Time after which a list is asked for again, in ms. */
const DAY_MS = 24 * 60 * 60 * 1000;

/** Version of the file's form. */
const VERSION = 1;

/** Whether a list is to be asked for: there is none, it is another one, or it was last checked a day ago. A clock that was set back asks again. */
export function isDue(stored: StoredList | undefined, wanted: PublicListId, now: number): boolean {
  return stored === undefined || stored.id !== wanted || now - stored.checkedAt >= DAY_MS || stored.checkedAt > now;
}

/** A list as the text of a file. */
export function textOfList({ id, checkedAt, etag, body }: StoredList): string {
  return JSON.stringify({ version: VERSION, id, checkedAt, etag: etag ?? null, body });
}

/** The list in the text of a file; undefined when there is none that can be used. */
export function listInText(text: string): StoredList | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, id, checkedAt, etag, body } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const known = PUBLIC_LISTS.find((list) => list.id === id);
  if (version !== VERSION || known === undefined || typeof checkedAt !== 'number' || !Number.isFinite(checkedAt)) return undefined;
  return { id: known.id, checkedAt, etag: typeof etag === 'string' ? etag : undefined, body };
}
