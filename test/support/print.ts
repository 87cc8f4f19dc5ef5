import type { Argument, Block, Expr, FileFacts, Scope } from '../../src/core/facts.ts';
import type { Known, PromptCall, Segment } from '../../src/core/ir.ts';
import type { CallCost } from '../../src/core/cost/call-cost.ts';
import { costLine } from '../../src/core/features/wording.ts';
import { lineIndex } from '../../src/core/features/line-index.ts';

/** Says where an offset stands. */
export type PrintPlace = (offset: number) => string;

function lineAndColumn(text: string): PrintPlace {
  const lines = lineIndex(text);
  return (offset) => {
    const { line, character } = lines.positionAt(offset);
    return `${line + 1}:${character + 1}`;
  };
}

/** Facts of a file, one line per fact, for reviewed files. */
export function printFacts(facts: FileFacts, text: string, at: PrintPlace = lineAndColumn(text)): string {
  const out: string[] = [];
  const printScope = (scope: Scope): void => {
    out.push(
      `scope ${scope.id} ${scope.kind} ${scope.name || '-'} in ${scope.parent} block ${scope.block}${scope.generator ? ' generator' : ''} ${at(scope.start)}`,
    );
    for (const parameter of scope.params) {
      const extra = `${parameter.annotation === undefined ? '' : `: ${printExpr(parameter.annotation)}`}${parameter.defaultValue === undefined ? '' : ` = ${printExpr(parameter.defaultValue)}`}`;
      out.push(`  param ${parameter.kind} ${parameter.name}${extra}`);
    }
    if (scope.returnAnnotation !== undefined) out.push(`  result ${printExpr(scope.returnAnnotation)}`);
    for (const decorator of scope.decorators) out.push(`  decorator ${printExpr(decorator)}`);
    for (const base of scope.bases) out.push(`  base ${printExpr(base)}`);
    for (const binding of [...scope.bindings.values()].flat().sort((a, b) => a.start - b.start)) {
      const target =
        binding.import === undefined
          ? ''
          : ` from ${binding.import.module}${binding.import.name === undefined ? '' : ` name ${binding.import.name}`}`;
      const defines = binding.defines === undefined ? '' : ` scope ${binding.defines}`;
      const position = binding.position === undefined ? '' : `[${binding.position}]`;
      const typed = binding.annotation === undefined ? '' : `: ${printExpr(binding.annotation)}`;
      const value = binding.value === undefined ? '' : ` = ${printExpr(binding.value)}`;
      out.push(
        `  ${binding.kind} ${binding.name}${position}${typed}${target}${defines}${value} block ${binding.block} ${at(binding.start)}`,
      );
    }
    for (const effect of scope.effects) {
      out.push(
        `  effect ${effect.kind} ${printExpr(effect.target)}${effect.key === undefined ? '' : `[${printExpr(effect.key)}]`} ${printExpr(effect.value)} block ${effect.block} ${at(effect.start)}`,
      );
    }
    for (const result of scope.returns) out.push(`  return ${printExpr(result.value)} ${at(result.start)}`);
  };
  facts.scopes.forEach(printScope);
  facts.blocks.forEach((block, index) => out.push(printBlock(block, index, at)));
  for (const call of facts.calls)
    out.push(
      `call ${printExpr(call)}${call.awaited ? ' awaited' : ''}${call.iterated ? ' iterated' : ''} block ${call.block} ${at(call.start)}`,
    );
  for (const comment of facts.comments)
    out.push(`comment ${JSON.stringify(comment.text)}${comment.ownLine ? ' own line' : ''} ${at(comment.start)}`);
  for (const problem of facts.problems) out.push(`problem ${problem.message}`);
  if (facts.broken) out.push('broken');
  return `${out.join('\n')}\n`;
}

function printBlock(block: Block, index: number, at: (offset: number) => string): string {
  const header = block.header === undefined ? '' : ` ${printExpr(block.header)}`;
  return `block ${index} ${block.kind} in ${block.parent} scope ${block.scope} group ${block.group}${block.exits ? ' exits' : ''}${header} ${at(block.start)}`;
}

/** An expression as a short line. */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'text':
      return JSON.stringify(expr.value);
    case 'template':
      return `f(${expr.parts.map((part) => (part.kind === 'text' ? JSON.stringify(part.value) : `{${printExpr(part.value)}${part.format}}`)).join(' ')})`;
    case 'join':
      return `(${expr.operands.map(printExpr).join(expr.adjacent ? ' ~ ' : ' + ')})`;
    case 'number':
    case 'boolean':
      return String(expr.value);
    case 'null':
      return 'null';
    case 'name':
      return expr.name;
    case 'self':
      return `self#${expr.scope}`;
    case 'member':
      return `${printExpr(expr.object)}.${expr.name}`;
    case 'index':
      return `${printExpr(expr.object)}[${printExpr(expr.index)}]`;
    case 'call':
      return `${printExpr(expr.callee)}(${expr.args.map(printArgument).join(', ')})`;
    case 'list':
      return `${expr.form}[${expr.items.map((item) => `${item.spread ? '*' : ''}${printExpr(item.value)}`).join(', ')}]`;
    case 'dict':
      return `{${expr.entries.map((entry) => (entry.key === undefined ? `**${printExpr(entry.value)}` : `${printExpr(entry.key)}: ${printExpr(entry.value)}`)).join(', ')}${expr.without === undefined || expr.without.length === 0 ? '' : `; without ${expr.without.join(' ')}`}}`;
    case 'conditional':
      return `(${printExpr(expr.test)} ? ${printExpr(expr.then)} : ${printExpr(expr.otherwise)})`;
    case 'fallback':
      return `(${expr.options.map(printExpr).join(' || ')})`;
    case 'function':
      return `function#${expr.scope}`;
    case 'comprehension':
      return `each(${printExpr(expr.element)} of ${printExpr(expr.iterable)})#${expr.scope}`;
    case 'operation':
      return `(${expr.operator} ${expr.operands.map(printExpr).join(' ')})`;
    case 'unknown':
      return `?${expr.reason}?`;
  }
}

function printArgument(argument: Argument): string {
  const mark =
    argument.kind === 'spread'
      ? '*'
      : argument.kind === 'keyword-spread'
        ? '**'
        : argument.kind === 'keyword'
          ? `${argument.name ?? ''}=`
          : '';
  return `${mark}${printExpr(argument.value)}`;
}

/** The calls of a file as the linker rebuilds them, for reviewed files. */
export function printCalls(calls: readonly PromptCall[], text: string, at: PrintPlace = lineAndColumn(text)): string {
  return calls
    .map((call) => {
      const loop =
        call.repeat.kind === 'no'
          ? ''
          : `, repeated: ${call.repeat.kind} ${call.repeat.loop ?? ''}${call.repeat.bounded ? '' : ' unbounded'}${call.repeat.times === undefined ? '' : ` ×${call.repeat.times}`}`;
      const tools =
        call.tools.state === 'absent'
          ? ''
          : `, tools ${call.tools.state}: ${call.tools.tools.map((tool) => tool.name ?? '?').join(' ')}${call.tools.complete ? '' : ' …'}`;
      const flags = `${call.stream ? ', stream' : ''}${call.structuredOutput ? ', structured' : ''}${call.history ? ', history' : ''}`;
      return [
        `${at(call.at.start)} ${call.callee} ${call.api} provider ${call.provider ?? '?'} (${call.providerReason})`,
        `  model ${printKnown(call.model)}, max ${printKnown(call.maxTokens)}, system ${call.system}, messages ${call.messages}${tools}${flags}${loop}`,
        ...call.segments.map((segment) => `  ${printSegment(segment)}`),
      ].join('\n');
    })
    .join('\n')
    .concat(calls.length === 0 ? '' : '\n');
}

/** A prompt file as the linker rebuilds it with the line that stands above it, for reviewed files. */
export function printPromptFile(call: PromptCall, cost: CallCost, text: string, at: PrintPlace = lineAndColumn(text)): string {
  const { file } = call;
  if (file === undefined) return '';
  const extra = [
    ...(file.condition === undefined ? [] : [`condition ${JSON.stringify(file.condition)}`]),
    ...(file.note === undefined ? [] : [`note ${JSON.stringify(file.note)}`]),
    `folder ${file.folder === undefined ? 'none' : JSON.stringify(file.folder)}`,
    `model ${printKnown(call.model)}`,
  ];
  return [
    `${at(call.at.start)}-${at(call.at.end)} lens at ${at(call.calleeAt.start)}: ${costLine(call, cost)}`,
    `  ${file.format} ${file.piece} ${file.sent}, ${extra.join(', ')}`,
    ...file.includes.map(({ path, state, at: mention }) => `  @${path} ${state}${mention.uri === call.uri ? ` ${at(mention.start)}` : ''}`),
    ...call.segments.map((segment) => `  ${printSegment(segment)}`),
    '',
  ].join('\n');
}

function printKnown(known: Known<string | number>): string {
  if (known.state === 'missing') return 'missing';
  const values = known.candidates.map((candidate) => candidate.value).join(' | ');
  return known.state === 'known' ? values : `computed by ${known.reason}${values === '' ? '' : ` default ${values}`}`;
}

function printSegment(segment: Segment): string {
  const parts = segment.parts.map((part) => {
    const sure = part.kind === 'media' || part.certainty === 'always' ? '' : ` ${part.certainty}`;
    if (part.kind === 'text') return `${JSON.stringify(part.text)}${sure}`;
    if (part.kind === 'media') return `<${part.media}>`;
    const { oneOf } = part;
    const sizes = oneOf === undefined ? '' : ` one of ${oneOf.texts.map(({ length }) => length).join('/')}${oneOf.open ? ' and more' : ''}`;
    return `{${part.expression}: ${part.volatility} ${part.source}${part.granularity === undefined ? '' : ` ${part.granularity}`}${sizes}${sure}}`;
  });
  return `${segment.role}${segment.continues ? '+' : ''}${segment.certainty === 'always' ? '' : ` ${segment.certainty}`}${segment.breakpoint === undefined ? '' : ' breakpoint'}: ${parts.join(' ')}`;
}
