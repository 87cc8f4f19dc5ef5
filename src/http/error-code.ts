/**
 * The code of a failed request (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), also from inside of what `fetch` wraps around it; undefined when there is none. Only the
 * code is used for words: the text of an error may hold what was sent.
 */
export function errorCode(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth++) {
    const { code, cause, errors } = at as { readonly code?: unknown; readonly cause?: unknown; readonly errors?: unknown };
    if (typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code)) return code;
    at = cause ?? (Array.isArray(errors) ? (errors as readonly unknown[])[0] : undefined);
  }
  return undefined;
}
