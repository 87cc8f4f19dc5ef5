import * as vscode from 'vscode';
import type {
  BilledReport,
  FromSpendProcess,
  Picture,
  SourceOrder,
  TestResult,
  ToPanel,
  ToSpendProcess,
  Watch,
} from '../../shared/spend-messages.ts';
import type { SpendItem } from '../statusItem.ts';
import { SpendKeys } from './keys.ts';
import { announceBudget } from './notifications.ts';
import { readBudgets, readProxy, readSources } from './settings.ts';
import { SpendProcess } from './spendProcess.ts';

/** A place where the panel is drawn: the view in the side bar, or an editor tab. */
export interface Surface {
  readonly visible: () => boolean;
  readonly show: (message: ToPanel) => void;
}

/** What the controller works with. */
export interface ControllerContext {
  readonly extension: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly status: SpendItem;
  /** Takes what the ledger has billed; null when nothing is known any more. */
  readonly billed: (report: BilledReport | null) => void;
}

const ENDED = 'The process that reads spend ended; it is started again.';

/**
 * Stands between settings, process and panel. Sources are asked while a panel is visible, once a minute for a budget, and never in a folder that the user
 * does not trust; then the process does not even run.
 */
export class SpendController {
  readonly keys: SpendKeys;
  private readonly context: ControllerContext;
  private readonly process: SpendProcess;
  private readonly surfaces = new Set<Surface>();
  private readonly answers = new Map<number, (message: FromSpendProcess) => void>();
  private requests = 0;
  private configured = '';
  private watching = '';
  private selected: string | null = null;
  private picture: Picture | undefined;
  private down = false;
  private working: Promise<void> = Promise.resolve();

  constructor(context: ControllerContext) {
    this.context = context;
    this.keys = new SpendKeys(context.extension.secrets);
    const module = context.extension.asAbsolutePath('dist/spend.mjs');
    const events = {
      message: (message: FromSpendProcess) => {
        this.take(message);
      },
      ended: (again: number | undefined) => {
        this.ended(again);
      },
      restarted: () => {
        void this.refresh();
      },
    };
    this.process = new SpendProcess(module, events, readProxy);
    context.extension.subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('pennylint.spend')) void this.refresh();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.refresh()),
      context.extension.secrets.onDidChange(() => void this.refresh()),
    );
  }

  /** Adds a place where the panel is drawn; the function takes it away. */
  add(surface: Surface): () => void {
    this.surfaces.add(surface);
    void this.refresh();
    return () => {
      this.surfaces.delete(surface);
      void this.refresh();
    };
  }

  /** Draws a surface that has just been made or shown again, and watches or stops watching. */
  async changed(surface: Surface): Promise<void> {
    if (surface.visible()) {
      if (this.down) surface.show({ type: 'empty', why: 'process-ended', words: '' });
      else if (this.picture !== undefined && this.configured !== '') surface.show(this.picture);
    }
    await this.refresh();
  }

  /** Shows another source in full. */
  select(source: string): void {
    this.selected = source;
    void this.refresh();
  }

  /** Asks again now; starts the process when it stays down. */
  retry(): void {
    this.process.forgive();
    this.down = false;
    void this.refresh().then(() => {
      if (this.configured !== '') this.process.send({ type: 'retry' });
    });
  }

  /** One request to a source that is not connected yet. */
  async test(source: SourceOrder): Promise<TestResult> {
    const answer = await this.ask((request) => ({ type: 'test', request, source }));
    return answer?.type === 'tested'
      ? answer.result
      : {
          ok: false,
          words: 'The process that asks gateways did not answer.',
          advice: 'See the output of Pennylint.',
          kind: 'failed',
          better: null,
        };
  }

  /** Addresses of this machine at which something answers like a gateway. */
  async look(addresses: readonly string[]): Promise<readonly string[]> {
    const answer = await this.ask((request) => ({ type: 'look', request, addresses }));
    return answer?.type === 'looked' ? answer.found : [];
  }

  /** Ends the process, with everything saved. */
  async stop(): Promise<void> {
    await this.process.stop();
  }

  /** Brings the process in line with settings, keys, trust, and who looks. One after the other. */
  async refresh(): Promise<void> {
    this.working = this.working
      .then(() => this.apply())
      .catch((error: unknown) => {
        this.context.output.error(`Live spend: ${error instanceof Error ? error.name : typeof error}`);
      });
    return this.working;
  }

  private async apply(): Promise<void> {
    const { sources, problems } = readSources();
    const trusted = vscode.workspace.isTrusted;
    if (!trusted || sources.length === 0) {
      this.configured = '';
      this.watching = '';
      this.picture = undefined;
      this.context.status.update(undefined);
      this.context.billed(null);
      this.showAll({ type: 'empty', why: trusted ? 'nothing-connected' : 'untrusted', words: problems.join(' ') });
      if (this.answers.size === 0) await this.process.stop();
      return;
    }
    if (this.down) return;
    const budgets = readBudgets();
    const orders = await this.keys.orders(sources);
    const folder = vscode.Uri.joinPath(this.context.extension.globalStorageUri, 'spend').fsPath;
    const configure: ToSpendProcess = { type: 'configure', folder, sources: orders, budgets };
    const text = JSON.stringify(configure);
    if (text !== this.configured) {
      this.configured = text;
      this.picture = undefined;
      for (const problem of problems) this.context.output.warn(problem);
      this.process.send(configure);
    }
    const shown = [...this.surfaces].some((surface) => surface.visible());
    const watch: Watch = shown ? 'shown' : budgets.length > 0 ? 'budget' : 'off';
    const message: ToSpendProcess = { type: 'watch', watch, selected: this.selected };
    const words = JSON.stringify(message);
    if (words !== this.watching) this.process.send(message);
    this.watching = words;
    if (this.picture === undefined) this.showAll({ type: 'empty', why: 'starting', words: '' });
  }

  private take(message: FromSpendProcess): void {
    switch (message.type) {
      case 'ready':
        return;
      case 'picture':
        this.picture = message;
        this.showAll(message);
        return;
      case 'status':
        this.context.status.update(message.text === '' ? undefined : message);
        return;
      case 'billed':
        this.context.billed(message.report);
        return;
      case 'alert':
        void announceBudget(message.words);
        return;
      case 'log':
        this.context.output.info(message.words);
        return;
      case 'tested':
      case 'looked':
        this.answers.get(message.request)?.(message);
    }
  }

  private ended(again: number | undefined): void {
    this.context.output.warn(again === undefined ? 'The process that reads spend ended too often and stays down.' : ENDED);
    this.configured = '';
    this.watching = '';
    this.down = again === undefined;
    if (again === undefined) {
      this.picture = undefined;
      this.showAll({ type: 'empty', why: 'process-ended', words: '' });
    } else if (this.picture !== undefined) {
      this.picture = { ...this.picture, problems: [...this.picture.problems, ENDED] };
      this.showAll(this.picture);
    }
  }

  /** Nothing is sent to what nobody sees. */
  private showAll(message: ToPanel): void {
    for (const surface of this.surfaces) if (surface.visible()) surface.show(message);
  }

  private async ask(message: (request: number) => ToSpendProcess): Promise<FromSpendProcess | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const request = ++this.requests;
    const answer = await new Promise<FromSpendProcess | undefined>((resolve) => {
      const limit = setTimeout(() => {
        resolve(undefined);
      }, 30_000);
      this.answers.set(request, (found) => {
        clearTimeout(limit);
        resolve(found);
      });
      this.process.send(message(request));
    });
    this.answers.delete(request);
    return answer;
  }
}
