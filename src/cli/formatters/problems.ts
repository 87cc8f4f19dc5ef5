import type { FileProblem } from '../../files/index.ts';

/** Writes problems to standard error, one line each. */
export function writeProblems(problems: readonly FileProblem[]): void {
  for (const { file, message } of problems) process.stderr.write(`${file}: not analysed: ${message}\n`);
}
