/** A thread that reads programs for the command line: it is sent texts, and answers with what stands in them. */
import { enableCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';
import type { Answer, Program } from './parsing.ts';

enableCompileCache();
const { factsOf } = await import('../core/linker/ahead.ts');

parentPort?.on('message', (programs: readonly Program[]) => {
  const answer: Answer = programs.flatMap(({ uri, text }) => {
    const facts = factsOf(uri, text);
    return facts === undefined ? [] : [{ uri, facts }];
  });
  parentPort?.postMessage(answer);
});
