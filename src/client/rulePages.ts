import * as vscode from 'vscode';

/** Scheme under which rule pages can be opened; they are read from the extension's own folder. */
const SCHEME = 'pennylint-rule';

/** What stands before `<rule id>.md` in the link to a rule's page. */
export const RULE_PAGE_BASE = `${SCHEME}:/`;

/** Serves the pages of the rules. */
export function registerRulePages(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    async provideTextDocumentContent(uri) {
      const name = uri.path.replace(/^\//, '');
      if (!/^[a-z-]+\.md$/.test(name)) return `There is no rule page ${name}.`;
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'dist', 'rules', name));
      return new TextDecoder().decode(bytes);
    },
  });
}

/** The address of a rule's page. */
export function rulePageUri(rule: string): vscode.Uri {
  return vscode.Uri.parse(`${RULE_PAGE_BASE}${rule}.md`);
}
