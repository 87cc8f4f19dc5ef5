import * as vscode from 'vscode';
import { downloadList, isDue, listInText, PUBLIC_LISTS, textOfList, type PublicListId, type StoredList } from '../../price-lists/index.ts';
import { PRICE_LIST, type PriceListMessage } from '../../shared/messages.ts';
import type { RunningClient } from '../languageClient.ts';

/** How often it is looked whether a list is a day old, in ms. */
const LOOK_MS = 60 * 60 * 1000;

/** What the price lists are kept and used with. */
export interface PriceRefreshContext {
  readonly storage: vscode.Uri;
  readonly output: vscode.LogOutputChannel;
  readonly client: () => Promise<RunningClient>;
}

/**
 * Keeps one downloaded price list in the editor's global storage and hands it to the language server. Asks for it once a day when the setting
 * says so, or when the user does; never in a folder that is not trusted.
 */
export class PriceRefresh {
  private readonly context: PriceRefreshContext;
  private readonly file: vscode.Uri;
  private readonly subscriptions: vscode.Disposable[];
  private readonly clock: NodeJS.Timeout;
  private working: Promise<unknown> = Promise.resolve();

  constructor(context: PriceRefreshContext) {
    this.context = context;
    this.file = vscode.Uri.joinPath(context.storage, 'price-list.json');
    this.clock = setInterval(() => void this.refreshIfDue(), LOOK_MS);
    this.subscriptions = [
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('pennylint.priceRefresh')) void this.refreshIfDue();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.refreshIfDue()),
    ];
  }

  /** Uses the list that is kept, and asks for a newer one when the setting says so and it is a day old. */
  async start(): Promise<void> {
    const stored = await this.read();
    if (stored !== undefined) await this.handOver(stored);
    await this.refreshIfDue();
  }

  /** Lets the user choose a list, downloads it now, and says what came of it. */
  async refreshNow(): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      await vscode.window.showInformationMessage('Pennylint downloads nothing for a folder that you do not trust.');
      return;
    }
    const stored = await this.read();
    const wanted = wantedList() ?? (await this.choose(stored));
    if (wanted === undefined) return;
    if (wanted === 'forget') {
      await this.forget(stored);
      return;
    }
    const title = `Downloading the prices of ${nameOf(wanted)}`;
    const words = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => this.download(wanted));
    await vscode.window.showInformationMessage(words);
  }

  dispose(): void {
    clearInterval(this.clock);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async refreshIfDue(): Promise<void> {
    const wanted = wantedList();
    if (wanted === undefined || !vscode.workspace.isTrusted) return;
    if (isDue(await this.read(), wanted, Date.now())) this.context.output.info(await this.download(wanted));
  }

  /** Downloads one list after the other. Says in words what came of it. */
  private download(id: PublicListId): Promise<string> {
    const next = this.working.then(() => this.downloadOne(id));
    this.working = next;
    return next;
  }

  private async downloadOne(id: PublicListId): Promise<string> {
    const list = PUBLIC_LISTS.find((one) => one.id === id);
    if (list === undefined) return `There is no price list ${id}.`;
    const before = await this.read();
    const known = before?.id === id ? before : undefined;
    const answer = await downloadList(list, { etag: known?.etag });
    if (answer.state === 'failed') return `Prices were not refreshed: ${answer.words}`;
    if (answer.state === 'same' && known === undefined) return `Prices were not refreshed: ${list.name} sent no list.`;
    const { body, etag } = answer.state === 'new' ? answer : { body: known?.body, etag: known?.etag };
    const stored: StoredList = { id, checkedAt: Date.now(), etag, body };
    await this.write(stored);
    if (before !== undefined && before.id !== id) await this.withdraw(before);
    await this.handOver(stored);
    return answer.state === 'same' ? `The prices of ${list.name} are up to date.` : `The prices of ${list.name} are in use as of today.`;
  }

  private async choose(stored: StoredList | undefined): Promise<PublicListId | 'forget' | undefined> {
    const items: (vscode.QuickPickItem & { readonly wanted: PublicListId | 'forget' })[] = PUBLIC_LISTS.map((list) => ({
      label: list.name,
      description: list.id === stored?.id ? `in use, as of ${dayOf(stored.checkedAt)}` : '',
      detail: list.url,
      wanted: list.id,
    }));
    if (stored !== undefined)
      items.push({ label: 'Forget the downloaded prices', detail: 'Use those that come with Pennylint', wanted: 'forget' });
    const choice = await vscode.window.showQuickPick(items, {
      title: 'Refresh prices',
      placeHolder: 'Which public list? Downloaded once; the setting pennylint.priceRefresh does it daily.',
    });
    return choice?.wanted;
  }

  private async forget(stored: StoredList | undefined): Promise<void> {
    if (stored === undefined) return;
    await vscode.workspace.fs.delete(this.file);
    await this.withdraw(stored);
    await vscode.window.showInformationMessage('The prices that come with Pennylint are in use again.');
  }

  private async handOver({ id, checkedAt, body }: StoredList): Promise<void> {
    const list = PUBLIC_LISTS.find((one) => one.id === id);
    if (list === undefined) return;
    const message: PriceListMessage = {
      kind: 'refreshed',
      place: id,
      name: `list of ${list.name}`,
      format: list.format,
      asOf: dayOf(checkedAt),
      body,
    };
    await (await this.context.client()).tell(PRICE_LIST, message);
  }

  private async withdraw({ id }: StoredList): Promise<void> {
    const list = PUBLIC_LISTS.find((one) => one.id === id);
    const message: PriceListMessage = { kind: 'refreshed', place: id, name: '', format: list?.format ?? '', asOf: '', body: null };
    await (await this.context.client()).tell(PRICE_LIST, message);
  }

  private async read(): Promise<StoredList | undefined> {
    try {
      return listInText(new TextDecoder().decode(await vscode.workspace.fs.readFile(this.file)));
    } catch (error) {
      // Nothing has been downloaded yet; anything else is worth a line.
      if (!(error instanceof vscode.FileSystemError && error.code === 'FileNotFound'))
        this.context.output.warn(`The downloaded price list cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  private async write(stored: StoredList): Promise<void> {
    await vscode.workspace.fs.createDirectory(this.context.storage);
    const part = this.file.with({ path: `${this.file.path}.part` });
    await vscode.workspace.fs.writeFile(part, new TextEncoder().encode(textOfList(stored)));
    await vscode.workspace.fs.rename(part, this.file, { overwrite: true });
  }
}

/** The list that the user's own settings name; what a workspace says is not looked at. Undefined when it is switched off. */
function wantedList(): PublicListId | undefined {
  const value = vscode.workspace.getConfiguration('pennylint').inspect('priceRefresh')?.globalValue;
  return PUBLIC_LISTS.find(({ id }) => id === value)?.id;
}

function nameOf(id: PublicListId): string {
  return PUBLIC_LISTS.find((list) => list.id === id)?.name ?? id;
}

/** Day in UTC, `YYYY-MM-DD`. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
