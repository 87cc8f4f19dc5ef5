/** The language server: LSP around core, nothing else. Reads only files that came with it, and opens no socket. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createO200kCount } from '../core/index.ts';
import { readVocabulary } from '../files/index.ts';
import { startServer } from './server.ts';

startServer(createConnection(ProposedFeatures.all), async () => createO200kCount(await readVocabulary()));
