/** The language server: LSP around core, nothing else. Reads no file and opens no socket. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

startServer(createConnection(ProposedFeatures.all), async () => {
  const { countO200k } = await import('../core/tokens/o200k.ts');
  return countO200k;
});
