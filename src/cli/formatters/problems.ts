import type { FileProblem } from '../../files/index.ts';

/** Writes problems to standard error, one line each. */
export function writeProblems(problems: readonly FileProblem[]): void {
  for (const { file, message, line, column } of problems)
    process.stderr.write(line === undefined ? `${file}: not analysed: ${message}\n` : `${file}:${line}:${column ?? 1}: ${message}\n`);
}

/** True when something was not analysed at all, or only in part: what a report then says is incomplete. */
export function isIncomplete(problems: readonly FileProblem[]): boolean {
  return problems.some(({ partial }) => partial !== true);
}
