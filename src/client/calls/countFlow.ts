/** The course of a count at the provider, without the editor: what is asked of the user comes in as functions. */
import { COUNTING_APIS, countByProvider } from '../../provider-counts/index.ts';
import type { CountableCallMessage } from '../../shared/call-messages.ts';
import { countWords, sizeOf } from './countWords.ts';

/** The part of the editor's secret storage that is used. */
export interface Secrets {
  get(name: string): Thenable<string | undefined>;
  store(name: string, value: string): Thenable<void>;
  delete(name: string): Thenable<void>;
}

/** What the user is asked, and how waiting is shown. */
export interface CountDialogs {
  /** Whether the user agrees to what is sent where; asked each time. */
  consent(title: string, detail: string): Promise<boolean>;
  /** The key for an origin; undefined when the user left. */
  key(title: string, origin: string): Promise<string | undefined>;
  /** Runs something that takes a while and can be cancelled. */
  wait<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** How a count ended: in words with the number, in words without one, or undefined when the user left. */
export type CountOutcome = { readonly state: 'counted'; readonly tokens: number; readonly words: string } | FailedCount | undefined;

/** Why there is no count, a sentence without the key. */
export interface FailedCount {
  readonly state: 'failed';
  readonly words: string;
}

/**
 * Counts a prompt at its provider. Says before what is sent where; the key comes from the secret storage, under the exact origin, and goes
 * nowhere else. A key that works is kept, one that the provider refuses is forgotten.
 *
 * @param baseUrl address of a server that speaks the provider's API; undefined for the provider itself
 */
export async function countAtProvider(
  call: CountableCallMessage,
  secrets: Secrets,
  dialogs: CountDialogs,
  baseUrl?: string,
): Promise<CountOutcome> {
  const { provider, model, prompt } = call;
  const { name, baseUrl: home } = COUNTING_APIS[provider];
  const { origin } = new URL(baseUrl ?? home);
  const detail = [
    `Sent: ${sizeOf(prompt)}, the model id ${model}, and your key of ${name}.`,
    `Sent to: ${origin}, and nowhere else. ${name} takes no money for counting; its terms hold for what is sent.`,
    ...call.leftOut,
  ];
  if (!(await dialogs.consent(`Count this prompt with ${name}?`, detail.join('\n\n')))) return undefined;
  const secret = secretName(provider, origin);
  const key = (await secrets.get(secret)) ?? (await dialogs.key(`Key of ${name} for ${origin}`, origin))?.trim();
  if (key === undefined || key === '') return undefined;
  const counted = await dialogs.wait(`Asking ${origin}`, (signal) =>
    countByProvider({ provider, model, prompt, key, signal, ...(baseUrl === undefined ? {} : { baseUrl }) }),
  );
  if (counted.state === 'counted') {
    await secrets.store(secret, key);
    return { state: 'counted', tokens: counted.tokens, words: countWords(call, name, counted) };
  }
  if (counted.reason === 'unauthorized') await secrets.delete(secret);
  return { state: 'failed', words: counted.message };
}

/** Forgets the keys of all providers. */
export async function forgetKeys(secrets: Secrets): Promise<void> {
  for (const [provider, { baseUrl }] of Object.entries(COUNTING_APIS)) await secrets.delete(secretName(provider, new URL(baseUrl).origin));
}

/** Under which name a key is kept: another address finds none. */
export function secretName(provider: string, origin: string): string {
  return `count-key|${provider}|${origin}`;
}
