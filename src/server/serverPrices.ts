import type { Connection } from 'vscode-languageserver';
import {
  bundledPriceSources,
  createPriceShelf,
  decodePriceList,
  PRICE_LIST_FORMATS,
  userPriceSource,
  type PriceBook,
  type PriceSource,
  type Settings,
} from '../core/index.ts';
import { PRICE_LIST, type PriceListMessage } from '../shared/messages.ts';

/** A link that runs VS Code's own command for opening a setting; hovers of other clients have none. */
export function settingLink(key: keyof Settings): string {
  return `command:workbench.action.openSettings?${encodeURIComponent(JSON.stringify([`pennylint.${key}`]))}`;
}

/** Prices as the server uses them: bundled ones, those of the user's settings, and lists that the client hands in. */
export class ServerPrices {
  private readonly shelf = createPriceShelf(bundledPriceSources);
  private readonly onChange: () => void;

  /** @param onChange called when prices have changed: what was analysed is to be looked at again */
  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  get book(): PriceBook {
    return this.shelf.book;
  }

  get sources(): readonly PriceSource[] {
    return this.shelf.sources;
  }

  /** Takes the prices of the user's settings; the same for all documents, because they belong to the machine. */
  take({ prices }: Settings): void {
    const source = userPriceSource(prices, new Date().toISOString().slice(0, 10));
    if (this.shelf.put('user', source)) this.onChange();
  }

  /** Lists that the client hands in: a gateway's own model info, or a list that it has downloaded. The server asks nobody. */
  listen(connection: Connection): void {
    connection.onNotification(PRICE_LIST, (message: PriceListMessage) => {
      const { place, name, format, asOf, body } = message;
      const known = PRICE_LIST_FORMATS.find((one) => one === format);
      // Only these two: prices of the user and of a repository come from their own places.
      const kind = (['gateway', 'refreshed'] as const).find((one) => one === message.kind);
      if (known === undefined || kind === undefined) return;
      const { records, problems } = decodePriceList(known, body, { source: name, asOf });
      for (const problem of problems.slice(0, 5)) connection.console.info(`Price list ${name}: ${problem}`);
      if (this.shelf.put(`${kind} ${place}`, records.length === 0 ? undefined : { kind, name, records })) this.onChange();
    });
  }
}
