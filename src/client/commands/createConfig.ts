import * as vscode from 'vscode';

/** What a new pennylint.yaml holds: every part once, commented out, so that nothing changes until somebody decides. */
const TEMPLATE = `# What Pennylint cannot know from the code: prices, how often calls run, limits. Everything here is optional.
version: 1

# defaults:
#   callsPerDay: 1000
#   expectedOutputTokens: 300

# models:
#   my-deployment: gpt-4o        # the model behind a name
#   our-model: { input: 0.2, output: 0.6 }   # US dollars per million tokens

# callSites:
#   - files: src/support/**
#     functions: answer
#     model: gpt-4o              # where the code does not name it
#     callsPerDay: 5000

# budgets:
#   perCallUsd: 0.05
#   perMonthUsd: 500

# rules:
#   unbounded-output: warning

# ignore:
#   - legacy/
`;

const NAMES = ['pennylint.yaml', 'pennylint.yml', 'pennylint.json'];

/** Shows the configuration of a workspace folder, or a new one that is not saved yet. */
export async function createConfig(): Promise<void> {
  const folder = await chosenFolder();
  if (folder === undefined) {
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: TEMPLATE });
    await vscode.window.showTextDocument(document);
    return;
  }
  const existing = await firstExisting(NAMES.map((name) => vscode.Uri.joinPath(folder.uri, name)));
  if (existing !== undefined) {
    await vscode.window.showTextDocument(existing);
    return;
  }
  const draft = vscode.Uri.joinPath(folder.uri, 'pennylint.yaml').with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(draft);
  if (document.getText() === '') {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(draft, new vscode.Position(0, 0), TEMPLATE);
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(document);
}

async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0];
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  return own ?? (await vscode.window.showWorkspaceFolderPick());
}

async function firstExisting(uris: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  for (const uri of uris) {
    const [found] = await vscode.workspace.findFiles(
      new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), uri.path.split('/').pop() ?? ''),
      null,
      1,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
