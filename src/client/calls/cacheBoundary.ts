import * as vscode from 'vscode';
import { PROMPT_MARKS, type PromptMarkMessage, type PromptMarksAnswer } from '../../shared/call-messages.ts';
import type { RunningClient } from '../languageClient.ts';

type Kind = PromptMarkMessage['kind'];

/** Wait after an analysis before marks are asked for again, in ms: the editor moves those that it has with the text. */
const REFRESH_MS = 300;

/** Name of the context key by which menus show the command that hides the marks. */
const SHOWN = 'pennylint.cacheBoundaryShown';

/** Marks the stable starts of prompts, what ends them and what is sent twice, in the editors in which somebody asked for it. */
export class CacheBoundary {
  private readonly client: RunningClient;
  private readonly shown = new Set<string>();
  private readonly types: Readonly<Record<Kind | 'boundary', vscode.TextEditorDecorationType>>;
  private readonly subscriptions: vscode.Disposable[];
  private waiting: NodeJS.Timeout | undefined;

  constructor(client: RunningClient) {
    this.client = client;
    this.types = decorationTypes();
    this.subscriptions = [
      client.onAnalysed(() => {
        this.refreshSoon();
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.refreshSoon();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        this.tellMenus(editor);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.shown.delete(uri.toString());
      }),
    ];
  }

  /** Marks the text of an editor; says so when there is nothing to mark. */
  async show(uri?: unknown): Promise<void> {
    const editor = editorOf(uri);
    if (editor === undefined) return;
    this.shown.add(editor.document.uri.toString());
    this.tellMenus(vscode.window.activeTextEditor);
    const marks = await this.draw(editor);
    if (marks.length > 0) return;
    this.hide(uri);
    await vscode.window.showInformationMessage('No prompt stands in this file that a call is known to send.');
  }

  /** Takes the marks away. */
  hide(uri?: unknown): void {
    const editor = editorOf(uri);
    if (editor === undefined) return;
    this.shown.delete(editor.document.uri.toString());
    for (const type of Object.values(this.types)) editor.setDecorations(type, []);
    this.tellMenus(vscode.window.activeTextEditor);
  }

  dispose(): void {
    clearTimeout(this.waiting);
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const type of Object.values(this.types)) type.dispose();
  }

  private refreshSoon(): void {
    if (this.shown.size === 0) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const editors = vscode.window.visibleTextEditors.filter(({ document }) => this.shown.has(document.uri.toString()));
      for (const editor of editors) void this.draw(editor);
    }, REFRESH_MS);
  }

  private async draw(editor: vscode.TextEditor): Promise<readonly PromptMarkMessage[]> {
    const uri = editor.document.uri.toString();
    const { version } = editor.document;
    const marks = (await this.client.ask<PromptMarksAnswer>(PROMPT_MARKS, { uri })) ?? [];
    // An answer for a text that has changed since is of no use; the next analysis asks again.
    if (editor.document.version !== version || !this.shown.has(uri)) return marks;
    for (const kind of ['stable', 'changing', 'behind', 'duplicate'] as const) {
      const own = marks.filter((mark) => mark.kind === kind).map((mark) => ({ range: rangeOf(mark), hoverMessage: mark.words }));
      editor.setDecorations(this.types[kind], own);
    }
    const boundaries = marks.filter(({ boundary }) => boundary).map((mark) => ({ range: rangeOf(mark) }));
    editor.setDecorations(this.types.boundary, boundaries);
    return marks;
  }

  private tellMenus(editor: vscode.TextEditor | undefined): void {
    const shown = editor !== undefined && this.shown.has(editor.document.uri.toString());
    void vscode.commands.executeCommand('setContext', SHOWN, shown);
  }
}

function editorOf(uri: unknown): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (typeof uri !== 'string') return activeTextEditor;
  return visibleTextEditors.find(({ document }) => document.uri.toString() === vscode.Uri.parse(uri).toString()) ?? activeTextEditor;
}

function rangeOf({ range: { start, end } }: PromptMarkMessage): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Colours of the theme, and ours that are made of them; each kind differs in more than its colour, for those who see none and for high contrast. */
function decorationTypes(): Readonly<Record<Kind | 'boundary', vscode.TextEditorDecorationType>> {
  const colour = (id: string): vscode.ThemeColor => new vscode.ThemeColor(id);
  const make = (options: vscode.DecorationRenderOptions): vscode.TextEditorDecorationType =>
    vscode.window.createTextEditorDecorationType({ rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed, ...options });
  const right = vscode.OverviewRulerLane.Right;
  return {
    stable: make({
      backgroundColor: colour('pennylint.stablePromptBackground'),
      border: '1px solid',
      borderColor: colour('pennylint.stablePromptBorder'),
      overviewRulerColor: colour('editorOverviewRuler.addedForeground'),
      overviewRulerLane: right,
    }),
    changing: make({
      backgroundColor: colour('pennylint.changingPromptBackground'),
      border: '1px solid',
      borderColor: colour('editorWarning.foreground'),
      overviewRulerColor: colour('editorWarning.foreground'),
      overviewRulerLane: right,
    }),
    behind: make({ textDecoration: 'underline dotted' }),
    duplicate: make({
      border: '1px dashed',
      borderColor: colour('editorInfo.foreground'),
      overviewRulerColor: colour('editorInfo.foreground'),
      overviewRulerLane: right,
    }),
    boundary: make({ before: { contentText: '⟨cache ends⟩ ', color: colour('editorCodeLens.foreground') } }),
  };
}
