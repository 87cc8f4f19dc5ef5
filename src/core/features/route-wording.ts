/** Words for models that the configuration of a gateway offers: what they cost, where no request is seen. */
import type { CallCost } from '../cost/call-cost.ts';
import type { PromptCall } from '../ir.ts';
import { ratesFor } from '../pricing/index.ts';
import { priceLines } from './price-lines.ts';
import { markdownCode as code } from './markdown.ts';
import { modelLabel } from './wording.ts';
import { grouped } from '../grouped.ts';

/** True for a model that is only offered. */
export function isRoute(call: PromptCall): boolean {
  return call.kind === 'route';
}

/** The one line above an offered model: `$3 in / $15 out per M · cached $0.3 · ≤4,096 out · claude-sonnet-5 · falls back to …`. */
export function routeLine(call: PromptCall, cost: CallCost): string {
  const [model] = cost.models;
  const parts: string[] = [];
  if (model?.lookup.state === 'priced') {
    const rates = ratesFor(model.lookup.record, model.pricedAt, 0);
    parts.push(`$${rates.in / 1e6} in / $${rates.out / 1e6} out per M`);
    if (rates.read !== null && rates.read < rates.in) parts.push(`cached $${rates.read / 1e6}`);
  } else parts.push(model === undefined ? 'model unknown' : 'unpriced');
  if (cost.outputLimit !== undefined) parts.push(`≤${grouped(cost.outputLimit)} out`);
  if (model !== undefined) parts.push(modelLabel(call));
  return [...parts, ...notesOf(call)].join(' · ');
}

/** The hover of an offered model as Markdown: its price, where that comes from, and what else the file says. */
export function routeHover(call: PromptCall, cost: CallCost): string {
  const [model] = cost.models;
  const lines = [`**${code(call.file?.name ?? modelLabel(call))}** → ${code(modelLabel(call))}`, ''];
  if (model !== undefined) lines.push(...priceLines(model));
  for (const note of notesOf(call)) lines.push(`- ${note.slice(0, 1).toUpperCase()}${note.slice(1)}.`);
  lines.push('- What its callers send is not known here: no request is priced.');
  return lines.join('\n');
}

function notesOf({ file }: PromptCall): string[] {
  return file?.note === undefined ? [] : file.note.split('; ');
}
