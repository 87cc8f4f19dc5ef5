/** Reading what a server answers, within limits. */

/** Longest wait that an answer may ask for, in milliseconds. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * The body as text; undefined when it has more bytes than that, and then the rest is not read. Decompression happens on the way, so a small bomb is cut off
 * too. Rejects when the connection breaks or the compressed body is damaged.
 */
export async function boundedText(response: Pick<Response, 'body'>, maxBytes: number): Promise<string | undefined> {
  return (await boundedParts((response.body ?? []) as AsyncIterable<Uint8Array>, maxBytes))?.join('');
}

/** The same in the parts in which it came, for large bodies: joined, they would be in memory twice. Characters are whole, lines need not be. */
export async function boundedParts(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<readonly string[] | undefined> {
  const decoder = new TextDecoder('utf-8');
  const parts: string[] = [];
  let bytes = 0;
  // Leaving the loop cancels the body.
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts;
}

/** Milliseconds that a `Retry-After` header asks to wait, seconds or a date (RFC 9110, 10.2.3), at most a day; undefined when it is neither. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), MAX_RETRY_AFTER_MS) : undefined;
}
