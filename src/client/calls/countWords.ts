import type { CountableCallMessage } from '../../shared/call-messages.ts';

/** A provider's count beside ours, in words. */
export function countWords(
  { model, estimate, leftOut }: CountableCallMessage,
  name: string,
  counted: { readonly tokens: number; readonly estimate: boolean },
): string {
  const doubt = counted.estimate ? ', and calls that an estimate' : '';
  const first = `${name} counts ${number(counted.tokens)} tokens for ${model}${doubt}.`;
  return [first, difference(estimate, counted.tokens), ...leftOut].join(' ');
}

/** How our count compares with a provider's, one sentence. */
export function difference({ low, tokens, high, basis }: CountableCallMessage['estimate'], counted: number): string {
  const ours =
    basis === 'exact' ? `Pennylint counts ${number(tokens)}` : `Pennylint estimates ${number(tokens)} (${number(low)} to ${number(high)})`;
  if (tokens === counted) return `${ours}: the same.`;
  const off = tokens - counted;
  const share = counted === 0 ? '' : `, ${Math.abs((off / counted) * 100).toFixed(1)} %`;
  const band = basis === 'exact' ? '' : `, ${counted >= low && counted <= high ? 'within' : 'outside of'} its band`;
  return `${ours}: ${number(Math.abs(off))} too ${off > 0 ? 'many' : 'few'}${share}${band}.`;
}

/** What of a prompt is sent, in words. */
export function sizeOf({ system, messages, tools }: CountableCallMessage['prompt']): string {
  const characters = (system?.length ?? 0) + messages.reduce((sum, { text }) => sum + text.length, 0);
  const count = messages.length + (system === undefined ? 0 : 1);
  const text = `the text of the prompt as it stands in the source (${number(characters)} characters in ${number(count)} ${count === 1 ? 'message' : 'messages'})`;
  return tools === undefined ? text : `${text}, the definitions of its tools (${number(JSON.stringify(tools).length)} characters)`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
