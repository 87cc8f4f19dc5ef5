/** Builds `pennylint-<version>.vsix` in the repository's root. Run by `npm run package`. */
import { statSync } from 'node:fs';
import { runMain } from './vscode/test-run.ts';
import { buildVsix } from './vscode/vsix.ts';

await runMain(async () => {
  const vsix = await buildVsix();
  console.log(`${vsix}: ${(statSync(vsix).size / 1e6).toFixed(2)} MB`);
  return 0;
});
