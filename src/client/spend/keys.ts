import type * as vscode from 'vscode';
import type { BoundKey, SourceOrder } from '../../shared/spend-messages.ts';
import type { SourceSettings } from '../../shared/spend-settings.ts';

/**
 * The keys of sources in the editor's secret storage. Each is stored under its exact origin (scheme, host, port) and kind: a setting that names
 * another address finds no key. No key is ever in a setting, a log or on a page.
 */
export class SpendKeys {
  private readonly secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.secrets = secrets;
  }

  /** The key of a source, bound to the origin of its address; undefined when there is none, or no address. */
  async of({ kind, url }: Pick<SourceSettings, 'kind' | 'url'>): Promise<BoundKey | undefined> {
    const origin = originOf(url);
    if (origin === undefined) return undefined;
    const key = await this.secrets.get(nameOf(kind, origin));
    return key === undefined ? undefined : { origin, key };
  }

  /** Stores the key of a source, or forgets it when it is empty. */
  async set({ kind, url }: Pick<SourceSettings, 'kind' | 'url'>, key: string): Promise<void> {
    const origin = originOf(url);
    if (origin === undefined) return;
    if (key === '') await this.secrets.delete(nameOf(kind, origin));
    else await this.secrets.store(nameOf(kind, origin), key);
  }

  /** Sources together with their keys. */
  async orders(sources: readonly SourceSettings[]): Promise<readonly SourceOrder[]> {
    return Promise.all(sources.map(async (settings) => ({ settings, key: await this.of(settings) })));
  }
}

/** Origin of an address; undefined when it is none. */
export function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}

function nameOf(kind: string, origin: string): string {
  return `spend-key|${kind}|${origin}`;
}
