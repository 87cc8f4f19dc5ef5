/** Calls of tools and their results as they stand in a history, in every provider's spelling. */
import { constantText, type DictValue, type ListItemValue, type Value } from './value.ts';

/** A call of a tool, or what came back. */
export interface Exchange {
  readonly kind: 'call' | 'result';
  /** Name of the tool; undefined when it is not written with it, or known only at run time. */
  readonly name: string | undefined;
  /** Arguments of the call, or content of the result; undefined when there are none. */
  readonly payload: Value | undefined;
}

/** Where a spelling puts name and payload. */
interface Spelling {
  readonly kind: Exchange['kind'];
  readonly names: readonly string[];
  readonly payloads: readonly string[];
}

const call = (...payloads: readonly string[]): Spelling => ({ kind: 'call', names: ['name', 'toolName', 'tool_name'], payloads });
const result = (...payloads: readonly string[]): Spelling => ({ kind: 'result', names: ['name', 'toolName', 'tool_name'], payloads });

/** By the `type` of an item or block: Responses, Anthropic, the AI SDK (API references, 2026-11-21). */
const BY_TYPE: ReadonlyMap<string, Spelling> = new Map([
  ['function_call', call('arguments')],
  ['function_call_output', result('output')],
  ['tool_use', call('input')],
  ['tool_result', result('content')],
  ['tool-call', call('input', 'args')],
  ['tool-result', result('output', 'result')],
]);

/** By the key under which they stand: Gemini and Bedrock (API references, 2026-11-21). */
const BY_KEY: ReadonlyMap<string, Spelling> = new Map([
  ['functionCall', call('args')],
  ['function_call', call('args', 'arguments')],
  ['functionResponse', result('response')],
  ['function_response', result('response')],
  ['toolUse', call('input')],
  ['toolResult', result('content')],
]);

/** The exchange that an item of a history or a block of a message is; undefined for all others. */
export function exchangeIn(block: DictValue): Exchange | undefined {
  const type = block.entries.get('type')?.value;
  const byType = type === undefined ? undefined : BY_TYPE.get(constantText(type) ?? '');
  if (byType !== undefined) return exchange(byType, block);
  for (const [key, spelling] of BY_KEY) {
    const inner = block.entries.get(key)?.value;
    if (inner?.kind === 'dict') return exchange(spelling, inner);
  }
  return undefined;
}

/** The calls that a message holds beside its content (`tool_calls`, before that `function_call`), in the order in which they are sent. */
export function callsBeside(entry: (name: string) => Value | undefined): Exchange[] {
  const list = entry('tool_calls') ?? entry('toolCalls');
  const items: readonly ListItemValue[] = list?.kind === 'list' ? list.items : [];
  const calls = items.flatMap(({ value }): Exchange[] => {
    if (value.kind !== 'dict') return [];
    const inner = value.entries.get('function')?.value;
    // LangChain writes name and arguments without a shell.
    return [exchange(call('arguments', 'args'), inner?.kind === 'dict' ? inner : value)];
  });
  const older = entry('function_call');
  return older?.kind === 'dict' ? [...calls, exchange(call('arguments'), older)] : calls;
}

function exchange({ kind, names, payloads }: Spelling, { entries }: DictValue): Exchange {
  const name = names.map((key) => entries.get(key)?.value).find((value) => value !== undefined);
  const payload = payloads.map((key) => entries.get(key)?.value).find((value) => value !== undefined);
  return { kind, name: name === undefined ? undefined : constantText(name), payload };
}
