import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { contextView, type LanguageService } from '../core/index.ts';
import type { ContextBudgetMessage } from '../shared/messages.ts';

/**
 * The context budgets of a workspace, one per coding agent and folder.
 *
 * @param roots folders of the workspace, absolute paths
 */
export function contextBudgetsOf(service: LanguageService, roots: readonly string[]): ContextBudgetMessage[] {
  return roots.flatMap((root) =>
    service.contextBudgets(`${pathToFileURL(root).href.replace(/\/$/, '')}/`).map((budget): ContextBudgetMessage => {
      const view = contextView(budget);
      const folder = roots.length > 1 ? ` · ${path.basename(root)}` : '';
      return {
        ...view,
        title: `${view.title}${folder}`,
        groups: view.groups.map(({ title, lines }) => ({
          title,
          lines: lines.map(({ at, ...line }) => {
            const place = at === undefined ? undefined : service.place(at);
            return place === undefined ? line : { ...line, uri: place.uri, line: place.range.start.line };
          }),
        })),
      };
    }),
  );
}
