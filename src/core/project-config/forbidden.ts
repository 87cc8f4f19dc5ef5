/**
 * What pennylint.yaml must never hold. A file that travels with a repository could otherwise send a reader's key to a stranger's host, or
 * publish one by mistake.
 */

/** Keys that people would use for addresses and secrets. */
const forbiddenKey =
  /^(?:base[-_]?)?(?:url|uri|endpoint|host)$|^headers?$|api[-_]?key|^auth(?:orization)?$|^bearer|^(?:secret|password|credentials?|access[-_]?token|env(?:ironment)?(?:[-_]?vars?)?)$/i;

/** Longest text of the file, in UTF-16 units: names, patterns and days are shorter, and searching longer ones takes time. */
export const MAX_TEXT = 500;

/** Value → what it looks like. Provider prefixes: the forms in which OpenAI, Anthropic, Google, AWS, GitHub, Slack, Hugging Face and Groq issue keys. */
const forbiddenValues: readonly (readonly [RegExp, string])[] = [
  [/[a-z0-9]:\/\//i, 'a URL'],
  [/\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}|\bAIza[\w-]{20,}|\bAKIA[A-Z0-9]{12,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}/, 'a key'],
  [/\bxox[abposr]-[\w-]{10,}|\bhf_\w{20,}|\bgsk_\w{20,}|\beyJ[\w-]{10,}\.[\w-]{10,}\./, 'a key'],
  [/^\s*(?:bearer|basic)\s+\S{8,}|^\s*(?:authorization|x-[a-z-]+|api-key)\s*:/i, 'a header'],
  [/\$\{?[A-Za-z_]\w*|%[A-Z_][A-Z0-9_]*%|\b(?:process|os|import\.meta)\.env|^env[.:]/, 'an environment variable'],
  [/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN|SECRET|PASSWORD|URL|ENDPOINT|HOST)$/, 'an environment variable'],
];

/**
 * What a text of at most {@link MAX_TEXT} units looks like that must not stand in the file (`a URL`); undefined when it may. Never repeats the
 * text: it may be a secret.
 */
export function forbiddenThing(value: string): string | undefined {
  return forbiddenValues.find(([pattern]) => pattern.test(value))?.[1];
}

/** True for a key such as `url`, `headers` or `apiKey`. */
export function isForbiddenKey(key: string): boolean {
  return forbiddenKey.test(key);
}

/** The second half of every message about such things. */
export const FORBIDDEN_BECAUSE = 'pennylint.yaml travels with the repository and never names URLs, headers, keys or environment variables.';
