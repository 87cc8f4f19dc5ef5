#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { UsageError } from './errors.ts';

const HELP = `Pennylint: what LLM prompts cost, and where the money goes.

  pennylint check   [paths] [--format text|json|sarif|github|markdown] [--fail-on hint|information|warning|error] [--tests]
                    [--fix [--review]] [--changed BASE] [--baseline FILE [--update-baseline]]
  pennylint diff    BASE [HEAD] [--format text|json|markdown]
  pennylint inspect [paths] [--format text|json]
  pennylint compare FILE:LINE [--all] [--format text|json]
  pennylint compress FILE [--safe] [--write] [--format text|json]
  pennylint context [--client claude-code|codex|copilot|cursor|gemini-cli] [--model ID] [--format text|json]
  pennylint count   [FILE|-] [--model ID] [--provider NAME] [--format text|json] [--ask-provider [--base-url URL]]
  pennylint usage   [FILE|-] [--provider NAME] [--model ID] [--format text|json]
  pennylint models  [FILTER] [--format text|json]
  pennylint spend   --source URL|otlp|demo [--kind KIND] [--key-env NAME] [--watch] [--interval SECONDS] [--budget 50/month]
                    [--profile ID|FILE] [--store FOLDER|--no-store] [--allow-http] [--set NAME=VALUE] [--format text|json]
  pennylint explain RULE

check, diff, inspect, compare, compress and context read pennylint.yaml; --config FILE takes that one for everything, --no-config none.
check, inspect and compare take what was billed from --billed FILE, written by spend --format json.
Paths default to the current folder. Exit codes: 0 clean, 1 findings at or above --fail-on (default warning), or a budget
is broken (diff), 2 wrong use, 3 something could not be analysed, or pennylint.yaml is wrong somewhere.
`;

/** Runs one command and returns its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  // A third of a short run would be spent on compiling the same code again.
  enableCompileCache();
  const [command, ...rest] = argv;
  switch (command) {
    case 'check':
      return (await import('./commands/check.ts')).check(rest);
    case 'diff':
      return (await import('./commands/diff.ts')).diff(rest);
    case 'inspect':
      return (await import('./commands/inspect.ts')).inspect(rest);
    case 'compare':
      return (await import('./commands/compare.ts')).compare(rest);
    case 'compress':
      return (await import('./commands/compress.ts')).compress(rest);
    case 'context':
      return (await import('./commands/context.ts')).context(rest);
    case 'count':
      return (await import('./commands/count.ts')).count(rest);
    case 'usage':
      return (await import('./commands/usage.ts')).usage(rest);
    case 'models':
      return (await import('./commands/models.ts')).models(rest);
    case 'explain':
      return (await import('./commands/explain.ts')).explain(rest, new URL('./rules/', import.meta.url));
    case 'spend':
      return (await import('./commands/spend.ts')).spend(rest);
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(HELP);
      return command === undefined ? 2 : 0;
    case '--version':
      process.stdout.write(`${__PENNYLINT_VERSION__}\n`);
      return 0;
    default:
      throw new UsageError(
        `There is no command ${command}. Known: check, diff, inspect, compare, compress, context, count, usage, models, spend, explain.`,
      );
  }
}

// A reader that closes the pipe early (head, less) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exitCode = error.code === 'EPIPE' ? 0 : 3;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError || (error instanceof Error && error.name === 'MissingPathError')) {
    process.stderr.write(`pennylint: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(`pennylint failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 3;
  }
}
