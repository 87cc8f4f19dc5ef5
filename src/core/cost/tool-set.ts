import type { PromptCall } from '../ir.ts';
import { familyOf, type TokenCounter } from '../tokens/index.ts';
import { weighTools, type SetWeight } from '../tool-sets/weights.ts';
import { refOf } from './call-cost.ts';

/** The tools of a call, weighed one by one, in the rendering of its model. */
export interface ToolSetCost extends SetWeight {
  /** Tokenizer family whose rendering is weighed (`tokens/families.ts`); `plain` for minified JSON where the model is not known. */
  readonly family: string;
}

/**
 * Weighs the tools of a call as they are defined, whether they are sent at once or held back. Undefined without tools. What the provider adds
 * unseen as soon as there is a tool is not in it.
 *
 * @param model id whose tokenizer counts; undefined when the source names none
 */
export function toolSetCost(call: PromptCall, model: string | undefined, counter: TokenCounter): ToolSetCost | undefined {
  const { tools } = call.tools;
  if (tools.length === 0) return undefined;
  const ref = refOf(call.provider, model);
  const family = familyOf(ref).id;
  // Definitions in a file that any model may get are weighed as what they are.
  const plain = call.kind === 'tool-set' && family === 'unknown';
  const weight = weighTools(
    tools,
    plain ? PLAIN_RENDERING : family,
    plain ? (text) => counter.measure(text).o200k : (text) => counter.count(text, ref).tokens,
  );
  return { ...weight, family: plain ? 'plain' : family };
}

/** Family whose rendering is the definition itself: name, description and schema as minified JSON. */
export const PLAIN_RENDERING = 'claude';

/** The family by which `renderTools` knows the rendering of a {@link ToolSetCost}. */
export function renderingFamily({ family }: ToolSetCost): string {
  return family === 'plain' ? PLAIN_RENDERING : family;
}
