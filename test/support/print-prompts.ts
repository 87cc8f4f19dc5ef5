import type { PromptFact } from '../../src/core/facts.ts';
import type { PromptCall } from '../../src/core/ir.ts';
import { lineIndex } from '../../src/core/features/line-index.ts';
import { printExpr } from './print.ts';

/** Prompt facts of a file, for reviewed files. */
export function printPrompts(facts: readonly PromptFact[], text: string): string {
  const lines = lineIndex(text);
  const at = (offset: number): string => {
    const { line, character } = lines.positionAt(offset);
    return `${line + 1}:${character + 1}`;
  };
  return facts
    .map((fact) =>
      [
        `prompt ${fact.format}${fact.name === undefined ? '' : ` ${JSON.stringify(fact.name)}`} ${at(fact.start)}–${at(fact.end)} head ${JSON.stringify(text.slice(fact.head.start, fact.head.end))} ${at(fact.head.start)}`,
        `  ${fact.api} ${fact.provider ?? '?'} ${fact.sent}${fact.template === undefined ? '' : ` ${fact.template}`}${fact.note === undefined ? '' : ` (${fact.note})`}`,
        `  ${printExpr(fact.body)}`,
        ...(fact.inputs === undefined
          ? []
          : [
              `  inputs ${fact.inputs.map((input) => `${input.name}${input.implicit === true ? ' implicit' : ''} ${at(input.start)}`).join(', ')}`,
            ]),
        ...(fact.textFiles ?? []).map((file) => `  text of ${file.path} ${at(file.start)}`),
        ...(fact.times === undefined ? [] : [`  times ${fact.times.count}: ${fact.times.from} ${at(fact.times.start)}`]),
        ...(fact.turns === undefined ? [] : [`  turns ${fact.turns.count}: ${fact.turns.from} ${at(fact.turns.start)}`]),
        '',
      ].join('\n'),
    )
    .join('');
}

/** Inputs of the templates of some calls, for reviewed files. */
export function printInputs(calls: readonly PromptCall[]): string {
  const names = (list: readonly { readonly name: string }[] | undefined): string => list?.map(({ name }) => name).join(' ') ?? '-';
  return calls
    .map(({ callee, file }) => {
      const inputs = file?.inputs;
      return inputs === undefined
        ? `${callee}: no inputs\n`
        : `${callee}: used ${names(inputs.used)}; declared ${names(inputs.declared)}; unused ${names(inputs.unused)}; undeclared ${names(inputs.undeclared)}\n`;
    })
    .join('');
}
