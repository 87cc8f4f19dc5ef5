import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The folder of the panel's files. */
export function pageRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** The panel's page. It may load its own script and style sheet and nothing else, and holds no data: those come by messages, as text. */
export function pageHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const root = pageRoot(extension);
  const script = webview.asWebviewUri(vscode.Uri.joinPath(root, 'panel.js')).toString();
  const style = webview.asWebviewUri(vscode.Uri.joinPath(root, 'panel-look.css')).toString();
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Spend</title>
</head>
<body>
<main id="panel"></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
