/**
 * Labels at the door. Whoever can call the gateway can choose many of them, so they are data from strangers: they are cut, cleaned of
 * characters that change how text is shown, and whatever looks like a key, an e-mail address or a network address is dropped here, before
 * anything is kept.
 */

/** What one amount belongs to. A field that is missing was not told. */
export interface Dims {
  /** The model that was billed. */
  readonly model?: string;
  /** The name under which the caller asked for it. */
  readonly requestedModel?: string;
  readonly provider?: string;
  readonly user?: string;
  readonly team?: string;
  /** `key=value` texts: feature, agent, key alias and the like. */
  readonly tags?: readonly string[];
  /** Session, trace or conversation. */
  readonly task?: string;
}

/** Longest label that is kept, in UTF-16 units. */
export const MAX_LABEL = 120;

/** Name shown for a value that was dropped because it is personal or secret. */
export const HIDDEN: Readonly<Record<'key' | 'mail' | 'address', string>> = {
  key: '(key, hidden)',
  mail: '(e-mail address, hidden)',
  address: '(network address, hidden)',
};

/**
 * A label that may be kept and shown, or undefined when it says nothing. `"None"`, `"null"` and `""` are how gateways write "not known"
 * (LiteLLM and others). Secrets and personal data become one of {@link HIDDEN}.
 */
export function cleanLabel(value: unknown): string | undefined {
  const raw = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  if (raw === '' || raw === 'None' || raw === 'null') return undefined;
  const text = clean(raw);
  return text === '' ? undefined : text;
}

/** A key and its value as one tag, or undefined when the value says nothing. */
export function cleanTag(key: string, value: unknown): string | undefined {
  const label = cleanLabel(value);
  const name = cleanLabel(key);
  return label === undefined || name === undefined ? undefined : `${name}=${label}`.slice(0, MAX_LABEL);
}

/**
 * A copy of a text that stands on its own. A slice of a page keeps the whole page in memory, and pages have megabytes; what is kept
 * longer than a scan is detached first.
 */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

function clean(raw: string): string {
  const text = raw
    .slice(0, MAX_LABEL * 4)
    .normalize('NFC')
    .replace(UNPRINTABLE, '')
    .trim();
  if (MAIL.test(text)) return HIDDEN.mail;
  if (KEY.test(text)) return HIDDEN.key;
  if (IPV4.test(text) || IPV6.test(text)) return HIDDEN.address;
  return cut(text);
}

/** Not in the middle of a surrogate pair. */
function cut(text: string): string {
  if (text.length <= MAX_LABEL) return text;
  const last = text.charCodeAt(MAX_LABEL - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? MAX_LABEL - 1 : MAX_LABEL);
}

/** Control characters, line separators, direction marks, zero-width characters, tag characters, lone surrogates. */
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;
const MAIL = /[^\s@]+@[^\s@]+\.[a-z]{2,}/i;
/** Prefixes of the common key formats, bearer tokens, JSON web tokens, and any long run that only a key or a digest has. */
const KEY =
  /\b(?:sk|pk|rk|key|ghp|gho|github_pat|glpat|xox[abp]|AKIA|ASIA|AIza|hf|gsk|nvapi|r8|lsv2|vck)[-_A-Za-z0-9]{0,12}[-_]?[A-Za-z0-9_-]{16,}|\bBearer\s|\beyJ[\w-]{8,}\.|\b[0-9a-f]{40,}\b/i;
const IPV4 = /(?:^|[^\w.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.]|-[a-z])/i;
const IPV6 =
  /(?:^|[\s[])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}(?:$|[\s\]%/])|(?:^|[\s[])(?:[0-9a-f]{1,4}:)*:(?::?[0-9a-f]{1,4})*(?:$|[\s\]%/])/i;
