import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';

/** An index that takes longer shows its progress, in ms. */
const PROGRESS_MS = 1000;

/** Progress of an index in the editor. */
export interface IndexProgress {
  end(): void;
  cancelled(): boolean;
}

/** For editors that show no progress. */
export const hiddenProgress: IndexProgress = { end: () => undefined, cancelled: () => false };

/** Progress in the editor, for an index that takes longer than a moment; somebody may cancel it there. */
export function showIndexProgress(connection: Connection): IndexProgress {
  let reporter: WorkDoneProgressServerReporter | undefined;
  let ended = false;
  const timer = setTimeout(() => {
    void connection.window.createWorkDoneProgress().then((created) => {
      if (ended) return;
      reporter = created;
      created.begin('Pennylint: looking for calls of language models', undefined, undefined, true);
    });
  }, PROGRESS_MS);
  return {
    end: () => {
      ended = true;
      clearTimeout(timer);
      reporter?.done();
    },
    cancelled: () => reporter?.token.isCancellationRequested === true,
  };
}
