/** A call as a prompt that a provider's counting endpoint takes. Pure: nothing is asked here, and nothing is left out without a word. */
import { excludedParts } from '../cost/prefix.ts';
import type { CostedCall } from './findings.ts';
import type { OneOf, Location, PromptCall, Segment } from '../ir.ts';
import type { TokenRange } from '../cost/call-cost.ts';
import { familyOf } from '../tokens/index.ts';
import { refOf } from '../cost/call-cost.ts';
import { sentDefinitions } from '../tool-sets/weights.ts';

/** Providers with a counting endpoint, by their keys in the price book (`provider-counts/requests.ts` knows the same). */
export type CountingMaker = 'anthropic' | 'openai' | 'gemini';

const MAKERS: readonly CountingMaker[] = ['anthropic', 'openai', 'gemini'];

/** What would be counted, and our own count of the same. */
export interface CountableCall {
  readonly provider: CountingMaker;
  readonly model: string;
  readonly system: string | undefined;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  /** In the provider's own form; undefined without tools. */
  readonly tools: readonly unknown[] | undefined;
  /** Our count of the request, for the same model. */
  readonly estimate: TokenRange;
  /** What the count cannot hold, one sentence each. */
  readonly leftOut: readonly string[];
  readonly at: Location;
}

/** Stands where a message has no text of its own: providers take no empty message. */
const STAND_IN = '.';

/** The prompt of a call for counting, or why it cannot be counted, as a sentence. */
export function countable({ call, cost }: CostedCall): CountableCall | string {
  const model = cost.models[0];
  if (model === undefined) return 'The source does not name the model of this call, so no provider can be asked.';
  const provider = model.lookup.state === 'priced' ? model.lookup.matched.provider : call.provider;
  const maker = MAKERS.find((one) => one === provider);
  if (maker === undefined)
    return `${provider === undefined || provider === '*' ? `Who serves ${model.model} is not known` : `${provider} has no counting endpoint that Pennylint knows`}; Anthropic, OpenAI and Gemini have one.`;
  const leftOut: string[] = [];
  const note = (sentence: string): void => {
    if (!leftOut.includes(sentence)) leftOut.push(sentence);
  };
  const excluded = excludedParts(call.segments);
  if (excluded.size > 0) note('Of branches that exclude each other, the longest is counted.');
  const system: string[] = [];
  const messages: { role: 'user' | 'assistant'; text: string }[] = [];
  for (const segment of call.segments) {
    const text = textOf({ ...segment, parts: segment.parts.filter((part) => !excluded.has(part)) }, note);
    if (segment.exchange !== undefined)
      note('Calls of tools in the history and their results are sent as plain text: what stands around them is not counted.');
    const last = messages.at(-1);
    if (segment.role === 'system') system.push(text);
    else if (segment.continues && last !== undefined) last.text += text;
    else messages.push({ role: segment.role === 'assistant' ? 'assistant' : 'user', text });
  }
  if (call.history) note('Earlier turns that are sent along are not in the source and are not counted.');
  const blank = messages.length === 0 || messages.some(({ text }) => text.trim() === '');
  if (blank) note('A message whose text is only known at run time is counted as one full stop: providers take no empty message.');
  const filled = messages.map(({ role, text }) => ({ role, text: text.trim() === '' ? STAND_IN : text }));
  return {
    provider: maker,
    model: model.standsFor?.value ?? (model.lookup.state === 'priced' ? model.lookup.matched.id : model.model),
    system: system.length === 0 ? undefined : system.join('\n'),
    messages: filled.length === 0 ? [{ role: 'user', text: STAND_IN }] : filled,
    tools: toolsOf(call, maker, model.model, note),
    estimate: model.input,
    leftOut,
    at: call.calleeAt,
  };
}

function textOf({ parts, certainty }: Segment, note: (sentence: string) => void): string {
  let text = '';
  if (certainty !== 'always') note('Messages that a branch or loop decides on are counted once.');
  for (const part of parts) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'media') note('Images and files are not counted.');
    else {
      if (part.oneOf !== undefined) {
        text += longestOf(part.oneOf);
        note('Of several texts of which one is sent, the longest is counted.');
      }
      if (part.oneOf?.open !== false) note('Values that are filled in at run time are counted as nothing.');
    }
  }
  return text;
}

function longestOf({ texts }: OneOf): string {
  return texts.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
}

function toolsOf(call: PromptCall, maker: CountingMaker, model: string, note: (sentence: string) => void): readonly unknown[] | undefined {
  if (call.tools.state === 'runtime' || !call.tools.complete) note('Tools that the source does not show are not counted.');
  const tools = sentDefinitions(call.tools.tools, familyOf(refOf(call.provider, model)).id);
  if (tools.length === 0) return undefined;
  const noParameters = { type: 'object', properties: {} };
  switch (maker) {
    case 'anthropic':
      return tools.map(({ name, description, parameters, type }) =>
        type === undefined ? { name, description, input_schema: parameters ?? noParameters } : { type, name },
      );
    case 'openai':
      return tools.map(({ name, description, parameters, type }) =>
        type === undefined ? { type: 'function', name, description, parameters: parameters ?? noParameters } : { type },
      );
    case 'gemini':
      return [{ functionDeclarations: tools.map(({ name, description, parameters }) => ({ name, description, parameters })) }];
  }
}
