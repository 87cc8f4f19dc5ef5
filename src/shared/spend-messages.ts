/**
 * Messages of live spend: between the editor's client and the process that reads sources, and between the client and the panel. Types only,
 * but for the checks of what comes from the panel, which shows text of strangers.
 */
import type { BilledReport } from '../core/index.ts';
import type { SpendSnapshot, UserBudget } from '../core/spend/index.ts';
import type { SourceSettings } from './spend-settings.ts';

export type { BilledReport } from '../core/index.ts';
export type { UserBudget } from '../core/spend/index.ts';

/** A key and the one origin (scheme, host, port) that may see it. */
export interface BoundKey {
  readonly origin: string;
  readonly key: string;
}

/** A source as the process gets it. The key is only ever in this message and in the memory of both processes. */
export interface SourceOrder {
  readonly settings: SourceSettings;
  readonly key: BoundKey | undefined;
}

/**
 * How closely a source is watched: `shown` on the panel; `budget`: once a minute, because the user set a budget; `off`: not asked at all.
 */
export type Watch = 'shown' | 'budget' | 'off';

/** What the client tells the process. */
export type ToSpendProcess =
  | {
      readonly type: 'configure';
      /** Folder of the stores; absolute. */
      readonly folder: string;
      readonly sources: readonly SourceOrder[];
      readonly budgets: readonly UserBudget[];
    }
  | { readonly type: 'watch'; readonly watch: Watch; readonly selected: string | null }
  | { readonly type: 'test'; readonly request: number; readonly source: SourceOrder }
  | { readonly type: 'look'; readonly request: number; readonly addresses: readonly string[] }
  | { readonly type: 'retry' };

/** How a test request went, in words. */
export interface TestResult {
  readonly ok: boolean;
  readonly words: string;
  /** What to do, or null. */
  readonly advice: string | null;
  /** What kind of refusal it was; null when it went well. */
  readonly kind: SpendSnapshot['connection']['error'];
  /** Address at which the source says it answers, on the same origin; null otherwise. */
  readonly better: string | null;
}

/** A source in one line. */
export interface SourceLine {
  readonly id: string;
  readonly name: string;
  readonly ledger: boolean;
  readonly demo: boolean;
  readonly state: SpendSnapshot['connection']['state'];
  readonly today: SpendSnapshot['today'];
  readonly burnRate: SpendSnapshot['burnRate'];
}

/** Everything the panel draws, whole. */
export interface Picture {
  readonly type: 'picture';
  readonly sources: readonly SourceLine[];
  /** The source that is shown in full. */
  readonly selected: string | null;
  readonly snapshot: SpendSnapshot | null;
  /** What is wrong beside the sources: settings that were left out, a store that cannot be written. */
  readonly problems: readonly string[];
}

/** The status bar's text about spend. */
export interface SpendStatus {
  readonly type: 'status';
  /** Empty when there is nothing to say yet. */
  readonly text: string;
  readonly tooltip: string;
  readonly overBudget: boolean;
  /** For screen readers. */
  readonly label: string;
}

/** What the process tells the client. */
export type FromSpendProcess =
  | { readonly type: 'ready' }
  | Picture
  | SpendStatus
  /** What the ledger has billed by model and tag, for whoever shows it beside the code; null when nothing is known any more. */
  | { readonly type: 'billed'; readonly report: BilledReport | null }
  | { readonly type: 'alert'; readonly words: string; readonly demo: boolean }
  | { readonly type: 'tested'; readonly request: number; readonly result: TestResult }
  | { readonly type: 'looked'; readonly request: number; readonly found: readonly string[] }
  | { readonly type: 'log'; readonly words: string };

/** Why the panel shows no figures. */
export type Emptiness = 'nothing-connected' | 'untrusted' | 'starting' | 'process-ended';

/** What the client tells the panel. */
export type ToPanel = Picture | { readonly type: 'empty'; readonly why: Emptiness; readonly words: string };

/** What a click in the panel may ask for; a fixed list, so that a page cannot run commands. */
export const PANEL_ACTIONS = ['connect', 'demo', 'otlp', 'manage', 'retry', 'trust', 'openTab', 'budgets', 'log', 'changeKey'] as const;

/** One of {@link PANEL_ACTIONS}. */
export type PanelAction = (typeof PANEL_ACTIONS)[number];

/** What the panel tells the client. */
export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'select'; readonly source: string }
  | { readonly type: 'action'; readonly action: PanelAction };

/** A message of the panel, or undefined when it is none that the panel sends. */
export function checkPanelMessage(value: unknown): FromPanel | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, source, action } = value as Readonly<Record<string, unknown>>;
  if (type === 'ready') return { type };
  if (type === 'select' && typeof source === 'string' && source.length <= 2500) return { type, source };
  const known = PANEL_ACTIONS.find((name) => name === action);
  return type === 'action' && known !== undefined ? { type, action: known } : undefined;
}
